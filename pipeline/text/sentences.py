"""Cut text into sentences: prose to be quoted, a paper as it is laid out, and words said of it.

They differ in what a sentence is. Prose is given without the space around it, and an abbreviation
does not end it. A paper's places leave no gap, since everything in it must stand in one. Words said
of a paper are short and often Chinese: a semicolon ends a sentence there.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.text.cjk import CJK, HANGUL

_ABBREVIATED = re.compile(
    r"(?:\b(?:et al|e\.g|i\.e|cf|vs|v\.s|w\.r\.t|Figs?|Eqs?|Secs?|Sects?|Chaps?|Tabs?|Refs?|No|resp"
    r"|stat|syst|approx|Dr|Prof|St|[A-Z]))\.$"
)
_LONGEST_ABBREVIATION = len("approx.")
"""Characters, the full stop included: so far back is looked, however long the sentence is."""
_BEGINS = rf"[A-ZÀ-ÖØ-ÞΑ-ΩА-Я{CJK}{HANGUL}“\"(\[0-9「『《]"
"""What a sentence begins with behind a full stop and a space."""
_CJK_END = rf"(?:[。！？｡]|(?<!\d)．)[”’」』）】》]*|(?<=[{CJK}{HANGUL}])[.!?](?=[{CJK}{HANGUL}])"
"""A full stop of Chinese and Japanese, with what it closes; one of Latin letters set there."""
_PROSE_END = re.compile(
    rf"[.!?][\"”’')\]]*\s+(?={_BEGINS}|[∗⋆†‡*])"
    rf"|(?<=[a-z)])[.!?]\d{{1,2}}\s+(?=\(?\d\)|[A-Z])|{_CJK_END}|\n"
)
"""A footnote's raised digits may stand between a full stop and the next sentence."""
_PAPER_END = re.compile(
    # a sentence's end is asked for before what may not stand there: most characters are none
    r"(?=[.!?])(?<![A-Z])(?<!\bal)(?<!\bvs)(?<!\bi\.e)(?<!\be\.g)(?<!\bFig)(?<!\bEq)(?<!\bcf)"
    rf"(?:(?<!\d)[.!?][”\"’)\]]*\d{{0,2}}|[.!?][”\"’)\]]*)\s+(?={_BEGINS})|{_CJK_END}|；|\n"
)
"""A footnote's raised digits may stand between a full stop and the next sentence."""
_SAID_END = re.compile(
    rf"(?<=[。！？；;])|(?<=[.!?])(?<!\bvs\.)(?<!\bal\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bcf\.)"
    r"(?<!\bEq\.)(?<!\bFig\.)(?<!\bTab\.)(?<!\bSec\.)"
    rf"\s+(?=[A-Z\d{CJK}])|\n"
)

_ASIDE = re.compile(r"[(（][^()（）]{1,300}[)）]")


class Place(NamedTuple):
    """Characters of a text that belong together: a sentence, or a line that stands alone."""

    start: int
    end: int


def split(text: str) -> Iterator[tuple[int, str]]:
    """Give the sentences of prose, each with the place of its first character."""
    start = 0
    for match in _PROSE_END.finditer(text):
        stop = match.start() + 1
        before = max(start, stop - _LONGEST_ABBREVIATION)
        if match[0] != "\n" and _ABBREVIATED.search(text, before, stop):
            continue
        end = match.start() + len(match[0].rstrip())
        yield _trimmed(text, start, end)
        start = match.end()
    yield _trimmed(text, start, len(text))


def of_paper(text: str) -> list[Place]:
    """Give the sentences of a paper's running text, in order and without gaps."""
    return _between([match.end() for match in _PAPER_END.finditer(text)], text)


def of_statement(words: str) -> list[Place]:
    """Give the sentences of what is said of a paper, in order and without gaps; at least one.

    A semicolon within brackets ends none: "41.8 (Table 2; 41.0 in the text), 1.2 more than".
    """
    asides = [match.span() for match in _ASIDE.finditer(words)]
    ends = [
        end
        for end in (match.end() for match in _SAID_END.finditer(words))
        if words[end - 1] not in ";；" or not any(low < end < high for low, high in asides)
    ]
    return _between(ends, words) or [Place(0, 0)]


def _between(ends: Sequence[int], text: str) -> list[Place]:
    edges = [0, *ends, len(text)]
    return [Place(start, end) for start, end in itertools.pairwise(edges) if end > start]


def _trimmed(text: str, start: int, end: int) -> tuple[int, str]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), piece.strip()
