"""The program: its commands, and how it ends.

What each command takes is in command_line/, its work in commands/, a file each. Results go to
standard output, progress and warnings to standard error. Exit status: 0 all done, 1 something
failed, 2 wrong usage, 70 a defect of ours, 130 interrupted. Commands are imported when they run, so
that `--help` costs nothing.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from pipeline import credentials
from pipeline.command_line import agents, drafts, log, machine, papers
from pipeline.commands import ending, typed
from pipeline.commands.command_group import Commands
from pipeline.commands.terminal import remark, result, take_any_text
from pipeline.errors import SummarizeError, UsageError

if TYPE_CHECKING:
    from pipeline.settings import Settings

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


@click.group(
    cls=Commands,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_HELP,
)
@click.version_option(package_name="papers-daily", prog_name="summarize")
def _summarize() -> None:
    """Hold the commands."""


_summarize.papers = papers.SUMMARIZE
for _module in (papers, drafts, log, machine, agents):
    for _command in _module.COMMANDS:
        _summarize.add_command(_command)


def main() -> None:
    """Run the command; the one place where an error becomes a line and an exit status."""
    in_force: list[Settings] = []
    take_any_text()
    typed.learn({})
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
