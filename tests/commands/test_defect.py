"""An error that nobody foresaw: one line, and a file that holds nothing private."""

from __future__ import annotations

import pwd
import re
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest

from pipeline.commands import defect
from tests.support.command import Command

KEY = "sk-test-0123456789abcdef"
SENTENCE = "We propose Sparrow, a method that reads a paper section by section"
BROKEN = """
import os
def load(paper, key):
    raise ValueError(f"cannot take {paper} with {key}")
try:
    {}[os.environ["SENTENCE"]]
except KeyError as error:
    load(os.environ["SENTENCE"], os.environ["OPENAI_API_KEY"])
"""


@pytest.fixture
def broken(with_model: Command, tmp_path: Path) -> Command:
    """Give the command with an installed package that breaks when it is imported."""
    package = tmp_path / "site" / "jinja2"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(BROKEN)
    (with_model.folder / "mine.pdf").write_bytes(b"%PDF-1.4")
    with_model.environ |= {
        "PYTHONPATH": str(package.parent),
        "SENTENCE": SENTENCE,
        "OPENAI_API_KEY": KEY,
        "SUMMARIZE_MODEL": "gpt-mine",
    }
    return with_model


def kept(result_err: str) -> Path:
    said = re.search(r"send '([^']*)' to", result_err)
    assert said, result_err
    return Path(said[1])


def test_a_defect_is_one_line_with_the_path_of_its_log_and_an_address(broken: Command) -> None:
    result = broken.process("2401.00001")
    assert (result.status, result.out) == (70, "")
    line = result.err.splitlines()[-1]
    assert line.startswith("summarize: this is a defect (ValueError), not your mistake: send '")
    assert line.endswith("to the papers-daily maintainers")
    assert "Traceback" not in result.err
    assert SENTENCE not in result.err
    assert kept(result.err).is_relative_to(broken.environ["HOME"])


def test_its_log_holds_the_way_there_the_versions_and_the_settings(broken: Command) -> None:
    log = kept(broken.process("2401.00001", "--language", "en").err).read_text("utf-8")
    assert "builtins.ValueError, raised in:" in log
    assert "builtins.KeyError, raised in:" in log
    assert re.search(r"^  pipeline/cli\.py:\d+ main$", log, re.MULTILINE)
    assert re.search(r"^  jinja2/__init__\.py:4 load$", log, re.MULTILINE)
    assert re.search(r"^papers-daily \d.*, Python 3", log, re.MULTILINE)
    assert re.search(r"^pydantic 2\.", log, re.MULTILINE)
    assert "\nlanguage = en\n" in log
    assert "\nlog = the default\n" in log
    assert "\nbase_url = set\n" in log


def test_its_log_holds_no_key_no_text_no_argument_and_no_address(broken: Command) -> None:
    log = kept(broken.process("2401.00001", OPENAI_BASE_URL="http://me:pw@h/v1").err).read_text()
    server = broken.environ["SUMMARIZE_BASE_URL"]
    private = (KEY, SENTENCE, "2401.00001", server, "pw@", "gpt-mine", str(broken.folder))
    assert [words for words in private if words in log] == []
    assert broken.environ["HOME"] not in log


def test_its_log_is_its_owners_alone(broken: Command) -> None:
    path = kept(broken.process("2401.00001").err)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_where_there_is_no_folder_for_logs_it_is_among_the_temporary_files(
    broken: Command, tmp_path: Path
) -> None:
    (tmp_path / "home").write_text("a file")
    (tmp_path / "temporary").mkdir()
    path = kept(broken.process("demo", TMPDIR=str(tmp_path / "temporary")).err)
    assert path.parent == tmp_path / "temporary"
    assert path.stat().st_mode & 0o777 == 0o600


def nobody(_: int) -> NoReturn:
    raise KeyError("no such user")


def test_a_user_without_name_or_home_has_it_among_the_temporary_files_or_nowhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    path = defect.write(ValueError("x"), None)
    assert path
    assert path.parent == tmp_path
    monkeypatch.setattr(tempfile, "tempdir", "/proc/nowhere")
    assert "no log of it could be written; tell" in defect.line(ValueError("x"), None)


def test_a_second_defect_leaves_the_first_ones_log(broken: Command) -> None:
    first, second = (kept(broken.process("demo").err) for _ in range(2))
    assert first != second
    assert first.is_file()
