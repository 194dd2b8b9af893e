"""Where words of a paper stand on its pages."""

from __future__ import annotations

import pytest

from pipeline.records.paper_text import PageLetters, PaperText
from pipeline.web import places

NONE = PageLetters(text="", boxes=())
LINES = ["We trained it on ten", "million pairs of text.", "Model | A | B", "ours | 61.4 | 61.4"]
WIDTH, HEIGHT = 5.0, 10.0


def letters_of(lines: list[str], *, reverse: bool = False) -> PageLetters:
    """Give characters 5 points wide, lines 20 apart from 700 downwards; reversed as some programs paint them."""
    found = [
        (letter, (50 + at * WIDTH, 700.0 - n * 20, 55 + at * WIDTH, 710.0 - n * 20))
        for n, line in enumerate(lines)
        for at, letter in enumerate(line)
    ]
    if reverse:
        found.reverse()
    return PageLetters(text="".join(one[0] for one in found), boxes=tuple(one[1] for one in found))


def paper(lines: list[str] = LINES, pages: int = 1) -> PaperText:
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines]
    half = starts[2] if pages == 2 else len(text)
    bounds = [(0, half), (half, len(text))][:pages]
    row = starts[-1]
    cells = [(row, row + 4), (row + 7, row + 11), (row + 14, row + 18)]
    return PaperText.model_validate(
        {
            "text": text,
            "pages": [
                {"number": n, "start": s, "end": e, "width": 600, "height": 800}
                for n, (s, e) in enumerate(bounds, 1)
            ],
            "sections": (),
            "lines": [
                f"{start} {start + len(line)} 50 {700 - n * 20} {50 + len(line) * 5} {710 - n * 20}"
                for n, (start, line) in enumerate(zip(starts, lines, strict=True))
            ],
            "tables": [
                {
                    "label": "Table 1",
                    "pages": (pages,),
                    "heads": ("Model", "A", "B"),
                    "rows": [
                        {
                            "label": "ours",
                            "cells": [{"text": text[s:e], "start": s, "end": e} for s, e in cells],
                        }
                    ],
                    "made_out": True,
                }
            ],
        }
    )


def boxes(text: PaperText, words: str, letters: PageLetters, nth: int = 0) -> list[places.PlaceBox]:
    spans = places.find(text, words)
    return places.boxes_of(text, [sorted(spans)[nth]], lambda _: letters)


def test_a_whole_line_has_its_own_box() -> None:
    [box] = boxes(paper(), LINES[0], NONE)
    assert box == (1, 50, 700, 150, 710, "words", 0)


@pytest.mark.parametrize("reverse", [False, True])
def test_words_within_a_line_have_the_box_of_their_characters(reverse: bool) -> None:
    [box] = boxes(paper(), "trained", letters_of(LINES, reverse=reverse))
    assert box == (1, 65, 700, 100, 710, "words", 0)


def test_without_characters_the_whole_line_is_boxed() -> None:
    [box] = boxes(paper(), "trained", NONE)
    assert box[1:5] == (50, 700, 150, 710)


def test_a_quote_over_lines_pages_or_columns_has_a_box_in_each() -> None:
    text = paper(pages=2)
    found = places.boxes_of(text, [(0, len(text.text))], lambda _: NONE)
    assert [box.page for box in found] == [1, 1, 2, 2]


def test_a_cell_comes_with_the_heads_of_its_row_and_its_own_column() -> None:
    text, letters = paper(), letters_of(LINES)
    for nth, head in ((0, 90.0), (1, 110.0)):
        found = boxes(text, "61.4", letters, nth)
        assert [box.kind for box in found] == ["words", "row", "column"]
        cell, row, column = found
        assert (row.left, row.right) == (50, 70)
        assert column.left == head
        assert cell.left == (85.0, 120.0)[nth]
        assert column.bottom > cell.bottom


def test_the_same_number_twice_in_a_line_is_the_one_that_was_asked_for() -> None:
    text, letters = paper(), letters_of(LINES)
    first, second = (boxes(text, "61.4", letters, nth)[0] for nth in (0, 1))
    assert first.right < second.left


def test_each_of_two_cells_has_its_own_heads_and_a_row_that_both_have_is_boxed_once() -> None:
    text, letters = paper(), letters_of(LINES)
    spans = sorted(places.find(text, "61.4"))
    found = places.boxes_of(text, spans, lambda _: letters)
    assert [(box.kind, box.span) for box in found] == [
        ("words", 0), ("words", 1), ("row", 0), ("column", 0), ("column", 1)
    ]  # fmt: skip


def test_the_head_of_a_column_is_not_its_name_in_the_caption() -> None:
    lines = ["Table 1: what A and B have.", *LINES[2:]]
    text = paper(lines)
    captioned = text.tables[0].model_copy(update={"end": len(lines[0])})
    text = text.model_copy(update={"tables": (captioned,)})
    *_, head = boxes(text, "61.4", letters_of(lines))
    assert (head.kind, head.bottom) == ("column", 680)


def test_the_heads_of_a_table_that_was_not_made_out_are_not_boxed() -> None:
    text = paper()
    unread = text.tables[0].model_copy(update={"made_out": False})
    text = text.model_copy(update={"tables": (unread,)})
    assert [box.kind for box in boxes(text, "61.4", letters_of(LINES))] == ["words"]


def test_words_are_found_however_they_are_broken_and_in_order() -> None:
    text = paper()
    assert [text.text[s:e] for s, e in places.find(text, "TEN million")] == ["ten\nmillion"]
    first, second = places.find(text, "61.4")
    assert first < second


def test_a_share_of_a_hundred_is_found_in_a_cell_without_its_sign_too() -> None:
    text = paper(["It has 61.4% there.", *LINES[2:]])
    found = [text.text[s:e] for s, e in places.find_number(text, "61.4%")]
    assert found == ["61.4%", "61.4", "61.4"]
    assert len(places.find_number(text, "61.4")) == 3


@pytest.mark.parametrize("words", ["", " ", "1.4", "6", "milli", "\\", "(", "nothing", "|"])
def test_what_is_not_there_as_words_is_not_found(words: str) -> None:
    assert [one for one in places.find(paper(), words) if words != "|"] == []


def test_hidden_words_have_a_box_for_each_line_and_none_where_they_are_not_found() -> None:
    letters = letters_of(LINES)
    assert places.of_hidden("on ten million pairs", letters) == [
        (50 + 14 * 5, 700, 150, 710),
        (50, 680, 50 + 13 * 5, 690),
    ]
    assert places.of_hidden("ignore all previous", letters) == []
    assert places.of_hidden(" ", letters) == []
