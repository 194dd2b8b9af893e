"""What extract gives: a paper's text as a person reads it, with the places of what is in it."""

from __future__ import annotations

import bisect
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import (
    Field,
    model_serializer,
    model_validator,
)

from pipeline.records.record import Record

Points = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
"""A length on a page; 1 point is 1/72 inch."""


class Page(Record):
    """One page's place in the running text: characters `start` to `end` of `PaperText.text`.

    `number` counts from 1. `width` and `height` are those of the page as it is displayed, in
    points; 0 where the page could not be read.
    """

    number: int
    start: int
    end: int
    width: Points = 0.0
    height: Points = 0.0


class LineBox(Record):
    """Where one line of a page stands: characters `start` to `end` of the text, and their box.

    `x0`, `y0` is the box's lower left corner and `x1`, `y1` its upper right one, in points (1/72
    inch, tenths kept) from the lower left corner of the page as it is displayed: its crop box,
    turned by /Rotate. Written as one string of the six numbers, because a paper has thousands of
    lines.
    """

    start: int = Field(ge=0)
    end: int
    x0: Points
    y0: Points
    x1: Points
    y1: Points

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return dict(zip(("start", "end", "x0", "y0", "x1", "y1"), value.split(" "), strict=True))

    @model_validator(mode="after")
    def _is_box(self) -> LineBox:
        if not (self.start < self.end and self.x0 <= self.x1 and self.y0 <= self.y1):
            raise ValueError("is no line's box")
        return self

    @model_serializer
    def _as_words(self) -> str:
        return " ".join(str(n) if isinstance(n, int) else f"{n:.1f}" for _, n in self)


SectionKind = Literal["front", "abstract", "body", "acknowledgements", "references", "appendix"]


class Section(Record):
    """One section's place in the running text, its heading included.

    `title` is the heading as the paper writes it, empty where it has none.
    """

    kind: SectionKind
    title: str
    start: int
    end: int


BlockKind = Literal[
    "front",
    "heading",
    "paragraph",
    "list item",
    "caption",
    "table",
    "listing",
    "formula",
    "figure",
    "footnote",
    "notice",
    "reference",
]
"""What a block is. "front" are the title's, the authors' and their affiliations' lines, "listing"
algorithms and programs, "figure" a figure's labels, "reference" the entries of the list of
references."""


class Block(Record):
    """What of the running text is of one kind: characters `start` to `end` of `PaperText.text`.

    A displayed formula within a sentence is a block between two others; a table's rows are one, and
    so are a figure's labels. Written as one string, because a paper has hundreds.
    """

    kind: BlockKind
    start: int = Field(ge=0)
    end: int

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return dict(zip(("kind", "start", "end"), value.rsplit(" ", 2), strict=True))

    @model_serializer
    def _as_words(self) -> str:
        return f"{self.kind} {self.start} {self.end}"


class HiddenText(Record):
    """Text of the PDF that its reader does not see and that was left out of the paper's text.

    `reason` says why it does not show.
    """

    page: int
    reason: str
    text: str


class Notice(Record):
    """What a page says of the paper itself, beside its text: a venue, a journal's banner, rights.

    Running heads and arXiv's stamp are among them. The box is as `LineBox` has it, all 0 where the
    page has no places.
    """

    page: int
    text: str
    x0: Points = 0.0
    y0: Points = 0.0
    x1: Points = 0.0
    y1: Points = 0.0


class PageReader(Record):
    """A page that another reader read than the rest of the paper.

    `reason` says what the first one could not make out.
    """

    page: int
    reader: str
    reason: str


class TableCell(Record):
    """A table's cell: its text, and the characters `start` to `end` of `PaperText.text` that it is.

    A cell that reaches over several rows or columns is in each of them. Both places are 0 where the
    cell is blank or its words are not found in the running text; of a cell with several lines, they
    are those of its first.
    """

    text: str
    start: int = Field(default=0, ge=0)
    end: int = Field(default=0, ge=0)


