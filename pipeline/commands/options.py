"""The options of the command line that are settings: which there are, and which a command takes.

A command takes those that it uses, and no other. What they mean by default stands in `settings`,
which is not imported here: `--help` is to cost nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])
_HEADING = "Settings (also in summarize.toml, `summarize init` writes one)"


class _Setting(NamedTuple):
    """What an option says of its setting; `values` are all that it may be, if they are few."""

    metavar: str
    help: str
    values: Sequence[str] = ()


_SETTINGS = {
    "log": _Setting("FILE", "The reading log (log.md)."),
    "output": _Setting("FOLDER", "Where drafts and replies are kept (output)."),
    "language": _Setting("LANG", "auto, zh or en (auto: the log's).", ("auto", "zh", "en")),
    "evidence": _Setting(
        "HOW", "full, short or none: evidence in entries (short).", ("full", "short", "none")
    ),
    "figures": _Setting(
        "N", "0, 1, 2 or auto: figures in entries (auto).", ("auto", "0", "1", "2")
    ),
    "drafter": _Setting(
        "WHICH",
        "auto, model or extractive (auto: a model if there is a key or a server).",
        ("auto", "model", "extractive"),
    ),
    "model": _Setting("NAME", "Which model."),
    "base_url": _Setting("URL", "The model's server, if not OpenAI's."),
    "model_command": _Setting("COMMAND", "A command that is the model."),
    "local_ports": _Setting("PORTS", "Where a server is looked for, to name it (11434, …)."),
    "verify": _Setting(
        "WHEN", "auto, on or off: a second reading by a model (auto).", ("auto", "on", "off")
    ),
    "verify_model": _Setting("NAME", "Which model reads a second time (the drafter)."),
    "context_tokens": _Setting("N", "Tokens of a call (found out)."),
    "answer_tokens": _Setting("N", "Tokens of an answer (4096)."),
    "max_cost": _Setting("USD", "What the run may spend."),
    "price_in": _Setting("USD", "The model's price, a million tokens in."),
    "price_out": _Setting("USD", "The model's price, a million tokens out."),
    "model_timeout": _Setting("SECONDS", "Without an answer of the model (300)."),
    "paper_seconds": _Setting("SECONDS", "One paper's model calls, waits too (1800)."),
    "jobs": _Setting("N", "Papers that a model drafts at once (4)."),
    "executor": _Setting(
        "WHERE", "threads, or dask: on its workers (threads).", ("threads", "dask")
    ),
    "scheduler": _Setting("ADDRESS", "Dask's scheduler, like tcp://127.0.0.1:8786."),
    "batch_interval": _Setting("SECONDS", "Between two looks at a batch (30)."),
    "arxiv_api_url": _Setting("URL", "arXiv's API, or a mirror's."),
    "arxiv_pdf_url": _Setting("URL", "Where PDFs are; the identifier is put behind it."),
    "papers_from": _Setting("FOLDER", "PDFs by identifier, taken instead of downloading."),
    "arxiv_interval": _Setting("SECONDS", "Between requests to arXiv (3)."),
    "arxiv_timeout": _Setting("SECONDS", "Without an answer of arXiv (30)."),
    "extract_seconds": _Setting("SECONDS", "To read a PDF (60)."),
    "extract_mib": _Setting("MIB", "Memory to read a PDF (1024)."),
    "pdf_viewer": _Setting("COMMAND", "Shows a PDF, like 'zathura --page={page} {file}'."),
}
HOME = ("log", "output")
"""What tells where drafts are: every command takes it."""
ARXIV = ("arxiv_api_url", "arxiv_pdf_url", "papers_from", "arxiv_interval", "arxiv_timeout")
READING = ("extract_seconds", "extract_mib")
ENTRY = ("language", "evidence", "figures")
CALLS = (
    "model", "base_url", "model_command", "context_tokens", "answer_tokens", "max_cost",
    "price_in", "price_out", "model_timeout", "paper_seconds",
)  # fmt: skip
DRAFTING = (
    *HOME, *ENTRY, "drafter", *CALLS, "local_ports", "verify", "verify_model", *ARXIV, *READING,
)  # fmt: skip
MANY = ("jobs", "executor", "scheduler")
ALL = tuple(_SETTINGS)


class Command(click.Command):
    """A command whose help has its settings apart from its own options."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, those that are settings below the others."""
        rows: dict[bool, list[tuple[str, str]]] = {False: [], True: []}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if isinstance(parameter, click.Option) and record:
                rows[isinstance(parameter, _Option)].append(record)
        for heading, records in (("Options", rows[False]), (_HEADING, rows[True])):
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)


class _Option(click.Option):
    """An option that is a setting."""


def settings(*names: str) -> Callable[[F], F]:
    """Have a command take settings as options; the first stands first in its help."""

    def decorate(command: F) -> F:
        for name in reversed(names):
            command = _option(name)(command)
        return command

    return decorate


def _option(name: str) -> Callable[[F], F]:
    setting = _SETTINGS[name]

    def complete(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        if setting.metavar in ("FILE", "FOLDER"):
            return [CompletionItem(begun, type="file" if setting.metavar == "FILE" else "dir")]
        return [CompletionItem(value) for value in setting.values if value.startswith(begun)]

    return click.option(
        f"--{name.replace('_', '-')}",
        cls=_Option,
        metavar=setting.metavar,
        help=setting.help,
        shell_complete=complete,
    )
