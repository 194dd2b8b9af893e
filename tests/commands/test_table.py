"""Lists for people: a table on a wide terminal, lines elsewhere."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from pipeline.commands.table import NARROWEST, Column, table

COLUMNS = (Column("line", 4, right=True), Column("paper"), Column("USD", 6, right=True))
ROWS = [
    ("7", ("预训练语言模型的综述：从词向量到大规模预训练" * 4, "output/drafts/x/entry.md"), "0.1"),
    ("12", ("Sparrow", "no paper has just this title; " * 6), ""),
    ("13", ("Plain [b]markup[/b] :smile: \x1b[2J", ""), "unknown"),
]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@contextlib.contextmanager
def on(stream: io.StringIO, width: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    with contextlib.redirect_stdout(stream):
        yield


def drawn(width: int, monkeypatch: pytest.MonkeyPatch, stream: io.StringIO) -> list[str]:
    with on(stream, width, monkeypatch):
        return table(COLUMNS, ROWS, lambda number: f"line {number}").split("\n")


@pytest.mark.parametrize("width", [NARROWEST, 80, 120])
def test_a_table_fits_its_terminal_whatever_is_in_it(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = drawn(width, monkeypatch, Terminal())
    assert max(map(cell_len, lines)) <= width
    assert lines[0].split() == ["line", "paper", "USD"]
    assert all(line == line.rstrip() for line in lines)


def test_fixed_columns_stand_below_each_other_beside_chinese_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = drawn(80, monkeypatch, Terminal())
    heading, chinese = lines[0], lines[1]
    assert chinese.startswith("   7  预训练")
    assert "…" in chinese
    assert cell_len(chinese[: chinese.index("0.1")]) + 3 == heading.index("USD") + 3


def test_what_stands_below_a_line_is_whole_over_as_many_lines_as_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = " ".join(" ".join(drawn(80, monkeypatch, Terminal())).split())
    assert ("no paper has just this title; " * 6).strip() in words
    assert "output/drafts/x/entry.md" in words


def test_text_is_no_markup_and_does_not_steer_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = "\n".join(drawn(80, monkeypatch, Terminal()))
    assert "Plain [b]markup[/b] :smile:" in words
    assert "\x1b" not in words


def test_on_a_narrow_terminal_or_none_each_row_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["line 0", "line 1", "line 2"]
    assert drawn(NARROWEST - 1, monkeypatch, Terminal()) == lines
    assert drawn(120, monkeypatch, io.StringIO()) == lines
