from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline import keys, settings
from pipeline.errors import UsageError


def test_options_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "summarize.toml").write_text('language = "en"\njobs = 2\nmodel = "from-file"\n')
    chosen = settings.load(
        {"model": "from-option"},
        tmp_path,
        {"SUMMARIZE_JOBS": "8", "SUMMARIZE_MODEL": "from-environment"},
    )
    assert (chosen.language, chosen.jobs, chosen.model) == ("en", 8, "from-option")


def test_openai_base_url_is_honoured_unless_ours_is_set(tmp_path: Path) -> None:
    environ = {"OPENAI_BASE_URL": "http://a/v1"}
    assert settings.load({}, tmp_path, environ).base_url == "http://a/v1"
    assert (
        settings.load({}, tmp_path, environ | {"SUMMARIZE_BASE_URL": "http://b/v1"}).base_url
        == "http://b/v1"
    )


@pytest.mark.parametrize(
    ("toml", "environ", "options", "place"),
    [
        ("jbos = 3", {}, {}, "'jbos' in summarize.toml"),
        ("", {"SUMMARIZE_JBOS": "3"}, {}, "'jbos' in $SUMMARIZE_JBOS"),
        ("jobs = 0", {}, {}, "jobs cannot be 0 (summarize.toml)"),
        ("", {"SUMMARIZE_JOBS": "many"}, {}, "jobs cannot be 'many' ($SUMMARIZE_JOBS)"),
        ("", {}, {"language": "fr"}, "language cannot be 'fr' (--language)"),
        ("jobs = ", {}, {}, "summarize.toml is not valid TOML"),
        ("Jobs = 3", {}, {}, "'Jobs' in summarize.toml"),
        ("jobs = 2.5", {}, {}, "jobs cannot be 2.5 (summarize.toml)"),
        ("[model]\nname = 'x'", {}, {}, "model cannot be {'name': 'x'} (summarize.toml)"),
        ("jobs = 3", {"SUMMARIZE_JOBS": "1001"}, {}, "jobs cannot be '1001' ($SUMMARIZE_JOBS)"),
        ("jobs = 0", {"SUMMARIZE_JOBS": "-1"}, {"jobs": 0}, "jobs cannot be 0 (--jobs)"),
        ("", {"SUMMARIZE_": "x"}, {}, "'' in $SUMMARIZE_"),
        ("", {"SUMMARIZE_MAX_COST": "nan"}, {}, "max_cost cannot be 'nan' ($SUMMARIZE_MAX_COST)"),
        ("", {"SUMMARIZE_MAX_COST": "-1"}, {}, "max_cost cannot be '-1' ($SUMMARIZE_MAX_COST)"),
        ("", {"SUMMARIZE_MAX_COST": ""}, {}, "max_cost cannot be '' ($SUMMARIZE_MAX_COST)"),
        ("", {"SUMMARIZE_ARXIV_TIMEOUT": "0"}, {}, "arxiv_timeout cannot be '0'"),
        ("arxiv_timeout = inf", {}, {}, "arxiv_timeout cannot be inf"),
        ("arxiv_interval = 1e9", {}, {}, "arxiv_interval cannot be 1000000000.0"),
        ("model_timeout = inf", {}, {}, "model_timeout cannot be inf"),
        ("paper_seconds = inf", {}, {}, "paper_seconds cannot be inf"),
        ("extract_seconds = inf", {}, {}, "extract_seconds cannot be inf"),
        ("extract_mib = 10_000_000_000", {}, {}, "extract_mib cannot be 10000000000"),
        ("context_tokens = 500", {}, {}, "context_tokens cannot be 500"),
        ("", {}, {"drafter": "gpt"}, "drafter cannot be 'gpt' (--drafter)"),
        ("", {}, {"extract_mibs": 1}, "'extract_mibs' in --extract-mibs"),
        ('openai_api_key = "sk"', {}, {}, "unknown setting 'openai_api_key' in summarize.toml"),
    ],
)
def test_a_wrong_setting_is_an_error_that_names_its_place(
    tmp_path: Path, toml: str, environ: dict[str, str], options: dict[str, str], place: str
) -> None:
    (tmp_path / "summarize.toml").write_text(toml)
    with pytest.raises(UsageError) as refused:
        settings.load(options, tmp_path, environ)
    assert place in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [("max_cost", "0", "cannot be kept"), ("verify_model", "gpt-5", "does nothing")],
)
def test_what_a_command_cannot_keep_is_refused_beside_it(
    tmp_path: Path, name: str, value: str, what: str
) -> None:
    (tmp_path / "summarize.toml").write_text('model_command = "llm"\n')
    environ = {f"SUMMARIZE_{name.upper()}": value}
    with pytest.raises(UsageError) as refused:
        settings.load({}, tmp_path, environ)
    place = f"($SUMMARIZE_{name.upper()})"
    assert refused.value.message == f"setting {name} {what} with model_command {place}"
    assert refused.value.hint == f"take {name} or model_command out"
    assert settings.load({"model_command": ""}, tmp_path, environ)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (".", "it is the working folder"),
        ("", "it is the working folder"),
        ("x/..", "it is the working folder"),
        ("link", "it is the working folder"),
        ("..", "it holds the working folder"),
        ("/", "it holds the working folder"),
        ("{there}/home", "it is your home folder"),
        ("{there}/home/..", "it holds"),
        ("notes", "it holds the log's folder"),
        ("notes/mine", "it is the log's folder"),
        ("{there}/real", "it is the log's folder"),
        ("a\0b", "setting output cannot be"),
    ],
)
def test_an_output_folder_with_the_users_own_files_in_it_is_refused(
    tmp_path: Path, output: str, words: str
) -> None:
    there = tmp_path / "there"
    work = there / "work"
    for folder in (work / "notes/mine", there / "home", there / "real"):
        folder.mkdir(parents=True)
    (work / "link").symlink_to(work)
    (there / "real/log.md").touch()
    (work / "notes/mine/log.md").symlink_to(there / "real/log.md")
    options = {"output": output.format(there=there), "log": "notes/mine/log.md"}
    with pytest.raises(UsageError) as refused:
        settings.load(options, work, {"HOME": str(there / "home")})
    assert words in refused.value.message
    assert "--output" in refused.value.message


