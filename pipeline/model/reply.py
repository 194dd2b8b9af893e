"""Read a server's body to a reply: the one reader of what is around an answer's words.

The body is a chat completion, alone, inside an envelope, or as the events of a stream that nobody
asked for; `frames` takes the object out of the words that are found in it.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal

from pydantic import Field

from pipeline.model.frames import framed
from pipeline.records.record import Record

LARGEST_COUNT = 10**9
"""Tokens: a server that counts more counts nonsense."""
_DEEPEST_ENVELOPE = 3
"""Objects around a completion: gateways put one or two."""
_MOST_IN_VAIN = 1 << 28
"""Characters that are passed over for values that break off, some tenths of a second in all.

One in front of a value counts once, because the error says on which line it is; one in it
`_TO_READ` times; and one that is nested too deep takes an eighth of all.
"""
_TO_READ = 64


class Reply(Record):
    """What a chat completion says, as far as we need it.

    `finish` is "length", "content_filter", "error" or "stop", however its server spells it, or
    empty where it does not say. `error` is what the server says went wrong with it, as JSON. Token
    counts are the server's own, None where it gave none.
    """

    content: str = ""
    refusal: str = ""
    finish: Literal["", "stop", "length", "content_filter", "error"] = ""
    error: str = ""
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
    choices = _one_answer([choice for one in completions for choice in _choices(one)])
    messages = [_message(one) for one in choices]
    content = _content(messages)
    finishes = [finish for one in (*completions, *choices) if (finish := _finish(one))]
    errors = [_text(one["error"]) for one in (*values, *choices) if _has_error(one)]
    tokens_in, tokens_out = _usage([*values, *completions])
    return Reply(
        content=content,
        refusal=_said(messages, "refusal") or "".join(map(_refusal_part, messages)),
        finish=finishes[-1] if finishes else "",
        error=errors[-1] if errors and completions else "",
        tokens_in=tokens_in,
        tokens_out=None if tokens_out == 0 and content else tokens_out,
    )


def is_whole(raw: str) -> bool:
    """Tell whether a body has a whole object in its answer, whether or not it ends as it should."""
    return framed(parse_reply(raw).content).state == "whole"


def _has_error(value: Any) -> bool:  # noqa: ANN401 - any JSON value
    return isinstance(value, dict) and bool(value.get("error"))


# ── the values of a body ──

_LINE_END = re.compile(r"\r\n|\r|\n")
"""Not those of `splitlines`: U+2028 and U+0085 may stand in JSON."""
_VALUE = re.compile(r"\{|\A\[|\[(?=\s{0,9}[{\[])")
"""How a value begins; words have other lists, too: "should be [1, 30720]"."""


def values_in(raw: str) -> list[Any]:
    """Give the JSON values of a body: one, or those of a stream's events (SSE, or one a line).

    What stands around a value, such as `data: [DONE]`, and what is no JSON is left out; of a list
    at the outside, its members are given.
    """
    found: list[Any] = []
    text = raw.lstrip("\ufeff \t\r\n")
    if text.startswith('"'):
        text = _parsed(text) or ""
        text = text if isinstance(text, str) else ""
    for value in _values(text):
        found += value if isinstance(value, list) else [value]
    return found


def _values(text: str) -> Iterator[Any]:
    """Give the first value of each line, which may go over more, and those right behind it."""
    decoder, at = json.JSONDecoder(), 0
    left = _MOST_IN_VAIN
    joined = 0  # until where the lines of an event have been tried together
    while at < len(text):
        end = _LINE_END.search(text, at)
        stop, after = (end.start(), end.end()) if end else (len(text), len(text))
        start = _VALUE.search(text, at, stop)
        if start and left > 0:
            try:
                value, at = decoder.raw_decode(text, start.start())
                yield value
                continue
            except json.JSONDecodeError as error:
                left -= start.start() + _TO_READ * (error.pos - start.start())
            except (ValueError, RecursionError):
                left -= _MOST_IN_VAIN // 8
        if start and at >= joined and text.startswith("data:", at):
            lines, joined = _event(text, at)
            if (value := _parsed(lines)) is not None:
                yield value
                after = joined
        at = after


def _event(text: str, at: int) -> tuple[str, int]:
    """Give the data of an event that goes over several lines, and where it ends."""
    lines = []
    while text.startswith("data:", at):
        end = _LINE_END.search(text, at)
        stop, after = (end.start(), end.end()) if end else (len(text), len(text))
        lines.append(text[at + len("data:") : stop])
        at = after
    return "\n".join(lines), at


# ── the completion in a value ──

_BARE = ("response", "generated_text", "output_text", "completion", "answer", "reply", "text")
"""Under which names servers of other protocols give an answer's words alone."""


