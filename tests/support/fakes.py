"""Small real servers on loopback that stand in for arXiv and for a model, and PDFs made by hand.

Each server takes faults in order, one a request, and keeps a log of what it was asked.
"""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

Answer = tuple[int, bytes, dict[str, str]]
"""Status, body and headers; a Content-Length among the headers wins over the body's own."""
Fault = Callable[[BaseHTTPRequestHandler], None]


def make_pdf(
    pages: Iterable[Iterable[str]], *, size: int = 10, drawn: Mapping[int, str] | None = None
) -> bytes:
    """Typeset lines of Latin-1 text, a page each, with nothing but the PDF standard's own words.

    `drawn` are operators that a page ends with, by its number.
    """
    objects: list[bytes] = [
        b"",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for number, lines in enumerate(pages, 1):
        show = [f"BT /F1 {size} Tf 50 780 Td {size + 2} TL"]
        for line in lines:
            text = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            show.append(f"({text}) Tj T*")
        show += ["ET", (drawn or {}).get(number, "")]
        content = "\n".join(show).encode("cp1252", "replace")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % len(objects)
        )
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


PAPER_PAGES = (
    (
        "Sparrow: Small Models That Read Long Papers",
        "Ada Lark and Ben Wren",
        "University of Northwick",
        "Abstract",
        "Reading long papers with small language models is hard because their context is short.",
        "We propose Sparrow, a method that reads a paper section by section and keeps notes.",
        "Sparrow is trained on 27M sentences from 3,200 papers.",
        "On the LongRead benchmark, Sparrow reaches 61.4 F1 and outperforms the baseline by 7.2 points.",
        "1 Introduction",
        "Language models with a short context cannot take in a whole paper at once.",
        "Previous work cuts the paper and loses what was cut.",
        "In this paper, we introduce Sparrow, which takes notes of every section before it writes a summary.",
        "Our contributions are a note-taking model, a data set of 3,200 papers, and an evaluation on LongRead.",
    ),
    (
        "2 Method",
        "Sparrow has two parts, a reader and a writer.",
        "The reader is a 1.3B parameter transformer that turns each section into at most eight notes.",
        "The writer takes all notes and writes the summary in one pass.",
        "3 Experiments",
        "We train on 27M sentences and evaluate on LongRead and on ShortRead.",
        "Sparrow reaches 61.4 F1 on LongRead, while the strongest baseline reaches 54.2 F1.",
        "On ShortRead, Sparrow and the baseline are on par at 70.1 F1.",
        "An ablation without notes loses 9.8 points on LongRead.",
    ),
    (
        "4 Conclusion",
        "Taking notes lets a small model read a long paper.",
        "A limitation is that Sparrow cannot read figures, and its notes are in English only.",
        "References",
        "[1] C. Robin. Short contexts. 2019.",
        "[2] D. Finch. Long papers. 2021.",
    ),
)
"""The text of the paper that the fakes serve; three pages, every fact made up."""


OVERVIEW = (
    "q 0.2 0.4 0.8 rg 120 500 200 80 re f Q "
    "BT /F1 9 Tf 120 480 Td (Figure 1: An overview of Sparrow, its reader and its writer.) Tj ET "
    "q 0.8 0.4 0.2 rg 120 360 200 80 re f Q "
    "BT /F1 9 Tf 120 340 Td (Figure 2: F1 on LongRead by the number of notes.) Tj ET"
)
"""Two figures for the second page of that paper, and their captions."""


class _Http(ThreadingHTTPServer):
    """Says nothing of clients that hang up: being left alone is part of a fault."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Server:
    """A server whose answers a subclass gives, with planned faults in front of them."""

    def __init__(self) -> None:
        self.log: list[dict[str, Any]] = []
        self.faults: list[Fault | None] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                owner.serve(self)

            def do_POST(self) -> None:
                owner.serve(self)

        self._http = _Http(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        row = {
            "at": time.time(),
            "path": handler.path,
            "headers": {name.lower(): value for name, value in handler.headers.items()},
            "body": body,
        }
        self.log.append(row)
        fault = self.faults.pop(0) if self.faults and self.faulty(handler.path) else None
        try:
            if fault:
                fault(handler)
            else:
                send(handler, *self.answer(handler.path, body))
        except (BrokenPipeError, ConnectionResetError):
            handler.close_connection = True

    def faulty(self, path: str) -> bool:
        """Whether planned faults apply to this path."""
        return True

    def answer(self, path: str, body: bytes) -> Answer:
        raise NotImplementedError


def send(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]
) -> None:
    handler.send_response(status)
    for name, value in ({"Content-Length": str(len(body))} | headers).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def answers(status: int, body: str | bytes = b"", **headers: str) -> Fault:
    """Plan an answer in the right one's place."""
    raw = body.encode() if isinstance(body, str) else body
    return lambda handler: send(
        handler, status, raw, {name.replace("_", "-"): value for name, value in headers.items()}
    )


