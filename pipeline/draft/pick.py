"""Pick the sentences of an entry, within a budget of characters.

The abstract gives its own, in its order; beside it is taken what adds most by character, terms that
the paper uses most and numbers counted once: the usual approximation for budgeted coverage (Lin and
Bilmes, "A Class of Submodular Functions for Document Summarization", 2011).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from pipeline.draft import quotable
from pipeline.draft.announcement import (
    is_announcement,
    is_bare_claim,
    is_roadmap,
    tells_nothing,
)
from pipeline.draft.argument import Place, Sentence
from pipeline.draft.headed import by_heads
from pipeline.draft.novelty import NAME, WORD, Said
from pipeline.draft.sentence_roles import (
    Role,
    brings,
    closes,
    is_compared,
    is_conclusion,
    is_finding,
    is_lacking,
    is_limit,
    is_measured,
    is_news,
    is_of_data,
    is_problem,
    is_promise,
    is_trial,
    is_work,
    names_of,
    role_beside_abstract,
    role_by_words,
    sums_up,
    tells_how,
    tells_results,
)
from pipeline.draft.told import told, without_contrast, without_count
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText

SENTENCES_A_POINT = 3
_OF_ABSTRACT = 1500
"""Characters of the abstract's sentences at most, so that there is room for others."""
_MOST_OF_A_PROBLEM = 2
"""Sentences of the abstract that lead to what is new."""
_MOST_RESULTS = 4
"""Sentences of the abstract that tell results."""
_MOST_BESIDE: dict[Role, int] = {"method": 2, "data": 1, "results": 2}
"""Sentences beside the abstract's."""
_SHORT = 1200
"""Characters of an entry's sentences below which they are few."""
_MOST_LIKELY = 12
"""Sentences that are tried where all is short."""
_MOST_PASSAGES = 3
"""Sentences of a part that don't follow each other: a point has so many quotes."""
_MOST_PARTS = 5
"""Parts of an entry: each is a point."""
_ENOUGH_MEASURED = 2
"""Measured results beside which a claim without a number says nothing."""
_SUBJECT = 5
"""Words of a sentence that name what it is about."""
_MORE_OF_A_CONCLUSION = 1.5
"""How much more a sentence counts that says what the paper comes to."""
_LONGEST_OF_A_VERDICT = 260
"""Characters of a sentence that closes an entry."""

_SUMMING_UP: tuple[Place, ...] = ("contributions", "introduction", "conclusion")
"""Where authors write to be read alone."""
_ALONE: tuple[Place, ...] = ("contributions", "conclusion")
"""Where all that they say of their work is news."""
_CAPITAL = re.compile(r"(?<=[a-z,] )([A-Z]\w+)")
"""A word within a sentence that begins with a capital."""
_OURS = re.compile(r"\b(?:we|our)\b|^(?:On|For|In|At|When|With|By|Compared)\b", re.IGNORECASE)
"""In the first words of a sentence that is about the paper's own, or begins with what it is on."""
_OWN_MODEL = re.compile(r"\bthis (?=(?:model|method|approach|framework|system)\b)", re.IGNORECASE)
"""What points back, and is the paper's own where it closes."""
_MADE: tuple[Role, ...] = ("new", "method")
ROLES: tuple[Role, ...] = ("problem", "new", "detail", "method", "data", "results")
"""In the order of the argument."""


def _by_what_they_say(after: Sequence[Sentence]) -> dict[Role, list[Sentence]]:
    """Part what an abstract says from its first result on: another part of what is new is method.

    What it says of data only, without comparing, is of them; what rests on the sentence before it
    stays with that.
    """
    parts: dict[Role, list[Sentence]] = {"results": [], "method": [], "data": []}
    role: Role = "results"
    for sentence in after:
        text = sentence.text
        if quotable.leans(text) and not is_measured(text) and not _is_made(text):
            parts[role].append(sentence)
            continue
        role = "results"
        if is_of_data(text) and not is_compared(text):
            role = "data"
        elif _is_made(text):
            role = "method"
        parts[role].append(sentence)
    return parts


def _is_made(text: str) -> bool:
    """Tell a sentence that says what was made or done, and not what came out."""
    return is_trial(text) or (is_news(text) and not tells_results(text))


def _telling(results: Sequence[Sentence]) -> list[Sentence]:
    """Give results, the measured ones first, with one claim without a number at most.

    Beside measured ones it has none.
    """
    measured = sum(is_measured(sentence.text) for sentence in results)
    claims = [sentence for sentence in results if is_bare_claim(sentence.text)]
    kept = claims[:1] if measured < _ENOUGH_MEASURED else []
    told = [sentence for sentence in results if sentence not in claims or sentence in kept]
    return _measured_first(told)[:_MOST_RESULTS]


