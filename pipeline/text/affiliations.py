"""Affiliations: find them on a paper's first page, and tell whether one that is named stands there.

One affiliation goes by many names: Microsoft Research Asia is MSRA and 微软亚洲研究院.
templates/affiliations.tsv lists them, and the user's own file of that name adds to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from pipeline import resources
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.text.squash import squash

_FIELD = (
    r"(?:[A-Z][a-z]*(?:ics|logy|logies|nomy|istry|graphy|eering)|Sciences?|Scientific|Arts?|Letters|Humanities|Law|Medicine|Medical"
    r"|Biomedical|Health|Computing|Computation(?:al)?|Computers?|Information|Communications?|Telecommunications?|Electrical|Electronics?"
    r"|Software|Data|Artificial|Intelligence|Machine|Learning|Vision|Speech|Languages?|Cognitive|Control|Automation|Systems?|Networks?"
    r"|Security|Natural|Social|Political|Applied|Advanced|Theoretical|Pure|Physical|Life|Earth|Space|Planetary|Atmospheric|Nuclear"
    r"|Mechanical|Civil|Industrial|Chemical|Materials|Energy|Environment(?:al)?|Resources|Mining|Design|Innovation|Architecture"
    r"|Agriculture|Education|Finance|Business|Management|Public|Policy|Commerce|Trade|Posts|Media|Music|Development|Industry)\b"
)
"""A word of what a university teaches: "and" between two of them joins one name, not two
affiliations."""
_FIELDS = rf"{_FIELD}(?:\s+{_FIELD}){{0,3}}"
_JOINED = rf"{_FIELDS}\s+(?:and|&)\s+{_FIELDS}"
_WITHIN = r"(?:University|Institute|Laborator(?:y|ies)|Labs?|College|Academy|Research)\b"
_ORGANISATION = re.compile(
    rf"(?:(?:{_JOINED}|[A-Z][\w’'-]+|AI|of|for|and|&)\s+){{0,4}}{_WITHIN}"
    rf"(?:\s+(?:of|for|at|in)(?:\s+the)?\s+{_JOINED}(?:\s+of(?:\s+the)?(?:\s+[A-Z][\w’'-]+){{1,2}}|\s+[A-Z][\w’'-]+(?=\s*(?:;|$)))?"
    r"|\s+(?:of|for|at|in)(?:\s+(?:the|[A-Z][\w’'-]+)){1,4})?"
    r"|\b(?:Google(?: Research| Brain| DeepMind)?|DeepMind|Microsoft|OpenAI|Facebook|Meta AI|Apple|Amazon(?: Web Services)?|IBM|NVIDIA"
    r"|Adobe|Alibaba(?: Group)?|Tencent|Baidu|Huawei|ByteDance"
    r"|Kuaishou(?: Technology)?|Meituan(?: Inc)?|Salesforce|Hugging Face|Anthropic|CERN)\b"
)
_DEPARTMENT = re.compile(
    rf"\b(?:Department|Dept\.?|Faculty|Division|School)s?\s+of\s+{_FIELDS}(?:\s+(?:and|&)\s+{_FIELDS})?"
)
_WRAPPED = re.compile(
    rf"(?:(?<=\bof)|(?<=\band))\n(?={_FIELD})|(?<=[a-z])\n(?=(?:and|&)\s+{_FIELD})"
)
_AND = re.compile(r"\s+(?:and|&)\s+")
_LONGEST = 80
"""Characters of an organisation's name at most."""
_TOO_BARE = frozenset(
    [
        "Research",
        "Lab",
        "Labs",
        "Institute",
        "University",
        "College",
        "Academy",
        "Laboratory",
        "Laboratories",
    ]
)


def find_affiliations(paper: Paper, text: PaperText) -> tuple[str, ...]:
    """Give up to four organisations named on the lines above the abstract; a name that is glued to an author's is cut from it."""
    front = next((text.text[s.start : s.end] for s in text.sections if s.kind == "front"), "")[
        :3000
    ]
    authors = [author for author in paper.authors if author]
    found: list[str] = []
    for line in _WRAPPED.sub(" ", front).splitlines():
        if _fold(line) and _fold(line) in _fold(paper.title + text.title):
            continue
        for author in authors:
            line = line.replace(author, " ; ")
        line = _DEPARTMENT.sub(" ; ", re.sub(r"[\d∗*†‡§¶♠♢♡♣,]+", " ; ", line))
        for name in (name for segment in line.split(";") for name in _names_in(segment)):
            if " " not in name and name in _TOO_BARE:
                continue
            if 3 <= len(name) <= _LONGEST and not any(name in other for other in found):
                found.append(name)
    return tuple(found[:4])


def _names_in(segment: str) -> Iterator[str]:
    """Give the organisations of a line's segment; "and" parts two of them, and is part of a name between two fields."""
    start = 0
    for match in _AND.finditer(segment):
        left = segment[max(start, match.start() - _LONGEST) : match.start()]
        within = re.search(rf"{_FIELD}$", left) and re.match(_FIELD, segment[match.end() :])
        if not within and (_IS_ONE.search(left) or _ORGANISATION.search(left) or _is_known(left)):
            yield from _named(segment[start : match.start()], parted=True)
            start = match.end()
    yield from _named(segment[start:], parted=start > 0)


