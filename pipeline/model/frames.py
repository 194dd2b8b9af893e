"""Take the one JSON object out of an answer's words, whatever stands around it.

That is thoughts, fences, tags and prose. Nothing of the object is mended, and of two different ones
none is chosen. `reply` finds the words in a server's body.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any, Literal, NamedTuple

_THOUGHT = (
    r"(?:think(?:ing)?|thoughts?|reason(?:ing)?|reflect(?:ion)?|analysis|plan(?:ning)?"
    r"|scratch[_-]?pad|cot|chain[_-]of[_-]thought|inner[_-](?:thoughts?|monologue)"
    r"|思考(?:过程)?|推理(?:过程)?)"
)
_OPENS_THOUGHT = (
    rf"<(?:[\w-]+:)?{_THOUGHT}(?:\s[^<>]{{0,100}})?>|<\|(?:begin_of_|start_)?{_THOUGHT}\|>"
    rf"|[\[【]{_THOUGHT}[\]】]|◁think▷|<unused94>|<\|channel\|>\s*(?:analysis|commentary)"
)
_CLOSES_THOUGHT = (
    rf"</(?:[\w-]+:)?{_THOUGHT}\s{{0,9}}>|<\|(?:end_of_|end_|/){_THOUGHT}\|>"
    rf"|[\[【]/{_THOUGHT}[\]】]|◁/think▷|<unused95>"
)
_OPENS_ANSWER = (
    r"<\|channel\|>\s*final|<\|channel\|>\s*commentary\s+to=|\bto=[\w.-]+\s*<\|channel\|>"
    r"|assistantfinal|<\|begin_of_box\|>|<\|start_response\|>|<(?:final[_-]?)?answer>"
)
"""What stands before the answer itself, and so behind all thoughts, as the end of them does."""
_MARK = re.compile(
    rf"(?P<close>{_CLOSES_THOUGHT}|{_OPENS_ANSWER})|(?P<open>{_OPENS_THOUGHT})"
    r"|(?P<object>\{(?=\s*[\"}]))",
    re.IGNORECASE,
)
"""What matters in an answer's words; a brace that no name follows is prose."""
_REST_OF_A_WORD = re.compile(r"\s*+(?:-|t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?)?\s*")
"""What is left of `true`, `false`, `null` or a number where the text ends in it."""
_LEFT_OUT = re.compile(r"\s{0,9}(?:\.\.\.|…|<[\w ]{1,40}>)")
"""What prose has in a value's place that shows the form of an answer: `{"title": …}`."""
_MOST_BROKEN = 100
"""Objects that are read in vain: each may take as long as the whole answer."""
_DEEPEST_ENVELOPE = 3
"""Values around the object that is asked for."""
_Found = tuple[dict[str, Any], str]
"""An object, and its text."""


class Framed(NamedTuple):
    """What stands in an answer's words.

    `text` is the object where there is one (`whole`); else what a validator shall see, and why it
    is none: nothing there, the text ends inside of it, it is broken, or two differ.
    """

    text: str
    state: Literal["whole", "none", "cut", "broken", "two"]


def framed(words: str, names: Collection[str] = ()) -> Framed:
    """Find the one JSON object in an answer's words.

    `names` are those of the record that is asked for: an object that has none of them and holds one
    that does is an envelope, too. Thoughts are left out, whatever they hold. The same object twice
    is one, and an empty one beside another is none.
    """
    try:
        return _framed(words, names)
    except RecursionError:  # it can be read, and not be compared or written again
        return Framed(words.strip(), "broken")


def _framed(words: str, names: Collection[str]) -> Framed:
    found = _objects(words)
    if isinstance(found, Framed):
        return found
    if not found:
        inner = _string_in(words)
        return _framed(inner, names) if inner else Framed(words.strip(), "none")
    filled = [one for one in found if one[0]] or found[:1]
    if any(value != filled[0][0] for value, _ in filled):
        return Framed(words.strip(), "two")
    value, text = filled[0]
    return Framed(_out_of_envelope(value, names) or text, "whole")


def _objects(words: str) -> list[_Found] | Framed:
    """Give the objects outside of thoughts, with their texts; or say that one is no JSON."""
    found: list[_Found] = []
    in_front: list[_Found] = []  # of the last close without an open
    failed: Framed | None = None
    form: Framed | None = None  # that prose shows, and no answer
    failures = 0
    before_thought: int | None = None
    at = 0
    while mark := _MARK.search(words, at):
        at = mark.end()
        if mark.lastgroup == "close":  # one that was never opened began with the answer
            if before_thought is None and found and not failed:
                in_front = found
                found = []
            del found[before_thought or 0 :]
            failed, before_thought = None, None
        elif failed:
            continue
        elif mark.lastgroup == "open":
            before_thought = len(found) if before_thought is None else before_thought
        else:
            read = _read_object(words, mark.start())
            if not isinstance(read, Framed):
                found.append((read[0], words[mark.start() : read[1]]))
                at = read[1]
                continue
            failures += 1
            if failures == _MOST_BROKEN:
                return Framed(words.strip(), "broken")
            if read.state == "none":
                form = form or read._replace(state="broken")
            else:
                failed = read
    # what closes without an open may also be named in the words behind the answer
    return failed or found or (in_front if len(in_front) == 1 else form or [])


def _read_object(words: str, start: int) -> tuple[dict[str, Any], int] | Framed:
    """Give an object and where it ends, or what is wrong with it; "none": it is but a form."""
    try:
        return json.JSONDecoder().raw_decode(words, start)
    except json.JSONDecodeError as error:
        if _LEFT_OUT.match(words, error.pos) and words.find("{", start + 1, error.pos) < 0:
            return Framed(words[start:].strip(), "none")
        ends_in_it = "Unterminated string" in error.msg
        is_cut = ends_in_it or _REST_OF_A_WORD.fullmatch(words, error.pos)
        return Framed(words[start:].strip(), "cut" if is_cut else "broken")
    except (ValueError, RecursionError):  # also a number of more digits than Python reads
        return Framed(words[start:].strip(), "broken")


def _string_in(words: str) -> str:
    """Give the text that an answer holds as a JSON string; nothing where it is none."""
    if not words.lstrip().startswith('"'):
        return ""
    try:
        value = json.loads(words)
    except ValueError:
        return ""
    return value if isinstance(value, str) and "{" in value else ""


def _out_of_envelope(value: dict[str, Any], names: Collection[str]) -> str:
    """Give the text of the one object that an object is around; nothing where it is none."""
    if not names or any(name in value for name in names):
        return ""
    inner = list(_inside(value, names))
    is_one = inner and all(one == inner[0] for one in inner)
    return json.dumps(inner[0], ensure_ascii=False) if is_one else ""


def _inside(value: Any, names: Collection[str], depth: int = 0) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Give the objects with one of the names that a value has in it, also in its strings."""
    if isinstance(value, str) and "{" in value:
        found = _objects(value)
        value = [one for one, _ in found] if isinstance(found, list) else None
    if isinstance(value, dict) and any(name in value for name in names):
        yield value
    elif isinstance(value, dict | list) and depth < _DEEPEST_ENVELOPE:
        for one in value.values() if isinstance(value, dict) else value:
            yield from _inside(one, names, depth + 1)
