"""README.md and the pages beside it, taken apart: blocks of code, and what a session shows.

python tests/support/documents.py NAME     prints the README's blocks of a name, for .ci/run

A fence's first word says what it is (console, sh, toml …), those behind it what it needs. In a console block a line with
"$ " is typed and those below it are shown; "…" stands for lines that are left out, or for the rest of a line.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCS = ROOT / ".github" / "docs"
WRITTEN_ON = "2026.11.26"
"""The day that sessions in the pages show."""
_ROWS = re.compile(r"(?:^ {2,4}\d+  .*\n)+", re.MULTILINE)
_SECONDS = re.compile(r"\d+\.\d s\b")


class Block(NamedTuple):
    """A fence of a page: its words, and its text."""

    page: Path
    line: int
    words: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


class Step(NamedTuple):
    """What is typed in a session, and what is shown below it."""

    command: str
    shown: str


def pages() -> list[Path]:
    return [README, *sorted(DOCS.glob("*.md"))]


def blocks() -> list[Block]:
    found = []
    for page in pages():
        for token in MarkdownIt().parse(page.read_text("utf-8")):
            if token.type in ("fence", "code_block"):
                line = (token.map or [0])[0] + 1
                found.append(Block(page, line, tuple(token.info.split()), token.content))
    return found


def spans() -> Iterator[tuple[Path, str]]:
    """Give what stands as code within the lines of the pages."""
    parser = MarkdownIt("commonmark").enable("table")
    for page in pages():
        for token in parser.parse(page.read_text("utf-8")):
            for child in token.children or ():
                if child.type == "code_inline":
                    yield page, child.content


def links() -> Iterator[tuple[Path, str]]:
    """Give the addresses that the pages link to or show, from where they are."""
    parser = MarkdownIt("commonmark").enable("table")
    for page in pages():
        for token in parser.parse(page.read_text("utf-8")):
            for child in token.children or ():
                if child.type in ("link_open", "image"):
                    yield page, str(child.attrs.get("href") or child.attrs["src"])


def steps(block: Block) -> list[Step]:
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]
    return [Step(*part.partition("\n")[::2]) for part in parts]


def shows(expected: str, shown: str) -> bool:
    """Tell whether a session shows what a page says, but for the day and for how long things took."""
    today = datetime.date.today()
    day = f"{today.year}.{today.month}.{today.day}"
    words = expected.replace(WRITTEN_ON, day)
    shown = _ROWS.sub(_in_order, _SECONDS.sub("0.0 s", shown))
    return bool(re.fullmatch(_pattern(_SECONDS.sub("0.0 s", words)), shown))


def _in_order(rows: re.Match[str]) -> str:
    """Sort rows of a list, which are printed as they become known; a page has them in order."""
    return "".join(sorted(rows[0].splitlines(keepends=True)))


def _pattern(words: str) -> str:
    lines = words.rstrip("\n").split("\n")
    return "".join(_line(line) for line in lines).removesuffix(r"\n") + r"\n?"


def _line(line: str) -> str:
    if line == "…":
        return r"(?:.*\n)*?"
    if line.endswith("…"):
        return re.escape(line.removesuffix("…")) + r".*\n"
    return re.escape(line) + r"\n"


if __name__ == "__main__":
    for one in blocks():
        if one.page == README and sys.argv[1] in one.words:
            print(f"(\n{one.text})")
