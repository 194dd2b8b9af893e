"""Measure, by hand, what is made of a paper's front: its abstract, and the lead of a draft without a model. Needs ../shared.

python tests/bench/front.py [tune|hold|FOLDER] [-v]

The truth was made by people who looked at pages: `abstracts.tsv` has an abstract's first and last words, none where there is
none; `leads.tsv` month, affiliations (those of `optional` may be given), and venue with its year. FOLDER has tables of these names,
and the papers where ../shared/papers has them not.

An abstract is exact if the section begins and ends with the truth's words, its heading aside. A lead is right if its month and
venue are, and its affiliations are the truth's: each of ours is one of them by the table of names or the same words, and none
is missing; "A, B" may be given as A, as B or as both. `-v` prints what is wrong.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline.draft import extractive
from pipeline.extract import process
from pipeline.records import arxiv_id
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.text.affiliations import shipped_aliases
from pipeline.text.squash import squash
from pipeline.text.venues import venue_of
from tests.support.command import SHARED

TRUTH = Path(__file__).parent / "truth"
HALVES = ("tune", "hold")
HEADING = re.compile(r"\W*(?:a ?bstract|summary|摘\s*要)\b[\s.:—–-]*", re.IGNORECASE)
MARK = re.compile(r"(?<=[a-z.,;:)])\d{1,2}(?=\s|$)|(?<=[a-z]) \d(?=\.$)")
"""A footnote's mark, which the truth leaves out."""
OF_COMPANIES = frozenset(
    "inc ltd llc corp corporation co limited gmbh the of for at and in group".split()
)


def rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", MARK.sub("", text))
    return "".join(c for c in plain if c.isalnum()).casefold()


# ── abstracts ──


def judge_abstract(truth: dict[str, str], text: PaperText) -> str:
    """Say what is wrong with an abstract; nothing if it is exact."""
    given = HEADING.sub("", text.section_text("abstract").strip(), count=1)
    first, last, ours = fold(truth["first"]), fold(truth["last"]), fold(given)
    if not first:
        return f"has none, given: {given[:60]!r}" if ours else ""
    if not ours:
        return "not found"
    wrong = "" if ours.startswith(first) else f"begins {given[:60]!r}"
    return wrong + ("" if ours.endswith(last) else f" ends {given[-80:]!r}")


# ── leads ──


def words(name: str) -> frozenset[str]:
    """Give the words of a name that tell it from others, without what stands in brackets."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\([^)]*\)", "", name))
    found = re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)).casefold())
    return frozenset(found) - OF_COMPANIES


def is_same(one: str, other: str) -> bool:
    """Tell whether two names are of one affiliation."""
    if words(one) == words(other) or squash(one) == squash(other):
        return True
    return any(squash(one) in names and squash(other) in names for names in shipped_aliases())


def names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split("|") if name.strip()]


def is_one_of(name: str, wanted: str) -> bool:
    """Tell whether a name is a wanted one, or a part of "A, B"."""
    parts = [wanted, *wanted.split(", ")]
    return any(is_same(name, part) for part in parts) or is_same(
        name.replace(", ", " "), wanted.replace(", ", " ")
    )


def wrong_affiliations(truth: dict[str, str], given: Sequence[str]) -> str:
    wanted, optional = names(truth["affiliations"]), names(truth["optional"])
    parts = [
        part
        for name in given
        for part in ([name] if any(is_one_of(name, w) for w in wanted) else name.split(", "))
    ]
    extra = [name for name in parts if not any(is_one_of(name, one) for one in wanted + optional)]
    lost = [one for one in wanted if not any(is_one_of(name, one) for name in parts)]
    doubled = [a for at, a in enumerate(given) for b in given[:at] if is_same(a, b)]
    told = [("extra", extra), ("lost", lost), ("doubled", doubled)]
    return " ".join(f"{what} {found}" for what, found in told if found)


def wrong_venue(truth: dict[str, str], paper: Paper, text: PaperText) -> str:
    """Say what is wrong with a venue; the truth has those of pages, and arXiv's record may have more."""
    given = venue_of(paper, text)
    wanted, year = fold(truth["venue"]), truth["venue_year"]
    if not wanted:
        return f"venue {given} for none" if given and given.source == "page" else ""
    same = given is not None and wanted in fold(given.name)
    right = same and (not year or str(given and given.year) == year)
    return "" if right else f"venue {given} for {truth['venue']} {year}"


