"""The comments that we write into entries and logs: marked, read and taken out here, nowhere else.

Whatever a template says, every comment that it renders ends in our mark:

    <!-- ？原文未找到：“61.9”；原文有 61.4（p. 1） [summarize k3v2a] -->

The mark holds a short digest of each line of its comment. So a comment is ours in any wording, and
what a person writes is theirs in any wording, within a comment of ours too: there it is in a line
whose digest is not in the mark. Drafts of the time before the mark are told by what the templates
of that time rendered. Pure, and linear in its input.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.records.arxiv_id import ArxivId

_COMMENT = re.compile(
    r"(?<!\\)(?:\\\\)*"  # behind an odd backslash no comment begins
    r"(?P<whole><!--(?P<words>.*?)(?P<end>-->|\Z|(?=<!-- summarize: made-from=)))",
    re.DOTALL,
)
_OPENING = "[summarize "
_DIGEST = 5
"""Characters of a line's digest, 5 bits each: of a million changed lines one passes for ours, where
a comment has thirty."""
_IS_DIGEST = re.compile(rf"[a-z2-7]{{{_DIGEST}}}")
_TRAILER = re.compile(
    r"<!-- summarize: made-from=(?P<made_from>[0-9a-f]*) rendered=(?P<rendered>[0-9a-f]*) -->\n?"
)


class Cleared(NamedTuple):
    """An entry without our comments.

    `foreign` are the lines within them, from 1, that a person wrote or changed, and those of a
    comment that nothing closes.
    """

    text: str
    foreign: tuple[int, ...]


class _Comment(NamedTuple):
    """A comment, its lines without the mark, and the mark's digests; None where it has no mark."""

    start: int
    end: int
    lines: list[str]
    digests: tuple[str, ...] | None

    @property
    def foreign(self) -> list[int]:
        """The lines, from 0, that have words and are not ours as they are."""
        ours = {*(self.digests or ()), _digest("")}
        return [n for n, line in enumerate(self.lines) if _digest(line) not in ours]


class Trailer(NamedTuple):
    """What the last comment of an entry says: digests of what it was made from and of its text."""

    made_from: str = ""
    rendered: str = ""


# ── an entry's comments ──


def mark(rendered: str) -> str:
    """Give a rendered entry with our mark in each of its comments; one that is open is closed."""
    return _COMMENT.sub(_marked, rendered)


def take_out(entry: str) -> Cleared:
    """Give an entry without our comments, and the lines that a person wrote in them.

    A line that holds nothing else goes with its comment; what a person wrote stays, to the byte.
    """
    comments = list(_comments(entry))
    if not any(comment.digests for comment in comments):
        comments = [_of_old_template(comment, entry) for comment in comments]
    ours = [comment for comment in comments if comment.digests is not None]
    foreign: list[int] = []
    line, seen = 1, 0
    for comment in ours:
        line, seen = line + entry.count("\n", seen, comment.start), comment.start
        foreign += [line + number for number in comment.foreign]
    return Cleared(_without(entry, ours), tuple(foreign))


def without_comments(text: str) -> str:
    """Give a text without any comment, whoever wrote it."""
    return _without(text, list(_comments(text)))


def blanked(text: str) -> str:
    """Give a text without any comment, and everything else in the line where it was."""
    return _COMMENT.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    before = found[0][: found.start("whole") - found.start()]
    return before + "\n" * found["whole"].count("\n")


def _marked(found: re.Match[str]) -> str:
    words = found["words"].rstrip()
    before = found[0][: found.start("words") - found.start()]
    apart = "\n" if "\n" in words else " "
    digests = " ".join(_digest(line) for line in words.split("\n") if line.strip())
    return f"{before}{words}{apart}{_OPENING}{digests}] -->"


def _digest(line: str) -> str:
    """Give a line's digest; editors may change the space in it."""
    plain = " ".join(line.split()).encode("utf-8", "surrogatepass")
    return base64.b32encode(hashlib.sha256(plain).digest()).decode()[:_DIGEST].lower()


def _comments(text: str) -> Iterator[_Comment]:
    """Give the comments of a text; of one that nothing closes no line is ours."""
    for found in _COMMENT.finditer(text):
        lines, ours = _read(found)
        yield _Comment(found.start("whole"), found.end("whole"), lines, ours)


def _read(found: re.Match[str]) -> tuple[list[str], tuple[str, ...] | None]:
    if _TRAILER.fullmatch(found["whole"]):
        return [], ()
    if not found["end"]:
        return found["words"].split("\n"), ()
    words, opening, mark = found["words"].rpartition(_OPENING)
    within, closing, behind = mark.partition("]")
    digests = tuple(filter(_IS_DIGEST.fullmatch, within.split()))
    if opening and closing and (digests or not within.strip()):
        beside = " ".join(one for one in within.split() if one not in digests)
        return f"{words}{beside}{behind}".split("\n"), digests
    return found["words"].split("\n"), None


