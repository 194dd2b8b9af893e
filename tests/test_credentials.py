"""Credentials are found however they are written, and nothing else is taken for one."""

from __future__ import annotations

import base64
import html
import json
import time
import urllib.parse

import pytest

from pipeline import credentials
from pipeline.credentials import public, refused, scrubbed, scrubbed_json, shown, words

KEY = 'zk-A1b2/C3d4+E5f6"G7&h8'


@pytest.fixture(autouse=True)
def learnt() -> None:
    credentials.forget()
    credentials.learn(KEY)


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "written",
    [
        KEY,
        KEY.upper(),
        KEY.lower(),
        urllib.parse.quote(KEY, safe=""),
        urllib.parse.quote(KEY),
        "".join(f"%{ord(c):02x}" for c in KEY),
        json.dumps(KEY)[1:-1],
        json.dumps(json.dumps(json.dumps(KEY))),
        "".join(f"\\u{ord(c):04x}" for c in KEY),
        "".join(f"\\u{ord(c):04X}" for c in KEY),
        KEY.replace("/", "\\/"),
        repr(f"'{KEY}"),
        html.escape(KEY),
        "".join(f"&#{ord(c)};" for c in KEY),
        "".join(f"&#x{ord(c):x};" for c in KEY),
        f"https://user:{KEY}@host",
    ],
    ids=range(16),
)
def test_a_credential_is_found_in_every_way_of_writing_it(written: str) -> None:
    without = scrubbed(f"before {written} after")
    assert without.startswith("before ")
    assert without.endswith(" after")
    assert "…" in without
    assert not any(part in without.lower() for part in ("a1b2", "c3d4", "e5f6", "g7"))


@pytest.mark.parametrize("user", ["", "u", "us", "use", "user", "someone@example.org"])
@pytest.mark.parametrize("after", ["", "x", "xy"])
def test_a_credential_is_found_in_base64_wherever_it_stands(user: str, after: str) -> None:
    for form in (encoded(f"{user}:{KEY}{after}"), encoded(f"{user}:{KEY}{after}").rstrip("=")):
        for text in (form, urllib.parse.quote(form, safe=""), form.replace("/", "\\/")):
            left = scrubbed(f"Authorization: Basic {text}")
            assert "…" in left
            known = left.removeprefix("Authorization: Basic ").replace("%3D", "=").rstrip("=")
            assert len(known) <= len(encoded(f"{user}:{after}")) + len("……")


@pytest.mark.parametrize(
    "part",
    [
        KEY[:12] + "...",
        KEY[:14],
        KEY[-12:],
        "zk-A****h8",
        "zk-A1******************7&h8",
        "zk-A1b•••••",
        "zk-A...7&h8",
        "zk-A…7&h8",
        "****7&h8",
    ],
)
def test_a_credential_that_is_cut_or_masked_is_found(part: str) -> None:
    assert scrubbed(f"no such key: {part}") in (
        "no such key: …",
        "no such key: ….…",
        "no such key: …&h8",
    )


@pytest.mark.parametrize("key", ["a", "ab", "abc", "none", "test", "ollama", "EMPTY"])
def test_a_short_key_blanks_out_no_words(key: str) -> None:
    credentials.learn(key)
    text = f'a test: none of the abc, ab, a; ollama {{"a": "EMPTY", "test": 1}} {key}'
    assert scrubbed(text) == text
    assert scrubbed(f"Authorization: Bearer {key}") == "Authorization: Bearer …"
    credentials.learn_address(f"http://user:{key}@host")
    assert scrubbed(f"at http://user:{key}@host") == "at http://user:…@host"
    assert scrubbed(f"Basic {encoded(f'user:{key}')}") == "Basic …"


def test_a_number_as_password_spares_longer_numbers() -> None:
    credentials.learn("12345678")
    raw = '{"created": 112345678, "cost": 0.12345678, "said": "12345678"}'
    assert json.loads(scrubbed_json(raw)) == {"created": 112345678, "cost": 0.12345678, "said": "…"}
    assert json.loads(scrubbed_json('{"created": 12345678, "said": "12345678"}')) == {
        "created": 12345678,
        "said": "…",
    }


def test_a_long_key_is_found_and_costs_no_more_than_a_short_one() -> None:
    key = "".join(f"Q{number:x}" for number in range(40_000))
    credentials.learn(key)
    start = time.monotonic()
    assert scrubbed(f'"{key}"') == '"…"'
    assert scrubbed(encoded(f"user:{key}")).count("…") == 1
    assert time.monotonic() - start < 5


