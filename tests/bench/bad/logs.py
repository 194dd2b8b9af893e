"""Logs and entries as nobody should write them, and as somebody does."""

from __future__ import annotations

import codecs
import os
import re
import socket
from collections.abc import Callable, Iterator

from pipeline.log import reading_log
from tests.bench.bad.harness import DAY, LOG, TITLE, Case, World, made

ACCEPT = ("accept", "2401.00001", "--date", DAY)

# ── what a person writes in an entry ──


def _at_the_end(text: str, words: str) -> str:
    r"""Put words in the place of the line that ends the evidence, which they have as `\\1`."""
    return re.sub(r"\n([^\n]*-->)(?=\n*<!-- summarize:|\n*\Z)", words, text, count=1)


_WORDS: dict[str, Callable[[str, str], str]] = {
    "in the evidence block": lambda t, w: t.replace("<!-- 依据：\n", f"<!-- 依据：\n{w}\n"),
    "on the evidence block's first line": lambda t, w: t.replace("依据：\n", f"依据：{w}\n"),
    "at the end of a line of evidence": lambda t, w: re.sub(r"(\n1\. p\. [^\n]*)\n", rf"\1 {w}\n", t, count=1),
    "before the evidence's end": lambda t, w: _at_the_end(t, rf"\n{w}\n\1"),
    "on the line of the evidence's end, before it": lambda t, w: _at_the_end(t, rf"\n{w} \1"),
    "behind the evidence's end": lambda t, w: _at_the_end(t, rf"\n\1 {w}"),
    "before the evidence, on its line": lambda t, w: t.replace("<!-- 依据", f"{w} <!-- 依据"),
    "behind the comment of the identifier": lambda t, w: re.sub(r"(<!-- arXiv[^\n]*-->)", rf"\1 {w}", t),
    "in the comment of the identifier": lambda t, w: re.sub(r"(<!-- arXiv[^\n]*) -->", rf"\1 {w} -->", t),
    "on a line more of that comment": lambda t, w: re.sub(r"(<!-- arXiv[^\n]*) -->", rf"\1\n{w}\n-->", t),
    "behind a doubt": lambda t, w: t.replace("\n2.", f"\n   <!-- ？原文未找到 --> {w}\n2.", 1),
    "under a doubt": lambda t, w: t.replace("\n2.", f"\n   <!-- ？原文未找到 -->\n   {w}\n2.", 1),
    "in a doubt": lambda t, w: t.replace("\n2.", f"\n   <!-- ？{w} -->\n2.", 1),
    "in a doubt of two lines": lambda t, w: t.replace("\n2.", f"\n   <!-- ？原文\n   {w} -->\n2.", 1),
    "behind an opened doubt": lambda t, w: t.replace("\n2.", f"\n   <!-- ？原文未找到\n\n{w}\n\n2.", 1),
    "behind an evidence block without end": lambda t, w: _at_the_end(t, "") + f"\n{w}\n",
    "behind the trailer": lambda t, w: t + f"\n{w}\n",
    "on the trailer's line": lambda t, w: t.rstrip("\n") + f" {w}\n",
    "in the trailer": lambda t, w: t.replace("<!-- summarize:", f"<!-- summarize: {w} "),
    "in a comment that says 注意": lambda t, w: t.replace("\n2.", f"\n<!-- 注意：{w} -->\n2.", 1),
    "in a comment that says mind": lambda t, w: t.replace("\n2.", f"\n<!-- mind: {w} -->\n2.", 1),
    "in a comment that says 依据": lambda t, w: t.replace("\n2.", f"\n<!-- 依据 {w} -->\n2.", 1),
    "in a comment that says evidence": lambda t, w: t.replace("\n2.", f"\n<!-- evidence {w} -->\n2.", 1),
    "in a comment that says 由": lambda t, w: t.replace("\n2.", f"\n<!-- 由 {w} -->\n2.", 1),
    "in a comment of their own": lambda t, w: t.replace("\n2.", f"\n<!-- {w} -->\n2.", 1),
    "in a comment within a line": lambda t, w: t.replace("\n2.", f"\n2. <!-- ？{w} --> ", 1),
    "after an opened comment": lambda t, w: t.replace("\n2.", f"\n<!-- 我的\n\n{w}\n\n2.", 1),
    "above the day": lambda t, w: f"{w}\n\n{t}",
    "above the day, in a comment of ours": lambda t, w: f"<!-- 依据：{w} -->\n\n{t}",
    "on the day's line": lambda t, w: re.sub(r"^(## [\d.]+)", rf"\1 {w}", t),
    "under a second day": lambda t, w: t.replace("<!-- arXiv", f"## 2024.1.5\n\n{w}\n\n<!-- arXiv", 1),
    "with carriage returns": lambda t, w: t.replace("\n2.", f"\n{w}\n2.", 1).replace("\n", "\r\n"),
    "after a lone carriage return": lambda t, w: t.replace("<!-- 依据", f"<!-- x -->\r{w}\r<!-- 依据"),
    "between two comments of a line": lambda t, w: t.replace("<!-- 依据", f"<!-- ？a --> {w} <!-- 依据"),
    "quoted, with our mark in it": lambda t, w: t.replace("\n2.", f"\n> <!-- ？a --> {w}\n\n2.", 1),
    "in a fence, with our mark in it": lambda t, w: t.replace("\n2.", f"\n```\n<!-- ？{w} -->\n```\n2.", 1),
    "after a comment that ends in --!>": lambda t, w: _at_the_end(t, rf"\n--!>\n{w}\n"),
}  # fmt: skip


