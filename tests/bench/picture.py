"""Draw the README's picture of `summarize review`, as it stands on a terminal, with rich's own export.

python tests/bench/picture.py     writes .github/review.svg

The draft is of the demo's paper, from an answer as models give them (two of its numbers are not the paper's), by the
program's own commands: nothing in the picture is drawn by hand. A test compares its words with what `review` shows now.
"""

from __future__ import annotations

import html
import io
import json
import os
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.support.command import Command
from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / ".github" / "review.svg"
PAPER = ROOT / "pipeline" / "demo" / "papers-daily.pdf"
WIDTH, HEIGHT = 92, 30
"""Cells of the terminal: as wide as GitHub shows without making it smaller."""
ANSWER = {
    "lead": {
        "month": "", "affiliations": [], "kind": "paper",
        "about": "drafting checked entries for a reading log",
    },
    "key_points": [
        {
            "label": "problem",
            "text": "summaries by language models have numbers and names that are not in the paper",
            "quotes": [{
                "text": "A model that is asked for a summary of a paper gives fluent sentences, and a few "
                "of their numbers and names are not in the paper.",
                "page": 1,
            }],
        },
        {
            "label": "result",
            "text": "a second run makes no request and takes 4 seconds a paper",
            "quotes": [{
                "text": "A second run over the same 53 papers made no request and took 4 ms for each paper.",
                "page": 2,
            }],
        },
        {
            "label": "safety",
            "text": "a run that is killed goes on, tried at 200 moments, and no reply is paid for twice",
            "quotes": [{
                "text": "A run that is killed at any moment goes on where it stopped when the same command "
                "is run again, and no reply that was kept is paid for twice.",
                "page": 1,
            }],
        },
    ],
    "verdict": {
        "text": "A draft becomes an entry only after a person has read it.",
        "weakness": "Whether a point follows from its quote is left to the reader.",
    },
}  # fmt: skip


def reviewed(folder: Path) -> str:
    """Draft the demo's paper in an empty folder, and give what `review` shows of it, colours and all."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "en_US.UTF-8"}
    summarize = Command(folder, environ)
    (folder / "answer.json").write_text(json.dumps(ANSWER), "utf-8")
    made = summarize(str(PAPER), "--answer", "answer.json")
    assert made.status == 0, made.err
    with Terminal(summarize, "review", width=WIDTH, height=HEIGHT) as terminal:
        terminal.wait_for("q quit")
        terminal.press("q")
        assert terminal.end() == 0
        return terminal.shown.partition("q quit")[0] + "q quit"


def drawn(shown: str) -> str:
    """Give what a terminal has shown as an SVG, which loads nothing from elsewhere."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    for line in shown.replace("\r\n", "\n").strip("\n").split("\n"):
        console.print(Text.from_ansi(line), no_wrap=True, crop=False)
    made = console.export_svg(title="summarize review", unique_id="review")
    return re.sub(r"\s*@font-face \{.*?\}", "", made, flags=re.DOTALL)


def words(svg: str) -> list[str]:
    """Give the words of a picture, in order."""
    parts = re.findall(r"<text [^>]*>(.*?)</text>", svg, re.DOTALL)
    return " ".join(html.unescape(part).replace("\xa0", " ") for part in parts).split()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        PICTURE.write_text(drawn(reviewed(Path(folder))), "utf-8")
    print(PICTURE.relative_to(ROOT))


if __name__ == "__main__":
    main()
