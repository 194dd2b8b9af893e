"""Hold a ratio that a sentence gives in words against its two numbers: a third, 十分之一, twice.

"33.10 s，约为 329.89 s 的三分之一" is wrong: it is a tenth. The two numbers are those that the
words stand between or right behind. They must be far from the ratio, since such words are rough,
and no two others of the sentence may stand in it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.sentences import Place

_HAN = {digit: Decimal(value) for value, digit in enumerate("一二三四五六七八九十", 1)}
_PARTS = r"(?P<whole>[二三四五六七八九十])分之(?P<part>[一二两三四五六七八九])"
_IN_ENGLISH = {
    "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
_WORDS = re.compile(
    rf"{_PARTS}|\b(?:a|one)[- ](?P<english>{'|'.join(_IN_ENGLISH)})\b"
    r"|(?P<half>一半|\bhalf\b(?!-| (?:a|an) (?:point|percent)))"
    r"|(?P<twice>\btwice\b|\bdoubles?\b(?!-)|\bdoubled\b|翻倍|翻番|翻了一番)"
    r"|(?P<triple>\btriples?\b|\btripled\b|\bthrice\b)",
    re.IGNORECASE,
)
_REACH = 40
"""Characters between two numbers that are held against each other."""
_BEHIND = 12
"""Characters behind the second number in which the words stand."""
_MOST = 12
"""Numbers of a sentence any two of which may be those that the words are of."""
_ROUGHLY = Decimal("0.3")
"""The share by which such a ratio may be off."""


def wrong_ratios(
    said: Said, place: Place, numbers: Sequence[Quantity], index: PaperIndex
) -> Iterator[Finding]:
    """Give a finding for each ratio in words that the two numbers beside it do not stand in.

    `numbers` are those of the sentence that the paper has.
    """
    telling = [one for one in numbers if not one.spelled and one.base > 0 and index.same(one)]
    for match in _WORDS.finditer(said.words, place.start, place.end):
        both = _around(match, telling)
        said_to_be = _ratio(match)
        if both is None or any(
            _is_about(said_to_be, *pair) for pair in itertools.combinations(telling[:_MOST], 2)
        ):
            continue
        yield _finding(said.where, match[0], both, index)


def _is_about(ratio: Decimal, one: Quantity, other: Quantity) -> bool:
    """Tell whether two numbers stand in a ratio, as such words give it."""
    return abs(_times(one, other) - ratio) <= _ROUGHLY * ratio


def _times(one: Quantity, other: Quantity) -> Decimal:
    small, large = sorted((one.base, other.base))
    return large / small


def _around(match: re.Match[str], numbers: Sequence[Quantity]) -> list[Quantity] | None:
    """Give the two numbers that some words stand between, or right behind; None without two."""
    before = [one for one in numbers if one.end <= match.start()][-2:]
    behind = [one for one in numbers if one.start >= match.end()][:1]
    for both in (before[-1:] + behind, before):
        if len(both) < 2 or both[0].unit != both[1].unit:
            continue
        is_between = both[1] in behind
        is_near = both[1].start - both[0].end <= _REACH
        if is_near and (is_between or match.start() - both[1].end <= _BEHIND):
            return both
    return None


def _ratio(match: re.Match[str]) -> Decimal:
    """Give how many times the small number the large one should be."""
    if match["whole"]:
        return _HAN[match["whole"]] / _HAN["二" if match["part"] == "两" else match["part"]]
    if match["english"]:
        return Decimal(_IN_ENGLISH[match["english"].lower()])
    return Decimal(3 if match["triple"] else 2)


def _finding(where: str, words: str, both: Sequence[Quantity], index: PaperIndex) -> Finding:
    one, other = (quantity.written.strip() for quantity in both)
    made = _times(*both)
    return make_finding(
        where,
        "number",
        words,
        f"{one} and {other} are {made:.1f} times apart, not “{words}”",
        "",
        index.page_at(index.same(both[0])[0].start),
        reason="contradicted",
    )
