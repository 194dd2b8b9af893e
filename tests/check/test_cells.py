"""Numbers and the cells that they stand in."""

from __future__ import annotations

import pytest

from pipeline.check.claims import check
from pipeline.records.paper_text import PaperText, Table, TableCell, TableRow
from pipeline.records.report import Finding
from tests.support.checked import BARE
from tests.support.records import draft, paper_text

QUOTE = "We have it in this paper"
Made = tuple[str, tuple[str, ...], list[tuple[str, ...]]]
"""A table's caption, heads and rows."""
SPEED: Made = (
    "Table 1: Speed on the val set, on Pixel-1 and Pixel-2.",
    ("Reader", "Top-1", "P-1", "P-2", "Params (M)"),
    [("Lark", "61.4", "15.5", "14.9", "3.22"), ("Finch V3 [5]", "63.0", "16.7", "15.6", "0.51"),
     ("Finch V3-Small", "58.2", "11.1", "10.7", "0.47")],
)  # fmt: skip
TEST: Made = (
    "Table 2: Speed on the test set.",
    ("Reader", "Top-1"),
    [("Lark", "60.1"), ("Finch V3", "62.2")],
)


def paper(*tables: Made, more: str = "", made_out: bool = True) -> PaperText:
    """Give a paper with tables, and what it says more than its quote."""
    text = f"Abstract\n{QUOTE}.{more}\n"
    made = []
    for caption, heads, rows in tables:
        start = len(text)
        text += caption + "\n" + " ".join(heads) + "\n"
        found = []
        for row in rows:
            cells = []
            for cell in row:
                cells.append(TableCell(text=cell, start=len(text), end=len(text) + len(cell)))
                text += cell + " | "
            text = text.removesuffix(" | ") + "\n"
            found.append(TableRow(label=row[0], cells=tuple(cells)))
        made.append(Table(
            label=caption.split(":")[0], pages=(1,), start=start, end=start + len(caption),
            heads=heads, rows=tuple(found), made_out=made_out,
        ))  # fmt: skip
    return paper_text(text).model_copy(update={"text": text, "tables": tuple(made)})


def marks(said: str, text: PaperText) -> list[Finding]:
    report = check(draft(said, (QUOTE, 1)), BARE, text)
    return [f for f in report.findings if f.where == "point 1" and f.severity == "doubt"]


def told(said: str, text: PaperText | None = None) -> list[str]:
    return [finding.words for finding in marks(said, text or paper(SPEED, TEST))]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Lark 的 Top-1 为 61.4", []),
        ("Lark 的 Top-1 为 63.0", ["63.0 … Lark"]),
        ("Finch V3 reaches 61.4", ["61.4 … Finch V3 [5]"]),
        ("FinchV3 上 61.4", []),  # no word of a label by itself
        ("Finch V3-Small reaches 63.0", ["63.0 … Finch V3-Small"]),
        ("Finch V3-Small reaches 58.2", []),
        ("It reaches 63.0", []),
        ("far below the 61.4 of Finch V3", ["61.4 … Finch V3 [5]"]),
        ("far below the 61.4 of Lark", []),
        ("It takes 16.7 (P-1) and 15.6 (P-2) of Finch V3", []),
        ("It takes 15.6 (P-1) and 16.7 (P-2) of Finch V3", ["15.6 … P-1", "16.7 … P-2"]),
        ("far below Finch V3's 61.4", ["61.4 … Finch V3 [5]"]),
        ("the best one has 63.0 (Lark)", ["63.0 … Lark"]),
        ("the best one has 63.0 (Lark 61.4)", []),
        ("Finch V3 的 63.0 高于 Lark", []),
        ("三个下降：Finch V3、Lark 都是（P-2 15.6 到 14.9）", []),
        ("Lark 从 58.2 升到 61.4", []),  # what is named has its own number beside it
        ("与 Lark 相比，达到 63.0 的是 Finch", []),
        ("Finch V3 高于 Lark 的 58.2", ["58.2 … Lark"]),
        ("比 Lark 提升到 63.0 的 Finch", []),
    ],
)
def test_a_number_is_of_the_row_that_it_stands_in(said: str, words: list[str]) -> None:
    assert told(said) == words


