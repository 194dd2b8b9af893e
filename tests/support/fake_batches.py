"""A model's server with a batch service: files, batches that take their time, results in any order."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.fakes import Answer, FakeModel, completion, good_draft

Line = dict[str, Any]


class FakeBatchModel(FakeModel):
    """OpenAI's Batch API beside its completions; a reply for each paper is the good draft when nothing is planned.

    `looks` is how often a batch is looked at before it has ended, in the state `ends_as`. `of_line` gives what comes of a
    request: a reply, an object that is put into the errors file, or None for neither. `lists_files` is whether it lists files
    under the names that they were uploaded with. `refuses` is an error in the place of a batch that is to begin.
    """

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, dict[str, Any]] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.looks, self.ends_as, self.lists_files = 1, "completed", True
        self.refuses: dict[str, str] = {}
        self.kind = ""
        self.of_line: Callable[[Line], str | dict[str, Any] | None] = lambda _: json.dumps(
            good_draft()
        )
        self._numbers = itertools.count(1)
        self._looked: dict[str, int] = {}

    def faulty(self, path: str) -> bool:
        """Whether planned faults apply to this path: what begins with `kind`, or a completion where nothing is said."""
        return path.startswith(self.kind) if self.kind else super().faulty(path)

    @property
    def sent(self) -> list[list[Line]]:
        """The requests of each batch that was begun."""
        return [self._lines(batch) for batch in self.batches.values()]

    def answer(self, path: str, body: bytes) -> Answer:
        url = urlsplit(path)
        kind, _, rest = url.path.removeprefix("/v1/").partition("/")
        if kind not in ("files", "batches"):
            return super().answer(path, body)
        value = (
            self._of_files(rest, body)
            if kind == "files"
            else self._of_batches(rest, body, url.query)
        )
        if isinstance(value, bytes):
            return 200, value, {"Content-Type": "application/jsonl"}
        status = 404 if value is None else 400 if "error" in value else 200
        return status, json.dumps(value or {"error": {"message": "not found"}}).encode(), {}

    # ── files ──

    def _of_files(self, rest: str, body: bytes) -> dict[str, Any] | bytes | None:
        name, _, content = rest.partition("/")
        if name:
            file = self.files.get(name)
            if file is None:
                return None
            return bytes(file["content"]) if content else file["meta"]
        if body:
            [part] = [p for p in re.split(rb"--[0-9a-f]{16,}", body) if b"filename=" in p]
            head, _, rest_of_part = part.partition(b"\r\n\r\n")
            found = re.search(rb'filename="([^"]*)"', head)
            assert found
            return self._keep(rest_of_part.removesuffix(b"\r\n"), found[1].decode())
        if not self.lists_files:
            return None
        listed = [file["meta"] for file in reversed(self.files.values())]
        return {"object": "list", "data": listed, "has_more": False}

    def _keep(self, content: bytes, filename: str) -> dict[str, Any]:
        name = f"file-{next(self._numbers)}"
        meta = {
            "id": name,
            "object": "file",
            "filename": filename,
            "purpose": "batch",
            "created_at": 2e9,
        }
        self.files[name] = {"meta": meta, "content": content}
        return meta

    # ── batches ──

    def _of_batches(self, rest: str, body: bytes, query: str) -> dict[str, Any] | None:
        if rest:
            return self._looked_at(rest)
        if not body:
            after = parse_qs(query).get("after", [""])[0]
            listed = list(reversed(self.batches.values()))
            names = [batch["id"] for batch in listed]
            page = listed[names.index(after) + 1 if after else 0 :][:1]  # one a page
            more = bool(page) and page[-1] is not listed[-1]
            return {"object": "list", "data": page, "has_more": more}
        if self.refuses:
            return {"error": self.refuses}
        asked = json.loads(body)
        if asked["input_file_id"] not in self.files:
            return {"error": {"message": "no such file"}}
        name = f"batch_{next(self._numbers)}"
        self.batches[name] = asked | {
            "id": name, "object": "batch", "status": "validating", "created_at": 2e9, "errors": None,
            "output_file_id": None, "error_file_id": None, "request_counts": None,
        }  # fmt: skip
        return self.batches[name]

    def _looked_at(self, name: str) -> dict[str, Any] | None:
        batch = self.batches.get(name)
        if batch is None:
            return None
        self._looked[name] = self._looked.get(name, 0) + 1
        if self._looked[name] < self.looks:
            batch["status"] = "in_progress"
        elif batch["status"] != self.ends_as:
            self._end(batch)
        return batch

    def _end(self, batch: dict[str, Any]) -> None:
        batch["status"] = self.ends_as
        if self.ends_as == "failed":
            problem = {"code": "invalid_json_line", "line": 3, "message": "This line is no JSON."}
            batch["errors"] = {"object": "list", "data": [problem]}
            return
        good, bad = [], []
        for line in reversed(self._lines(batch)):
            came = self.of_line(line)
            row = {"id": "r", "custom_id": line["custom_id"], "response": None, "error": None}
            if isinstance(came, str):
                reply = completion(came, tokens_in=len(json.dumps(line["body"])) // 4)
                row["response"] = {"status_code": 200, "request_id": "q", "body": reply}
                good.append(row)
            elif came is not None:
                bad.append(row | came)
        for name, rows in (("output_file_id", good), ("error_file_id", bad)):
            text = "".join(json.dumps(row) + "\n" for row in rows)
            batch[name] = self._keep(text.encode(), "results.jsonl")["id"] if rows else None
        counts = {"total": len(good) + len(bad), "completed": len(good), "failed": len(bad)}
        batch["request_counts"] = counts

    def _lines(self, batch: dict[str, Any]) -> list[Line]:
        content = self.files[batch["input_file_id"]]["content"]
        return [json.loads(line) for line in content.splitlines()]
