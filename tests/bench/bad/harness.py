"""A world to spoil, a command to run in it, and what must hold whatever was spoilt.

A case is a name and a function that gets a `World`: it spoils something, runs commands, and tells
what it expects. What must hold always is looked at after every command and at the end: the exit
status is 0, 1 or 2; no traceback; a failure has words; no control characters; an end within the
bound; the person's own files are byte for byte what they were, and every line of their log is
still there.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import shutil
import subprocess
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from tests.support.fakes import Entry, FakeArxiv, FakeModel

BOUND = 5.0
"""CPU seconds that a command on a small input may take; a healthy one takes 0.1, and 1.5 with a PDF."""
SECRET = "sk-planted4f1c9a7e2b83d056"
OTHER_TITLE = "Heron: A Second Paper That Is Read"
TITLE = "Sparrow: Small Models That Read Long Papers"
DAY = "2024.1.6"
LOG = f"""# papers

# pending list

- [ ] GLIP: Another Paper With A Long Title  多模态
- [ ] 写综述：GNN 论文总结
- [ ] {TITLE} （要看)
- [x] arXiv:2401.00009

# 2024.1

## 2024.1.2

《Old》

2023.12 某大学的一篇文章，要点：

1. 旧的要点

总体上，旧的判断。

## 2024.1.1

《Older》

text of the older one
"""
OWN = {
    "work/.mine.tmp": b"mine",
    "work/.log.md.mine.tmp": b"mine too",
    "work/notes/.draft.tmp": b"a draft of mine",
    "work/notes/deep/.deeper.tmp": b"deeper",
    "work/notes/todo.md": "- [ ] 我的事\n".encode(),
    "home/.rc.tmp": b"rc",
    "home/.config/.thing.tmp": b"thing",
    ".above.tmp": b"above",
    "beside/.beside.tmp": b"beside",
}
"""The person's own files in a world, by their path from its root."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LONGEST_LINE = 2000
"""Characters of a line of words for a person on standard error."""


