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
from itertools import chain

from pipeline.extract import blocks, floats, footnotes, formulas, listings, notices
from pipeline.extract.abstracts import BEGINS_KEYWORDS, IS_KEYWORDS
from pipeline.extract.characters import clean
from pipeline.extract.headings import Headings
from pipeline.extract.lines import Line
from pipeline.extract.notices import NoticePlace
from pipeline.extract.running_heads import drop_margins
from pipeline.extract.writer import Assembled, Writer

_STAMP = re.compile(r"arXiv:\S{9,20}\s+(?:\[[\w.-]+\]\s+)?\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}")
"""Stamps of old identifiers have no category."""
_FUNCTION_WORD = re.compile(r"\b(?:the|this|these|that|we|our|is|are|was|which|with|by|can|to)\b")
_RUN_IN = re.compile(
    r"(?:Abstract|ABSTRACT|A BSTRACT)\s*(?:[—–:.-]+\s*(?=\S)|\s(?=[A-Z]))"
    r"|(?:Summary|SUMMARY|Résumé|Zusammenfassung)\s*[—–:.]\s*(?=\S)"
    r"|[【\[]?(?:摘\s*要|要\s*旨|概\s*要|초\s*록|요\s*약)[】\]]?\s*[—–:：.]?\s*(?=\S)"
)
_TERMINAL = re.compile(r"[.!?:。！？：][”\"’)\]]*\d{0,2}$")
_SENTENCE_END = re.compile(
    r"(?<!\bal)(?<!\bFig)(?<!\be\.g)(?<!\bi\.e)[.!?](?:\[\d+\])?\s+(?=[A-Z])|[。！？]"
)
_ABBREVIATED = re.compile(r"\b(?:et al|e\.g|i\.e|Fig|cf)\.$")
_ENDS = ".!?:。！？："
"""Characters that end a sentence, or what a list follows."""

_FULL = 0.8
"""Share of the page's usual length, in characters, under which a line without a place is short."""
_HEADING_LETTERS = 60
"""Letters under which a bold line before one that is not is a heading."""
_NO_HEADINGS = ("formula", "listing")
"""Kinds of lines of the running text that are no heading, whatever they read like."""
_AHEAD = 3
"""Lines ahead that are asked whether a heading goes on in them: two do so at most."""
_MOST_OF_REST = 8
"""Lines at most that a sentence which goes on over a page of floats is looked for in."""
_RUN_IN_PAGES = 3
"""Pages that an abstract without a heading of its own may begin on: covers come first."""


def assemble(raw_pages: Sequence[str | Sequence[Line]], outline: Iterable[str] = ()) -> Assembled:
    """Join the lines of all pages into running text.

    `raw_pages` are the pages in order; `outline` the titles in the PDF's own outline, which make a
    line of the same words a heading.
    """
    pages, stamps = _without_stamps([_cleaned(page) for page in raw_pages])
    pages, found = _without_notices(pages, stamps)
    words = Counter(
        word
        for page in pages
        for line in page
        for word in re.findall(r"[\w-]+", line.text.lower())[:-1]
    )
    headings = Headings(outline, floats.body_size(chain.from_iterable(pages)))
    out = Writer(words)
    told = [list(blocks.told(formulas.marked(page))) for page in listings.marked(pages)]
    for number, page in enumerate(told, 1):
        if out.in_sentence and not any(line.part == "flow" for line in page):
            for line in _rest_of_sentence(told[number:]):
                out.line(line, ends=bool(_TERMINAL.search(line.text)), alone=False)
        out.open_page(number)
        lines = _floats_between(page, goes_on=out.goes_on)
        _Page(number, lines, headings, out).write()
    stamp = next((match[0] for line in stamps if (match := _STAMP.match(line.text))), "")
    return out.finish(stamp)._replace(notices=found)


def _cleaned(page: str | Sequence[Line]) -> list[Line]:
    lines = [Line(line) for line in page.splitlines()] if isinstance(page, str) else page
    return [
        line if text == line.text else line._replace(text=text)
        for line in lines
        if (text := clean(line.text))
    ]


def _without_stamps(pages: list[list[Line]]) -> tuple[list[list[Line]], list[Line]]:
    """Take arXiv's side stamp out of the first page, and give its lines."""
    if not pages:
        return pages, []
    first, *rest = pages
    stamps = [line for line in first if _STAMP.match(line.text)]
    return [[line for line in first if not _STAMP.match(line.text)], *rest], stamps


