"""What a new user begins with."""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.commands.init import init, settings_file
from pipeline.errors import SummarizeError
from pipeline.log import pending_list, reading_log
from tests.support.command import Command
from tests.support.fakes import Entry, FakeArxiv


@pytest.mark.parametrize(("language", "heading"), [("zh", "# 待读"), ("en", "# To read")])
def test_a_settings_file_and_a_log_in_the_language_that_is_chosen(
    summarize: Command, language: str, heading: str
) -> None:
    result = summarize("init", "--language", language)
    assert (result.status, result.out) == (0, "summarize.toml\nlog.md\n")
    toml = tomllib.loads((summarize.folder / "summarize.toml").read_text("utf-8"))
    assert toml == {"log": "log.md", "language": language}
    log = (summarize.folder / "log.md").read_text("utf-8")
    assert log.startswith(heading)
    items = pending_list.read(reading_log.read(log))
    assert [item.ticked for item in items] == [False, False]


@pytest.mark.parametrize(
    ("lang", "language"), [("zh_TW.UTF-8", "zh"), ("C", "en"), ("de_DE", "en")]
)
def test_without_a_choice_it_is_the_systems_language(
    summarize: Command, lang: str, language: str
) -> None:
    summarize("init", LANG=lang)
    assert f'language = "{language}"' in (summarize.folder / "summarize.toml").read_text("utf-8")


def test_beside_a_log_it_is_the_logs_language(summarize: Command) -> None:
    words = "## 2024.1.6\n\n《A》\n\n2022.6 的一篇文章，要点：\n\n1. 甲\n2. 乙\n\n总体上，好\n"
    (summarize.folder / "log.md").write_text(words, "utf-8")
    assert summarize("init", LANG="C").status == 0
    assert 'language = "zh"' in (summarize.folder / "summarize.toml").read_text("utf-8")


def test_every_setting_stands_in_the_file_and_works_once_it_is_no_comment(tmp_path: Path) -> None:
    text = settings_file(tmp_path, tmp_path / "log.md", "en")
    in_force = re.sub(r"^# (?=\w+ = )", "", text, flags=re.MULTILINE)
    assert set(tomllib.loads(in_force)) == set(settings.SETTABLE)
    for apart in ("model_command", "max_cost|verify_model"):  # a command cannot keep these
        some = re.sub(rf"^(?={apart})", "# ", in_force, flags=re.MULTILINE)
        (tmp_path / "summarize.toml").write_text(some, "utf-8")
        settings.load({}, tmp_path, {})
    assert max(map(len, text.splitlines())) <= 100


def test_what_is_there_stays_to_the_byte(summarize: Command) -> None:
    (summarize.folder / "notes").mkdir()
    kept = {"summarize.toml": b'log = "notes/my.md"\n', "notes/my.md": b"mine\r\n"}
    for name, content in kept.items():
        (summarize.folder / name).write_bytes(content)
    result = summarize("init", "--language", "en")
    assert result.status == 0
    assert result.out.count("is there already, and stays as it is") == 2
    for name, content in kept.items():
        assert (summarize.folder / name).read_bytes() == content
    assert not (summarize.folder / "log.md").exists()


@pytest.mark.usefixtures("no_root")
def test_a_folder_that_cannot_be_written_to_is_said_with_a_way_that_init_has() -> None:
    with tempfile.TemporaryDirectory() as name:  # tmp_path is root's alone
        here = Path(name)
        here.chmod(0o500)
        with pytest.raises(SummarizeError, match="no permission") as refused:
            list(init(here, "", {}, {}))
        assert "summarize init FOLDER" in refused.value.hint
        assert "--output" not in refused.value.hint
        here.chmod(0o700)


def test_it_begins_in_another_folder_with_a_log_of_another_name(summarize: Command) -> None:
    result = summarize("init", "notes", "--log", "notes/my log.md")
    assert result.out.splitlines() == ["notes/summarize.toml", "notes/my log.md"]
    assert "next  `cd notes && summarize pending`" in result.err
    toml = tomllib.loads((summarize.folder / "notes" / "summarize.toml").read_text("utf-8"))
    assert toml["log"] == "my log.md"


def test_the_next_line_names_the_log_where_the_settings_that_are_there_have_another(
    summarize: Command,
) -> None:
    summarize("init")
    assert "`summarize pending`" in summarize("init", "--log", "log.md").err
    summarize("init", "sub")
    for into in ([], ["sub"]):
        said = summarize("init", *into, "--log", "my log.md").err
        assert "next  `summarize pending --log 'my log.md'`: draft" in said


def test_a_log_elsewhere_is_named_whole(summarize: Command, tmp_path: Path) -> None:
    assert summarize("init", "--log", str(tmp_path / "there" / "log.md")).status == 0
    toml = tomllib.loads((summarize.folder / "summarize.toml").read_text("utf-8"))
    assert toml["log"] == str(tmp_path / "there" / "log.md")
    assert (tmp_path / "there" / "log.md").exists()


