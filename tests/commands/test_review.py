"""Drafts looked at one by one on a real terminal."""

from __future__ import annotations

import json
import os
import re
import shlex
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.support.command import Command
from tests.support.fakes import Entry, FakeArxiv
from tests.support.terminal import Terminal

LOG = "# pending\n\n- [ ] 2401.00001\n\n# 2024.1\n"
KEYS = "q quit"
FIRST, SECOND = "2401.00001v2", "2401.00002v2"


@pytest.fixture
def log(summarize: Command) -> Path:
    return summarize.write_log(LOG)


@pytest.fixture
def drafted(summarize: Command, log: Path, arxiv: FakeArxiv) -> Command:
    """Give the command beside two drafts; the first has a number that the paper lacks."""
    arxiv.papers["2401.00002"] = Entry(title="Wrens: 小模型读长论文 of Another Kind")
    for paper in ("2401.00001", "2401.00002"):
        assert summarize(paper).status == 0
    os.utime(paper_json(summarize, FIRST), (1, 1))
    rewrite(summarize, FIRST, "61.4", "67.9")
    return summarize


def paper_json(summarize: Command, slug: str) -> Path:
    return summarize.folder / "output" / "drafts" / slug / "paper.json"


def entry(summarize: Command, slug: str) -> Path:
    return summarize.folder / "output" / "drafts" / slug / "entry.md"


def rewrite(summarize: Command, slug: str, before: str, after: str) -> None:
    path = entry(summarize, slug)
    words = path.read_text("utf-8")
    assert before in words
    path.write_text(words.replace(before, after), "utf-8")


def program(summarize: Command, name: str, script: str) -> str:
    """Give the path of a small program of ours: an editor, or what shows a PDF."""
    path = summarize.folder.parent / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_a_draft_is_shown_as_it_will_stand_with_its_doubts_and_the_papers_own_words(
    drafted: Command,
) -> None:
    with Terminal(drafted, "review") as terminal:
        shown = terminal.wait_for(KEYS)
        lines = [line.strip() for line in shown.splitlines()]
        assert re.fullmatch(rf"1 of 2  {FIRST}  \d doubtful", lines[1])
        assert lines[2] == "Sparrow: Small Models That Read Long Papers"
        assert "《Sparrow: Small Models That Read Long Papers》" in lines
        assert "summarize" not in shown  # the comments that accept leaves out
        doubt = next(at for at, line in enumerate(lines) if line.startswith("?1  "))
        assert "67.9" in lines[doubt]
        assert lines[doubt - 1] == "p. 1"  # of the point's quotes
        assert "67.9" in "".join(lines[doubt - 3 : doubt - 1])
        assert lines[doubt + 1].startswith("p. 1  “On the LongRead benchmark, Sparrow reaches 61.4")
        assert re.search(r"\x1b\[1;4;3[13]m67\.9", terminal.shown)  # underlined, in colour
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.plain.splitlines()[-1] == "2 left"


def test_one_key_accepts_and_the_next_draft_is_shown_until_the_last(
    drafted: Command, log: Path
) -> None:
    with Terminal(drafted, "review") as terminal:
        terminal.wait_for(KEYS)
        terminal.press("a")
        terminal.wait_for("accepted, log.md line 5, ticked “2401.00001”")
        terminal.wait_for(f"2 of 2  {SECOND}  nothing doubtful")
        terminal.wait_for(KEYS)
        terminal.press("s")
        assert terminal.end() == 0
        assert terminal.plain.splitlines()[-1] == "1 accepted, 1 skipped"
    words = log.read_text("utf-8")
    assert "- [x] 2401.00001" in words
    assert "67.9" in words
    assert drafted("status", "--json").rows[0]["state"] == "draft"


def test_what_has_changed_since_it_was_shown_is_not_accepted_but_shown_anew(
    drafted: Command, log: Path
) -> None:
    with Terminal(drafted, "review") as terminal:
        terminal.wait_for(KEYS)
        rewrite(drafted, FIRST, "67.9", "679")
        terminal.press("a")
        terminal.wait_for(f"{FIRST} has changed since it was shown")
        assert "679" in terminal.wait_for(KEYS)
        log.write_text(LOG.replace("- [ ]", "- [ ] soon:"), "utf-8")
        terminal.press("a")
        terminal.wait_for("the log has changed since it was shown")
        terminal.wait_for(f"1 of 2  {FIRST}")
        terminal.wait_for(KEYS)
        assert "Sparrow" not in log.read_text("utf-8")
        terminal.press("a")
        terminal.wait_for("accepted, log.md line 5")
        terminal.wait_for(KEYS)
        terminal.press("q")
        assert terminal.end() == 0
    assert "679" in log.read_text("utf-8")


