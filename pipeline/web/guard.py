"""Who may ask, and what every answer carries: the door before all routes.

A page of another site can send requests to loopback, and so can any program of the machine. So
each answer but one wants a cookie that only the person's browser has; the name asked for must be
ours, or a name that was bound to 127.0.0.1 would do; and changes come from our own page alone
(OWASP, Cross-Site Request Forgery Prevention: Fetch Metadata). Cookies do not know ports: ours
has the port in its name, and is bound to the start by what it holds.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 1_000_000
"""Bytes of a request's body: an entry has a few thousand."""
_LONGEST_BODY = 10.0
"""Seconds that a body may take to come: it comes from the same machine."""
_TOKEN_BYTES = 16
"""128 bits."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_HANDED_OVER = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>summarize</title>'
    '<link rel="icon" href="/static/icon.svg">'
    '<meta http-equiv="refresh" content="0; url=/"><a href="/">summarize</a></html>'
)
"""A page that leads on, and no redirect: a Strict cookie is not sent with one that began
elsewhere, as in a terminal that is itself a web page."""


class Guard:
    """The door of an application that is served at 127.0.0.1 and one port.

    `token` opens it once, and the answer to that has the cookie.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._cookie = f"summarize-{port}"
        self._secret = secrets.token_urlsafe(_TOKEN_BYTES)
        self.token = secrets.token_urlsafe(_TOKEN_BYTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have the application answer it."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        answer = self._refusal(scope, headers)
        if answer is None and scope["method"] == "POST":
            body = await _body(headers, receive)
            if isinstance(body, Response):
                answer = body
            else:
                receive = _once(body, receive)
        await (answer or self.app)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Give the answer to a request that goes no further; None for one that does."""
        if headers.getlist("host") not in ([host] for host in self._hosts):
            return _refused("this name is not ours")
        if handed_over := self._handed_over(scope):
            return handed_over
        cookie = cookie_parser(headers.get("cookie", "")).get(self._cookie, "")
        if not _is_same(cookie, self._secret):
            return _refused("open the address that `summarize review --web` has printed")
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("only GET and POST", 405, {"Allow": "GET, HEAD, POST"})
        return self._refusal_by_origin(scope["method"], headers)

    def _handed_over(self, scope: Scope) -> Response | None:
        """Give the answer with the cookie where the token is right, the first time."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        is_start = scope["method"] == "GET" and scope["path"] == "/"
        if not (is_start and self.token and _is_same(given, self.token)):
            return None
        self.token = ""
        answer = HTMLResponse(_HANDED_OVER)
        answer.set_cookie(self._cookie, self._secret, httponly=True, samesite="strict")
        return answer

    def _refusal_by_origin(self, method: str, headers: Mapping[str, str]) -> Response | None:
        """Refuse what another page sends, a page of another port of this machine too."""
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        ours = [f"http://{host}" for host in self._hosts]
        if method != "POST":
            return None if site in (None, "same-origin", "none") else _refused("not from our page")
        by_site = site in (None, "same-origin")
        by_origin = origin is None or origin in ours
        if (site or origin) and by_site and by_origin:
            return None
        return _refused("not from our page")


def _refused(why: str) -> Response:
    return PlainTextResponse(f"{why}\n", 403)


def _is_same(given: str, secret: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), secret.encode())


async def _body(headers: Mapping[str, str], receive: Receive) -> bytes | Response:
    """Take a request's body, or give the answer to one that is too large or comes too slowly."""
    told = headers.get("content-length", "0")
    if not told.isdecimal() or int(told) > LARGEST_BODY:
        return PlainTextResponse("the body is too large\n", 413, {"Connection": "close"})
    if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return PlainTextResponse("the body is no JSON\n", 415, {"Connection": "close"})
    body = bytearray()
    try:
        async with asyncio.timeout(_LONGEST_BODY):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > LARGEST_BODY:
                    return PlainTextResponse(
                        "the body is too large\n", 413, {"Connection": "close"}
                    )
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        return PlainTextResponse("the body comes too slowly\n", 408, {"Connection": "close"})


def _once(body: bytes, receive: Receive) -> Receive:
    """Give a body that was taken already, and then what comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
