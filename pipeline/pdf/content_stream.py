"""Cut a PDF's content stream into operations (ISO 32000-1, 7.8.2 and 9.4).

pypdf's own parser reads byte by byte; a page of text takes a fifth of the time here, because one
regular expression takes a whole operation with its numbers. What is malformed costs an operand,
never the stream.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Shown(NamedTuple):
    """A string operand, its escapes undone."""

    raw: bytes


Operand = bytes | str | Shown | list[float | bytes] | None
"""A number as written, a name with its slash, a string, an array of numbers and strings, or
something that is not looked into."""

_SPACE = rb"\x00\t\n\f\r "
_LITERAL = rb"\(((?:[^()\\]++|\\.)*+)\)"
_HEX = rb"<([0-9A-Fa-f%b]*+)>" % _SPACE
_NUMBERS = rb"[%b]*+((?:[-+.\d]++[%b]*+)*+)" % (_SPACE, _SPACE)
_OPERATOR = rb"([A-Za-z'\"][A-Za-z0-9*'\"]*+)"
_STEP = re.compile(
    _NUMBERS
    + rb"(?:"
    + _OPERATOR
    + rb"|\[((?:[-+.\d%b]++|\((?:[^()\\]++|\\.)*+\)|<[0-9A-Fa-f%b]*+>)*+)\]" % (_SPACE, _SPACE)
    + rb"|/([^()<>\[\]{}/%%#%b]*+)(?!\#))?" % _SPACE,
    re.DOTALL,
)
"""Numbers and what follows them: an operator, an array of numbers and plain strings, or a plain
name."""
_STEP_IN_ARRAY = re.compile(_NUMBERS + _OPERATOR + rb"?")
_STRING = re.compile(_LITERAL + rb"|" + _HEX, re.DOTALL)
_ELEMENT = re.compile(_LITERAL + rb"|" + _HEX + rb"|([-+.\d]++)", re.DOTALL)
_NAME = re.compile(rb"/([^()<>\[\]{}/%%%b]*+)" % _SPACE)
_COMMENT = re.compile(rb"%[^\r\n]*+")
_PARENTHESIS = re.compile(rb"[()]|\\.", re.DOTALL)
_DICTIONARY_PART = re.compile(rb"<<|>>|\((?:[^()\\]++|\\.)*+\)", re.DOTALL)
_IMAGE_END = re.compile(rb"(?<=[%b])EI(?=[%b/]|$)" % (_SPACE, _SPACE))
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_HEX_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")

_AFTER_ARRAYS = frozenset([b"TJ", b"d", b"BT", b"ET", b"q", b"Q"])
"""Operators that stand in no array: one with them in it was never closed."""
_LONGEST_OPEN = 65_536
"""Bytes that are kept of a string that is never closed."""


def operations(content: bytes) -> Iterator[tuple[bytes, list[Operand]]]:
    """Give the operators of a content stream, each with its operands.

    An inline image is the operator BI without operands.
    """
    at, end, operands = 0, len(content), list[Operand]()
    step, names = _STEP.match, dict[bytes, str]()
    while at < end:
        match = step(content, at)
        assert match  # everything in it is optional
        numbers, operator, array, name = match.groups()
        at = match.end()
        if numbers:
            operands += numbers.split()
        if operator is None:
            if array is not None:
                operands.append(elements(array))
            elif name is not None:
                operands.append(names.get(name) or names.setdefault(name, _named(name)))
            else:
                at = _operand(content, at, operands)
        elif operator == b"BI":
            data = re.compile(rb"\bID[%b]" % _SPACE).search(content, at)
            over = _IMAGE_END.search(content, data.end() if data else at)
            at = over.end() if over else end
            yield b"BI", []
            operands = []
        else:
            yield operator, operands
            operands = []


def _operand(content: bytes, at: int, operands: list[Operand]) -> int:
    """Read one operand that is no number and not plain, or skip one byte; give where it ends."""
    first = content[at : at + 1]
    if first == b"/" and (match := _NAME.match(content, at)):
        operands.append(_named(_HEX_IN_NAME.sub(lambda m: bytes([int(m[1], 16)]), match[1])))
        return match.end()
    if first == b"[":
        return _odd_array(content, at + 1, operands)
    if content[at : at + 2] == b"<<":
        operands.append(None)
        return _after_dictionary(content, at)
    if first in (b"(", b"<"):
        if match := _STRING.match(content, at):
            operands.append(
                Shown(_unescape(match[1]) if match[1] is not None else _from_hex(match[2]))
            )
            return match.end()
        return _nested(content, at, operands) if first == b"(" else at + 1
    if first == b"%" and (match := _COMMENT.match(content, at)):
        return match.end()
    return at + 1


def _named(name: bytes) -> str:
    return "/" + name.decode("utf-8", "replace")


def elements(array: bytes) -> list[float | bytes]:
    """Read what stands between the brackets of an array of strings and numbers."""
    out: list[float | bytes] = []
    for literal, digits, number in _ELEMENT.findall(array):
        if number:
            try:
                out.append(float(number))
            except ValueError:
                out.append(0.0)  # it is malformed
        elif digits:
            out.append(_from_hex(digits))
        else:
            out.append(_unescape(literal) if b"\\" in literal else literal)
    return out


def _number(written: bytes) -> float:
    """Give a number of an array; nothing for one that is malformed."""
    try:
        return float(written)
    except ValueError:
        return 0.0


def _odd_array(content: bytes, at: int, operands: list[Operand]) -> int:
    """Read an array that has more in it than numbers and plain strings; give where it ends.

    Operators in it are passed over, as viewers have it.
    """
    inside: list[Operand] = []
    while at < len(content) and content[at : at + 1] not in (b"]", b"["):
        match = _STEP_IN_ARRAY.match(content, at)
        assert match  # everything in it is optional
        if match[2] in _AFTER_ARRAYS:  # it was never closed
            at = match.start(2)
            break
        inside += match[1].split()
        at = match.end()
        if match[2] is None and content[at : at + 1] not in (b"]", b"["):
            at = _operand(content, at, inside)
    operands.append(
        [
            one.raw if isinstance(one, Shown) else _number(one)
            for one in inside
            if isinstance(one, (bytes, Shown))
        ]
    )
    return at + 1 if content[at : at + 1] == b"]" else at


def _nested(content: bytes, at: int, operands: list[Operand]) -> int:
    """Read a string with parentheses in it; give where it ends.

    One that is never closed is the rest of the stream.
    """
    depth, start = 0, at + 1
    for match in _PARENTHESIS.finditer(content, at):
        depth += 1 if match[0] == b"(" else -1 if match[0] == b")" else 0
        if not depth:
            operands.append(Shown(_unescape(content[start : match.start()])))
            return match.end()
    operands.append(Shown(_unescape(content[start : start + _LONGEST_OPEN])))
    return len(content)


def _after_dictionary(content: bytes, at: int) -> int:
    depth = 0
    for match in _DICTIONARY_PART.finditer(content, at):
        depth += 1 if match[0] == b"<<" else -1 if match[0] == b">>" else 0
        if not depth:
            return match.end()
    return len(content)


def _unescape(raw: bytes) -> bytes:
    if b"\\" not in raw:
        return raw
    return _ESCAPE.sub(
        lambda m: bytes([int(m[1], 8) & 255]) if m[1] else _ESCAPED.get(m[2], m[2]), raw
    )


def _from_hex(digits: bytes) -> bytes:
    try:
        return bytes.fromhex(digits.decode() if len(digits) % 2 == 0 else digits.decode() + "0")
    except ValueError:
        clean = re.sub(rb"[^0-9A-Fa-f]", b"", digits)
        return bytes.fromhex((clean + b"0" * (len(clean) % 2)).decode())
