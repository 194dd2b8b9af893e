"""Resolve: a title → an arXiv identifier, or why not. Precision before recall: drafting the wrong paper is the worst outcome."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from pipeline.errors import SummarizeError
from pipeline.records import Paper

Search = Callable[[str], list[Paper]]
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "the",
        "this",
        "to",
        "via",
        "with",
        "without",
    ]
)


def resolve_title(title: str, search: Search) -> Paper:
    """Give the paper of this title.

    `search` takes a query in arXiv's syntax. Raises SummarizeError where no paper or more than one has the title, with
    the nearest candidates and how to choose one.
    """
    found: dict[str, Paper] = {}
    for query in _queries(title):
        found |= {paper.arxiv_id or "": paper for paper in search(query)}
        same = [paper for paper in found.values() if same_title(title, paper.title)]
        if len(same) == 1:
            return same[0]
        if same:
            raise SummarizeError(f"{len(same)} papers are called {title!r}", _choose(same))
    near = _nearest(title, found.values())
    if near:
        raise SummarizeError(f"no paper on arXiv is called {title!r}", _choose(near))
    raise SummarizeError(f"found nothing like {title!r} on arXiv", "give its identifier, its URL or its PDF")


def same_title(wanted: str, title: str) -> bool:
    """Tell whether two titles are one, but for case, accents, punctuation and a nickname in front ("GLIP: …").

    Equal letters and digits are a must: "GPT-4 Technical Report" and "GPT-4o Technical Report" are 98% alike.
    """
    return (
        fold(wanted) == fold(title)
        or fold(_without_nickname(wanted)) == fold(title)
        or fold(wanted) == fold(_without_nickname(title))
    )


def fold(title: str) -> str:
    """Give a title's letters and digits, in lower case, without accents."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    return "".join(c for c in plain if c.isalnum())


def _without_nickname(title: str) -> str:
    """Drop a one-word nickname before a colon, where four words or more are left to tell the paper by."""
    match = re.match(r"\s*[\w.+-]{2,20}\s*[:：]\s*(?=(?:\S+\s+){3}\S)", title)
    return title[match.end() :] if match else title


def _queries(title: str) -> Iterable[str]:
    words = [word for word in re.findall(r"[A-Za-z0-9]+", _without_nickname(title)) if word.lower() not in _STOP]
    words = list(dict.fromkeys(words))[:12]
    if words:
        yield " AND ".join(f"ti:{word}" for word in words)
        if len(words) > 3:  # a word that arXiv spells otherwise hides the paper, but from one half only
            for half in (words[: len(words) // 2], words[len(words) // 2 :]):
                yield " AND ".join(f"ti:{word}" for word in half)


def _nearest(title: str, papers: Iterable[Paper]) -> list[Paper]:
    from rapidfuzz import fuzz

    scored = sorted(
        ((fuzz.ratio(fold(title), fold(paper.title)), paper.title, paper) for paper in papers),
        key=lambda s: (-s[0], s[1]),
    )
    return [paper for score, _, paper in scored[:3] if score >= 60]


def _choose(papers: Iterable[Paper]) -> str:
    return "choose one: " + "; ".join(f"summarize {paper.arxiv_id} ({paper.title[:80]})" for paper in papers)
