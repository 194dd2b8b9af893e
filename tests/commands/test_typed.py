"""Commands as they are to be typed next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.commands import typed
from pipeline.commands.typed import with_home


@pytest.fixture(autouse=True)
def named() -> Iterator[None]:
    typed.learn({"log": "my log.md", "output": None, "language": "en"})
    yield
    typed.learn({})


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("see `summarize status`.", "see `summarize status --log 'my log.md'`."),
        ("`summarize undo --log a`", "`summarize undo --log a`"),
        ("`summarize keys set` or `summarize init FOLDER`",) * 2,
        ("`summarize --help` lists the commands",) * 2,
        ("summarize status, `sumarize status`, `summarize `",) * 2,
    ],
)
def test_a_command_in_backticks_works_as_it_stands(words: str, shown: str) -> None:
    assert with_home(words) == shown


def test_what_no_option_was_given_for_stays_as_it_is() -> None:
    typed.learn({"log": None, "output": ""})
    assert with_home("`summarize status`") == "`summarize status`"
    typed.learn({"output": "~/of me"})
    assert typed.typed("2112.03857") == "summarize 2112.03857 --output '~/of me'"