def test_a_table_that_is_named_is_the_one_that_tells() -> None:
    other: Made = ("Table 3: Weight of eggs.", ("Bird", "Grams"), [("Wren", "63.0")])
    text = paper(SPEED, TEST, other)
    assert told("Lark reaches 63.0", text) == []
    assert told("In Table 1 Lark reaches 63.0", text) == ["63.0 … Lark"]
    assert told("表 1 中 Lark 的 Top-1 为 63.0", text) == ["63.0 … Lark"]
    assert told("In Table 3 Wren has 63.0", text) == []


def test_a_label_that_is_part_of_anothers_is_told_from_it_right_before_its_number() -> None:
    table: Made = (
        "Table 1: Ranks.",
        ("Way", "BLEU"),
        [("LARK-S (no refs)", "51.2"), ("RefLARK-S", "53.0")],
    )
    text = paper(table)
    assert told("Table 1, ranks: LARK-S (no refs): BLEU 51.2.", text) == []
    assert told("Table 1, ranks: LARK-S (no refs): BLEU 53.0.", text) == ["53.0 … LARK-S (no refs)"]
    assert told("RefLARK-S reaches 53.0", text) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Lark 在 Pixel-1 上的延迟为 15.5 ms", []),
        ("Lark 在 Pixel-1 上的延迟为 14.9 ms", ["14.9 ms … P-1"]),
        ("Lark 在 Pixel-2 上的延迟为 14.9 ms", []),
        ("Lark 的 Top-1 为 61.4，P-2 为 15.5", ["15.5 … P-2"]),
        ("Lark: Top-1 61.4, 15.5 on P-1 and 14.9 on P-2", []),
        ("Lark: Top-1 61.4, 14.9 on P-1 and 15.5 on P-2", ["14.9 … P-1", "15.5 … P-2"]),
        ("Lark 61.4 at 3.22M parameters", []),  # the column named is another number's own
    ],
)
def test_a_number_is_of_the_column_that_it_stands_in(said: str, words: list[str]) -> None:
    assert told(said) == words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Lark 有 3.22M 参数", []),
        ("Lark 有 322万参数", []),
        ("Lark 有 3.22M Top-1", ["3.22M … Top-1"]),
        ("Lark 有 3.23M 参数", ["3.23M"]),
    ],
)
def test_a_cell_may_have_its_scale_in_the_head(said: str, words: list[str]) -> None:
    assert told(said) == words


def test_a_caption_may_say_the_scale_that_a_rounded_number_has() -> None:
    millions: Made = (
        "Table 3: Number of parameters (in millions).", ("Network", "A", "B"),
        [("Parameters", "133", "144")],
    )  # fmt: skip
    assert told("参数超过 1.3 亿", paper(millions)) == []
    assert told("参数超过 1.5 亿", paper(millions)) == ["1.5 亿"]
    assert told("图片超过 1.3 亿", paper(millions, more=" It has 1.3M images.")) == ["1.3 亿"]


def test_a_difference_is_to_a_row_that_the_sentence_names() -> None:
    def of_quoted(said: str) -> list[str]:
        report = check(draft(said, ("Lark 61.4 15.5 14.9", 1)), BARE, paper(SPEED))
        return [f.words for f in report.findings if f.where == "point 1" and f.severity == "doubt"]

    assert of_quoted("Lark 的 Top-1 为 61.4，比 Finch V3-Small 高 3.2 个点、低 1.70") == ["1.70"]
    assert of_quoted("Lark 的 Top-1 为 61.4，比 Finch V3-Small 高 5.2 个点") == ["5.2"]


def test_digits_that_the_paper_has_in_another_scale_are_not_a_cells() -> None:
    assert told("省下 3.22M 步", paper(SPEED)) == []
    assert told("省下 3.22M 步", paper(SPEED, more=" It saves 32.2 million steps")) == ["3.22M"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Lark reaches 61.4 on the val set", []),
        ("Lark reaches 61.4 on the test set", ["61.4 … Table 2 (test)"]),
        ("Lark 在测试集上为 60.1", []),
        ("Lark 在验证集上为 60.1", ["60.1 … Table 1 (val)"]),
    ],
)
def test_a_number_is_of_the_split_that_its_caption_names(said: str, words: list[str]) -> None:
    assert told(said) == words


