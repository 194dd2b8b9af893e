"""Read an entry as a person has edited it: which of its words are the lead, which a point, which the verdict. Pure.

A template may be the user's own, so only what all entries have is relied on: a title, then lines,
some of them numbered or bulleted.
"""

from __future__ import annotations

import re

from pipeline.records.draft import Draft
from pipeline.records.report import CheckReport, Evidence
from pipeline.records.statement import Statement

_POINT = re.compile(r"\s*(?:\d{1,2}[.)，、]|[-*+] )\s*(?P<text>.*)")
_MONTH = re.compile(
    r"^\s*(?:(?:19|20)\d\d\s*(?:[.\-/年]\s*\d{1,2}\s*月?)?(?:\.\d{1,2})?|[A-Z][a-z]{2,8}\.? (?:19|20)\d\d)[,，]?"
)
_NO_WORDS = re.compile(r"\s*(?:<(?!u>)[^>]*>|!\[[^\]]*\]\([^)]*\)|```.*|[-=*_]{3,})\s*")
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


def statements(body: str, draft: Draft | None, report: CheckReport | None) -> list[Statement]:
    """Give what an entry claims, each with its place and the evidence that its point has.

    `body` is the entry without day mark and comments. A point keeps the evidence of the draft's
    point that it is most like; without `draft` and `report` there is none.
    """
    lines = [_ESCAPED.sub("", line) for line in body.strip("\n").split("\n")]
    found: list[Statement] = []
    point, blank = 0, False
    for line in lines[1:]:  # the first is the title
        if _NO_WORDS.fullmatch(line):
            continue  # a picture neither parts a point from what follows nor joins it
        if not line.strip():
            blank = True
            continue
        if match := _POINT.fullmatch(line):
            point += 1
            found.append(
                Statement(
                    f"point {point}", match["text"], _evidence(match["text"], point, draft, report)
                )
            )
        elif point == 0:
            found.append(Statement("lead", _MONTH.sub("", line) if not found else line.strip()))
        elif blank or found[-1].where == "verdict":
            found.append(Statement("verdict", line.strip()))
        else:  # a point goes on in the next line
            found.append(Statement(f"point {point}", line.strip(), found[-1].evidence))
        blank = False
    return found


def _evidence(
    words: str, number: int, draft: Draft | None, report: CheckReport | None
) -> tuple[Evidence, ...]:
    if draft is None or report is None or not draft.key_points:
        return ()
    from rapidfuzz import fuzz

    alike = [fuzz.partial_ratio(words, point.text) for point in draft.key_points]
    best = alike.index(max(alike))
    if alike[best] < 60:
        best = number - 1  # reworded from the ground up: the point of its number
    return report.evidence[best] if best < len(report.evidence) else ()
