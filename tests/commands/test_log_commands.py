"""pending, accept, undo and reject, by the real command on a real file."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import random
import re
import shutil
import struct
import subprocess
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.log import reading_log
from tests.support.command import Command
from tests.support.fakes import Entry, FakeArxiv, FakeModel, good_draft

LOG = """# papers

# pending list

- [ ] GLIP: Another Paper With A Long Title  多模态
- [ ] 写综述：GNN 论文总结
- [ ] Sparrow: Small Models That Read Long Papers （要看)
- [x] arXiv:2401.00009
- [ ] ALIGN

# 2024.1

## 2024.1.2

《Old》

text
"""


@pytest.fixture
def log(summarize: Command, arxiv: FakeArxiv) -> Path:
    """Give the log, with both papers of its list on the fake arXiv."""
    arxiv.papers["2401.00002"] = Entry(title="Another Paper With A Long Title")
    return summarize.write_log(LOG)


def test_pending_drafts_every_open_paper_and_says_of_every_item_what_became_of_it(
    summarize: Command, log: Path
) -> None:
    result = summarize("pending", "--json")
    assert result.status == 0, result.err
    rows = {row["line"]: (row["outcome"], row["arxiv_id"]) for row in result.rows}
    assert rows == {
        5: ("drafted", "2401.00002v2"),
        6: ("not_a_paper", None),
        7: ("drafted", "2401.00001v2"),
        9: ("ambiguous", None),
    }
    assert log.read_bytes() == LOG.encode()
    assert "《Another Paper With A Long Title》" in summarize.entry("2401.00002v2")


def test_pending_again_asks_nobody_and_drafts_nothing(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    summarize("pending")
    asked = len(arxiv.log)
    rows = summarize("pending", "--json").rows
    assert {row["outcome"] for row in rows} == {"present", "not_a_paper", "ambiguous"}
    assert len(arxiv.log) == asked


def test_pending_asks_for_all_metadata_in_one_request_where_identifiers_are_given(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    log.write_text("# pending\n\n- [ ] 2401.00001\n- [ ] https://arxiv.org/abs/2401.00002\n")
    assert summarize("pending").status == 0
    assert len(arxiv.paths("/api/")) == 1


def test_pending_dry_run_limit_and_only(summarize: Command, log: Path) -> None:
    rows = summarize("pending", "--dry-run", "--only", "sparrow", "--json").rows
    assert [(row["outcome"], row["arxiv_id"]) for row in rows] == [("would_draft", "2401.00001v2")]
    assert [
        row["line"] for row in summarize("pending", "--dry-run", "--limit", "2", "--json").rows
    ] == [6, 5]
    assert not list((summarize.folder / "output" / "drafts").glob("*"))


def test_pending_goes_on_after_a_failed_item(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2401.00002"].pdf = None
    result = summarize("pending", "--json")
    assert result.status == 1
    assert {row["line"]: row["outcome"] for row in result.rows} == {
        5: "failed",
        6: "not_a_paper",
        7: "drafted",
        9: "ambiguous",
    }


def test_a_nickname_that_the_model_names_and_arxiv_confirms_is_drafted(
    with_model: Command, log: Path, model: FakeModel
) -> None:
    log.write_text("# pending\n\n- [ ] SPARROW\n- [ ] ALIGN\n")
    model.replies = [
        json.dumps({"title": "Sparrow: Small Models That Read Long Papers"}),
        json.dumps({"title": "A Title That Nobody Has Given"}),
    ]
    rows = {
        row["item"]: (row["outcome"], row["arxiv_id"])
        for row in with_model("pending", "--json").rows
    }
    assert rows == {"SPARROW": ("drafted", "2401.00001v2"), "ALIGN": ("ambiguous", None)}


def test_the_logs_topics_are_offered_and_the_draft_names_one(
    with_model: Command, log: Path, model: FakeModel
) -> None:
    log.write_text("# log\n\n领域主线：\n\n1. 大模型（NLP)\n2. GNN系列\n\n# pending\n", "utf-8")
    model.replies = [
        json.dumps(good_draft() | {"topic": "大模型（NLP)"}),
        json.dumps(good_draft() | {"topic": "made up"}),
    ]
    assert with_model("2401.00001").status == 0
    assert "大模型（NLP) | GNN系列" in model.calls[0]["messages"][1]["content"]
    drafted = json.loads(
        (with_model.folder / "output/drafts/2401.00001v2/draft.json").read_text("utf-8")
    )
    assert drafted["content"]["draft"]["topic"] == "大模型（NLP)"


def test_the_drafter_is_told_how_the_log_writes_and_an_accept_pays_for_no_draft_again(
    with_model: Command, log: Path, model: FakeModel
) -> None:
    one = "1. 一个新的做法\n2. 模型，" + "双塔" * 60 + "\n3. 实验结果，很好\n\n总体上，好\n"
    days = [
        f"## 2024.1.{9 - n}\n\n《{title}》\n\n2023.6 快手的一篇文章，要点：\n\n{one}\n"
        for n, title in enumerate(
            (
                "A Study of Whole Graphs",
                "Small Models That Read Long Papers",
                "What Anomalies Are",
                "Prices of Goods",
            )
        )
    ]
    log.write_text("# 2024.1\n\n" + "".join(days), "utf-8")
    assert with_model("2401.00001", "--fresh").status == 0
    told = model.calls[0]["messages"][1]["content"]
    assert "模型, 实验结果" in told or "实验结果, 模型" in told
    assert "as this log does (快手)" in told
    assert "《Prices of Goods》" in told
    assert "《Small Models" not in told
    assert "\n1. 问题，" in with_model.entry()
    log.write_text(log.read_text("utf-8") + days[0].replace("Graphs", "Trees"), "utf-8")
    before = len(model.calls)
    assert with_model("2401.00001").status == 0
    assert len(model.calls) == before


def test_an_entry_looks_like_its_neighbours(summarize: Command, log: Path) -> None:
    log.write_text("# 2024.1\n\n## 2024.1.2\n\n《**Old**》\n\n1，a\n\n2，b\n", "utf-8")
    summarize("2401.00001")
    entry = summarize.entry()
    assert "《**Sparrow: Small Models That Read Long Papers**》" in entry
    assert "\n1，" in entry
    assert "\n\n2，" in entry


def test_a_rejected_paper_is_not_drafted_again(summarize: Command, log: Path) -> None:
    summarize("2401.00001")
    assert summarize("reject", "2401.00001").status == 0
    rows = {row["line"]: row["outcome"] for row in summarize("pending", "--json").rows}
    assert rows[7] == "rejected"
    assert not (summarize.folder / "output/drafts/2401.00001v2").exists()


def test_accept_puts_the_edited_entry_into_the_log_and_ticks_its_item(
    summarize: Command, log: Path
) -> None:
    summarize("2401.00001")
    draft = summarize.folder / "output/drafts/2401.00001v2/entry.md"
    draft.write_text(draft.read_text("utf-8").replace("的一篇文章", "的一篇好文章"), "utf-8")
    result = summarize("accept", "2401.00001", "--date", "2024.1.6")
    assert result.status == 0, result.err
    after = log.read_text("utf-8")
    entry = after.split("## 2024.1.6\n\n")[1].split("## 2024.1.2")[0]
    assert entry.startswith(
        "《Sparrow: Small Models That Read Long Papers》\n\n2024.3 University of Northwick的一篇好文章"
    )
    assert entry.endswith("<!-- arXiv:2401.00001v2 -->\n\n")
    assert entry.count("<!--") == 1
    expected = LOG.replace("- [ ] Sparrow", "- [x] Sparrow").replace(
        "## 2024.1.2", f"## 2024.1.6\n\n{entry}## 2024.1.2"
    )
    assert after == expected
    assert (summarize.folder / "output/accepted/2401.00001v2/entry.md").exists()


@pytest.mark.parametrize(("line", "ticked"), [
    ("- [ ] the small models one: Sparrow: Small models that read long papers!", True),  # reworded since
    ("- [ ] see arxiv.org/abs/2401.00001.", True),
    ("- [ ] the one of Northwick", False),
])  # fmt: skip
def test_an_item_reworded_since_is_found_by_its_title_or_left_with_a_word(
    summarize: Command, log: Path, line: str, ticked: bool
) -> None:
    summarize("pending", "--only", "Sparrow")
    log.write_text(
        LOG.replace("- [ ] Sparrow: Small Models That Read Long Papers （要看)", line), "utf-8"
    )
    result = summarize("accept", "2401.00001", "--date", "2024.1.6")
    assert (line.replace("[ ]", "[x]") in log.read_text("utf-8").splitlines()) == ticked
    assert ("nothing was ticked" in result.out) != ticked


def test_a_nicknames_item_is_ticked_by_what_the_model_said_it_means(
    with_model: Command, log: Path, model: FakeModel
) -> None:
    log.write_text("# pending\n\n- [ ] SPARROW\n")
    model.replies = [json.dumps({"title": "Sparrow: Small Models That Read Long Papers"})]
    with_model("pending")
    assert "ticked “SPARROW”" in with_model("accept", "2401.00001").out
    assert log.read_text("utf-8").startswith("# pending\n\n- [x] SPARROW\n")


def test_on_a_terminal_a_bar_counts_and_names_what_is_running(
    summarize: Command, log: Path
) -> None:
    reader, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 90, 0, 0))
    running = summarize.start("pending", environ={"TERM": "xterm"}, stderr=terminal)
    os.close(terminal)
    shown = b""
    with contextlib.suppress(OSError):  # how Linux says that the other end is closed
        while piece := os.read(reader, 65536):
            shown += piece
    os.close(reader)
    running.communicate(timeout=60)
    assert running.returncode == 0
    assert b"4/4" in shown
    assert re.search(rb"(?:fetch|extract|draft|check)  2401\.0000\dv2: ", shown)


def test_dry_run_shows_the_diff_and_writes_nothing(summarize: Command, log: Path) -> None:
    summarize("2401.00001")
    result = summarize("accept", "2401.00001", "--dry-run")
    assert "+- [x] Sparrow" in result.out
    assert "-- [ ] Sparrow" in result.out
    assert log.read_bytes() == LOG.encode()
    assert (summarize.folder / "output/drafts/2401.00001v2").exists()


def test_a_second_accept_says_where_the_entry_is(summarize: Command, log: Path) -> None:
    summarize("2401.00001")
    summarize("accept", "2401.00001")
    before = log.read_bytes()
    row = summarize("accept", "2401.00001", "--json").rows[0]
    assert row["outcome"] == "present"
    assert (
        before.decode()
        .splitlines()[row["line"] - 1]
        .startswith(("《Sparrow", "<!-- arXiv:2401.00001"))
    )
    assert log.read_bytes() == before


def test_undo_takes_the_last_accept_back_byte_for_byte(summarize: Command, log: Path) -> None:
    summarize("2401.00001")
    summarize("accept", "2401.00001")
    log.write_bytes(log.read_bytes().replace(b"\ntext\n", b"\nmine\n"))
    assert summarize("undo").status == 0
    assert log.read_bytes() == LOG.encode().replace(b"\ntext\n", b"\nmine\n")
    assert (summarize.folder / "output/drafts/2401.00001v2").exists()
    assert summarize("undo").status == 1


def test_undo_of_another_log_than_the_last_accepts_changes_neither_and_names_it(
    summarize: Command, log: Path
) -> None:
    other = log.with_name("other.md")
    other.write_bytes(LOG.encode())
    summarize("2401.00001")
    assert summarize("accept", "2401.00001", "--log", "log.md").status == 0
    accepted = log.read_bytes()
    result = summarize("undo", "--log", "other.md")
    assert result.status == 1
    assert f"the last accept was into '{log.resolve()}'" in result.err
    assert f"`summarize undo --log {log.resolve()}` takes it back" in result.err
    assert (log.read_bytes(), other.read_bytes()) == (accepted, LOG.encode())


def test_undo_takes_back_what_was_put_into_the_log_that_a_link_leads_to(
    summarize: Command, log: Path
) -> None:
    log.with_name("link.md").symlink_to(log)
    summarize("2401.00001")
    assert summarize("accept", "2401.00001", "--log", "log.md").status == 0
    assert summarize("undo", "--log", "link.md").status == 0
    assert log.read_bytes() == LOG.encode()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_undo_unticks_its_item_beside_one_that_begins_with_the_same_words(
    summarize: Command, log: Path, end: str
) -> None:
    title = "Sparrow: Small Models That Read Long Papers"
    lists = LOG.replace("# 2024.1\n", f"- [x] {title}, slides\n- [ ] {title}\n\n# 2024.1\n", 1)
    before = lists.replace(f"- [ ] {title} （要看)\n", "").replace("\n", end).encode()
    log.write_bytes(before)
    summarize("2401.00001")
    assert f"ticked “{title}”" in summarize("accept", "2401.00001").out
    assert summarize("undo").status == 0
    assert log.read_bytes() == before


LISTS = [
    ("# To read\n\n☐ {}\n", "# To read\n\n☑ {}\n"),
    ("- TODO {}\n- DONE x\n", "- DONE {}\n- DONE x\n"),
    ("# Queue\n\n- ~~other~~\n- {}  \n", "# Queue\n\n- ~~other~~\n- ~~{}~~  \n"),
    ("# Queue\n\n- ✅ other\n1. {}\n", "# Queue\n\n- ✅ other\n1. ✅ {}\n"),
    ("> [!todo] x\n> - [ ] {}\n", "> [!todo] x\n> - [x] {}\n"),
    ("| [ ] | {} |\n|---|---|\n", "| [x] | {} |\n|---|---|\n"),
    ("- [ ] {}\n- [x] {}\n- [ ] {}\n", "- [x] {}\n- [x] {}\n- [x] {}\n"),
    ("- [ ] Sparrow\n  https://arxiv.org/abs/2401.00001\n", "- [x] Sparrow\n  https://arxiv.org/abs/2401.00001\n"),
    ("- [ ] [S][1]\n\n[1]: https://arxiv.org/abs/2401.00001\n", "- [x] [S][1]\n\n[1]: https://arxiv.org/abs/2401.00001\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), LISTS)
@pytest.mark.parametrize(
    "item",
    ["2401.00001", "《Sparrow: Small Models That Read Long Papers》很好", "Small models that read long papers (Lark)"],
)  # fmt: skip
def test_what_pending_drafts_accept_closes_as_the_list_does_and_undo_opens(
    summarize: Command, log: Path, before: str, after: str, item: str
) -> None:
    before, after = (text.replace("{}", item) for text in (before, after))
    log.write_text(before, "utf-8")
    drafted = summarize("pending", "--json").rows
    lines = [row["line"] for row in drafted if row["arxiv_id"] == "2401.00001v2"]
    [row] = summarize("accept", "2401.00001", "--json").rows
    assert row["ticked_lines"] == lines
    assert log.read_text("utf-8").startswith(after)
    assert summarize("undo").status == 0
    assert log.read_text("utf-8") == before


def test_an_item_that_nothing_says_how_to_mark_is_told(summarize: Command, log: Path) -> None:
    log.write_text("# To read\n\n- 2401.00001\n")
    summarize("pending")
    result = summarize("accept", "2401.00001")
    assert "line 3 of the log means it too and has no box: mark it as you do" in result.out
    assert log.read_text().startswith("# To read\n\n- 2401.00001\n")


def test_an_item_with_two_papers_is_closed_by_the_chosen_one_alone(
    summarize: Command, log: Path
) -> None:
    log.write_text("# To read\n\n- [ ] 2401.00001 / 2401.00002\n")
    for paper in ("2401.00001", "2401.00002"):
        summarize(paper)
    assert "nothing was ticked" in summarize("accept", "2401.00001").out
    summarize("pending", "--choose", "3=2401.00002")
    assert "ticked" in summarize("accept", "2401.00002").out
    assert log.read_text().startswith("# To read\n\n- [x] 2401.00001 / 2401.00002\n")


def test_undo_leaves_an_edited_entry_alone(summarize: Command, log: Path) -> None:
    summarize("2401.00001")
    summarize("accept", "2401.00001")
    edited = log.read_bytes().replace("的一篇文章".encode(), "的一篇怪文章".encode())
    log.write_bytes(edited)
    result = summarize("undo")
    assert result.status == 1
    assert "has been edited since" in result.err
    assert log.read_bytes() == edited


def test_undo_behind_an_accept_that_failed_at_the_log_takes_the_one_before_back(
    summarize: Command, log: Path
) -> None:
    summarize("2401.00001", "2401.00002")
    summarize("accept", "2401.00001")
    with log.open("ab"):
        for _ in range(2):
            assert summarize("accept", "2401.00002").status == 1
    assert "took 2401.00001v2 out of" in summarize("undo").out
    assert log.read_bytes() == LOG.encode()
    assert summarize("accept", "2401.00002").status == 0
    assert "took 2401.00002v2 out of" in summarize("undo").out
    assert summarize("undo").status == 1


def test_undo_never_reaches_behind_an_accept_that_was_carried_out(
    summarize: Command, log: Path
) -> None:
    summarize("2401.00001", "2401.00002")
    summarize("accept", "2401.00001", "2401.00002")
    edited = log.read_bytes().replace(b"Another Paper With", b"Another One With")
    log.write_bytes(edited)
    assert summarize("undo").status == 1
    assert log.read_bytes() == edited


@pytest.mark.parametrize(("entry", "words"), [
    ("## 2024.1.3\n\n**2024.1.7**\n\ntext\n", "the mark of a day"),
    ("《A》\n\n## 2024.1.7\n\ntext\n", "the mark of a day"),
    ("《A》\n\n# 2024.1\n", "the mark of a day"),
    ("《A》\n\n- 2024.1.7\n", "the mark of a day"),
    ("《A》\n\n```\nopen\n", "what stands beside"),
    ("《A》\n\ntext\n《B》\n", "'B' in it would be the title of another"),
    ("A plain title\n\ntext\n", "its first line would be no title; in 《》 it is one"),
    ("**GPT-4**\n\ntext\n", "its first line would be no title"),
])  # fmt: skip
def test_an_entry_that_the_log_would_not_read_as_one_more_is_refused(
    summarize: Command, log: Path, entry: str, words: str
) -> None:
    summarize("2401.00001")
    (summarize.folder / "output/drafts/2401.00001v2/entry.md").write_text(entry, "utf-8")
    for before in (LOG, LOG.replace("## 2024.1.2", "## 2024.1.6").replace("\n", "\r\n")):
        log.write_bytes(before.encode())
        result = summarize("accept", "2401.00001", "--date", "2024.1.3")
        assert result.status == 1
        assert words in result.err
        assert log.read_bytes() == before.encode()
        if words.startswith("what"):
            break  # nothing is below it in the other one


TITLES = (
    "2024.1.7", "**2024.1.7**", "Jan 7, 2024", "2024年1月7日", "```", "-->", "《Old》", "=====", "$x$", "GPT-4", "[x]", "A* Search: It Is *Fast*", "- [ ] a box",
    "# heading of words", "<u>Old</u>", "\\", "*", "<!-- arXiv:2401.00009 -->",
)  # fmt: skip
MARKS = {
    "bold": "**An Older Title**",
    "link": "[An Older Title](https://x.example)",
    "underlined": "<u>Elder</u>",
    "《》": "《Elder》",
    "《****》": "《**Elder**》",
}


@pytest.mark.parametrize("mark", [
    pytest.param(mark, marks=[] if mark == "bold" else [pytest.mark.slow]) for mark in MARKS
])  # fmt: skip
def test_any_title_is_one_in_the_log_and_nothing_else_whatever_its_titles_stand_in(
    summarize: Command, log: Path, arxiv: FakeArxiv, mark: str
) -> None:
    before = LOG.replace("## 2024.1.2", "**2024.1.2**").replace("《Old》", MARKS[mark])
    known = reading_log.read(before)
    for number, title in enumerate(TITLES, 1):
        log.write_text(before, "utf-8")
        paper = f"2402.{number:05}"
        arxiv.papers[paper] = Entry(title=title)
        summarize(paper)
        result = summarize("accept", paper, "--date", "2024.1.6")
        assert result.status == 0, (title, result.err)
        after = reading_log.read(log.read_text("utf-8"))
        assert len(after.entries) == len(known.entries) + 1, title
        assert [entry.title for entry in after.entries][1:] == [one.title for one in known.entries]
        assert [str(day.date) for day in after.days] == ["2024-01-06", "2024-01-02"], title
        assert after.months[0].date == known.months[0].date


@pytest.mark.parametrize("date", ["9999.12.31", "0001.1.1", "1899-12-31", "2100.1.1"])
def test_a_day_that_a_log_has_no_mark_for_is_refused(
    summarize: Command, log: Path, date: str
) -> None:
    summarize("2401.00001")
    result = summarize("accept", "2401.00001", "--date", date)
    assert (result.status, len(result.err.splitlines())) == (1, 1)
    assert "would be read as" in result.err
    assert log.read_bytes() == LOG.encode()


@pytest.mark.parametrize("date", [
    "0.0.0", "2024.13.1", "2024.2.30", "10000.1.1", "٢٠٢٤.١.٦", "2024.1.6.7", "-1.1.1", "", " x ", "9" * 5000, "2024.1.6\n", "2024.1.6\x00",
])  # fmt: skip
def test_what_is_no_day_is_refused_in_short_words(summarize: Command, log: Path, date: str) -> None:
    summarize("2401.00001")
    result = summarize("accept", "2401.00001", "--date", date, "--dry-run")
    assert result.status == (0 if date.strip() in ("2024.1.6", "") else 2)
    assert len(result.err) < 500
    assert "Traceback" not in result.err


ODD_DAYS = (
    "9999.12.31", "1900.1.1", "2099.12.31", "2024.2.31", "2024.0.0", "20240106", "2024.1.6.7.8", "2024.1.99999999999999999999",
)  # fmt: skip


@pytest.mark.parametrize("mark", ["## %s", "**%s**", "- %s", "# %s", "%s"])
def test_odd_days_of_a_log_and_of_an_entry_do_no_harm(
    summarize: Command, log: Path, mark: str
) -> None:
    summarize("2401.00001")
    output, drafted = summarize.folder / "output", summarize.folder.parent / "drafted"
    output.rename(drafted)
    entry = output / "drafts/2401.00001v2/entry.md"
    for day in ODD_DAYS:
        shutil.copytree(drafted, output)
        text = entry.read_text("utf-8")
        before = LOG + f"\n{mark % day}\n\n《Odd》\n\nodd\n"
        log.write_text(before, "utf-8")
        for arguments in (("pending", "--dry-run"), ("accept", "2401.00001", "--dry-run")):
            result = summarize(*arguments)
            assert result.status in (0, 1), (day, result.err)
        entry.write_text(f"{mark % day}{text[text.index(chr(10)) :]}", "utf-8")
        result = summarize("accept", "2401.00001")
        assert result.status in (0, 1), (day, result.err)
        after = log.read_text("utf-8")
        assert (after == before) == (result.status == 1), day
        ticked = after.replace("[ ]", "[x]")
        assert all(line.replace("[ ]", "[x]", 1) in ticked for line in before.split("\n")), day
        shutil.rmtree(output)


def test_bytes_that_are_no_utf8_permissions_and_a_symbolic_link_survive(
    summarize: Command, log: Path
) -> None:
    real = summarize.folder / "real.md"
    real.write_bytes(LOG.encode() + b"\xff\xfe broken\n")
    real.chmod(0o640)
    log.unlink()
    log.symlink_to("real.md")
    summarize("2401.00001")
    assert summarize("accept", "2401.00001").status == 0
    assert log.is_symlink()
    assert b"\xff\xfe broken\n" in real.read_bytes()
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_hard_link_is_refused(summarize: Command, log: Path) -> None:
    os.link(log, summarize.folder / "other.md")
    summarize("2401.00001")
    result = summarize("accept", "2401.00001")
    assert result.status == 1
    assert "is a hard link" in result.err
    assert log.read_bytes() == LOG.encode()


def make_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_loop(path: Path) -> None:
    path.symlink_to(path.name)


def make_broken_link(path: Path) -> None:
    path.symlink_to("nowhere.md")


def what_it_is(path: Path) -> tuple[int, int, int, int]:
    """Kind, file, size and last change; not the last access, which reading a link may change."""
    found = path.lstat()
    return found.st_mode, found.st_ino, found.st_size, found.st_mtime_ns


@pytest.mark.parametrize(("make", "words"), [
    (os.mkfifo, "it is a pipe"), (Path.mkdir, "it is a folder"), (make_device, "it is a device"),
    (make_loop, "Too many levels of symbolic links"), (make_broken_link, "there is no log at"),
])  # fmt: skip
@pytest.mark.parametrize("name", ["log.md", "sub/log.md"])
def test_a_log_that_is_no_file_is_refused_and_stays(
    summarize: Command, make: Callable[[Path], None], words: str, name: str
) -> None:
    summarize("2401.00001")
    log = summarize.folder / name
    log.parent.mkdir(exist_ok=True)
    make(log)
    before = what_it_is(log)
    result = summarize("accept", "2401.00001", "--log", name, "--output", "output")
    assert result.status == 1
    assert words in result.err
    assert len(result.err.splitlines()) == 1
    assert what_it_is(log) == before
    assert (summarize.folder / "output/drafts/2401.00001v2").exists()


def test_a_log_in_a_pipes_place_is_not_waited_for(summarize: Command) -> None:
    summarize("2401.00001")
    os.mkfifo(summarize.folder / "pipe")
    result = summarize("accept", "2401.00001", "--log", "pipe/log.md", "--output", "output")
    assert (result.status, len(result.err.splitlines())) == (1, 1)


def test_a_log_that_another_program_has_open_for_writing_is_left_to_it(
    summarize: Command, log: Path
) -> None:
    summarize("2401.00001")
    with log.open("ab") as editor:
        result = summarize("accept", "2401.00001")
        editor.write(b"mine\n")
    assert result.status == 1
    assert "another program has" in result.err
    assert log.read_bytes() == LOG.encode() + b"mine\n"


@pytest.mark.parametrize("encoding", [
    "gb18030", "gbk", "shift_jis", "euc_jp", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "latin-1",
])  # fmt: skip
def test_a_log_in_another_encoding_is_refused_before_anything_is_written(
    summarize: Command, log: Path, encoding: str
) -> None:
    summarize("2401.00001")
    words = "《café》" if encoding != "latin-1" else "caf\xe9"
    before = f"## 2024.1.2\n\n日本中文\n{words}\n"
    if encoding == "latin-1":
        before = before.replace("日本中文", "")
    log.write_bytes(before.encode(encoding, "ignore"))
    kept = log.read_bytes()
    result = summarize("accept", "2401.00001")
    assert (result.status, len(result.err.splitlines())) == (1, 1)
    assert "is not UTF-8" in result.err
    assert log.read_bytes() == kept
    assert "undo.json" not in summarize.files


@pytest.mark.parametrize(
    "command",
    [("pending",), ("2401.00001",), ("find", "Old"), ("survey", "--month", "2024.1"), ("init",)],
    ids=lambda command: command[0],
)
def test_what_only_reads_a_log_in_another_encoding_refuses_it_too(
    summarize: Command, log: Path, command: tuple[str, ...]
) -> None:
    log.write_bytes("# 待读\n\n- [ ] 2401.00001\n\n## 2024.1.2\n\n《旧的要点》\n".encode("gbk"))
    result = summarize(*command)
    assert result.status == 1
    assert "is not UTF-8, it seems to be GB18030" in result.err
    assert "entry.md" not in "".join(summarize.files)


def test_doctor_says_that_a_log_is_in_another_encoding(summarize: Command, log: Path) -> None:
    log.write_bytes("## 2024.1.2\n\n《旧的要点》\n".encode("gbk"))
    result = summarize("doctor")
    assert result.status == 1
    assert "is not UTF-8, it seems to be GB18030" in result.out


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-32", "shift_jis"])
def test_the_command_that_converts_a_log_can_be_copied_and_makes_one_that_is_taken(
    summarize: Command, log: Path, encoding: str
) -> None:
    summarize("2401.00001")
    chinese, japanese = (
        "旧的要点，某大学的一篇文章，总体上很好。",
        "これはとても良い論文だと思います。",
    )
    before = f"## 2024.1.2\n\n《Old》\n\n{japanese if encoding == 'shift_jis' else chinese}\n"
    odd = log.with_name("my log's.md")
    odd.write_bytes(before.encode(encoding))
    command = summarize("accept", "2401.00001", "--log", odd.name).err.partition("your log: ")[2]
    subprocess.run(command.strip(), shell=True, check=True, cwd=summarize.folder)
    assert odd.read_bytes() == before.encode(encoding)
    made = summarize.folder / "my log's.utf-8.md"
    assert made.read_text("utf-8").lstrip("\ufeff") == before
    assert summarize("accept", "2401.00001", "--log", made.name).status == 0


@pytest.mark.parametrize(
    "encoding", ["gbk", "gb18030", "utf-16", "utf-16-le", "utf-32", "latin-1", "shift_jis"]
)
def test_an_entry_in_another_encoding_is_refused_in_one_line_and_nothing_of_it_is_lost(
    summarize: Command, log: Path, encoding: str
) -> None:
    summarize("2401.00001")
    entry = summarize.folder / "output/drafts/2401.00001v2/entry.md"
    words = entry.read_text("utf-8") + "caf\xe9"
    raw = words.encode(encoding, "replace")
    entry.write_bytes(raw)
    for arguments in (("accept", "2401.00001"), ("check", "2401.00001")):
        result = summarize(*arguments)
        assert (result.status, len(result.err.splitlines())) == (1, 1), arguments
        assert "it is not UTF-8: save it as UTF-8" in result.err
    summarize("2401.00001")
    assert entry.read_bytes() == raw
    assert log.read_bytes() == LOG.encode()


def test_an_entry_with_noughts_is_refused_as_a_log_with_one_would_be(
    summarize: Command, log: Path, draft: Path
) -> None:
    edit(draft, "\n2.", "\n\0\n2.")
    result = summarize("accept", "2401.00001")
    assert (result.status, len(result.err.splitlines())) == (1, 1)
    assert log.read_bytes() == LOG.encode()


def test_what_a_killed_accept_left_beside_the_log_is_swept_out(
    summarize: Command, log: Path
) -> None:
    ours = log.with_name(".summarize-4711-0123456789abcdef.tmp")
    mine = log.with_name(".log.md.4711.tmp")
    for path in (ours, mine):
        path.touch()
    summarize("2401.00001")
    assert summarize("accept", "2401.00001").status == 0
    assert (ours.exists(), mine.exists()) == (False, True)


@pytest.mark.parametrize(("arguments", "words"), [
    (("accept", "2401.00001"), "there is no draft of 2401.00001: make one first: `summarize 2401.00001`"),
    (("accept", "2401.00001", "--date", "soon"), "not a day: 'soon'"),
    (("reject", "2401.00001"), "there is no draft"),
    (("undo",), "there is no accept to take back"),
    (("pending", "nothing.md"), "there is no log at"),
])  # fmt: skip
def test_what_cannot_be_done_says_what_to_do(
    summarize: Command, log: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = summarize(*arguments)
    assert result.status in (1, 2)
    assert words in result.err
    assert "Traceback" not in result.err


def test_two_accepts_at_the_same_moment_both_end_up_in_the_log(
    summarize: Command, log: Path
) -> None:
    summarize("2401.00001", "2401.00002")
    runs = [summarize.start("accept", one) for one in ("2401.00001", "2401.00002")]
    for run in runs:
        run.communicate(timeout=60)
    assert [run.returncode for run in runs] == [0, 0]
    assert log.read_text("utf-8").count("<!-- arXiv:2401.0000") == 2
    assert log.read_text("utf-8").count("- [x]") == 3


@pytest.mark.slow
def test_killed_at_any_moment_the_log_is_the_old_one_or_the_new_one(
    summarize: Command, log: Path
) -> None:
    summarize("2401.00001")
    start = time.monotonic()
    summarize.process("accept", "2401.00001", "--date", "2024.1.6")
    whole, new = time.monotonic() - start, log.read_bytes()
    summarize("undo")
    chance = random.Random(7)
    for part in range(8):
        with summarize.start("accept", "2401.00001", "--date", "2024.1.6") as running:
            time.sleep(whole * (0.3 + 0.7 * (part + chance.random()) / 8))
            running.kill()
        assert log.read_bytes() in (LOG.encode(), new)
        assert summarize("accept", "2401.00001", "--date", "2024.1.6").status == 0
        assert log.read_bytes() == new
        assert summarize("undo").status == 0
        assert log.read_bytes() == LOG.encode()


def test_check_looks_at_the_entry_as_it_is_edited_and_accept_repeats_what_is_doubtful(
    summarize: Command, log: Path
) -> None:
    summarize("2401.00001")
    draft = summarize.folder / "output/drafts/2401.00001v2/entry.md"
    assert summarize("check", "2401.00001", "--json").rows == []
    draft.write_text(
        draft.read_text("utf-8").replace("27M", "27B", 1).replace("SHORTREAD", "LONGBEAD", 1),
        "utf-8",
    )
    rows = summarize("check", "2401.00001", "--json").rows
    assert rows
    assert {(row["arxiv_id"], row["severity"]) for row in rows} == {("2401.00001v2", "doubt")}
    assert {row["kind"] for row in rows} >= {"number"}
    assert any(
        row["where"].startswith("point ") and row["words"] == "27B" and row["nearest"] == "27M"
        for row in rows
    )
    result = summarize("accept", "2401.00001")
    assert result.status == 0
    assert "still doubtful, point" in result.err
    assert "27B" in result.err


def test_your_own_words_and_names_of_affiliations_are_checked_too(
    summarize: Command, log: Path
) -> None:
    summarize("2401.00001")
    draft = summarize.folder / "output/drafts/2401.00001v2/entry.md"
    text = draft.read_text("utf-8").replace("University of Northwick", "NWK")
    draft.write_text(text.replace("\n1.", "\n我的话：优于 BERT 99.5 分。\n\n1.", 1), "utf-8")
    said = {row["words"] for row in summarize("check", "2401.00001", "--json").rows}
    assert {"NWK", "BERT", "99.5"} <= said
    (summarize.folder / "templates").mkdir()
    (summarize.folder / "templates" / "affiliations.tsv").write_text(
        "University of Northwick\tNWK\n", "utf-8"
    )
    said = {row["words"] for row in summarize("check", "2401.00001", "--json").rows}
    assert "NWK" not in said
    assert "BERT" in said


def test_check_without_a_draft_says_what_to_do(summarize: Command, log: Path) -> None:
    result = summarize("check", "2401.00001")
    assert result.status == 1
    assert "make one first: `summarize 2401.00001`" in result.err


# ── our comments, and a person's ──


@pytest.fixture
def draft(summarize: Command, log: Path) -> Path:
    """Give the entry of a drafted paper, with the whole of its evidence."""
    summarize("2401.00001", SUMMARIZE_EVIDENCE="full")
    return summarize.folder / "output/drafts/2401.00001v2/entry.md"


def edit(draft: Path, before: str, after: str) -> None:
    text = draft.read_text("utf-8")
    assert before in text
    draft.write_text(text.replace(before, after, 1), "utf-8")


@pytest.mark.parametrize(
    "own", ["<!-- 注意：读两遍 -->", "<!-- ？没看懂\n两行 -->", "<!-- summarize: later -->"]
)
def test_a_persons_own_comment_enters_the_log_as_it_is_and_undo_takes_it_out(
    summarize: Command, log: Path, draft: Path, own: str
) -> None:
    edit(draft, "\n2. ", f"\n{own}\n2. ")
    assert summarize("accept", "2401.00001").status == 0
    after = log.read_text("utf-8")
    assert f"\n{own}\n2. " in after
    assert after.count("<!--") == 2
    assert summarize("undo").status == 0
    assert log.read_text("utf-8") == LOG


def test_a_line_added_to_a_comment_of_ours_stops_accept_which_names_it(
    summarize: Command, log: Path, draft: Path
) -> None:
    edit(draft, "依据：\n", "依据：\n我读过附录\n")
    number = draft.read_text("utf-8").splitlines().index("我读过附录") + 1
    result = summarize("accept", "2401.00001")
    assert result.status == 1
    assert (
        f"within a comment of ours, in one that nothing closes, or beside the day: line {number}: put"
        in result.err
    )
    assert log.read_text("utf-8") == LOG
    assert draft.exists()
    assert summarize("check", "2401.00001").status == 0


@pytest.mark.parametrize(("before", "after", "line"), [
    ("依据：\n", "依据：我读过附录\n", "<!-- 依据：我读过附录"), ("依据：\n1. ", "依据：\n1. 我读过 ", "1. 我读过"), ("\n\n《", " 在家读的\n\n《", "## 2"),
    ("\n\n《", "，在家读的 #\n\n《", "## 2"), ("## ", "<!-- ？x [summarize aaaaa] -->\n## 早读 ", "<!-- ？x"),
])  # fmt: skip
def test_words_beside_the_day_or_on_a_line_of_a_comment_of_ours_stop_accept_which_names_it(
    summarize: Command, log: Path, draft: Path, before: str, after: str, line: str
) -> None:
    edit(draft, before, after)
    lines = draft.read_text("utf-8").splitlines()
    number = next(n for n, one in enumerate(lines, 1) if one.startswith(line))
    result = summarize("accept", "2401.00001")
    assert result.status == 1
    assert f"line {number}: put them on lines of their own" in result.err
    assert log.read_text("utf-8") == LOG
    assert draft.exists()


@pytest.mark.parametrize(
    "day",
    [
        "## 2024.1.5 星期五",
        "## 2024-01-05, Friday.",
        "## 2024.1.5 ##",
        "# Jan 5, 2024 (Fri)",
        "- **2024/01/05, Friday.**",
    ],
)
def test_a_weekday_beside_the_day_is_no_word_of_a_persons(
    summarize: Command, log: Path, draft: Path, day: str
) -> None:
    text = draft.read_text("utf-8")
    draft.write_text(day + text[text.index("\n") :], "utf-8")
    assert summarize("accept", "2401.00001").status == 0
    assert "## 2024.1.5\n\n《Sparrow" in log.read_text("utf-8")


def test_only_the_first_of_many_lines_without_a_place_are_named(
    summarize: Command, log: Path, draft: Path
) -> None:
    edit(draft, "依据：\n", "依据：\n" + "我的话\n" * 5000)
    result = summarize("accept", "2401.00001")
    assert result.status == 1
    assert len(result.err) < 500


def test_evidence_that_a_users_own_template_words_otherwise_does_not_enter_the_log(
    summarize: Command, log: Path
) -> None:
    (summarize.folder / "templates").mkdir()
    (summarize.folder / "templates" / "entry.zh.md.j2").write_text(
        "《{{ paper.title }}》\n\n{% for point in draft.key_points %}\n1. {{ point.text }}\n"
        "{% for one in report.evidence[loop.index0] %}\n   <!-- Beleg: {{ one.quote | quiet }} -->\n"
        "{% endfor %}{% endfor %}\n<!-- Notizen\n{{ drafter }}\n-->\n",
        "utf-8",
    )
    summarize("2401.00001")
    assert summarize.entry().count("<!-- Beleg: ") > 2
    assert summarize("accept", "2401.00001").status == 0
    after = log.read_text("utf-8")
    assert "Beleg" not in after
    assert "Notizen" not in after
    assert after.count("<!--") == 1
    assert after.count("\n1. ") > 2


def test_the_identifier_that_a_person_has_put_into_an_entry_already_is_not_put_there_twice(
    summarize: Command, log: Path, draft: Path
) -> None:
    edit(draft, "\n1. ", "\n<!-- arXiv:2401.00001v2 -->\n1. ")
    assert summarize("accept", "2401.00001").status == 0
    assert log.read_text("utf-8").count("<!-- arXiv:2401.00001v2 -->") == 1