def _without(text: str, comments: list[_Comment]) -> str:
    """Take comments out of a text; a line that held nothing else goes with them."""
    kept, end, at_margin = [], 0, True
    for comment in comments:
        piece = _behind(text[end : comment.start], at_margin=at_margin and end > 0)
        at_margin = _ends_at_margin(piece, at_margin=at_margin)
        kept.append(piece.rstrip(" \t") if at_margin else piece)
        end = comment.end
    return "".join([*kept, _behind(text[end:], at_margin=at_margin and end > 0)])


def _behind(piece: str, *, at_margin: bool) -> str:
    """Give what is behind a comment, without the rest of a line that nothing else is on."""
    return piece.lstrip(" \t").removeprefix("\n") if at_margin else piece


def _ends_at_margin(piece: str, *, at_margin: bool) -> bool:
    """Tell whether a piece of text leaves nothing but blanks in the line that it ends in."""
    _, newline, line = piece.rpartition("\n")
    return (at_margin or bool(newline)) and not line.strip(" \t")


# ── drafts of the time before the mark ──

_OLD_DOUBT = (
    "论文中有|像是|与前文重复|引文太短|不在引文或其附近|原文中未一同出现|与原文的对应关系相反"
    "|引文作“|与引文的“|引文原文未找到|月份与 arXiv 的|首页未找到该单位|arXiv 的记录和首页"
    "|原文未找到"
)
_OLD_DOUBT_IN_ENGLISH = (
    "not in the paper|no share in the paper|not in or near its quote|its quote has “"
    "|goes the other way|too short to prove|is not a month of|is not on page 1|neither in arXiv"
    "|its reader does not see|addresses a model|says already|the model was told|the model had done"
    "|not stand together|the paper has (?:these|another)"
)
_OLD = re.compile(
    rf" (?:？(?:{_OLD_DOUBT})|\? .*(?:{_OLD_DOUBT_IN_ENGLISH})"
    r"|(?:起草时未读：|not read for this draft: )\S"
    r"|(?:注意：|mind: )(?:page \d+ |\S+ 不是最新版本，|\S+ is not the newest version: )"
    r"|(?:arXiv:\S+?，)?(?:句子摘自原文（extractive）|由 .* 起草；)"
    r"|(?:arXiv:\S+?, )?(?:sentences picked from the paper \(extractive\)|drafted by .*; ))"
)
_OLD_EVIDENCE = (" 依据：", " evidence:")
_OLD_QUOTE = re.compile(r"\d+\. (?:p\. \d+|原文未找到|not found).*[”\"]")
_OLD_INDENTS = ("", "   ")


def _of_old_template(comment: _Comment, entry: str) -> _Comment:
    """Give a comment as ours if it stands as the templates before the mark rendered it.

    The lines of it that they would not have rendered are not in its digests.
    """
    first, *quotes = comment.lines or [""]
    if comment.digests is not None or not _stands_alone(comment, entry):
        return comment
    if quotes and first in _OLD_EVIDENCE:
        ours = [first, *filter(_OLD_QUOTE.fullmatch, quotes)]
    elif not quotes and first.endswith(" ") and _OLD.match(first):
        ours = [first]
    else:
        return comment
    return comment._replace(digests=tuple(map(_digest, ours)))


def _stands_alone(comment: _Comment, entry: str) -> bool:
    indent = entry[max(0, comment.start - 4) : comment.start].rpartition("\n")[2]
    return indent in _OLD_INDENTS and entry[comment.end : comment.end + 1] in ("", "\n")


# ── the last comment of an entry, and a log's own ──


def trailer(made_from: str, rendered: str) -> str:
    """Give the comment that ends an entry: digests of what it was made from and of its text."""
    return f"<!-- summarize: made-from={made_from} rendered={rendered} -->\n"


def split_trailer(entry: str) -> tuple[str, Trailer]:
    """Give an entry without its last trailer, and what that says; a person may write below it."""
    found = list(_TRAILER.finditer(entry))
    if not found:
        return entry, Trailer()
    last = found[-1]
    return entry[: last.start()] + entry[last.end() :], Trailer(**last.groupdict())


def identifier(arxiv_id: ArxivId) -> str:
    """Give the comment that tells whose an entry of a log is."""
    return f"<!-- arXiv:{arxiv_id} -->"
