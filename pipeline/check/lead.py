"""The lead's month and affiliations, and the venues that a statement names."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.check.paper_index import PaperIndex
from pipeline.check.statements import Said
from pipeline.records.draft import Draft, year_month
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.report import Finding, make_finding
from pipeline.text.affiliations import Aliases, has_affiliation
from pipeline.text.cjk import has_cjk
from pipeline.text.squash import squash
from pipeline.text.stamp import stamped_id
from pipeline.text.venues import FULL_NAMES, SHORT_NAMES

_VENUE = re.compile(
    rf"\b(?P<venue>{'|'.join(SHORT_NAMES)})\b(?:\s?[’']?(?P<year>(?:19|20)?\d\d)\b)?"
)
_PUBLISHED = re.compile(
    r"(?:accepted|published|appear\w*|presented|发表|收录|录用|接收|中稿|中了)"
    r"\W*(?:\w+\W+){0,5}?$|(?:被|(?<![优劣好差强弱高低快慢大小多少早晚])于|在)\s*$",
    re.IGNORECASE,
)
"""What says that a paper was published at the venue behind it; a lead needs no such words."""
_WENT_TO = re.compile(
    r"(?:submitted (?:for publication )?(?:to|in)|published (?:in|by)|accepted (?:by|in|for|to)"
    r"|appear(?:s|ed|ing)? in|投稿(?:至|到|给|于)?"
    r"|提交(?:至|给|到)|发表(?:在|于)|刊(?:登)?(?:在|于)|投给)\s*"
    r"(?:the )?(?P<name>(?-i:[A-Z][A-Za-z]+(?: (?:of|and|on|in|the|&|[A-Z][A-Za-z]*))+))",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"\b(?:this|the|present) (?:paper|work|article|measurement|study|letter|analysis|manuscript)\b"
    r"|本文|论文|该文|文章|这项|该工作|^\s*(?:published|submitted|accepted|发表|投稿|提交)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?P<date>(?:(?:19|20)\d\d\s?年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{1,2},?)? (?:19|20)\d\d\b))"
)
_POSTED = re.compile(
    r"(?:论文|本文|该文|文章|报告|预印本|初稿|首版|第一版)[^，。；,;]{0,24}(?:放上|放到|提交|发布|上传|公开|挂|贴|出现|投)"
    r"|(?:放上|放到|提交|发布|上传|挂|贴)[^，。；,;]{0,8}arXiv|arXiv[^，。；,;]{0,6}(?:提交|发布|上线)"
    r"|\b(?:paper|report|article|preprint|manuscript|work)\b[^.;]{0,60}"
    r"\b(?:posted|submitted|uploaded|released|appeared|dated|put)\b"
    r"|\b(?:posted|submitted|uploaded|released|appeared|put)\b[^.;,]{0,24}\barXiv\b",
    re.IGNORECASE,
)
"""What says of a date behind or before it that this paper was put on arXiv then."""
_LEAD = re.compile(
    r"\s*(?P<names>[^，。：:\n]{1,120}?)\s*(?:团队)?(?:联合)?(?:发布|提出|发表|推出)?的?一[篇种个份]"
)
"""A lead in Chinese: the affiliations, and 的一篇文章."""
_BETWEEN_NAMES = re.compile(r"[、，,&/]|[和与及]|\band\b")
_LATIN_NAME = re.compile(r"[A-Z][\w .’'()-]{1,60}")
_IS_ORGANISATION = re.compile(
    r"\b(?:University|Institute|Laborator(?:y|ies)|Labs?|College|Academy|Research)\b"
)
_OF_AUTHORS = re.compile(r"作者|来自|单位|任职|就职|供职|\bauthors?\b|\baffiliat", re.IGNORECASE)
_LONGEST_MONTH = 40
_LONGEST_RECORD = 80
"""Characters of the draft's month, and of arXiv's record, that a finding shows."""


class Venue(NamedTuple):
    """Where a statement says that the paper was published at a venue, and what is wrong with it."""

    start: int
    end: int
    finding: Finding | None


def lead_findings(
    draft: Draft, paper: Paper, index: PaperIndex, aliases: Aliases
) -> Iterator[Finding]:
    """Give findings for affiliations of a draft's lead that are not on page 1."""
    for affiliation in draft.lead.affiliations:
        if not has_affiliation(affiliation, index.of_authors, aliases, paper.authors):
            message = f"{affiliation} is not on page 1"
            yield make_finding("lead", "affiliation", affiliation, message, "", None)


