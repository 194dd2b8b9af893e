"""Measure the checker on statements and drafts that people and strong models wrote. Needs ../shared.

python tests/bench/claims.py [FILE …] [--half tune|hold] [--pagecite] [-v KIND]

FILE: tables of statements as ../shared/claims/claims.tsv is (that one if none is given). Prints, for each half of each
table (papers in odd places of the sorted list are the tuning half), true statements marked, false ones marked, and
false ones told from their twin: marked where the corrected statement is not. Then the drafts beside the
table: marks on the honest drafts, and planted errors found, that is with a mark that the honest draft has not there.
Last, over all files, how often each rule marked what is wrong, and what is right: true statements, twins, drafts.
With --pagecite what that marks of the statements, and tells, stands below ours.
-v KIND prints what was missed of a kind; -v true the marks on true statements and twins; -v drafts those on honest
drafts; -v planted the planted errors that were missed.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline.check.claims import check
from pipeline.records.draft import Draft, KeyPoint, Lead, Quote, Verdict
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.report import Finding
from tests.bench.check import paper, read
from tests.bench.pagecite import Cited, flags
from tests.bench.program import metadata
from tests.support.command import SHARED

CLAIMS = SHARED / "claims" / "claims.tsv"

Mark = tuple[str, str, str]
"""A finding's kind, the rule that gives it, and its words."""
_QUOTED = re.compile(r"“[^”]*”|; the paper has .*")


class Claimed(NamedTuple):
    """A statement of known truth, its quote and page; `twin` is the corrected one, empty where there is none."""

    name: str
    paper: str
    page: int
    kind: str
    words: str
    quote: str
    true: bool
    twin: str


def statements_of(path: Path) -> list[Claimed]:
    """Read a table; `right` is a piece that replaces `wrong`, or else the whole corrected statement."""
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            words, wrong, right = row["statement"], row["wrong"] or "", row["right"] or ""
            twin = words.replace(wrong, right) if wrong and wrong in words and right else right
            true = row["truth"] == "true"
            found.append(
                Claimed(row["id"], row["paper"], int(row["page"]), row["kind"], words, row["quote"], true, twin)
            )  # fmt: skip
    return found


@cache
def source(slug: str) -> tuple[PaperText, Paper]:
    text = read(slug)
    return text, paper(slug, text, metadata())


def marks_on(claims: list[Claimed], words: list[str]) -> list[set[Mark]]:
    """Give the marks on words about one paper, each as a point with the quote of its claim, six in a draft."""
    text, about = source(claims[0].paper)
    marks: list[set[Mark]] = []
    for start in range(0, len(claims), 6):
        points = tuple(
            KeyPoint(label="要点", text=said, quotes=(Quote(text=claim.quote, page=claim.page),))
            for claim, said in zip(claims[start : start + 6], words[start:], strict=False)
        )
        draft = Draft(
            lead=Lead(month="", affiliations=(), kind="文章", about=""),
            key_points=points + points[-1:] * max(0, 3 - len(points)),
            verdict=Verdict(text="", weakness=""),
        )
        found = [
            f for f in check(draft, about, text).findings if is_mark(f) and f.reason != "again"
        ]
        marks += [
            {(f.kind, rule_of(f), f.words) for f in found if f.where == f"point {n}"}
            for n in range(1, len(points) + 1)
        ]
    return marks


def is_mark(finding: Finding) -> bool:
    """Tell whether a reader sees it as something to look at."""
    return finding.severity == "doubt" and finding.where != "paper"


def rule_of(finding: Finding) -> str:
    """Name the rule that a finding is of: its kind, its reason, and what its message says but for its words."""
    said = finding.message
    for words in sorted(finding.words.split(" … "), key=len, reverse=True):
        said = said.replace(words, "") if words else said
    rest = [
        word
        for word in _QUOTED.sub("", said).split()
        if word.isascii() and word.strip(":,;").islower()
    ]
    return f"{finding.kind} {finding.reason}: {' '.join(rest)}"


class Judged(NamedTuple):
    """A statement's marks, and those of its twin (none where it has no twin)."""

    claim: Claimed
    marks: set[Mark]
    twins: set[Mark]

    @property
    def told(self) -> bool:
        """Whether a mark tells it from its twin: one that the twin has as well tells nothing."""
        return bool(self.marks) and not self.twins


