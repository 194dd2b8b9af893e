"""Affiliations: the names that they go by, and whether one that is named stands on page 1.

One affiliation goes by many names: Microsoft Research Asia is MSRA and 微软亚洲研究院.
templates/affiliations.tsv lists them, and the user's own file of that name adds to it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline import resources
from pipeline.text.cjk import CJK, has_cjk
from pipeline.text.squash import squash

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
_WORD = re.compile(rf"[A-Za-z\u00c0-\u024f][\w’']*|[{CJK}]+|\n|[;；]")
"""A word of a name; what a dash joins, short or long, are two: Wisconsin–Madison."""
_BESIDE_NAME = re.compile(r"^[Tt]he\s|[(（][^(（)）]*[)）]|的$")
_MOST_BETWEEN = 4
"""Words of a page that may stand between those of a name."""
_MOST_WORDS = 12
"""Words of the longest name."""
_SHORT = range(3, 9)
"""Letters of a name that may be initials: two fit too much, nine nobody uses."""
_ORDINARY = {
    "大学": ("University",),
    "学院": ("College", "Institute", "School"),
    "研究院": ("Research", "Institute"),
    "研究所": ("Institute", "Research"),
    "实验室": ("Lab", "Labs", "Laboratory"),
    "公司": ("",),
}
"""What is Chinese in a name that is else as page 1 has it, and what stands for it there."""


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


@cache
def known_names() -> Mapping[str, tuple[int, ...]]:
    """Give the names that ship with the program, squashed, each with the lines that have it."""
    lines: dict[str, tuple[int, ...]] = {}
    for number, group in enumerate(shipped_aliases()):
        for name in group:
            lines[name] = (*lines.get(name, ()), number)
    return lines


@cache
def _first_names() -> Mapping[str, str]:
    table = resources.shipped("templates", _TABLE).splitlines()
    rows = [line.split("\t") for line in table if line.strip() and not line.startswith("#")]
    return {squash(name): row[0] for row in reversed(rows) for name in row}


def first_name(name: str) -> str:
    """Give the first name of the line that a name stands in; an empty string if it is in none."""
    return _first_names().get(squash(name), "")


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
    read = _read_page(page, tuple(authors))
    return any(_has_name(name, read) for name in _names_of(affiliation, aliases))


_LONG_WORD = 8
"""Letters of a word that may be in the plural: Collaboration, Institute."""


class _Page(NamedTuple):
    """A page's words as it has them, each of them squashed, and the whole of it squashed."""

    words: list[str]
    squashed: list[str]
    text: str


@lru_cache(maxsize=4)  # page 1 is asked for again with each affiliation of a draft
def _read_page(page: str, authors: tuple[str, ...]) -> _Page:
    """Read a page without the names of its authors."""
    for author in filter(None, authors):
        page = page.replace(author, "\n")
    words = _WORD.findall(page)
    return _Page(words, [squash(word) for word in words], squash(page))


def _has_name(name: str, page: _Page) -> bool:
    if has_cjk(name):
        return squash(name) in page.text
    short, _, place = name.partition(" ")
    at_place = bool(place) and _close_together(place, page) and _by_initials(short, page.words)
    return at_place or _close_together(name, page) or _by_initials(name, page.words)


def _names_of(affiliation: str, aliases: Aliases) -> Iterator[str]:
    """Give an affiliation as named, and its other names; "Leeds 大学" is Leeds University."""
    yield affiliation
    for chinese, ways in _ORDINARY.items():
        if chinese in affiliation:
            translated = (affiliation.replace(chinese, f" {english} ") for english in ways)
            yield from (one for one in translated if not has_cjk(one))
    wanted = {squash(affiliation), squash(_BESIDE_NAME.sub("", affiliation))}
    for group in aliases:
        if group & wanted:
            yield from sorted(group)


def _close_together(name: str, page: _Page) -> bool:
    """Tell whether all words of a name stand close together, in any order.

    University of X, X University. A squashed name of the table is many words on the page.
    """
    wanted = {squash(word) for word in _WORD.findall(name)} - _LINKING - {""}
    if not wanted:
        return False
    squashed, whole = [_singular(word, wanted) for word in page.squashed], squash(name)
    for at, word in enumerate(squashed):
        near = squashed[at : at + len(wanted) + _MOST_BETWEEN]
        if word in wanted and wanted <= set(near) and not _is_of_two(near, page.words[at:], wanted):
            return True
        if word and whole.startswith(word) and _begins(squashed[at : at + _MOST_WORDS], whole):
            return True
    return False


def _singular(word: str, wanted: Collection[str]) -> str:
    """Give a word as a name has it: the Collaborations of ATLAS and CMS are one each."""
    is_long = len(word) > _LONG_WORD  # "thus" is no THU
    return word[:-1] if is_long and word.endswith("s") and word[:-1] in wanted else word


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