def _words_case(name: str) -> Case:
    def run(world: World) -> None:
        word = "我写的一句要紧的话"
        world.write_in_entry(lambda text: _WORDS[name](text, word))
        world.expect(word in world.entry.read_text("utf-8"), "the case wrote nothing")
        result = world.run(*ACCEPT)
        inside = word in world.log.read_text("utf-8")
        if result.status == 0:
            world.expect(inside, "accepted, and a person's words did not enter the log")
        else:
            still = world.entry.is_file() and word in world.entry.read_text("utf-8")
            world.expect(still and not inside, "refused, and the words are gone or in the log")

    return f"words {name}", run


def words() -> Iterator[Case]:
    """Give cases: a person's words inside or beside our comments."""
    yield from map(_words_case, _WORDS)


# ── in the log, or not ──

_LISTED = "\n# pending list\n\n{}\n\n# 2023.12\n\n## 2023.12.30\n\n《Oldest》\n\nold words\n"
_ABSENT = {
    "a comment of a pending item has the identifier": LOG.replace(
        "（要看)", "（要看) <!-- arXiv:2401.00001 -->"
    ),
    "a comment below a pending item": LOG.replace("（要看)", "（要看)\n  <!-- arXiv:2401.00001v2 -->"),
    "a comment at the top": f"<!-- next: arXiv:2401.00001 -->\n{LOG}",
    "a list below the days, a link": LOG + _LISTED.format(f"- [ ] [{TITLE}](https://arxiv.org/abs/2401.00001)"),
    "a list below the days, a bare link": LOG + _LISTED.format(f"[{TITLE}](https://arxiv.org/abs/2401.00001)"),
    "a list below the days, bold": LOG + _LISTED.format(f"**{TITLE}**"),
    "a list below the days, a bold bullet": LOG + _LISTED.format(f"- **{TITLE}**"),
    "a list below the days, 《》": LOG + _LISTED.format(f"《{TITLE}》"),
    "a list below the days, numbered and underlined": LOG + _LISTED.format(f"1. <u>{TITLE}</u>"),
    "another entry's comment": LOG.replace("text of the older one", "see <!-- arXiv:2401.00001 -->"),
    "another entry's words": LOG.replace("text of", f"better than 《{TITLE}》, text of"),
    "another entry's words, by number": LOG.replace("text of", "as in arXiv:2401.00001, text of"),
    "another entry's address": LOG.replace("text of", "https://arxiv.org/abs/2401.00001 text of"),
    "another entry's quote": LOG.replace("text of the older one", f"> 《{TITLE}》\n> is next"),
    "another entry's point": LOG.replace("1. 旧的要点", f"1. 比《{TITLE}》好"),
    "another entry's point begins with it": LOG.replace("1. 旧的要点", f"1. 《{TITLE}》更好"),
    "a bold line of another entry": LOG.replace("text of the older one", f"related:\n\n- **{TITLE}**"),
    "a code fence": LOG + f"\n```\n《{TITLE}》\n<!-- arXiv:2401.00001 -->\n```\n",
    "a longer identifier": LOG.replace("text of", "<!-- arXiv:2401.000012 --> text of"),
    "a title that goes on": LOG.replace("《Older》", f"《{TITLE}: Part Two》"),
    "a ticked item only": LOG.replace(f"- [ ] {TITLE}", f"- [x] {TITLE}"),
    "a table of contents": f"- [{TITLE}](#sparrow)\n\n{LOG}",
}  # fmt: skip
_PRESENT = {
    "《》": f"《{TITLE}》",
    "《》 without comment, bold": f"《**{TITLE}**》",
    "an address as heading": "### https://arxiv.org/abs/2401.00001",
    "an address on a line": "https://arxiv.org/abs/2401.00001v2",
    "an address of a PDF": "<https://arxiv.org/pdf/2401.00001.pdf>",
    "arXiv:ID in a heading": "### arXiv:2401.00001",
    "title and arXiv:ID in a heading": f"### {TITLE} (arXiv:2401.00001)",
    "a heading": f"### {TITLE}",
    "a plain title": TITLE,
    "a numbered title": f"1. {TITLE}",
    "a numbered bold title": f"1. **{TITLE}**",
    "a bold title with venue": f"**{TITLE}** (ICLR 2024)",
    "a bold title with venue in it": f"**{TITLE} (ICLR 2024)**",
    "《》 with venue": f"《{TITLE}》 ICLR 2024",
    "a link": f"[{TITLE}](https://arxiv.org/abs/2401.00001)",
    "a bold link": f"**[{TITLE}](https://arxiv.org/abs/2401.00001)**",
    "a bulleted link": f"- [{TITLE}](https://arxiv.org/abs/2401.00001) - notes",
    "a link to another place": f"[{TITLE}](https://openreview.net/forum?id=x)",
    "a DOI": f"### {TITLE[:7]}\n\nhttps://doi.org/10.48550/arXiv.2401.00001",
    "a title of other case": f"《{TITLE.upper()}》",
    "an underlined title": f"1. <u>{TITLE}</u>",
    "our own comment": "《Sparrow》\n\n<!-- arXiv:2401.00001v1 -->",
    "an HTML title": f"<h3>{TITLE}</h3>",
}


