"""Learn how much a log's entries say, and in which words, and choose samples of them.

Pure: a log in, a `Form` out.
"""

from __future__ import annotations

import datetime
import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.log.house_style import LABEL, POINT, VERDICT_START, learn, newest, points_of
from pipeline.log.reading_log import Log
from pipeline.records.draft import year_month
from pipeline.records.paper import Paper
from pipeline.records.style import USUAL_FORM, Form
from pipeline.text import marks, titles
from pipeline.text.affiliations import known_names
from pipeline.text.cjk import has_cjk
from pipeline.text.length import length
from pipeline.text.ranking import bm25, titled_terms
from pipeline.text.squash import squash

_NEWEST = 60
"""Entries that lengths are learnt from: a median of fewer moves with every entry."""
_FEWEST = 3
"""Entries: fewer tell of themselves, not of a habit."""
_POINTS = (3, 6)
"""Points that a draft may have, fewest and most."""
_SHORTEST = {"zh": 150, "en": 75}
"""The length of an entry below which no three points can be said with what bears them out."""
_LONGEST = 8_000
"""Characters of an entry that are looked at."""
_LONGEST_NAME, _MOST_NAMES = 20, 20
"""Characters of an institution's name or a label, and how many of them a drafter is told."""
_PICTURE = re.compile(
    r"!\[[^\]\n]*\]\([^)\n]*\)"
    r"|(?:<(?:p|div|center)\b[^>\n]{0,99}>[ \t]{0,9})?<img[^>\n]*>"
    r"(?:[ \t]{0,9}</(?:p|div|center)>)?"
)
_LEAD = re.compile(
    r"\s*(?:19|20)\d\d(?:[.年-]\s*\d{1,2})?[年月]?(?:[A-Z][A-Za-z]{2,9}\s)?"
    r"(?P<names>[^，。,：:]{1,60}?)(?:联合)?(?:团队)?(?:发布|提出|发表|推出)?[的出]*一篇"
)
_BETWEEN_NAMES = re.compile(r"[、，&/+]|[与及]|(?<!共)和|联合|\band\b")
_BEHIND_NAME = re.compile(r"\s*(?:合作|实习生|的?团队|一起)$")
_FAULT = re.compile(r"不足|缺[点憾陷]|局限|遗憾|可惜|limitation|weakness|drawback", re.IGNORECASE)
_NICKNAME = re.compile(r"[\w.+-]{2,20}\s?[:：]")
_SAMPLED = 400
"""Entries that samples are chosen from, the newest: who writes them changes their ways."""
_SAMPLES = 3
_LONGEST_SAMPLE, _SHORTEST_SAMPLE = 1.5, 0.5
"""Of the usual length: what is far from it is no example of form."""
_SAME_TITLE = 80
"""Percent (rapidfuzz's `partial_ratio`) from which two titles may be one that was jotted down."""
_NO_TITLE = 12
"""Letters of a title that is but a nickname: whose entry it is cannot be told from it."""


class Parts(NamedTuple):
    """An entry below its title: its lead, its points with their labels, and its verdict."""

    lead: str
    points: tuple[str, ...]
    verdict: str


class Sample(NamedTuple):
    """An entry, its title, the terms that it is about, and whether it is of about usual length."""

    title: str
    text: str
    terms: Counter[str]
    is_usual: bool


# ── what is usual ──


def learn_form(log: Log, language: str) -> Form:
    """Learn from a log's newest 60 entries in the draft's language, `zh` or `en`.

    Numbers are medians, a habit is what more than half have. A log with fewer than three entries
    tells nothing: what is usual is given.
    """
    usual = USUAL_FORM[language]
    texts = [text for _, text in _entries(log, _NEWEST, language)]
    parts = [parts_of(text.partition("\n")[2]) for text in texts]
    parts = [one for one in parts if one.points]
    if len(parts) < _FEWEST:
        return usual
    counts = [len(one.points) for one in parts]
    quarters = statistics.quantiles(counts, n=4)
    verdicts = [length(one, language) for one in map(_verdict_said, parts) if one]
    points = [length(point, language) for one in parts for point in one.points]
    whole = [length("\n".join(_words(one)), language) for one in parts]
    labels = _repeated(_labels(one.points) for one in parts)
    return Form(
        fewest=_within_bounds(quarters[0]),
        most=_within_bounds(quarters[2]),
        length=max(_SHORTEST[language], round(statistics.median(whole))),
        point_length=round(statistics.median(points)),
        verdict_length=round(statistics.median(verdicts or [0])),
        labels=labels,
        institutions=_institutions(parts),
        faults=sum(bool(_FAULT.search("\n".join(_words(one)))) for one in parts),
        entries=len(parts),
        nested=bool(learn(log, language).nested_mark),
        nicknames=_usual(bool(_NICKNAME.match(entry.title)) for entry in newest(log, _NEWEST)),
        first_labelled=_usual(bool({*labels} & {*_labels(one.points[:1])}) for one in parts),
    )


def _within_bounds(count: float) -> int:
    fewest, most = _POINTS
    return min(most, max(fewest, round(count)))


def _usual(told: Iterable[bool]) -> bool:
    answers = list(told)
    return sum(answers) * 2 > len(answers)


def _entries(log: Log, count: int, language: str) -> Iterator[tuple[str, str]]:
    """Give the newest entries in a language, each its title and its text with the title's line."""
    for entry in newest(log, count):
        text = words_of(log.text[entry.start : min(entry.end, entry.start + _LONGEST)])
        if has_cjk(text.partition("\n")[2]) == (language == "zh"):
            yield entry.title, text


