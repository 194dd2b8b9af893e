"""Pick the sentences of an entry, within a budget of characters.

The abstract gives its own, in its order; beside it is taken what adds most by character, terms that
the paper uses most and numbers counted once: the usual approximation for budgeted coverage (Lin and
Bilmes, "A Class of Submodular Functions for Document Summarization", 2011).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial

from pipeline.draft import quotable
from pipeline.draft.abstract import Part, is_made, parts_of
from pipeline.draft.announcement import (
    is_announcement,
    is_bare_claim,
    tells_nothing,
)
from pipeline.draft.argument import Place, Sentence
from pipeline.draft.beside import (
    dangles,
    has_strange_names,
    is_of_purpose,
    only_praises,
    points_nowhere,
    says_of_what,
    takes_up,
)
from pipeline.draft.filling import fillers
from pipeline.draft.labels import role_of_closing, role_said
from pipeline.draft.novelty import NAME, WORD, Said, says_less, stems
from pipeline.draft.own_work import (
    closes,
    is_aside,
    is_conclusion,
    is_limit,
    is_of_parts,
    named_by_authors,
    names_of,
    tells_how,
    tells_own_work,
)
from pipeline.draft.parts import LEADING, ROLES, points_of, relabelled, rests
from pipeline.draft.sentence_roles import (
    Role,
    is_measured,
    is_news,
    is_promise,
    role_beside_abstract,
    role_by_words,
)
from pipeline.draft.symbols import symbols_of, unexplained
from pipeline.draft.told import told, without_contrast, without_count
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText

_OF_ABSTRACT = 1650
"""Characters of the abstract's sentences at most, so that there is room for others."""
_MOST_STRANGE = 1
"""Letters of a sentence of the abstract that may stand for what another one names."""
_MOST_EXPLAINING = 2
"""Sentences that say what letters stand for."""
_MOST_BESIDE: dict[Role, int] = {"method": 2, "data": 1, "results": 2}
"""Sentences beside the abstract's."""
_ENOUGH = 1450
"""Characters of an entry's sentences from which on it needs no more."""
MOST_POINTS = 5
"""Points of an entry."""
_SUBJECT = 5
"""Words of a sentence that name what it is about."""
_MORE_OF_A_CONCLUSION = 1.5
"""How much more a sentence counts that says what the paper comes to."""
_LONGEST_OF_A_VERDICT = 260
"""Characters of a sentence that closes an entry."""

_SUMMING_UP: tuple[Place, ...] = ("contributions", "introduction", "conclusion")
"""Where authors write to be read alone."""
_CAPITAL = re.compile(r"(?<=[a-z,] )([A-Z]\w+)")
"""A word within a sentence that begins with a capital."""
_OURS = re.compile(r"\b(?:we|our)\b|^(?:On|For|In|At|When|With|By|Compared)\b", re.IGNORECASE)
"""In the first words of a sentence that is about the paper's own, or begins with what it is on."""
_OWN_MODEL = re.compile(r"\bthis (?=(?:model|method|approach|framework|system)\b)", re.IGNORECASE)
"""What points back, and is the paper's own where it closes."""
_MADE: tuple[Role, ...] = ("new", "method")
_TOLD: tuple[Role, ...] = ("new", "detail", "method", "data")
"""Where an announcement may be told in full."""
_ENOUGH_MEASURED = 2
"""Measured results beside which an entry needs none from elsewhere."""
_ENOUGH_OF_HOW = 3
"""Sentences on what is new and how it is made that an entry has, and needs no more."""


def _names(text: str) -> set[str]:
    """Give the names in a text: what is written with a capital or a digit within."""
    return {word for word in WORD.findall(text) if NAME.search(word[1:])} | {
        match[1] for match in _CAPITAL.finditer(text)
    }


