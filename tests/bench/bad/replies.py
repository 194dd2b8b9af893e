"""Secrets, hostile replies of a model, values that become markup, and what a terminal obeys."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

from markdown_it import MarkdownIt

from tests.bench.bad.harness import SECRET, Case, World, made
from tests.support.fakes import Fault, answers, completion, good_draft, send

# ── secrets ──


def _echo(status: int, how: str) -> Fault:
    """Plan an answer that repeats the key, as servers and gateways do in their errors."""

    def fault(handler: BaseHTTPRequestHandler) -> None:
        key = SECRET
        headers = dict(handler.headers.items())
        words = {
            "the key": f"Incorrect API key provided: {key}. See your account.",
            "the headers": f"bad request: {headers}",
            "the key in capitals": f"no such key {key.upper()}",
            "the address": f"cannot serve {handler.path} for {headers.get('Host')} of user:{key}@",
            "the key in base64": "Basic " + _basic(key),
        }[how]
        if status == 200 and how == "the headers":
            value = {**completion(json.dumps(good_draft())), "request": headers, "key": key}
        else:
            value = {"error": {"message": words, "type": "x", "code": None, "headers": headers}}
        body = json.dumps(value).encode()
        send(handler, status, body, {"Content-Type": "application/json", "X-Key": key})

    return fault


def _basic(key: str) -> str:
    import base64

    return base64.b64encode(f"user:{key}".encode()).decode()


_URLS = {
    "key": "{base}", "user and password": "http://user:{key}@{host}/v1", "user": "http://{key}@{host}/v1",
    "query": "{base}?api_key={key}", "path": "http://{host}/{key}/v1",
}  # fmt: skip
_BEHAVIOURS: dict[str, list[Fault]] = {
    "answers well": [],
    "401 with the key": [_echo(401, "the key")] * 9,
    "403 with the key": [_echo(403, "the key")] * 9,
    "400 with the key": [_echo(400, "the key")] * 9,
    "404 with the key": [_echo(404, "the address")] * 9,
    "500 with the key": [_echo(500, "the key")] * 9,
    "429 with the headers": [_echo(429, "the headers")] * 9,
    "400 with the headers": [_echo(400, "the headers")] * 9,
    "200 with an error": [_echo(200, "the key")] * 9,
    "200 with the headers": [_echo(200, "the headers")] * 9,
    "prose with the key": [answers(200, f"key {SECRET} is wrong")] * 9,
    "a web page with the key": [answers(200, f"<html>{SECRET}</html>")] * 9,
    "breaks off": [lambda handler: handler.connection.close()] * 9,
    "a redirect with the key": [answers(302, "", Location=f"http://127.0.0.1:1/{SECRET}")] * 9,
    "400 of a name with the key": [answers(400, json.dumps({"error": SECRET}))] * 9,
}


def _secret_case(where: str, behaviour: str, command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        world.secret = SECRET
        host = f"127.0.0.1:{world.model.port}"
        url = _URLS[where].format(base=world.model.url, host=host, key=SECRET)
        world.with_model(url)
        world.environ["SUMMARIZE_MODEL"] = "fake"
        if where == "key":
            world.environ["OPENAI_API_KEY"] = SECRET
        world.model.faults.extend(_BEHAVIOURS[behaviour])
        world.run(*command, seconds=10)
        world.run("status")

    return f"{where} in use, {behaviour}, {command[0]}", made("read")(run)


def _doctor_case(where: str, name: str, fault: Fault | None) -> Case:
    def run(world: World) -> None:
        world.secret = SECRET
        host = f"127.0.0.1:{world.arxiv.port}"
        url = _URLS[where].format(base=f"http://{host}/v1", host=host, key=SECRET)
        world.with_model(url)
        if where == "key":
            world.environ["OPENAI_API_KEY"] = SECRET
        world.arxiv.kind = "/"
        world.arxiv.faults = [fault] * (9 * bool(fault))
        world.run("doctor", seconds=10)
        world.run("doctor", "--json", seconds=10)
        world.run("2401.00001", seconds=10)

    return f"{where} in use, the list {name}", made("read")(run)


def _unreachable_case(where: str, command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        world.secret = SECRET
        url = _URLS[where].format(base="http://127.0.0.1:1/v1", host="127.0.0.1:1", key=SECRET)
        world.with_model(url)
        world.environ |= {"SUMMARIZE_MODEL": "fake"}
        if where == "key":
            world.environ["OPENAI_API_KEY"] = SECRET
        world.run(*command, seconds=10)

    return f"{where} in use, no server, {command[0]}", made("read")(run)


def _setting_case(setting: str, value: str) -> Case:
    """Put a secret where it does not belong: the refusal must not repeat it."""

    def run(world: World) -> None:
        world.secret = SECRET
        world.environ["OPENAI_API_KEY"] = SECRET
        world.plant("work/summarize.toml", f"{setting} = {value}\n")
        world.run("status")
        world.run("doctor", seconds=10)

    return f"{setting} = {value[:40].replace(SECRET, '…')}", run


def _arxiv_secret_case(way: str) -> Case:
    def run(world: World) -> None:
        world.secret = SECRET
        host = f"127.0.0.1:{world.arxiv.port}"
        world.environ |= {
            "SUMMARIZE_ARXIV_API_URL": f"http://user:{SECRET}@{host}/api/query",
            "SUMMARIZE_ARXIV_PDF_URL": f"http://user:{SECRET}@{host}/pdf",
        }
        answer = answers(500 if way == "fails" else 404, "no")
        world.arxiv.faults = [None if way == "works" else answer] * 9
        world.run("2401.00001", seconds=10)
        world.run("doctor", seconds=10)

    return f"a password in arXiv's address, it {way}", made("read")(run)


def _reply_case(where: str) -> Case:
    """Have a gateway put the key into what it answers well: no file may hold it."""

    def run(world: World) -> None:
        world.secret = SECRET
        world.with_model()
        world.environ["OPENAI_API_KEY"] = SECRET
        draft = good_draft()
        if where == "the verdict":
            draft["verdict"]["text"] = f"key {SECRET}"
        elif where == "the refusal":
            world.model.replies = [completion(None, refusal=f"no: {SECRET}")] * 3
        if where != "the refusal":
            value = completion(json.dumps(draft))
            if where == "the reply's model":
                value["model"] = SECRET
            world.model.replies = [value] * 3
        world.run("2401.00001", seconds=10)
        world.run("doctor", seconds=10)

    return f"the key in {where}", made("read")(run)


def secrets() -> Iterator[Case]:
    """Give cases: a key planted everywhere must be in no output and no file."""
    for where in _URLS:
        for behaviour in _BEHAVIOURS if where == "key" else list(_BEHAVIOURS)[:9:2]:
            yield _secret_case(where, behaviour, ("2401.00001",))
        yield _doctor_case(where, "is good", None)
        yield _doctor_case(where, "is refused with the key", _echo(401, "the key"))
        for command in (("2401.00001",), ("doctor",)):
            yield _unreachable_case(where, command)
    yield _secret_case("key", "401 with the key", ("pending",))
    for setting, value in (
        ("api_key", f'"{SECRET}"'), ("openai_api_key", f'"{SECRET}"'), (SECRET, "1"),
        ("base_url", f'"ftp://user:{SECRET}@x"'), ("base_url", f'["{SECRET}"]'), ("jobs", f'"{SECRET}"'),
        ("arxiv_api_url", f'"x://user:{SECRET}@y"'), ("language", f'"{SECRET}"'),
    ):  # fmt: skip
        yield _setting_case(setting, value)
    for way in ("works", "fails", "has nothing"):
        yield _arxiv_secret_case(way)
    for where in ("the verdict", "the refusal", "the reply's model"):
        yield _reply_case(where)


# ── hostile replies ──


def _draft(**changes: Any) -> dict[str, Any]:
    """Give a good draft with some members of its first point, its lead or its verdict changed."""
    draft = good_draft()
    for name, value in changes.items():
        part, _, member = name.partition("_")
        holder = draft["key_points"][0] if part == "point" else draft[part]
        holder[member] = value
    return draft


def _quoting(text: str, page: Any = 1) -> dict[str, Any]:
    return _draft(point_quotes=[{"text": text, "page": page}])


_DRAFTS: dict[str, Callable[[], Any]] = {
    "a point of 2 MB of digits": lambda: _draft(point_text="1" * 2_000_000),
    "a point of 300 KB of digits": lambda: _draft(point_text="1" * 300_000),
    "a point of 300 KB of 1,": lambda: _draft(point_text="1," * 150_000),
    "a point of 300 KB of names": lambda: _draft(point_text="Alpha-Beta Gamma " * 18_000),
    "a point of 300 KB of A.": lambda: _draft(point_text="A. " * 100_000),
    "a point of 300 KB of Chinese": lambda: _draft(point_text="两亿三千万" * 20_000),
    "a point of 300 KB of prose": lambda: _draft(point_text="Sparrow reaches 61.4 F1. " * 12_000),
    "a point of 300 KB of capitals": lambda: _draft(point_text="ABCDEFGH" * 37_000),
    "a point of 300 KB of <": lambda: _draft(point_text="<a" * 150_000),
    "a point of 300 KB of **": lambda: _draft(point_text="**a" * 100_000),
    "a point of 300 KB of \\": lambda: _draft(point_text="\\" * 300_000),
    "a point of 300 KB of spaces": lambda: _draft(point_text="a" + " " * 300_000 + "b"),
    "a label of 300 KB": lambda: _draft(point_label="label " * 50_000),
    "a quote of 300 KB": lambda: _quoting("We propose Sparrow " * 16_000),
    "a quote of 300 KB of digits": lambda: _quoting("1" * 300_000),
    "a quote of 300 KB of spaces": lambda: _quoting("We" + " " * 300_000 + "propose"),
    "100,000 quotes": lambda: _draft(point_quotes=[{"text": f"quote number {n} of many", "page": 1} for n in range(100_000)]),
    "100,000 affiliations": lambda: _draft(lead_affiliations=[f"University of {n}" for n in range(100_000)]),
    "1,000 affiliations": lambda: _draft(lead_affiliations=[f"University of {n}" for n in range(1000)]),
    "an affiliation of 300 KB": lambda: _draft(lead_affiliations=["University of " * 21_000]),
    "a month of 300 KB": lambda: _draft(lead_month="2024" * 75_000),
    "a kind of 300 KB": lambda: _draft(lead_kind="文章" * 100_000),
    "an about of 300 KB": lambda: _draft(lead_about="比较" * 100_000),
    "a verdict of 300 KB": lambda: _draft(verdict_text="好 27M " * 50_000),
    "a weakness of 300 KB": lambda: _draft(verdict_weakness="不好。" * 100_000),
    "10,000 points": lambda: {**good_draft(), "key_points": good_draft()["key_points"] * 3_300},
    "a page of 10**400": lambda: _quoting("We propose Sparrow, a method that reads a paper", int("1" + "0" * 400)),
    "a page of -1": lambda: _quoting("We propose Sparrow, a method that reads a paper", -1),
    "a page of 1e300": lambda: _quoting("We propose Sparrow, a method that reads a paper", 1e300),
    "a page of ３": lambda: _quoting("We propose Sparrow, a method that reads a paper", "３"),
    "a page of infinity": lambda: _quoting("We propose Sparrow, a method that reads a paper", float("inf")),
    "a page of not a number": lambda: _quoting("We propose Sparrow, a method that reads a paper", float("nan")),
    "lone surrogates": lambda: _draft(point_text="a\ud800b\udfffc 27M"),
    "lone surrogates in a quote": lambda: _quoting("We propose \ud83d Sparrow, a method"),
    "lone surrogates in the month": lambda: _draft(lead_month="2024.3\udc00"),
    "NUL": lambda: _draft(point_text="a\0b"),
    "escapes": lambda: _draft(point_text="a\x1b]0;x\x07b"),
    "C1 controls": lambda: _draft(point_text="a\x9b31mb\x85c"),
    "U+2028": lambda: _draft(point_text="a\u2028## 2024.1.9\u2029b"),
    "line ends": lambda: _draft(point_text="a\n\n## 2024.1.9\n\n《Fake》"),
    "a month of year 9999": lambda: _draft(lead_month="9999.12"),
    "a month of 99": lambda: _draft(lead_month="2024.99"),
    "numbers of another script": lambda: _draft(point_text="达到 ٦١٫٤ 和 ६१.४ 分，² 倍"),
    "numbers with 400 zeros": lambda: _draft(point_text="1" + "0" * 400 + " 个参数，1e400 和 " + "9" * 5000),
    "fractions of nothing": lambda: _draft(point_text="1/0 和 0/0，½，100亿亿亿亿亿亿亿亿，-0%"),
    "strings as lists": lambda: _draft(point_text=["a"], lead_month=[]),
    "everything null": lambda: dict.fromkeys(good_draft()),
    "an empty object": dict,
    "a list": lambda: [good_draft()],
    "a string": lambda: "a draft",
    "more fields": lambda: {**good_draft(), "score": 10, "evidence": []},
}  # fmt: skip


def _draft_case(name: str) -> Case:
    def run(world: World) -> None:
        world.with_model()
        text = json.dumps(_DRAFTS[name]())
        world.model.replies = [text] * 4
        if world.run("2401.00001", seconds=10).status:
            return
        world.run("status")
        world.run("accept", "2401.00001", "--date", "2024.1.6", seconds=10)
        world.expect(b"\n## 2024.1.9" not in world.log.read_bytes(), "a day came into the log")

    return f"a draft with {name}", made("read")(run)


def _content(text: str) -> dict[str, Any]:
    return completion(text)


_GOOD = json.dumps(good_draft())
_REPLIES: dict[str, Callable[[], Any]] = {
    "nested deep in the content": lambda: _content("[" * 100_000 + "]" * 100_000),
    "objects nested deep in the content": lambda: _content('{"lead":' * 100_000 + "1" + "}" * 100_000),
    "a content of 30 MB": lambda: _content("word " * 6_000_000),
    "a content of 2 MB of braces": lambda: _content("{" * 2_000_000),
    "a content of 2 MB of fences": lambda: _content("```json\n" * 250_000),
    "a content of 2 MB of <think>": lambda: _content("<think>" * 300_000 + _GOOD),
    "a content of 2 MB of backslashes": lambda: _content('{"lead": "' + "\\" * 2_000_000),
    "thoughts of 2 MB": lambda: _content("<think>" + "hm " * 700_000 + "</think>" + _GOOD),
    "a content cut": lambda: _content(_GOOD[: len(_GOOD) // 2]),
    "no content": lambda: completion(None),
    "an empty content": lambda: _content(""),
    "a content of lists": lambda: {**_content(""), "choices": [{"message": {"content": [{"type": "text", "text": _GOOD}]}}]},
    "a content of a number": lambda: {**_content(""), "choices": [{"message": {"content": 12}}]},
    "a message of null": lambda: {**_content(""), "choices": [{"message": None}]},
    "a message of a string": lambda: {**_content(""), "choices": [{"message": "x"}]},
    "choices of null": lambda: {**_content(""), "choices": None},
    "choices of nothing": lambda: {**_content(""), "choices": []},
    "choices of a string": lambda: {**_content(""), "choices": "abc"},
    "choices of an object": lambda: {**_content(""), "choices": {"0": 1}},
    "a choice of null": lambda: {**_content(""), "choices": [None]},
    "a choice of a number": lambda: {**_content(""), "choices": [7]},
    "a reason of a number": lambda: {**_content(_GOOD), "choices": [{**_content(_GOOD)["choices"][0], "finish_reason": 7}]},
    "tokens of 10**400": lambda: {**_content(_GOOD), "usage": {"prompt_tokens": int("1" + "0" * 400), "completion_tokens": 1}},
    "tokens of -1": lambda: {**_content(_GOOD), "usage": {"prompt_tokens": -1, "completion_tokens": -1}},
    "tokens of strings": lambda: {**_content(_GOOD), "usage": {"prompt_tokens": "many", "completion_tokens": None}},
    "tokens of not a number": lambda: {**_content(_GOOD), "usage": {"prompt_tokens": float("nan"), "completion_tokens": float("inf")}},
    "tokens of true": lambda: {**_content(_GOOD), "usage": {"prompt_tokens": True, "completion_tokens": False}},
    "usage of a list": lambda: {**_content(_GOOD), "usage": [1]},
    "a name of lone surrogates": lambda: {**_content(_GOOD), "model": "\ud800", "id": "\udfff"},
    "a refusal of escapes": lambda: completion(None, refusal="\x1b]0;x\x07no"),
    "a refusal of 1 MB": lambda: completion(None, refusal="no " * 350_000),
    "a number of 5,000 digits": lambda: '{"choices": [{"message": {"content": ' + "9" * 5000 + "}}]}",
    "a number of 5,000 digits beside": lambda: json.dumps(_content(_GOOD))[:-1] + ', "x": ' + "9" * 5000 + "}",
    "deep beside": lambda: json.dumps(_content(_GOOD))[:-1] + ', "x": ' + "[" * 50_000 + "]" * 50_000 + "}",
    "2 MB beside": lambda: {**_content(_GOOD), "padding": "x" * 2_000_000},
}  # fmt: skip
MOST_BYTES = 3 << 20
"""Of a reply that is over 1 MB, this much may have been read before it is cut off."""


def _endless(piece: bytes, counted: list[int]) -> Fault:
    """Plan a body without end, and count what of it was taken."""

    def fault(handler: BaseHTTPRequestHandler) -> None:
        send(handler, 200, b"", {"Content-Length": str(10**12), "Content-Type": "application/json"})
        end = time.monotonic() + 8
        counted.append(0)
        while time.monotonic() < end:
            handler.wfile.write(piece)
            counted[-1] += len(piece)
            time.sleep(0.005)

    return fault


def _kept_reply_case(name: str) -> Case:
    def run(world: World) -> None:
        value = _REPLIES[name]()
        world.with_model()
        body = (value if isinstance(value, str) else json.dumps(value)).encode()
        world.model.faults = [answers(200, body, Content_Type="application/json")] * 9
        world.run("2401.00001", seconds=10)
        world.run("status")
        kept = sum(path.stat().st_size for path in world.output.glob("calls/*"))
        world.expect(kept < MOST_BYTES, f"kept {kept >> 20} MB of replies")

    return f"a reply with {name}", made("read")(run)


def _endless_case(name: str, piece: bytes) -> Case:
    def run(world: World) -> None:
        counted: list[int] = []
        world.with_model()
        world.model.faults = [_endless(piece, counted)] * 9
        world.run("2401.00001", seconds=10, wall=30)
        most = max(counted, default=0)
        world.expect(most <= 16 * MOST_BYTES, f"took {most >> 20} MB of a reply")

    return f"a reply without end, of {name}", made("read")(run)


def _nickname_case(name: str, reply: Any) -> Case:
    def run(world: World) -> None:
        world.with_model()
        world.set_log("# pending\n\n- [ ] SPARROW\n- [ ] ALIGN\n")
        world.model.replies = [reply if isinstance(reply, str) else json.dumps(reply)] * 9
        world.run("pending", seconds=10)

    return f"a nickname's title of {name}", made("empty")(run)


def replies() -> Iterator[Case]:
    """Give cases: replies that are too long, too deep, of the wrong type, or hostile."""
    yield from map(_draft_case, _DRAFTS)
    yield from map(_kept_reply_case, _REPLIES)
    yield _endless_case("spaces", b" " * 65_536)
    yield _endless_case("a string", b'{"choices": "' + b"x" * 65_536)
    for name, reply in {
        "300 KB": {"title": "Sparrow " * 40_000}, "300 KB of quotes": {"title": '"' * 300_000},
        "null": {"title": None}, "a list": {"title": ["a"]}, "surrogates": {"title": "\ud800 Sparrow paper"},
        "NUL": {"title": "Sparrow\0 paper"}, "backslashes": {"title": "\\" * 500}, "parentheses": {"title": "(" * 5000},
        "escapes": {"title": "\x1b[31mSparrow and words"}, "nothing": {}, "prose": "I think it is Sparrow.",
        "operators": {"title": 'x" OR all:the OR ti:"a'},
    }.items():  # fmt: skip
        yield _nickname_case(name, reply)


# ── inert ──

_INERT = {
    "a star paired over label and text": ("a *b", "c* d"),
    "an underscore paired": ("a _b", "c_ d"),
    "a backtick paired": ("a `b", "c` d"),
    "~~ paired": ("a ~~b", "c~~ d"),
    "a dollar paired": ("a $b", "c$ d"),
    "a wiki link": ("label", "see [[Secret Note]] here"),
    "a wiki embed": ("label", "see ![[image.png]] here"),
    "a wiki link over label and text": ("a [[b", "c]] d"),
    "a box as label": ("[ ]", "text"),
    "a ticked box as label": ("[x]", "text"),
    "a comment of Obsidian": ("label", "seen %%hidden%% seen"),
    "a formula": ("label", "costs $x^2$ and $$y$$"),
    "a macro of Logseq": ("label", "{{query todo}} here"),
    "a block of Logseq": ("label", "((64f0a1b2-aaaa-bbbb-cccc-1234567890ab))"),
    "a tag": ("label", "see #tag and #[[long tag]]"),
    "an address of Obsidian": ("label", "obsidian://open?vault=x"),
    "an address of a file": ("label", "file:///etc/passwd here"),
    "an address in brackets": ("label", "<file:///etc/passwd>"),
    "a javascript address": ("label", "[x](javascript:alert(1))"),
    "a block identifier": ("label", "text ^block-id"),
    "a highlight": ("a ==b", "c== d"),
    "a footnote": ("label", "text[^1] and ^[inline]"),
    "a property of Logseq": ("id:: x", "key:: value"),
    "a callout": ("label", "> [!danger] read"),
    "an HTML entity": ("label", "&lt;b&gt; &#60;i&#62;"),
    "a heading as label": ("# label", "text"),
    "a number as label": ("1.", "2. text"),
    "a mail address": ("label", "write to a@b.example now"),
}
_LIVE = {
    "wiki": re.compile(r"(?<!\\)!?\[\[(?!.*\\\])[^\]\\]+\]\]"),
    "%%": re.compile(r"(?<!\\)%%[^%\\]+%%"),
    "formula": re.compile(r"(?<!\\)\$[^$\\\n]+(?<!\\)\$"),
    "macro": re.compile(r"(?<!\\)\{\{[^}\\]+\}\}"),
    "block": re.compile(r"(?<!\\)\(\([^)\\]+\)\)"),
    "address": re.compile(r"(?i)(?<![\\\w])(?:obsidian|file|javascript|logseq)://?\S"),
    "highlight": re.compile(r"(?<!\\)==[^=\\\n]+=="),
    "property": re.compile(r"^[ \t]*(?:\d+\. )?[\w-]+:: ", re.MULTILINE),
    "block identifier": re.compile(r"(?<!\\)\s\^[\w-]+$", re.MULTILINE),
    "box": re.compile(r"^[ \t]*(?:\d+[.)]|[-*+])[ \t]+\[[ xX]\]", re.MULTILINE),
}


def _live(entry: str) -> list[str]:
    """Give what of an entry's visible part Markdown, Obsidian or Logseq would not leave as text."""
    visible = re.sub(r"<!--.*?-->", "", entry, flags=re.DOTALL)
    found = [name for name, pattern in _LIVE.items() if pattern.search(visible)]
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(visible)
    kinds = {child.type for token in tokens for child in token.children or ()}
    kinds |= {token.type for token in tokens}
    bad = ("em_open", "strong_open", "code_inline", "s_open", "link_open", "image", "html_inline",
           "code_block", "fence", "html_block", "blockquote_open")  # fmt: skip
    return found + [kind for kind in bad if kind in kinds]


