"""Artifacts of ours, edited by hand, cut, of another version or another type."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench.bad.harness import DAY, OTHER_TITLE, Case, World, made

_HUGE = int("1" + "0" * 400)
_DEEP = 100_000


def _deep(opening: str, closing: str) -> bytes:
    return (opening * _DEEP + closing * _DEEP).encode()


def _replaced(value: Any, make: Callable[[Any], Any]) -> Any:
    """Give a JSON value with every leaf as `make` gives it."""
    if isinstance(value, dict):
        return {name: _replaced(one, make) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, make) for one in value]
    return make(value)


def _leaves(make: Callable[[Any], Any]) -> Callable[[bytes], bytes]:
    """Spoil the leaves of each JSON value of a file: one a file, or one a line."""

    def spoil(raw: bytes) -> bytes:
        with contextlib.suppress(ValueError):
            return json.dumps(_replaced(json.loads(raw), make)).encode()
        rows = [json.dumps(_replaced(json.loads(row), make)) for row in raw.splitlines()]
        return "\n".join(rows).encode()

    return spoil


def _numbers(number: Any) -> Callable[[bytes], bytes]:
    return _leaves(
        lambda v: number if isinstance(v, int | float) and not isinstance(v, bool) else v
    )


def _words(words: Any) -> Callable[[bytes], bytes]:
    return _leaves(lambda v: words if isinstance(v, str) else v)


def _within(raw: bytes, change: Callable[[dict[str, Any]], Any]) -> bytes:
    """Change what an envelope holds, or the object itself where there is no envelope."""
    try:
        value = json.loads(raw)
    except ValueError:
        value = json.loads(raw.splitlines()[0])
    inner = value.get("content", value)
    changed = change(inner)
    return json.dumps({**value, "content": changed} if "content" in value else changed).encode()


def _deep_within(raw: bytes) -> bytes:
    whole = _within(raw, lambda inner: dict.fromkeys(inner, "@")).decode()
    return whole.replace('"@"', "[" * 900 + "]" * 900).encode()


def _lists_of_the_wrong(raw: bytes) -> bytes:
    return json.dumps(_emptied(json.loads(raw.splitlines()[0] if b"}\n{" in raw else raw))).encode()


def _emptied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _emptied(one) for name, one in value.items()}
    return [] if isinstance(value, list) else value


_CONTENTS: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda raw: b"",
    "cut in half": lambda raw: raw[: len(raw) // 2],
    "cut at its last byte": lambda raw: raw.rstrip()[:-1],
    "null": lambda raw: b"null",
    "a list": lambda raw: b"[]",
    "a string": lambda raw: b'"words"',
    "a number": lambda raw: b"12",
    "an empty object": lambda raw: b"{}",
    "no content": lambda raw: b'{"made_from": null, "content": null}',
    "lists nested deep": lambda raw: _deep("[", "]"),
    "objects nested deep": lambda raw: (b'{"content":' * _DEEP) + b"1" + b"}" * _DEEP,
    "nested 900 deep within": _deep_within,
    "numbers of 10**400": _numbers(_HUGE),
    "numbers of -1": _numbers(-1),
    "numbers of 10**9": _numbers(10**9),
    "numbers not finite": _numbers(float("inf")),
    "numbers as strings": _numbers("12"),
    "strings of year 9999": _words("9999-12-31"),
    "strings of year 10000": _words("10000-01-01T00:00:00"),
    "empty strings": _words(""),
    "strings as numbers": _words(7),
    "strings as lists": _words(["x"]),
    "strings of lone surrogates": _words("\ud800\udc00\udfff"),
    "strings of NUL and escapes": _words("\0\x1b[31m\x07"),
    "strings of line ends": _words("a\n## 2024.1.9\n\n《b》\r\nc"),
    "strings of ../": _words("../../../etc"),
    "strings of 1 MB": lambda raw: _words("long " * 200_000)(raw)[: 30 << 20],
    "empty lists": _lists_of_the_wrong,
    "another version": lambda raw: _within(raw, lambda inner: {**inner, "new_field": {"x": [1]}}),
    "a field less": lambda raw: _within(raw, lambda inner: dict(list(inner.items())[1:])),
    "NUL bytes": lambda raw: raw[:10] + b"\0\0" + raw[10:],
    "all NUL bytes": lambda raw: b"\0" * len(raw),
    "no UTF-8": lambda raw: raw.replace(b": ", b": \xff", 3),
    "UTF-16": lambda raw: raw.decode("utf-8", "replace").encode("utf-16"),
    "a mark in front": lambda raw: b"\xef\xbb\xbf" + raw,
    "a web page": lambda raw: b"<!doctype html><html><body>no</body></html>",
    "a number of 5,000 digits": lambda raw: b'{"content": ' + b"9" * 5000 + b"}",
}  # fmt: skip


def _make_folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()
    (path / "file").write_bytes(b"x")


def _make_pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def _make_loop(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)


def _make_zero(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mknod(path, 0o20666, os.makedev(1, 5))


def _make_huge(path: Path) -> None:
    path.unlink(missing_ok=True)
    with path.open("wb") as file:
        file.truncate(6 << 30)


_PLACES: dict[str, Callable[[Path], None]] = {
    "a folder": _make_folder,
    "a pipe": _make_pipe,
    "a link to itself": _make_loop,
    "a zero device": _make_zero,
    "6 GB of nothing": _make_huge,
}
_PAPER = ("2401.00001",)
_ACCEPT = ("accept", "2401.00001", "--date", DAY)
_CHECK = ("check", "2401.00001")
_STATUS = ("status",)
_FILES: dict[str, tuple[tuple[str, ...], ...]] = {
    "paper.json": (_PAPER, _STATUS, _ACCEPT, _CHECK, ("status", "--json"), ("reject", "2401.00001"),
                   ("pending", "--dry-run"), ("accept", "Sparrow: Small Models That Read Long Papers")),
    "text.json": (_CHECK, _ACCEPT, _PAPER),
    "draft.json": (_PAPER, _CHECK, _ACCEPT),
    "report.json": (_PAPER, _STATUS, _CHECK, _ACCEPT),
    "failure.json": (_STATUS, ("status", "--json"), _PAPER),
    "undo.json": (("undo",), _ACCEPT),
    "servers.json": (_PAPER, ("doctor",)),
    "usage.jsonl": (_STATUS, ("status", "--json"), _PAPER),
    "calls": (_PAPER,),
    "resolved.json": (("pending", "--dry-run"), _ACCEPT),
}  # fmt: skip
"""Each artifact, and the commands that read it, which take turns."""
_WITH_MODEL = ("servers.json", "usage.jsonl", "calls")


def _place(world: World, name: str) -> Path:
    if name == "calls":
        return next(world.output.glob("calls/*.json"))
    if name in ("undo.json", "servers.json", "usage.jsonl", "resolved.json"):
        return world.output / name
    folder = world.accepted if world.accepted.is_dir() else world.draft
    return folder / name


def _given(world: World, name: str) -> Path:
    """Give an artifact's path, with something whole in it."""
    path = _place(world, name)
    if name == "failure.json":
        path.write_text('{"message": "the PDF is damaged", "hint": "repair it"}', "utf-8")
    elif name == "resolved.json":
        path.write_text(
            '{"GLIP: Another Paper With A Long Title  多模态": "2401.00002v2"}', "utf-8"
        )
    return path


