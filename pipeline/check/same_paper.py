"""Whether a PDF is the paper that arXiv's record is of: by its stamp, title and authors.

A stamp of another paper contradicts. So does a first page in English that has neither the title's
words nor the authors' family names; one of them is enough, because titles change from version to
version, and authors may be a collaboration, or stand at the end. What cannot be read contradicts
nothing.
"""

from __future__ import annotations

import re

from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.text.stamp import stamped_id
from pipeline.text.stop_words import OF_ANY_PAPER
from pipeline.text.titles import fold

_HEAD = 600
"""Characters of page 1 that hold a title, above the abstract where it has a heading: behind them,
words of a field stand that titles share."""
_LEAST_HEAD = 40
"""Letters above an abstract: with fewer, the title is not there."""
_TITLE_SHARE = 0.5
"""Of a title's words: a title has fewer of them in the head of another paper."""
_AUTHORS_SHARE = 0.25
"""Of the family names: another paper may have a Wang, too."""
_LEAST_ENGLISH = 8
"""Words that join English sentences on a page: one with fewer is not in English, or cannot be read,
and its title may be another than the record's."""
_LEAST_LETTERS = 400
"""Letters on a page: one with fewer is a cover."""
_LONGEST_SHOWN = 80
_MOST_SHOWN = 3
"""Characters of a title, and authors, that a message shows."""
_ENGLISH = re.compile(r"\b(?:the|of|and|in|to|is|are|that|for|with|by|we|on|as)\b", re.IGNORECASE)
_COMMAND = re.compile(r"\\[A-Za-z]+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_NAME = re.compile(r"[^\W\d_]{2,}")
_NO_NAMES = frozenset(["jr", "sr", "ii", "iii", "iv", "collaboration", "team", "group"])


def contradiction(paper: Paper, text: PaperText) -> str:
    """Say what of a PDF contradicts its record; empty where nothing does."""
    if paper.arxiv_id is None:
        return ""
    stamped = stamped_id(text)
    if stamped and stamped.base != paper.arxiv_id.base:
        return f"its stamp says arXiv:{stamped}; arXiv's record is of {_shown(paper)}"
    page = _first_words(text)
    if page and _lacks_title(paper.title, _head(text, page)) and _lacks_authors(paper, page):
        begins = " ".join((text.title or page).split())[:_LONGEST_SHOWN]
        return f"page 1 begins “{begins}”; arXiv's record is of {_shown(paper)}"
    return ""


def _first_words(text: PaperText) -> str:
    """Give page 1, with the next one where it is a cover; empty where no English is read on it."""
    for pages in (text.pages[:1], text.pages[:2]):
        words = "\n".join(text.text[page.start : page.end] for page in pages)
        if sum(map(str.isalpha, words)) >= _LEAST_LETTERS:
            return words if len(_ENGLISH.findall(words)) >= _LEAST_ENGLISH else ""
    return ""


def _head(text: PaperText, page: str) -> str:
    """Give the words among which the title stands, set largest or above the abstract."""
    front = text.section_text("front")[:_HEAD]
    above = front if sum(map(str.isalpha, front)) >= _LEAST_HEAD else page[:_HEAD]
    return f"{text.title} {above}"


def _lacks_title(title: str, head: str) -> bool:
    plain = _COMMAND.sub(" ", title)
    wanted = {fold(word) for word in _WORD.findall(plain) if word.casefold() not in OF_ANY_PAPER}
    letters = fold(head)  # small capitals and hyphens part words
    return bool(wanted) and sum(word in letters for word in wanted) < _TITLE_SHARE * len(wanted)


def _lacks_authors(paper: Paper, page: str) -> bool:
    families = {name for author in paper.authors if (name := _family(author))}
    there = {fold(name) for name in _NAME.findall(page)}
    # a name may be parted, or glued to a mark or to the next one
    letters = fold(page)
    found = sum(name in there or (len(name) > 4 and name in letters) for name in families)
    return bool(families) and found < _AUTHORS_SHARE * len(families)


def _family(author: str) -> str:
    """Give an author's family name: the last one that is no suffix; empty where there is none."""
    names = [fold(name) for name in author.split()]
    return next((name for name in reversed(names) if len(name) > 1 and name not in _NO_NAMES), "")


def _shown(paper: Paper) -> str:
    authors = ", ".join(paper.authors[:_MOST_SHOWN]) + (
        " …" if len(paper.authors) > _MOST_SHOWN else ""
    )
    by = f" by {authors[: 2 * _LONGEST_SHOWN]}" if authors else ""
    return f"{paper.arxiv_id} “{paper.title[:_LONGEST_SHOWN]}”{by}"
