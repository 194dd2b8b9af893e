"""Write the lines of a paper's pages as running text, as a person reads it.

In: each page's lines in reading order, with their places (columns.py), or plain text, one line of
the page a line. Out: lines joined to paragraphs, hyphenation undone, ligatures folded, running
heads and page numbers out, floats and footnotes between paragraphs instead of within sentences; the
pages' and the sections' places in it. Pure, and run inside the extracting child process, because
its input is hostile.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.extract import floats
from pipeline.extract.characters import clean
from pipeline.extract.headings import Headings, settle_kinds
from pipeline.extract.lines import Line
from pipeline.extract.running_heads import drop_margins
from pipeline.extract.sections import without_heading
from pipeline.pdf.geometry import Box

_STAMP = re.compile(r"arXiv:\S{9,20}\s+\[[\w.-]+\]\s+\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}")
_FUNCTION_WORD = re.compile(r"\b(?:the|this|these|that|we|our|is|are|was|which|with|by|can|to)\b")
_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef\u3001-\u303f"
_CJK_END, _CJK_START = re.compile(f"[{_CJK}]$"), re.compile(f"[{_CJK}]")
_WORD_HYPHEN = re.compile(r"[^\W_]-$")
_NUMERIC = re.compile(r"[-+±]?\d[\d.,]*[%kKMB]?|[-–—]|\d[\d.,]*\s*[±(].*")
_RUN_IN = re.compile(r"(?:Abstract|ABSTRACT|A BSTRACT)\s*(?:[—–:.-]+\s*(?=\S)|\s(?=[A-Z]))")
_BEHIND_ABSTRACT = re.compile(
    r"(?:Key ?words|KEY ?WORDS|Index Terms|CCS (?:Concepts|CONCEPTS)|ACM Reference Format|Categories and Subject|PACS|关键词)\b"
)
_TERMINAL = re.compile(r"[.!?:。！？：][”\"’)\]]*\d{0,2}$")
_SENTENCE_END = re.compile(
    r"(?<!\bal)(?<!\bFig)(?<!\be\.g)(?<!\bi\.e)[.!?](?:\[\d+\])?\s+(?=[A-Z])|[。！？]"
)


class Assembled(NamedTuple):
    """The running text with the places of its pages `(number, start, end)` and sections `(kind, title, start, end)`.

    `lines` are the places of the pages' lines in it, `(start, end, box)`, as far as they have
    boxes.
    """

    text: str
    pages: list[tuple[int, int, int]]
    sections: list[tuple[str, str, int, int]]
    stamp: str
    lines: list[tuple[int, int, Box]]


def assemble(raw_pages: Sequence[str | Sequence[Line]], outline: Iterable[str] = ()) -> Assembled:
    """Join the lines of all pages into running text.

    `raw_pages` are the pages in order; `outline` the titles in the PDF's own outline, which make a
    line of the same words a heading.
    """
    pages = [_cleaned(page) for page in raw_pages]
    stamp = next(
        (match[0] for page in pages[:1] for line in page if (match := _STAMP.match(line.text))), ""
    )
    pages = [
        [line for line in page if not (at == 0 and _STAMP.match(line.text))]
        for at, page in enumerate(pages)
    ]
    pages = [floats.notes(page) for page in drop_margins(pages)]
    words = Counter(
        word
        for page in pages
        for line in page
        for word in re.findall(r"[\w-]+", line.text.lower())[:-1]
    )
    headings = Headings(outline, floats.body_size(line for page in pages for line in page))
    out = _Writer(words)
    for number, page in enumerate(pages, 1):
        out.open_page(number)
        _write_page(out, headings, number, _floats_between(page, goes_on=out.goes_on))
    return out.finish(stamp)


def _cleaned(page: str | Sequence[Line]) -> list[Line]:
    lines = [Line(line) for line in page.splitlines()] if isinstance(page, str) else page
    return [line._replace(text=text) for line in lines if (text := clean(line.text))]


def _write_page(out: _Writer, headings: Headings, number: int, lines: Sequence[Line]) -> None:
    usual = _usual_length(lines)
    title: Line | None = None
    for at, line in enumerate(lines):
        if line is title:  # the second line of a heading
            out.more(line)
            continue
        following = lines[at + 1] if at + 1 < len(lines) else None
        text = line.text
        after = lines[at + 2] if at + 2 < len(lines) else None
        if line.part != "flow":
            if line.part == "note" and out.kind == "abstract":
                out.begin("front")
            ends = (
                following is None
                or following.part != line.part
                or following.starts
                or _is_alone(following)
            )
            out.line(
                line, ends=ends or _ends_paragraph(line, following, usual), alone=_is_alone(line)
            )
        elif not out.in_front and out.kind != "references" and (found := headings.run_in(line)):
            out.heading(*found, line, runs_on=True)
        elif headings.goes_on(line, following, after) and (
            found := headings.match(line, after, in_front=out.in_front)
        ):
            out.heading(*found, line)
            title = following
        elif found := headings.match(line, following, in_front=out.in_front):
            out.heading(*found, line)
        elif out.kind == "abstract" and _BEHIND_ABSTRACT.match(text):
            out.heading("front", "", line, runs_on=True)
        elif _RUN_IN.match(text) and not out.has("abstract") and number <= 3:
            out.heading("abstract", "Abstract", line, runs_on=True)
        else:
            alone = _is_alone(line) or (
                number == 1 and out.in_front and not _FUNCTION_WORD.search(text)
            )
            out.line(line, ends=_ends_paragraph(line, following, usual), alone=alone)


# ── paragraphs ──


def _usual_length(lines: Sequence[Line]) -> int:
    """Give the length of a full line on this page, in characters: nine in ten are shorter."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _ends_paragraph(line: Line, following: Line | None, usual: int) -> bool:
    if following is not None and (following.starts or following.part != line.part):
        return True
    short = not line.is_full if line.right > line.left else len(line.text) < 0.8 * usual
    ended = line.text[-1:] in ".!?:。！？：" and not re.search(
        r"\b(?:et al|e\.g|i\.e|Fig|cf)\.$", line.text
    )
    return short and ended


