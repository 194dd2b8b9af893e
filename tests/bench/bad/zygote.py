"""Run commands of one tree, each in a fork of a process that has everything imported already.

Started with the tree's own interpreter; imports nothing of the tests, so that it runs any tree. A
request is a JSON object a line on standard input, the answer one on standard output. A fork costs
a hundredth of a new process and still has memory, limits, folder and streams of its own.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from typing import Any, NoReturn

_LIKELY = (
    "arxiv openai pypdf pypdfium2 jinja2 pydantic rapidfuzz requests urllib3 stamina rich.progress "
    "rich.console rich.cells difflib platformdirs importlib.metadata concurrent.futures.thread httpx2 markupsafe tomllib"
)
"""What commands import late; a fork has it already."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_real_sleep = time.sleep
_longest_nap = 1e9


def _nap(seconds: Any) -> None:
    """Sleep, but no longer than a case allows: waits between tries are not what most cases measure."""
    bounded = seconds <= 9e9  # more raises, and is to
    _real_sleep(min(seconds, _longest_nap) if bounded else seconds)


def _preload() -> None:
    time.sleep = _nap
    for name in _LIKELY.split():
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    import pipeline

    for folder, _, names in os.walk(os.path.dirname(pipeline.__file__)):  # noqa: PTH120
        for name in names:
            parts = os.path.relpath(folder, os.path.dirname(os.path.dirname(pipeline.__file__)))  # noqa: PTH120
            module = f"{parts.replace(os.sep, '.')}.{name[:-3]}"
            if name.endswith(".py") and name not in ("__init__.py", "__main__.py"):
                with contextlib.suppress(ImportError, SystemExit):
                    importlib.import_module(module)


def _stop_at(wanted: int, error: int, root: str) -> None:
    """Have the `wanted`-th change of a file under `root` fail with `error`, or kill the process for 0."""
    seen = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event == "open":
            path, _, flags = arguments
            counts = isinstance(flags, int) and flags & _WRITES
        else:
            path = arguments[0] if arguments else ""
            counts = event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link")
        if not counts or not isinstance(path, str | os.PathLike):
            return
        if not os.path.abspath(os.fspath(path)).startswith(root):  # noqa: PTH100
            return
        seen += 1
        if seen == wanted:
            if not error:
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(error, os.strerror(error))

    sys.addaudithook(hook)


def _stream(descriptor: int, encoding: str, errors: str) -> Any:
    try:
        os.fstat(descriptor)
    except OSError:
        return None
    return io.TextIOWrapper(
        open(descriptor, "wb", closefd=False),
        encoding=encoding,
        errors=errors,
    )


def _child(request: dict[str, Any]) -> NoReturn:
    global _longest_nap
    os.setsid()
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for descriptor, path in ((1, request["stdout"]), (2, request["stderr"])):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        os.dup2(opened, descriptor)
    os.closerange(3, 256)
    encoding = request.get("encoding", "utf-8")
    sys.stdout = _stream(1, encoding, "strict")
    sys.stderr = _stream(2, encoding, "backslashreplace")
    sys.argv = ["summarize", *request["argv"]]
    _longest_nap = request.get("nap", 1e9)
    for name, value in request.get("limits", {}).items():
        resource.setrlimit(getattr(resource, name), (value, value))
    if request.get("no_cwd"):
        os.rmdir(request["cwd"])  # noqa: PTH106
    if request.get("stop_at"):
        _stop_at(request["stop_at"], request.get("stop_error", 0), request["root"])
    if request.get("uid"):
        os.setgroups([])
        os.setgid(request["uid"])
        os.setuid(request["uid"])
    status = 0
    try:
        from pipeline import cli

        cli.main()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 - shown as the interpreter does
        status = 1
        traceback.print_exc(file=sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            status = status or 120  # as the interpreter does
    os._exit(status)


def _wait(pid: int, seconds: float) -> tuple[int, float, bool]:
    """Give a child's wait status, its CPU seconds, and whether it had to be killed."""
    descriptor = os.pidfd_open(pid)
    try:
        late = not select.select([descriptor], [], [], seconds)[0]
    finally:
        os.close(descriptor)
    if late:
        os.kill(pid, signal.SIGKILL)
    _, status, used = os.wait4(pid, 0)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    return status, used.ru_utime + used.ru_stime, late


def main() -> None:
    """Answer requests until there are no more."""
    _preload()
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    requests = os.fdopen(os.dup(0), encoding="ascii")
    print("ready", file=answers, flush=True)
    for line in requests:
        request = json.loads(line)
        start = time.monotonic()
        pid = os.fork()
        if not pid:
            _child(request)
        status, cpu, late = _wait(pid, request["seconds"])
        answer = {
            "status": os.waitstatus_to_exitcode(status),
            "cpu": cpu,
            "wall": time.monotonic() - start,
            "late": late,
        }
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
