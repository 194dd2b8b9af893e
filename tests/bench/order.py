"""Measure, by hand, whether sentences stay whole: beside floats, over columns and pages, in forms. Needs ../shared.

python tests/bench/order.py [floats] [quotes] [notices] [wrapped] [-v]

The truth was made by people who looked at pages, in parts, as marked.py has them.

floats   which words follow which, and with which words captions begin and end, on pages with wrapped floats, captions beside
         each other, full-width floats and page ends. Words that follow each other do so in the running text with nothing
         between but a displayed formula (counted apart); behind the end of a sentence there may be paragraphs. A caption is a
         paragraph of its own.
quotes   sentences as a reader sees them, looked up as `check` does; "word for word" are those that the text has as they are.
notices  what the paper says of itself at the edges of its pages, on its page.
wrapped  papers whose pages were put into one form each, beside the same papers as they are: words in order.

Papers are read in this process, one after the other. `-v` prints what was missed, but for `unseen`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rapidfuzz.distance import LCSseq

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quotes import find_quote
from pipeline.extract import process
from pipeline.records.draft import Quote
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from tests.bench.marked import Read, Shares, parts, read, rows
from tests.support.command import SHARED

WRAPPED = 10
"""Papers that are wrapped."""
AHEAD = 80
"""Paragraphs of floats that may stand behind the end of a sentence."""
MARK = re.compile(r"(?<=[a-z.,;:)])\d{1,2}(?=\s)")
"""A footnote's mark, which the truth leaves out."""
ENDED = re.compile(r"[.:!?][”)\"]*$")
SAME = str.maketrans("“”‘’–—−", "\"\"''---", "\u00ad")


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


def without_formulas(paper: PaperText) -> str:
    """Give a text without its displayed formulas, which the truth leaves out, too."""
    kept = [one for one in paper.blocks if one.kind != "formula"]
    return "".join(paper.text[one.start : one.end] for one in kept)


def floats(part: str, read: Read, tell: Callable[..., None]) -> Shares:
    counts: Counter[str] = Counter()
    for row in rows("floats", part):
        text, before, after = read(row["file"]).text, row["before"], row["after"]
        if row["relation"] == "follows":
            whole = follows(before, after, text)
            over = not whole and follows(before, after, without_formulas(read(row["file"])))
            counts["over a formula"] += over
            whole = whole or over
        else:
            whole = any(
                one.startswith(squash(before)) and one.endswith(squash(after))
                for one in map(squash, text.split("\n"))
            )
        counts[row["relation"]] += 1
        counts[f"whole {row['relation']}"] += whole
        if not whole:
            tell(*row.values())
    follow = counts["whole follows"], counts["follows"]
    captions = counts["whole caption"], counts["caption"]
    return {
        "sentences unbroken": (follow[0] + captions[0], follow[1] + captions[1]),
        "  words that follow": follow,
        "  of which over a formula": (counts["over a formula"], follow[0]),
        "  captions": captions,
    }


def quotes(part: str, read: Read, tell: Callable[..., None]) -> Shares:
    texts = {row["id"]: row["text"] for row in rows("quotes_text", part)}
    counts: Counter[str] = Counter()
    for row in rows("quotes", part):
        paper, words = read(row["file"]), texts[row["id"]]
        index = PaperIndex(paper, Paper(arxiv_id=None, title="-"))
        found = find_quote(Quote(text=words, page=int(row["page"])), index).page is not None
        counts["found"] += found
        counts["word for word"] += fold(words) in fold(paper.text.replace(" | ", " "))
        if not found:
            tell(row["file"], row["page"], row["kind"], words)
    return {
        "quotes found": (counts["found"], len(texts)),
        "  word for word": (counts["word for word"], len(texts)),
    }


def notices(part: str, read: Read, tell: Callable[..., None]) -> Shares:
    counts: Counter[str] = Counter()
    for row in rows("notices", part):
        found = any(
            notice.page == int(row["page"]) and squash(row["words"]) in squash(notice.text)
            for notice in read(row["file"]).notices
        )
        kind = "stamps" if row["kind"] == "stamp" else "notices"
        counts[kind] += 1
        counts[f"{kind} kept"] += found
        if not found:
            tell(*row.values())
    return {
        "notices kept": (counts["notices kept"], counts["notices"]),
        "  arXiv's stamps": (counts["stamps kept"], counts["stamps"]),
    }


MEASURES = {"floats": floats, "quotes": quotes, "notices": notices}
"""What is measured by parts."""


def wrapped(read_file: Callable[[Path], PaperText]) -> list[float]:
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
            plain = read_file(pdf).text.split()
            words = read_file(made).text.split()
            shares.append(LCSseq.similarity(plain, words) / max(len(plain), len(words)))
    return shares


def main(arguments: list[str]) -> None:
    named = [one for one in arguments if not one.startswith("-")] or [*MEASURES, "wrapped"]
    for name, measure in MEASURES.items():
        for part in parts(name) if name in named else ():

            def tell(*missed: object, part: str = part) -> None:
                if "-v" in arguments and part != "unseen":
                    print("  ", *missed, sep=" | ")

            shares = measure(part, read, tell)
            told = (f"{what.strip()} {good} of {of}" for what, (good, of) in shares.items())
            print(f"{name} {part}: {', '.join(told)}")
    if "wrapped" in named:
        alike = wrapped(lambda pdf: process.extract(pdf, seconds=120, mib=4096))
        print(f"wrapped: words in order, least {min(alike):.4f} of {len(alike)} papers")


if __name__ == "__main__":
    main(sys.argv[1:])
