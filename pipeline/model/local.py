"""Model servers on this machine: looked for where no model is set, used only when asked for."""

from __future__ import annotations

import http.client
import json
import re
import shlex
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pipeline.credentials import words
from pipeline.network import is_loopback, within

_NAMES = {11434: "Ollama", 1234: "LM Studio", 8080: "llama.cpp", 8000: "vLLM"}
"""Who listens at a port unless told otherwise."""
_PATIENCE = 1.0
"""Seconds for one answer: what is on this machine and works is faster."""
_LARGEST = 1 << 20
"""Bytes of an answer: a list of some models."""
OLLAMA_CONTEXT = 4096
"""Tokens that Ollama reads of a call unless it is told otherwise; what is over is cut."""


class LocalServer(NamedTuple):
    """A server that answers on this machine, and the models that it has."""

    name: str
    base_url: str
    models: tuple[str, ...]

    @property
    def to_use(self) -> str:
        """The one line that would use it."""
        return f"--base-url {self.base_url} --model {shlex.quote(self.models[0])}"


def answering(ports: Sequence[int]) -> list[LocalServer]:
    """Give the servers that answer at these ports of this machine with a list of models."""
    found = []
    for port in ports:
        listed = _asked("127.0.0.1", port, "GET", "/v1/models")
        models = listed.get("data") if isinstance(listed, dict) else None
        rows = (
            one for one in (models if isinstance(models, list) else ()) if isinstance(one, dict)
        )
        names = tuple(words(str(one["id"])) for one in rows if one.get("id"))
        if names:
            url = f"http://127.0.0.1:{port}/v1"
            found.append(LocalServer(_NAMES.get(port, "a server"), url, names))
    return found


def ollama_context(base_url: str, model: str) -> int | None:
    """Give the tokens that an Ollama on this machine reads of a call; None where it is no Ollama.

    It is what the loaded model has, else what its file sets as num_ctx, else Ollama's default
    (https://github.com/ollama/ollama/blob/main/docs/faq.md).
    """
    parts = urlsplit(base_url)
    if parts.scheme != "http" or not is_loopback(parts.hostname):
        return None
    host, port = parts.hostname or "", parts.port or 80
    version = _asked(host, port, "GET", "/api/version")
    if not isinstance(version, dict) or set(version) != {"version"}:
        return None
    loaded = _asked(host, port, "GET", "/api/ps")
    rows = loaded.get("models") if isinstance(loaded, dict) else None
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and model in (row.get("name"), row.get("model")):
            context = row.get("context_length")
            if isinstance(context, int) and context > 0:
                return context
    shown = _asked(host, port, "POST", "/api/show", {"model": model})
    said = str(shown.get("parameters", "")) if isinstance(shown, dict) else ""
    num_ctx = re.search(r"^num_ctx\s+(\d{3,8})\s*$", said, re.MULTILINE)
    return int(num_ctx[1]) if num_ctx else OLLAMA_CONTEXT


def _asked(host: str, port: int, method: str, path: str, body: Any = None) -> Any:  # noqa: ANN401
    """Give the JSON that a server of this machine answers with; None where there is none."""

    def ask() -> bytes:
        connection = http.client.HTTPConnection(host, port, timeout=_PATIENCE)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(method, path, sent, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.read(_LARGEST) if answer.status == http.HTTPStatus.OK else b""
        finally:
            connection.close()

    try:
        return json.loads(within(_PATIENCE, ask))
    except (OSError, http.client.HTTPException, ValueError, RecursionError):
        return None
