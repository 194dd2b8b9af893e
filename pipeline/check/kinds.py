"""Tell whether two names are of a kind, so that one may stand where the other does."""

from __future__ import annotations

import itertools
import re

from pipeline.check.grids import grids_of
from pipeline.check.labels import label_words
from pipeline.check.names import occurrences
from pipeline.check.paper_index import MOST, PaperIndex
from pipeline.text.squash import squash

_LEAST_COMMON = 4
"""Letters that names of a kind begin or end with: AutoScholarQuery, RealScholarQuery."""
_LIST_REACH = 80
"""Characters between two names of a list."""
_LISTED = (
    r"\s|,|/|s\b|\band\b|\bor\b|\bvs\.?|\bversus\b|\b[A-Z][\w.+@-]*(?=[\s,/(\[]|$)|\([^()]{0,40}\)"
    r"|\[[^\[\]]{0,40}\]"
)
_LIST = re.compile(
    rf"(?:{_LISTED}){{0,20}}?(?:,|/|\band\b|\bor\b|\bvs\.?|\bversus\b)(?:{_LISTED}){{0,20}}"
)
"""What stands between two names of a list: commas, conjunctions, citations and other names."""


def are_of_a_kind(name: str, other: str, index: PaperIndex) -> bool:
    """Tell two names that may stand for each other.

    They have a long beginning or end in common, label rows or columns of one table, or stand in one
    list of the paper.
    """
    one, two = squash(name), squash(other)
    if one in two or two in one:
        return False
    is_spelled_alike = _common(name, other) or _common(name[::-1], other[::-1])
    return is_spelled_alike or _are_labels(name, other, index) or _are_listed(name, other, index)


def are_row_and_column(name: str, other: str, index: PaperIndex) -> bool:
    """Tell two names one of which labels a row and the other heads a column of one table."""
    one, two = (frozenset(label_words(words)) for words in (name, other))
    return any(
        any(words >= row for words in grid.rows) and any(words >= head for words in grid.columns)
        for grid in grids_of(index).all
        for row, head in ((one, two), (two, one))
    )


def _common(one: str, other: str) -> bool:
    alike = itertools.takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False))
    return len(list(alike)) >= _LEAST_COMMON


def _are_labels(one: str, other: str, index: PaperIndex) -> bool:
    wanted = [frozenset(label_words(name)) for name in (one, other)]
    for grid in grids_of(index).all:
        for labels in (grid.rows, grid.columns):
            first, second = (
                {at for at, words in enumerate(labels) if words >= name} for name in wanted
            )
            if first and second and first.isdisjoint(second):
                return True
    return False


def _are_listed(one: str, other: str, index: PaperIndex) -> bool:
    for at in itertools.islice(occurrences(index, one), MOST):
        behind = at + len(one)
        low = max(0, at - _LIST_REACH)
        for found in re.finditer(re.escape(other), index.text[low : behind + _LIST_REACH]):
            start, end = low + found.start(), low + found.end()
            between = index.text[end:at] if start < at else index.text[behind:start]
            if _LIST.fullmatch(between):
                return True
    return False
