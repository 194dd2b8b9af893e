"""Begin: a summarize.toml with every setting in it, and a log with two items to try."""

from __future__ import annotations

import json
import os
import re
import shlex
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic.fields import FieldInfo

from pipeline import settings
from pipeline.commands.argument import named_from
from pipeline.commands.language import Language, draft_language
from pipeline.errors import UsageError
from pipeline.files import make_folder, not_of_output, seen_from, stat_of, write_new
from pipeline.log.file import read_log
from pipeline.settings import FILE, SETTABLE, Settings

USUAL_LOG: Path = Settings.model_fields["log"].default
_WIDTH = 98
"""Characters of a comment's line."""
_WRITABLE = "change into a folder that can be written to, or name one: `summarize init FOLDER`"
_NOT_IN_TOML = re.compile(r"[\x7f\ud800-\udfff]")
"""What a settings file cannot have in it: surrogates stand for bytes that are no UTF-8."""
_HEAD = """\
# Settings of papers-daily, for this folder and those in it. A line without "#" in front is in
# force. Relative paths are relative to this file. The environment (SUMMARIZE_<NAME>) and options
# go before it. No API key stands here: it comes from the environment, OPENAI_API_KEY, else from
# where `summarize keys set` has stored it.
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
    folder = named_from(here, into)
    file = folder / FILE
    if named := options.get("log"):
        options = {**options, "log": str(named_from(here, named))}
    known = settings.load(options, folder, environ)
    log = folder / (known.log if named or stat_of(file) else USUAL_LOG)
    _require_writable(log)
    chosen = known.language if options.get("language") else "auto"
    language = draft_language(chosen, read_log(log) if stat_of(log) else None, environ)
    yield _written(here, file, settings_file(folder, log, language))
    yield _written(here, log, _LOGS[language])


def first_command(here: Path, into: str, log: str | None, environ: Mapping[str, str]) -> str:
    """Give what drafts the list of a log that `init` was asked for, from the working folder.

    It names the log where a summarize.toml that was there already has another one.
    """
    folder = named_from(here, into)
    in_force = folder / settings.load({}, folder, environ).log
    if log and os.path.realpath(in_force) != os.path.realpath(named_from(here, log)):
        return shlex.join(["summarize", "pending", "--log", log])
    return f"cd {shlex.quote(into)} && summarize pending" if into else "summarize pending"


def _require_writable(log: Path) -> None:
    """Raise UsageError for the path of a log that no settings file can have in it."""
    if _NOT_IN_TOML.search(str(log)):
        raise UsageError(
            f"{FILE} cannot name {str(log)!r}: bytes of it are no UTF-8, or a control character",
            "give it another name with --log, in a folder of another name",
        )


def _written(here: Path, path: Path, text: str) -> str:
    with not_of_output(_WRITABLE):
        make_folder(path.parent)
        is_new = write_new(path, text.encode())
    shown = seen_from(here, path)
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
