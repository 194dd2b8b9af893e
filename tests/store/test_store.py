from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.errors import StopRunError, SummarizeError
from pipeline.files import write_whole, writing
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.draft import Quote
from pipeline.store.output_folder import Store
from pipeline.store.paper_folder import fingerprint


def test_a_file_is_there_only_when_the_block_has_ended_well(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    with pytest.raises(ValueError, match="broken off"), writing(path) as file:
        file.write(b"half")
        raise ValueError("broken off")
    assert list(tmp_path.iterdir()) == []
    write_whole(path, b"whole")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("paper.pdf", b"whole")]


def test_an_artifact_is_given_back_only_for_what_it_was_made_from(tmp_path: Path) -> None:
    folder = Store(tmp_path).folder("2112.03857v2")
    quote = Quote(text="words", page=3)
    folder.write(quote, "draft.json", fingerprint("a"))
    assert folder.read(Quote, "draft.json", fingerprint("a")) == quote
    assert folder.read(Quote, "draft.json", fingerprint("b")) is None
    assert folder.read(Quote, "nothing.json") is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"made_from": "x", "content": {"text": 3}}', b"\xff\xfe"],
)
def test_a_damaged_artifact_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "draft.json").write_bytes(content)
    assert Store(tmp_path).folder("..").read(Quote, "../draft.json") is None


