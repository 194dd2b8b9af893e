"""Find a paper's title among the lines of its first page: what is set largest above the abstract.

A journal's banner, a numbered heading and a figure's words are none, however large they are.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from pipeline.extract.floats import body_size
from pipeline.extract.lines import Line

_LARGER = 1.05
"""Share of page 1's smallest size from which on a line may be the title."""
_LEAST = 10
"""Letters of a title: a journal's initials are fewer."""
_ONE_WORD, _MUCH_LARGER = 5, 1.3
"""Letters of a title of one word, and share of the text's size that it is set in at least."""
_LONGEST = 300
"""Characters that are kept."""
_ABSTRACT = re.compile(
    r"\s*(?:a ?bstract|摘\s*要|要\s*旨|초\s*록|zusammenfassung|r[ée]sum[ée])", re.IGNORECASE
)
_BANNER = re.compile(
    r"\s*(?:(?:the |ieee |acm |siam |\w+ )?(?:journal|transactions|proceedings|annals|bulletin"
    r"|letters|communications|archives?|acta|magazine)\b(?: (?:of|on|in|for)\b| homepage)"
    r"|(?:springer|elsevier|science ?direct|wiley|mdpi|open access)\b.{0,20}$|arxiv:"
    r"|contents lists? available|available online|published (?:by|in|as|online)"
    r"|accepted (?:for|to|at)|(?:original |review |research )*(?:articles?|papers?)$|preprint\b"
    r"|technical report$|doi\b|https?:|www\.|issn\b|vol(?:ume|\.) ?\d"
    r"|.*(?:\bvol(?:ume|\.) ?\d|\b\d{1,4} ?\((?:19|20)\d\d\)|\bissn\b))",
    re.IGNORECASE,
)
"""What heads a page for a journal or a conference, and says nothing of the paper."""
_HEADING = re.compile(
    r"\s*(?:(?:\d{1,2}|[IVX]{1,4})[.\s:]+)?(?:introduction|(?:table of )?contents|background"
    r"|引言|绪论|目录|はじめに|서론)[.:\s]*$"
    r"|\s*(?:chapter|section) \d|第[一二三四五六七八九十\d]+[章节]",
    re.IGNORECASE,
)
_CUT = re.compile(r"([^\W\d_]+)- (?!(?:and|or|to|vs|und)\b)([^\W\d_]+)")


def title(page: Sequence[Line], text: str) -> str:
    """Give the title on page 1, an empty string where no line is set larger than the others.

    `text` is the paper's: it tells of words that are cut at a line's end whether they are one.
    """
    above = list(itertools.takewhile(lambda line: not _ABSTRACT.match(line.text), page))
    upright = [line for line in above if line.part != "aside" and line.size]
    body = body_size(line for line in page if line.part == "flow")
    # all of one size: no line is the title
    least = _LARGER * min((line.size for line in upright), default=0.0)
    word = _one_word(upright, body)
    # below a title of one word the authors are set largest
    found = _largest(upright, max(least, _MUCH_LARGER * body) if word else least, in_flow=True)
    found = found or word or _largest(upright, least, in_flow=False)
    known = set(re.findall(r"[^\W\d_]+", text.lower())) if _CUT.search(found) else set[str]()
    return _CUT.sub(lambda cut: _joined(cut, known), found)[:_LONGEST]


def _largest(lines: Sequence[Line], least: float, *, in_flow: bool) -> str:
    """Give the first lines of the largest size, more than `least`, that read like a title.

    The first one is of the running text, if it is to be `in_flow`: those below may seem not to be.
    """
    sizes = [(round(line.size, 1), line) for line in lines if line.letters]
    groups = [
        (size, [line for _, line in group])
        for size, group in itertools.groupby(sizes, key=lambda one: one[0])
    ]
    for size, group in sorted(groups, key=lambda one: -one[0]):
        words = _without_banners(line.text for line in group)
        apart = group[0].part != "flow" or group[0].form
        if size > least and _reads_like_title(words) and not (in_flow and apart):
            return words
    return ""


def _without_banners(texts: Iterable[str]) -> str:
    kept = itertools.dropwhile(_BANNER.match, texts)
    return " ".join(" ".join(kept).split())


def _reads_like_title(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    words = " " in text or not text.isascii()  # Chinese titles have no spaces
    return letters >= _LEAST and words and not _HEADING.match(text)


def _one_word(lines: Sequence[Line], body: float) -> str:
    """Give a title of one word: the first line of the page, set much larger than its text."""
    first = next(iter(lines), None)
    if first is None or first.size < _MUCH_LARGER * body or first.letters < _ONE_WORD:
        return ""
    word = first.text.strip(" *∗†‡§")
    return "" if " " in word or _BANNER.match(word) or _HEADING.match(word) else word


def _joined(cut: re.Match[str], known: set[str]) -> str:
    """Put the parts of a word together that a line's end has cut; a compound keeps its hyphen."""
    front, back = cut[1], cut[2]
    whole = (front + back).lower() in known
    return front + back if whole or front.lower() not in known else f"{front}-{back}"