def words_of(text: str) -> str:
    """Give an entry's text without pictures and comments."""
    return _PICTURE.sub("", marks.without_comments(text.replace("\r\n", "\n"))).strip()


def _words(parts: Parts) -> Iterator[str]:
    yield parts.lead
    yield from parts.points
    yield parts.verdict


def parts_of(body: str) -> Parts:
    """Take an entry apart; points are those at the least indent, what is below them is theirs.

    So is what is below a verdict the verdict's.
    """
    first, *_ = points_of(body).outermost or (None,)
    margin = len(first["indent"]) if first else 0
    lead: list[str] = []
    points: list[list[str]] = []
    verdict: list[str] = []
    said = lead
    for before, line in itertools.pairwise(["", *body.split("\n")]):
        point = POINT.match(line)
        if VERDICT_START.match(line) or (points and line.strip() and not point and not before):
            said = verdict
        elif point and len(point["indent"]) == margin:
            said = []
            points.append(said)
            line = line[point.end() :]
        said.append(line.strip())
    return Parts(_joined(lead), tuple(map(_joined, points)), _joined(verdict))


def _joined(lines: Iterable[str]) -> str:
    return " ".join(filter(None, lines))


def _verdict_said(parts: Parts) -> str:
    """Give a verdict without the words that open it, which the template writes."""
    opened = VERDICT_START.match(parts.verdict)
    return parts.verdict[opened.end() :].strip() if opened else parts.verdict


def _labels(points: Sequence[str]) -> Iterator[str]:
    found = (LABEL.match(point) for point in points)
    return (match["label"] for match in found if match and len(match["label"]) <= _LONGEST_NAME)


def _institutions(found: Sequence[Parts]) -> tuple[str, ...]:
    """Give the institutions that leads name, the commonest first.

    What one lead alone has in a name's place is taken where it is known to be a name.
    """
    counts = _having(map(_names, found))
    known = known_names()
    certain = (name for name, n in counts.most_common() if n > 1 or squash(name) in known)
    return tuple(itertools.islice(certain, _MOST_NAMES))


def _names(parts: Parts) -> Iterator[str]:
    """Give the names before 的一篇 or such in a lead, as a Chinese log writes them."""
    lead = _LEAD.match(parts.lead)
    for words in _BETWEEN_NAMES.split(lead["names"]) if lead else ():
        name = _BEHIND_NAME.sub("", words.strip())
        if 1 < len(name) <= _LONGEST_NAME:
            yield name


def _repeated(found: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Give what more than one entry has, the commonest first."""
    counts = _having(found)
    return tuple(name for name, times in counts.most_common(_MOST_NAMES) if times > 1)


def _having(found: Iterable[Iterable[str]]) -> Counter[str]:
    """Count how many have each name; those that are first found stand first."""
    return Counter(name for names in found for name in dict.fromkeys(names))


def dates_first_version(entries: Iterable[tuple[str, Paper]]) -> bool:
    """Tell whether leads have the month of version 1, of papers whose version at hand has another.

    Each entry is its text with the title's line, and its paper. Without any that tell it is the
    month of the version at hand.
    """
    votes = 0
    for text, paper in entries:
        said = year_month(parts_of(text.partition("\n")[2]).lead)
        first, at_hand = (_month(paper.day(of_first_version=first)) for first in (True, False))
        if first != at_hand:
            votes += (said == first) - (said == at_hand)
    return votes > 0


def _month(day: datetime.date | None) -> tuple[int, int] | None:
    return (day.year, day.month) if day else None


# ── samples ──


def sample_entries(log: Log, language: str, form: Form) -> tuple[Sample, ...]:
    """Give the entries of which those of usual length may be shown to a drafter.

    The others tell with them how rare a term is.
    """
    shortest, longest = form.length * _SHORTEST_SAMPLE, form.length * _LONGEST_SAMPLE
    return tuple(
        Sample(
            title,
            text,
            titled_terms(title, text),
            shortest <= length(text, language) <= longest,
        )
        for title, text in _entries(log, _SAMPLED, language)
    )


def nearest(entries: Sequence[Sample], paper: Paper, abstract: str) -> tuple[str, ...]:
    """Give the entries of usual length that are nearest to a paper's title and abstract.

    Its own is never one of them.
    """
    counts = [entry.terms for entry in entries]
    scores = bm25(titled_terms(paper.title, abstract), counts, [one.total() for one in counts])
    ranked = sorted(zip(scores, entries, strict=True), key=lambda one: one[0], reverse=True)
    shown = (entry.text for _, entry in ranked if entry.is_usual and not _may_be_of(entry, paper))
    return tuple(itertools.islice(shown, _SAMPLES))


def _may_be_of(entry: Sample, paper: Paper) -> bool:
    """Tell whether an entry may be the paper's own: by its title as people jot it, or its mention.

    One whose title is but a nickname, or in another script than the paper's, may be anybody's.
    """
    from rapidfuzz import fuzz

    jotted = titles.fold(titles.without_nickname(entry.title))
    title = titles.fold(titles.without_nickname(paper.title))
    identifier = paper.arxiv_id.base if paper.arxiv_id else ""
    return (
        len(jotted) <= _NO_TITLE
        or has_cjk(entry.title) != has_cjk(paper.title)
        or fuzz.partial_ratio(jotted, title) >= _SAME_TITLE
        or (bool(identifier) and identifier in entry.text)
        or (bool(title) and title in titles.fold(entry.text))
    )