def affiliations_of(
    said: Said, paper: Paper, index: PaperIndex, aliases: Aliases
) -> Iterator[Finding]:
    """Give a finding for each affiliation in Chinese that is said of the authors and not on page 1.

    In a lead those before its first 的 are; elsewhere those of a sentence about authors. A name
    that the table has not is none: its English is not known.
    """
    for place in said.sentences:
        words = said.words_at(place)
        if not _OF_AUTHORS.search(words):
            words = words.partition("的")[0] if said.where == "lead" and "的" in words else ""
        for name in dict.fromkeys(_chinese_names(aliases).findall(words)):
            if not has_affiliation(name, index.of_authors, aliases, paper.authors):
                message = f"{name} is not on page 1"
                yield make_finding(said.where, "affiliation", name, message, "", None)


def affiliations_in_lead(
    said: Said, paper: Paper, index: PaperIndex, aliases: Aliases
) -> Iterator[Finding]:
    """Give a finding for each affiliation in Latin letters that a lead names and page 1 has not.

    In Chinese those before 的一篇 are; in English those of its first clause that are known
    organisations, or say that they are one.
    """
    if said.where != "lead":
        return
    chinese = _LEAD.match(said.words)
    names = chinese["names"] if chinese else said.words.partition(":")[0]
    for part in _BETWEEN_NAMES.split(names):
        name = part.strip()
        is_one = chinese or _IS_ORGANISATION.search(name) or squash(name) in _squashed(aliases)
        if not (is_one and _LATIN_NAME.fullmatch(name)) or name in paper.authors:
            continue
        if not has_affiliation(name, index.of_authors, aliases, paper.authors):
            message = f"{name} is not on page 1"
            yield make_finding("lead", "affiliation", name, message, "", None)


@lru_cache(maxsize=2)  # the table that ships, and one's own
def _squashed(aliases: Aliases) -> frozenset[str]:
    return frozenset(name for group in aliases for name in group)


@lru_cache(maxsize=2)  # the table that ships, and one's own
def _chinese_names(aliases: Aliases) -> re.Pattern[str]:
    """Give a pattern of all Chinese names, the longest first; 北大 is not in 东北大学."""
    known = {name for group in aliases for name in group if has_cjk(name) and len(name) > 1}
    ways = (re.escape(name) for name in sorted(known, key=lambda name: (-len(name), name)))
    return re.compile(f"(?:{'|'.join(ways)})(?!学)" if known else "(?!)")


def month_findings(month: str, paper: Paper, text: PaperText) -> Iterator[Finding]:
    """Give a finding for a month that is neither the fetched version's nor the first one's.

    `month` are a lead's words for it. A PDF from disk has its versions' from its own stamp: the
    date, and the month of version 1 by the identifier.
    """
    dates = [when for when in (paper.updated, paper.published) if when]
    known = {(when.year, when.month) for when in dates} | {year_month(text.stamp)}
    if identifier := paper.arxiv_id or stamped_id(text):
        known.add(identifier.year_month)
    if dates and year_month(month) not in known - {None}:
        said = month[:_LONGEST_MONTH] or "no month"
        nearest = f"{dates[0].year}.{dates[0].month}"
        message = f"{said} is not a month of this paper's versions"
        yield make_finding("lead", "month", said, message, nearest, None)