def test_what_of_the_paper_was_not_read_is_said_on_one_line(drafted: Command) -> None:
    kept = entry(drafted, FIRST).with_name("draft.json")
    draft = json.loads(kept.read_text("utf-8"))
    draft["content"]["left_out"] = [f"{letter} Appendix" for letter in "ABCDEFGHI"]
    kept.write_text(json.dumps(draft), "utf-8")
    kept = entry(drafted, FIRST).with_name("text.json")
    text = json.loads(kept.read_text("utf-8"))
    table = {"label": "Table 3", "pages": [1], "made_out": False}
    text["content"]["tables"] = [table]
    kept.write_text(json.dumps(text), "utf-8")
    with Terminal(drafted, "review", width=300) as terminal:
        shown = terminal.wait_for(KEYS)
        terminal.press("q")
        assert terminal.end() == 0
    said = " ".join(shown.split())
    assert "mind: not read for this draft: A Appendix, B Appendix, " in said
    assert "H Appendix, …; no rows and columns made out of: Table 3" in said


def test_an_edit_is_checked_again_and_shown(drafted: Command) -> None:
    editor = program(drafted, "my editor", 'sed -i s/67.9/61.4/g "$2"; echo edited with $1')
    with Terminal(drafted, "review", VISUAL=f"'{editor}' -n", EDITOR="false") as terminal:
        terminal.wait_for(KEYS)
        terminal.press("e")
        terminal.wait_for("edited with -n")
        terminal.wait_for(f"1 of 2  {FIRST}  nothing doubtful")
        terminal.wait_for(KEYS)
        terminal.press("q")
        assert terminal.end() == 0
    assert "61.4" in drafted.entry(FIRST)


def test_an_editor_that_fails_is_said_and_the_keys_are_asked_for_again(drafted: Command) -> None:
    with Terminal(drafted, "review", VISUAL="", EDITOR="no-such-editor -x") as terminal:
        terminal.wait_for(KEYS)
        terminal.press("e")
        terminal.wait_for("there is no editor 'no-such-editor -x'")
        terminal.wait_for(KEYS)
        terminal.press("q")
        assert terminal.end() == 0


def test_the_pdf_is_opened_at_the_page_of_each_mark_by_its_number(drafted: Command) -> None:
    on_page_2 = "On ShortRead, Sparrow and the baseline are on par at 71.1 F1."
    rewrite(drafted, FIRST, "by 7.2 points.", f"by 7.2 points. {on_page_2}")
    rewrite(drafted, FIRST, "2024.3 ", "2023.7 ")
    told = drafted.folder.parent / "told"
    viewer = program(drafted, "viewer", f'echo "$@" >> {told}')
    with Terminal(
        drafted, "review", SUMMARIZE_PDF_VIEWER=f"{viewer} --at={{page}} {{file}}"
    ) as terminal:
        shown = terminal.wait_for(KEYS)
        marks = re.findall(r"^ *\?(\d)  .*\n(?: +[^p ?].*\n)*(?: +p\. (\d))?", shown, re.MULTILINE)
        assert [int(number) for number, _ in marks] == list(range(1, len(marks) + 1))
        assert f"o/1-{len(marks)} open" in shown
        for number, page in [*marks, ("o", marks[1][1])]:
            terminal.press(number)
            terminal.wait_for(f"page {page} of" if page else f"mark {number} is of no page")
            terminal.wait_for(KEYS)
        terminal.press("q")
        assert terminal.end() == 0
    opened = told.read_text().splitlines()
    pdf = os.path.realpath(entry(drafted, FIRST).with_name("paper.pdf"))
    pages = [page for _, page in marks]
    assert not pages[0]  # the month
    assert {*pages[1:]} == {"1", "2"}
    assert opened == [f"--at={page} {pdf}" for page in (*pages[1:], pages[1])]


def test_an_unknown_key_says_how_to_see_what_each_key_does(drafted: Command) -> None:
    with Terminal(drafted, "review") as terminal:
        marks = re.findall(r"^ *\?(\d)  ", terminal.wait_for(KEYS), re.MULTILINE)
        terminal.press("9")  # there are fewer marks
        assert terminal.wait_for("? for help").strip() == "? for help"
        terminal.press("？")  # of a keyboard for Chinese
        lines = terminal.wait_for(KEYS).splitlines()
        keys = [said[0] for line in lines if (said := line.split("  "))[1:] and len(said) == 2]
        numbers = "1" if marks == ["1"] else f"1-{marks[-1]}"
        assert keys == ["a", "e", "o", numbers, "r", "s", "q"]
        terminal.press("s")
        terminal.wait_for("nothing doubtful")
        assert "o open p. 1  r reject" in terminal.wait_for(KEYS)
        terminal.press("1")  # there is no mark
        terminal.wait_for("? for help")
        terminal.press("?")
        assert "o  open the PDF at the page (p. 1)" in terminal.wait_for(KEYS)
        terminal.press("q")
        assert terminal.end() == 0


