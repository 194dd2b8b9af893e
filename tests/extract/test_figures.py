"""A figure's region is what is painted between its caption and the text, with its labels."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.extract import child
from tests.support import hidden_pdfs
from tests.support.hidden_pdfs import Made

CAPTION = "BT /F1 9 Tf 100 280 Td (Figure 1: The birds of this wood, as they were counted) Tj ET"
BELOW = "BT /F1 10 Tf 60 150 Td (The text goes on here, and has more than enough letters to be one) Tj ET"
DRAWN = "q 0.5 g 120 310 200 80 re f Q"


def figures(operators: str) -> list[dict[str, Any]]:
    made = Made("x", operators)
    found = child.read(hidden_pdfs.pdf("Reading Papers", made, columns=1))["figures"]
    assert isinstance(found, list)
    return found


def box(found: dict[str, Any]) -> list[float]:
    return [found[edge] for edge in ("x0", "y0", "x1", "y1")]


def test_a_figure_is_what_is_painted_above_its_caption() -> None:
    (found,) = figures(f"{DRAWN} {CAPTION} {BELOW}")
    assert (found["page"], found["label"]) == (1, "Figure 1")
    assert found["caption"].startswith("Figure 1: The birds")
    assert box(found) == pytest.approx([120, 310, 320, 390], abs=2)


def test_labels_belong_to_it() -> None:
    label = "BT /F1 8 Tf 340 350 Td (owl) Tj ET"
    (found,) = figures(f"{DRAWN} {label} {CAPTION} {BELOW}")
    assert box(found)[2] > 350


def test_a_figure_may_stand_below_its_caption() -> None:
    (found,) = figures(f"q 0.5 g 120 180 200 80 re f Q {CAPTION} {BELOW}")
    assert box(found) == pytest.approx([120, 180, 320, 260], abs=2)


def test_a_caption_with_nothing_painted_beside_it_has_no_figure() -> None:
    assert figures(f"{CAPTION} {BELOW}") == []
    assert figures(f"q 0 g 100 300 200 0.4 re f Q {CAPTION} {BELOW}") == []


def test_a_tables_caption_is_none() -> None:
    assert figures(f"{DRAWN} {CAPTION.replace('Figure', 'Table')} {BELOW}") == []
