"""The output folder: who is in it, who uses it, what may not be written."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import SummarizeError
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.call import Call, FoundOut, Usage
from pipeline.store.output_folder import Store


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


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


def test_half_written_files_are_swept_only_when_nobody_else_runs(tmp_path: Path) -> None:
    stray = tmp_path / "calls" / ".summarize-99-0123456789abcdef.tmp"
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


SMALL_FILES = """
import resource, signal, sys
from pathlib import Path
from pipeline.errors import SummarizeError
from pipeline.records.call import Call, FoundOut, Usage
from pipeline.store.output_folder import Store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
store = Store(Path(sys.argv[1]))
replies = store.replies
folder = store.folder("x")
for attempt in (
    lambda: folder.write_bytes("paper.pdf", b"%" * 5000),
    lambda: folder.copy_pdf(Path(sys.argv[2])),
    lambda: folder.write_entry("x" * 5000, "a"),
    lambda: replies.kept_or_made("k", lambda: Call(reply="x" * 5000)),
    lambda: replies.write_server("u", "m" * 5000, FoundOut()),
    lambda: replies.note_usage(Usage(key="x" * 5000, at="1")),
):
    try:
        attempt()
    except SummarizeError as error:
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
            lambda: store.replies.kept_or_made("k", lambda: Call(reply="")),
            lambda: store.replies.write_server("u", "m", FoundOut()),
            lambda: store.replies.note_usage(Usage(key="k", at="1")),
            lambda: store.locked(store.folder("x", "accepted")).__enter__(),
        ]
        try:
            for attempt in attempts:
                with pytest.raises(
                    SummarizeError, match=r"cannot write .*: no permission"
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
            with pytest.raises(SummarizeError, match=r"cannot write .*: no permission"):
                attempt()


@pytest.mark.parametrize("blocked", ["output", "output/drafts", "output/drafts/x"])
def test_a_file_that_stands_in_a_folders_place_is_named(tmp_path: Path, blocked: str) -> None:
    (tmp_path / blocked).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / blocked).write_text("")
    with pytest.raises(SummarizeError) as refused:
        Store(tmp_path / "output").folder("x").write_bytes("a", b"")
    assert (
        refused.value.message
        == f"cannot write {str(tmp_path / blocked)!r}: a file stands where a folder should be"
    )


def test_a_run_in_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("")
    with (
        pytest.raises(SummarizeError, match="a file stands where a folder should be"),
        Store(tmp_path / "output").in_use(),
    ):
        pass


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


def test_only_our_own_temporary_files_are_swept(tmp_path: Path) -> None:
    ours = ".summarize-1-0123456789abcdef.tmp"
    kept = [
        *("entry.md", ".hidden", "x.tmp", "drafts/x/entry.new.md"),
        *(".mine.tmp", "notes/.draft.tmp", "drafts/x/.entry.md.1.tmp", ".summarize-1.tmp"),
        *(".summarize-1-0123456789ABCDEF.tmp", "summarize-1-0123456789abcdef.tmp"),
        *(f"{ours}.md", f"x{ours}", f"notes/{ours}", f"drafts/x/deep/{ours}", f"drafts/{ours}"),
    ]
    swept = [
        ours,
        ".summarize-4194304-ffffffffffffffff.tmp",
        f"calls/{ours}",
        f"drafts/x/{ours}",
        f"accepted/x/{ours}",
    ]
    for name in (*kept, *swept):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    with Store(tmp_path).in_use():
        pass
    assert {
        str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()
    } == set(kept)


# ── moves and notes ──


def test_a_paper_moves_from_one_state_to_another(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.folder("x").write_bytes("paper.json", b"1")
    store.move("x", "draft", "accepted")
    assert not store.folder("x").path.exists()
    assert (store.folder("x", "accepted").path / "paper.json").read_bytes() == b"1"


def test_what_is_in_a_papers_place_already_goes_aside(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for content in (b"1", b"2", b"3"):
        store.folder("x").write_bytes("paper.json", content)
        store.move("x", "draft", "rejected")
    kept = {path.parent.name: path.read_bytes() for path in tmp_path.glob("rejected/*/paper.json")}
    kept |= {
        path.parent.name: path.read_bytes() for path in tmp_path.glob("rejected/.*/paper.json")
    }
    assert kept == {".x.1": b"1", ".x.2": b"2", "x": b"3"}


def test_what_went_aside_stays_when_one_before_it_is_taken_away(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for content in (b"1", b"2", b"3"):
        store.folder("x").write_bytes("paper.json", content)
        store.move("x", "draft", "rejected")
    (tmp_path / "rejected/.x.1/paper.json").unlink()
    (tmp_path / "rejected/.x.1").rmdir()
    store.folder("x").write_bytes("paper.json", b"4")
    store.move("x", "draft", "rejected")
    kept = {path.parent.name: path.read_bytes() for path in tmp_path.glob("rejected/*/paper.json")}
    assert kept == {".x.1": b"3", ".x.2": b"2", "x": b"4"}


def test_a_paper_that_is_not_there_cannot_be_moved(tmp_path: Path) -> None:
    with pytest.raises(SummarizeError, match=r"cannot write .*No such file"):
        Store(tmp_path).move("x", "draft", "accepted")


def test_a_note_is_given_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "output")
    assert store.read_note("undo.json") == {}
    store.write_note("undo.json", {"b": "文", "a": 1})
    assert store.read_note("undo.json") == {"a": 1, "b": "文"}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_a_damaged_note_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "undo.json").write_bytes(content)
    assert Store(tmp_path).read_note("undo.json") == {}


def test_a_note_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "undo.json").mkdir()
    with pytest.raises(SummarizeError, match=r"cannot read .*undo\.json': it is a folder"):
        Store(tmp_path).read_note("undo.json")


def test_the_state_of_a_folder_is_told_by_its_place(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.state_of("2401.00001v1") is None
    store.folder("2401.00001v1", "rejected").path.mkdir(parents=True)
    assert store.state_of("2401.00001v1") == "rejected"
    assert store.state_of("2401.00001v2") is None