class TableRow(Record):
    """A row: its label, its group's before it as "group > row", and a cell for each column."""

    label: str
    cells: tuple[TableCell, ...]


class Table(Record):
    """A table as rows × cells.

    `label` is its name as the caption has it ("Table 3"); `start` to `end` are the caption's
    characters in `PaperText.text`, both 0 where it is not found there. `heads` has one text for
    each column, those of groups of columns before it as "group > head"; the first `label_columns`
    of them label the rows. `pages` are those that its rows stand on, in order. A table whose heads
    change on its way down is several with one label. A table that is not `made_out` says so in
    `reason`, and what it has of heads and rows proves nothing.
    """

    label: str
    pages: tuple[int, ...]
    start: int = Field(default=0, ge=0)
    end: int = Field(default=0, ge=0)
    heads: tuple[str, ...] = ()
    label_columns: int = 1
    rows: tuple[TableRow, ...] = ()
    made_out: bool
    reason: str = ""


class CellAt(NamedTuple):
    """A cell of a table that was made out: its row, and its column from 0."""

    table: Table
    row: TableRow
    column: int

    @property
    def cell(self) -> TableCell:
        """The cell itself."""
        return self.row.cells[self.column]

    @property
    def head(self) -> str:
        """The head of its column; empty where that has none."""
        return self.table.heads[self.column] if self.column < len(self.table.heads) else ""


def _first_character(one: CellAt) -> int:
    return one.cell.start


class Figure(Record):
    """A figure's region on its page: what is painted there, and its labels.

    `label` is its name as the caption has it ("Figure 3"), `caption` the caption's words. `x0`,
    `y0` is the lower left corner and `x1`, `y1` the upper right one, in points, as in `LineBox`.
    """

    page: int
    label: str
    caption: str
    x0: Points
    y0: Points
    x1: Points
    y1: Points


_FEWEST_HEADED = 2
"""Sections with a heading: a single one may be anything."""


class PageLetters(Record):
    """The characters of a page in the order of its content, each with its box.

    A box are the left, lower, right and upper edge in points, as in `LineBox`.
    """

    text: str
    boxes: tuple[tuple[Points, Points, Points, Points], ...]

    @model_validator(mode="after")
    def _has_a_box_each(self) -> PageLetters:
        if len(self.text) != len(self.boxes):
            raise ValueError("has letters without a box")
        return self


