"""Pick an entry out of the paper's own sentences: the drafter that needs no model and no network.

Sentences are rated by place (abstract, end of the introduction, conclusion), by cue words (we
propose, outperforms, limitation) and by what they add: the terms that the paper uses most and the
numbers, each counted once. The pick is greedy, gain by character, which is the usual approximation
for budgeted coverage (Lin and Bilmes, "A Class of Submodular Functions for Document Summarization",
2011). Every sentence is quoted with its page; nothing is said that the paper does not say.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple, get_args

from pipeline.draft import quotable
from pipeline.draft.sentence_roles import Place, Role, concludes, is_limit, role_of
from pipeline.errors import SummarizeError
from pipeline.records.draft import Draft, KeyPoint, Lead, Quote, Verdict
from pipeline.records.paper import Paper
from pipeline.records.paper_text import BlockKind, PaperText, Section, SectionKind
from pipeline.text import sentences
from pipeline.text.byline import find_affiliations
from pipeline.text.cjk import CJK
from pipeline.text.stop_words import OF_ANY_PAPER

VERSION = "4"
"""Part of every draft's fingerprint: raise it when the same paper gives another pick."""
BUDGET = 2400
"""Characters of picked sentences at most, those of the verdict included."""
_ENTRY = 2500
"""Visible characters of the whole entry at most, title, lead and labels included."""
_LEAST = 1800
"""Characters that sentences get even so: three of the longest, and the verdict's two."""
_MARKS_OF_A_POINT = 3
"""Characters of a point beside its label and words: number, mark and line end."""
_REST_OF_A_LEAD = 60
"""Characters of month, kind, marks and line ends."""
_FEWEST = 3
"""Sentences, for three points of one each."""
_MOST_POINTS = 6
_SENTENCES_A_POINT = 3
_MOST_LIKELY = 400
"""Sentences that a pick is made from: those that would add most if they were picked first."""
_ENOUGH_FOR_A_VERDICT = 6
"""Sentences, so that two for the verdict leave the points enough."""
_LONGEST_OF_A_VERDICT = 220
"""Characters of a sentence that closes an entry."""

# ── what a sentence counts ──

_PLACES: dict[Place, float] = {"abstract": 1.5, "opening": 1.15, "closing": 1.1, "middle": 0.8}
_WELL_CUED, _UNCUED, _LEANING = 1.2, 0.7, 0.45
"""What news and results count, a detail of the middle, and what cannot stand alone."""
_A_SENTENCE = 40
"""Characters that each sentence counts as longer, so that many short ones don't win."""
_NUMBER_WEIGHT = 5.0
"""What a new number counts beside terms, whose weights are mostly between 1 and 6."""
_MOST_NUMBERS = 3
"""New numbers of a sentence that count: what has more is a row of a table."""
_MORE = 1.5
"""How much more a name counts, and what stands in title or abstract."""

# ── where a sentence stands ──