def completion_in(value: Any) -> dict[str, Any] | None:  # noqa: ANN401 - any JSON value
    """Give the chat completion that a value is or has around it; None where there is none."""
    return _found(value, _is_completion) or _found(value, _is_bare)


def _found(
    value: Any,  # noqa: ANN401 - any JSON value
    is_it: Callable[[dict[str, Any]], bool],
    depth: int = 0,
) -> dict[str, Any] | None:
    if isinstance(value, str) and value.lstrip().startswith("{"):
        value = _parsed(value)
    if isinstance(value, dict) and is_it(value):
        return value
    inner = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list) or depth == _DEEPEST_ENVELOPE:
        return None
    return next((one for item in inner if (one := _found(item, is_it, depth + 1))), None)


def _is_completion(value: dict[str, Any]) -> bool:
    """Tell a completion: OpenAI's, or one in another protocol's words.

    Those are Ollama's, Anthropic's, Gemini's and the Responses API's, events included.
    """
    for name in ("choices", "candidates"):
        if isinstance(value.get(name), list):
            return bool(value[name])
    if isinstance(value.get("message"), dict):
        return "content" in value["message"]
    if isinstance(value.get("delta"), dict) or value.get("role") in _ASKING:
        return value.get("role") not in _ASKING
    parts = value.get("output", value.get("content"))
    is_list = isinstance(parts, list) and all(isinstance(part, dict) for part in parts)
    return is_list and any("type" in part for part in parts or ())


def _is_bare(value: dict[str, Any]) -> bool:
    """Tell what has nothing but an object under a name for answers."""
    return any(framed(_text(value.get(name))).state == "whole" for name in _BARE)


_ASKING = ("system", "developer", "user", "tool")
"""Whose words are no answer: some servers repeat the request."""


# ── what a completion says ──


def _choices(completion: dict[str, Any]) -> list[dict[str, Any]]:
    """Give its choices; what has none is one itself."""
    listed = completion.get("choices") or completion.get("candidates")
    if not isinstance(listed, list):
        return [{**completion, "index": None}]  # an event's may count its parts
    return [one if isinstance(one, dict) else {"text": one} for one in listed]


def _one_answer(choices: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the choices, or a stream's pieces of them, that are the first answer with words."""
    by_index: dict[str, list[dict[str, Any]]] = {}
    for choice in choices:
        by_index.setdefault(str(choice.get("index", 0)), []).append(choice)
    answers = list(by_index.values())
    says = (one for one in answers if _content([_message(choice) for choice in one]).strip())
    return next(says, answers[0] if answers else [])


def _message(choice: dict[str, Any]) -> dict[str, Any]:
    """Give what a choice, or a piece of one, says; `is_all` where it is no piece."""
    message = choice.get("message") or choice.get("delta") or choice.get("messages")
    if isinstance(message, list):
        message = next((one for one in reversed(message) if isinstance(one, dict)), None)
    if isinstance(message, str):
        return {"content": message}
    if isinstance(message, dict):
        said = {**message, "content": message.get("content") or message.get("text")}
        said["content"] = said["content"] or choice.get("text")
        # Ollama's pieces are messages without choices around them
        is_all = bool(choice.get("message")) and choice.get("index", 0) is not None
        return {**said, "is_all": is_all}
    outputs = choice.get("output")
    if isinstance(outputs, list):
        parts = [one.get("content") for one in outputs if one.get("type") == "message"]
        return {"content": [part for part in parts if isinstance(part, list) for part in part]}
    content = choice.get("content")
    if isinstance(content, dict):
        content = content.get("parts")
    return {"content": content or next((choice[name] for name in _BARE if choice.get(name)), None)}


def _content(messages: Sequence[dict[str, Any]]) -> str:
    content = _said(messages, "content")
    return content if framed(content).state == "whole" else _elsewhere(messages, content)


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

    That is in the arguments of a call of a tool, or, where there is no content, in any other member
    of the message, such as its thoughts.
    """
    calls = "".join(_text(one) for message in messages for one in _arguments(message))
    if framed(calls).state == "whole":
        return calls
    if content.strip():
        return content
    names = dict.fromkeys(name for message in messages for name in message)
    others = [name for name in names if name not in ("content", "refusal", "role", "tool_calls")]
    parts = ([{name: _outspoken(one.get(name))} for one in messages] for name in others)
    places = (_said(one, name) for one, name in zip(parts, others, strict=True))
    return next((place for place in places if framed(place).state == "whole"), content)


def _outspoken(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Give a list's parts in words, thoughts too; any other value as it is."""
    if not isinstance(value, list):
        return value
    return "".join("".join(map(_text, one.values())) for one in value if isinstance(one, dict))


def _arguments(message: dict[str, Any]) -> Iterator[Any]:
    calls, parts = message.get("tool_calls"), message.get("content")
    for call in [*(calls if isinstance(calls, list) else ()), message]:
        function = call.get("function" if call is not message else "function_call")
        if isinstance(function, dict):
            yield function.get("arguments")
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict) and part.get("type") == "tool_use":
            yield part.get("input")


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Give words as they are, a list's parts joined without thoughts, an object as JSON."""
    if isinstance(value, list):
        return "".join(map(_part, value))
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    # lone surrogates cannot be written
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


