"""The command line: arguments in, lines out, exit status. The work is in commands/, a file each.

Results go to standard output, progress and warnings to standard error. Exit status: 0 all done, 1
something failed, 2 wrong usage, 70 a defect of ours, 130 interrupted. Commands are imported when
they run, so that `--help` costs nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline import credentials
from pipeline.commands import completion, ending, options
from pipeline.commands.command_group import Commands, Papers
from pipeline.commands.progress import Progress
from pipeline.commands.terminal import json_line, plain, remark, result, take_any_text
from pipeline.errors import SummarizeError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.commands.check_entry import Checked
    from pipeline.commands.pending import ItemOutcome
    from pipeline.commands.reported import Aside, Reported
    from pipeline.commands.summarize import Outcome
    from pipeline.log.pending_list import PendingItem
    from pipeline.records.paper import Paper
    from pipeline.settings import Settings
    from pipeline.store.output_folder import Store

F = TypeVar("F", bound=Callable[..., Any])
_STATES = ("draft", "accepted", "rejected", "failed")


def _json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")(command)


def _anyway_option(command: F) -> F:
    words = "Draft a PDF that seems to be another paper's, too."
    return click.option("--anyway", is_flag=True, help=words)(command)


_HELP = """Draft an entry for your paper log, with every claim checked against the paper.

PAPER is an arXiv identifier or URL in any form, a PDF file, or a title in quotes:

\b
  summarize 2112.03857
  summarize paper.pdf
  summarize "Grounded Language-Image Pre-training"

The draft goes to output/drafts/…/entry.md; its path is printed. Without a key it is made of the
paper's own sentences; with OPENAI_API_KEY, or a server (`base_url`), a language model writes it.
`summarize PAPER --help` lists the options.
"""


_COMPLETION_HELP = """Print what has a shell complete commands, drafts and files.

\b
  bash   eval "$(summarize completion bash)"     in ~/.bashrc
  zsh    eval "$(summarize completion zsh)"      in ~/.zshrc
  fish   summarize completion fish > ~/.config/fish/completions/summarize.fish
