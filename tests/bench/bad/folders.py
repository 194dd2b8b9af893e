"""Folders and names: where output goes, what is swept, numbered names, links, names of other encodings."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.bad.harness import Case, World, made

_OUTPUTS: dict[str, Callable[[World], str]] = {
    ".": lambda w: ".",
    "empty": lambda w: "",
    "./": lambda w: "./",
    "./.": lambda w: "./.",
    "..": lambda w: "..",
    "output/..": lambda w: "output/..",
    "notes/../.": lambda w: "notes/../.",
    "the working folder, absolute": lambda w: str(w.work),
    "home": lambda w: str(w.home),
    "~": lambda w: "~",
    "a link to the working folder": lambda w: _linked(w, w.work),
    "a link to home": lambda w: _linked(w, w.home),
    "the log's folder": lambda w: "notes",
}
_SWEEPING = (("undo",), ("2401.00001",), ("accept", "2401.00001"), ("check", "2401.00001"))


def _linked(world: World, target: Path) -> str:
    (world.work / "link").symlink_to(target)
    return "link"


def _output_case(name: str, way: str, command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        value = _OUTPUTS[name](world)
        if name == "the log's folder":
            (world.work / "notes/log.md").write_bytes(world.log_before)
            world.environ["SUMMARIZE_LOG"] = "notes/log.md"
        arguments = list(command)
        if way == "option":
            arguments += ["--output", value]
        elif way == "toml":
            (world.work / "summarize.toml").write_text(f'output = "{value}"\n')
        else:
            world.environ["SUMMARIZE_OUTPUT"] = value
        before = {path for path in world.root.rglob("*") if "output" not in path.parts}
        result = world.run(*arguments, seconds=10)
        if name != "~":
            world.expect(result.status == 2, f"status {result.status}, not refused")
            new = {path for path in world.root.rglob("*") if "output" not in path.parts} - before
            ours = sorted({str(p.relative_to(world.root)) for p in new if "tmp" not in p.name})
            kept = [name for name in ours if not name.startswith("home/.cache")]
            world.expect(not kept, f"made {kept[:3]}")

    return f"{name}, by {way}, {command[0]}", run


def outputs() -> Iterator[Case]:
    """Give cases: output folders that are somebody else's, set in three ways."""
    at = 0
    for name in _OUTPUTS:
        for way in ("option", "toml", "environment"):
            yield _output_case(name, way, _SWEEPING[at % len(_SWEEPING)])
            at += 1


def _swept_case(name: str) -> Case:
    def run(world: World) -> None:
        path = world.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"left over")
        world.run("undo")
        world.expect(path.is_file(), "a file that is not ours was deleted")

    return f"output/{name}", run


def _left_case(at: int) -> Case:
    def run(world: World) -> None:
        world.run("2401.00001", stop_at=at, quiet=True)
        world.run("2401.00001", seconds=10)
        strays = [p.name for p in world.output.rglob("*.tmp")]
        world.expect(not strays, f"what a killed run of ours left is still there: {strays[:2]}")

    return f"killed before change {at}", made("read")(run)


def sweep() -> Iterator[Case]:
    """Give cases: what lies under output/ and only looks like ours stays; what is ours and dead goes."""
    for name in (
        ".mine.tmp", "drafts/.mine.tmp", "calls/.mine.tmp", "drafts/2401.00001v2/.mine.tmp",
        "drafts/2401.00001v2/.entry.md.tmp", "drafts/2401.00001v2/.entry.md.old.tmp",
        "drafts/2401.00001v2/.entry.md.4711.mine.tmp", "accepted/.notes.4711.tmp",
        "notes/.paper.json.4711.tmp", "mine/2401.00001v2/.paper.json.4711.tmp", ".4711.tmp",
        "drafts/2401.00001v2/.vimrc.4711.tmp", "drafts/notes/.thesis.md.99.tmp",
    ):  # fmt: skip
        yield _swept_case(name)
    for at in range(2, 22, 2):
        yield _left_case(at)

    def folder(world: World) -> None:
        (world.output / ".folder.tmp").mkdir(parents=True)
        world.run("undo")
        world.expect((world.output / ".folder.tmp").is_dir(), "a folder was deleted")

    def link(world: World) -> None:
        (world.output / ".link.4711.tmp").symlink_to(world.work / ".mine.tmp")
        world.run("undo")

    yield "output/.folder.tmp, a folder", folder
    yield "output/.link.4711.tmp, a link to a file", link


# ── numbered names ──


def _render_anew(world: World, number: int) -> None:
    """Have the next run render another entry, by a template of the person's own."""
    template = world.work / "templates" / "entry.zh.md.j2"
    template.parent.mkdir(exist_ok=True)
    shipped = world.bench.tree.root / "templates" / "entry.zh.md.j2"
    template.write_text(shipped.read_text("utf-8") + f"\nnumber {number}\n", "utf-8")


