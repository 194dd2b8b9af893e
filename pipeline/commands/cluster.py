"""A cluster of Dask that takes a run's papers off this machine: `--executor dask`.

This process looks papers up, fetches them and holds their folders; a task for the cluster is one
stage of one paper (`cluster_worker`), and says which, never what is in it. What a stage makes are
files of the output folder, which every worker sees; a stage looks for what is made before it makes
it, so that a worker that dies costs what it was at and no more. A stage that asks the model is
handed out only while one of `jobs` places is free here, so that these bound the calls of all.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dask
from dask.utils import parse_timedelta
from distributed import Client, Future
from distributed.scheduler import KilledWorker
from distributed.security import Security

from pipeline import credentials
from pipeline.commands import cluster_worker
from pipeline.commands.cluster_task import Given, Stage, StageEnd, Task
from pipeline.commands.cluster_worker import OfRun, SharedBudget
from pipeline.commands.one_paper import Bill, Tell
from pipeline.commands.outcome import Outcome
from pipeline.commands.own_log import OwnLog
from pipeline.commands.progress import MIND
from pipeline.commands.sources import Found
from pipeline.errors import InBatchError, StopRunError, SummarizeError
from pipeline.files import stat_of, unfinished
from pipeline.model.cost import Budget
from pipeline.network import is_loopback
from pipeline.settings import Settings
from pipeline.store.output_folder import Store

_TRIES = 3
"""How often the workers are made ready where one dies at it."""
_LOOK_AGAIN = 2.0
"""Seconds between two looks at whether any worker is left."""
_PRIORITY: dict[Stage, int] = {"read": 0, "draft": 1, "finish": 2}
"""What is nearer its end goes first, so that few papers are under way."""
_GONE = "see that it runs and run the same command again: what is done is kept"
_NOT_SHARED_LOCKS = ("nfs", "cifs", "smb", "9p", "fuse", "lustre", "gpfs", "ceph", "afs", "beegfs")
"""How the types of file systems begin whose locks other machines need not see (mount(8))."""


class Cluster:
    """The workers of a scheduler, for one run.

    `cores` is how many PDFs they read at once, `budget` what all may spend, `calls` the places at
    the model.
    """

    def __init__(self, client: Client, name: str, settings: Settings) -> None:
        self._client, self._name, self.cores = client, name, _cores(client)
        self.budget: Budget = SharedBudget(settings.max_cost, self._ask)
        self.calls = threading.Semaphore(settings.jobs)
        self.verifies = settings.uses_model and settings.verify != "off"
        self._first, self._is_tried, self._suspects = threading.Lock(), False, threading.Lock()
        self._tells: dict[str, Tell] = {}
        self._lock, self._seen = threading.Lock(), time.monotonic()
        self._looked = self._seen
        client.subscribe_topic(name, self._told)

    def stages(self, asked: str, found: Found, bill: Bill, tell: Tell) -> StagesThere:
        """Give the stages of a paper that was asked for as `asked`, whose PDF is here."""
        return StagesThere(self, asked, found, bill, tell)

    def _ask(self, what: str, **given: float | None) -> Any:  # noqa: ANN401 - what the scheduler says
        return self._client.sync(
            getattr(self._client.scheduler, cluster_worker.of_purse(self._name, what)), **given
        )

    @contextlib.contextmanager
    def second_reading(self) -> Iterator[None]:
        """Hold a place at the model for a second reading; the first one goes alone.

        It tries whether a model passes as a second reader, which the others are to find out from
        what is kept, and not each worker by itself.
        """
        if not self.verifies:
            yield
            return
        with contextlib.ExitStack() as stack:
            if not self._is_tried:
                stack.enter_context(self._first)
            stack.enter_context(self.calls)
            yield
            self._is_tried = True

    def _told(self, event: tuple[float, tuple[str, str, str]]) -> None:
        """Pass on what a worker tells of a paper."""
        _, (slug, stage, words) = event
        if tell := self._tells.get(slug):
            tell(stage, words)

    def do(self, task: Task, tell: Tell) -> StageEnd:
        """Have a worker do a stage, and wait for it.

        Raises StopRunError where there is nobody any more to do it, SummarizeError where workers
        died at it.
        """
        self._tells[task.slug], self._seen = tell, time.monotonic()
        try:
            return self._done(task)
        except KilledWorker:
            # Dask blames all that was on a worker: what is to blame dies by itself, too
            with self._suspects:
                return self._by_itself(task)
        except ImportError as error:
            raise _no_part(str(error)) from error
        finally:
            del self._tells[task.slug]

    def _done(self, task: Task) -> StageEnd:
        future: Future[StageEnd] = self._client.submit(
            cluster_worker.do,
            self._name,
            task,
            key=f"{task.stage}-{task.slug}-{secrets.token_hex(4)}",
            priority=_PRIORITY[task.stage],
            pure=False,
        )
        try:
            return self._awaited(future)
        except (CancelledError, OSError) as error:
            if future.status == "error":
                raise  # it is the worker's own
            raise self._lost() from error

    def _by_itself(self, task: Task) -> StageEnd:
        """Have a stage done at which workers died, with no other such one beside it."""
        try:
            return self._done(task)
        except KilledWorker as error:
            raise SummarizeError(
                f"workers kept dying at its stage {task.stage!r}, by itself too",
                "their logs say why; try it without --executor",
            ) from error

    def _awaited(self, future: Future[StageEnd]) -> StageEnd:
        while True:
            try:
                return future.result(timeout=_LOOK_AGAIN)
            except TimeoutError:
                if future.done():
                    return future.result()
                self._require_workers()

    def _require_workers(self) -> None:
        """Raise StopRunError where there has been no worker for some time."""
        with self._lock:
            now = time.monotonic()
            if now - self._looked < _LOOK_AGAIN:
                return
            self._looked = now
        if self._client.status != "running":
            raise self._lost()
        if self._client.nthreads():
            self._seen = now
        elif now - self._seen > _patience():
            raise StopRunError(
                f"there has been no worker for {_patience():.0f} s",
                f"start some, `dask worker {self._address}`, and run the same command again",
            )

    @property
    def _address(self) -> str:
        return _address_of(self._client)

    def _lost(self) -> StopRunError:
        return StopRunError(f"the scheduler at {self._address} is gone", _GONE)


class StagesThere:
    """The stages of a paper, each a task for the cluster's workers."""

    def __init__(self, at: Cluster, asked: str, found: Found, bill: Bill, tell: Tell) -> None:
        self._at, self._asked, self._found = at, asked, found
        self._bill, self._tell = bill, tell

    def read(self) -> None:
        """Read its text."""
        self._do("read")

    def draft(self) -> None:
        """Make its draft."""
        with self._at.calls:
            self._do("draft")

    def finish(self) -> Outcome:
        """Check the draft and render the entry; give what became of the paper."""
        entry = self._found.folder.entry
        before = _written(entry)
        with self._at.second_reading():
            end = self._do("finish")
        assert end.outcome is not None  # the last stage says it
        outcome = Outcome.model_validate_json(end.outcome)
        if outcome.outcome == "present" and _written(entry) != before:
            # a worker wrote it and died before it could say so; the next one has found it
            return outcome.model_copy(update={"outcome": "drafted"})
        return outcome

    def _do(self, stage: Stage) -> StageEnd:
        """Have a stage done; put what was paid on the bill, raise what it failed by."""
        source = str(self._found.source) if self._found.source else None
        slug = self._found.folder.path.name
        end = self._at.do(Task(stage, slug, self._asked, source), self._tell)
        self._bill.models.append(end)
        if end.failed:
            kinds = {"run": StopRunError, "batch": InBatchError, "paper": SummarizeError}
            raise kinds[end.failed](end.message, end.hint)
        return end