class Result(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str
    raw: bytes

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The objects of `--json`; lines that are none are left out."""
        found = []
        for line in self.out.splitlines():
            with contextlib.suppress(ValueError):
                if isinstance(value := json.loads(line), dict):
                    found.append(value)
        return found

    @property
    def said(self) -> str:
        """All words of both streams."""
        return f"{self.out}\n{self.err}"


class OddArxiv(FakeArxiv):
    """The fake arXiv with any field of a record as a case wants it, as text that is escaped here."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.reset()

    def reset(self) -> None:
        self.papers = {"2401.00001": Entry(), "2401.00002": Entry(title=OTHER_TITLE)}
        self.fields, self.faults, self.kind = {}, [], ""
        self.log.clear()

    def _row(self, wanted: str) -> str:
        row = super()._row(wanted)
        if not row:
            return row
        f = {name: escape(value) for name, value in self.fields.items()}
        if "author" in f:
            row = row.replace("Ada Lark", f["author"])
        if "abstract" in f:
            row = re.sub(r"<summary>.*?</summary>", "<summary/>", row, flags=re.DOTALL)
            row = row.replace("<summary/>", f"<summary>{f['abstract']}</summary>")
        added = "".join(
            f"<arxiv:{name}>{f[name]}</arxiv:{name}>"
            for name in ("journal_ref", "doi")
            if name in f
        )
        if "comment" in f:
            row = row.replace("<arxiv:comment></arxiv:comment>", "")
            added += f"<arxiv:comment>{f['comment']}</arxiv:comment>"
        if "category" in f:
            added += f"<category term='{f['category']}'/>"
        return row.replace("</entry>", f"{added}</entry>")


class Elsewhere:
    """A server that nothing should be sent to, on another address of this machine; it keeps what came."""

    def __init__(self, host: str = "127.0.0.2") -> None:
        self.came: list[bytes] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                owner.came.append(self.path.encode() + b"\n" + self.rfile.read(size))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def do_POST(self) -> None:
                self.do_GET()

        self._http = ThreadingHTTPServer((host, 0), Handler)
        self._http.daemon_threads = True
        self.port = int(self._http.server_address[1])
        self.host = host
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()


class Tree:
    """A tree whose command is tried, by forks of one process or by processes of their own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.python = root / ".venv" / "bin" / "python"
        self.command = root / ".venv" / "bin" / "summarize"
        self._zygote: subprocess.Popen[str] | None = None

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Have a fork run a command; see zygote.py for a request's fields."""
        if self._zygote is None:
            # not the tests' own folder first on the path, which would hide the tree's packages
            script = Path(__file__).with_name("zygote.py")
            self._zygote = subprocess.Popen(
                [self.python, "-P", script],
                cwd=self.root,
                env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            assert self._zygote.stdout
            assert self._zygote.stdout.readline() == "ready\n"
        assert self._zygote.stdin
        assert self._zygote.stdout
        self._zygote.stdin.write(json.dumps(request) + "\n")
        self._zygote.stdin.flush()
        answer: dict[str, Any] = json.loads(self._zygote.stdout.readline())
        return answer

    def close(self) -> None:
        if self._zygote:
            assert self._zygote.stdin
            self._zygote.stdin.close()
            self._zygote.wait()


class Bench:
    """What the cases of a run share: the tree, the servers, and worlds made once to be copied."""

    def __init__(self, tree: Tree, folder: Path) -> None:
        self.tree, self.folder = tree, folder
        self.arxiv, self.model = OddArxiv(), FakeModel()
        self.elsewhere = Elsewhere()
        for server in (self.arxiv, self.model):
            server._http.handle_error = lambda *_: None  # type: ignore[method-assign]
        self._made: dict[str, Path] = {}
        self._count = 0

    def world(self, made: str = "drafted") -> World:
        """Give a new world: `empty`, `drafted` (two drafts), `modelled` (by a model), `accepted` (one).

        `read` has a paper's PDF and text under output/, and no metadata.
        """
        start = "drafted" if made == "accepted" else made
        if start not in self._made:
            self._made[start] = self._make(start)
        self.reset()
        self._count += 1
        root = self.folder / f"{self._count:04}" / "in"
        shutil.copytree(self._made[start], root, symlinks=True)
        world = World(self, root)
        if made == "accepted":  # not copied: what undo needs has the log's path in it
            result = world.run("accept", "2401.00001", "--date", DAY)
            assert result.status == 0, result.err
        return world

    def reset(self) -> None:
        self.arxiv.reset()
        model = self.model
        model.replies, model.faults = [], []
        model.structured = {"json_schema", "json_object"}
        model.listed = [{"id": "fake", "object": "model"}]
        model.log.clear()
        self.elsewhere.came.clear()

    def _make(self, made: str) -> Path:
        self.reset()
        root = self.folder / made
        for name, content in {**OWN, "work/log.md": LOG.encode()}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
        world = World(self, root)
        if made != "empty":
            if made == "modelled":
                world.with_model()
            result = world.run(
                "2401.00001", *(["2401.00002"] if made != "read" else []), seconds=60
            )
            assert result.status == 0, result.err
        if made == "read":
            for path in (world.output / "drafts/2401.00001v2").iterdir():
                if path.name not in ("paper.pdf", "text.json"):
                    path.unlink()
        return root


@dataclass
class World:
    """A person's folders, `root/work` and `root/home`, and what was found wrong in them."""

    bench: Bench
    root: Path
    wrong: list[str] = field(default_factory=list)
    secret: str = ""
    log_is_kept: bool = True
    results: list[Result] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.arxiv, self.model = self.bench.arxiv, self.bench.model
        self.work, self.home = self.root / "work", self.root / "home"
        self.output, self.log = self.work / "output", self.work / "log.md"
        self.draft = self.output / "drafts/2401.00001v2"
        self.accepted = self.output / "accepted/2401.00001v2"
        self.entry = self.draft / "entry.md"
        self.log_before = LOG.encode()
        self.own = dict(OWN)
        self.environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LANG": "zh_CN.UTF-8",
            "SUMMARIZE_ARXIV_INTERVAL": "0",
            "SUMMARIZE_EVIDENCE": "full",  # comments of many lines are what goes wrong
            "SUMMARIZE_ARXIV_TIMEOUT": "2",
            "SUMMARIZE_EXTRACT_SECONDS": "20",
        } | self.arxiv.environ

    # ── before ──

    def plant(self, name: str, content: bytes | str) -> Path:
        """Put a file of the person's own at a path from the root."""
        raw = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        self.own[name] = raw
        return path

    def set_log(self, content: bytes | str) -> None:
        raw = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
        self.log.write_bytes(raw)
        self.log_before = raw

    def write_in_entry(self, change: Callable[[str], str]) -> None:
        self.entry.write_text(change(self.entry.read_text("utf-8")), "utf-8", newline="")

    def with_model(self, url: str = "") -> None:
        self.environ |= {
            "SUMMARIZE_BASE_URL": url or self.model.url,
            "SUMMARIZE_VERIFY": "off",
            "SUMMARIZE_MODEL_TIMEOUT": "3",
            "SUMMARIZE_PRICE_IN": "1",
            "SUMMARIZE_PRICE_OUT": "10",
        }

    # ── commands ──

    def run(
        self,
        *arguments: str,
        seconds: float = BOUND,
        statuses: tuple[int, ...] = (0, 1, 2),
        encoding: str = "utf-8",
        quiet: bool = False,
        **more: Any,
    ) -> Result:
        """Run a command in a fork and look at what must hold always; `quiet` only runs it.

        `seconds` bounds CPU seconds; twice as many on the clock and it is killed. `more` are fields
        of a request to zygote.py.
        """
        out, err = self.root.parent / "stdout", self.root.parent / "stderr"
        if more.get("cwd") == "@gone":
            more |= {"cwd": self.root / "gone", "no_cwd": True}
            (self.root / "gone").mkdir()
        answer = self.bench.tree.ask({
            "argv": arguments, "cwd": str(more.pop("cwd", self.work)), "env": self.environ,
            "stdout": str(out), "stderr": str(err), "encoding": encoding, "root": str(self.root),
            "seconds": more.pop("wall", 2 * seconds), "nap": 0.05,
            "limits": {"RLIMIT_AS": 4 << 30} | more.pop("limits", {}), **more,
        })  # fmt: skip
        raw, said = (p.read_bytes() if p.exists() else b"" for p in (out, err))
        result = Result(
            answer["status"], raw.decode(encoding, "replace"), said.decode(encoding, "replace"), raw
        )
        self.results.append(result)
        if quiet:
            return result
        called = f"summarize {' '.join(arguments)[:60]}"
        if answer["late"]:
            self.wrong.append(f"{called}: no end within {answer['wall']:.0f} s")
            return result
        if answer["cpu"] > seconds:
            self.wrong.append(f"{called}: {answer['cpu']:.1f} s of CPU")
        self.look_at(result, called, statuses)
        return result

    def process(
        self, *arguments: str, shell: str = "", seconds: float = 4 * BOUND, **environ: str
    ) -> Result:
        """Run a command as a process of its own, by a shell's words where `$@` is the command."""
        command = [str(self.bench.tree.command), *arguments]
        if shell:
            command = ["bash", "-c", shell, "bash", *command]
        called = f"{shell} summarize {' '.join(arguments)[:60]}"
        with subprocess.Popen(
            [os.fsencode(part) for part in command],
            cwd=self.work,
            env=self.environ | environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as running:
            try:
                raw, err = running.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, 9)
                raw, err = running.communicate()
                self.wrong.append(f"{called}: no end within {seconds:.0f} s")
                return Result(-9, "", "", b"")
        result = Result(
            running.returncode, raw.decode("utf-8", "replace"), err.decode("utf-8", "replace"), raw
        )
        self.results.append(result)
        silent = ">&-" in shell or "2>" in shell or "| head" in shell
        self.look_at(result, called, (0, 1, 2), may_be_silent=silent)
        return result

    def start(self, *arguments: str, **environ: str) -> subprocess.Popen[bytes]:
        """Start a process and leave it running."""
        return subprocess.Popen(
            [self.bench.tree.command, *arguments],
            cwd=self.work,
            env=self.environ | environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    # ── what must hold ──

    def expect(self, holds: object, words: str) -> None:
        if not holds:
            self.wrong.append(words)

    def look_at(
        self, result: Result, called: str, statuses: Iterable[int], *, may_be_silent: bool = False
    ) -> None:
        """Note what must not be in a command's result."""
        said = result.said
        if "Traceback" in said:
            last = [line for line in result.err.splitlines() if re.match(r"[\w.]+(:|$)", line)]
            self.wrong.append(f"{called}: traceback, {last[-1][:150] if last else '?'}")
            return
        if result.status not in statuses:
            words = self._defect() or repr(said.strip()[-150:])
            self.wrong.append(f"{called}: exit status {result.status}: {words}")
        if result.status and not said.strip() and not may_be_silent:
            self.wrong.append(f"{called}: exit status {result.status} without a word")
        for sign in ("Exception ignored", "Warning:", "Fatal Python error"):
            self.expect(sign not in said, f"{called}: {sign}")
        if found := _CONTROLS.search(said.replace("\r\n", "\n")):
            self.wrong.append(f"{called}: prints {found[0]!r} raw")
        longest = max(map(len, result.err.splitlines()), default=0)
        self.expect(longest <= _LONGEST_LINE, f"{called}: a line of {longest:,} characters")

    def _defect(self) -> str:
        """Give kind and place of an error that the program kept as a defect of its own."""
        for path in self.root.rglob("papers-daily-defect-*.txt"):
            kind, _, frames = path.read_text("utf-8").partition(", raised in:\n")
            ours = [
                line.strip() for line in frames.split("\n\n")[0].splitlines() if "pipeline/" in line
            ]
            return f"{kind.splitlines()[-1]} in {ours[-1] if ours else '?'}"
        return ""

    def finish(self) -> list[str]:
        """Look at what must hold at the end, and give all that was found wrong."""
        lost = []
        for name, content in self.own.items():
            path = self.root / name
            now = path.read_bytes() if path.is_file() else None
            if now != content:
                lost.append(f"the person's {name} is {'gone' if now is None else 'changed'}")
        if self.log_is_kept:
            now = self.log.read_bytes() if self.log.is_file() else b""
            missing = lines_lost(self.log_before, now)
            lost += [f"lost of the log: {line[:80]!r}" for line in missing[:1]]
        self.wrong[:0] = lost  # what is worst is told first
        if self.secret:
            self._look_for_secret()
        return self.wrong

    def _look_for_secret(self) -> None:
        forms = {
            self.secret.encode(),
            base64.b64encode(self.secret.encode()),
            urllib.parse.quote(self.secret, safe="").encode(),
        }
        for result in self.results:
            if any(form in result.said.encode() for form in forms):
                words = next(line for line in result.said.splitlines() if self.secret in line)
                self.wrong.append(f"the secret is printed: {words[:100]!r}")
        for path in self.files(self.root):
            name = str(path.relative_to(self.root))
            if name not in self.own and any(form in path.read_bytes() for form in forms):
                self.wrong.append(f"the secret is in {name}")

    @staticmethod
    def files(folder: Path) -> Iterator[Path]:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path

    def somewhere(self, words: str | bytes, *, folder: Path | None = None) -> bool:
        """Tell whether words stand in a file of the work folder."""
        raw = words.encode() if isinstance(words, str) else words
        return any(raw in path.read_bytes() for path in self.files(folder or self.work))

    def accept_is_right(self, result: Result) -> None:
        """After an accept: the entry is in the log and the draft with the accepted, or neither."""
        there = TITLE.encode() in self.log.read_bytes().replace(b"] " + TITLE.encode(), b"")
        moved = self.accepted.is_dir()
        if result.status == 0:
            self.expect(there, "accepted, and not in the log")
        self.expect(there == moved, f"in the log: {there}, with the accepted: {moved}")


Case = tuple[str, Callable[[World], None]]


def made(name: str) -> Callable[[Callable[[World], None]], Callable[[World], None]]:
    """Say in which world a case starts, where it is not `drafted`."""

    def mark(case: Callable[[World], None]) -> Callable[[World], None]:
        case.__dict__["made"] = name
        return case

    return mark


def lines_lost(before: bytes, after: bytes) -> list[bytes]:
    """Give the lines of `before` that are not in `after` in the same order; a tick is no loss."""
    there = iter(after.replace(b"[x]", b"[ ]").splitlines())
    wanted = before.replace(b"[x]", b"[ ]").splitlines()
    return [line for line in wanted if line.strip() and not any(line == one for one in there)]


def tried(bench: Bench, case: Case) -> list[str]:
    """Try one case in a world of its own and give what did not hold."""
    name, run = case
    world = bench.world(run.__dict__.get("made", "drafted"))
    start = time.monotonic()
    try:
        run(world)
    except (OSError, ValueError, LookupError, AssertionError) as error:
        world.wrong.append(f"the case itself ended: {type(error).__name__}: {error}")
    wrong = world.finish()
    if not wrong:
        shutil.rmtree(world.root.parent, ignore_errors=True)
    if (seconds := time.monotonic() - start) > 3 * BOUND and not wrong:
        print(f"   (slow case: {name}, {seconds:.0f} s)", flush=True)
    return wrong
