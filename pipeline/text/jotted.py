"""A line that somebody jotted down: which part of it may be a title, and whether one stands in it.

A title stands whole in a line where its letters and digits do, between the edges of words, and the
rest are notes (`asides`). Pure, and linear in the line's length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.text import asides
from pipeline.text.asides import (
    APART,
    BARE_PART,
    BRACKETS,
    EDGE,
    ET_AL,
    OTHER_SCRIPTS,
    YEAR,
    Asides,
)
from pipeline.text.identifiers import ADDRESS
from pipeline.text.titles import fold, without_nickname

LONGEST_LINE = 2000
"""Characters of a line that are looked at: the longest titles have 250."""
SHORTEST_TITLE = 18
"""Characters of an English title, in three words at least: what is shorter may be a nickname."""
SHORTEST_CJK_TITLE = 6
"""Characters of a Chinese one."""
_SHORTEST_PART = 5
"""Letters of the beginning of a title by which it is found."""

# no part of a line is longer than 500 characters to these: they stay linear in it
_CLEANED = (
    (re.compile(r"!\[[^\[\]]{0,500}\]\([^()]{0,500}\)|\{\{.{0,500}?\}\}"), EDGE),
    (re.compile(r"^\s*\(?\d{1,3}[.)]\s+"), ""),
    (re.compile(r"%%.{0,500}?%%|<!--.{0,500}?-->"), EDGE),
    (re.compile(r"[\[(][\w -]{1,40}:: ?[^\[\]()]{0,200}[\])]"), EDGE),  # Obsidian's fields
    (re.compile(r"</?[A-Za-z][^<>]{0,500}>"), EDGE),
    (
        re.compile(r"\[\[(?:[^\[\]|]{0,300}\|)?([^\[\]|]{1,300})\]\](?!\()"),
        rf"{EDGE}\1{EDGE}",
    ),
    (
        re.compile(r"\[\[?([^\[\]]{1,500})\](?:\([^()]{0,500}\)|\[[^\[\]]{0,80}\])\]?"),
        rf"{EDGE}\1{EDGE}",
    ),
    (ADDRESS, EDGE),
    (re.compile(r"[➕📅⏳🛫✅🔁⏫🔼🔽🔺⏬]\ufe0f?\s?(?:\d{4}-\d\d-\d\d)?"), EDGE),  # of tasks
    (re.compile(r"(?:(?<=\s)|^)[#@][^\s#@]{1,60}|\s\^[\w-]{1,30}\s*$"), EDGE),
    (re.compile(r"[*`]{1,3}|~~|(?<![^\W_])_{1,3}|_{1,3}(?![^\W_])"), ""),
    (re.compile("："), ": "),
)
"""What Markdown puts around words, and what a clean line has in its place."""
_QUOTED = re.compile(r"[\"“]([^\"“”]{10,300})[\"”]")
_MARKED_TITLE = re.compile(r"《([^《》]{1,500})》")
_JOINT = re.compile(r"((?<!\d),\s+|(?<=[^\s.]{3})\.\s+|(?<=\bal)\.,?\s*|:\s+)")
_BY_OTHERS = re.compile(rf"\s+by\s+{ET_AL.pattern.removeprefix('(?i)')}\s*$")
_FOLLOWS = re.compile(r"的(?:后续|後續|改进|改進|扩展|续作|升级)|続編|後続|후속")
"""Chinese, Japanese and Korean for the work that follows one, which is another."""


class Standing(NamedTuple):
    """A title in a line, from `start` to `end` of the clean one.

    `is_whole` tells whether the rest are notes; more of a title may be beside it otherwise.
    `is_full` tells whether its nickname, if it has one, is there too.
    """

    start: int
    end: int
    is_whole: bool
    is_full: bool


class Jotted:
    """A line, cleaned of markup, as titles are looked for in it.

    `marked` is what stands in 《》: where it is one title, `line` is that, and `rest` what is
    around it.
    """

    def __init__(self, text: str) -> None:
        line = text[:LONGEST_LINE]
        for pattern, stands in _CLEANED:
            line = pattern.sub(stands, line)
        self.marked = [found for found in _MARKED_TITLE.findall(line) if fold(found)]
        is_one = len(self.marked) == 1
        self.line = self.marked[0] if is_one else line
        self.rest = _MARKED_TITLE.sub(" ", line) if is_one else ""
        self._folded, self._places = _folded_with_places(self.line)

    @property
    def parts(self) -> list[str]:
        """What may be a title, the likeliest first: parts that are no notes by themselves."""
        pieces = map(_trimmed, self.marked) if self.marked else map(_without_notes, self._apart())
        told = dict.fromkeys(piece for piece in pieces if not asides.is_label(piece))
        wanted = [piece for piece in told if _weight(piece) > 1]
        return wanted if self.marked else sorted(wanted, key=_weight, reverse=True)

    @property
    def segments(self) -> list[str]:
        """Parts of the likeliest part that its punctuation sets off, the longest first."""
        first = self.parts[0] if self.parts else ""
        pieces = [_trimmed(piece) for piece in _JOINT.split(first)[::2]]
        return sorted(pieces, key=_weight, reverse=True) if len(pieces) > 1 else []

    @property
    def is_alone(self) -> bool:
        """Whether nothing but one part and what tells of its publication is in the line."""
        return len(self.parts) == 1 and not any(map(asides.is_other, self.line + self.rest))

    def standing(self, title: str, authors: Iterable[str] = ()) -> Standing | None:
        """Give where a title stands in the line, with its nickname or without it; None for not.

        A short title counts as whole only where nothing is beside it but what tells of its
        publication.
        """
        bare = without_nickname(title)
        for words in dict.fromkeys((title, bare)):
            if place := self._place(fold(words)):
                is_whole = self._is_whole(*place, Asides(authors, is_short=is_short(words)))
                return Standing(*place, is_whole and self._is_told(*place, words), words == title)
        return None

    def is_part_of(self, title: str) -> bool:
        """Tell whether a part of the line is a title's beginning, or several words of it."""
        return any(_is_part(part, title) for part in self.parts)

    # ── places ──

    def _place(self, folded: str) -> tuple[int, int] | None:
        at = self._folded.find(folded) if folded else -1
        while at >= 0:
            start, end = self._places[at], self._places[at + len(folded) - 1] + 1
            if self._is_edge(start) and self._is_edge(end):
                return start, end
            at = self._folded.find(folded, at + 1)
        return None

    def _is_edge(self, at: int) -> bool:
        """Tell whether a word begins or ends at a place."""
        if at in (0, len(self.line)):
            return True
        left, right = self.line[at - 1], self.line[at]
        if not (left.isalnum() and right.isalnum()):
            return True
        is_year = re.match(rf"{YEAR}年", self.line[at : at + 5]) and not left.isdigit()
        return asides.is_other(left) != asides.is_other(right) or bool(is_year)

    def _is_whole(self, start: int, end: int, beside: Asides) -> bool:
        before, after = self.line[:start], self.line[end:]
        return not _FOLLOWS.search(after + self.rest) and beside.are_notes(before, after)

    def _is_told(self, start: int, end: int, title: str) -> bool:
        """Tell whether a title is no topic: a short one has two words, and not all in small.

        What stands in 《》 is said to be one.
        """
        words = self.line[start:end]
        is_two = re.search(r"[^\W_][\s-]+[^\W_]", words) and words != words.lower()
        return not is_short(title) or bool(is_two or self.marked)

    # ── parts ──

    def _apart(self) -> Iterator[str]:
        """Give what brackets hold, and the pieces of the line that stand apart from each other."""
        for inner in (*BRACKETS.finditer(self.line), *_QUOTED.finditer(self.line)):
            yield inner[1]
        bare = BRACKETS.sub(lambda found: EDGE if _is_set_aside(found[1]) else found[0], self.line)
        yield from APART.split(BARE_PART.sub(EDGE, re.sub(r"\d{4}(?=年)", " ", bare)))


