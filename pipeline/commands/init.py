"""Begin: a summarize.toml with every setting in it, and a log with two items to try."""

from __future__ import annotations

import json
import os
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic.fields import FieldInfo

from pipeline import settings
from pipeline.commands.language import Language, draft_language
from pipeline.files import make_folder, stat_of, write_new
from pipeline.settings import FILE, SETTABLE, Settings

USUAL_LOG: Path = Settings.model_fields["log"].default
_WIDTH = 98
"""Characters of a comment's line."""
_HEAD = """\
# Settings of papers-daily, for this folder and those in it. A line without "#" in front is in
# force. Relative paths are relative to this file. The environment (SUMMARIZE_<NAME>) and options
# go before it. The API key comes only from the environment: OPENAI_API_KEY.
"""
_LOGS: dict[Language, str] = {
    "zh": """\
# 待读

- [ ] arXiv:2302.04761 Toolformer
- [ ] Grounded Language-Image Pre-training

# 阅读日志
""",
    "en": """\
# To read

- [ ] arXiv:2302.04761 Toolformer
- [ ] Grounded Language-Image Pre-training

# Reading log
""",
}


def init(
    here: Path, into: str, options: Mapping[str, str | None], environ: Mapping[str, str]
) -> Iterator[str]:
    """Write a summarize.toml into a folder, and a log where there is none, and say of each so.

    `here` is the working folder, `into` the other one, from there. Of the `options` of the command
    line, None meaning not given, `log` and `language` count. What is there already stays as it is.
    Raises UsageError for a wrong option, or what is wrong in a summarize.toml that is there, and
    SummarizeError where the file system refuses something.
    """
    folder = here / Path(into).expanduser()
    file = folder / FILE
    known = settings.load(options, folder, environ)
    log = here / known.log if options.get("log") else folder / USUAL_LOG
    if stat_of(file):
        log = folder / known.log
    language = draft_language(known.language if options.get("language") else "auto", None, environ)
    make_folder(folder)
    yield _said(here, file, write_new(file, settings_file(folder, log, language).encode()))
    make_folder(log.parent)
    yield _said(here, log, write_new(log, _LOGS[language].encode()))


def _said(here: Path, path: Path, is_new: bool) -> str:
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    return str(shown) if is_new else f"{shown} is there already, and stays as it is"


def settings_file(folder: Path, log: Path, language: Language) -> str:
    """Give the text of a summarize.toml in `folder`: log and language set, all else as comments."""
    beside = os.path.relpath(log, folder)
    chosen = {"log": beside if not beside.startswith("..") else str(log), "language": language}
    fields = ((name, Settings.model_fields[name]) for name in SETTABLE)
    parts = (_setting(name, field, chosen.get(name)) for name, field in fields)
    return "\n".join([_HEAD, *parts])


def _setting(name: str, field: FieldInfo, chosen: str | None) -> str:
    """Give a setting with its description: in force where it is chosen, else as a comment."""
    words = textwrap.wrap(field.description or "", _WIDTH)
    value, comment = (chosen, "") if chosen is not None else (_usual(field), "# ")
    lines = [f"# {line}" for line in words] + [f"{comment}{name} = {_toml(value)}"]
    return "\n".join(lines) + "\n"


def _usual(field: FieldInfo) -> object:
    """Give a setting's default, or an example where it has none."""
    return field.examples[0] if field.examples else field.default


def _toml(value: object) -> str:
    number = isinstance(value, int | float)
    return str(value) if number else json.dumps(str(value), ensure_ascii=False)
