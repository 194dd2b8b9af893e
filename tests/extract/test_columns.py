"""Pages given as runs with their places, read as lines and as running text."""

from __future__ import annotations

from pipeline.extract import columns
from pipeline.extract.lines import Line
from pipeline.extract.paragraphs import assemble
from pipeline.pdf.page import Run

TEXT = (
    "Here stand many words of the running text of it",
    "and they go on and on to the end of each line,",
)


def run(
    text: str, x: float, y: float, *, size: float = 10, bold: bool = False, width: float = 0
) -> Run:
    """Give an upright run, half an em wide a letter unless `width` says how wide."""
    return Run(text, x, y, x + (width or len(text) * size / 2), y, size, 0.0, "F", bold, italic=False, hidden="", form=0)  # fmt: skip


def page(*heads: tuple[str, float, bool], at: int = 0) -> list[Line]:
    """Give a page of text with the lines `heads`, each with its size and weight, before its line `at`."""
    runs, y = [], 700.0
    for place in range(12):
        for text, size, bold in heads if place == at else ():
            runs.append(run(text, 50, y, size=size, bold=bold))
            y -= 1.2 * size
        runs.append(run(TEXT[place % 2], 50, y - (10 if heads and place == at else 0)))
        y -= 22 if heads and place == at else 12
    return columns.read(runs)


def titles(*pages: list[Line], outline: tuple[str, ...] = ()) -> list[str]:
    """Give the titles of the sections behind the abstract."""
    front = columns.read(
        [run(text, 50, 700 - 12 * n) for n, text in enumerate(["Abstract", *TEXT * 3])]
    )
    return [title for kind, title, *_ in assemble([front, *pages], outline).sections if kind not in ("front", "abstract")]  # fmt: skip


def test_an_initial_goes_before_the_first_of_the_lines_beside_it() -> None:
    beside = [
        run("ver the past three decades it was", 72, 600),
        run("shown that all of it is so, and", 72, 588),
    ]
    below = [run(TEXT[n % 2], 50, 576 - 12 * n) for n in range(6)]
    texts = [
        line.text for line in columns.read([run("O", 50, 588, size=30, width=20), *beside, *below])
    ]
    assert texts[:2] == ["Over the past three decades it was", "shown that all of it is so, and"]


def test_the_narrow_spaces_of_a_font_part_words_and_kerns_do_not() -> None:
    def line(gap: float) -> str:
        runs, x = [], 50.0
        for word in ("Composition", "of", "the", "pretraining", "data"):
            runs.append(run(word, x, 700))
            x = runs[-1].x1 + gap
        return columns.read(runs)[0].text

    assert line(1.3) == "Composition of the pretraining data"
    assert line(0.8) == "Compositionofthepretrainingdata"


def test_a_heading_of_two_lines_is_one_title() -> None:
    long = "1 A Heading That Fills the Whole of Its Line as We"
    assert titles(page((long, 12, True), ("See Here", 12, True), at=3)) == [f"{long} See Here"]


def test_two_headings_under_each_other_stay_two() -> None:
    assert titles(page(("1 Introduction", 12, True), ("1.1 Aims", 12, True), at=3)) == [
        "1 Introduction",
        "1.1 Aims",
    ]


def test_a_large_numbered_heading_at_the_top_of_a_page_is_no_running_head() -> None:
    pages = [
        page((f"{n} {name}", 12, False)) for n, name in enumerate(("INTRODUCTION", "OUR METHOD"), 1)
    ]
    assert titles(*pages) == ["1 INTRODUCTION", "2 OUR METHOD"]


def test_a_head_as_small_as_the_text_with_a_pages_number_is_a_running_head() -> None:
    assert titles(
        page(("1 Introduction", 12, True), at=3), page(("2 THE BOOK OF BIRDS", 10, False))
    ) == ["1 Introduction"]


def test_the_items_of_a_list_do_not_take_the_next_headings_number() -> None:
    items = page(("2. we make it so, and so it is made by us all", 10, False), at=5)
    assert titles(
        page(("1. Introduction", 12, True), at=3), items, page(("2. Our Way", 12, True), at=3)
    ) == [
        "1. Introduction",
        "2. Our Way",
    ]


def test_a_heading_that_its_paragraph_runs_on_from_is_found_by_number_or_outline() -> None:
    first = page(("2 Theory", 12, True), at=3)
    deep = page(("2.1. Cluster algebras. This section is joint", 10, False), at=5)
    named = page(("1) Query Routing: This goes by the words of it", 10, False), at=5)
    assert titles(first, deep, named, outline=("2 Theory", "Query Routing")) == [
        "2 Theory",
        "2.1. Cluster algebras",
        "1) Query Routing",
    ]


def test_a_line_of_a_table_of_contents_is_no_heading_though_the_outline_has_it() -> None:
    contents = page(("2.1 Query Routing . . . . . . . . . 7", 10, False), at=5)
    assert titles(contents, outline=("2.1 Query Routing",)) == []


def test_an_appendix_in_a_sentence_is_no_heading() -> None:
    assert titles(page(("Appendix C for details). We then go on", 10, False), at=5)) == []


def test_lines_that_are_alike_but_for_their_numbers_are_text() -> None:
    def list_of(first: int) -> list[Line]:
        return columns.read(
            [
                run(f"Bird {first + n} has read {n} papers of the wood", 50, 700 - 12 * n)
                for n in range(12)
            ]
        )

    made = assemble([list_of(12 * page) for page in range(6)])
    assert all(f"Bird {n} has" in made.text for n in range(72))


def test_a_running_head_of_a_title_and_a_conference_is_out() -> None:
    words = "A Study of What Birds Know of Papers and of How Many of Them They Have Read by Now in All the Woods"
    head = (f"{words}      Proceedings of the 12th Meeting on Birds, June 3, 2018", 8, False)
    pages = [page(head if n % 2 else (f"Lark et al. {n}", 8, False)) for n in range(8)]
    assert "Study" not in assemble(pages).text


def test_the_rows_of_a_second_float_in_a_column_stay_with_its_caption() -> None:
    runs = [run("Figure 1. What the birds of a wood know of it", 50, 700, size=9)]
    for n, row in enumerate(
        (("Model", "Birds", "Wood"), ("Lark", "-", "15.3"), ("Wren", "10.9", "10.6"))
    ):
        runs += [run(cell, 90 + 70 * place, 670 - 12 * n) for place, cell in enumerate(row)]
    runs.append(run("Table 1. What they know of all the other woods", 50, 620, size=9))
    runs += [run(TEXT[n % 2], 50, 590 - 12 * n) for n in range(12)]
    rows = [line for line in columns.read(runs) if line.cells == 3]
    assert [(line.text, line.part) for line in rows] == [
        ("Model Birds Wood", "float"),
        ("Lark - 15.3", "float"),
        ("Wren 10.9 10.6", "float"),
    ]


def test_the_dots_of_a_leader_do_not_close_up_the_words_before_them() -> None:
    runs = [run("race", 50, 700), run("high", 73, 700)]
    runs += [run(".", 95 + 4.4 * n, 700, width=2.5) for n in range(40)]
    assert columns.read(runs)[0].text.startswith("race high")
