"""Commands that draft papers."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.command_line.shared import (
    command,
    end,
    folder,
    json_option,
    load,
    report,
    say_what_is_next,
)
from pipeline.commands import completion, options
from pipeline.commands.command_group import Papers
from pipeline.commands.progress import Progress
from pipeline.commands.terminal import remark, result
from pipeline.commands.typed import typed
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.commands.list_drafts import Drafts
    from pipeline.commands.outcome import Outcome
    from pipeline.commands.summarize import Run
    from pipeline.log.pending_list import PendingItem
    from pipeline.records.paper import Paper
    from pipeline.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


def _anyway_option(command: F) -> F:
    words = "Draft a PDF that seems to be another paper's, too."
    return click.option("--anyway", is_flag=True, help=words)(command)


@click.command("summarize", cls=Papers)
@click.argument(
    "papers", nargs=-1, required=True, metavar="PAPER…", shell_complete=completion.files
)
@click.option(
    "--fresh", is_flag=True, help="Ask the model anew, even where it has answered before."
)
@click.option(
    "--answer", metavar="FILE", help="A chat's answer to `summarize prompt PAPER`; - to paste it."
)
@_anyway_option
@json_option
@options.settings(*options.DRAFTING, *options.MANY)
def _summarize(
    papers: tuple[str, ...],
    fresh: bool,
    answer: str | None,
    anyway: bool,
    as_json: bool,
    **given: str | None,
) -> None:
    """Draft an entry for each PAPER: an arXiv identifier or URL, a PDF file, or a quoted title."""
    settings = load(given)
    if answer is not None and len(papers) > 1:
        raise UsageError("one answer is one paper's", "name the paper that it is of")
    if answer is not None:
        from pipeline.commands import by_hand

        answered = by_hand.read_answer(answer)
    with Progress(total=len(papers)) as progress:
        if answer is not None:
            rows = by_hand.from_text(
                settings, folder(), papers[0], answered, progress.tell, anyway=anyway
            )
        else:
            rows = _drafted(settings, papers, progress, fresh=fresh, anyway=anyway)
        reported = report(rows, as_json, progress)
    say_what_is_next(reported, as_json)
    end(reported)


def _drafted(
    settings: Settings, papers: Sequence[str], progress: Progress, *, fresh: bool, anyway: bool
) -> Iterator[Outcome]:
    from pipeline.commands.executor import workers
    from pipeline.commands.summarize import summarize

    with workers(settings, folder(), progress.tell, fresh=fresh, anyway=anyway) as others:
        yield from summarize(
            settings, folder(), papers, progress.tell, fresh=fresh, anyway=anyway, workers=others
        )


@command("prompt")
@click.argument("paper", metavar="PAPER", shell_complete=completion.files)
@options.settings(
    *options.HOME, *options.ENTRY[:1], "figures", "context_tokens", *options.ARXIV, *options.READING
)
def _prompt(paper: str, **given: str | None) -> None:
    """Print what a model would be sent, to paste into a chat."""
    from pipeline.commands.by_hand import prompt

    settings = load(given)
    with Progress() as progress:
        text = prompt(settings, folder(), paper, progress.tell)
    result(text, drawn=True)


@command("demo")
@json_option
@options.settings(*options.HOME, *options.ENTRY, *options.READING)
def _demo(as_json: bool, **given: str | None) -> None:
    """Draft the paper that ships with it: no network, no key."""
    from pipeline.commands.demo import demo

    settings = load(given)
    with Progress() as progress:
        rows = report([demo(settings, folder(), progress.tell)], as_json, progress)
    say_what_is_next(rows, as_json)
    if not as_json and not (folder() / settings.log).is_file():
        log = ["--log", given["log"]] if given["log"] else []
        init = shlex.join(["summarize", "init", *log])
        remark(f"          `{init}`: a log to accept it into, with papers to draft")


@command("pending")
@click.argument("log_file", required=False, metavar="[LOG]", shell_complete=completion.files)
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N open items."
)
@click.option("--only", default="", metavar="TEXT", help="Only items with this text in them.")
@click.option("--dry-run", is_flag=True, help="Say what each item means, draft nothing.")
@click.option(
    "--choose",
    "chosen",
    multiple=True,
    metavar="LINE=PAPER",
    help="Say which paper the item of a line means, like 12=2112.03857, or 12=none.",
)
@click.option("--fresh", is_flag=True, help="Look up anew what was not found lately.")
@click.option(
    "--batch", is_flag=True, help="By the provider's batch service: half the price, within a day."
)
@_anyway_option
@json_option
@options.settings(*options.DRAFTING, *options.MANY, "batch_interval")
def _pending(
    log_file: str | None,
    limit: int | None,
    only: str,
    dry_run: bool,
    chosen: tuple[str, ...],
    fresh: bool,
    batch: bool,
    anyway: bool,
    as_json: bool,
    **given: str | None,
) -> None:
    """Draft every open item of the log's pending list."""
    from pipeline.commands import choosing
    from pipeline.commands.executor import workers
    from pipeline.commands.item_outcome import COLUMNS, ItemOutcome, counted
    from pipeline.commands.open_items import open_items, parse_choices
    from pipeline.commands.pending import pending
    from pipeline.commands.table import Rows

    given |= {"log": log_file or given["log"]}
    settings = load(given)
    found = open_items(folder() / settings.log, limit=limit, only=only)
    choices = parse_choices(chosen, found.items)
    table = Rows(COLUMNS)

    def show(row: ItemOutcome) -> None:
        result(row.drawn(table), drawn=True)

    with Progress(total=len(found.items)) as progress:

        def ask(item: PendingItem, reason: str, papers: Sequence[Paper]) -> choosing.Choice | None:
            with progress.paused():
                return choosing.ask(item, reason, papers)

        def through(drafts: Drafts, run: Run) -> Drafts:
            if not batch and not run.store.batches.under_way():
                return drafts
            from pipeline.commands import batch as service

            return service.through(
                drafts, run, settings, folder(), progress.tell, wanted=batch, anyway=anyway
            )

        is_asked = not (dry_run or as_json) and choosing.is_possible()
        there = workers(settings, folder(), progress.tell, anyway=anyway, here=dry_run)
        with there as others:
            made = pending(
                settings,
                folder(),
                found.items,
                progress.tell,
                dry_run=dry_run,
                anyway=anyway,
                fresh=fresh,
                choices=choices,
                ask=ask if is_asked else None,
                through=through,
                workers=others,
                command=typed("pending"),
            )
            rows = report(made, as_json, progress, show)
    if found.remark:
        remark(found.remark)
    if not as_json:
        remark(counted(rows))
    say_what_is_next(rows, as_json)
    end(rows)


SUMMARIZE = _summarize
"""The command for papers, which needs no word of its own."""


COMMANDS = (_prompt, _demo, _pending)
