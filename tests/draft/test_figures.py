"""Which figures an entry shows: those that its drafter names, as the paper has them."""

from __future__ import annotations

import pytest

from pipeline.draft import figures
from pipeline.records.draft import Drafted, NamedFigure
from pipeline.records.paper_text import (
    Block,
    Figure,
    LineBox,
    PaperText,
    Table,
    TableCell,
    TableRow,
)
from tests.support import records

PLACES: dict[str, float] = {"x0": 50, "y0": 500, "x1": 250, "y1": 600}


def figure(label: str, caption: str = "", page: int = 1, **places: float) -> Figure:
    return Figure(page=page, label=label, caption=f"{label}{caption}", **{**PLACES, **places})


def paper(*found: Figure) -> PaperText:
    return records.paper_text("Words of the paper.").model_copy(update={"figures": found})


def drafted(*labels: str, asked: bool = True) -> Drafted:
    named = tuple(NamedFigure(label=label, reason=f"as {label}") for label in labels)
    made = records.draft().model_copy(update={"figures": named})
    return Drafted(draft=made, drafter="a-model", asked_for_figures=asked)


def shown(choice: figures.Choice) -> list[str]:
    return [one.name for one in choice.figures]


@pytest.mark.parametrize(("label", "caption", "name", "alternative"), [
    ("Figure 3", ": An overview. And more.", "figure-3.png", "Figure 3: An overview."), ("Fig. 1", ". U-net architecture (a). The rest.", "figure-1.png", "Figure 1: U-net architecture (a)."),
    ("Fig.2", "", "figure-2.png", "Figure 2"), ("FIG. 12", " | The birds", "figure-12.png", "Figure 12: The birds"),
    ("图 3", "：整体框架。其次", "figure-3.png", "Figure 3: 整体框架。"), ("Figure S1", ": x", "figure-s1.png", "Figure S1: x"), ("Figure A.2", ": x", "figure-a-2.png", "Figure A.2: x"),
])  # fmt: skip
def test_a_figure_is_offered_by_its_name_and_its_captions_first_sentence(
    label: str, caption: str, name: str, alternative: str
) -> None:
    (found,) = figures.offered(paper(figure(label, caption)))
    assert (found.name, found.alternative) == (name, alternative)
    assert found.region == (47, 497, 253, 603)


def test_a_caption_of_one_endless_sentence_is_cut_between_words() -> None:
    (found,) = figures.offered(paper(figure("Figure 1", ": " + "words of it " * 100)))
    assert len(found.alternative) < 220
    assert found.alternative.endswith((" words …", " of …", " it …"))


def test_what_has_no_number_or_is_an_icon_is_not_offered_and_of_two_with_one_name_the_first() -> (
    None
):
    text = paper(
        figure("Figure", ": x"),
        figure("Figure 1", ": icon", x1=60),
        figure("Figure 2", ": first"),
        figure("Fig. 2", ": second"),
    )
    assert [one.alternative for one in figures.offered(text)] == ["Figure 2: first"]


@pytest.mark.parametrize(
    "named", ["Figure 2", "Fig. 2", "fig.2", "图2", "2", "Figure 2(b)", "FIGURE 2a"]
)
def test_the_named_figure_is_found_however_it_is_named(named: str) -> None:
    text = paper(figure("Figure 1", ": An overview"), figure("Fig. 2", ". x"))
    choice = figures.choose(drafted(named), text, 1)
    assert (shown(choice), choice.missing) == (["figure-2.png"], ())
    assert choice.figures[0].reason == f"as {named}"


def test_they_are_shown_in_the_drafters_order_once_each_and_no_more_than_wanted() -> None:
    text = paper(*(figure(f"Figure {n}") for n in (1, 2, 3)))
    assert shown(figures.choose(drafted("Figure 3", "Figure 1"), text, 2)) == [
        "figure-3.png",
        "figure-1.png",
    ]
    assert shown(figures.choose(drafted("Figure 3", "Fig. 3"), text, 2)) == ["figure-3.png"]
    assert shown(figures.choose(drafted("Figure 3", "Figure 1"), text, 1)) == ["figure-3.png"]
    assert figures.choose(drafted("Figure 3", "Figure 9"), text, 0) == ((), ())


