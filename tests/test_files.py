"""Files written whole, read with bounds, and folders held."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import socket
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import StopRunError, SummarizeError
from pipeline.files import (
    LARGEST_FILE,
    bytes_of,
    first_free,
    json_bytes,
    json_object,
    make_folder,
    named,
    named_errors,
    reading,
    seen_from,
    sha256_of,
    stat_of,
    stopping_the_run,
    sweep,
    text_of,
    write_json,
    write_new,
    write_whole,
    writing,
)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_there_only_when_the_block_has_ended_well(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    with pytest.raises(ValueError, match="broken off"), writing(path) as file:
        file.write(b"half")
        raise ValueError("broken off")
    assert list(tmp_path.iterdir()) == []
    write_whole(path, b"whole")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("paper.pdf", b"whole")]


def test_a_replaced_file_is_whole_before_and_after(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    write_whole(path, b"old")
    with writing(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old"
        assert len(names(tmp_path)) == 2
    assert [(name, (tmp_path / name).read_bytes()) for name in names(tmp_path)] == [
        ("entry.md", b"new")
    ]


def test_an_interrupt_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    write_whole(path, b"old")
    with pytest.raises(KeyboardInterrupt), writing(path) as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert [(name, (tmp_path / name).read_bytes()) for name in names(tmp_path)] == [
        ("entry.md", b"old")
    ]


def test_a_link_where_others_would_look_for_the_temporary_file_is_not_followed(
    tmp_path: Path,
) -> None:
    others = tmp_path / "others"
    others.write_bytes(b"theirs")
    (tmp_path / f".entry.md.{os.getpid()}.tmp").symlink_to(others)
    write_whole(tmp_path / "entry.md", b"new")
    assert others.read_bytes() == b"theirs"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_named_and_spoils_nothing(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    write_whole(path, b"old")
    with (
        pytest.raises(StopRunError) as refused,
        writing(path) as file,
        Path("/dev/full").open("wb", buffering=0) as full,
    ):
        file.write(b"half")
        full.write(b"new")
    assert refused.value.message == f"cannot write {str(path)!r}: the disk is full"
    assert refused.value.hint == "free some space and run the same command again"
    assert [(name, (tmp_path / name).read_bytes()) for name in names(tmp_path)] == [
        ("entry.md", b"old")
    ]


def test_a_half_written_file_goes_though_the_disk_refuses_that_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink, refusals = os.unlink, [errno.ENOSPC]

    def refusing_once(path: Path) -> None:
        if refusals:
            raise OSError(refusals.pop(), "refused")
        unlink(path)

    monkeypatch.setattr(os, "unlink", refusing_once)
    with pytest.raises(ValueError, match="broken off"), writing(tmp_path / "paper.pdf"):
        raise ValueError("broken off")
    assert (refusals, names(tmp_path)) == ([], [])


@pytest.mark.parametrize("indent", [None, 1])
def test_json_is_utf8_whatever_is_in_it(indent: int | None) -> None:
    assert "模型".encode() in json_bytes({"model": "模型"}, indent=indent)
    odd = {"model": "模型\ud800", "path": "\udcff"}
    assert json.loads(json_bytes(odd, indent=indent)) == odd


# ── what may not be written ──


def refusing(code: int) -> SummarizeError:
    with pytest.raises(SummarizeError) as refused, named_errors(Path("/x/y")):
        raise OSError(code, os.strerror(code))
    return refused.value


@pytest.mark.parametrize(
    ("code", "words", "stops"),
    [
        (errno.ENOSPC, "the disk is full", True),
        (errno.EDQUOT, "your disk quota is used up", True),
        (errno.EROFS, "the folder is read-only", True),
        (errno.EACCES, "no permission", False),
        (errno.EPERM, "no permission", False),
        (errno.ENOTDIR, "a file stands where a folder should be", False),
        (errno.EISDIR, "a folder stands where a file should be", False),
        (errno.ELOOP, "a link stands where a file or folder should be", False),
        (errno.EIO, "Input/output error", False),
    ],
)
def test_a_refusal_names_its_place_and_stops_the_run_only_where_no_other_paper_fares_better(
    code: int, words: str, stops: bool
) -> None:
    error = refusing(code)
    assert error.message == f"cannot write '/x/y': {words}"
    assert error.hint
    assert isinstance(error, StopRunError) == stops


def test_what_every_paper_needs_stops_the_run() -> None:
    with pytest.raises(StopRunError, match="words: hint"), stopping_the_run():
        raise SummarizeError("words", "hint")


def test_a_folder_is_made_with_its_parents_and_may_be_there(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_a_folder_in_a_files_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "entry.md").mkdir()
    with pytest.raises(SummarizeError, match=r"cannot write .*entry\.md': a folder stands"):
        write_whole(tmp_path / "entry.md", b"")
    assert names(tmp_path) == ["entry.md"]


# ── what may not be read ──


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))  # a socket's path is short


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_loop(path: Path) -> None:
    path.symlink_to(path.name)


STRANGE = [a_folder, a_pipe, a_socket, a_device, a_loop]
READERS: list[Callable[[Path], object]] = [
    bytes_of, text_of, sha256_of, lambda path: reading(path).__enter__()
]  # fmt: skip


@pytest.mark.parametrize("make", STRANGE)
@pytest.mark.parametrize("read", READERS, ids=["bytes", "text", "digest", "open"])
def test_only_files_are_read_and_nothing_is_waited_for(
    tmp_path: Path, make: Callable[[Path], None], read: Callable[[Path], object]
) -> None:
    path = tmp_path / "paper.pdf"
    make(path)
    with pytest.raises(SummarizeError) as refused:
        read(path)
    assert re.match(rf"cannot (read|use) {str(path)!r}: ", refused.value.message)
    assert "move it away" in refused.value.hint


@pytest.mark.parametrize("read", READERS[:2], ids=["bytes", "text"])
def test_what_is_ours_is_read_from_no_other_place(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    (tmp_path / "mine.md").write_bytes(b"mine")
    (tmp_path / "entry.md").symlink_to("mine.md")
    with pytest.raises(SummarizeError, match=r"cannot use .*entry\.md': it is a link: move it"):
        read(tmp_path / "entry.md")
    assert bytes_of(tmp_path / "entry.md", follow=True) == b"mine"


def test_a_file_beyond_all_measure_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    with path.open("wb") as file:
        file.truncate(6 << 30)
    for read, most in ((bytes_of, "128 MiB"), (text_of, "128 MiB"), (sha256_of, "500 MiB")):
        start = time.process_time()
        with pytest.raises(SummarizeError, match=f"it is larger than {most}: move it away"):
            read(path)
        assert time.process_time() - start < 0.5


def test_a_long_path_is_shown_by_its_ends() -> None:
    assert named(Path("/x/entry.md")) == "'/x/entry.md'"
    shown = named(Path("/begins" + "/x" * 100_000 + "/ends"))
    assert len(shown) < 400
    assert shown.startswith("'/begins/x")
    assert shown.endswith("/x/ends'")
    with pytest.raises(SummarizeError) as refused:
        bytes_of(Path("/" + "x" * 1_000_000))
    assert len(str(refused.value)) < 500


@pytest.mark.usefixtures("no_root")
@pytest.mark.parametrize("read", READERS, ids=["bytes", "text", "digest", "open"])
def test_a_file_that_may_not_be_read_is_named(read: Callable[[Path], object]) -> None:
    with tempfile.TemporaryDirectory() as name:  # tmp_path is root's alone
        path = Path(name) / "x"
        path.write_bytes(b"x")
        path.chmod(0)
        with pytest.raises(SummarizeError, match=r"cannot read .*x': Permission denied"):
            read(path)


@pytest.mark.usefixtures("no_root")
def test_a_path_that_may_not_be_looked_at_is_named() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "closed"
        folder.mkdir()
        (folder / "x").write_bytes(b"")
        folder.chmod(0)
        with pytest.raises(SummarizeError, match=r"cannot read .*x': Permission denied"):
            stat_of(folder / "x")
        folder.chmod(0o700)


def test_what_is_not_there_is_none_or_said(tmp_path: Path) -> None:
    missing = tmp_path / "x"
    assert (bytes_of(missing), text_of(missing), stat_of(missing)) == (None, None, None)
    for read in (sha256_of, lambda path: reading(path).__enter__()):
        with pytest.raises(SummarizeError, match="it is not there"):
            read(missing)


def test_a_file_beyond_all_measure_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "text.json"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE)
    assert len(bytes_of(path) or b"") == LARGEST_FILE
    with path.open("ab") as file:
        file.write(b"x")
    with pytest.raises(SummarizeError, match="it is larger than 128 MiB"):
        bytes_of(path)


def test_a_text_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    path.write_text("文\n", "utf-8")
    assert text_of(path) == "文\n"
    path.write_bytes("文".encode("gbk"))
    with pytest.raises(SummarizeError, match=r"entry\.md': it is not UTF-8: save it as UTF-8"):
        text_of(path)


def test_a_digest_is_of_the_whole_file(tmp_path: Path) -> None:
    content = bytes(range(256)) * 9000
    (tmp_path / "x").write_bytes(content)
    assert sha256_of(tmp_path / "x") == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "it is cut, or no JSON"),
        (b'{"a": 1', "it is cut, or no JSON"),
        (b"\xff\xfe", "it is cut, or no JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "it is cut, or no JSON"),
        (b"[]", "it is no JSON object"),
        (b"null", "it is no JSON object"),
        (b"[" * 100_000, "it is nested too deep"),
        (b'{"a": ' * 100_000, "it is nested too deep"),
    ],
)
def test_damaged_json_is_one_error_with_a_word(raw: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        json_object(raw)
    assert json_object(b'{"a": [1]}') == {"a": [1]}


def test_a_json_value_is_written_for_people_to_read(tmp_path: Path) -> None:
    write_json(tmp_path / "x.json", {"a": "文"})
    assert (tmp_path / "x.json").read_text("utf-8") == '{\n "a": "文"\n}\n'


def test_what_is_no_utf8_is_kept_in_json_all_the_same(tmp_path: Path) -> None:
    value = {"log": b"\xff.md".decode("utf-8", "surrogateescape"), "title": "文"}
    write_json(tmp_path / "x.json", value)
    assert json_object(bytes_of(tmp_path / "x.json") or b"") == value


def test_what_killed_runs_left_goes_and_nothing_that_is_only_named_like_it(tmp_path: Path) -> None:
    ours = ".summarize-4711-0123456789abcdef.tmp"
    others = [
        ".mine.tmp", f"a{ours}", f"{ours}.md", ours.upper(), ours.replace("4711", "x"),
        ours.replace("abcdef", "abcde"), ours.replace("4711", "４７１１"), "log.md",
    ]  # fmt: skip
    for name in (ours, *others):
        (tmp_path / name).write_text("words")
    below = tmp_path / "notes"
    below.mkdir()
    (below / ours).write_text("words")
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*others, "notes"])
    assert (below / ours).read_text() == "words"
    sweep(tmp_path / "nowhere")


@pytest.mark.parametrize("folder", [False, True])
def test_a_free_name_is_taken_and_given_to_nobody_else(tmp_path: Path, *, folder: bool) -> None:
    names = [tmp_path / name for name in ("1", "2", "3", "4")]
    names[0].write_text("mine")
    names[2].mkdir()
    taken = [first_free(names, folder=folder), first_free(names, folder=folder)]
    assert taken == [names[1], names[3]]
    assert all(path.is_dir() == folder for path in taken)
    assert names[0].read_text() == "mine"
    with pytest.raises(ValueError, match="no path was free"):
        first_free(names, folder=folder)


@pytest.mark.parametrize("hard_links", [True, False])
def test_a_new_file_takes_no_others_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hard_links: bool
) -> None:
    if not hard_links:  # as FAT answers

        def refuse(*_: object) -> None:
            raise OSError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
    path, link = tmp_path / "a.png", tmp_path / "b.png"
    link.symlink_to("nowhere")
    assert write_new(path, b"new")
    assert not write_new(path, b"other")
    assert not write_new(link, b"other")
    assert (path.read_bytes(), names(tmp_path)) == (b"new", ["a.png", "b.png"])
    assert path.stat().st_nlink == 1


def test_a_new_file_that_the_file_system_refuses_is_named(tmp_path: Path) -> None:
    with pytest.raises(SummarizeError, match=r"cannot write .*a\.png"):
        write_new(tmp_path / "file" / "a.png", b"new")


def test_a_path_is_shown_from_the_folder_where_it_is_below_it() -> None:
    here = Path("/a/b")
    assert seen_from(here, here / "c/d.md") == Path("c/d.md")
    assert seen_from(here, Path("/a/bc/d.md")) == Path("/a/bc/d.md")
