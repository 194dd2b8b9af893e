"""Numbers that a paper has, has otherwise, and has not."""

from __future__ import annotations

import pytest

from pipeline.check.claims import check
from pipeline.records.paper_text import Block, Figure
from tests.support.checked import BARE, TEXT, doubts, found, marked, reasons, words
from tests.support.records import PAPER, draft, of_blocks, paper_text


@pytest.mark.parametrize(
    "text",
    [
        "27M sentences", "27 million 个句子", "2700万个句子", "0.27亿个句子", "3200篇", "3,200篇", "1.3B 参数", "13亿参数", "61.4 F1", "up to 8 notes",
        "2个部分", "GPT-27 ", "ResNet-9999",
    ],
)  # fmt: skip
def test_a_quantity_counts_however_it_is_written(text: str) -> None:
    assert [f for f in doubts(text) if f.kind == "number"] == []


@pytest.mark.parametrize(
    "text", ["28M sentences", "27B", "27亿", "3.2亿", "24亿张", "61.3", "614", "13亿张和14亿张"]
)
def test_a_number_that_the_paper_does_not_have_is_marked(text: str) -> None:
    assert any(f.kind == "number" for f in doubts(text))


def test_the_nearest_number_is_named_with_its_page() -> None:
    (found,) = doubts("达到 614 F1")
    assert (found.words, found.nearest, found.page) == ("614", "61.4", 1)


@pytest.mark.parametrize(
    ("said", "paper", "fine"),
    [
        ("45%", "45 percent", True),
        ("0.45", "45%", True),
        ("45%", "0.45 of all", False),
        ("45.1%", "0.451 of all", True),
        ("45.1%", "0.452 of all", False),
        ("45%", "45 tasks", False),
        ("45%", "in the row\nSparrow 45 46.1 47.2\nof", True),
    ],
)
def test_a_percentage_is_a_share_only_where_the_paper_says_percent(
    said: str, paper: str, fine: bool
) -> None:
    assert (words(said, f"Abstract\nIt was {paper} of them.") == []) == fine


@pytest.mark.parametrize(
    ("said", "paper"),
    [
        ("2700万", "27M"),
        ("0.27亿", "27 million"),
        ("27M", "2700万"),
        ("27 million", "0.27亿"),
        ("2.7千万", "27,000,000"),
        ("27百万", "27M"),
        ("1.5万", "15k"),
        ("1万亿", "1 trillion"),
        ("1.3B", "1.3 billion"),
        ("2,400", "2400"),
        ("2400", "2,400"),
        ("2.4k", "2,400"),
        ("61.40", "61.4"),
        (".5", "0.5"),
        ("12个", "twelve of them"),
        ("0个", "Zero of them"),
        ("5", "５"),
        ("45％", "45 percent"),
        ("4.5个百分点", "4.5%"),
        ("45", "45%"),
        ("0.045", "4.5%"),
        ("10–20", "10-20"),
        ("13到15", "13~15"),
        ("第1,2,3层", "layers 1, 2, 3"),
        ("3,4", "3 and 4"),
        ("84.6 mAP", "84.6mAP"),
        ("84.6mAP", "84.6 mAP"),
        ("8*7B", "8 * 7B"),
        ("240 MeV", "0.24 GeV"),
        ("（约 19）个", "19"),
    ],
)
def test_one_quantity_in_two_spellings_is_one(said: str, paper: str) -> None:
    assert marked(said, paper) == []


@pytest.mark.parametrize(
    ("said", "paper", "words"),
    [
        ("2700万", "27B", ["2700万"]),
        ("2.7亿", "27M", ["2.7亿"]),
        ("24亿", "24M", ["24亿"]),
        ("27", "27M sentences", ["27"]),
        ("27M", "27 of them", ["27M"]),
        ("45%", "0.45", ["45%"]),
        ("0.46", "45%", ["0.46"]),
        ("2,400", "2,401", ["2,400"]),
        ("1,000", "1 and 000", ["1,000"]),
        ("123", "1,2,3", ["123"]),
        ("61.4", "61 and 4", ["61.4"]),
        ("614", "61.4", ["614"]),
        ("13和15", "13", ["15"]),
        ("（约 19）个", "18", ["19"]),
        ("0.1 Hz", "0.1 mHz", ["0.1 Hz"]),
        ("94.1", "9 and 4.1", ["94.1"]),
        ("7", "70 and 17 and 0.7", ["7"]),
    ],
)
def test_another_quantity_is_marked(said: str, paper: str, words: list[str]) -> None:
    assert marked(said, paper) == words