def judged(claims: list[Claimed]) -> list[Judged]:
    """Judge the statements about one paper."""
    own = marks_on(claims, [claim.words for claim in claims])
    paired = [claim for claim in claims if claim.twin]
    twins = marks_on(paired, [claim.twin for claim in paired]) if paired else []
    of_twin = dict(zip((claim.name for claim in paired), twins, strict=True))
    return [
        Judged(claim, marks, of_twin.get(claim.name, set()))
        for claim, marks in zip(claims, own, strict=True)
    ]


def halves(papers: set[str]) -> dict[str, str]:
    """Give each paper's half: in the sorted list, odd places are for tuning."""
    return {name: ("tune", "hold")[n % 2] for n, name in enumerate(sorted(papers))}


def share(part: int, whole: int) -> str:
    return f"{part:>4} of {whole:<4} {100 * part / whole if whole else 0:5.1f}%"


def print_half(name: str, found: list[Judged], verbose: str) -> None:
    true = [one for one in found if one.claim.true]
    false = [one for one in found if not one.claim.true]
    marked = [one for one in true if one.marks]
    print(f"{name}: true marked {share(len(marked), len(true))}")
    print(f"{name}: false marked {share(sum(bool(one.marks) for one in false), len(false))}")
    twins = [one for one in false if one.claim.twin]
    print(f"{name}: twins marked {share(sum(bool(one.twins) for one in twins), len(twins))}")
    print(f"{name}: false told from their twin {share(sum(one.told for one in false), len(false))}")
    kinds = Counter(one.claim.kind for one in false)
    told = Counter(one.claim.kind for one in false if one.told)
    print("  " + ", ".join(f"{kind} {told[kind]}/{kinds[kind]}" for kind in sorted(kinds)))
    for one in marked if verbose == "true" else ():
        print(f"  true {one.claim.name} {one.claim.kind}: {one.claim.words}\n    {one.marks}")
    for one in twins if verbose == "true" else ():
        if one.twins:
            print(f"  twin {one.claim.name} {one.claim.kind}: {one.claim.twin}\n    {one.twins}")
    for one in false if verbose else ():
        if verbose in one.claim.kind and not one.told:
            print(f"  missed {one.claim.name} {one.claim.kind}: {one.claim.words}")
            print(f"    twin: {one.claim.twin}\n    {one.marks}")


def print_pagecite(name: str, claims: list[Claimed]) -> None:
    """Print what pagecite flags of the true, and which of the false it tells from their twins."""
    paired = [claim for claim in claims if claim.twin]
    asked = [
        Cited(claim.paper, words, ((claim.quote, claim.page),))
        for claim, words in [(c, c.words) for c in claims] + [(c, c.twin) for c in paired]
    ]
    found = flags(asked)
    own, twins = (
        dict(zip(claims, found, strict=False)),
        dict(zip(paired, found[len(claims) :], strict=True)),
    )
    true = [claim for claim in claims if claim.true]
    false = [claim for claim in claims if not claim.true]
    marked = sum(bool(own[claim]) for claim in true)
    told = sum(bool(own[claim]) and not twins.get(claim) for claim in false)
    print(f"{name}: pagecite: true marked {share(marked, len(true))}")
    print(f"{name}: pagecite: false told from their twin {share(told, len(false))}")


def replaced(draft: Draft, wrong: str, right: str | None) -> Draft:
    """Plant an error: in any text of the draft, or behind its verdict where `right` is None."""
    if right is None:
        verdict = draft.verdict.model_copy(update={"text": draft.verdict.text + wrong})
        return draft.model_copy(update={"verdict": verdict})

    def planted(value: object) -> object:
        if isinstance(value, str):
            return value.replace(right, wrong)
        if isinstance(value, list):
            return [planted(one) for one in value]
        if isinstance(value, dict):
            return {key: planted(one) for key, one in value.items()}
        return value

    return Draft.model_validate_json(json.dumps(planted(draft.model_dump(mode="json"))))


class Reviewed(NamedTuple):
    """A draft's paper, its marks, and of each planted error its kind, what it says, and the marks on it alone."""

    paper: str
    marks: list[Finding]
    errors: list[tuple[str, str, list[Finding]]]
    seconds: float