class PaperText(Record):
    """A paper's text as a person reads it.

    `text` is one string: paragraphs end in a newline, lines are joined, running heads and page
    numbers are out. Every character belongs to a page and every page to a range, in order.
    `warnings` are for the user, one sentence each. `title` is the line set largest on page 1,
    `stamp` arXiv's side stamp; both empty where there is none. `reader` read all pages but those of
    `other_readers`. `hidden` is what was set apart, and is not in `text`. `lines` are the lines of
    the pages in the order of `text`, with their boxes; what is between two of them, a space or a
    newline, was put in. `tables` are those with a caption; in
    `text`, " | " stands between the cells of their rows. `notices` are what the pages say of the
    paper itself; those at the edges of pages are not in `text`. `figures` are
    those with a caption. `blocks` are what the text is made of, in order and without a gap; a text
    that is not an extracted one may have none.
    """

    text: str
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    title: str = ""
    stamp: str = ""
    reader: str = ""
    other_readers: tuple[PageReader, ...] = ()
    warnings: tuple[str, ...] = ()
    hidden: tuple[HiddenText, ...] = ()
    lines: tuple[LineBox, ...] = ()
    tables: tuple[Table, ...] = ()
    notices: tuple[Notice, ...] = ()
    figures: tuple[Figure, ...] = ()
    blocks: tuple[Block, ...] = ()

    @model_validator(mode="after")
    def _has_blocks_without_gaps(self) -> PaperText:
        edges = [0, *(block.end for block in self.blocks)]
        gap = any(block.start != end for block, end in zip(self.blocks, edges, strict=False))
        empty = any(block.start >= block.end for block in self.blocks)
        if gap or empty or (self.blocks and edges[-1] != len(self.text)):
            raise ValueError("has blocks that do not make up its text")
        return self

    @model_validator(mode="after")
    def _has_lines_in_order(self) -> PaperText:
        ends = [0, *(line.end for line in self.lines)]
        overlap = any(line.start < end for line, end in zip(self.lines, ends, strict=False))
        if overlap or ends[-1] > len(self.text):
            raise ValueError("has lines out of order")
        return self

    @property
    def has_parts(self) -> bool:
        """Whether an abstract was found, or the headings of sections."""
        headed = [section for section in self.sections if section.kind == "body" and section.title]
        return any(one.kind == "abstract" for one in self.sections) or len(headed) >= _FEWEST_HEADED

    @property
    def unread_tables(self) -> tuple[Table, ...]:
        """The tables that were not made out, one of each label, in order."""
        by_label: dict[str, Table] = {}
        for table in self.tables:
            if not table.made_out:
                by_label.setdefault(table.label, table)
        return tuple(by_label.values())

    @cached_property
    def _starts(self) -> list[int]:
        return [page.start for page in self.pages]

    def page_at(self, offset: int) -> int:
        """Give the number of the page that the character at `offset` stands on."""
        return self.pages[max(0, bisect.bisect_right(self._starts, offset) - 1)].number

    @cached_property
    def cells(self) -> list[CellAt]:
        """The cells of the tables that were made out, in the order of the text."""
        found = [
            CellAt(table, row, column)
            for table in self.tables
            if table.made_out
            for row in table.rows
            for column, cell in enumerate(row.cells)
            if cell.end
        ]
        return sorted(found, key=_first_character)

    def cell_at(self, offset: int) -> CellAt | None:
        """Give the cell that the character at `offset` stands in; of one over several the first."""
        behind = bisect.bisect_right(self.cells, offset, key=_first_character)
        if not behind or offset >= self.cells[behind - 1].cell.end:
            return None
        start = self.cells[behind - 1].cell.start
        return self.cells[bisect.bisect_left(self.cells, start, key=_first_character)]

    def kind_at(self, offset: int) -> BlockKind | None:
        """Give the kind of the block that a character is of; None in a text without blocks."""
        at = bisect.bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        return self.blocks[at].kind if at >= 0 else None

    def blocks_between(self, start: int, end: int) -> tuple[Block, ...]:
        """Give the blocks that the characters from `start` to `end` are of."""
        first = bisect.bisect_right(self.blocks, start, key=lambda block: block.end)
        last = bisect.bisect_left(self.blocks, end, key=lambda block: block.start)
        return self.blocks[first:last]

    def spans(self, *kinds: BlockKind) -> list[tuple[int, int]]:
        """Give the characters of the blocks of some kinds, in order."""
        return [(block.start, block.end) for block in self.blocks if block.kind in kinds]

    def boxes(self, start: int, end: int) -> tuple[tuple[int, LineBox], ...]:
        """Give the lines that the characters from `start` to `end` stand in, with their pages."""
        first = bisect.bisect_right(self.lines, start, key=lambda line: line.end)
        last = bisect.bisect_left(self.lines, end, key=lambda line: line.start)
        # a line's first word may be one that is cut at a page break: it is of the page before
        return tuple((self.page_at(line.end - 1), line) for line in self.lines[first:last])

    def page_text(self, number: int) -> str:
        """Give the running text of one page."""
        pages = (page for page in self.pages if page.number == number)
        return next((self.text[page.start : page.end] for page in pages), "")

    def section_text(self, *kinds: SectionKind) -> str:
        """Give the text of all sections of these kinds, in order."""
        wanted = (section for section in self.sections if section.kind in kinds)
        return "\n".join(self.text[s.start : s.end].strip() for s in wanted)
