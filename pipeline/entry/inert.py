"""Nothing from the paper or the model becomes markup: Markdown and HTML leave the text as it is.

The rules are CommonMark's, GitHub's, Obsidian's and Logseq's; the tests read what comes
of them with a CommonMark reader.
"""

from __future__ import annotations

import re

from markupsafe import Markup

_BREAK = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_INVISIBLE = re.compile(
    # soft hyphens, joiners, fillers, direction marks, tags and lone surrogates: nobody sees them,
    # and they part no words
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]+"
)
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)")
"""One that would take the next character's meaning, or that of what is printed behind it."""
_MARKS = re.compile(
    r"`|(?<!\s)\*|\*(?!\s)"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word it is none; `emphasis` says who else needs none
    r"|~(?=~)|(?<=~)~|=(?==)|(?<==)="
    r"|<(?=[A-Za-z/!?])|&(?=#?\w+;)"
    r"|(?<=\])[(\[:]|\[(?=\[)|^\[(?=[ xX]\])"  # targets of links, [[notes]], a box to tick
    r"|%(?=%)|\{(?=\{)|\((?=\()"  # what Obsidian and Logseq hide, fill in and embed
    r"|(?<=:):(?=\s|$)|(?<!\S)\^(?=[\w\[-])"  # properties, names of blocks, notes at the foot
    r"|(?<![^\s(])\#(?=[^\W\d]|\[)"  # tags
    r"|\$(?![0-9])"  # without these no formula ends; an amount stays as it is
    r"|(?<=\w)(?=://)|(?<=\bwww)(?=\.)|(?<=[\w.+-])@(?=[\w-]+\.\w)",  # made links by themselves
    re.IGNORECASE,
)
"""Where a backslash goes. Marks that come in pairs are escaped alone, too: the other one may stand
in what is printed beside this text."""
_LINE_START = re.compile(r"^(\d+)(?=[.)](?:\s|$))|^(?=[#>|=~`+*_-])")


def inert(value: object) -> object:
    """Make a printed value one line of plain text; numbers and marked-up text pass as they are."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    text = visible(value)
    text = _MARKS.sub(r"\\\g<0>", _BACKSLASH.sub(r"\\\\", text))
    return _LINE_START.sub(r"\g<1>\\", text)


def quiet(value: str) -> Markup:
    """Make a text one line that cannot end an HTML comment; only "--" in it is changed."""
    text = visible(value).replace("--", "-&#45;").replace("-&#45;-", "-&#45;&#45;")
    return Markup(text)  # noqa: S704 - a comment is no HTML; its ends are out


def title(value: str) -> str:
    """Make a title fit its marks: 《》 inside it become 〈〉."""
    return value.replace("《", "〈").replace("》", "〉")


def printed_title(value: str) -> str:
    """Give a title as the templates print it."""
    return str(inert(title(value)))


def visible(text: str) -> str:
    """Give what a reader sees of a text, on one line."""
    return " ".join(_INVISIBLE.sub("", _BREAK.sub(" ", text)).split())
