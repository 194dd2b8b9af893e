"""Read a pending list as people write it, and tick an item.

Pure. A pending list is what stands under a heading or in a callout that says so (pending, to read,
待读, 読みたい, 읽을 …), before the first entry, or in a file without entries: lines with a box or
another mark (`boxes`) of any bullet and depth, and under such a heading the plain lines too. Under
one that only names papers (Papers, 论文) lines with a mark count, under one that says that it is
done (Done, 已读) none. A line below an item that is indented deeper and is no item itself is a note
about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from pipeline.log import boxes, reading_log
from pipeline.log.boxes import Marked
from pipeline.log.reading_log import Line, Log
from pipeline.text import identifiers

_NO_ITEM = re.compile(
    r"<!--|%%|[-*_]{3,}\s*$|(?:\d{1,9}[.)]|[-*+•])$|\[[^\[\]]+\]:\s|:[A-Z]+:|[\w-]+:: "
    r"|CLOCK:|SCHEDULED:|DEADLINE:"
    r"|</?(?:details|summary|div|p|br|hr|center|ul|ol|table|thead|tbody|img)\b|\|"
)
"""How words begin that are no item of a list without a mark of their own: comments, rules,
addresses of links, properties of Logseq, HTML that only lays out, tables."""
_HEADING = re.compile(r"\ufeff?(?P<marks>#{1,6})[ \t]+(?P<text>.*)")
_CALLOUT = re.compile(r"(?:[ \t]*>)+[ \t]*\[!(?P<kind>[\w-]+)\][+-]?[ \t]*(?P<text>.*)")
_SAYS_SO = re.compile(
    r"(?i)\bpending\b|\bto[-_ ]?do\b|\bto[-_ ]?read\b|\bto be read\b|\btbr\b|\bunread\b"
    r"|\breading[-_ ]?(?:list|queue|stack|pile|backlog)|\bread(?:ing)?[-_ ](?:later|next)\b"
    r"|\bbacklog\b|\bqueue\b|\bwish[- ]?list\b|\bwant to read\b|\b(?:up next|next up)\b"
    r"|待(?:读|讀|办|辦|看|阅|閱)|[想要](?:读|讀|看)|未(?:读|讀)|(?:阅读|閱讀|论文|論文|文献)(?:清单|清單|列表|计划|计画)"
    r"|(?:稍后|稍後|以后|以後|回头)再?(?:阅读|閱讀|读|讀|看)|必读"
    r"|読みたい|これから読|読む(?:予定|べき|つもり|もの)|未読|積読|積ん読|(?:あとで|後で)読|(?:読書|リーディング|論文)リスト|やること"
    r"|읽을|읽어야|읽고 ?싶|나중에 ?읽|안 ?읽은|(?:읽기|독서|논문) ?목록|할 ?일"
)
_NAMES_PAPERS = re.compile(
    r"(?i)\bpapers?\b|\breadings?\b|\bliterature\b|\barticles\b|论文|論文|文献|文獻|阅读|閱讀|読書|논문|읽기"
)
_SAYS_DONE = re.compile(
    r"(?i)\W*(?:done|read|finished|completed?|archived?|dropped|cancell?ed|abandoned)\W*(?:\d+\W*)?"
    r"|.*(?:已[读讀看阅閱]|已?完成|読了|読んだ|既読|完了|읽은|완료|放弃).*"
)
_REFERENCE = re.compile(r"^ {0,3}\[(?P<label>[^\[\]\n]{1,80})\]:[ \t]*(?P<to>\S.*)$", re.MULTILINE)
_REFERS = re.compile(r"\[(?P<words>[^\[\]]{1,500})\](?:[ ]?\[(?P<label>[^\[\]]{0,80})\])?(?!\()")
_BOX_LIKE = re.compile(
    r"^(?:[ \t]*>)*[ \t]*(?:(?:[-*+•]|\d{1,9}[.)])[ \t]*)?"
    r"(?:\\?\[[ \u3000/]?\\?\](?![(\[:])|[☐⬜🔲])[ \t\u3000]*\S.*"
    r"|^[ \t]*[-*+] (?:TODO|LATER|DOING|NOW) .*|^[ \t]*\|.*(?:\[[ \u3000]?\]|[☐⬜🔲])[ \t]*\|.*",
    re.MULTILINE,
)
"""A line that may have an open box, wherever it stands: a log of 20 MB is searched for them."""

_LATIN = re.compile(r"[A-Za-z]")
_LIKE_A_TITLE = re.compile(r"(?:[A-Za-z][\w-]+[:,]?\s+){3,12}[A-Za-z]")
"""Four words in a row: what has none of them below it is a remark about it."""

_BELOW_HEAD = re.compile(r"[ \t]*\|[\s:|-]*-[\s:|-]*")
"""What stands in a table below its heads."""

_Kind = Literal["list", "papers", "done", "other"]


class PendingItem(NamedTuple):
    """One line of a pending list.

    `number` counts lines from 1, `indent` columns; `parents` are the texts of the items that it is
    nested under, the outermost first. `linked` is what the references in its text lead to, `below`
    are the lines below it that are about it. `ticked` tells whether it is not open: done, dropped
    or moved.
    """

    text: str
    number: int
    line: Line
    indent: int
    parents: tuple[str, ...]
    boxed: bool
    ticked: bool
    linked: str = ""
    below: tuple[Line, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """The words of the lines below it that are about it."""
        return tuple(boxes.read(line.text).text for line in self.below)

    @property
    def words(self) -> str:
        """Its text, and what the references in it lead to."""
        return f"{self.text} {self.linked}" if self.linked else self.text


class _Section(NamedTuple):
    """Where items may stand, and as what its heading tells it."""

    start: int
    end: int
    kind: _Kind


class _Heading(NamedTuple):
    """A heading, and what it says that is below it."""

    line: Line
    level: int
    kind: _Kind


def read(log: Log) -> list[PendingItem]:
    """Give every item of the pending lists of a log, ticked ones too, in order."""
    found: list[PendingItem] = []
    references = _references(log.text)
    line, seen = 1, 0
    for section in _sections(log):
        line, seen = line + log.text.count("\n", seen, section.start), section.start
        reader = _Reader(references, section.kind, _first_mark(log))
        found += reader.items(_numbered(log.text, section, line))
    return found


def overlooked(log: Log, items: Iterable[PendingItem]) -> list[int]:
    """Give the lines, from 1, of open boxes that are none of a log's items."""
    known = {item.number for item in items}
    found: list[int] = []
    line, seen = 1, 0
    for match in _BOX_LIKE.finditer(log.text):
        line, seen = line + log.text.count("\n", seen, match.start()), match.start()
        if line not in known and boxes.read(match[0].rstrip("\r")).state == "open":
            found.append(line)
    fenced = _fenced(log.text) if found else set()
    return [number for number in found if number not in fenced]


