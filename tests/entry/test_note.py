"""A paper as a note of Obsidian."""

from __future__ import annotations

import datetime
from typing import Any

import yaml

from pipeline.entry.note import is_as_exported, note
from pipeline.records import arxiv_id
from pipeline.records.exported import ExportedEntry, ExportedPaper


def entry(text: str, day: int = 6, state: Any = "log") -> ExportedEntry:
    when = datetime.date(2024, 1, day)
    return ExportedEntry(
        state=state, file="log.md", line=3, day=when, month=when.replace(day=1), text=text
    )


def paper(*entries: ExportedEntry, **known: Any) -> ExportedPaper:
    return ExportedPaper(**({"key": "k", "title": "T", "entries": entries} | known))


def properties(content: bytes) -> dict[str, Any]:
    _, front, _ = content.split(b"---\n", 2)
    found: dict[str, Any] = yaml.safe_load(front)
    return found


def test_its_properties_say_what_is_known_and_its_entries_stand_as_written() -> None:
    made = note(
        paper(
            entry("《T》\r\n\r\n1. a\r\n"),
            entry("《T》再读\n", day=9),
            aliases=("S: T",),
            authors=("Ada Lark", "李明"),
            arxiv_id=arxiv_id.parse("2401.00001v2"),
            categories=("cs.CL",),
            published=(2023, 5),
            topic="GNN系列",
        )
    )
    found = properties(made)
    assert len(found.pop("exported")) == 24
    assert found == {
        "title": "T",
        "aliases": ["S: T"],
        "authors": ["Ada Lark", "李明"],
        "arxiv": "2401.00001v2",
        "published": "2023-05",
        "read": datetime.date(2024, 1, 9),
        "month": "2024-01",
        "topic": "GNN系列",
        "state": "log",
        "tags": ["paper", "cs-CL", "GNN系列"],
    }
    assert made.endswith("---\n\n《T》\r\n\r\n1. a\r\n《T》再读\n".encode())


def test_an_entry_that_ends_within_a_line_does_not_run_into_the_next() -> None:
    assert note(paper(entry("a"), entry("b"))).endswith(b"---\n\na\nb\n")


def test_bytes_that_are_no_utf8_stay_as_they_are_in_the_entry() -> None:
    made = note(paper(entry("《T\udcff》\n"), title="T\udcff"))
    assert made.endswith(b"T\xff\xe3\x80\x8b\n")
    assert properties(made.replace(b"\xff", b"")) is not None
    assert properties(made[: made.index(b"---\n\n")] + b"---\n")["title"] == "T\ufffd"


def test_hostile_titles_are_text_in_the_properties() -> None:
    title = '"\n---\nevil: 1\n\x1b\x85\u2028\U000e0041: {x}'
    found = properties(note(paper(entry("x"), title=title, authors=(title,), topic=title)))
    assert found["title"] == title
    assert found["authors"] == [title]
    assert "evil" not in found


def test_a_note_knows_whether_anybody_has_changed_it() -> None:
    made = note(paper(entry("《T》\n\nexported: x\n")))
    assert is_as_exported(made)
    assert not is_as_exported(made + b"mine\n")
    assert not is_as_exported(made.replace(b"state: log", b"state: done"))
    assert not is_as_exported("《T》\n".encode())
