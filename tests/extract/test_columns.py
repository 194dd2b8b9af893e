"""Pages given as runs with their places, read as lines and as running text."""

from __future__ import annotations

import pytest

from pipeline.extract import columns
from pipeline.extract.lines import Line
from pipeline.extract.paragraphs import assemble
from pipeline.extract.pieces import by_angle
from pipeline.pdf.geometry import Box
from pipeline.pdf.page import Run
from tests.support.pages import TEXT, run, runs


def page(*heads: tuple[str, float, bool], at: int = 0) -> list[Line]:
    """Give a page of text with the lines `heads`, each with its size and weight, before its line `at`."""
    made, y = [], 700.0
    for place in range(12):
        for text, size, bold in heads if place == at else ():
            made.append(run(text, 50, y, size=size, bold=bold))
            y -= 1.2 * size
        made.append(run(TEXT[place % 2], 50, y - (10 if heads and place == at else 0)))
        y -= 22 if heads and place == at else 12
    return columns.read(made)


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
        made, x = [], 50.0
        for word in ("Composition", "of", "the", "pretraining", "data"):
            made.append(run(word, x, 700))
            x = made[-1].x1 + gap
        return columns.read(made)[0].text

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
    made = [run("Figure 1. What the birds of a wood know of it", 50, 700, size=9)]
    for n, row in enumerate(
        (("Model", "Birds", "Wood"), ("Lark", "-", "15.3"), ("Wren", "10.9", "10.6"))
    ):
        made += [run(cell, 90 + 70 * place, 670 - 12 * n) for place, cell in enumerate(row)]
    made.append(run("Table 1. What they know of all the other woods", 50, 620, size=9))
    made += [run(TEXT[n % 2], 50, 590 - 12 * n) for n in range(12)]
    rows = [line for line in columns.read(made) if line.cells == 3]
    assert [(line.text, line.part) for line in rows] == [
        ("Model Birds Wood", "float"),
        ("Lark - 15.3", "float"),
        ("Wren 10.9 10.6", "float"),
    ]


def test_the_dots_of_a_leader_do_not_close_up_the_words_before_them() -> None:
    made = [run("race", 50, 700), run("high", 73, 700)]
    made += [run(".", 95 + 4.4 * n, 700, width=2.5) for n in range(40)]
    assert columns.read(made)[0].text.startswith("race high")


# ── columns ──

LEFT_TEXT = [f"left {'abcdefghijklmnop'[n]} has the words of the column" for n in range(16)]
RIGHT_TEXT = [text.replace("left", "right") for text in LEFT_TEXT]


def two_columns(count: int = 10, y: float = 700) -> list[Run]:
    """Give two columns of lines of one height, painted row by row."""
    left, right = (
        runs(*texts[:count], x=x, y=y, width=230)
        for texts, x in ((LEFT_TEXT, 50), (RIGHT_TEXT, 310))
    )
    return [one for row in zip(left, right, strict=True) for one in row]


def read(*made: Run) -> list[str]:
    return [line.text for line in columns.read(made)]


def test_columns_are_read_one_after_the_other() -> None:
    assert read(*two_columns()) == LEFT_TEXT[:10] + RIGHT_TEXT[:10]


def test_three_columns_are_read_one_after_the_other() -> None:
    made = [
        run(f"{name} {n} has the words of it", x, 700 - 12 * n, width=155)
        for n in range(8)
        for name, x in (("left", 50), ("middle", 220), ("right", 390))
    ]
    names = [text.split()[0] for text in read(*made)]
    assert names == ["left"] * 8 + ["middle"] * 8 + ["right"] * 8


def test_a_gutter_parts_four_rows_at_least() -> None:
    rows = read(
        *two_columns(3),
        *runs(*(f"{text} and more of it" for text in LEFT_TEXT[:6]), y=600, width=490),
    )
    assert rows[0] == f"{LEFT_TEXT[0]} {RIGHT_TEXT[0]}"


def test_few_lines_have_no_columns() -> None:
    assert read(*two_columns(3))[0] == f"{LEFT_TEXT[0]} {RIGHT_TEXT[0]}"


