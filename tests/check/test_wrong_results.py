"""Results that a sentence's own numbers, or its quote, do not make."""

from __future__ import annotations

from tests.support.checked import found

PAGE = (
    "Lark reaches 81.2 and Finch 84.7 on letters. Lark has 39M words, Finch 1550M."
    " We read 680,000 hours, 117,000 of them at night. Sparrow takes 3.55 s, Wren 2.60 s."
)


def told(said: str, page: str = PAGE, quote: str = "Lark reaches 81.2") -> list[tuple[str, str]]:
    """Give reason and words of the marks on the numbers of a point."""
    findings = found(said, page, quote=quote)
    return [(f.reason, f.words) for f in findings if f.kind == "number" and f.severity == "doubt"]


def test_points_that_are_called_a_relative_change_are_contradicted() -> None:
    assert told("由 81.2 升到 84.7，相对提升 3.5%") == [("contradicted", "3.5%")]
    assert told("from 81.2 to 84.7, a relative gain of 3.5%") == [("contradicted", "3.5%")]
    assert told("from 81.2 to 84.7, a gain of 3.5%") == []
    assert told("from 81.2 to 84.7, 4.3% in relative terms") == []


def test_a_relative_change_that_is_called_points_is_contradicted() -> None:
    (finding,) = found("由 81.2 升到 84.7，提升 4.3 个百分点", PAGE)
    assert (finding.reason, finding.words) == ("contradicted", "4.3 个百分点")
    assert finding.message == (
        "of 81.2 and 84.7, 4.3 个百分点 is their difference relative;"
        " the paper has “81.2” and “84.7” on p. 1"
    )


def test_only_the_number_at_the_word_is_a_relative_change() -> None:
    page = "The error has dropped from 5.3% to 1.4%."
    said = "the error is 1.4% instead of 5.3%, a relative drop of {}"
    assert told(said.format("3.9%"), page) == [("contradicted", "3.9%")]
    assert told(said.format("73.6%"), page) == []


def test_the_quotes_numbers_tell_points_where_the_sentence_has_none() -> None:
    quote = "Lark reaches 81.2 and Finch 84.7 on letters"
    assert told("Finch 相对提升 3.5%", quote=quote) == [("contradicted", "3.5%")]
    assert told("Finch 相对提升 4.3%", quote=quote) == []
    assert told("Finch 提升 4.3 个百分点", quote=quote) == [("contradicted", "4.3 个百分点")]
    zero = "A zero shot Lark has 47.1% relative improvement"
    assert told("Lark has 47.1% relative improvement", f"{zero}.", quote=zero) == []


def test_a_ratio_that_is_in_the_paper_elsewhere_is_contradicted_all_the_same() -> None:
    far = "Nothing of that kind is said in these words of no use at all. " * 30
    page = f"{PAGE} {far} It is 60 times."
    assert told("1550M 约为 39M 的 60 倍", page) == [("contradicted", "60 倍")]
    assert told("1550M 约为 39M 的 40 倍", page) == []


def test_scores_are_not_what_makes_one_of_two_so_many_times_larger() -> None:
    page = "Lark reaches 7.34 and Finch 6.86. It is 10 times."
    assert told("Lark 为 7.34，超过 10 倍大的 Finch（6.86）", page) == []
    assert told("Lark (7.34) beats a 10x larger Finch (6.86)", page) == []
    assert told("Lark 的 7.34 是 Finch 6.86 的 10 倍", page) == [("contradicted", "10 倍")]
    assert told("Finch 有 1550M，是 39M 的 60 倍大") == [("contradicted", "60 倍")]


def test_a_ratio_of_a_sentence_with_more_numbers_is_left_alone() -> None:
    page = f"{PAGE} It is 60 times."
    assert told("1550M 与 39M 与 81.2，60 倍", page) == []


# ── in a table, in years, in words ──


def test_what_the_quote_calls_points_is_no_relative_change() -> None:
    page = "It reaches 80.0% of 100, an almost 25% absolute improvement over all."
    assert told("达到 80.0%，绝对提升近 25 个点", page=page, quote=page[:-1]) == []


def test_a_kind_of_change_that_the_quote_does_not_call_it_is_contradicted() -> None:
    quote = "Lark brings a 4.4% relative improvement, and Finch a 9.1% absolute one"
    assert told("Lark 提升 4.4 个百分点", quote, quote) != []
    assert told("Lark 相对提升 4.4%", quote, quote) == []
    assert told("Finch is better by 9.1% in relative terms", quote, quote) != []
    assert told("Finch is better by 9.1 points", quote, quote) == []


def test_a_word_before_the_quoted_number_tells_its_kind_too() -> None:
    quote = "Lark has a relative error reduction of 4.4% on letters"
    assert told("Lark 的错误率下降 4.4 个点", quote, quote) != []
    assert told("Lark 的错误率相对下降 4.4%", quote, quote) == []
