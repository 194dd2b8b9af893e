"""Take out the backslashes that underscores don't need: those of formulas, as a rule. Pure.

CommonMark's rule (0.31, 6.2, rules 2 and 6): an underscore opens emphasis where no letter or digit
stands before it and no space behind, closes it where no letter or digit stands behind it and no
space before, and one within a word does neither. It takes one that opens and, further on in the
same paragraph, one that closes. What stands beside a value is known when an entry is whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<run>(?:\\?_)+)|<!--[^\n]*?(?:-->|$)|\\."
    r"|(?P<blank>^[ \t]*$)"
    r"|^(?P<indent> {0,3})(?:[-*+]|(?P<number>\d{1,9})[.)])[ \t]+(?=\S)",
    re.MULTILINE,
)


class _Run(NamedTuple):
    """Underscores in a row, from `start` to `end` in the text."""

    start: int
    end: int
    is_escaped: bool
    opens: bool
    closes: bool


def without_needless_escapes(text: str) -> str:
    """Take the backslash from underscores that would open or close no emphasis without it.

    `text` is Markdown, in which values are inert; others' emphasis stays as it is.
    """
    out, at = [], 0
    for run in (run for block in _blocks(text) for run in _freed(block)):
        out += [text[at : run.start], text[run.start : run.end].replace("\\", "")]
        at = run.end
    return "".join([*out, text[at:]])


def _freed(block: list[_Run]) -> Iterable[_Run]:
    """Give the escaped runs of a block that pair with none, live ones beside them or freed ones."""
    last_close = max((at for at, run in enumerate(block) if run.closes), default=-1)
    is_open = False
    for at, run in enumerate(block):
        if not run.is_escaped:
            is_open |= run.opens
        elif not (run.opens and at < last_close) and not (run.closes and is_open):
            yield run


def _blocks(text: str) -> Iterator[list[_Run]]:
    """Give the runs of each block: what has no blank line in it and no item of a list.

    A block may be several paragraphs, never a part of one: an item ends one where it has a bullet
    or the number 1, or follows another item.
    """
    block: list[_Run] = []
    items: str | None = None
    for token in _TOKEN.finditer(text):
        if token["run"]:
            block.append(_run(text, token))
            continue
        begins = token["indent"] is not None and (
            token["number"] in (None, "1") or token["indent"] == items
        )
        if token["blank"] is not None or begins:
            yield block
            block = []
            items = token["indent"]
    yield block


def _run(text: str, token: re.Match[str]) -> _Run:
    before, behind = (
        text[max(0, token.start() - 1) : token.start()],
        text[token.end() : token.end() + 1],
    )
    escapes = token[0].count("\\")
    is_mixed = 0 < escapes < token[0].count("_")
    # a line of nothing but such ones is a rule across the page
    is_alone = _is_space(before) and _is_space(behind)
    is_escaped = escapes == token[0].count("_") and not is_alone
    opens = not _is_of_word(before) and not _is_space(behind)
    closes = not _is_of_word(behind) and not _is_space(before)
    return _Run(*token.span(), is_escaped, opens or is_mixed, closes or is_mixed)


def _is_space(character: str) -> bool:
    """Tell whether it is a space, or none: what a text begins or ends with."""
    return not character or character.isspace()


def _is_of_word(character: str) -> bool:
    """Tell whether it is no space and no mark: signs like ∑ count as marks by the newest rules."""
    return not _is_space(character) and unicodedata.category(character)[0] not in "PS"