def _has(said: Iterable[Sentence], start: int | None) -> bool:
    return any(sentence.start == start for sentence in said)


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
        self._text = text
        begins = (s.start for s in text.sections if s.kind == "abstract")
        self._abstract = next(begins, 0)
        self._all_said = Said(paper, text, found)
        abstract = " ".join(s.text for s in found if s.place == "abstract")
        self._known_names = _names(abstract) | set(WORD.findall(" ".join(self._titles)))
        self._taken: set[int] = set()
        self._empty = {s.start for s in found if quotable.is_outlook(s.text)}
        self._halves = {s.before for s in found if quotable.turns(s.text)}

    def of_abstract(self) -> None:
        """Take the abstract in its own order: the problem, what is new, the results."""
        said = [s for s in self._found if s.place == "abstract"]
        parts = parts_of(said)
        wanted = self._affordable([*parts, *self._steps(said, parts)])
        last: Role | None = None
        for sentence in said:
            if sentence.start not in wanted or not self._follows(sentence):
                continue
            role = wanted[sentence.start]
            if role == "detail":
                likely = role_by_words(sentence.text, last or role)
                role = last if last and quotable.leans(sentence.text) else likely
                last = role
            self._take_explained(role, sentence, said)

    @staticmethod
    def _steps(said: Sequence[Sentence], parts: Sequence[Part]) -> Iterator[Part]:
        """Give the steps of an abstract that come behind its first one, which says little alone."""
        roles = {s.start: role for role, sentences in parts for s in sentences}
        for at, first in enumerate(said):
            if first.start in roles and quotable.is_first_step(first.text):
                nexts = itertools.takewhile(lambda s: quotable.is_next_step(s.text), said[at + 1 :])
                yield roles[first.start], list(nexts)

    @staticmethod
    def _affordable(parts: Sequence[Part]) -> dict[int, Role]:
        """Give the starts of an abstract's sentences that there is room for, the first first."""
        wanted: dict[int, Role] = {}
        left = _OF_ABSTRACT
        for role, sentences in parts:
            for sentence in sentences:
                if len(sentence.text) <= left:
                    wanted[sentence.start] = role
                    left -= len(sentence.text) + 1
        return wanted

    def _take_explained(self, role: Role, sentence: Sentence, said: Sequence[Sentence]) -> None:
        """Take a sentence of the abstract, with what says what its letters stand for."""
        strange = self._unexplained(sentence)
        behind = [s for s in said if s.start < sentence.start and strange & symbols_of(s.text)]
        behind = behind[-_MOST_EXPLAINING:]
        is_unnamed = strange - frozenset().union(*(symbols_of(s.text) for s in behind))
        if is_unnamed or sum(len(s.text) for s in (*behind, sentence)) > self._left:
            return
        for one in behind:
            self._take("background", one)
        self._take(role, sentence)

    def _unexplained(self, sentence: Sentence) -> frozenset[str]:
        """Give the letters of a sentence that the abstract has brought and that nothing says."""
        taken = (s.text for s in self._found if s.start in self._taken)
        before = self._text.text[self._abstract : sentence.start]
        strange = unexplained(sentence.text, before, taken)
        return strange if len(strange) > _MOST_STRANGE else frozenset()

    def _follows(self, sentence: Sentence) -> bool:
        """Tell whether a sentence stands alone, or behind the one that it rests on.

        What measures may rest on one that says nothing.
        """
        rests = quotable.leans(told(without_count(without_contrast(sentence.text))))
        before = sentence.before
        if points_nowhere(sentence.text, self._all_said.stems):
            return False
        if before in self._empty and not is_measured(sentence.text):
            left_out = next(s.text for s in self._found if s.start == before)
            if takes_up(sentence.text, left_out):
                return False
        if not rests or before is None or before in self._taken:
            return True
        return before in self._empty and is_measured(sentence.text)

    @staticmethod
    def _as_said(found: Iterable[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
        """Give each sentence as it stands in the paper, and as an entry says it."""
        return ((one, one._replace(text=told(one.text))) for one in found)

    @property
    def words(self) -> str:
        """All that is picked, in no order."""
        return " ".join(s.text for said in self.parts.values() for s in said)

    @property
    def own_names(self) -> frozenset[str]:
        """The names that the paper has for its own work."""
        return names_of(self._titles, self._found) | named_by_authors(self._text.text)

    def said_before(self, sentence: Sentence) -> bool:
        """Tell whether the sentence before one in its paragraph is said right before it, too."""
        before = next((r for r, said in self.parts.items() if _has(said, sentence.before)), None)
        role = next((r for r, said in self.parts.items() if _has(said, sentence.start)), None)
        return before is not None and (before == role or (before, role) == ("problem", "new"))

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
        if quotable.is_outlook(text) or is_promise(text) or not quotable.stands_alone(text):
            return False
        if sentence.start in self._halves or quotable.is_first_step(text):
            return False
        if tells_nothing(text) and not tells_how(sentence, own):
            return False
        if is_of_purpose(text) or only_praises(text):
            return False
        known = self._known_names | set(own)
        if role == "results" and is_measured(text):
            return _is_about(text, known) and says_of_what(text)
        if dangles(text, self._all_said.stems):
            return False
        if role == "results" and not _is_about(text, known):
            return False
        return role in ("data", "results") or not has_strange_names(text, known)

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
        repeats = role in _MADE and not (self._needs_how() and self._all_said.lacks(sentence))
        return fits and not repeats and not self._all_said.has(sentence)

    def _needs_how(self) -> bool:
        """Tell whether the abstract leaves room to say how the work is made."""
        return sum(len(self.parts[role]) for role in _MADE) < _ENOUGH_OF_HOW

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
        said = self._closing(is_limit, "limitations", "conclusion")
        if said is None:
            return ""
        self._note(said)
        return told(said.text)

    def conclusion(self) -> str:
        """Take a sentence of the conclusion that says what no other has, and give its words."""
        own = self.own_names
        said = self._closing(
            lambda s: (
                closes(s, own)
                and self._all_said.lacks(s)
                and not (tells_nothing(s.text) or only_praises(s.text))
                and not has_strange_names(s.text, self._known_names | set(own))
                and not dangles(s.text, self._all_said.stems)
            ),
            "conclusion",
        )
        if said is None:
            return ""
        role = role_of_closing(said.text)
        if role is None:
            self._note(said)
            return told(said.text)
        told_how = role in _MADE and not self._needs_how()
        if self._has_place(role, said, has_row=True) and not told_how:
            self._take(role, said)
        return ""

    def _closing(self, fits: Callable[[Sentence], bool], *places: Place) -> Sentence | None:
        """Give the sentence of some places that is fit to close an entry and adds most."""
        found = (s for s in self._found if s.place in places)
        likely = {
            whole: s
            for whole, s in self._as_said(found)
            if len(s.text) <= min(self._left, _LONGEST_OF_A_VERDICT)
            and quotable.stands_alone(_OWN_MODEL.sub("our ", s.text))
            and not (quotable.is_small_print(s.text) or quotable.is_outlook(s.text))
            and not is_promise(s.text)
            and s.start not in self._taken
            and s.start not in self._halves
            and fits(s)
        }

        def rate(whole: Sentence) -> tuple[bool, float, int]:
            one = likely[whole]
            gain = self._all_said.gain(one) * (_MORE_OF_A_CONCLUSION if is_conclusion(one) else 1)
            return one.place == places[0], gain, -one.start

        return max(likely, key=rate, default=None)

    def fill(self, beside: int) -> None:
        """Take what the authors say of their work where they sum it up, while all is short.

        `beside` are the characters that the entry has of other words.
        """
        own = self.own_names
        told = [(s, said) for s, said in self._as_said(self._found) if self._may_fill(said, own)]
        self._left -= beside
        for role, likely, most, is_needed in fillers(told, own, self._lacking()):
            likely.sort(key=self._all_said.gain, reverse=True)
            for sentence in likely[:most]:
                if self._budget - self._left >= _ENOUGH and not is_needed:
                    return
                named = sentence.text.startswith(tuple(own))
                to = role or role_by_words(sentence.text, "method" if named else "detail")
                if to == "detail":
                    to = role_said(sentence.text, to, has_news=True)
                if not is_needed and self._is_idle(to, sentence):
                    continue
                room = self._has_place(to, sentence, bool(beside))
                is_other = is_needed and self._all_said.lacks_words(sentence)
                if room and (role == "new" or is_other or self._adds(to, sentence)):
                    self._take(to, sentence)
                    self._take_next(to, sentence)

    def _is_idle(self, role: Role, sentence: Sentence) -> bool:
        """Tell a sentence from beside the abstract that an entry of such parts can do without."""
        if role == "results":
            measured = sum(is_measured(s.text) for s in self.parts["results"])
            return measured >= _ENOUGH_MEASURED and is_measured(sentence.text)
        is_told = role in _MADE and not (self._needs_how() or is_of_parts(sentence.text))
        return role == "detail" or is_told

    def _lacking(self) -> list[Role]:
        """Give the roles that nothing is said of yet; an announcement says nothing new."""
        lacking = [role for role in ROLES if not self.parts[role]]
        is_told = any(not is_announcement(s.text) for role in _MADE for s in self.parts[role])
        if self.parts["background"] and "problem" in lacking:
            lacking.remove("problem")
        return lacking if is_told else [*lacking, "new"]

    def _take_next(self, role: Role, sentence: Sentence) -> None:
        """Take the sentence behind one, too, where it tells more of the same."""
        after = next((s for s in self._found if s.before == sentence.start), None)
        if role == "results" or after is None or after.start in self._taken:
            return
        said = told(after.text)
        idle = quotable.is_outlook(said) or tells_nothing(said) or quotable.is_small_print(said)
        goes_on = quotable.goes_on(after.text) and not (idle or is_aside(said))
        if goes_on and self._all_said.lacks_words(after) and self._fits(after):
            self._take(role, after)

    def _fits(self, sentence: Sentence) -> bool:
        return len(sentence.text) <= self._left

    def _adds(self, role: Role, sentence: Sentence) -> bool:
        """Tell whether a sentence says something else; of a result, by its numbers."""
        measured = role == "results" and is_measured(sentence.text)
        return self._all_said.lacks(sentence) or (
            measured and self._all_said.lacks_numbers(sentence)
        )

    def _may_fill(self, said: Sentence, own: Collection[str]) -> bool:
        role: Role = "results" if said.place == "results" else "detail"
        return (
            said.place not in ("abstract", "limitations")
            and said.start not in self._taken
            and self._is_understood(role, said, own)
            and not quotable.is_small_print(said.text)
        )

    def _has_place(self, role: Role, sentence: Sentence, has_row: bool) -> bool:
        """Tell whether there is room for a sentence in a part: its points and those of others."""
        points = points_of({**self.parts, role: [*self.parts[role], sentence]}, self._text)
        return self._fits(sentence) and points + has_row <= MOST_POINTS

    def label(self, most: int) -> None:
        """Put each sentence under what its verbs say, where the entry has `most` points at most."""
        abstract = [s for s in self._found if s.place == "abstract"]
        self.parts = relabelled(self.parts, abstract, self._text, most)

    def settle(self, has_row: bool) -> None:
        """Leave out what only claims beside numbers, and what only announces beside how it is made.

        `has_row` counts a row of the paper's results. What another one rests on stays.
        """
        leant_on = {s.before for s in self._found if s.start in self._taken and rests(s.text)}
        measured = has_row + sum(is_measured(s.text) for s in self.parts["results"])
        is_told = any(is_made(s.text) and not is_announcement(s.text) for s in self.parts["new"])
        told_of = [s for role in _TOLD for s in self.parts[role]]

        def says_nothing(role: Role, sentence: Sentence) -> bool:
            if role == "new" and any(says_less(sentence.text, s.text) for s in told_of):
                return is_news(sentence.text)
            if role == "new" and is_announcement(sentence.text):
                return is_told
            claims = is_bare_claim(sentence.text) and not is_news(sentence.text)
            leads = role in LEADING
            return bool(not leads and claims and measured)

        for role, said in self.parts.items():
            left = [s for s in said if s.start not in leant_on and says_nothing(role, s)]
            self._taken -= {s.start for s in left}
            self.parts[role] = [s for s in said if s not in left]

    def at_least(self, count: int) -> None:
        """Take what is left where too few were fit: what stands alone first, in its order."""
        unfit = partial(self._unfit, self.own_names)
        while sum(map(len, self.parts.values())) < count:
            left = (s for s in self._found if s.start not in self._taken)
            if (best := min(left, key=unfit, default=None)) is None:
                return
            self._take("detail", best)

    def _unfit(self, own: Collection[str], sentence: Sentence) -> tuple[bool, ...]:
        text = sentence.text
        taken = (s for s in self._found if s.start in self._taken)
        before = (s.text for s in taken if s.start < sentence.start)
        known = stems(" ".join((*self._titles, *before)))
        strange = dangles(text, known) or has_strange_names(text, self._known_names)
        is_torn = not quotable.stands_alone(text) or sentence.start in self._halves
        return (
            quotable.is_small_print(text) or is_torn or strange,
            quotable.is_outlook(text) or tells_nothing(text) or is_of_purpose(text),
            sentence.place in ("body", "results") or quotable.has_citation(text),
            not tells_own_work(sentence, own),
            not self._all_said.is_of_title(sentence),
            not self._all_said.lacks(sentence),
        )