@pytest.mark.parametrize(
    ("warnings", "said"),
    [
        (["page 2 has 9 of 99 glyphs; left out"], []),
        (["7 glyphs have no reading and are left out: pages 2, 12"], []),
        (["page 1 has no language", "page 2 has none"], ["mind: page 1 has no language"]),
        (["no structure", "glyphs are left out: pages 2, 1"], ["mind: no structure (and 1 more)"]),
    ],
)
def test_what_is_to_mind_of_quoted_pages_is_said_on_one_line(
    drafted: Command, warnings: list[str], said: list[str]
) -> None:
    kept = entry(drafted, FIRST).with_name("text.json")
    text = json.loads(kept.read_text("utf-8"))
    text["content"]["warnings"] = warnings
    kept.write_text(json.dumps(text), "utf-8")
    with Terminal(drafted, "review") as terminal:
        shown = terminal.wait_for(KEYS)
        terminal.press("q")
        assert terminal.end() == 0
    assert [line for line in shown.splitlines() if line.startswith("mind: ")] == said


def test_a_pdf_that_is_gone_is_said_and_no_viewer_is_started(drafted: Command) -> None:
    told = drafted.folder.parent / "told"
    viewer = program(drafted, "viewer", f'echo "$@" >> {told}')
    entry(drafted, FIRST).with_name("paper.pdf").unlink()
    with Terminal(drafted, "review", SUMMARIZE_PDF_VIEWER=viewer) as terminal:
        terminal.wait_for(KEYS)
        terminal.press("o")
        terminal.wait_for(f"{FIRST} has no PDF")
        terminal.wait_for(KEYS)
        terminal.press("q")
        assert terminal.end() == 0
    assert not told.exists()


def test_a_rejected_draft_is_set_aside(drafted: Command) -> None:
    with Terminal(drafted, "review", "--only", "wrens") as terminal:
        terminal.wait_for(f"1 of 1  {SECOND}")
        terminal.wait_for(KEYS)
        terminal.press("Ｒ")  # of a keyboard for Chinese, in its wide form
        assert terminal.end() == 0
        assert "rejected, it is output/rejected/2401.00002v2 now" in terminal.plain
    assert not entry(drafted, SECOND).exists()


def test_what_cannot_be_accepted_is_said_and_stays_a_draft(drafted: Command, log: Path) -> None:
    log.unlink()
    with Terminal(drafted, "review") as terminal:
        terminal.wait_for(KEYS)
        terminal.press("a")
        terminal.wait_for("summarize: 2401.00001v2: ")
        terminal.wait_for(KEYS)
        terminal.press("s")
        terminal.wait_for(KEYS)
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.plain.splitlines()[-1] == "1 skipped, 1 left"
    assert entry(drafted, FIRST).exists()


def test_the_key_that_interrupts_ends_it_like_any_command(drafted: Command) -> None:
    with Terminal(drafted, "review") as terminal:
        terminal.wait_for(KEYS)
        terminal.press("\x03")
        assert terminal.end() == 130


def test_the_end_of_the_input_quits(drafted: Command) -> None:
    with Terminal(drafted, "review") as terminal:
        terminal.wait_for(KEYS)
        terminal.press("\x04")
        assert terminal.end() == 0


@pytest.mark.parametrize("width", [40, 80, 120])
def test_lines_fit_the_terminal_in_chinese_too_and_without_colour(
    drafted: Command, width: int
) -> None:
    rewrite(
        drafted,
        SECOND,
        "\n1. ",
        f"\n1. {'预训练语言模型的综述，从词向量到大规模预训练 GPT-5：' * 9}\n2. ",
    )
    with Terminal(
        drafted, "review", "--only", "wrens", width=width, NO_COLOR="1", TERM="dumb"
    ) as terminal:
        shown = terminal.wait_for(KEYS if width > 60 else "quit")
        terminal.press("q")
        assert terminal.end() == 0
        assert "\x1b[3" not in terminal.shown
    lines = shown.splitlines()
    assert max(map(cell_len, lines)) <= width
    chinese = [line for line in lines if "综述" in line or "预训练" in line]
    assert all(cell_len(line) > width - 12 or width > 100 for line in chinese[:-1])
    assert not any(line.lstrip().startswith(("，", "：")) for line in lines)