def _entries_case(removed: tuple[str, ...], made_instead: str = "") -> Case:
    def run(world: World) -> None:
        kept = []
        for number in range(5):
            for path in filter(Path.is_file, world.draft.glob("entry*.md")):
                word = f"my words {number} in {path.name}"
                path.write_text(path.read_text("utf-8") + word + "\n", "utf-8")
                kept.append(word)
            if number == 3:
                for name in removed:
                    gone = world.draft / name
                    if gone.exists():
                        text = gone.read_text("utf-8")
                        kept = [word for word in kept if word not in text]
                        gone.unlink()
                        if made_instead == "folder":
                            gone.mkdir()
                        elif made_instead == "dangling link":
                            gone.symlink_to(world.work / "nowhere.md")
            _render_anew(world, number)
            world.run("2401.00001")
        lost = [word for word in kept if not world.somewhere(word)]
        world.expect(not lost, f"lost {len(lost)} edits, {lost[:1]}")
        world.expect(not (world.work / "nowhere.md").exists(), "wrote through a link")

    words = f"{' and '.join(removed) or 'none'} removed"
    return words + (f", a {made_instead} there" if made_instead else ""), run


def _replies_case(removed: tuple[int, ...]) -> Case:
    def run(world: World) -> None:
        import json

        from tests.support.fakes import good_draft

        world.with_model()
        kept: list[str] = []
        for number in range(5):
            if number == 4:
                calls = sorted(world.output.glob("calls/*.*.json"))
                for path in (calls[at - 1] for at in removed):
                    text = path.read_text("utf-8")
                    kept = [word for word in kept if word not in text]
                    path.unlink()
            draft = good_draft()
            draft["verdict"]["text"] = f"reply number {number}"
            world.model.replies = [json.dumps(draft)]
            kept.append(f"reply number {number}")
            world.run("2401.00001", "--fresh")
        there = "".join(path.read_text("utf-8") for path in world.output.glob("calls/*.json"))
        lost = [word for word in kept if word not in there]
        world.expect(not lost, f"lost {len(lost)} paid replies of 5")

    return f"--fresh five times, reply {' and '.join(map(str, removed))} removed", made("read")(run)


def _aside_case(removed: tuple[int, ...]) -> Case:
    def run(world: World) -> None:
        kept: list[str] = []
        for number in range(4):
            if number == 3:
                asides = sorted((world.output / "rejected").glob(".2401.00001v2.*"))
                for path in (asides[at - 1] for at in removed):
                    text = (path / "entry.md").read_text("utf-8")
                    kept = [word for word in kept if word not in text]
                    shutil.rmtree(path)
            word = f"my words of draft {number}"
            world.entry.write_text(world.entry.read_text("utf-8") + word, "utf-8")
            kept.append(word)
            copy = world.root / "copy"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(world.draft, copy)
            world.run("reject", "2401.00001v2")
            if not world.draft.exists():
                shutil.copytree(copy, world.draft)
        lost = [word for word in kept if not world.somewhere(word, folder=world.output)]
        world.expect(not lost, f"lost {lost}")

    return (
        f"rejected again and again, aside {' and '.join(map(str, removed)) or 'none'} removed",
        run,
    )


def numbers() -> Iterator[Case]:
    """Give cases: names with a number, after one of them was taken away."""
    one, two = "entry.new.1.md", "entry.new.2.md"
    for removed in ((), (one,), (two,), (one, two), ("entry.new.md",), ("entry.md",)):
        yield _entries_case(removed)
    yield _entries_case((one,), "folder")
    yield _entries_case((two,), "dangling link")
    for replies in ((1,), (2,), (1, 2), (3,)):
        yield _replies_case(replies)
    for asides in ((), (1,), (2,), (1, 2)):
        yield _aside_case(asides)


# ── links ──

_COMMANDS = (("2401.00001",), ("accept", "2401.00001"), ("status",), ("check", "2401.00001"))


