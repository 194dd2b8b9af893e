"""A paper's text made ready to be looked up in: words, quantities, and what stands together."""

from __future__ import annotations

import bisect
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property, lru_cache

from pipeline.check.quantities import Quantity, is_rounded, is_year, quantities, readings
from pipeline.check.tables import Tables
from pipeline.records.paper import Paper
from pipeline.records.paper_text import Notice, PaperText
from pipeline.text import byline, sentences
from pipeline.text.glossary import english_of
from pipeline.text.sentences import Place
from pipeline.text.squash import Squashed, words_of
from pipeline.text.stop_words import OF_ANY_PAPER

_TERM = re.compile(r"[A-Za-z][A-Za-z-]{2,}|\d[\d.,]*\d|\d")
_USUAL = OF_ANY_PAPER | frozenset(
    "about among approach introduce least less must nor onto present propose proposed proposes"
    " result uses who".split()
)
_RUN = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")
_DIGITS = re.compile(r"\d[\d.,]*")
_FORMULA_NUMBER = re.compile(r"\([\d.]+\)")

MOST = 300
"""Occurrences that are looked at: what stands more often in a paper tells nothing."""
_TABLE_REACH = 1500
"""Characters around a caption in which its table's rows are looked for."""
_LONGEST_NAME = 6
"""Words in a row of the metadata that may be one name."""
_LONGEST_FORM = 60
"""Characters of the words that initials stand for."""
_LONGEST_SENTENCE = 2000
"""Characters of a sentence whose terms are taken: what is longer is none."""
_MOST_ALIKE = 2
"""Sentences that are given as most like another."""
_LONGEST_PASSAGE = 140
"""Characters of a sentence that a finding shows."""
_SIZE = re.compile(r"(?P<digits>\d+(?:\.\d+)?)(?P<scale>[KMBT])")
"""A size as names and heads of tables have it."""
_FEWEST_DRAWN = 3
"""Digits of a number that a figure's axis has not by chance."""


@lru_cache(maxsize=4096)  # clauses of a paper are asked for again with every sentence of a draft
def terms(text: str) -> frozenset[str]:
    """Give the Latin-script words and numbers that tell what a text is about, without case."""
    return frozenset(term.casefold() for term in _TERM.findall(text)) - _USUAL


def wanted_of(text: str) -> list[tuple[str, ...]]:
    """Give the terms of a text and, of its Chinese words, what English ones may begin with."""
    return [(term,) for term in sorted(terms(text))] + list(english_of(text))


