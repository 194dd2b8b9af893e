"""The command line: arguments in, lines out, exit status. No logic.

Results go to standard output, progress and warnings to standard error. Exit status: 0 all done, 1
something failed, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.commands.progress import Progress, plain
from pipeline.errors import SummarizeError, UsageError

if TYPE_CHECKING:
    from pipeline.commands.accept import Accepted
    from pipeline.commands.check_entry import CheckedEntry
    from pipeline.commands.pending import ItemOutcome
    from pipeline.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])
_SETTINGS = (
    click.option("--output", metavar="FOLDER", help="Where drafts and replies are kept (output)."),
    click.option("--language", metavar="zh|en", help="Language of a draft (zh)."),
    click.option(
        "--drafter",
        metavar="WHICH",
        help="auto, model or extractive (auto: the model if there is a key or a server).",
    ),
    click.option("--model", metavar="NAME", help="Which model."),
    click.option("--base-url", metavar="URL", help="The model's server, if not OpenAI's."),
    click.option("--max-cost", metavar="USD", help="What the run may spend."),
)


def _with_settings(command: F) -> F:
    for option in reversed(_SETTINGS):
        command = option(command)
    return command


def _json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")(command)


class _Commands(click.Group):
    """The commands; anything else is a paper, because no arXiv identifier can look like a command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return "summarize", _papers, args

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0].startswith("-") and args[0] not in ("--help", "-h", "--version"):
            args = ["--", *args]  # `summarize --json 2112.03857`: the options of the paper command
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage("summarize", "PAPER… [OPTIONS]")
        formatter.write_usage("summarize", "COMMAND [OPTIONS]", prefix="   or: ")


@click.group(
    cls=_Commands, no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="papers-daily", prog_name="summarize")
def _summarize() -> None:
    r"""Draft an entry for your paper log, with every claim checked against the paper.

    PAPER is an arXiv identifier or URL in any form, a PDF file, or a title in quotes:

    \b
      summarize 2112.03857
      summarize paper.pdf
      summarize "Grounded Language-Image Pre-training"

    The draft goes to output/drafts/…/entry.md; its path is printed. Without a key it is made of the
    paper's own sentences; set OPENAI_API_KEY or --base-url to have a language model write it.
    `summarize PAPER --help` lists the options.
    """


@click.command("summarize")
@click.argument("papers", nargs=-1, required=True, metavar="PAPER…")
@_with_settings
@click.option(
    "--fresh", is_flag=True, help="Ask the model anew, even where it has answered before."
)
@_json_option
def _papers(papers: tuple[str, ...], fresh: bool, as_json: bool, **options: str | None) -> None:
    """Draft an entry for each PAPER: an arXiv identifier or URL, a PDF file, or a title in quotes."""
    from pipeline.commands.summarize import Run

    failed = False
    with (
        Run(_load(options), Path.cwd(), fresh=fresh) as run,
        Progress(as_json, total=len(papers)) as progress,
    ):
        for outcome in run.papers(papers, progress.tell):
            failed |= outcome.outcome == "failed"
            progress.outcome(outcome)
    if failed:
        sys.exit(1)


@_summarize.command("demo")
@_with_settings
@_json_option
def _demo(as_json: bool, **options: str | None) -> None:
    """Draft the paper that ships with it: no network, no key."""
    from importlib.resources import as_file, files

    from pipeline.commands.summarize import Run

    demo = as_file(files("pipeline") / "demo" / "papers-daily.pdf")
    with (
        Run(_load({**options, "drafter": "extractive"}), Path.cwd()) as run,
        Progress(as_json) as progress,
        demo as pdf,
    ):
        progress.outcome(run.demo(pdf, progress.tell))


@_summarize.command("status")
@_with_settings
@_json_option
def _status(as_json: bool, **options: str | None) -> None:
    """List what is drafted or failed, and its cost."""
    from pipeline.commands import status

    settings = _load(options)
    rows = status.status(Path.cwd() / settings.output, Path.cwd())
    for row in rows:
        click.echo(row.model_dump_json() if as_json else row.line())
    if not rows and not as_json:
        click.echo(f"nothing is under {settings.output} yet: try `summarize 2112.03857`", err=True)


