"""Tell a column's running text from what stands between it: floats with their captions.

A caption is told by its first words and by standing apart; with it goes what stands next to it and
is no running text: rows of cells, labels, lines of another size. Heights and distances are in
points; the thresholds are shares of a size ("ems": of the line's own) or of the leading, the
distance of two base lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from pipeline.extract.lines import Line
from pipeline.text.cjk import CJK

_CAPTION = re.compile(
    r"\s*(?:Figure|Fig\.?|FIG\.?|FIGURE|Table|TABLE|Tab\.|Algorithm|Listing|Scheme|Box|Plate"
    r"|Extended Data (?:Fig\.|Table)|图|表|図)\s*"
    r"(?:S?\d{1,3}|[IVXL]{1,6}|[A-Z]\.?\d{1,2})(?:\.\d{1,2})?(?P<end>\s*[.:|：—–]|\s|$)"
)
_OF_FIGURE = re.compile(r"\s*(?:Fig|FIG|图|図)")
_OF_TABLE = re.compile(r"\s*(?:Tab|TAB|Extended Data Table|表)")
_OF_LISTING = re.compile(r"\s*(?:Algorithm|Listing)")
_HEADING = re.compile(
    rf"\s*(?:(?:\d{{1,2}}|[A-Z]|[IVX]{{1,5}})(?:\.\d{{1,2}}){{0,3}}\.?\s+[A-Z{CJK}].{{2,80}}"
    r"|[A-Z][a-z]+(?: [A-Z]?[a-z]+){0,5})\s*"
)
_CAPITALS = re.compile(r"\s*(?:\d{1,2}|[A-Z])(?:\.\d{1,2}){1,3}\.?\s+[A-Z][A-Z\W\d]{5,80}")
"""A heading of a part of a section in small capitals, which is neither bold nor large."""
_REFERENCES = re.compile(
    r"\s*[\dIVX.]*\s*"
    r"(?:references|bibliography|r ?eferences|literature cited|参考文献)[\s:]*",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.!?:;。！？：；][”\"’)\]]*\s*\d{0,2}$")
_POINTS = re.compile(
    r"\b(?:Eqs?|Figs?|Secs?|Tabs?|Refs?|al|cf|e\.g|i\.e|Phys|Rev|Lett|Proc|Int|Commun|vol|pp|eds?)\.$"
    r"|(?:,|\band|\b[A-Z]\.)[ -]?[A-Z]\.$"
)
"""Abbreviations that something follows, and authors' initials: no sentence ends with them."""
_ITEM = re.compile(
    r"\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\[\d{1,3}\]|\[[A-Z][A-Za-z+]{1,7}\d{2}[a-z]?\]"
    r"|[•▪◦∙●■‣⁃–—-])\s"
)
_LOWER = re.compile(r"[a-z]{2}")
_ENTRY = re.compile(
    r"\s*(?:(?:\[\d{1,3}\]|\[[A-Z][A-Za-z+]{1,7}\d{2}[a-z]?\])\s+[A-Z“\"]|[•▪◦●■‣])"
)
"""A list of references' entry, or a bullet: begins a paragraph behind a page number, too."""

# the size of letters
_SAME = 0.06
"""Share of the text's size by which lines of one paragraph may differ."""
_OTHER_FONT = 0.15
"""Share of a line's size by which the next one of its paragraph may differ, in other fonts."""
_OTHER = 0.07
"""Ems by which a line differs that is of another paragraph."""
_SMALLER_CAPTION = 0.87
"""Share of a label's size that a caption is set in at least."""
_SAME_CAPTION = 0.05
"""Ems by which lines of one caption may differ."""
_OTHER_THAN_TEXT = 0.04
"""Share of the text's size by which a caption differs that has no full stop behind its number."""
_SMALLEST, _LARGEST = 0.9, 1.15
"""Shares of the usual size between which a line may be running text."""
_HEADINGS = 1.07
"""Share of the text's size from which on a line is as large as a heading."""
_TITLES = 1.2
"""Share of the text's size from which on a line across the columns is the paper's title."""

