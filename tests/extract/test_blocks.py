from __future__ import annotations

import pytest

from pipeline.extract import blocks as blocks_of
from pipeline.extract.lines import Cell, Line
from pipeline.extract.paragraphs import assemble
from pipeline.pdf.geometry import Box
from tests.support.pages import TEXT, line, short, under

FRONT = [line("A Paper of Small Birds", size=16.0, x1=200), line("Abstract", bold=True, x1=90)]
HEADING = line("1 Introduction", bold=True, x1=120)


def blocks(*pages: list[Line]) -> list[tuple[str, str]]:
    """Give the blocks of pages: their kinds and words."""
    made = assemble(pages)
    return [(kind, made.text[start:end].strip()) for kind, start, end in made.blocks]


def kinds(*pages: list[Line]) -> list[str]:
    return [kind for kind, _ in blocks(*pages)]


def page(*lines: Line) -> list[Line]:
    """Give a page with an abstract and an introduction that ends with some lines."""
    return under(*FRONT, line(), short(), HEADING, line(), short(), *lines)


def test_a_page_is_what_its_lines_are() -> None:
    assert blocks(page()) == [
        ("front", "A Paper of Small Birds"),
        ("heading", "Abstract"),
        ("paragraph", f"{TEXT[0]} and so it ends."),
        ("heading", "1 Introduction"),
        ("paragraph", f"{TEXT[0]} and so it ends."),
    ]


@pytest.mark.parametrize("mark", ["•", "(a)", "2)", "–", "iv."])
def test_an_item_of_a_list_is_a_block(mark: str) -> None:
    item = line(f"{mark} the words of an item that goes on and on to its end", starts=True)
    assert kinds(page(item, short("in here."), line(starts=True)))[-2:] == [
        "list item",
        "paragraph",
    ]


def test_rows_under_each_other_are_one_table_and_figures_labels_one_figure() -> None:
    rows = [line(f"Lark 0.{n} 0.{n + 1} 0.{n + 2}", x1=200) for n in range(3)]
    labels = [line(word, x1=80, part="float", form=1) for word in ("accuracy", "epochs")]
    assert blocks(page(*rows, *labels, line(starts=True)))[-3:] == [
        ("table", "Lark 0.0 0.1 0.2\nLark 0.1 0.2 0.3\nLark 0.2 0.3 0.4"),
        ("figure", "accuracy\nepochs"),
        ("paragraph", TEXT[0]),
    ]


def test_an_algorithm_is_a_listing_and_no_table() -> None:
    box = [
        line(text, x1=200, part="float", kind="table")
        for text in ("Algorithm 1 Flight", "for each bird do", "return the nest")
    ]
    table = line("Lark | 3", x1=100, part="float", kind="table")
    assert blocks(page(*box, line(starts=True), short(), table))[-4:] == [
        ("caption", "Algorithm 1 Flight"),
        ("listing", "for each bird do return the nest"),
        ("paragraph", f"{TEXT[0]} and so it ends."),
        ("table", "Lark | 3"),
    ]


def test_numbers_along_an_axis_are_a_figures_and_a_row_of_numbers_is_a_tables() -> None:
    ticks, row = line("0 20 40.5 60", x1=200), line("0.5 0.3 0.9 7", x1=200)
    assert kinds(page(ticks, row, line(starts=True), short()))[-3:] == [
        "figure",
        "table",
        "paragraph",
    ]


def test_a_row_with_its_label_in_a_figure_is_a_tables() -> None:
    row = line("Lark (4 layer) 29M 1.49 60.2 ± 5.7", x1=200, part="float", kind="figure")
    axis = line("60 Lark 70 80 90", x1=200, part="float", kind="figure")
    assert kinds(page(row, axis, line(starts=True), short()))[-3:] == [
        "table",
        "figure",
        "paragraph",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Image 112 223 334 445", "figure"),
        ("short long 0.0M 0.5M 1.0M 0k 20k 40k", "figure"),
        ("Lark (774M) Wren (6B) Rook (175B)", "figure"),
        ("Lark 61.4 62.5 70.1", "table"),
        ("Lark 1 2 3 5", "table"),
        ("Lark 3 2 1", "table"),
    ],
)
def test_a_name_with_even_steps_in_a_figure_is_of_its_axis(text: str, kind: str) -> None:
    row = line(text, x1=200, part="float", kind="figure")
    assert kinds(page(row, line(starts=True), short()))[-2:] == [kind, "paragraph"]


def test_a_long_row_of_names_in_a_figures_region_is_its_legend() -> None:
    legend = line("Lark (6.7B)", 700, letters=60, cells=5)
    (told,) = blocks_of.with_labels([legend], [Box(0, 600, 500, 750)])
    assert told.kind == "figure"


