"""A paper's text made ready to be looked up in: words, quantities, and the places where things stand together."""

from __future__ import annotations

import bisect
import itertools
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from pipeline.check.quantities import Quantity, quantities
from pipeline.check.tables import Tables
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.text.squash import Squashed, words_of

_PLACE_END = re.compile(
    r"(?<![A-Z])(?<!\bal)(?<!\bvs)(?<!\bi\.e)(?<!\be\.g)(?<!\bFig)(?<!\bEq)(?<!\bcf)"
    r"(?:(?<!\d)[.!?][”\"’)\]]*\d{0,2}|[.!?][”\"’)\]]*)\s+(?=[A-Z“\"(\[0-9])|[。！？；]|\n"
)
_TERM = re.compile(r"[A-Za-z][A-Za-z-]{2,}|\d[\d.,]*\d|\d")
_USUAL = frozenset(
    "the and for are was were that this with from has have had its their our they them than then which while when where what who"
    " can could may might will would should must not nor but into onto over under between among about also both such each other"
    " these those there here more most less least very much many some any all one two use used uses using based show shows shown"
    " paper work method methods approach result results model models data new propose proposed proposes introduce present".split()
)
_CAPTION = re.compile(r"(?:Table|Tab\.|Figure|Fig\.|表|图)\s*\d")

_TABLE_REACH = 1500
"""Characters around a caption in which its table's rows are looked for."""


class Place(NamedTuple):
    """Characters of the paper that belong together: a sentence, or a table's row with its caption."""

    start: int
    end: int


def terms(text: str) -> frozenset[str]:
    """Give the Latin-script words and the numbers of a text that tell what it is about, without those of any paper."""
    return frozenset(term.casefold() for term in _TERM.findall(text)) - _USUAL