def test_one_that_the_paper_has_not_is_named_as_missing() -> None:
    choice = figures.choose(drafted("Table 1", "nonsense"), paper(figure("Figure 1")), 2)
    assert choice == ((), ("Table 1", "nonsense"))


@pytest.mark.parametrize(("caption", "found"), [
    (": Overview of it.", True), (": Our framework", True), (": Model Architectures.", True), ("：总体架构图", True), (": F1. An overview is in the text.", False), (": Accuracy", False),
])  # fmt: skip
def test_without_a_name_it_is_the_first_whose_caption_says_that_it_is_an_overview(
    caption: str, found: bool
) -> None:
    text = paper(figure("Figure 1", ": Results"), figure("Figure 2", caption))
    assert shown(figures.choose(drafted(asked=False), text, 2)) == ["figure-2.png"] * found


def test_who_was_asked_and_named_none_wants_none() -> None:
    text = paper(figure("Figure 1", ": Overview"))
    assert shown(figures.choose(drafted(), text, 1)) == []


# ── tables ──


def with_table(*, made_out: bool = True, pages: tuple[int, ...] = (1,)) -> PaperText:
    """Give a paper with a table of a head and a row, between its caption and the text."""
    text = records.of_blocks(
        ("caption", "Table 1: Birds by wood.\n"),
        ("table", "wood | birds\noak | 12\n"),
        ("paragraph", "The text goes on.\n"),
    )
    rows, at = [], 0
    for n, line in enumerate(text.text.splitlines()):
        rows.append(
            LineBox(
                start=at, end=at + len(line), x0=100, y0=700 - 12 * n, x1=200 + n, y1=710 - 12 * n
            )
        )
        at += len(line) + 1
    start = text.text.index("12")
    cell = TableCell(text="12", start=start, end=start + 2)
    table = Table(
        label="Table 1", pages=pages, start=0, end=23, heads=("wood", "birds"),
        rows=(TableRow(label="oak", cells=(cell,)),), made_out=made_out,
    )  # fmt: skip
    return text.model_copy(update={"lines": tuple(rows), "tables": (table,)})


def test_a_table_is_cut_out_by_the_lines_of_its_heads_and_rows() -> None:
    (found,) = figures.offered(with_table())
    assert (found.name, found.alternative) == ("table-1.png", "Table 1: Birds by wood.")
    assert found.region == (96, 670, 206, 700)  # the caption's line ends at 700


def turned(*words: str, x: float = 120, y: float = 693) -> PaperText:
    """Give the paper with a table, with turned words that stand side by side on its page."""
    text = with_table()
    at = len(text.text)
    lines = list(text.lines)
    for n, word in enumerate(words):
        left = x + 20 * n
        lines.append(LineBox(start=at, end=at + len(word), x0=left, y0=y, x1=left + 8, y1=y + 40))
        at += len(word)
    pages = (text.pages[0].model_copy(update={"end": at}),)
    whole = text.text + "".join(words)
    blocks = (*text.blocks, Block(kind="figure", start=len(text.text), end=at))
    return text.model_copy(
        update={"text": whole, "pages": pages, "lines": tuple(lines), "blocks": blocks}
    )


@pytest.mark.parametrize(
    ("text", "top"),
    [
        (turned("owls", "wrens"), 739),
        (turned("owls"), 700),
        (turned("owls", "wrens", x=220), 700),
        (turned("owls", "wrens", y=725), 700),
    ],
)
def test_turned_heads_that_stand_on_a_table_are_of_it(text: PaperText, top: float) -> None:
    (found,) = figures.offered(text)
    assert found.region[3] == top


def test_one_that_is_not_made_out_or_goes_over_pages_is_not_offered() -> None:
    assert figures.offered(with_table(made_out=False)) == ()
    assert figures.offered(with_table(pages=(1, 2))) == ()


def test_an_overview_is_no_table() -> None:
    text = with_table()
    table = text.tables[0].model_copy(update={"start": 0, "end": 0, "label": "Table 1"})
    assert figures.choose(
        drafted(asked=False), text.model_copy(update={"tables": (table,)}), 1
    ) == ((), ())
