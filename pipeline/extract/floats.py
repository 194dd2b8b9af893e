"""Tell a column's running text from what stands between it: figures and tables with their captions, footnotes.

A caption is told by its first words and by standing apart; with it goes what stands next to it and
is no running text: rows of cells, labels, lines of another size. A footnote stands small at a
column's foot and begins with a raised mark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from pipeline.extract.lines import Line

_CAPTION = re.compile(
    r"\s*(?:Figure|Fig\.?|FIG\.?|FIGURE|Table|TABLE|Tab\.|Algorithm|Listing|Scheme|Box|Plate|Extended Data (?:Fig\.|Table)|图|表|図)\s*"
    r"(?:S?\d{1,3}|[IVXL]{1,6}|[A-Z]\.?\d{1,2})(?:\.\d{1,2})?(?P<end>\s*[.:|：—–]|\s|$)"
)
_HEADING = re.compile(
    r"\s*(?:(?:\d{1,2}|[A-Z]|[IVX]{1,5})(?:\.\d{1,2}){0,3}\.?\s+[A-Z\u4e00-\u9fff].{2,80}|[A-Z][a-z]+(?: [A-Z]?[a-z]+){0,5})\s*"
)
_MARK = re.compile(
    r"\s*(?:\d{1,2}|[*†‡§¶∗⋆♯#a-z]{1,2})\s?[^\W\d_]|\s*(?:\d{1,2}|[*†‡§¶∗⋆♯])\s?[“\"'(h]"
)
_GLUED_MARK = re.compile(r"\s*(?:\d{1,2}|[*†‡§¶∗])[A-Z\u4e00-\u9fff“]")
_REFERENCES = re.compile(
    r"\s*[\dIVX.]*\s*(?:references|bibliography|r ?eferences|literature cited|参考文献)[\s:]*",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.!?:;。！？：；][”\"’)\]]*\s*\d{0,2}$")
_ITEM = re.compile(
    r"\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\[\d{1,3}\]|\[[A-Z][A-Za-z+]{1,7}\d{2}[a-z]?\]|[•▪◦∙●■‣⁃–—-])\s"
)


def is_caption(line: Line) -> bool:
    """Tell whether a line reads like the first of a caption."""
    match = _CAPTION.match(line.text)
    return bool(match and match["end"].strip())


def leading(column: Sequence[Line]) -> float:
    """Give the usual distance of two base lines, in points."""
    steps = [
        above.y - below.y
        for above, below in pairwise(column)
        if 0.5 * below.size < above.y - below.y < 2.2 * below.size
    ]
    return median(steps) if steps else 12.0


def prose(column: Sequence[Line], body: float) -> list[Line]:
    """Give the lines of running text in a column: full lines of letters under each other, and the short ones that end them."""
    step = leading(column)
    found: list[Line] = []
    good = [_reads_on(line, body) for line in column]
    for at, line in enumerate(column):
        before = column[at - 1] if at else None
        if not good[at]:  # a paragraph's last line may be a number
            if (
                before is not None
                and found[-1:] == [before]
                and before.is_full
                and _goes_on(before, line, step)
            ):
                found.append(line)
            continue
        near = [
            column[i]
            for i in (at - 1, at + 1)
            if 0 <= i < len(column) and good[i] and abs(column[i].y - line.y) < 1.5 * step
        ]
        alike = [other for other in near if abs(other.size - line.size) < 0.06 * body]
        if (_is_long(line) and (alike or line.letters >= 30)) or any(
            _is_long(other) for other in alike
        ):
            found.append(line)
    return found


def _is_long(line: Line) -> bool:
    return line.is_full and line.width > 0.65 * (line.right - line.left)


def _goes_on(before: Line, line: Line, step: float) -> bool:
    """Tell whether a line may be the last of a paragraph: at the column's left edge, right below a line of the same size."""
    same = (
        abs(line.size - before.size) < 0.06 * line.size
        and abs(line.x0 - line.left) < 0.5 * line.size
    )
    return same and line.cells == 1 and before.y - line.y < 1.25 * step


