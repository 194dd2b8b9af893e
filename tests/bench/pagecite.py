"""What pagecite says of statements with quotes, in an environment of its own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from typing import NamedTuple

from tests.bench.peers import environment
from tests.bench.program import PAPERS

ITS_CHECKS = """
import json, sys
from pagecite import pdf, verify
pages = {}
for line in sys.stdin:
    path, text, quotes = json.loads(line)
    if path not in pages:
        pages[path] = pdf.load(path).pages
    cited = [page for _, page in quotes]
    checks = [verify.check_quote(quote, [page], pages[path]) for quote, page in quotes]
    if verify.numbers(text):
        checks.append(verify.check_value(text, cited, pages[path]))
    worst = verify.worst(*checks)
    print(json.dumps("" if worst.ok else worst.reason or "flagged"))
"""


class Cited(NamedTuple):
    """A statement about a paper of ../shared/papers, with its quotes, each with its page."""

    paper: str
    text: str
    quotes: tuple[tuple[str, int], ...]


def flags(statements: Sequence[Cited]) -> list[str]:
    """Give its reason for flagging each statement, or nothing: its quotes, and its numbers as a data point's value.

    It reads the PDF itself. A statement without numbers is to it an argument: only the quote is checked.
    """
    python = environment("pagecite", "2.0.0") / "python"
    lines = "".join(
        json.dumps([str(PAPERS / f"{one.paper}.pdf"), one.text, one.quotes]) + "\n"
        for one in statements
    )
    done = subprocess.run(
        [python, "-c", ITS_CHECKS], input=lines, capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]