def _start(name: str, command: tuple[str, ...]) -> str:
    if name in _WITH_MODEL:
        return "modelled"
    return "accepted" if name == "undo.json" else "drafted"


def _spoilt(
    name: str, how: str, spoil: Callable[[World, Path], None], command: tuple[str, ...]
) -> Case:
    def run(world: World) -> None:
        if name in _WITH_MODEL:
            world.with_model()
        path = _given(world, name)
        another = name == "undo.json" and command[0] == "accept"
        arguments = (command[0], "2401.00002", *command[2:]) if another else command
        if name == "calls":
            for made_from_it in ("draft.json", "report.json"):
                (world.draft / made_from_it).unlink()
        folder = world.accepted if world.accepted.is_dir() else world.draft
        entry = (folder / "entry.md").read_bytes()
        spoil(world, path)
        result = world.run(*arguments, seconds=8)
        if command[0] == "status":
            world.expect(OTHER_TITLE[:20] in result.out, "the other paper is not in the list")
            world.expect(result.status == 0, f"exit status {result.status}")
        words = b"Sparrow: Small Models"
        world.expect(words in entry and world.somewhere(words), "the entry is lost")
        log_has_it = "2401.00001v2 -->" in world.log.read_text("utf-8", "replace")
        if command[0] == "accept" and name != "undo.json":
            moved = world.accepted.is_dir()
            world.expect(log_has_it == moved, f"in the log: {log_has_it}, moved: {moved}")
        if result.status == 0 and command == _PAPER:
            again = world.run(*arguments, seconds=8)
            world.expect(again.status == 0, "a second run fails")

    words = " ".join(command)[:40]
    return f"{name} is {how}, {words}", made(_start(name, command))(run)


