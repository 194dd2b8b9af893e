"""Pieces sorted into lines: rows, small pieces, initials, cells, boxes."""

from __future__ import annotations

import pytest

from pipeline.extract.lines import Line, lines
from pipeline.extract.pieces import pieces, turned
from pipeline.pdf.page import Run
from tests.support.pages import TEXT, line, run, runs, short


def read(*made: Run) -> list[Line]:
    return lines(pieces(turned(made)[0]))


def texts(*made: Run) -> list[str]:
    return [one.text for one in read(*made)]


OTHERS = runs(*TEXT, y=600)
"""Lines that make 10 points the usual size."""
OTHER_TEXTS = list(TEXT)


# ── rows ──


def test_lines_go_from_top_to_bottom_and_their_pieces_from_left_to_right() -> None:
    assert texts(run("birds", 120), *OTHERS, run("We", 50), run("below", y=500)) == [
        "We birds",
        *OTHER_TEXTS,
        "below",
    ]


def test_pieces_a_little_off_the_base_line_are_of_it() -> None:
    assert texts(run("We"), *OTHERS, run("birds", 120, 697)) == ["We birds", *OTHER_TEXTS]
    assert texts(run("We"), *OTHERS, run("birds", 120, 696)) == ["We", "birds", *OTHER_TEXTS]


def test_wide_gaps_part_cells() -> None:
    assert [one.cells for one in read(run("Model"), run("Birds", 90), run("Wood", 140))] == [3]
    assert [one.cells for one in read(run("Model"), run("Birds", 84))] == [1]
    assert [(one.text, one.cells) for one in read(run("Model"), run("1", 90), run("2", 105))] == [
        ("Model 1 2", 2)
    ]


def test_pieces_that_touch_are_one_word() -> None:
    assert texts(run("We", 50), *OTHERS, run("birds", 53)) == ["Webirds", *OTHER_TEXTS]


# ── what a line is ──


def test_a_line_is_bold_or_italic_by_most_of_its_letters() -> None:
    (one,) = read(run("Birds and", bold=True, italic=True), run("so", 100, bold=False))
    assert (one.bold, one.italic) == (True, False)
    (one,) = read(run("So", bold=True), run("birds and so", 70, italic=True))
    assert (one.bold, one.italic) == (False, True)


def test_a_line_is_in_a_figure_if_all_of_it_is() -> None:
    assert read(run("Birds", form=3), run("so", 100, form=3))[0].form == 3
    assert read(run("Birds", form=3), run("so", 100))[0].form == 0


def test_a_line_has_the_base_line_and_size_of_most_of_its_letters() -> None:
    (one, *_) = read(run("Birds and so"), run("on", 130, 702, size=9), *OTHERS)
    assert (one.y, one.size, one.x0, one.x1, one.letters) == (700, 10, 50, 139, 12)


def test_a_line_that_begins_with_a_small_raised_piece_is_raised() -> None:
    assert read(run("1", size=6, y=704), run("Birds and so", 60), *OTHERS)[0].raised
    assert not read(run("Birds and so", 60), *OTHERS)[0].raised
    assert read(run("1", size=6, y=704), run("Birds", 53), *OTHERS)[0].raised


# ── small pieces ──


def test_a_small_piece_goes_with_the_line_that_it_stands_at() -> None:
    for rise in (-3, 0, 5):
        made = (run("Birds"), *OTHERS, run("ij", 78, 700 + rise, size=6))
        assert texts(*made)[0] == "Birds ij"
    assert texts(run("10", width=10), *OTHERS, run("6", 60.5, 704, size=6))[0] == "10⁶"


def test_a_small_piece_elsewhere_has_a_line_of_its_own() -> None:
    for x, y in ((78, 692), (78, 709), (110, 700), (30, 700)):
        found = texts(run("Birds"), *OTHERS, run("ij", x, y, size=6))
        assert "ij" in found
        assert "Birds" in found
    two = texts(*OTHERS, run("ij", 50, 660, size=6), run("kl", 100, 660.5, size=6))
    assert two == ["ij kl", *OTHER_TEXTS]
    assert texts(*OTHERS, run("ij", y=660, size=6), run("kl", y=650, size=6))[:2] == ["ij", "kl"]