def test_labels_in_a_figures_region_are_the_figures_and_text_is_not() -> None:
    region = Box(0, 600, 500, 750)
    label = line("accuracy", 700, x1=90.0)
    lines = [
        label,
        label._replace(part="float", kind="table"),  # a table's caption stands above
        label._replace(y=500),
        label._replace(text="accuracy | 3"),
        label._replace(kind="caption"),
        line(y=700, letters=60),
        Line("accuracy"),
    ]
    told = [one.kind for one in blocks_of.with_labels(lines, [region])]
    assert told == ["figure", "figure", "", "", "caption", "", ""]


def test_a_sentence_goes_on_behind_labels_that_were_taken_for_text() -> None:
    region = Box(0, 600, 500, 690)
    label, caption = line("accuracy.", 680, x1=90.0), line(y=590, part="float", kind="caption")
    rest = line(TEXT[1], 570, starts=True)

    def starts(*lines: Line) -> bool:
        return blocks_of.with_labels([line(y=700), *lines], [region])[-1].starts

    assert not starts(label, caption, rest)
    assert starts(label, caption, rest._replace(text="Here it begins"))
    assert starts(caption, rest)


def test_what_is_no_text_does_not_go_on_with_a_paragraph() -> None:
    caption = line("Figure 1: The larks and", part="float", kind="caption")
    label = line("accuracy", x1=90.0, part="float", kind="figure")
    assert blocks(page(line(starts=True), short(), caption, label))[-2:] == [
        ("caption", "Figure 1: The larks and"),
        ("figure", "accuracy"),
    ]


def test_a_footnote_a_notice_and_a_label_that_is_turned_are_told() -> None:
    note = line("1 We thank the birds.", x1=150, part="note")
    label = line("accuracy", x1=90, part="aside", angle=90)
    notice = short("Published at the Conference of Birds.", kind="notice", starts=True)
    assert kinds([*page(notice, short(starts=True)), note, label])[-4:] == [
        "notice",
        "paragraph",
        "footnote",
        "figure",
    ]


def test_entries_of_the_references_are_references_and_what_stands_between_them_is_not() -> None:
    entries = [
        line(f"[{n}] A. Lark. Of birds. 200{n}, 1, 2, 3, 4.", x1=200, starts=True) for n in range(3)
    ]
    heading = line("References", bold=True, x1=120)
    caption = line("Figure 1: A bird.", x1=150, part="float", kind="caption")
    assert kinds(page(line(), short(), heading, *entries, caption))[-5:] == [
        "heading",
        *["reference"] * 3,
        "caption",
    ]


def test_a_long_paragraph_in_front_of_the_first_heading_is_prose() -> None:
    address = short("Nest Road 3, Larktown", starts=True)
    text = [line(TEXT[at % 2]) for at in range(5)]
    assert kinds(under(address, *text, short()))[:2] == ["front", "paragraph"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("It is known that larks sing and that wrens have nests with eggs.", "paragraph"),
        (
            "Department of Birds, University of Northwick, Nest Road 3, Larktown, Lark Land.",
            "front",
        ),
        ("It is that which it was.", "front"),
    ],
)
def test_a_short_paragraph_in_front_is_prose_where_it_reads_as_a_sentence(
    words: str, kind: str
) -> None:
    assert kinds(under(short(words, starts=True), *FRONT, line(), short()))[0] == kind


def test_blocks_make_up_a_text_of_many_pages() -> None:
    made = assemble([page(line("goes on to the next of the pag-"), line())] * 3)
    assert [start for _, start, _ in made.blocks] == [0, *(end for *_, end in made.blocks[:-1])]
    assert made.blocks[-1].end == len(made.text)


def test_a_bold_line_by_itself_is_a_heading_though_no_section_begins_with_it() -> None:
    bold = line("On the Larks", bold=True, x1=120.0, starts=True)
    label = line("accuracy", x1=90.0, part="float", kind="figure")
    assert blocks(page(bold, label, line(), short()))[-3:] == [
        ("heading", "On the Larks"),
        ("paragraph", f"{TEXT[0]} and so it ends."),
        ("figure", "accuracy"),
    ]


@pytest.mark.parametrize(
    "one",
    [
        line("On the Larks of all", bold=True, starts=True),  # full
        line("On the Larks.", bold=True, x1=120.0, starts=True),
        line("larks and wrens", bold=True, x1=120.0, starts=True),
        line("On the Larks", bold=True, x1=120.0, starts=True, cells=2),
        line("On the Larks", bold=True, x1=120.0),  # within a paragraph
        line("On the Larks", x1=120.0, starts=True),
    ],
)
def test_a_line_that_is_no_heading_stays_in_its_paragraph(one: Line) -> None:
    assert kinds(page(line(), one, line(), short())).count("heading") == 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("RQ1 When do larks sing?", "list item"),
        ("Q2: When do larks sing?", "list item"),
        ("Q1 = 3 is what the larks sing", "paragraph"),
        ("GPT3 sings", "paragraph"),
    ],
)
def test_a_numbered_question_is_an_item_of_a_list(text: str, kind: str) -> None:
    assert blocks_of.of_prose(text) == kind


