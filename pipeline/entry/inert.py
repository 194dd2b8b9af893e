"""Nothing from the paper or the model becomes markup: text that Markdown and HTML leave as it is."""

from __future__ import annotations

import re

from markupsafe import Markup

_BREAK = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


# soft hyphens, joiners, fillers, direction marks, tags and lone surrogates: nobody sees them, and
# they part no words
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]+"
)


_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)")


_TAG = re.compile(r"<(?=[A-Za-z/!?])")


_ENTITY = re.compile(r"&(?=#?\w+;)")


# what GitHub makes a link of by itself
_ADDRESS = re.compile(r"\b(?:https?|ftp)://|\bwww\.|(?<=[\w.+-])@(?=[\w-]+\.\w)", re.IGNORECASE)


# emphasis, code and strike-through come in pairs; an underscore within a word is none
_PAIRED = {
    "*": re.compile(r"(?<!\\)\*"),
    "_": re.compile(r"(?<!\\)(?<![A-Za-z0-9])_|(?<!\\)_(?![A-Za-z0-9])"),
    "`": re.compile(r"(?<!\\)`"),
    "~~": re.compile(r"(?<!\\)~~"),
}


_LINE_START = re.compile(r"^(\d+)(?=[.)](?:\s|$))|^(?=[#>|=~`+*_-])")


def inert(value: object) -> object:
    """Make a printed value one line of plain text that Markdown and HTML leave as it is; numbers and marked-up text pass."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    text = _BACKSLASH.sub(
        r"\\\\", _visible(value)
    )  # first: one that stands before "<" would undo its escape
    text = _ENTITY.sub(r"\\&", _TAG.sub(r"\\<", text))
    text = (
        text.replace("](", r"]\(")
        .replace("][", r"]\[")
        .replace("]:", r"]\:")
        .replace("```", r"\`\`\`")
    )
    text = _ADDRESS.sub(
        lambda match: match[0].replace(":", r"\:").replace(".", r"\.", 1).replace("@", r"\@"), text
    )
    for mark, flanking in _PAIRED.items():
        if text.count(mark) > 1:  # one alone marks nothing: 8*7B
            text = flanking.sub(r"\\\g<0>", text)
    return _LINE_START.sub(r"\g<1>\\", text)


def quiet(value: str) -> Markup:
    """Make a text one line that cannot end an HTML comment; "--" is the only thing in it that is changed."""
    text = _visible(value).replace("--", "-&#45;")
    return Markup(text.replace("-&#45;-", "-&#45;&#45;"))  # noqa: S704 - a comment is no HTML; its ends are out


def _visible(text: str) -> str:
    """Give what a reader sees of a text, on one line."""
    return " ".join(_INVISIBLE.sub("", _BREAK.sub(" ", text)).split())


def title(value: str) -> str:
    """Make a title fit its marks: 《》 inside it become 〈〉."""
    return value.replace("《", "〈").replace("》", "〉")
