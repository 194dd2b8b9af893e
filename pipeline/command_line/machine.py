"""Commands that set the program up, and say what is wrong."""

from __future__ import annotations

import os
import sys

import click

from pipeline.command_line.shared import command, end, folder, json_option, load, report
from pipeline.commands import completion, options
from pipeline.commands.terminal import remark, result

_COMPLETION_HELP = """Print what has a shell complete commands, drafts and files.

\b
  bash   eval "$(summarize completion bash)"     in ~/.bashrc
  zsh    eval "$(summarize completion zsh)"      in ~/.zshrc
  fish   summarize completion fish > ~/.config/fish/completions/summarize.fish
"""


@command("init")
@click.argument("into", required=False, metavar="[FOLDER]")
@click.option("--log", metavar="FILE", help="The reading log (log.md).")
@click.option("--language", metavar="zh|en", help="Language of the log (your system's).")
def _init(into: str | None, log: str | None, language: str | None) -> None:
    """Write a summarize.toml and, where there is none, a log."""
    from pipeline.commands.init import first_command, init

    for words in init(folder(), into or "", {"log": log, "language": language}, os.environ):
        result(words)
    first = first_command(folder(), into or "", log, os.environ)
    remark(f"    next  `{first}`: draft what is open on the log's list")


@click.group("keys")
def _keys() -> None:
    """Store the API key of a model's server, or forget it."""


@_keys.command("set")
@click.option("--file", "in_file", is_flag=True, help="In a file of yours, for cron and launchd.")
@options.settings("base_url")
def _keys_set(in_file: bool, **given: str | None) -> None:
    """Store a key in the system's keyring; it is asked for, or piped in."""
    from pipeline import keys

    settings = load(given)
    keys.require_place(settings.base_url, in_file=in_file)
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

    result(keys.forget(load(given).base_url))


@command("completion", help=_COMPLETION_HELP)
@click.argument("shell", type=click.Choice(completion.SHELLS))
def _completion(shell: str) -> None:
    """Print what has a shell complete commands, drafts and files."""
    program = click.get_current_context().find_root().command
    result(completion.script(shell, program), drawn=True)


@command("doctor")
@json_option
@options.settings(*options.ALL)
def _doctor(as_json: bool, **given: str | None) -> None:
    """Say what is configured, reachable and wrong."""
    from pipeline.commands.doctor import examine

    end(report(examine(given, folder(), os.environ), as_json))


COMMANDS = (_init, _keys, _completion, _doctor)
