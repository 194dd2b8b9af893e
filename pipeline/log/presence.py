"""Whether a paper is in a log: an entry of a day has its title or its mark as its own. Pure.

What only mentions a paper is no entry of it: an item of a pending list, a list below the days, a
remark in another entry. A title may be written in ways that begin no entry for `reading_log` (a
heading, plain, numbered, bold with its venue); such a line counts where no entry is above it in its
day, because below one it is that entry's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.log import pending_list, reading_log
from pipeline.log.reading_log import Line, Log
from pipeline.records.arxiv_id import ArxivId
from pipeline.text.titles import fold, without_nickname

_LONGEST_TITLE_LINE = 600
"""Characters of a line that are looked at for a title."""
_HEADING = re.compile(r"\ufeff?(#{1,6})[ \t]")
_BOX = re.compile(r"[ \t]*[-*+][ \t]+\[.?\]")
_MARK = re.compile(r"<!--[ \t]*arXiv:(?P<base>[\w./-]+?)(?:v\d+)?(?=[\s，,]|--)[^>]*-->\s*")
_BEFORE_TITLE = re.compile(r"\ufeff?(?:#{1,6}[ \t]+)?(?:[-*+][ \t]+)?(?:\d{1,3}[.,)、，][ \t]*)?")
_IS_BOLD = re.compile(r"(?:\*\*|__)(?=\S)")
_ADDRESS = re.compile(r"\(?https?://[^\s)]+\)?")
_MARKUP = re.compile(r"[*_`《》\[\]]+|</?u>")
_IN_BRACKETS = re.compile(r"\s*[(（\[【][^()（）\[\]【】]{1,40}[)）\]】]\s*$")
_VENUE = re.compile(
    r"[\s,，.|·—–@-]+(?:[A-Z][A-Za-z&-]{1,15}[\s,]*)?['’]?(?:19|20)?\d\d\s*$"
    r"|[\s,，.|·—–@-]+[A-Z]{3,8}\s*$"
)
_LABEL = 12
"""Characters that may stand before or behind a paper's address in a line that is its address."""
_LEVEL_OF_A_LINE = 1
"""The level of the headings that end a day whose mark is none itself."""


class _Wanted(NamedTuple):
    """What a paper is told by: its title's folds, and its identifier as it stands in a text."""

    titles: set[str]
    base: str | None
    named: re.Pattern[str] | None

    def has_title(self, line: str) -> bool:
        folded = fold(line)  # first, because most lines end here
        if not any(title in folded for title in self.titles):
            return False
        return any(_folded(form) & self.titles for form in _forms(line))

    def is_named(self, words: str) -> bool:
        return bool(self.named and self.named.search(words))

    def is_address(self, line: str) -> bool:
        """Tell whether a line is the paper's address and nothing but a word or two."""
        found = self.named.search(line) if self.named else None
        if found is None:
            return False
        before = re.sub(r"https?://\S*$|arXiv:\s*$", "", line[: found.start()]).strip("<([-* ")
        return len(before) <= _LABEL and len(line) - found.end() <= _LABEL


def find_entry(log: Log, arxiv_id: ArxivId | None, title: str) -> int | None:
    """Give the line, from 1, of the entry of a paper that is in the log; None if it is not.

    A paper is told by its identifier in any version, or by its title but for case, punctuation and
    a nickname in front.
    """
    base = arxiv_id.base if arxiv_id else None
    named = re.compile(rf"(?<![\w.]){re.escape(base)}(?:v\d+)?(?!\w|[./]\d)") if base else None
    wanted = _Wanted(_folded(title), base, named)
    entries = {entry.start: entry.title for entry in log.entries}
    has_entry = just_titled = False
    for line, begins_day in _of_days(log):
        bare = line.text.strip()[:_LONGEST_TITLE_LINE]
        if begins_day:
            has_entry = just_titled = False
        elif bare:
            known = entries.get(line.start)
            if _is_own(bare, known, wanted, has_entry=has_entry) or (
                just_titled and wanted.is_address(bare)
            ):
                return log.text.count("\n", 0, line.start) + 1
            just_titled = known is not None or bool(_HEADING.match(bare))
            has_entry = has_entry or just_titled
    return None


def _of_days(log: Log) -> Iterator[tuple[Line, bool]]:
    """Give the lines that entries of days may have, and whether each is a mark.

    A log without marks is one day. What stands in a fence, in a pending list, or below a heading
    that ends a day is left out.
    """
    marks = {mark.line.start for mark in log.marks}
    lists = pending_list.spans(log)
    is_day, level, at = not marks, 0, 0
    for line in reading_log.lines(log.text):
        heading = _HEADING.match(line.text)
        if line.start in marks:
            is_day, level = True, len(heading[1]) if heading else _LEVEL_OF_A_LINE
            yield line, True
        elif heading and not line.fenced and len(heading[1]) <= level:
            is_day = False
        while at < len(lists) and lists[at][1] <= line.start:
            at += 1
        is_listed = at < len(lists) and lists[at][0] <= line.start
        if is_day and not line.fenced and not is_listed and line.start not in marks:
            yield line, False


def _is_own(line: str, known: str | None, wanted: _Wanted, *, has_entry: bool) -> bool:
    """Tell whether a line is the title or the mark of the paper's own entry.

    `known` is the title that `reading_log` reads in it, `has_entry` whether one is above.
    """
    if mark := _MARK.fullmatch(line):
        return mark["base"] == wanted.base
    if line.startswith("<!--") or _BOX.match(line):
        return False
    if known is not None:
        is_beside = wanted.is_named(line) and not wanted.is_named(known.partition("》")[0])
        return bool(_folded(known) & wanted.titles) or is_beside
    if _HEADING.match(line):
        return wanted.has_title(line) or wanted.is_named(line)
    if has_entry and not _IS_BOLD.match(line):
        return False
    return wanted.has_title(line) or (not has_entry and wanted.is_address(line))


def _forms(line: str) -> Iterator[str]:
    """Give what of a line may be a title: all of it, or without a venue behind it."""
    start = _BEFORE_TITLE.match(line)
    plain = _MARKUP.sub("", _ADDRESS.sub("", line[start.end() :] if start else line)).strip()
    yield plain
    yield _IN_BRACKETS.sub("", plain)
    yield _VENUE.sub("", plain)


def _folded(title: str) -> set[str]:
    return {fold(title), fold(without_nickname(title))} - {""}
