"""How a line of a list begins, whether it is open, and how it is marked as done. Pure.

The marks are those of GitHub, Obsidian (`[/]`, `[-]`, `[>]`), Logseq (`TODO`, `DONE`), the signs
that stand in a box's place (☐, ✅), what is struck out, and boxes within quotes and tables.
"""

from __future__ import annotations

import itertools
import re
from typing import Literal, NamedTuple

State = Literal["open", "closed", "none"]
"""Whether a line is marked as open, as closed (done, dropped, moved), or not at all."""

_TAB = 4
"""Columns that a tab indents by, as Markdown counts."""
_BULLET = r"(?:[-*+•‣]|\d{1,9}[.)、])"
_START = re.compile(
    r"(?P<quote>(?:[ \t]*>)*)(?P<indent>[ \t]*)"
    rf"(?P<bullet>(?:{_BULLET}[ \t]+(?=\S)|\d{{1,3}}、(?=\S)|[-*+•](?=\\?\[.?\\?\]))*)"
)
_CLOSED_IN_BOX = "xX✓✔√☑✅×✗✘-><~vVoO"
_BOX = re.compile(r"\\?\[(?P<box>[^\[\]\\\d]?)\\?\](?![(\[:])[ \t\u3000]*")
_OPEN_SIGNS, _CLOSED_SIGNS = "☐⬜◻◽🔲□▢", "☑✅✔✓☒❌✗✘✖"
_SIGN = re.compile(f"(?P<sign>[{_OPEN_SIGNS}{_CLOSED_SIGNS}])\ufe0f?[ \t\u3000]*")
_SIGN_BEHIND = re.compile(r"[ \t\u3000](?P<sign>[☑✅✔✓])\ufe0f?(?:[ \t]*\d{4}-\d\d-\d\d)?[ \t]*$")
_OPEN_WORDS, _CLOSED_WORDS = (
    "TODO LATER DOING NOW WAITING WAIT IN-PROGRESS".split(),
    "DONE CANCELED CANCELLED".split(),
)
_WORD = re.compile(
    rf"(?P<word>{'|'.join(_OPEN_WORDS + _CLOSED_WORDS)})[ \t]+(?:\[#[A-C]\][ \t]*)?(?=\S)"
)
_ROAM = re.compile(r"\{\{(?:\[\[)?(?P<word>TODO|DONE)(?:\]\])?\}\}[ \t]*")
_SAID_DONE = re.compile(
    r"[【\[(（](?:已[读讀看阅閱]完?|[读讀看]完了?|已?完成|読了|既読|완료|(?i:done|read|finished))[】\])）](?!\()"
)
"""What says at a line's beginning or end that it is done, in brackets."""
_STATUS: tuple[tuple[State, re.Pattern[str]], ...] = (
    (
        "closed",
        re.compile(
            r"(?i:done|read|finished|completed?|archived|dropped|cancell?ed|abandoned)"
            r"|已[读讀看阅閱]|已?完成|放弃|读完|読了|既読|완료"
        ),
    ),
    (
        "open",
        re.compile(
            r"(?i:to[- ]read|to[- ]do|reading|unread|not started|in progress|queued?|backlog|next)"
            r"|[待未在][读讀看]|[阅閱][读讀]中|进行中|未开始|未読|읽는 중"
        ),
    ),
)
"""What a cell of a table says by itself of its row."""
_STRUCK = re.compile(r"~~.{1,500}?~~|<(?P<tag>del|s|strike)>.{1,500}?</(?P=tag)>")
_CELL = re.compile(r"(?<!\\)\|")
_DONE_SIGN = {"⬜": "✅", "🔲": "✅"}
"""What a sign becomes when it is done; the others become ☑."""


class Marked(NamedTuple):
    """A line of a list: its words, and the mark in front of them.

    `indent` is in columns, within its quotes; `start` and `end` are the place of what says the
    state within the line, and `done` what stands there when it is done; both places are the words'
    beginning where nothing says it. `cells` tells a table's row.
    """

    text: str
    state: State
    indent: int
    bullet: str
    quoted: int
    start: int
    end: int
    done: str
    cells: bool = False

    @property
    def is_marked(self) -> bool:
        """Whether a box, a sign or a word says whether it is open."""
        return self.start < self.end

    @property
    def is_struck(self) -> bool:
        """Whether it begins with what is struck out."""
        return bool(_STRUCK.match(self.text))


