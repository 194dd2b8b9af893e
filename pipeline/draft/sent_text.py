"""A paper's text as it is sent to a model: what says something in words, page by page."""

from __future__ import annotations

from pipeline.records.paper_text import BlockKind, PaperText, Table

_LEFT_OUT: frozenset[BlockKind] = frozenset(["figure", "notice", "reference"])
"""Labels of figures, entries of references and banners cost much and say nothing of the paper."""
_CELLS = " | "
_OMITTED = "…"
"""What stands for a formula: a quote over it has its two halves, as over any ellipsis."""
UNKNOWN = "[rows and columns unknown]"
"""The line before a table that was not made out: its words stand in the order of its lines."""


def sent(text: PaperText, *spans: tuple[int, int]) -> str:
    """Give passages of a paper with a mark where each page begins.

    `spans` are the passages' first characters and those behind their last ones. An
    ellipsis stands for a formula, whose signs have lost their places.
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
        if block.kind == "formula":
            out.append(_OMITTED + piece[len(piece.rstrip()) :])
        elif block.kind == "table" and (rows := _rows(text, block.start, block.end)):
            out.append(rows if start <= block.start else "")
        elif block.kind == "table":
            out.append(f"{UNKNOWN}\n{piece}")
        elif block.kind not in _LEFT_OUT:
            out.append(piece)
    return "".join(out)


def _rows(text: PaperText, start: int, end: int) -> str:
    """Give the tables that a block is as rows of cells; empty where they were not made out.

    The running text has the words of a cell on several lines, and no blank ones.
    """
    tables = [table for table in text.tables if start <= _first(table) < end]
    if not tables or not all(table.made_out for table in tables):
        return ""
    lines = []
    for table in tables:
        lines.append(_CELLS.join(head.strip() for head in table.heads))
        for row in table.rows:
            values = [cell.text for cell in row.cells[table.label_columns :]]
            lines.append(_CELLS.join([row.label, *values]))
    return "".join(f"{line}\n" for line in lines)


def _first(table: Table) -> int:
    """Give the first character of a table's cells that stands in the text; -1 if none does."""
    return min((c.start for row in table.rows for c in row.cells if c.end), default=-1)
