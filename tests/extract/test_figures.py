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


def text(x: float, y: float, words: str, size: float = 10) -> str:
    return f"BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET"


def prose(top: float, count: int, x: float = 60) -> str:
    """Lines of running text, one under the other."""
    words = "The reader keeps what matters of the birds and of all the woods around, line by line"
    return " ".join(text(x, top - 12 * at, words) for at in range(count))


def test_text_in_a_frame_is_the_figures() -> None:
    frame = "q 1 w 70 300 450 100 re S Q"
    (found,) = figures(f"{frame} {prose(380, 6, x=80)} {CAPTION} {prose(240, 5)}")
    assert box(found) == pytest.approx([70, 300, 520, 400], abs=2)


def test_text_on_a_ground_is_the_figures_and_marked_text_is_not() -> None:
    ground = "q 0.9 1 0.9 rg 70 300 450 100 re f Q"
    (found,) = figures(f"{ground} {prose(380, 6, x=80)} {CAPTION} {prose(240, 5)}")
    assert box(found) == pytest.approx([70, 300, 520, 400], abs=2)
    marked = "q 1 1 0 rg 60 377 360 12 re f 60 365 360 12 re f Q"
    (found,) = figures(f"{marked} {prose(380, 3)} q 0.5 g 120 300 200 40 re f Q {CAPTION}")
    assert box(found) == pytest.approx([120, 300, 320, 340], abs=2)


def test_sentences_between_two_pictures_are_sub_captions() -> None:
    drawn = "q 0.5 g 60 310 420 40 re f 60 390 420 40 re f Q"
    below = text(62, 375, "The owl sees all of the wood from here, and the wren sees none of it")
    (found,) = figures(f"{drawn} {below} {CAPTION} {BELOW}")
    assert box(found) == pytest.approx([60, 310, 480, 430], abs=2)


def test_sub_captions_with_letters_may_stand_out_of_their_pictures_within_the_caption() -> None:
    drawn = "q 0.5 g 110 310 120 80 re f 330 310 120 80 re f Q"
    below = text(
        62, 296, "(a) The owls of the wood by year. (b) The wrens of it, and all of the others"
    )
    caption = text(60, 270, "Figure 2: " + "The birds of this wood as they were counted " * 2, 9)
    above = text(60, 400, "Figure 1: The birds of the other wood, as they were counted there", 9)
    other = "q 0.5 g 120 430 200 80 re f Q"
    _, found = figures(f"{other} {above} {drawn} {below} {caption} {prose(240, 5)}")
    assert box(found)[1:4:2] == pytest.approx([294, 390], abs=2)


def test_a_figure_wider_than_its_caption_is_whole() -> None:
    drawn = "q 0.5 g 60 310 480 80 re f Q"
    caption = text(60, 290, "Figure 1: The birds", 9)
    (found,) = figures(f"{drawn} {caption} {BELOW}")
    assert box(found) == pytest.approx([60, 310, 540, 390], abs=2)


def test_pictures_beside_what_stands_over_the_caption_are_of_the_figure() -> None:
    drawn = "q 0.5 g 60 310 150 80 re f 230 310 150 80 re f 400 310 140 80 re f Q"
    (found,) = figures(f"{drawn} {text(250, 290, 'Figure 1: The birds', 9)} {BELOW}")
    assert box(found) == pytest.approx([60, 310, 540, 390], abs=2)


def test_two_figures_side_by_side_keep_to_their_captions_sides() -> None:
    drawn = "q 0.5 g 60 310 230 80 re f 302 310 238 80 re f Q"
    owls, wrens = (text(80, 290, "Figure 1: The owls", 9), text(330, 290, "Figure 2: Wrens", 9))
    first, second = figures(f"{drawn} {owls} {wrens} {BELOW}")
    assert box(first) == pytest.approx([60, 310, 290, 390], abs=2)
    assert box(second) == pytest.approx([302, 310, 540, 390], abs=2)


def test_code_without_paint_is_a_figure() -> None:
    code = " ".join(
        text(100, 350 - 11 * at, words, 9)
        for at, words in enumerate(["for b in w:", "  see", "  count += 1", "print count"])
    )
    (found,) = figures(f"{prose(420, 4)} {code} {CAPTION} {prose(240, 5)}")
    assert box(found) == pytest.approx([100, 315, 155, 358], abs=8)


def test_what_stands_between_two_rules_above_a_caption_is_a_figure() -> None:
    rules = "q 0 g 60 300 420 1 re f 60 390 420 1 re f Q"
    (found,) = figures(f"{rules} {prose(370, 5, x=70)} {CAPTION} {prose(240, 5)}")
    assert box(found) == pytest.approx([60, 300, 480, 391], abs=2)


def test_turned_labels_belong_to_a_figure() -> None:
    label = "BT /F1 9 Tf 0 1 -1 0 110 330 Tm (birds) Tj ET"
    (found,) = figures(f"{DRAWN} {label} {CAPTION} {BELOW}")
    assert box(found)[0] < 104


def test_a_caption_beside_a_tables_last_row_is_one() -> None:
    rows = " ".join(
        text(60 + 60 * at, 290 + 12 * row, str(17 * at + row), 9)
        for at in range(4)
        for row in (0, 1)
    )
    drawn = "q 0.5 g 360 320 180 80 re f Q"
    caption = text(360, 290, "Figure 1: Birds of the wood", 9)
    found = figures(f"{rows} {drawn} {caption} {BELOW}")
    assert [box(one) for one in found] == [pytest.approx([360, 320, 540, 400], abs=2)]