@_summarize.command("pending")
@click.argument("log_file", required=False, metavar="[LOG]")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N open items."
)
@click.option("--only", default="", metavar="TEXT", help="Only items with this text in them.")
@click.option("--dry-run", is_flag=True, help="Say what each item means, draft nothing.")
@click.option("--jobs", metavar="N", help="Papers in work at once (4).")
@_with_settings
@_json_option
def _pending(
    log_file: str | None,
    limit: int | None,
    only: str,
    dry_run: bool,
    as_json: bool,
    **options: str | None,
) -> None:
    """Draft every open item of the log's pending list."""
    from concurrent.futures import ThreadPoolExecutor

    from pipeline.commands.pending import open_items, pending
    from pipeline.commands.summarize import Run

    settings = _load({**options, "log": log_file})
    rows: list[ItemOutcome] = []
    executor = ThreadPoolExecutor(
        settings.jobs + (os.cpu_count() or 1)
    )  # not `with`: an interrupt must not wait for the model
    items = open_items(Path.cwd() / settings.log, limit=limit, only=only)
    with Run(settings, Path.cwd()) as run, Progress(as_json, total=len(items)) as progress:
        for row in pending(run, executor, items, progress.tell, dry_run=dry_run):
            rows.append(row)
            progress.item(row)
    executor.shutdown()
    if not as_json:
        _show_items(rows)
    if any(row.outcome == "failed" for row in rows):
        sys.exit(1)


def _show_items(rows: list[ItemOutcome]) -> None:
    """Print the table of all items, in the log's order, and the counts under it."""
    from rich.cells import set_cell_size  # Chinese characters are two cells wide

    for row in sorted(rows, key=lambda row: row.line):
        tail = row.entry if row.outcome == "drafted" else row.reason or row.arxiv_id
        what = row.outcome.replace("_", " ")
        click.echo(
            f"{row.line:>5}  {what:<12} {set_cell_size(plain(row.item), 48)}  {plain(str(tail or ''))}"
        )
    counts = {
        kind: sum(row.outcome == kind for row in rows)
        for kind in dict.fromkeys(row.outcome for row in rows)
    }
    said = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in counts.items())
    click.echo(
        f"{len(rows)} open items: {said}" if rows else "nothing is open on the pending list",
        err=True,
    )


@_summarize.command("accept")
@click.argument("papers", nargs=-1, required=True, metavar="PAPER…")
@click.option("--log", metavar="FILE", help="The reading log (log.md).")
@click.option(
    "--date", metavar="DAY", help="Under which day, like 2024.1.6 (the entry's own heading)."
)
@click.option("--dry-run", is_flag=True, help="Show the diff, write nothing.")
@_with_settings
@_json_option
def _accept(
    papers: tuple[str, ...], date: str | None, dry_run: bool, as_json: bool, **options: str | None
) -> None:
    """Put edited entries into the log and tick their items."""
    from pipeline.commands.accept import accept_all
    from pipeline.commands.argument import parse_day
    from pipeline.store.output_folder import Store

    settings = _load(options)
    store, day = Store(Path.cwd() / settings.output), parse_day(date) if date else None
    log, failed = Path.cwd() / settings.log, False
    with store.in_use():
        for done in accept_all(store, log, papers, folder=Path.cwd(), day=day, dry_run=dry_run):
            _show_accepted(done, str(settings.log), as_json)
            failed |= done.outcome == "failed"
    if failed:
        sys.exit(1)


def _show_accepted(done: Accepted, log: str, as_json: bool) -> None:
    if as_json:
        click.echo(done.model_dump_json())
    elif done.outcome == "failed":
        click.echo(f"summarize: {plain(done.paper)}: {plain(done.reason or '')}", err=True)
    elif done.diff is not None:
        click.echo(done.diff, nl=False)
    else:
        ticked = f", ticked “{plain(done.ticked)}”" if done.ticked else ""
        untold = f"; {done.reason}" if done.reason and done.outcome == "accepted" else ""
        click.echo(
            f"{done.arxiv_id or done.paper}: {done.outcome}, {log} line {done.line}{ticked}{untold}"
        )
    if not as_json:
        for words in done.doubtful:
            click.echo(f"  still doubtful, {plain(words)}", err=True)
        for number in done.left_out:
            click.echo(f"  left out, as it is in a comment of ours: line {number}", err=True)


