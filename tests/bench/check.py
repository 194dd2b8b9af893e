"""Measure, by hand, what the checker finds and what it marks wrongly, beside pagecite's. Needs ../shared.

python tests/bench/check.py [--only WORD] [--limit N] [-v KIND]

Prints false alarms on the person's own entries (shared/gold), then on true claims made from shared/papers (true_claims.py),
then what is found of false ones (false_claims.py), by kind. A false claim counts as found when its point has a finding
that its true claim has not. A note counts only for a quote's page. Papers in odd places of the sorted list are the tuning
half. It takes four to five minutes of CPU on two cores, nearly all of it in check(). `-v KIND` prints the misses of a
kind (any part of its name), `-v true` the false alarms, `-v gold` those on the entries; `--only WORD` takes the kinds
with this word only, `--limit N` at most N claims of a kind. pagecite gets an environment of its own in CACHE.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline.check.claims import check
from pipeline.extract import process
from pipeline.records.draft import Draft, KeyPoint, Lead, Quote, Verdict
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.report import Finding
from pipeline.text import sentences
from tests.bench.false_claims import affiliation_claims, false_claims
from tests.bench.pagecite import Cited, flags
from tests.bench.peers import CACHE
from tests.bench.program import PAPERS, load, metadata
from tests.bench.true_claims import Claim, Source, fold, is_name, true_claims
from tests.support.command import SHARED

EACH = 3
"""Most false claims of a kind from one paper."""
TRUE_EACH = 30
"""Most true claims from one paper; all kinds in turn."""


def slugs() -> list[str]:
    return sorted(path.stem for path in PAPERS.glob("*.pdf"))


def read(slug: str) -> PaperText:
    """Give a paper's text, from the cache where this version of `extract` has read it before."""
    kept = CACHE / f"text-{process.VERSION}" / f"{slug}.json"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(
            process.extract(PAPERS / f"{slug}.pdf", seconds=120, mib=2048).model_dump_json(),
            "utf-8",
        )
    return PaperText.model_validate_json(kept.read_text("utf-8"))


def paper(slug: str, text: PaperText, known: dict[str, dict[str, Any]]) -> Paper:
    """Give a paper's metadata; a row whose second date is none has the first one's."""
    row = known.get(
        slug.replace("_", "/"), {"title": text.title or slug, "published": "2020-01-01"}
    )
    second = row.get("updated", "")[:10]
    updated = second if re.fullmatch(r"[\d-]{10}", second) else row["published"][:10]
    return Paper(
        arxiv_id=None, title=row["title"], authors=row.get("authors", ()), abstract=row.get("abstract", ""),
        published=row["published"][:10], updated=updated, comment=row.get("comment", ""),
    )  # fmt: skip


def drafted(claims: list[Claim], text: PaperText) -> Draft:
    """Put three to six claims in one draft, the last one repeated where there are fewer; affiliations go into its lead."""
    spare = next(
        text.text[start : start + len(words)]
        for start, words in sentences.split(text.text)
        if len(words) > 60
    )
    points = [
        KeyPoint(
            label="要点",
            text=c.text,
            quotes=tuple(Quote(text=words, page=page) for words, page in c.quotes or ((spare, 1),)),
        )
        for c in claims
    ]
    affiliations = tuple(name for c in claims for name in c.affiliations)
    return Draft(
        lead=Lead(month="", affiliations=affiliations, kind="文章", about=""),
        key_points=(points + [points[-1]] * 3)[: max(3, len(points))],
        verdict=Verdict(text="", weakness=""),
    )  # fmt: skip


def counts(finding: Finding) -> bool:
    return finding.severity == "doubt" or finding.kind == "quote"


def findings(claims: list[Claim], about: Paper, text: PaperText) -> list[list[Finding]]:
    """Give what the checker says of each claim, six points at a time; of an affiliation, what it says of the lead."""
    found: dict[int, list[Finding]] = {}
    points = [i for i, claim in enumerate(claims) if not claim.affiliations]
    for start in range(0, len(points), 6):
        batch = points[start : start + 6]
        report = check(drafted([claims[i] for i in batch], text), about, text)
        for n, i in enumerate(batch, 1):
            found[i] = [f for f in report.findings if f.where == f"point {n}" and counts(f)]
    for i, claim in enumerate(claims):
        if claim.affiliations:
            report = check(drafted([claim], text), about, text)
            found[i] = [
                f
                for f in report.findings
                if f.where == "lead" and f.kind == "affiliation" and counts(f)
            ]
    return [found[i] for i in range(len(claims))]


