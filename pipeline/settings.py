"""Settings: summarize.toml, then SUMMARIZE_* in the environment, then options; the later wins.

They don't depend on the folder that somebody happens to be in. The file is the nearest one, in the
working folder or above it; of a log that is named, the nearest one to the log goes before it. The
folder that the file is in is home: where a log and an output folder are that nobody names, and a
person's own prompts and templates. Without a file the folder of a log that is named is home;
without either the settings are those of ~/.config/papers-daily/summarize.toml.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import shlex
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import Field, ValidationError, field_validator

from pipeline import credentials, keys
from pipeline.address import require_address
from pipeline.credentials import shown
from pipeline.errors import SummarizeError, UsageError
from pipeline.files import bytes_of, seen_from
from pipeline.records.record import Record

FILE = "summarize.toml"
_OF_USER = Path("papers-daily", FILE)
"""The file of a person's own, in their folder for settings."""
_PATHS = ("log", "output", "papers_from")
_AT_HOME = ("log", "output")
"""Paths that are beside the settings where nobody names them."""
_PREFIX = "SUMMARIZE_"
_LARGEST_FILE = 1 << 20
"""Bytes of summarize.toml: every setting with a comment takes a few thousand."""
_ADDRESSES = ("base_url", "arxiv_api_url", "arxiv_pdf_url")
_DAY = 86_400  # seconds; "inf" is more than the system's clocks and sockets take


