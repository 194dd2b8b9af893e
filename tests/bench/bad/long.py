"""The two long trials: kills at random moments, and a writer beside accepts and undos."""

from __future__ import annotations

import os
import random
import shutil
import threading
import time
from collections import Counter
from pathlib import Path

from tests.bench.bad.harness import DAY, LOG, Bench, World, lines_lost

_ACCEPT = ("accept", "2401.00001", "--date", DAY)
_KILLED: dict[str, tuple[str, tuple[str, ...]]] = {
    "summarize": ("read", ("2401.00001",)),
    "summarize with a model": ("modelled", ("2401.00001", "--fresh")),
    "pending": ("read", ("pending",)),
    "accept": ("drafted", _ACCEPT),
    "undo": ("accepted", ("undo",)),
}
"""What is killed: the world it starts in, and the command."""


def _tidy(world: World) -> dict[str, bytes]:
    """Give all files of the work folder that a kill must not change for good, by their names."""
    found = {}
    for path in World.files(world.work):
        name = str(path.relative_to(world.work))
        if not name.endswith((".json", ".jsonl")):
            found[name] = path.read_bytes()
    return found


def kill(bench: Bench, count: int) -> None:
    """Kill each command at random moments, go on, and print what is not as an undisturbed run leaves it."""
    chance, wrong = random.Random(1), Counter[str]()
    start = time.monotonic()
    print(f"{'command':<24} {'kills':>6} {'wrong':>6}")
    for share, (name, (made, command)) in enumerate(_KILLED.items()):
        kills = count // len(_KILLED) + (share < count % len(_KILLED))
        whole, after = _undisturbed(bench, made, command)
        bad = 0
        for number in range(kills):
            moment = whole * (number + chance.random()) / kills
            if found := _killed(bench, made, command, moment, after):
                bad += 1
                wrong[f"{name}: {found}"] += 1
        print(f"{name:<24} {kills:>6} {bad:>6}", flush=True)
    print(f"{count} kills in {time.monotonic() - start:.0f} s: {sum(wrong.values())} wrong")
    for words, times in wrong.most_common():
        print(f"   {times} × {words}")


def _undisturbed(
    bench: Bench, made: str, command: tuple[str, ...]
) -> tuple[float, dict[str, bytes]]:
    world = bench.world(made)
    if made == "modelled":
        world.with_model()
    start = time.monotonic()
    world.run(*command, seconds=30, nap=1e9)
    return time.monotonic() - start, _tidy(world)


def _killed(
    bench: Bench, made: str, command: tuple[str, ...], moment: float, after: dict[str, bytes]
) -> str:
    """Kill a command after `moment` seconds and run it again; give the first thing that is wrong."""
    world = bench.world(made)
    if made == "modelled":
        world.with_model()
    before = world.log.read_bytes()
    world.run(*command, quiet=True, wall=moment, nap=1e9)
    done = after["log.md"]
    if world.log.read_bytes() not in (before, done):
        return "the log is neither the old one nor the new one"
    result = world.run(*command, seconds=30)
    undone = command == ("undo",) and world.log.read_bytes() == done  # it had done all before
    if result.status and not undone:
        return f"cannot go on: {result.err.strip()[:100]}"
    files = _tidy(world)
    differing = sorted(n for n in files.keys() | after.keys() if files.get(n) != after.get(n))
    if differing:
        return f"differs in {differing[:3]}"
    shutil.rmtree(world.root.parent)
    return world.wrong[0] if world.wrong else ""


class _Writer(threading.Thread):
    """An editor or a sync client: adds a line to the log every 20 ms, by one of three ways of saving."""

    def __init__(self, log: Path, way: str) -> None:
        super().__init__(daemon=True)
        self.log, self.way = log, way
        self.added: list[bytes] = []
        self.stop = threading.Event()

    def run(self) -> None:
        number = 0
        kept = self.log.open("r+b") if self.way == "kept open" else None
        while not self.stop.wait(0.02):
            line = f"my line {number} of {self.way}".encode()
            number += 1
            if kept:
                kept.seek(0, os.SEEK_END)
                kept.write(line + b"\n")
                kept.flush()
            elif self.way == "appended":
                with self.log.open("ab") as file:
                    file.write(line + b"\n")
            else:
                text = self.log.read_bytes()
                self._replace(text + line + b"\n")
            self.added.append(line)
        if kept:
            kept.close()

    def _replace(self, content: bytes) -> None:
        if self.way == "renamed":
            other = self.log.with_name("log.md~saved")
            other.write_bytes(content)
            other.replace(self.log)
        else:
            with self.log.open("r+b") as file:
                file.write(content)
                file.truncate()


def writer(bench: Bench, seconds: float) -> None:
    """Print how many lines are lost that a writer saved beside accepts and undos.

    A writer that saves what it read before our change loses our entry: that is its doing, and is
    counted apart.
    """
    ways = ("appended", "in place", "renamed", "kept open")
    print(
        f"{'saved':<12} {'lines':>6} {'lost':>6} {'accepts':>8} {'undos':>6} {'refused':>8} {'of the log':>11}"
    )
    for way in ways:
        world = bench.world("drafted")
        saving = _Writer(world.log, way)
        saving.start()
        counts: Counter[str] = Counter()
        end = time.monotonic() + seconds / len(ways)
        while time.monotonic() < end:
            accepted = world.run(*_ACCEPT, seconds=20)
            counts["accepts"] += accepted.status == 0
            undone = world.run("undo", seconds=20)
            counts["undos"] += undone.status == 0
            counts["refused"] += bool(accepted.status) + bool(undone.status)
            if undone.status:
                _put_back(world)
        saving.stop.set()
        saving.join()
        text = world.log.read_bytes()
        lost = set(saving.added) - set(text.splitlines())
        of_the_log = lines_lost(LOG.encode(), text)
        print(
            f"{way:<12} {len(saving.added):>6} {len(lost):>6} {counts['accepts']:>8} "
            f"{counts['undos']:>6} {counts['refused']:>8} {len(of_the_log):>11}",
            flush=True,
        )
        for words in sorted(set(world.wrong))[:5]:
            print(f"   {words}")


def _put_back(world: World) -> None:
    """Make a draft of the paper again where an undo was refused, so that the next accept has one."""
    if world.accepted.is_dir():
        world.draft.parent.mkdir(exist_ok=True)
        shutil.rmtree(world.draft, ignore_errors=True)
        shutil.move(world.accepted, world.draft)