def test_the_newest_version_that_is_here_is_found(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for slug, state in (
        ("2112.03857v2", "draft"),
        ("2112.03857v11", "accepted"),
        ("2112.03858v12", "draft"),
    ):
        store.folder(slug, state).write_bytes("paper.json", b"{}")  # type: ignore[arg-type]
    assert store.find(ArxivId("2112.03857")) == ("accepted", ArxivId("2112.03857", 11))
    assert store.find(ArxivId("2112.03857", 2)) == ("draft", ArxivId("2112.03857", 2))
    assert store.find(ArxivId("2112.03857", 3)) is None
    assert store.find(ArxivId("hep-th/9901001")) is None


def test_an_edited_entry_stays_and_the_new_one_goes_beside_it(tmp_path: Path) -> None:
    folder = Store(tmp_path).folder("x")
    assert folder.write_entry("first\n", "a").name == "entry.md"
    assert folder.write_entry("second\n", "b").name == "entry.md"
    assert folder.entry_made_from() == "b"
    folder.entry.write_text(folder.entry.read_text().replace("second", "mine"))
    assert folder.write_entry("third\n", "c").name == "entry.new.md"
    assert folder.entry.read_text().startswith("mine\n")
    assert folder.entry_made_from() == "c"


def test_an_entry_whose_last_comment_is_gone_counts_as_edited(tmp_path: Path) -> None:
    folder = Store(tmp_path).folder("x")
    folder.write_entry("first\n", "a")
    folder.entry.write_text("first\n")
    assert folder.write_entry("second\n", "b").name == "entry.new.md"


def test_a_call_that_is_replaced_on_purpose_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write_call("k", {"reply": "one"})
    store.write_call("k", {"reply": "two"})
    assert store.read_call("k") == {"reply": "two"}
    assert sorted(path.name for path in (tmp_path / "calls").iterdir()) == ["k.1.json", "k.json"]


def test_a_call_has_one_line_of_usage_however_often_it_is_noted(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write_call("k", {"reply": ""})
    for at in ("10:00", "10:00", "11:00"):
        store.note_usage({"key": "k", "at": at})
    assert [line["at"] for line in store.usage()] == ["10:00", "11:00"]


def test_half_written_files_are_swept_only_when_nobody_else_runs(tmp_path: Path) -> None:
    stray = tmp_path / "calls" / ".k.json.99.tmp"
    stray.parent.mkdir()
    stray.write_bytes(b"half")
    hold = "import sys; from pathlib import Path; from pipeline.store.output_folder import Store\nwith Store(Path(sys.argv[1])).in_use(): print('in', flush=True); input()"
    stray_again = stray.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout and other.stdin
        other.stdout.readline()
        assert not stray.exists()
        stray.write_bytes(stray_again)
        with Store(tmp_path).in_use():
            assert stray.exists()
        other.stdin.close()
    with Store(tmp_path).in_use():
        assert not stray.exists()


def test_what_was_found_out_about_a_server_is_remembered(tmp_path: Path) -> None:
    Store(tmp_path).write_server("http://a/v1", "m", {"structured": "none"})
    Store(tmp_path).write_server("http://b/v1", "m", {"structured": "json_object"})
    assert Store(tmp_path).read_server("http://a/v1", "m") == {"structured": "none"}
    assert Store(tmp_path).read_server("http://a/v1", "other") == {}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def no_root() -> Iterator[None]:
    """Be somebody whom the file system may refuse something."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_named_and_spoils_nothing(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    write_whole(path, b"old")
    (tmp_path / f".entry.md.{os.getpid()}.tmp").symlink_to(
        "/dev/full"
    )  # where the temporary file will be
    with pytest.raises(StopRunError) as refused:
        write_whole(path, b"new" * 100_000)
    assert refused.value.message == f"cannot write {str(path)!r}: the disk is full"
    assert refused.value.hint == "free some space and run the same command again"
    assert [(name, (tmp_path / name).read_bytes()) for name in names(tmp_path)] == [
        ("entry.md", b"old")
    ]


SMALL_FILES = """
import resource, signal, sys
from pathlib import Path
from pipeline.errors import StopRunError, SummarizeError
from pipeline.store.output_folder import Store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
store = Store(Path(sys.argv[1]))
folder = store.folder("x")
for attempt in (
    lambda: folder.write_bytes("paper.pdf", b"%" * 5000),
    lambda: folder.copy_pdf(Path(sys.argv[2])),
    lambda: folder.write_entry("x" * 5000, "a"),
    lambda: store.write_call("k", {"reply": "x" * 5000}),
    lambda: store.write_server("u", "m", {"x": "x" * 5000}),
    lambda: store.note_usage({"key": "x" * 5000, "at": "1"}),
):
    try:
        attempt()
    except StopRunError as error:
        print(error.hint)
"""


def test_a_write_that_is_cut_leaves_nothing_half_written(tmp_path: Path) -> None:
    """The limit on a file's size cuts the write in the middle, as a full disk does."""
    source = tmp_path / "source.pdf"
    source.write_bytes(b"%PDF-" * 1000)
    command = [sys.executable, "-c", SMALL_FILES, str(tmp_path / "output"), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["choose another folder with --output"] * 6
    assert [path for path in (tmp_path / "output").rglob("*") if path.is_file()] == []


@pytest.mark.usefixtures("no_root")
def test_a_folder_that_may_not_be_written_is_named_with_a_way_out() -> None:
    with tempfile.TemporaryDirectory() as name:  # tmp_path is root's alone
        root = Path(name) / "output"
        root.mkdir()
        (root / "drafts").mkdir()
        root.chmod(0o500)
        (root.parent / "source").write_bytes(b"x")
        store = Store(root)
        attempts: list[Callable[[], object]] = [
            lambda: store.folder("x", "accepted").write_bytes("a", b""),
            lambda: store.folder("x", "accepted").copy_pdf(root.parent / "source"),
            lambda: store.folder("x", "accepted").write_entry("x", "a"),
            lambda: store.write_call("k", {}),
            lambda: store.write_server("u", "m", {}),
            lambda: store.note_usage({"key": "k", "at": "1"}),
            lambda: store.locked(store.folder("x", "accepted")).__enter__(),
        ]
        try:
            for attempt in attempts:
                with pytest.raises(
                    StopRunError, match=r"cannot write .*: no permission"
                ) as refused:
                    attempt()
                assert (
                    refused.value.hint
                    == "choose another folder with --output, or change its permissions"
                )
        finally:
            root.chmod(0o700)


@pytest.mark.usefixtures("no_root")
def test_a_folder_that_may_not_even_be_opened_is_named_too() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "output"
        root.mkdir(mode=0)
        for attempt in (
            Store(root).in_use().__enter__,
            lambda: Store(root).folder("x").write_bytes("a", b""),
        ):
            with pytest.raises(StopRunError, match=r"cannot write .*: no permission"):
                attempt()


@pytest.mark.usefixtures("no_root")
def test_an_artifact_that_may_not_be_read_is_named_and_not_taken_for_missing() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Store(Path(name)).folder("x")
        folder.write_entry("mine", "a")
        folder.entry.chmod(0)
        for attempt in (folder.entry_made_from, lambda: folder.write_entry("new", "b")):
            with pytest.raises(
                SummarizeError, match=r"cannot read .*entry\.md': Permission denied"
            ):
                attempt()
        folder.entry.chmod(0o600)
        assert folder.entry.read_text().startswith("mine<!--")


@pytest.mark.parametrize("blocked", ["output", "output/drafts", "output/drafts/x"])
def test_a_file_that_stands_in_a_folders_place_is_named(tmp_path: Path, blocked: str) -> None:
    (tmp_path / blocked).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / blocked).write_text("")
    with pytest.raises(StopRunError) as refused:
        Store(tmp_path / "output").folder("x").write_bytes("a", b"")
    assert (
        refused.value.message
        == f"cannot write {str(tmp_path / blocked)!r}: a file stands where a folder should be"
    )


def test_a_run_in_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("")
    with (
        pytest.raises(StopRunError, match="a file stands where a folder should be"),
        Store(tmp_path / "output").in_use(),
    ):
        pass


# ── what an artifact was made from ──


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "b"), ("ab",)),
        (("a", "b"), ("b", "a")),
        (("a",), ("a", "")),
        ((1,), ("1",)),
        ((None,), ("",)),
        (({"a": 1},), ({"a": 2},)),
        ((["a"], "b"), (["a", "b"],)),
        ((Quote(text="a", page=1),), (Quote(text="a", page=2),)),
    ],
)
def test_different_inputs_have_different_fingerprints(
    one: tuple[object, ...], other: tuple[object, ...]
) -> None:
    assert fingerprint(*one) != fingerprint(*other)


