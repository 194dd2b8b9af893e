r"""The credentials in use, and text without them.

A credential is the API key of the environment, or what an address or a proxy carries: user and
password, a key in the query or among the segments of the path. They are learnt where they are read,
and taken out wherever words leave the program: what a model's server says is cleaned as it comes
in, before anything is made of it or kept, and what is printed once more.

A server repeats a credential as it likes, so one is found however its letters are written (as they
are, in other case, as `%73`, `\u0073` or `&#115;`), in base64 as in an echoed Authorization header,
cut short, and masked (`sk-ab***yz`). One of fewer than SHORTEST characters would be found in good
words too: it is taken out only where it stands as a credential.
"""

from __future__ import annotations

import base64
import functools
import html
import json
import re
import reprlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

SHORTEST = 8
"""Characters of a credential that is looked for in any words; shorter ones are words themselves."""
LONGEST_WORDS = 200
"""Characters of a server's own words that a message has room for."""
LONGEST_SHOWN = 120
"""Characters of a value that a message has room for."""
_TELLING = 12
"""Characters of a long credential's start or end that tell it where the rest is missing."""
_LONG = 16
"""Characters of a credential from which parts of it are looked for, too."""
_WHOLE = 64
"""Characters of a credential that are compared one by one; a longer one is told by its start."""
_GONE = "…"

_NAMES_A_KEY = re.compile(r"key|token|secret|passw|pwd|auth|sig|credential", re.IGNORECASE)
"""Names in a query whose values are credentials."""
_ANNOUNCES_A_KEY = re.compile(r"(?:api[-_]?)?(?:key|token|secret|auth)s?", re.IGNORECASE)
"""Segments of a path behind which a credential stands, if what stands there is long enough."""
_LOOKS_LIKE_A_KEY = re.compile(
    r"(?:sk|pk|rk|key|tok)[-_][\w-]{8}"
    r"|(?<![A-Za-z0-9])(?=[0-9]*[A-Za-z])(?=[A-Za-z]*[0-9])[A-Za-z0-9]{16}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    re.IGNORECASE,
)
"""What among a path's segments is no word: names of models have letters and digits apart."""
_ADDRESS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*:)?//(?:(?P<user>[^/?#]*)@)?(?P<host>[^/?#]*)"
    r"(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?P<fragment>#.*)?",
    re.IGNORECASE | re.DOTALL,
)
_SERVERS_WORD = re.compile(
    r"\bsk-[\w*.-]{4,}"
    r"|(?<=//)[^\s/@]{1,200}(?=@)"
    r"|(?<=bearer )(?=[\w.~+/*-]{0,200}[\d*=])[\w.~+/=*-]{4,}"
    r"|(?<=basic )(?=[\w.~+/*-]{0,200}[\d*=])[\w.~+/=*-]{4,}",
    re.IGNORECASE,
)
"""What is a credential in a server's words, though it is none of ours."""

_known: set[str] = set()


# ── learnt ──


def learn(*secrets: str) -> None:
    """Take these to be credentials from now on, each as it is and out of its percent signs."""
    _known.update(form for one in secrets for form in (one.strip(), unquote(one.strip())) if form)


def forget() -> None:
    """Take nothing to be a credential any more."""
    _known.clear()


def learn_address(address: str) -> None:
    """Learn what of an address is a credential; nothing where it has none."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        return
    user, _, password = (found["user"] or "").partition(":")
    learn(password or user)
    if password:
        pair = f"{unquote(user)}:{unquote(password)}"
        learn(base64.b64encode(pair.encode("utf-8", "surrogatepass")).decode())
    learn(*_keys_in_path(found["path"]))
    query = parse_qsl(found["query"] or "", keep_blank_values=True)
    learn(*(value for name, value in query if _is_key_in_query(name, value)))


def learn_environment(environ: Mapping[str, str]) -> None:
    """Learn the API key of the environment, and what its proxies' addresses carry."""
    learn(environ.get("OPENAI_API_KEY", ""))
    for name, value in environ.items():
        if name.upper().endswith("_PROXY"):
            learn_address(value if "//" in value else f"//{value}")


def _keys_in_path(path: str) -> Iterator[str]:
    before = ""
    for segment in path.split("/"):
        announced = len(segment) >= SHORTEST and _ANNOUNCES_A_KEY.fullmatch(before)
        if announced or _LOOKS_LIKE_A_KEY.search(segment):
            yield segment
        before = segment


def _is_key_in_query(name: str, value: str) -> bool:
    return bool(value) and bool(_NAMES_A_KEY.search(name) or _LOOKS_LIKE_A_KEY.search(value))


# ── taken out ──


def scrubbed(text: str) -> str:
    """Give a text without the credentials in use."""
    pattern = _pattern(frozenset(_known))
    return pattern.sub(_GONE, text) if pattern else text


def scrubbed_json(raw: str) -> str:
    """Give a JSON document without the credentials in use; as it is, where there are none in it.

    What is no JSON is cleaned as a text.
    """
    without = scrubbed(raw)
    if without == raw:
        return raw
    try:
        return json.dumps(scrubbed_value(json.loads(raw)))
    except (ValueError, RecursionError):
        return without


