"""Commands that read the log: to find, to relate and to survey."""

from __future__ import annotations

import click

from pipeline.command_line.shared import command, end, folder, json_option, load, report, store_of
from pipeline.commands import completion, options
from pipeline.commands.progress import Progress
from pipeline.commands.terminal import remark, result
from pipeline.errors import UsageError


@command("find")
@click.argument("words", nargs=-1, required=True, metavar="WORDS…")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, metavar="N", help="How many at most (20)."
)
@json_option
@options.settings(*options.HOME)
def _find(words: tuple[str, ...], limit: int, as_json: bool, **given: str | None) -> None:
    """Find words in the log and in drafts, with day and line."""
    from pipeline.commands.find import find

    report(find(load(given), folder(), " ".join(words), most=limit), as_json)


@command("related")
@click.argument(
    "paper", metavar="PAPER", shell_complete=completion.papers("draft", "accepted", "rejected")
)
@json_option
@options.settings(*options.HOME)
def _related(paper: str, as_json: bool, **given: str | None) -> None:
    """List the log's entries that have to do with a drafted paper."""
    from pipeline.commands.related import related

    settings = load(given)
    report(related(store_of(settings), paper, folder() / settings.log), as_json)


@command("survey")
@click.argument("log_file", required=False, metavar="[LOG]", shell_complete=completion.files)
@click.option("--month", metavar="MONTH", help="The entries of a month, like 2024.1.")
@click.option("--topic", metavar="TOPIC", help="The entries about a topic, like GNN.")
@json_option
@options.settings(*options.HOME, "language", "drafter", *options.CALLS)
def _survey(
    log_file: str | None,
    month: str | None,
    topic: str | None,
    as_json: bool,
    **given: str | None,
) -> None:
    """Draft a survey of a span of the log from its own entries."""
    from pipeline.commands.argument import parse_month
    from pipeline.commands.survey import survey

    settings = load(given | {"log": log_file or given["log"]})
    when = parse_month(month) if month else None
    with Progress() as progress:
        made = survey(settings, folder(), progress.tell, month=when, topic=(topic or "").strip())
        report([made], as_json, progress)


@command("export")
@click.argument("log_file", required=False, metavar="[LOG]", shell_complete=completion.files)
@click.option(
    "--to",
    "kind",
    required=True,
    type=click.Choice(["bibtex", "json", "obsidian"]),
    help="BibTeX, CSL-JSON, or a note a paper.",
)
@click.option("--into", metavar="FOLDER", help="Where Obsidian's notes go.")
@click.option("--since", metavar="DAY", help="Only entries from a day on, like 2024.1.6.")
@click.option("--until", metavar="DAY", help="Only entries up to a day.")
@click.option("--topic", default="", metavar="TOPIC", help="Only entries about a topic, like GNN.")
@json_option
@options.settings(*options.HOME)
def _export(
    log_file: str | None,
    kind: str,
    into: str | None,
    since: str | None,
    until: str | None,
    topic: str,
    as_json: bool,
    **given: str | None,
) -> None:
    """Give the papers of log and drafts to other programs."""
    from pipeline.commands import export
    from pipeline.commands.argument import parse_day
    from pipeline.commands.papers_read import Span, papers_read

    if (kind == "obsidian") != bool(into):
        raise UsageError(
            "notes need a folder, and all else is printed",
            "`summarize export --to obsidian --into FOLDER`, or --to bibtex > papers.bib",
        )
    if as_json and not into:
        raise UsageError("--json tells what became of notes", "for CSL-JSON: --to json")
    named = log_file or given["log"]
    settings = load(given | {"log": named})
    first, last = (parse_day(day) if day else None for day in (since, until))
    span = Span(first, last, topic.strip())
    papers = papers_read(settings, folder(), span, log_is_named=bool(named))
    if into:
        end(report(export.notes(papers, folder(), into), as_json))
        return
    printed = {"bibtex": export.as_bibtex, "json": export.as_json}[kind](papers)
    result(printed, drawn=True)
    if not papers:
        remark("no entry is of that span")


COMMANDS = (_find, _related, _survey, _export)
