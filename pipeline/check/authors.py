"""Tell whether the authors have the affiliations that a point gives them.

Of one author page 1 tells by the numbers behind the name, or by the lines below it, up to the next
author. Of the authors together an organisation must be on page 1 at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.check.paper_index import PaperIndex
from pipeline.check.statements import Said
from pipeline.records.paper import Paper
from pipeline.records.report import Finding, make_finding
from pipeline.text.affiliations import Aliases, has_affiliation
from pipeline.text.squash import squash

_ORGANISATION = re.compile(
    r"\b(?:[A-Z][\w’'&-]+ ){1,4}(?:University|Institute|Laborator(?:y|ies)|Labs?|College|Academy)\b"
    r"(?: of(?: the)?(?: [A-Z][\w’'-]+){1,3})?"
    r"|\b(?:University|Institute|College|Academy) of(?: the)?(?: (?:and )?[A-Z][\w’'-]+){1,4}"
)
_CAPITALS = re.compile(r"[A-Z][\w&’'-]+(?: [A-Z][\w&’'-]+){0,4}")
_FEWEST_LETTERS = 4
"""Letters of an organisation that is known by its name alone: a shorter one is initials."""
_OF_AUTHORS = re.compile(
    r"作者|一作|通讯|\bauthors?\b|\baffiliat\w*|\bresearchers? (?:of|from|at)\b", re.IGNORECASE
)
_BELONGS = re.compile(
    r"来自|隶属|供职|就职|任职|单位|所在|\baffiliat\w*"
    r"|\b(?:authors?|researchers?|team|is|are|comes?|works?)(?: all| both)?"
    r" (?:of|from|at|with|under)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"实习|访问|访学|期间|曾|后来|现|\bintern\w*|\bvisiting|\bwhile\b|\bformer\w*|\bnow\b|\bpreviously",
    re.IGNORECASE,
)
"""What says that somebody was at another place than page 1 has for them."""
_MARKS = re.compile(r"[\s∗*†‡§¶,]{0,4}(?P<marks>\d{1,2}(?:\s?,\s?\d{1,2})*)(?!\d)")
_NUMBERED = re.compile(r"(?:^|[\n,;]|(?<=\s))(?P<mark>\d{1,2})\s?(?P<name>[A-Z][^\n\d]{3,120})")
_REACH = 60
"""Characters between words for belonging and an organisation."""
_LONGEST = 3000
"""Characters above the abstract that are looked at."""


def affiliated(said: Said, paper: Paper, index: PaperIndex, aliases: Aliases) -> Iterator[Finding]:
    """Give a finding for each organisation in English that page 1 does not have for the authors."""
    for place in said.sentences:
        words = said.words_at(place)
        named = [one for one in paper.authors if one in words]
        if _ELSEWHERE.search(words):
            continue
        if len(named) == 1:
            yield from _of_one(said, words, named[0], paper, index, aliases)
        elif _OF_AUTHORS.search(words) and not named:
            yield from _of_all(said, words, paper, index, aliases)


def _of_all(
    said: Said, words: str, paper: Paper, index: PaperIndex, aliases: Aliases
) -> Iterator[Finding]:
    for name, start in _organisations(words, aliases):
        before = words[max(0, start - _REACH) : start]
        if _BELONGS.search(before) and not has_affiliation(
            name, index.of_authors, aliases, paper.authors
        ):
            message = f"{name} is not on page 1"
            yield make_finding(said.where, "affiliation", name, message, "", None)


def _organisations(words: str, aliases: Aliases) -> Iterator[tuple[str, int]]:
    """Give the organisations of a sentence with their places: by their form, or as known ones."""
    for match in _ORGANISATION.finditer(words):
        yield match[0], match.start()
    formed = [match.span() for match in _ORGANISATION.finditer(words)]
    for match in _CAPITALS.finditer(words):
        if any(start <= match.start() < end for start, end in formed):
            continue
        name = match[0]
        while name and not _is_known(name, aliases):
            name = name.rpartition(" ")[0]
        if name:
            yield name, match.start()


def _is_known(name: str, aliases: Aliases) -> bool:
    squashed = squash(name)
    return len(squashed) >= _FEWEST_LETTERS and any(squashed in group for group in aliases)


def _of_one(
    said: Said, words: str, author: str, paper: Paper, index: PaperIndex, aliases: Aliases
) -> Iterator[Finding]:
    own = _place_of(author, paper, index.above_abstract[:_LONGEST])
    for match in _ORGANISATION.finditer(words) if own else ():
        name = match[0]
        is_anybodys = has_affiliation(name, index.of_authors, aliases, paper.authors)
        if is_anybodys and not has_affiliation(name, own, aliases, paper.authors):
            message = f"page 1 has another affiliation for {author} than {name}"
            nearest = f"“{' '.join(own.split())[:_REACH]}”"
            yield make_finding(
                said.where, "affiliation", name, message, nearest, 1, reason="contradicted"
            )


def _place_of(author: str, paper: Paper, front: str) -> str:
    """Give what stands of an author's affiliations above the abstract; empty if it is not known."""
    at = front.find(author)
    if at < 0 or front.find(author, at + 1) >= 0:
        return ""
    behind = at + len(author)
    if marks := _MARKS.match(front, behind):
        names = {match["mark"]: match["name"] for match in _NUMBERED.finditer(front)}
        wanted = [one.strip() for one in marks["marks"].split(",")]
        return "\n".join(names[one] for one in wanted) if names.keys() >= set(wanted) else ""
    others = (front.find(other, behind) for other in paper.authors if other != author)
    end = min((one for one in others if one >= 0), default=len(front))
    lines = front[behind:end].split("\n", 1)
    return lines[1] if len(lines) > 1 and re.search("[A-Za-z]{4}", lines[1]) else ""
