"""Read an entry as a person has edited it: what of it is lead, point and verdict. Pure.

A template may be the user's own, so only what all entries have is relied on: a title, then lines,
some of them numbered or bulleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.records.draft import Draft
from pipeline.records.report import CheckReport, Evidence
from pipeline.records.statement import Statement
from pipeline.text import marks
from pipeline.text.escapes import unescaped

_LEAST_ALIKE = 60
"""Percent of a point that the draft's own has too (rapidfuzz's `partial_ratio`): of two points of
one entry in a real log, nineteen in twenty come to less than 48."""
_LONGEST_COMPARED = 4000
"""Characters of a point by which it is known: a draft's own has half as many at most."""
_POINT = re.compile(r"(?P<indent>\s*)(?:\d{1,2}[.)，、]|[-*+] )\s*(?P<text>.*)")
_SAME_INDENT, _TAB = 1, 4
"""Columns by which points may stand in or out and are still of one list; columns of a tab."""
_MONTH = re.compile(
    r"^\s*(?:(?:19|20)\d\d\s*(?:[.\-/年]\s*\d{1,2}\s*月?)?(?:\.\d{1,2})?"
    r"|[A-Z][a-z]{2,8}\.? (?:19|20)\d\d)[,，]?"
)
_NO_WORDS = re.compile(r"\s*(?:(?:(?:<(?!u>)[^>]*>|!\[[^\]]*\]\([^)]*\))\s*)+|```.*|[-=*_]{3,}\s*)")


def statements(body: str, draft: Draft | None, report: CheckReport | None) -> list[Statement]:
    """Give what an entry claims, each with its place and the evidence that its point has.

    `body` is the entry without day mark; its title and what stands in comments claim nothing. The
    first numbered or bulleted line ends the lead. A line goes on with its point, and so does a
    point within it; one that stands apart behind the points is the verdict, and so is all that
    follows it but other points. A point keeps the evidence of the draft's point that it is most
    like; without `draft` and `report` there is none.
    """
    lines = [(line, apart, _POINT.fullmatch(line)) for line, apart in _lines(body)]
    margin = min((_indent(match) for _, _, match in lines if match), default=0)
    found: list[Statement] = []
    points = 0
    for line, apart, match in lines:
        if match and points and _indent(match) > margin + _SAME_INDENT:
            found.append(found[-1]._replace(words=match["text"]))
        elif match:
            points += 1
            evidence = _evidence(match["text"], points, draft, report)
            found.append(Statement(f"point {points}", match["text"], evidence))
        else:
            found.append(_unnumbered(line, found, apart=apart))
    return found


def lead_month(body: str) -> str:
    """Give the month that an entry's lead begins with, in its words; empty where is none."""
    first = next(iter(_lines(body)), ("", False))[0]
    match = None if _POINT.fullmatch(first) else _MONTH.match(first)
    return match[0].strip(" ,，") if match else ""


def _lines(body: str) -> Iterator[tuple[str, bool]]:
    """Give the lines that have words, below the title, and whether each is behind a blank one.

    A picture or a rule neither parts a line from what is before it nor joins it.
    """
    apart = False
    for escaped in marks.without_comments(body).strip("\n").split("\n")[1:]:
        line = unescaped(escaped)
        if not line.strip():
            apart = True
        elif not _NO_WORDS.fullmatch(line):
            yield line, apart
            apart = False


def _unnumbered(line: str, before: list[Statement], *, apart: bool) -> Statement:
    """Give what a line without a number says: more of what is before it, or the verdict."""
    if not before:
        return Statement("lead", _MONTH.sub("", line))
    last = before[-1]
    if last.where != "lead" and apart:
        return Statement("verdict", line.strip())
    return last._replace(words=line.strip())


def _indent(point: re.Match[str]) -> int:
    return len(point["indent"].expandtabs(_TAB))


def _evidence(
    words: str, number: int, draft: Draft | None, report: CheckReport | None
) -> tuple[Evidence, ...]:
    if draft is None or report is None or not draft.key_points:
        return ()
    from rapidfuzz import fuzz

    compared = words[:_LONGEST_COMPARED]
    alike = [fuzz.partial_ratio(compared, point.text) for point in draft.key_points]
    best = alike.index(max(alike))
    if alike[best] < _LEAST_ALIKE:
        best = number - 1  # reworded from the ground up: the point of its number
    return report.evidence[best] if best < len(report.evidence) else ()
