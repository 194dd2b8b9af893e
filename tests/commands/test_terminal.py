"""What is printed, whatever the stream can hold and whatever the words hold."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from pipeline import credentials
from pipeline.commands.terminal import LONGEST_LINE, json_line, plain, remark
from tests.support.command import SUMMARIZE, Command
from tests.support.fakes import FakeModel

LOG = "## pending\n\n- [ ] 《张\x1b]0;x\x07三》\n"
HARMFUL = "\x1b\x07\x9b\r\x08\x7f\u202e"


def run(summarize: Command, encoding: str, *arguments: str | bytes) -> tuple[int, bytes, bytes]:
    """Run the script with streams of an encoding; give its status and what it printed."""
    done = subprocess.run(
        [SUMMARIZE, *arguments],
        cwd=summarize.folder,
        env=summarize.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("encoding", ["latin-1", "gbk", "ascii", "cp1252"])
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--help"], 0),
        (["pending", "--help"], 0),
        ([], 2),
        (["demo"], 0),
        (["demo", "--json"], 0),
        (["status"], 0),
        (["check", "没有…é"], 1),
        (["没有…é.pdf"], 2),
    ],
)
def test_a_stream_of_any_encoding_takes_every_command(
    summarize: Command, encoding: str, arguments: list[str], status: int
) -> None:
    summarize.encoding = encoding
    result = summarize(*arguments)
    assert result.status == status
    assert "defect" not in result.err
    assert "Traceback" not in result.err
    assert result.out or result.err


@pytest.mark.parametrize(
    ("encoding", "argument", "status"),
    [("latin-1", "--help", 0), ("gbk", "demo", 0), ("ascii", "没有…é.pdf", 2), ("utf-8", b"caf\xe9.pdf", 2)],
)  # fmt: skip
def test_a_process_has_streams_of_any_encoding(
    summarize: Command, encoding: str, argument: str | bytes, status: int
) -> None:
    ended, out, err = run(summarize, encoding, argument)
    assert ended == status
    assert b"defect" not in err
    assert b"Traceback" not in err
    assert out or err
    out.decode(encoding)


def test_json_on_a_stream_of_few_characters_loses_none(summarize: Command) -> None:
    summarize("demo", "--output", "笔记")
    _, out, _ = run(summarize, "ascii", "status", "--json", "--output", "笔记")
    assert json.loads(out)["entry"].startswith("笔记/")


@pytest.mark.parametrize("as_json", [[], ["--json"]])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_names_that_are_no_utf8_are_printed(
    summarize: Command, encoding: str, as_json: list[str]
) -> None:
    summarize("demo")
    folder = os.fsencode(summarize.folder / "output" / "drafts")
    drafted = next(Path(os.fsdecode(folder)).iterdir())
    drafted.rename(os.fsdecode(folder + b"/caf\xe9"))
    summarize.encoding = encoding
    shown = summarize("status", *as_json)
    assert (shown.status, shown.err) == (0, "")
    assert "caf" in shown.out
    checked = summarize("check", os.fsdecode(b"caf\xe9"), *as_json)
    assert checked.status == 0
    assert "defect" not in checked.err
    refused = summarize(os.fsdecode(b"caf\xe9.pdf"), *as_json)
    assert refused.status == 2
    assert "defect" not in refused.err
    assert not as_json or shown.rows


def test_a_json_line_is_printable_and_reads_back() -> None:
    line = json_line({"a": f"张{HARMFUL}\U000e0041"})
    assert line.isprintable()
    assert json.loads(line) == {"a": f"张{HARMFUL}\U000e0041"}
    assert json_line("a\udcffb") == '"a\ufffdb"'


def test_a_line_for_programs_has_no_credential_and_stays_one() -> None:
    credentials.learn("12345678", 'open"sesame-4f1c9a7e2b83d056')
    value = {
        'open"sesame-4f1c9a7e2b83d056': 12345678,
        "a": ["12345678", 'open"sesame-4f1c9a7e2b83d056'],
    }
    assert json.loads(json_line(value)) == {"…": 12345678, "a": ["…", "…"]}


def test_a_line_for_people_has_no_control_characters() -> None:
    assert plain(f"a{HARMFUL}b") == "a" + " " * len(HARMFUL) + "b"
    assert plain("\t张\u3000三") == "\t张\u3000三"


def test_names_of_models_do_not_steer_the_terminal(summarize: Command, model: FakeModel) -> None:
    model.listed = [{"id": "a\x1b[2Jb"}, {"id": "c"}]
    result = summarize("doctor", "--base-url", model.url)
    assert "\x1b" not in result.out + result.err
    assert "a [2Jb" in result.out


def test_an_item_does_not_steer_the_terminal(summarize: Command) -> None:
    (summarize.folder / "log.md").write_text(LOG, "utf-8")
    result = summarize("pending", "--dry-run")
    assert "\x1b" not in result.out + result.err


@pytest.mark.parametrize("closed", ["2>&-", "1>&- 2>&-"])
@pytest.mark.parametrize("command", ["demo", "status", "nonsense.pdf"])
def test_closed_streams_are_no_defect(summarize: Command, closed: str, command: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{SUMMARIZE} {command} {closed}"],
        cwd=summarize.folder,
        env=summarize.environ,
        capture_output=True,
        check=False,
    )
    assert done.returncode == (2 if command == "nonsense.pdf" else 0)


LONG = "word " * 30_000


@pytest.mark.parametrize("as_json", [[], ["--json"]])
@pytest.mark.parametrize("command", [[], ["accept"], ["check"], ["reject"]])
def test_what_is_asked_for_at_length_is_repeated_by_its_ends(
    summarize: Command, command: list[str], as_json: list[str]
) -> None:
    (summarize.folder / "log.md").write_text("# log\n")
    result = summarize(*command, LONG, *(as_json if command != ["reject"] else []))
    assert result.status in (1, 2)
    assert "defect" not in result.err
    assert max(map(len, [*result.err.splitlines(), ""])) < 700


@pytest.mark.parametrize("length", [10, LONGEST_LINE, LONGEST_LINE + 1, 100_000])
def test_of_a_long_remark_the_middle_goes_and_what_to_do_stays(
    capsys: pytest.CaptureFixture[str], length: int
) -> None:
    remark(f"cannot read {'x' * length}: move it away\nand a second line")
    first, second, rest = capsys.readouterr().err.split("\n")
    assert first.startswith("cannot read xxx")
    assert first.endswith("xxx: move it away")
    assert len(first) <= LONGEST_LINE + len(" … ")
    assert (second, rest) == ("and a second line", "")


ENDS = ['exec "$@" >&-', 'exec "$@" 2>&-', 'exec "$@" >&- 2>&-', 'exec "$@" <&- >&- 2>&-']


@pytest.mark.parametrize("shell", ENDS)
def test_closed_streams_keep_no_command_from_its_work(summarize: Command, shell: str) -> None:
    assert summarize("demo").status == 0
    for arguments, status in ((["status"], 0), (["status", "--json"], 0), (["--help"], 0),
                              (["pending"], 1), (["check", "a title of words"], 1), ([], 2)):  # fmt: skip
        done = subprocess.run(
            ["bash", "-c", shell, "bash", SUMMARIZE, *arguments],
            cwd=summarize.folder,
            env=summarize.environ,
            capture_output=True,
            check=False,
        )
        assert done.returncode == status, (arguments, done.stderr)
        assert b"Traceback" not in done.stderr
        assert b"defect" not in done.stderr
