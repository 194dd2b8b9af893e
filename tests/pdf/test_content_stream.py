"""Content streams cut into operations."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.pdf.content_stream import Shown, elements, operations


def cut(stream: bytes) -> list[tuple[bytes, list[Any]]]:
    return list(operations(stream))


def test_a_content_stream_is_cut_into_operations() -> None:
    stream = (
        rb"/F#31 9.5 Tf(a\(b(c)\101)Tj[(x)-250<4142>]TJ /P <</T(>>)>>BDC BI /W 1 ID x EI %n"
        + b"\n1 0 0 RG"
    )
    assert cut(stream) == [
        (b"Tf", ["/F1", b"9.5"]),
        (b"Tj", [Shown(b"a(b(c)A")]),
        (b"TJ", [[b"x", -250.0, b"AB"]]),
        (b"BDC", ["/P", None]),
        (b"BI", []),
        (b"RG", [b"1", b"0", b"0"]),
    ]


@pytest.mark.parametrize(
    ("operand", "read"),
    [
        (b"/Name", "/Name"),
        (b"/A#42", "/AB"),
        (b"/\xff", "/\ufffd"),
        (b"(a)", Shown(b"a")),
        (b"(a\nb)", Shown(b"a\nb")),
        (rb"(\n\r\t\b\f\\)", Shown(b"\n\r\t\b\f\\")),
        (b"(a\\\nb\\\r\nc)", Shown(b"abc")),
        (rb"(\7\101\1012)", Shown(b"\x07AA2")),
        (rb"(\z)", Shown(b"z")),
        (b"(a(b)c)", Shown(b"a(b)c")),
        (rb"(a(\))c)", Shown(b"a())c")),
        (b"<4142>", Shown(b"AB")),
        (b"<41 4>", Shown(b"A@")),
        (b"<4 1\n4 2>", Shown(b"AB")),
        (b"<414>", Shown(b"A@")),
        (b"[]", []),
        (b"[1 (a)2<42>]", [1.0, b"a", 2.0, b"B"]),
        (b"[(a(b)) 3]", [b"a(b)", 3.0]),
        (b"[/N (a)]", [b"a"]),
        (b"[(a) Tj 2]", [b"a", 2.0]),
        (b"[--1 (a)]", [0.0, b"a"]),
        (b"<</A <</B (>>)>> >>", None),
    ],
)
def test_an_operand_is_read(operand: bytes, read: Any) -> None:
    assert cut(operand + b" x 2 y") == [(b"x", [read]), (b"y", [b"2"])]


def test_an_arrays_strings_have_their_escapes_undone() -> None:
    assert elements(rb"(a\)) -2.5 (b)") == [b"a)", -2.5, b"b"]


@pytest.mark.parametrize(
    ("stream", "read"),
    [
        (b"[(a) 2 (b(c)) BT 1 x", [(b"BT", [[b"a", 2.0, b"b(c)"]]), (b"x", [b"1"])]),
        (b"[ 1 [ 2 ] x", [(b"x", [[1.0], [2.0]])]),
        (b"(a(b x", []),
        (b"(a\\) x", []),
        (b"<</A 1 x", []),
        (b"<4142 x 1 y", [(b"x", [b"4142"]), (b"y", [b"1"])]),
        (b") ] > 1 x", [(b"x", [b"1"])]),
        (b"1 % 2 x\r3 y", [(b"y", [b"1", b"3"])]),
        (b"BI /W 1 EI 1 x", [(b"BI", []), (b"x", [b"1"])]),
        (b"BI /W 1 ID aEIb EI 1 x", [(b"BI", []), (b"x", [b"1"])]),
        (b"BI /W 1 ID abc", [(b"BI", [])]),
        (b"1 2", []),
        (b"", []),
    ],
)
def test_what_is_malformed_costs_an_operand_at_most(stream: bytes, read: Any) -> None:
    assert cut(stream) == read


@pytest.mark.parametrize(
    "piece", [b"(", b"[", b"<<", b"<", b"[(a)", b"[ 1 ", b"1 ", b"/ ", b"[a ", b"BI ", b"((a)"]
)
def test_no_stream_takes_time_beyond_its_length(piece: bytes) -> None:
    assert sum(1 for _ in operations(piece * (100_000 // len(piece)))) <= 100_000