def _is_known(name: str) -> bool:
    wanted = squash(name)
    return any(wanted in names for names in shipped_aliases())


def _named(words: str, *, parted: bool) -> Iterator[str]:
    """Give the organisations that words name; of what an "and" has `parted`, one that only the table of names knows too: MIT."""
    matches = list(_ORGANISATION.finditer(words))
    for match in matches:
        yield re.sub(
            r"^(?:of|for|and|&|at)\s+|\s+(?:of|for|at|in|and|&|the)$",
            "",
            " ".join(match[0].split()),
        )
    if parted and not matches and _is_known(words):
        yield " ".join(words.split())


def _fold(line: str) -> str:
    return re.sub(r"\W+", "", line).lower()


# ── is it there? ──

Aliases = tuple[frozenset[str], ...]
"""The squashed names that affiliations go by, a set for each."""

_TABLE = "affiliations.tsv"
_LINKING = frozenset(["of", "and", "the", "for", "in", "at", "de", "la", "et"])
_IS_ONE = re.compile(
    r"Universit|Institut|Research|Lab|College|School|Academy|Cent(?:er|re)|Technolog|Science|Corporation|Company|Group|Hospital"
)
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][\w’'-]*|[\u4e00-\u9fff]+|\n|[;；]")
_ORDINARY = {"大学": " University", "学院": " College", "研究院": " Research", "实验室": " Lab"}


def read_aliases(*tables: str) -> Aliases:
    """Read tables of names: a line for an affiliation, its names separated by tabs, `#` before a remark."""
    return tuple(
        frozenset(squash(name) for name in line.split("\t") if squash(name))
        for table in tables
        for line in table.splitlines()
        if line.strip() and not line.startswith("#")
    )


@cache
def shipped_aliases() -> Aliases:
    """Give the names that ship with the program."""
    return read_aliases(resources.shipped("templates", _TABLE))


def known_aliases(folder: Path) -> Aliases:
    """Give the names that ship with the program, and those of the user's own table under `folder`/templates."""
    return shipped_aliases() + read_aliases(resources.own("templates", _TABLE, folder))


def has_affiliation(
    affiliation: str, page: str, aliases: Aliases, authors: Sequence[str] = ()
) -> bool:
    """Tell whether page 1 has an affiliation by one of its names: its words close together, or words with its initials.

    Initials count only of an organisation's words in a row, not of the `authors`.
    """
    for author in authors:
        page = page.replace(author, "\n") if author else page
    words = _WORD.findall(page)
    text = squash(page)
    for name in _names_of(affiliation, aliases):
        if re.search(r"[\u4e00-\u9fff]", name):
            if squash(name) in text:
                return True
        elif _close_together(name, words) or _by_initials(name, words):
            return True
    return False


def _names_of(affiliation: str, aliases: Aliases) -> Iterator[str]:
    """Give an affiliation as named, and every other name of it; "Edinburgh 大学" is Edinburgh University."""
    yield affiliation
    translated = affiliation
    for chinese, english in _ORDINARY.items():
        translated = translated.replace(chinese, english)
    if translated != affiliation:
        yield translated
    wanted = {squash(affiliation), squash(re.sub(r"^[Tt]he\s|[(（].*?[)）]|的$", "", affiliation))}
    for group in aliases:
        if group & wanted:
            yield from sorted(group)


def _close_together(name: str, words: Sequence[str]) -> bool:
    """Tell whether all words of a name stand within a few words of each other, in any order: University of X, X University."""
    wanted = {squash(word) for word in _WORD.findall(name)} - _LINKING - {""}
    squashed = [squash(word) for word in words]
    if not wanted:
        return False
    whole = squash(name)
    for at, word in enumerate(squashed):
        if word in wanted and wanted <= set(squashed[at : at + len(wanted) + 4]):
            return True
        # a squashed name of the table is many words on the page: "stanforduniversity"
        if (
            whole.startswith(word)
            and word
            and "".join(squashed[at : at + 12]).startswith(whole)
            and _ends_at_word(whole, squashed[at : at + 12])
        ):
            return True
    return False


def _ends_at_word(whole: str, squashed: Sequence[str]) -> bool:
    length = 0
    for word in squashed:
        length += len(word)
        if length >= len(whole):
            return length == len(whole)
    return False


def _by_initials(name: str, words: Sequence[str]) -> bool:
    """Tell whether words in a row have a short name's letters for initials: "Facebook AI Research" is FAIR."""
    short = name.replace(".", "")
    if not (3 <= len(short) <= 8 and short.isupper() and short.isalpha()):
        return False
    run: list[str] = []
    for word in [*words, "\n"]:
        if word[0].isupper():
            run.append(word)
        elif word.lower() not in _LINKING:
            for at in range(len(run)):
                letters = ""
                for end in range(at, len(run)):
                    letters += run[end] if run[end].isupper() else run[end][0]
                    if letters == short and any(_IS_ONE.match(one) for one in run[at : end + 1]):
                        return True
            run = []
    return False
