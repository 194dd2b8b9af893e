"""Find the abstract and the references of a paper that has no headings for them, as physicists' letters have none."""

from __future__ import annotations

import re

Section = tuple[str, str, int, int]
"""Kind, title, and the characters from and to which it goes."""

_LEAST_WORDS = 40
"""An abstract has more words than this, an author's address fewer."""
_LONGEST_ABSTRACT = 6000
"""Characters."""
_FIRST_ENTRY = re.compile(r"(?m)^(?:\[1\]|1\.)\s+(?=\S)")


def without_heading(
    text: str, sections: list[Section], pages: list[tuple[int, int, int]]
) -> list[Section]:
    """Give the sections, with an abstract cut out of what stands in front and references cut off the end where none are named."""
    kinds = {section[0] for section in sections}
    if "abstract" not in kinds:
        sections = _with_abstract(text, sections, pages)
    sections = [cut for section in sections for cut in _without_body(text, section)]
    return sections if "references" in kinds else _with_references(text, sections)


def _with_abstract(
    text: str, sections: list[Section], pages: list[tuple[int, int, int]]
) -> list[Section]:
    """Make the first long paragraph of the first two pages' front matter the abstract."""
    if not sections or sections[0][0] != "front" or len(sections) < 2:
        return sections
    kind, title, start, end = sections[0]
    limit = min(end, pages[min(1, len(pages) - 1)][2])
    at = start
    while at < limit:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop + 1
        if len(text[at:stop].split()) >= _LEAST_WORDS:
            cut = [(kind, title, start, at), ("abstract", "", at, stop), ("front", "", stop, end)]
            return [section for section in cut if section[3] > section[2]] + sections[1:]
        at = stop
    return sections


def _without_body(text: str, section: Section) -> list[Section]:
    """Cut what follows its first long paragraph off an abstract that no heading ends, as in a letter."""
    kind, title, start, end = section
    if kind != "abstract" or end - start < _LONGEST_ABSTRACT:
        return [section]
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop + 1
        if len(text[at:stop].split()) >= _LEAST_WORDS:
            return [
                part
                for part in ((kind, title, start, stop), ("body", "", stop, end))
                if part[3] > part[2]
            ]
        at = stop
    return [section]


def _with_references(text: str, sections: list[Section]) -> list[Section]:
    """Cut the last list that is numbered from 1 on, in the second half of the paper, off the section that it stands in."""
    starts = [match.start() for match in _FIRST_ENTRY.finditer(text, len(text) * 2 // 5)]
    for start in reversed(starts):
        following = text[start : start + 6000]
        mark = "[{}]" if following[0] == "[" else "{}."
        years = len(re.findall(r"\b(?:19|20)\d\d\b", following))
        if years >= 4 and all(f"\n{mark.format(n)}" in following for n in (2, 3, 4)):
            return [cut for section in sections for cut in _cut(section, start)]
    return sections


def _cut(section: Section, at: int) -> list[Section]:
    kind, title, start, end = section
    if not start <= at < end:
        return [section]
    return [
        part
        for part in ((kind, title, start, at), ("references", "", at, end))
        if part[3] > part[2]
    ]