def spans(log: Log) -> list[tuple[int, int]]:
    """Give where each list under a heading that says so stands, its heading included, in order."""
    return [(start, section.end) for start, section in _headed(log) if section.kind == "list"]


def tick(text: str, items: Iterable[PendingItem], way: str = "") -> str:
    """Give the text with items marked as done and nothing else changed.

    `way` is how those without a mark are marked (`way_of`); without one they stay as they are, as
    those do that are closed.
    """
    for item in sorted(items, key=lambda item: -item.number):
        start = item.line.start
        text = text[:start] + ticked_line(item, way) + text[start + len(item.line.text) :]
    return text


def ticked_line(item: PendingItem, way: str = "") -> str:
    """Give an item's line, without its end, as `tick` leaves it."""
    line = item.line.text
    return line if _HEADING.match(line) else boxes.done(line, boxes.read(line), way)


def way_of(items: Iterable[PendingItem]) -> str:
    """Give how a list marks what is done and has no box, as its last one is marked; "" for none."""
    ways = (boxes.way_of(item.line.text, boxes.read(item.line.text)) for item in items)
    return next((way for way in reversed(list(ways)) if way), "")


# ── where items may stand ──


def _sections(log: Log) -> Iterator[_Section]:
    """Give the lists under headings, and what else is before the first entry.

    A file whose days have no entries, as a daily note, has none: all of it is before.
    """
    end = _first_mark(log) if log.entries else len(log.text)
    at = 0
    for start, section in _headed(log):
        if at < min(start, end):
            yield _Section(at, min(start, end), "other")
        yield section
        at = section.end
    if at < end:
        yield _Section(at, end, "other")


