"""Tell where a statement points at a table or figure that the paper does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.check.paper_index import PaperIndex
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.cjk import CJK

_TABLE = r"(?P<table>(?i:\btab(?:le)?s?\b\.?)|表格?)"
_FIGURE = r"(?P<figure>(?i:\bfig(?:ure)?s?\b\.?)|图片?)"
_NUMBER = r"(?:[A-Z]{1,2}\s?[.-]?\s?)?\d{1,3}(?:\.\d{1,3})?(?![\d%])|[IVX]{1,6}\b|[A-Z]\b"
_JOINED = r"\s?(?:,|and|&|to|-|–|—|、|和|与|至|到|或|or)\s?(?:and\s)?"
_POINTED = re.compile(
    rf"(?:{_TABLE}|{_FIGURE})[\s~]?"
    rf"(?P<numbers>(?:{_NUMBER})(?:[a-h]\b)?(?:{_JOINED}(?:{_NUMBER}))*)"
)
_EACH = re.compile(_NUMBER)
_SPAN = re.compile(rf"({_NUMBER})\s?(?:to|-|–|—|至|到)\s?({_NUMBER})")
_LONGEST_SPAN = 30
"""Tables from the first to the last of "Tables 2-5"."""
_IN_A_WORD = re.compile(rf"[{CJK}]$")
_BEFORE_NUMBER = re.compile(r"[如见在从由和与看据及参即]$")
"""A word right before 表 or 图 that ends there: 见表 3, and not 代表 3 种."""
_ROMAN = {"I": 1, "V": 5, "X": 10}


def pointed_findings(said: Said, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each table or figure of a statement that the paper names nowhere.

    Of a kind that the paper names none of by a number nothing is told: it was not read.
    """
    for match in _POINTED.finditer(said.words):
        kind = "table" if match["table"] else "figure"
        before = said.words[: match.start()]
        is_chinese = match[0][0] in "表图"
        if is_chinese and _IN_A_WORD.search(before) and not _BEFORE_NUMBER.search(before):
            continue
        known = _named(index)[kind]
        for written in _EACH.findall(match["numbers"]):
            if known and _value(written) not in known:
                words = f"{kind.capitalize()} {written}"
                message = f"{words} is not in the paper"
                yield make_finding(said.where, "name", match[0].strip(), message, "", None)


@lru_cache(maxsize=1)
def _named(index: PaperIndex) -> dict[str, frozenset[str]]:
    """Give the numbers of the tables and figures that the paper names."""
    found: dict[str, set[str]] = {"table": set(), "figure": set()}
    for match in _POINTED.finditer(index.text):
        found["table" if match["table"] else "figure"].update(_values(match["numbers"]))
    return {kind: frozenset(numbers) for kind, numbers in found.items()}


def _values(numbers: str) -> Iterator[str]:
    """Give the numbers of a list or a span: "2, 3 and 5", "2-5"."""
    yield from map(_value, _EACH.findall(numbers))
    for first, last in _SPAN.findall(numbers):
        one, other = _value(first), _value(last)
        if one.isdigit() and other.isdigit() and 0 < int(other) - int(one) < _LONGEST_SPAN:
            yield from map(str, range(int(one), int(other)))


def _value(written: str) -> str:
    """Give a number as it is compared: "IV" is 4, and "A. 1" is A1."""
    if set(written) <= _ROMAN.keys():
        values = [_ROMAN[letter] for letter in written]
        signs = [
            -1 if one < other else 1 for one, other in zip(values, [*values[1:], 0], strict=True)
        ]
        return str(sum(sign * value for sign, value in zip(signs, values, strict=True)))
    return re.sub(r"[\s.-]+", "", written) if written[0].isalpha() else written