def scrubbed_value(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Give a JSON value whose names and texts have no credential; its numbers stay."""
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, list):
        return [scrubbed_value(item) for item in value]
    if isinstance(value, dict):
        return {scrubbed(name): scrubbed_value(item) for name, item in value.items()}
    return value


def words(text: str) -> str:
    """Give somebody else's words for a message: on one line, short, without any credential."""
    return " ".join(_without_any(text).split())[:LONGEST_WORDS]


def public(address: str) -> str:
    """Give an address without credentials, so as to show it and to know its server by it.

    User, password and the query's keys are left out, a path's key becomes "…"; an address without
    any stays as it is.
    """
    found = _ADDRESS.fullmatch(address)
    if not found:
        return address
    path = found["path"]
    keys = set(_keys_in_path(path))
    path = "/".join(_GONE if segment in keys else segment for segment in path.split("/"))
    pairs = (pair for pair in (found["query"] or "").split("&") if pair)
    query = "&".join(pair for pair in pairs if not _is_key_in_query(*_name_and_value(pair)))
    return f"{found['scheme'] or ''}//{found['host']}{path}{'?' * bool(query)}{query}"


def refused(address: str) -> str:
    """Give what may be shown of something that is no address: nothing before its last "@"."""
    user, at, rest = address.rpartition("@")
    scheme = re.match(r"\w{0,10}:?//", user)
    return public(f"{scheme[0] if scheme else f'{_GONE}@'}{rest}" if at else address)


def _name_and_value(pair: str) -> tuple[str, str]:
    name, _, value = pair.partition("=")
    return unquote(name), unquote(value)


def shown(value: object) -> str:
    """Give a value for a message: as Python writes it, without any credential, and not too long."""
    if isinstance(value, str):
        value = _without_any(value)  # before it is cut, or a part would not be known
    try:
        return _without_any(_short.repr(value))
    except ValueError:  # a number of more digits than the interpreter writes
        return f"a {type(value).__name__} that is too long to show"


def _without_any(text: str) -> str:
    return _SERVERS_WORD.sub(_GONE, scrubbed(text))


_short = reprlib.Repr()
_short.maxstring = _short.maxother = _short.maxlong = LONGEST_SHOWN
_short.maxlevel = _short.maxlist = _short.maxdict = 3


# ── how one is written ──


@functools.lru_cache(maxsize=1)
def _pattern(known: frozenset[str]) -> re.Pattern[str] | None:
    longest_first = sorted(known, key=len, reverse=True)
    forms = [form for secret in longest_first for form in _forms(secret)]
    return re.compile("|".join(forms), re.IGNORECASE) if forms else None


def _forms(secret: str) -> Iterator[str]:
    """Give patterns of all that tells a credential, what is longest first."""
    if len(secret) < SHORTEST:
        yield f"(?<=bearer ){re.escape(secret)}(?!\\.?[\\w-])"
        yield f"(?<=:){re.escape(secret)}(?=@)"
        return
    if secret.isdecimal():  # no part of a longer number
        yield f"(?<![\\d.]){secret}(?!\\d)"
    elif len(secret) <= _WHOLE:
        yield _spelt(secret)
    else:
        yield f"{_spelt(secret[:_WHOLE])}[\\w.~+/=%-]*"
    yield from _in_base64(secret)
    if len(secret) >= _LONG and not secret.isdecimal():
        yield from _parts(secret)


def _parts(secret: str) -> Iterator[str]:
    """Give patterns of a credential that was cut or masked."""
    start, end = re.escape(secret[:4]), re.escape(secret[-4:])
    yield f"{_spelt(secret[:_TELLING])}[\\w.~+/=*-]{{0,200}}"
    yield re.escape(secret[-_TELLING:])
    yield f"{start}[\\w-]{{0,30}}(?:\\*{{3,}}|•{{2,}}|●{{2,}})[\\w-]{{0,30}}"
    yield f"{start}[\\w-]{{0,30}}(?:\\.{{3}}|…)[\\w-]{{0,30}}{end}"
    # from a mask's own start: it would be run through again from each of its stars
    yield f"(?<![*•●])(?:\\*{{3,}}|•{{2,}}|●{{2,}}){end}"


def _spelt(secret: str) -> str:
    """Give a pattern of a text in every way of writing its letters."""
    return "".join(_letter(c) for c in secret)


@functools.cache
def _letter(c: str) -> str:
    code = ord(c)
    ways = [
        re.escape(c) if c.isalnum() else f"\\\\{{0,8}}{re.escape(c)}",
        "".join(f"%{byte:02x}" for byte in c.encode("utf-8", "surrogatepass")),
        f"\\\\{{1,8}}(?:u{code:04x}|x{code:02x})",
        f"&#(?:0{{0,4}}{code}|x0{{0,4}}{code:x});",
    ]
    if (named := html.escape(c)) != c:
        ways.append(named)
    return f"(?:{'|'.join(ways)})"


def _in_base64(secret: str) -> Iterable[str]:
    """Give what every base64 text has that a credential stands in, wherever it stands in it."""
    raw = secret[:_WHOLE].encode("utf-8", "surrogatepass")
    for before in range(3):
        # six bits a letter: those that share bits with what stands around it are left off
        encoded = base64.b64encode(bytes(before) + raw).decode().rstrip("=")
        whole = (before + len(raw)) * 8 // 6
        core = encoded[-(-before * 8 // 6) : whole]
        if len(core) >= SHORTEST:
            yield "".join(_BASE64.get(c, c) for c in core)


_BASE64 = {"+": r"(?:\+|-|%2b)", "/": r"(?:\\{0,8}/|_|%2f)"}