def _is_alone(line: Line) -> bool:
    """Tell whether a line is kept as a line of its own: a table's row, turned text, what stands in a figure."""
    if line.part == "aside" or (line.part == "float" and (line.cells > 1 or line.form)):
        return True
    return line.cells >= 4 or (
        _is_row(line.text) and not (line.size and line.cells == 1 and line.is_full)
    )


def _is_row(text: str) -> bool:
    """Tell whether a line reads like a table's row: mostly numbers, three or more."""
    cells = text.split()
    numeric = sum(bool(_NUMERIC.fullmatch(cell.strip("()[]*†‡"))) for cell in cells)
    return numeric >= 3 and numeric * 2 >= len(cells)


# ── floats ──


def _floats_between(page: Sequence[Line], *, goes_on: bool) -> list[Line]:
    """Put floats and footnotes between paragraphs, behind the one that they stand in; `goes_on` tells that the page begins within one.

    Where the page has no end of a paragraph, the end of a sentence has to do: its line is cut in
    two.
    """
    flow: list[Line] = []
    groups: list[tuple[int, list[Line]]] = []
    for line in page:
        if line.part == "flow":
            flow.append(line)
        elif groups and groups[-1][0] == len(flow):
            groups[-1][1].append(line)
        else:
            groups.append((len(flow), [line]))
    if not groups or not flow:
        return list(page)
    borders = [at for at in range(len(flow) + 1) if _is_border(flow, at, goes_on=goes_on)] or _cut(
        flow
    )
    behind: dict[int, list[Line]] = {}
    for at, lines in groups:
        note = lines[0].part == "note" and borders  # a footnote goes to its page's end
        place = (
            borders[-1]
            if note
            else next(
                (border for border in borders if border >= at), borders[-1] if borders else at
            )
        )
        behind.setdefault(place, []).extend(lines)
    out = list(behind.get(0, ()))
    for at, line in enumerate(flow, 1):
        out.append(line)
        out += behind.get(at, ())
    return out


def _is_border(flow: Sequence[Line], at: int, *, goes_on: bool) -> bool:
    """Tell whether a paragraph ends before line `at` of the running text."""
    if at == 0:
        return not goes_on
    before = flow[at - 1]
    if at == len(flow):
        return bool(_TERMINAL.search(before.text))
    heading = before.bold and not flow[at].bold and before.letters < 60
    return not heading and (
        flow[at].starts or (not before.is_full and bool(_TERMINAL.search(before.text)))
    )


def _cut(flow: list[Line]) -> list[int]:
    """Cut the last line with the end of a sentence in it behind that end, in place, and give the place."""
    for at in range(len(flow) - 1, -1, -1):
        if ends := list(_SENTENCE_END.finditer(flow[at].text)):
            cut = ends[-1].end()
            line = flow[at]
            flow[at : at + 1] = [
                line._replace(text=line.text[:cut].rstrip()),
                line._replace(text=line.text[cut:], starts=False),
            ]
            return [at + 1]
    return []


