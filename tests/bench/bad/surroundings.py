"""Streams, settings, environments and limits that no test machine has, and other programs at work."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench.bad.harness import DAY, LOG, TITLE, Case, World, made
from tests.support.fakes import PAPER_PAGES, good_draft, make_pdf

_COMMANDS = (
    ("--help",), ("pending", "--help"), ("accept", "--help"), ("2401.00001", "--help"), ("--version",),
    (), ("2401.00001",), ("2401.00001", "--json"), ("pending", "--dry-run"),
    ("pending", "--dry-run", "--json"), ("status",), ("status", "--json"), ("check", "2401.00001"),
    ("check", "2401.00001", "--json"), ("accept", "2401.00001", "--dry-run"),
    ("accept", "2401.00001"), ("undo",), ("reject", "2401.00001"), ("doctor",), ("doctor", "--json"),
    ("一篇没有的论文",), ("accept", "一篇没有的论文"), ("论文.pdf",),
)  # fmt: skip


def _encoding_case(encoding: str, command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        world.arxiv.papers["2401.00001"].title = TITLE
        world.write_in_entry(lambda t: t.replace("61.4", "99.9") + "\n🐦 é ‮\n")
        result = world.run(*command, encoding=encoding)
        if command[-1:] == ("--json",):
            lines = [line for line in result.out.splitlines() if line.strip()]
            world.expect(len(result.rows) == len(lines), "a line is no JSON")

    return f"{encoding}, {' '.join(command) or 'no argument'}", run


def _locale_case(environ: dict[str, str], command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        world.environ |= environ
        world.process(*command)

    said = " ".join(f"{name}={value}" for name, value in environ.items())
    return f"{said}, {' '.join(command)}", run


def encodings_out() -> Iterator[Case]:
    """Give cases: a standard output of another encoding, for every command."""
    for encoding in ("latin-1", "gbk", "ascii"):
        for command in _COMMANDS:
            yield _encoding_case(encoding, command)
    for command in _COMMANDS[6:12:2]:
        yield _encoding_case("shift_jis", command)
        yield _encoding_case("cp437", command)
    for environ in (
        {"PYTHONIOENCODING": "latin-1"}, {"PYTHONIOENCODING": "gbk"}, {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "nonsense.X"},
    ):  # fmt: skip
        for command in (("status",), ("--help",), ("一篇没有的论文",)):
            yield _locale_case(environ, command)


_ENDS = (
    'exec "$@" >&-', 'exec "$@" 2>&-', 'exec "$@" >&- 2>&-', 'exec "$@" <&- >&- 2>&-',
    'exec "$@" >/dev/full', 'exec "$@" 2>/dev/full', '"$@" | head -c 0; exit ${PIPESTATUS[0]}',
)  # fmt: skip


def _closed_case(shell: str, command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        before = world.log.read_bytes()
        world.process(*command, shell=shell)
        if command[0] == "accept":
            entered = world.log.read_bytes() != before
            world.expect(entered == world.accepted.is_dir(), "accepted by half")

    return f"{shell}: {' '.join(command)}", run


def closed() -> Iterator[Case]:
    """Give cases: standard streams that are closed, full or gone."""
    commands = (("status",), ("accept", "2401.00001"), ("nothing.pdf",), ("--help",))
    for shell in _ENDS:
        for command in commands:
            yield _closed_case(shell, command)


# ── settings ──

_VALUES = {
    "NUL": r'"a\u0000b"', "escapes": r'"a\u001b[31mb"', "a line end": r'"a\nb"',
    "5,000 characters": f'"{"x" * 5000}"', "a list": "[1]", "a table": "{ a = 1 }", "a day": "9999-12-31",
    "true": "true", "a number of 400 digits": "1" + "0" * 400, "inf": "inf", "nan": "nan",
    "-1": "-1", "1e308": "1e308", "a lone surrogate": r'"\ud800"', "empty": '""', "a space": '" "',
}  # fmt: skip
_NAMES = ("log", "output", "model", "base_url", "arxiv_api_url", "arxiv_pdf_url", "jobs", "language",
          "max_cost", "arxiv_timeout", "context_tokens")  # fmt: skip


def _toml_case(name: str, text: str | bytes, command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        raw = text.encode() if isinstance(text, str) else text
        (world.work / "summarize.toml").write_bytes(raw)
        if "arxiv" in name:
            setting = name.split()[0].upper()
            world.environ.pop(f"SUMMARIZE_{setting}", None)
        world.run(*command, seconds=8)

    return name, run


def _url_case(url: str, command: tuple[str, ...], setting: str) -> Case:
    def run(world: World) -> None:
        world.environ |= {"SUMMARIZE_MODEL_TIMEOUT": "1", f"SUMMARIZE_{setting}": url}
        if setting != "BASE_URL":
            shutil.rmtree(world.output)
        world.run(*command, seconds=8)

    return f"{setting.lower()} {url[:50]!r}, {command[0]}", run


def _place_case(name: str, make: Callable[[World], None]) -> Case:
    def run(world: World) -> None:
        make(world)
        world.run("status")

    return f"summarize.toml is {name}", run


def _arguments_case(*arguments: str) -> Case:
    def run(world: World) -> None:
        world.run(*arguments, seconds=8)

    return " ".join(arguments)[:70], run


def settings() -> Iterator[Case]:
    """Give cases: settings that are no settings, addresses that are none, days that no calendar has."""
    for at, name in enumerate(_NAMES):
        for number, (how, value) in enumerate(_VALUES.items()):
            if (at + number) % 2 and how != "NUL":
                continue
            command = (("2401.00001",), ("doctor",), ("pending", "--dry-run"))[(at + number) % 3]
            yield _toml_case(f"{name} is {how}, {command[0]}", f"{name} = {value}\n", command)
    for how, text in (
        ("nested deep", "a = " + "[" * 100_000 + "]" * 100_000), ("no UTF-8", b"a = '\xff'\n"),
        ("UTF-16", "log = 'a'".encode("utf-16")), ("5 MB of it", "# x\n" * 1_300_000),
        ("tables nested deep", "[" + ".".join("a" * 20_000) + "]\n"), ("NUL bytes", b"\0" * 100),
        ("an unknown name with an escape", '"\\u001b[31m" = 1'), ("cut", "log = "),
    ):  # fmt: skip
        yield _toml_case(f"summarize.toml is {how}", text, ("status",))
    toml = "summarize.toml"
    yield _place_case("a folder", lambda w: (w.work / toml).mkdir())
    yield _place_case("a pipe", lambda w: os.mkfifo(w.work / toml))
    yield _place_case("a link to itself", lambda w: (w.work / toml).symlink_to(toml))
    yield _place_case("a zero device", lambda w: os.mknod(w.work / toml, 0o20666, os.makedev(1, 5)))
    for url in (
        "http://127.0.0.1:99999", "http://[::1", "http://127.0.0.1:x/", "http://.", "http://a..b/",
        "http://\u2100.example/", "http://xn--\xff/", "http://127.0.0.1:0/v1", "http://" + "a" * 300,
        "http://127.0.0.1\\@127.0.0.2/", "https://127.0.0.1:1/v1", "http://①②⑦.0.0.1:1/",
        "http://127.0.0.1:1/%zz", "http://127.0.0.1:1/\x7f", "http://user:pass@127.0.0.1:1/v1",
    ):  # fmt: skip
        yield _url_case(url, ("2401.00001", "--fresh"), "BASE_URL")
        yield _url_case(url, ("doctor",), "BASE_URL")
        yield _url_case(url, ("2401.00001",), "ARXIV_API_URL")
        yield _url_case(url, ("2401.00001",), "ARXIV_PDF_URL")
    for day in ("9999.12.31", "0001.1.1", "0000.1.1", "10000.1.1", "2024.2.30", "２０２４.1.6",
                "2024.1.6\n## x", "1899.1.1", "2100.1.1", "2024.١.6", "", "-1.1.1"):  # fmt: skip
        yield _arguments_case("accept", "2401.00001", "--date", day)
    for amount in ("0", "-1", "1" + "0" * 400, "²", "1e3", "", "9" * 5000):
        yield _arguments_case("pending", "--dry-run", "--limit", amount)
        yield _arguments_case("pending", "--jobs", amount, "--dry-run")
        yield _arguments_case("2401.00001", "--max-cost", amount)


# ── environments ──

_HERE = (("status",), ("2401.00001",), ("accept", "2401.00001"), ("pending", "--dry-run"))


def _environ_case(
    name: str, change: Callable[[World], None], command: tuple[str, ...], **more: Any
) -> Case:
    def run(world: World) -> None:
        change(world)
        world.run(*command, seconds=10, **more)

    return f"{name}, {command[0]}", run


def _set(**values: str) -> Callable[[World], None]:
    return lambda world: world.environ.update(values)


def _without(*names: str) -> Callable[[World], None]:
    def change(world: World) -> None:
        for name in names:
            world.environ.pop(name, None)

    return change


def _fresh(change: Callable[[World], None]) -> Callable[[World], None]:
    """Have the paper read anew, which starts a process and asks arXiv."""

    def both(world: World) -> None:
        shutil.rmtree(world.output)
        change(world)

    return both


def _somebody(change: Callable[[World], None]) -> Callable[[World], None]:
    """Give the world to a user who has no entry among the passwords."""

    def both(world: World) -> None:
        for folder in (world.root.parent, *world.root.parents[:4]):
            if (
                folder != folder.parent
                and folder.stat().st_mode & 0o5 != 0o5
                and folder.name != "tmp"
            ):
                folder.chmod(0o755)
        for path in (world.root, *world.root.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY, follow_symlinks=False)
        change(world)

    return both


_NOBODY = 54321


def _read_only(path: str) -> Callable[[World], None]:
    def change(world: World) -> None:
        for folder in (world.root / path, *(world.root / path).rglob("*")):
            if folder.is_dir():
                folder.chmod(0o555)

    return change


def _unreadable(path: str) -> Callable[[World], None]:
    return lambda world: (world.root / path).chmod(0)


def _trusted_temporary(world: World, make: Callable[[World, Path], None]) -> None:
    """Leave a cache folder that cannot be made, and somebody's folder of a known name in /tmp's place."""
    world.plant("outside/mine.txt", b"mine")
    world.plant("outside/127.0.0.1.pace", b"not yours\n")
    temporary = world.root / "temporary"
    temporary.mkdir()
    world.environ |= {"XDG_CACHE_HOME": "/proc/nothing", "TMPDIR": str(temporary)}
    shutil.rmtree(world.output)
    make(world, temporary / f"papers-daily-{os.getuid()}")


def _linked_there(world: World, path: Path) -> None:
    path.symlink_to(world.root / "outside")


def _linked_pace(world: World, path: Path) -> None:
    path.mkdir(mode=0o700)
    (path / "127.0.0.1.pace").symlink_to(world.root / "outside/mine.txt")


def _of_somebody(world: World, path: Path) -> None:
    path.mkdir()
    path.chmod(0o777)
    os.chown(path, _NOBODY, _NOBODY)


def _limited_case(limit: str, command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        if command == ("2401.00001",):
            shutil.rmtree(world.output)
        world.process(*command, shell=f'ulimit {limit}; exec "$@"')

    return f"ulimit {limit}, {command[0]}", run


def _installed_case(command: tuple[str, ...]) -> Case:
    """Have the package only where the interpreter looks without -I, as with `pip install --user`."""

    def run(world: World) -> None:
        python = world.bench.tree.python
        base = subprocess.run(
            [python, "-c", "import sys; print(sys._base_executable, *sys.path[-2:], sep='\\n')"],
            capture_output=True, text=True, check=True,
        ).stdout.split("\n")  # fmt: skip
        packages = [line for line in base[1:] if line.endswith("site-packages")]
        path = os.pathsep.join([str(world.bench.tree.root), *packages])
        (world.work / "p.pdf").write_bytes(make_pdf(PAPER_PAGES))
        shell = f"shift; PYTHONPATH='{path}' exec '{base[0]}' -c 'from pipeline.cli import main; main()' \"$@\""
        result = world.process(*command, shell=shell)
        world.expect(result.status == 0, f"status {result.status}: {result.said.strip()[-150:]}")

    return f"installed for one user, {command[0]}", run


def environments() -> Iterator[Case]:
    """Give cases: no home, no user, no permission, no memory, no files: a word, and nothing lost."""
    for command in _HERE:
        yield _environ_case("no HOME", _fresh(_without("HOME")), command)
        yield _environ_case("HOME is nowhere", _fresh(_set(HOME="/nowhere/at/all")), command)
        yield _environ_case("HOME is empty", _fresh(_set(HOME="")), command)
        yield _environ_case("no environment", lambda w: w.environ.clear(), command)
        yield _environ_case("no PATH", _without("PATH"), command)
        yield _environ_case("the working folder is gone", lambda w: None, command, cwd="@gone")
    for name, change in (
        ("no HOME", _without("HOME")), ("a HOME of somebody else", _set(HOME="/root")),
        ("drafts read-only", _read_only("work/output/drafts")),
        ("output read-only", _read_only("work/output")), ("work read-only", _read_only("work")),
        ("home read-only", _read_only("home")), ("the log unreadable", _unreadable("work/log.md")),
        ("the entry unreadable", _unreadable("work/output/drafts/2401.00001v2/entry.md")),
        ("paper.json unreadable", _unreadable("work/output/drafts/2401.00001v2/paper.json")),
        ("a paper unreadable", _unreadable("work/output/drafts/2401.00001v2")),
        ("output unreadable", _unreadable("work/output")),
    ):  # fmt: skip
        for command in (*_HERE, ("undo",), ("doctor",)):
            label = f"a user without name, {name}"
            yield _environ_case(label, _somebody(change), command, uid=_NOBODY)
    for name, values in {
        "TMPDIR is nowhere": {"TMPDIR": "/nowhere"}, "TMPDIR is a file": {"TMPDIR": "/etc/passwd"},
        "cache is a file": {"XDG_CACHE_HOME": "/etc/passwd"}, "cache is nowhere": {"XDG_CACHE_HOME": "/proc/x"},
        "cache is relative": {"XDG_CACHE_HOME": "cache"}, "cache is empty": {"XDG_CACHE_HOME": ""},
        "a proxy that is none": {"http_proxy": "nonsense://x", "https_proxy": "\\", "all_proxy": ":::"},
        "certificates that are none": {"SSL_CERT_FILE": "/nowhere", "REQUESTS_CA_BUNDLE": "/nowhere"},
        "a terminal of no kind": {"TERM": "\x1b", "COLUMNS": "-1", "LINES": "0"},
        "columns without number": {"COLUMNS": "²"}, "columns beyond all": {"COLUMNS": "9" * 30},
        "a time zone that is none": {"TZ": "Nowhere/At_All"}, "forced colours": {"FORCE_COLOR": "1"},
        "a netrc that is none": {"NETRC": "/etc/passwd"}, "an unknown setting": {"SUMMARIZE_NOTHING": "1"},
    }.items():  # fmt: skip
        for command in _HERE[:2]:
            yield _environ_case(name, _fresh(_set(**values)), command)
    for name, key in {
        "blank": "  ", "with a line end": "sk-a\nb", "of Chinese": "密钥", "of 100 KB": "k" * 100_000,
        "with a quote": "'sk-x'", "with NUL's picture": "sk-␀",
    }.items():  # fmt: skip
        for command in (("2401.00001",), ("doctor",), ("status",)):
            change = _set(OPENAI_API_KEY=key, OPENAI_BASE_URL="http://127.0.0.1:1/v1")
            yield _environ_case(f"a key {name}", change, command)
    for name, make in {
        "is a link": _linked_there, "has a link in it": _linked_pace, "is somebody's": _of_somebody,
    }.items():  # fmt: skip

        def trusted(world: World, make: Callable[[World, Path], None] = make) -> None:
            _trusted_temporary(world, make)

        yield _environ_case(f"the folder in /tmp {name}", trusted, ("2401.00001",))
    for command in (("2401.00001",), ("pending",), ("status",)):
        change = _somebody(_fresh(_set()))
        threads = {"RLIMIT_NPROC": 1}
        yield _environ_case("no threads left", change, command, uid=_NOBODY, limits=threads)
    for limit in ("-n 5", "-n 8", "-n 10", "-n 12", "-n 14", "-n 20", "-v 300000", "-v 600000", "-v 900000", "-t 1",
                  "-t 2", "-f 1", "-s 100", "-c 0"):  # fmt: skip
        for command in (("2401.00001",), ("status",)):
            yield _limited_case(limit, command)
    yield _installed_case(("demo",))
    yield _installed_case(("./p.pdf",))


# ── other programs at work ──


def _ask(world: World) -> None:
    """Wait until the model has been asked."""
    end = time.monotonic() + 20
    while not world.model.calls and time.monotonic() < end:
        time.sleep(0.02)


def _states(world: World) -> list[str]:
    return [
        name for name in ("drafts", "accepted", "rejected")
        if list((world.output / name).glob("2401.00001v2/*"))
    ]  # fmt: skip


def _moved_case(commands: list[tuple[str, ...]], start: str) -> Case:
    def run(world: World) -> None:
        world.with_model()
        if start != "drafted":
            world.model.replies = [json.dumps(good_draft())]
        world.model.faults = [lambda _: time.sleep(1)]
        with world.start("2401.00001", "--fresh") as running:
            _ask(world)
            for command in commands:
                world.run(*command, seconds=10, wall=25)
            _, err = running.communicate(timeout=60)
        world.expect(b"Traceback" not in err, "the run ends in a traceback")
        world.expect(running.returncode in (0, 1), f"the run ends with {running.returncode}")
        states = _states(world)
        world.expect(len(states) == 1, f"the paper is in {states}")
        log_has_it = b"2401.00001v2 -->" in world.log.read_bytes()
        world.expect(log_has_it == ("accepted" in states), f"in {states}, in the log: {log_has_it}")

    return f"{' and '.join(c[0] for c in commands)} while a run drafts, {start}", made(start)(run)


def _together_case(commands: list[tuple[str, ...]], calls: int, log: str = LOG) -> Case:
    def run(world: World) -> None:
        world.with_model()
        world.set_log(log)
        shutil.rmtree(world.output)
        world.model.replies = [json.dumps({"title": TITLE})] if "SPARROW" in log else []
        slow = world.model.answer

        def answer(path: str, body: bytes) -> tuple[int, bytes, dict[str, str]]:
            time.sleep(0.4)
            return slow(path, body)

        world.model.answer = answer  # type: ignore[method-assign]
        runs = [world.start(*command) for command in commands]
        try:
            for running in runs:
                _, err = running.communicate(timeout=60)
                world.expect(b"Traceback" not in err, "a traceback")
                world.expect(running.returncode in (0, 1), f"exit status {running.returncode}")
        finally:
            world.model.answer = slow  # type: ignore[method-assign]
        paid = len(world.model.calls)
        world.expect(paid <= calls, f"paid {paid} calls, {calls} would do")

    return f"{' beside '.join(' '.join(c) for c in commands)}, {len(log)} characters of log", run


def _stopped_case(command: tuple[str, ...]) -> Case:
    """Stop another run (Ctrl-Z) within a request, where it holds the pace of all."""

    def run(world: World) -> None:
        world.arxiv.faults = [lambda _: time.sleep(3)]
        (world.work / "other").mkdir()
        with world.start("2401.00009") as stopped:
            end = time.monotonic() + 20
            while not world.arxiv.log and time.monotonic() < end:
                time.sleep(0.02)
            stopped.send_signal(signal.SIGSTOP)
            result = world.run(*command, wall=8)
            stopped.kill()
            stopped.communicate()
        world.expect(result.status >= 0, "waits without end or word")

    return f"another run is stopped within a request, {command[0]}", run


def _gone_case(what: str) -> Case:
    def run(world: World) -> None:
        world.with_model()
        world.model.faults = [lambda _: time.sleep(1)]
        with world.start("2401.00001", "--fresh") as running:
            _ask(world)
            path = {"draft": world.draft, "output": world.output, "calls": world.output / "calls"}
            shutil.rmtree(path[what], ignore_errors=True)
            _, err = running.communicate(timeout=60)
        world.expect(b"Traceback" not in err, "a traceback")
        world.expect(running.returncode in (0, 1), f"exit status {running.returncode}")

    return f"{what} is taken away while the model is asked", run


def races() -> Iterator[Case]:
    """Give cases: two commands at once, or one whose ground is moved."""
    accept = ("accept", "2401.00001", "--date", DAY)
    moves: list[list[tuple[str, ...]]] = [
        [accept], [("reject", "2401.00001")], [accept, ("undo",)], [accept, accept],
        [("check", "2401.00001")], [("2401.00001",)],
    ]  # fmt: skip
    for at, commands in enumerate(moves):
        yield _moved_case(commands, ("drafted", "modelled")[at % 2])
    yield _moved_case([accept], "modelled")
    nickname = "# pending\n\n- [ ] SPARROW\n"
    yield _together_case([("pending",), ("pending",)], 2, nickname)
    item = f"# pending\n\n- [ ] {TITLE}\n"
    yield _together_case([("pending",), ("pending",)], 1, item)
    yield _together_case([("2401.00001",), ("pending",)], 1, item)
    yield _together_case([("2401.00001", "--fresh")] * 2, 2)
    for command in (("2401.00003",), ("doctor",), ("pending",)):
        yield _stopped_case(command)
    for what in ("draft", "output", "calls"):
        yield _gone_case(what)


KINDS: dict[str, Callable[[], Iterator[Case]]] = {
    "streams": encodings_out,
    "closed streams": closed,
    "settings": settings,
    "environments": environments,
    "races": races,
}
