"""What a sentence adds to those that are picked: its terms, its numbers, its words in a row."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.draft import quotable
from pipeline.draft.argument import Place, Sentence
from pipeline.draft.sentence_roles import is_measured
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.text.cjk import CJK
from pipeline.text.stop_words import OF_ANY_PAPER

_PLACES: dict[Place, float] = {
    "contributions": 1.3,
    "results": 1.1,
    "introduction": 1.0,
    "conclusion": 0.9,
    "body": 0.7,
}
_OF_A_TABLE = 1.3
"""What a number that stands in a table counts more."""
_A_SENTENCE = 40
"""Characters that each sentence counts as longer, so that many short ones don't win."""
_NUMBER_WEIGHT = 5.0
"""What a new number counts beside terms, whose weights are mostly between 1 and 6."""
_MOST_NUMBERS = 3
"""New numbers of a sentence that count: what has more is a row of a table."""
MORE = 1.5
"""How much more a name counts, and what stands in title or abstract."""
_SAID_ALREADY = 0.45
"""Share of a sentence's terms, by weight, from which on others have said it."""
_SAID_BY_ONE = 0.5
"""Share of a sentence's words, by count or weight, from which on one other says the same."""
_SAID_BY_ALL = 0.75
"""The same by all that is said, by weight."""
_LEAST_NEW, _SHARE_OF_NEW = 4, 0.4
"""Words that none has said in a sentence which says something else, and their share of all."""
_SAID_EXACTLY = 0.6
"""Share of a sentence's words from which on one that says more has said them."""
_LEAST_SAID, _BEGINNING = 2, 6
"""Words that a sentence must have to be said again; letters by which two of them are told alike."""
_ENDING = re.compile(r"(?:ations?|ions?|iti?es|ity|ies|ing|ed|es|ly|[esy])$")
"""What two forms of a word differ by."""
_SIDE_BY_SIDE = 2
"""Names of a sentence that compares."""
_RUN = 7
"""Words in a row that two sentences have only where one says again what the other says."""
WORD = re.compile(rf"[A-Za-z][A-Za-z0-9-]{{2,}}|[{CJK}]{{2}}")
NAME = re.compile(r"[A-Z]|\d")
"""In a word behind its first letter: what is written so is a name."""
_NUMBER = re.compile(r"(?<![\w.])(?<![A-Za-z]-)(?!(?:19|20)\d\d\b)\d[\d,]*(?:\.\d+)?")
"""A number that is no year, and of no name: GPT-3.5."""
_STOP = OF_ANY_PAPER | frozenset(
    """because been being different does done end figure first given how however only per same
    second section see since table therefore third three thus via well""".split()
)
_EMPTY = _STOP | frozenset(
    """achieve achieves achieved advocate approach approaches demonstrate demonstrates effective
    enables framework improve improved improves introduce introduced mechanism novel paradigm
    introduces performance present presented presents propose proposed proposes simple study
    technique techniques yet
    application applications capture captures case cases certain change changes comprehensive
    consistent detailed diverse effect effects existing extensive find found framework general
    generally good important include includes including know known large main much negligible non
    number obtain obtained problem problems properties provide provided provides qualitatively
    remain remains set sets significant significantly specific systematic task type types variety
    various wide""".split()
)
"""Words that tell nothing where a sentence repeats another."""


class _Weights:
    """What the terms of a paper weigh, and what a sentence adds to others."""

    def __init__(self, paper: Paper, text: PaperText, found: Sequence[Sentence]) -> None:
        """Weigh each term by how often the paper uses it.

        Names, and what stands in title or abstract, weigh more; what is said once, and is neither
        of the latter, nothing.
        """
        counts = Counter(term for sentence in found for term in self.terms(sentence))
        names = Counter(word.lower() for word in WORD.findall(text.text) if NAME.search(word[1:]))
        titles = WORD.findall(f"{paper.title} {text.title}")
        abstract = (term for s in found if s.place == "abstract" for term in self.terms(s))
        essential = {*map(str.lower, titles), *abstract}
        self._weights = {
            term: math.log1p(count) * MORE ** ((term in essential) + (names[term] * 2 >= count))
            for term, count in counts.items()
            if count > 1 or term in essential
        }

    @staticmethod
    def terms(sentence: Sentence) -> frozenset[str]:
        return frozenset(word.lower() for word in WORD.findall(sentence.text)) - _STOP

    def of(self, terms: Iterable[str]) -> float:
        """Give what terms weigh together."""
        return sum(self._weights.get(term, 0.0) for term in terms)


def _numbers(sentence: Sentence) -> frozenset[str]:
    return frozenset(_NUMBER.findall(quotable.without_citations(sentence.text)))


def stems(words: str) -> frozenset[str]:
    """Give the words that say something, without their endings."""
    said = quotable.without_citations(words).lower().replace("-", " ")
    return frozenset(_ENDING.sub("", word) for word in WORD.findall(said) if word not in _EMPTY)


def _names(words: str) -> frozenset[str]:
    """Give what is written with a capital or a digit within, without citations."""
    said = quotable.without_citations(words)
    return frozenset(word for word in WORD.findall(said) if NAME.search(word[1:]))


