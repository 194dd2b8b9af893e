"""What was paid for: each model's reply as it came, a line of usage a call, and what was found out about servers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.files import bytes_of, json_object, locked, make_folder, write_whole


class Ledger:
    """calls/, usage.jsonl and servers.json under the output folder; safe to write from several processes at once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    # ── the model's replies ──

    def _call_path(self, key: str) -> Path:
        return self.root / "calls" / f"{key}.json"

    def read_call(self, key: str) -> dict[str, Any] | None:
        """Give a kept reply by the key of everything that was sent, or None."""
        kept = json_object(bytes_of(self._call_path(key)))
        return kept if isinstance(kept.get("reply"), str) else None

    def write_call(self, key: str, call: dict[str, Any]) -> None:
        """Keep a reply; one that is replaced on purpose (--fresh) goes beside it with a number."""
        path = self._call_path(key)
        make_folder(path.parent)
        if (
            replaced := bytes_of(path)
        ) is not None:  # copied, not moved: a kill in between leaves a reply in its place
            count = len(list(path.parent.glob(f"{key}.*.json")))
            write_whole(path.with_name(f"{key}.{count + 1}.json"), replaced)
        write_whole(path, (json.dumps(call, ensure_ascii=False, indent=1) + "\n").encode())

    def note_usage(self, line: dict[str, Any]) -> None:
        """Add a call to usage.jsonl, once; a call is known by its `key` and `at`.

        So a run that goes on after a kill adds the line that the killed one could not.
        """
        path = self.root / "usage.jsonl"
        make_folder(self.root / "calls")
        with locked(self.root / "calls"):
            if not any(
                (row.get("key"), row.get("at")) == (line["key"], line["at"]) for row in self.usage()
            ):
                kept = bytes_of(path) or b""
                kept += b"" if kept.endswith(b"\n") or not kept else b"\n"
                write_whole(path, kept + (json.dumps(line, ensure_ascii=False) + "\n").encode())

    def usage(self) -> list[dict[str, Any]]:
        """Give every line of usage.jsonl; one that is damaged counts as none, and stays where it is."""
        lines = (bytes_of(self.root / "usage.jsonl") or b"").split(
            b"\n"
        )  # not splitlines: U+2028 may stand in a line
        return [row for line in lines if (row := json_object(line))]

    # ── what was found out about servers ──

    def read_server(self, url: str, model: str) -> dict[str, Any]:
        """Give what was found out about a model's server; empty if nothing was."""
        found_out = self._servers().get(f"{model} at {url}")
        return found_out if isinstance(found_out, dict) else {}

    def write_server(self, url: str, model: str, found_out: dict[str, Any]) -> None:
        """Remember what was found out about a model's server."""
        path = self.root / "servers.json"
        make_folder(self.root / "calls")
        with locked(self.root / "calls"):
            known = self._servers() | {f"{model} at {url}": found_out}
            write_whole(
                path,
                (json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode(),
            )

    def _servers(self) -> dict[str, Any]:
        return json_object(bytes_of(self.root / "servers.json"))