def judge_lead(truth: dict[str, str], paper: Paper, text: PaperText) -> Iterator[tuple[str, str]]:
    """Give what is wrong with a lead, by its part."""
    lead = extractive.lead_of(paper, text, "en")
    if truth["month"] and lead.month != truth["month"]:
        yield "month", f"month {lead.month!r} for {truth['month']}"
    if said := wrong_affiliations(truth, lead.affiliations):
        yield "affiliations", said
    if said := wrong_venue(truth, paper, text):
        yield "venue", said


# ── papers ──


def records() -> dict[str, dict[str, object]]:
    with gzip.open(SHARED / "replica" / "metadata.jsonl.gz", "rt", encoding="utf-8") as file:
        return {one["id"]: one for one in map(json.loads, file)}


def day(said: object) -> datetime.date | None:
    return datetime.date.fromisoformat(str(said)[:10]) if said else None


def paper_of(file: str, text: PaperText, known: dict[str, dict[str, object]]) -> Paper:
    """Give a paper's record as arXiv has it, the version's day by its stamp."""
    name = Path(file).stem.replace("_", "/")
    record = known.get(name)
    if record is None:
        return Paper(arxiv_id=None, title=text.title)
    stamp = re.search(r"(\d{1,2} [A-Z][a-z]{2} \d{4})", text.stamp)
    stamped = datetime.datetime.strptime(stamp[1], "%d %b %Y").date() if stamp else None
    published = day(record.get("published"))
    return Paper(
        arxiv_id=arxiv_id.parse(name),
        title=str(record.get("title") or text.title),
        authors=tuple(map(str, record.get("authors") or ())),  # type: ignore[call-overload]
        comment=str(record.get("comment") or ""),
        published=published,
        updated=stamped or published,
    )


def main() -> None:
    asked = [word for word in sys.argv[1:] if word != "-v"]
    verbose = "-v" in sys.argv
    known = records()
    for name in asked or HALVES:
        folder = Path(name)
        inside = name not in HALVES
        tables = {
            kind: folder / f"{kind}.tsv" if inside else TRUTH / f"{kind}_{name}.tsv"
            for kind in ("abstracts", "leads")
        }
        abstracts, leads = (rows(tables[kind]) for kind in ("abstracts", "leads"))
        texts: dict[str, PaperText] = {}
        for file in dict.fromkeys(row["file"] for row in [*abstracts, *leads]):
            own = folder / file
            path = own if inside and own.exists() else SHARED / "papers" / file
            texts[file] = process.extract(path, seconds=120, mib=4096)
        report(name, abstracts, leads, texts, known, verbose=verbose)


def report(
    name: str,
    abstracts: Sequence[dict[str, str]],
    leads: Sequence[dict[str, str]],
    texts: dict[str, PaperText],
    known: dict[str, dict[str, object]],
    *,
    verbose: bool,
) -> None:
    exact = 0
    for row in abstracts:
        wrong = judge_abstract(row, texts[row["file"]])
        exact += not wrong
        if wrong and verbose:
            print(f"  abstract {row['file']}: {wrong}")
    right, by_part = 0, Counter[str]()
    for row in leads:
        text = texts[row["file"]]
        told = list(judge_lead(row, paper_of(row["file"], text, known), text))
        right += not told
        by_part.update(part for part, _ in told)
        if told and verbose:
            print(f"  lead {row['file']}: {'; '.join(said for _, said in told)}")
    parts = ", ".join(f"{part} wrong {count}" for part, count in by_part.items())
    print(
        f"{name}: abstracts exact {exact} of {len(abstracts)}, leads right {right} of {len(leads)}"
        + (f" ({parts})" if parts else "")
    )


if __name__ == "__main__":
    main()
