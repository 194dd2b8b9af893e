"""Tell displayed formulas from the running text that they stand in.

They stand off the column's left edge, or have a number at its right one, are of signs and of
letters in fonts of mathematics, and have few words. What stands above and below the main line of
one (limits, fractions) is of it. Places and sizes are in points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.extract.blocks import of_prose
from pipeline.extract.floats import leading
from pipeline.extract.lines import Line
from pipeline.text.cjk import CJK, HANGUL

_NUMBER = re.compile(r"\(\s?(?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3}){0,2}\s?[a-z∗*′']?\s?\)$")
"""A formula's number: (3), (2.14), (A.1), (5a)."""
_SIGN = re.compile(r"[=+×·÷∀-⋿⟨⟩←-⇿Α-ωϑϕϱϵ′⎛-⎳]")
"""What formulas have and other text has not: signs, arrows, Greek letters, parts of brackets."""
_RELATION = re.compile(r"[=<>≤≥≈≃≅≡∼∝∈∉⊂⊆⊃⊇→←↦⇒⇔≜≐≪≫≠:]")
_WORD = re.compile(
    r"(?<![A-Za-z_])(?:[A-Za-z][a-z]{2,}|an|as|at|be|by|in|is|it|no|of|on|or|so|to|we)"
    rf"(?![A-Za-z_]|\s?[({{\[=])|[{CJK}{HANGUL}]{{2}}"
)
"""A word that names no function: no bracket follows it."""
_JOINING = frozenset("are as by in is of on that the this to we which".split())
"""Words that text has, and formulas have not."""
_CALL = re.compile(r"[^\W\d_]{2}\(|[=≤≥≈≅≡∈⊂⊆→⇒⊗⊕×]")
"""An argument in brackets, or a sign."""
_AHEAD = re.compile(r"\((?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3})?\)\s")
"""A formula's number at its left."""
_CAPITAL = re.compile(r"[A-Z][a-z]+[,:]?\s(?![=(])")
"""How a sentence begins."""
_CUT = re.compile(r"[^\W\d_]-$")
"""A word that goes on in the next line."""
_OF_FORMULAS = frozenset(
    """arg argmax argmin cos cosh cot cov deg det diag dim div else erf exp for hom if im inf ker
    lim liminf limsup ln log max min mod otherwise otherwise. pr rank re sec sgn sign sin sinh
    softmax st sup tan tanh tr var with and or where all subject to""".split()
)
"""Words that formulas have, too, in lower case."""

_MOST_WORDS, _MOST_NUMBERED_WORDS = 2, 4
"""Words of a displayed formula at most, and of one with a number but no sign of a relation."""
_MATHS, _MOSTLY_MATHS, _ALL_MATHS = 0.3, 0.5, 0.8
"""Shares of a line's characters that are of mathematics: in a formula, in one at the edge, and in
one at the edge with words."""
_INDENT, _SMALL_INDENT = 1.2, 3.0
"""Ems from the column's left edge that a formula begins at least; and a paragraph's first line at
most."""
_LEVEL = 0.5
"""Ems by which a formula may stand out of its column's middle, where it nearly fills it."""
_WHITE = 1.3
"""Leadings from a displayed formula to the text above and below it at least."""
_AT_RIGHT = 2.5
"""Ems from the column's right edge within which a formula's number ends."""
_LEAST_WIDE = 25
"""Characters of a formula that fills its line."""
_FRAGMENT = 14
"""Characters of a limit, a numerator or a part of a bracket at most."""
_FRACTION, _SCRIPT = 0.9, 0.85
"""Ems from the line of a formula to that of a fraction's part at most; share of its size under
which a line is a limit, or an index of one."""
_NEAR = 1.9
"""Ems between the base lines of a formula's parts at most."""


def marked(page: Sequence[Line]) -> list[Line]:
    """Give the lines of a page, those of displayed formulas with that kind.

    No paragraph begins with one, and none stands between two parts of a word.
    """
    found = {at for at, line in enumerate(page) if _is_open(line) and _is_main(line)}
    found |= set(_displayed(page))
    if not found:
        return list(page)
    for way in (range(len(page)), range(len(page) - 1, -1, -1)):
        step = way.step
        for at in way:
            near = at - step in found and _is_near(page[at], page[at - step])
            if near and _is_open(page[at]) and _is_part(page[at], page[at - step]):
                found.add(at)
    told = (
        line._replace(kind="formula", starts=False) if at in found else line
        for at, line in enumerate(page)
    )
    return list(_behind_words(told))


def _displayed(page: Sequence[Line]) -> Iterator[int]:
    """Give the places of formulas in words: in the middle of the column, with white around them.

    They have a sign, or an argument in brackets.
    """
    flow = [at for at, line in enumerate(page) if _is_open(line)]
    step = leading([page[at] for at in flow])
    for above, at, below in zip(flow, flow[1:], [*flow[2:], None], strict=False):
        line = page[at]
        is_paragraph = of_prose(line.text) == "paragraph"
        if not (is_paragraph and _is_in_middle(line) and _CALL.search(line.text)):
            continue
        white = page[above].y - line.y > _WHITE * step
        if below is not None:
            white &= line.y - page[below].y > _WHITE * step
        if white and _JOINING.isdisjoint(_words(line.text)):
            yield at


