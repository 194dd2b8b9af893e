"""An accept that is not the last one, taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import Command
from tests.support.fakes import Entry, FakeArxiv

LOG = "# 待读\n\n- [ ] 2401.00001\n- [ ] 2401.00002\n- [ ] 2401.00003\n\n# 2024.1\n"
PAPERS = ("2401.00001", "2401.00002", "2401.00003")
FIRST = "2401.00001v2"


@pytest.fixture
def log(summarize: Command) -> Path:
    return summarize.write_log(LOG)


@pytest.fixture
def drafted(summarize: Command, log: Path, arxiv: FakeArxiv) -> Command:
    arxiv.papers["2401.00002"] = Entry(title="Wrens: 小模型读长论文 of Another Kind")
    arxiv.papers["2401.00003"] = Entry(title="Larks: Models of a Third Kind")
    assert summarize(*PAPERS).status == 0
    return summarize


@pytest.fixture
def accepted(drafted: Command) -> Command:
    """Give the command beside a log with three accepted papers, all of one day."""
    for paper in PAPERS:
        assert drafted("accept", paper).status == 0
    return drafted


def states(command: Command) -> dict[str, str]:
    return {row["arxiv_id"]: row["state"] for row in command("status", "--json").rows}


@pytest.mark.parametrize("named", [FIRST, "2401.00001", "Sparrow: Small Models That Read Long"])
def test_a_paper_that_is_not_the_last_is_taken_out_and_its_item_unticked(
    accepted: Command, log: Path, named: str
) -> None:
    result = accepted("undo", named)
    assert result.status == 0, result.err
    assert f"took {FIRST} out of" in result.out
    words = log.read_text("utf-8")
    assert "- [ ] 2401.00001\n- [x] 2401.00002\n- [x] 2401.00003\n" in words
    assert FIRST not in words
    assert states(accepted) == {
        FIRST: "draft", "2401.00002v2": "accepted", "2401.00003v2": "accepted",
    }  # fmt: skip


def test_in_any_order_all_of_them_are_taken_back_and_accepted_again(
    accepted: Command, log: Path
) -> None:
    full = log.read_text("utf-8")
    for paper in (PAPERS[1], PAPERS[0], PAPERS[2]):
        assert accepted("undo", paper).status == 0
    assert log.read_text("utf-8") == LOG
    assert set(states(accepted).values()) == {"draft"}
    for paper in PAPERS:
        assert accepted("accept", paper).status == 0
    assert log.read_text("utf-8") == full


def test_the_last_one_is_still_taken_back_without_a_name_after_an_earlier_one(
    accepted: Command, log: Path
) -> None:
    assert accepted("undo", PAPERS[0]).status == 0
    assert "took 2401.00003v2 out" in accepted("undo").out
    result = accepted("undo")
    assert result.status == 1
    assert "name the paper: `summarize undo PAPER`" in result.err
    assert accepted("undo", PAPERS[1]).status == 0
    said = accepted("undo").err
    assert "there is no accept to take back" in said
    assert "nothing is accepted" in said
    assert "[x]" not in log.read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("27M sentences", "27M good sentences", "the entry has been edited since"),
        ("- [x] 2401.00001\n", "", "the item that was ticked has been edited since"),
        ("\n\n《Wrens", "\n\n我的评论\n\n《Wrens", "the entry has been edited since"),
    ],
)
def test_where_the_log_was_changed_there_it_is_refused_and_nothing_moves(
    accepted: Command, log: Path, before: str, after: str, words: str
) -> None:
    edited = log.read_text("utf-8").replace(before, after, 1)  # the first entry is the first one's
    log.write_text(edited, "utf-8")
    result = accepted("undo", FIRST)
    assert result.status == 1
    assert words in result.err
    assert "by hand" in result.err
    assert log.read_text("utf-8") == edited
    assert states(accepted)[FIRST] == "accepted"


def test_what_is_not_accepted_is_said(drafted: Command) -> None:
    assert f"{FIRST} is a draft" in drafted("undo", FIRST).err
    drafted("reject", FIRST)
    assert f"{FIRST} is rejected" in drafted("undo", FIRST).err
    assert "there is no draft of 2401.09999" in drafted("undo", "2401.09999").err


def test_killed_behind_the_log_it_is_carried_to_its_end(accepted: Command, log: Path) -> None:
    note = accepted.folder / "output" / "accepted" / FIRST / "accept.json"
    kept = json.loads(note.read_text())
    assert accepted("undo", FIRST).status == 0
    without = log.read_bytes()
    # as a kill between the log and the folder leaves it
    (accepted.folder / "output" / "drafts" / FIRST).rename(note.parent)
    note.write_text(json.dumps(kept | {"begun": FIRST}))
    assert accepted("undo", FIRST).status == 0
    assert log.read_bytes() == without
    assert states(accepted)[FIRST] == "draft"


def test_a_paper_whose_accept_was_killed_takes_no_other_one_back(
    accepted: Command, log: Path
) -> None:
    third = accepted.folder / "output" / "accepted" / "2401.00003v2"
    note = accepted.folder / "output" / "undo.json"
    kept = json.loads(note.read_text())
    assert accepted("undo").status == 0
    # as a kill before the log is changed leaves it: the last note is not carried out
    earlier = json.loads((third.parent / "2401.00002v2" / "accept.json").read_text())
    note.write_text(json.dumps(kept | {"earlier": [earlier]}))
    before = log.read_bytes()
    assert "2401.00003v2 is a draft" in accepted("undo", PAPERS[2]).err
    assert log.read_bytes() == before
    assert "took 2401.00002v2 out" in accepted("undo").out
    assert "there is no accept to take back" in accepted("undo").err


@pytest.mark.parametrize("content", [b"", b"[]", b'{"slug": "2401.00002v2"}', b"\xff"])
def test_a_damaged_note_takes_nothing_out(accepted: Command, log: Path, content: bytes) -> None:
    (accepted.folder / "output" / "accepted" / FIRST / "accept.json").write_bytes(content)
    before = log.read_bytes()
    result = accepted("undo", FIRST)
    assert result.status == 1
    assert "it is not kept what accepting" in result.err
    assert log.read_bytes() == before