def _reads_on(line: Line, body: float) -> bool:
    """Tell whether a line may be of the running text: of its size or near it, mostly letters, not in cells, not in a figure."""
    letters = line.letters * 2 > len(line.text.replace(" ", ""))
    return letters and line.cells == 1 and 0.9 * body < line.size < 1.15 * body and not line.form


def settle(column: list[Line], body: float, *, spanning: bool) -> list[Line]:
    """Mark what of a column is of a float, and where paragraphs begin. `spanning` tells a part that is read across columns."""
    if not column:
        return column
    running = {id(line) for line in prose(column, body)}
    step = leading(column)
    apart: set[int] = set()
    for at, line in enumerate(column):
        if at not in apart and _begins_caption(column, at, step, body, running):
            apart |= _caption(column, at, step)
            apart |= _beside(column, at, -1, running, body, spanning)
            if not re.match(r"\s*(?:Fig|FIG|图|図)", line.text):
                apart |= _beside(column, _last_of(apart, at), 1, running, body, spanning)
    apart |= {
        at
        for at, line in enumerate(column)
        if line.form and id(line) not in running and line.letters < 40
    }
    marked = [
        line._replace(part="float") if at in apart else line for at, line in enumerate(column)
    ]
    return _paragraphs(marked, step)


def _last_of(apart: set[int], at: int) -> int:
    while at + 1 in apart:
        at += 1
    return at


def _begins_caption(
    column: Sequence[Line], at: int, step: float, body: float, running: set[int]
) -> bool:
    line = column[at]
    match = _CAPTION.match(line.text)
    if not match:
        return False
    above = column[at - 1] if at else None
    apart = above is None or above.y - line.y > 1.2 * step or id(above) not in running
    if match["end"].strip():
        return apart or line.bold
    other_size = abs(line.size - body) > 0.04 * body
    return apart and (other_size or (line.bold and above is not None) or not line.is_full)


def _caption(column: Sequence[Line], at: int, step: float) -> set[int]:
    """Give a caption's lines: on from its first one until a gap or another size."""
    found = {at}
    own = column[at + 1 : at + 2]
    usual = (
        min(1.3 * step, 1.12 * (column[at].y - own[0].y))
        if own and column[at].y - own[0].y < 1.4 * step
        else 1.3 * step
    )
    for i in range(at + 1, len(column)):
        line, before = column[i], column[i - 1]
        if (
            before.y - line.y > usual
            or abs(line.size - column[at].size) > 0.05 * line.size
            or (_CAPTION.match(line.text) and is_caption(line))
        ):
            break
        if (
            not before.is_full
            and _TERMINAL.search(before.text)
            and line.is_full
            and line.x0 < before.x0 - 0.5 * line.size
        ):
            break
        found.add(i)
    return found


def _beside(
    column: Sequence[Line], at: int, step: int, running: set[int], body: float, spanning: bool
) -> set[int]:
    """Give the lines above (`step` -1) or below (1) a caption that go with it: until the running text, a heading or another caption."""
    found: set[int] = set()
    i = at + step
    while 0 <= i < len(column):
        line = column[i]
        if id(line) in running or is_heading(line, body) or _CAPTION.match(line.text):
            break
        if spanning and line.size > 1.2 * body:  # the title
            break
        if _REFERENCES.fullmatch(line.text):
            break
        found.add(i)
        i += step
    return found


def is_heading(line: Line, body: float) -> bool:
    """Tell whether a line looks like a heading: bold or larger than the text, in the words of one."""
    stands_out = (line.bold or line.size > 1.07 * body) and not line.form
    return (
        stands_out and line.cells <= 2 and line.letters >= 4 and bool(_HEADING.fullmatch(line.text))
    )


