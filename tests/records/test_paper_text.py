from __future__ import annotations

import pytest
from pydantic import ValidationError

from pipeline.records.paper_text import Block, Page, PaperText, Table

TEXT = "We minimise x = 3 here.\n"


def with_blocks(*blocks: str) -> PaperText:
    pages = [Page(number=1, start=0, end=len(TEXT))]
    return PaperText.model_validate(
        {"text": TEXT, "pages": pages, "sections": (), "blocks": blocks}
    )


def test_a_block_is_written_as_one_string_and_read_again() -> None:
    block = Block(kind="list item", start=1_234_567, end=1_234_890)
    assert block.model_dump_json() == '"list item 1234567 1234890"'
    assert Block.model_validate_json(block.model_dump_json()) == block


def test_the_kind_of_a_character_is_that_of_its_block() -> None:
    text = with_blocks("paragraph 0 12", "formula 12 18", "paragraph 18 24")
    assert [text.kind_at(at) for at in (0, 11, 12, 17, 18, 23)] == [
        "paragraph",
        "paragraph",
        "formula",
        "formula",
        "paragraph",
        "paragraph",
    ]
    assert with_blocks().kind_at(0) is None


@pytest.mark.parametrize(
    "blocks",
    [
        ("paragraph 0 23",),
        ("paragraph 1 24",),
        ("paragraph 0 12", "formula 13 24"),
        ("paragraph 0 12", "formula 11 24"),
        ("paragraph 0 24", "formula 24 24"),
        ("paragraph 0 25",),
        ("poem 0 24",),
        ("0 24",),
    ],
)
def test_blocks_that_do_not_make_up_the_text_are_refused(blocks: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        with_blocks(*blocks)


def test_a_table_of_which_a_part_was_not_made_out_is_unread_once() -> None:
    tables = [
        Table(label=label, pages=(1,), made_out=made_out)
        for label, made_out in (("Table 2", False), ("Table 1", True), ("Table 1", False))
    ]
    text = PaperText(text="", pages=(), sections=(), tables=(*tables, tables[0]))
    assert [table.label for table in text.unread_tables] == ["Table 2", "Table 1"]


def with_cells(*tables: tuple[bool, list[tuple[int, int]]]) -> PaperText:
    made = [
        {
            "label": f"Table {number}",
            "pages": (1,),
            "heads": [f"head {at}" for at in range(len(cells))],
            "rows": [
                {
                    "label": "row",
                    "cells": [{"text": TEXT[s:e], "start": s, "end": e} for s, e in cells],
                }
            ],
            "made_out": made_out,
        }
        for number, (made_out, cells) in enumerate(tables, 1)
    ]
    return PaperText.model_validate({"text": TEXT, "pages": (), "sections": (), "tables": made})


def test_a_character_of_a_table_is_of_its_cell_and_one_beside_it_of_none() -> None:
    text = with_cells((True, [(12, 13), (0, 2)]), (True, [(16, 17)]))
    at = [text.cell_at(offset) for offset in (0, 1, 12, 16)]
    assert [one and (one.table.label, one.head) for one in at] == [
        ("Table 1", "head 1"),
        ("Table 1", "head 1"),
        ("Table 1", "head 0"),
        ("Table 2", "head 0"),
    ]
    assert [text.cell_at(offset) for offset in (2, 11, 13, 17, 99)] == [None] * 5


def test_a_cell_over_several_columns_is_of_the_first_and_a_blank_one_of_none() -> None:
    text = with_cells((True, [(0, 0), (3, 5), (3, 5)]), (False, [(12, 13)]))
    found = text.cell_at(4)
    assert found and found.head == "head 1"
    assert text.cell_at(0) is None
    assert text.cell_at(12) is None