def hangs(seconds: float = 30) -> Fault:
    """Plan a request that is never answered."""
    return lambda _: time.sleep(seconds)


def cuts(body: bytes, at: int) -> Fault:
    """Plan an answer that promises all of `body` and breaks off."""

    def fault(handler: BaseHTTPRequestHandler) -> None:
        send(handler, 200, body[:at], {"Content-Length": str(len(body))})
        handler.close_connection = True

    return fault


def breaks() -> Fault:
    """Plan a connection that is broken off before any answer."""

    def fault(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.connection.shutdown(socket.SHUT_RDWR)

    return fault


def drips(body: bytes, pause: float) -> Fault:
    """Plan an answer that comes a byte at a time."""

    def fault(handler: BaseHTTPRequestHandler) -> None:
        send(handler, 200, b"", {"Content-Length": str(len(body))})
        for byte in body:
            handler.wfile.write(bytes([byte]))
            time.sleep(pause)

    return fault


def drips_headers(pause: float = 0.1) -> Fault:
    """Plan an answer whose headers come a byte at a time and never end."""

    def fault(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: ")
        for _ in range(300):
            handler.wfile.write(b"a")
            time.sleep(pause)

    return fault


@dataclass
class Entry:
    """One paper of the fake arXiv; `pdf` None means 404."""

    title: str = "Sparrow: Small Models That Read Long Papers"
    versions: int = 2
    comment: str = ""
    abstract: str = (
        "Reading long papers with small language models is hard because their context is short."
    )
    pdf: bytes | None = field(default_factory=lambda: make_pdf(PAPER_PAGES))
    without_pdf: tuple[int, ...] = ()


class FakeArxiv(_Server):
    """arXiv's API and PDFs over a few made-up papers."""

    def __init__(self) -> None:
        super().__init__()
        self.papers = {"2401.00001": Entry()}
        self.kind = ""  # faults apply to paths that start with this

    @property
    def environ(self) -> dict[str, str]:
        base = f"http://127.0.0.1:{self.port}"
        return {
            "SUMMARIZE_ARXIV_API_URL": f"{base}/api/query",
            "SUMMARIZE_ARXIV_PDF_URL": f"{base}/pdf",
        }

    def faulty(self, path: str) -> bool:
        return path.startswith(self.kind)

    def paths(self, prefix: str = "") -> list[str]:
        return [row["path"] for row in self.log if row["path"].startswith(prefix)]

    def answer(self, path: str, body: bytes) -> Answer:
        url = urlsplit(path)
        if url.path == "/api/query":
            return (
                200,
                self._feed(parse_qs(url.query)).encode(),
                {"Content-Type": "application/atom+xml"},
            )
        base, _, version = unquote(url.path.removeprefix("/pdf/")).rpartition("v")
        entry = self.papers.get(base)
        if entry is None or entry.pdf is None or int(version) in entry.without_pdf:
            return 404, b"<html><h1>Not found</h1></html>", {"Content-Type": "text/html"}
        return 200, entry.pdf, {"Content-Type": "application/pdf"}

    def _feed(self, query: dict[str, list[str]]) -> str:
        wanted = [one for one in query.get("id_list", [""])[0].split(",") if one]
        asked = query.get("search_query", [""])[0]
        if "ti:" in asked:
            either = [re.findall(r"ti:(\w+)", one.lower()) for one in asked.split(" OR ")]
            wanted = [
                one
                for one, entry in self.papers.items()
                if any(all(word in entry.title.lower() for word in words) for words in either)
            ]
        rows = [self._row(one) for one in wanted]
        return (
            '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
            'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">'
            f"<id>x</id><title>q</title><updated>2026-01-01T00:00:00Z</updated>"
            f"<opensearch:totalResults>{len([r for r in rows if r])}</opensearch:totalResults>"
            f"<opensearch:itemsPerPage>50</opensearch:itemsPerPage><opensearch:startIndex>0</opensearch:startIndex>{''.join(rows)}</feed>"
        )

    def _row(self, wanted: str) -> str:
        base, _, version = wanted.partition("v")
        entry = self.papers.get(base)
        if entry is None or int(version or 1) > entry.versions:
            return ""
        return (
            f"<entry><id>http://arxiv.org/abs/{base}v{version or entry.versions}</id><title>{escape(entry.title)}</title>"
            f"<updated>2024-03-05T00:00:00Z</updated><published>2024-01-02T00:00:00Z</published>"
            f"<summary>{escape(entry.abstract)}</summary><author><name>Ada Lark</name></author>"
            f"<arxiv:comment>{escape(entry.comment)}</arxiv:comment><category term='cs.CL'/><arxiv:primary_category term='cs.CL'/></entry>"
        )


def good_draft() -> dict[str, Any]:
    """Give a draft of the made-up paper in which everything is borne out."""
    return {
        "lead": {
            "month": "2024.3",
            "affiliations": ["University of Northwick"],
            "kind": "文章",
            "about": "研究小模型如何阅读长论文",
        },
        "key_points": [
            {
                "label": "问题",
                "text": "小模型的context太短，本文提出 Sparrow，逐节阅读并做笔记",
                "quotes": [
                    {
                        "text": "We propose Sparrow, a method that reads a paper section by section and keeps notes.",
                        "page": 1,
                    }
                ],
            },
            {
                "label": "数据",
                "text": "用3,200篇论文中的27M个句子训练",
                "quotes": [
                    {"text": "Sparrow is trained on 27M sentences from 3,200 papers.", "page": 1}
                ],
            },
            {
                "label": "实验结果",
                "text": "在 LongRead 上达到 61.4 F1，baseline 为 54.2",
                "quotes": [
                    {
                        "text": "Sparrow reaches 61.4 F1 on LongRead, while the strongest baseline reaches 54.2 F1.",
                        "page": 2,
                    }
                ],
            },
        ],
        "verdict": {"text": "思路简单有效。", "weakness": "不能读图。"},
    }


def completion(
    content: str | None, *, finish: str = "stop", refusal: str | None = None, tokens_in: int = 2000
) -> dict[str, Any]:
    """Give a chat completion as servers send it."""
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "fake",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content, "refusal": refusal},
                "finish_reason": finish,
            }
        ],
        "usage": {
            "prompt_tokens": tokens_in,
            "completion_tokens": 300,
            "total_tokens": tokens_in + 300,
        },
    }


