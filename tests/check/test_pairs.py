"""Numbers with the names and things that they stand with."""

from __future__ import annotations

import pytest

from tests.support.checked import doubts, found, marked, words


@pytest.mark.parametrize(
    ("said", "marked_words"),
    [
        ("Lark 在 4 out of 25 letters 上失败", []),
        ("Lark 在 6 out of 25 letters 上失败", ["6 out of 25"]),
        ("Lark fails on 7 of 30 pages", []),
        ("Lark fails on 7 of 25 pages", ["7 of 25"]),
    ],
)
def test_a_share_stands_together_in_the_paper(said: str, marked_words: list[str]) -> None:
    page = "Abstract\nLark fails on 4 out of 25 letters. Six clerks read 6 letters each, and Lark fails on 7 of the 30 pages."
    assert [finding.words for finding in doubts(said, page) if finding.kind == "pair"][
        :1
    ] == marked_words


TABLE = (
    "Abstract\nWe compare readers of long letters.\nModel Short Long Mean\nLark 61.4 52.5 57.0\nLark-XL 66.2 58.1 62.2\nFinch 63.0 55.7 59.4\n"
    "Table 3: Scores of Lark, Lark-XL and Finch on LongRead.\nThe rest of it is said here in one sentence."
)


@pytest.mark.parametrize(
    ("said", "marked_words"),
    [
        ("Lark 达到 61.4", []),
        ("Lark 在 LongRead 上达到 61.4", []),
        ("Lark-XL 达到 66.2", []),
        ("Finch 以 63.0 高于 Lark", []),
        ("LongRead 上最高 66.2", []),
    ],
)
def test_a_row_of_text_tells_nothing_against_a_name(said: str, marked_words: list[str]) -> None:
    assert words(said, TABLE) == marked_words


# ── names crossed ──

SCORES = "On LongRead it is 61.4 and on ShortRead it is 52.5. Others reach 70.1 on OtherRead."


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("LongRead 上 61.4，ShortRead 上 52.5", []),
        ("ShortRead 上 52.5，LongRead 上 61.4", []),
        ("LongRead 上 52.5，ShortRead 上 61.4", [("contradicted", "52.5 … LongRead, 61.4 … ShortRead")]),
        ("LongRead 上 70.1", [("contradicted", "70.1 … LongRead")]),
        ("LongRead 上 70.1，ShortRead 上 52.5", [("contradicted", "70.1 … LongRead")]),
        ("在 LongRead 和 ShortRead 上分别为 61.4 和 52.5", []),
        ("在 LongRead 和 ShortRead 上分别为 52.5 和 61.4",
         [("contradicted", "52.5 … LongRead, 61.4 … ShortRead")]),
        ("LongRead 的 ShortRead 从 70.1 升到 52.5", []),  # neither is a list
        ("LongRead、ShortRead：70.1、52.5", [("contradicted", "70.1 … LongRead")]),
        ("LongRead、ShortRead：70.1", [("contradicted", "70.1 … ShortRead")]),
        ("LongRead 与很多别的、也很好很长的数据集和 ShortRead：70.1、52.5", []),  # no list
        ("在 LongRead 和 ShortRead 上分别为 70.1", []),  # one of them has none
        ("OtherRead 很好；LongRead 上 61.4", []),
        ("OtherRead 很好，LongRead 上 61.4", []),
        ("OtherRead 很好 LongRead 上 61.4", []),  # with one of the two
        ("OtherRead：很好，达到 61.4", [("contradicted", "61.4 … OtherRead")]),
        ("OtherRead 很好，达到 61.4", []),
        ("61.4 on LongRead, 61.4 on LongRead", []),
    ],
)  # fmt: skip
def test_a_number_goes_with_the_names_of_its_part_of_the_sentence(
    said: str, told: list[tuple[str, str]]
) -> None:
    assert [(f.reason, f.words) for f in found(said, SCORES) if f.kind == "pair"] == told


def test_numbers_in_crossed_order_are_fine_where_another_sentence_has_them_so() -> None:
    said = "LongRead 上 52.5，ShortRead 上 61.4"
    crossed = "52.5 … LongRead, 61.4 … ShortRead"
    assert crossed in marked(said, SCORES)
    assert crossed not in marked(said, SCORES + " Last year LongRead had 52.5, ShortRead 61.4.")


