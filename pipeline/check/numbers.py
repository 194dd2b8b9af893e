"""Tell whether the paper has a number as a point has it: as a share, and near the quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.check.arithmetic import has_its_operands, is_of_made_list
from pipeline.check.called import has_digits, is_called_a_change, is_change, is_hedged, is_points
from pipeline.check.counted_things import counting, things_at
from pipeline.check.grids import grids_of, is_bare
from pipeline.check.named import mantissa
from pipeline.check.names import has_name
from pipeline.check.paper_index import MOST, PaperIndex, terms
from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding

_LISTED = 10
"""Counts below this, in words, may be of what the paper lists without counting: 两个数据集."""
_ZEROS = 100
"""What the zeros of a number with a scale are worth in its last digits that may be none."""
_PASSAGE = 25
"""Characters behind a number that are shown with it."""

_FIGURE = re.compile(r"(?:\bFig(?:ure|\.)|图)\s?(\d{1,2})(?!\d)", re.IGNORECASE)
"""A figure that is named, by its number."""


def number_finding(said: Said, number: Quantity, index: PaperIndex) -> Finding | None:
    """Give a finding where the paper does not have a number, has it as no share, or only far off.

    What only a figure has is not looked at further.

    A number is far off that the point's quotes have nowhere near; without quotes none is.
    """
    found = index.same(number)
    if not found:
        if _has_about(said, number, index) or _is_of_the_paper(number, index):
            return None
        if index.is_drawn(number) or index.is_in_a_name(number) or index.is_under_scale(number):
            return None
        is_made = is_of_made_list(said, number)
        return (None if is_made else _of_cells(said, number, index)) or _missing(
            said, number, index, is_sure=is_made
        )
    if number.percent and (bare := _bare(said, number, found, index)):
        return _no_share(said, number, bare, index)
    if said.quoted and not any(said.is_near_quote(one.start) for one in found):
        return _far(said, number, found, index)
    return None


def is_of_name(said: Said, number: Quantity, index: PaperIndex) -> bool:
    """Tell whether a number belongs to the name before it, as the paper has it: "COCO 2017"."""
    return not number.spelled and any(
        name.start <= number.start
        and said.words[name.end : number.start] in ("", " ", "-")
        and has_name(index, f"{name.words}-{number.written.strip()}")
        for name in said.names
    )


# ── not in the paper ──


def _has_about(said: Said, number: Quantity, index: PaperIndex) -> bool:
    """Tell whether the paper has a finer number, of which one is the rounding.

    That is one that is said to be about right, or has a scale and ends in zeros: 2100万.
    """
    hedged = is_hedged(said.words, number)
    is_round = abs(number.value) >= _ZEROS * number.step and not number.value % (
        _ZEROS * number.step
    )
    is_scaled = is_round and has_digits(number) and not number.unit and not is_bare(number)
    if (hedged or is_scaled) and index.has_about(number):
        return True
    finer = index.rounding_to(number) if hedged else ()
    return any(said.is_near_quote(one.start) for one in finer)


def _is_of_the_paper(number: Quantity, index: PaperIndex) -> bool:
    """Tell a count of what the paper lists, and a whole number of its metadata."""
    if number.spelled and number.value < _LISTED:
        return True
    whole = int(number.value)
    return number.value == whole and str(whole) in index.metadata_words


def _of_cells(said: Said, number: Quantity, index: PaperIndex) -> Finding | None:
    """Give a note where a change is what two cells of a column or a row differ by.

    Which two are meant cannot be told, so it is neither borne out nor missing.
    """
    is_change = number.percent or number.unit == "" or is_points(said, number)
    table = grids_of(index).differing_by(mantissa(number)) if is_change else None
    if table is None or not is_called_a_change(said, number):
        return None
    written = number.written.strip()
    message = f"{written} is not in the paper; two numbers of {table.label} differ by it"
    return make_finding(said.where, "number", written, message, "", None, reason="apart")


def _missing(said: Said, number: Quantity, index: PaperIndex, *, is_sure: bool = False) -> Finding:
    """Make a finding of a number that the paper lacks; a note unless it `is_sure`, in two cases.

    A change may be of two numbers of which this program does not know that they are meant, and what
    a figure shows may be a picture: then it is a note, unless the paper has its digits in another
    scale or unit.
    """
    written = number.written.strip()
    nearest, page = index.written_otherwise(number)
    is_note = not (nearest or is_sure) and (
        _is_of_figure(said, number, index)
        or (is_change(said, number) and not has_its_operands(said, number, index))
    )
    return make_finding(
        said.where,
        "number",
        written,
        f"{written} is not in the paper",
        nearest,
        page,
        reason="apart" if is_note else "missing",
    )


def _is_of_figure(said: Said, number: Quantity, index: PaperIndex) -> bool:
    """Tell whether a number's sentence says that a figure of the paper has it."""
    named = _figures_named(said.sentence_of(number))
    return any(f"Figure {one}" in index.figure_labels for one in named)


@lru_cache(maxsize=1)  # asked for each number of a sentence
def _figures_named(sentence: str) -> list[str]:
    return _FIGURE.findall(sentence)


# ── no share ──


def _bare(
    said: Said, number: Quantity, found: Sequence[Quantity], index: PaperIndex
) -> Quantity | None:
    """Give where the paper has a percentage's number as no percentage, if it has it so only.

    Looked at are the places where the paper counts the point's things, if there are any, and of
    those the ones near the point's quotes, if there are any. A table's cells don't tell, and 0.451
    is 45.1%.
    """
    of_its_things = counting(things_at(said.words, number.end), found[:MOST], index)
    places = of_its_things or found[:MOST]
    places = [one for one in places if said.is_near_quote(one.start)] or places
    told = any(
        one.percent or one.value != number.value or index.is_row(one.start) for one in places
    )
    return None if told else places[0]


def _no_share(said: Said, number: Quantity, bare: Quantity, index: PaperIndex) -> Finding:
    """Make a finding of a share; it is a mark where the point's own quote has the bare number."""
    written = number.written.strip()
    passage = index.text[bare.start : bare.end + _PASSAGE].split("\n")[0].rsplit(" ", 1)[0]
    return make_finding(
        said.where,
        "number",
        written,
        f"{written} is no share in the paper",
        f"“{passage}”",
        index.page_at(bare.start),
        reason="contradicted" if said.is_quoted(bare.start) else "apart",
    )


# ── far from its quote ──


def _far(said: Said, number: Quantity, found: Sequence[Quantity], index: PaperIndex) -> Finding:
    """Make a finding of a number that the paper has far from the point's quotes.

    Its page is one where the paper speaks of what the sentence does, if there is one.
    """
    about = terms(said.sentence_of(number)) - terms(number.written)
    supported = (one for one in found[:MOST] if about & _terms_around(one, index))
    page = index.page_at(next(supported, found[0]).start)
    written = number.written.strip()
    message = f"{written} is not in or near its quote; p. {page} has it"
    return make_finding(said.where, "number", written, message, "", page, reason="apart")


def _terms_around(number: Quantity, index: PaperIndex) -> frozenset[str]:
    return index.terms_of(index.around(number.start))
