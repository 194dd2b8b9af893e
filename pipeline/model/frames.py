"""Read an answer out of whatever it is wrapped in: the one reader of frames.

Two frames lie around an answer. The body is a chat completion, alone, inside an envelope, or as the
events of a stream that nobody asked for; it is read to a `Reply`. The reply's words hold one JSON
object among thoughts, fences, tags and prose; it is taken out as it stands. Nothing of the object
is mended, and of two different ones none is chosen.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from pydantic import Field

from pipeline.records.record import Record

LARGEST_COUNT = 10**9
"""Tokens: a server that counts more counts nonsense."""
_DEEPEST_ENVELOPE = 3
"""Objects around a completion: gateways put one or two."""

# ── what is in a reply ──

_THOUGHT = r"(?:think|thinking|thoughts?|reason|reasoning|reflection|scratchpad|analysis)"
_OPENS_THOUGHT = (
    rf"<(?:[\w-]+:)?{_THOUGHT}>|<\|(?:begin_of_|start_)?{_THOUGHT}\|>|\[{_THOUGHT}\]"
    r"|◁think▷|<unused94>|<\|channel\|>\s*(?:analysis|commentary)"
)
_CLOSES_THOUGHT = (
    rf"</(?:[\w-]+:)?{_THOUGHT}>|<\|(?:end_of_|end_|/){_THOUGHT}\|>|\[/{_THOUGHT}\]"
    r"|◁/think▷|<unused95>|<\|channel\|>\s*final|assistantfinal"
)
_MARK = re.compile(
    rf"(?P<close>{_CLOSES_THOUGHT})|(?P<open>{_OPENS_THOUGHT})|(?P<object>\{{(?=\s*[\"}}]))",
    re.IGNORECASE,
)
"""What matters in an answer's words; a brace that no name follows is prose."""
_REST_OF_A_WORD = re.compile(r"\s*+(?:-|t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?)?\s*")
"""What is left of `true`, `false`, `null` or a number where the text ends in it."""


_MOST_BROKEN = 100
"""Objects that are read in vain: each may take as long as the whole answer."""
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
            if isinstance(read, Framed):
                failed, failures = read, failures + 1
                if failures == _MOST_BROKEN:
                    return Framed(words.strip(), "broken")
            else:
                found.append((read[0], words[mark.start() : read[1]]))
                at = read[1]
    # what closes without an open may also be named in the words behind the answer
    return failed or found or (in_front if len(in_front) == 1 else [])


def _read_object(words: str, start: int) -> tuple[dict[str, Any], int] | Framed:
    try:
        return json.JSONDecoder().raw_decode(words, start)
    except json.JSONDecodeError as error:
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
    members = (_parsed(member) if isinstance(member, str) else member for member in value.values())
    inner = [one for one in members if isinstance(one, dict) and any(name in one for name in names)]
    return json.dumps(inner[0], ensure_ascii=False) if len(inner) == 1 else ""


# ── what is in a body ──


class Reply(Record):
    """What a chat completion says, as far as we need it.

    `finish` is "length", "content_filter", "error" or "stop", however its server spells it, or
    empty where it does not say. Token counts are the server's own, None where it gave none.
    """

    content: str = ""
    refusal: str = ""
    finish: Literal["", "stop", "length", "content_filter", "error"] = ""
    tokens_in: int | None = Field(None, ge=0)
    tokens_out: int | None = Field(None, ge=0)


def parse_reply(raw: str) -> Reply:
    """Read a reply's body. Total: what has no completion in it is an empty answer."""
    try:
        return _parsed_reply(raw)
    except RecursionError:
        return Reply()


def _parsed_reply(raw: str) -> Reply:
    values = values_in(raw)
    completions = [one for value in values if (one := completion_in(value))]
    messages = [_message(one) for one in completions]
    content = _said(messages, "content")
    if framed(content).state != "whole":
        content = _elsewhere(messages, content)
    finishes = [finish for one in completions if (finish := _finish(one))]
    tokens_in, tokens_out = _usage([*values, *completions])
    return Reply(
        content=content,
        refusal=_said(messages, "refusal"),
        finish=finishes[-1] if finishes else "",
        tokens_in=tokens_in,
        tokens_out=None if tokens_out == 0 and content else tokens_out,
    )


def values_in(raw: str) -> list[Any]:
    """Give the JSON values of a body: one, or those of a stream's events (SSE, or one a line).

    What stands behind a whole value, such as `data: [DONE]`, is read on; what is no JSON is left
    out.
    """
    text = raw.lstrip("\ufeff \t\r\n")
    found: list[Any] = []
    if text[:1] in ("{", "[", '"'):
        try:
            value, end = json.JSONDecoder().raw_decode(text)
        except (ValueError, RecursionError):
            pass
        else:
            found, text = [value], text[end:]
    return [*found, *_events(text)]


def _events(text: str) -> Iterator[Any]:
    open_event: list[str] = []
    for line in (*text.splitlines(), ""):
        data = line.removeprefix("data:").strip() if line.startswith("data:") else line.strip()
        value = _parsed(data) if data[:1] in ("{", "[") else None
        if value is not None:
            yield value
        elif line.startswith("data:"):
            open_event.append(data)
        elif open_event:  # one value over several lines
            if (value := _parsed("\n".join(open_event))) is not None:
                yield value
            open_event = []