# distances of base lines
_STEPS = 0.5, 2.2
"""Ems between which the distance of two lines is one of two lines of text."""
_USUAL_LEADING = 12.0
"""Points, where a column has no two lines of text."""
_NEAR = 1.5
"""Leadings within which a line of text has another above or below it."""
_LAST_LINE = 1.25
"""Leadings at most from a paragraph's line to its last one."""
_ABOVE_CAPTION = 1.2
"""Leadings from which on a caption stands apart from the text above it."""
_IN_CAPTION, _IN_OWN_CAPTION, _OWN = 1.3, 1.12, 1.4
"""Leadings at most between a caption's lines; shares of the caption's own leading, which its first
two lines show where they are less than 1.4 leadings apart."""
_CAPTION_LEADING = 1.1
"""Ems of a caption's leading at least: most lines of a column may be a table's, closer together."""
_GAP, _WIDE_GAP = 1.3, 1.6
"""Leadings from which on a gap behind a sentence's end, or any gap, parts paragraphs."""
_BESIDE = 2.0
"""Leadings at most to the line after, for its left edge to tell of an indent."""

# places on a line
_EDGE = 0.5
"""Ems from the column's left edge within which a line begins at it."""
_INDENT = 0.7
"""Ems from which on a line is indented."""
_MOST_INDENT, _MOST_HANGING = 4.0, 6.0
"""Ems of an indent at most: on a column's first line; of another line, or hanging."""
_WIDE = 0.65
"""Share of the column's width from which on a full line is no paragraph's last."""

# letters and lines
_SURELY_TEXT = 30
"""Letters of a long line that is text though no line beside it is alike."""
_LABEL = 40
"""Letters under which a line in a figure's form is a label of the figure."""
_LEAST_HEADING = 4
"""Letters of a heading at least."""
_MOST_HEADING_CELLS = 2
"""A number and a title at most: more cells are a table's row."""
_FEW_LETTERS = 3
"""Letters up to which a line's size says nothing of a paragraph: a formula's number."""


def is_caption(line: Line) -> bool:
    """Tell whether a line reads like a caption's first: "Figure 2:", "Table IV." or "图 3："."""
    return names_float(line.text)


def names_float(text: str) -> bool:
    """Tell whether a text begins as captions do, with a stop behind the number."""
    match = _CAPTION.match(text)
    return bool(match and match["end"].strip())


def kind_named(caption: str) -> str:
    """Give the kind of what a caption names: a figure, a table or a listing."""
    if _OF_TABLE.match(caption):
        return "table"
    return "listing" if _OF_LISTING.match(caption) else "figure"


def begins_like_caption(text: str) -> bool:
    """Tell whether a text begins with the name of a figure, a table or an algorithm."""
    return bool(_CAPTION.match(text))


def heads_references(line: Line) -> bool:
    """Tell whether a line is the heading of a list of references."""
    return bool(_REFERENCES.fullmatch(line.text))


def leading(column: Sequence[Line]) -> float:
    """Give the usual distance of two base lines of a column, in points."""
    least, most = _STEPS
    steps = [
        above.y - below.y
        for above, below in pairwise(column)
        if least * below.size < above.y - below.y < most * below.size
    ]
    return median(steps) if steps else _USUAL_LEADING


# ── running text ──


def prose(column: Sequence[Line], body: float) -> list[Line]:
    """Give the lines of running text in a column.

    They are full lines of letters under each other, and the short ones that end them. `body` is the
    usual size of the page's letters in points.
    """
    step = leading(column)
    good = [_reads_on(line, body) for line in column]
    found: list[Line] = []
    for at, line in enumerate(column):
        near = [
            column[i]
            for i in (at - 1, at + 1)
            if 0 <= i < len(column) and good[i] and abs(column[i].y - line.y) < _NEAR * step
        ]
        goes_on = bool(at) and found[-1:] == [column[at - 1]]
        ends = goes_on and _is_last(line, column[at - 1], step)
        if ends or (good[at] and _is_prose(line, near, body)):
            found.append(line)
    return found


def _is_prose(line: Line, near: Sequence[Line], body: float) -> bool:
    """Tell whether a line is running text by itself, or by a long line `near` it."""
    alike = [other for other in near if abs(other.size - line.size) < _SAME * body]
    by_itself = _is_long(line) and (alike or line.letters >= _SURELY_TEXT)
    return bool(by_itself) or any(map(_is_long, alike))


