"""Read what a server says in place of an answer, in whatever shape: its words, codes and patience.

`troubles` says what it means.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pipeline import credentials
from pipeline.model.reply import values_in
from pipeline.network import retry_after

BLANK = "\ufeff \t\r\n"
"""What may stand before a body."""
_DEEPEST = 5
"""Objects and lists around a server's words."""
_WORD_NAMES = (
    "message msg errormsg errormessage errmsg statusmsg faultstring err detail details "
    "errordescription reason error errors baseresp fault title description"
).split()
"""Under which names servers say what is wrong, the best first, in lower case without `_`."""
_CODE_NAMES = (
    "code type status errorcode errcode statuscode errortype reason blockreason finishreason"
).split()


class Told(NamedTuple):
    """What a server said in place of an answer.

    `words` are its own, on one line, without credentials; `code` holds its codes and words in lower
    case; `wait` is the patience that it asks for, in seconds; `n_ctx` the context that it states.
    """

    status: int
    words: str
    code: str
    wait: float | None = None
    n_ctx: int | None = None

    @property
    def aside(self) -> str:
        """Its words in brackets; empty where it said none."""
        return f" ({self.words})" if self.words else ""


def told(status: int, headers: Mapping[str, str], raw: str) -> Told:
    """Read what a server said; `raw` is the body of its answer, JSON of any shape or none."""
    start = raw.lstrip(BLANK)[:5]
    values = [] if start.startswith("<") else values_in(raw)
    value = values[0] if len(values) == 1 else values
    is_json = values and (start[:1] in ("{", "[", '"') or start == "data:")
    words = credentials.words(_words_in(value) or ("" if is_json else _text_of(raw)))
    codes = [str(one) for name in _CODE_NAMES for one in _members(value, name)]
    stated = [int(one) for one in codes if re.fullmatch(r"[45]\d\d", one)]
    if status == 200 and stated:
        status = stated[0]  # some gateways keep the status for themselves
    short = " ".join(one for one in codes if len(one) <= credentials.LONGEST_WORDS)
    n_ctx = next((n for n in _members(value, "nctx") if isinstance(n, int)), None)
    return Told(status, words, f"{short} {words}".lower(), _wait(headers, value, words), n_ctx)


def _words_in(value: Any, depth: int = 0) -> str:  # noqa: ANN401 - any JSON value
    """Give the words under the best name, else those that stand deeper; "" where there are none."""
    if isinstance(value, str):
        inner = value if value.lstrip().startswith("{") and depth < _DEEPEST else ""
        found = (_words_in(one, depth + 1) for one in values_in(inner)[:1])
        return next(found, "") or value
    if depth == _DEEPEST or not isinstance(value, dict | list):
        return ""
    if isinstance(value, list):
        return next((words for one in value if (words := _words_in(one, depth + 1))), "")
    members = {_plain(name): member for name, member in value.items()}
    named = (members[name] for name in _WORD_NAMES if members.get(name))
    others = (one for one in value.values() if isinstance(one, dict | list))
    found = (words for one in (*named, *others) if (words := _words_in(one, depth + 1)))
    words = next(found, "")
    place = members.get("loc")
    if words and isinstance(place, list) and len(place) > 1:
        return f"{place[-1]}: {words}"
    # a broker's "Provider returned error" has the provider's own words beside it
    beside = members.get("metadata")
    said = _words_in(beside.get("raw"), depth + 1) if isinstance(beside, dict) else ""
    return f"{words}: {said}" if said and said not in words else words


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _members(value: Any, name: str, depth: int = 0) -> Iterator[Any]:  # noqa: ANN401 - any JSON
    """Give the plain members of this name, at any depth, the outer first."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        named = (one for key, one in value.items() if _plain(key) == name)
        yield from (one for one in named if isinstance(one, str | int))
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _members(one, name, depth + 1)


def _text_of(raw: str) -> str:
    """Give a web page's title, the message of other markup, else the text itself."""
    said = re.search(r"<(?:title|message)[^>]{0,200}>([^<]{0,300})", raw[:20_000], re.IGNORECASE)
    if said:
        return said[1]
    is_page = raw.lstrip(BLANK).startswith("<")
    return "" if is_page or raw.strip() == "null" else raw[: 2 * credentials.LONGEST_WORDS]


# ── patience ──

_SECONDS = {"ms": 0.001, "s": 1.0, "秒": 1.0, "m": 60.0, "分": 60.0, "h": 3600.0, "d": 86_400.0}
_SPAN = (
    r"\d{1,9}(?:\.\d{1,9})?\s?"
    r"(?:ms|milliseconds?|s|sec[a-z]{0,4}|m|min[a-z]{0,4}|h|hours?|days?|d|秒|分钟)(?![a-z])"
)
_ASKS_TO_WAIT = re.compile(
    rf"(?:again|retry|wait|reset|resets|等待|请在)\W{{0,3}}(?:in|after|for|at least)?\W{{0,3}}"
    rf"((?:{_SPAN}[\s,]{{0,2}}){{1,4}})",
    re.IGNORECASE,
)


def _wait(headers: Mapping[str, str], value: Any, words: str) -> float | None:  # noqa: ANN401
    """Give the seconds that a server asks for, None where it does not say."""
    if (wait := retry_after(headers.get("retry-after"))) is not None:
        return wait
    if (wait := retry_after(headers.get("retry-after-ms"))) is not None:
        return wait / 1000
    delay = next((f"retry {one}" for one in _members(value, "retrydelay")), words)
    if asked := _ASKS_TO_WAIT.search(delay):
        return sum(map(_span, re.findall(_SPAN, asked[1], re.IGNORECASE)))
    reset = headers.get("x-ratelimit-reset") or ""
    if re.fullmatch(r"\d{10,13}", reset):  # a moment, in seconds or in milliseconds
        return max(0.0, int(reset[:10]) - time.time())
    return None


def _span(text: str) -> float:
    unit = text.lstrip("0123456789. ").lower()
    kind = "ms" if unit.startswith(("ms", "mil")) else unit[0]
    return float(text[: len(text) - len(unit)]) * _SECONDS[kind]