def completion_in(value: Any, depth: int = 0) -> dict[str, Any] | None:  # noqa: ANN401 - any JSON
    """Give the chat completion that a value is or has around it; None where there is none."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        value = _parsed(value)
    if isinstance(value, dict) and _is_completion(value):
        return value
    inner = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list) or depth == _DEEPEST_ENVELOPE:
        return None
    return next((one for item in inner if (one := completion_in(item, depth + 1))), None)


def _is_completion(value: dict[str, Any]) -> bool:
    """Tell a completion: OpenAI's, or one in Ollama's, Anthropic's or the Responses API's words."""
    if isinstance(value.get("choices"), list):
        return bool(value["choices"])
    if isinstance(value.get("message"), dict):
        return "content" in value["message"]
    parts = value.get("output", value.get("content"))
    is_list = isinstance(parts, list) and all(isinstance(part, dict) for part in parts)
    return is_list and any("type" in part for part in parts or ())


def _choice(completion: dict[str, Any]) -> dict[str, Any]:
    choices = completion.get("choices") or [completion]
    return choices[0] if isinstance(choices[0], dict) else {"text": choices[0]}


def _message(completion: dict[str, Any]) -> dict[str, Any]:
    """Give what a completion, or a piece of one, says."""
    choice = _choice(completion)
    message = choice.get("message") or choice.get("delta")
    if isinstance(message, dict):
        return message if choice.get("message") is None or choice is completion else {
            **message, "is_all": True,
        }  # fmt: skip
    if isinstance(message, str):
        return {"content": message}
    outputs = choice.get("output")
    if isinstance(outputs, list):
        parts = [one.get("content") for one in outputs if one.get("type") == "message"]
        return {"content": [part for one in parts if isinstance(one, list) for part in one]}
    return {"content": choice.get("text", choice.get("content"))}


def _said(messages: Sequence[dict[str, Any]], name: str) -> str:
    """Give a member of a message in words; a stream's pieces are joined."""
    whole = [text for one in messages if one.get("is_all") and (text := _text(one.get(name)))]
    pieces = [text for one in messages if (text := _text(one.get(name)))]
    if whole or not pieces:
        return whole[-1] if whole else ""
    # some streams repeat all that was said before in every event
    grows = all(b.startswith(a) for a, b in itertools.pairwise(pieces))
    return pieces[-1] if grows else "".join(pieces)


def _elsewhere(messages: Sequence[dict[str, Any]], content: str) -> str:
    """Give an answer that stands elsewhere than in the content, else the content.

    That is in the arguments of a call of a tool, or, where there is no content, among the thoughts.
    """
    calls = "".join(_text(one) for message in messages for one in _arguments(message))
    places = [calls] if content.strip() else [
        calls, *(_said(messages, name) for name in ("reasoning_content", "reasoning", "thinking")),
    ]  # fmt: skip
    return next((place for place in places if framed(place).state == "whole"), content)


def _arguments(message: dict[str, Any]) -> Iterator[Any]:
    calls = message.get("tool_calls")
    for call in [*(calls if isinstance(calls, list) else ()), message]:
        function = call.get("function" if call is not message else "function_call")
        if isinstance(function, dict):
            yield function.get("arguments")


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Give words as they are, a list's parts joined without thoughts, an object as JSON."""
    if isinstance(value, list):
        return "".join(map(_part, value))
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    # lone surrogates cannot be written
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _part(part: Any) -> str:  # noqa: ANN401 - any JSON value
    if not isinstance(part, dict):
        return _text(part) if isinstance(part, str) else ""
    text = part.get("text")
    return _text(text.get("value") if isinstance(text, dict) else text)


_FINISHES: tuple[tuple[Literal["length", "content_filter", "error"], re.Pattern[str]], ...] = (
    ("length", re.compile(r"length|max.*tokens|tokens?.?limit|window|incomplete", re.I)),
    (
        "content_filter",
        re.compile(r"filter|safety|sensitive|refus|recit|prohibit|block|moderat|guardrail", re.I),
    ),
    ("error", re.compile(r"error|abort|fail|cancel|disconnect|insufficient|overload", re.I)),
)
"""How servers spell why an answer ended; all else is a good end."""


def _finish(completion: dict[str, Any]) -> Literal["", "stop", "length", "content_filter", "error"]:
    choice = _choice(completion)
    said = next(
        (
            reason
            for name in ("finish_reason", "stop_reason", "done_reason", "incomplete_details")
            if (reason := choice.get(name) or completion.get(name))
        ),
        "",
    )
    spelt = str(said)
    known = (kind for kind, pattern in _FINISHES if pattern.search(spelt))
    return next(known, "stop" if said else "")


def _usage(values: Sequence[Any]) -> tuple[int | None, int | None]:
    """Give the tokens in and out by the last count; None where there is none to believe."""
    counts = (value.get("usage", value) for value in values if isinstance(value, dict))
    usages = [one for one in counts if isinstance(one, dict)]
    sent = [n for one in usages if (n := _tokens_in(one))]
    came = [
        n
        for one in usages
        if (n := _count(one, "completion_tokens", "output_tokens", "eval_count")) is not None
    ]
    return sent[-1] if sent else None, came[-1] if came else None


def _tokens_in(usage: dict[str, Any]) -> int | None:
    """Give the tokens that were read; those of a cache are counted beside them by some servers."""
    read = _count(usage, "prompt_tokens", "input_tokens", "prompt_eval_count") or 0
    details = usage.get("prompt_tokens_details")
    cached = _count(details, "cached_tokens") if isinstance(details, dict) else None
    cached = cached or _count(usage, "cache_read_input_tokens", "prompt_cache_hit_tokens") or 0
    return (read + cached if cached > read else read) or None


def _count(value: dict[str, Any], *names: str) -> int | None:
    number = next((value[name] for name in names if name in value), None)
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return number if 0 <= number <= LARGEST_COUNT else None


def _parsed(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """Give the value of a JSON text, None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
