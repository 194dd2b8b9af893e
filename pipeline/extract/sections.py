"""Find the abstract and the references of a paper that has no headings for them.

Physicists' letters have none.
"""

from __future__ import annotations

import re

from pipeline.extract.places import PagePlace, SectionPlace, not_empty

_LEAST_WORDS = 40
"""Words: an abstract has more, an author's address fewer."""
_LONGEST_ABSTRACT = 6000
"""Characters: a longer abstract has the paper's body in it."""
_FRONT_PAGES = 2
"""Pages that an abstract without a heading may stand on."""
_OF_RIGHTS = re.compile(
    r"please cite|cite (?:this|as)|how to cite|to cite this|this is (?:a|an|the) (?:pdf|open access"
    r"|author|accepted|preprint|version)|this (?:document|work|article) is (?:licen|distributed)"
    r"|copyright|©|permission to|all rights|the (?:publisher|authors? retain)|received\b",
    re.IGNORECASE,
)
"""First words of a long paragraph of the front that is no abstract."""
_OF_ADDRESS = re.compile(r"Universi|Institut|Department|College|Hospital|Laborator|@")
_WORDS_AN_ADDRESS = 14
"""Words of an author's name and address at most."""
_FIRST_ENTRY = re.compile(r"(?m)^(?:\[1\]|1\.)\s+(?=\S)|(?<=[.!?] )\[1\] (?=[A-Z])")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SAMPLE = 6000
"""Characters behind a list's first entry that must look like references: ten entries or more."""
_LEAST_YEARS = 4
"""Years in the sample: four entries have at least as many."""


def without_heading(
    text: str, sections: list[SectionPlace], pages: list[PagePlace]
) -> list[SectionPlace]:
    """Give the sections with an abstract and references, where no heading names them.

    The abstract is cut out of what stands in front, the references off the end. Sections and pages
    are in order, the sections without a gap between them; so are those given back.
    """
    kinds = {section.kind for section in sections}
    if "abstract" not in kinds:
        sections = _with_abstract(text, sections, pages)
    sections = [cut for section in sections for cut in _without_body(text, section)]
    return sections if "references" in kinds else _with_references(text, sections)


def _with_abstract(
    text: str, sections: list[SectionPlace], pages: list[PagePlace]
) -> list[SectionPlace]:
    """Make the first long paragraph of the first two pages' front matter the abstract."""
    if len(sections) < 2 or sections[0].kind != "front":
        return sections
    front, *rest = sections
    limit = min(front.end, pages[:_FRONT_PAGES][-1].end)
    found = _first_long_paragraph(text, front, limit)
    if found is None:
        return sections
    start, end = found
    cut = [
        front._replace(end=start),
        SectionPlace("abstract", "", start, end),
        SectionPlace("front", "", end, front.end),
    ]
    return not_empty(cut) + rest


def _without_body(text: str, section: SectionPlace) -> list[SectionPlace]:
    """Cut what follows its first long paragraph off an abstract that no heading ends."""
    if section.kind != "abstract" or section.end - section.start < _LONGEST_ABSTRACT:
        return [section]
    found = _first_long_paragraph(text, section, section.end)
    if found is None:
        return [section]
    _, end = found
    return not_empty([section._replace(end=end), SectionPlace("body", "", end, section.end)])


def _first_long_paragraph(text: str, section: SectionPlace, limit: int) -> tuple[int, int] | None:
    """Give the characters of a section's first long paragraph that begins before `limit`."""
    at = section.start
    while at < limit:
        newline = text.find("\n", at, section.end)
        stop = section.end if newline < 0 else newline + 1
        if _may_be_abstract(text[at:stop]):
            return at, stop
        at = stop
    return None


def _may_be_abstract(paragraph: str) -> bool:
    """Tell a long paragraph from authors with their addresses, and from what is said of rights."""
    words = len(paragraph.split())
    addresses = len(_OF_ADDRESS.findall(paragraph)) * _WORDS_AN_ADDRESS > words
    return words >= _LEAST_WORDS and not addresses and not _OF_RIGHTS.match(paragraph)


def _with_references(text: str, sections: list[SectionPlace]) -> list[SectionPlace]:
    """Cut the last numbered list that reads like references off the section that it stands in.

    It begins with 1, behind two fifths of the paper.
    """
    starts = [match.start() for match in _FIRST_ENTRY.finditer(text, len(text) * 2 // 5)]
    for start in reversed(starts):
        if _reads_like_references(text[start : start + _SAMPLE]):
            return [cut for section in sections for cut in _cut(section, start)]
    return sections


def _reads_like_references(sample: str) -> bool:
    """Tell whether a list from its first entry on has entries 2 to 4, and a year for each."""
    mark = "\n[{}]" if sample[0] == "[" else "\n{}."
    numbered = all(mark.format(number) in sample for number in (2, 3, 4))
    return numbered and len(_YEAR.findall(sample)) >= _LEAST_YEARS


def _cut(section: SectionPlace, at: int) -> list[SectionPlace]:
    """Make what stands behind a place in a section the references."""
    if not section.start <= at < section.end:
        return [section]
    references = SectionPlace("references", "", at, section.end)
    return not_empty([section._replace(end=at), references])
