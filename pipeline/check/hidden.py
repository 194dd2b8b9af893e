"""What the paper hides from its reader, and what it says to a model."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from pipeline.check.paper_index import PaperIndex, Place
from pipeline.check.statements import MOST
from pipeline.records.paper_text import PaperText
from pipeline.records.report import Finding, make_finding
from pipeline.text import injections

_MOST_TOLD = 5
"""Sentences to a model that are told of a paper in plain view: one about such attacks has
hundreds."""


def addressed(text: PaperText, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each text that was set apart as hidden, and for the first few that address a model in plain view."""
    for hidden in text.hidden:
        message = f"p. {hidden.page} has text that its reader does not see ({hidden.reason}): “{hidden.text[:200]}”"
        yield make_finding(
            "paper", "hidden", hidden.text[:200], message, hidden.reason, hidden.page
        )
    places = list(itertools.islice(injections.find(index.text), MOST))
    for one in places[:_MOST_TOLD]:
        place = index.around(one.start)
        words = index.words_of(
            Place(max(place.start, one.start - 80), min(max(place.end, one.end), one.end + 80))
        )
        page = index.page_at(one.start)
        more = f" (one of {len(places)})" if len(places) > 1 else ""
        yield make_finding(
            "paper",
            "instruction",
            words,
            f"p. {page} addresses a model or a reviewer{more}: “{words}”",
            "",
            page,
        )