class PaperIndex:
    """A paper's text with its words, quantities, sentences and their places."""

    def __init__(self, text: PaperText, paper: Paper) -> None:
        self.text = text.text
        self._paper_text = text
        years = (str(when.year) for when in (paper.published, paper.updated) if when)
        fields = (paper.title, paper.abstract, paper.comment, paper.journal_ref)
        edges = dict.fromkeys(one.text for one in text.notices)
        self.metadata = "\n".join((*fields, " ".join(paper.authors), *years, *edges))
        self.title = f"{paper.title}\n{text.title}"
        self.paper_tables = text.tables
        self.figure_labels = frozenset(one.label for one in text.figures)
        self.squashed = Squashed(text.text)
        # a place is asked for once a sentence of the draft
        self._words: dict[Place, str] = {}
        self._terms: dict[Place, frozenset[str]] = {}
        self._same: dict[tuple[Decimal, Decimal, str], list[Quantity]] = {}

    @cached_property
    def first_page(self) -> str:
        """The running text of page 1."""
        return self.text[: self._paper_text.pages[0].end] if self._paper_text.pages else ""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the pages say of the paper at their edges."""
        return self._paper_text.notices

    @cached_property
    def front(self) -> str:
        """The running text of page 1, and the notices at the edges of the pages."""
        return "\n".join([self.first_page, *(one.text for one in self._paper_text.notices)])

    @cached_property
    def of_authors(self) -> str:
        """What says where the authors work: page 1, addresses at the end, domains of mail."""
        told = [self.first_page, *byline.addresses(self._paper_text)]
        return "\n".join([*told, *byline.by_domains("\n".join(told))])

    @property
    def stamp(self) -> str:
        """The paper's own stamp of its version; empty without one."""
        return self._paper_text.stamp

    @cached_property
    def above_abstract(self) -> str:
        """What stands above the abstract."""
        fronts = (one for one in self._paper_text.sections if one.kind == "front")
        return next((self.text[one.start : one.end] for one in fronts), "")

    def page_at(self, offset: int) -> int:
        """Give the page of a character."""
        return self._paper_text.page_at(offset)

    def page(self, number: int) -> tuple[int, int]:
        """Give the first character of a page and the one behind its last.

        Both are 0 for a page that there is not.
        """
        places = ((one.start, one.end) for one in self._paper_text.pages if one.number == number)
        return next(places, (0, 0))

    @cached_property
    def prose(self) -> Squashed:
        """The text without what stands between its sentences and in them: floats and formulas."""
        return Squashed(self.text, self._paper_text.spans("paragraph", "list item"))

    # ── words ──

    @cached_property
    def metadata_words(self) -> frozenset[str]:
        """Everything of up to six words in a row that the metadata has, squashed."""
        words = words_of(self.metadata)
        return frozenset(
            "".join(words[at : at + length])
            for at in range(len(words))
            for length in range(1, _LONGEST_NAME + 1)
        )

    @cached_property
    def _initials(self) -> tuple[str, list[re.Match[str]]]:
        words = list(re.finditer(r"[^\W\d_]+", self.text))
        return "".join(word[0][0].lower()[0] for word in words), words

    def with_initials(self, letters: str) -> Iterator[str]:
        """Give every run of words with these initials (lower case).

        They are joined as the paper has them, by spaces or hyphens.
        """
        initials, words = self._initials
        at = initials.find(letters)
        while at >= 0:
            run = self.text[words[at].start() : words[at + len(letters) - 1].end()]
            if len(run) < _LONGEST_FORM and _RUN.fullmatch(run):
                yield run
            at = initials.find(letters, at + 1)

    # ── quantities ──

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The quantities of the paper that bear something out, in order.

        Of its references these are the years only, not the pages; of figures none, since an axis
        has any number.
        """
        return sorted(filter(self._bears_out, readings(self.text)), key=_start)

    def is_drawn(self, claimed: Quantity) -> bool:
        """Tell whether a figure has a quantity, or its digits stand apart in the text: 9 4.1.

        An axis has any round number: only one of three digits or with a point tells.
        """
        digits = _as_written(claimed)
        if claimed.spelled or ("." not in digits and len(claimed.digits) < _FEWEST_DRAWN):
            return False
        if any(claimed.same(one) for one in self._drawn.get(claimed.value, ())):
            return True
        if "." not in digits or len(digits) <= _FEWEST_DRAWN:
            return False
        apart = r"\s?".join(map(re.escape, digits))
        found = re.finditer(rf"(?<![\d.]){apart}(?![\d.])", self.text)
        return any(match[0] != digits for match in found)

    def is_in_a_name(self, claimed: Quantity) -> bool:
        """Tell whether a name ends in a size, as Vicuna-13B does: models of 13B."""
        size = _SIZE.fullmatch(claimed.written.strip())
        return bool(size and re.search(rf"\w-{re.escape(size[0])}\b", self.text))

    def is_under_scale(self, claimed: Quantity) -> bool:
        """Tell whether a table that gives its scale in brackets has a size: 375 under "params (M)".

        That is known of tables, too, that were not made out.
        """
        size = _SIZE.fullmatch(claimed.written.strip())
        if not size:
            return False
        bare, scale = re.escape(size["digits"]), f"({size['scale']})"
        tables = (self.text[start:end] for start, end in self._paper_text.spans("table"))
        return any(
            scale in words and re.search(rf"(?<![\d.]){bare}(?![\d.])", words) for words in tables
        )

    @cached_property
    def _drawn(self) -> dict[Decimal, list[Quantity]]:
        """The quantities of the paper's figures, by their values."""
        by_value = defaultdict(list)
        for start, end in self._paper_text.spans("figure"):
            for one in quantities(self.text[start:end]):
                by_value[one.value].append(one)
        return by_value

    def _bears_out(self, one: Quantity) -> bool:
        kind = self._paper_text.kind_at(one.start)
        if kind == "reference":
            return is_year(one)
        if kind == "formula":
            around = self.text[max(0, one.start - 1) : one.end + 1]
            return not _FORMULA_NUMBER.fullmatch(around)
        return kind != "figure"

    @cached_property
    def _by_value(self) -> dict[Decimal, list[Quantity]]:
        by_value = defaultdict(list)
        for found in self.quantities:
            for value in {found.value, found.base}:
                by_value[value].append(found)
        return by_value

    def same(self, claimed: Quantity) -> list[Quantity]:
        """Give where the paper has a quantity, however it is written, in order.

        0.45 is 45% where the paper says percent, and 45.1% is 0.451. A rounded one is the paper's
        that rounds to it: 7.46M is 7,461,895.
        """
        key = (claimed.value, claimed.factor, claimed.unit)
        if key not in self._same:
            found = {
                other
                for value in {claimed.value, claimed.base}
                for other in self._by_value.get(value, ())
                if claimed.same(other)
            }
            if not claimed.unit and 0 < claimed.value < 1:
                shares = self._by_value.get(claimed.value * 100, ())
                found.update(other for other in shares if other.percent)
            if claimed.percent and not claimed.whole:
                parts = self._by_value.get(claimed.value / 100, ())
                found.update(other for other in parts if not other.unit)
            if is_rounded(claimed):
                found.update(self.rounding_to(claimed))
            self._same[key] = sorted(found, key=_start)
        return self._same[key]

    @cached_property
    def _by_size(self) -> list[Quantity]:
        return sorted(self.quantities, key=_value)

    def rounding_to(self, claimed: Quantity) -> Iterator[Quantity]:
        """Give the quantities of finer digits that a claimed one is the rounding of."""
        yield from self._within(claimed, abs(claimed.step) / 2)

    def has_about(self, claimed: Quantity) -> bool:
        """Tell whether the paper has a quantity that is a claimed one, but for its last zeros."""
        exponent = claimed.value.normalize().as_tuple().exponent
        if not isinstance(exponent, int) or exponent <= 0:
            return False
        half = Decimal(10) ** exponent / 2
        return next(self._within(claimed, half), None) is not None

    def _within(self, claimed: Quantity, half: Decimal) -> Iterator[Quantity]:
        low = bisect.bisect_left(self._by_size, claimed.value - half, key=_value)
        high = bisect.bisect_right(self._by_size, claimed.value + half, key=_value)
        for other in self._by_size[low : min(high, low + MOST)]:
            if other.step < claimed.step and other.unit == claimed.unit:
                yield other

    def between(self, start: int, end: int) -> list[Quantity]:
        """Give the quantities that begin between two characters."""
        low = bisect.bisect_left(self.quantities, start, key=_start)
        return self.quantities[low : bisect.bisect_left(self.quantities, end, key=_start)]

    def of_line(self, offset: int) -> list[Quantity]:
        """Give the quantities of the line that a character stands in."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return self.between(start, end if end >= 0 else len(self.text))

    def written_otherwise(self, claimed: Quantity) -> tuple[str, int | None]:
        """Give the quantity of the paper that a wrong one is but for scale or unit, with its page.

        That is one with the same digits: 24M of 24亿, 0.15 of 0.0015, 45 ms of 45 s; a single digit
        tells nothing, but where it is written alike: 10M of 10亿. One of the same unit is
        preferred, then the nearest value. Empty where there is none.
        """
        digits, written = claimed.digits, _as_written(claimed)
        alike = [
            one
            for one in self._by_digits.get(digits, ())
            if not one.spelled and (len(digits) > 1 or _as_written(one) == written)
        ]
        if not alike or claimed.spelled or not claimed.value:
            return "", None
        best = min(alike, key=lambda one: (one.unit != claimed.unit, _distance(claimed, one)))
        return best.written, self.page_at(best.start)

    def with_digits_of(self, number: Quantity) -> list[Quantity]:
        """Give the quantities that have the digits of another, in any scale."""
        return self._by_digits.get(number.digits, [])

    @cached_property
    def _by_digits(self) -> dict[tuple[int, ...], list[Quantity]]:
        by_digits = defaultdict(list)
        for found in self.quantities:
            by_digits[found.digits].append(found)
        return by_digits

    # ── places ──

    @cached_property
    def places(self) -> list[Place]:
        """The sentences of the paper, in order; a line that stands alone is one."""
        return sentences.of_paper(self.text)

    @cached_property
    def _place_starts(self) -> list[int]:
        return [place.start for place in self.places]

    def words_of(self, place: Place) -> str:
        """Give the words of a place on one line."""
        if place not in self._words:
            self._words[place] = " ".join(self.text[place.start : place.end].split())
        return self._words[place]

    def terms_of(self, place: Place) -> frozenset[str]:
        """Give the terms of a place."""
        if place not in self._terms:
            self._terms[place] = terms(self.words_of(place))
        return self._terms[place]

    def passage_of(self, place: Place) -> str:
        """Give the words of a place in quotation marks, the first of them where they are many."""
        words = self.words_of(place)
        cut = "…" if len(words) > _LONGEST_PASSAGE else ""
        return f"“{words[:_LONGEST_PASSAGE]}{cut}”"

    @cached_property
    def _by_term(self) -> dict[str, list[int]]:
        by_term = defaultdict(list)
        for number, place in enumerate(self.places):
            for term in terms(self.text[place.start : place.end][:_LONGEST_SENTENCE]):
                by_term[term].append(number)
        return by_term

    def most_like(self, words: str) -> list[Place]:
        """Give up to two sentences with the most of a sentence's terms, none with less than half.

        Rare terms count more.
        """
        weights: defaultdict[int, float] = defaultdict(float)
        whole = 0.0
        for term in terms(words):
            numbers = self._by_term.get(term, ())
            weight = 1 / (1 + math.log1p(len(numbers)))
            whole += weight
            for number in numbers:
                weights[number] += weight
        best = sorted(weights, key=lambda number: (-weights[number], number))[:_MOST_ALIKE]
        return [self.places[number] for number in best if weights[number] >= whole / 2]

    def sentences_with(self, wanted: frozenset[str], *, least: float) -> list[Place]:
        """Give the sentences that have at least a share of some terms, and one of them."""
        counts = Counter(n for term in wanted for n in self._by_term.get(term, ())[:MOST])
        enough = max(1.0, least * len(wanted))
        return [self.places[number] for number in sorted(counts) if counts[number] >= enough]

    @cached_property
    def _sorted_terms(self) -> list[str]:
        return sorted(self._by_term)

    def beginning_with(self, any_of: Iterable[str]) -> Iterator[int]:
        """Give the numbers of the sentences with a term that begins with one of some letters."""
        for letters in any_of:
            low, high = (
                bisect.bisect_left(self._sorted_terms, one) for one in (letters, letters + "\uffff")
            )
            for term in self._sorted_terms[low:high]:
                yield from self._by_term[term]

    def place_number(self, offset: int) -> int:
        """Give the number of the sentence that a character stands in."""
        return max(0, bisect.bisect_right(self._place_starts, offset) - 1)

    def around(self, offset: int) -> Place:
        """Give the sentence at a character."""
        return self.places[self.place_number(offset)]

    def around_all(self, places: Iterable[Place], reach: int) -> list[Place]:
        """Give some sentences and as many as `reach` on either side of each, in order."""
        numbers = {
            number
            for place in places
            for at in [self.place_number(place.start)]
            for number in range(max(0, at - reach), at + reach + 1)
        }
        return [self.places[number] for number in sorted(numbers) if number < len(self.places)]

    @cached_property
    def _captions(self) -> list[Place]:
        return [self.around(start) for start, _ in self._paper_text.spans("caption")]

    def is_row(self, offset: int) -> bool:
        """Tell whether a character stands in a table's row."""
        if self.tables.row_at(self.around(offset).start) is not None:
            return True
        at = bisect.bisect_right(self._made_rows, (offset, len(self.text)))
        return at > 0 and offset < self._made_rows[at - 1][1]

    @cached_property
    def _made_rows(self) -> list[tuple[int, int]]:
        """The places of the rows of all tables, made out or not."""
        placed = (
            [cell for cell in row.cells if cell.end]
            for table in self.paper_tables
            for row in table.rows
        )
        return sorted(
            (min(one.start for one in cells), max(one.end for one in cells))
            for cells in placed
            if cells
        )

    @cached_property
    def tables(self) -> Tables:
        """The rows of the paper's tables."""
        others = ("figure", "reference")
        places = [at for at in self.places if self._paper_text.kind_at(at.start) not in others]
        return Tables(self.text, places)

    def near_captions(self, offset: int) -> Iterator[Place]:
        """Give the captions with their surroundings that the row at a character may belong to."""
        for caption in self._captions:
            if caption.start - _TABLE_REACH <= offset <= caption.end + _TABLE_REACH:
                yield Place(caption.start - _TABLE_REACH, caption.end + _TABLE_REACH)


def _value(quantity: Quantity) -> Decimal:
    return quantity.value


def _start(quantity: Quantity) -> int:
    return quantity.start


def _as_written(one: Quantity) -> str:
    """Give a number as it is written, without its scale and unit."""
    match = _DIGITS.search(one.written)
    return match[0] if match else ""


def _distance(one: Quantity, other: Quantity) -> Decimal:
    """Give how far two quantities are from each other, as a share of the larger one."""
    return abs(other.base - one.base) / max(abs(one.base), Decimal(1), abs(other.base))
