"""Hold a survey's sentences against the entries that they rest on: numbers, names, who is ahead.

An entry is no paper: it has no quotes, tables or pages, and says in a few words what its paper says
in many. So only what can be looked up is: each number, however it is written, in the entry that its
clause begins with where it begins with one; each name; and what is said to be better or higher.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from pipeline.check import ways
from pipeline.check.names import has_name
from pipeline.check.numbers import is_of_name, number_finding
from pipeline.check.paper_index import PaperIndex
from pipeline.check.statements import Said
from pipeline.records.paper import Paper
from pipeline.records.paper_text import Page, PaperText
from pipeline.records.statement import Statement
from pipeline.records.survey import Borne, Group, Source, SurveyPart
from pipeline.text.squash import squash

_CLAUSE_END = re.compile(r"[，；。！？;]|[,.!?]\s")
_OPENING = re.compile(
    r"^\s*(?:而|但|其中|相比之下|while|whereas|and|but)\s*[，,]?\s*", re.IGNORECASE
)


def with_sources(topic: str, sources: Sequence[Source], parts: Sequence[SurveyPart]) -> Group:
    """Give a topic's sentences with their entries and with what of them no entry has.

    A sentence that names none of `sources` is dropped, and counted.
    """
    by_number = {source.number: source for source in sources}
    said = [sentence for part in parts for sentence in part.sentences]
    borne = []
    for sentence in said:
        numbers = dict.fromkeys(sentence.entries)
        if named := tuple(by_number[number] for number in numbers if number in by_number):
            lacks = lacking(sentence.text, named)
            borne.append(Borne(text=sentence.text, sources=named, lacking=lacks))
    return Group(
        topic=topic,
        sources=tuple(sources),
        sentences=tuple(borne),
        unknown=tuple(words for part in parts for words in part.unknown),
        dropped=len(said) - len(borne),
    )


def lacking(sentence: str, sources: Sequence[Source]) -> tuple[str, ...]:
    """Give the numbers and names of a sentence that its entries have not, as it writes them.

    How many entries it rests on is a number that it may say. Words that put one name ahead of
    another are among them where the entries have it the other way.
    """
    index = _index(sources)
    said = Said(Statement("survey", sentence))
    numbers = [
        number.written.strip()
        for number in said.numbers
        if not is_of_name(said, number, index)
        and number_finding(said, number, _index_for(_clause(sentence, number.start), sources))
    ]
    names = [name.words for name in said.names if not has_name(index, name.words)]
    told = [index.text[place.start : place.end] for place in index.places]
    other_way = ways.reversed_in(sentence, told)
    return tuple(dict.fromkeys([*numbers, *names, *(other_way[:1] if other_way else ())]))


def _clause(sentence: str, at: int) -> str:
    """Give the clause of a sentence that has a character."""
    ends = [0, *(match.end() for match in _CLAUSE_END.finditer(sentence)), len(sentence)]
    return next(sentence[low:high] for low, high in itertools.pairwise(ends) if at < high)


def _index_for(clause: str, sources: Sequence[Source]) -> PaperIndex:
    """Give the entry that a clause begins with, ready to be looked up in; else all of them."""
    begun = squash(_OPENING.sub("", clause))
    own = [one for one in sources if one.name and begun.startswith(squash(one.name))]
    return _index(own if len(own) == 1 else sources)


def _index(sources: Sequence[Source]) -> PaperIndex:
    """Make entries, with their titles, days and papers' abstracts, ready to be looked up in."""
    told = (f"{one.title}\n{one.when}\n{one.words}\n{one.abstract}" for one in sources)
    count = len(sources)
    text = "\n".join([*told, f"{count} papers, {count}篇"])
    page = Page(number=1, start=0, end=len(text))
    record = Paper(arxiv_id=None, title=" ".join(one.title for one in sources))
    return PaperIndex(PaperText(text=text, pages=(page,), sections=()), record)
