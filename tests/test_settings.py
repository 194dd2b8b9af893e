from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import settings
from pipeline.errors import UsageError


def test_options_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "summarize.toml").write_text('language = "en"\njobs = 2\nmodel = "from-file"\n')
    chosen = settings.load(
        {"model": "from-option"}, tmp_path, {"SUMMARIZE_JOBS": "8", "SUMMARIZE_MODEL": "from-environment"}
    )
    assert (chosen.language, chosen.jobs, chosen.model) == ("en", 8, "from-option")


def test_openai_base_url_is_honoured_unless_ours_is_set(tmp_path: Path) -> None:
    environ = {"OPENAI_BASE_URL": "http://a/v1"}
    assert settings.load({}, tmp_path, environ).base_url == "http://a/v1"
    assert settings.load({}, tmp_path, environ | {"SUMMARIZE_BASE_URL": "http://b/v1"}).base_url == "http://b/v1"


@pytest.mark.parametrize(
    ("toml", "environ", "options", "place"),
    [
        ("jbos = 3", {}, {}, "'jbos' in summarize.toml"),
        ("", {"SUMMARIZE_JBOS": "3"}, {}, "'jbos' in $SUMMARIZE_JBOS"),
        ("jobs = 0", {}, {}, "jobs cannot be 0 (summarize.toml)"),
        ("", {"SUMMARIZE_JOBS": "many"}, {}, "jobs cannot be 'many' ($SUMMARIZE_JOBS)"),
        ("", {}, {"language": "fr"}, "language cannot be 'fr' (--language)"),
        ("jobs = ", {}, {}, "summarize.toml is not valid TOML"),
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


def test_the_readme_names_every_setting() -> None:
    table = (
        (Path(__file__).parents[1] / "README.md")
        .read_text("utf-8")
        .split("## Settings")[1]
        .split("## What was measured")[0]
    )
    named = {
        name.strip() for line in table.splitlines() if line.startswith("|") for name in line.split("|")[1].split(",")
    }
    assert set(settings.Settings.model_fields) <= named
