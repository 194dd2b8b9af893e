"""Affiliations: find them on a paper's first page, and tell whether one that is named stands there.

One affiliation goes by many names: Microsoft Research Asia is MSRA and 微软亚洲研究院.
templates/affiliations.tsv lists them, and the user's own file of that name adds to it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path

from pipeline import resources
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.text.cjk import CJK, has_cjk
from pipeline.text.squash import squash

_FIELD_WORDS = r"""
    [A-Z][a-z]*(?:ics|logy|logies|nomy|istry|graphy|eering) Sciences? Scientific Arts? Letters
    Humanities Law Medicine Medical Biomedical Health Computing Computation(?:al)? Computers?
    Information Communications? Telecommunications? Electrical Electronics? Software Data
    Artificial Intelligence Machine Learning Vision Speech Languages? Cognitive Control Automation
    Systems? Networks? Security Natural Social Political Applied Advanced Theoretical Pure
    Physical Life Earth Space Planetary Atmospheric Nuclear Mechanical Civil Industrial Chemical
    Materials Energy Environment(?:al)? Resources Mining Design Innovation Architecture
    Agriculture Education Finance Business Management Public Policy Commerce Trade Posts Media
    Music Development Industry"""
_FIELD = rf"(?:{'|'.join(_FIELD_WORDS.split())})\b"
"""A word of what a university teaches: "and" between two of them joins one name, not two
affiliations."""
_FIELDS = rf"{_FIELD}(?:\s+{_FIELD}){{0,3}}"
_JOINED = rf"{_FIELDS}\s+(?:and|&)\s+{_FIELDS}"
_WITHIN = r"(?:University|Institute|Laborator(?:y|ies)|Labs?|College|Academy|Research)\b"
_COMPANY = (
    r"Google(?: Research| Brain| DeepMind)?|DeepMind|Microsoft|OpenAI|Facebook|Meta AI|Apple"
    r"|Amazon(?: Web Services)?|IBM|NVIDIA|Adobe|Alibaba(?: Group)?|Tencent|Baidu|Huawei|ByteDance"
    r"|Kuaishou(?: Technology)?|Meituan(?: Inc)?|Salesforce|Hugging Face|Anthropic|CERN"
)
_ORGANISATION = re.compile(
    rf"(?:(?:{_JOINED}|[A-Z][\w’'-]+|AI|of|for|and|&)\s+){{0,4}}{_WITHIN}"
    rf"(?:\s+(?:of|for|at|in)(?:\s+the)?\s+{_JOINED}"
    r"(?:\s+of(?:\s+the)?(?:\s+[A-Z][\w’'-]+){1,2}|\s+[A-Z][\w’'-]+(?=\s*(?:;|$)))?"
    r"|\s+(?:of|for|at|in)(?:\s+(?:the|[A-Z][\w’'-]+)){1,4})?"
    rf"|\b(?:{_COMPANY})\b"
)
_DEPARTMENT = re.compile(
    rf"\b(?:Department|Dept\.?|Faculty|Division|School)s?\s+of\s+{_FIELDS}"
    rf"(?:\s+(?:and|&)\s+{_FIELDS})?"
)
_WRAPPED = re.compile(
    rf"(?:(?<=\bof)|(?<=\band))\n(?={_FIELD})|(?<=[a-z])\n(?=(?:and|&)\s+{_FIELD})"
)
_LOOSE_END = re.compile(r"^(?:of|for|and|&|at)\s+|\s+(?:of|for|at|in|and|&|the)$")
_FIELD_HERE, _FIELD_BEFORE = re.compile(_FIELD), re.compile(rf"{_FIELD}$")
_AND = re.compile(r"\s+(?:and|&)\s+")
_SHORTEST, _LONGEST = 3, 80
"""Characters of an organisation's name at least and at most."""
_MOST = 4
"""Organisations that are given: a lead has room for no more."""
_FRONT = 3000
"""Characters above the abstract in which they are looked for."""
_SEPARATOR = re.compile(r"[\d∗*†‡§¶♠♢♡♣,]+")
"""Footnote marks and commas between authors and organisations."""
_TOO_BARE = frozenset(
    "Research Lab Labs Institute University College Academy Laboratory Laboratories".split()
)


