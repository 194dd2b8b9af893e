"""Several lines looked up with one request: arXiv takes one in three seconds.

Their queries are joined by OR, and what comes is decided on for each line by itself, by the rules
of `resolve`. An answer that is full may lack what one of them is after: it is asked for in halves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeVar

from pipeline.arxiv.client import BATCH
from pipeline.arxiv.resolve import Lookup
from pipeline.errors import StopRunError, SummarizeError
from pipeline.records.paper import Paper
from pipeline.text.titles import fold

T = TypeVar("T")
MOST = 8
"""Lines in one request: each brings some papers, and there is room for `BATCH`."""
_FEWEST_WORDS = 4
"""Of a query that is joined with others: with fewer it finds hundreds of papers."""
_SHORTEST_STEM = 4
"""Letters by which a word is known whatever its ending: arXiv searches for stems."""


def in_company(waiting: Sequence[T], lookup_of: Callable[[T], Lookup]) -> list[T]:
    """Give the first of those that wait, and those of the others that can be asked with it."""
    first = waiting[0]
    if not _joins(lookup_of(first)):
        return [first]
    return list(islice((one for one in waiting if _joins(lookup_of(one))), MOST))


def _joins(lookup: Lookup) -> bool:
    return lookup.outcome is None and not lookup.is_apart and len(_words(lookup)) >= _FEWEST_WORDS


def _words(lookup: Lookup) -> list[str]:
    return re.findall(r"ti:(\w+)", lookup.query)


def step(lookups: Sequence[Lookup], search: Callable[[str, int], list[Paper]]) -> None:
    """Take lookups a step further, with one request if that tells enough.

    `search` takes a query in arXiv's syntax and how many papers to give at most. Raises what it
    raises where one is asked for by itself; several that fail are set apart, to fail alone.
    """
    if len(lookups) == 1:
        lookups[0].step(lambda query: search(query, 20))
        return
    try:
        found = search(" OR ".join(f"({one.query})" for one in lookups), BATCH)
    except StopRunError:
        raise
    except SummarizeError:
        for one in lookups:
            one.is_apart = True
        return
    if len(found) < BATCH:
        for one in lookups:
            one.take(found, [paper for paper in found if _has(paper.title, _words(one))])
        return
    half = len(lookups) // 2
    for some in (lookups[:half], lookups[half:]):
        step(some, search)


def _has(title: str, words: Sequence[str]) -> bool:
    """Tell whether a title has all these words, in whatever form."""
    folded = [fold(word) for word in title.split()]
    stems = (word.lower()[: max(_SHORTEST_STEM, len(word) - 3)] for word in words)
    return all(any(stem in word for word in folded) for stem in stems)