def _link_case(name: str, target: str, command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        outside = world.root / "outside"
        outside.mkdir()
        path = world.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if target == "moved":
            if not path.exists():
                outside.joinpath(path.name).write_bytes(b"{}")
            else:
                shutil.move(path, outside / path.name)
        elif target == "a file of mine":
            if path.is_dir():
                shutil.rmtree(path)
            path.unlink(missing_ok=True)
            (outside / path.name).write_bytes(b"my own file\n")
        elif target == "an empty folder":
            if path.is_dir():
                shutil.rmtree(path)
            path.unlink(missing_ok=True)
            (outside / path.name).mkdir()
        path.symlink_to(outside / path.name if target != "itself" else path.name)
        before = {p: p.read_bytes() for p in World.files(outside)}
        folders = sorted(p for p in outside.rglob("*") if p.is_dir())
        world.run(*command, seconds=10)
        now = {p: p.read_bytes() for p in World.files(outside)}
        changed = sorted(p.name for p in before.keys() | now.keys() if before.get(p) != now.get(p))
        world.expect(not changed, f"changed outside of output/: {changed[:4]}")
        still = sorted(p for p in outside.rglob("*") if p.is_dir())
        world.expect(folders == still, "made or moved folders outside of output/")

    return f"output/{name} → {target}, {command[0]}", run


def links() -> Iterator[Case]:
    """Give cases: links inside output/ that lead out of it."""
    for name in ("drafts", "drafts/2401.00001v2", "calls", "accepted"):
        for target in ("moved", "an empty folder"):
            for command in _COMMANDS[:2]:
                yield _link_case(name, target, command)
    for name in ("entry.md", "paper.json", "text.json", "draft.json", "report.json", "paper.pdf"):
        for target in ("moved", "a file of mine"):
            for command in _COMMANDS[:2]:
                yield _link_case(f"drafts/2401.00001v2/{name}", target, command)
    for name in ("undo.json", "usage.jsonl", "resolved.json"):
        yield _link_case(name, "a file of mine", ("accept", "2401.00001"))
        yield _link_case(name, "a file of mine", ("pending",))

    def itself(path: str, command: tuple[str, ...]) -> Case:
        def run(world: World) -> None:
            at = world.output / path
            if at.is_dir():
                shutil.rmtree(at)
            at.unlink(missing_ok=True)
            at.symlink_to(at.name)
            world.run(*command)

        return f"output/{path} is a link to itself, {command[0]}", run

    for command in (*_COMMANDS, ("pending",), ("undo",), ("doctor",)):
        yield itself("drafts", command)
        yield itself("drafts/2401.00001v2/paper.json", command)

    def pending_out(world: World) -> None:
        shutil.move(world.draft, world.root / "away")
        world.draft.symlink_to(world.root / "away")
        world.run("pending", seconds=10)

    yield "a paper's folder is elsewhere, pending", pending_out


# ── names that are no UTF-8 ──

BYTES = os.fsdecode(b"\xff\xfe\xe9")


def _named_case(name: str, arguments: Callable[[World], list[str]]) -> Case:
    def run(world: World) -> None:
        world.run(*arguments(world), seconds=10)

    return name, run


def _bytes_folder(world: World) -> Path:
    folder = world.root / f"work{BYTES}"
    if not folder.exists():
        shutil.copytree(world.work, folder, symlinks=True)
    return folder


def _in_folder_case(command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        world.run(*command, cwd=_bytes_folder(world), seconds=10)

    return f"in a folder whose name is no UTF-8, {' '.join(command)}", run


def names() -> Iterator[Case]:
    """Give cases: arguments, files and folders whose names are no UTF-8, or hold what a terminal obeys."""
    from tests.support.fakes import PAPER_PAGES, make_pdf

    def pdf(name: str, *options: str) -> Case:
        def run(world: World) -> None:
            (world.work / name).write_bytes(make_pdf(PAPER_PAGES))
            world.run(f"./{name}", *options, seconds=10)

        return f"a PDF named {name!r} {' '.join(options)}", run

    for name in (f"{BYTES}.pdf", "论文.pdf", "a\nb.pdf", "a\x1b[31mb.pdf", "-x.pdf", "🐦.pdf"):
        yield pdf(name)
        yield pdf(name, "--json")
    for json in ([], ["--json"]):
        tail = " --json" if json else ""
        for what, text in (
            ("bytes", f"{BYTES} a title of some words"), ("bytes.pdf", f"{BYTES}.pdf"),
            ("an escape", "\x1b]0;x\x07 a title of words"), ("long", "word " * 30_000),
            ("a URL of bytes", f"https://arxiv.org/abs/{BYTES}"), ("bidi", "title ‮of some words"),
            ("an identifier of bytes", f"2401.00001{BYTES}"),
        ):  # fmt: skip
            for command in ([], ["accept"], ["check"], ["reject"]):
                if command == ["reject"] and json:
                    continue
                yield _named_case(
                    f"{what} as a paper, {' '.join(command) or 'PAPER'}{tail}",
                    lambda w, t=text, c=command, j=json: [*c, t, *j],  # type: ignore[misc]
                )
        yield _named_case(
            f"--output of bytes{tail}",
            lambda w, j=json: ["2401.00001", "--output", BYTES, *j],  # type: ignore[misc]
        )
        yield _named_case(
            f"--log of bytes{tail}",
            lambda w, j=json: ["accept", "2401.00001", "--log", BYTES, *j],  # type: ignore[misc]
        )
        yield _named_case(
            f"pending of bytes{tail}",
            lambda w, j=json: ["pending", BYTES, *j],  # type: ignore[misc]
        )
        yield _named_case(
            f"--only of bytes{tail}",
            lambda w, j=json: ["pending", "--only", BYTES, *j],  # type: ignore[misc]
        )
        yield _named_case(
            f"--model of bytes{tail}",
            lambda w, j=json: ["2401.00001", "--model", BYTES, *j],  # type: ignore[misc]
        )
    for inside in (("2401.00001", "--json"), ("status", "--json"), ("status",), ("doctor", "--json"),
                   ("accept", "2401.00001", "--json"), ("pending", "--json"), ("undo",),
                   ("reject", "2401.00001")):  # fmt: skip
        yield _in_folder_case(inside)


KINDS: dict[str, Callable[[], Iterator[Case]]] = {
    "outputs": outputs,
    "sweep": sweep,
    "numbers": numbers,
    "links": links,
    "names": names,
}