def test_cells_and_labels_are_no_columns() -> None:
    made = [run(f"name {n}", 50 + 200 * at, 700 - 12 * n) for n in range(10) for at in (0, 1)]
    assert read(*made)[0] == "name 0 name 0"


def test_narrow_pieces_are_no_columns() -> None:
    made = [
        run("some words of it", x, 700 - 12 * n, width=60) for n in range(10) for x in (50, 480)
    ]
    assert len(read(*made)) == 10


def test_gaps_without_an_edge_are_no_gutter() -> None:
    made = []
    for n in range(12):
        end = 200 + 7 * (n * 5 % 11)
        made += [run(LEFT_TEXT[n], 50, 700 - 12 * n, width=end - 50)]
        made += [run(RIGHT_TEXT[n], end + 80 - 3 * (n * 7 % 13), 700 - 12 * n, width=180)]
    assert len(read(*made)) == 12


def test_authors_in_cells_over_lines_of_one_column_are_no_columns() -> None:
    authors = [
        run("Ada Lark of Northwick", x, 700 - 12 * n, width=120)
        for n in range(4)
        for x in (60, 330)
    ]
    abstract = runs(*(f"{text} and more of it" for text in LEFT_TEXT * 2), y=630, width=490)
    assert read(*authors, *abstract)[0] == "Ada Lark of Northwick Ada Lark of Northwick"


def test_a_line_over_the_gutter_parts_what_is_above_it_from_what_is_below() -> None:
    wide = run("a line that runs over all of the page's width, as it is wide", 50, 575, width=490)
    made = [*two_columns(10), wide, *two_columns(5, y=550)]
    assert read(*made) == [
        *LEFT_TEXT[:10], *RIGHT_TEXT[:10], wide.text, *LEFT_TEXT[:5], *RIGHT_TEXT[:5],
    ]  # fmt: skip


def test_a_slip_over_the_gutter_is_of_its_column() -> None:
    made = two_columns()
    made[4] = made[4]._replace(x1=made[4].x1 + 20)
    made[5] = run("", 700)
    assert read(*made)[:3] == LEFT_TEXT[:3]


def test_a_short_title_over_the_gutter_spans_it() -> None:
    title = run("Of Birds", 270, 730, size=18, width=60)
    assert read(*two_columns(), title)[0] == "Of Birds"
    left = run("Of Birds", 180, 730, size=18, width=60)
    assert read(*two_columns(), left)[:2] == ["Of Birds", LEFT_TEXT[0]]


def test_authors_in_rows_stay_below_a_title() -> None:
    title = run("A Title of All the Birds in a Wood", 150, 790, size=18, width=300)
    rows = [
        run(f"{name} {n}", x, 765 - 12 * n, width=60)
        for n in range(2)
        for name, x in (("Ada", 100), ("Zoe", 400))
    ]
    assert read(title, *rows, *two_columns())[:4] == [
        title.text,
        "Ada 0 Zoe 0",
        "Ada 1 Zoe 1",
        LEFT_TEXT[0],
    ]


def test_a_heading_ends_the_rows_below_a_title() -> None:
    title = run("A Title of All the Birds in a Wood", 150, 790, size=18, width=300)
    rows = [run("Ada Lark", 100, 765, width=60), run("Zoe Lark", 400, 765, width=60)]
    heads = [run("Abstract", 120, 740, bold=True, width=40), run("right words", 310, 740, width=50)]
    texts = read(title, *rows, *heads, *two_columns(y=715))
    assert texts[:3] == [title.text, "Ada Lark Zoe Lark", "Abstract"]
    assert texts[3] == LEFT_TEXT[0]


def test_rows_far_below_a_title_are_of_the_columns() -> None:
    title = run("A Title of All the Birds in a Wood", 150, 860, size=18, width=300)
    rows = [run("Ada Lark", 100, 765, width=60), run("Zoe Lark", 400, 765, width=60)]
    assert read(title, *rows, *two_columns())[1:3] == ["Ada Lark", LEFT_TEXT[0]]


def table(y: float) -> list[Run]:
    """Give three rows of cells, none of them over the gutter."""
    return [
        run(f"{cell} {n}", x, y - 12 * n, width=40)
        for n in range(3)
        for cell, x in (("bird", 60), ("nest", 160), ("wood", 330), ("egg", 450))
    ]