def _first_mark(log: Log) -> int:
    return min((mark.line.start for mark in log.marks), default=len(log.text))


def _headed(log: Log) -> Iterator[tuple[int, _Section]]:
    """Give each list under a heading that tells what is below it, with the place of its heading."""
    headings, first_mark = list(_headings(log)), _first_mark(log)
    at = 0
    for number, heading in enumerate(headings):
        start = heading.line.start
        if heading.kind != "other" and start >= at:
            at = _end(headings, number, first_mark, len(log.text))
            yield start, _Section(heading.line.end, at, heading.kind)


def _headings(log: Log) -> Iterator[_Heading]:
    """Give the headings of a log; that of a day or a month tells nothing of a list."""
    marks = {mark.line.start for mark in log.marks}
    for line in log.headings:
        if match := _HEADING.match(line.text):
            kind = "other" if line.start in marks else _kind(match["text"])
            yield _Heading(line, len(match["marks"]), kind)


def _kind(words: str) -> _Kind:
    if _SAYS_SO.search(words):
        return "list"
    if _SAYS_DONE.fullmatch(words.strip()):
        return "done"
    return "papers" if _NAMES_PAPERS.search(words) else "other"


def _end(headings: list[_Heading], number: int, first_mark: int, end: int) -> int:
    """Give where the list under a heading ends: at one of those below it, or at the log's end.

    It is one of its level or higher, one that tells what is below it, too, or the first one among
    the entries.
    """
    level = headings[number].level
    below = (headings[at] for at in range(number + 1, len(headings)))
    ends = (
        other.line.start
        for other in below
        if other.kind in ("list", "done") or other.level <= level or other.line.start >= first_mark
    )
    return next(ends, end)


# ── items ──