_FEW_SECTIONS = 4
"""A paper with fewer has headings that were not found: its places are told by their share of it."""
_LONGEST_ABSTRACT, _LONGEST_INTRODUCTION = 3000, 8000
"""Characters: what follows is another section, whose heading was not found."""
_LAST_PART = 0.93
"""From which part of such a paper on it closes."""
_CLOSING = re.compile(r"conclu|discussion|limitation|summary|结论|总结", re.IGNORECASE)
_OPENING = re.compile(r"introduction|引言", re.IGNORECASE)
_LABELS: dict[Role, tuple[str, str]] = {
    "problem": ("问题", "problem"),
    "new": ("创新点", "what is new"),
    "method": ("方法", "method"),
    "data": ("数据", "data"),
    "results": ("实验结果", "results"),
    # no cue tells what these are about: they are called by their place
    "background": ("背景", "background"),
    "detail": ("要点", "point"),
    "conclusion": ("结论", "conclusion"),
}
_ORDER: tuple[Role, ...] = (
    "background",
    "problem",
    "new",
    "method",
    "detail",
    "data",
    "results",
    "conclusion",
)
_QUOTED: frozenset[BlockKind] = frozenset(["paragraph", "list item"])
_WORD = re.compile(rf"[A-Za-z][A-Za-z0-9-]{{2,}}|[{CJK}]{{2}}")
_NAME = re.compile(r"[A-Z]|\d")
"""In a word behind its first letter: what is written so is a name."""
_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?%?")
_STOP = OF_ANY_PAPER | frozenset(
    """because been being different does done end figure first given how however only per same
    second section see since table therefore third three thus via well""".split()
)
_SURVEY = re.compile(r"\b(?:survey|review|overview)\b|综述", re.IGNORECASE)
_SURVEY_SAID = re.compile(
    r"\b(?:this|our|present an?) (?:[\w-]+ )?(?:survey|review)\b"
    r"|\bwe (?:[\w-]+ly )?(?:survey|review)\b|本综述",
    re.IGNORECASE,
)
"""How an abstract says that its paper is a survey; the bare word may be a customer's review."""
_KINDS = (("文章", "paper"), ("综述", "survey"))
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class _Sentence(NamedTuple):
    """A sentence with its place in the running text and all that its rating needs.

    `worth` is what a character of it counts, by place and cue words.
    """

    text: str
    start: int
    place: Place
    role: Role
    worth: float
    terms: frozenset[str]
    numbers: frozenset[str]


def draft(paper: Paper, text: PaperText, *, language: str) -> Draft:
    """Give a draft made of the paper's own sentences, with labels in `language` (zh or en).

    Raises SummarizeError where the paper has no three sentences to pick.
    """
    found = _sentences(text, quotable.is_worth_quoting, _QUOTED)
    if len(found) < _FEWEST:
        found = _sentences(text, quotable.is_any, frozenset(get_args(BlockKind)))
    if len(found) < _FEWEST:
        raise SummarizeError(
            "found no three sentences to pick from",
            "look at the PDF: it may be scanned, or not a paper",
        )
    lead = lead_of(paper, text, language)
    budget = _budget(paper, lead, language)
    weights = _weights(paper, text, found)
    conclusion, limit = _closing(found, weights)
    picked = _pick(found, weights, budget, [*conclusion, *limit])
    points = tuple(_point(role, group, text, language) for role, group in _groups(picked))
    verdict = Verdict(
        text=" ".join(s.text for s in conclusion), weakness=" ".join(s.text for s in limit)
    )
    return Draft(lead=lead, key_points=points, verdict=verdict)


def _budget(paper: Paper, lead: Lead, language: str) -> int:
    """Give how many characters of sentences fit the entry beside its title, lead and labels."""
    longest = max(len(_label(role, language)) for role in _LABELS)
    labels = _MOST_POINTS * (_MARKS_OF_A_POINT + longest)
    beside = len(paper.title) + len(", ".join(lead.affiliations)) + labels + _REST_OF_A_LEAD
    return max(_LEAST, min(BUDGET, _ENTRY - beside))


# ── sentences and what they weigh ──


def _sentences(
    text: PaperText, reads: Callable[[str], bool], kinds: frozenset[BlockKind]
) -> list[_Sentence]:
    """Give the sentences of blocks of some kinds that read well, each once, in the paper's order.

    One with a formula in it is of two kinds.
    """
    found: dict[str, _Sentence] = {}
    for start, end, place_at in _spans(text):
        for at, words in sentences.split(text.text[start:end]):
            begins = quotable.run_in(words)
            first = start + at + begins
            blocks = text.blocks_between(first, first + len(rest := words[begins:]))
            if reads(rest) and kinds.issuperset(block.kind for block in blocks):
                found.setdefault(quotable.fold(rest), _sentence(rest, first, place_at(at)))
    return list(found.values())


def _sentence(text: str, start: int, place: Place) -> _Sentence:
    """Give a sentence that begins at character `start`, with all that its rating needs."""
    return _Sentence(
        text,
        start,
        place,
        role := role_of(text, place),
        _worth(text, place, role),
        terms=frozenset(word.lower() for word in _WORD.findall(text)) - _STOP,
        numbers=frozenset(_NUMBER.findall(quotable.without_citations(text))),
    )