def test_numbers_under_each_other_are_a_drawings_and_a_heading_behind_them_is_one() -> None:
    numbers = [short(text, letters=0) for text in ("27 8", "35", "50", "29 16")]
    heading = line("2 Of Birds", bold=True, x1=120)
    assert blocks(page(line("so:", x1=60, letters=2), *numbers, heading, line(), short()))[-4:] == [
        ("paragraph", "so:"),
        ("figure", "27 8 35 50 29 16"),
        ("heading", "2 Of Birds"),
        ("paragraph", f"{TEXT[0]} and so it ends."),
    ]


def test_one_number_by_itself_is_no_drawing() -> None:
    assert kinds(page(line(), short("27 8.", letters=0))).count("figure") == 0


def test_the_heading_of_keywords_is_a_heading() -> None:
    front = [*FRONT, line(), short(), line("CCS CONCEPTS", x1=120), short("• Birds → Larks.")]
    assert blocks(under(*front, HEADING, line(), short()))[3:5] == [
        ("heading", "CCS CONCEPTS"),
        ("front", "• Birds → Larks."),
    ]


def test_references_without_a_heading_begin_a_block_though_their_paragraph_goes_on() -> None:
    entries = [short(f"[{n}] W. Wren, A {n}th lark, 19{60 + n}.") for n in range(2, 9)]
    first = short("We thank all. [1] A. Lark, Of birds, Birds 5 (1950).")
    made = blocks(page(*[line(), short()] * 9, line(starts=True), first, *entries))
    assert ("reference", "[1] A. Lark, Of birds, Birds 5 (1950).") in made
    assert made[-1][0] == "reference"


def test_citations_and_a_sentences_last_numbers_are_no_row() -> None:
    cited = short("nests [26, 35, 46] and woods [1, 6, 13, 34, 50].")
    assert kinds(page(line(starts=True), cited))[-1] == "paragraph"
    last = short("4983, 2019. 3", letters=0)
    assert kinds(page(line(starts=True), last))[-1] == "paragraph"
    ended = line(TEXT[0] + ".", starts=True)
    assert kinds(page(ended, last, line(starts=True), short()))[-2:] == ["table", "paragraph"]


def stretched(gap: float) -> Line:
    """Give a full line of five words with gaps between them."""
    width, words = (240 - 4 * gap) / 5, "Many other works say so".split()
    cells = tuple(
        Cell(word, 50 + at * (width + gap), 50 + at * (width + gap) + width)
        for at, word in enumerate(words)
    )
    return line(" ".join(words), cells=5, parts=cells)


def test_a_line_that_is_stretched_in_a_narrow_column_is_text() -> None:
    assert kinds(page(line(starts=True), stretched(14), line(), short()))[-1] == "paragraph"
    assert "table" in kinds(page(line(starts=True), stretched(34), line(), short()))
    assert "table" in kinds(page(line(starts=True), stretched(14)))


@pytest.mark.parametrize("mark", ["† is a lark", "∗is a wren", "Note: all are birds", "Notes. All"])
def test_notes_below_a_table_are_of_it(mark: str) -> None:
    rows = [line(f"Lark | {n} | 2", part="float", kind="table") for n in range(2)]
    notes = [line(f"{mark} and so on to the end of the line"), short("of it.")]
    found = kinds(under(*page(), *rows, *notes))
    assert found[-1] == "table"
    far = [*under(*page(), *rows), *under(*notes, y=400)]
    assert kinds(far)[-1] == "paragraph"
    below = under(line(), line(), y=500)
    assert kinds([*under(*page(), *rows, *notes), *below])[-2:] == ["table", "paragraph"]


def test_other_text_below_a_table_is_text() -> None:
    rows = [line(f"Lark | {n} | 2", part="float", kind="table") for n in range(2)]
    assert kinds(under(*page(), *rows, line(), short("† is a lark.")))[-1] == "paragraph"


def test_a_long_bold_line_in_the_middle_heads_a_paragraph() -> None:
    wide = line("Birds of the Wood and of the Field", bold=True, x0=65.0, x1=275.0, starts=True)
    assert kinds(page(wide, line()))[-2:] == ["heading", "paragraph"]
    assert kinds(page(wide._replace(x0=50.0), line()))[-2:] != ["heading", "paragraph"]
