"""A small cluster of Dask: a scheduler and workers, each a process of its own, as a person starts them."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

DASK = str(Path(sys.executable).with_name("dask"))
_COMES_UP = 60.0
"""Seconds for the scheduler to be there."""


class SmallCluster:
    """Its scheduler's `address`, and its `workers`, each with one thread and nobody who starts it again."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        self._folder = folder
        self._environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
        } | dict(environ)
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", "s.json")
        self.workers: list[subprocess.Popen[bytes]] = []
        end = time.monotonic() + _COMES_UP
        told = folder / "s.json"
        while not (told.exists() and told.read_text("utf-8").endswith("}")):
            assert time.monotonic() < end, "no scheduler has come"
            time.sleep(0.05)
        self.address = str(json.loads(told.read_text("utf-8"))["address"])

    def _start(self, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [DASK, kind, *arguments, "--host", "127.0.0.1", "--no-dashboard"],
            cwd=self._folder,
            env=self._environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def add_worker(self, **environ: str) -> subprocess.Popen[bytes]:
        self._environ |= environ
        own = ("--nthreads", "1", "--no-nanny", "--local-directory", str(self._folder))
        self.workers.append(self._start("worker", self.address, *own))
        return self.workers[-1]

    def close(self) -> None:
        for one in (*self.workers, self.scheduler):
            one.kill()
            one.wait()


@contextlib.contextmanager
def cluster(folder: Path, workers: int, **environ: str) -> Iterator[SmallCluster]:
    """Start a scheduler and some workers, whose environment is nothing but what is given."""
    folder.mkdir()
    made = SmallCluster(folder, environ)
    try:
        for _ in range(workers):
            made.add_worker()
        yield made
    finally:
        made.close()
