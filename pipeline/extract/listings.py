"""Tell code, prompts and other listings from the running text that they stand in.

They are lines under each other in fonts of one width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.extract.lines import Line

_FIXED = 0.8
"""Share of a line's characters in fonts of one width, from which on it is of a listing."""
_LEAST_LINES = 2
"""Lines of a listing at least: one may be a name in the text."""
_TYPED = 0.5
"""Share of a paper's letters in such fonts from which on it is typed, and they tell nothing."""
_ADDRESS = re.compile(r"\S@\S|://|www\.")


def marked(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """Give the lines of a paper's pages, those of listings in the running text with that kind."""
    flow = [line for page in pages for line in page if line.part == "flow"]
    fixed = sum(line.letters for line in flow if line.fixed and _is_fixed(line))
    if not fixed or fixed > _TYPED * sum(line.letters for line in flow):
        return list(pages)
    return [list(_marked(page)) for page in pages]


def _marked(page: Sequence[Line]) -> Iterator[Line]:
    for fixed, run in groupby(page, key=_is_fixed):
        several = list(run)
        words = any(" " in line.text for line in several)  # parts of an address have none
        is_one = fixed and len(several) >= _LEAST_LINES and words
        yield from (line._replace(kind="listing") if is_one else line for line in several)


def _is_fixed(line: Line) -> bool:
    """Tell whether a line of the text is in fonts of one width; addresses often are."""
    if line.part != "flow" or line.kind or not line.fixed or _ADDRESS.search(line.text):
        return False
    return line.fixed >= _FIXED * len(line.text.replace(" ", ""))