"""


@click.group(
    cls=Commands,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_HELP,
)
@click.version_option(package_name="papers-daily", prog_name="summarize")
def _summarize() -> None:
    """Hold the commands."""


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
@_json_option
@options.settings(*options.DRAFTING, "jobs")
def _papers(
    papers: tuple[str, ...],
    fresh: bool,
    answer: str | None,
    anyway: bool,
    as_json: bool,
    **given: str | None,
) -> None:
    """Draft an entry for each PAPER: an arXiv identifier or URL, a PDF file, or a quoted title."""
    settings = _load(given)
    if answer is not None and len(papers) > 1:
        raise UsageError("one answer is one paper's", "name the paper that it is of")
    with Progress(total=len(papers)) as progress:
        if answer is not None:
            from pipeline.commands.by_hand import from_answer

            rows = from_answer(settings, _folder(), papers[0], answer, progress.tell, anyway=anyway)
        else:
            from pipeline.commands.summarize import summarize

            rows = summarize(settings, _folder(), papers, progress.tell, fresh=fresh, anyway=anyway)
        reported = _report(rows, as_json, progress.advance)
    _say_what_is_next(reported, as_json)
    _exit(reported)


_summarize.papers = _papers


@_summarize.command("prompt")
@click.argument("paper", metavar="PAPER", shell_complete=completion.files)
@options.settings(
    *options.HOME, *options.ENTRY[:1], "figures", "context_tokens", *options.ARXIV, *options.READING
)
def _prompt(paper: str, **given: str | None) -> None:
    """Print what a model would be sent, to paste into a chat."""
    from pipeline.commands.by_hand import prompt

    settings = _load(given)
    with Progress() as progress:
        text = prompt(settings, _folder(), paper, progress.tell)
    result(text, drawn=True)


@_summarize.command("skill")
@click.option("--into", metavar="FOLDER", help="Write SKILL.md there, not to standard output.")
@options.settings(*options.HOME[:1])
def _skill(into: str | None, **given: str | None) -> None:
    """Print a skill (SKILL.md) for agents that draft."""
    from pipeline.commands.skill import FILE, install, skill

    here = _folder()
    home = here / _load(given).home
    if into is None:
        result(skill(home))
        return
    written = install(home, here, into)
    result(str(written.relative_to(here) if written.is_relative_to(here) else written))
    if written.name != FILE:
        remark(f"{FILE} has been changed there: it stays as it is, the new one is {written.name}")


@_summarize.command("mcp")
@options.settings(*options.HOME, *options.ENTRY, "context_tokens", *options.ARXIV, *options.READING)
def _mcp(**given: str | None) -> None:
    """Serve an agent tools to draft and check (MCP)."""
    settings = _load(given)
    from pipeline.commands.mcp_server import serve

    serve(settings, _folder())


@_summarize.command("demo")
@_json_option
@options.settings(*options.HOME, *options.ENTRY, *options.READING)
def _demo(as_json: bool, **given: str | None) -> None:
    """Draft the paper that ships with it: no network, no key."""
    from pipeline.commands.demo import demo

    settings = _load(given)
    with Progress() as progress:
        rows = _report([demo(settings, _folder(), progress.tell)], as_json, progress.advance)
    _say_what_is_next(rows, as_json)


@_summarize.command("status")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(_STATES),
    help="Only papers in this state; may be given more than once.",
)
@_json_option
@options.settings(*options.HOME)
def _status(states: tuple[str, ...], as_json: bool, **given: str | None) -> None:
    """List what is drafted or failed, and its cost."""
    from pipeline.commands.status import Row, listed, status

    settings = _load(given)
    found = status(_folder() / settings.output, _folder())
    wanted = (row for row in found if not states or getattr(row, "state", "") in states)
    reported = _report(wanted, as_json)
    rows = [row for row in reported if isinstance(row, Row)]
    if rows and not as_json:
        result(listed(rows), drawn=True)
    elif not as_json and states:
        remark(f"nothing is {' or '.join(states)}")
    elif not as_json:
        remark(f"nothing is under {settings.output} yet: try `summarize 2112.03857`")


@_summarize.command("pending")
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
@_anyway_option
@_json_option
@options.settings(*options.DRAFTING, "jobs")
def _pending(
    log_file: str | None,
    limit: int | None,
    only: str,
    dry_run: bool,
    chosen: tuple[str, ...],
    fresh: bool,
    anyway: bool,
    as_json: bool,
    **given: str | None,
) -> None:
    """Draft every open item of the log's pending list."""
    from pipeline.commands import choosing
    from pipeline.commands.pending import counted, listed, open_items, parse_choices, pending

    settings = _load(given | {"log": log_file or given["log"]})
    found = open_items(_folder() / settings.log, limit=limit, only=only)
    choices = parse_choices(chosen, found.items)
    with Progress(total=len(found.items)) as progress:

        def ask(item: PendingItem, reason: str, papers: Sequence[Paper]) -> choosing.Choice | None:
            with progress.paused():
                return choosing.ask(item, reason, papers)

        is_asked = not (dry_run or as_json) and choosing.is_possible()
        made = pending(
            settings,
            _folder(),
            found.items,
            progress.tell,
            dry_run=dry_run,
            anyway=anyway,
            fresh=fresh,
            choices=choices,
            ask=ask if is_asked else None,
        )
        rows = _report(made, as_json, progress.advance)
    if rows and not as_json:
        result(listed(rows), drawn=True)
    if found.remark:
        remark(found.remark)
    if not as_json:
        remark(counted(rows))
    _say_what_is_next(rows, as_json)
    _exit(rows)


