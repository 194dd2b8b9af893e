"""Measure, by hand, the extracted text beside four plain readers'. Needs ../shared for all but the made papers.

python tests/bench/text.py [made] [truth] [real] [marked] [wrapped] [hostile] [--before DIR] [--again] [-v]

Prints one table: made papers (made_papers.py), hand-checked pages (shared/truth), real papers (shared/papers), speed over them,
what people marked by hand (marked.py, by order.py, tables.py, figures.py, front.py and blocks.py), papers whose pages were put into forms, hostile files.
DIR is a checkout of an earlier version with its environment in .venv, which gets a column beside ours. The four get an environment of their own in CACHE, and their readings are kept there; `--again` reads anew, for
figures of speed from one run. `-v` prints what each measure missed of ours.

Sentences are looked up as `check` looks quotes up, which forgives a figure between two halves; "unbroken" does not. "In order"
is the longest common subsequence of words with the running text, over its length. Words split or glued are those that the
paper does not have, in a thousand. CPU seconds and memory are of one process a file, its start included.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
import venv
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

sys.path.insert(0, str(Path(__file__).parents[2]))
from pipeline import errors
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quotes import find_quote
from pipeline.extract import process
from pipeline.records.draft import Quote
from pipeline.records.paper import Paper
from pipeline.records.paper_text import Page, PaperText
from pipeline.text import sentences
from pipeline.text.squash import squash
from tests.bench import blocks, figures, order, tables
from tests.bench.marked import parts, rows
from tests.bench.peers import CACHE
from tests.support.command import SHARED
from tests.support.made_papers import LAYOUTS, Truth, make

THESIS = 200
PLAIN = ("pypdf", "pypdfium2", "pymupdf", "pdfplumber")
WORKER = """
import json, sys
name, path = sys.argv[1:]
if name == "pypdf":
    import pypdf
    pypdf.apply_configuration(jbig2dec_binary=None)
    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
elif name == "pypdfium2":
    import pypdfium2
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
elif name == "pymupdf":
    import pymupdf
    pages = [page.get_text() for page in pymupdf.open(path)]
else:
    import pdfplumber
    pages = []
    for page in pdfplumber.open(path).pages:
        pages.append(page.extract_text())
        page.close()
print(json.dumps(pages))
"""

CHILD = """
import runpy, sys
from pipeline.extract import child
if hasattr(child, "warm"):
    child.warm()
    child.main({"mib": 4096, "seconds": 300})
else:  # before a warm process forked the child, it was a program
    sys.argv[1:] = ["4096", "300"]
    runpy.run_module("pipeline.extract.child", run_name="__main__")