def test_equal_inputs_have_one_fingerprint() -> None:
    assert fingerprint({"b": 1, "a": "文"}, Quote(text="a", page=1)) == fingerprint(
        {"a": "文", "b": 1}, Quote(text="a", page=1)
    )
    assert re.fullmatch("[0-9a-f]{24}", fingerprint("a"))


# ── entries ──


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("first", "mine"),
        lambda text: text + "my note\n",
        lambda text: "my note\n" + text,
        lambda text: text.replace("first\n\n", "first\n"),
        lambda text: text.split("<!--")[0],
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "",
        lambda text: text.replace("rendered=", "rendered=0"),
    ],
)
def test_an_entry_edited_anywhere_is_never_overwritten(
    tmp_path: Path, edit: Callable[[str], str]
) -> None:
    folder = Store(tmp_path).folder("x")
    folder.write_entry("first\n\n", "a")
    edited = edit(folder.entry.read_text()).encode()
    folder.entry.write_bytes(edited)
    for made_from in ("b", "c"):
        assert (
            folder.write_entry(f"made from {made_from}\n\n", made_from)
            == tmp_path / "drafts/x/entry.new.md"
        )
        assert folder.entry.read_bytes() == edited
        assert folder.entry_made_from() == made_from
    assert names(folder.path) == ["entry.md", "entry.new.md"]


@pytest.mark.parametrize("touch", [lambda text: text, lambda text: text.rstrip("\n")])
def test_an_entry_that_nobody_edited_is_replaced(
    tmp_path: Path, touch: Callable[[str], str]
) -> None:
    folder = Store(tmp_path).folder("x")
    folder.write_entry("first\n\n", "a")
    folder.entry.write_text(touch(folder.entry.read_text()))
    assert folder.write_entry("second\n\n", "b") == folder.entry
    assert folder.entry.read_text().startswith("second\n\n<!-- summarize: made-from=b rendered=")
    assert names(folder.path) == ["entry.md"]


def test_a_newer_entry_that_is_edited_too_is_kept(tmp_path: Path) -> None:
    folder = Store(tmp_path).folder("x")
    folder.write_entry("first\n", "a")
    folder.entry.write_text("mine\n")
    newer = folder.write_entry("second\n", "b")
    newer.write_text("mine too\n")
    assert folder.write_entry("third\n", "c") == newer
    newer.write_text("and this\n")
    folder.write_entry("fourth\n", "d")
    kept = {name: (folder.path / name).read_text().split("<!--")[0] for name in names(folder.path)}
    assert kept == {
        "entry.md": "mine\n", "entry.new.1.md": "mine too\n", "entry.new.2.md": "and this\n", "entry.new.md": "fourth\n",
    }  # fmt: skip


