"""Find what a paper says of itself at the edges of its pages: where it was published, whose it is.

Running heads such as "Published as a conference paper at ICLR 2019", "Preprint. Under review.",
journals' banners, and the block on rights at the foot of page 1. Heights and distances are in
points.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.extract.floats import body_size
from pipeline.extract.footnotes import begins_note
from pipeline.extract.lines import Line
from pipeline.pdf.geometry import Box

_SAYS_SO = re.compile(
    r"\b(?:published|accepted|appears?|presented|submitted|preprint|pre-print|under review"
    r"|in submission|work in progress|draft|proceedings|conference|workshop|symposium|journal"
    r"|transactions|letters|review|annals|acta|bulletin|magazine|lecture notes|technical report"
    r"|vol(?:ume|\.)|copyright|licen[sc]ed|rights reserved|doi|issn|isbn)\b|©|arXiv:",
    re.IGNORECASE,
)
"""Words of a running head that say what the paper is; a title or the authors' names have none."""
_BEGINS = re.compile(
    r"\W*(?:(?:a )?preprint\b|under review\b|in submission\b|work in progress\b"
    r"|(?:to be |also )?(?:published|presented|accepted|submitted) (?:as|in|at|by|for|to)\b"
    r"|to appear (?:in|at)\b|(?:appears|appeared|appearing) (?:in|at)\b"
    r"|(?:in )?proceedings of\b|conference acronym|\d{1,2}(?:st|nd|rd|th) (?:annual )?"
    r"(?:international )?(?:conference|workshop|symposium)\b|permission to make\b|copyright\b|©"
    r"|(?:an?|the) (?:preliminary|earlier|extended|abridged|short|full) version of\b"
    r"|this (?:paper|article|work|manuscript) (?:has been|have been|is|was|appears|appeared)"
    r" (?:accepted|published|presented|submitted|to appear|a preprint|licen[sc]ed)\b"
    r"|this (?:\w+ )?paper is the open access\b|received by the editors?\b)",
    re.IGNORECASE,
)
"""First words of a line that is about the paper itself, wherever on page 1 it stands."""
_REPORT = re.compile(
    r"(?:[A-Z][A-Za-z]{1,9}[-–/]){1,3}(?=[\w/–-]*\d{2})\w{1,6}(?:[-–/]\w{1,6}){0,3}"
)
"""The number of a report, alone on its line."""
_BANNER = re.compile(
    r"©|arXiv:|\b[A-Z]{2,}[A-Za-z]*[ ’'`]{1,2}(?:(?:19|20)\d\d|(?<=[’'`])\d\d)\b"
    r"|\b\d{1,4} ?\((?:19|20)\d\d\)|\b(?:Journal of|Transactions on|Letters|Proceedings|Phys\."
    r"|Lecture Notes|Machine Learning Research|Conference on|Workshop on|Symposium on)\b"
)
"""What names a venue with its year, or a journal with its volume, in a line at a page's edge."""
_NUMBERED = re.compile(r"(?:ACM )?(?:ISBN|ISSN)\b|https?://doi\.org/|doi:", re.IGNORECASE)
"""A number of a publication, on a line of its own below what is said of rights."""
_OF_RIGHTS = re.compile(
    r"\W*(?:permission to make\b|copyright\b|©|conference acronym)", re.IGNORECASE
)
"""First words of a block on rights, or of a template's banner beside it: no text of the paper."""
_EDGE = 3
"""Lines at the foot and at the top of page 1 among which one stands alone that is taken out."""
_MOST = 20
"""Notices of a page at most: each is held against all of the page."""
_LONGEST = 12
"""Lines of a block at most."""
_LONGEST_BANNER = 150
"""Characters of a banner at most: a line of text that names a journal may be as long."""
_LEADING = 1.6
"""Ems from one line of a block to the next, at most."""
_APART = 1.4
"""Ems to the text from which on a block at a page's edge stands apart from it."""
_SAME_SIZE = 0.05
"""Share of a size by which lines of a block may differ."""
_ENDS = ".!?:"
"""Characters that end a notice."""
_SMALL = 0.97
"""Share of the text's size under which a line is smaller."""


class NoticePlace(NamedTuple):
    """A notice: its page, its text and its box; None where its lines have no place."""

    page: int
    text: str
    box: Box | None


