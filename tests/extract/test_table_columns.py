"""Words of a table in lines, lines in chunks, chunks in columns."""

from __future__ import annotations

import pytest

from pipeline.extract.table_columns import (
    Chunk,
    Column,
    TextLine,
    at_borders,
    chunks,
    columns,
    cuts,
    is_between,
    is_value,
    lines_of,
    over,
    split,
    text_of,
)
from pipeline.extract.words import Word


def word(text: str, x0: float, *, x1: float = 0, y: float = 100, size: float = 10) -> Word:
    """Give a word of letters half an em wide."""
    return Word(text, x0, x1 or x0 + len(text) * size / 2, y, size, styled=False)


def line(*placed: tuple[str, float], y: float = 100) -> TextLine:
    """Give a line of words at their places."""
    return TextLine(y, 10, [word(text, x, y=y) for text, x in placed])


def chunk(*placed: tuple[str, float]) -> Chunk:
    return Chunk([word(text, x) for text, x in placed])


def texts(made: list[Chunk]) -> list[str]:
    return [one.text for one in made]


@pytest.mark.parametrize(
    "text",
    ["61.4", "-2", ".5", "−0.3", "12%", "+1.2k", "0.61±0.02", "(3)", "–", "✓", "n/a", "N.A.", "×"],
)
def test_numbers_and_marks_are_values(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize("text", ["", "Lark", "3 birds", "ViT-B", "L2 loss", "n"])
def test_words_are_none(text: str) -> None:
    assert not is_value(text)


def test_words_are_written_with_the_spaces_between_them() -> None:
    assert text_of([word("Lark", 0), word("XL", 23)]) == "Lark XL"
    assert text_of([word("61", 0), word(".4", 11)]) == "61.4"
    assert text_of([word("Lark", 0), word("XL", 0, y=88)]) == "Lark XL"
    assert text_of([]) == ""


# ── lines ──


def test_lines_go_from_top_to_bottom_with_words_from_left_to_right() -> None:
    made = lines_of([word("c", 0, y=88), word("b", 50), word("a", 0, y=103.4)])
    assert [[one.text for one in row.words] for row in made] == [["a", "b"], ["c"]]
    assert made[0].y == 103.4
    assert lines_of([]) == []


def test_scripts_stand_in_the_line_of_their_word() -> None:
    raised, lowered = word("a", 20, y=104, size=6), word("i", 20, y=86, size=6)
    made = lines_of([word("Lark", 0), word("Wren", 0, y=88), raised, lowered])
    assert [text_of(row.words) for row in made] == ["Larka", "Wreni"]


def test_small_words_away_from_others_are_lines_of_their_own() -> None:
    far = [word("note", 200, y=100, size=6), word("more", 215, y=101, size=6)]
    made = lines_of([word("Lark", 0), word("Wren", 0, y=88), word("Crow", 0, y=76), *far])
    assert sorted(text_of(row.words) for row in made) == ["Crow", "Lark", "Wren", "note more"]


# ── chunks ──


def test_a_line_is_cut_at_wide_gaps() -> None:
    assert texts(chunks(line(("Lark", 0), ("XL", 25), ("61", 41)))) == ["Lark XL", "61"]
    assert texts(chunks(line(("Lark", 0), ("XL", 25.4)))) == ["Lark XL"]
    assert texts(chunks(line(("Lark", 0), ("XL", 25.6)))) == ["Lark", "XL"]


def test_brackets_keep_words_together() -> None:
    assert texts(chunks(line(("61.4", 0), ("(±", 25), ("0.2)", 47), ("7", 90)))) == [
        "61.4 (± 0.2)",
        "7",
    ]
    assert texts(chunks(line(("(a)", 0), ("0.2", 27)))) == ["(a)", "0.2"]


def test_chunks_are_cut_at_upright_rules() -> None:
    whole = [chunk(("Lark", 0), ("61", 24))]
    assert texts(at_borders(whole, [22])) == ["Lark", "61"]
    assert texts(at_borders(whole, [10, 40])) == ["Lark 61"]


# ── columns ──

TWO = [line(("Lark", 0), ("61", 60), y=100), line(("Wren", 0), ("5", 65), y=88)]


def test_columns_are_as_wide_as_their_words() -> None:
    assert columns(TWO, [], []) == [Column(0, 20), Column(60, 70)]


def test_lines_of_one_cell_make_no_columns() -> None:
    assert columns([line(("Lark", 0)), line(("Wren", 0), y=88)], [], []) == []
    assert columns([], [], []) == []


def test_a_line_with_fewer_cells_widens_columns() -> None:
    rows = [*TWO, line(("Goldfinch", 0), ("7", 65), y=76)]
    assert columns(rows, [], [])[0] == Column(0, 45)


def test_words_beside_all_columns_are_one_under_a_head() -> None:
    aside = line(("Crow", 0), ("61", 60), y=76)
    three = [line(("Lark", 0), ("61", 60), ("70", 100), y=100), *TWO[1:], aside]
    assert len(columns(three, [], [])) == 3
    beyond = [*TWO, line(("note", 140), y=76)]
    assert len(columns(beyond, [], [])) == 2
    assert len(columns(beyond, [line(("Notes", 140), y=112)], [])) == 3


def test_a_label_left_of_all_columns_is_one() -> None:
    rows = [line(("Lark", 40), ("61", 90)), line(("big", 0), y=94), *TWO[:0]]
    assert columns(rows, [], []) == [Column(0, 15), Column(40, 60), Column(90, 100)]


def test_columns_that_words_stand_across_are_one() -> None:
    split_by_chance = [line(("the", 0), ("lark", 30), ("61", 90), y=100)]
    whole = [line(("a wide label", 0), ("62", 90), y=88 - 12 * at) for at in range(4)]
    assert columns([*split_by_chance, *whole], [], [])[0] == Column(0, 50)
    heads = [line(("Bird", 0), ("Kind", 30), y=112)]
    assert len(columns([*split_by_chance, *whole], heads, [])) == 3


def test_columns_reach_to_the_rules_beside_them() -> None:
    assert columns(TWO, [], [-5, 40, 80]) == [Column(-5, 40), Column(40, 80)]


def test_close_columns_are_cut_in_the_white_below_two_heads() -> None:
    rows = [line(("12", 0), ("345", 13), y=100), line(("67", 0), ("8", 13), y=88)]
    heads = [line(("A", 0), ("B", 18), y=112)]
    assert cuts(rows, heads, [Column(0, 28)]) == [11.5]
    assert cuts(rows, [line(("A", 0), y=112)], [Column(0, 28)]) == []


# ── over columns ──

THREE = [Column(0, 20), Column(40, 60), Column(80, 100)]


@pytest.mark.parametrize(
    ("x0", "text", "places"),
    [
        (5, "ab", [0]),
        (15, "abcdef", [0, 1]),
        (0, "a" * 20, [0, 1, 2]),
        (65, "ab", [1, 2]),
        (110, "ab", [2]),
        (-20, "ab", [0]),
    ],
)
def test_a_chunk_stands_over_columns(x0: float, text: str, places: list[int]) -> None:
    assert over(chunk((text, x0)), THREE) == places


def test_a_chunk_off_all_columns_is_of_the_nearest() -> None:
    apart = [Column(0, 20), Column(120, 140)]
    assert over(chunk(("ab", 40)), apart) == [0]
    assert over(chunk(("ab", 65)), apart) == [0, 1]
    assert over(chunk(("ab", 90)), apart) == [1]


def test_a_chunk_over_two_columns_is_cut_between_them() -> None:
    assert texts(split(chunk(("61", 10), ("70", 42)), THREE, 10)) == ["61", "70"]
    assert texts(split(chunk(("61", 5)), THREE, 10)) == ["61"]


def test_words_close_together_are_one_cell_and_values_are_two() -> None:
    near = [Column(0, 20), Column(22, 50)]
    assert texts(split(chunk(("Lark", 0), ("XL", 23)), near, 10)) == ["Lark XL"]
    assert texts(split(chunk(("61.4", 0), ("70", 23)), near, 10)) == ["61.4", "70"]
    assert texts(split(chunk(("61.4", 0), ("(70", 23)), near, 10)) == ["61.4 (70"]


def test_a_word_across_columns_keeps_a_chunk_whole() -> None:
    assert len(split(chunk(("abcdefgh", 5), ("61", 48)), THREE, 10)) == 1


def test_a_cell_between_two_columns_is_of_both() -> None:
    assert is_between(chunk(("ab", 25)), THREE[0], THREE[1])
    assert not is_between(chunk(("ab", 40)), THREE[0], THREE[1])
    assert not is_between(chunk(("ab", 5)), THREE[0], THREE[1])


def test_a_typewriter_s_space_parts_no_cells() -> None:
    typed = [Word(text, x, x + 6 * len(text), 100, 10, styled=False)
             for text, x in (("one", 60), ("space", 84), ("apart", 132))]  # fmt: skip
    assert [chunk.text for chunk in chunks(TextLine(100, 10, typed))] == ["one space", "apart"]