@_summarize.command("accept")
@click.argument(
    "papers", nargs=-1, required=True, metavar="PAPER…", shell_complete=completion.papers("draft")
)
@click.option(
    "--date", metavar="DAY", help="Under which day, like 2024.1.6 (the entry's own heading)."
)
@click.option("--dry-run", is_flag=True, help="Show the diff, write nothing.")
@_json_option
@options.settings(*options.HOME)
def _accept(
    papers: tuple[str, ...], date: str | None, dry_run: bool, as_json: bool, **given: str | None
) -> None:
    """Put edited entries into the log and tick their items."""
    from pipeline.commands.accept import accept_all
    from pipeline.commands.argument import parse_day

    settings = _load(given)
    day = parse_day(date) if date else None
    store = _store(settings)
    folder = _folder()
    rows = accept_all(
        store, settings.log, papers,
        folder=folder, home=folder / settings.home, day=day, dry_run=dry_run,
    )  # fmt: skip
    _exit(_report(rows, as_json))


@_summarize.command("check")
@click.argument(
    "papers",
    nargs=-1,
    required=True,
    metavar="PAPER…",
    shell_complete=completion.papers("draft", "accepted", "rejected"),
)
@click.option("--verify", "verify", is_flag=True, help="Have a model read the entry, too.")
@click.option(
    "--fail-on",
    type=click.Choice(["doubt"]),
    help="End with status 1 where something is doubtful.",
)
@_json_option
@options.settings(*options.HOME, *options.CALLS, "verify_model")
def _check(
    papers: tuple[str, ...],
    verify: bool,
    fail_on: str | None,
    as_json: bool,
    **given: str | None,
) -> None:
    """Say what of an entry the paper does not bear out."""
    from pipeline.commands.check_entry import check_all

    settings = _load(given)
    store, home = _store(settings), _folder() / settings.home
    log = _folder() / settings.log
    if not verify:
        _end_check(_report(check_all(store, papers, home, log), as_json), fail_on)
        return
    import contextlib

    from pipeline.commands.chosen_model import ChosenModel
    from pipeline.commands.second_reader import SecondReader

    with contextlib.closing(ChosenModel(settings, store, fresh=False)) as chosen:
        reader = SecondReader(settings, chosen, home)
        rows = _report(check_all(store, papers, home, log, reader.reread), as_json)
    _end_check(rows, fail_on)


def _end_check(rows: Sequence[Checked | Aside], fail_on: str | None) -> None:
    if fail_on and any(getattr(row, "severity", "") == fail_on for row in rows):
        sys.exit(1)
    _exit(rows)


@_summarize.command("undo")
@options.settings(*options.HOME)
def _undo(**given: str | None) -> None:
    """Take the last accept back."""
    from pipeline.commands.undo import undo

    settings = _load(given)
    log = _folder() / settings.log if given.get("log") else None
    result(undo(_store(settings), log))


@_summarize.command("reject")
@click.argument("paper", metavar="PAPER", shell_complete=completion.papers("draft"))
@options.settings(*options.HOME)
def _reject(paper: str, **given: str | None) -> None:
    """Set a draft aside; `pending` leaves it alone."""
    from pipeline.commands.reject import reject

    store = _store(_load(given))
    result(reject(store, paper))


@_summarize.command("review")
@click.option("--only", default="", metavar="TEXT", help="Only drafts with this in their title.")
@options.settings(*options.HOME, "pdf_viewer")
def _review(only: str, **given: str | None) -> None:
    """Read drafts one by one, and decide with one key."""
    from pipeline.commands.review import review

    review(_load(given), _folder(), os.environ, only=only)


@_summarize.command("edit")
@click.argument("paper", metavar="PAPER", shell_complete=completion.papers("draft"))
@_json_option
@options.settings(*options.HOME)
def _edit(paper: str, as_json: bool, **given: str | None) -> None:
    """Edit an entry in $VISUAL or $EDITOR, and check it again."""
    from pipeline.commands.check_entry import check_all
    from pipeline.commands.edit import edit_draft

    settings = _load(given)
    store, home = _store(settings), _folder() / settings.home
    entry = edit_draft(store, paper, os.environ)
    _exit(_report(check_all(store, [str(entry)], home, _folder() / settings.log), as_json))