def _inert_case(name: str, place: str) -> Case:
    def run(world: World) -> None:
        label, text = _INERT[name]
        world.with_model()
        if place == "a point":
            draft = _draft(point_label=label, point_text=text)
        elif place == "two points":
            draft = _draft(point_text=f"甲 {label}")
            draft["key_points"][1]["text"] = f"乙 {text}"
        elif place == "the lead":
            draft = _draft(lead_kind=label, lead_about=text)
        else:
            draft = _draft(verdict_text=label, verdict_weakness=text)
        world.model.replies = [json.dumps(draft)] * 3
        world.run("2401.00001", seconds=10)
        entry = world.entry.read_text("utf-8") if world.entry.is_file() else ""
        if entry:
            found = _live(entry)
            world.expect(not found, f"live: {', '.join(found)}")

    return f"{name} in {place}", made("read")(run)


def _indent_case(indent: str) -> Case:
    """Under an indent of four a doubt's comment must not make the next point a block of code."""

    def run(world: World) -> None:
        world.with_model()
        points = "\n".join(f"{indent}{n}. 要点{n}" for n in (1, 2, 3))
        world.set_log(
            f"# 2024.1\n\n## 2024.1.2\n\n《Old》\n{indent}2023.12 一篇文章，要点：\n{points}\n"
        )
        world.model.replies = [json.dumps(_draft(point_text="达到 99.9 F1，由 Zebra 提出"))]
        world.run("2401.00001", seconds=10)
        entry = world.entry.read_text("utf-8") if world.entry.is_file() else ""
        blocks = (
            token for token in MarkdownIt("commonmark").parse(entry) if token.type == "code_block"
        )
        found = any("数据：" in token.content or "结果：" in token.content for token in blocks)
        world.expect(not found, "a point is a block of code")

    return f"doubts under an indent of {indent!r}", made("read")(run)


