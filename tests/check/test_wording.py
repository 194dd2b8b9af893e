"""Points that say another thing than the sentence they rest on."""

from __future__ import annotations

import pytest

from pipeline.check.ways import opposite
from pipeline.check.wording import lay
from tests.support.checked import found

SENTENCE = (
    "The small reader outperforms the large writer by a margin of 3.2 points on long letters."
)


def differences(said: str, source: str = SENTENCE) -> list[tuple[str, str, str]]:
    return [(one.kind, one.said, one.source) for one in lay(said, source).differences]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (SENTENCE, []),
        (SENTENCE.replace("3.2", "3.1"), [("number", "3.1", "3.2")]),
        (SENTENCE.replace("points", "percent"), [("number", "percent", "points")]),
        (SENTENCE.replace("outperforms", "underperforms"),
         [("direction", "underperforms", "outperforms")]),
        (SENTENCE.replace("long", "short"), [("direction", "short", "long")]),
        (SENTENCE.replace("outperforms", "never outperforms"), [("direction", "never", "—")]),
        (SENTENCE.replace("outperforms", "does not quite seem to outperforms"), []),
        (SENTENCE.replace("small", "grey"), []),
        ("The small reader outperforms it", []),  # less than all of it
        (SENTENCE.replace("small reader", "Sparrow"), []),
        ("Only " + SENTENCE, []),
        ("A reader of nothing at all", []),
        ("The small reader", []),  # too short to tell
    ],
)  # fmt: skip
def test_a_point_in_the_papers_words_differs_in_what_changes_the_sense(
    said: str, told: list[tuple[str, str, str]]
) -> None:
    assert differences(said) == told


@pytest.mark.parametrize(
    ("said", "source", "told"),
    [
        ("We use Lark for all the long letters", "We use Finch for all the long letters",
         [("name", "Lark", "Finch")]),
        ("We use Larks for all the long letters", "We use Lark for all the long letters", []),
        ("We use LR for all the long letters", "We use Long Reader for all the long letters", []),
        ("We use Long Reader for all the long letters", "We use LR for all the long letters", []),
        ("We use Lark for all the long letters",
         "We use The Old Grey Finch for all the long letters", []),  # a title
        ("We use val2017 for all the long letters", "We use 2017 val for all the long letters", []),
        ("We use lark for all the long letters", "We use Finch for all the long letters", []),
        ("It takes 12 ms for all the long letters", "It takes 12 s for all the long letters",
         [("number", "ms", "s")]),
        ("It takes 12 for all the long letters", "It takes 12 % for all the long letters",
         [("number", "—", "%")]),
        ("It takes 12 for all the long letters", "It takes lots for all the long letters", []),
        ("It does not hold for all the long letters", "It does hold for all the long letters",
         [("direction", "not", "—")]),
        ("It is not never so for all the long letters", "It is so for all the long letters", []),
        ("So it goes on and on and on and on here then, with all the long letters of one old reader"
         " who has them by heart", "It goes without all the long letters of one old reader"
         " who has them by heart", []),  # more than a few words
    ],
)  # fmt: skip
def test_names_units_and_negations_differ_unless_they_are_one(
    said: str, source: str, told: list[tuple[str, str, str]]
) -> None:
    assert differences(said, source) == told


def test_sentences_with_little_in_common_are_not_laid_along() -> None:
    assert lay("A bird sings in the old garden", SENTENCE).common < 0.7
    assert lay(SENTENCE, SENTENCE).common == 1.0
    assert lay("one two three", "one two three").common == 0.0
    assert lay("so it goes " * 200, "so it goes " * 200).common == 0.0


SIZES = (
    "The small reader uses a pile of 512 letters in all of its years. The large writer has other"
    " ways, and uses a pile of {} letters."
)


@pytest.mark.parametrize(
    ("said", "more", "told"),
    [
        ("The small reader uses a pile of 4096 letters in all of its years.", "", ["4096"]),
        # the paper has it so of something else
        ("The small reader uses a pile of 4096 letters in all of its years.", "4096", []),
    ],
)
def test_what_the_paper_says_in_the_same_words_elsewhere_is_not_contradicted(
    said: str, more: str, told: list[str]
) -> None:
    paper = f"{SIZES.format(more or 'many')} It has 4096 sheets."
    assert sorted({one.words for one in found(said, paper) if one.severity == "doubt"}) == told