def venues_of(said: Said, paper: Paper, index: PaperIndex) -> Iterator[Venue]:
    """Give the venues that a statement says the paper was published at.

    One that neither arXiv's record nor page 1 nor the paper's notices bear out, or in another year,
    has a finding.
    """
    record = f"{paper.journal_ref} {paper.comment}"
    for match in _VENUE.finditer(said.words):
        if said.where != "lead" and not _PUBLISHED.search(said.words[: match.start()]):
            continue
        finding = None
        notices = "\n".join(notice.text for notice in index.notices)
        if not _is_borne_out(match, record, index.front, notices):
            message = f"{match[0]} is neither in arXiv's record of the paper nor on page 1"
            nearest = record.strip()[:_LONGEST_RECORD]
            finding = make_finding(said.where, "venue", match[0], message, nearest, None)
        yield Venue(*match.span(), finding)
    yield from _journals_of(said, paper, index)
    yield from _dates_of(said, paper, index)


def _dates_of(said: Said, paper: Paper, index: PaperIndex) -> Iterator[Venue]:
    """Give where a statement says in which month this paper was put on arXiv.

    A month between its first and its last version is right, and so is one that page 1 or a notice
    has; another one has a finding.
    """
    dates = [when for when in (paper.published, paper.updated) if when]
    for match in _DATE.finditer(said.words) if dates else ():
        place = said.place_at(match.start())
        month = year_month("".join(match["date"].split()) if "年" in match[0] else _short(match[0]))
        if not month or not _POSTED.search(said.words, place.start, place.end):
            continue
        first, last = min(dates), max(dates)
        is_known = (first.year, first.month) <= month <= (last.year, last.month)
        finding = None
        if not is_known and month != year_month(index.stamp) and not _is_dated(month, index):
            message = f"{match[0]} is not a month of this paper's versions"
            nearest = f"{first.year}.{first.month}"
            finding = make_finding(said.where, "month", match[0], message, nearest, None)
        yield Venue(*match.span(), finding)


def _short(date: str) -> str:
    """Give a month of an English date as it is read: Jun 2022."""
    return f"{date[:3]} {date[-4:]}"


def _is_dated(month: tuple[int, int], index: PaperIndex) -> bool:
    """Tell whether page 1 or a notice has a year, and the name of its month."""
    text = "\n".join((index.front, *(notice.text for notice in index.notices)))
    return str(month[0]) in text and calendar.month_name[month[1]] in text


def _journals_of(said: Said, paper: Paper, index: PaperIndex) -> Iterator[Venue]:
    """Give where a statement says that this paper went to a journal that nothing bears out.

    Only where page 1, a notice or arXiv's record says of another one that the paper went there.
    """
    matches = list(_WENT_TO.finditer(said.words))
    if not matches:
        return
    record = f"{paper.journal_ref} {paper.comment}"
    elsewhere = _WENT_TO.search(index.front) or _WENT_TO.search(record)
    nearest = elsewhere["name"] if elsewhere else paper.journal_ref[:_LONGEST_RECORD]
    for match in matches:
        place = said.place_at(match.start())
        is_this = _THIS.search(said.words, place.start, match.start("name"))
        name = squash(match["name"])
        if not nearest or not is_this or name in squash(f"{record} {index.front}"):
            continue
        message = f"{match['name']} is neither in arXiv's record of the paper nor on page 1"
        finding = make_finding(said.where, "venue", match["name"], message, nearest, None)
        yield Venue(*match.span("name"), finding)


def _is_borne_out(venue: re.Match[str], record: str, front: str, notices: str) -> bool:
    """Tell whether a venue is in arXiv's record or in front, and its year where it has one.

    In front are page 1 and the paper's notices. Where arXiv has a record, the year must be in it,
    or in the notices if they alone name the venue.
    """
    ways = [venue["venue"], *filter(None, [FULL_NAMES.get(venue["venue"])])]
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, ways))})\b", re.IGNORECASE)
    if not (named.search(record) or named.search(front)):
        return False
    year = (venue["year"] or "")[-2:]
    dated = record if record.strip() else front
    if named.search(notices) and not named.search(record):
        dated = notices
    return not year or bool(re.search(rf"(?:20|19|[’'])?{year}\b", dated))
