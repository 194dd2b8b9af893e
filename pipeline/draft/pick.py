"""Pick the sentences of an entry, within a budget of characters.

The abstract gives its own, in its order; beside it is taken what adds most by character, terms that
the paper uses most and numbers counted once: the usual approximation for budgeted coverage (Lin and
Bilmes, "A Class of Submodular Functions for Document Summarization", 2011).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from pipeline.draft import quotable
from pipeline.draft.argument import Place, Sentence
from pipeline.draft.headed import by_heads
from pipeline.draft.sentence_roles import (
    Role,
    brings,
    closes,
    is_compared,
    is_conclusion,
    is_lacking,
    is_limit,
    is_measured,
    is_news,
    is_of_data,
    is_problem,
    is_promise,
    names_of,
    role_beside_abstract,
    role_of_own_work,
    tells_results,
)
from pipeline.draft.told import told, without_contrast
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.text.cjk import CJK
from pipeline.text.stop_words import OF_ANY_PAPER

SENTENCES_A_POINT = 3
_OF_ABSTRACT = 1500
"""Characters of the abstract's sentences at most, so that there is room for others."""
_MOST_OF_A_PROBLEM = 2
"""Sentences of the abstract that lead to what is new."""
_MOST_RESULTS = 4
"""Sentences of the abstract that tell results."""
_MOST_BESIDE: dict[Role, int] = {"method": 2, "data": 1, "results": 2}
"""Sentences beside the abstract's; twice as many where all is short, as without an abstract."""
_SHORT = 1200
"""Characters of an entry's sentences below which they are few."""
_MOST_LIKELY = 12
"""Sentences that are tried where all is short."""
_LONGEST_OF_A_VERDICT = 260
"""Characters of a sentence that closes an entry."""

# ── what a sentence counts ──

_PLACES: dict[Place, float] = {
    "contributions": 1.3,
    "results": 1.1,
    "introduction": 1.0,
    "conclusion": 0.9,
    "body": 0.7,
}
_SUMMING_UP: tuple[Place, ...] = ("contributions", "introduction", "conclusion")
"""Where authors write to be read alone."""
_ALONE: tuple[Place, ...] = ("contributions", "conclusion")
"""Where all that they say of their work is news."""
_OF_A_TABLE = 1.3
"""What a number that stands in a table counts more."""
_A_SENTENCE = 40
"""Characters that each sentence counts as longer, so that many short ones don't win."""
_NUMBER_WEIGHT = 5.0
"""What a new number counts beside terms, whose weights are mostly between 1 and 6."""
_MOST_NUMBERS = 3
"""New numbers of a sentence that count: what has more is a row of a table."""
_MORE = 1.5
"""How much more a name counts, and what stands in title or abstract."""
_SAID_ALREADY = 0.45
"""Share of a sentence's terms, by weight, from which on others have said it."""
_SAID_BY_ONE, _SAID_BY_ALL = 0.42, 0.72
"""The same where authors sum up, by one sentence and by all: a summary has the same terms."""
_RUN = 7
"""Words in a row that two sentences have only where one says again what the other says."""
_WORD = re.compile(rf"[A-Za-z][A-Za-z0-9-]{{2,}}|[{CJK}]{{2}}")
_NAME = re.compile(r"[A-Z]|\d")
"""In a word behind its first letter: what is written so is a name."""
_NUMBER = re.compile(r"(?<![\w.])(?<![A-Za-z]-)(?!(?:19|20)\d\d\b)\d[\d,]*(?:\.\d+)?")
"""A number that is no year, and of no name: GPT-3.5."""
_CAPITAL = re.compile(r"(?<=[a-z,] )([A-Z]\w+)")
"""A word within a sentence that begins with a capital."""
_OWN_MODEL = re.compile(r"\bthis (?=(?:model|method|approach|framework|system)\b)", re.IGNORECASE)
"""What points back, and is the paper's own where it closes."""
_STOP = OF_ANY_PAPER | frozenset(
    """because been being different does done end figure first given how however only per same
    second section see since table therefore third three thus via well""".split()
)


ROLES: tuple[Role, ...] = ("problem", "new", "detail", "method", "data", "results")
"""In the order of the argument."""