def _present_case(name: str, log: str, *, present: bool) -> Case:
    def run(world: World) -> None:
        world.set_log(log)
        result = world.run(*ACCEPT, "--json", statuses=(0, 1))
        outcome = result.rows[0]["outcome"] if result.rows else "?"
        wanted = ("present",) if present else ("accepted", "failed")
        world.expect(outcome in wanted, f"{outcome}, not {wanted[0]}")
        entered = world.log.read_bytes() != log.encode()
        world.expect(entered == (outcome == "accepted"), f"{outcome}, log changed: {entered}")
        if outcome != "accepted" and not present:
            world.expect(world.draft.is_dir(), "filed away without having entered the log")

    return f"{'there' if present else 'not there'}: {name}", run


def present() -> Iterator[Case]:
    """Give cases: what is in the log is found, and what only looks so is not."""
    for name, log in _ABSENT.items():
        yield _present_case(name, log, present=False)
    for name, title in _PRESENT.items():
        log = LOG.replace("《Older》\n\ntext", f"{title}\n\ntext")
        yield _present_case(name, log, present=True)


# ── encodings ──

_ENCODINGS = (
    "gbk", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "utf-16", "utf-16-le", "utf-16-be",
    "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig", "latin-1", "cp1252", "koi8-r",
)  # fmt: skip
_ASCII = LOG.encode("ascii", "ignore").decode()
_TEXTS = {
    "big5": _ASCII + "\n舊的判斷與論文\n", "shift_jis": _ASCII + "\n日本語の論文メモです\n",
    "euc_jp": _ASCII + "\n日本語の論文メモです\n", "euc_kr": _ASCII + "\n한국어 논문 메모\n",
    "latin-1": _ASCII + "\nÀ propos d'une idée déjà lue\n", "cp1252": _ASCII + "\n“naïve” idea – déjà vu €\n",
    "koi8-r": _ASCII + "\nстарые заметки о статье\n",
}  # fmt: skip


