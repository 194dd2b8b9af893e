"""Measure a second reader on statements and drafts of known truth. Needs ../shared, and a model behind URL.

python tests/bench/verify.py URL KEEP [FILE …] [--half tune|hold] [-v]

URL is an OpenAI-compatible server (../shared/replica/by_hand.py for one that is played by hand), KEEP a folder in which
its answers are kept. FILE: tables as ../shared/claims/claims.tsv is (that one if none is given). Statements go through
passages, prompt, model and opinions as a draft's do, true and false ones mixed; then the sentences of the drafts beside
the table, honest ones and those with a planted error mixed. Prints, for each half, what is marked of the true and of the
false, by the opinions alone and with the rules.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline import resources
from pipeline.check.claims import check
from pipeline.check.opinions import with_opinions
from pipeline.check.passages import asked_of
from pipeline.commands.chosen_model import ChosenModel
from pipeline.draft import verify
from pipeline.model.ask import Model
from pipeline.records.draft import Draft, KeyPoint, Lead, Quote, Verdict
from pipeline.records.report import CheckReport, Finding
from pipeline.records.verification import Asked
from pipeline.settings import Settings
from pipeline.store.output_folder import Store
from tests.bench.claims import CLAIMS, halves, is_mark, replaced, share, source, statements_of

EACH = 8
"""Statements in one question."""


class Said(NamedTuple):
    """Sentences of one place as they are asked about; `kind` is "true" or what is wrong with them."""

    paper: str
    kind: str
    asked: Asked
    rules: tuple[Finding, ...]
    """What the rules mark in it."""


def of_table(path: Path) -> Iterator[Said]:
    """Give each statement of a table, with its passages, as the first point of a draft."""
    for claim in statements_of(path):
        text, about = source(claim.paper)
        point = KeyPoint(
            label="要点", text=claim.words, quotes=(Quote(text=claim.quote, page=claim.page),)
        )
        made = Draft(
            lead=Lead(month="", affiliations=(), kind="文章", about=""), key_points=(point,) * 3,
            verdict=Verdict(text="", weakness=""),
        )  # fmt: skip
        report = check(made, about, text)
        asked = [
            one for one in asked_of(made, report.evidence, about, text) if one.where == "point 1"
        ]
        marked = tuple(
            f
            for f in report.findings
            if is_mark(f) and f.where == "point 1" and f.reason != "again"
        )
        for one in asked[:1]:
            yield Said(claim.paper, "true" if claim.true else claim.kind, one, marked)
        if not asked:
            empty = Asked(where="point 1", sentences=(claim.words,), passages=())
            yield Said(claim.paper, "true" if claim.true else claim.kind, empty, marked)


def of_draft(path: Path) -> Iterator[Said]:
    """Give each sentence of a draft, and of those with a planted error the sentences that it changes."""
    name = path.name.removesuffix(".draft.json")
    text, about = source(name)
    honest = Draft.model_validate_json(path.read_text("utf-8"))
    errors = json.loads(path.with_name(f"{name}.errors.json").read_text("utf-8"))
    versions = [
        ("true", honest),
        *((row["kind"], replaced(honest, row["wrong"], row["right"])) for row in errors),
    ]
    known: set[tuple[str, str]] = set()
    marks = {(f.where, f.kind, f.reason) for f in check(honest, about, text).findings if is_mark(f)}
    for kind, made in versions:
        report = check(made, about, text)
        found = [f for f in report.findings if is_mark(f)]
        if kind != "true":
            found = [f for f in found if (f.where, f.kind, f.reason) not in marks]
        for one in asked_of(made, report.evidence, about, text):
            new = [words for words in one.sentences if (one.where, words) not in known]
            for words in new if kind == "true" else new[:1]:
                known.add((one.where, words))
                rules = tuple(f for f in found if f.where == one.where and _is_of(f, words))
                yield Said(name, kind, one.model_copy(update={"sentences": (words,)}), rules)


def _is_of(finding: Finding, sentence: str) -> bool:
    return all(piece in sentence for piece in finding.words.split(" … "))


def marked_by(said: Sequence[Said], model: Model) -> tuple[list[bool], list[bool]]:
    """Tell of each whether a second reader's opinion marks it, and whether it or a rule does.

    They are asked in a mixed order, by the paper.
    """
    by_reader, by_any = [False] * len(said), [bool(one.rules) for one in said]
    prompts = verify.Prompts(
        *(resources.read("prompts", f"{name}.md", Path("/")) for name in ("verify", "correct"))
    )
    order = [n for n, one in enumerate(said) if one.asked.passages]
    Random(13).shuffle(order)
    order.sort(key=lambda n: said[n].paper)
    for paper, group in groupby(order, key=lambda n: said[n].paper):
        of_paper = list(group)
        for start in range(0, len(of_paper), EACH):
            part = of_paper[start : start + EACH]
            asked = [
                said[n].asked.model_copy(update={"where": f"point {i}"})
                for i, n in enumerate(part, 1)
            ]
            given = verify.verify(asked, model=model, prompts=prompts)
            text, about = source(paper)
            rules = tuple(
                found.model_copy(update={"where": f"point {i}"})
                for i, n in enumerate(part, 1)
                for found in said[n].rules
            )
            report = CheckReport(evidence=(), findings=rules)
            findings = with_opinions(report, given, about, text).findings
            for i, n in enumerate(part, 1):
                marks = [f for f in findings if f.where == f"point {i}" and is_mark(f)]
                by_any[n] = bool(marks)
                by_reader[n] = any(f.kind == "meaning" for f in marks)
    return by_reader, by_any


def show(
    name: str,
    said: Sequence[Said],
    marked: Sequence[bool],
    by_any: Sequence[bool],
    *,
    verbose: bool,
) -> None:
    for title, flags in (("opinions", marked), ("with the rules", by_any)):
        true = [flag for one, flag in zip(said, flags, strict=True) if one.kind == "true"]
        false = [flag for one, flag in zip(said, flags, strict=True) if one.kind != "true"]
        print(
            f"{name}, {title}: true marked {share(sum(true), len(true))}, false marked {share(sum(false), len(false))}"
        )
    kinds = Counter(one.kind for one in said)
    hit = Counter(one.kind for one, flag in zip(said, marked, strict=True) if flag)
    print("  " + ", ".join(f"{kind} {hit[kind]}/{kinds[kind]}" for kind in sorted(kinds)))
    for one, flag in zip(said, marked, strict=True) if verbose else ():
        if flag == (one.kind == "true"):
            print(f"  {one.paper} {one.kind}: {' '.join(one.asked.sentences)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)  # fmt: skip
    parser.add_argument("url")
    parser.add_argument("keep", type=Path)
    parser.add_argument("files", nargs="*", type=Path, default=[CLAIMS])
    parser.add_argument("--half", choices=("tune", "hold"), default="")
    parser.add_argument("-v", dest="verbose", action="store_true")
    options = parser.parse_args()
    settings = Settings(base_url=options.url, context_tokens=100_000, model_timeout=80_000, paper_seconds=80_000, price_in=1.0, price_out=1.0)  # fmt: skip
    with contextlib.closing(ChosenModel(settings, Store(options.keep), fresh=False)) as chosen:
        model = chosen.for_paper("bench")
        for path in options.files:
            claims = list(of_table(path))
            drafts = sorted((path.parent / "drafts").glob("*.draft.json"))
            half = halves({one.paper for one in claims}) | halves(
                {p.name.removesuffix(".draft.json") for p in drafts}
            )
            sentences = [one for draft in drafts for one in of_draft(draft)]
            for name in ("tune", "hold"):
                if options.half not in ("", name):
                    continue
                for what, all_said in (("statements", claims), ("drafts", sentences)):
                    said = [one for one in all_said if half[one.paper] == name]
                    if said:
                        show(
                            f"{path.parent.name} {what}, {name}",
                            said,
                            *marked_by(said, model),
                            verbose=options.verbose,
                        )


if __name__ == "__main__":
    main()