def is_completion(path: str) -> bool:
    """Tell whether a completion is asked for under a path."""
    return urlsplit(path).path.endswith("/chat/completions")


class FakeModel(_Server):
    """An OpenAI-compatible server with one model, whose answers are planned; the good draft when nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self.replies: list[str | dict[str, Any]] = []
        self.structured = {"json_schema", "json_object"}
        self.listed: list[dict[str, Any]] = [{"id": "fake", "object": "model"}]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def faulty(self, path: str) -> bool:
        return is_completion(path)

    @property
    def calls(self) -> list[dict[str, Any]]:
        """What was asked, in order: the bodies of the completion requests."""
        return [json.loads(row["body"]) for row in self.log if is_completion(row["path"])]

    def answer(self, path: str, body: bytes) -> Answer:
        if path.endswith("/models"):
            return (
                200,
                json.dumps({"object": "list", "data": self.listed}).encode(),
                {"Content-Type": "application/json"},
            )
        if not is_completion(path):
            return 404, b"", {}
        asked = json.loads(body).get("response_format", {}).get("type")
        if asked and asked not in self.structured:
            error = {
                "error": {
                    "message": f"response_format type {asked!r} is not supported",
                    "type": "invalid_request_error",
                    "code": None,
                }
            }
            return 400, json.dumps(error).encode(), {"Content-Type": "application/json"}
        reply = self.replies.pop(0) if self.replies else json.dumps(good_draft())
        value = completion(reply, tokens_in=len(body) // 4) if isinstance(reply, str) else reply
        return 200, json.dumps(value).encode(), {"Content-Type": "application/json"}


class FakeOllama(FakeModel):
    """An Ollama: also its own interface, beside OpenAI's."""

    def __init__(self) -> None:
        super().__init__()
        self.own: dict[str, Any] = {"/api/version": {"version": "0.12.0"}}

    def answer(self, path: str, body: bytes) -> Answer:
        if path.startswith("/api/"):
            given = self.own.get(path)
            return (200 if given is not None else 404), json.dumps(given).encode(), {}
        return super().answer(path, body)