def find_affiliations(paper: Paper, text: PaperText) -> tuple[str, ...]:
    """Give up to four organisations named on the lines above the abstract, in order.

    A name that is glued to an author's is cut from it; the title's own words are none.
    """
    front = next((text.text[s.start : s.end] for s in text.sections if s.kind == "front"), "")
    title = _fold(paper.title + text.title)
    found: list[str] = []
    for line in _WRAPPED.sub(" ", front[:_FRONT]).splitlines():
        if _fold(line) and _fold(line) in title:
            continue
        for name in _names_on(line, paper.authors):
            if _is_whole(name) and not any(name in other for other in found):
                found.append(name)
    return tuple(found[:_MOST])


def _is_whole(name: str) -> bool:
    """Tell a name from a bare "University" and from more than a name."""
    return name not in _TOO_BARE and _SHORTEST <= len(name) <= _LONGEST


def _names_on(line: str, authors: Sequence[str]) -> Iterator[str]:
    for author in authors:
        line = line.replace(author, " ; ") if author else line
    line = _DEPARTMENT.sub(" ; ", _SEPARATOR.sub(" ; ", line))
    for segment in line.split(";"):
        yield from _names_in(segment)


def _names_in(segment: str) -> Iterator[str]:
    """Give the organisations of a line's segment.

    "And" parts two of them, but is part of a name between two fields of study.
    """
    start = 0
    for match in _AND.finditer(segment):
        left = segment[max(start, match.start() - _LONGEST) : match.start()]
        within = _FIELD_BEFORE.search(left) and _FIELD_HERE.match(segment, match.end())
        if not within and _has_one(left):
            yield from _named(segment[start : match.start()], parted=True)
            start = match.end()
    yield from _named(segment[start:], parted=start > 0)


def _has_one(words: str) -> bool:
    return bool(_IS_ONE.search(words) or _ORGANISATION.search(words)) or _is_known(words)


def _is_known(name: str) -> bool:
    wanted = squash(name)
    return any(wanted in names for names in shipped_aliases())


def _named(words: str, *, parted: bool) -> Iterator[str]:
    """Give the organisations that words name.

    Of what an "and" has `parted`, also one that only the table of names knows: MIT.
    """
    matches = list(_ORGANISATION.finditer(words))
    for match in matches:
        yield _LOOSE_END.sub("", " ".join(match[0].split()))
    if parted and not matches and _is_known(words):
        yield " ".join(words.split())


def _fold(line: str) -> str:
    return re.sub(r"\W+", "", line).lower()


# ── is it there? ──

Aliases = tuple[frozenset[str], ...]
"""The squashed names that affiliations go by, a set for each."""

_TABLE = "affiliations.tsv"
_LINKING = frozenset("of and the for in at de la et".split())
"""Words within names, of more than one language."""
_IS_ONE = re.compile(
    r"Universit|Institut|Research|Lab|College|School|Academy|Cent(?:er|re)|Technolog|Science"
    r"|Corporation|Company|Group|Hospital"
)
_HEAD = re.compile(r"Universit|Institut|Lab|College|Academy|Corporation|Company|Group|Hospital")
"""A word that a name of its own ends or begins with."""
_WORD = re.compile(rf"[A-Za-z\u00c0-\u024f][\w’'-]*|[{CJK}]+|\n|[;；]")
_BESIDE_NAME = re.compile(r"^[Tt]he\s|[(（][^(（)）]*[)）]|的$")
_MOST_BETWEEN = 4
"""Words of a page that may stand between those of a name."""
_MOST_WORDS = 12
"""Words of the longest name."""
_SHORT = range(3, 9)
"""Letters of a name that may be initials: two fit too much, nine nobody uses."""
_ORDINARY = {"大学": " University", "学院": " College", "研究院": " Research", "实验室": " Lab"}