def _paragraphs(column: list[Line], step: float) -> list[Line]:
    """Mark where paragraphs begin: by indents, by gaps behind an end, by another size, by a list's marks."""
    flow = [at for at, line in enumerate(column) if line.part == "flow"]
    for place, at in enumerate(flow):
        line = column[at]
        before = column[flow[place - 1]] if place else None
        after = column[flow[place + 1]] if place + 1 < len(flow) else None
        if _starts(line, before, after, step):
            column[at] = line._replace(starts=True)
    return column


def _starts(line: Line, before: Line | None, after: Line | None, step: float) -> bool:
    em = line.size
    if before is None:
        return (
            after is not None
            and 0.7 * em < line.x0 - line.left < 4 * em
            and abs(after.x0 - line.left) < 0.7 * em
        )
    if abs(before.size - line.size) > 0.07 * em and line.letters > 3 and before.letters > 3:
        return True
    ended = bool(_TERMINAL.search(before.text))
    if re.match(r"\s*(?:\[\d{1,3}\]\s+[A-Z“\"]|[•▪◦●■‣])", line.text) and (
        ended or not before.is_full or before.text[-1:].isdigit()
    ):
        return True
    if _ITEM.match(line.text) and (ended or not before.is_full):
        return True
    indent = line.x0 - before.x0
    beside = (
        after is not None
        and abs(after.size - line.size) < 0.07 * em
        and abs(after.y - line.y) < 2 * step
    )
    if (
        after is not None
        and beside
        and abs(after.x0 - before.x0) < 0.7 * em
        and 0.7 * em < abs(indent) < 6 * em
    ):
        return ended or not before.is_full or (indent < 0 and before.text[-1:].isdigit())
    if ended and (before.y - line.y > 1.3 * step or not before.is_full or indent > 0.7 * em):
        return True
    return before.y - line.y > 1.6 * step and not before.is_full and line.text[:1].isupper()


def body_size(lines: Iterable[Line]) -> float:
    """Give the size, in points, that most letters of some lines have; 0 where there are none."""
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size * 4) / 4] += line.letters
    return sizes.most_common(1)[0][0] if sizes else 0.0


def notes(page: list[Line]) -> list[Line]:
    """Mark the footnotes of a page: small lines at a column's foot from a raised mark on, unless a list of references is set so."""
    body = body_size(page)
    at = len(page) if body else 0
    heights = [line.y for line in page]
    foot = min(heights) + 0.2 * (max(heights) - min(heights)) if heights else 0.0
    while at > 0:
        end = at
        column = (page[end - 1].left, page[end - 1].right)
        while (
            at > 0
            and (page[at - 1].left, page[at - 1].right) == column
            and (at == end or page[at - 1].y > page[at].y)
        ):
            at -= 1
        if page[end - 1].y < foot:
            _mark_notes(page, at, end, body)
    return page


def _mark_notes(page: list[Line], start: int, end: int, body: float) -> None:
    low = end
    while low > start and page[low - 1].size < 0.95 * body and page[low - 1].part == "flow":
        low -= 1
    above = any(line.size >= 0.95 * body and line.letters > 20 for line in page[start:low])
    if not above or any(_REFERENCES.fullmatch(line.text) for line in page[start:end]):
        return
    first = next((i for i in range(low, end) if begins_note(page[i])), end)
    if (
        low < end
        and first in (end, *range(low + 1, low + 6))
        and end - low < 12
        and _is_rest_of_note(page[low - 1], page[low], body)
    ):
        first = low
    for i in range(first, end):
        page[i] = page[i]._replace(part="note", starts=begins_note(page[i]))


def _is_rest_of_note(above: Line, line: Line, body: float) -> bool:
    """Tell whether a small line without a mark goes on with a footnote of the column before: it stands well below the text."""
    return (
        line.size < 0.92 * body
        and above.y - line.y > 1.8 * line.size
        and line.cells == 1
        and abs(line.x0 - line.left) < line.size
    )


def begins_note(line: Line) -> bool:
    """Tell whether a line begins with a footnote's mark: raised, or a numeral glued to its first word."""
    return bool(_MARK.match(line.text) if line.raised else _GLUED_MARK.match(line.text))
