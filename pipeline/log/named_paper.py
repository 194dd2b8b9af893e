"""Which paper an entry of a log says that it is of, by its title's link or a line of its own. Pure.

What the entry only mentions is none of this: an identifier in its points, or one that its title is
about.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.records.arxiv_id import ArxivId
from pipeline.records.remembered import Remembered
from pipeline.text import identifiers

_LABEL = 12
"""Characters that may stand before or behind an address in a line that is one and no more."""
_OWN_LABEL = re.compile(
    r"(?i)[\s>*+\[(_-]*(?:(?:arxiv|paper|pdf|link|url|abs|source)\s?(?:link|url|id)?"
    r"|(?:论文|文章|原文)(?:链接|地址)?|链接|地址)[\s*:：\])(<_]*"
)
"""What stands before an address that an entry gives as its own paper's, on a line of its own."""
_MOST_LINES = 8
"""Lines below a title that may be such: what comes later is about the paper."""
_LONGEST_LINE = 600
"""Characters of a line that are looked at."""
_LINK = re.compile(
    r"\]\(<?(https?://[^\s()<>]{1,400}(?:\([^\s()<>]{1,100}\)[^\s()<>]{0,100})?)>?\)"
)
_BEHIND_TITLE = re.compile(r"\s(?:\[?\[[^\[\]]{1,20}\]\]?\([^()\s]+\)|https?://\S+).*$")
_HERE = "\0"
_DOI = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(10\.\d{4,9}/\S+)", re.IGNORECASE)


class NamedPaper(NamedTuple):
    """What an entry names its paper by; empty where it does not."""

    arxiv_id: ArxivId | None = None
    doi: str = ""
    url: str = ""


def named_paper(entry: Remembered) -> NamedPaper:
    """Give what an entry names its paper by: an identifier where it gives just one, and its link.

    The line of its title counts before the comment that an accept leaves, and this before the lines
    below the title: the first, if that is an address and a word or two, else one that says to be
    the paper's ("PDF: …").
    """
    lines = [line.strip() for line in entry.text.split("\n")]
    title = lines[0][:_LONGEST_LINE]
    below = [line[:_LONGEST_LINE] for line in lines[1:] if line][:_MOST_LINES]
    about = {one.base for one in identifiers.in_text(title_of(entry))}
    found = [one for one in identifiers.in_text(title) if one.base not in about]
    marked = identifiers.in_text(entry.named.partition("\n")[2])
    if len(found) == 1:
        own = [one for one in marked if one.base == found[0].base]
        return NamedPaper((own or found)[-1], *_linked(title))
    if marked:
        return NamedPaper(marked[-1], *_linked(title))
    given = [line for at, line in enumerate(below) if _is_own(line, first=not at)]
    if given and not found:
        return NamedPaper(identifiers.in_text(given[0])[0], *_linked(title))
    return NamedPaper(None, *_linked(title))


def title_of(entry: Remembered) -> str:
    """Give an entry's title without the links and words that a log has behind it."""
    title = entry.title if "《" in entry.title else entry.title.partition("》")[0]
    return _BEHIND_TITLE.sub("", title).strip() or entry.title


def _is_own(line: str, *, first: bool) -> bool:
    """Tell whether a line below a title is one address on arXiv, with what may stand beside it."""
    found = identifiers.in_text(line)
    if len(found) != 1:
        return False
    bare = identifiers.ADDRESS.sub(_HERE, line).replace(str(found[0]), _HERE)
    before, _, behind = bare.partition(_HERE)
    is_labelled = len(before) <= _LABEL if first else bool(_OWN_LABEL.fullmatch(before))
    return is_labelled and len(behind.replace(_HERE, "")) <= _LABEL


def _linked(title: str) -> tuple[str, str]:
    """Give the DOI and the address that a title's line links to first."""
    link = _LINK.search(title)
    doi = _DOI.fullmatch(link[1]) if link else None
    return (doi[1] if doi else ""), (link[1] if link else "")