"""


class Reading(NamedTuple):
    """What a reader made of a file, and what it took: CPU seconds and MiB at most."""

    text: PaperText
    cpu: float
    mib: float


class Bench:
    """The readings, and the figures by measure and reader."""

    def __init__(self, *, again: bool, verbose: bool, before: Path | None) -> None:
        self.again, self.verbose, self.before = again, verbose, before
        self.own = ("ours", "before") if before else ("ours",)
        self.readers = (*self.own, *PLAIN)
        self.rows: dict[str, dict[str, str]] = {}
        self._python = CACHE / "readers" / "bin" / "python"
        if not self._python.exists():
            venv.create(CACHE / "readers", with_pip=True)
            wanted = ["pypdf>=7.1,<8", "pypdfium2", "pymupdf", "pdfplumber", "pylopdf-fonts-zh-cn"]
            subprocess.run([self._python, "-m", "pip", "install", "-q", *wanted], check=True)
        self.fonts = next((CACHE / "readers").glob("lib/*/site-packages/pylopdf_fonts_zh_cn"))

    def read(self, reader: str, pdf: Path) -> Reading:
        if reader in ("ours", "before"):
            python = (
                self.before / ".venv" / "bin" / "python"
                if self.before and reader == "before"
                else sys.executable
            )
            command = [str(python), "-I", "-c", CHILD]
            answer, cpu, mib = _run(command, pdf)
            read = answer[0] if isinstance(answer, list) else answer.get("paper_text")
            return Reading(PaperText.model_validate(read) if read else _as_text([""]), cpu, mib)
        kept = (
            CACHE
            / "readings"
            / f"{reader}-{hashlib.sha256(pdf.read_bytes()).hexdigest()[:24]}.json"
        )
        if self.again or not kept.exists():
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(
                json.dumps(_run([str(self._python), "-c", WORKER, reader, str(pdf)], pdf)), "utf-8"
            )
        pages, cpu, mib = json.loads(kept.read_text("utf-8"))
        return Reading(_as_text(pages), cpu, mib)

    def put(self, measure: str, reader: str, value: str) -> None:
        self.rows.setdefault(measure, {})[reader] = value

    def share(self, measure: str, reader: str, good: float, of: float) -> None:
        self.put(
            measure,
            reader,
            f"{good / max(of, 1):.3f} ({good:g}/{of:g})"
            if isinstance(good, int)
            else f"{good / max(of, 1):.3f}",
        )

    def missed(self, what: str, reader: str, words: object) -> None:
        if self.verbose and reader == "ours":
            print(f"  {what}: {str(words)[:170]}")

    def table(self) -> None:
        readers = self.readers
        print(f"{'':<42}" + "".join(f"{reader:>18}" for reader in readers))
        for measure, values in self.rows.items():
            print(
                f"{measure:<42}" + "".join(f"{values.get(reader, '–'):>18}" for reader in readers)
            )


LAUNCHER = """
import json, os, sys
pid = os.fork()
if not pid:
    os.execvp(sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(pid, 0)
with open(sys.argv[1], "w") as out:
    json.dump([status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024], out)
"""


def _run(command: list[str], pdf: Path) -> tuple[Any, float, float]:
    """Run a reader on a file given on standard input; give its answer, CPU seconds and most resident memory in MiB.

    A small process starts it: the memory of the process that forks counts as the child's.
    """
    with pdf.open("rb") as content, tempfile.NamedTemporaryFile() as used:
        launch = [sys.executable, "-I", "-S", "-c", LAUNCHER, used.name, *command]
        child = subprocess.run(
            launch, stdin=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
        )
        status, cpu, mib = json.loads(Path(used.name).read_text("utf-8"))
    return json.loads(child.stdout) if status == 0 else [""], cpu, mib


def _as_text(pages: list[str]) -> PaperText:
    places, at = [], 0
    for number, page in enumerate(pages, 1):
        places.append(Page(number=number, start=at, end=at + len(page) + 1))
        at += len(page) + 1
    # surrogates that a reader left cannot be validated; a "?" is as wrong
    return PaperText(
        text="".join(f"{page}\n" for page in pages).encode("utf-8", "replace").decode(),
        pages=tuple(places),
        sections=(),
    )


def fold(text: str) -> str:
    """Fold what two right texts may differ in: compatibility forms, case, typographic quotes, soft hyphens, white space."""
    text = (
        unicodedata.normalize("NFKC", text)
        .casefold()
        .translate(str.maketrans("“”‘’–—", "\"\"''--", "\u00ad"))
    )
    return " ".join(text.split())


def words(text: str) -> list[str]:
    return re.findall(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+", fold(text))


def runs(text: str) -> Counter[str]:
    """Count the runs of two or more letters, of Latin script or Chinese."""
    return Counter(re.findall(r"[\u3400-\u9fff]{2,}|[^\W\d_\u3400-\u9fff]{2,}", fold(text)))


# ── made papers ──


def made(bench: Bench, folder: Path) -> None:
    papers = []
    for layout in LAYOUTS:
        content, truth = make(layout, bench.fonts)
        (folder / f"{layout.name}.pdf").write_bytes(content)
        papers.append((layout.name, truth))
    for reader in bench.readers:
        sums: Counter[str] = Counter()
        in_order, worst = 0.0, (1.0, "")
        for name, truth in papers:
            text = bench.read(reader, folder / f"{name}.pdf").text
            found, missed = measure(text, truth)
            for what, of in missed:
                bench.missed(f"{name}: {what}", reader, of)
            sums.update(found)
            in_order += found["order"] / found["words"]
            worst = min(worst, (found["found"] / found["sentences"], name))
        of = f"made, {len(papers)} layouts: "
        bench.share(f"{of}words in order", reader, in_order, len(papers))
        bench.share("  sentences found", reader, sums["found"], sums["sentences"])
        bench.put("  sentences found, worst layout", reader, f"{worst[0]:.3f} {worst[1]}")
        bench.share("  sentences unbroken", reader, sums["unbroken"], sums["sentences"])
        bench.share("  of captions, footnotes, boxes", reader, sums["others"], sums["of others"])
        bench.share("  pages right", reader, sums["pages"], sums["sentences"])
        bench.put(
            "  words split or glued, per mille",
            reader,
            f"{sums['wrong'] / sums['runs'] * 1000:.1f}",
        )
        bench.put("  running heads, page numbers left", reader, str(sums["heads"]))
        bench.share("  table rows kept", reader, sums["rows"], sums["of rows"])


def measure(text: PaperText, truth: Truth) -> tuple[Counter[str], list[tuple[str, object]]]:
    """Count what of a made paper's truth a text has, and give what it has not."""
    missed: list[tuple[str, object]] = []
    index = PaperIndex(text, Paper(arxiv_id=None, title="-"))
    count: Counter[str] = Counter(
        {
            "sentences": len(truth.sentences),
            "of rows": len(truth.rows),
            "of others": len(truth.others),
        }
    )
    for sentence, page in zip(truth.sentences, truth.pages, strict=True):
        found = find_quote(Quote(text=sentence, page=page), index)
        whole = (
            found.end is not None
            and found.start is not None
            and found.end - found.start <= 1.15 * len(sentence) + 5
        )
        count += Counter(found=found.page is not None, unbroken=whole, pages=found.page == page)
        if found.page != page or not whole:
            how = (
                "missing"
                if found.page is None
                else "broken"
                if not whole
                else f"page {page} is {found.page}"
            )
            missed.append((how, sentence))
    for sentence in truth.others:
        found = find_quote(Quote(text=sentence, page=1), index)
        count["others"] += found.page is not None
        if found.page is None:
            missed.append(("caption, note or box", sentence))
    body = words(" ".join(truth.sentences))
    count["words"], count["order"] = len(body), LCSseq.similarity(body, words(text.text))
    heads = runs(" ".join(truth.heads))
    printed = runs(
        "\n".join([*truth.sentences, *truth.headings, *truth.others, *truth.rows, *truth.words])
    )
    printed.update(runs("Table Figure wi yi xi " * 50))  # of captions, and of the formula
    wrong = runs(text.text) - printed
    wrong = Counter({word: n for word, n in wrong.items() if word not in heads})
    count["wrong"], count["runs"] = wrong.total(), printed.total()
    if wrong:
        missed.append(("words that are none", dict(wrong.most_common(12))))
    squashed = squash(text.text)
    for head in truth.heads:
        count["heads"] += squashed.count(squash(head))
    for place in text.pages:
        lines_of_page = text.text[place.start : place.end].splitlines()
        count["heads"] += sum(line.strip() == str(place.number) for line in lines_of_page)
    lines = {squash(line) for line in text.text.splitlines()}
    for row in truth.rows:
        count["rows"] += squash(row) in lines
        if squash(row) not in lines:
            missed.append(("table row", row))
    return count, missed


# ── hand-checked pages ──


def truth(bench: Bench) -> None:
    tests = [
        json.loads(line)
        for line in (SHARED / "truth" / "pages.jsonl").read_text("utf-8").splitlines()
    ]
    for reader in bench.readers:
        texts = {
            pdf: bench.read(reader, SHARED / "truth" / "pages" / pdf).text
            for pdf in {test["pdf"] for test in tests}
        }
        passed: defaultdict[str, list[bool]] = defaultdict(list)
        for test in tests:
            ok = passes(test, texts[test["pdf"]].page_text(test["page"]))
            passed[test["type"]].append(ok)
            if not ok:
                bench.missed("truth", reader, test)
        every = [ok for found in passed.values() for ok in found]
        bench.share("hand-checked: all tests", reader, sum(every), len(every))
        for kind, found in sorted(passed.items()):
            bench.share(f"  {kind}", reader, sum(found), len(found))


def passes(test: dict[str, Any], page: str) -> bool:
    """Tell whether a page passes a test, as shared/truth/README.md has it."""
    lines = [fold(line) for line in page.splitlines()]
    text = " ".join(line for line in lines if line)
    if test["type"] == "table":
        return _table(test, lines)
    if test["type"] == "order":
        before, after = (
            _where(text, fold(test[key]), test.get("max_diffs", 0)) for key in ("before", "after")
        )
        return bool(before and after) and before[0] < after[-1]
    if "first_n" in test or "last_n" in test:
        text = text[: test["first_n"]] if "first_n" in test else text[-test["last_n"] :]
    present: bool = test["type"] == "present"
    return bool(_where(text, fold(test["text"]), test.get("max_diffs", 0))) == present


def _where(text: str, wanted: str, edits: int) -> list[int]:
    exact = [match.start() for match in re.finditer(re.escape(wanted), text)]
    if exact or not edits:
        return exact
    near = fuzz.partial_ratio_alignment(wanted, text)
    return [near.dest_start] if near and near.score >= 100 * (1 - edits / len(wanted)) else []


def _table(test: dict[str, Any], lines: list[str]) -> bool:
    row = [fold(test[key]) for key in ("left_heading", "left", "cell", "right") if key in test]
    pattern = re.compile(r"(?<!\w)" + r"(?!\w).*?(?<!\w)".join(map(re.escape, row)) + r"(?!\w)")
    rows = [at for at, line in enumerate(lines) if pattern.search(line)]
    above = [fold(test[key]) for key in ("top_heading", "up") if key in test]
    below = [fold(test["down"])] if "down" in test else []
    return any(
        all(any(word in line for line in lines[:at]) for word in above) and all(any(word in line for line in lines[at + 1 :]) for word in below)
        for at in rows
    )  # fmt: skip


# ── real papers ──


def real(bench: Bench) -> None:
    with gzip.open(SHARED / "replica" / "metadata.jsonl.gz", "rt", encoding="utf-8") as rows:
        known = {row["id"].replace("/", "_"): row for row in map(json.loads, rows)}
    pdfs = sorted((SHARED / "papers").glob("*.pdf"))
    seconds = {}
    plain = {pdf.stem: bench.read("pypdfium2", pdf).text for pdf in pdfs}
    for reader in bench.readers:
        readings = {pdf.stem: bench.read(reader, pdf) for pdf in pdfs}
        found = of = 0
        for name, reading in readings.items():
            for sentence in _abstract(known.get(name, {})):
                of += 1
                index = PaperIndex(reading.text, Paper(arxiv_id=None, title="-"))
                found += find_quote(Quote(text=sentence, page=1), index).page is not None
        bench.share(f"real, {len(pdfs)} papers: abstract's sentences", reader, found, of)
        seconds[reader] = sum(reading.cpu for reading in readings.values())
        bench.put("  CPU seconds", reader, f"{seconds[reader]:.1f}")
        bench.put(
            "  largest process, MiB",
            reader,
            f"{max(reading.mib for reading in readings.values()):.0f}",
        )
        if reader == "ours":
            _sections(
                bench, {name: reading.text for name, reading in readings.items()}, known, plain
            )
    for reader, used in seconds.items():
        bench.put("  CPU seconds, times pypdf's", reader, f"{used / seconds['pypdf']:.2f}")
    _thesis(bench, pdfs)


def _thesis(bench: Bench, pdfs: list[Path]) -> None:
    """Measure a paper of THESIS pages, real ones put together, as a run reads it: seconds by the clock, within the usual limits."""
    from pypdf import PdfWriter

    with tempfile.TemporaryDirectory() as folder:
        thesis = Path(folder) / "thesis.pdf"
        writer = PdfWriter()
        for pdf in pdfs:
            if len(writer.pages) < THESIS:
                writer.append(pdf)
        for _ in range(len(writer.pages) - THESIS):
            writer.remove_page(len(writer.pages) - 1)
        writer.write(thesis)
        started = time.monotonic()
        text = process.extract(thesis, seconds=60, mib=1024)
        bench.put(
            f"{len(text.pages)} pages in one file: seconds",
            "ours",
            f"{time.monotonic() - started:.1f}",
        )
        for reader in bench.readers:
            reading = bench.read(reader, thesis)
            bench.put(
                "  CPU seconds, their process's MiB",
                reader,
                f"{reading.cpu:.1f}, {reading.mib:.0f}",
            )


def _abstract(row: dict[str, Any]) -> Iterator[str]:
    text = " ".join(row.get("abstract", "").split())
    return (words for _, words in sentences.split(text) if len(squash(words)) >= 15)


def _sections(
    bench: Bench, texts: dict[str, PaperText], known: dict[str, Any], plain: dict[str, PaperText]
) -> None:
    """Count, for ours alone, abstracts found and alike, references cut off, and the outline's titles found in order."""
    alike = of_alike = references = titles = of_titles = abstracts = 0
    for name, text in texts.items():
        abstract = squash(
            text.section_text("abstract").partition("\n")[2] or text.section_text("abstract")
        )
        abstracts += 200 < len(abstract) < 5000
        if wanted := squash(known.get(name, {}).get("abstract", "")):
            score = fuzz.ratio(wanted, abstract)
            alike, of_alike = alike + (score >= 90), of_alike + 1
            if score < 90:
                bench.missed(
                    "abstract",
                    "ours",
                    f"{name} {score:.0f} {len(wanted)} {len(abstract)} {abstract[:60]}",
                )
        elif not 200 < len(abstract) < 5000:
            bench.missed("no abstract", "ours", f"{name} {len(abstract)}")
        cut = _references_right(text, plain[name])
        references += cut
        if not cut:
            bench.missed(
                "references", "ours", f"{name} {[(s.kind, s.title) for s in text.sections][-4:]}"
            )
        outline = [_bare(title) for title in _outline(SHARED / "papers" / f"{name}.pdf")]
        mine = [_bare(section.title) for section in text.sections]
        got = LCSseq.similarity(outline, mine)
        titles, of_titles = titles + got, of_titles + len(outline)
        if len(outline) - got > 2:
            bench.missed(
                "titles",
                "ours",
                f"{name} {got} of {len(outline)}: {[t for t in outline if t not in mine][:6]}",
            )
    bench.share("  abstract found", "ours", abstracts, len(texts))
    bench.share("  abstract alike to the author's", "ours", alike, of_alike)
    bench.share("  references cut off", "ours", references, len(texts))
    bench.share("  titles of the outline, in order", "ours", titles, of_titles)


def _references_right(text: PaperText, plain: PaperText) -> bool:
    """Tell whether the references begin on the page where a plain reader has the last line that says so, and are a list."""
    pages = [
        plain.page_at(match.end() - 2)
        for match in re.finditer(
            r"(?im)^\W*(?:[\dA-Z]{1,2}\W+)?(?:references|bibliography|r ?eferences|literature cited)(?: and notes)?\W*$",
            plain.text,
        )
    ]
    found = [section for section in text.sections if section.kind == "references"]
    if not found:
        return not pages and len(re.findall(r"\n\[\d+\]", plain.text)) < 5
    years = len(re.findall(r"\b(?:19|20)\d\d", text.text[found[-1].start : found[-1].end]))
    return years >= 4 and (
        not pages or any(text.page_at(section.start) in pages for section in found)
    )


def _bare(title: str) -> str:
    return squash(
        re.sub(r"^\W*(?:Appendix )?(?:\d+|[A-Z]|[IVX]+)(?:\.\d+)*[.:)]?\s+(?=\S)", "", title)
    )


def _outline(pdf: Path) -> list[str]:
    from pypdf import PdfReader

    def titles(items: list[Any]) -> Iterator[str]:
        for item in items:
            if isinstance(item, list):
                yield from titles(item)
            else:
                yield str(item.title)

    return list(titles(PdfReader(pdf).outline))


# ── what people marked ──


def marked(bench: Bench) -> None:
    """Count, for ours alone, what extract gives beside the text: order, quotes, notices, tables, figures, blocks."""
    for reader in bench.own:

        @cache
        def read(file: str, reader: str = reader) -> PaperText:
            return bench.read(reader, SHARED / "papers" / file).text

        for name, measure in order.MEASURES.items():
            for part in parts(name):

                def tell(
                    *missed: object, part: str = f"{name} {part}", reader: str = reader
                ) -> None:
                    bench.missed(part, reader, missed)

                for what, (good, of) in measure(part, read, tell).items():
                    bench.share(f"{part}: {what}", reader, good, of)
        for part in parts("cells"):
            counts = tables.measure(part, read)
            bench.share(f"{part}: tables' cells right", reader, counts["right"], counts["cells"])
            bench.share(f"{part}: tables made out", reader, counts["made out"], counts["tables"])
            bench.put(f"{part}: cells wrong in silence", reader, str(counts["wrong"]))
        for part in parts("figures"):
            counts = figures.measure(part, read)
            bench.share(
                f"{part}: figures whole and alone", reader, counts["both"], counts["figures"]
            )
        for part in parts("blocks"):
            kinds = blocks.measure(rows("blocks", part), read).values()
            good, of = (sum(share[at] for share in kinds) for at in (0, 1))
            bench.share(f"{part}: kinds of blocks right", reader, good, of)


# ── hostile files ──


def wrapped(bench: Bench) -> None:
    for reader in bench.own:

        def read(pdf: Path, reader: str = reader) -> PaperText:
            return bench.read(reader, pdf).text

        alike = order.wrapped(read)
        bench.put("wrapped in forms: words in order", reader, f"{min(alike):.4f} least")


def hostile(bench: Bench) -> None:
    """Count the hostile files that end in text or one clear error within the limits, and what is left behind."""
    good = 0
    pdfs = sorted(path for path in (SHARED / "hostile").iterdir() if path.suffix == ".pdf")
    with tempfile.TemporaryDirectory() as scratch:
        tempfile.tempdir = scratch
        for pdf in pdfs:
            try:
                process.extract(pdf, seconds=20, mib=1024).text.encode()
            except errors.SummarizeError as error:
                if (
                    "crashed" in error.message
                    or "nonsense" in error.message
                    or "more than" in error.message
                ):
                    bench.missed("hostile", "ours", f"{pdf.name}: {error.message}")
            good += 1
        left = list(Path(scratch).iterdir())
        tempfile.tempdir = None
    bench.share("hostile files: text or one clear error", "ours", good, len(pdfs))
    bench.put("  left in the temporary folder", "ours", str(len(left)))


def main(arguments: list[str]) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    measures = {
        "truth": truth,
        "real": real,
        "marked": marked,
        "wrapped": wrapped,
        "hostile": hostile,
    }
    options.add_argument("parts", nargs="*", choices=["made", *measures, []])
    options.add_argument("--before", type=Path)
    options.add_argument("--again", action="store_true")
    options.add_argument("-v", action="store_true")
    asked = options.parse_args(arguments)
    bench = Bench(again=asked.again, verbose=asked.v, before=asked.before)
    with tempfile.TemporaryDirectory() as folder:
        for part in asked.parts or ["made", *measures]:
            if part == "made":
                made(bench, Path(folder))
            else:
                measures[part](bench)
    bench.table()


if __name__ == "__main__":
    main(sys.argv[1:])