@_summarize.command("check")
@click.argument("papers", nargs=-1, required=True, metavar="PAPER…")
@_with_settings
@_json_option
def _check(papers: tuple[str, ...], as_json: bool, **options: str | None) -> None:
    """Say what the paper does not bear out of an entry as it is edited now."""
    from pipeline.commands.check_entry import check_all
    from pipeline.store.output_folder import Store

    store, failed = Store(Path.cwd() / _load(options).output), False
    with store.in_use():
        for checked in check_all(store, papers, Path.cwd()):
            _show_checked(checked, as_json)
            failed |= checked.failure is not None
    if failed:
        sys.exit(1)


def _show_checked(checked: CheckedEntry, as_json: bool) -> None:
    if checked.failure is not None:
        click.echo(f"summarize: {plain(checked.paper)}: {plain(checked.failure)}", err=True)
    elif not checked.findings and not as_json:
        paper = plain(checked.paper)
        click.echo(f"{paper}: every quote, number and name is in the paper", err=True)
    for finding in checked.findings:
        words = f"{finding.where}: {finding.severity}: {plain(finding.message)}"
        click.echo(finding.model_dump_json() if as_json else words)


@_summarize.command("undo")
@_with_settings
def _undo(**options: str | None) -> None:
    """Take the last accept back."""
    from pipeline.commands import undo
    from pipeline.store.output_folder import Store

    store = Store(Path.cwd() / _load(options).output)
    with store.in_use():
        click.echo(undo.undo(store))


@_summarize.command("reject")
@click.argument("paper", metavar="PAPER")
@_with_settings
def _reject(paper: str, **options: str | None) -> None:
    """Set a draft aside; `pending` leaves it alone."""
    from pipeline.commands import reject
    from pipeline.commands.argument import parse_asked
    from pipeline.store.output_folder import Store

    store = Store(Path.cwd() / _load(options).output)
    with store.in_use():
        click.echo(reject.reject(store, parse_asked(paper)))


@_summarize.command("doctor")
@_with_settings
@_json_option
def _doctor(as_json: bool, **options: str | None) -> None:
    """Say what is configured, reachable and wrong."""
    from pipeline.commands import doctor

    wrong = False
    for finding in doctor.examine(options, Path.cwd(), os.environ):
        wrong |= finding.verdict == "wrong"
        click.echo(finding.model_dump_json() if as_json else finding.line())
    if wrong:
        sys.exit(1)


def _load(options: dict[str, str | None]) -> Settings:
    from pipeline import settings

    return settings.load(options, Path.cwd(), os.environ)


def main() -> None:
    """Run the command; the one place where an expected error becomes a line and an exit status."""
    try:
        _summarize.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        sys.exit(2)
    except click.ClickException as error:
        click.echo(f"summarize: {error.format_message()}", err=True)
        sys.exit(2)
    except UsageError as error:
        _say(error)
        sys.exit(2)
    except SummarizeError as error:
        _say(error)
        sys.exit(1)
    except (KeyboardInterrupt, click.Abort):
        click.echo(
            "summarize: interrupted; what is done is kept, run the same command to go on", err=True
        )
        sys.stdout.flush()
        os._exit(
            130
        )  # threads may be waiting for a model; every file is whole at any moment, so nothing is lost
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"summarize: cannot write the output: {error.strerror}\n")
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # the reader of our output has gone: nothing to tell it
        sys.exit(1)


def _say(error: SummarizeError) -> None:
    click.echo(f"summarize: {plain(error.message)}", err=True)
    if error.hint:
        click.echo(f"           {plain(error.hint)}", err=True)