def _is_in_middle(line: Line) -> bool:
    indent, rest = line.x0 - line.left, line.right - line.x1
    em = line.size
    return line.cells == 1 and min(indent, rest) > _SMALL_INDENT * em and abs(indent - rest) < em


def _behind_words(page: Iterable[Line]) -> Iterator[Line]:
    """Give the lines of a page, no part of a formula between two parts of a word."""
    waiting: list[Line] = []
    is_cut = False
    for line in page:
        if line.kind == "formula" and is_cut:
            waiting.append(line)
            continue
        if line.part == "flow" or not is_cut:
            is_cut = bool(_CUT.search(line.text))
        yield line
        if not is_cut:
            yield from waiting
            waiting.clear()
    yield from waiting


def _is_open(line: Line) -> bool:
    """Tell whether a line is of the running text and its place is known."""
    return line.part == "flow" and not line.kind and line.size > 0 and line.right > line.left


def _is_main(line: Line) -> bool:
    """Tell whether a line is a displayed formula by itself."""
    words, share = list(_words(line.text)), _share(line)
    relates = bool(_RELATION.search(line.text))
    if _has_number(line):
        maths = relates or share >= _MATHS or len(words) <= _MOST_NUMBERED_WORDS
        return maths and _JOINING.isdisjoint(words)
    if len(words) > _MOST_WORDS:  # or what reads like words: letters with words below them
        mostly = relates and share >= _MOSTLY_MATHS and _JOINING.isdisjoint(words)
        return mostly and (line.x0 - line.left) / line.size >= _SMALL_INDENT
    if _AHEAD.match(line.text):
        return line.cells > 1 and share >= _MOSTLY_MATHS
    if of_prose(line.text) != "paragraph" or _begins_sentence(line.text, words):
        return False
    if _is_indented(line):
        equates = _RELATION.search(line.text.replace(":", ""))
        if equates and not words and (line.x0 - line.left) / line.size >= _SMALL_INDENT:
            return not line.is_full or share >= _MATHS
        return share >= _MATHS and (relates or share >= _MOSTLY_MATHS)
    wide = line.is_full and len(line.text) >= _LEAST_WIDE
    return wide and share >= (_ALL_MATHS if words else _MOSTLY_MATHS)


def _begins_sentence(text: str, words: Sequence[str]) -> bool:
    return bool(_CAPITAL.match(text)) and text.split()[0].rstrip(",:").lower() in words


def _is_indented(line: Line) -> bool:
    """Tell whether a line stands off its column's edges as formulas do, and no paragraph's first.

    One that nearly fills its column stands in the middle of it.
    """
    indent = (line.x0 - line.left) / line.size
    if indent < _INDENT:
        rest = (line.right - line.x1) / line.size
        return indent > _LEVEL and abs(indent - rest) < _LEVEL
    return indent >= _SMALL_INDENT or not line.is_full or line.cells > 1


def _has_number(line: Line) -> bool:
    """Tell whether a line ends in a formula's number at the column's right edge, set apart."""
    number = _NUMBER.search(line.text)
    at_right = line.right - line.x1 < _AT_RIGHT * line.size
    alone = number is not None and not number.start()
    far = line.x0 - line.left >= _SMALL_INDENT * line.size and bool(_RELATION.search(line.text))
    return at_right and bool(number) and (line.cells > 1 or alone or far)


def _words(text: str) -> Iterator[str]:
    """Give the words of a line, in lower case, that are not a formula's own."""
    return (word for found in _WORD.findall(text) if (word := found.lower()) not in _OF_FORMULAS)


def _share(line: Line) -> float:
    """Give the share of a line's characters that are of mathematics."""
    characters = len(line.text.replace(" ", ""))
    return min(1.0, (line.maths + len(_SIGN.findall(line.text))) / max(characters, 1))


def _is_near(line: Line, other: Line) -> bool:
    size = max(line.size, other.size)
    return abs(line.y - other.y) < _NEAR * size and line.left == other.left


def _is_part(line: Line, other: Line) -> bool:
    """Tell whether a line next to a formula is a part of it: short, without words.

    What is closer to it than two lines are, to its right or small, may have words.
    """
    close = abs(line.y - other.y) / max(line.size, other.size)
    if close < _FRACTION and line.x0 > other.x1 and not line.is_full:
        return True
    if close < _LEVEL and line.size < _SCRIPT * other.size and len(line.text) <= _FRAGMENT:
        return True
    if any(_words(line.text)):
        return False
    indent = (line.x0 - line.left) / line.size
    share = _share(line)
    if indent < _INDENT:
        return share >= _MOSTLY_MATHS and not line.text[-1:].isdigit()
    short = len(line.text.replace(" ", "")) <= _FRAGMENT
    far = indent >= _SMALL_INDENT and len(other.text) > _FRAGMENT // 2
    return share >= _MATHS or short or far
