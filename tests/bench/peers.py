"""Other programs over the same papers: each in an environment of its own, as fast as it can be told to work.

pagecite takes one paper after another, and is run as several commands at once, too. paper-distiller takes no identifiers on its
command line, but a topic: the fake arXiv finds all papers by it, and the model chooses them all. It works in asyncio's own pool of
threads, of four more than the machine has cores: on two cores six papers are with the model, whatever it is told. Where it looks for
arXiv is part of its code; a sitecustomize puts the fake in that place.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
import venv
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.support.fakes import Answer, FakeArxiv, FakeModel, completion, is_completion

CACHE = Path.home() / ".cache" / "papers-daily-bench"
AT_ONCE = 8
DISTILLER = "paper-distiller"
TOPIC = "Sparrow"
ITS_ARXIV = """
import os
import arxiv
arxiv.Client.query_url_format = os.environ["ARXIV_API"] + "?{}"
"""
SUMMARY: dict[str, Any] = {
    "tldr": "Sparrow reads a paper section by section and keeps notes.",
    "tldr_pages": [1],
    "arguments": [
        {
            "text": "Notes make up for a short context.",
            "quote": "We propose Sparrow, a method that reads a paper section by section and keeps notes.",
            "pages": [1],
        }
    ],
    "data_points": [
        {
            "text": "Sparrow's result on LongRead.",
            "value": "61.4 F1",
            "quote": "Sparrow reaches 61.4 F1 on LongRead, while the strongest baseline reaches 54.2 F1.",
            "pages": [2],
        }
    ],
    "quotes": [],
    "open_questions": [{"text": "Does it read figures?", "pages": [3]}],
    "tags": ["reading"],
}
"""What pagecite asks for, but the title."""


def environment(package: str, version: str = "") -> Path:
    """Give the folder of an environment's programs that has a package of PyPI."""
    folder = CACHE / package
    if not (folder / "bin" / "python").exists():
        venv.create(folder, with_pip=True)
        wanted = f"{package}=={version}" if version else package
        subprocess.run(
            [folder / "bin" / "python", "-m", "pip", "install", "-q", wanted],
            check=True,
            capture_output=True,
        )
    return folder / "bin"


class Arxiv(FakeArxiv):
    """Finds all its papers whatever words are searched for, and says where each PDF is."""

    def answer(self, path: str, body: bytes) -> Answer:
        query = parse_qs(urlsplit(path).query)
        if query.get("search_query") == [TOPIC]:
            path = f"/api/query?{urlencode({'id_list': ','.join(self.papers)})}"
        status, content, headers = super().answer(path, body)
        if path.startswith("/api"):
            link = rf'\g<0><link title="pdf" href="http://127.0.0.1:{self.port}/pdf/\1"/>'
            content = re.sub(rb"<id>http://arxiv.org/abs/(.+?)</id>", link.encode(), content)
        return status, content, headers


class Model(FakeModel):
    """A model that takes `latency` seconds for an answer, and gives each program one of the form that it asks for."""

    latency = 0.0

    @staticmethod
    def is_call(path: str) -> bool:
        """Tell whether an answer of the model is asked for under a path."""
        return is_completion(path) or urlsplit(path).path.endswith("/messages")

    @property
    def asked(self) -> int:
        """How often it was asked."""
        return sum(self.is_call(row["path"]) for row in self.log)

    def answer(self, path: str, body: bytes) -> Answer:
        if not self.is_call(path):
            return super().answer(path, body)
        time.sleep(self.latency)
        asked = json.loads(body)
        papers = list(dict.fromkeys(re.findall(r"2401\.\d{5}", json.dumps(asked["messages"]))))
        if not is_completion(path):
            return _json(_message(SUMMARY | {"title": papers[0]}))
        if asked["model"] == DISTILLER:
            chosen = [{"arxiv_id": one} for one in papers]
            article = {"title": f"{TOPIC} {papers[0]}", "body": SUMMARY["tldr"], "selected": chosen}
            return _json(completion(json.dumps(article)))
        return super().answer(path, body)