def test_a_small_line_of_many_letters_is_a_line() -> None:
    made = (run("Birds"), *OTHERS, run("Notes of many birds", 78, 702, size=6))
    assert texts(*made)[0] == "Birds Notes of many birds"
    assert texts(run("Birds"), *OTHERS, run("Notes of many birds", 78, 695, size=6))[1].startswith(
        "N"
    )


def test_a_mark_painted_apart_stands_in_its_word() -> None:
    words = [run("We are", 50, width=30), run("birds", 86, width=25)]
    mark = run("1", 81, 704, size=6)
    assert texts(*words, *OTHERS, mark)[0] == "We are1 birds"
    number = [run("in 10", 50, width=25), run("birds", 81, width=25)]
    assert texts(*number, *OTHERS, run("6", 76, 704, size=6))[0] == "in 10⁶ birds"
    assert texts(*number, *OTHERS, run("6", 76, 699, size=6))[0] == "in 106 birds"
    both = [*words, *OTHERS, mark, run("see", 117, width=15), run("2", 112, 704, size=6)]
    assert "1" in texts(*both)[0]


def test_a_mark_far_from_every_joint_stands_behind() -> None:
    word = run("Birdsandnestsandmorewords", 50)
    assert texts(word, *OTHERS, run("1", 80, 704, size=6))[0] == "Birdsandnestsandmorewords1"


def test_two_marks_of_one_line_go_where_they_stand() -> None:
    words = [run("We", 50, width=10), run("are", 64, width=15), run("birds", 83, width=25)]
    marks = [run("1", 60.5, 704, size=6), run("2", 79.5, 704, size=6)]
    assert texts(*words, *OTHERS, *marks)[0] == "We1 are2 birds"


# ── initials ──

BESIDE = [run("ver the decades it was", 72), run("shown that all is so, and", 72, 688)]
BELOW = runs(*TEXT * 3, y=676)


def test_an_initial_goes_before_the_first_line_beside_it() -> None:
    initial = run("O", 50, 688, size=30, width=20)
    found = read(initial, *BESIDE, *BELOW)
    assert [one.text for one in found[:2]] == [
        "Over the decades it was",
        "shown that all is so, and",
    ]
    assert found[0].x0 == 50


def test_lines_beside_an_initial_may_be_larger_than_most_of_the_column() -> None:
    initial = run("O", 50, 688, size=30, width=20)
    beside = [one._replace(size=11.1) for one in BESIDE]
    assert texts(initial, *beside, *BELOW)[0] == "Over the decades it was"


@pytest.mark.parametrize(
    "letter",
    [
        run("O", 50, 688, size=16, width=20),
        run("7", 50, 688, size=30, width=20),
        run("O", 20, 688, size=30, width=20),
        run("O", 60, 688, size=30, width=20),
        run("O", 50, 650, size=30, width=20),
        run("O", 50, 720, size=30, width=20),
    ],
    ids=["small", "a digit", "far left", "over the text", "below", "above"],
)
def test_other_large_letters_are_no_initials(letter: Run) -> None:
    assert "Over the decades it was" not in texts(letter, *BESIDE, *BELOW)


def test_an_initial_has_two_lines_of_words_beside_it() -> None:
    initial = run("O", 50, 688, size=30, width=20)
    assert "Over the decades it was" not in texts(initial, BESIDE[0], *BELOW)
    signs = [BESIDE[0], BESIDE[1]._replace(text="(shown that all is so")]
    assert "Over the decades it was" not in texts(initial, *signs, *BELOW)
    capital = [BESIDE[0]._replace(text="VER the decades"), BESIDE[1]]
    assert "OVER the decades" in texts(initial, *capital, *BELOW)
    large = [BESIDE[0], BESIDE[1]._replace(size=12)]
    assert "Over the decades it was" not in texts(initial, *large, *BELOW)