def _is_long(line: Line) -> bool:
    return line.is_full and line.width > _WIDE * (line.right - line.left)


def _is_last(line: Line, before: Line, step: float) -> bool:
    """Tell whether a line that reads like no text may be the last of a paragraph: a number.

    It is of the same size as the full line above it, or ends the sentence that goes on there.
    """
    ends = bool(_TERMINAL.search(line.text)) and not _TERMINAL.search(before.text)
    same = abs(line.size - before.size) < _SAME * line.size
    return (same or (ends and line.letters > _FEW_LETTERS)) and _is_below(line, before, step)


def _is_below(line: Line, before: Line, step: float) -> bool:
    """Tell whether a line begins at the left edge, right below a full one like it."""
    alike = abs(line.size - before.size) < _OTHER_FONT * before.size and line.cells == 1
    at_edge = min(abs(line.x0 - line.left), abs(line.x0 - before.x0)) < _EDGE * line.size
    return before.is_full and alike and at_edge and before.y - line.y < _LAST_LINE * step


def _reads_on(line: Line, body: float) -> bool:
    """Tell whether a line may be of the running text.

    It is of its size or near it, mostly letters, not in cells, not in a figure.
    """
    letters = line.letters * 2 > len(line.text.replace(" ", ""))
    sized = _SMALLEST * body < line.size < _LARGEST * body
    return letters and sized and line.cells == 1 and not line.form


# ── floats ──


def settle(column: list[Line], body: float, *, spanning: bool) -> list[Line]:
    """Mark what of a column is of a float, and where paragraphs begin.

    Lines that are known to be of a float stay so. `body` is the usual size of the page's letters in
    points; `spanning` tells a part that is read across columns.
    """
    own = [line for line in column if line.part == "flow"]
    if not own:
        return column
    found = _Column(own, body, spanning=spanning, tables=_beside_tables(column))
    apart = found.floats()
    marked = [
        line._replace(
            part="float",
            kind=apart[at],
            starts=at in found.starts,
            # wide gaps of a caption part no cells
            cells=1 if apart[at] == "caption" else line.cells,
        )
        if at in apart
        else line
        for at, line in enumerate(own)
    ]
    settled = iter(_paragraphs(marked, found.step))
    return [next(settled) if line.part == "flow" else line for line in column]


def _beside_tables(column: Sequence[Line]) -> set[tuple[int, int]]:
    """Give the lines, by their place among those that are of no float, that a table stands beside.

    With each goes the way to it: -1 is above, 1 below.
    """
    found: set[tuple[int, int]] = set()
    at = int(column[0].part == "flow")
    for before, line in pairwise(column):
        if line.part == "flow" and before.kind == "table":
            found.add((at, -1))
        elif before.part == "flow" and line.kind == "table":
            found.add((at - 1, 1))
        at += line.part == "flow"
    return found


