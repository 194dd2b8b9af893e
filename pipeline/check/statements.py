"""A statement read once for all rules: sentences, numbers, names, and places of its quotes."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from functools import cached_property

from pipeline.check.names import Name, names
from pipeline.check.paper_index import PaperIndex, terms
from pipeline.check.quantities import Quantity, claimed
from pipeline.records.statement import Statement
from pipeline.text import sentences
from pipeline.text.sentences import Place

NEAR = 700
"""Characters around a quote in which a number of its point counts as borne out by it: about a
paragraph."""


_LONGEST = 2000
"""Characters that are looked at together: every number and name of a statement is held against
every other of its sentence, and a person's own words have no bound."""


def in_pieces(statement: Statement) -> Iterator[Statement]:
    """Give a statement whole, or cut at the ends of sentences where it is very long.

    A sentence that is itself too long is cut between two words, or anywhere where it has none.
    """
    start, words = 0, statement.words
    while len(words) - start > _LONGEST:
        window = words[start : start + _LONGEST]
        last = sentences.of_statement(window)[-1].start
        end = start + (last or window.rfind(" ") + 1 or _LONGEST)
        yield statement._replace(words=words[start:end])
        start = end
    yield statement._replace(words=words[start:])


class Said:
    """A statement with all that the rules ask of it; places are characters of its words.

    The places of quotes, in `quoted`, are characters of the paper.
    """

    def __init__(self, statement: Statement) -> None:
        self.where = statement.where
        self.words = statement.words
        self.quoted = [one.place for one in statement.evidence if one.place]

    @cached_property
    def sentences(self) -> list[Place]:
        """The places of its sentences, in order."""
        return sentences.of_statement(self.words)

    @cached_property
    def numbers(self) -> list[Quantity]:
        """The quantities that it claims, in order."""
        return sorted(claimed(self.words), key=_start)

    @cached_property
    def names(self) -> list[Name]:
        """The names in it, in order; a number's unit or scale is none."""
        return [
            name
            for name in names(self.words)
            if not any(one.start < name.start < one.end for one in self.numbers)
        ]

    def numbers_at(self, place: Place) -> list[Quantity]:
        """Give the quantities that begin at a place, in order."""
        first, behind = (bisect.bisect_left(self.numbers, at, key=_start) for at in place)
        return self.numbers[first:behind]

    def words_at(self, place: Place) -> str:
        """Give the words at a place."""
        return self.words[place.start : place.end]

    def sentence_of(self, number: Quantity) -> str:
        """Give the words of the sentence that a number begins in."""
        return self.words_at(self.place_of(number))

    def place_of(self, number: Quantity) -> Place:
        """Give the sentence that a number begins in."""
        return self.place_at(number.start)

    def place_at(self, at: int) -> Place:
        """Give the sentence at a character."""
        behind = bisect.bisect_right(self.sentences, at, key=lambda one: one.start)
        return self.sentences[behind - 1]

    def is_near_quote(self, offset: int) -> bool:
        """Tell whether a character of the paper is about a paragraph or less from a quote."""
        return any(start - NEAR <= offset <= end + NEAR for start, end in self.quoted)

    def is_quoted(self, offset: int) -> bool:
        """Tell whether a character of the paper is in a quote."""
        return any(start <= offset < end for start, end in self.quoted)

    def quoted_sentences(self, index: PaperIndex) -> list[Place]:
        """Give the sentences of the paper that its quotes stand in, each once."""
        found: list[Place] = []
        for start, end in self.quoted:
            first, last = index.place_number(start), index.place_number(max(start, end - 1))
            found += index.places[first : last + 1]
        return list(dict.fromkeys(found))

    def is_of_quoted_sentence(self, number: Quantity, index: PaperIndex) -> bool:
        """Tell whether a sentence that one of its quotes stands in has a number."""
        quoted = (index.between(one.start, one.end) for one in self.quoted_sentences(index))
        return any(number.same(one) for found in quoted for one in found)

    def closest(self, words: str, index: PaperIndex) -> Place | None:
        """Give the sentence of its quotes that has most of the terms of some words.

        None without quotes, and where none of several has any of them.
        """
        quoted = self.quoted_sentences(index)
        if len(quoted) < 2:
            return quoted[0] if quoted else None
        about = terms(words)
        shared = [len(about & index.terms_of(place)) for place in quoted]
        most = max(shared)
        return quoted[shared.index(most)] if most and shared.count(most) == 1 else None


def _start(number: Quantity) -> int:
    return number.start