def _written(path: Path) -> tuple[int, int] | None:
    """Give what tells a file from one that is written in its place."""
    found = stat_of(path)
    return (found.st_ino, found.st_mtime_ns) if found else None


@contextlib.contextmanager
def connected(
    settings: Settings, folder: Path, tell: Tell, *, fresh: bool = False, anyway: bool = False
) -> Iterator[Cluster]:
    """Give the workers of the scheduler that is set, made ready for a run over `folder`.

    Raises StopRunError where there is no scheduler or no worker, and where a worker is of another
    version or does not see the output folder.
    """
    output = folder / settings.output
    store = Store(output)
    name = f"papers-daily-{secrets.token_hex(4)}"
    language = OwnLog(folder / settings.log, store, language=settings.language).language
    with contextlib.ExitStack() as stack:
        stack.enter_context(store.in_use())
        client = stack.enter_context(_client(settings.scheduler))
        tell(MIND, f"Dask's dashboard: {client.dashboard_link}")
        _warn(settings.scheduler, output, tell)
        probe, _ = stack.enter_context(unfinished(output))
        given = Given.of(name, settings, folder, probe, language, fresh=fresh, anyway=anyway)
        stack.enter_context(_shared_purse(client, name, settings.max_cost))
        stack.callback(_let_go, client, name)
        _make_ready(client, OfRun(given))
        yield Cluster(client, name, settings)