class _Reader:
    """Reads the items of one section, line by line.

    Below `first_mark`, the place of a log's first day, what no heading says to be of a list is an
    item only where it names a paper: else it is a task of a daily note.
    """

    def __init__(self, references: dict[str, str], kind: _Kind, first_mark: int) -> None:
        self._references, self._kind, self._first_mark = references, kind, first_mark
        self._found: list[PendingItem] = []
        self._notes: dict[int, list[Line]] = {}
        self._above: list[tuple[PendingItem, bool]] = []
        """The items that a line may be nested under, and whether what is below them is notes."""
        self._last: PendingItem | None = None
        """The item that the line above is, or is about."""
        self._takes_plain = kind == "list"
        self._callout: _Kind | None = None
        self._deeper_than: int | None = None
        """The indent of a bullet that is a heading and says so: Logseq has them."""
        self._in_comment = False

    def items(self, lines: Iterable[tuple[int, Line]]) -> list[PendingItem]:
        """Give the items of some lines, with the notes about them."""
        for number, line in lines:
            self._take(number, line)
        notes = self._notes
        return [item._replace(below=tuple(notes.get(item.number, ()))) for item in self._found]

    def _take(self, number: int, line: Line) -> None:
        if self._is_comment(line.text) or not line.text.strip():
            self._last = self._callout = None
            return
        if heading := _HEADING.match(line.text):
            self._head(heading["text"].strip(), number, line)
        elif callout := _CALLOUT.match(line.text):
            self._above.clear()
            self._callout = _kind(f"{callout['kind']} {callout['text']}")
        else:
            self._line(number, line, boxes.read(line.text))

    def _is_comment(self, line: str) -> bool:
        was = self._in_comment
        if was or "<!--" in line:
            self._in_comment = "-->" not in line[line.rfind("<!--") + 1 :]
        return was or line.lstrip().startswith("<!--")

    def _head(self, text: str, number: int, line: Line) -> None:
        """Take a heading below the list's own: an item, whose plain lines are notes about it."""
        self._above.clear()
        self._last, self._takes_plain, self._deeper_than = None, False, None
        if self._kind == "list":
            self._found.append(PendingItem(text, number, line, 0, (), boxed=False, ticked=False))

    def _line(self, number: int, line: Line, marked: Marked) -> None:
        if not marked.quoted:
            self._callout = None
        if not marked.bullet and not marked.is_marked and self._continues(line, marked):
            return
        if (
            _BELOW_HEAD.fullmatch(line.text)
            and self._found
            and self._found[-1].number == number - 1
            and not self._found[-1].boxed
        ):
            self._found.pop()
        while self._above and self._above[-1][0].indent >= marked.indent:
            self._above.pop()
        if self._is_item(marked) and (item := self._item(number, line, marked)):
            self._found.append(item)
            self._last = item
            if marked.bullet or marked.is_marked:
                names_one = bool(identifiers.in_text(item.words))
                self._above.append((item, marked.is_marked or names_one))
        elif self._is_about(marked):
            self._last = self._above[-1][0]
            self._note(line)
        else:
            self._last = None

    def _continues(self, line: Line, marked: Marked) -> bool:
        """Take a line right below an item that goes on with it, and tell whether it is one."""
        if self._last is None or marked.cells or marked.indent <= self._last.indent:
            return False
        self._note(line)
        return True

    def _note(self, line: Line) -> None:
        if self._last:
            self._notes.setdefault(self._last.number, []).append(line)

    def _is_item(self, marked: Marked) -> bool:
        kind = self._callout or self._kind
        is_prose = marked.quoted and self._callout is None and not marked.bullet
        if is_prose and not marked.is_marked:
            return False
        if kind == "done":
            return False
        if marked.is_marked:
            return True
        if self._heads_bullets(marked):
            return False
        takes_plain = self._takes_plain if self._callout is None else self._callout == "list"
        if self._deeper_than is not None and marked.indent > self._deeper_than:
            takes_plain = bool(marked.bullet)
        if not takes_plain or (marked.bullet and self._is_about(marked)):
            return False
        if marked.cells:
            return marked.state != "none" or bool(identifiers.in_text(marked.text))
        return not _NO_ITEM.match(marked.text)

    def _heads_bullets(self, marked: Marked) -> bool:
        """Tell whether a bullet is a heading, and mind what it says."""
        if self._deeper_than is not None and marked.indent <= self._deeper_than:
            self._deeper_than = None
        heading = _HEADING.match(marked.text) if marked.bullet else None
        if heading and _kind(heading["text"]) == "list":
            self._deeper_than = marked.indent
        return bool(heading)

    def _is_about(self, marked: Marked) -> bool:
        """Tell whether a line is about the item that it is nested under.

        This has a mark or names a paper; or it is a title, and the line is a bullet without one.
        """
        if not self._above:
            return False
        item, takes_notes = self._above[-1]
        is_remark = marked.bullet and not _LATIN.search(marked.text)
        return takes_notes or bool(is_remark and _LIKE_A_TITLE.search(item.text))

    def _item(self, number: int, line: Line, marked: Marked) -> PendingItem | None:
        text, closed = marked.text, marked.state == "closed"
        parents = tuple(item.text for item, _ in self._above)
        linked = " ".join(self._linked(text))
        is_far = line.start > self._first_mark and (self._callout or self._kind) == "other"
        if not text or (is_far and not identifiers.in_text(f"{text} {linked}")):
            return None
        return PendingItem(
            text, number, line, marked.indent, parents, marked.is_marked, closed, linked
        )

    def _linked(self, text: str) -> Iterator[str]:
        """Give what the references in a text lead to: `[ReAct][1]` to the address of `[1]:`."""
        for match in _REFERS.finditer(text) if self._references else ():
            label = (match["label"] or match["words"]).casefold()
            if to := self._references.get(label):
                yield to


def _references(text: str) -> dict[str, str]:
    return {match["label"].casefold(): match["to"].strip() for match in _REFERENCE.finditer(text)}


def _numbered(text: str, section: _Section, first: int) -> Iterator[tuple[int, Line]]:
    """Give a section's lines outside of fences, numbered and placed as in the whole text.

    `first` is the number of its first line.
    """
    start = section.start
    for number, line in enumerate(reading_log.lines(text[start : section.end]), first):
        if not line.fenced:
            yield number, line._replace(start=line.start + start, end=line.end + start)


def _fenced(text: str) -> set[int]:
    return {number for number, line in enumerate(reading_log.lines(text), 1) if line.fenced}