ROWS = [f"bird {n} nest {n} wood {n} egg {n}" for n in range(3)]


def test_a_table_over_the_gutter_goes_with_its_caption() -> None:
    above = run(
        "Table 1: What the birds of all the woods know of it by now", 50, 575, size=9, width=490
    )
    made = [*two_columns(10), above, *table(560), *two_columns(6, y=500)]
    assert read(*made)[20:24] == [above.text, *ROWS]
    below = run(
        "Figure 1: What the birds of all the woods know of it by now", 50, 530, size=9, width=490
    )
    made = [*two_columns(10), *table(570), below, *two_columns(6, y=500)]
    assert read(*made)[20:24] == [*ROWS, below.text]


def test_a_table_goes_with_a_long_caption_whose_last_line_is_short() -> None:
    words = (
        "Table 1: What the birds of all the woods know of it by now",
        "and what the nests of all of the birds of it know of it too",
        "and what there is to be known of all of the eggs in there",
    )
    caption = [run(one, 50, 600 - 11 * at, size=9, width=490) for at, one in enumerate(words)]
    last = run("of all.", 50, 567, size=9, width=30)
    beside = run("7", 500, 566, size=7)
    made = [*two_columns(8), *caption, last, beside, *table(550), *two_columns(6, y=490)]
    found = read(*made)
    at = found.index(words[0])
    assert found[at + 4 : at + 8] == ["7", *ROWS]


def test_what_is_below_a_figures_caption_is_of_the_columns() -> None:
    caption = run(
        "Figure 1: What the birds of all the woods know of it by now", 50, 575, size=9, width=490
    )
    made = [*two_columns(10), caption, *table(560), *two_columns(6, y=500)]
    assert read(*made)[21:23] == ["bird 0 nest 0", "bird 1 nest 1"]


def test_a_heading_below_a_table_ends_it() -> None:
    above = run(
        "Table 1: What the birds of all the woods know of it by now", 50, 575, size=9, width=490
    )
    heading = run("3 Results", 50, 515, bold=True, width=50)
    made = [*two_columns(10), above, *table(560), heading, *two_columns(6, y=500)]
    assert read(*made)[20:25] == [above.text, *ROWS, "3 Results"]


def test_labels_over_a_page_that_begins_with_a_caption_go_before_it() -> None:
    caption = run(
        "Figure 1: What the birds of all the woods know of it by now", 50, 740, size=9, width=490
    )
    assert read(*table(790), caption, *two_columns())[:4] == [*ROWS, caption.text]


def test_a_wide_part_of_text_has_columns_of_its_own() -> None:
    inner = [
        run(f"{name} {n} has some of all the many words in here", x, 600 - 12 * n, width=150)
        for n in range(6)
        for name, x in (("one", 50), ("two", 222), ("three", 392))
    ]
    texts = read(*two_columns(8), *inner, *two_columns(8, y=500))
    assert texts[16:22] == [f"one {n} has some of all the many words in here" for n in range(6)]


def test_cards_are_read_row_by_row() -> None:
    def cards(y: float) -> list[Run]:
        heads = [
            run(f"{side} Card", x, y, size=12, bold=True)
            for side, x in (("Left", 50), ("Right", 310))
        ]
        return [*heads, *two_columns(5, y=y - 20)]

    texts = read(*cards(700), *cards(590))
    card = ["Left Card", *LEFT_TEXT[:5], "Right Card", *RIGHT_TEXT[:5]]
    assert texts == card * 2


def test_references_below_the_text_of_both_columns_are_read_after_it() -> None:
    left = [run(f"[{n}] A. Lark, Of birds and nests, 1999.", 50, 520 - 12 * n) for n in range(1, 5)]
    right = [
        run(f"[{n + 4}] W. Wren, Of the woods, 1998.", 310, one.y0) for n, one in enumerate(left, 1)
    ]
    text = two_columns(10)
    entries = [one.text for one in (*left, *right)]
    assert read(*text, *left, *right) == [*LEFT_TEXT[:10], *RIGHT_TEXT[:10], *entries]