class Settings(Record):
    """All that can be set; every field's description is what the page of settings says."""

    log: Path = Field(Path("log.md"), description="the reading log with its pending list")
    output: Path = Field(Path("output"), description="where drafts and replies are kept")
    language: Literal["auto", "zh", "en"] = Field(
        "auto",
        description="language of a draft: zh, en, or auto: that of the log's entries, without any "
        "that of your system",
    )
    drafter: Literal["auto", "model", "extractive"] = Field(
        "auto",
        description="model, extractive, or auto: the model if there is a key, a base_url or a "
        "model_command",
    )
    model: str = Field(
        "",
        examples=["gpt-5-mini"],
        description="which model; found out where the server has only one",
    )
    base_url: str = Field(
        "",
        examples=["http://127.0.0.1:11434/v1"],
        description="the model's server, if not OpenAI's; OPENAI_BASE_URL is honoured too",
    )
    model_command: str = Field(
        "",
        examples=["llm -m gpt-5-mini"],
        description="a command that is the model, like `llm -m gpt-5-mini`, in a server's place",
    )
    verify: Literal["auto", "on", "off"] = Field(
        "auto",
        description="a second reading of a model's draft by a model: on, off, or auto: by one that "
        "passes a test",
    )
    verify_model: str = Field(
        "",
        examples=["gpt-5"],
        description="which model reads the second time; another than the drafter sees more",
    )
    evidence: Literal["full", "short", "none"] = Field(
        "short",
        description="what an entry shows of its evidence, in a comment: the quotes, their pages, "
        "or nothing; report.json has all",
    )
    figures: Literal["0", "1", "2", "auto"] = Field(
        "auto",
        description="how many figures of the paper an entry shows, 0 to 2, or auto: as the newest "
        "entries of the log do",
    )
    context_tokens: int | None = Field(
        None,
        gt=500,
        examples=[32000],
        description="how much one call may carry, in tokens; found out, else 32000",
    )
    answer_tokens: int = Field(
        4096, gt=100, description="room for an answer, in tokens; reasoning models want more"
    )
    max_cost: float | None = Field(
        None,
        ge=0,
        examples=[0.5],
        description="USD a run may spend; it stops before it would spend more",
    )
    price_in: float | None = Field(
        None,
        ge=0,
        examples=[0.25],
        description="your model's price, USD a million tokens in, where it is not known",
    )
    price_out: float | None = Field(
        None, ge=0, examples=[2.0], description="the same for tokens out"
    )
    pdf_viewer: str = Field(
        "",
        examples=["zathura --page={page} {file}"],
        description="the command that shows a PDF, like `zathura --page={page} {file}`; found out "
        "if not given",
    )
    jobs: int = Field(4, ge=1, le=1000, description="papers that a model drafts at once")
    executor: Literal["threads", "dask"] = Field(
        "threads", description="where several papers are worked on: threads here, or dask's workers"
    )
    scheduler: str = Field(
        "",
        examples=["tcp://127.0.0.1:8786"],
        description="where the scheduler of Dask is, as `dask scheduler` prints it",
    )
    local_ports: str = Field(
        "11434, 1234, 8080, 8000",
        description="where on this machine a model's server is looked for if none is set, to name "
        "it; empty for nowhere",
    )
    batch_interval: float = Field(
        30, gt=0, le=_DAY, description="seconds between two looks at a batch (`pending --batch`)"
    )
    arxiv_api_url: str = Field(
        "https://export.arxiv.org/api/query", description="arXiv's API, or a mirror's"
    )
    arxiv_pdf_url: str = Field(
        "https://arxiv.org/pdf", description="where PDFs are; the identifier is put behind it"
    )
    papers_from: Path | None = Field(
        None,
        examples=["../papers"],
        description="a folder of PDFs under their identifiers, such as arXiv's bulk sets: they are "
        "taken instead of being downloaded",
    )
    arxiv_interval: float = Field(3, ge=0, le=_DAY, description="seconds between requests to arXiv")
    arxiv_timeout: float = Field(
        30, gt=0, le=_DAY, description="seconds without an answer of arXiv"
    )
    model_timeout: float = Field(
        300, gt=0, le=_DAY, description="seconds without an answer of the model"
    )
    paper_seconds: float = Field(
        1800,
        gt=0,
        le=_DAY,
        description="seconds that one paper's model calls may take, waiting included",
    )
    extract_seconds: float = Field(
        60, gt=0, le=_DAY, description="time limit of the process that reads a PDF, in seconds"
    )
    extract_mib: int = Field(
        1024, ge=128, le=1_000_000, description="memory limit of that process, in MiB"
    )

    home: Path = Field(
        Path(), exclude=True, description="where a person's own prompts and templates are; not set"
    )

    @field_validator("figures", mode="before")
    @classmethod
    def _is_in_digits(cls, value: object) -> object:
        return str(value) if type(value) is int else value

    @field_validator("papers_from", mode="before")
    @classmethod
    def _is_none_where_empty(cls, value: object) -> object:
        return value if value != "" else None

    @field_validator("log", "output", "papers_from")
    @classmethod
    def _is_path(cls, value: Path | None) -> Path | None:
        if "\0" in str(value):
            raise ValueError("no path has a NUL in it")
        return value

    @field_validator("model_command")
    @classmethod
    def _is_command(cls, value: str) -> str:
        if value.strip() and not shlex.split(value):
            raise ValueError("a command has a program's name in it")
        return value.strip()

    @field_validator("model", "verify_model", "model_command", "pdf_viewer", *_ADDRESSES)
    @classmethod
    def _is_printable(cls, value: str) -> str:
        if not value.isprintable():
            raise ValueError("no name or address has control characters in it")
        return value

    @field_validator("scheduler")
    @classmethod
    def _is_scheduler(cls, value: str) -> str:
        if value and not re.fullmatch(r"(?:tcp|tls|ucx|wss?)://[^\s/@]+:\d{1,5}", value):
            raise ValueError("write it like tcp://127.0.0.1:8786")
        return value

    @field_validator("local_ports")
    @classmethod
    def _is_ports(cls, value: str) -> str:
        if not all(re.fullmatch(r"[1-9]\d{0,4}", port) for port in _ports(value)):
            raise ValueError("write ports like 11434, 8080")
        return value

    @field_validator(*_ADDRESSES, mode="before")
    @classmethod
    def _is_as_pasted(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @field_validator(*_ADDRESSES)
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if value:
            require_address(value)
        return value

    @property
    def uses_model(self) -> bool:
        """Whether a language model drafts: chosen, or `auto` and there is one to ask."""
        return self.drafter == "model" or (self.drafter == "auto" and self.has_model)

    @property
    def ports(self) -> tuple[int, ...]:
        """The local ports, as numbers."""
        return tuple(int(port) for port in _ports(self.local_ports))

    @property
    def has_model(self) -> bool:
        """Whether there is a command, a server or a key."""
        return bool(self.model_command or self.base_url or keys.found(self.base_url).key)


def _ports(value: str) -> list[str]:
    return value.replace(",", " ").split()


def lacks_model(settings: Settings) -> bool:
    """Tell whether a model is named, and nothing is there that could be asked for it."""
    return bool(settings.model) and settings.drafter == "auto" and not settings.uses_model


SETTABLE = tuple(name for name in Settings.model_fields if name != "home")
"""The names of settings."""


class _Home(NamedTuple):
    """Where the settings are from: their file, None without one, and what is home."""

    file: Path | None
    folder: Path


def load(options: Mapping[str, Any], folder: Path, environ: Mapping[str, str]) -> Settings:
    """Give the settings in force in `folder`; what they have of credentials is learnt.

    `options` are the command line's, None meaning not given. A path is relative to `folder`, one of
    a file to the file's folder; "~" is the home folder of the person. Raises UsageError for an
    unknown name or a wrong value, naming where it stands.
    """
    values: dict[str, Any] = {}
    places: dict[str, str] = {}
    credentials.forget()  # those of settings that were in force before
    credentials.learn_environment(environ)
    if "OPENAI_BASE_URL" in environ:
        values["base_url"], places["base_url"] = environ["OPENAI_BASE_URL"], "OPENAI_BASE_URL"
    given = {k: v for k, v in options.items() if v is not None}
    of_environment = _of_environment(environ)
    file, home = _home(given.get("log") or of_environment.get("log"), folder, environ)
    of_file = _read_file(file) if file else {}
    layers = (
        (_name_of(file, folder), _seen_from(folder, of_file, file.parent if file else folder)),
        (_PREFIX, _seen_from(folder, of_environment, folder)),
        ("--", _seen_from(folder, given, folder)),
    )
    for place, layer in layers:
        for name, value in layer.items():
            if name not in SETTABLE:
                raise _unknown(name, _place(place, name))
            values[name], places[name] = value, _place(place, name)
    for address in (values.get(name) for name in _ADDRESSES):
        credentials.learn_address(str(address or ""))
    if file and home != file.parent and isinstance(of_file.get("log"), str):
        home = _expanded(of_file["log"], file.parent).parent  # a person's own file names the log
    if home != folder:
        usual = {name: str(Settings.model_fields[name].default) for name in _AT_HOME}
        values = {"home": home, **_seen_from(folder, usual, home), **values}
    try:
        found = Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise _cannot_be(str(first["loc"][0]), first["input"], places, first["msg"]) from error
    _require_own_output(found, folder, environ, places.get("output", "output"))
    _require_server(found, places)
    return found


def file_in_force(
    options: Mapping[str, Any], folder: Path, environ: Mapping[str, str]
) -> Path | None:
    """Give the file that settings are read from, None where there is none."""
    return _home(options.get("log") or _of_environment(environ).get("log"), folder, environ).file


def _home(log: object, folder: Path, environ: Mapping[str, str]) -> _Home:
    is_path = isinstance(log, str) and "\0" not in log
    of_log = _expanded(str(log), folder).parent if is_path else None
    own_log = of_log is not None and _is_own(of_log)
    file = (_nearest(_real(of_log)) if of_log else None) or _nearest(folder, is_entered=True)
    if file:
        return _Home(file, file.parent)
    if of_log and own_log:
        return _Home(None, of_log)
    config, person = environ.get("XDG_CONFIG_HOME", ""), environ.get("HOME", "")
    own = Path(config if Path(config).is_absolute() else Path(person, ".config")) / _OF_USER
    return _Home(own if own.is_absolute() and own.exists() else None, folder)


def _nearest(folder: Path, *, is_entered: bool = False) -> Path | None:
    """Give the file that is nearest to a folder, in it or above it.

    Another person's file is none: its `model_command` would be run, and its `base_url` be sent our
    key. Only in the working folder itself it is one, which a person has gone into (`is_entered`).
    """
    for parent in (folder, *folder.parents):
        file = parent / FILE
        with contextlib.suppress(OSError, ValueError):
            found = file.lstat()
            is_own = stat.S_ISREG(found.st_mode) and found.st_uid in _trusted()
            if is_own or (is_entered and parent == folder):
                return file
    return None


def _is_own(folder: Path) -> bool:
    """Tell whether a folder is ours, or is not there yet: its prompts and templates are used."""
    try:
        return folder.stat().st_uid in _trusted()
    except (OSError, ValueError):
        return True


def _trusted() -> tuple[int, int]:
    return 0, os.getuid()


def _seen_from(folder: Path, layer: Mapping[str, Any], base: Path) -> dict[str, Any]:
    """Give settings with paths that were relative to `base` as they are from `folder`."""
    return {
        name: str(seen_from(folder, _expanded(value, base if base != folder else None)))
        if name in _PATHS and isinstance(value, str) and value
        else value
        for name, value in layer.items()
    }


def _expanded(path: str, base: Path | None) -> Path:
    with contextlib.suppress(RuntimeError, ValueError):  # an unknown ~user, a NUL
        return (base or Path()) / Path(path).expanduser()
    return Path(path)


def _name_of(file: Path | None, folder: Path) -> str:
    return FILE if file is None or file.parent == folder else str(file)


def _unknown(name: str, place: str) -> UsageError:
    near = difflib.get_close_matches(name.lower(), SETTABLE, n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    return UsageError(
        f"unknown setting {shown(name)} in {place}", f"{meant}these exist: {', '.join(SETTABLE)}"
    )


def _cannot_be(name: str, value: object, places: Mapping[str, str], why: str) -> UsageError:
    if name in _ADDRESSES and isinstance(value, str):
        value = credentials.refused(value)
    return UsageError(
        f"setting {name} cannot be {shown(value)} ({places.get(name, name)})", why.lower()
    )


def _require_own_output(
    settings: Settings, folder: Path, environ: Mapping[str, str], place: str
) -> None:
    """Raise UsageError for an output folder that has the user's own files in it."""
    output = _real(folder / settings.output)
    log = folder / settings.log
    others = {
        _real(folder): "the working folder",
        _real(log.parent): "the log's folder",
        _real(log).parent: "the log's folder",
    }
    if home := environ.get("HOME"):
        others[_real(Path(home))] = "your home folder"
    for other, name in others.items():
        if output == other or output in other.parents:
            which = "is" if output == other else "holds"
            raise UsageError(
                f"setting output cannot be {shown(str(settings.output))} ({place}): "
                f"it {which} {name}",
                "name a folder of its own, like output",
            )


def _require_server(settings: Settings, places: Mapping[str, str]) -> None:
    """Raise UsageError for what is set of a server where a command is the model.

    A command has no price that could be counted, and names its model itself.
    """
    if not settings.model_command:
        return
    in_vain = {
        "max_cost": settings.max_cost is not None and "cannot be kept",
        "verify_model": settings.verify_model and "does nothing",
    }
    for name, what in in_vain.items():
        if what:
            raise UsageError(
                f"setting {name} {what} with model_command ({places[name]})",
                f"take {name} or model_command out",
            )


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _of_environment(environ: Mapping[str, str]) -> dict[str, str]:
    ours = (name for name in environ if name.startswith(_PREFIX))
    return {name.removeprefix(_PREFIX).lower(): environ[name] for name in ours}


def _place(layer: str, name: str) -> str:
    """Say where a setting stands: in a variable, an option, or a file."""
    variable, option = f"${_PREFIX}{name.upper()}", f"--{name.replace('_', '-')}"
    return credentials.words({_PREFIX: variable, "--": option}.get(layer, layer))


def _read_file(path: Path) -> dict[str, Any]:
    to_do = "correct it, or take it away to use the defaults"
    try:
        raw = bytes_of(path, follow=True, most=_LARGEST_FILE)
    except SummarizeError as error:
        raise UsageError(error.message, error.hint) from error
    try:
        # Windows' editors put a byte order mark in front
        return tomllib.loads((raw or b"").decode("utf-8-sig"))
    except RecursionError as error:
        raise UsageError(f"{FILE} is nested too deep", to_do) from error
    except ValueError as error:  # TOML's, UTF-8's, a number's that is too long to be one
        raise UsageError(f"{FILE} is not valid TOML ({error})", to_do) from error