@pytest.mark.parametrize("output", ["output", "notes", "../elsewhere", "notes/output", "home"])
def test_an_output_folder_of_its_own_may_be_anywhere(tmp_path: Path, output: str) -> None:
    options = {"output": output}
    assert str(settings.load(options, tmp_path, {"HOME": "/home/me"}).output) == output


def test_the_page_of_settings_names_every_one() -> None:
    table = (Path(__file__).parents[1] / ".github" / "docs" / "settings.md").read_text("utf-8")
    named = {
        name.strip()
        for line in table.splitlines()
        if line.startswith("|")
        for name in line.split("|")[1].split(",")
    }
    assert set(settings.SETTABLE) == named - {"name", "---"}


def test_without_any_layer_the_defaults_are_in_force(tmp_path: Path) -> None:
    assert (
        settings.load({"model": None, "nothing_known": None}, tmp_path, {"PATH": "/bin"})
        == settings.Settings()
    )


def test_openai_base_url_gives_way_to_the_file_too(tmp_path: Path) -> None:
    (tmp_path / "summarize.toml").write_text('base_url = "http://file/v1"')
    assert (
        settings.load({}, tmp_path, {"OPENAI_BASE_URL": "http://a/v1"}).base_url == "http://file/v1"
    )


def test_an_empty_value_in_the_environment_takes_the_files_back(tmp_path: Path) -> None:
    (tmp_path / "summarize.toml").write_text('base_url = "http://file/v1"')
    assert settings.load({}, tmp_path, {"SUMMARIZE_BASE_URL": ""}).base_url == ""


def test_a_files_byte_order_mark_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "summarize.toml").write_bytes(b"\xef\xbb\xbfjobs = 2\r\n")
    assert settings.load({}, tmp_path, {}).jobs == 2


