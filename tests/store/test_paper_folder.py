"""One paper's folder: artifacts, failures, entries that a person edits."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import credentials
from pipeline.errors import SummarizeError
from pipeline.records.draft import Quote
from pipeline.store.output_folder import Store
from pipeline.store.paper_folder import fingerprint, is_figure_name


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_artifact_is_given_back_only_for_what_it_was_made_from(tmp_path: Path) -> None:
    folder = Store(tmp_path).folder("2112.03857v2")
    quote = Quote(text="words", page=3)
    folder.write(quote, "draft.json", fingerprint("a"))
    assert folder.read(Quote, "draft.json", fingerprint("a")) == quote
    assert folder.read(Quote, "draft.json", fingerprint("b")) is None
    assert folder.read(Quote, "nothing.json") is None


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


def test_an_edited_entry_that_is_kept_stays_when_one_before_it_is_taken_away(
    tmp_path: Path,
) -> None:
    folder = Store(tmp_path).folder("x")
    folder.write_entry("first\n", "a")
    folder.entry.write_text("mine\n")
    for words in ("one\n", "two\n", "three\n"):
        folder.write_entry("new\n", words).write_text(words)
        if words == "three\n":
            (folder.path / "entry.new.1.md").unlink()
    folder.write_entry("new\n", "d")
    kept = {path.name: path.read_text() for path in folder.path.glob("entry.new.*.md")}
    assert kept == {"entry.new.1.md": "three\n", "entry.new.2.md": "two\n"}


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
    folder.write_entry("<!-- summarize: made-from=fade rendered=fade -->\ntext\n", "beef")
    assert folder.entry_made_from() == "beef"
    assert folder.write_entry("second\n", "b") == folder.entry


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


# ── damage ──

DAMAGE = {
    b"": "it is cut, or no JSON",
    b"{": "it is cut, or no JSON",
    b"\xff\xfe": "it is cut, or no JSON",
    b"[]": "it is no JSON object",
    b"null": "it is no JSON object",
    b'{"a":' * 100_000: "it is nested too deep",
    b'{"made_from": "x"}': "it was edited, or is another version's",
    b'{"made_from": "x", "content": 3}': "it was edited, or is another version's",
    b'{"made_from": "x", "content": {"text": 3}}': "it was edited, or is another version's",
    b'{"made_from": "x", "content": {"text": "a", "page": 1, "new": 2}}': "it was edited, or is",
}


@pytest.mark.parametrize("content", DAMAGE, ids=range(len(DAMAGE)))
def test_a_damaged_artifact_is_as_good_as_none_and_says_why(tmp_path: Path, content: bytes) -> None:
    folder = Store(tmp_path).folder("x")
    folder.write_bytes("draft.json", content)
    assert folder.read(Quote, "draft.json") is None
    kept, reason = folder.look(Quote, "draft.json")
    assert kept is None
    assert reason.startswith(f"{str(folder.path / 'draft.json')!r} is damaged: {DAMAGE[content]}")


def test_what_was_never_made_has_no_reason(tmp_path: Path) -> None:
    assert Store(tmp_path).folder("x").look(Quote, "draft.json") == (None, "")


def test_what_is_whole_is_given_whatever_it_was_made_from(tmp_path: Path) -> None:
    folder, quote = Store(tmp_path).folder("x"), Quote(text="words", page=3)
    folder.write(quote, "draft.json", fingerprint("a"))
    assert folder.look(Quote, "draft.json") == (quote, "")
    assert folder.read(Quote, "draft.json") == quote


def test_an_artifact_that_cannot_be_read_is_named_and_keeps_no_list_from_being_shown(
    tmp_path: Path,
) -> None:
    folder = Store(tmp_path).folder("x")
    (folder.path / "draft.json").mkdir(parents=True)
    with pytest.raises(SummarizeError, match=r"cannot read .*draft\.json': it is a folder"):
        folder.read(Quote, "draft.json")
    kept, reason = folder.look(Quote, "draft.json")
    assert kept is None
    assert "draft.json': it is a folder: move it away" in reason


def test_a_pdf_is_there_whatever_it_is_and_only_a_file_has_a_digest(tmp_path: Path) -> None:
    folder = Store(tmp_path).folder("x")
    assert not folder.has_pdf()
    folder.pdf.mkdir(parents=True)
    assert folder.has_pdf()
    with pytest.raises(SummarizeError, match=r"cannot read .*paper\.pdf': it is a folder"):
        folder.pdf_digest()


def test_a_pdf_that_cannot_be_read_is_named_and_copied_in_no_part(tmp_path: Path) -> None:
    folder = Store(tmp_path / "output").folder("x")
    for source in (tmp_path, tmp_path / "missing.pdf"):
        with pytest.raises(SummarizeError, match=rf"cannot read {str(source)!r}"):
            folder.copy_pdf(source)
    assert names(folder.path) == []


@pytest.mark.parametrize("content", [b"{", b"[]", b"[" * 100_000])
def test_a_damaged_reason_is_still_a_failure(tmp_path: Path, content: bytes) -> None:
    folder = Store(tmp_path).folder("x")
    assert folder.read_failure() == ""
    folder.write_bytes("failure.json", content)
    assert folder.read_failure() == "failed"


def test_a_reason_is_given_in_one_line(tmp_path: Path) -> None:
    folder = Store(tmp_path).folder("x")
    folder.write_bytes("paper.json", b"{}")
    folder.keep_failure(SummarizeError("no text", "try another"))
    assert folder.read_failure() == "no text: try another"
    folder.keep_failure(SummarizeError("no text"))
    assert folder.read_failure() == "no text"


def test_a_reason_is_kept_without_the_credentials_in_use(tmp_path: Path) -> None:
    credentials.learn("opensesame-4f1c9a7e2b83d056")
    folder = Store(tmp_path).folder("x")
    folder.write_bytes("paper.json", b"{}")
    folder.keep_failure(
        SummarizeError("no opensesame-4f1c9a7e2b83d056", "OPENSESAME-4F1C9A7E2B83D056")
    )
    assert folder.read_failure() == "no …: …"


def test_an_entry_is_read_as_it_is_edited_now(tmp_path: Path) -> None:
    folder = Store(tmp_path).folder("x")
    assert folder.read_entry() is None
    folder.write_entry("文\n", "a")
    assert (folder.read_entry() or "").startswith("文\n<!-- summarize:")
    folder.entry.write_bytes("文".encode("gbk"))
    with pytest.raises(SummarizeError, match="it is not UTF-8"):
        folder.read_entry()


@pytest.mark.parametrize(("name", "known"), [
    ("figure-1.png", True), ("table-iv.png", True), ("figure-a-3.png", True), ("figure-1.json", False), ("../figure-1.png", False),
    ("pic/figure-1.png", False), ("figure-1.png\n", False), ("my-figure-1.png", False),
])  # fmt: skip
def test_pictures_of_figures_are_known_by_their_names(name: str, known: bool) -> None:
    assert is_figure_name(name) == known
