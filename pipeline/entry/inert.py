"""Nothing from the paper or the model becomes markup: Markdown and HTML leave the text as it is.

The rules are CommonMark's and GitHub's; the tests read what comes of them with a CommonMark reader.
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
_ESCAPES = (
    # first: a backslash that stands before "<" would undo its escape
    (re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)"), r"\\\\"),
    (re.compile(r"<(?=[A-Za-z/!?])"), r"\\<"),
    (re.compile(r"&(?=#?\w+;)"), r"\\&"),
    (re.compile(r"\](?=[(\[:])"), r"]\\"),
    (re.compile(r"```"), r"\\`\\`\\`"),
)
"""Backslashes, tags, entities, links and their targets, fences: what to look for, and what then."""
_ADDRESS = re.compile(r"\b(?:https?|ftp)://|\bwww\.|(?<=[\w.+-])@(?=[\w-]+\.\w)", re.IGNORECASE)
"""What GitHub makes a link of by itself."""
_PAIRED = {
    "*": re.compile(r"(?<!\\)\*"),
    "_": re.compile(r"(?<!\\)(?<![A-Za-z0-9])_|(?<!\\)_(?![A-Za-z0-9])"),
    "`": re.compile(r"(?<!\\)`"),
    "~~": re.compile(r"(?<!\\)~~"),
}
"""Emphasis, code and strike-through come in pairs; an underscore within a word is none."""
_LINE_START = re.compile(r"^(\d+)(?=[.)](?:\s|$))|^(?=[#>|=~`+*_-])")


def inert(value: object) -> object:
    """Make a printed value one line of plain text; numbers and marked-up text pass as they are."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    text = _visible(value)
    for pattern, escaped in _ESCAPES:
        text = pattern.sub(escaped, text)
    text = _ADDRESS.sub(_no_link, text)
    for mark, flanking in _PAIRED.items():
        if text.count(mark) > 1:  # one alone marks nothing: 8*7B
            text = flanking.sub(r"\\\g<0>", text)
    return _LINE_START.sub(r"\g<1>\\", text)


def quiet(value: str) -> Markup:
    """Make a text one line that cannot end an HTML comment; only "--" in it is changed."""
    text = _visible(value).replace("--", "-&#45;").replace("-&#45;-", "-&#45;&#45;")
    return Markup(text)  # noqa: S704 - a comment is no HTML; its ends are out


def title(value: str) -> str:
    """Make a title fit its marks: 《》 inside it become 〈〉."""
    return value.replace("《", "〈").replace("》", "〉")


def _visible(text: str) -> str:
    """Give what a reader sees of a text, on one line."""
    return " ".join(_INVISIBLE.sub("", _BREAK.sub(" ", text)).split())


def _no_link(address: re.Match[str]) -> str:
    return address[0].replace(":", r"\:").replace(".", r"\.", 1).replace("@", r"\@")
