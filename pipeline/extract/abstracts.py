"""Cut the abstract out of what stands around it, so that it begins and ends with its own words.

Its section goes from its heading to the next one, and may have figures, footnotes, keywords and
blocks of rights in it. What is a block of its own before or behind its sentences is the front's.
Sizes and places are in points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from pipeline.extract.places import BlockPlace, LinePlace, SectionPlace, not_empty

_PROSE = ("paragraph", "list item", "formula", "front")
_KEYWORDS = (
    r"(?:Additional )?(?:Key ?-?[Ww]ords|KEY ?WORDS)\b|I(?:ndex|NDEX) T(?:erms|ERMS)\b"
    r"|CCS (?:Concepts|CONCEPTS)|ACM Reference|Categories and Subject|General Terms\b|PACS\b"
    r"|(?:(?:19|20)\d\d )?(?:AMS |MSC|Mathematics )[Ss]ubject|MSC\b|JEL (?:[Cc]lass|[Cc]odes?)"
    r"|Mots[- ]cl|Schlüsselw|关\s*键\s*[词字]|キーワード|주제어|핵심어|中图分类号|分类号"
)
BEGINS_KEYWORDS = re.compile(rf"(?:{_KEYWORDS})")
"""How a line of keywords begins, or of classes that a paper belongs to."""
IS_KEYWORDS = re.compile(rf"(?:{_KEYWORDS})(?: Format| Descriptors)?\W*")
"""A line that heads keywords, or classes."""
_BEHIND = re.compile(
    rf"{_KEYWORDS}|[∗*†‡§¶⋆♯✉]\s?[^\W\d_]|note added\b|received\b|date:|dated:|website:|code:"
    r"|(?:project|home) ?page\b|github:|data:|demo:|models?:|correspond\w+:|contact:|e-?mail:"
    r"|equal contribution|copyright\b|©|preprint submitted",
    re.IGNORECASE,
)
"""How begins what stands behind an abstract."""
_EPIGRAPH = re.compile(r"[“\"‘].{10,400}[”\"’]\s*[-–—―]\s*[A-Z].{0,60}$", re.DOTALL)
_TERMINAL = re.compile(r"[.!?。！？][”\"’)\]]*\s?\d{0,2}\s*$")
_SAME_SIZE = 0.03
"""Share of a line's height by which lines of one style may differ."""
_SAME_EDGE = 4.0
"""Points by which the edges of columns of one style may differ."""
_MOST_PARAGRAPHS = 2
"""Paragraphs that an abstract without a heading may have behind its first."""


def settled(
    text: str,
    sections: Sequence[SectionPlace],
    blocks: Sequence[BlockPlace],
    lines: Sequence[LinePlace],
) -> list[SectionPlace]:
    """Give the sections of a text with abstracts that hold nothing but theirs.

    All are in order, sections and blocks without a gap; so are the sections that are given.
    """
    found: list[SectionPlace] = []
    for at, section in enumerate(sections):
        if section.kind != "abstract":
            found.append(section)
        elif section.title:
            found += _cut(
                text, section, [b for b in blocks if section.start <= b.start < section.end]
            )
        else:
            following = next(
                (s.kind for s in sections[at + 1 :] if s.kind != "front" or s.title), ""
            )
            found += _untitled(section, _to_heading(blocks, section.start), lines, following)
    return _joined(not_empty(found))


def _cut(text: str, section: SectionPlace, blocks: Sequence[BlockPlace]) -> Iterator[SectionPlace]:
    """Cut what is not its own off both ends of an abstract."""
    prose = [at for at, block in enumerate(blocks) if block.kind in _PROSE]
    if not prose:
        yield section
        return
    first = blocks[prose[0]]
    apart = any(block.kind != "heading" for block in blocks[: prose[0]])
    start = first.start if apart else section.start
    end, between = first.end, False
    for block in blocks[prose[0] + 1 :]:
        if block.kind == "heading":
            break
        if block.kind not in _PROSE:
            between = True
            continue
        words = text[block.start : block.end]
        begins = bool(_TERMINAL.search(text[end - 1 - _END : end])) and not words[:1].islower()
        if _BEHIND.match(words) or _EPIGRAPH.match(words) or (between and begins):
            break
        end, between = block.end, False
    yield SectionPlace("front", "", section.start, start)
    yield section._replace(start=start, end=end)
    yield SectionPlace("front", "", end, section.end)


_END = 8
"""Characters in which a sentence ends: a mark, brackets, a footnote's number."""


def _to_heading(blocks: Sequence[BlockPlace], start: int) -> list[BlockPlace]:
    """Give the blocks from `start` to the next heading."""
    found: list[BlockPlace] = []
    for block in blocks:
        if block.start >= start:
            if block.kind == "heading":
                break
            found.append(block)
    return found


def _untitled(
    section: SectionPlace, blocks: Sequence[BlockPlace], lines: Sequence[LinePlace], following: str
) -> Iterator[SectionPlace]:
    """Tell an abstract that no heading names from a text that begins at once, as prefaces do.

    An abstract is set otherwise than the paragraphs behind it, or ends at the body's heading.
    """
    first, *rest = blocks or [BlockPlace("paragraph", section.start, section.end)]
    own = _style(lines, first)
    more: list[BlockPlace] = []
    for block in rest:
        if block.kind not in _PROSE:
            continue
        if _differs(own, _style(lines, block)):
            break
        more.append(block)
    if not more:
        yield section
    elif following == "body" and len(more) <= _MOST_PARAGRAPHS and more[-1] is rest[-1]:
        yield section._replace(end=more[-1].end)
    else:
        yield section._replace(kind="front")


def _style(lines: Sequence[LinePlace], block: BlockPlace) -> tuple[float, float, float]:
    """Give the height of a block's lines, and their left and right edges; zeros without lines."""
    boxes = [line.box for line in lines if block.start <= line.start < block.end]
    if not boxes:
        return 0.0, 0.0, 0.0
    height = median(box.top - box.bottom for box in boxes)
    return height, min(box.left for box in boxes), max(box.right for box in boxes)


def _differs(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    if not (one[0] and other[0]):
        return True
    edges = any(abs(a - b) > _SAME_EDGE for a, b in zip(one[1:], other[1:], strict=True))
    return edges or abs(one[0] - other[0]) > _SAME_SIZE * one[0]


def _joined(sections: Sequence[SectionPlace]) -> list[SectionPlace]:
    """Close gaps and overlaps: each section ends where the next one begins; fronts are joined."""
    found: list[SectionPlace] = []
    for section in sections:
        start = max(section.start, found[-1].end) if found else section.start
        if section.end <= start:
            continue
        if found and section.kind == "front" == found[-1].kind and not section.title:
            found[-1] = found[-1]._replace(end=section.end)
        else:
            found.append(section._replace(start=start))
    return found