def read_aliases(*tables: str) -> Aliases:
    """Read tables of names: a line for an affiliation, tabs between its names, `#` for a remark."""
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
    """Give the names that ship with the program, and those of `folder`/templates."""
    return shipped_aliases() + read_aliases(resources.own("templates", _TABLE, folder))


def has_affiliation(
    affiliation: str, page: str, aliases: Aliases, authors: Sequence[str] = ()
) -> bool:
    """Tell whether page 1 has an affiliation by one of its names.

    That is: all words of the name close together, or an organisation's words in a row with a short
    name's initials; those of the `authors` are none.
    """
    for author in authors:
        page = page.replace(author, "\n") if author else page
    words, text = _WORD.findall(page), squash(page)
    return any(_has_name(name, words, text) for name in _names_of(affiliation, aliases))


def _has_name(name: str, words: Sequence[str], squashed: str) -> bool:
    if has_cjk(name):
        return squash(name) in squashed
    return _close_together(name, words) or _by_initials(name, words)


def _names_of(affiliation: str, aliases: Aliases) -> Iterator[str]:
    """Give an affiliation as named, and its other names; "Leeds 大学" is Leeds University."""
    yield affiliation
    translated = affiliation
    for chinese, english in _ORDINARY.items():
        translated = translated.replace(chinese, english)
    if translated != affiliation:
        yield translated
    wanted = {squash(affiliation), squash(_BESIDE_NAME.sub("", affiliation))}
    for group in aliases:
        if group & wanted:
            yield from sorted(group)


def _close_together(name: str, words: Sequence[str]) -> bool:
    """Tell whether all words of a name stand close together, in any order.

    University of X, X University. A squashed name of the table is many words on the page.
    """
    wanted = {squash(word) for word in _WORD.findall(name)} - _LINKING - {""}
    if not wanted:
        return False
    squashed, whole = [squash(word) for word in words], squash(name)
    for at, word in enumerate(squashed):
        near = squashed[at : at + len(wanted) + _MOST_BETWEEN]
        if word in wanted and wanted <= set(near) and not _is_of_two(near, words[at:], wanted):
            return True
        if word and whole.startswith(word) and _begins(squashed[at : at + _MOST_WORDS], whole):
            return True
    return False


def _is_of_two(near: Sequence[str], words: Sequence[str], wanted: Collection[str]) -> bool:
    """Tell whether a name's words stand in two names: "Zhejiang Lab, Peking University"."""
    end = max(near.index(word) for word in wanted)
    between = (words[at] for at in range(end) if near[at] not in wanted)
    return any(_HEAD.match(word) for word in between)


def _begins(words: Sequence[str], whole: str) -> bool:
    """Tell whether words begin with a name, and one of them ends with it."""
    return any("".join(words[:end]) == whole for end in range(1, len(words) + 1))


def _by_initials(name: str, words: Sequence[str]) -> bool:
    """Tell whether words in a row have a short name's initials: "Facebook AI Research" is FAIR."""
    short = name.replace(".", "")
    if not (short.isupper() and short.isalpha() and len(short) in _SHORT):
        return False
    run: list[str] = []
    for word in [*words, "\n"]:
        if word[0].isupper():
            run.append(word)
        elif word.lower() not in _LINKING:
            if any(_is_spelled(short, run[at : at + len(short)]) for at in range(len(run))):
                return True
            run = []
    return False


def _is_spelled(short: str, run: Sequence[str]) -> bool:
    """Tell whether a row of words begins with an organisation's that has these initials.

    A word in capitals is short itself: all of its letters count.
    """
    letters = ""
    for end, word in enumerate(run, 1):
        letters += word if word.isupper() else word[0]
        if letters == short and any(_IS_ONE.match(one) for one in run[:end]):
            return True
        if len(letters) >= len(short):
            return False
    return False
