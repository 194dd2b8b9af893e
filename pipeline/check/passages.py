"""What of a paper a draft's statements are to be held against by a second reader. Pure.

For a point, the sentences around its quotes, and those elsewhere that have the numbers and names
which these lack; of a table its caption, heads and rows. For the lead, and what is said of authors
and venues, page 1; for the verdict, the abstract; for it and for limits that the authors are said
to admit, what the paper says of its limits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.check.credit import lets_admit
from pipeline.check.names import occurrences
from pipeline.check.paper_index import MOST, PaperIndex
from pipeline.check.statements import Said
from pipeline.records.draft import Draft
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText, Table
from pipeline.records.report import Evidence
from pipeline.records.statement import Statement
from pipeline.records.verification import Asked, Passage
from pipeline.text import sentences
from pipeline.text.sentences import Place

VERSION = "4"
"""Part of every verification's fingerprint: raise it when the same draft gives other passages."""
AROUND = 2
"""Sentences on either side of a quote."""
_LONGEST_SENTENCE = 700
"""Characters of one that are shown: what is longer is a table or a formula read as a sentence."""
_LONGEST_PASSAGE = 2400
"""Characters of one passage: a quote of 1,500 and what is around it."""
_ROWS_AROUND = 2
"""Rows of a table on either side of those that a quote stands in."""
_ELSEWHERE = 3
"""Sentences or rows elsewhere in the paper that are shown for one sentence at most."""
_FIRST_PAGE = 1800
"""Characters of page 1: title, authors, affiliations, and the abstract's beginning."""
_LIMITS, _MOST_LIMITS = 300, 4
"""Characters of a sentence about limits, and how many of them a verdict is held against."""
_OF_PAGE_ONE = re.compile(
    r"\bauthors?\b|affiliat|\bpublished\b|作者|来自|单位|机构|发表|录用", re.IGNORECASE
)
_LIMIT_WORDS = re.compile(
    r"\blimit(?:ation|ed|s|ing)\b|future work|\bdrawback|shortcoming|\bhowever\b|\bfails? to\b"
    r"|\bunable\b|cannot|局限|不足|未来工作|今後|한계",
    re.IGNORECASE,
)


def asked_of(
    draft: Draft, evidence: Sequence[Sequence[Evidence]], paper: Paper, text: PaperText
) -> tuple[Asked, ...]:
    """Give what a second reader is to be asked of a draft: its sentences, each with passages.

    `evidence` is that of each point's quotes. What has no words or no passages is left out.
    """
    points = [
        Statement(f"point {number}", point.text, tuple(evidence[number - 1]))
        for number, point in enumerate(draft.key_points, 1)
    ]
    verdict = [Statement("verdict", w) for w in (draft.verdict.text, draft.verdict.weakness)]
    return asked([_lead(draft), *points, *verdict], paper, text)


def asked(said: Sequence[Statement], paper: Paper, text: PaperText) -> tuple[Asked, ...]:
    """Give the same of any statements, such as those of an entry that was edited.

    Statements of one place are asked about together.
    """
    index = PaperIndex(text, paper)
    places: dict[str, list[Statement]] = {}
    for one in said:
        if one.words.strip():
            places.setdefault(one.where, []).append(one)
    found = []
    for where, of_place in places.items():
        passages = tuple(_passages(where, of_place, paper, index, text))
        if passages:
            cut = tuple(words for one in of_place for words in _sentences(one.words))
            found.append(Asked(where=where, sentences=cut, passages=passages))
    return tuple(found)


def _lead(draft: Draft) -> Statement:
    """Say the lead in one sentence a thing, as page 1 is to bear it out."""
    from_where = " / ".join(draft.lead.affiliations)
    said = [draft.lead.about, f"affiliations: {from_where}" if from_where else ""]
    return Statement("lead", "\n".join(words for words in said if words))


def _sentences(words: str) -> Iterator[str]:
    for start, end in sentences.of_statement(words):
        if said := words[start:end].strip():
            yield said