@_summarize.command("open")
@click.argument(
    "paper", metavar="PAPER", shell_complete=completion.papers("draft", "accepted", "rejected")
)
@click.option(
    "--page", type=click.IntRange(min=1), default=1, metavar="N", help="At which page (1)."
)
@options.settings(*options.HOME, "pdf_viewer")
def _open(paper: str, page: int, **given: str | None) -> None:
    """Show the PDF of a paper."""
    from pipeline.commands.open_pdf import open_draft

    settings = _load(given)
    result(open_draft(_store(settings), paper, settings.pdf_viewer, page, os.environ))


@_summarize.command("restore")
@click.argument("paper", metavar="PAPER", shell_complete=completion.papers("rejected"))
@options.settings(*options.HOME)
def _restore(paper: str, **given: str | None) -> None:
    """Take a reject back: the paper is a draft again."""
    from pipeline.commands.reject import restore

    result(restore(_store(_load(given)), paper))


@_summarize.command("find")
@click.argument("words", nargs=-1, required=True, metavar="WORDS…")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, metavar="N", help="How many at most (20)."
)
@_json_option
@options.settings(*options.HOME)
def _find(words: tuple[str, ...], limit: int, as_json: bool, **given: str | None) -> None:
    """Find words in the log and in drafts, with day and line."""
    from pipeline.commands.find import find

    _report(find(_load(given), _folder(), " ".join(words), most=limit), as_json)


@_summarize.command("related")
@click.argument(
    "paper", metavar="PAPER", shell_complete=completion.papers("draft", "accepted", "rejected")
)
@_json_option
@options.settings(*options.HOME)
def _related(paper: str, as_json: bool, **given: str | None) -> None:
    """List the log's entries that have to do with a drafted paper."""
    from pipeline.commands.related import related

    settings = _load(given)
    _report(related(_store(settings), paper, _folder() / settings.log), as_json)


@_summarize.command("survey")
@click.argument("log_file", required=False, metavar="[LOG]", shell_complete=completion.files)
@click.option("--month", metavar="MONTH", help="The entries of a month, like 2024.1.")
@click.option("--topic", metavar="TOPIC", help="The entries about a topic, like GNN.")
@_json_option
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

    settings = _load(given | {"log": log_file or given["log"]})
    when = parse_month(month) if month else None
    with Progress() as progress:
        made = survey(settings, _folder(), progress.tell, month=when, topic=(topic or "").strip())
        _report([made], as_json, progress.advance)


@_summarize.command("export")
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
@_json_option
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
            "summarize export --to obsidian --into FOLDER, or --to bibtex > papers.bib",
        )
    if as_json and not into:
        raise UsageError("--json tells what became of notes", "for CSL-JSON: --to json")
    named = log_file or given["log"]
    settings = _load(given | {"log": named})
    first, last = (parse_day(day) if day else None for day in (since, until))
    span = Span(first, last, topic.strip())
    papers = papers_read(settings, _folder(), span, log_is_named=bool(named))
    if into:
        _exit(_report(export.notes(papers, _folder(), into), as_json))
        return
    printed = {"bibtex": export.as_bibtex, "json": export.as_json}[kind](papers)
    result(printed, drawn=True)
    if not papers:
        remark("no entry is of that span")


@_summarize.command("init")
@click.argument("into", required=False, metavar="[FOLDER]")
@click.option("--log", metavar="FILE", help="The reading log (log.md).")
@click.option("--language", metavar="zh|en", help="Language of the log (your system's).")
def _init(into: str | None, log: str | None, language: str | None) -> None:
    """Write a summarize.toml and, where there is none, a log."""
    from pipeline.commands.init import init

    for words in init(_folder(), into or "", {"log": log, "language": language}, os.environ):
        result(words)
    remark("    next  `summarize pending`: draft what is open on the log's list")


@_summarize.group("keys")
def _keys() -> None:
    """Store the API key of a model's server, or forget it."""