def test_an_entry_that_is_empty_is_said_and_can_still_be_rejected(drafted: Command) -> None:
    entry(drafted, FIRST).write_text("")
    with Terminal(drafted, "review") as terminal:
        terminal.wait_for("the entry of 2401.00001v2 is empty")
        terminal.wait_for(KEYS)
        terminal.press("r")
        terminal.wait_for("rejected")
        terminal.wait_for(KEYS)
        terminal.press("q")
        assert terminal.end() == 0


def test_without_a_terminal_it_says_what_to_do(drafted: Command) -> None:
    result = drafted("review")
    assert (result.status, result.out) == (2, "")
    assert "this is no terminal; 2 drafts wait" in result.err
    assert "summarize accept PAPER" in result.err


def test_without_drafts_it_says_how_to_make_one(summarize: Command) -> None:
    result = summarize("review")
    assert result.status == 0
    assert "there is no draft to look at: make one with `summarize PAPER`" in result.out


def test_behind_a_draft_the_next_step_is_said_in_a_line_and_not_to_programs(
    summarize: Command,
) -> None:
    said = summarize("2401.00001").err.splitlines()[-1]
    assert said.strip().startswith("next  `summarize review`")
    assert "summarize review" not in summarize("2401.00001").err  # it was there
    assert "summarize review" not in summarize("2401.00001", "--fresh", "--json").err


def test_the_next_step_works_as_it_stands_beside_another_log_and_output_folder(
    summarize: Command,
) -> None:
    beside = ("--log", "my log.md", "--output", "else where")
    said = summarize("2401.00001", *beside).err.splitlines()[-1]
    command = re.search(r"`summarize (.*)`", said)
    assert command
    words = shlex.split(command[1])
    assert sorted(words) == sorted(("review", *beside))
    with Terminal(summarize, *words) as terminal:
        terminal.wait_for(f"1 of 1  {FIRST}")
        terminal.wait_for(KEYS)
        terminal.press("q")
        assert terminal.end() == 0


def test_what_an_error_or_a_remark_says_to_do_is_for_the_log_and_folder_that_were_named(
    summarize: Command,
) -> None:
    beside = ("--log", "my log.md", "--output", "else where")
    named = "--log 'my log.md' --output 'else where'`"
    said = summarize("check", "2401.00009", *beside).err
    assert f"make one first: `summarize 2401.00009 {named}" in said
    assert f"`summarize PAPER {named}" in summarize("review", *beside).out
    assert f"try `summarize 2112.03857 {named}" in summarize("status", *beside).err
    summarize("2401.00001", *beside)
    entry = summarize.folder / "else where/drafts/2401.00001v2/entry.md"
    entry.write_text(entry.read_text("utf-8") + "\nmine\n", "utf-8")
    said = summarize("2401.00001", "--evidence", "full", *beside).err
    assert f"`summarize edit 2401.00001v2 --take newer {named} takes it" in said
    summarize("reject", "2401.00001", *beside)
    (summarize.folder / "my log.md").write_text("# pending\n\n- [ ] 2401.00001\n", "utf-8")
    [row] = summarize("pending", "my log.md", "--output", "else where", "--json").rows
    restore = "`summarize restore 2401.00001v2 --log 'my log.md' --output 'else where'`"
    assert row["reason"] == f"set aside; {restore} takes it back"


def test_a_newer_draft_is_said_and_one_key_takes_it_and_another_press_takes_it_back(
    drafted: Command,
) -> None:
    mine = drafted.entry(FIRST)
    result = drafted("2401.00001", "--evidence", "full")
    assert result.out == f"output/drafts/{FIRST}/entry.new.md\n"
    with Terminal(drafted, "review") as terminal:
        shown = terminal.wait_for(KEYS)
        assert "you have edited this entry, and a newer draft of the paper stands" in shown
        assert "  n newer entry  " in shown
        terminal.press("n")
        terminal.wait_for(f"1 of 2  {FIRST}  nothing doubtful")
        terminal.wait_for("  n older entry  ")
        assert "67.9" not in drafted.entry(FIRST)
        terminal.press("n")
        assert "67.9" in terminal.wait_for("  n newer entry  ")
        terminal.press("s")
        terminal.wait_for(f"2 of 2  {SECOND}")
        assert "  n " not in terminal.wait_for(KEYS)
        terminal.press("n")  # no key here
        terminal.wait_for("? for help")
        terminal.press("q")
        assert terminal.end() == 0
    assert drafted.entry(FIRST) == mine