def inert() -> Iterator[Case]:
    """Give cases: values that are inert alone and markup together."""
    for at, name in enumerate(_INERT):
        yield _inert_case(name, "a point")
        yield _inert_case(name, ("two points", "the lead", "the verdict")[at % 3])
    for indent in ("", " ", "  ", "   ", "    ", "\t", "      "):
        yield _indent_case(indent)


# ── what a terminal obeys ──

_ESCAPES = {
    "a title's escape": "\x1b]0;owned\x07", "a colour": "\x1b[31mred", "a clear": "\x1b[2J\x1b[H",
    "a C1 control": "\x9b31mred", "a bell": "\x07\x08\x08", "a return": "good\rbad",
    "a hyperlink": "\x1b]8;;http://evil.example\x1b\\x\x1b]8;;\x1b\\",
}  # fmt: skip


def _within_json(world: World, name: str, field: str, value: str) -> None:
    path = world.draft / name
    envelope = json.loads(path.read_text("utf-8")) if path.exists() else {}
    (envelope.get("content", envelope))[field] = value
    path.write_text(json.dumps(envelope), "utf-8")


def _escape_case(where: str, name: str, command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        code = _ESCAPES[name]
        within_name = code.replace("/", "")
        match where:
            case "a title":
                _within_json(world, "paper.json", "title", f"Sparrow {code} paper")
            case "a failure":
                _within_json(world, "failure.json", "message", f"failed {code}")
            case "a model's name":
                world.with_model()
                world.model.listed = [{"id": f"m{code}"}, {"id": f"n{code}"}]
            case "an item":
                world.set_log(f"# pending\n\n- [ ] Sparrow {code} of words\n- [ ] x{code}\n")
            case "an entry":
                world.write_in_entry(lambda t: t.replace("\n2.", f"\n{code} 99.9 of Zebra\n2.", 1))
            case "the log's name":
                (world.work / f"l{within_name}.md").write_bytes(world.log_before)
                world.environ["SUMMARIZE_LOG"] = f"l{within_name}.md"
            case "a folder's name":
                world.draft.rename(world.output / "drafts" / f"x{within_name}")
            case "the output's name":
                world.output.rename(world.work / f"o{within_name}")
                world.environ["SUMMARIZE_OUTPUT"] = f"o{within_name}"
        world.run(*command, seconds=8)

    return f"{name} in {where}, {' '.join(command)[:30]}", run


def escapes() -> Iterator[Case]:
    """Give cases: what a terminal obeys, in all that is printed."""
    commands: dict[str, tuple[tuple[str, ...], ...]] = {
        "a title": (("status",), ("accept", "2401.00001"), ("2401.00001",), ("check", "2401.00001")),
        "a failure": (("status",),),
        "a model's name": (("doctor",), ("2401.00001", "--fresh")),
        "an item": (("pending", "--dry-run"), ("accept", "2401.00001")),
        "an entry": (("check", "2401.00001"), ("accept", "2401.00001"), ("accept", "2401.00001", "--dry-run")),
        "the log's name": (("accept", "2401.00001"), ("pending", "--dry-run"), ("accept", "2401.00001", "--dry-run")),
        "a folder's name": (("status",), ("pending", "--dry-run")),
        "the output's name": (("status",), ("doctor",), ("reject", "2401.00001"), ("2401.00001",)),
    }  # fmt: skip
    for where, some in commands.items():
        for at, command in enumerate(some):
            for name in list(_ESCAPES)[at % 3 :: 2]:
                yield _escape_case(where, name, command)


KINDS: dict[str, Callable[[], Iterator[Case]]] = {
    "secrets": secrets,
    "replies": replies,
    "inert": inert,
    "escapes": escapes,
}