def _passages(
    where: str, said: Sequence[Statement], paper: Paper, index: PaperIndex, text: PaperText
) -> Iterator[Passage]:
    if where == "lead":
        yield Passage(page=1, text=_one_line(index.first_page[:_FIRST_PAGE]))
        return
    quoted = sorted({e.place for one in said for e in one.evidence if e.place})
    shown = _joined([_around(place, index) for place in quoted])
    cited = text.spans("reference")
    for one in said:
        for words in _sentences(one.words):
            elsewhere = _elsewhere(words, [*shown, *cited], index)
            quoted += elsewhere
            shown = _joined([*shown, *elsewhere])
    for start, end in shown:
        yield Passage(page=index.page_at(start), text=_cut(index, start, end))
    for table in text.tables:
        yield from _of_table(table, quoted, index)
    if any(_OF_PAGE_ONE.search(one.words) for one in said):
        yield Passage(page=1, text=_one_line(index.first_page[:_FIRST_PAGE]))
    if where == "verdict":
        abstract = paper.abstract or text.section_text("abstract")
        if abstract:
            yield Passage(page=1, text=_one_line(abstract)[:_FIRST_PAGE])
    if where == "verdict" or any(lets_admit(one.words) for one in said):
        yield from _limits(index, text)


def _around(place: tuple[int, int], index: PaperIndex) -> tuple[int, int]:
    """Give the sentences that a quote stands in, and those around them."""
    first = max(0, index.place_number(place[0]) - AROUND)
    last = min(len(index.places) - 1, index.place_number(max(place[0], place[1] - 1)) + AROUND)
    start = max(index.places[first].start, place[0] - _LONGEST_SENTENCE)
    end = min(index.places[last].end, place[1] + _LONGEST_SENTENCE)
    return start, end


def _elsewhere(
    words: str, shown: Sequence[tuple[int, int]], index: PaperIndex
) -> list[tuple[int, int]]:
    """Give the sentences or rows that have most of a sentence's numbers and names.

    Only those that have one which stands in none of the places `shown`.
    """
    said = Said(Statement("", words))
    standing = [
        *([q.start for q in index.quantities if number.same(q)] for number in said.numbers),
        *(list(occurrences(index, name.words)) for name in said.names),
    ]
    counts: Counter[int] = Counter()
    lacking: set[int] = set()
    for starts in standing:
        numbers = {index.place_number(at) for at in starts[:MOST]}
        counts.update(numbers)
        if not any(low <= at < high for at in starts for low, high in shown):
            lacking |= numbers
    best = sorted(lacking, key=lambda number: (-counts[number], number))[:_ELSEWHERE]
    found = [index.places[number] for number in best]
    return [(at.start, min(at.end, at.start + _LONGEST_SENTENCE)) for at in found]


def _joined(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _cut(index: PaperIndex, start: int, end: int) -> str:
    return _one_line(index.text[start : min(end, start + _LONGEST_PASSAGE)])


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _of_table(
    table: Table, quoted: Sequence[tuple[int, int]], index: PaperIndex
) -> Iterator[Passage]:
    """Give a table's caption and heads with the rows that are quoted, if any is."""

    def is_quoted(place: int) -> bool:
        return any(start <= place < end for start, end in quoted)

    places = [
        (n, cell.start)
        for n, row in enumerate(table.rows)
        for cell in row.cells
        if cell.end > cell.start and is_quoted(cell.start)
    ]
    if not table.made_out or not places:
        return
    rows = [n for n, _ in places]
    low, high = max(0, rows[0] - _ROWS_AROUND), rows[-1] + _ROWS_AROUND + 1
    shown = [" | ".join(cell.text for cell in row.cells) for row in table.rows[low:high]]
    caption = index.text[table.start : table.end] or table.label
    lines = (caption, " | ".join(table.heads), *shown)
    page = index.page_at(places[0][1])
    yield Passage(page=page, text="; ".join(map(_one_line, lines))[:_LONGEST_PASSAGE])


def _limits(index: PaperIndex, text: PaperText) -> Iterator[Passage]:
    """Give the last sentences of the paper's own argument that speak of limits."""
    thanks = [(s.start, s.end) for s in text.sections if s.kind == "acknowledgements"]

    def is_prose(place: Place) -> bool:
        is_text = text.kind_at(place.start) in ("paragraph", "list item")
        return is_text and not any(start <= place.start < end for start, end in thanks)

    spoken = [
        place
        for place in index.places
        if place.end - place.start < _LONGEST_SENTENCE
        and _LIMIT_WORDS.search(index.text, place.start, place.end)
        and is_prose(place)
    ]
    for place in spoken[-_MOST_LIMITS:]:
        words = _one_line(index.text[place.start : place.end])[:_LIMITS]
        yield Passage(page=index.page_at(place.start), text=words)
