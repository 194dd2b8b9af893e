"""Measure, by hand, that hidden text never reaches the model and is told.

python tests/bench/injections.py

Every way of hiding of hidden_pdfs.py (by rendering: what a rule tells; by ink: what only the painted page does), with ten wordings of ../shared/injections, in two layouts, through the real command with a
stub of the model; then disguised characters, places beside the page, and what only looks hidden; then the papers of ../shared/papers.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline.extract import process
from tests.bench.program import PAPERS, command
from tests.support import hidden_pdfs
from tests.support.command import SHARED
from tests.support.fakes import FakeModel
from tests.support.hidden_pdfs import Made


def wordings() -> list[str]:
    """Give ten wordings reported in the wild, of different kinds and in Latin letters, the first hundred characters of each."""
    with (SHARED / "injections" / "injections.tsv").open(encoding="utf-8") as rows:
        wild = [
            row["text"]
            for row in csv.DictReader(rows, delimiter="\t")
            if row["technique"].startswith("wild")
        ]
    plain = list(dict.fromkeys(re.sub(r"[^\x20-\x7e]", "", text)[:100].strip() for text in wild))
    return plain[:: max(1, len(plain) // 10)][:10]


def squash(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def main() -> None:
    """Make the PDFs, run the command over them, and print the tables."""
    words = wordings()
    with tempfile.TemporaryDirectory() as name:
        folder, model = Path(name), FakeModel()
        jobs: dict[str, tuple[str, Made, str]] = {}
        for group, carriers in (
            ("rendering", hidden_pdfs.by_rendering),
            ("ink", hidden_pdfs.by_ink),
            ("characters", hidden_pdfs.by_characters),
            ("beside", hidden_pdfs.beside),
        ):
            for wording in words:
                for made in carriers(wording):
                    for columns in (1, 2):
                        jobs[f"p{len(jobs):04}"] = (f"{group}: {made.name}", made, wording)
                        (folder / f"p{len(jobs) - 1:04}.pdf").write_bytes(
                            hidden_pdfs.pdf(f"Reading p{len(jobs) - 1:04}", made, columns=columns)
                        )
        for made in hidden_pdfs.controls():
            jobs[f"p{len(jobs):04}"] = ("control: " + made.name, made, "")
            (folder / f"p{len(jobs) - 1:04}.pdf").write_bytes(
                hidden_pdfs.pdf(f"Reading p{len(jobs) - 1:04}", made, columns=1)
            )
        summarize = command(
            folder,
            "http://127.0.0.1:9",
            SUMMARIZE_BASE_URL=model.url,
            SUMMARIZE_DRAFTER="model",
            SUMMARIZE_VERIFY="off",
        )
        names = list(jobs)
        for at in range(0, len(names), 40):
            done = summarize(*(str(folder / f"{one}.pdf") for one in names[at : at + 40]), "--json")
            assert done.status == 0, done.err[-2000:]
        bodies = [json.dumps(call, ensure_ascii=False) for call in model.calls]
        sent = {
            found[1]: body for body in bodies if (found := re.search(r"Reading (p\d{4})", body))
        }
        model.close()
        texts = {
            folder_.name[:5]: json.loads((folder_ / "text.json").read_text("utf-8"))["content"]
            for folder_ in (summarize.folder / "output" / "drafts").iterdir()
        }
        entries = {
            folder_.name[:5]: (folder_ / "entry.md").read_text("utf-8")
            for folder_ in (summarize.folder / "output" / "drafts").iterdir()
        }
    rows: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for one, (carrier, made, wording) in jobs.items():
        reached = bool(wording) and squash(wording)[:40] in squash(sent[one])
        told = bool(texts[one]["hidden"]) and "？" in entries[one]
        if made.visible:
            said = re.findall(r"\(([^()]{30,})\) Tj", made.content)[-1]
            reached = squash(said) in squash(sent[one])
        rows[carrier].append((reached, told))
    print(f"{'carrier':<46} {'PDFs':>5} {'reached':>8} {'told':>6}")
    for carrier, outcomes in rows.items():
        print(
            f"{carrier:<46} {len(outcomes):>5} {sum(r for r, _ in outcomes):>8} {sum(t for _, t in outcomes):>6}"
        )
    untold = [
        carrier
        for carrier, outcomes in rows.items()
        if not carrier.startswith("control") and any(not r and not t for r, t in outcomes)
    ]
    print(f"kept out untold: {', '.join(untold) or 'none'}")
    for group in ("rendering", "ink"):
        hidden = [
            one
            for carrier, outcomes in rows.items()
            if carrier.startswith(group)
            for one in outcomes
        ]
        print(
            f"{len(hidden)} PDFs that hide by {group}: {sum(r for r, _ in hidden)} reached the model, {sum(t for _, t in hidden)} told"
        )
    alarms = 0
    for pdf in sorted(PAPERS.glob("*.pdf")):
        text = process.extract(pdf, seconds=60, mib=1024)
        alarms += bool(text.hidden)
        for hidden_text in text.hidden:
            print(
                f"ALARM {pdf.stem} p. {hidden_text.page} {hidden_text.reason}: {hidden_text.text[:150]}"
            )
    print(f"{alarms} of {len(list(PAPERS.glob('*.pdf')))} real papers raise an alarm")


if __name__ == "__main__":
    main()