def test_a_log_that_is_named_is_in_one_place_however_often_it_begins(summarize: Command) -> None:
    first = summarize("init", "sub", "--log", "mylog.md")
    assert first.out.splitlines() == ["sub/summarize.toml", "mylog.md"]
    again = summarize("init", "sub", "--log", "mylog.md")
    stays = "is there already, and stays as it is"
    assert again.out.splitlines() == [f"sub/summarize.toml {stays}", f"mylog.md {stays}"]
    assert not (summarize.folder / "sub" / "mylog.md").exists()


@pytest.mark.parametrize("arguments", [["~nosuchuser"], ["--log", "~nosuchuser/log.md"]])
def test_the_home_folder_of_nobody_is_wrong_usage(summarize: Command, arguments: list[str]) -> None:
    result = summarize("init", *arguments)
    assert result.status == 2
    assert "nobody's home folder is known for '~nosuchuser" in result.err
    assert list(summarize.folder.iterdir()) == []


@pytest.mark.parametrize("name", ["my\x7flog.md", os.fsdecode(b"my\xfflog.md")])
@pytest.mark.parametrize("into", ["", "sub"])
def test_a_log_that_a_settings_file_cannot_name_is_refused_and_nothing_is_written(
    summarize: Command, name: str, into: str
) -> None:
    result = summarize("init", *filter(None, [into]), "--log", name)
    assert result.status == 2
    assert "summarize.toml cannot name" in result.err
    assert list(summarize.folder.iterdir()) == []


def test_the_file_says_both_places_of_a_key(tmp_path: Path) -> None:
    text = settings_file(tmp_path, tmp_path / "log.md", "en")
    assert "only from the environment" not in text
    assert "OPENAI_API_KEY" in text
    assert "`summarize keys set`" in text


def test_what_it_writes_is_drafted_and_accepted_and_taken_back(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2302.04761"] = Entry(title="Toolformer")
    arxiv.papers["2112.03857"] = Entry(title="Grounded Language-Image Pre-training")
    summarize("init", "--language", "en")
    log = summarize.folder / "log.md"
    before = log.read_bytes()
    rows = summarize("pending", "--json").rows
    assert [row["outcome"] for row in rows] == ["drafted"] * 2
    assert "Overall" in summarize.entry("2302.04761v2") or "." in summarize.entry("2302.04761v2")
    assert summarize("accept", "2302.04761").status == 0
    words = log.read_text("utf-8")
    assert words.index("# Reading log") < words.index("Toolformer", words.index("# Reading"))
    assert "- [x] arXiv:2302.04761" in words
    assert summarize("undo").status == 0
    assert log.read_bytes() == before


def test_a_wrong_language_is_refused_and_nothing_is_written(summarize: Command) -> None:
    result = summarize("init", "--language", "fr")
    assert result.status == 2
    assert list(summarize.folder.iterdir()) == []


def test_a_logs_drafts_are_found_from_anywhere(
    summarize: Command, arxiv: FakeArxiv, tmp_path: Path
) -> None:
    arxiv.papers["2302.04761"] = Entry(title="Toolformer")
    arxiv.papers["2112.03857"] = Entry(title="Grounded Language-Image Pre-training")
    summarize("init", "../mylog", "--language", "en")
    elsewhere, third = tmp_path / "elsewhere", tmp_path / "a" / "b"
    for folder in (elsewhere, third, tmp_path / "mylog" / "below"):
        folder.mkdir(parents=True)
    rows = Command(elsewhere, summarize.environ)("pending", "../mylog/log.md", "--json").rows
    assert {row["outcome"] for row in rows} == {"drafted"}
    assert list(elsewhere.iterdir()) == []
    entries = {os.path.realpath(elsewhere / row["entry"]) for row in rows}
    for folder, named in ((third, ["--log", "../../mylog/log.md"]), (tmp_path / "mylog/below", [])):
        shown = Command(folder, summarize.environ)("status", "--json", *named).rows
        assert {os.path.realpath(folder / row["entry"]) for row in shown} == entries
    done = Command(third, summarize.environ)(
        "accept", min(entries, key=lambda entry: "2302" not in entry), "--log", "../../mylog/log.md"
    )
    assert done.status == 0, done.err
    assert "- [x] arXiv:2302.04761" in (tmp_path / "mylog" / "log.md").read_text("utf-8")
    assert list(third.iterdir()) == []


def test_own_templates_stand_beside_the_settings_file(summarize: Command, tmp_path: Path) -> None:
    summarize("init", "../mylog", "--language", "en")
    templates = tmp_path / "mylog" / "templates"
    templates.mkdir()
    (templates / "entry.en.md.j2").write_text("## 2024.1.6\n\n**{{ title }}**\n\nmine\n")
    result = summarize("2401.00001", "--log", "../mylog/log.md")
    assert result.status == 0, result.err
    assert "mine" in (summarize.folder / result.out.strip()).read_text("utf-8")
