"""Measure, by hand, how soon a list is drafted: `python tests/bench/first_draft.py [SECONDS]`.

A made list of 26 titles, against a made arXiv, with SECONDS (3) between two requests. Prints how many requests come before that for the
first PDF, how many the first run takes, and how many a second one.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.bench.program import command
from tests.support.fakes import Entry, FakeArxiv

ITEMS = 26


def main() -> None:
    interval = sys.argv[1] if len(sys.argv) > 1 else "3"
    titles = {f"2401.{n:05}": f"A Long Title of Paper Number{n}x" for n in range(1, ITEMS + 1)}
    with contextlib.closing(FakeArxiv()) as arxiv, tempfile.TemporaryDirectory() as folder:
        arxiv.papers = {one: Entry(title=title) for one, title in titles.items()}
        summarize = command(
            Path(folder), f"http://127.0.0.1:{arxiv.port}", SUMMARIZE_LOCAL_PORTS=""
        )
        summarize.environ["SUMMARIZE_ARXIV_INTERVAL"] = interval
        items = "".join(f"- [ ] {title}\n" for title in titles.values())
        (summarize.folder / "log.md").write_text(f"# To read\n\n{items}", "utf-8")
        begun = time.monotonic()
        rows = summarize("pending", "--json").rows
        seconds = time.monotonic() - begun
        paths = arxiv.paths()
        first = next(at for at, path in enumerate(paths, 1) if path.startswith("/pdf/"))
        drafted = sum(row["outcome"] == "drafted" for row in rows)
        print(f"{drafted} of {ITEMS} items drafted, {len(paths)} requests, {seconds:.0f} s")
        print(f"the first paper is fetched by request {first}")
        summarize("pending", "--json")
        print(f"a second run: {len(arxiv.paths()) - len(paths)} requests")


if __name__ == "__main__":
    main()
