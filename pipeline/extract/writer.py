"""Write lines as running text, with the places of pages, sections, blocks and lines in it.

Lines are joined to paragraphs, and words that are cut at a line's end made whole.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from pipeline.extract import abstracts, blocks
from pipeline.extract.headings import settle_kinds
from pipeline.extract.hyphens import Hyphens
from pipeline.extract.lines import Line
from pipeline.extract.notices import NoticePlace
from pipeline.extract.places import BlockPlace, LinePlace, PagePlace, SectionPlace, not_empty
from pipeline.extract.sections import without_heading
from pipeline.text.cjk import CJK, CJK_MARKS

_CJK = CJK + CJK_MARKS
_CJK_END, _CJK_START = re.compile(f"[{_CJK}]$"), re.compile(f"[{_CJK}]")
_DASH = re.compile(r"[^\W_][–—]$")
_WORD_HYPHEN = re.compile(r"[^\W_]-$")
_FIRST_WORD = re.compile(r"\S+\s(?=\S)")

_MOST_PARTS = 6
"""Parts of the text that a heading of three lines is made of, with what is between them."""
_ENDS = re.compile(r"[.!?:;。！？：；][”\"’)\]]*\d{0,2}$")
_SENTENCES = {"paragraph", "list item", "formula"}
"""Kinds that stand in one sentence."""


class Assembled(NamedTuple):
    """The running text, the places in it of pages, sections, lines and blocks, and what is beside.

    Pages, sections and blocks cover the text without a gap; lines are those that have boxes. Beside
    it are arXiv's side stamp, and the notices, with the stamp among them.
    """

    text: str
    pages: list[PagePlace]
    sections: list[SectionPlace]
    stamp: str
    lines: list[LinePlace]
    notices: list[NoticePlace]
    blocks: list[BlockPlace]


class _Begun(NamedTuple):
    """A section that goes on until the next one begins."""

    kind: str
    title: str
    start: int


def _behind(text: str) -> str:
    """Give what goes behind a line that goes on.

    That is a space, "-" where a word may be cut, and "—" where a dash has no space around it.
    """
    if _WORD_HYPHEN.search(text):
        return "-"
    return "—" if _DASH.search(text) else " "


class Writer:
    """Collects the running text and the places of pages, sections and lines in it.

    `_pending` is what goes between the last line and the next: nothing, a space, a newline, "-":
    a word may be cut here, or "—": a dash has no space behind it.
    """

    def __init__(self, words: Counter[str]) -> None:
        self._hyphens = Hyphens(words)
        self._parts: list[str] = []
        self._length = 0
        self._pending = ""
        self._opened: list[int] = []
        self._starts: list[tuple[int, int]] = []
        self._sections = [_Begun("front", "", 0)]
        self._lines: list[LinePlace] = []
        self._blocks: list[tuple[str, int]] = []
        self._prose = "paragraph"

    @property
    def in_front(self) -> bool:
        """Whether no section has begun: title and authors stand in lines, not in sentences."""
        return len(self._sections) == 1

    def has(self, kind: str) -> bool:
        """Tell whether a section of a kind has begun."""
        return any(section.kind == kind for section in self._sections)

    @property
    def kind(self) -> str:
        """The kind of the section that is being written."""
        return self._sections[-1].kind

    @property
    def goes_on(self) -> bool:
        """Whether the paragraph of the last line goes on."""
        return self._pending != "\n" and bool(self._parts)

    @property
    def in_sentence(self) -> bool:
        """Whether the sentence of the last line of the running text goes on."""
        if not self.goes_on or self.in_front or not self._blocks:
            return False
        return self._blocks[-1][0] in _SENTENCES and not _ENDS.search(self._parts[-1])

    def open_page(self, number: int) -> None:
        """Begin a page where its first line will be written.

        So a word that is cut at the page break is on the page before.
        """
        self._opened.append(number)

    def begin(self, kind: str) -> None:
        """Begin a section without a heading."""
        if self._pending:
            self._write("\n")
        self._sections.append(_Begun(kind, "", self._length))
        self._pending = ""

    def heading(self, kind: str, title: str, line: Line, *, runs_on: bool = False) -> None:
        """Begin a section with its heading's line, which its paragraph may run on from."""
        self._break()
        self._put(line._replace(kind="" if runs_on else "heading"))
        self._sections.append(_Begun(kind, title, self._length - len(line.text)))
        self._pending = _behind(line.text) if runs_on else "\n"

    def more(self, line: Line) -> None:
        """Go on with the heading written last."""
        self._pending = _behind(self._parts[-1])
        self._put(line._replace(kind="heading"))
        begun = self._sections[-1]
        whole = "".join(self._parts[-_MOST_PARTS:])
        title = whole[begun.start - self._length :].rstrip(".:")
        self._sections[-1] = begun._replace(title=title)
        self._pending = "\n"

    def line(self, line: Line, *, ends: bool, alone: bool) -> None:
        """Go on with a line: one that `ends` a paragraph, or is kept `alone`."""
        if alone:
            self._break()
        self._put(line)
        if ends or alone:
            self._pending = "\n"
        else:
            self._pending = _behind(line.text)

    def _break(self) -> None:
        if self._pending:
            self._pending = "\n"

    def _put(self, line: Line) -> None:
        ahead = 0
        if not self._may_go_on(line):
            self._break()
        if self._pending == "-":
            self._join_hyphen(line.text)
            word = _FIRST_WORD.match(line.text)
            ahead = word.end() if word else 0
        elif self._pending == "\n" or (
            self._pending == " " and not self._is_between_cjk(line.text)
        ):
            self._write(self._pending)
        self._mark_pages(ahead)
        self._begin_block(line)
        if box := line.box:
            self._lines.append(LinePlace(self._length, self._length + len(line.text), box))
        self._write(line.text)

    def _may_go_on(self, line: Line) -> bool:
        """Tell whether a line may stand in one paragraph with what is before it.

        Text and formulas may; anything else has paragraphs of its own.
        """
        if not self._blocks:
            return True
        before = self._blocks[-1][0]
        return line.kind == before or {line.kind or self._prose, before} <= _SENTENCES

    def _begin_block(self, line: Line) -> None:
        """Begin a block with a line, unless it goes on with the last one's paragraph and kind.

        Prose that goes on behind a formula is of the kind that it was before.
        """
        begins = not self._parts or self._parts[-1] == "\n"
        if begins:
            self._prose = blocks.of_prose(line.text)
        kind = line.kind or self._prose
        if begins or kind != self._blocks[-1][0]:
            self._blocks.append((kind, self._length))

    def _is_between_cjk(self, text: str) -> bool:
        """Tell a line's end without a space: Chinese and Japanese have none."""
        last = self._parts[-1] if self._parts else ""
        return bool(_CJK_END.search(last) and _CJK_START.match(text))

    def _join_hyphen(self, text: str) -> None:
        """Undo hyphenation where the joined word is one.

        A word that the paper writes with a hyphen elsewhere keeps it.
        """
        if self._hyphens.is_left_out(self._parts[-1], text):
            self._write(" ")
        if not self._hyphens.is_cut(self._parts[-1], text):
            return
        self._parts[-1] = self._parts[-1][:-1]
        if self._lines and self._lines[-1].end == self._length:
            self._lines[-1] = self._lines[-1]._replace(end=self._length - 1)
        self._length -= 1

    def _mark_pages(self, ahead: int) -> None:
        """Let pages begin here, or behind a word that begins on the page before."""
        self._starts += [(number, self._length + ahead) for number in self._opened]
        self._opened.clear()

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def finish(self, stamp: str) -> Assembled:
        """Give all that was written."""
        self._mark_pages(0)
        text = "".join(self._parts)
        page_ends = [start for _, start in self._starts[1:]] + [len(text)]
        pages = [
            PagePlace(number, start, end)
            for (number, start), end in zip(self._starts, page_ends, strict=True)
        ]
        section_ends = [section.start for section in self._sections[1:]] + [len(text)]
        sections = [
            SectionPlace(*section, end)
            for section, end in zip(self._sections, section_ends, strict=True)
        ]
        settled = without_heading(text, settle_kinds(not_empty(sections), len(text)), pages)
        made = blocks.settled(self._blocks, text, settled, pages)
        settled = abstracts.settled(text, settled, made, self._lines)
        made = blocks.settled(self._blocks, text, settled, pages)
        return Assembled(text, pages, settled, stamp, self._lines, [], made)
