"""An entry as it will stand, with what is doubtful below the line that it is in, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline.commands.entry_findings import LookedUp
from pipeline.commands.terminal import plain
from pipeline.commands.wrapped import wrapped
from pipeline.records.paper_text import PaperText
from pipeline.records.report import Finding
from pipeline.records.statement import Statement
from pipeline.text import marks, sentences
from pipeline.text.escapes import unescaped
from pipeline.text.squash import Squashed, squash

if TYPE_CHECKING:
    from rich.text import Text

_LONGEST_PASSAGE = 240
"""Characters of the paper's words below a doubt: two sentences."""
_MOST_PASSAGES = 2
"""Passages below a doubt, of those that its point rests on."""
_LONGEST_GAP = 200
"""Lines between two that say something: pictures and comments take a few."""
_OF_THE_PAPER = ("hidden", "instruction")
"""Kinds of findings whose own words are the paper's."""
_COLOURS = {"contradicted": "bold red"}
_OTHER_COLOUR = "bold yellow"
_PAPERS_WORDS = "cyan"


class Passage(NamedTuple):
    """Words of the paper, and their page."""

    page: int
    words: str


class Doubt(NamedTuple):
    """A doubtful finding, and what the paper says of it; nothing where that is not known."""

    finding: Finding
    passages: tuple[Passage, ...]


def doubts_of(found: LookedUp) -> list[Doubt]:
    """Give the doubtful findings of an entry, each with the paper's own words.

    They are those around what the paper has instead; where it has nothing, those that the point
    rests on.
    """
    doubtful = [one for one in found.findings if one.severity == "doubt"]
    return [Doubt(one, _passages(one, found)) for one in doubtful]


def lines_of(
    body: str, said: Sequence[Statement], doubts: Sequence[Doubt], width: int
) -> Iterator[Text]:
    """Give the lines of an entry for a terminal, its doubts below the lines that they are in.

    `said` is what its lines say, in order.
    """
    from rich.text import Text

    lines = body.rstrip("\n").split("\n")
    at_lines = places(body, said)
    last = {where: number for number, where in at_lines.items()}
    below: dict[int, list[Doubt]] = {}
    for doubt in doubts:
        at = last.get(doubt.finding.where, 0 if doubt.finding.where == "paper" else len(lines) - 1)
        below.setdefault(at, []).append(doubt)
    for number, line in enumerate(lines):
        of_line = [one for one in doubts if one.finding.where == at_lines.get(number)]
        words = Text(plain(line), style="" if number else "bold")
        for doubt in of_line:
            _colour(words, plain(doubt.finding.words), _colour_of(doubt.finding))
        yield from wrapped(words, width)
        indent = " " * (len(line) - len(line.lstrip()) + 3)
        for doubt in below.get(number, ()):
            yield from _doubt(doubt, indent, width)


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


def _colour(line: Text, words: str, colour: str) -> None:
    if words:
        line.highlight_regex(re.escape(words), style=f"{colour} underline")


def _doubt(doubt: Doubt, indent: str, width: int) -> Iterator[Text]:
    from rich.text import Text

    colour = _colour_of(doubt.finding)
    yield from wrapped(Text(f"{indent}? {plain(doubt.finding.message)}", style=colour), width)
    for passage in doubt.passages:
        line = Text(f"{indent}p. {passage.page}  “{plain(passage.words)}”", style=_PAPERS_WORDS)
        _colour(line, plain(doubt.finding.nearest), "bold")
        yield from wrapped(line, width)


# ── the paper's own words ──


def _passages(finding: Finding, found: LookedUp) -> tuple[Passage, ...]:
    if finding.kind in _OF_THE_PAPER:
        return (Passage(finding.page, _cut(finding.words)),) if finding.page else ()
    own = [one for said in found.said if said.where == finding.where for one in said.evidence]
    quoted = {one.quote: one for one in own if one.page}.values()
    if finding.nearest and finding.page:
        near = [one.start for one in quoted if one.start is not None and one.page == finding.page]
        return (_around(finding.nearest, finding.page, found.text, near[0] if near else 0),)
    return tuple(Passage(one.page, _cut(one.quote)) for one in quoted if one.page)[:_MOST_PASSAGES]


def _around(words: str, page: int, text: PaperText, near: int) -> Passage:
    """Give the sentence of a page that some words stand in, nearest to a character of the text."""
    whole = text.page_text(page)
    offset = next((one.start for one in text.pages if one.number == page), 0)
    exact = [(found.start(), found.end()) for found in re.finditer(re.escape(words), whole)]
    places = exact or list(Squashed(whole).occurrences(squash(words)))
    if not places:
        return Passage(page, _cut(words))
    start, end = min(places, key=lambda place: abs(place[0] + offset - near))
    around = [place for place in sentences.of_paper(whole) if place.start <= start < place.end]
    return Passage(page, _cut_around(whole, around[0].start, around[0].end, start, end))


def _cut_around(text: str, first: int, last: int, start: int, end: int) -> str:
    """Give the characters from `first` to `last`, or those around `start` to `end` if too many."""
    if last - first > _LONGEST_PASSAGE:
        beside = max(0, _LONGEST_PASSAGE - (end - start)) // 2
        # whole words, where there are spaces: the first and the last may be cut
        before, behind = (
            text[max(first, start - beside) : start],
            text[end : min(last, end + beside)],
        )
        before, behind = before.partition(" ")[2] or before, behind.rpartition(" ")[0] or behind
        return f"… {' '.join(f'{before}{text[start:end]}{behind}'.split())} …"
    return " ".join(text[first:last].split())


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST_PASSAGE else f"{words[:_LONGEST_PASSAGE]} …"