@pytest.mark.parametrize(
    ("said", "paper", "nearest"),
    [
        ("125", "1 and 1250", "1250"),
        ("61.9", "61.4", ""),
        ("0.0015", "0.15", "0.15"),
        ("24亿", "24M", "24M"),
        ("100", "7", ""),
    ],
)
def test_the_nearest_number_has_the_same_digits(said: str, paper: str, nearest: str) -> None:
    report = check(
        draft(said, ("We have it in this paper", 1)),
        BARE,
        paper_text(f"Abstract\nWe have it in this paper. {paper}"),
    )
    found = next(finding for finding in report.findings if finding.kind == "number")
    assert found.nearest == nearest
    assert found.message == f"{said} is not in the paper" + (
        f"; the paper has {nearest} on p. 1" if nearest else ""
    )


# ── near its quote ──

FAR = "Nothing of that kind is said in these words of no use at all. " * 30
"""More than a paragraph between a quote and what comes after."""


@pytest.mark.parametrize(
    ("said", "paper", "told"),
    [
        ("达到 61.4", "It is 61.4.", []),
        ("达到 61.4", FAR + "Larks weigh 61.4.", [("number", "apart", "note")]),
        ("LongRead 达到 61.4", FAR + "On LongRead it is 61.4.", [("number", "apart", "note")]),
        ("达到 61.4", "It is 61.4. " + FAR + "It is 61.4 again.", []),
        ("用了 7 层", FAR + "There are 7 of them.", [("number", "apart", "note")]),
        ("共 8 和 17B", FAR + "There are 8 of them. Larks weigh 17B.",
         [("number", "apart", "note"), ("number", "apart", "note")]),
        ("用了 17 层", FAR + "There are 17 of them.", [("number", "apart", "note")]),
        ("共 8×17B", FAR + "There are 8 of them. Larks weigh 17B.",
         [("number", "apart", "note"), ("number", "apart", "note")]),
    ],
)  # fmt: skip
def test_a_number_far_from_its_quote_is_told_and_no_mark(
    said: str, paper: str, told: list[tuple[str, str, str]]
) -> None:
    assert [one for one in reasons(said, paper) if one[0] == "number"] == told


def test_a_far_number_is_told_with_the_page_that_has_it_with_the_points_words() -> None:
    pages = (FAR + "Larks weigh 61.4.", "On LongRead it is 61.4.")
    (finding,) = found("LongRead 达到 61.4", *pages)
    assert finding.message == "61.4 is not in or near its quote; p. 2 has it"
    assert finding.page == 2


def test_what_rests_on_no_quote_has_its_numbers_anywhere() -> None:
    made = draft("好", ("We have it in this paper", 1))
    made = made.model_copy(
        update={"verdict": made.verdict.model_copy(update={"text": "达到 61.4 而非 62.5"})}
    )
    text = paper_text(f"Abstract\nWe have it in this paper. {FAR}Larks weigh 61.4.")
    assert [finding.words for finding in check(made, BARE, text).findings] == ["62.5"]


# ── a share ──


@pytest.mark.parametrize(
    ("said", "paper", "told"),
    [
        ("45%", "It was 45 of them and 45 percent of these.", []),
        ("45%", "It was 45 of them.", ["45%"]),
        ("45% letters", "It was 45 letters, and 45% of the birds.", ["45%"]),
        ("45% letters", "It was 45% letters, and 45 of the birds.", []),
        ("45%", f"It was 45 of them. {FAR}It was 45 percent.", ["45%"]),
        ("45%", f"It was 45 percent. {FAR}It was 45 of them.", []),
    ],
)
def test_a_share_must_be_one_where_the_paper_counts_the_same_near_the_quote(
    said: str, paper: str, told: list[str]
) -> None:
    assert [f.words for f in found(said, paper) if f.kind == "number"] == told


def test_what_is_no_share_is_shown_with_what_it_is() -> None:
    (finding,) = found("占 45%", "It was 45 letters of all that were sent to us.")
    assert finding.nearest == "“45 letters of all that”"
    assert finding.message == (
        "45% is no share in the paper; the paper has “45 letters of all that” on p. 1"
    )