@_keys.command("set")
@click.option("--file", "in_file", is_flag=True, help="In a file of yours, for cron and launchd.")
@options.settings("base_url")
def _keys_set(in_file: bool, **given: str | None) -> None:
    """Store a key in the system's keyring; it is asked for, or piped in."""
    from pipeline import keys

    settings = _load(given)
    if sys.stdin is not None and sys.stdin.isatty():
        key = click.prompt("API key", hide_input=True, err=True)
    else:
        key = sys.stdin.readline() if sys.stdin else ""
    result(keys.store(key, settings.base_url, in_file=in_file))


@_keys.command("forget")
@options.settings("base_url")
def _keys_forget(**given: str | None) -> None:
    """Take a stored key away."""
    from pipeline import keys

    result(keys.forget(_load(given).base_url))


@_summarize.command("completion", help=_COMPLETION_HELP)
@click.argument("shell", type=click.Choice(completion.SHELLS))
def _completion(shell: str) -> None:
    """Print what has a shell complete commands, drafts and files."""
    result(completion.script(shell, _summarize), drawn=True)


@_summarize.command("doctor")
@_json_option
@options.settings(*options.ALL)
def _doctor(as_json: bool, **given: str | None) -> None:
    """Say what is configured, reachable and wrong."""
    from pipeline.commands.doctor import examine

    _exit(_report(examine(given, _folder(), os.environ), as_json))


# ── what commands share ──


def _folder() -> Path:
    from pathlib import Path

    try:
        return Path.cwd()
    except OSError as error:
        raise UsageError("the working folder is gone", "change into another one") from error


def _load(given: dict[str, str | None]) -> Settings:
    from pipeline import settings

    found = settings.load(given, _folder(), os.environ)
    click.get_current_context().obj.append(found)
    if given.get("model") and settings.lacks_model(found):
        remark(
            f"summarize: the model {plain(found.model)} is not asked: there is no key\n"
            "           set OPENAI_API_KEY, store one with `summarize keys set`, or give --base-url"
        )
    return found


def _store(settings: Settings) -> Store:
    from pipeline.store.output_folder import Store

    return Store(_folder() / settings.output)


R = TypeVar("R", bound="Reported | Aside")


def _report(
    rows: Iterable[R], as_json: bool, advance: Callable[[], None] = lambda: None
) -> list[R]:
    """Print what a command reports as it becomes known, and give all of it.

    `advance` is called for each.
    """
    reported = []
    for row in rows:
        reported.append(row)
        advance()
        _show(row, as_json)
    return reported


def _say_what_is_next(rows: Iterable[Outcome | ItemOutcome], as_json: bool) -> None:
    """Say what to do with drafts, where there are new ones."""
    if not as_json and any(row.outcome == "drafted" for row in rows):
        remark("    next  `summarize review`: read, then accept, edit or reject with one key")


def _exit(rows: Iterable[Reported | Aside]) -> None:
    """End with status 1 where one of what was reported failed."""
    if any(row.failed for row in rows):
        sys.exit(1)


def _show(row: Reported | Aside, as_json: bool) -> None:
    from pipeline.commands.reported import Aside

    if isinstance(row, Aside):
        remark(row.words)
    elif as_json:
        result(json_line(row.model_dump(mode="json")), drawn=True)
    else:
        for words, aside in row.said():
            (remark if aside else result)(words)


# ── how it ends ──


def main() -> None:
    """Run the command; the one place where an error becomes a line and an exit status."""
    in_force: list[Settings] = []
    take_any_text()
    credentials.forget()
    credentials.learn_environment(os.environ)  # a wrong option is told of before settings are read
    try:
        _summarize.main(standalone_mode=False, obj=in_force)
    except click.exceptions.NoArgsIsHelpError as error:
        result(error.ctx.get_help() if error.ctx else "")
        sys.exit(2)
    except click.ClickException as error:
        remark(f"summarize: {error.format_message()}")
        sys.exit(2)
    except SummarizeError as error:
        ending.say(error.message, error.hint)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except (KeyboardInterrupt, click.Abort):
        ending.interrupted()
    except OSError as error:
        ending.refused(error, in_force)
    except Exception as error:  # noqa: BLE001 - nobody foresaw it: kept for who is to mend it
        ending.defective(error, in_force)