def _make_ready(client: Client, plugin: OfRun) -> None:
    """Have the workers that are here, and those that come later, make ready for a run.

    Raises StopRunError where none comes, or one cannot take part.
    """
    address, patience = _address_of(client), _patience()
    for left in reversed(range(_TRIES)):
        try:
            client.wait_for_workers(1, timeout=patience)
            client.register_plugin(plugin, plugin.name)
            return
        except TimeoutError as error:
            raise StopRunError(
                f"no worker has come to {address} within {patience:.0f} s",
                f"start some: `dask worker {address}`",
            ) from error
        except StopRunError:
            raise
        except OSError as error:  # a worker that dies at this moment
            if not left:
                raise StopRunError(f"the workers of {address} do not answer", _GONE) from error
        except Exception as error:  # whatever a worker raises comes as it is
            raise _no_part(str(error)) from error


def _no_part(why: str) -> StopRunError:
    return StopRunError(
        f"a worker cannot take part ({credentials.words(why)})",
        "install papers-daily[cluster], the same version, where scheduler and workers run",
    )


@contextlib.contextmanager
def _client(scheduler: str) -> Iterator[Client]:
    """Connect to a scheduler."""
    if scheduler.startswith("tls:") and not Security().get_connection_args("client")["ssl_context"]:
        raise StopRunError(
            f"Dask has no certificates for {scheduler}",
            "set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__CLIENT__CERT and …__CLIENT__KEY",
        )
    # what becomes of the connection is told in our own words
    for name in ("distributed", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(scheduler, name="papers-daily", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise StopRunError(
            f"no scheduler answers at {scheduler}",
            "start one, `dask scheduler`, and give the address that it prints",
        ) from error
    try:
        yield client
    finally:
        with contextlib.suppress(OSError, TimeoutError):
            client.close()


@contextlib.contextmanager
def _shared_purse(client: Client, name: str, limit: float | None) -> Iterator[None]:
    """Keep on the scheduler what the whole run has spent, while it lasts."""
    try:
        client.run_on_scheduler(cluster_worker.open_purse, name, limit)
    except ImportError as error:
        raise _no_part(f"the scheduler has {error}") from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError, CancelledError, TimeoutError):
            client.run_on_scheduler(cluster_worker.close_purse, name)


def _let_go(client: Client, name: str) -> None:
    """Have workers forget the run; those that are gone have."""
    with contextlib.suppress(OSError, CancelledError, TimeoutError, ValueError, KeyError):
        client.unregister_worker_plugin(name)


def _cores(client: Client) -> int:
    """Give how many cores the workers' machines have together."""
    counted: dict[str, int] = {}
    found: dict[str, Any] = client.run(os.cpu_count, on_error="return")
    for address, cores in found.items():
        if isinstance(cores, int):  # else it is what became of a worker that died
            counted[str(urlsplit(address).hostname)] = cores
    return sum(counted.values()) or 1


def _patience() -> float:
    """Give how many seconds a scheduler or a first worker is waited for, by Dask's own setting."""
    return float(parse_timedelta(dask.config.get("distributed.comm.timeouts.connect")))


def _address_of(client: Client) -> str:
    return str(client.scheduler.address) if client.scheduler else ""


def _warn(scheduler: str, output: Path, tell: Tell) -> None:
    """Say what a person has to know of an open port, and of locks that do not reach far."""
    parts = urlsplit(scheduler)
    if parts.scheme == "tcp" and not is_loopback(parts.hostname):
        tell(
            MIND,
            f"whoever reaches {scheduler} can run programs on its workers: use tls://, or a "
            "network of your own",
        )
    kind = _file_system(output)
    if kind.startswith(_NOT_SHARED_LOCKS):
        tell(
            MIND,
            f"{output} is on {kind}, where other machines may not see its locks: have one "
            "`summarize` at a time write to it",
        )


def _file_system(path: Path) -> str:
    """Give the type of the file system that a path is on, as Linux names it; else nothing."""
    found = (0, "")
    with contextlib.suppress(OSError, ValueError):
        real = os.path.realpath(path)
        for line in Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines():
            _, mounted, kind, *_ = line.split(" ")
            at = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), mounted)
            if os.path.commonpath((real, at)) == at:
                found = max(found, (len(at), kind))
    return found[1]