@pytest.mark.parametrize("content", [b"\xff\xfej\x00", b"jobs = 1\njobs = 2\n", b"\x00"])
def test_a_file_that_is_no_toml_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "summarize.toml").write_bytes(content)
    with pytest.raises(UsageError, match=r"summarize\.toml is not valid TOML"):
        settings.load({}, tmp_path, {})


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "summarize.toml").mkdir()
    with pytest.raises(UsageError, match=r"cannot read '.*summarize\.toml': it is a folder"):
        settings.load({}, tmp_path, {})


@pytest.mark.parametrize(
    ("drafter", "base_url", "key", "uses_model"),
    [
        ("auto", "", "", False),
        ("auto", "", "  ", False),
        ("auto", "", "sk-x", True),
        ("auto", "http://a/v1", "", True),
        ("extractive", "http://a/v1", "sk-x", False),
        ("model", "", "", True),
    ],
)
def test_a_model_drafts_where_it_is_chosen_or_there_is_one(
    monkeypatch: pytest.MonkeyPatch, drafter: str, base_url: str, key: str, uses_model: bool
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    chosen = settings.Settings.model_validate({"drafter": drafter, "base_url": base_url})
    assert chosen.uses_model == uses_model


def test_the_key_is_in_no_record_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert keys.found("").key == "sk-secret"
    assert (
        "sk-secret"
        not in settings.load({}, tmp_path, {"OPENAI_API_KEY": "sk-secret"}).model_dump_json()
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a = " + "[" * 100_000 + "]" * 100_000, "is nested too deep"),
        ("a = " + "{b = " * 50_000, "is nested too deep"),
        ("jobs = " + "9" * 5000, "is not valid TOML"),
        ("# x\n" * 300_000, "it is larger than 1 MiB"),
    ],
    ids=range(4),
)
def test_a_file_beyond_all_measure_is_an_error(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "summarize.toml").write_text(content)
    with pytest.raises(UsageError, match=words):
        settings.load({}, tmp_path, {})


def test_a_pipe_as_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "summarize.toml")
    with pytest.raises(UsageError, match="it is a pipe"):
        settings.load({}, tmp_path, {})


def test_a_device_as_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "summarize.toml").symlink_to("/dev/zero")
    with pytest.raises(UsageError, match="it is a device"):
        settings.load({}, tmp_path, {})


SECRET = "opensesame-4f1c9a7e2b83d056"


@pytest.mark.parametrize(
    "toml",
    [
        f'"{SECRET}" = 1', f'api_key = "{SECRET}"', f'jobs = "{SECRET}"', f'language = "{SECRET}"',
        f'base_url = ["{SECRET}"]', f'base_url = {{ key = "{SECRET}" }}', f'base_url = "{SECRET}"',
        f'base_url = "ftp://user:{SECRET}@x"', f'base_url = "http://user:{SECRET}@127.0.0.1:x/"',
        f'arxiv_pdf_url = "x://{SECRET}@y"', f'base_url = "ftp://host/v1?api_key={SECRET}"',
        f'base_url = "user:{SECRET}@host/v1"', f'max_cost = "{SECRET.upper()}"',
        f'model = "\\u0000{SECRET}"', f'output = "{"x" * 50}{SECRET}{"y" * 5000}\\u0000"',
    ],
)  # fmt: skip
def test_a_refusal_does_not_repeat_the_key(tmp_path: Path, toml: str) -> None:
    (tmp_path / "summarize.toml").write_text(toml)
    with pytest.raises(UsageError) as refused:
        settings.load({}, tmp_path, {"OPENAI_API_KEY": SECRET})
    assert SECRET[11:] not in str(refused.value).lower()


@pytest.mark.parametrize(
    "address",
    [f"ftp://user:{SECRET}@x", f"http://user:{SECRET[:12]}/{SECRET[12:]}@x", f"user:{SECRET}@x/v1"],
)
def test_a_refused_address_shows_nothing_before_its_host(tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageError) as refused:
        settings.load({"base_url": address}, tmp_path, {})
    assert SECRET[:10] not in str(refused.value)
    assert SECRET[-10:] not in str(refused.value)


