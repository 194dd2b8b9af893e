"""The door before all routes: who is let in, and what every answer carries."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from pipeline.web.guard import LARGEST_BODY, Guard
from tests.support.command import Command
from tests.support.web import FROM_US, HOME, PORT, Reader, guarded, stranger
from tests.web.conftest import SLUG


def routes(guard: Guard) -> list[tuple[str, str]]:
    """Give every route of the application, filled in, with its method."""
    app = guard.app
    assert isinstance(app, Starlette)
    found = []
    for route in app.routes:
        assert isinstance(route, Route)
        path = route.path.replace(":int", "").format(slug=SLUG, number=1, name="review.css")
        found += [(method, path) for method in route.methods or ()]
    return found


def test_without_the_cookie_every_route_is_refused_and_so_is_what_is_no_route(
    drafted: Command,
) -> None:
    guard = guarded(drafted)
    client = stranger(guard)
    asked = [*routes(guard), ("GET", "/nothing"), ("GET", "/static/none"), ("PUT", "/")]
    assert len(asked) > 20
    for method, path in asked:
        answer = client.request(method, path, headers=FROM_US)
        assert (method, path, answer.status_code) == (method, path, 403)


def test_the_token_is_handed_over_once_and_a_cookie_kept_that_no_script_reads(
    drafted: Command,
) -> None:
    guard = guarded(drafted)
    token = guard.token
    first = stranger(guard).get("/", params={"token": token})
    assert first.status_code == 200
    cookie = first.headers["set-cookie"]
    assert "httponly" in cookie.lower()
    assert "samesite=strict" in cookie.lower()
    assert token not in cookie
    assert stranger(guard).get("/", params={"token": token}).status_code == 403


def test_token_and_cookie_have_128_bits_and_are_others_at_each_start(drafted: Command) -> None:
    tokens = {guarded(drafted).token for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) == 22 for token in tokens)  # of 6 bits each


@pytest.mark.parametrize("token", ["", "x", "\u00e9", "a" * 5000, "%00"])
def test_another_token_opens_nothing(drafted: Command, token: str) -> None:
    assert stranger(guarded(drafted)).get("/", params={"token": token}).status_code == 403


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        f"127.0.0.1:{PORT + 1}",
        f"127.0.0.1.evil.example:{PORT}",
        f"LOCALHOST.evil:{PORT}",
        "",
        f"[::1]:{PORT}",
        f"0.0.0.0:{PORT}",
    ],
)
def test_a_name_that_was_bound_to_loopback_is_refused_with_the_cookie_too(
    reader: Reader, host: str
) -> None:
    assert reader.client.get("/", headers={"Host": host}).status_code == 403


def test_both_of_our_names_are_ours(reader: Reader) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in reader.client.cookies.items())
    for host in (f"127.0.0.1:{PORT}", f"localhost:{PORT}"):
        answer = reader.client.get("/", headers={"Host": host, "Cookie": cookie})
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"http://127.0.0.1:{PORT + 1}"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": HOME},
    ],
)
def test_a_change_from_another_page_is_refused(reader: Reader, headers: dict[str, str]) -> None:
    answer = reader.client.post(f"/drafts/{SLUG}/reject", json={}, headers=headers)
    assert answer.status_code == 403
    assert [row["slug"] for row in listed(reader)] == [SLUG]


def listed(reader: Reader) -> list[dict[str, str]]:
    page = reader.client.get("/").text
    return [{"slug": SLUG}] if f"/drafts/{SLUG}" in page else []


@pytest.mark.parametrize("headers", [FROM_US, {"Origin": HOME}, FROM_US | {"Origin": HOME}])
def test_a_change_from_our_page_is_made(reader: Reader, headers: dict[str, str]) -> None:
    answer = reader.client.post(f"/drafts/{SLUG}/reject", json={}, headers=headers)
    assert answer.status_code == 200
    assert listed(reader) == []


def test_nothing_is_changed_by_asking_for_it(reader: Reader) -> None:
    for path in ("reject", "accept", "save", "check"):
        answer = reader.client.get(f"/drafts/{SLUG}/{path}", headers=FROM_US)
        assert answer.status_code == 405
    assert reader.client.get("/undo", headers=FROM_US).status_code == 405
    assert listed(reader)


def test_another_port_of_this_machine_gets_no_page(reader: Reader) -> None:
    answer = reader.client.get("/", headers={"Sec-Fetch-Site": "same-site"})
    assert answer.status_code == 403


def test_every_answer_carries_what_keeps_scripts_and_frames_out(
    drafted: Command, reader: Reader
) -> None:
    guard = guarded(drafted)
    answers = [
        stranger(guard).get("/"),
        stranger(guard).get("/", params={"token": guard.token}),
        reader.client.get("/"),
        reader.client.get("/nothing"),
        reader.client.get(f"/drafts/{SLUG}"),
        reader.client.get("/static/review.js"),
        reader.client.post("/undo", content=b"x" * (LARGEST_BODY + 1), headers=FROM_US),
    ]
    for answer in answers:
        policy = answer.headers["content-security-policy"].split("; ")
        assert {"default-src 'none'", "frame-ancestors 'none'"} <= set(policy)
        assert {f"{kind}-src 'self'" for kind in ("script", "style", "img", "connect")} <= set(
            policy
        )
        assert "form-action 'self'" in policy
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"


def test_a_body_of_more_than_a_megabyte_is_refused_told_or_not(reader: Reader) -> None:
    headers = FROM_US | {"Content-Type": "application/json"}
    whole = b'{"text": "' + b"x" * LARGEST_BODY + b'"}'
    assert reader.client.post("/undo", content=whole, headers=headers).status_code == 413
    pieces = (whole[start : start + 50_000] for start in range(0, len(whole), 50_000))
    assert reader.client.post("/undo", content=pieces, headers=headers).status_code == 413


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"a":' * 5000, b"\xff"])
def test_a_body_that_is_no_object_is_refused(reader: Reader, body: bytes) -> None:
    headers = FROM_US | {"Content-Type": "application/json"}
    assert reader.client.post("/undo", content=body, headers=headers).status_code == 400


def test_a_form_of_another_page_is_refused_by_its_kind(reader: Reader) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        headers = FROM_US | {"Content-Type": kind}
        assert reader.client.post("/undo", content=b"{}", headers=headers).status_code == 415
