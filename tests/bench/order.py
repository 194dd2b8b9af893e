"""Measure, by hand, whether sentences stay whole: beside floats, over columns and pages, in forms. Needs ../shared.

python tests/bench/order.py [floats] [quotes] [notices] [wrapped] [-v]

The truth was made by people who looked at pages, in two halves: rules are made with `tune` at hand, `hold` is only counted.

floats   which words follow which, and with which words captions begin and end, on pages with wrapped floats, captions beside
         each other, full-width floats and page ends. Words that follow each other do so in the running text with nothing
         between; behind the end of a sentence there may be paragraphs. A caption is a paragraph of its own.
quotes   sentences as a reader sees them, looked up as `check` does; "word for word" are those that the text has as they are.
         They are other people's sentences, and lie beside the repository, in ../truth.
notices  what the paper says of itself at the edges of its pages, on its page.
wrapped  papers whose pages were put into one form each, beside the same papers as they are: words in order.

Papers are read in this process, one after the other. `-v` prints what was missed of `tune`.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import LCSseq

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quotes import find_quote
from pipeline.extract import process
from pipeline.records.draft import Quote
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from tests.support.command import SHARED

TRUTH = Path(__file__).parent / "truth"
QUOTES = SHARED.parent / "truth"
HALVES = ("tune", "hold")
WRAPPED = 10
"""Papers that are wrapped."""
AHEAD = 80
"""Paragraphs of floats that may stand behind the end of a sentence."""
MARK = re.compile(r"(?<=[a-z.,;:)])\d{1,2}(?=\s)")
"""A footnote's mark, which the truth leaves out."""
ENDED = re.compile(r"[.:!?][”)\"]*$")
SAME = str.maketrans("“”‘’–—−", "\"\"''---", "\u00ad")


@cache
def read(file: str) -> PaperText:
    return process.extract(SHARED / "papers" / file, seconds=120, mib=4096)


def rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def squash(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(SAME).split())


def follows(before: str, after: str, text: str) -> bool:
    """Tell whether words follow others: at once, or behind floats where a sentence ends."""
    if any(squash(before + after) in squash(one) for one in (text, MARK.sub("", text))):
        return True
    paragraphs = [squash(paragraph) for paragraph in text.split("\n")]
    ends = [at for at, one in enumerate(paragraphs) if one.endswith(squash(before))]
    return bool(ENDED.search(before)) and any(
        one.startswith(squash(after)) for at in ends for one in paragraphs[at + 1 : at + 1 + AHEAD]
    )


def floats(half: str, tell: Callable[..., None]) -> str:
    counts: Counter[str] = Counter()
    for row in rows(TRUTH / f"floats_{half}.tsv"):
        text, before, after = read(row["file"]).text, row["before"], row["after"]
        if row["relation"] == "follows":
            whole = follows(before, after, text)
        else:
            whole = any(
                one.startswith(squash(before)) and one.endswith(squash(after))
                for one in map(squash, text.split("\n"))
            )
        counts[row["relation"]] += 1
        counts["whole"] += whole
        counts[f"whole {row['relation']}"] += whole
        if not whole:
            tell(*row.values())
    of = counts["follows"] + counts["caption"]
    return (
        f"sentences unbroken {counts['whole'] / of:.3f} ({counts['whole']} of {of}): words that follow"
        f" {counts['whole follows']} of {counts['follows']}, captions {counts['whole caption']} of {counts['caption']}"
    )


def quotes(half: str, tell: Callable[..., None]) -> str:
    if not QUOTES.exists():
        return "not here"
    texts = {row["id"]: row["text"] for row in rows(QUOTES / half / "quotes_text.tsv")}
    counts: Counter[str] = Counter()
    for row in rows(QUOTES / half / "quotes.tsv"):
        paper, words = read(row["file"]), texts[row["id"]]
        index = PaperIndex(paper, Paper(arxiv_id=None, title="-"))
        found = find_quote(Quote(text=words, page=int(row["page"])), index).page is not None
        counts["found"] += found
        counts["word for word"] += fold(words) in fold(paper.text.replace(" | ", " "))
        if not found:
            tell(row["file"], row["page"], row["kind"], words)
    return f"found {counts['found'] / len(texts):.3f} ({counts['found']} of {len(texts)}), word for word {counts['word for word']}"


def notices(half: str, tell: Callable[..., None]) -> str:
    counts: Counter[str] = Counter()
    for row in rows(TRUTH / f"notices_{half}.tsv"):
        found = any(
            notice.page == int(row["page"]) and squash(row["words"]) in squash(notice.text)
            for notice in read(row["file"]).notices
        )
        kind = "stamps" if row["kind"] == "stamp" else "others"
        counts[kind] += 1
        counts[f"{kind} kept"] += found
        if not found:
            tell(*row.values())
    return f"others {counts['others kept']} of {counts['others']}, arXiv's stamps {counts['stamps kept']} of {counts['stamps']}"


def wrapped() -> list[float]:
    """Give for each of some papers the share of its words that are in order in its wrapped twin."""
    papers = sorted((SHARED / "papers").glob("*.pdf"))[::6][:WRAPPED]
    shares = []
    with tempfile.TemporaryDirectory() as folder:
        for pdf in papers:
            made = Path(folder) / pdf.name
            wrap = str(SHARED / "made" / "wrap_in_form.py")
            subprocess.run(
                [sys.executable, wrap, str(pdf), str(made)], check=True, capture_output=True
            )
            plain = read(pdf.name).text.split()
            words = process.extract(made, seconds=120, mib=4096).text.split()
            shares.append(LCSseq.similarity(plain, words) / max(len(plain), len(words)))
    return shares


def main(arguments: list[str]) -> None:
    wanted = [one for one in arguments if not one.startswith("-")]
    for measure in (floats, quotes, notices):
        for half in HALVES if not wanted or measure.__name__ in wanted else ():

            def tell(*missed: object, half: str = half) -> None:
                if "-v" in arguments and half == "tune":
                    print("  ", *missed, sep=" | ")

            print(f"{measure.__name__} {half}: {measure(half, tell)}")
    if not wanted or "wrapped" in wanted:
        shares = wrapped()
        print(f"wrapped: words in order, least {min(shares):.4f} of {len(shares)} papers")


if __name__ == "__main__":
    main(sys.argv[1:])
