"""The papers of log and drafts for other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pybtex.database import parse_string

from tests.support.command import Command
from tests.support.fakes import Entry

LOG = """# log

领域主线：

1. 大模型（NLP)
2. GNN系列

# pending list

- [ ] 《Robin of the list》 https://arxiv.org/abs/2401.00009

# 2024.1

## 2024.1.8

《Sparrow: Small Models That Read Long Papers》

2024.1 University of Northwick的一篇文章，要点：

1. 语言模型

## 2024.1.6

[Finch: Graph Networks for Long Papers](https://arxiv.org/abs/2105.00002v1) ICLR

图神经网络，GNN，见 https://arxiv.org/abs/1706.03762

# 2023.12

## 2023.12.5

《Owl: 猫头鹰》

2016年的一篇文章

## 2023.12.1

《Sparrow: Small Models That Read Long Papers》

初读
"""


@pytest.fixture
def logged(summarize: Command) -> Command:
    (summarize.folder / "log.md").write_text(LOG, "utf-8")
    return summarize


def items(command: Command, *arguments: str) -> list[dict[str, Any]]:
    result = command("export", "--to", "json", *arguments)
    assert result.status == 0, result.err
    found: list[dict[str, Any]] = json.loads(result.out)
    return found


def vault(command: Command) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (command.folder / "vault").iterdir()}


def test_entries_know_their_papers_by_their_links_and_by_the_records_of_drafts(
    logged: Command,
) -> None:
    logged("2401.00001")
    sparrow, finch, owl = items(logged)
    assert (sparrow["id"], sparrow["custom"]["arxiv_id"]) == ("arXiv-2401.00001", "2401.00001v2")
    assert sparrow["author"] == [{"literal": "Ada Lark"}]
    assert sparrow["issued"] == {"date-parts": [[2024, 1, 2]]}
    states = [(one["state"], one["day"]) for one in sparrow["custom"]["entries"]]
    assert states[:2] == [("log", "2024-01-08"), ("log", "2023-12-01")]
    assert states[2][0] == "draft"
    assert (finch["id"], finch["custom"]["arxiv_id"]) == ("arXiv-2105.00002", "2105.00002v1")
    assert finch["title"] == "Finch: Graph Networks for Long Papers"
    assert finch["issued"] == {"date-parts": [[2021, 5]]}
    assert finch["custom"]["topic"] == "GNN系列"
    assert owl["issued"] == {"date-parts": [[2016]]}
    assert "arxiv_id" in owl["custom"] and not owl["custom"]["arxiv_id"]
    assert "URL" not in owl and "author" not in owl


def test_what_no_link_and_no_record_tells_is_as_the_entry_says(logged: Command) -> None:
    sparrow, *_ = items(logged)
    assert sparrow["title"] == "Sparrow: Small Models That Read Long Papers"
    assert sparrow["custom"]["arxiv_id"] == ""
    assert sparrow["id"].startswith("sparrow-small-models-")
    assert sparrow["issued"] == {"date-parts": [[2024, 1]]}
    assert len(sparrow["custom"]["entries"]) == 2


def test_a_title_that_two_papers_have_names_neither(logged: Command, arxiv: Any) -> None:
    arxiv.papers["2402.00002"] = Entry()
    logged("2401.00001", "2402.00002")
    found = items(logged)
    (sparrow,) = [one for one in found if one["id"].startswith("sparrow-")]
    assert sparrow["custom"]["arxiv_id"] == ""
    drafts = [one["id"] for one in found if one["custom"]["entries"][0]["state"] == "draft"]
    assert drafts == ["arXiv-2401.00001", "arXiv-2402.00002"]


def test_of_two_versions_an_entry_is_of_its_own_else_of_the_newest(logged: Command) -> None:
    logged("2401.00001v1")
    logged("2401.00001v2")
    of_newest, *_ = items(logged)
    assert of_newest["custom"]["arxiv_id"] == "2401.00001v2"
    (logged.folder / "log.md").write_text(
        LOG.replace("Papers》", "Papers》 arXiv:2401.00001v1"), "utf-8"
    )
    of_own, *_ = items(logged)
    assert of_own["custom"]["arxiv_id"] == "2401.00001v1"
    assert of_own["custom"]["categories"] == ["cs.CL"]


def test_texts_are_as_they_stand_with_file_and_line(logged: Command) -> None:
    lines = LOG.split("\n")
    for one in items(logged):
        for entry in one["custom"]["entries"]:
            assert entry["file"] == "log.md"
            assert entry["text"] in LOG
            assert entry["text"].startswith(lines[entry["line"] - 1])


def test_keys_stay_when_more_becomes_known_or_the_log_grows(logged: Command) -> None:
    before = {one["id"] for one in items(logged)}
    text = LOG.replace("# 2024.1\n", "# 2024.1\n\n## 2024.1.9\n\n《Wren: Birds of Prey》\n", 1)
    (logged.folder / "log.md").write_text(text, "utf-8")
    assert before < {one["id"] for one in items(logged)}


def test_bibtex_is_read_back_with_a_key_a_paper(logged: Command) -> None:
    logged("2401.00001")
    result = logged("export", "--to", "bibtex")
    assert (result.status, result.err) == (0, "")
    entries = parse_string(result.out, "bibtex").entries
    assert list(entries)[:2] == ["arXiv-2401.00001", "arXiv-2105.00002"]
    assert entries["arXiv-2401.00001"].fields["primaryClass"] == "cs.CL"
    assert entries["arXiv-2401.00001"].fields["month"] == "January"


@pytest.mark.parametrize(
    ("options", "days"),
    [
        (["--since", "2024.1.7"], {"2024-01-08"}),
        (["--until", "2023-12-01"], {"2023-12-01"}),
        (["--since", "2023.12.2", "--until", "2024.1.6"], {"2023-12-05", "2024-01-06"}),
        (["--topic", "GNN"], {"2024-01-06"}),
    ],
)
def test_entries_are_chosen_by_day_and_topic(
    logged: Command, options: list[str], days: set[str]
) -> None:
    found = items(logged, *options)
    assert {entry["day"] for one in found for entry in one["custom"]["entries"]} == days


def test_nothing_of_a_span_is_an_empty_list_and_said(logged: Command) -> None:
    result = logged("export", "--to", "json", "--since", "2030.1.1")
    assert (result.status, json.loads(result.out)) == (0, [])
    assert result.err == "no entry is of that span\n"


# ── notes ──


def test_each_paper_is_a_note_with_its_entries_to_the_byte(logged: Command) -> None:
    result = logged("export", "--to", "obsidian", "--into", "vault")
    assert result.status == 0
    assert result.out.splitlines() == [
        "vault/Sparrow Small Models That Read Long Papers.md",
        "vault/Finch Graph Networks for Long Papers.md",
        "vault/Owl 猫头鹰.md",
    ]
    assert result.err == "vault: 3 written\n"
    for one in items(logged):
        texts = "".join(entry["text"] for entry in one["custom"]["entries"])
        assert any(note.endswith(texts.encode()) for note in vault(logged).values())
    assert (logged.folder / "log.md").read_text("utf-8") == LOG


def test_a_second_export_writes_nothing_and_a_grown_log_only_what_is_new(logged: Command) -> None:
    logged("export", "--to", "obsidian", "--into", "vault")
    before = vault(logged)
    again = logged("export", "--to", "obsidian", "--into", "vault")
    assert (again.out, again.err) == ("", "vault: 3 present\n")
    assert vault(logged) == before
    (logged.folder / "log.md").write_text(LOG.replace("GNN，见", "GNN，很好，见"), "utf-8")
    grown = logged("export", "--to", "obsidian", "--into", "vault")
    assert grown.out == "vault/Finch Graph Networks for Long Papers.md\n"
    assert "很好".encode() in vault(logged)["Finch Graph Networks for Long Papers.md"]


def test_what_a_person_has_changed_or_made_there_is_told_and_left(logged: Command) -> None:
    logged("export", "--to", "obsidian", "--into", "vault")
    finch = logged.folder / "vault/Finch Graph Networks for Long Papers.md"
    finch.write_bytes(finch.read_bytes() + b"mine\n")
    owl = logged.folder / "vault/Owl 猫头鹰.md"
    owl.write_text("all mine\n", "utf-8")
    before = vault(logged)
    (logged.folder / "log.md").write_text(LOG.replace("见", "看").replace("2016", "2017"), "utf-8")
    result = logged("export", "--to", "obsidian", "--into", "vault")
    assert (result.status, result.out) == (0, "")
    assert f"vault/{finch.name}: it is not as it was exported: it stays as it is\n" in result.err
    assert f"vault/{owl.name}: it is not as it was exported" in result.err
    assert vault(logged) == before


def test_a_link_or_a_folder_in_a_notes_place_is_a_failure_of_that_note_alone(
    logged: Command,
) -> None:
    elsewhere = logged.folder / "elsewhere.md"
    elsewhere.write_text("theirs")
    (logged.folder / "vault/Owl 猫头鹰.md").mkdir(parents=True)
    (logged.folder / "vault/Finch Graph Networks for Long Papers.md").symlink_to(elsewhere)
    result = logged("export", "--to", "obsidian", "--into", "vault", "--json")
    assert result.status == 1
    outcomes = {row["title"].partition(":")[0]: row["outcome"] for row in result.rows}
    assert outcomes == {"Sparrow": "written", "Finch": "failed", "Owl": "failed"}
    assert elsewhere.read_text() == "theirs"


def test_titles_that_come_to_one_name_have_their_keys_in_it(summarize: Command) -> None:
    log = "## 2024.1.6\n\n《What: A Bird?》\n\na\n\n《WHAT A BIRD》 arXiv:2401.00001\n\nb\n\n《///》\n\nc\n"
    (summarize.folder / "log.md").write_text(log, "utf-8")
    summarize("export", "--to", "obsidian", "--into", "vault")
    assert "WHAT A BIRD (arXiv-2401.00001).md" in vault(summarize)
    assert sum(name.startswith("What A Bird (what-a-bird-") for name in vault(summarize)) == 1
    assert len(vault(summarize)) == 3


def test_hostile_titles_never_leave_the_folder(summarize: Command) -> None:
    hostile = [
        "../../out",
        "/etc/passwd",
        "..",
        "C:\\x",
        "a\u202e/../b",
        "con",
        "~/.bashrc",
        "x" * 400,
    ]
    log = "## 2024.1.6\n\n" + "".join(f"《{title}》\n\ntext\n\n" for title in hostile)
    (summarize.folder / "log.md").write_text(log, "utf-8")
    before = {path for path in summarize.folder.parent.rglob("*") if "vault" not in path.parts}
    assert summarize("export", "--to", "obsidian", "--into", "vault").status == 0
    after = {path for path in summarize.folder.parent.rglob("*") if "vault" not in path.parts}
    assert after == before
    assert len(vault(summarize)) == len(hostile)


def test_a_home_folder_is_written_short(logged: Command) -> None:
    logged("export", "--to", "obsidian", "--into=~/vault")
    assert len(list((Path(logged.environ["HOME"]) / "vault").iterdir())) == 3
    assert logged("export", "--to", "obsidian", "--into=~nobody-of-this-name").status == 0
    assert (logged.folder / "~nobody-of-this-name").is_dir()


def test_a_file_in_the_folders_place_is_named(logged: Command) -> None:
    (logged.folder / "vault").write_text("mine")
    result = logged("export", "--to", "obsidian", "--into", "vault")
    assert result.status == 1
    assert "a file stands where a folder should be" in result.err


# ── what is asked wrongly ──


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (["--to", "obsidian"], 2, "notes need a folder"),
        (["--to", "bibtex", "--into", "vault"], 2, "notes need a folder"),
        (["--to", "bibtex", "--json"], 2, "--json tells what became of notes"),
        (["--to", "word"], 2, "'word' is not one of"),
        ([], 2, "Missing option '--to'"),
        (["--to", "json", "--since", "May"], 2, "not a day: 'May'"),
        (["--to", "json", "other.md"], 1, "other.md'"),
    ],
)
def test_what_cannot_be_exported_is_named(
    logged: Command, options: list[str], status: int, words: str
) -> None:
    result = logged("export", *options)
    assert result.status == status
    assert words in result.err


def test_without_log_and_drafts_there_is_nothing_to_export(summarize: Command) -> None:
    result = summarize("export", "--to", "json")
    assert result.status == 1
    assert "there is no log at" in result.err


def test_a_log_in_another_encoding_is_refused(summarize: Command) -> None:
    (summarize.folder / "log.md").write_bytes("## 2024.1.6\n\n《猫头鹰的文章》\n".encode("gb18030"))
    result = summarize("export", "--to", "json")
    assert result.status == 1
    assert "is not UTF-8" in result.err


# ── real logs ──


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "papers", "known"),
    [
        ("papers-daily-2024.md", 47, 0),
        ("daily-log-en.md", 54, 51),
        ("llm-daily.md", 13, 0),
        ("dailyreading.md", 6, 3),
    ],
)
def test_real_logs_are_exported_whole(
    summarize: Command, shared: Path, name: str, papers: int, known: int
) -> None:
    raw = (shared / "logs" / name).read_bytes()
    (summarize.folder / "log.md").write_bytes(raw)
    found = items(summarize)
    assert len(found) == papers
    assert sum(bool(one["custom"]["arxiv_id"]) for one in found) == known
    bibtex = summarize("export", "--to", "bibtex").out
    assert set(parse_string(bibtex, "bibtex").entries) == {one["id"] for one in found}
    summarize("export", "--to", "obsidian", "--into", "vault")
    assert len(vault(summarize)) == papers
    texts = [one["text"].encode() for paper in found for one in paper["custom"]["entries"]]
    assert all(text in raw for text in texts)
    notes = b"".join(vault(summarize).values())
    assert all(text in notes for text in texts)
