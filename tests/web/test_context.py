"""Which of the places of a number is meant."""

from __future__ import annotations

import pytest

from pipeline.records.paper_text import PaperText
from pipeline.web import places
from pipeline.web.context import Context, by_context
from pipeline.web.places import Span

SENTENCES = (
    "The reader was trained for 24 epochs.",
    "The writer was trained for 24 hours on one machine.",
    "On ShortRead the writer loses 24 points; on LongRead it wins 8.",
    "Ours | 24 | 31",
    "Heron | 24 | 24",
)
ROWS = {"Ours": SENTENCES[3], "Heron": SENTENCES[4]}


def paper() -> PaperText:
    text = "\n".join(SENTENCES)
    rows = []
    for label, line in ROWS.items():
        start, cells = text.index(line), []
        for cell in line.split(" | "):
            end = start + len(cell)
            cells.append({"text": cell, "start": start, "end": end})
            start = end + len(" | ")
        rows.append({"label": label, "cells": cells})
    return PaperText.model_validate(
        {
            "text": text,
            "pages": [{"number": 1, "start": 0, "end": len(text)}],
            "sections": (),
            "tables": [
                {
                    "label": "Table 1",
                    "pages": (1,),
                    "heads": ("Model", "Recall", "Precision"),
                    "rows": rows,
                    "made_out": True,
                }
            ],
        }
    )


def meant(before: str = "", behind: str = "", quotes: tuple[Span, ...] = ()) -> str:
    """Give the line of the place of 24 that comes first, from the number on."""
    text = paper()
    first = by_context(text, places.find(text, "24"), Context(quotes, before, behind))[0]
    line = next(one for one in SENTENCES if text.text.index(one) + len(one) > first[0])
    return f"{line.split()[0]} {line[first[0] - text.text.index(line) :]}"


@pytest.mark.parametrize(
    ("before", "behind", "line"),
    [
        ("训练 writer 用了", "小时 (hours)", "The 24 hours on one machine."),
        ("reader 训练了", "epochs", "The 24 epochs."),
        ("在 ShortRead 上 writer 下降", "points", "On 24 points; on LongRead it wins 8."),
        ("Heron 的 recall 为", "", "Heron 24 | 24"),
        ("Heron 的 precision 为", "", "Heron 24"),
        ("Ours: recall", "", "Ours 24 | 31"),
    ],
)
def test_the_place_that_has_most_of_the_words_around_the_number_is_first(
    before: str, behind: str, line: str
) -> None:
    assert meant(before, behind) == line


def test_the_words_that_stand_nearest_to_the_number_count_most() -> None:
    assert meant("Heron 的 recall 很高，而且训练起来又快又省；ours:", "").startswith("Ours")


def test_a_place_within_a_quote_of_the_point_comes_before_all() -> None:
    start = paper().text.index(SENTENCES[0])
    quote = (start, start + len(SENTENCES[0]))
    assert meant("Heron 的 recall 为", quotes=(quote,)) == "The 24 epochs."


def test_where_no_word_tells_the_nearest_to_a_quote_is_first() -> None:
    assert meant() == "The 24 epochs."
    start = paper().text.index("writer loses")
    assert meant(quotes=((start, start + 6),)).startswith("On 24")


def test_nothing_is_lost_and_nothing_is_put_in() -> None:
    text = paper()
    spans = places.find(text, "24")
    assert sorted(by_context(text, spans, Context(before="Heron recall"))) == spans
    assert by_context(text, [], Context()) == []


def test_a_digit_that_is_everywhere_is_ordered_in_time() -> None:
    words = "1 of 1 and " * 50_000
    text = PaperText.model_validate(
        {
            "text": words,
            "pages": [{"number": 1, "start": 0, "end": len(words)}],
            "sections": (),
        }
    )
    spans = places.find(text, "1")
    assert len(spans) == 100_000
    assert len(by_context(text, spans, Context(((500_000, 500_010),), "of"))) == 500
