"""Tell of what kind the lines of a page are, and what blocks the running text is made of.

A line's kind is told by where it stands (of a float, a footnote, a notice) and by what it has;
that of a block by its section, too: a paragraph of the references is an entry of them.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from pipeline.extract.floats import begins_like_caption, is_caption, kind_named
from pipeline.extract.lines import Line
from pipeline.extract.places import BlockPlace, PagePlace, SectionPlace
from pipeline.pdf.geometry import Box
from pipeline.text.cjk import CJK

_ITEM = re.compile(
    r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|(?:\d{1,2}|[a-z]|[ivx]{1,4})\.|[•▪◦∙●■‣⁃–—∗*-]"
    r"|(?:RQ|[QHC])\d{1,2}[.:)]?(?=\s[A-Za-z]))\s"
)
"""How an item of a list begins, questions and hypotheses among them."""
_LONGEST_HEADING, _LEAST_HEADING = 12, 4
"""Words of a heading at most, and letters at least."""
_GOES_ON = ".,;:-"
"""Characters that no heading ends with."""
_PROSE = ("paragraph", "list item", "row", "formula")
"""Kinds that are something else in the front and in the references."""
_JOINED = ("table", "listing", "formula", "figure")
"""Kinds of which what stands under each other is one block."""
_FRONT_PAGES = 2
"""Pages that title, authors and affiliations stand on: covers come first."""
_LEAST_WORDS = 40
"""Words of a paragraph of prose in front of the first heading, or behind the last entry of the
references, at least; an address has fewer."""
_JOINING = re.compile(r"\b(?:we|is|are|was|were|it|this|that|which|has|have|can|to|with)\b")
_LEAST_JOINING, _SENTENCE_WORDS = 2, 12
"""Words of sentences, and words in all, of a shorter paragraph that is prose all the same."""
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_ENTRY = re.compile(r"\[\d{1,3}\]\s")
_TWO_CHARACTERS = re.compile(rf"[{CJK}]{{2}}")
_LONG_LABEL = 45
"""Letters of a float's line that is no label but text, in a box or beside a figure."""
_LEADING, _EDGE = 1.5, 0.5
"""Ems from one line of a paragraph to the next at most, and from its left edge to its last line."""
_LEAST_LETTERLESS = 3
"""Lines without a letter under each other at least that are of a drawing."""
_LEAST_NUMBERS = 3
"""Numbers in a table's row at least, and they are half of its cells."""
_BELOW_TABLE = 3.0
"""Ems from a table's last row to its notes at most."""
_SAME_SIZE = 0.05
"""Share of a size by which lines of one paragraph may differ."""
_STRETCHED = 3.0
"""Ems under which the gaps of a line are those of a narrow column's words."""
_SENTENCE_END = re.compile(r"[.!?:;。！？：；][”\"’)\]]*$")
_CITATION = re.compile(r"\[\d{1,3}(?:[,\s–-]{1,3}\d{1,3}){0,20}\]")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
"""What is said of a name in a legend, or of a value."""
_ROW_CELLS = 4
"""Cells from which on a line is a table's row whatever is in them."""
_NUMERIC = re.compile(r"[-+±]?\d[\d.,]*[%kKMB]?|[-–—]|\d[\d.,]*\s*[±(].*")
_LABELLED = re.compile(r"[^\W\d_]{2}")
_TABLE_NOTE = re.compile(r"[†‡§¶]|[*∗](?=\S)|Notes?[.:]\s")
"""How a note below a table begins."""
_TICK = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")
_LEAST_TICKS = 4
"""Numbers along an axis at least."""
_UNIT = re.compile(r"[kKMB%]?")
_LEAST_STEPS, _UNEVEN = 2, 0.02
"""Steps between the numbers along an axis with a name at least, and how much they may differ."""
_CELL_MARK = " | "


def with_labels(page: Sequence[Line], figures: Sequence[Box]) -> list[Line]:
    """Give the lines of a page, what stands in the regions of its figures as their labels.

    Their places in points are those of the page as it is displayed. A word in lower case behind
    them goes on with the text in front of them.
    """
    kept: list[Line] = []
    behind_labels = False
    for before, line in zip([None, *page], page, strict=False):
        if _is_label(line, figures) and not _ends_paragraph(line, before):
            behind_labels |= line.part == "flow"
            line = line._replace(part="float", kind="figure")
        elif line.part == "flow":
            if behind_labels and line.text[:2].islower():
                line = line._replace(starts=False)
            behind_labels = False
        kept.append(line)
    return kept


def _ends_paragraph(line: Line, before: Line | None) -> bool:
    """Tell whether a line goes on below a full one of the text, at its left edge."""
    if before is None or before.part != "flow" or not before.is_full or line.starts:
        return False
    near = 0 < before.y - line.y < _LEADING * before.size
    return (
        near
        and before.letters >= _LONG_LABEL // 2
        and abs(line.x0 - before.left) < _EDGE * line.size
    )