def reviewed(path: Path) -> Reviewed:
    name = path.name.removesuffix(".draft.json")
    text, about = source(name)
    draft = Draft.model_validate_json(path.read_text("utf-8"))
    start = time.process_time()
    honest = [one for one in check(draft, about, text).findings if is_mark(one)]
    took = time.process_time() - start
    before = {(f.where, f.kind, f.reason) for f in honest}
    errors = []
    beside = path.with_name(f"{name}.errors.json")
    for row in json.loads(beside.read_text("utf-8")) if beside.exists() else ():
        wrong = replaced(draft, row["wrong"], row["right"])
        found = [f for f in check(wrong, about, text).findings if is_mark(f)]
        new = [f for f in found if (f.where, f.kind, f.reason) not in before]
        errors.append((row["kind"], row["wrong"], new))
    return Reviewed(name, honest, errors, took)


def print_drafts(name: str, found: list[Reviewed], verbose: str) -> None:
    marks = [len(one.marks) for one in found]
    print(f"{name}: marks on {len(found)} honest drafts {sum(marks)} ({marks})")
    errors = [error for one in found for error in one.errors]
    print(f"{name}: planted errors found {share(sum(bool(e[2]) for e in errors), len(errors))}")
    kinds = Counter(kind for kind, _, _ in errors)
    hit = Counter(kind for kind, _, was in errors if was)
    print("  " + ", ".join(f"{kind} {hit[kind]}/{kinds[kind]}" for kind in sorted(kinds)))
    times = sorted(one.seconds for one in found)
    print(f"{name}: CPU seconds a check, middle one {times[len(times) // 2]:.3f}")
    for one in found if verbose == "drafts" else ():
        for mark in one.marks:
            print(f"  {one.paper} {mark.where} {mark.kind} {mark.reason}: {mark.message}")
    for one in found if verbose == "planted" else ():
        for kind, words, was in one.errors:
            if not was:
                print(f"  missed {one.paper} {kind}: {words}")


def count_rules(
    statements: list[Judged], drafts: list[Reviewed]
) -> tuple[Counter[str], Counter[str]]:
    """Count for each rule what is wrong that it marks, and what is right; a twin's mark tells nothing."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for one in statements:
        own, twins = {rule for _, rule, _ in one.marks}, {rule for _, rule, _ in one.twins}
        wrong.update(twins | own if one.claim.true else twins)
        right.update(() if one.claim.true else own - twins)
    for draft in drafts:
        wrong.update(rule_of(mark) for mark in draft.marks)
        for _, _, new in draft.errors:
            right.update({rule_of(mark) for mark in new})
    return right, wrong


def print_rules(statements: list[Judged], drafts: list[Reviewed]) -> None:
    """Print how often each rule marked what is wrong, and what is right; the worst come last."""
    right, wrong = count_rules(statements, drafts)
    print("rule: marks on what is wrong, on what is right")
    for rule in sorted({*right, *wrong}, key=lambda rule: (wrong[rule], -right[rule], rule)):
        print(f"  {right[rule]:>4} {wrong[rule]:>4}  {rule}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)  # fmt: skip
    parser.add_argument("files", nargs="*", type=Path, default=[CLAIMS])
    parser.add_argument("--half", choices=("tune", "hold"), default="")
    parser.add_argument("--pagecite", action="store_true")
    parser.add_argument("-v", dest="verbose", default="")
    options = parser.parse_args()
    every: tuple[list[Judged], list[Reviewed]] = ([], [])
    with ProcessPoolExecutor(2) as pool:
        for path in options.files:
            claims = statements_of(path)
            half = halves({claim.paper for claim in claims})
            drafts = sorted((path.parent / "drafts").glob("*.draft.json"))
            half |= halves({one.name.removesuffix(".draft.json") for one in drafts})
            for name in ("tune", "hold"):
                if options.half not in ("", name):
                    continue
                of_half = [claim for claim in claims if half[claim.paper] == name]
                by_paper = [list(of) for _, of in groupby(of_half, key=lambda claim: claim.paper)]
                print(f"{path}")
                found = [one for of in pool.map(judged, by_paper) for one in of]
                print_half(name, found, options.verbose)
                if options.pagecite:
                    print_pagecite(name, of_half)
                every[0].extend(found)
                of_drafts = [d for d in drafts if half[d.name.removesuffix(".draft.json")] == name]
                if of_drafts:
                    read_again = list(pool.map(reviewed, of_drafts))
                    print_drafts(name, read_again, options.verbose)
                    every[1].extend(read_again)
    print_rules(*every)


if __name__ == "__main__":
    main()