class _Column:
    """A column's lines, from top to bottom, and which of them are running text."""

    def __init__(
        self,
        lines: Sequence[Line],
        body: float,
        *,
        spanning: bool,
        tables: set[tuple[int, int]],
    ) -> None:
        self.step = leading(lines)
        self._tables = tables
        self._lines, self._body, self._spanning = lines, body, spanning
        self._running = {id(line) for line in prose(lines, body)}
        self.starts: set[int] = set()

    def floats(self) -> dict[int, str]:
        """Give the places of the lines that are of floats, with the kinds of their blocks.

        The places that a caption begins with, or what stands behind one, are in `starts`.
        """
        apart: dict[int, str] = {}
        for at, line in enumerate(self._lines):
            if at in apart or not self._begins_caption(at):
                continue
            caption = self._caption(at)
            self.starts |= {at, max(caption) + 1}
            apart |= dict.fromkeys(caption, "caption")
            named = kind_named(line.text)
            beside = self._beside(at, -1)
            if not _OF_FIGURE.match(line.text):
                beside |= self._beside(_last_of({*apart, *beside}, at), 1)
            apart = dict.fromkeys(beside, named) | apart
        labels = {at for at, line in enumerate(self._lines) if self._is_label(line)}
        return dict.fromkeys(labels, "figure") | apart

    def _is_label(self, line: Line) -> bool:
        return bool(line.form) and id(line) not in self._running and line.letters < _LABEL

    def _begins_caption(self, at: int) -> bool:
        """Tell whether a line begins a caption, and no sentence that names a figure."""
        line = self._lines[at]
        match = _CAPTION.match(line.text)
        if not match:
            return False
        above = self._lines[at - 1] if at else None
        apart = above is None or self._is_apart(line, above)
        if match["end"].strip():
            return apart or line.bold
        other_size = abs(line.size - self._body) > _OTHER_THAN_TEXT * self._body
        stands_out = other_size or (line.bold and above is not None)
        return apart and (stands_out or not line.is_full)

    def _is_apart(self, line: Line, above: Line) -> bool:
        far = above.y - line.y > _ABOVE_CAPTION * self.step
        return far or id(above) not in self._running

    def _caption(self, at: int) -> set[int]:
        """Give a caption's lines: on from its first one until a gap or another size."""
        first = self._like(at)
        most = self._most_in_caption(at)
        found = {at}
        for i in range(at + 1, len(self._lines)):
            before, line = self._lines[i - 1], self._lines[i]
            other = self._has_other_size(i, first)
            if other and not _TERMINAL.search(before.text):
                other = not _is_last(line, before, self.step)
            if before.y - line.y > most or other or is_caption(line):
                break
            if _is_centred_end(before) and line.is_full and _is_further_left(line, before):
                break
            found.add(i)
        return found

    def _like(self, at: int) -> Line:
        """Give the line that a caption's lines are like: its first one, or its second.

        The label may be set larger than the caption, but not the text.
        """
        first, second = self._lines[at], self._lines[at + 1 : at + 2]
        for line in second:
            smaller = _SMALLER_CAPTION * first.size < line.size < first.size
            if smaller and abs(line.size - self._body) > _OTHER_THAN_TEXT * self._body:
                return line
        return first

    def _has_other_size(self, at: int, first: Line) -> bool:
        """Tell whether a line is set in another size than a caption's first one.

        One between two lines of the caption's size has words of another size in it.
        """

        def differs(one: Line) -> bool:
            return abs(one.size - first.size) > _SAME_CAPTION * one.size

        line, after = self._lines[at], self._lines[at + 1 : at + 2]
        goes_on = line.is_full and bool(after) and not differs(after[0])
        return differs(line) and not goes_on

    def _most_in_caption(self, at: int) -> float:
        """Give the distance, in points, from which on a line is no longer the caption's."""
        step = max(self.step, _CAPTION_LEADING * self._lines[at].size)
        usual = _IN_CAPTION * step
        if at + 1 == len(self._lines):
            return usual
        own = self._lines[at].y - self._lines[at + 1].y
        return min(usual, _IN_OWN_CAPTION * own) if own < _OWN * step else usual

    def _beside(self, at: int, step: int) -> set[int]:
        """Give the lines above (`step` -1) or below (1) a caption that go with it.

        They end at the running text, a heading, a title, the references or another caption.
        """
        found: set[int] = set()
        if (at, step) in self._tables:
            return found  # it is known as a whole
        i = at + step
        while 0 <= i < len(self._lines) and not self._ends_float(self._lines[i]):
            found.add(i)
            i += step
        return found

    def _ends_float(self, line: Line) -> bool:
        if id(line) in self._running or is_heading(line, self._body):
            return True
        if self._spanning and line.size > _TITLES * self._body:
            return True
        return bool(_CAPTION.match(line.text)) or heads_references(line)


def _is_centred_end(line: Line) -> bool:
    """Tell whether a line ends a centred caption: short, with a sentence's end."""
    return not line.is_full and bool(_TERMINAL.search(line.text))


def _is_further_left(line: Line, before: Line) -> bool:
    return line.x0 < before.x0 - _EDGE * line.size


def _last_of(apart: set[int], at: int) -> int:
    while at + 1 in apart:
        at += 1
    return at


def is_heading(line: Line, body: float) -> bool:
    """Tell whether a line looks like a heading: bold or larger than the text, in words of one."""
    if line.form or line.cells > _MOST_HEADING_CELLS or line.letters < _LEAST_HEADING:
        return False
    large = line.size > _HEADINGS * body
    stands_out = line.bold or large or bool(_CAPITALS.fullmatch(line.text))
    return stands_out and bool(_HEADING.fullmatch(line.text))


