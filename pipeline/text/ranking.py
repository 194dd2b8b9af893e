"""How near texts are to a question: BM25, and the terms that it counts.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.5.
The package `bm25s` does it faster and brings numpy, which nothing else here needs: a log has some
thousand entries, and they are ranked in a tenth of a second.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipeline.text.cjk import CJK
from pipeline.text.squash import stem
from pipeline.text.stop_words import OF_ANY_PAPER

_SATURATION = 1.2
"""k1: how soon a term that is said again counts no more; the book's usual value."""
_BY_LENGTH = 0.75
"""b: how far a long text's terms count less; the book's usual value."""
_TERM = re.compile(rf"[^\W\d_{CJK}][^\W_{CJK}]+|[{CJK}]+")
_FEWEST_LETTERS = 3
"""Letters of a Latin word: shorter ones link others."""
_NO_PLURALS = ("ss", "us", "is")
_TITLE = 3
"""Times that a term of a title counts."""


def terms(text: str) -> Counter[str]:
    """Count a text's terms: Latin words in the singular, and pairs of Chinese characters.

    Words that stand in any paper are none.
    """
    found: Counter[str] = Counter()
    for match in _TERM.finditer(text):
        word = match[0]
        if re.match(f"[{CJK}]", word):
            found.update(word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif (term := word.casefold()) not in OF_ANY_PAPER and len(term) >= _FEWEST_LETTERS:
            found[term if term.endswith(_NO_PLURALS) else stem(term)] += 1
    return found


def titled_terms(title: str, text: str) -> Counter[str]:
    """Count the terms of a text that has a title, in which they count for more."""
    in_title = terms(title)
    return Counter({term: (_TITLE - 1) * times for term, times in in_title.items()}) + terms(text)


def bm25(
    query: Mapping[str, float], counts: Sequence[Mapping[str, float]], lengths: Sequence[int]
) -> list[float]:
    """Give for each text how near it is to the terms of `query`; 0 where it has none of them.

    `query` says how much each of its terms matters, `counts` how often each text has each of its
    terms, `lengths` how long it is, in any unit.
    """
    if not counts:
        return []
    usual = sum(lengths) / len(lengths) or 1.0
    weights = {
        term: matters * _weight(sum(term in one for one in counts), len(counts))
        for term, matters in query.items()
    }
    return [
        sum(
            weight * _saturated(count.get(term, 0), length / usual)
            for term, weight in weights.items()
        )
        for count, length in zip(counts, lengths, strict=True)
    ]


class Counted:
    """Texts whose terms are counted once, to be asked for again and again; it never changes.

    `texts` are the terms of each, as `titled_terms` counts them.
    """

    def __init__(self, texts: Iterable[Counter[str]]) -> None:
        self._lengths: list[int] = []
        # by term, of each text that has it: its place among them, then how often it does
        self._having: dict[str, array[int]] = {}
        for at, count in enumerate(texts):
            self._lengths.append(count.total())
            for term, times in count.items():
                self._having.setdefault(term, array("I")).extend((at, times))

    def having(self, term: str, without: int | None = None) -> list[int]:
        """Give the places of the texts that have a term, in order; never the one `without`."""
        return [at for at in self._having.get(term, ())[::2] if at != without]

    def scores(self, query: Mapping[str, float], without: int | None = None) -> dict[int, float]:
        """Give what `bm25` does, of the texts that have one of its terms, by their places.

        It is as if the one `without` were none of them.
        """
        own = 0 if without is None else self._lengths[without]
        texts = len(self._lengths) - (without is not None)
        usual = (sum(self._lengths) - own) / max(texts, 1) or 1.0
        found: dict[int, float] = {}
        for term, matters in query.items():
            pairs = iter(self._having.get(term, ()))
            having = [pair for pair in zip(pairs, pairs, strict=True) if pair[0] != without]
            weight = matters * _weight(len(having), texts)
            for at, times in having:
                score = weight * _saturated(times, self._lengths[at] / usual)
                found[at] = found.get(at, 0.0) + score
        return found


def _weight(having: int, texts: int) -> float:
    """Give what a term is worth: the more, the fewer texts have it; never less than nothing."""
    return math.log(1 + (texts - having + 0.5) / (having + 0.5))


def _saturated(times: float, length: float) -> float:
    slowed = _SATURATION * (1 - _BY_LENGTH + _BY_LENGTH * length)
    return times * (_SATURATION + 1) / (times + slowed)