def _runs(sentence: Sentence) -> set[tuple[str, ...]]:
    """Give all that a sentence has of so many words in a row."""
    words = re.findall(r"\w+", sentence.text.casefold())
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def _numbers_of_tables(text: PaperText) -> frozenset[str]:
    """Give the decimals that the cells of the paper's tables hold."""
    cells = (cell.text for table in text.tables for row in table.rows for cell in row.cells)
    return frozenset(n for cell in cells for n in _NUMBER.findall(cell) if "." in n)


class Said:
    """What the sentences that are picked say, and how much of another they say already."""

    def __init__(self, paper: Paper, text: PaperText, found: Sequence[Sentence]) -> None:
        self._weights = _Weights(paper, text, found)
        self._in_tables = _numbers_of_tables(text)
        self._said: list[frozenset[str]] = []
        self._terms_said: list[frozenset[str]] = []
        self._titled = stems(f"{paper.title} {text.title}")
        self._names: list[frozenset[str]] = []
        self._terms: set[str] = set()
        self._numbers: set[str] = set()
        self._runs: set[tuple[str, ...]] = set()

    def note(self, sentence: Sentence) -> None:
        """Count a sentence among what is said."""
        self._said.append(stems(sentence.text))
        self._terms_said.append(self._weights.terms(sentence))
        self._terms |= self._terms_said[-1]
        self._numbers |= _numbers(sentence)
        self._runs |= _runs(sentence)
        self._names.append(_names(sentence.text))

    def has_numbers(self, values: Iterable[str]) -> bool:
        """Tell whether what is said has one of these numbers."""
        return any(n in self._numbers for value in values for n in _NUMBER.findall(value))

    def has(self, sentence: Sentence) -> bool:
        """Tell whether a sentence's words are said, a run of them, or its numbers."""
        if self._runs & _runs(sentence) or self._compares_again(sentence):
            return True
        if numbers := _numbers(sentence):
            return numbers <= self._numbers
        return self._share(sentence) > _SAID_ALREADY

    def lacks(self, sentence: Sentence) -> bool:
        """Tell whether a sentence that sums up says something else than any other and all."""
        terms = self._weights.terms(sentence)
        by_one = max((self._weights.of(terms & one) for one in self._terms_said), default=0.0)
        is_said = by_one >= _SAID_BY_ONE * max(1.0, self._weights.of(terms))
        return not is_said and self._share(sentence) < _SAID_BY_ALL and self.lacks_words(sentence)

    def lacks_words(self, sentence: Sentence) -> bool:
        """Tell whether a sentence has enough words of its own, whatever its terms weigh."""
        if self._repeats(sentence):
            return False
        own = stems(sentence.text)
        by_one = max((len(own & one) for one in self._said), default=0)
        new = len(own.difference(self._titled, *self._said))
        least = max(_LEAST_NEW, _SHARE_OF_NEW * len(own))
        return by_one < _SAID_BY_ONE * len(own) and new >= least

    def is_of_title(self, sentence: Sentence) -> bool:
        """Tell whether a sentence speaks of what the title does."""
        return not self._titled or bool(stems(sentence.text) & self._titled)

    @property
    def stems(self) -> frozenset[str]:
        """The words of all that is said, and of the title, without their endings."""
        return self._titled.union(*self._said)

    @property
    def names(self) -> frozenset[str]:
        """The names in all that is said."""
        return frozenset().union(*self._names)

    def lacks_numbers(self, sentence: Sentence) -> bool:
        """Tell whether a sentence has numbers that are not said, in whatever words."""
        return bool(_numbers(sentence)) and not self._repeats(sentence)

    def _repeats(self, sentence: Sentence) -> bool:
        """Tell whether a run of a sentence's words is said, or most of its numbers."""
        numbers = _numbers(sentence)
        most = len(numbers & self._numbers) * 2 > len(numbers)
        return most or bool(self._runs & _runs(sentence)) or self._compares_again(sentence)

    def _compares_again(self, sentence: Sentence) -> bool:
        """Tell a sentence without a measure that sets the same things side by side as another."""
        names = _names(sentence.text)
        same = len(names) >= _SIDE_BY_SIDE and any(names <= one for one in self._names)
        return same and not is_measured(sentence.text)

    def _share(self, sentence: Sentence) -> float:
        terms = self._weights.terms(sentence)
        return self._weights.of(terms & self._terms) / max(1.0, self._weights.of(terms))

    def gain(self, sentence: Sentence) -> float:
        """Rate what a character of a sentence adds: new terms by weight, and some new numbers."""
        numbers = _numbers(sentence) - self._numbers
        new = self._weights.of(self._weights.terms(sentence) - self._terms)
        rate = _PLACES.get(sentence.place, 1.0)
        if numbers & self._in_tables:
            rate *= _OF_A_TABLE
        gain = new + _NUMBER_WEIGHT * min(_MOST_NUMBERS, len(numbers))
        return gain * rate / (len(sentence.text) + _A_SENTENCE)


def says_less(sentence: str, other: str) -> bool:
    """Tell a sentence without a number that another one says again, and more exactly."""
    if any(map(str.isdigit, sentence)):
        return False
    own = {stem[:_BEGINNING] for stem in stems(sentence)}
    more = {stem[:_BEGINNING] for stem in stems(other)}
    said = len(own & more) >= _SAID_EXACTLY * len(own)
    return len(own) >= _LEAST_SAID and said and len(more - own) > len(own - more)