class PaperIndex:
    """A paper's text with its words, quantities, sentences and their places."""

    def __init__(self, text: PaperText, paper: Paper) -> None:
        self.text = text.text
        self._paper_text = text
        years = [str(when.year) for when in (paper.published, paper.updated) if when]
        self.metadata = "\n".join(
            (
                paper.title,
                paper.abstract,
                paper.comment,
                paper.journal_ref,
                " ".join(paper.authors),
                *years,
            )
        )
        self.squashed = Squashed(text.text)
        self._same: dict[tuple[Decimal, Decimal, str], list[Quantity]] = {}

    @cached_property
    def first_page(self) -> str:
        """The running text of page 1."""
        return self.text[: self._paper_text.pages[0].end] if self._paper_text.pages else ""

    def page_at(self, offset: int) -> int:
        """Give the page of a character."""
        return self._paper_text.page_at(offset)

    def page(self, number: int) -> tuple[int, int]:
        """Give the first character of a page and the one behind its last; 0 and 0 for a page that there is not."""
        return next(
            ((page.start, page.end) for page in self._paper_text.pages if page.number == number),
            (0, 0),
        )

    # ── words ──

    @cached_property
    def metadata_words(self) -> frozenset[str]:
        """Everything of up to six words in a row that the metadata has, squashed."""
        words = words_of(self.metadata)
        return frozenset(
            "".join(words[at : at + length]) for at in range(len(words)) for length in range(1, 7)
        )

    @cached_property
    def _initials(self) -> tuple[str, list[re.Match[str]]]:
        words = list(re.finditer(r"[^\W\d_]+", self.text))
        return "".join(word[0][0].lower()[0] for word in words), words

    def with_initials(self, letters: str) -> Iterator[str]:
        """Give every run of words with these initials (lower case), joined as the paper has them: by spaces or hyphens."""
        initials, words = self._initials
        at = initials.find(letters)
        while at >= 0:
            run = self.text[words[at].start() : words[at + len(letters) - 1].end()]
            if len(run) < 60 and re.fullmatch(r"[^\W\d_]+(?:[ -][^\W\d_]+)*", run):
                yield run
            at = initials.find(letters, at + 1)

    # ── quantities ──

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The quantities of the paper; of its references the years only: their page numbers bear nothing out."""
        listed = [(s.start, s.end) for s in self._paper_text.sections if s.kind == "references"]
        return sorted(
            (
                found
                for found in quantities(self.text)
                if not any(start <= found.start < end for start, end in listed)
                or 1900 <= found.value <= 2100
            ),
            key=_start,
        )

    @cached_property
    def _by_value(self) -> dict[Decimal, list[Quantity]]:
        by_value = defaultdict(list)
        for found in self.quantities:
            for value in {found.value, found.base}:
                by_value[value].append(found)
        return by_value

    def same(self, claimed: Quantity) -> list[Quantity]:
        """Give where the paper has a quantity, however it is written, in order; 0.45 is 45% where the paper says percent."""
        key = (claimed.value, claimed.factor, claimed.unit)
        if key not in self._same:
            values = {claimed.value, claimed.base}
            found = {
                other
                for value in values
                for other in self._by_value.get(value, ())
                if claimed.same(other)
            }
            if not claimed.unit and 0 < claimed.value < 1:
                found.update(
                    other for other in self._by_value.get(claimed.value * 100, ()) if other.percent
                )
            self._same[key] = sorted(found, key=_start)
        return self._same[key]

    def has_near(self, claimed: Quantity, start: int, end: int) -> bool:
        """Tell whether the paper has a quantity between two characters."""
        found = self.same(claimed)
        at = bisect.bisect_left(found, start, key=_start)
        return at < len(found) and found[at].start <= end

    def between(self, start: int, end: int) -> list[Quantity]:
        """Give the quantities between two characters."""
        low = bisect.bisect_left(self.quantities, start, key=_start)
        return self.quantities[low : bisect.bisect_left(self.quantities, end, key=_start)]

    def nearest_quantity(self, claimed: Quantity) -> tuple[str, int | None]:
        """Give the quantity of the paper that a wrong one may have been: same digits or unit first, then the nearest value."""

        def far(other: Quantity) -> tuple[bool, Decimal]:
            digits = (
                other.value.normalize().as_tuple().digits
                == claimed.value.normalize().as_tuple().digits
            )
            return not digits or other.value == 0, abs(other.base - claimed.base) / max(
                abs(claimed.base), Decimal(1), abs(other.base)
            )

        low, high = sorted((claimed.value / 2, claimed.value * 2))
        alike = [
            o
            for o in self.quantities
            if o.value and (low <= o.value <= high or not far(o)[0]) and not o.spelled
        ]
        same_unit = [other for other in alike if other.unit == claimed.unit] or alike
        if not same_unit:
            return "", None
        best = min(same_unit, key=far)
        return best.written, self.page_at(best.start)

    # ── places ──

    @cached_property
    def places(self) -> list[Place]:
        """The sentences of the paper, in order; a line that stands alone is one."""
        edges = [0, *(match.end() for match in _PLACE_END.finditer(self.text)), len(self.text)]
        return [Place(start, end) for start, end in itertools.pairwise(edges) if end > start]

    @cached_property
    def _place_starts(self) -> list[int]:
        return [place.start for place in self.places]

    def words_of(self, place: Place) -> str:
        """Give the words of a place on one line."""
        return " ".join(self.text[place.start : place.end].split())

    @cached_property
    def _by_term(self) -> dict[str, list[int]]:
        by_term = defaultdict(list)
        for number, place in enumerate(self.places):
            for term in terms(self.text[place.start : place.end][:2000]):
                by_term[term].append(number)
        return by_term

    def most_like(self, words: str) -> list[Place]:
        """Give up to two sentences with the most of a sentence's terms, rare ones counting more; none with less than half."""
        weights: defaultdict[int, float] = defaultdict(float)
        whole = 0.0
        for term in terms(words):
            numbers = self._by_term.get(term, ())
            weight = 1 / (1 + math.log1p(len(numbers)))
            whole += weight
            for number in numbers:
                weights[number] += weight
        best = sorted(weights, key=lambda number: (-weights[number], number))[:2]
        return [self.places[number] for number in best if weights[number] >= whole / 2]

    def place_number(self, offset: int) -> int:
        """Give the number of the sentence that a character stands in."""
        return max(0, bisect.bisect_right(self._place_starts, offset) - 1)

    def around(self, offset: int, *, reach: int = 0) -> Place:
        """Give the sentence at a character, with `reach` sentences before and behind it."""
        at = self.place_number(offset)
        return Place(
            self.places[max(0, at - reach)].start,
            self.places[min(len(self.places) - 1, at + reach)].end,
        )

    @cached_property
    def _captions(self) -> list[Place]:
        return [
            place
            for place in self.places
            if _CAPTION.match(self.text[place.start : place.start + 20].lstrip())
        ]

    def is_row(self, offset: int) -> bool:
        """Tell whether a character stands in a table's row: a short line, a third of its words numbers."""
        return self.tables.row_at(self.around(offset).start) is not None

    @cached_property
    def tables(self) -> Tables:
        """The rows of the paper's tables."""
        return Tables(self.text, self.places)

    def near_captions(self, offset: int) -> Iterator[Place]:
        """Give the captions with their surroundings that the row at a character may belong to."""
        for caption in self._captions:
            if caption.start - _TABLE_REACH <= offset <= caption.end + _TABLE_REACH:
                yield Place(caption.start - _TABLE_REACH, caption.end + _TABLE_REACH)


def _start(quantity: Quantity) -> int:
    return quantity.start
