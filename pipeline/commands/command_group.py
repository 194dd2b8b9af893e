"""The group of commands: what is none is a paper, options stand before or behind, help in order."""

from __future__ import annotations

import difflib
import os

import click

from pipeline.commands.options import Command
from pipeline.errors import UsageError

_NEAR = 0.75
"""How like a command a word is that is taken for it (difflib's ratio): "stauts", "acept"."""
_ORDER = (
    "init", "demo", "pending", "review", "status",
    "check", "edit", "open", "accept", "undo", "reject", "restore",
    "find", "related", "survey", "export", "prompt", "skill", "mcp", "keys", "doctor",
    "completion",
)  # fmt: skip
"""The commands in the order in which one needs them."""


class Commands(click.Group):
    """The commands; anything else is a paper: no arXiv identifier can look like a command."""

    command_class = Command
    papers: click.Command
    """The command for papers, which needs no word of its own; it is put here."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Give the command that is meant: that for papers, where the first word is none."""
        if args and args[0] in self.commands:
            return super().resolve_command(ctx, args)
        self._refuse_misspelt(args[0] if args else "")
        return "summarize", self.papers, args

    def _refuse_misspelt(self, word: str) -> None:
        """Raise UsageError for a word that is nearly a command, and neither a file nor a title."""
        near = difflib.get_close_matches(word, self.commands, n=1, cutoff=_NEAR)
        if word.isalpha() and word.islower() and near and not os.path.lexists(word):
            raise UsageError(f"no command {word!r}", f"did you mean `summarize {near[0]}`?")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take options that stand before everything else for their command's."""
        options = self._options_before(args)
        if options and args[0] not in ("--help", "-h", "--version"):
            rest = args[len(options) :]
            if rest and rest[0] in self.commands:
                args = [rest[0], *options, *rest[1:]]  # `summarize --output x status`
            else:
                args = ["--", *args]  # `summarize --json 2112.03857`: of the command for papers
        return super().parse_args(ctx, args)

    def _options_before(self, args: list[str]) -> list[str]:
        """Give the options that stand before everything else, with their values."""
        parameters = [
            one for command in (*self.commands.values(), self.papers) for one in command.params
        ]
        valued = {
            name
            for one in parameters
            if isinstance(one, click.Option) and not one.is_flag
            for name in one.opts
        }
        at = 0
        while at < len(args) and args[at].startswith("-") and args[at] not in ("-", "--"):
            at += 2 if args[at] in valued else 1
        return args[:at]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands in the order in which one needs them."""
        return sorted(self.commands, key=lambda name: (*_ORDER, name).index(name))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how it is called."""
        formatter.write_usage("summarize", "PAPER… [OPTIONS]")
        formatter.write_usage("summarize", "COMMAND [OPTIONS]", prefix="   or: ")


class Papers(Command):
    """The command for papers: its usage says no word before them."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how it is called."""
        formatter.write_usage("summarize", "PAPER… [OPTIONS]")