def test_the_newer_entry_goes_when_the_edit_is_taken_back(tmp_path: Path) -> None:
    folder = Store(tmp_path).folder("x")
    folder.write_entry("first\n", "a")
    unedited = folder.entry.read_bytes()
    folder.entry.write_text("mine\n")
    folder.write_entry("second\n", "b")
    folder.entry.write_bytes(unedited)
    assert folder.write_entry("third\n", "c") == folder.entry
    assert names(folder.path) == ["entry.md"]


def test_an_entry_that_is_not_there_was_made_from_nothing(tmp_path: Path) -> None:
    assert Store(tmp_path).folder("x").entry_made_from() is None


def test_a_comment_like_ours_inside_an_entry_does_not_count(tmp_path: Path) -> None:
    folder = Store(tmp_path).folder("x")
    folder.write_entry("<!-- summarize: made-from=fake rendered=fake -->\ntext\n", "true")
    assert folder.entry_made_from() == "true"
    assert folder.write_entry("second\n", "b") == folder.entry


# ── which papers are there ──


def test_only_whole_folders_of_true_versions_count(tmp_path: Path) -> None:
    for slug in (
        "2112.03857v03",
        "2112.03857v0",
        "2112.03857v²",
        "2112.03857v٣",
        "2112.03857vx",
        "2112.03857v4v9",
        "2112.03857",
    ):
        Store(tmp_path).folder(slug).write_bytes("paper.json", b"{}")
    Store(tmp_path).folder("2112.03857v7").write_bytes(
        "paper.pdf", b"fetched but its metadata did not arrive"
    )
    assert Store(tmp_path).find(ArxivId("2112.03857")) is None


def test_an_old_identifier_is_found_by_its_slug(tmp_path: Path) -> None:
    Store(tmp_path).folder("hep-th_9901001v3", "rejected").write_bytes("paper.json", b"{}")
    assert Store(tmp_path).find(ArxivId("hep-th/9901001")) == (
        "rejected",
        ArxivId("hep-th/9901001", 3),
    )


def test_every_folder_is_given_with_its_state_in_order(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert list(store.folders()) == []
    for slug, state in (("b", "draft"), ("a", "draft"), ("c", "rejected"), ("d", "accepted")):
        store.folder(slug, state).write_bytes("paper.json", b"{}")  # type: ignore[arg-type]
    (tmp_path / "drafts" / "a file").write_text("")
    assert [(state, folder.path.name) for state, folder in store.folders()] == [
        ("draft", "a"), ("draft", "b"), ("accepted", "d"), ("rejected", "c"),
    ]  # fmt: skip


def test_a_failure_is_kept_only_for_a_paper_that_has_a_folder_and_forgotten(tmp_path: Path) -> None:
    folder = Store(tmp_path).folder("x")
    folder.keep_failure(SummarizeError("no text", "try another"))
    assert not tmp_path.joinpath("drafts").exists()
    folder.write_bytes("paper.json", b"{}")
    folder.keep_failure(SummarizeError("kein Text “文”", "try another"))
    assert json.loads(folder.failure.read_bytes()) == {
        "message": "kein Text “文”",
        "hint": "try another",
    }
    folder.forget_failure()
    folder.forget_failure()
    assert names(folder.path) == ["paper.json"]


def test_a_copied_pdf_has_the_digest_of_its_source(tmp_path: Path) -> None:
    source = tmp_path / "my.pdf"
    source.write_bytes(b"%PDF-1.4 " + bytes(range(256)) * 9000)
    folder = Store(tmp_path / "output").folder("x")
    folder.copy_pdf(source)
    assert folder.pdf.read_bytes() == source.read_bytes()
    assert folder.pdf_digest() == hashlib.sha256(source.read_bytes()).hexdigest()


# ── replies, usage, servers ──


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"reply": 3}', b'"reply"', b"\xff"]
)
def test_a_damaged_reply_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "k.json").write_bytes(content)
    assert Store(tmp_path).read_call("k") is None


