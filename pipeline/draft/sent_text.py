"""A paper's text as it is sent to a model: what says something in words, page by page."""

from __future__ import annotations

import re

from pipeline.records.paper_text import BlockKind, PaperText, Table, TableRow

_LEFT_OUT: frozenset[BlockKind] = frozenset(["figure", "notice", "reference"])
"""Labels of figures, entries of references and banners cost much and say nothing of the paper."""
_CELLS = " | "
_VALUE = re.compile(r"[=≈≃∼<>≤≥]\s?[-−+]?\d+(?:\.\d+)?\s?(?:±|%|[A-Za-zµ]{2,4}\b)")
"""A result that stands in a line of its own: a number with its error or its unit."""
_OMITTED = "…"
"""What stands for a formula: a quote over it has its two halves, as over any ellipsis."""
UNKNOWN = "[rows and columns unknown]"
"""The line before a table that was not made out: its words stand in the order of its lines."""


def sent(text: PaperText, *spans: tuple[int, int]) -> str:
    """Give passages of a paper with a mark where each page begins.

    `spans` are the passages' first characters and those behind their last ones. An
    ellipsis stands for a formula, whose signs have lost their places, unless it gives a value.
    """
    return "\n".join(
        f"[page {page.number}]\n{words}\n"
        for start, end in spans
        for page in text.pages
        if (words := _words(text, max(start, page.start), min(end, page.end)).strip())
    )


def _words(text: PaperText, start: int, end: int) -> str:
    """Give what is sent of the characters from `start` to `end`."""
    if not text.blocks:
        return text.text[start:end]
    out = []
    for block in text.blocks_between(start, end):
        piece = text.text[max(start, block.start) : min(end, block.end)]
        if block.kind == "formula" and not _VALUE.search(piece):
            out.append(_OMITTED + piece[len(piece.rstrip()) :])
        elif block.kind == "table" and (rows := _rows(text, block.start, block.end)):
            out.append(rows if start <= block.start else "")
        elif block.kind == "table":
            out.append(f"{UNKNOWN}\n{piece}")
        elif block.kind not in _LEFT_OUT:
            out.append(piece)
    return "".join(out)


def _rows(text: PaperText, start: int, end: int) -> str:
    """Give the tables that a block has as rows of cells; empty where they were not made out.

    The running text has the words of a cell on several lines, and no blank ones.
    """
    found = [(table, rows) for table in text.tables if (rows := _within(table, start, end))]
    if not all(table.made_out for table, _ in found):
        return ""
    lines = []
    for table, rows in found:
        lines.append(_CELLS.join(head.strip() for head in table.heads))
        for row in rows:
            values = [cell.text for cell in row.cells[table.label_columns :]]
            lines.append(_CELLS.join([row.label, *values]))
    return "".join(f"{line}\n" for line in lines)


def _within(table: Table, start: int, end: int) -> list[TableRow]:
    """Give the rows of a table that stand in some characters; one without a place is at another."""
    places = [max((cell.start for cell in row.cells if cell.end), default=-1) for row in table.rows]
    last = next((place for place in places if place >= 0), -1)
    rows = []
    for row, place in zip(table.rows, places, strict=True):
        last = place if place >= 0 else last
        if start <= last < end:
            rows.append(row)
    return rows