def _idle(said: Sequence[Sentence]) -> set[int]:
    """Give the starts of an abstract's sentences that only announce.

    That is where others tell what is new; what the next one rests on stays.
    """
    announced = [is_announcement(sentence.text) for sentence in said]
    others = any(_is_made(s.text) and not idle for s, idle in zip(said, announced, strict=True))
    leant_on = {s.before for s in said if quotable.leans(told(s.text))}
    return {
        s.start
        for s, idle in zip(said, announced, strict=True)
        if idle and others and s.start not in leant_on
    }


def _measured_first(said: Sequence[Sentence]) -> list[Sentence]:
    return sorted(said, key=lambda sentence: not is_measured(sentence.text))


def _names(text: str) -> set[str]:
    """Give the names in a text: what is written with a capital or a digit within."""
    return {word for word in WORD.findall(text) if NAME.search(word[1:])} | {
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


def _is_told(text: str) -> bool:
    """Tell a sentence of what was made that says more than what was looked into."""
    return not is_announcement(text)


def _rests(text: str) -> bool:
    """Tell a sentence that rests on the one before it by more than a word that links."""
    return quotable.leans(told(text))


def _is_about(text: str, known: Collection[str]) -> bool:
    """Tell a sentence whose subject is the paper's own, or has no name that is unheard of."""
    subject = text.split()[:_SUBJECT]
    begin, *rest = subject
    found = (_names(begin) - {begin.title()}, *(_names(f"a {word}") for word in rest))
    first: set[str] = next(filter(None, found), set())
    return bool(_OURS.search(" ".join(subject))) or first <= set(known)


class Pick:
    """The sentences that are picked, within a budget of characters."""

    def __init__(
        self, paper: Paper, text: PaperText, found: Sequence[Sentence], budget: int
    ) -> None:
        self.parts: dict[Role, list[Sentence]] = {role: [] for role in ROLES}
        self._found = found
        self._budget = self._left = budget
        self._titles = (paper.title, text.title)
        self._all_said = Said(paper, text, found)
        abstract = " ".join(s.text for s in found if s.place == "abstract")
        self._known_names = _names(abstract) | set(WORD.findall(" ".join(self._titles)))
        self._taken: set[int] = set()
        self._empty = {s.start for s in found if quotable.is_outlook(s.text)}

    def of_abstract(self) -> None:
        """Take the abstract in its own order: the problem, what is new, the results."""
        said = [
            s
            for s in self._found
            if s.place == "abstract" and not (s.start in self._empty or is_roadmap(s.text))
        ]
        if headed := by_heads(said):
            self._take_most(
                [
                    ("new", headed.get("new", ())[:SENTENCES_A_POINT]),
                    ("results", _telling(headed.get("results", ()))),
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
        idle = _idle(said)
        middle = [s for s in said[after:results] if s.start not in idle]
        came_out = _by_what_they_say(said[results:])
        # what matters most comes first, where there is no room for all
        parts: list[tuple[Role, Sequence[Sentence]]] = [
            ("detail" if new is None else "new", middle[:SENTENCES_A_POINT]),
            ("results", _telling(came_out["results"])),
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
                    wanted[sentence.start] = role
                    left -= len(sentence.text) + 1
        last: Role | None = None
        for sentence in said:
            if sentence.start in wanted and self._follows(sentence):
                role = wanted[sentence.start]
                if role == "detail":
                    likely = role_by_words(sentence.text, last or role)
                    role = last if last and quotable.leans(sentence.text) else likely
                    last = role
                self._take(role, sentence)

    def _follows(self, sentence: Sentence) -> bool:
        """Tell whether a sentence stands alone, or behind the one that it rests on.

        What measures may rest on one that says nothing.
        """
        rests = quotable.leans(without_count(without_contrast(sentence.text)))
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
        return self._all_said.has_numbers(values)

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
            fitting = [
                (self._all_said.gain(s), role, s) for role, s in likely if self._is_wanted(role, s)
            ]
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
        if tells_nothing(text) and not tells_how(sentence, own):
            return False
        known = self._known_names | set(own)
        if role == "results" and not _is_about(text, known):
            return False
        may_name = sentence.place in _SUMMING_UP or role == "data" or is_measured(text)
        return may_name or _names(text) <= known

    def _is_wanted(self, role: Role, sentence: Sentence) -> bool:
        """Tell whether there is room for a sentence that says something else.

        A result is asked for only while none is measured; one that measures nothing, only where
        there is none.
        """
        measures = is_measured(sentence.text)
        enough = self.is_measured or (self.parts["results"] and not measures)
        if role == "results" and enough:
            return False
        fits = len(sentence.text) <= self._left and self._has_room(role)
        repeats = role == "method" and not self._all_said.lacks(sentence)
        return fits and not repeats and not self._all_said.has(sentence)

    def _has_room(self, role: Role) -> bool:
        beside = sum(s.place != "abstract" for s in self.parts[role])
        return beside < _MOST_BESIDE[role]

    def _take(self, role: Role, sentence: Sentence) -> None:
        self.parts[role].append(sentence)
        self._note(sentence)

    def _note(self, sentence: Sentence) -> None:
        self._taken.add(sentence.start)
        self._all_said.note(sentence)
        self._left -= len(sentence.text) + 1

    def limit(self) -> str:
        """Take a limit that the authors see in their own work, and give its words."""
        return self._closing(is_limit, "limitations", "conclusion")

    def conclusion(self) -> str:
        """Take a sentence of the conclusion that says what no other has, and give its words."""
        own = self.own_names
        return self._closing(
            lambda s: closes(s, own) and self._all_said.lacks(s) and not tells_nothing(s.text),
            "conclusion",
        )

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
            gain = self._all_said.gain(one) * (_MORE_OF_A_CONCLUSION if is_conclusion(one) else 1)
            return one.place == places[0], gain, -one.start

        best = max(likely, key=rate)
        self._note(best)
        return best.text

    def fill(self, beside: int) -> None:
        """Take what the authors say of their work where they sum it up, while all is short.

        `beside` are the characters that the entry has of other words.
        """
        for role, likely in self._fillers():
            likely.sort(key=self._all_said.gain, reverse=True)
            for sentence in likely[: 1 if role == "problem" else _MOST_LIKELY]:
                if self._budget - self._left + beside >= _SHORT:
                    return
                to = role or role_by_words(sentence.text, "detail")
                room = self._has_place(to, bool(beside)) and len(sentence.text) <= self._left
                if room and (role == "new" or self._adds(to, sentence)):
                    self._take(to, sentence)

    def _adds(self, role: Role, sentence: Sentence) -> bool:
        """Tell whether a sentence says something else; of a result, by its numbers."""
        measured = role == "results" and is_measured(sentence.text)
        return self._all_said.lacks(sentence) or (
            measured and self._all_said.lacks_numbers(sentence)
        )

    def _fillers(self) -> Iterator[tuple[Role | None, list[Sentence]]]:
        """Give what may fill an entry: the authors' own sums first, then what they found.

        How it works comes first where what is new is announced only.
        """
        own = self.own_names
        found = [(s, said) for s, said in self._as_said(self._found) if self._may_fill(said, own)]
        if not any(_is_told(s.text) for role in _MADE for s in self.parts[role]):
            how = [s for s, said in found if tells_how(said, own)]
            yield "new", sorted(how, key=self._all_said.gain)[-1:]
        if not self.parts["problem"]:
            yield "problem", [s for s, said in found if is_problem(said)]
        sums: dict[Place, Callable[[Sentence], bool]] = {
            "contributions": lambda said: closes(said, own),
            "conclusion": lambda said: sums_up(said, own),
            "introduction": lambda said: is_work(said) or (brings(said.text) and closes(said, own)),
            "results": is_finding,
        }
        for place, fits in sums.items():
            yield None, [s for s, said in found if s.place == place and fits(said)]
        yield "method", [s for s, said in found if tells_how(said, own)]

    def _may_fill(self, said: Sentence, own: Collection[str]) -> bool:
        role: Role = "results" if said.place == "results" else "detail"
        return (
            said.place not in ("abstract", "limitations")
            and said.start not in self._taken
            and self._is_understood(role, said, own)
            and not quotable.is_small_print(said.text)
        )

    def _has_place(self, role: Role, has_row: bool) -> bool:
        """Tell whether a part may have another passage, or the entry another part."""
        beside = sum(s.place != "abstract" for s in self.parts[role])
        if self.parts[role]:
            return beside < _MOST_PASSAGES
        return sum(map(bool, self.parts.values())) < _MOST_PARTS - has_row

    def settle(self, has_row: bool) -> None:
        """Leave out what only claims beside numbers, and what only announces beside how it is made.

        `has_row` counts a row of the paper's results. What another one rests on stays.
        """
        leant_on = {s.before for s in self._found if s.start in self._taken and _rests(s.text)}
        measured = has_row + sum(is_measured(s.text) for s in self.parts["results"])
        is_told = any(_is_made(s.text) and not is_announcement(s.text) for s in self.parts["new"])

        def says_nothing(role: Role, sentence: Sentence) -> bool:
            if role == "new" and is_announcement(sentence.text):
                return is_told
            claims = is_bare_claim(sentence.text) and not _is_made(sentence.text)
            return role != "problem" and claims and measured >= _ENOUGH_MEASURED

        for role, said in self.parts.items():
            left = [s for s in said if s.start not in leant_on and says_nothing(role, s)]
            self._taken -= {s.start for s in left}
            self.parts[role] = [s for s in said if s not in left]

    def at_least(self, count: int) -> None:
        """Take what is left where too few were fit: what stands alone first, in its order."""
        while sum(map(len, self.parts.values())) < count:
            left = (s for s in self._found if s.start not in self._taken)
            if (best := min(left, key=self._unfit, default=None)) is None:
                return
            self._take("detail", best)

    def _unfit(self, sentence: Sentence) -> tuple[bool, bool, bool]:
        text = sentence.text
        return (
            quotable.is_outlook(text) or tells_nothing(text),
            not quotable.stands_alone(text),
            not self._all_said.lacks(sentence),
        )