def _content_case(name: str, how: str, command: tuple[str, ...]) -> Case:
    def spoil(_: World, path: Path) -> None:
        path.write_bytes(_CONTENTS[how](path.read_bytes()))

    return _spoilt(name, how, spoil, command)


def _place_case(name: str, how: str, command: tuple[str, ...]) -> Case:
    return _spoilt(name, how, lambda _, path: _PLACES[how](path), command)


def spoilt() -> Iterator[Case]:
    """Give cases: every artifact, spoilt in every way, for the commands that read it."""
    for name, commands in _FILES.items():
        for at, how in enumerate(_CONTENTS):
            yield _content_case(name, how, commands[at % len(commands)])
        for at, how in enumerate(_PLACES):
            yield _place_case(name, how, commands[at % len(commands)])


def _odd_folder(name: str, make: Callable[[World], None], command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        make(world)
        world.run(*command, seconds=8)

    return f"{name}, {command[0]}", run


def folders() -> Iterator[Case]:
    """Give cases: folders under output/ that are none of ours, or not what they were."""

    def put(path: str, content: bytes = b"") -> Callable[[World], None]:
        def make(world: World) -> None:
            at = world.output / path
            at.parent.mkdir(parents=True, exist_ok=True)
            at.write_bytes(content)

        return make

    def instead(path: str) -> Callable[[World], None]:
        def make(world: World) -> None:
            at = world.output / path
            if at.is_dir():
                shutil.rmtree(at)
            at.write_bytes(b"a file in a folder's place")

        return make

    def renamed(world: World) -> None:
        world.draft.rename(world.draft.with_name("2401.00001v999999999999999999999999"))

    def same_name(world: World) -> None:
        shutil.copytree(world.draft, world.output / "accepted/2401.00001v2")
        shutil.copytree(world.draft, world.output / "rejected/2401.00001v2")

    def locked(world: World) -> None:
        (world.draft / "entry.md").unlink()
        world.draft.joinpath("paper.pdf").unlink()

    kinds: dict[str, Callable[[World], None]] = {
        "a file in drafts/": put("drafts/note.txt", b"x"),
        "a folder of another name": put("drafts/mine/x.txt", b"x"),
        "a paper's folder without files": lambda w: (w.output / "drafts/2401.00009v1").mkdir(),
        "a folder without version": put("drafts/2401.00001/paper.json", b"{}"),
        "a version of ²": put("drafts/2401.00001v²/paper.json", b"{}"),
        "a version of 0": put("drafts/2401.00001v0/paper.json", b"{}"),
        "a version beyond all numbers": renamed,
        "three states at once": same_name,
        "no entry and no PDF": locked,
        "drafts is a file": instead("drafts"),
        "accepted is a file": put("accepted", b"x"),
        "calls is a file": put("calls", b"x"),
        "output is a file": instead(""),
        "a paper's folder is a file": instead("drafts/2401.00001v2"),
        "a PDF of nothing": put("drafts/2401.00001v2/paper.pdf"),
        "a PDF that is a folder": lambda w: _make_folder(w.draft / "paper.pdf"),
        "a PDF that is a pipe": lambda w: _make_pipe(w.draft / "paper.pdf"),
        "a PDF that is a zero device": lambda w: _make_zero(w.draft / "paper.pdf"),
        "a PDF of 6 GB": lambda w: _make_huge(w.draft / "paper.pdf"),
    }
    commands = (_PAPER, _STATUS, _ACCEPT, ("reject", "2401.00001"), ("undo",), _CHECK)
    for at, (name, make) in enumerate(kinds.items()):
        for command in (commands[0], commands[1], commands[2 + at % 4]):
            yield _odd_folder(name, make, command)


KINDS: dict[str, Callable[[], Iterator[Case]]] = {"artifacts": spoilt, "folders": folders}
