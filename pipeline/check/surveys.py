"""Hold a survey's sentences against the entries that they rest on: numbers and names, no more.

An entry is no paper: it has no quotes, tables or pages, and says in a few words what its paper says
in many. So only what can be looked up is: each number, however it is written, and each name.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.check.names import has_name
from pipeline.check.numbers import is_of_name, number_finding
from pipeline.check.paper_index import PaperIndex
from pipeline.check.statements import Said
from pipeline.records.paper import Paper
from pipeline.records.paper_text import Page, PaperText
from pipeline.records.statement import Statement
from pipeline.records.survey import Borne, Group, Source, SurveyPart


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
    """Give the numbers and names of a sentence that none of its entries has, as it writes them.

    How many entries it rests on is a number that it may say.
    """
    index = _index(sources)
    said = Said(Statement("survey", sentence))
    numbers = [
        number.written.strip()
        for number in said.numbers
        if not is_of_name(said, number, index) and number_finding(said, number, index)
    ]
    names = [name.words for name in said.names if not has_name(index, name.words)]
    return tuple(dict.fromkeys([*numbers, *names]))


def _index(sources: Sequence[Source]) -> PaperIndex:
    """Make entries, with their titles, days and papers' abstracts, ready to be looked up in."""
    told = (f"{one.title}\n{one.when}\n{one.words}\n{one.abstract}" for one in sources)
    count = len(sources)
    text = "\n".join([*told, f"{count} papers, {count}篇"])
    page = Page(number=1, start=0, end=len(text))
    record = Paper(arxiv_id=None, title=" ".join(one.title for one in sources))
    return PaperIndex(PaperText(text=text, pages=(page,), sections=()), record)