_THOUGHT = re.compile(r"think|thought|reason|analysis", re.I)
"""What a part that is no answer calls itself."""


def _part(part: Any) -> str:  # noqa: ANN401 - any JSON value
    if not isinstance(part, dict):
        return _text(part) if isinstance(part, str) else ""
    if _THOUGHT.search(str(part.get("type"))) or part.get("thought"):
        return ""
    text = next((part[name] for name in ("text", "content", "json") if part.get(name)), None)
    return _text(text.get("value", text) if isinstance(text, dict) else text)


def _refusal_part(message: dict[str, Any]) -> str:
    parts = message.get("content")
    listed = parts if isinstance(parts, list) else ()
    return "".join(_text(one.get("refusal")) for one in listed if isinstance(one, dict))


# ── how it ended, and what it took ──

_FINISHES: tuple[tuple[Literal["length", "content_filter", "error"], re.Pattern[str]], ...] = (
    (
        "length",
        re.compile(r"length|max|token.?limit|window|incomplete|truncat|cut.?off|budget", re.I),
    ),
    (
        "content_filter",
        re.compile(
            r"filter|safety|sensitive|refus|recit|prohibit|block|moderat|guardrail|polic|violat"
            r"|censor|spii|risk",
            re.I,
        ),
    ),
    (
        "error",
        re.compile(
            r"error|abort|fail|cancel|disconnect|insufficient|overload|timeout|rate.?limit", re.I
        ),
    ),
)
"""How servers spell why an answer ended; all else is a good end."""
_ENDS = ("finish_reason finishReason stop_reason stopReason done_reason incomplete_details").split()


def _finish(completion: dict[str, Any]) -> Literal["", "stop", "length", "content_filter", "error"]:
    inner = (completion.get(name) for name in ("message", "delta"))
    places = [completion, *(one for one in inner if isinstance(one, dict))]
    said = next((one[name] for one in places for name in _ENDS if one.get(name)), "")
    spelt = str(said)
    known = (kind for kind, pattern in _FINISHES if pattern.search(spelt))
    return next(known, "stop" if said else "")


def _usage(values: Sequence[Any]) -> tuple[int | None, int | None]:
    """Give the tokens in and out by the last count; None where there is none to believe."""
    objects = [value for value in values if isinstance(value, dict)]
    named = ("usage", "usageMetadata", "usage_metadata")
    counts = (next((one[name] for name in named if name in one), one) for one in objects)
    usages = [one for one in counts if isinstance(one, dict)]
    sent = [n for one in usages if (n := _tokens_in(one))]
    came = [n for one in usages if (n := _count(one, *_OUT)) is not None]
    return sent[-1] if sent else None, next((n for n in reversed(came) if n), 0 if came else None)


_IN = ("prompt_tokens", "input_tokens", "prompt_eval_count", "promptTokenCount")
_OUT = ("completion_tokens", "output_tokens", "eval_count", "candidatesTokenCount")


def _tokens_in(usage: dict[str, Any]) -> int | None:
    """Give the tokens that were read; those of a cache are counted beside them by some servers."""
    read = _count(usage, *_IN) or 0
    details = usage.get("prompt_tokens_details")
    cached = _count(details, "cached_tokens") if isinstance(details, dict) else None
    cached = cached or _count(usage, "cache_read_input_tokens", "prompt_cache_hit_tokens") or 0
    return (read + cached if cached > read else read) or None


def _count(value: dict[str, Any], *names: str) -> int | None:
    number = next((value[name] for name in names if name in value), None)
    if isinstance(number, str) and re.fullmatch(r"[0-9]{1,10}(?:\.0+)?", number):
        number = float(number)
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