@pytest.mark.parametrize(
    "said",
    [
        "比 Lark 好，达到 63.0",
        "与 Lark 相比，Top-1 升到 63.0",
        "Built from Lark, the new reader reaches 63.0",
        "Lark 已经不错，我们的方法达到 63.0",
        "Finch V3 is 1.6 points ahead of Lark (63.0 against 61.4)",
        "Finch V3 比 Lark 高（63.0 对 61.4）",
        "Against Finch V3 it gains on P-1 (15.5 against 16.7), not on Top-1 (61.4 against 63.0)",
        "It trails Lark on P-1, but wins with 15.6 on P-2",
        "虽然 Lark 更大，P-2 上却是 15.6",
        "达到 63.0 的不是 Lark",
    ],
)
def test_what_a_thing_is_compared_with_or_made_of_owns_no_number(said: str) -> None:
    assert told(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "Lark gets 61.4, 15.5 and 14.9 on Top-1, P-1 and P-2, all at once",
        "Lark 和 Finch V3 的 Top-1 为 61.4 和 63.0",
        "Lark 的 P-1 与 P-2 为 15.5 / 14.9",
    ],
)
def test_lists_of_names_and_numbers_are_read_in_turn(said: str) -> None:
    assert told(said) == []


def test_a_word_of_the_sentence_makes_no_longer_name_of_a_row() -> None:
    assert told("With small pages, Finch V3 reaches 63.0") == []
    assert told("With small pages, Finch V3-Small reaches 63.0") == ["63.0 … Finch V3-Small"]


def test_a_number_that_the_text_gives_for_the_name_is_its_own() -> None:
    said = "Lark reaches 63.0"
    assert told(said) == ["63.0 … Lark"]
    assert told(said, paper(SPEED, more=" Lark has been seen at 63.0.")) == []
    far = " It has been seen at 63.0. So it is. So it is. So it is"
    assert told(said, paper(SPEED, more=far)) == ["63.0 … Lark"]


def test_a_table_that_is_not_made_out_and_a_row_without_label_prove_nothing() -> None:
    assert told("Lark reaches 63.0", paper(SPEED, made_out=False)) == []
    nameless: Made = (SPEED[0], SPEED[1], [SPEED[2][0], ("", "63.0", "1.5", "1.4", "0.5")])
    assert told("Lark reaches 63.0", paper(nameless)) == []


def test_things_and_numbers_in_turn_are_left_alone() -> None:
    assert told("Lark 与 Finch V3 的 Top-1 分别为 61.4 和 63.0") == []


def test_a_contradiction_says_what_the_named_cell_has() -> None:
    (finding,) = marks("Lark 的 Top-1 为 63.0", paper(SPEED, TEST))
    assert (finding.kind, finding.reason) == ("pair", "contradicted")
    assert finding.message == "63.0 is of another cell than Lark; the paper has 61.4 on p. 1"


def test_what_the_named_cell_has_is_of_the_column_that_stands_at_the_number() -> None:
    ranks: Made = (
        "Table 3: Ranks.",
        ("Reader", "TealSet", "WrenSet"),
        [("Lark", "33.8", "53.5"), ("Finch", "26.8", "39.8")],
    )
    said = "Table 3, Ranks: Lark: TealSet 39.8, WrenSet 53.5; Finch: TealSet 26.8, WrenSet 39.8."
    finding = next(one for one in marks(said, paper(ranks)) if one.words.startswith("39.8"))
    assert finding.message == "39.8 is of another cell than Lark; the paper has 33.8 on p. 1"


# ── arithmetic on rows ──


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Lark 比 Finch V3 低 1.6 个点", []),
        ("Lark 比 Finch V3 低 2.6 个点", ["2.6"]),
        ("从 Lark 的 61.4 到 Finch V3 的 63.0，P-1 多 1.2", []),
        ("从 Lark 的 61.4 到 Finch V3 的 63.0，P-1 多 1.9", ["1.9"]),
    ],
)
def test_rows_that_a_sentence_names_make_its_numbers(said: str, words: list[str]) -> None:
    assert told(said) == words


def test_a_head_may_have_the_first_letter_of_the_word_before_its_last() -> None:
    kinds: Made = ("Table 3: Scores.", ("Reader", "F1", "KF1"), [("Lark", "15.1", "26.0")])
    text = paper(kinds, more=" Knowledge F1 is of words")
    assert told("Lark 的 Knowledge F1 为 26.0", text) == []
    assert told("Lark 的 F1 为 26.0", text) == ["26.0 … F1"]