def _without_notices(
    pages: list[list[Line]], stamps: Sequence[Line]
) -> tuple[list[list[Line]], list[NoticePlace]]:
    """Take notices, running heads and page numbers out of the pages; give the notices in order."""
    if not pages:
        return [], []
    out: list[list[Line]] = []
    usual = floats.body_size(chain.from_iterable(pages))
    first, others = notices.take_out(1, pages[0])
    found = [*notices.of(1, stamps), *others]
    pages = [first, *pages[1:]]
    for number, (page, rest) in enumerate(zip(pages, drop_margins(pages), strict=True), 1):
        left = {(line.text, line.x0, line.y) for line in rest}
        found += notices.of(number, [x for x in page if (x.text, x.x0, x.y) not in left])
        if number > 1:
            rest, others = notices.take_out(number, rest)
            found += others
        out.append(footnotes.notes(rest, usual))
    return out, found


class _Page:
    """Writes one page's lines, each as what it is: a heading, a paragraph's line, a float's."""

    def __init__(self, number: int, lines: Sequence[Line], headings: Headings, out: Writer) -> None:
        self._number, self._lines, self._headings, self._out = number, lines, headings, out
        self._usual = _usual_length(lines)
        self._title: list[Line] = []

    def write(self) -> None:
        """Write the lines in order."""
        for at, line in enumerate(self._lines):
            ahead = self._lines[at + 1 : at + 1 + _AHEAD]
            following = ahead[0] if ahead else None
            if self._title and any(line is one for one in self._title):  # another line of a heading
                self._out.more(line)
            elif line.part != "flow":
                self._write_apart(line, following)
            elif line.kind in _NO_HEADINGS or not self._write_heading(line, ahead):
                self._write_text(line, following)

    def _write_apart(self, line: Line, following: Line | None) -> None:
        """Write a line of a float or a footnote."""
        if line.part == "note" and self._out.kind == "abstract":
            self._out.begin("front")
        last = following is None or _is_alone(following)
        ends = last or _ends_paragraph(line, following, self._usual)
        self._out.line(line, ends=ends, alone=_is_alone(line))

    def _write_heading(self, line: Line, ahead: Sequence[Line]) -> bool:
        """Write a line that is a heading, or begins with one; tell whether it is."""
        out = self._out
        if self._write_run_in(line):
            return True
        more = self._headings.more(line, ahead)
        if self._write_whole_heading(line, ahead, more) or (
            more and self._write_whole_heading(line, ahead, [])
        ):
            return True
        if out.kind == "abstract" and BEGINS_KEYWORDS.match(line.text):
            runs_on = not IS_KEYWORDS.fullmatch(line.text)
            out.heading("front", "", line, runs_on=runs_on)
        elif self._begins_abstract(line):
            out.heading("abstract", "Abstract", line, runs_on=True)
        else:
            return False
        return True

    def _write_whole_heading(self, line: Line, ahead: Sequence[Line], more: list[Line]) -> bool:
        """Write a heading that goes on in `more` lines, those next `ahead`; tell whether it is."""
        following = ahead[len(more)] if len(more) < len(ahead) else None
        last = more[-1] if more else None
        in_front = self._out.in_front
        found = self._headings.match(line, following, in_front=in_front, last=last)
        if found:
            self._out.heading(*found, line)
            self._title = more
        return found is not None

    def _write_run_in(self, line: Line) -> bool:
        """Write a line of the text that begins with a heading; tell whether it does."""
        out = self._out
        in_text = not out.in_front and out.kind != "references"
        if in_text and (found := self._headings.run_in(line)) and self._may_begin(found[1]):
            out.heading(*found, line, runs_on=True)
            return True
        return False

    def _may_begin(self, title: str) -> bool:
        """Tell a section's beginning from the parts of an abstract: "Methods: …"."""
        return self._out.kind != "abstract" or title[:1].isdigit()

    def _begins_abstract(self, line: Line) -> bool:
        early = self._number <= _RUN_IN_PAGES and not self._out.has("abstract")
        return early and bool(_RUN_IN.match(line.text))

    def _write_text(self, line: Line, following: Line | None) -> None:
        """Write a line of the running text; above the abstract, only sentences are joined.

        There, a line is of a sentence if it has its words, or goes on with one.
        """
        in_front = self._number == 1 and self._out.in_front
        goes_on = self._out.goes_on and not line.starts and line.size
        words = goes_on or _FUNCTION_WORD.search(line.text)
        alone = _is_alone(line) or (in_front and not words)
        self._out.line(line, ends=_ends_paragraph(line, following, self._usual), alone=alone)


# ── paragraphs ──


