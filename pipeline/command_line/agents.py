"""Commands for agents: what they are told, and the tools that they are served."""

from __future__ import annotations

import click

from pipeline.command_line.shared import command, folder, load
from pipeline.commands import options
from pipeline.commands.terminal import remark, result
from pipeline.files import seen_from


@command("skill")
@click.option("--into", metavar="FOLDER", help="Write SKILL.md there, not to standard output.")
@options.settings(*options.HOME[:1])
def _skill(into: str | None, **given: str | None) -> None:
    """Print a skill (SKILL.md) for agents that draft."""
    from pipeline.commands.skill import FILE, install, skill

    here = folder()
    home = here / load(given).home
    if into is None:
        result(skill(home))
        return
    written = install(home, here, into)
    result(str(seen_from(here, written)))
    if written.name != FILE:
        remark(f"{FILE} has been changed there: it stays as it is, the new one is {written.name}")


@command("mcp")
@options.settings(*options.HOME, *options.ENTRY, "context_tokens", *options.ARXIV, *options.READING)
def _mcp(**given: str | None) -> None:
    """Serve an agent tools to draft and check (MCP)."""
    settings = load(given)
    from pipeline.commands.mcp_server import serve

    serve(settings, folder())


COMMANDS = (_skill, _mcp)
