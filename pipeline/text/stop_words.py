"""English words that tell nothing of what a text is about, in lower case."""

from __future__ import annotations

LINKING = frozenset(
    """a an and are as at by for from in is it its more of on or over than that the their these
    they this to under used using was we were which while with""".split()
)
"""Words that only link others: a thing that is counted ends before them."""

OF_ANY_PAPER = LINKING | frozenset(
    """all also any based between both but can could data each had has have here into many may
    method methods might model models most much new not one other our paper results should show
    shown shows some such them then there those two use very what when where will work
    would""".split()
)
"""Words that stand in any paper: two sentences that share them need not be about the same."""