# ── of the paper ──


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("2024年", []),  # of the metadata
        ("2019年", ["2019年"]),
        ("两个数据集", []),  # counted by the point, listed by the paper
        ("十二个数据集", ["十二"]),
        ("2个数据集", ["2"]),
        ("2024.5", ["2024.5"]),
    ],
)
def test_a_year_of_the_metadata_and_a_few_listed_things_need_no_number(
    said: str, told: list[str]
) -> None:
    assert marked(said, "Nothing is counted.") == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("BLIP 2 很好", []),
        ("BLIP-2 很好", []),
        ("BLIP 3 很好", ["3"]),
        ("BLIP two 很好", []),
        ("BLIP 的 3 个", ["3"]),
        ("3 BLIP", ["3"]),
    ],
)
def test_a_number_behind_a_name_is_part_of_it_where_the_paper_has_it_so(
    said: str, told: list[str]
) -> None:
    assert marked(said, "We use BLIP-2 here.") == told


def test_the_numbers_of_references_bear_nothing_out_but_years_do() -> None:
    page = "We use it.\nReferences\n[1] Lark, A. Birds of all kinds. 2017, 811-822."
    assert marked("811 只鸟", page) == ["811"]
    assert marked("2017年", page) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("7.46M letters", []),
        ("746万 letters", []),
        ("7.47M letters", ["7.47M"]),
        ("7.5M letters", []),
        ("8M letters", ["8M"]),
    ],
)
def test_a_rounded_number_is_the_papers(said: str, told: list[str]) -> None:
    assert marked(said, "We read 7,461,895 letters.") == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("达到 93.8", []),
        ("达到 4096", []),
        ("达到 94.1", []),  # its digits stand apart in the text
        ("达到 80", ["80"]),  # an axis has any round number
        ("达到 93.9", ["93.9"]),
    ],
)
def test_what_a_figure_or_parted_digits_have_is_not_missing(said: str, told: list[str]) -> None:
    drawn = "93.8 4096 20 40 60 80"
    text = paper_text(f"Abstract\nWe have it in this paper. It is 9 4.1 here.\n{drawn}")
    start = text.text.index(drawn)
    text = text.model_copy(
        update={"blocks": (Block(kind="figure", start=start, end=len(text.text)),)}
    )
    report = check(draft(said, ("We have it in this paper", 1)), BARE, text)
    marks = [one for one in report.findings if one.kind == "number" and one.where == "point 1"]
    assert [one.words for one in marks] == told


def test_what_a_sentence_says_of_a_figure_may_be_in_its_picture() -> None:
    figure = {"page": 1, "label": "Figure 6", "caption": "", "x0": 0, "y0": 0, "x1": 9, "y1": 9}
    text = TEXT.model_copy(update={"figures": (Figure.model_validate(figure),)})

    def told(said: str) -> list[tuple[str, str]]:
        findings = check(draft(said), PAPER, text).findings
        return [
            (f.words, f.severity) for f in findings if f.where == "point 1" and f.kind == "number"
        ]

    assert told("图 6 中为 71.37") == [("71.37", "note")]
    assert told("Figure 5 中为 71.37") == [("71.37", "doubt")]
    assert told("为 71.37") == [("71.37", "doubt")]


@pytest.mark.parametrize(
    ("said", "page", "marks"),
    [
        ("约为 13B", "Vicuna-13B is as good.", []),
        ("约为 14B", "Vicuna-13B is as good.", ["14B"]),
        ("为 2e-4", "with a rate of 2e − 4 and no more", []),
    ],
)
def test_a_size_may_be_in_a_name_and_a_power_apart(said: str, page: str, marks: list[str]) -> None:
    assert marked(said, page) == marks


@pytest.mark.parametrize(("head", "marks"), [("params (M)", []), ("params", ["375M"])])
def test_a_tables_head_may_give_the_scale(head: str, marks: list[str]) -> None:
    text = of_blocks(("paragraph", "We have birds.\n"), ("table", f"bird {head}\nWren 375\n"))
    findings = check(draft("有 375M 参数"), BARE, text).findings
    assert [f.words for f in findings if f.where == "point 1" and f.kind == "number"] == marks