def test_cleaning_takes_time_in_proportion_to_the_text() -> None:
    for piece in ("zk-A", "\\", "%7a", "&#", "zk-A1b2/C3d", "****", "word "):
        took = []
        for size in (20_000, 40_000):
            start = time.process_time()
            scrubbed(piece * (size // len(piece)))
            words(piece * (size // len(piece)))
            took.append(time.process_time() - start)
        assert took[1] < 3 * took[0] + 0.05, piece


def test_a_document_stays_one_and_as_it_is_where_nothing_is_in_it() -> None:
    raw = '{ "a":\t1.50, "b": "文\\ud83d" }\n'
    assert scrubbed_json(raw) == raw
    value = {KEY: [KEY, {"n": 1.5, "content": json.dumps({"x": f"in {KEY}"})}]}
    clean = json.loads(scrubbed_json(json.dumps(value)))
    assert clean["…"][0] == "…"
    assert json.loads(clean["…"][1]["content"]) == {"x": "in …"}
    assert scrubbed_json(f"no JSON, {KEY}") == "no JSON, …"
    deep = "[" * 100_000 + f'"{json.dumps(KEY)[1:-1]}"' + "]" * 100_000
    assert scrubbed_json(deep) == deep.replace(json.dumps(KEY)[1:-1], "…")


@pytest.mark.parametrize(
    ("address", "shown_as"),
    [
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1"),
        ("https://host/openai?api-version=2024-10-21", "https://host/openai?api-version=2024-10-21"),
        ("https://host/models/meta-llama-3.1-8b-instruct/v1", "https://host/models/meta-llama-3.1-8b-instruct/v1"),
        ("https://host/keys/v1", "https://host/keys/v1"),
        ("http://user:p4ss@host/v1", "http://host/v1"),
        ("http://sk-abcdefgh@host:1/v1", "http://host:1/v1"),
        ("http://host/v1?api_key=abc&x=1", "http://host/v1?x=1"),
        ("http://host/v1?x=a1b2c3d4e5f6a7b8c9d0", "http://host/v1"),
        ("http://host/v1?sig=abc", "http://host/v1"),
        ("http://host/sk-abcdefgh123/v1", "http://host/…/v1"),
        ("http://host/0a1b2c3d4e5f60718293/gateway", "http://host/…/gateway"),
        ("http://host/550e8400-e29b-41d4-a716-446655440000", "http://host/…"),
        ("http://host/token/opensesame/v1", "http://host/token/…/v1"),
        ("http://host/v1#sk-abcdefgh", "http://host/v1"),
        ("no address", "no address"),
    ],
)  # fmt: skip
def test_an_address_is_shown_without_credentials(address: str, shown_as: str) -> None:
    assert public(address) == shown_as


@pytest.mark.parametrize(
    ("address", "shown_as"),
    [
        ("ftp://user:pa/ss@x", "ftp://x"),
        ("http://user:pa?ss#w@rd@x:y/", "http://x:y/"),
        ("user:password@host/v1", "…@host/v1"),
        ("ftp://host/v1", "ftp://host/v1"),
        ("ftp://host/sk-abcdefgh123", "ftp://host/…"),
    ],
)
def test_what_is_no_address_is_shown_without_what_may_be_a_credential(
    address: str, shown_as: str
) -> None:
    assert refused(address) == shown_as


@pytest.mark.parametrize(
    ("address", "secret"),
    [
        ("http://user:opensesame%21@host/v1", "opensesame!"),
        ("http://user:opensesame%21@host/v1", "opensesame%21"),
        ("http://opensesame22@host/v1", "opensesame22"),
        ("http://host/v1?key=opensesame33", "opensesame33"),
        ("http://host/token/opensesame44/v1", "opensesame44"),
        ("http://host/a1b2c3d4e5f6a7b8c9d0e1/v1", "a1b2c3d4e5f6a7b8c9d0e1"),
    ],
)
def test_what_an_address_carries_is_learnt(address: str, secret: str) -> None:
    credentials.learn_address(address)
    assert scrubbed(f"it said {secret}.") == "it said …."


def test_what_an_address_has_beside_is_no_credential() -> None:
    credentials.learn_address(
        "http://administrator:opensesame55@models.example/llama-models/v1?api-version=2024-10-21"
    )
    text = "administrator of models.example, llama-models, 2024-10-21"
    assert scrubbed(text) == text


@pytest.mark.parametrize("name", ["HTTP_PROXY", "https_proxy", "ALL_PROXY", "OPENAI_API_KEY"])
def test_the_environments_key_and_proxies_are_learnt(name: str) -> None:
    secret = f"opensesame{name.lower().replace('_', '')}66"
    value = f"http://me:{secret}@proxy:3128" if "PROXY" in name.upper() else secret
    credentials.learn_environment({name: value, "HOME": "/home/somebody-else"})
    assert scrubbed(f"{secret} /home/somebody-else") == "… /home/somebody-else"


def test_a_proxy_without_a_scheme_is_one() -> None:
    credentials.learn_environment({"https_proxy": "me:opensesame77@proxy:3128"})
    assert scrubbed("opensesame77") == "…"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("bad key sk-not-ours-123", "bad key …"),
        ("Authorization: Bearer abc.def123", "Authorization: Bearer …"),
        ("Authorization: Basic dXNlcjpub3R1cnM=", "Authorization: Basic …"),
        ("cannot serve http://me:pw@host/v1", "cannot serve http://…@host/v1"),
        ("basic authentication, a bearer token", "basic authentication, a bearer token"),
        ("two\nlines\tof  it", "two lines of it"),
        ("long " * 100, ("long " * 100)[:200]),
    ],
)
def test_a_servers_words_are_short_and_without_others_credentials_too(said: str, left: str) -> None:
    assert words(said) == left


def test_words_are_cleaned_before_they_are_cut() -> None:
    assert KEY[:4] not in words("x" * 193 + " " + KEY)
    assert KEY[:4] not in shown("x" * 57 + KEY + "y" * 5000)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("a\x1b", r"'a\x1b'"),
        (7, "7"),
        ([KEY, 1], "['…', 1]"),
        ({"key": KEY}, "{'key': '…'}"),
        ("sk-not-ours-123", "'…'"),
        (int("f" * 5000, 16), "a int that is too long to show"),
    ],
    ids=range(6),
)
def test_a_value_is_shown_as_python_writes_it_without_credentials(value: object, said: str) -> None:
    assert shown(value) == said


@pytest.mark.parametrize(
    "value", ["x" * 5000, ["x" * 5000] * 9, {"x" * 5000: 1}, 10**4000, [[[[[[["x" * 300]]]]]]], "张" * 9000]
)  # fmt: skip
def test_a_value_of_any_length_is_shown_on_a_short_line(value: object) -> None:
    assert len(shown(value)) < 1000
