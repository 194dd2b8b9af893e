"""Commands over drafts: what is there, what is doubtful, and what becomes of them."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import click

from pipeline.command_line.shared import (
    command,
    end,
    folder,
    json_option,
    load,
    report,
    store_of,
)
from pipeline.commands import completion, options
from pipeline.commands.terminal import remark, result
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.commands.check_entry import Checked
    from pipeline.commands.reported import Aside

_STATES = ("draft", "accepted", "rejected", "failed")


@command("status")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(_STATES),
    help="Only papers in this state; may be given more than once.",
)
@json_option
@options.settings(*options.HOME)
def _status(states: tuple[str, ...], as_json: bool, **given: str | None) -> None:
    """List what is drafted or failed, and its cost."""
    from pipeline.commands.status import Row, listed, status

    settings = load(given)
    found = status(settings, folder())
    wanted = (row for row in found if not states or getattr(row, "state", "") in states)
    reported = report(wanted, as_json)
    rows = [row for row in reported if isinstance(row, Row)]
    if rows and not as_json:
        result(listed(rows), drawn=True)
        if any(row.state == "failed" for row in rows):
            remark("    next  name what failed to try it again; `summarize reject PAPER` drops it")
    elif not as_json and states:
        remark(f"nothing is {' or '.join(states)}")
    elif not as_json:
        remark(f"nothing is under {settings.output} yet: try `summarize 2112.03857`")


@command("review")
@click.option("--only", default="", metavar="TEXT", help="Only drafts with this in their title.")
@click.option("--web", is_flag=True, help="As pages of a browser, each beside its paper.")
@options.settings(*options.HOME, "pdf_viewer")
def _review(only: str, web: bool, **given: str | None) -> None:
    """Read drafts one by one, and decide with one key."""
    if web:
        from pipeline.web.serving import serve

        serve(load(given), folder(), os.environ, only=only)
        return
    from pipeline.commands.review import review

    review(load(given), folder(), os.environ, only=only)


@command("check")
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
@json_option
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

    settings = load(given)
    store, home = store_of(settings), folder() / settings.home
    log = folder() / settings.log
    if not verify:
        _end_check(report(check_all(store, papers, home, log), as_json), fail_on)
        return
    from pipeline.commands.chosen_model import TO_HAVE_ONE, ChosenModel
    from pipeline.commands.second_reader import SecondReader

    if not settings.has_model:
        raise UsageError("--verify has a model read the entry, and there is none", TO_HAVE_ONE)
    with contextlib.closing(ChosenModel(settings, store, fresh=False)) as chosen:
        reader = SecondReader(settings, chosen, home)
        rows = report(check_all(store, papers, home, log, reader.reread), as_json)
    _end_check(rows, fail_on)


def _end_check(rows: Sequence[Checked | Aside], fail_on: str | None) -> None:
    if fail_on and any(getattr(row, "severity", "") == fail_on for row in rows):
        sys.exit(1)
    end(rows)


@command("edit")
@click.argument("paper", metavar="PAPER", shell_complete=completion.papers("draft"))
@click.option(
    "--take",
    type=click.Choice(["newer", "older"]),
    help="Take the newer draft, or your older entry back, and edit nothing.",
)
@json_option
@options.settings(*options.HOME)
def _edit(
    paper: str, take: Literal["newer", "older"] | None, as_json: bool, **given: str | None
) -> None:
    """Edit an entry in $VISUAL or $EDITOR, and check it again."""
    from pipeline.commands import edit
    from pipeline.commands.check_entry import check_all

    settings = load(given)
    store, home = store_of(settings), folder() / settings.home
    entry = edit.take(store, paper, take) if take else edit.edit_draft(store, paper, os.environ)
    end(report(check_all(store, [str(entry)], home, folder() / settings.log), as_json))


@command("open")
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

    settings = load(given)
    result(open_draft(store_of(settings), paper, settings.pdf_viewer, page, os.environ))


@command("accept")
@click.argument(
    "papers", nargs=-1, required=True, metavar="PAPER…", shell_complete=completion.papers("draft")
)
@click.option(
    "--date", metavar="DAY", help="Under which day, like 2024.1.6 (the entry's own heading)."
)
@click.option("--dry-run", is_flag=True, help="Show the diff, write nothing.")
@json_option
@options.settings(*options.HOME)
def _accept(
    papers: tuple[str, ...], date: str | None, dry_run: bool, as_json: bool, **given: str | None
) -> None:
    """Put edited entries into the log and tick their items."""
    from pipeline.commands.accept import accept_all
    from pipeline.commands.argument import parse_day

    settings = load(given)
    day = parse_day(date) if date else None
    store = store_of(settings)
    here = folder()
    rows = accept_all(
        store, settings.log, papers,
        folder=here, home=here / settings.home, day=day, dry_run=dry_run,
    )  # fmt: skip
    end(report(rows, as_json))


@command("undo")
@click.argument(
    "paper", required=False, metavar="[PAPER]", shell_complete=completion.papers("accepted")
)
@options.settings(*options.HOME)
def _undo(paper: str | None, **given: str | None) -> None:
    """Take the last accept back, or that of a PAPER."""
    from pipeline.commands.undo import undo

    settings = load(given)
    log = folder() / settings.log if given.get("log") else None
    result(undo(store_of(settings), log, paper))


@command("reject")
@click.argument("paper", metavar="PAPER", shell_complete=completion.papers("draft"))
@options.settings(*options.HOME)
def _reject(paper: str, **given: str | None) -> None:
    """Set a draft aside; `pending` leaves it alone."""
    from pipeline.commands.reject import reject

    store = store_of(load(given))
    result(reject(store, paper))


@command("restore")
@click.argument("paper", metavar="PAPER", shell_complete=completion.papers("rejected"))
@options.settings(*options.HOME)
def _restore(paper: str, **given: str | None) -> None:
    """Take a reject back: the paper is a draft again."""
    from pipeline.commands.reject import restore

    result(restore(store_of(load(given)), paper))


COMMANDS = (
    _status, _review, _check, _edit, _open, _accept, _undo, _reject, _restore,
)  # fmt: skip