def is_short(title: str) -> bool:
    """Tell whether a title is so short that it may be a nickname or a topic."""
    if len(re.findall(f"[{OTHER_SCRIPTS}]", title)) >= SHORTEST_CJK_TITLE:
        return False
    return len(title) < SHORTEST_TITLE or len(re.findall(r"[^\W\d_]{2,}", title)) < 3


def _is_set_aside(words: str) -> bool:
    """Tell whether brackets are apart from a title: not those of a name within it, as in (BiT)."""
    bare = words.strip()
    return bool(re.fullmatch(YEAR, bare)) or not re.fullmatch(r"[\w.+-]{1,12}", bare, re.ASCII)


def _without_notes(piece: str) -> str:
    """Take authors, venues and years off both ends of a piece."""
    beside = Asides()
    parts = _JOINT.split(_BY_OTHERS.sub("", piece.strip()))
    words, joints = parts[::2], [*parts[1::2], ""]
    while len(words) > 1 and beside.tell_of_publication(words[-1]):
        words.pop()
        joints.pop()
    while len(words) > 1 and beside.tell_of_publication(words[0]):
        words.pop(0)
        joints.pop(0)
    return _trimmed("".join(word + joint for word, joint in zip(words, joints, strict=False)))


def _trimmed(words: str) -> str:
    words = re.sub(rf"\s?[(（]{YEAR}[)）]\s*$", "", words)
    words = re.sub(rf"^\W*{YEAR}\s+", "", words).strip(" -–—,.;:、，。\"“”'")
    return " ".join(re.sub(r"^\([\w.+-]{2,15}\)\s*", "", words).split())


def _weight(piece: str) -> int:
    """Give how much of a title a piece seems to be: its letters, twice where it has capitals."""
    return sum(map(str.isalpha, piece)) * (1 if piece == piece.lower() else 2)


def _is_part(part: str, title: str) -> bool:
    if len(fold(part)) < _SHORTEST_PART:
        return False
    wanted, whole, bare = (f" {_spaced(one)} " for one in (part, title, without_nickname(title)))
    begins = whole.startswith(wanted) or bare.startswith(wanted)
    return begins or fold(title).startswith(fold(part)) or (not is_short(part) and wanted in whole)


def _spaced(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).casefold()
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", letters))


def _folded_with_places(line: str) -> tuple[str, list[int]]:
    """Give a line's letters and digits as `fold` gives them, with the place of each."""
    pairs = [
        (plain, at)
        for at, char in enumerate(line)
        for plain in unicodedata.normalize("NFKD", char).casefold()
        if plain.isalnum()
    ]
    return "".join(plain for plain, _ in pairs), [at for _, at in pairs]