def mixed(claims: list[Claim]) -> list[Claim]:
    """Take the kinds in turn, so that a bound does not leave out the rare ones."""
    ranks: defaultdict[str, int] = defaultdict(int)
    keyed = []
    for claim in claims:
        ranks[claim.kind] += 1
        keyed.append((ranks[claim.kind], claim))
    return [claim for _, claim in sorted(keyed, key=lambda pair: pair[0])]


def examined(
    slug: str, foreign: list[str], only: str, each: int
) -> list[tuple[Claim, list[Finding]]]:
    """Give one paper's claims, true ones first, each with what the checker says of it."""
    text = read(slug)
    source, rng = Source(slug, text), Random(slug)
    all_true = mixed(true_claims(source, rng))
    true, false = affiliation_claims(source, rng, 3)
    false += false_claims(source, all_true, rng, foreign, each)
    false = [c for c in false if only in c.kind]
    asked = {id(c.true): c.true for c in false if c.true}
    kept = (
        {id(c): c for c in [*true, *all_true[: TRUE_EACH * each // EACH]]} | asked
        if not only
        else asked
    )
    claims = [*(c for c in kept.values() if c), *false]
    return list(zip(claims, findings(claims, paper(slug, text, metadata()), text), strict=True))


# ── the person's own entries ──


def nearest_quotes(source: Source, asked: set[str]) -> tuple[tuple[str, int], ...]:
    """Give three lines of the paper that together have most of these numbers and terms; a rare one counts more."""
    lines = [(start, words) for start, words in source.split if 30 < len(words) < 600]
    has = []
    for _, words in lines:
        flat, numbers = fold(words), set(re.findall(r"\d+(?:\.\d+)?", words))
        has.append(
            {one for one in asked if one in numbers or (not one[0].isdigit() and fold(one) in flat)}
        )
    weight = {
        one: (3 if one[0].isdigit() else 1) / (1 + sum(one in words for words in has))
        for one in asked
    }
    left, quotes = set(asked), []
    for _ in range(3):
        best = max(range(len(lines)), key=lambda i: sum(weight[one] for one in has[i] & left))
        left -= has[best]
        quotes.append((lines[best][1], source.text.page_at(lines[best][0])))
    return tuple(dict.fromkeys(quotes))


ZH_COUNT = r"[一二两三四五六七八九十](?=[个种类轮层项步]|阶段)"


def gold(verbose: bool) -> None:
    """Print the false alarms on the person's entries: each line below the first is a point; quotes are the nearest sentences."""
    measure, known = load(SHARED / "gold" / "coverage.py"), metadata()
    with (SHARED / "gold" / "pairs.tsv").open(encoding="utf-8") as rows:
        wanted = [row["arxiv_id"] for row in csv.DictReader(rows, delimiter="\t")]
    claimed, alarms = [0, 0], [0, 0]
    other: defaultdict[str, int] = defaultdict(int)
    for slug in wanted:
        text = read(slug)
        source = Source(slug, text)
        entry = measure.visible((SHARED / "gold" / "entries" / f"{slug}.md").read_text("utf-8"))
        points = [
            line.strip()
            for line in entry.splitlines()
            if line.strip() and not line.startswith("《")
        ][1:]
        asked = [measure.numbers(line) | measure.terms(line) for line in points]
        claims = [
            Claim(slug, "gold", line, nearest_quotes(source, words))
            for line, words in zip(points, asked, strict=True)
        ]
        claimed[0] += sum(
            len(measure.numbers(line)) + len(re.findall(ZH_COUNT, line)) for line in points
        )
        claimed[1] += sum(len(measure.terms(line)) for line in points)
        for claim, found in zip(
            claims, findings(claims, paper(slug, text, known), text), strict=True
        ):
            for finding in found:
                if finding.kind == "quote":
                    continue
                kind = 1 if finding.kind == "name" else 0
                if finding.kind in ("number", "unit", "name"):
                    alarms[kind] += 1
                else:
                    other[finding.kind] += 1
                if verbose:
                    print(
                        f"{slug} {finding.kind} {finding.words!r}: {finding.message} | {finding.nearest[:100]}\n    {claim.text}\n    {claim.quotes}"
                    )
    print("the person's entries: false alarms")
    for name, n, of, goal in (
        ("numbers", alarms[0], claimed[0], 3),
        ("names", alarms[1], claimed[1], 5),
    ):
        print(f"  {name:<10} {n:>3} of {of:<4} {n / of:6.1%}   (goal {goal}%)")
    print("  other kinds", dict(other))


# ── the table ──

GOALS = (("affiliation", ""), ("negation", ""), ("direction", ""), ("no number", ""), ("word", "98%"), ("another page", "98%"),
         ("from elsewhere", "90%"), ("another row", "90%"), ("swapped", "90%"), ("name", "90%"), ("", "98%"))  # fmt: skip
Row = tuple[Claim, bool, bool]
"""A claim, whether we marked it, whether pagecite did."""


def share(rows: Iterable[Row], place: int = 1) -> str:
    given = [bool(row[place]) for row in rows if place == 1 or not row[0].affiliations]
    return f"{sum(given) / len(given):7.1%}" if given else "      -"


def table(rows: list[Row], title: str, *, goals: bool = True) -> None:
    half = {slug: n % 2 for n, slug in enumerate(slugs())}
    print(
        f"\n{title:<38} {'n':>5} {'found':>5} {'share':>7} {'tuning':>7} {'other':>7} {'pagecite':>8}  goal"
    )
    for kind in [*sorted({claim.kind for claim, *_ in rows}), "all"]:
        of = [row for row in rows if kind in ("all", row[0].kind)]
        goal = (
            next(goal for part, goal in GOALS if part in kind)
            if of[0][0].true and kind != "all"
            else ""
        )
        goal = (goal or ("2%" if kind == "all" and not of[0][0].true else "-")) if goals else ""
        tuned, others = ([row for row in of if half[row[0].paper] == h] for h in (0, 1))
        print(
            f"{kind:<38} {len(of):>5} {sum(marked for _, marked, _ in of):>5} {share(of)} {share(tuned)} {share(others)} {share(of, 2):>8}  {goal}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-v", default="none", metavar="KIND")
    parser.add_argument("--only", default="", metavar="WORD")
    parser.add_argument("--limit", type=int, default=0, metavar="N")
    given = parser.parse_args()
    if not given.only:
        gold("gold" in given.v)
    names = {slug: Source(slug, read(slug)).names for slug in slugs()}
    foreign = sorted({name for found in names.values() for name in found if is_name(name)})
    each = (
        1 if 0 < given.limit <= len(names) // 2 else EACH
    )  # fewer to check, then fewer of them to show
    with ProcessPoolExecutor(2) as pool:
        per_paper = list(
            pool.map(
                examined,
                slugs(),
                [foreign] * len(names),
                [given.only] * len(names),
                [each] * len(names),
            )
        )
    said = [pair for pairs in per_paper for pair in pairs]
    asked = [Cited(c.paper, c.text, c.quotes) for c, _ in said]
    theirs = dict(zip([c for c, _ in said], flags(asked), strict=True))
    marks = {claim: {(f.kind, f.words) for f in found} for claim, found in said}
    if given.limit:
        said = list(limited(said, given.limit))
    true_rows = [(c, bool(marks[c]), bool(theirs[c])) for c, _ in said if not c.true]
    false_rows = [
        (c, bool(marks[c] - marks[c.true]), bool(theirs[c]) and theirs[c] != theirs[c.true])
        for c, _ in said
        if c.true
    ]
    for claim, found in said:
        if claim.true and given.v in claim.kind and not marks[claim] - marks[claim.true]:
            print(
                f"\n{claim.paper} MISSED {claim.kind}\n  true   {claim.true.text}\n  false  {claim.text}\n  paper  {claim.quotes}"
            )
        if not claim.true and given.v == "true" and found:
            print(f"\n{claim.paper} ALARM {claim.kind}: {claim.text}\n  quotes {claim.quotes}")
            print(
                *(f"  {f.kind} {f.words!r}: {f.message} | {f.nearest[:120]}" for f in found),
                sep="\n",
            )
    by_finding: defaultdict[str, int] = defaultdict(int)
    for claim, found in said:
        for kind in {f.kind for f in found} if not claim.true else ():
            by_finding[kind] += 1
    table(true_rows, "true claims: false alarms")
    print("  by kind of finding:", dict(by_finding))
    table(false_rows, "false claims: found")
    inner = [
        (replace(c, kind=c.true.kind), ours, their)
        for c, ours, their in false_rows
        if c.true and "quote" not in c.kind
    ]
    table(inner, "the same but quotes, by true claim", goals=False)


def limited(
    said: list[tuple[Claim, list[Finding]]], most: int
) -> Iterable[tuple[Claim, list[Finding]]]:
    """Give at most `most` claims of a kind, drawn evenly from the papers."""
    kinds: defaultdict[str, list[tuple[Claim, list[Finding]]]] = defaultdict(list)
    for pair in said:
        kinds[pair[0].kind].append(pair)
    for pairs in kinds.values():
        yield from Random(0).sample(pairs, min(most, len(pairs)))


if __name__ == "__main__":
    main()
