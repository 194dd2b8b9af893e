"""Whether a paper is in a log: an entry of a day has its title or its mark as its own. Pure.

What only mentions a paper is no entry of it: an item of a pending list, a list below the days, a
remark or a comment in another entry. A title may be written in ways that begin no entry for
`reading_log` (a heading, plain, numbered, bold with its venue); such a line counts where no entry
is above it in its day, because below one it is that entry's text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from pipeline.log import boxes, pending_list, reading_log
from pipeline.log.reading_log import Line, Log
from pipeline.records.arxiv_id import ArxivId
from pipeline.text.titles import fold, without_nickname

_LONGEST_TITLE_LINE = 600
"""Characters of a line that are looked at for a title."""
_MARK = re.compile(r"<!--[ \t]*arXiv:(?P<base>[\w./-]+?)(?:v\d+)?(?=[\s，,]|--)[^>]*-->\s*")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)")
_BOLD_LINE = re.compile(r"^[ \t]*(?:\*\*|__)\S", re.MULTILINE)
_IS_BOLD = re.compile(r"(?:\*\*|__)(?=\S)")
_BEFORE_TITLE = re.compile(r"\ufeff?(?:#{1,6}[ \t]+)?(?:[-*+][ \t]+)?(?:\d{1,3}[.,)、，][ \t]*)?")
_FIRST_LINK = re.compile(r"(?:\*\*|__)?\[([^\[\]]+)\]\(")
_TARGET = re.compile(r"\]\([^()\s]*\)")
_LINKS_BEHIND = re.compile(r"(?<=\S)\s\[[^\[\]]{1,20}\]\([^()\s]+\)")
_ADDRESS = re.compile(r"\(?https?://[^\s)]+\)?")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,9}(?:\s[^<>]*)?>")
_MARKUP = re.compile(r"[*_`《》\[\]]+")
_IN_BRACKETS = re.compile(r"\s*[(（\[【][^()（）\[\]【】]{1,40}[)）\]】]\s*$")
_VENUE = re.compile(
    r"[\s,，.|·—–@-]+(?:[A-Z][A-Za-z&-]{1,15}[\s,]*)?['’]?(?:19|20)?\d\d\s*$"
    r"|[\s,，.|·—–@-]+[A-Z]{3,8}\s*$"
)
_BEFORE_ADDRESS = re.compile(r"(?:https?://\S*|arXiv:\s*|doi:\s*[\w./]*)$", re.IGNORECASE)
_LABEL = 12
"""Characters that may stand before or behind a paper's address in a line that is its address."""
_LEVEL_OF_A_LINE = 1
"""The level of the headings that end a day whose mark is none itself."""


class _Wanted(NamedTuple):
    """What a paper is told by: its title's folds, and its identifier as it stands in a text."""

    titles: set[str]
    base: str | None
    named: re.Pattern[str] | None

    def is_title(self, line: str, *, begins: bool, known: str | None = None) -> bool:
        """Tell whether a line is the paper's title.

        `begins` where words may follow the title's link; `known` is what `reading_log` reads in it.
        """
        folded = fold(line)  # first, because most lines end here
        if not any(title in folded for title in self.titles):
            return False
        forms = (known or "", *self._forms(line, begins=begins))
        return any(_folded(form) & self.titles for form in forms)

    def is_named(self, words: str) -> bool:
        return bool(self.base and self.base in words and self.named and self.named.search(words))

    def is_address(self, line: str) -> bool:
        """Tell whether a line is the paper's address and nothing but a word or two."""
        words = _COMMENT.sub("", line)
        found = self.named.search(words) if self.named else None
        if found is None:
            return False
        before = _BEFORE_ADDRESS.sub("", words[: found.start()]).strip("<([-* ")
        if before.endswith("]:"):  # where a link of another line leads to
            return False
        return len(before) <= _LABEL and len(words) - found.end() <= _LABEL

    def _forms(self, line: str, *, begins: bool) -> Iterator[str]:
        """Give what of a line may be a title: all of it, or without venue and links behind it."""
        start = _BEFORE_TITLE.match(line)
        words = line[start.end() :] if start else line
        link = _FIRST_LINK.match(words)
        if link and begins:
            yield link[1]
        words = _ADDRESS.sub("", _TAG.sub("", _LINKS_BEHIND.sub("", _COMMENT.sub("", words))))
        plain = _MARKUP.sub("", self.named.sub("", words) if self.named else words).strip()
        yield plain
        without_brackets = _IN_BRACKETS.sub("", plain)
        yield without_brackets
        yield _VENUE.sub("", without_brackets)


class _Part(NamedTuple):
    """A part of a day by its place: what a title begins, or what is above the first one.

    `title` is the line that begins it, empty above the first title; `known` is the title that
    `reading_log` reads in that line, None where it reads none. `below` is where its lines begin.
    """

    start: int
    below: int
    end: int
    title: str
    known: str | None


