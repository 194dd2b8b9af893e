"""Commands as they are to be typed next: for the log and the output folder that a person named."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from pipeline.commands.options import HOME

_OF_NO_HOME = ("--help", "init", "keys", "completion", "skill", "mcp")
"""Commands that take no log, or no output folder."""
_SHOWN = re.compile(r"`summarize (?P<words>[^`\n]{1,300})`")
_named: dict[str, str] = {}
"""The options of the command that runs which its next one needs, too, with their values."""


def learn(given: Mapping[str, str | None]) -> None:
    """Take note of the options with which a command runs, in place of those of one before."""
    _named.clear()
    _named.update((f"--{name}", value) for name in HOME if (value := given.get(name)))


def typed(words: str) -> str:
    """Give a command with the log and the output folder that the person named."""
    shown = words.split()
    if shown[0] in _OF_NO_HOME:
        return f"summarize {words}"
    lacking = (option for option in _named.items() if option[0] not in shown)
    return " ".join(["summarize", words, *map(shlex.join, lacking)])


def with_home(text: str) -> str:
    """Have each command of ours that a text shows in backticks work as it stands."""
    return _SHOWN.sub(lambda shown: f"`{typed(shown['words'])}`", text) if _named else text
