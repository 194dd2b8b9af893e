"""Lines of a terminal's width, in any script."""

from __future__ import annotations

import time

import pytest
from rich.cells import cell_len
from rich.text import Text

from pipeline.commands.wrapped import wrapped


def lines(words: str, width: int) -> list[str]:
    return [line.plain for line in wrapped(Text(words), width)]


def test_a_line_is_broken_at_spaces_and_continued_below_the_words_behind_its_number() -> None:
    assert lines("12. one two three four", 12) == ["12. one two", "    three", "    four"]


def test_chinese_is_broken_anywhere_but_before_its_marks_and_behind_opening_ones() -> None:
    assert lines("预训练语言模型，综述", 14) == ["预训练语言模", "型，综述"]
    assert lines("预训练语言（模型）", 12) == ["预训练语言", "（模型）"]


def test_latin_words_in_chinese_stay_whole() -> None:
    assert lines("本文提出Toolformer模型", 12) == ["本文提出", "Toolformer模", "型"]


def test_a_word_that_is_longer_than_a_line_is_cut() -> None:
    assert lines("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_word_that_is_one_cell_longer_than_a_continued_line_is_cut() -> None:
    assert lines("12. " + "x" * 9, 12) == ["12.", "    xxxxxxxx", "    x"]


@pytest.mark.parametrize("width", [8, 13, 40, 80])
@pytest.mark.parametrize(
    "words", ["预训练 language 模型，GPT-5 的综述。" * 30, "1. " + "ab " * 200, " " * 90]
)
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(words: str, width: int) -> None:
    found = lines(words, width)
    assert max(map(cell_len, found)) <= width
    assert "".join("".join(found).split()) == "".join(words.split())


def test_an_empty_line_is_one() -> None:
    assert lines("", 10) == [""]


def test_colours_go_on_in_the_next_line() -> None:
    text = Text("one two three")
    text.stylize("red", 0, 13)
    assert [[str(span.style) for span in line.spans] for line in wrapped(text, 7)] == [
        ["red"],
        ["red"],
    ]


def test_it_takes_time_in_proportion_to_the_line() -> None:
    def seconds(size: int) -> float:
        start = time.process_time()
        lines("（" * size, 80)
        return time.process_time() - start

    assert seconds(40_000) < 20 * max(seconds(4_000), 0.01)