def _spans(text: PaperText) -> Iterator[tuple[int, int, Callable[[int], Place]]]:
    """Give the spans to read, each with what tells the place of a character of it.

    The front is read where no abstract has a heading of its own.
    """
    kinds: set[SectionKind] = {"abstract", "body"}
    if all(section.kind != "abstract" for section in text.sections):
        kinds.add("front")
    sections = [section for section in text.sections if section.kind in kinds]
    if not sections:
        sections = [Section(kind="body", title="", start=0, end=len(text.text))]
    few = len(sections) < _FEW_SECTIONS
    for number, section in enumerate(sections):
        whole = (section.start, sections[-1].end) if few else None
        place = partial(_place, section.kind, section.title, number, whole)
        yield section.start, section.end, place


def _place(kind: str, title: str, number: int, whole: tuple[int, int] | None, at: int) -> Place:
    """Tell the place of a section's character `at`, by the section's heading or its `number`.

    In a paper without headings it is told by its share of the `whole`, which begins and ends there.
    """
    if kind in ("abstract", "front") and at < _LONGEST_ABSTRACT:
        return "abstract"
    if _CLOSING.search(title):
        return "closing"
    introduces = number <= 1 or _OPENING.search(title)
    if introduces and (not whole or at < _LONGEST_INTRODUCTION):
        return "opening"
    return "closing" if whole and whole[0] + at > _LAST_PART * whole[1] else "middle"


def _weights(paper: Paper, text: PaperText, found: Sequence[_Sentence]) -> dict[str, float]:
    """Weigh each term by how often the paper uses it.

    Names, and what stands in title or abstract, weigh more; what is said once, and is neither of
    the latter, nothing.
    """
    counts: Counter[str] = Counter(term for sentence in found for term in sentence.terms)
    names = Counter(word.lower() for word in _WORD.findall(text.text) if _NAME.search(word[1:]))
    titles = _WORD.findall(f"{paper.title} {text.title}")
    abstract = (term for s in found if s.place == "abstract" for term in s.terms)
    essential = {*map(str.lower, titles), *abstract}

    def weight(term: str, count: int) -> float:
        named = names[term] * 2 >= count
        return math.log1p(count) * _MORE ** ((term in essential) + named)

    told = ((term, count) for term, count in counts.items() if count > 1 or term in essential)
    return {term: weight(term, count) for term, count in told}


def _pick(
    found: Sequence[_Sentence], weights: dict[str, float], budget: int, taken: Sequence[_Sentence]
) -> list[_Sentence]:
    """Pick greedily what adds most by character to what is `taken`; give it in the paper's order.

    It fits six points of three sentences, and `budget` characters together with what is taken.
    """
    rest = [s for s in found if s not in taken]
    likely = sorted(rest, key=lambda s: -_gain(s, weights, set(), set()))[:_MOST_LIKELY]
    picked: list[_Sentence] = []
    roles: Counter[Role] = Counter()
    terms = {term for sentence in taken for term in sentence.terms}
    numbers = {number for sentence in taken for number in sentence.numbers}
    left = budget - sum(len(sentence.text) + 1 for sentence in taken)
    while likely := [s for s in likely if len(s.text) <= left and _has_room(roles, s.role)]:
        best = max(likely, key=lambda s: (_gain(s, weights, terms, numbers), -s.start))
        likely.remove(best)
        picked.append(best)
        roles[best.role] += 1
        terms |= best.terms
        numbers |= best.numbers
        left -= len(best.text) + 1
    return sorted(picked, key=lambda s: s.start)