def test_headings_beside_each_other_close_to_the_text_are_no_cards() -> None:
    heads = [
        run(f"{side} Card", x, 636, size=12, bold=True)
        for side, x in (("Left", 50), ("Right", 310))
    ]
    texts = read(*two_columns(5), *heads, *two_columns(5, y=620))
    assert texts.index("Left Card") < texts.index(RIGHT_TEXT[0])


# ── what is not in columns ──


def test_numbers_beside_the_lines_are_out() -> None:
    numbers = [run(str(n), 30, 700 - 12 * n, width=8) for n in range(6)]
    text = runs(*LEFT_TEXT[:6])
    assert read(*numbers, *text) == LEFT_TEXT[:6]
    right = [one._replace(x0=500, x1=508) for one in numbers]
    assert read(*right, *text) == LEFT_TEXT[:6]
    assert read(*numbers[:4], *text)[0] == f"0 {LEFT_TEXT[0]}"
    within = [one._replace(x0=60, x1=68, y0=one.y0 - 200, y1=one.y0 - 200) for one in numbers]
    assert read(*within, *text)[6:] == ["0", "1", "2", "3", "4", "5"]
    assert read(*numbers) == ["0", "1", "2", "3", "4", "5"]


def test_numbers_that_do_not_stand_under_each_other_stay() -> None:
    numbers = [run(str(n), 10 + 6 * n, 700 - 12 * n, width=4) for n in range(6)]
    assert read(*numbers, *runs(*LEFT_TEXT[:6], x=80))[0].startswith("0 ")


def test_turned_text_goes_last() -> None:
    up = Run("Words that go up", 300, 200, 300, 280, 10, 90.0, "F", bold=False, italic=False, hidden="", form=0)  # fmt: skip
    found = columns.read([up, *two_columns()])
    assert (found[-1].text, found[-1].part, found[-1].angle) == (up.text, "aside", 90)
    assert {line.part for line in found[:-1]} == {"flow"}


def test_turned_texts_on_one_line_are_of_several_floats_where_they_stand_far_apart() -> None:
    made = [
        run(text, 40, y, angle=90.0)._replace(x1=40, y1=y + 5 * len(text))
        for text, y in [("owls", 100), ("seen", 128), ("wrens", 400)]
    ]
    found = columns.read([*two_columns(), *made])
    turned = [(line.text, line.box) for line in found if line.part == "aside"]
    assert [text for text, _ in turned] == ["owls seen", "wrens"]
    assert [round(box[3] - box[1]) for _, box in turned if box] == [48, 25]


def test_a_page_that_is_turned_as_a_whole_is_read_upright() -> None:
    up = [
        Run(text, 100 + 12 * n, 50, 100 + 12 * n, 280, 10, 90.0, "F", bold=False, italic=False, hidden="", form=0)
        for n, text in enumerate(LEFT_TEXT[:5])
    ]  # fmt: skip
    found = columns.read([run("7", 300, 20), *up])
    assert [(line.text, line.angle) for line in found[:5]] == [(text, 90) for text in LEFT_TEXT[:5]]
    assert found[-1].part == "aside"


def test_nothing_is_no_lines() -> None:
    assert columns.read([]) == []


# ── a page without gutters of its own ──


def sparse(x_left: float, x_right: float, width: float, rows: int = 3) -> list[Run]:
    """Give too few rows for a gutter of their own."""
    return [
        run(texts[n], x, 700 - 12 * n, width=width)
        for n in range(rows)
        for texts, x in ((LEFT_TEXT, x_left), (RIGHT_TEXT, x_right))
    ]


def test_a_page_that_keeps_to_the_columns_of_the_others_has_them() -> None:
    layout = columns.Layout()
    layout.read(by_angle(two_columns()), {})
    few = [line.text for line in layout.read(by_angle(sparse(50, 310, 230)), {})]
    assert few == LEFT_TEXT[:3] + RIGHT_TEXT[:3]


@pytest.mark.parametrize(
    "made",
    [sparse(50, 310, 230, rows=1), runs(*LEFT_TEXT[:4], x=200, width=240)],
    ids=["too few", "over the gutter"],
)
def test_a_page_that_does_not_keep_to_them_has_none(made: list[Run]) -> None:
    layout = columns.Layout()
    layout.read(by_angle(two_columns()), {})
    assert [line.text for line in layout.read(by_angle(made), {})] == read(*made)