def _encoding_case(encoding: str, command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        text = _TEXTS.get(encoding, LOG)
        raw = text.encode(encoding)
        if encoding.endswith(("-le", "-be")):
            boms = {"16-le": codecs.BOM_UTF16_LE, "16-be": codecs.BOM_UTF16_BE,
                    "32-le": codecs.BOM_UTF32_LE, "32-be": codecs.BOM_UTF32_BE}  # fmt: skip
            raw = boms[encoding[4:]] + raw
        world.set_log(raw)
        world.log_is_kept = False
        result = world.run(*command)
        now = world.log.read_bytes()
        if now == raw:
            refused = command[0] != "accept" or result.status != 0 or "--dry-run" in command
            world.expect(refused, "accepted, and the log is what it was")
            world.expect(world.draft.is_dir() or not refused, "refused, and filed away")
            return
        try:
            read = now.decode(
                "utf-16" if "16" in encoding else "utf-32" if "32" in encoding else encoding
            )
        except UnicodeDecodeError as error:
            world.wrong.append(f"the log no longer decodes: {error.reason}")
            return
        world.expect(TITLE in read.replace(f"] {TITLE}", ""), "the entry cannot be read in the log")
        world.expect("一篇文章" in read, "the entry's Chinese cannot be read in the log")
        kept = text.replace("[ ]", "[x]").split("\n")
        there = read.replace("[ ]", "[x]")
        world.expect(all(line in there for line in kept), "lines of the log are lost or garbled")
        world.expect("瀑" not in there and "锛" not in there, "garbled")
        undone = world.run("undo")
        world.expect(undone.status != 0 or world.log.read_bytes() == raw, "undo gave other bytes")

    return f"{encoding}, {' '.join(command[:1])}{' --dry-run' * ('--dry-run' in command)}", run


_ENDS: dict[str, bytes] = {
    "CRLF": LOG.replace("\n", "\r\n").encode(),
    "CR alone": LOG.replace("\n", "\r").encode(),
    "CRLF above, LF below": LOG.replace("\n", "\r\n", 12).encode(),
    "LF above, CRLF below": (LOG[:120] + LOG[120:].replace("\n", "\r\n")).encode(),
    "every second CRLF": b"".join(
        line + (b"\r\n" if at % 2 else b"\n") for at, line in enumerate(LOG.encode().split(b"\n"))
    ),
    "no line end at the end": LOG.rstrip("\n").encode(),
    "CR CR LF": LOG.replace("\n", "\r\r\n").encode(),
    "U+2028 in lines": LOG.replace("旧的要点", "旧的\u2028要点").encode(),
    "NUL bytes": LOG.encode().replace("旧的要点".encode(), b"a\0b"),
    "form feeds": LOG.replace("\n\n", "\n\x0c\n").encode(),
    "bytes that are no UTF-8": LOG.encode() + b"\xff\xfe\xc3\x28\n",
    "a mark in the middle": LOG.encode()[:60] + codecs.BOM_UTF8 + LOG.encode()[60:],
    "two marks at the top": codecs.BOM_UTF8 * 2 + LOG.encode(),
    "lone surrogates": LOG.encode() + b"\xed\xa0\x80\xed\xb0\x80\n",
    "empty": b"",
    "one line feed": b"\n",
    "only a mark": codecs.BOM_UTF8,
    "an image": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "one line without end": b"# papers",
    "an open fence": LOG.encode() + b"\n```\nno end\n",
    "an open comment": LOG.encode() + b"\n<!-- no end\n",
    "front matter": b"---\ntitle: 2024.1.5\n---\n" + LOG.encode(),
}


def _ends_case(name: str) -> Case:
    def run(world: World) -> None:
        raw = _ENDS[name]
        world.set_log(raw)
        result = world.run(*ACCEPT)
        world.accept_is_right(result)
        if result.status == 0:
            undone = world.run("undo")
            world.expect(undone.status == 0, "what was accepted cannot be taken back")
            world.expect(world.log.read_bytes() == raw, "undo gave other bytes")
        world.run("pending", "--dry-run")

    return name, run


def encodings() -> Iterator[Case]:
    """Give cases: logs in other encodings, with other line ends, or that are no text."""
    for encoding in _ENCODINGS:
        yield _encoding_case(encoding, ACCEPT)
        yield _encoding_case(encoding, (*ACCEPT, "--dry-run"))
        yield _encoding_case(encoding, ("pending", "--dry-run"))
    yield from map(_ends_case, _ENDS)


# ── what is no file ──


def _device(world: World, minor: int) -> None:
    world.log.unlink()
    os.mknod(world.log, 0o20666, os.makedev(1, minor))


def _link_to_device(world: World, minor: int) -> None:
    world.log.unlink()
    os.mknod(world.work / "device", 0o20666, os.makedev(1, minor))
    world.log.symlink_to("device")


def _instead(make: Callable[[World], None]) -> Callable[[World], None]:
    def run(world: World) -> None:
        world.log.unlink()
        make(world)

    return run


def _socket(world: World) -> None:
    here = os.open(".", os.O_RDONLY)
    os.chdir(world.work)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as made_one:
        made_one.bind("log.md")
    os.fchdir(here)
    os.close(here)


def _hard(world: World) -> None:
    os.link(world.log, world.work / "other.md")


def _linked_fifo(world: World) -> None:
    os.mkfifo(world.work / "pipe")
    world.log.symlink_to("pipe")


def _linked_folder(world: World) -> None:
    (world.work / "a").mkdir()
    world.log.symlink_to("a")


_NO_FILES: dict[str, Callable[[World], None]] = {
    "a null device": lambda w: _device(w, 3),
    "a zero device": lambda w: _device(w, 5),
    "a full device": lambda w: _device(w, 7),
    "a link to a null device": lambda w: _link_to_device(w, 3),
    "a link to a zero device": lambda w: _link_to_device(w, 5),
    "a pipe": _instead(lambda w: os.mkfifo(w.log)),
    "a link to a pipe": _instead(_linked_fifo),
    "a folder": _instead(lambda w: w.log.mkdir()),
    "a link to a folder": _instead(_linked_folder),
    "a link to itself": _instead(lambda w: w.log.symlink_to("log.md")),
    "a link to nothing": _instead(lambda w: w.log.symlink_to("nothing.md")),
    "a socket": _instead(_socket),
    "a hard link": _hard,
    "nothing": _instead(lambda w: None),
    "a link to /proc/self/mem": _instead(lambda w: w.log.symlink_to("/proc/self/mem")),
    "a link to /proc/self/fd": _instead(lambda w: w.log.symlink_to("/proc/self/fd")),
    "behind a file as a folder": _instead(lambda w: w.log.symlink_to(".mine.tmp/log.md")),
}


def _no_file_case(name: str, command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        world.log_is_kept = False
        _NO_FILES[name](world)
        before = world.log.lstat() if os.path.lexists(world.log) else None
        device = world.work / "device"
        behind = device.lstat() if device.exists() else None
        result = world.run(*command, seconds=3, limits={"RLIMIT_AS": 1 << 30})
        now = world.log.lstat() if os.path.lexists(world.log) else None
        world.expect(
            (before and before.st_ino) == (now and now.st_ino), "the log's place is another"
        )
        same = behind is None or device.lstat().st_ino == behind.st_ino
        world.expect(same, "the device was replaced")
        if command[0] == "accept":
            world.expect(result.status != 0, "accepted into what is no log")
            world.expect(world.draft.is_dir(), "filed away")
        pipe = world.work / "pipe"
        world.expect(not pipe.exists() or pipe.is_fifo(), "the pipe was replaced")

    return f"{name}, {command[0]}", run


def odd_logs() -> Iterator[Case]:
    """Give cases: logs that are devices, pipes, folders, links to them."""
    for name in _NO_FILES:
        for command in (ACCEPT, ("pending", "--dry-run"), ("2401.00001",)):
            yield _no_file_case(name, command)


# ── titles that look like marks ──

_TITLES = (
    "2024.1.7", "**2024.1.7**", "## 2024.1.8", "# 2024.2", "2024年1月7日", "Jan 7, 2024", "- [ ] Todo",
    "---", "```", "~~~ code", "<!-- arXiv:2401.00009 -->", "<!--", "-->", "《Old》", "Old》《New", "1. One",
    "pending list", "# pending list", "> quoted", "| a | b |", "[Old](https://x.example)", "{{ paper }}",
    "{% raw %}", "2024-01-07 A Day", "=====", "<u>Old</u>", "\\", "A Title\n\n## 2024.1.9\n\n《Fake》",
    "    indented code of a title", "![x](y)", "**", "*", "__init__", "$x$", "<script>alert(1)</script>",
)  # fmt: skip
_STYLES = {
    "《》": LOG,
    "bold": LOG.replace("《Old》", "**An Old Title**").replace("《Older》", "**An Older Title**"),
    "bold days": re.sub(r"## (2024[\d.]+)", r"**\1**", LOG).replace("《Old》", "**An Old Title**"),
    "underlined": LOG.replace("《Old》", "<u>Old</u>").replace("《Older》", "<u>Older</u>"),
    "plain days": re.sub(r"## (2024[\d.]+)", r"\1", LOG),
}


def _title_case(title: str, style: str) -> Case:
    def run(world: World) -> None:
        world.set_log(_STYLES[style])
        world.arxiv.papers["2401.00001"].title = title
        if world.run("2401.00001").status:
            return  # refused before anything was drafted
        before = reading_log.read(world.log.read_text("utf-8", errors="surrogateescape"))
        result = world.run(*ACCEPT, "--json")
        after = reading_log.read(world.log.read_text("utf-8", errors="surrogateescape"))
        if result.status or result.rows[0]["outcome"] == "present":
            there = [entry for entry in before.entries if entry.title == title.strip("《》*")]
            world.expect(result.status or there, "is said to be there, and is not")
            world.expect(after == before, "not accepted, and the log changed")
            return
        new_days = [str(m.date) for m in after.days if m.date not in {d.date for d in before.days}]
        world.expect(new_days in ([], ["2024-01-06"]), f"days {new_days} came into the log")
        months = {m.date for m in after.months} - {m.date for m in before.months}
        world.expect(not months, "a month came into the log")
        more = len(after.entries) - len(before.entries)
        world.expect(more == 1, f"{more} entries more in the log")
        kept = {entry.title for entry in before.entries} <= {entry.title for entry in after.entries}
        world.expect(kept, "an entry that was there is none any more")
        undone = world.run("undo")
        world.expect(undone.status == 0, "cannot be taken back")

    return f"{title!r} in a log of {style}", made("read")(run)


def titles() -> Iterator[Case]:
    """Give cases: titles that look like a day, a heading, a list or markup, in logs of several styles."""
    for at, title in enumerate(_TITLES):
        yield _title_case(title, "《》")
        yield _title_case(title, list(_STYLES)[1 + at % (len(_STYLES) - 1)])


# ── killed, and taken back ──


def _killed_case(at: int, *, error: int, command: tuple[str, ...], start: str) -> Case:
    def run(world: World) -> None:
        before = world.log.read_bytes()
        entry = (world.entry if world.entry.exists() else world.accepted / "entry.md").read_bytes()
        done = world.run(*command, stop_at=at, stop_error=error, quiet=True)
        if error:
            world.look_at(done, f"summarize {command[0]} failing at change {at}", (0, 1, 2))
        world.expect(world.somewhere(entry, folder=world.output), "the entry is lost")
        if start == "accepted" and command[0] == "accept":
            # the killed one, if it came into the log, else the one before
            came = b"2401.00002v2 -->" in world.log.read_bytes()
            undone = world.run("undo")
            gone = b"arXiv:2401.0000%dv2 -->" % (2 if came else 1)
            inside = gone in world.log.read_bytes()
            last = "the last accept" if came else "the accept before"
            world.expect(undone.status == 0 and not inside, f"{last} cannot be taken back")
        else:
            again = world.run(*command)
            world.expect(again.status in (0, 1), "cannot go on")
            if command[0] == "accept":
                world.accept_is_right(again)
                undone = world.run("undo")
                world.expect(undone.status == 0, "what was accepted cannot be taken back")
                world.expect(world.log.read_bytes() == before, "undo gave other bytes")
        world.run("undo")
        strays = [
            str(path.relative_to(world.root))
            for path in world.root.rglob(".*.tmp")
            if str(path.relative_to(world.root)) not in world.own
        ]
        world.expect(not strays, f"left lying: {strays[:2]}")

    how = "killed" if not error else f"fails ({os.strerror(error)})"
    return f"{command[0]} {how} before change {at}, {start}", made(start)(run)


def killed() -> Iterator[Case]:
    """Give cases: accept, undo and reject killed, or failing, before each of their changes of a file."""
    import errno

    second = ("accept", "2401.00002", "--date", DAY)
    for error in (0, errno.ENOSPC, errno.EACCES):
        for at in range(1, 9):
            yield _killed_case(at, error=error, command=ACCEPT, start="drafted")
            yield _killed_case(at, error=error, command=second, start="accepted")
    for error in (0, errno.ENOSPC):
        for at in range(1, 7):
            yield _killed_case(at, error=error, command=("undo",), start="accepted")


# ── entries that are no text ──

_ENTRIES: dict[str, Callable[[str], bytes]] = {
    "GBK": lambda t: t.encode("gbk", "replace"),
    "GB18030": lambda t: t.encode("gb18030"),
    "UTF-16": lambda t: t.encode("utf-16"),
    "UTF-16 without mark": lambda t: t.encode("utf-16-le"),
    "UTF-32": lambda t: t.encode("utf-32"),
    "Latin-1": lambda t: t.encode("latin-1", "replace") + b"\xe9t\xe9\n",
    "UTF-8 with mark": lambda t: t.encode("utf-8-sig"),
    "lone surrogates": lambda t: t.encode() + b"\xed\xa0\x80\n",
    "cut within a character": lambda t: t.encode() + "话".encode()[:2],
    "NUL": lambda t: t.replace("\n2.", "\n\0\n2.", 1).encode(),
    "escapes of a terminal": lambda t: t.replace("\n2.", "\n\x1b]0;x\x07\x1b[31m 99.9 分\n2.", 1).encode(),
    "CR alone": lambda t: t.replace("\n", "\r").encode(),
    "CRLF": lambda t: t.replace("\n", "\r\n").encode(),
    "empty": lambda t: b"",
    "blank": lambda t: b"\n \n\t\n",
    "only its comments": lambda t: t[t.index("<!-- arXiv") :].encode(),
    "only its title": lambda t: "\n".join(t.split("\n")[:3]).encode(),
    "binary": lambda t: bytes(range(256)) * 40,
    "an open fence": lambda t: t.replace("\n2.", "\n```\n2.", 1).encode(),
    "days of its own": lambda t: t.replace("\n2.", "\n## 2024.1.9\n\n《Fake》\n\n2.", 1).encode(),
    "a month of its own": lambda t: t.replace("\n2.", "\n# 2025.1\n\n2.", 1).encode(),
    "a day of year 9999": lambda t: re.sub(r"^## [\d.]+", "## 9999.12.31", t).encode(),
    "a day that is none": lambda t: re.sub(r"^## [\d.]+", "## 2024.2.31", t).encode(),
}  # fmt: skip


def _entry_case(name: str, command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        raw = _ENTRIES[name](world.entry.read_text("utf-8"))
        world.entry.write_bytes(raw)
        before = reading_log.read(world.log.read_text("utf-8"))
        result = world.run(*command)
        if command[0] != "accept" or result.status:
            world.expect(world.somewhere(raw) or not raw, "the person's entry is lost")
            world.expect(world.log.read_bytes() == world.log_before, "the log changed")
            return
        try:
            text = world.log.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            world.wrong.append("the log no longer decodes")
            return
        after = reading_log.read(text)
        titles_before = [e.title for e in before.entries]
        more = len(after.entries) - len(before.entries)
        dry = "--dry-run" in command
        world.expect(more == (0 if dry else 1), f"{more} entries more in the log")
        world.expect(set(titles_before) <= {e.title for e in after.entries}, "an entry is gone")

    return f"{name}, {' '.join(command[:1])}{' --dry-run' * ('--dry-run' in command)}", run


def _no_entry_case(name: str, make: Callable[[World], None], command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        world.entry.unlink()
        make(world)
        world.run(*command)

    return f"{name}, {command[0]}", run


def entries() -> Iterator[Case]:
    """Give cases: entries in other encodings, or that are no text, or no file."""
    check = ("check", "2401.00001")
    for name in _ENTRIES:
        for command in (ACCEPT, check, ("2401.00001",)):
            yield _entry_case(name, command)
    for name, make in (
        ("a folder", lambda w: w.entry.mkdir()), ("a pipe", lambda w: os.mkfifo(w.entry)),
        ("a link to itself", lambda w: w.entry.symlink_to("entry.md")),
        ("a zero device", lambda w: os.mknod(w.entry, 0o20666, os.makedev(1, 5))),
    ):  # fmt: skip
        for command in (ACCEPT, check, ("2401.00001",), ("status",)):
            yield _no_entry_case(name, make, command)


# ── sizes ──

_BIG_LOGS = {
    "2 MB of <!--": lambda: LOG + "<!-- " * 400_000 + "\n",
    "2 MB of <!-- a": lambda: LOG + "<!-- arXiv:2401.0" * 120_000 + "\n",
    "200 KB of 《***": lambda: LOG + "《***" * 33_000 + "\n",
    "200 KB of ***": lambda: LOG + "\n**" + "*" * 200_000 + "\n",
    "200 KB of **a": lambda: LOG + "\n《" + "**a" * 70_000 + "\n",
    "200 KB of [": lambda: LOG + "\n" + "[" * 200_000 + "](x)\n",
    "200 KB of [a](": lambda: LOG + "\n" + "[abcdefghi](" * 17_000 + "\n",
    "200 KB of <u>": lambda: LOG + "\n" + "<u>" * 70_000 + "\n",
    "1 MB of white space": lambda: LOG + " " * 1_000_000 + "\n",
    "1 MB of white space and a word": lambda: LOG + "- [ ] a" + " " * 1_000_000 + "b\n",
    "1 MB of blank lines": lambda: LOG + "\n" * 1_000_000,
    "1 MB of blank CRLF lines": lambda: LOG.replace("\n", "\r\n") + "\r\n" * 500_000,
    "100,000 open items": lambda: LOG + "\n# pending\n\n" + "- [ ] 写综述\n" * 100_000,
    "10,000 nested items": lambda: "# pending\n\n" + "".join(
        " " * (at % 500) + f"- [ ] 任务 {at}\n" for at in range(10_000)
    ) + LOG,
    "100,000 fences": lambda: LOG + "```\n" * 100_001,
    "50,000 headings of lists": lambda: LOG + "# pending\n" * 50_000,
    "50,000 days": lambda: LOG + "".join(
        f"## {1900 + at // 372}.{at // 31 % 12 + 1}.{at % 28 + 1}\n\n《T{at}》\n\nx\n\n" for at in range(50_000)
    ),
    "an item of 1 MB": lambda: "# pending\n\n- [ ] " + "word " * 200_000 + "\n" + LOG,
    "an item of 200 KB of digits": lambda: "# pending\n\n- [ ] " + "2401." * 40_000 + "\n" + LOG,
    "an item of 200 KB of (": lambda: "# pending\n\n- [ ] " + "(a " * 70_000 + "\n" + LOG,
    "a heading of 1 MB": lambda: LOG + "# " + "2024." * 200_000 + "\n",
    "a date of 200 KB": lambda: LOG + "2024" + "." * 200_000 + "\n",
}  # fmt: skip
BIG = 10.0
"""CPU seconds for a large input: about what twenty times the time of a line of its size would be."""


def _big_log_case(name: str, command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        world.set_log(_BIG_LOGS[name]())
        world.run(*command, seconds=BIG, wall=1.4 * BIG)

    return f"{name}, {command[0]}", run


_BIG_ENTRIES = {
    "1 MB of prose": "The reader takes notes of each section and Sparrow reaches 61.4 F1. " * 15_000,
    "1 MB of Chinese prose": "本文提出一种方法，在 LongRead 上达到 61.4 分，比 baseline 高。" * 24_000,
    "1 MB of one word": "a" * 1_000_000,
    "300 KB of digits": "1" * 300_000,
    "300 KB of 1,": "1," * 150_000,
    "300 KB of 1.": "1." * 150_000,
    "300 KB of A.": "A. " * 100_000,
    "300 KB of names": "Alpha-Beta Gamma " * 18_000,
    "300 KB of capitals": "ABCDEFGH" * 37_000,
    "300 KB of hyphens": "a-" * 150_000,
    "300 KB of spaces": "a" + " " * 300_000 + "b",
    "300 KB of quotes": "“a” " * 75_000,
    "300 KB of <": "<a" * 150_000,
    "300 KB of <!--": "<!-- " * 60_000,
    "300 KB of **": "**" * 150_000,
    "300 KB of (": "(" * 300_000,
    "300 KB of backslashes": "\\" * 300_000,
    "20,000 points": "\n" + "\n".join(f"{n % 99 + 1}. point with {n} of 27M" for n in range(20_000)),
    "20,000 paragraphs": "\n\nSparrow is good with 27M.\n" * 20_000,
    "300 KB of 两亿": "两亿三千万" * 20_000,
    "300 KB of %": "5%" * 150_000,
    "300 KB of line ends": "\n" * 300_000,
}  # fmt: skip


def _big_entry_case(name: str, command: tuple[str, ...]) -> Case:
    def run(world: World) -> None:
        world.write_in_entry(lambda t: t.replace("\n2.", f"\n{_BIG_ENTRIES[name]}\n2.", 1))
        world.run(*command, seconds=BIG, wall=1.4 * BIG)

    return f"an entry with {name}, {command[0]}", run


def sizes() -> Iterator[Case]:
    """Give cases: logs and entries of sizes and repetitions that take more than their share of time."""
    for name in _BIG_LOGS:
        yield _big_log_case(name, ACCEPT)
    for name in list(_BIG_LOGS)[:3]:
        yield _big_log_case(name, ("2401.00001",))
    for name in list(_BIG_LOGS)[-6:-2]:
        yield _big_log_case(name, ("pending", "--dry-run", "--limit", "1"))
    for name in _BIG_ENTRIES:
        yield _big_entry_case(name, ("check", "2401.00001"))
    for name in ("1 MB of prose", "300 KB of <!--", "20,000 points", "300 KB of line ends"):
        yield _big_entry_case(name, ACCEPT)


KINDS: dict[str, Callable[[], Iterator[Case]]] = {
    "words": words,
    "present": present,
    "encodings": encodings,
    "odd logs": odd_logs,
    "titles": titles,
    "killed": killed,
    "entries": entries,
    "sizes": sizes,
}