def take_out(number: int, page: Sequence[Line]) -> tuple[list[Line], list[NoticePlace]]:
    """Find the notices of a page; give it without those that are no text of it, and all notices.

    On page 1 they may stand anywhere, on others as one line apart at the edges.
    """
    found: list[NoticePlace] = []
    kept: set[int] = set()
    gone: set[int] = set()
    for block in itertools.islice(_blocks(page, is_first=number == 1), _MOST):
        is_apart = _is_apart(block, page) and not begins_note(block[0])
        if number > 1 and len(block) > 1:
            continue  # a paragraph, or a reference
        if number == 1 or is_apart:
            found.append(_place(number, block))
            kept |= set(map(id, block))
        if is_apart or (number == 1 and _OF_RIGHTS.match(block[0].text)):
            gone |= set(map(id, block))
    return [
        line._replace(kind="notice") if id(line) in kept else line
        for line in page
        if id(line) not in gone
    ], found


def of(page: int, heads: Sequence[Line]) -> Iterator[NoticePlace]:
    """Give the notices among the running heads of a page."""
    return (_place(page, [line]) for line in heads if says_so(line.text))


def says_so(text: str) -> bool:
    """Tell whether a head says what the paper is, where it was published, or whose it is."""
    return bool(_SAYS_SO.search(text) or _BANNER.search(text))


def _blocks(page: Sequence[Line], *, is_first: bool) -> Iterator[list[Line]]:
    """Give the lines of a page that begin like a notice, each with those that go on with it."""
    body = body_size(page)
    edges = _edges(page)
    at = 0
    while at < len(page):
        line = page[at]
        if not line.size or line.part == "aside" or not _begins(page, at, edges, body, is_first):
            at += 1
            continue
        end = at + 1
        while end < len(page) and end - at < _LONGEST and _goes_on(page[end - 1], page[end]):
            end += 1
        yield list(page[at:end])
        at = end


def _begins(
    page: Sequence[Line], at: int, edges: tuple[float, float], body: float, is_first: bool
) -> bool:
    line = page[at]
    at_edge = line.y <= edges[0] or line.y >= edges[1]
    begins = bool(_BEGINS.match(line.text))
    banner = len(line.text) < _LONGEST_BANNER and bool(_BANNER.search(line.text))
    small = line.size < _SMALL * body
    if at_edge and (begins or (banner and (small or is_first))):
        return True
    if not is_first:
        return False
    if _REPORT.fullmatch(line.text):
        return True
    if line.part != "flow" or small:
        return begins or bool(small and line.starts and _BANNER.match(line.text))
    return begins and _is_alone(page, at)


def _is_alone(page: Sequence[Line], at: int) -> bool:
    """Tell whether a line of the text is a paragraph by itself."""
    line, after = page[at], page[at + 1] if at + 1 < len(page) else None
    before = page[at - 1] if at else None
    begins = before is None or line.starts or not before.is_full
    return begins and (after is None or not _goes_on(line, after))


def _goes_on(line: Line, following: Line) -> bool:
    """Tell whether a line goes on with a notice, and is none of its own."""
    near = 0 < line.y - following.y < _LEADING * line.size
    alike = abs(line.size - following.size) < _SAME_SIZE * line.size
    begins = line.text[-1:] in _ENDS and _BEGINS.match(following.text)
    if bool(_REPORT.fullmatch(line.text)) != bool(_REPORT.fullmatch(following.text)):
        return False
    goes_on = not following.starts or bool(_NUMBERED.match(following.text))
    return near and alike and goes_on and not begins


def _edges(page: Sequence[Line]) -> tuple[float, float]:
    """Give the heights up to which lines are at the foot, and from which on at the top."""
    heights = sorted(line.y for line in page if line.part != "aside") or [0.0]
    return heights[:_EDGE][-1], heights[-_EDGE:][0]


def _is_apart(block: Sequence[Line], page: Sequence[Line]) -> bool:
    """Tell whether a block stands apart from the text at the foot or at the top of its page."""
    low, high = min(line.y for line in block), max(line.y for line in block)
    gap = _APART * block[0].size
    own = set(map(id, block))
    others = [line for line in page if id(line) not in own and line.part != "aside"]
    foot = all(line.y > high + gap for line in others)
    top = all(line.y < low - gap for line in others)
    return foot or top or not others


def _place(page: int, block: Sequence[Line]) -> NoticePlace:
    boxes = [box for line in block if (box := line.box)]
    box = None
    if boxes:
        box = Box(
            min(box.left for box in boxes),
            min(box.bottom for box in boxes),
            max(box.right for box in boxes),
            max(box.top for box in boxes),
        )
    return NoticePlace(page, " ".join(line.text for line in block), box)