def _has_room(roles: Counter[Role], another: Role) -> bool:
    """Tell whether one more sentence leaves six points of three, at most two of them of a role."""
    counts = {**roles, another: roles[another] + 1}
    points = sum(-(-count // _SENTENCES_A_POINT) for count in counts.values())
    return points <= _MOST_POINTS and counts[another] <= 2 * _SENTENCES_A_POINT


def _worth(text: str, place: Place, role: Role) -> float:
    """Rate a character of a sentence by its place and role.

    It counts less where the sentence leans on a figure or on the one before; an abstract's first
    sentences do, and are understood.
    """
    rate = _PLACES[place]
    if role in ("new", "results"):
        rate *= _WELL_CUED
    elif role == "detail" and place == "middle":
        rate *= _UNCUED
    leaning = place != "abstract" and quotable.leans(text)
    if leaning or not quotable.has_verb(text):
        rate *= _LEANING
    return rate / (len(text) + _A_SENTENCE)


def _gain(
    sentence: _Sentence, weights: dict[str, float], terms: set[str], numbers: set[str]
) -> float:
    """Rate what a sentence adds to what is picked: new terms by weight, and some new numbers."""
    new = sum(weights.get(term, 0.0) for term in sentence.terms - terms)
    counted = min(_MOST_NUMBERS, len(sentence.numbers - numbers))
    return (new + _NUMBER_WEIGHT * counted) * sentence.worth


# ── the entry's parts ──


def _closing(
    found: Sequence[_Sentence], weights: dict[str, float]
) -> tuple[list[_Sentence], list[_Sentence]]:
    """Give a conclusion and a limit for the verdict, at most one of each.

    There is none where the points would go short.
    """
    if len(found) < _ENOUGH_FOR_A_VERDICT:
        return [], []
    closing = [
        sentence
        for sentence in found
        if sentence.place == "closing"
        and len(sentence.text) <= _LONGEST_OF_A_VERDICT
        and not quotable.leans(sentence.text)
    ]
    limits = [s for s in closing if is_limit(s.text)]
    concluding = [s for s in closing if s not in limits and concludes(s.text)]

    def best(of: Sequence[_Sentence]) -> list[_Sentence]:
        return [max(of, key=lambda s: (_gain(s, weights, set(), set()), -s.start))] if of else []

    return best(concluding), best(limits)


def _groups(picked: Sequence[_Sentence]) -> list[tuple[Role, list[_Sentence]]]:
    """Give three to six points: the picked sentences by role, roles in reading order."""
    by_role: dict[Role, list[_Sentence]] = {role: [] for role in _ORDER}
    for sentence in picked:
        by_role[sentence.role].append(sentence)
    groups = [
        (role, group[at : at + _SENTENCES_A_POINT])
        for role, group in by_role.items()
        for at in range(0, len(group), _SENTENCES_A_POINT)
    ]
    while len(groups) < 3:
        large = max(range(len(groups)), key=lambda at: len(groups[at][1]))
        role, group = groups[large]
        groups[large : large + 1] = [(role, group[:1]), (role, group[1:])]
    return groups


def _point(role: Role, group: Sequence[_Sentence], text: PaperText, language: str) -> KeyPoint:
    """Make a point of one to three sentences, each quoted with the page it begins on."""
    return KeyPoint(
        label=_label(role, language),
        quotes=tuple(Quote(text=s.text, page=text.page_at(s.start)) for s in group),
        text=" ".join(s.text for s in group),
    )


def lead_of(paper: Paper, text: PaperText, language: str) -> Lead:
    """Give month, affiliations and kind; what it is about the title says."""
    abstract = paper.abstract or text.section_text("abstract")
    survey = bool(_SURVEY.search(paper.title or text.title) or _SURVEY_SAID.search(abstract))
    return Lead(
        month=_month(paper, text),
        affiliations=find_affiliations(paper, text),
        kind=_KINDS[survey][language != "zh"],
        about="",
    )


def _month(paper: Paper, text: PaperText) -> str:
    """Give the version's year and month as YYYY.M, by the metadata or arXiv's stamp; else ""."""
    if when := paper.updated or paper.published:
        return f"{when.year}.{when.month}"
    stamp = re.search(r"\d{1,2} ([A-Z][a-z]{2}) (\d{4})", text.stamp)
    return f"{stamp[2]}.{_MONTHS.index(stamp[1]) + 1}" if stamp and stamp[1] in _MONTHS else ""


def _label(role: Role, language: str) -> str:
    return _LABELS[role][language != "zh"]
