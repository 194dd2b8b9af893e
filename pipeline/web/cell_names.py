"""What a table's cell is called: its table, row and column."""

from __future__ import annotations

from pipeline.records.paper_text import CellAt
from pipeline.records.record import Record


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
