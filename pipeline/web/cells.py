"""Cells of a paper's tables: what one is called, and which have a number."""

from __future__ import annotations

from pipeline.records.paper_text import CellAt, PaperText
from pipeline.records.record import Record
from pipeline.web.places import Span


class CellName(Record):
    """A cell of a table by its names; a row or column without one has it empty."""

    table: str
    row: str
    column: str


def named(cell: CellAt) -> CellName:
    """Give the name of a cell; the label of a row is of no column."""
    is_label = cell.column < cell.table.label_columns
    return CellName(
        table=cell.table.label, row=cell.row.label, column="" if is_label else cell.head
    )


def name_at(text: PaperText, span: Span) -> CellName | None:
    """Give the name of the cell, or of the row, that words stand in; None of what is no row's."""
    first, last = text.cell_at(span[0]), text.cell_at(span[1] - 1)
    if first is None or last is None or first.row is not last.row:
        return None
    found = named(first)
    return found if first == last else found.model_copy(update={"column": ""})


def cells_with(text: PaperText, number: str) -> dict[Span, CellAt]:
    """Give the cells that have a number, however it is written (3.90 of 3.9%), by their places.

    What is not one number stands in none.
    """
    from pipeline.check.quantities import quantities_of  # not wanted where a list is shown

    wanted = quantities_of(number)
    if len(wanted) != 1 or wanted[0].written.strip() != number.strip():
        return {}
    return {
        (one.cell.start, one.cell.end): one
        for one in text.cells
        if one.column >= one.table.label_columns
        and any(map(wanted[0].same, quantities_of(one.cell.text)))
    }
