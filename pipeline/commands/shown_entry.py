"""An entry as it will stand, with what is doubtful below the line that it is in, and why."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.commands.doubts import Doubt, own_label, pieces_of
from pipeline.commands.terminal import plain
from pipeline.commands.wrapped import wrapped
from pipeline.records.report import Finding
from pipeline.records.statement import Statement
from pipeline.text import marks
from pipeline.text.escapes import unescaped

if TYPE_CHECKING:
    from rich.text import Text

_LONGEST_GAP = 200
"""Lines between two that say something: pictures and comments take a few."""
_NO_WORD_BEFORE = r"(?<![A-Za-z0-9])(?<!\d\.)"
_NO_WORD_BEHIND = r"(?![A-Za-z0-9]|\.\d)"
_COLOURS = {"contradicted": "bold red"}
_OTHER_COLOUR = "bold yellow"
_PAPERS_WORDS = "cyan"


def in_order(body: str, said: Sequence[Statement], doubts: Sequence[Doubt]) -> list[Doubt]:
    """Give doubts in the order of the lines of an entry that they stand below."""
    line_of = _lines_below(body, places(body, said))
    return sorted(doubts, key=lambda doubt: line_of(doubt.finding.where))


def lines_of(
    body: str, said: Sequence[Statement], doubts: Sequence[Doubt], width: int
) -> Iterator[Text]:
    """Give the lines of an entry for a terminal, its doubts below the lines that they are in.

    `said` is what its lines say, in order. The doubts are numbered from 1; the pages of a point's
    quotes stand below it.
    """
    from rich.text import Text

    at_lines = places(body, said)
    line_of = _lines_below(body, at_lines)
    below: dict[int, list[tuple[int, Doubt]]] = {}
    for count, doubt in enumerate(doubts, 1):
        below.setdefault(line_of(doubt.finding.where), []).append((count, doubt))
    pages = _pages_of_quotes(said)
    for number, line in enumerate(body.rstrip("\n").split("\n")):
        where = at_lines.get(number, "")
        words = Text(plain(line), style="" if number else "bold")
        for doubt in doubts:
            if doubt.finding.where == where:
                _underline(words, doubt.finding)
        yield from wrapped(words, width)
        indent = " " * (len(line) - len(line.lstrip()) + 3)
        if where in pages and line_of(where) == number:
            yield from wrapped(Text(f"{indent}{pages[where]}", style="dim"), width)
        for count, doubt in below.get(number, ()):
            yield from _doubt(count, doubt, indent, width)


def _lines_below(body: str, at_lines: Mapping[int, str]) -> Callable[[str], int]:
    """Give what tells the line, from 0, that a doubt of a place stands below."""
    last_of = {where: number for number, where in at_lines.items()}
    last = body.rstrip("\n").count("\n")
    return lambda where: last_of.get(where, 0 if where == "paper" else last)


def _pages_of_quotes(said: Sequence[Statement]) -> dict[str, str]:
    """Give the pages of the quotes of each point that has some: `p. 4, p. 6`."""
    pages: dict[str, dict[int, None]] = {}
    for statement in said:
        for one in statement.evidence:
            if one.page:
                pages.setdefault(statement.where, {})[one.page] = None
    return {where: ", ".join(f"p. {page}" for page in own) for where, own in pages.items()}


def places(body: str, said: Sequence[Statement]) -> dict[int, str]:
    """Give where each line of an entry stands, by its number from 0.

    That is `lead`, `point 2` and so on. What a line says is in it as it stands, but for escapes.
    """
    found: dict[int, str] = {}
    lines = marks.blanked(body).split("\n")
    next_line = 1  # the title says nothing
    for statement in said:
        words = statement.words.strip()
        ahead = range(next_line, min(len(lines), next_line + _LONGEST_GAP))
        at = next((number for number in ahead if words and words in unescaped(lines[number])), None)
        if at is not None:
            found[at], next_line = statement.where, at + 1
    return found


def _colour_of(finding: Finding) -> str:
    return _COLOURS.get(finding.reason, _OTHER_COLOUR)


def marked_in(line: str, pieces: Sequence[str]) -> list[tuple[int, int]]:
    """Give where a line has what a finding tells of: each piece, where they are nearest together.

    A name without its groups, in capitals or not: the paper may write it otherwise. Where there is
    but one piece, all of its places.
    """
    return _nearest_together([_spans(line, one) for one in pieces])


def _underline(line: Text, finding: Finding) -> None:
    for start, end in marked_in(line.plain, pieces_of(finding)):
        line.stylize(f"{_colour_of(finding)} underline", start, end)


def _spans(line: str, piece: str) -> list[tuple[int, int]]:
    """Give where a piece stands in a line: as a word of its own, where it does so anywhere."""
    for words in (piece, own_label(piece)):
        literal = re.escape(plain(words).strip())
        for pattern in (f"{_NO_WORD_BEFORE}{literal}{_NO_WORD_BEHIND}", literal):
            spans = [one.span() for one in re.finditer(pattern, line, re.IGNORECASE)]
            if found := [(start, end) for start, end in spans if start < end]:
                return found
    return []


def _nearest_together(pieces: Sequence[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Give one place of each piece that has any, so that they reach over the fewest characters.

    Where there is but one piece, all of its places.
    """
    first, *others = [spans for spans in pieces if spans] or [[]]
    if not others:
        return first
    chosen = [[span, *(_nearest(span, spans) for spans in others)] for span in first]
    return min(chosen, key=lambda one: max(end for _, end in one) - min(one)[0])


def _nearest(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    at = bisect.bisect(spans, span)
    return min(spans[max(0, at - 1) : at + 1], key=lambda one: abs(one[0] - span[0]))


def _doubt(count: int, doubt: Doubt, indent: str, width: int) -> Iterator[Text]:
    from rich.text import Text

    colour = _colour_of(doubt.finding)
    said = f"{indent}?{count}  {plain(doubt.finding.message)}"
    yield from wrapped(Text(said, style=colour), width)
    for passage in doubt.passages:
        cell = f"{plain(passage.cell)} in " if passage.cell else ""
        words = f"{indent}p. {passage.page}  {cell}“{plain(passage.words)}”"
        line = Text(words, style=_PAPERS_WORDS)
        if nearest := plain(doubt.finding.nearest):
            line.highlight_regex(re.escape(nearest), style="bold underline")
        yield from wrapped(line, width)