def test_what_a_quote_has_is_not_contradicted_by_another_sentence() -> None:
    said = "After a year the small reader gets 60.8 on the old letters and 61.0 on all new letters."
    paper = said.replace("61.0", "61.5") + " Then the row says Reader 60.8 / 61.0 of both"
    assert "61.0" in [one.words for one in found(said, paper) if one.severity == "doubt"]
    quoted = found(said, paper, quote="Then the row says Reader 60.8 / 61.0 of both")
    assert [one.words for one in quoted if one.severity == "doubt"] == []


# ── directions in other words, and in Chinese ──


@pytest.mark.parametrize(
    ("said", "source", "told"),
    [
        ("GLIP 优于 CLIP", "GLIP outperforms CLIP", None),
        ("GLIP 不如 CLIP", "GLIP outperforms CLIP", ("不如", "outperforms")),
        ("GLIP 并未优于 CLIP", "GLIP outperforms CLIP", ("并未优于", "outperforms")),
        ("GLIP 优于 CLIP", "GLIP fails to outperform CLIP", ("优于", "fails to outperform")),
        ("GLIP 并未优于 CLIP", "GLIP does not outperform CLIP", None),
        ("降低了误差", "it increases the error", ("降低", "increases")),
        ("提高了误差", "it increases the error", None),
        ("更快", "it is slower", ("更快", "slower")),
        ("更大", "a smaller model", ("更大", "smaller")),
        ("更少", "with more data", ("更少", "more")),
        ("无需标注", "it requires labels", ("无需", "requires")),
        ("需要标注", "it does not require labels", ("需要", "not require")),
        ("无效", "it is effective", ("无效", "effective")),
        ("GLIP 优于 CLIP，不如 BLIP", "GLIP outperforms CLIP", None),  # both ways
        ("GLIP 优于 CLIP", "GLIP is better here and worse there", None),
        ("GLIP 读论文", "GLIP outperforms CLIP", None),
        ("lower", "it is not in the least of all that matters here much higher", ("lower", "higher")),
    ],
)  # fmt: skip
def test_a_point_goes_the_way_of_its_sentence(
    said: str, source: str, told: tuple[str, str] | None
) -> None:
    assert opposite(said, source) == told


BETTER = "Sparrow outperforms Finch on long letters."
QUOTE = BETTER[:-1]


def test_the_direction_of_a_chinese_point_is_that_of_its_quote() -> None:
    assert found("Sparrow 优于 Finch", BETTER, quote=QUOTE) == []
    (finding,) = found("Sparrow 不如 Finch", BETTER, quote=QUOTE)
    assert (finding.kind, finding.reason, finding.page) == ("direction", "contradicted", 1)
    assert (
        finding.message
        == "“不如” goes the other way than its quote; the paper has “outperforms” on p. 1"
    )


def test_a_sentence_about_another_thing_tells_no_direction() -> None:
    assert found("读得不如人", BETTER, quote=QUOTE) == []


def test_two_that_the_sentence_beside_a_quote_compares_are_in_its_order() -> None:
    assert found("Sparrow 优于 Finch", BETTER) == []
    assert [one.words for one in found("Sparrow 不如 Finch", BETTER)] == ["不如"]


def test_of_several_quoted_sentences_the_one_about_the_same_tells() -> None:
    page = f"It is worse than all others. {BETTER}"
    quote = page[:-1]
    assert found("Sparrow 优于 Finch", page, quote=quote) == []
    assert len(found("Sparrow 不如 Finch", page, quote=quote)) == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Sparrow outperforms Finch on long letters.", []),
        ("Sparrow outperforms Finch on short letters.", [("direction", "short")]),
        ("Sparrow never outperforms Finch on long letters.", [("direction", "never")]),
    ],
)
def test_a_point_in_its_quotes_words_says_what_it_says(
    said: str, told: list[tuple[str, str]]
) -> None:
    findings = found(said, BETTER, quote=QUOTE)
    assert [(f.kind, f.words) for f in findings] == told
    assert all(f.reason == "contradicted" for f in findings)


def test_a_difference_is_told_with_the_words_and_the_page_of_the_sentence() -> None:
    said = "Sparrow outperforms Finch on short letters."
    (finding,) = found(said, "Nothing.", BETTER, quote="Nothing at all")[1:]
    assert finding.message == "“short” is not what its sentence says; the paper has “long” on p. 2"
    assert (finding.nearest, finding.page) == ("“long”", 2)


def test_one_sentence_of_the_paper_that_says_it_is_enough() -> None:
    said = "Sparrow outperforms Finch on short letters."
    assert found(said, f"{BETTER} Sparrow outperforms Finch on short letters.", quote=QUOTE) == []