def _usual_length(lines: Sequence[Line]) -> int:
    """Give the length of a full line on this page, in characters: nine in ten are shorter."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _ends_paragraph(line: Line, following: Line | None, usual: int) -> bool:
    """Tell whether a paragraph ends with a line: short, with a sentence's end.

    So it does where the next one begins another; `usual` is the length of a full line in
    characters, for lines without a place.
    """
    if following is not None and (following.starts or following.part != line.part):
        return True
    if line.kind == "formula":  # a sentence may go on behind it
        begins = following is None or following.text[:1].isupper()
        return begins and (following is None or following.kind != "formula")
    placed = line.right > line.left
    short = not line.is_full if placed else len(line.text) < _FULL * usual
    return short and line.text[-1:] in _ENDS and not _ABBREVIATED.search(line.text)


def _is_alone(line: Line) -> bool:
    """Tell whether a line is kept as a line of its own.

    A table's row, turned text, and what stands in a figure are.
    """
    if line.kind == "formula":
        return False
    if line.part == "aside" or (line.part == "float" and (line.cells > 1 or line.form)):
        return True
    return line.part == "flow" and line.kind in ("row", "figure", "listing")


# ── floats ──


def _floats_between(page: Sequence[Line], *, goes_on: bool) -> list[Line]:
    """Put floats and footnotes between paragraphs, behind the one that they stand in.

    `goes_on` tells that the page begins within a paragraph. Where the page has no end of one, the
    end of a sentence has to do: its line is cut in two. Footnotes go to the page's end.
    """
    flow = [line for line in page if line.part == "flow"]
    groups = _groups(page)
    if not groups or not flow:
        return list(page)
    borders = [at for at in range(len(flow) + 1) if _is_border(flow, at, goes_on=goes_on)]
    borders = borders or _cut(flow)
    behind: dict[int, list[Line]] = {}
    for at, lines in groups:
        behind.setdefault(_place(at, lines, borders), []).extend(lines)
    out = list(behind.get(0, ()))
    for at, line in enumerate(flow, 1):
        out.append(line)
        out += behind.get(at, ())
    return out


def _rest_of_sentence(pages: Sequence[list[Line]]) -> list[Line]:
    """Take the rest of a sentence out of the next page with text, and give its lines.

    It is read in front of a page of floats. There it has no place: its boxes are of another page.
    """
    for page in pages:
        flow = [at for at, line in enumerate(page) if line.part == "flow"]
        if not flow:
            continue
        for count, at in enumerate(flow[:_MOST_OF_REST], 1):
            line = page[at]
            if line.kind or (line.starts and not line.text[:1].islower()):
                return []
            ends = list(_SENTENCE_END.finditer(line.text))
            cut = ends[0].end() if ends else len(line.text)
            if not ends and not _TERMINAL.search(line.text):
                continue
            moved = [page[i]._replace(size=0.0) for i in flow[:count]]
            moved[-1] = moved[-1]._replace(text=line.text[:cut].rstrip())
            left = (
                [line._replace(text=line.text[cut:], starts=False)] if cut < len(line.text) else []
            )
            page[at : at + 1] = left
            for i in reversed(flow[: count - 1]):
                del page[i]
            return moved
        return []
    return []


def _groups(page: Sequence[Line]) -> list[tuple[int, list[Line]]]:
    """Give what stands between two lines of the running text, by how many of them are before it."""
    groups: list[tuple[int, list[Line]]] = []
    before = 0
    for line in page:
        if line.part == "flow":
            before += 1
        elif groups and groups[-1][0] == before:
            groups[-1][1].append(line)
        else:
            groups.append((before, [line]))
    return groups


def _place(at: int, lines: Sequence[Line], borders: Sequence[int]) -> int:
    """Give the border that lines which stand behind `at` lines of the text go to."""
    if not borders:
        return at
    later = (border for border in borders if border >= at)
    return borders[-1] if lines[0].part == "note" else next(later, borders[-1])


def _is_border(flow: Sequence[Line], at: int, *, goes_on: bool) -> bool:
    """Tell whether a paragraph ends before line `at` of the running text."""
    if at == 0:
        return not goes_on
    before = flow[at - 1]
    ended = bool(_TERMINAL.search(before.text))
    if at == len(flow):
        return ended
    heading = before.bold and not flow[at].bold and before.letters < _HEADING_LETTERS
    return not heading and (flow[at].starts or (ended and not before.is_full))


def _cut(flow: list[Line]) -> list[int]:
    """Cut the last line with the end of a sentence in it behind that end, and give the place.

    The line is cut in place.
    """
    for at in range(len(flow) - 1, -1, -1):
        line = flow[at]
        if ends := list(_SENTENCE_END.finditer(line.text)):
            first, rest = line.text[: ends[-1].end()], line.text[ends[-1].end() :]
            flow[at : at + 1] = [
                line._replace(text=first.rstrip()),
                line._replace(text=rest, starts=False),
            ]
            return [at + 1]
    return []