def read(line: str) -> Marked:
    """Read a line, without its end."""
    start = _START.match(line)
    assert start is not None  # all of it may be missing
    indent = len(start["indent"].expandtabs(_TAB))
    quoted, bullet, at = start["quote"].count(">"), start["bullet"].strip(), start.end()
    if line.startswith("|", at):
        return _row(line, at, indent, quoted)
    words = line[at:].rstrip()
    state, end, done = _mark(words, has_bullet=bool(bullet))
    text = words[end:].strip() if end else words
    if state != "closed" and (
        _STRUCK.match(text) or _SAID_DONE.match(text) or (not end and _SIGN_BEHIND.search(text))
    ):
        state = "closed"
    return Marked(text, state, indent, bullet, quoted, at, at + end, done)


def done(line: str, marked: Marked, way: str = "") -> str:
    """Give a line marked as done; `way` is how the list marks those without a box, "" for none.

    It stays as it is where it is closed, or nothing says how.
    """
    if marked.state == "closed":
        return line
    if marked.is_marked:
        return line[: marked.start] + marked.done + line[marked.end :]
    if not way or marked.cells:
        return line
    at, end = marked.start, len(line.rstrip())
    return line[:at] + way.replace("…", line[at:end]) + line[end:]


def way_of(line: str, marked: Marked) -> str:
    """Give how a closed line without a box is marked, as `done` takes it; empty for no way."""
    if marked.state != "closed" or marked.cells:
        return ""
    if not marked.is_marked and marked.is_struck:
        return "~~…~~"
    if not marked.is_marked and (said := _SAID_DONE.match(marked.text)):
        return f"{said[0]}…"
    sign = _SIGN.match(line, marked.start) if marked.is_marked else None
    if sign and sign["sign"] in "☑✅✔✓":
        return f"{sign['sign']} …"
    behind = None if marked.is_marked else _SIGN_BEHIND.search(line)
    return f"… {behind['sign']}" if behind else ""


def _mark(words: str, *, has_bullet: bool) -> tuple[State, int, str]:
    """Give the state that words begin with, where its mark ends, and the mark of what is done."""
    if box := _BOX.match(words):
        is_closed = bool(box["box"]) and box["box"] in _CLOSED_IN_BOX
        return _told(is_closed), box.end(), _with(box, "box", "x")
    if sign := _SIGN.match(words):
        done = _DONE_SIGN.get(sign["sign"], "☑")
        return _told(sign["sign"] in _CLOSED_SIGNS), sign.end(), _with(sign, "sign", done)
    word = _ROAM.match(words) or (_WORD.match(words) if has_bullet else None)
    if word:
        return _told(word["word"] in _CLOSED_WORDS), word.end(), _with(word, "word", "DONE")
    return "none", 0, ""


def _told(is_closed: bool) -> State:
    return "closed" if is_closed else "open"


def _with(mark: re.Match[str], group: str, done: str) -> str:
    """Give a mark with another word or sign in the place of a group of it."""
    words, start = mark[0], mark.start()
    return words[: mark.start(group) - start] + done + words[mark.end(group) - start :]


def _row(line: str, at: int, indent: int, quoted: int) -> Marked:
    """Read a table's row: its words are its cells, without the one that says its state.

    That is a box, or where there is none a word like "To read", which has no mark for done.
    """
    bars = [bar.start() for bar in _CELL.finditer(line, at)] + [len(line)]
    texts: list[str] = []
    mark: tuple[State, int, int, str] = ("none", at, at, "")
    for start, end in itertools.pairwise(bars):
        cell = read(line[start + 1 : end]) if not line.startswith("|", start + 1) else None
        if cell and cell.is_marked and mark[0] == "none":
            mark = (cell.state, start + 1 + cell.start, start + 1 + cell.end, cell.done)
            texts.append(cell.text)
        else:
            texts.append(line[start + 1 : end].strip())
    state: State = mark[0]
    told = [one for cell in texts if (one := _status(cell)) != "none"]
    if told and mark[1] == mark[2]:
        state = told[0]
        texts = [cell for cell in texts if _status(cell) == "none"]
    if any(map(_STRUCK.match, texts)):
        state = "closed"
    text = " | ".join(filter(None, texts))
    return Marked(text, state, indent, "", quoted, *mark[1:], cells=True)


def _status(cell: str) -> State:
    """Give the state that a cell of a table says by itself of its row."""
    return next((state for state, words in _STATUS if words.fullmatch(cell.strip("* "))), "none")
