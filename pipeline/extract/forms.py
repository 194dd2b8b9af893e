"""Tell the forms of a page that are figures from those that hold its text.

Programs put pictures into a page as forms. Stamps, imposition and proceedings put whole pages into
one: such a form holds the page's running text, and is the page itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.extract.pieces import pieces, turned
from pipeline.pdf.page import PageGlyphs, Run

_LONG = 30
"""Letters of a piece of running text at least: labels are shorter."""
_OWN = 0.1
"""Share of the page's running text that stands beside figures at least: captions do."""


def settled(page: PageGlyphs) -> PageGlyphs:
    """Give a page whose runs know the outermost figure that they stand in, 0 for the page itself.

    Where hardly any running text stands in no form, the forms that hold it are the page.
    """
    if not any(run.form for run in page.runs):
        return page
    chains = [(), *_chains(page.parents)]
    pages = _holding_text(page.runs, chains)
    figures = [next((form for form in chain if form not in pages), 0) for chain in chains]
    runs = (run._replace(form=figures[run.form]) if run.form else run for run in page.runs)
    return page._replace(runs=tuple(runs))


def _chains(parents: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Give for each form those that it stands in, the outermost first, and itself."""
    chains: list[tuple[int, ...]] = [()]
    for form, parent in enumerate(parents, 1):
        chains.append((*chains[parent], form))
        yield chains[-1]


def _holding_text(runs: Sequence[Run], chains: Sequence[tuple[int, ...]]) -> set[int]:
    """Give the forms that are the page, from those on it to those in them as far as need be."""
    shown = Counter[int]()
    for run in runs:
        if not run.hidden:
            shown[run.form] += len(run.text)
    if 2 * shown[0] > shown.total():
        return set()  # pieces need not be made
    letters = Counter[int]()
    for upright in turned(runs).values():
        for piece in pieces(upright):
            if piece.letters >= _LONG:
                letters[piece.form] += piece.letters
    pages: set[int] = set()
    for depth in range(max(map(len, chains))):
        within = {form for form in letters if pages.issuperset(chains[form])}
        if sum(letters[form] for form in within) >= _OWN * letters.total():
            break
        pages |= {chains[form][depth] for form in letters if len(chains[form]) > depth}
    return pages
