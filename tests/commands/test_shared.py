"""The real papers, where ../shared is there."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pypdfium2
import pytest

from pipeline.arxiv.resolve import Lookup
from pipeline.extract.process import extract
from pipeline.log import pending_list, reading_log
from pipeline.log.pending_list import PendingItem
from pipeline.text.jotted import Jotted, is_short
from tests.bench.program import command, manifest, replica
from tests.support.command import Command
from tests.support.fakes import Entry, FakeArxiv

pytestmark = pytest.mark.shared


@pytest.mark.slow
def test_every_real_paper_gives_an_entry_and_a_second_run_asks_nobody(
    shared: Path, tmp_path: Path
) -> None:
    wanted = [row["arxiv_id"] for row in manifest()][::4]
    with replica("arxiv_replica") as arxiv:
        summarize = command(tmp_path, arxiv)
        for expected in ("drafted", "present"):
            result = summarize.process(*wanted, "--json")
            assert [(row["paper"], row["outcome"]) for row in result.rows] == [
                (one, expected) for one in wanted
            ], result.err
            assert max(row["seconds"] for row in result.rows) < 60


@pytest.mark.parametrize(
    "name",
    [
        "qpdf__70245.fuzz.pdf",
        "pdf.js__issue9105_other.pdf",
        "qpdf__pages-loop.pdf",
        "pypdf__encrypted_doc_no_id.pdf",
    ],
)
def test_a_hostile_file_gives_text_or_one_clear_error(
    shared: Path, summarize: Command, name: str
) -> None:
    result = summarize(str(shared / "hostile" / name))
    assert result.status in (0, 1)
    assert "Traceback" not in result.err


def test_the_replicas_model_drafts_a_real_paper(shared: Path, tmp_path: Path) -> None:
    with replica("arxiv_replica") as arxiv, replica("openai_replica") as model:
        summarize = command(
            tmp_path, arxiv, SUMMARIZE_BASE_URL=f"{model}/v1", SUMMARIZE_VERIFY="off"
        )
        result = summarize("2304.02623", "--json")
    assert result.rows[0]["outcome"] == "drafted", result.err
    assert result.rows[0]["calls"] == 2  # its answer is far too long, and goes back once


@pytest.mark.slow
def test_the_whole_way_on_a_real_log_changes_it_by_the_entries_and_the_ticks_only(
    shared: Path, tmp_path: Path
) -> None:
    before = (shared / "logs" / "papers-daily-2024.md").read_text("utf-8")
    with replica("arxiv_replica") as arxiv:
        summarize = command(tmp_path, arxiv)
        log = summarize.folder / "log.md"
        log.write_text(before, "utf-8")
        rows = summarize("pending", "--json").rows
        drafted = [row for row in rows if row["outcome"] == "drafted"]
        entry = summarize.folder / drafted[0]["entry"]
        entry.write_text(entry.read_text("utf-8").replace("要点：", "要点如下：", 1), "utf-8")
        accepted = [summarize("accept", row["arxiv_id"], "--json").rows[0] for row in drafted]
        again = summarize("pending", "--json").rows
    ticked = {row["item"] for row in drafted}
    assert len(drafted) >= 2
    assert {row["ticked"] for row in accepted} == ticked
    assert not [row for row in again if row["outcome"] == "drafted"]
    assert not ticked & {row["item"] for row in again}
    after = log.read_text("utf-8")
    assert "要点如下：" in after
    changes = [
        line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "-+"
    ]
    taken = [line[2:] for line in changes if line[0] == "-"]
    assert len(taken) == len(ticked)
    assert all(
        "- " + line in changes and "+ " + line.replace("[ ]", "[x]", 1) in changes for line in taken
    )
    entries = "\n".join(line[2:] for line in changes if line[0] == "+")
    assert entries.count("<!-- arXiv:") == len(drafted)


def papers_of(items: list[PendingItem]) -> dict[str, str]:
    """Give the papers that some open items mean, by identifier: those that arXiv is to have.

    A title that an item is by itself gets one made up for it.
    """
    found: dict[str, str] = {}
    for item in items:
        said, jotted = Lookup(item.words, item.notes).outcome, Jotted(item.words)
        if said and said.arxiv_id:
            found[said.arxiv_id.base] = f"A Made Paper of the Name {said.arxiv_id}"
        elif said is None and not is_short(jotted.parts[0]):
            number = sum(map(ord, jotted.parts[0])) + 10_000
            found[f"2401.{number}"] = jotted.parts[0]
    return dict(list(found.items())[:: max(1, len(found) // 4)])


@pytest.mark.parametrize("folder", ["lists", "logs"])
def test_accept_and_undo_change_any_list_and_log_by_the_entry_and_the_ticks_only(
    shared: Path, summarize: Command, arxiv: FakeArxiv, folder: str
) -> None:
    closed: dict[str, int] = {}
    for path in sorted((shared / folder).glob("*.md")):
        before, log = path.read_bytes(), summarize.folder / path.name
        log.write_bytes(before)
        items = pending_list.read(reading_log.read(before.decode()))
        papers = papers_of([item for item in items if not item.ticked])
        arxiv.papers = {base: Entry(title, versions=1) for base, title in papers.items()}
        drafted = summarize("pending", path.name, "--json").rows
        old = before.decode().split("\n")
        for base in papers:
            mine = {row["line"] for row in drafted if row["arxiv_id"] == f"{base}v1"}
            [row] = summarize("accept", base, "--log", path.name, "--json").rows
            assert row["outcome"] == "accepted", (path.name, row)
            new = log.read_bytes().decode().split("\n")
            changes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
            replaced = {
                line + 1
                for kind, a, b, _, _ in changes
                if kind == "replace"
                for line in range(a, b)
            }
            assert {kind for kind, *_ in changes} <= {"equal", "insert", "replace"}, path.name
            assert replaced <= mine
            assert len(replaced) == len(row["ticked_lines"])
            assert len(row["ticked_lines"]) == len(mine) or "mark it" in row["reason"], row
            closed[path.name] = closed.get(path.name, 0) + len(replaced)
            assert summarize("undo").status == 0
            assert log.read_bytes() == before
    assert len(closed) >= 3
    assert sum(closed.values()) >= 10


@pytest.mark.parametrize("name", ["2212.04356", "1311.2542"])
def test_every_line_of_a_real_paper_stands_in_its_box(shared: Path, name: str) -> None:
    pdf = shared / "papers" / f"{name}.pdf"
    text = extract(pdf, seconds=60, mib=1024)
    pages = [page.get_textpage() for page in pypdfium2.PdfDocument(pdf)]
    astray = []
    for page, line in text.boxes(0, len(text.text)):
        inside = pages[page - 1].get_text_bounded(
            line.x0 - 1, line.y0 - 1, line.x1 + 1, line.y1 + 1
        )
        words = re.findall(r"[A-Za-z]{3,}", text.text[line.start : line.end])
        found = sum(word in re.sub(r"[^A-Za-z]", "", inside) for word in words)
        if found < 0.75 * len(words) - 0.5:
            astray.append((page, words))
    assert len(text.lines) > 2000
    assert (
        len(astray) <= 2
    )  # what two readers take for a line differs where a table's rows stand close
    assert sum(line.end - line.start for line in text.lines) > 0.95 * len(text.text)