class _Writer:
    """Collects the running text and the places of pages and sections in it."""

    def __init__(self, words: Counter[str]) -> None:
        self._words = words
        self._parts: list[str] = []
        self._length = 0
        self._pending = ""  # what goes between the last line and the next: "", " ", a newline, or "-": a word may be cut here
        self._starts: list[tuple[int, int]] = []
        self._sections: list[tuple[str, str, int]] = [("front", "", 0)]
        self._lines: list[tuple[int, int, Box]] = []

    @property
    def in_front(self) -> bool:
        """Whether no section has begun: title, authors and affiliations stand in lines, not in sentences."""
        return len(self._sections) == 1

    def has(self, kind: str) -> bool:
        return any(section[0] == kind for section in self._sections)

    @property
    def kind(self) -> str:
        """The kind of the section that is being written."""
        return self._sections[-1][0]

    @property
    def goes_on(self) -> bool:
        """Whether the paragraph of the last line goes on."""
        return self._pending in (" ", "-", "") and bool(self._parts)

    def open_page(self, number: int) -> None:
        # the page begins where its first line will be written, so a word cut at the page break
        # belongs to the page before
        self._starts.append((number, -1))

    def begin(self, kind: str) -> None:
        """Begin a section without a heading."""
        if self._pending:
            self._write("\n")
        self._sections.append((kind, "", self._length))
        self._pending = ""

    def heading(self, kind: str, title: str, line: Line, *, runs_on: bool = False) -> None:
        self._break()
        self._put(line)
        self._sections.append((kind, title, self._length - len(line.text)))
        self._pending = " " if runs_on else "\n"

    def more(self, line: Line) -> None:
        """Go on with the heading written last."""
        self._pending = "-" if _WORD_HYPHEN.search(self._parts[-1]) else " "
        at = len(self._parts) - 1
        self._put(line)
        kind, _, start = self._sections[-1]
        self._sections[-1] = (kind, "".join(self._parts[at:]).rstrip(".:"), start)
        self._pending = "\n"

    def line(self, line: Line, *, ends: bool, alone: bool) -> None:
        if alone:
            self._break()
        self._put(line)
        if ends or alone:
            self._pending = "\n"
        elif _WORD_HYPHEN.search(line.text):
            self._pending = "-"
        else:
            self._pending = " "

    def _break(self) -> None:
        if self._pending:
            self._pending = "\n"

    def _put(self, line: Line) -> None:
        text = line.text
        if self._pending == "-":
            self._join_hyphen(text)
        elif (
            self._pending == " "
            and self._parts
            and _CJK_END.search(self._parts[-1])
            and _CJK_START.match(text)
        ):
            pass  # Chinese and Japanese have no space at a line's end
        elif self._pending:
            self._write(self._pending)
        self._mark_page()
        if box := line.box:
            self._lines.append((self._length, self._length + len(text), box))
        self._write(text)

    def _join_hyphen(self, line: str) -> None:
        """Undo hyphenation only where the joined word is one: a word that the paper writes with a hyphen elsewhere keeps it."""
        first = re.match(r"[^\W\d_]+", line)
        before = re.search(r"([\w-]*?)([^\W\d_]+)-$", self._parts[-1][-80:])
        if first is None or before is None or len(before[2]) < 2 or not line[0].islower():
            return  # "GPT-" / "3", "k-" / "means": the hyphen stays, and no space comes in
        front, back = before[2].lower(), first[0].lower()
        joined, hyphened = self._words[front + back], self._words[f"{front}-{back}"]
        compound = line[first.end() : first.end() + 1] == "-" or before[2] not in (
            front,
            front.capitalize(),
        )
        both_words = (
            min(self._words[front], self._words[back]) > 1 and min(len(front), len(back)) > 2
        )
        if joined > hyphened or (joined == hyphened and not compound and not both_words):
            self._parts[-1] = self._parts[-1][:-1]
            if self._lines and self._lines[-1][1] == self._length:
                self._lines[-1] = (self._lines[-1][0], self._length - 1, self._lines[-1][2])
            self._length -= 1

    def _mark_page(self) -> None:
        for at, (number, start) in enumerate(self._starts):
            if start < 0:
                self._starts[at] = (number, self._length)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def finish(self, stamp: str) -> Assembled:
        self._mark_page()
        text = "".join(self._parts)
        ends = [start for _, start in self._starts[1:]] + [len(text)]
        pages = [
            (number, start, end) for (number, start), end in zip(self._starts, ends, strict=True)
        ]
        places = [section[2] for section in self._sections[1:]] + [len(text)]
        sections = [
            (kind, title, start, end)
            for (kind, title, start), end in zip(self._sections, places, strict=True)
        ]
        settled = settle_kinds([s for s in sections if s[3] > s[2]], len(text))
        return Assembled(text, pages, without_heading(text, settled, pages), stamp, self._lines)
