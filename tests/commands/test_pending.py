"""Every open item of a pending list: what became of it, and how that is told."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import pty
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.support.command import SUMMARIZE, Command
from tests.support.fakes import Entry, FakeArxiv, FakeModel, answers
from tests.support.terminal import Terminal


@pytest.fixture
def log(summarize: Command, arxiv: FakeArxiv) -> Path:
    for number in range(2, 6):
        arxiv.papers[f"2401.0000{number}"] = Entry(title=f"Paper of Number {number}")
    return summarize.folder / "log.md"


def write(log: Path, *items: str) -> None:
    log.write_text("# pending\n\n" + "".join(f"- [ ] {item}\n" for item in items), "utf-8")


def outcomes(command: Command, *options: str) -> list[tuple[int, str]]:
    rows = command("pending", "--json", *options).rows
    return sorted((row["line"], row["outcome"]) for row in rows)


def test_two_items_of_one_paper_are_drafted_once_and_both_are_told(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    write(log, "2401.00002", "read https://arxiv.org/abs/2401.00002")
    assert outcomes(summarize) == [(3, "drafted"), (4, "drafted")]
    assert len(arxiv.paths("/pdf/")) == 1


def test_what_an_item_was_found_to_mean_is_remembered(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    write(log, "Paper of Number 3 and of many other things")
    arxiv.papers["2401.00003"].title = "Paper of Number 3 and of Many Other Things"
    assert outcomes(summarize, "--dry-run") == [(3, "would_draft")]
    asked = len(arxiv.paths("/api/"))
    assert outcomes(summarize, "--dry-run") == [(3, "would_draft")]
    assert len(arxiv.paths("/api/")) == asked


def test_a_memory_that_is_damaged_is_found_out_anew(summarize: Command, log: Path) -> None:
    write(log, "2401.00002")
    (summarize.folder / "output").mkdir()
    (summarize.folder / "output/resolved.json").write_text('{"2401.00002": "nonsense"}')
    assert outcomes(summarize, "--dry-run") == [(3, "would_draft")]


def test_a_dry_run_tells_what_is_here_already_and_in_which_state(
    summarize: Command, log: Path
) -> None:
    write(log, "2401.00002", "2401.00003")
    summarize("2401.00002")
    rows = {row["line"]: row for row in summarize("pending", "--dry-run", "--json").rows}
    assert (rows[3]["outcome"], rows[3]["reason"]) == ("present", "draft")
    assert rows[3]["arxiv_id"] == "2401.00002v2"
    assert (rows[4]["outcome"], rows[4]["arxiv_id"]) == ("would_draft", "2401.00003")


def test_a_dry_run_tells_that_a_paper_whose_run_failed_would_be_drafted(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    write(log, "2401.00002")
    arxiv.papers["2401.00002"] = Entry(pdf=b"no PDF")
    assert outcomes(summarize) == [(3, "failed")]
    assert outcomes(summarize, "--dry-run") == [(3, "would_draft")]


def test_an_item_that_arxiv_fails_on_fails_alone(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    write(log, "Sparrow: Small Models That Read Long Papers", "2401.00002")
    arxiv.kind, arxiv.faults = "/api/query?search_query=ti", [answers(400)]
    assert outcomes(summarize) == [(3, "failed"), (4, "drafted")]


def test_a_title_that_two_papers_have_is_asked_about(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2401.00006"] = Entry()
    write(log, "Sparrow: Small Models That Read Long Papers")
    [row] = summarize("pending", "--json").rows
    assert row["outcome"] == "ambiguous"
    assert sorted(candidate.split()[0] for candidate in row["candidates"]) == [
        "2401.00001v2",
        "2401.00006v2",
    ]
    assert sorted(row["choices"]) == [
        f"summarize pending --choose 3={one}" for one in ("2401.00001v2", "2401.00006v2", "none")
    ]


def test_an_item_with_the_title_of_one_paper_and_the_address_of_another_is_asked_about(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2401.00007"] = Entry(title="Wren: Large Models That Write Short Letters")
    write(
        log,
        "[Wren: Large Models That Write Short Letters](https://arxiv.org/abs/2401.00001)",
        "[Small Models That Read Long Papers](https://arxiv.org/abs/2401.00001) to read",
        "Remarks On Reading Papers For Monday, arXiv:2401.00007",
    )
    for _ in range(2):
        first, *others = summarize("pending", "--dry-run", "--json").rows
        assert (first["line"], first["outcome"]) == (3, "ambiguous")
        assert [one.split()[0] for one in first["candidates"]] == ["2401.00001v2", "2401.00007v2"]
        assert [one["outcome"] for one in others] == ["would_draft"] * 2
    searches = [path for path in arxiv.paths("/api/query") if "ti%3A" in path]
    assert len(searches) == 2  # of the first and the last item, once
    assert len(arxiv.paths("/api/query")) == 3


def test_the_commands_that_settle_an_item_are_run_as_they_are_printed(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2401.00006"] = Entry()
    name = "我的 'log' $HOME.md"
    write(summarize.folder / name, "Sparrow: Small Models That Read Long Papers")
    result = summarize("pending", name, "--output", "my drafts")
    lines = [line.strip() for line in result.out.splitlines() if " --choose " in line]
    assert len(lines) == 3
    chosen = subprocess.run(
        ["/bin/sh", "-c", lines[0].replace("summarize", f"'{SUMMARIZE}'", 1) + " --json"],
        cwd=summarize.folder, env=summarize.environ, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(chosen.stdout)["outcome"] == "drafted"
    assert (summarize.folder / "my drafts" / "drafts").is_dir()


def test_a_nickname_whose_title_the_model_cannot_be_asked_for_says_why(
    with_model: Command, log: Path, model: FakeModel
) -> None:
    write(log, "STARLING")
    model.faults = [answers(400, '{"error": {"message": "context length is 600 tokens"}}')] * 9
    [row] = with_model("pending", "--json").rows
    assert row["outcome"] == "ambiguous"
    assert row["reason"].startswith("a nickname by itself: write the title or")
    assert row["reason"].endswith(")")


def test_a_title_too_short_to_be_one_confirms_nothing(
    with_model: Command, log: Path, model: FakeModel, arxiv: FakeArxiv
) -> None:
    write(log, "SPARROW")
    model.replies = [json.dumps({"title": "Sparrow"})]
    assert outcomes(with_model, "--dry-run") == [(3, "ambiguous")]
    assert len(arxiv.paths("/api/")) == 1


def test_a_nickname_is_asked_about_once_and_anew_where_a_model_may_know_it(
    with_model: Command, log: Path, model: FakeModel, arxiv: FakeArxiv
) -> None:
    write(log, "SPARROW")
    summarize = replace(with_model, environ={**with_model.environ, "SUMMARIZE_BASE_URL": ""})
    for _ in range(2):
        [row] = summarize("pending", "--json").rows
        assert row["outcome"] == "ambiguous"
        assert row["candidates"] == ["2401.00001v2 Sparrow: Small Models That Read Long Papers"]
        assert row["choices"][0] == "summarize pending --choose 3=2401.00001v2"
    assert len(arxiv.paths("/api/")) == 1
    model.replies = [json.dumps({"title": "Sparrow: Small Models That Read Long Papers"})]
    assert outcomes(with_model, "--dry-run") == [(3, "would_draft")]


def test_what_no_other_paper_can_pass_stops_the_batch_and_each_item_is_told(
    with_model: Command, log: Path, model: FakeModel, arxiv: FakeArxiv
) -> None:
    at_once = 1 + (os.cpu_count() or 1)  # one is asked about, the others are being read
    papers = [f"2401.{number:05}" for number in range(1, at_once + 4)]
    arxiv.papers |= {one: Entry(title=f"Paper of Number {one}") for one in papers}
    write(log, *papers)
    model.faults = [answers(401, '{"error": {"message": "wrong key"}}')] * len(papers)
    rows = with_model("pending", "--json", "--jobs", "1").rows
    assert [row["outcome"] for row in rows] == ["failed"] * len(papers)
    said = [row["reason"] for row in rows]
    assert sum("not tried: " in reason for reason in said) >= len(papers) - at_once
    assert all("key" in reason for reason in said)
    assert len(model.calls) <= at_once


def test_an_empty_list_and_a_list_without_open_items_say_so(summarize: Command, log: Path) -> None:
    log.write_text("# pending\n\n- [x] 2401.00002\n")
    result = summarize("pending")
    assert (result.status, result.out) == (0, "")
    assert result.err.splitlines()[-1] == "nothing is open on the pending list"


# ── what could not be told, and choosing ──


def two_of_one_title(arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00006"] = Entry(title="Sparrow Again: Small Models That Read Long Papers")
    arxiv.papers["2401.00007"] = Entry(title="Small Models That Read Long Papers", versions=1)


def test_what_was_not_found_is_kept_for_a_week_or_until_it_is_asked_for_anew(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    write(log, "A Paper That Nobody Has Written Yet", "Sparrow: Small Models", "2401.00002")
    first = outcomes(summarize)
    assert first == [(3, "not_found"), (4, "ambiguous"), (5, "drafted")]
    asked = len(arxiv.log)
    assert outcomes(summarize) == [*first[:2], (5, "present")]
    assert len(arxiv.log) == asked
    assert outcomes(summarize, "--fresh") == [*first[:2], (5, "present")]
    assert len(arxiv.log) > asked
    note = summarize.folder / "output/resolved.json"
    asked = len(arxiv.log)
    old = str(datetime.date.today() - datetime.timedelta(days=7))
    note.write_text(note.read_text("utf-8").replace(str(datetime.date.today()), old), "utf-8")
    assert outcomes(summarize) == [*first[:2], (5, "present")]
    assert len(arxiv.log) > asked


def test_a_choice_is_kept_and_drafted(summarize: Command, log: Path, arxiv: FakeArxiv) -> None:
    two_of_one_title(arxiv)
    write(log, "Small Models That Read")
    [row] = summarize("pending", "--json").rows
    assert row["outcome"] == "ambiguous"
    assert len(row["candidates"]) == 3
    chosen = "--choose=3=2401.00007v1"
    [row] = summarize("pending", "log.md", chosen, "--json").rows
    assert (row["outcome"], row["arxiv_id"]) == ("drafted", "2401.00007v1")
    asked = len(arxiv.log)
    [row] = summarize("pending", "--json").rows
    assert (row["outcome"], row["arxiv_id"]) == ("present", "2401.00007v1")
    assert len(arxiv.log) == asked
    assert "ticked “Small Models That Read”" in summarize("accept", "2401.00007").out


def test_none_of_the_papers_is_a_choice_too(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    two_of_one_title(arxiv)
    write(log, "Small Models That Read")
    assert outcomes(summarize, "--choose", "3=none") == [(3, "not_a_paper")]
    assert outcomes(summarize) == [(3, "not_a_paper")]
    assert arxiv.log == []


@pytest.mark.parametrize(
    ("choice", "outcome"), [("3=2401.00007v1", "would_draft"), ("3=none", "not_a_paper")]
)
def test_a_choice_of_a_dry_run_holds_for_it_alone(
    summarize: Command, log: Path, arxiv: FakeArxiv, choice: str, outcome: str
) -> None:
    two_of_one_title(arxiv)
    write(log, "Small Models That Read")
    assert outcomes(summarize, "--dry-run", "--choose", choice) == [(3, outcome)]
    assert outcomes(summarize, "--dry-run") == [(3, "ambiguous")]


@pytest.mark.parametrize(
    "choice", [f"{'3' * 5000}=2401.00002", "3", "4=2401.00002", "x=2401.00002", "3=2401.2", "="]
)
def test_a_choice_that_is_none_is_wrong_usage(summarize: Command, log: Path, choice: str) -> None:
    write(log, "2401.00002")
    result = summarize("pending", "--choose", choice)
    assert result.status == 2
    assert len(result.err.splitlines()) == 2


def on_a_terminal(command: Command, answers: str, *arguments: str) -> str:
    """Give what a person sees who types these answers."""
    person, terminal = pty.openpty()
    environ = {"TERM": "dumb", "COLUMNS": "80"}
    arguments = ("pending", *arguments)
    with subprocess.Popen(
        [SUMMARIZE, *arguments],
        cwd=command.folder,
        env=command.environ | environ,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=terminal,
    ) as running:
        os.close(terminal)
        os.write(person, answers.encode())
        shown = b""
        with contextlib.suppress(OSError):  # how Linux says that the other end is closed
            while piece := os.read(person, 65536):
                shown += piece
        os.close(person)
        assert running.wait(60) == 0
    return shown.decode()


def test_on_a_terminal_an_ambiguous_item_is_asked_about_once(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    two_of_one_title(arxiv)
    write(log, "Small Models That Read", "2401.00002 / 2401.00003", "Sparrow: Small Models")
    shown = on_a_terminal(summarize, "9\n2\nn\ns\n")
    assert "line 3: Small Models That Read" in shown
    assert "2401.00007v1  2024  Ada Lark" in shown
    assert "Reading long papers with small language models is hard" in shown
    assert "Paper of Number 3" in shown
    assert max(map(len, shown.split("\r\n"))) <= 100
    found = outcomes(summarize, "--dry-run")
    assert found == [(3, "present"), (4, "not_a_paper"), (5, "ambiguous")]
    assert "line 3" not in on_a_terminal(summarize, "\x04")


def test_a_list_is_drafted_while_the_rest_of_it_is_looked_up(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    arxiv.papers = {
        f"2401.{n:05}": Entry(title=f"A Long Title of Paper Number{n}") for n in range(1, 27)
    }
    wanted = [entry.title for entry in arxiv.papers.values()]
    write(log, "A Paper That Nobody Has Written Yet", "ALIGN", *wanted[1:], "2401.00001")
    rows = summarize("pending", "--json").rows
    assert [row["outcome"] for row in rows].count("drafted") == 26
    paths = arxiv.paths()
    assert next(at for at, path in enumerate(paths) if path.startswith("/pdf/")) < 4
    last_look_up = max(at for at, path in enumerate(paths) if path.startswith("/api/"))
    assert sum(path.startswith("/pdf/") for path in paths[:last_look_up]) > 3
    summarize("pending", "--json")
    assert len(arxiv.log) == len(paths)


def test_eight_titles_take_ten_requests_at_most(
    summarize: Command, log: Path, arxiv: FakeArxiv
) -> None:
    arxiv.papers = {
        f"2401.{n:05}": Entry(title=f"A Long Title of Paper Number{n}x") for n in range(1, 9)
    }
    write(log, *(entry.title for entry in arxiv.papers.values()))
    rows = summarize("pending", "--json").rows
    assert {row["outcome"] for row in rows} == {"drafted"}
    assert len(arxiv.log) <= 10


def test_open_boxes_outside_of_lists_are_told(summarize: Command, log: Path) -> None:
    log.write_text(
        "# To read\n\n- [x] a\n\n# 2024.1\n\n## 2024.1.2\n\n《Old》\n\n- [ ] b\n", "utf-8"
    )
    result = summarize("pending")
    assert "an open box elsewhere is left alone, line 11" in result.err


def test_a_rejected_paper_is_shown_as_such_and_can_be_taken_back(
    summarize: Command, log: Path
) -> None:
    write(log, "2401.00002")
    summarize("pending")
    summarize("reject", "2401.00002")
    for options in ((), ("--dry-run",)):
        [row] = summarize("pending", "--json", *options).rows
        assert row["outcome"] == "rejected"
        assert "summarize restore 2401.00002v2" in row["reason"]
    restored = summarize("restore", "2401.00002")
    assert (restored.status, restored.out) == (
        0, f"{summarize.folder}/output/drafts/2401.00002v2\n",
    )  # fmt: skip
    assert outcomes(summarize) == [(3, "present")]
    again = summarize("restore", "2401.00002")
    assert (again.status, again.err.splitlines()[0]) == (
        1, "summarize: 2401.00002v2 is a draft already",
    )  # fmt: skip


@pytest.mark.parametrize("width", [80, 120])
def test_each_row_is_printed_when_it_is_known_and_the_bar_is_off_it(
    summarize: Command, log: Path, arxiv: FakeArxiv, width: int
) -> None:
    arxiv.papers["2401.00006"] = Entry()
    write(log, "看一下这个很长很长的待办事项，它不是论文，只是提醒自己的一句话", "2401.00001")
    log.write_text(log.read_text() + "- [ ] Sparrow: Small Models That Read Long Papers\n")
    with Terminal(summarize, "pending", width=width) as terminal:
        terminal.wait_for("a number, s to skip, n for none of them [s] ")
        before = terminal.plain
        assert before.index("outcome") < before.index("not a paper") < before.index("a number, s")
        terminal.type("7\n")
        terminal.wait_for("'7' is none of 1 to 2, s and n")
        terminal.wait_for("a number, s to skip, n for none of them [s] ")
        terminal.type("s\n")
        assert terminal.end() == 0
        screen = terminal.screen()
    assert sum(line.split()[:2] == ["line", "outcome"] for line in screen) == 1
    heading = next(line for line in screen if line.split()[:2] == ["line", "outcome"])
    rows = [line for line in screen if re.match(r" {4}\d  ", line)]
    assert len(rows) == 3
    assert {line.index(line.split()[1]) for line in rows} == {heading.index("outcome")}
    assert max(map(cell_len, screen)) <= width
    assert list(filter(None, screen))[-2].startswith("3 open items: ")
    assert "0:00:0" not in "\n".join(screen)  # no bar is left