class _Weights:
    """What the terms of a paper weigh, and what a sentence adds to others."""

    def __init__(self, paper: Paper, text: PaperText, found: Sequence[Sentence]) -> None:
        """Weigh each term by how often the paper uses it.

        Names, and what stands in title or abstract, weigh more; what is said once, and is neither
        of the latter, nothing.
        """
        counts = Counter(term for sentence in found for term in self.terms(sentence))
        names = Counter(word.lower() for word in _WORD.findall(text.text) if _NAME.search(word[1:]))
        titles = _WORD.findall(f"{paper.title} {text.title}")
        abstract = (term for s in found if s.place == "abstract" for term in self.terms(s))
        essential = {*map(str.lower, titles), *abstract}
        self._weights = {
            term: math.log1p(count) * _MORE ** ((term in essential) + (names[term] * 2 >= count))
            for term, count in counts.items()
            if count > 1 or term in essential
        }

    @staticmethod
    def terms(sentence: Sentence) -> frozenset[str]:
        return frozenset(word.lower() for word in _WORD.findall(sentence.text)) - _STOP

    def of(self, terms: Iterable[str]) -> float:
        """Give what terms weigh together."""
        return sum(self._weights.get(term, 0.0) for term in terms)


def _by_what_they_say(after: Sequence[Sentence]) -> dict[Role, list[Sentence]]:
    """Part what an abstract says from its first result on: another part of what is new is method.

    What it says of data only, without comparing, is of them; what rests on the sentence before it
    stays with that.
    """
    parts: dict[Role, list[Sentence]] = {"results": [], "method": [], "data": []}
    role: Role = "results"
    for sentence in after:
        text = sentence.text
        if quotable.leans(text) and not is_measured(text):
            parts[role].append(sentence)
            continue
        role = "results"
        if is_of_data(text) and not is_compared(text):
            role = "data"
        elif is_news(text) and not tells_results(text):
            role = "method"
        parts[role].append(sentence)
    return parts


def _measured_first(said: Sequence[Sentence]) -> list[Sentence]:
    return sorted(said, key=lambda sentence: not is_measured(sentence.text))


def _names(text: str) -> set[str]:
    """Give the names in a text: what is written with a capital or a digit within."""
    return {word for word in _WORD.findall(text) if _NAME.search(word[1:])} | {
        match[1] for match in _CAPITAL.finditer(text)
    }


def _problem(before: Sequence[Sentence]) -> Sequence[Sentence]:
    """Give the sentences that lead to what is new, from one on that stands alone if possible.

    What was before counts for nothing where a sentence behind it says what is lacking.
    """
    start = max(0, len(before) - _MOST_OF_A_PROBLEM)
    lacking = (at for at in range(start, len(before)) if is_lacking(before[at].text))
    at = next(lacking, start)
    if not quotable.refers_back(without_contrast(before[at].text) if before else ""):
        return before[at:]
    first = max(0, start - _MOST_OF_A_PROBLEM)
    while start > first and quotable.refers_back(before[start].text):
        start -= 1
    return before[start:]


def _numbers(sentence: Sentence) -> frozenset[str]:
    return frozenset(_NUMBER.findall(quotable.without_citations(sentence.text)))


def _runs(sentence: Sentence) -> set[tuple[str, ...]]:
    """Give all that a sentence has of so many words in a row."""
    words = re.findall(r"\w+", sentence.text.casefold())
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def _numbers_of_tables(text: PaperText) -> frozenset[str]:
    """Give the decimals that the cells of the paper's tables hold."""
    cells = (cell.text for table in text.tables for row in table.rows for cell in row.cells)
    return frozenset(n for cell in cells for n in _NUMBER.findall(cell) if "." in n)


