"""Settings: summarize.toml, then SUMMARIZE_* in the environment, then options; the later wins."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator

from pipeline import credentials
from pipeline.address import require_address
from pipeline.credentials import shown
from pipeline.errors import SummarizeError, UsageError
from pipeline.files import bytes_of
from pipeline.records.record import Record

FILE = "summarize.toml"
_PREFIX = "SUMMARIZE_"
_LARGEST_FILE = 1 << 20
"""Bytes of summarize.toml: every setting with a comment takes a few thousand."""
_ADDRESSES = ("base_url", "arxiv_api_url", "arxiv_pdf_url")
_DAY = 86_400  # seconds; "inf" is more than the system's clocks and sockets take


class Settings(Record):
    """All that can be set; every field's description is what the README's table says."""

    log: Path = Field(Path("log.md"), description="the reading log with its pending list")
    output: Path = Field(Path("output"), description="where drafts and replies are kept")
    language: Literal["zh", "en"] = Field("zh", description="language of a draft: zh, en")
    drafter: Literal["auto", "model", "extractive"] = Field(
        "auto",
        description="model, extractive, or auto: the model if there is a key, a base_url or a "
        "model_command",
    )
    model: str = Field("", description="which model; found out where the server has only one")
    base_url: str = Field(
        "", description="the model's server, if not OpenAI's; OPENAI_BASE_URL is honoured too"
    )
    model_command: str = Field(
        "", description="a command that is the model, like `llm -m gpt-5-mini`, in a server's place"
    )
    verify: Literal["auto", "on", "off"] = Field(
        "auto",
        description="a second reading of a model's draft by a model: on, off, or auto: by one that "
        "passes a test",
    )
    verify_model: str = Field(
        "", description="which model reads the second time; another than the drafter sees more"
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
        None, gt=500, description="how much one call may carry, in tokens; found out, else 32000"
    )
    answer_tokens: int = Field(
        4096, gt=100, description="room for an answer, in tokens; reasoning models want more"
    )
    max_cost: float | None = Field(
        None, ge=0, description="USD a run may spend; it stops before it would spend more"
    )
    price_in: float | None = Field(
        None, ge=0, description="your model's price, USD a million tokens in, where it is not known"
    )
    price_out: float | None = Field(None, ge=0, description="the same for tokens out")
    jobs: int = Field(4, ge=1, le=64, description="papers in work at once")
    local_ports: str = Field(
        "11434, 1234, 8080, 8000",
        description="where on this machine a model's server is looked for if none is set, to name "
        "it; empty for nowhere",
    )
    arxiv_api_url: str = Field(
        "https://export.arxiv.org/api/query", description="arXiv's API, or a mirror's"
    )
    arxiv_pdf_url: str = Field(
        "https://arxiv.org/pdf", description="where PDFs are; the identifier is put behind it"
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

    @field_validator("figures", mode="before")
    @classmethod
    def _is_in_digits(cls, value: object) -> object:
        return str(value) if type(value) is int else value

    @field_validator("log", "output")
    @classmethod
    def _is_path(cls, value: Path) -> Path:
        if "\0" in str(value):
            raise ValueError("no path has a NUL in it")
        return value

    @field_validator("model_command")
    @classmethod
    def _is_command(cls, value: str) -> str:
        if value.strip() and not shlex.split(value):
            raise ValueError("a command has a program's name in it")
        return value.strip()

    @field_validator(
        "model", "verify_model", "model_command", "base_url", "arxiv_api_url", "arxiv_pdf_url"
    )
    @classmethod
    def _is_printable(cls, value: str) -> str:
        if not value.isprintable():
            raise ValueError("no name or address has control characters in it")
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
        return bool(self.model_command or self.base_url or api_key())


def _ports(value: str) -> list[str]:
    return value.replace(",", " ").split()


def api_key() -> str:
    """Give the API key, empty if there is none.

    It comes only from the environment and is kept in no record. Raises UsageError for what can be
    none.
    """
    key = os.environ.get("OPENAI_API_KEY", "").strip()
    if not (key.isascii() and (not key or key.isprintable())):
        raise UsageError(
            "OPENAI_API_KEY has characters that no key has",
            "set it again; mind line ends and quotes",
        )
    return key


def load(options: Mapping[str, Any], folder: Path, environ: Mapping[str, str]) -> Settings:
    """Give the settings in force in `folder`; what they have of credentials is learnt.

    `options` are the command line's, None meaning not given. Raises UsageError for an unknown name
    or a wrong value, naming where it stands.
    """
    known = Settings.model_fields
    values: dict[str, Any] = {}
    places: dict[str, str] = {}
    credentials.forget()  # those of settings that were in force before
    credentials.learn_environment(environ)
    if "OPENAI_BASE_URL" in environ:
        values["base_url"], places["base_url"] = environ["OPENAI_BASE_URL"], "OPENAI_BASE_URL"
    layers = (
        (FILE, _read_file(folder / FILE)),
        (_PREFIX, _of_environment(environ)),
        ("--", {k: v for k, v in options.items() if v is not None}),
    )
    for place, layer in layers:
        for name, value in layer.items():
            if name not in known:
                raise UsageError(
                    f"unknown setting {shown(name)} in {_place(place, name)}",
                    f"these exist: {', '.join(known)}",
                )
            values[name], places[name] = value, _place(place, name)
    for address in (values.get(name) for name in _ADDRESSES):
        credentials.learn_address(str(address or ""))
    try:
        found = Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise _cannot_be(str(first["loc"][0]), first["input"], places, first["msg"]) from error
    _require_own_output(found, folder, environ, places.get("output", "output"))
    return found


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


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _of_environment(environ: Mapping[str, str]) -> dict[str, str]:
    ours = (name for name in environ if name.startswith(_PREFIX))
    return {name.removeprefix(_PREFIX).lower(): environ[name] for name in ours}


def _place(layer: str, name: str) -> str:
    """Say where a setting stands: in a variable, an option, or the file."""
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