def _is_label(line: Line, figures: Sequence[Box]) -> bool:
    """Tell a label of a figure from text, and from what is known to be something else.

    What is between a table's caption and a figure was taken for the table.
    """
    is_known = line.kind not in ("", "table") or _CELL_MARK in line.text
    is_text = line.letters >= _LONG_LABEL and line.cells < _ROW_CELLS
    if is_known or line.part == "aside" or is_text or not (box := line.box):
        return False
    across, up = (box.left + box.right) / 2, (box.bottom + box.top) / 2
    return any(
        figure.left < across < figure.right and figure.bottom < up < figure.top
        for figure in figures
    )


def told(page: Sequence[Line]) -> Iterator[Line]:
    """Give the lines of a page with their kinds, empty for lines of paragraphs and lists.

    A table's row that no caption names is a "row" until its section is known; what a figure has of
    rows with a label and numbers is a table, too, and so are the notes below one.
    """
    before: Line | None = None
    in_note = False
    for line in _told(page):
        if before is not None and line.part == "flow":
            below = (before.y - line.y) / max(1.0, line.size)
            begins = before.kind == "table" and before.part == "float"
            if begins and not in_note:
                in_note = 0 < below < _BELOW_TABLE and bool(_TABLE_NOTE.match(line.text))
            else:
                in_note = in_note and 0 < below < _LEADING
        else:
            in_note = False
        before = line._replace(part="float", kind="table") if in_note else line
        yield before


def _told(page: Sequence[Line]) -> Iterator[Line]:
    within = ""
    page = _with_drawings(page)
    around = zip([None, *page], page, [*page[1:], None], _text_behind(page), strict=False)
    for before, line, following, after in around:
        if line.part == "flow":
            within = ""
        elif line.kind in ("caption", "table") and begins_like_caption(line.text):
            # an algorithm's title stands in its box
            within = kind_named(line.text)
            if within == "listing":
                line = line._replace(kind="caption")
        elif line.kind == "table" and within == "listing" and _CELL_MARK not in line.text:
            line = line._replace(kind="listing")
        kind = line.kind or ("heading" if _heads(line, before, after) else _kind(line))
        if kind in ("row", "figure") and line.part == "flow" and _goes_on(line, before, following):
            kind = ""
        bare = _IN_BRACKETS.sub("", line.text) if kind == "figure" else ""
        is_row = _LABELLED.match(bare) and _is_of_numbers(bare)
        yield line._replace(kind="table" if is_row and not _are_axes(line.text) else kind)


def _with_drawings(page: Sequence[Line]) -> list[Line]:
    """Give the lines of a page, those without a letter under each other as a figure's labels.

    A drawing without a caption has them. Formulas are known by now.
    """
    kept: list[Line] = []
    for is_bare, run in groupby(page, key=_is_bare):
        several = list(run)
        drawn = is_bare and len(several) >= _LEAST_LETTERLESS
        kept += [
            line._replace(part="float", kind="figure", starts=False) if drawn else line
            for line in several
        ]
    return kept


def _is_bare(line: Line) -> bool:
    """Tell whether a line of the text has a place, and nothing but a few numbers."""
    open_ = line.part == "flow" and not line.kind and line.size > 0 and not line.is_full
    return open_ and all(map(_TICK.fullmatch, line.text.split()))


def _text_behind(page: Sequence[Line]) -> list[Line | None]:
    """Give for each line the next one that is of the running text."""
    found: list[Line | None] = []
    after = None
    for line in reversed(page):
        found.append(after)
        after = line if line.part == "flow" else after
    return found[::-1]


def _heads(line: Line, before: Line | None, after: Line | None) -> bool:
    """Tell a bold line that stands by itself above a paragraph: it heads that, if no section."""
    if not line.bold or line.part != "flow" or line.cells > 1:
        return False
    in_middle = line.x0 - line.left > line.size and line.right - line.x1 > line.size
    if line.is_full and not in_middle:
        return False
    if after is None or after.bold:
        return False
    begins = line.starts or before is None or before.part != "flow"
    short = len(line.text.split()) <= _LONGEST_HEADING and line.letters >= _LEAST_HEADING
    whole = not line.text[0].islower() and line.text[-1] not in _GOES_ON
    return begins and short and whole


def _kind(line: Line) -> str:
    """Give the kind of a line that no part of the layout has told."""
    if line.part == "note":
        return "footnote"
    if line.part == "flow":
        if not line.size and is_caption(line):  # nothing of its layout is known
            return "caption"
        if not is_row(line):
            return ""
        return "figure" if _are_ticks(line.text) else "row"
    if _CELL_MARK in line.text:
        return "table"
    is_text = line.letters >= _LONG_LABEL and line.cells == 1 and not line.form
    return "" if is_text and line.part == "float" else "figure"