def _json(value: object) -> Answer:
    return 200, json.dumps(value).encode(), {"Content-Type": "application/json"}


def _message(summary: dict[str, Any]) -> dict[str, Any]:
    """Give an answer as Anthropic's interface does."""
    return {
        "id": "m1",
        "type": "message",
        "role": "assistant",
        "model": "fake",
        "content": [{"type": "text", "text": json.dumps(summary)}],
        "stop_reason": "end_turn",
        "usage": {"input_tokens": 2000, "output_tokens": 300},
    }


class Peer(NamedTuple):
    """A program; `commands` are run side by side, `results` is what its finished results are called.

    `how` is how it is run, in words; `at_once` is how many of its papers are with the model at once.
    """

    name: str
    how: str
    at_once: int
    commands: Callable[[Path, Arxiv], list[list[str]]]
    results: str


class Took(NamedTuple):
    """What a program took: seconds, and how many results it came to."""

    wall: float
    results: int


def _pagecite(commands: int, folder: Path, arxiv: Arxiv) -> list[list[str]]:
    program = str(environment("pagecite", "2.0.0") / "pagecite")
    addresses = [f"http://127.0.0.1:{arxiv.port}/pdf/{one}v2" for one in arxiv.papers]
    return [
        [program, "--db", str(folder / f"{at}.db"), "summarize", *addresses[at::commands], "-o", "notes"]
        for at in range(commands)
    ]  # fmt: skip


def _distiller(folder: Path, arxiv: Arxiv) -> list[list[str]]:
    program = str(environment(DISTILLER, "1.12.0") / "paper-distiller-chat")
    (folder / "sitecustomize.py").write_text(ITS_ARXIV, "utf-8")
    count = str(len(arxiv.papers))
    return [
        [program, "distill", "--vault", "vault", "--topic", TOPIC, "--source", "arxiv", "--n", count, "--pool", count]
    ]  # fmt: skip


_ASKS = "asks arXiv for PDFs alone, and has no setting for jobs or for its pace; answers in Anthropic's form"
PEERS = (
    Peer("pagecite", f"2.0.0, one command with all addresses; {_ASKS}", 1, partial(_pagecite, 1), "notes/*.md"),
    Peer(f"pagecite x {AT_ONCE}", f"the same, as {AT_ONCE} commands", AT_ONCE, partial(_pagecite, AT_ONCE), "notes/*.md"),
    Peer(
        DISTILLER,
        f"1.12.0, one command for a topic, PD_FANOUT_CONCURRENCY={AT_ONCE}; has the model choose first; calls for techniques and for a "
        "survey are off; no setting for its pace, arXiv's address is put into its code",
        AT_ONCE,
        _distiller,
        "vault/articles/*.md",
    ),
)  # fmt: skip


def run(peer: Peer, folder: Path, arxiv: Arxiv, model: Model) -> Took:
    """Run a program over all papers of the fake, in an empty folder."""
    environ = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "ANTHROPIC_API_KEY": "none",
        "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{model.port}",
        "PD_API_KEY": "none",
        "PD_BASE_URL": model.url,
        "PD_MODEL": DISTILLER,
        "PD_FANOUT_CONCURRENCY": str(AT_ONCE),
        "PD_LLM_TECH_EXTRACT": "0",
        "PD_MIN_SURVEY": "1000",
        "ARXIV_API": f"http://127.0.0.1:{arxiv.port}/api/query",
        "PYTHONPATH": str(folder),
    }
    commands = peer.commands(folder, arxiv)
    start = time.monotonic()
    running = [
        subprocess.Popen(
            one, cwd=folder, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for one in commands
    ]
    for one in running:
        one.wait()
    return Took(time.monotonic() - start, len(list(folder.glob(peer.results))))


def busiest_second(moments: Sequence[float]) -> int:
    """Give how many of some requests came within one second, at most."""
    return max((sum(at <= one < at + 1 for one in moments) for at in moments), default=0)
