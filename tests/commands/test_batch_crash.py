"""A batch killed at any moment and run again: one submission, each result once."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands.test_crash import settled
from tests.support.command import Command
from tests.support.fakes import Entry, FakeArxiv
from tests.support.killer import Killer, KillingBatchModel, Moment, Where

PENDING = ("pending", "--batch", "--json")


def alike(files: dict[str, bytes]) -> dict[str, bytes]:
    """Give the files of a run without what differs by nature: also the name of the batch and the answers' own."""
    named = rb'"batch": "[0-9a-f]{32}"|chatcmpl-[0-9a-f]{32}|\\"created\\": \d+'
    return {name: re.sub(named, b"", content) for name, content in settled(files).items()}


class Kills:
    """Kills of a command that sends a batch, each on its own, and what was wrong after the next run.

    `sent` gives how many batches the server has begun and how many replies it was asked for, and `forget` has it forget them.
    """

    def __init__(
        self,
        command: Command,
        killer: Killer,
        sent: Callable[[], tuple[int, int]],
        forget: Callable[[], None],
        papers: int,
    ) -> None:
        self.command, self.killer, self._sent, self._forget = command, killer, sent, forget
        self._papers, self._output = papers, command.folder / "output"
        self._prepared = command.folder.parent / "prepared"
        self.wrong: list[str] = []
        self.seconds, self.requests = 0.0, 0
        self._undisturbed: dict[str, bytes] = {}

    def run_undisturbed(self) -> None:
        """Run once for comparison; every run begins with what was read of the papers."""
        self._run()
        shutil.copytree(self._output, self._prepared)
        shutil.rmtree(self._prepared / "calls")
        for path in [*self._prepared.glob("*.json*"), *self._prepared.glob("drafts/*/*")]:
            if path.name not in ("paper.json", "paper.pdf", "text.json", "resolved.json"):
                path.unlink()
        start = time.monotonic()
        self._run()
        self.seconds, self.requests = time.monotonic() - start, self.killer.seen
        self._undisturbed = alike(self.command.files)

    def _run(self) -> None:
        self._begin(None)
        result = self.command.process(*PENDING)
        assert result.status == 0, result.err
        assert self._sent() == (1, self._papers)

    def _begin(self, moment: Moment | None) -> None:
        self._forget()
        self.killer.watch(moment)
        shutil.rmtree(self._output, ignore_errors=True)
        if self._prepared.exists():
            shutil.copytree(self._prepared, self._output)

    def at_request(self, moment: Moment) -> None:
        """Kill at a moment of the conversation with the server."""
        self._begin(moment)
        with self.command.start(*PENDING) as running:
            self.killer.process = running
            running.communicate(timeout=300)
        self._go_on(f"{moment.where} of request {moment.request}")

    def after(self, seconds: float) -> None:
        """Kill after a time."""
        self._begin(None)
        with self.command.start(*PENDING) as running:
            time.sleep(seconds)
            running.kill()
            running.communicate(timeout=300)
        self._go_on(f"after {seconds:.2f} s")

    def _go_on(self, when: str) -> None:
        """Run the same command to its end, and see whether all is as if nothing had happened."""
        self.killer.watch(None)
        time.sleep(0.05)  # what the servers were still answering
        result = self.command(*PENDING)
        if result.status != 0 or len(result.rows) != self._papers:
            self.wrong.append(f"{when}: {result.err[-300:]}")
        now, before = alike(self.command.files), self._undisturbed
        if differing := {
            name for name in now.keys() | before.keys() if now.get(name) != before.get(name)
        }:
            self.wrong.append(f"{when}: differs in {sorted(differing)[:4]}")
        if self._sent() != (1, self._papers):
            self.wrong.append(f"{when}: batches and requests sent {self._sent()}")
        lines = self.command.files.get("usage.jsonl", b"").splitlines()
        if (
            len({json.loads(line)["key"] for line in lines}) != self._papers
            or len(lines) != self._papers
        ):
            self.wrong.append(f"{when}: {len(lines)} lines of usage")


@pytest.fixture
def kills(with_model: Command, arxiv: FakeArxiv, tmp_path: Path) -> Iterator[Kills]:
    """Give five papers, and a server that ends a batch at the second look."""
    server = KillingBatchModel()
    server.looks = 2
    papers = [f"2401.{number:05}" for number in range(1, 6)]
    arxiv.papers |= {one: Entry(title=f"Sparrow {one}") for one in papers}
    items = "".join(f"- [ ] {one}\n" for one in papers)
    (with_model.folder / "log.md").write_text(f"# pending\n\n{items}", "utf-8")
    with_model.environ |= {
        "SUMMARIZE_BASE_URL": server.url,
        "SUMMARIZE_MODEL": "fake",
        "SUMMARIZE_BATCH_INTERVAL": "0.05",
        "SUMMARIZE_CONTEXT_TOKENS": "100000",
    }

    def forget() -> None:
        server.batches.clear()
        server.files.clear()
        server.log.clear()

    def sent() -> tuple[int, int]:
        return len(server.sent), sum(map(len, server.sent)) + len(server.calls)

    yield Kills(with_model, server.killer, sent, forget, papers=5)
    server.close()


@pytest.mark.slow
def test_a_batch_that_is_killed_anywhere_is_sent_once_and_each_result_kept_once(
    kills: Kills,
) -> None:
    kills.run_undisturbed()
    # what is asked: is there a service, a file, a batch, how far it is (twice), results
    moments: list[tuple[int, Where]] = [
        (2, "unanswered"),
        (3, "unanswered"),
        (3, "half"),
        (3, "answered"),
        (6, "half"),
    ]
    for number, where in moments:
        kills.at_request(Moment(number, where))
    kills.after(kills.seconds / 2)
    assert kills.wrong == []