def _goes_on(line: Line, before: Line | None, after: Line | None) -> bool:
    """Tell whether a line that reads like a row is of the sentence around it.

    It ends the one of the full line above it, or is stretched to the edges of its column.
    """
    if before is not None and line.cells == 1 and _is_near(before, line):
        return before.is_full and before.cells == 1 and not _SENTENCE_END.search(before.text)
    wide = max((other.x0 - one.x1 for one, other in pairwise(line.parts)), default=0.0)
    stretched = line.is_full and wide < _STRETCHED * line.size and not _is_of_numbers(line.text)
    above = before is not None and before.is_full and before.cells < _ROW_CELLS
    above = above and before is not None and _is_near(before, line)
    below = (
        after is not None
        and after.cells < _ROW_CELLS
        and _is_near(line, after)
        and not after.starts
    )
    ends = before is not None and bool(_SENTENCE_END.search(before.text))
    return stretched and below and (above or ends)


def _is_near(line: Line, below: Line) -> bool:
    """Tell whether a line of the text stands right above another of its size."""
    near = 0 < line.y - below.y < _LEADING * line.size
    alike = abs(line.size - below.size) < _SAME_SIZE * line.size
    return near and alike and line.part == below.part == "flow" and not line.kind


def is_row(line: Line) -> bool:
    """Tell whether a line of the text reads like a table's row: cells, or mostly numbers."""
    if line.cells >= _ROW_CELLS:
        return True
    if line.size and line.cells == 1 and line.is_full:
        return False
    return _is_of_numbers(line.text)


def _is_of_numbers(text: str) -> bool:
    cells = _CITATION.sub("", text).split()
    numeric = sum(bool(_NUMERIC.fullmatch(cell.strip("()[]*†‡"))) for cell in cells)
    return numeric >= _LEAST_NUMBERS and numeric * 2 >= len(cells)


def _are_ticks(text: str) -> bool:
    """Tell the numbers along an axis: four or more, each larger than the last, and no words."""
    cells = text.split()
    if len(cells) < _LEAST_TICKS or not all(map(_TICK.fullmatch, cells)):
        return False
    return all(float(one) < float(other) for one, other in pairwise(cells))


def _are_axes(text: str) -> bool:
    """Tell names and numbers along axes: three or more each, which rise by even steps."""
    steps: list[list[float]] = [[]]
    last: float | None = None
    for cell in text.split():
        number = _TICK.match(cell)
        if number is None or not _UNIT.fullmatch(cell[number.end() :]):
            last = None
            continue
        value = float(number[0])
        if last is None or value <= last:
            steps.append([])
        else:
            steps[-1].append(value - last)
        last = value
    return len(steps) > 1 and all(
        len(axis) >= _LEAST_STEPS and max(axis) - min(axis) < _UNEVEN * max(axis)
        for axis in steps[1:]
    )


def of_prose(text: str) -> str:
    """Give the kind of what begins with a line of the text: an item of a list, or a paragraph."""
    return "list item" if _ITEM.match(text) else "paragraph"


def settled(
    begun: Sequence[tuple[str, int]],
    text: str,
    sections: Sequence[SectionPlace],
    pages: Sequence[PagePlace],
) -> list[BlockPlace]:
    """Give the blocks of a text that begin with a kind at a character each, without a gap.

    `sections` and `pages` are in order.
    """
    starts = [section.start for section in sections]
    begun = _cut_at(starts, begun)
    front = pages[:_FRONT_PAGES][-1].end if pages else 0
    found: list[BlockPlace] = []
    for (kind, start), (_, end) in pairwise([*begun, ("", len(text))]):
        section = sections[max(0, bisect.bisect_right(starts, start) - 1)].kind
        if kind in _PROSE and section == "references":
            kind = "reference" if _may_be_entry(text[start:end]) else kind
        elif kind == "heading" and section == "front" and starts[1:] and start > starts[1]:
            pass  # of keywords, or of classes, behind the abstract
        elif kind in (*_PROSE, "heading") and section == "front" and start < front:
            kind = kind if _reads_on(text[start:end]) else "front"
        kind = "table" if kind == "row" else kind
        if found and kind in _JOINED and found[-1].kind == kind:
            found[-1] = found[-1]._replace(end=end)
        else:
            found.append(BlockPlace(kind, start, end))
    return found


def _cut_at(starts: Sequence[int], begun: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Give what begins with a kind at a character each, sections' beginnings among them.

    Sections that no heading tells begin within a paragraph.
    """
    places = [start for _, start in begun]
    known = set(places)
    cut = [
        (begun[bisect.bisect_right(places, start) - 1][0], start)
        for start in starts
        if start not in known and places and start > places[0]
    ]
    return sorted([*begun, *cut], key=lambda one: one[1])


def _reads_on(words: str) -> bool:
    """Tell a paragraph from lines of names and addresses: by its length, or as a sentence."""
    count = _words(words)
    joined = len(_JOINING.findall(words)) >= _LEAST_JOINING
    return count >= _LEAST_WORDS or (count >= _SENTENCE_WORDS and joined)


def _may_be_entry(words: str) -> bool:
    """Tell an entry of the references from text behind them that no heading parts from them."""
    begins = bool(_ENTRY.match(words))
    return begins or _words(words) < _LEAST_WORDS or bool(_YEAR.search(words))


def _words(text: str) -> int:
    """Count words: two Chinese characters are one."""
    return len(text.split()) + len(_TWO_CHARACTERS.findall(text))