@pytest.mark.parametrize("name", ["base_url", "arxiv_api_url", "arxiv_pdf_url"])
@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:x/", "http://xn--ÿ/", "http://①②⑦.0.0.1:1/", "http://℀.example/", "http://999.1.1.1/"],
)  # fmt: skip
def test_an_address_that_no_connection_can_be_made_to_names_its_setting(
    tmp_path: Path, name: str, address: str
) -> None:
    with pytest.raises(UsageError, match=rf"setting {name} cannot be .*the host or port is none"):
        settings.load({name: address}, tmp_path, {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("output", "x" * 5000 + "\0"), ("base_url", "http://" + "x" * 5000), ("language", "x" * 5000),
        ("jobs", "9" * 5000), ("arxiv_timeout", "x" * 5000), ("x" * 5000, "1"),
        ("jobs", ["x" * 5000] * 9), ("jobs", int("f" * 5000, 16)), ("output", "/" + "x/" * 5000 + "\0"),
    ],
    ids=range(9),
)  # fmt: skip
def test_a_refusal_is_a_short_line_whatever_the_value(
    tmp_path: Path, name: str, value: object
) -> None:
    for options, environ in (
        ({name: value}, {}),
        (
            {},
            {f"SUMMARIZE_{name.upper()}": str(value) if not isinstance(value, int) else "x" * 9999},
        ),
    ):
        with pytest.raises(UsageError) as refused:
            settings.load(options, tmp_path, environ)
        assert len(str(refused.value)) < 800


@pytest.mark.parametrize("name", ["model", "base_url", "arxiv_api_url", "arxiv_pdf_url"])
@pytest.mark.parametrize("character", ["\0", "\x1b", "\udcff"])
def test_a_name_or_address_with_a_control_character_is_refused(
    tmp_path: Path, name: str, character: str
) -> None:
    with pytest.raises(UsageError, match=f"setting {name} cannot be"):
        settings.load({name: f"http://127.0.0.1/{character}x"}, tmp_path, {})


# ── where they are from ──


def folders(tmp_path: Path) -> tuple[Path, Path, dict[str, str]]:
    """Give a folder of notes, one elsewhere, and an environment with a home of its own."""
    notes, elsewhere = tmp_path / "notes", tmp_path / "elsewhere"
    (notes / "papers" / "2024").mkdir(parents=True)
    elsewhere.mkdir()
    return notes, elsewhere, {"HOME": str(tmp_path / "home")}


def test_the_nearest_file_above_is_in_force_and_its_paths_are_relative_to_it(
    tmp_path: Path,
) -> None:
    notes, _, environ = folders(tmp_path)
    (notes / "summarize.toml").write_text('log = "my/log.md"\njobs = 2\n')
    chosen = settings.load({}, notes / "papers" / "2024", environ)
    assert chosen.jobs == 2
    assert chosen.log == notes / "my" / "log.md"
    assert chosen.output == notes / "output"
    assert chosen.home == notes
    (notes / "papers" / "summarize.toml").write_text("jobs = 3\n")
    assert settings.load({}, notes / "papers" / "2024", environ).jobs == 3


def test_options_and_variables_are_relative_to_the_working_folder_wherever_home_is(
    tmp_path: Path,
) -> None:
    notes, _, environ = folders(tmp_path)
    (notes / "summarize.toml").write_text('output = "out"\n')
    work = notes / "papers"
    assert settings.load({"output": "mine"}, work, environ).output == Path("mine")
    environ["SUMMARIZE_OUTPUT"] = "theirs"
    assert settings.load({}, work, environ).output == Path("theirs")


