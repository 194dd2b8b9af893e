"""Runs joined to pieces of lines: spaces, accents, scripts, letters set apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from pipeline.extract.pieces import behind, pieces, turned, usual_size, with_plain_numbers
from pipeline.pdf.page import Run
from tests.support.pages import run


def texts(runs: Iterable[Run]) -> list[str]:
    return [piece.text for upright in turned(runs).values() for piece in pieces(upright)]


def row(*words: str, gap: float = 0, **more: Any) -> list[Run]:
    """Give runs on one base line, a `gap` in points between each two."""
    made: list[Run] = []
    for word in words:
        made.append(run(word, made[-1].x1 + gap if made else 50, **more))
    return made


def then(first: Run, text: str, *, gap: float = 0, rise: float = 0, **more: Any) -> list[Run]:
    """Give a run and one behind it, raised by `rise`."""
    return [first, run(text, first.x1 + gap, first.y0 + rise, **more)]


# ── gaps ──


def test_a_gap_is_a_space_and_a_kern_is_none() -> None:
    assert texts(row("We", "show", gap=2)) == ["We show"]
    assert texts(row("We", "show", gap=1)) == ["Weshow"]
    assert texts(row("We", "show", gap=8)) == ["We show"]
    assert texts(row("We", "show", gap=9)) == ["We", "show"]
    assert texts(row("We", "show", gap=-5)) == ["Weshow"]
    assert texts(row("Wetter", "show", gap=-7)) == ["Wetter", "show"]


def test_a_gap_before_small_letters_is_measured_by_them() -> None:
    small = {"size": 9}
    assert texts(then(run("We"), "show", gap=1.6, size=7)) == ["We show"]
    assert texts(then(run("We"), "show", gap=1.4, **small)) == ["Weshow"]


def test_runs_on_other_base_lines_do_not_follow() -> None:
    assert texts(then(run("We"), "show", rise=2)) == ["Weshow"]
    assert texts(then(run("We"), "show", rise=3)) == ["We", "show"]


def test_scripts_stand_a_little_above_or_below() -> None:
    assert texts(then(run("x"), "ij", rise=5, size=7)) == ["xij"]
    assert texts(then(run("x"), "ij", rise=-3, size=7)) == ["xij"]
    assert texts(then(run("x"), "ij", rise=7, size=7)) == ["x", "ij"]
    assert texts(then(run("x"), "ij", rise=-4, size=7)) == ["x", "ij"]
    assert texts(then(run("ab", size=7, y=705), "Lark", rise=-5)) == ["abLark"]


def test_raised_digits_behind_a_number_are_an_exponent() -> None:
    assert texts(then(run("10"), "6", rise=4, size=7)) == ["10⁶"]
    assert texts(then(run("10"), "-6", rise=4, size=7)) == ["10⁻⁶"]
    minus = run("−", 60, 704, size=7)
    assert texts([run("10"), minus, run("6", minus.x1, 704, size=7)]) == ["10⁻⁶"]
    assert texts(then(run("10"), "6", rise=-2, size=7)) == ["106"]
    assert texts(then(run("bird"), "6", rise=4, size=7)) == ["bird6"]
    assert texts(then(run("10"), "6")) == ["106"]


@pytest.mark.parametrize(
    ("text", "raised", "read"),
    [
        ("10", "6", "⁶"),
        ("10", "–3", "⁻³"),
        ("bird", "6", "6"),
        ("10", "ab", "ab"),
        ("10", "1234", "1234"),
    ],
)
def test_raised_text_is_an_exponent_behind_digits_alone(text: str, raised: str, read: str) -> None:
    assert behind(text, raised) == read


def test_the_first_of_a_raised_number_is_plain_again() -> None:
    assert with_plain_numbers("10⁴.2") == "104.2"
    assert with_plain_numbers("10⁻⁴ 2") == "10⁻⁴ 2"
    assert with_plain_numbers("(10⁻²⁶,10⁻³⁰)") == "(10⁻²⁶,10⁻³⁰)"


# ── accents ──


def test_an_accent_and_its_letter_are_one() -> None:
    assert texts([*then(run("Jos"), "\u00b4"), run("e", 66)]) == ["José"]
    assert texts([run("cafe"), run("\u00b4", 66, width=4)]) == ["café"]
    assert texts([run("na"), run("\u00a8", 60, width=5), run("\u0131ve", 60.5)]) == ["naïve"]


def test_an_accent_beside_a_letter_stays() -> None:
    assert texts([run("x"), run("`", 55.5), run("e", 60.6)]) == ["x`e"]


def test_what_stands_over_others_is_no_accent() -> None:
    assert texts([run("ab"), run("c", 59, width=1)]) == ["abc"]


# ── letters set apart, narrow spaces ──


def test_letters_set_wide_apart_are_closed_up() -> None:
    assert texts(row(*"THEBIRDS", gap=3)) == ["THEBIRDS"]


def test_words_of_letters_set_apart_keep_their_spaces() -> None:
    made = row(*"THE", gap=3)
    for word in ("BIRD", "SONG"):
        x = made[-1].x1 + 8
        for at, letter in enumerate(word):
            made.append(run(letter, x + 8 * at))
    assert texts(made) == ["THE BIRD SONG"]


def test_few_letters_or_uneven_gaps_are_left_apart() -> None:
    assert texts(row(*"ABCDE", gap=3)) == ["A B C D E"]
    uneven = [
        run(c, 50 + 5 * at + gap)
        for at, (c, gap) in enumerate(zip("ABCDEFG", (0, 2, 8, 10, 17, 19, 27), strict=True))
    ]
    assert texts(uneven) == ["A B C D E F G"]
    assert texts(row("ab", "cd", "ef", "gh", "ij", "kl", gap=3)) == ["ab cd ef gh ij kl"]


def test_letters_with_close_gaps_are_no_words() -> None:
    assert texts(row(*"THEBIRDS", gap=1)) == ["THEBIRDS"]


def test_narrow_spaces_that_are_alike_part_words() -> None:
    words = ("Composition", "of", "the", "pretraining", "data")
    assert texts(row(*words, gap=1.3)) == ["Composition of the pretraining data"]
    assert texts(row(*words, gap=0.8)) == ["Compositionofthepretrainingdata"]
    assert texts(row(*words[:4], gap=1.3)) == ["Compositionofthepretraining"]
    assert texts(row("ab", "of", "th", "pr", "da", "ta", gap=1.3)) == ["abofthprdata"]
    signs = row("Composition", "of", "the", ",pretraining", "data", gap=1.3)
    assert texts(signs) == ["Composition of the,pretraining data"]


def test_narrow_gaps_that_differ_are_kerns() -> None:
    made = [run("Composition")]
    for gap, word in zip((1.12, 1.3, 1.2, 1.45), ("of", "the", "pretraining", "data"), strict=True):
        made.append(run(word, made[-1].x1 + gap))
    assert texts(made) == ["Compositionofthepretrainingdata"]


def test_wider_gaps_among_narrow_ones_keep_their_place() -> None:
    words = row("Composition", "of", "the", "pretraining", "data", gap=1.3)
    words.append(run("here", words[-1].x1 + 3))
    assert texts(words) == ["Composition of the pretraining data here"]


# ── pieces beside each other ──


def test_pieces_that_were_not_painted_in_turn_are_joined() -> None:
    left, right = row("We are", "birds", gap=2)
    other = run("below", y=600)
    assert sorted(texts([left, other, right])) == ["We are birds", "below"]
    assert sorted(texts([right, other, left])) == ["We are birds", "below"]
    close = row("We are", "birds", gap=1)
    assert "We arebirds" in texts([close[0], other, close[1]])


def test_pieces_far_apart_on_other_lines_or_of_other_sizes_are_not() -> None:
    other = run("below", y=600)
    left, right = row("We are", "birds", gap=6)
    assert len(texts([left, other, right])) == 3
    left, right = row("We are", "birds", gap=2)
    assert len(texts([left, other, right._replace(y0=704, y1=704)])) == 3
    assert len(texts([left, other, right._replace(size=5)])) == 3
    assert len(texts([left, other, right._replace(x0=left.x1 - 4)])) == 3


def test_a_mark_between_two_pieces_keeps_them_apart() -> None:
    left, right = row("We are", "birds", gap=4)
    mark = run("1", left.x1 + 0.5, 705, size=5)
    other = run("below", y=600)
    assert len(texts([left, other, right, other, mark])) >= 4
    elsewhere = run("1", left.x1 + 0.5, 660, size=5)
    assert "We are birds" in texts([left, other, right, other, elsewhere])


def test_what_is_joined_counts_together() -> None:
    (piece,) = pieces(turned(row("We", "are", gap=2, bold=True, italic=True, form=3))[0])
    assert (piece.letters, piece.bold, piece.italic, piece.form) == (5, 5, 5, 3)
    (piece,) = pieces(turned([*row("We", form=3), run("are", 62)])[0])
    assert (piece.letters, piece.bold, piece.italic, piece.form) == (5, 0, 0, 0)
    left, right = row("We", "are", gap=2, bold=True, italic=True)
    found = pieces(turned([left, run("below", y=600), right])[0])
    assert (found[0].letters, found[0].bold, found[0].italic) == (5, 5, 5)


def test_a_raised_mark_before_a_line_is_told() -> None:
    (piece,) = pieces(turned(then(run("1", size=6, y=704), "Lark", rise=-4))[0])
    assert (piece.text, piece.raised, piece.y, piece.size) == ("1Lark", True, 700, 10)
    (piece,) = pieces(turned(then(run("1", size=6), "Lark"))[0])
    assert not piece.raised


def test_an_initial_is_a_piece_of_its_own() -> None:
    assert texts(then(run("O", size=20, width=10), "ver all")) == ["O", "ver all"]
    assert texts(then(run("O", size=12, width=6), "ver all")) == ["Over all"]
    assert texts(then(run("(", size=20, width=10), "ver all")) == ["(ver all"]
    assert texts(then(run("O", size=20, width=10), "v")) == ["Ov"]


# ── angles, sizes ──


def test_runs_are_sorted_by_their_angles_and_hidden_ones_are_out() -> None:
    up = Run("up", 300, 200, 300, 210, 10, 88.7, "F", bold=False, italic=False, hidden="", form=0)
    found = turned([run("We"), run("x", hidden="tiny"), run(" "), up, run("a", angle=1.5)])
    assert {angle: [one.run.text for one in upright] for angle, upright in found.items()} == {
        0: ["We", "a"],
        90: ["up"],
    }
    (one,) = found[90]
    assert (one.x0, one.x1, one.y) == pytest.approx((200, 210, -300))


def test_the_usual_size_is_that_of_most_letters() -> None:
    upright = turned([run("We are birds"), run("small", y=600, size=8), run("L", y=500, size=20)])
    assert usual_size(pieces(upright[0])) == 10
    assert usual_size([]) == 10


def test_a_fraction_in_a_line_has_a_stroke_and_an_index_below_an_exponent_has_none() -> None:
    base = run("of", 50, width=10)
    half = [run("1", 63, 704, size=7, width=4), run("2", 63, 696.6, size=7, width=4)]
    assert [one.text for one in pieces(turned([base, *half])[0])] == ["of 1/2"]
    both = [run("2", 60, 704, size=7, width=4), run("i", 60, 697.6, size=7, width=4)]
    assert [one.text for one in pieces(turned([base, *both])[0])] == ["of2i"]


@pytest.mark.parametrize(
    ("text", "raised", "found"),
    [
        ("the variable x", "2", "²"),
        ("of O(n", "3", "³"),
        ("an R", "2", "²"),
        ("of 12 km", "2", "²"),
        ("in 20.3 fb", "−1", "⁻¹"),
        ("with 10", "−5", "⁻⁵"),
        ("as Lark", "2", "2"),
        ("it is said.", "3", "3"),
        ("by B", "1", "1"),
        ("the 2", "nd", "nd"),
    ],
)
def test_raised_digits_are_exponents_behind_numbers_variables_and_units(
    text: str, raised: str, found: str
) -> None:
    assert behind(text, raised) == found


def test_dots_above_each_other_stand_for_rows_and_are_no_text() -> None:
    dots = [run(".", 60, y, width=3) for y in (704, 700, 696)]
    made = pieces(turned([run("4", 50, 708, width=5), *dots, run("10", 50, 690, width=10)])[0])
    assert [one.text for one in made] == ["4", "10"]
    made = pieces(turned([run("4", 50, 708, width=5), *dots[:2]])[0])
    assert [one.text for one in made] == ["4", ".", "."]


@pytest.mark.parametrize(
    ("font", "is_fixed"),
    [
        ("CMTT10", True),
        ("SFTT0900", True),
        ("ec-lmtt10", True),
        ("Courier-Bold", True),
        ("DejaVuSansMono", True),
        ("MonotypeCorsiva", False),
        ("CMR10", False),
        ("Attic", False),
    ],
)
def test_characters_in_fonts_of_one_width_are_counted(font: str, *, is_fixed: bool) -> None:
    typed = run("bird")._replace(font=font)
    (piece,) = pieces(turned([typed, run("lark", 71)])[0])
    assert piece.fixed == 4 * is_fixed