# ── places ──


def test_a_full_line_reaches_its_columns_edge_or_nearly_so() -> None:
    assert line().is_full
    assert line(x1=260.0).is_full
    assert not short().is_full
    assert line(x1=250.0).width == 200


def test_a_lines_box_is_an_em_high() -> None:
    assert line().box == (50, 697.5, 290, 707.5)


def test_a_turned_lines_box_is_where_it_stands() -> None:
    up = line(x0=200, y=-300, x1=260.0, angle=90)
    assert up.box == pytest.approx((292.5, 200, 302.5, 260))


def test_a_line_without_a_place_or_with_one_that_no_page_has_has_no_box() -> None:
    assert Line("words").box is None
    assert line(y=200_000.0).box is None
    assert line(y=float("nan")).box is None


# ── fractions ──


def test_the_parts_of_a_fraction_stand_in_the_line_whose_gap_they_fit() -> None:
    text = run("of all the birds that we have counted in this wood by", 50, 600, width=250)
    over, under = run("owls", 304, 604, width=20), run("256", 310, 596, size=7, width=12)
    after = run("times", 328, 600, width=30)
    assert texts(text, over, under, after, *runs(*TEXT, y=500))[0] == (
        f"{text.text} owls 256 times"
    )


def test_a_root_a_little_above_a_line_is_of_it() -> None:
    text = run("of all the birds that we have counted in this wood are", 50, 600, width=250)
    root, after = run("√", 303, 607, width=8), run("st of them", 311.5, 600, width=50)
    assert texts(text, root, after, *runs(*TEXT, y=500))[0] == f"{text.text} √st of them"


def test_what_stands_between_two_rows_of_cells_is_of_neither() -> None:
    cells = [run("0.51", 100, 604), run("0.42", 200, 604), run("0.61", 100, 596)]
    found = texts(run("Owls", 120, 600), *cells, run("0.72", 200, 596), *runs(*TEXT, y=500))
    assert "Owls" in found


# ── signs that hang ──


@pytest.mark.parametrize("sign", ["√", "∑", "∏K", "("])
def test_a_sign_that_hangs_from_above_is_in_its_line(sign: str) -> None:
    words = [run("Here the birds in", 50), run("f are known to all", 150, width=100)]
    made = read(*words, *OTHERS, run(sign, 140, 707.5, width=9))
    assert made[0].text == f"Here the birds in {sign}f are known to all"
    assert len(made) == 1 + len(OTHERS)


def test_two_signs_hang_in_two_lines() -> None:
    first = [run("Here the birds in", 50), run("f are known", 150, width=100)]
    second = [run("So the birds", 50, 688), run("g are known", 260, 688, width=30)]
    signs = [run("√", 140, 707.5, width=9), run("√", 250, 695.5, width=9)]
    assert [one.text for one in read(*first, *second, *OTHERS, *signs)][:2] == [
        "Here the birds in √f are known",
        "So the birds √g are known",
    ]


@pytest.mark.parametrize(
    "sign",
    [
        run("√", 140, 715, width=9),
        run("√", 140, 703.6, width=9),
        run("√", 80, 707.5, width=9),
        run("√", 300, 707.5, width=9),
        run("x", 140, 707.5, width=9),
    ],
    ids=["high", "low", "over letters", "far behind", "a letter"],
)
def test_other_signs_above_a_line_are_not_in_it(sign: Run) -> None:
    words = [run("Here the birds in", 50), run("f are known to all", 150, width=100)]
    assert f"{sign.text}f" not in " ".join(texts(*words, *OTHERS, sign))


def test_a_limit_under_a_sum_does_not_part_it_from_its_line() -> None:
    words = [run("Here the birds in", 50), run("f are known to all", 152, width=100)]
    limit = run("i=1", 141, 697, size=6)
    assert "∑" in texts(*words, limit, *OTHERS, run("∑", 140, 707.5, width=9))[0]