class Pick:
    """The sentences that are picked, within a budget of characters."""

    def __init__(
        self, paper: Paper, text: PaperText, found: Sequence[Sentence], budget: int
    ) -> None:
        self.parts: dict[Role, list[Sentence]] = {role: [] for role in ROLES}
        self._found = found
        self._budget = self._left = budget
        self._titles = (paper.title, text.title)
        self._weights = _Weights(paper, text, found)
        self._in_tables = _numbers_of_tables(text)
        abstract = " ".join(s.text for s in found if s.place == "abstract")
        self._known_names = _names(abstract) | set(_WORD.findall(" ".join(self._titles)))
        self._said: list[frozenset[str]] = []
        self._terms: set[str] = set()
        self._numbers: set[str] = set()
        self._runs: set[tuple[str, ...]] = set()
        self._taken: set[int] = set()
        self._empty = {s.start for s in found if quotable.is_outlook(s.text)}

    def of_abstract(self) -> None:
        """Take the abstract in its own order: the problem, what is new, the results."""
        said = [s for s in self._found if s.place == "abstract" and not quotable.is_outlook(s.text)]
        if headed := by_heads(said):
            self._take_most(
                [
                    ("new", headed.get("new", ())[:SENTENCES_A_POINT]),
                    ("results", _measured_first(headed.get("results", ()))[:_MOST_RESULTS]),
                    ("problem", _problem(headed.get("problem", ()))),
                    ("method", headed.get("method", ())[:SENTENCES_A_POINT]),
                ],
                said,
            )
            return
        if len(said) > SENTENCES_A_POINT and is_promise(said[-1].text):
            said.pop()
        news = (at for at, s in enumerate(said) if is_news(s.text))
        new = next(news, None)
        after = 0 if new is None else new
        found = (n for n, s in enumerate(said) if n > after and tells_results(s.text))
        results = next(found, len(said))
        middle = said[after:results]
        came_out = _by_what_they_say(said[results:])
        # what matters most comes first, where there is no room for all
        parts: list[tuple[Role, Sequence[Sentence]]] = [
            ("detail" if new is None else "new", middle[:SENTENCES_A_POINT]),
            ("results", _measured_first(came_out["results"])[:_MOST_RESULTS]),
            ("problem", _problem(said[:after])),
            ("data", came_out["data"][:SENTENCES_A_POINT]),
            ("method", came_out["method"][:SENTENCES_A_POINT]),
            ("detail", middle[SENTENCES_A_POINT:][:SENTENCES_A_POINT]),
        ]
        self._take_most(parts, said)

    def _take_most(
        self, parts: Sequence[tuple[Role, Sequence[Sentence]]], said: Sequence[Sentence]
    ) -> None:
        """Take of an abstract's parts what there is room for, the first parts first."""
        wanted: dict[int, Role] = {}
        left = _OF_ABSTRACT
        for role, sentences in parts:
            for sentence in sentences:
                if len(sentence.text) <= left:
                    is_data = role == "detail" and is_of_data(sentence.text)
                    wanted[sentence.start] = "data" if is_data else role
                    left -= len(sentence.text) + 1
        for sentence in said:
            if sentence.start in wanted and self._follows(sentence):
                self._take(wanted[sentence.start], sentence)

    def _follows(self, sentence: Sentence) -> bool:
        """Tell whether a sentence stands alone, or behind the one that it rests on.

        What measures may rest on one that says nothing.
        """
        rests = quotable.leans(without_contrast(sentence.text))
        before = sentence.before
        if not rests or before is None or before in self._taken:
            return True
        return before in self._empty and is_measured(sentence.text)

    @staticmethod
    def _as_said(found: Iterable[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
        """Give each sentence as it stands in the paper, and as an entry says it."""
        return ((one, one._replace(text=told(one.text))) for one in found)

    @property
    def own_names(self) -> frozenset[str]:
        """The names that the paper has for its own work."""
        return names_of(self._titles, self._found)

    def said_before(self, sentence: Sentence) -> bool:
        """Tell whether the sentence before one in its paragraph is picked, too."""
        return sentence.before in self._taken

    def has_said(self, values: Iterable[str]) -> bool:
        """Tell whether what is picked has one of these numbers."""
        return any(n in self._numbers for value in values for n in _NUMBER.findall(value))

    @property
    def is_measured(self) -> bool:
        """Whether a result that is picked has its number."""
        return any(is_measured(sentence.text) for sentence in self.parts["results"])

    def beside_abstract(self) -> None:
        """Take what adds most to the abstract, of sentences that stand alone."""
        own = self.own_names
        likely = [
            (role, s)
            for s, said in self._as_said(self._found)
            if (role := role_beside_abstract(said, own)) and self._is_understood(role, said, own)
        ]
        while True:
            fitting = [(self._gain(s), role, s) for role, s in likely if self._is_wanted(role, s)]
            if not fitting:
                return
            _, role, best = max(fitting, key=lambda one: (one[0], -one[2].start))
            likely.remove((role, best))
            self._take(role, best)

    def _is_understood(self, role: Role, sentence: Sentence, own: Collection[str]) -> bool:
        """Tell a sentence that stands alone, and in the body names nothing unheard of.

        Data, and what a result was measured on, have names of their own.
        """
        text = sentence.text
        if quotable.is_outlook(text) or not quotable.stands_alone(text):
            return False
        may_name = sentence.place in _SUMMING_UP or role == "data" or is_measured(text)
        return may_name or _names(text) <= self._known_names | set(own)

    def _is_wanted(self, role: Role, sentence: Sentence) -> bool:
        """Tell whether there is room for a sentence that says something else.

        A result is asked for only while none is measured, or all is short; one that measures
        nothing, only where there is none, or all is short.
        """
        measures = is_measured(sentence.text)
        enough = self.is_measured or (self.parts["results"] and not measures)
        if role == "results" and enough and not self._is_short:
            return False
        fits = len(sentence.text) <= self._left and self._has_room(role)
        return fits and not self._has_said(sentence)

    @property
    def _is_short(self) -> bool:
        return self._budget - self._left < _SHORT

    def _has_room(self, role: Role) -> bool:
        beside = sum(s.place != "abstract" for s in self.parts[role])
        most = _MOST_BESIDE[role] * (2 if self._is_short else 1)
        return beside < most

    def _has_said(self, sentence: Sentence) -> bool:
        """Tell whether what is picked has a sentence's words, a run of them, or its numbers."""
        if self._runs & _runs(sentence):
            return True
        if numbers := _numbers(sentence):
            return numbers <= self._numbers
        return self._share_said(sentence) > _SAID_ALREADY

    def _share_said(self, sentence: Sentence) -> float:
        terms = self._weights.terms(sentence)
        return self._weights.of(terms & self._terms) / max(1.0, self._weights.of(terms))

    def _gain(self, sentence: Sentence) -> float:
        """Rate what a character of a sentence adds: new terms by weight, and some new numbers."""
        numbers = _numbers(sentence) - self._numbers
        new = self._weights.of(self._weights.terms(sentence) - self._terms)
        rate = _PLACES.get(sentence.place, 1.0)
        if numbers & self._in_tables:
            rate *= _OF_A_TABLE
        gain = new + _NUMBER_WEIGHT * min(_MOST_NUMBERS, len(numbers))
        return gain * rate / (len(sentence.text) + _A_SENTENCE)

    def _take(self, role: Role, sentence: Sentence) -> None:
        self.parts[role].append(sentence)
        self._note(sentence)

    def _note(self, sentence: Sentence) -> None:
        self._taken.add(sentence.start)
        self._said.append(self._weights.terms(sentence))
        self._terms |= self._said[-1]
        self._numbers |= _numbers(sentence)
        self._runs |= _runs(sentence)
        self._left -= len(sentence.text) + 1

    def limit(self) -> str:
        """Take a limit that the authors see in their own work, and give its words."""
        return self._closing(is_limit, "limitations", "conclusion")

    def conclusion(self) -> str:
        """Take a sentence of the conclusion that says what no other has, and give its words."""
        own = self.own_names
        return self._closing(lambda s: closes(s, own) and self._is_new(s), "conclusion")

    def _is_new(self, sentence: Sentence) -> bool:
        """Tell whether a sentence that sums up says something else."""
        terms = self._weights.terms(sentence)
        whole = max(1.0, self._weights.of(terms))
        if self._runs & _runs(sentence):
            return False
        by_one = max((self._weights.of(terms & one) for one in self._said), default=0.0)
        return by_one < _SAID_BY_ONE * whole and self._share_said(sentence) < _SAID_BY_ALL

    def _closing(self, fits: Callable[[Sentence], bool], *places: Place) -> str:
        found = (s for s in self._found if s.place in places)
        likely = [
            s
            for _, s in self._as_said(found)
            if len(s.text) <= min(self._left, _LONGEST_OF_A_VERDICT)
            and quotable.stands_alone(_OWN_MODEL.sub("our ", s.text))
            and not (quotable.is_small_print(s.text) or quotable.is_outlook(s.text))
            and s.start not in self._taken
            and fits(s)
        ]
        if not likely:
            return ""

        def rate(one: Sentence) -> tuple[bool, float, int]:
            gain = self._gain(one) * (_MORE if is_conclusion(one) else 1)
            return one.place == places[0], gain, -one.start

        best = max(likely, key=rate)
        self._note(best)
        return best.text

    def fill(self, beside: int) -> None:
        """Take what the authors say of their work where they sum it up, while all is short.

        `beside` are the characters that the entry has of other words.
        """
        own = self.own_names
        found = list(self._as_said(self._found))
        wanted: list[tuple[Role | None, list[Sentence]]] = [
            ("problem", [s for s, said in found if is_problem(said)]),
            (None, [s for s, said in found if brings(said.text) or said.place in _ALONE]),
        ]
        if self.parts["problem"]:
            del wanted[0]
        for role, sentences in wanted:
            likely = [s for s in sentences if self._fills(role, s, own)]
            likely.sort(key=self._gain, reverse=True)
            for sentence in likely[: 1 if role == "problem" else _MOST_LIKELY]:
                if self._budget - self._left + beside >= _SHORT:
                    return
                if self._is_new(sentence):
                    self._take(role or role_of_own_work(sentence.text), sentence)

    def _fills(self, role: Role | None, sentence: Sentence, own: Collection[str]) -> bool:
        said = sentence._replace(text=told(sentence.text))
        return (
            said.place in _SUMMING_UP
            and (role == "problem" or closes(said, own))
            and self._is_understood(role or "detail", said, own)
            and not quotable.is_small_print(said.text)
            and sentence.start not in self._taken
        )

    def at_least(self, count: int) -> None:
        """Take what is left where too few were fit: what stands alone first, in its order."""
        left = [s for s in self._found if s.start not in self._taken]
        left.sort(key=lambda s: (quotable.is_outlook(s.text), not quotable.stands_alone(s.text)))
        for sentence in left:
            if sum(map(len, self.parts.values())) >= count:
                return
            self._take("detail", sentence)