# ── paragraphs ──


def _paragraphs(column: list[Line], step: float) -> list[Line]:
    """Mark where paragraphs begin: by indents, gaps behind an end, sizes, a list's marks."""
    flow = [at for at, line in enumerate(column) if line.part == "flow"]
    for place, at in enumerate(flow):
        before = column[flow[place - 1]] if place else None
        after = column[flow[place + 1]] if place + 1 < len(flow) else None
        if _starts(column[at], before, after, step):
            column[at] = column[at]._replace(starts=True)
    return column


def _starts(line: Line, before: Line | None, after: Line | None, step: float) -> bool:
    """Tell whether a paragraph begins with a line that stands between two others of the text."""
    if before is None:
        return after is not None and (is_indented_first(line, after) or _hangs(line, after))
    ended = bool(_TERMINAL.search(before.text)) and not _POINTS.search(before.text)
    if not ended and _goes_on_below(before, line, step):
        return False
    if _has_other_size(line, before) and (ended or not _is_below(line, before, step)):
        return True
    may_end = ended or not before.is_full
    if _is_item(line, before, may_end=may_end):
        return True
    hangs = _hangs(before, line) and before.y - line.y < _GAP * step
    if hangs and before.text.startswith("["):
        return False  # the second line of an entry, which may have no third
    if after is not None and _is_indented(line, before, after, step):
        hanging = line.x0 < before.x0 and before.text[-1:].isdigit()
        return may_end or hanging
    if hangs:
        return False
    gap = before.y - line.y
    if ended and (gap > _GAP * step or not before.is_full):
        return True
    if ended and line.x0 - before.x0 > _INDENT * line.size:
        return True
    return gap > _WIDE_GAP * step and not before.is_full and line.text[:1].isupper()


def _goes_on_below(before: Line, line: Line, step: float) -> bool:
    """Tell whether a word in lower case goes on, right below, with what has not ended."""
    begins = bool(_LOWER.match(line.text)) and not _ITEM.match(line.text)
    return begins and 0 < before.y - line.y < _GAP * step


def is_indented_first(line: Line, after: Line) -> bool:
    """Tell whether a column's first line is indented, by the one after it, and no entry's rest."""
    if _LOWER.match(line.text) or line.text[:1].isdigit() or _ENTRY.match(after.text):
        return False
    indented = _INDENT * line.size < line.x0 - line.left < _MOST_INDENT * line.size
    return indented and abs(after.x0 - line.left) < _INDENT * line.size


def _hangs(line: Line, after: Line) -> bool:
    """Tell whether a list's entry begins with a line, and goes on in the next, further right."""
    further = _INDENT * line.size < after.x0 - line.x0 < _MOST_HANGING * line.size
    return further and bool(_ENTRY.match(line.text)) and not _ITEM.match(after.text)


def _has_other_size(line: Line, before: Line) -> bool:
    differ = abs(before.size - line.size) > _OTHER * line.size
    return differ and min(line.letters, before.letters) > _FEW_LETTERS


def _is_item(line: Line, before: Line, *, may_end: bool) -> bool:
    """Tell whether an item of a list begins: where the line before may end one."""
    if _ENTRY.match(line.text) and before.text[-1:].isdigit():
        return True
    return may_end and bool(_ENTRY.match(line.text) or _ITEM.match(line.text))


def _is_indented(line: Line, before: Line, after: Line, step: float) -> bool:
    """Tell whether a line begins elsewhere than those before and after it, which begin alike."""
    em = line.size
    beside = abs(after.size - em) < _OTHER * em and abs(after.y - line.y) < _BESIDE * step
    alike = abs(after.x0 - before.x0) < _INDENT * em
    return beside and alike and _INDENT * em < abs(line.x0 - before.x0) < _MOST_HANGING * em


def body_size(lines: Iterable[Line]) -> float:
    """Give the size, in points, that most letters of some lines have; 0 where there are none."""
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size * 4) / 4] += line.letters
    return sizes.most_common(1)[0][0] if sizes else 0.0