def find_entry(log: Log, arxiv_id: ArxivId | None, title: str) -> int | None:
    """Give the line, from 1, of the entry of a paper that is in the log; None if it is not.

    A paper is told by its identifier in any version, or by its title but for case, punctuation and
    a nickname in front.
    """
    base = arxiv_id.base if arxiv_id else None
    name = rf"(?<![\w.])(?:arXiv\.)?{re.escape(base)}(?:v\d+)?(?!\w|[./]\d)" if base else ""
    wanted = _Wanted(_folded(title), base, re.compile(name, re.IGNORECASE) if name else None)

    @cache
    def listed() -> frozenset[int]:
        items = pending_list.read(log)  # takes a while, and few logs have the paper
        return frozenset(line.start for item in items for line in (item.line, *item.below))

    for part in _parts(log):
        is_entry = _is_entry(part, wanted) and part.start not in listed()
        place = part.start if is_entry else _place_below(log.text, part, wanted, listed)
        if place is not None:
            return log.text.count("\n", 0, place) + 1
    return None


def _parts(log: Log) -> Iterator[_Part]:
    """Give the parts of all days, in order; a log without marks is one day.

    What stands in a pending list, or below a heading that ends a day, is in none.
    """
    marks = {mark.line.start: mark.line for mark in log.marks}
    headings = {line.start: line for line in log.headings}
    titles = {entry.start: entry.title for entry in log.entries}
    lists = pending_list.spans(log)
    is_day, level, at = not marks, 0, 0
    edges = sorted({0, len(log.text), *marks, *headings, *titles})
    for start, end in itertools.pairwise(edges):
        own_level = _level(headings[start]) if start in headings else _LEVEL_OF_A_LINE
        if start in marks:
            is_day, level = True, own_level
        elif start in headings and own_level <= level:
            is_day = False
        while at < len(lists) and lists[at][1] <= start:
            at += 1
        is_listed = at < len(lists) and lists[at][0] <= start
        if not is_day or is_listed:
            continue
        if start in marks:
            yield _Part(start, marks[start].end, end, "", None)
        elif start in headings or start in titles:
            line = log.text[start:end].partition("\n")[0]
            yield _Part(start, start + len(line), end, _bare(line), titles.get(start))
        else:
            yield _Part(start, start, end, "", None)


def _level(heading: Line) -> int:
    text = heading.text.lstrip("\ufeff")
    return len(text) - len(text.lstrip("#"))


def _bare(line: str) -> str:
    return line.strip()[:_LONGEST_TITLE_LINE]


def _is_entry(part: _Part, wanted: _Wanted) -> bool:
    """Tell whether the line that begins a part is the title of the paper's own entry."""
    if not part.title:
        return False
    if wanted.is_title(part.title, begins=True, known=part.known):
        return True
    # within a title that the log knows, an identifier may be what another paper is about
    about = _TARGET.sub("]", part.known or "").partition("》")[0]
    return wanted.is_named(part.title) and not wanted.is_named(about)


def _place_below(
    text: str, part: _Part, wanted: _Wanted, listed: Callable[[], frozenset[int]]
) -> int | None:
    """Give where a line of a part is the title, the address or the mark of the paper's own entry.

    Above the first title of a day any line may be; below one its address in the first line, the
    last mark (one above it is a remark), and bold lines, which `reading_log` may know as no title.
    `listed` gives the places of lines of pending lists and of notes below them, which are no
    entry's.
    """
    is_top = not part.title
    own_mark, is_first = None, True
    for line in _lines_to_look_at(text, part, wanted):
        bare = _bare(line.text)
        if mark := _MARK.fullmatch(bare):
            own_mark = part.below + line.start if mark["base"] == wanted.base else None
            if is_top and own_mark is not None:
                return own_mark
        elif (
            not boxes.read(bare).is_marked
            and (
                ((is_top or _IS_BOLD.match(bare)) and wanted.is_title(bare, begins=is_top))
                or ((is_top or is_first) and wanted.is_address(bare))
            )
            and part.below + line.start not in listed()
        ):
            return part.below + line.start
        is_first = False
    return own_mark


def _lines_to_look_at(text: str, part: _Part, wanted: _Wanted) -> Iterator[Line]:
    """Give the lines below a part's title that have words outside of fences and comments.

    A mark stays. Most parts are passed over whole: none of their lines could tell.
    """
    below = text[part.below : part.end]
    is_named = wanted.base is not None and wanted.base in below
    if below.isspace() or not (is_named or not part.title or _BOLD_LINE.search(below)):
        return
    is_hidden = False
    for line in reading_log.lines(below):
        bare = line.text.strip()
        was_hidden = is_hidden
        if is_hidden or "<!--" in bare:
            is_hidden = "-->" not in bare[bare.rfind("<!--") + 1 :]
        is_comment = was_hidden or (bare.startswith("<!--") and not _MARK.fullmatch(bare))
        if bare and not line.fenced and not is_comment:
            yield line


def _folded(title: str) -> set[str]:
    return {fold(title), fold(without_nickname(title))} - {""}
