"""Hold the links of a statement against the log: an entry that it has, and that the paper cites.

An entry that the log does not have under that day is a mark; one that the paper does not cite is
evidence alone, since what carries a work on may cite another account of it: but then its name is
looked for in the paper as any other is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.check.paper_index import PaperIndex
from pipeline.records.remembered import Remembered
from pipeline.records.report import Finding, make_finding
from pipeline.records.statement import Statement
from pipeline.text.citations import Citations
from pipeline.text.links import Link, links
from pipeline.text.squash import squash

_LONGEST_TITLE = 120
"""Characters of a title that a finding shows."""


class Linked(NamedTuple):
    """A statement with its links blanked, and what is wrong with them.

    Days of links are the log's, and so are the names of what the paper cites: no other rule is to
    look for them in the paper.
    """

    statement: Statement
    findings: tuple[Finding, ...]


def without_links(
    statement: Statement, entries: Sequence[Remembered], citations: Citations, index: PaperIndex
) -> Linked:
    """Give a statement with its links blanked, and what the log or the paper does not bear out.

    A day that the paper itself has is no link.
    """
    words, findings = statement.words, []
    for link in links(statement.words):
        written = statement.words[link.start + 1 : link.end - 1]
        if index.squashed.has(squash(written)):
            continue
        of_day = [one for one in entries if one.day == link.day]
        named = [(one, length) for one in of_day if (length := link.name_of(one.title))]
        start = link.start - max((length for _, length in named), default=0)
        shown = statement.words[start : link.end] if named else f"{link.words}（{written}）"
        blank = link.start
        if not named:
            findings.append(_unknown(statement.where, shown, link, entries, of_day))
        elif any(citations.has(one.title, one.named) for one, _ in named):
            blank = start
        else:
            message = f"the log has {shown}, and the paper does not cite it"
            findings.append(
                make_finding(statement.where, "link", shown, message, "", None, reason="apart")
            )
        words = words[:blank] + " " * (link.end - blank) + words[link.end :]
    return Linked(statement._replace(words=words), tuple(findings))


def _unknown(
    where: str,
    shown: str,
    link: Link,
    entries: Sequence[Remembered],
    of_day: Sequence[Remembered],
) -> Finding:
    """Make a finding of a link to nothing; nearest is that name's entry, else one of that day."""
    same_name = (one for one in entries if one.day and link.name_of(one.title))
    nearest = next(same_name, of_day[0] if of_day else None)
    has = f"{nearest.title[:_LONGEST_TITLE]} ({nearest.when})" if nearest else ""
    message = f"the log has no entry {shown}" + (f"; it has {has}" if has else "")
    return make_finding(where, "link", shown, message, has, None, reason="missing")