def test_the_columns_of_most_pages_count() -> None:
    layout = columns.Layout()
    layout.read(by_angle(two_columns()), {})
    layout.read(by_angle(two_columns(9)), {})
    wide = [one._replace(x0=one.x0 + 60 * (one.x0 > 300), x1=one.x1 + 60) for one in two_columns()]
    layout.read(by_angle(wide), {})
    few = [line.text for line in layout.read(by_angle(sparse(50, 310, 230)), {})]
    assert few == LEFT_TEXT[:3] + RIGHT_TEXT[:3]


def test_a_captions_short_last_line_goes_with_it_over_the_gutter() -> None:
    caption = [
        run(
            "Figure 1: What all of the birds of a wood know of it, and what they do not know",
            50,
            760,
        ),
        run("of it.", 50, 748),
    ]
    texts = [line.text for line in columns.read([*caption, *two_columns()])]
    assert texts[:2] == [one.text for one in caption]
    below = [*caption, run("of the text", 310, 748)]
    assert [line.text for line in columns.read([*below, *two_columns()])][1] != "of the text"


def test_the_size_of_the_text_is_the_documents_though_a_page_has_more_of_another() -> None:
    layout = columns.Layout()
    for _ in range(3):
        layout.read(by_angle(two_columns(20)), {})
    small = runs(*(TEXT * 20), x=50, y=690, step=9, size=8)
    large = [one._replace(y0=one.y0 - 400, y1=one.y1 - 400) for one in two_columns(6)]
    table = run(
        "Table 1: What all of the birds of a wood know of it, and what they do not", 50, 320
    )
    made = [*small[:38], table, *large]
    texts = [line.text for line in layout.read(by_angle(made), {})]
    assert texts[-12:] == LEFT_TEXT[:6] + RIGHT_TEXT[:6]


def test_the_lines_of_a_table_are_no_text() -> None:
    made = runs(*(TEXT * 3))
    table = Box(40, 670, 400, 690)
    parts = [line.part for line in columns.Layout().read(by_angle(made), {0: [table]})]
    assert parts == ["flow", "float", "float", "flow", "flow", "flow"]


def test_small_lines_below_a_table_are_of_it_and_a_caption_is_not() -> None:
    text = [run(TEXT[at % 2], 50, 640 - 12 * at) for at in range(12)]
    notes = runs("a note of the table below it", "that goes on", x=50, y=690, step=9, size=8)
    caption = runs("Table 1: Birds of the wood", "and of others.", x=50, y=668, step=9, size=8)
    table = [run("Lark 61.4", 50, 700)]
    lines = columns.Layout().read(
        by_angle([*table, *notes, *caption, *text]), {0: [Box(40, 699, 400, 710)]}
    )
    assert [line.part for line in lines[:5]] == ["float"] * 5
    assert [line.starts for line in lines[:5]] == [True, False, False, True, False]


def test_text_beside_a_long_caption_makes_no_columns_of_a_page() -> None:
    wide = "Here stand many words of the running text of this paper, all over its only column, as"
    narrow = "and there they go on with less of the width,"
    caption = [
        "Table 1: Scores of birds of all the woods",
        *["which go on in its caption, as here"] * 7,
    ]
    left = runs("Figure 1: Songs of birds, as they are", "sung in all of the woods.", x=50, y=780)
    right = runs(
        "Figure 2: Nests of birds, as they are", "built in all of the woods.", x=265, y=778
    )
    above = runs(*[f"{wide} {at}" for at in range(14)], x=50, y=740)
    beside = [
        piece
        for at in range(8)
        for piece in (run(narrow, 50, 560 - 12 * at), run(caption[at], 300, 558 - 12 * at))
    ]
    below = runs(*[f"{wide} {at}" for at in range(14, 28)], x=50, y=440)
    lines = columns.read([*left, *right, *above, *beside, *below])
    flow = [line.text for line in lines if line.part == "flow"]
    assert flow == [one.text for one in (*above, *beside[::2], *below)]
    floats = [line.text for line in lines if line.part == "float"]
    assert floats == [*(one.text for one in (*left, *right)), *caption]