def test_a_crossed_pair_is_told_with_the_papers_sentence() -> None:
    (finding,) = found("LongRead 上 52.5，ShortRead 上 61.4", SCORES)
    assert finding.nearest == "“On LongRead it is 61.4 and on ShortRead it is 52.5.”"
    assert finding.message.startswith(
        "52.5 … LongRead, 61.4 … ShortRead: the paper has these the other way round; the paper has “On"
    )


def test_a_parted_pair_is_told_with_the_papers_sentence_of_the_number() -> None:
    (finding,) = found("LongRead 上 70.1", SCORES)
    assert finding.message == (
        "70.1 and LongRead do not stand together in the paper;"
        " the paper has “Others reach 70.1 on OtherRead.” on p. 1"
    )


# ── counts of a few, years ──

STEPS = "HotRead takes 5 steps. ColdRead was made in 2019 and takes 3 days and 12 steps."


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("HotRead: 5 steps", []),
        ("HotRead: 3 steps", ["3 … HotRead"]),
        ("HotRead：3 steps", ["3 … HotRead"]),
        ("HotRead 用 3", []),  # a count of a few stands with anything
        ("HotRead 用 12", ["12 … HotRead"]),
        ("HotRead 2019", []),
        ("HotRead: 2019 letters", []),
        ("HotRead: 3", []),
    ],
)
def test_a_count_of_a_few_and_a_year_stand_with_anything(said: str, told: list[str]) -> None:
    assert [f.words for f in found(said, STEPS) if f.kind == "pair"][:1] == told


# ── exchanged ──


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("batch size 40, patience 3", []),
        ("patience 3, batch size 40", []),
        ("batch size 3, patience 40", ["3 … 40"]),
    ],
)
def test_numbers_that_have_changed_places_need_no_names(said: str, told: list[str]) -> None:
    page = "We found that the best batch size is 40 and the patience is 3 for this probe."
    assert [f.words for f in found(said, page) if f.reason == "contradicted"] == told


# ── shares ──


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("失败 4 of 25", []),
        ("失败 4 out of 25", []),
        ("失败 4/25", []),
        ("失败 25 of 4", ["25 of 4"]),
        ("失败 6 out of the 25", ["6 out of the 25"]),
        ("失败 4 或 7", []),
        ("失败 two of 25", []),  # the paper has no two: nothing can be told
    ],
)
def test_a_share_is_one_of_the_papers_sentences(said: str, told: list[str]) -> None:
    page = "It fails on 4 out of 25. Six read 6 letters each, and it fails on 7 of 30."
    assert [f.words for f in found(said, page) if " " in f.words] == told


# ── rows ──

ROWS = (
    "\nModel Short Long Mean\nLark 61.4 52.5 57.0\nFinch 63.0 55.7 59.4\n"
    "Table 3: Scores on LongRead.\nThe rest of it is said here in one sentence of many words."
)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("LongRead 上 63.0", []),  # the caption over its row
        ("OtherRead 上 63.0", ["63.0 … OtherRead"]),
        ("在 Finch 上 63.0", []),
        ("在 Lark 上 63.0", []),  # its cells tell, of a table that was made out
        ("在 Finch 上以 63.0 高于 Lark", []),  # two are compared
    ],
)
def test_a_row_has_the_names_of_its_label_and_its_caption(said: str, told: list[str]) -> None:
    page = ROWS + "\n" + "Nothing is said here of any scores at all. " * 40 + "OtherRead is old."
    assert [f.words for f in found(said, page) if f.kind == "pair"] == told


# ── whose a number is ──

OWNERS = (
    "The set PhC is of Prague. It has 35 images. Here we reach 92% of all. The set HeLa is of Berlin."
    " Here we reach 77.5% of all. While 59% of what Lark writes is wrong, Finch has about 3% of it."
)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("PhC 上 92%，HeLa 上 77.5%", []),
        ("PhC 上 77.5%，HeLa 上 92%", ["77.5% … PhC, 92% … HeLa"]),
        ("Lark 约 59%，Finch 约 3.0%", []),
        ("Finch 约 59%，Lark 约 3%", ["59% … Finch, 3% … Lark"]),
        ("PhC（35 张图）达到 92%", []),  # the sentences before have the name
    ],
)
def test_a_number_is_of_the_name_of_its_clause_or_of_the_last_one_before(
    said: str, told: list[str]
) -> None:
    assert [one.words for one in found(said, OWNERS) if one.severity == "doubt"] == told
