"""Numbers that two others make."""

from __future__ import annotations

import pytest

from tests.support.checked import found

PAGE = (
    "Lark reaches 81.2 and Finch 84.7 on letters. Lark has 39M words, Finch 1550M."
    " We read 680,000 hours, 117,000 of them at night. Sparrow takes 3.55 s, Wren 2.60 s."
)


def told(said: str, page: str = PAGE, quote: str = "Lark reaches 81.2") -> list[tuple[str, str]]:
    """Give reason and words of the marks on the numbers of a point."""
    findings = found(said, page, quote=quote)
    return [(f.reason, f.words) for f in findings if f.kind == "number" and f.severity == "doubt"]


@pytest.mark.parametrize(
    "said",
    [
        "从 81.2 升到 84.7，提升 3.5 个点",
        "from 81.2 to 84.7, that is by 3.5 points",
        "由 81.2 升到 84.7，相对提升 4.3%",
        "1550M 约为 39M 的 40 倍",
        "680,000 小时中有 117,000 小时，约占 17%",
        "3.55 s 与 2.60 s，省下 0.95 s",
        "81.2 + 84.7 = 165.9",
        "84.7 比 81.2 高约 4%",
        "两者 81.2 与 84.7 之和 165.9",
        "Wren 为 2.60 s，差 0.95 s",  # of a number that stands in one line with it
        "Wren 为 2.60 s。Sparrow 为 3.55 s。后者掉 0.95 s",  # of two sentences before
    ],
)
def test_a_number_that_two_others_make_is_borne_out(said: str) -> None:
    assert told(said) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("从 81.2 升到 84.7，提升 2.5 个点", "2.5"),
        ("由 81.2 升到 84.7，相对提升 5.3%", "5.3%"),
        ("1550M 约为 39M 的 60 倍", "60 倍"),
        ("680,000 小时中有 117,000 小时，约占 27%", "27%"),
    ],
)
def test_a_number_that_they_do_not_make_is_not_in_the_paper(said: str, words: str) -> None:
    assert told(said, quote="We have it in this paper") in (
        [("missing", words)],
        [("contradicted", words)],
    )


def test_a_number_of_the_sentence_and_one_of_the_quote_make_another() -> None:
    page = f"{PAGE}\nWhat stands between them is long, and says nothing of either." * 3
    page += "\nCrane reaches 91.9 on letters."
    quote = "Lark reaches 81.2"
    assert told("Crane 为 91.9，高 10.7 个点", page, quote) == []
    assert told("Crane 为 91.9，高 10.9 个点", page, quote) == [("missing", "10.9")]


def test_numbers_of_the_quote_are_taken_where_the_sentence_has_none() -> None:
    quote = "Lark reaches 81.2 and Finch 84.7 on letters"
    assert told("Finch 高 3.5 个点", quote=quote) == []
    assert told("Finch 高 2.5 个点", quote=quote) == [("missing", "2.5")]


def test_a_change_of_what_is_not_known_is_a_note() -> None:
    (finding,) = found("提升 3.5 个点", PAGE)
    assert (finding.words, finding.reason) == ("3.5", "apart")


def test_a_plain_share_is_not_borne_out_by_what_stands_beside_its_numbers() -> None:
    quote = "We have it in this paper"
    assert told("Lark has 81.2, and Crane has 95.9%", quote=quote) == [("missing", "95.9%")]
    assert told("Lark has 81.2, lower by 4.1%", quote=quote) == []


def test_what_would_come_out_of_any_numbers_is_not_borne_out() -> None:
    row = " ".join(f"{40 + 3 * n + n % 3 / 10:.1f}" for n in range(20))
    page = f"{PAGE} Crane has 40.0 of them.\n{row}\n"
    (finding,) = found("Crane 为 40.0，高 55.6%", page)
    assert (finding.words, finding.reason) == ("55.6%", "apart")


def test_a_result_has_the_precision_that_it_is_given_with() -> None:
    assert told("81.2 与 84.7 相差 3.50 个点") == []
    assert told("81.2 与 84.7 相差 4 个点") == []
    assert told("81.2 与 84.7 相差 3.4 个点") == [("contradicted", "3.4")]


# ── points and percent ──


def test_parts_of_one_differ_in_points_of_a_hundred() -> None:
    page = "It rises from 0.7002 to 0.7078."
    assert told("from 0.7002 to 0.7078, 0.76 points", page) == []
    assert told("from 0.7002 to 0.7078, a relative gain of 0.76%", page)[0][0] == "contradicted"


# ── wrong results that the paper has elsewhere ──


def test_a_share_may_be_of_a_total_that_is_said_before() -> None:
    page = "Of ten thousand letters 3,639 are short. It has 1,361 others."
    said = "一万道题里短的有 3,639 道，约占 36%；另有 1,361 道，约占 {}。"
    assert told(said.format("14%"), page) == []
    assert told(said.format("24%"), page) == [("missing", "24%")]


def test_a_difference_of_its_own_sentence_needs_no_word_for_it() -> None:
    assert told("Finch 84.75, Lark 81.21, 3.54", "Lark 81.21, Finch 84.75.") == []


def test_years_between_two_years_are_derived() -> None:
    page = "The first one was written in 1984. Another one came in 2008."
    assert told("第一个写于 1984 年，另一个 2008 年，晚 24 年", page) == []
    assert told("第一个写于 1984 年，另一个 2008 年，晚 14 年", page) == [("missing", "14 年")]


def test_shares_of_a_quote_add_up() -> None:
    quote = "weights 19% and 18% and 40% and 23%"
    page = f"We have {quote} here. There are 37 things and 36 others."
    assert told("两者相加占 37%", page, quote=quote) == []
    assert [f.reason for f in found("两者相加占 36%", page, quote=quote)] == ["apart"]


def test_a_rounded_number_that_is_said_to_be_about_right_may_lose_its_last_digits() -> None:
    assert told("约 840万", "It has 8,407K of them.") == []
    assert told("840万", "It has 8,407K of them.") == [("missing", "840万")]
    assert told("约 850万", "It has 8,407K of them.") == [("missing", "850万")]


def test_a_number_with_a_scale_that_ends_in_zeros_is_rounded() -> None:
    page = "It has 21,015,324 letters."
    assert told("2100万", page) == []
    assert told("2200万", page) == [("missing", "2200万")]
    assert told("21,000,000", page) == [("missing", "21,000,000")]


def test_a_share_that_is_said_to_be_about_right_is_a_finer_one_beside_its_quote() -> None:
    page = "It is 53.4% of the letters"
    assert told("约 53% 的信", page, quote=page) == []
    assert told("53% 的信", page, quote=page) == [("missing", "53%")]
    assert told("约 54% 的信", page, quote=page) == [("missing", "54%")]


def test_an_exact_change_may_be_of_a_quotes_number_and_one_around_it() -> None:
    page = "Lark has 126.02 of them here.\nFinch has 124.70 of them there."
    quote = "Lark has 126.02 of them here"
    assert found("Lark 高出 1.32", page, quote=quote) == []
    assert [f.reason for f in found("Lark 高出 1.42", page, quote=quote)] == ["apart"]
