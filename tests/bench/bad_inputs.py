"""Try bad inputs by kind on this tree's command, or another tree's, and print what holds.

python tests/bench/bad_inputs.py [KIND …] [-v] [--tree PATH] [--only TEXT] [--every N]
                                                   cases by kind: tried, held
python tests/bench/bad_inputs.py kill [N]          N kills (200) over summarize, pending, accept, undo
python tests/bench/bad_inputs.py writer [SECONDS]  a writer that saves the log every 20 ms (60 s)

-v names each case that does not hold, with the first thing that was wrong. All cases take about
ten minutes; --every 3 tries each third one, in three. By hand; on Linux, as root.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.bench.bad import artifacts, folders, logs, long, papers, replies, surroundings
from tests.bench.bad.harness import Bench, Case, Tree, tried

KINDS: dict[str, Callable[[], Iterator[Case]]] = {
    **folders.KINDS, **logs.KINDS, **artifacts.KINDS, **surroundings.KINDS, **papers.KINDS,
    **replies.KINDS,
}  # fmt: skip


def table(bench: Bench, kinds: dict[str, list[Case]], *, verbose: bool) -> None:
    """Print a line a kind: cases tried and held, seconds, and what did not hold."""
    print(f"{'kind':<16} {'tried':>6} {'held':>6} {'seconds':>8}", flush=True)
    sums: Counter[str] = Counter()
    start = time.monotonic()
    for kind, cases in kinds.items():
        before = time.monotonic()
        wrong = [(case[0], found) for case in cases if (found := tried(bench, case))]
        count = len(cases)
        sums += Counter(tried=count, held=count - len(wrong))
        took = time.monotonic() - before
        print(f"{kind:<16} {count:>6} {count - len(wrong):>6} {took:>8.1f}", flush=True)
        for name, found in wrong if verbose else ():
            print(f"    {name}: {printable(found[0])}", flush=True)
    took = time.monotonic() - start
    print(f"{'all':<16} {sums['tried']:>6} {sums['held']:>6} {took:>8.1f}")


def printable(words: str) -> str:
    """Give words on one line as any terminal takes them."""
    plain = words.encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in plain)[:240]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("-v", action="store_true", help="name each case that does not hold")
    parser.add_argument("--tree", type=Path, default=Path(__file__).parents[2])
    parser.add_argument("--only", default="", metavar="TEXT", help="cases with this in their name")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each Nth case of a kind")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bad-inputs-") as folder:
        bench = Bench(Tree(asked.tree.resolve()), Path(folder))
        match asked.kinds:
            case ["kill", *number]:
                long.kill(bench, int(number[0]) if number else 200)
            case ["writer", *seconds]:
                long.writer(bench, float(seconds[0]) if seconds else 60)
            case kinds:
                if unknown := set(kinds) - set(KINDS):
                    parser.error(f"no such kind: {unknown}; these are: {', '.join(KINDS)}")
                cases = {
                    kind: [case for case in KINDS[kind]() if asked.only in case[0]][:: asked.every]
                    for kind in kinds or KINDS
                }
                table(bench, cases, verbose=asked.v)
        bench.tree.close()


if __name__ == "__main__":
    main()
