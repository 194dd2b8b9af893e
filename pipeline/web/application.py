"""The routes: which address shows or does what."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import jinja2
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from pipeline import resources
from pipeline.commands.terminal import plain
from pipeline.errors import SummarizeError
from pipeline.extract import process
from pipeline.web.desk import Desk, NoDraftError
from pipeline.web.places import Span
from pipeline.web.verdicts import ChangedError, Verdicts

_STATIC = {
    "review.css": "text/css",
    "list.js": "text/javascript",
    "review.js": "text/javascript",
    "entry.js": "text/javascript",
    "paper.js": "text/javascript",
    "asking.js": "text/javascript",
    "help.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
"""All files that are served, and no other."""
_MOST_SPANS = 40
"""Places of the paper that are asked for at once."""
_LONGEST_WORDS = 500
"""Characters that are looked for in a paper, and of those around them in an entry."""


def application(
    desk: Desk, verdicts: Verdicts, language: str, unforeseen: Callable[[Exception], None]
) -> Starlette:
    """Make the application; `unforeseen` is told of an error that nobody foresaw."""
    pages = _Answers(desk, verdicts, language)

    async def failed(_: Request, error: Exception) -> Response:
        unforeseen(error)
        return JSONResponse({"message": "a defect: the terminal says more"}, 500)

    return Starlette(
        routes=[
            Route("/", _in_thread(pages.list)),
            Route("/doubts", _in_thread(pages.doubts)),
            Route("/drafts/{slug}", _in_thread(pages.draft)),
            Route("/drafts/{slug}/entry", _in_thread(pages.entry)),
            Route("/drafts/{slug}/check", _with_body(pages.check), methods=["POST"]),
            Route("/drafts/{slug}/save", _with_body(pages.save), methods=["POST"]),
            Route("/drafts/{slug}/take", _with_body(pages.take), methods=["POST"]),
            Route("/drafts/{slug}/boxes", _in_thread(pages.boxes)),
            Route("/drafts/{slug}/find", _in_thread(pages.find)),
            Route("/drafts/{slug}/find-number", _in_thread(pages.find_number)),
            Route("/drafts/{slug}/pages/{number:int}", _in_thread(pages.page)),
            Route("/drafts/{slug}/pages/{number:int}.png", _in_thread(pages.picture)),
            Route("/drafts/{slug}/figures/{name}", _in_thread(pages.figure)),
            Route("/drafts/{slug}/diff", _in_thread(pages.diff)),
            Route("/drafts/{slug}/accept", _with_body(pages.accept), methods=["POST"]),
            Route("/drafts/{slug}/reject", _with_body(pages.reject), methods=["POST"]),
            Route("/undo", _with_body(pages.undo), methods=["POST"]),
            Route("/static/{name}", _in_thread(pages.static)),
        ],
        exception_handlers={SummarizeError: _said, HTTPException: _said_status, Exception: failed},
    )


Body = dict[str, Any]


def _in_thread(answer: Callable[[Request], Response]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answer, request)

    return endpoint


def _with_body(answer: Callable[[Request, Body], Response]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answer, request, _object(await request.body()))

    return endpoint


def _object(body: bytes) -> Body:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise HTTPException(400, "the body is no JSON object")
    return value


def _word(body: Body, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise HTTPException(400, f"{name} is missing")
    return value


def _said(_: Request, error: Exception) -> Response:
    status = 404 if isinstance(error, NoDraftError) else 409
    kind = "changed" if isinstance(error, ChangedError) else "failed"
    return JSONResponse({"message": plain(str(error)), "kind": kind}, status)


def _said_status(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"message": error.detail, "kind": "failed"}, error.status_code)


@cache  # with the templates that it has compiled
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: resources.shipped("templates", name)),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


class _Answers:
    """What each address answers."""

    def __init__(self, desk: Desk, verdicts: Verdicts, language: str) -> None:
        self._desk, self._verdicts = desk, verdicts
        self._language = language
        self._words = json.loads(resources.shipped("templates", f"web/words.{language}.json"))

    def _page(self, name: str, **values: object) -> Response:
        template = _templates().get_template(f"web/{name}")
        words = {"words": self._words, "language": self._language}
        return HTMLResponse(template.render(words | values), background=BackgroundTask(_warm))

    def list(self, _: Request) -> Response:
        """Show the drafts."""
        return self._page("list.html.j2", rows=self._desk.rows(), is_list=True)

    def doubts(self, _: Request) -> Response:
        """Give how much is doubtful in each draft as it stands now."""
        from pipeline.commands.entry_findings import count_doubts

        desk = self._desk
        counts = {
            folder.path.name: count_doubts(folder, paper, desk.home, desk.log)
            for folder, paper in desk.waiting()
        }
        return _json({"doubts": counts})

    def draft(self, request: Request) -> Response:
        """Show one draft; what is in it is asked for by the page."""
        slug = _slug(request)
        title, arxiv_id = self._desk.title(slug)
        return self._page(
            "draft.html.j2",
            is_list=False,
            slug=slug,
            title=title,
            arxiv_id=arxiv_id,
            pages=self._desk.page_count(slug),
            slugs=[row.slug for row in self._desk.rows()],
        )

    def entry(self, request: Request) -> Response:
        """Give an entry as it is kept, and what is doubtful in it."""
        slug = _slug(request)
        from pipeline.web.checking import check

        opened = self._verdicts.open(slug)
        checked = check(self._desk, slug, opened.text, is_typed=False)
        return _json(opened.model_dump() | {"checked": checked.model_dump()})

    def check(self, request: Request, body: Body) -> Response:
        """Give what is doubtful in an entry as it is typed."""
        from pipeline.web.checking import check

        checked = check(self._desk, _slug(request), _word(body, "text"), is_typed=True)
        return _json(checked.model_dump())

    def save(self, request: Request, body: Body) -> Response:
        """Keep an entry as it was typed."""
        slug = _slug(request)
        digest = self._verdicts.save(slug, _word(body, "text"), _word(body, "digest"))
        return _json({"digest": digest})

    def take(self, request: Request, _: Body) -> Response:
        """Put the newer draft in the entry's place, or the older entry back."""
        self._verdicts.take_other(_slug(request))
        return _json({})

    def page(self, request: Request) -> Response:
        """Give a page's lines."""
        number = request.path_params["number"]
        return _json(self._desk.page(_slug(request), number).model_dump())

    def picture(self, request: Request) -> Response:
        """Give a page's picture."""
        try:
            scale = float(request.query_params.get("scale", "1.5"))
        except ValueError:
            raise HTTPException(400, "scale is no number") from None
        content = self._desk.picture(_slug(request), request.path_params["number"], scale)
        return Response(content, media_type="image/png")

    def figure(self, request: Request) -> Response:
        """Give a figure of an entry."""
        content = self._desk.figure(_slug(request), request.path_params["name"])
        return Response(content, media_type="image/png")

    def boxes(self, request: Request) -> Response:
        """Give where characters of the paper's text stand on its pages."""
        slug, spans = _slug(request), _spans(request, "spans")
        cells = [one and one.model_dump() for one in self._desk.cells(slug, spans)]
        boxes = [box._asdict() for box in self._desk.boxes(slug, spans)]
        return _json({"boxes": boxes, "cells": cells})

    def find(self, request: Request) -> Response:
        """Give where words stand in the paper, in order."""
        return _places(self._desk.find(_slug(request), _query(request, "words")))

    def find_number(self, request: Request) -> Response:
        """Give where a number of a point stands in the paper: what may be meant comes first."""
        from pipeline.web.context import Context

        context = Context(
            quotes=_spans(request, "within"),
            before=_query(request, "before"),
            behind=_query(request, "behind"),
        )
        number = _query(request, "words")
        return _places(self._desk.find_number(_slug(request), number, context))

    def diff(self, request: Request) -> Response:
        """Give the diff of the log that an accept would make, and what it was made from."""
        found = self._verdicts.show_change(_slug(request))
        made_from = found.made_from._asdict() if found.made_from else {}
        return _json(
            {"diff": found.diff or "", "outcome": found.outcome, "reason": found.reason or ""}
            | {"doubts": found.doubts, "ticked": found.ticked or "", "made_from": made_from}
        )

    def accept(self, request: Request, body: Body) -> Response:
        """Accept a draft as its diff was shown."""
        from pipeline.commands.accept import Shown

        shown = Shown(_word(body, "entry"), _word(body, "log"))
        done = self._verdicts.accept(_slug(request), shown)
        return _json({"outcome": done.outcome, "said": [one.words for one in done.said()][:1]})

    def reject(self, request: Request, _: Body) -> Response:
        """Set a draft aside."""
        return _json({"said": [self._verdicts.reject(_slug(request))]})

    def undo(self, _: Request, __: Body) -> Response:
        """Take the last verdict back."""
        slug, said = self._verdicts.undo()
        return _json({"slug": slug, "said": [said]})

    def static(self, request: Request) -> Response:
        """Give a script, the style or the icon."""
        name = request.path_params["name"]
        if name not in _STATIC:
            raise HTTPException(404, "there is no such file")
        return Response(resources.shipped("templates", f"web/{name}"), media_type=_STATIC[name])


def _warm() -> None:
    """Load what takes long behind the first answer, before it is asked for."""
    from pipeline.commands import accept, undo  # noqa: F401 - loaded, not used
    from pipeline.web import checking  # noqa: F401

    process.warm()


def _slug(request: Request) -> str:
    return str(request.path_params["slug"])


def _query(request: Request, name: str) -> str:
    return request.query_params.get(name, "")[:_LONGEST_WORDS]


def _places(found: Sequence[tuple[Span, int]]) -> Response:
    return _json({"places": [{"span": span, "page": page} for span, page in found]})


def _spans(request: Request, name: str) -> list[Span]:
    """Read places of the paper's text: `12-40,90-120`."""
    parts = [part for part in request.query_params.get(name, "").split(",") if part]
    pairs = [part.split("-") for part in parts[:_MOST_SPANS]]
    if not all(len(pair) == 2 and all(one.isdecimal() for one in pair) for pair in pairs):
        raise HTTPException(400, f"{name} is no list of places")
    return [(int(start), int(end)) for start, end in pairs]


def _json(value: object) -> Response:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "replace"), media_type="application/json")