def test_every_replaced_reply_is_kept_byte_for_byte(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for reply in ("one", "two\u2028\x00", "three"):
        store.write_call("k", {"reply": reply})
    store.write_call("other", {"reply": "x"})
    replies = {
        name: json.loads((tmp_path / "calls" / name).read_bytes())["reply"]
        for name in names(tmp_path / "calls")
    }
    assert replies == {
        "k.1.json": "one",
        "k.2.json": "two\u2028\x00",
        "k.json": "three",
        "other.json": "x",
    }


def test_usage_is_noted_before_any_reply_was_kept(tmp_path: Path) -> None:
    Store(tmp_path / "output").note_usage({"key": "k", "at": "1"})
    assert Store(tmp_path / "output").usage() == [{"key": "k", "at": "1"}]


def test_the_same_call_at_another_time_is_another_line(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for key, at in (("a", "1"), ("b", "1"), ("a", "2"), ("b", "1")):
        store.note_usage({"key": key, "at": at})
    assert (tmp_path / "usage.jsonl").read_text() == (
        '{"key": "a", "at": "1"}\n{"key": "b", "at": "1"}\n{"key": "a", "at": "2"}\n'
    )


def test_a_line_separator_in_a_papers_name_is_no_end_of_a_line(tmp_path: Path) -> None:
    lines = [
        {"key": "k", "at": "1", "paper": "a\u2028b\u2029c\x85d\x0be\nf"},
        {"key": "k", "at": "2", "paper": "文"},
    ]
    for line in lines:
        Store(tmp_path).note_usage(line)
    assert Store(tmp_path).usage() == lines


@pytest.mark.parametrize("damage", [b'{"key":', b"\xff\xfe", b"[]", b"null", b"\n\n"])
def test_a_damaged_line_of_usage_counts_as_none_and_stays(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "usage.jsonl").write_bytes(b'{"key": "a", "at": "1"}\n' + damage)
    store = Store(tmp_path)
    store.note_usage({"key": "b", "at": "2"})
    assert [line["key"] for line in store.usage()] == ["a", "b"]
    assert damage in (tmp_path / "usage.jsonl").read_bytes()


NOTE = """
import sys
from pathlib import Path
from pipeline.store.output_folder import Store
for at in range(20):
    Store(Path(sys.argv[1])).note_usage({"key": sys.argv[2], "at": at})
    Store(Path(sys.argv[1])).note_usage({"key": "shared", "at": at})
    Store(Path(sys.argv[1])).write_server(f"{sys.argv[2]}-{at}", "m", {"n": at})
"""


def test_processes_that_write_at_the_same_moment_lose_nothing(tmp_path: Path) -> None:
    running = [
        subprocess.Popen([sys.executable, "-c", NOTE, str(tmp_path), name]) for name in "abc"
    ]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    counted = Counter(line["key"] for line in Store(tmp_path).usage())
    assert counted == {"a": 20, "b": 20, "c": 20, "shared": 20}
    assert all(
        Store(tmp_path).read_server(f"{name}-{at}", "m") == {"n": at}
        for name in "abc"
        for at in range(20)
    )


def test_one_paper_is_one_runs_at_a_time(tmp_path: Path) -> None:
    store, order = Store(tmp_path), list[str]()

    def other() -> None:
        with Store(tmp_path).locked(store.folder("x")):
            order.append("other")

    with store.locked(store.folder("y")), store.locked(store.folder("x")):
        waiting = threading.Thread(target=other)
        waiting.start()
        waiting.join(0.2)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "other"]
    assert names(tmp_path / "drafts" / "x") == [], "a lock leaves nothing behind"


@pytest.mark.parametrize("content", [b"[]", b"{", b"null", b'{"m at u": 3}', b"\xff"])
def test_a_damaged_file_of_servers_is_found_out_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "servers.json").write_bytes(content)
    store = Store(tmp_path)
    assert store.read_server("u", "m") == {}
    store.write_server("u", "m", {"structured": "none"})
    assert store.read_server("u", "m") == {"structured": "none"}


def test_only_our_own_temporary_files_are_swept(tmp_path: Path) -> None:
    kept = ["entry.md", ".hidden", "x.tmp", "drafts/x/entry.new.md", "drafts/x/deep/.y.1.tmp"]
    swept = [
        ".servers.json.1.tmp",
        "calls/.k.json.22.tmp",
        "drafts/x/.paper.pdf.333.tmp",
        "accepted/x/.entry.md.1.tmp",
    ]
    for name in (*kept, *swept):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    with Store(tmp_path).in_use():
        pass
    assert {
        str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()
    } == set(kept)
