from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.arxiv_id import ArxivId
from pipeline.errors import StopRunError
from pipeline.records import Quote
from pipeline.store import Store, fingerprint, write_whole, writing


def test_a_file_is_there_only_when_the_block_has_ended_well(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    with pytest.raises(ValueError, match="broken off"), writing(path) as file:
        file.write(b"half")
        raise ValueError("broken off")
    assert list(tmp_path.iterdir()) == []
    write_whole(path, b"whole")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("paper.pdf", b"whole")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_named_with_what_to_do(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StopRunError, match="no permission") as refused:
        Store(tmp_path / "output").folder("x").write_bytes("a", b"")
    assert "--output" in refused.value.hint


def test_a_file_in_the_folders_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("")
    with pytest.raises(StopRunError, match="cannot write"):
        Store(tmp_path / "output").folder("x").write_bytes("a", b"")


def test_an_artifact_is_given_back_only_for_what_it_was_made_from(tmp_path: Path) -> None:
    folder = Store(tmp_path).folder("2112.03857v2")
    quote = Quote(text="words", page=3)
    folder.write(quote, "draft.json", fingerprint("a"))
    assert folder.read(Quote, "draft.json", fingerprint("a")) == quote
    assert folder.read(Quote, "draft.json", fingerprint("b")) is None
    assert folder.read(Quote, "nothing.json") is None


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"made_from": "x", "content": {"text": 3}}', b"\xff\xfe"]
)
def test_a_damaged_artifact_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "draft.json").write_bytes(content)
    assert Store(tmp_path).folder("..").read(Quote, "../draft.json") is None


def test_the_newest_version_that_is_here_is_found(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for slug, state in (("2112.03857v2", "draft"), ("2112.03857v11", "accepted"), ("2112.03858v12", "draft")):
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
    hold = "import sys; from pathlib import Path; from pipeline.store import Store\nwith Store(Path(sys.argv[1])).in_use(): print('in', flush=True); input()"
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