def test_without_a_file_the_folder_of_a_log_that_is_named_is_home(tmp_path: Path) -> None:
    notes, elsewhere, environ = folders(tmp_path)
    for log in ("../notes/log.md", str(notes / "log.md")):
        chosen = settings.load({"log": log}, elsewhere, environ)
        assert os.path.realpath(elsewhere / chosen.output) == str(notes / "output")
        assert os.path.realpath(elsewhere / chosen.home) == str(notes)
    assert settings.load({"log": "log.md"}, elsewhere, environ).output == Path("output")


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives folders away")
@pytest.mark.parametrize("with_file", [True, False])
def test_the_folder_of_another_persons_log_brings_no_settings_prompts_or_templates(
    tmp_path: Path, with_file: bool
) -> None:
    notes, elsewhere, environ = folders(tmp_path)
    if with_file:
        (notes / "summarize.toml").write_text('model_command = "steal"\n')
        os.chown(notes / "summarize.toml", 12345, 12345)
    os.chown(notes, 12345, 12345)
    chosen = settings.load({"log": "../notes/log.md"}, elsewhere, environ)
    assert chosen.model_command == ""
    assert os.path.realpath(elsewhere / chosen.home) == str(elsewhere)


def test_of_a_log_that_is_named_its_own_file_goes_before_that_of_the_working_folder(
    tmp_path: Path,
) -> None:
    notes, elsewhere, environ = folders(tmp_path)
    (elsewhere / "summarize.toml").write_text("jobs = 1\n")
    assert settings.load({"log": "../notes/log.md"}, elsewhere, environ).jobs == 1
    (notes / "summarize.toml").write_text("jobs = 2\n")
    chosen = settings.load({"log": "../notes/log.md"}, elsewhere, environ)
    assert chosen.jobs == 2
    assert os.path.realpath(elsewhere / chosen.output) == str(notes / "output")


@pytest.mark.parametrize("xdg", [True, False])
def test_a_persons_own_file_is_in_force_where_no_other_is(tmp_path: Path, xdg: bool) -> None:
    notes, elsewhere, environ = folders(tmp_path)
    config = tmp_path / "home" / ".config"
    if xdg:
        config = tmp_path / "xdg"
        environ["XDG_CONFIG_HOME"] = str(config)
    (config / "papers-daily").mkdir(parents=True)
    own = config / "papers-daily" / "summarize.toml"
    own.write_text("jobs = 5\n")
    chosen = settings.load({}, elsewhere, environ)
    assert (chosen.jobs, chosen.output) == (5, Path("output"))
    own.write_text(f'log = "{notes}/log.md"\n')
    chosen = settings.load({}, elsewhere, environ)
    assert (chosen.log, chosen.output, chosen.home) == (notes / "log.md", notes / "output", notes)
    (elsewhere / "summarize.toml").write_text("")
    assert settings.load({}, elsewhere, environ).log == Path("log.md")


def test_a_tilde_is_the_home_folder_in_every_layer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    _, elsewhere, environ = folders(tmp_path)
    (elsewhere / "summarize.toml").write_text('log = "~/my/log.md"\n')
    environ["SUMMARIZE_OUTPUT"] = "~/out"
    chosen = settings.load({}, elsewhere, environ)
    assert chosen.log == tmp_path / "home" / "my" / "log.md"
    assert chosen.output == tmp_path / "home" / "out"
    assert settings.load({"log": "~/x.md"}, elsewhere, environ).log == tmp_path / "home" / "x.md"


def test_another_persons_file_in_a_folder_above_is_none(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    notes, _, environ = folders(tmp_path)
    (notes / "summarize.toml").write_text("jobs = 2\n")
    os.chown(notes / "summarize.toml", 12345, 12345)
    assert settings.load({}, notes / "papers", environ).jobs == 4
    assert settings.load({}, notes, environ).jobs == 2


def test_a_log_that_can_be_no_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="setting log cannot be"):
        settings.load({"log": "a\0/b.md"}, tmp_path, {})


def test_a_mistake_in_a_file_elsewhere_is_told_with_its_path(tmp_path: Path) -> None:
    notes, _, environ = folders(tmp_path)
    (notes / "summarize.toml").write_text("langauge = 'en'\n")
    with pytest.raises(UsageError) as refused:
        settings.load({}, notes / "papers", environ)
    assert f"unknown setting 'langauge' in {notes / 'summarize.toml'}" in refused.value.message
    assert refused.value.hint.startswith("did you mean language? these exist: ")
