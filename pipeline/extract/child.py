"""The extracting child process: PDF bytes on standard input, one JSON object on standard output.

Run as `python -I -m pipeline.extract.child MEMORY_MIB CPU_SECONDS` with an empty environment in an
empty folder. It sets its own limits before it touches a byte. The answer is `{"paper_text": {...}}`
in the shape of `records.paper_text.PaperText`, or `{"error": KIND, "detail": ...}` with KIND one of
encrypted, not_pdf, broken, no_text, memory, too_much.
"""

from __future__ import annotations

import io
import itertools
import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.extract import paragraphs
from pipeline.extract.characters import clean
from pipeline.extract.columns import Layout
from pipeline.extract.hidden import hidden_words
from pipeline.extract.lines import Line
from pipeline.pdf.beside_pages import addressed_beside, addressed_in_document
from pipeline.pdf.geometry import Box
from pipeline.pdf.page import PageGlyphs
from pipeline.pdf.pdfium import SecondReader, is_better, is_glued
from pipeline.pdf.reader import Reader
from pipeline.text import disguise

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_CHARACTERS = 20_000_000
"""More text than this is no paper: the Bible has 4 million characters."""
_LARGEST = 100_000.0
"""Points: a page with a longer side has no size."""


class _UnreadableError(Exception):
    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind)
        self.answer = {"error": kind, "detail": detail[:300]}


def main(argv: list[str]) -> None:
    """Read a PDF from standard input under the limits in `argv` and write the answer."""
    memory_mib, cpu_seconds = int(argv[0]), int(argv[1])
    _limit(memory_mib, cpu_seconds)
    logging.disable(
        logging.CRITICAL
    )  # pypdf logs every oddity of a file; the warnings that matter are in the answer
    answer: dict[str, Any]
    try:
        answer = {"paper_text": _read(sys.stdin.buffer.read())}
    except _UnreadableError as error:
        answer = error.answer
    except MemoryError:
        answer = {"error": "memory"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _limit(memory_mib: int, cpu_seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no rlimits; the parent's timeout still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_mib << 20, memory_mib << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(content: bytes) -> dict[str, Any]:
    import pypdf

    pypdf.apply_configuration(
        jbig2dec_binary=None
    )  # no program of the machine is run for a file's sake
    reader = _open(content)
    pages: list[list[Line]] = []
    sizes: list[tuple[float, float]] = []
    apart, both = _Apart(reader), _Readers(reader, content)
    characters = 0
    for number, page in enumerate(_pages(reader), 1):
        walked, lines = both.read(number, page)
        if walked is not None:
            apart.sift(number, page, walked)
        sizes.append(both.size(number, walked))
        pages.append(apart.undress(number, lines))
        characters += sum(len(line.text) for line in lines)
        if characters > MAX_CHARACTERS:
            raise _UnreadableError("too_much")
    if not pages or both.failed == len(pages):
        raise _UnreadableError("broken", both.warnings[0] if both.warnings else "no pages")
    if sum(line.letters for page in pages for line in page) < 20:
        raise _UnreadableError("no_text", f"{len(pages)} pages")
    made = paragraphs.assemble(pages, _outline(reader))
    return {
        "text": made.text,
        "pages": [
            {"number": number, "start": start, "end": end, "width": width, "height": height}
            for (number, start, end), (width, height) in zip(made.pages, sizes, strict=True)
        ],
        "sections": [{"kind": k, "title": t, "start": s, "end": e} for k, t, s, e in made.sections],
        "title": clean(_largest(pages[0])),
        "stamp": made.stamp,
        "reader": f"pypdf {pypdf.__version__}",
        "other_readers": both.others,
        "warnings": both.warnings,
        "lines": [_words(start, end, box) for start, end, box in made.lines if end > start],
        "hidden": [
            {"page": page, "reason": reason, "text": text} for page, reason, text in apart.told()
        ],
    }


def _words(start: int, end: int, box: Box) -> str:
    """Give a line's place as a `records.LineBox` is written."""
    return " ".join((str(start), str(end), *(f"{place:.1f}" for place in box)))


class _Readers:
    """Reads pages with pypdf, and those again with pdfium that pypdf cannot make out; `others` tells which and why."""

    def __init__(self, reader: PdfReader, content: bytes) -> None:
        self._first, self._second, self._layout = (
            Reader(reader.root_object),
            SecondReader(content),
            Layout(),
        )
        self.others: list[dict[str, Any]] = []
        self.warnings: list[str] = []
        self.failed = 0

    def read(self, number: int, page: Any) -> tuple[PageGlyphs | None, list[Line]]:  # noqa: ANN401 - pypdf's page
        """Give what pypdf makes of a page, None if nothing, and the page's lines."""
        walked, reason = None, ""
        try:
            walked = self._first.read(page)
            lines = self._layout.read(walked.runs)
            if walked.unmapped > 20 and walked.unmapped * 20 > walked.glyphs:
                reason = f"{walked.unmapped} of {walked.glyphs} glyphs in fonts that do not say which characters they are"
            elif is_glued([line.text for line in lines]):
                reason = "words without spaces between them"
            if walked.exhausted:
                self.warnings.append(
                    f"page {number} has too many shapes to tell what hides its text"
                )
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - hostile files raise anything; this is the edge that turns it into a warning
            lines, reason = [], f"could not be read ({type(error).__name__})"
        return walked, self._again(number, walked, lines, reason) if reason else lines

    def size(self, number: int, walked: PageGlyphs | None) -> tuple[float, float]:
        """Give a page's width and height in points, as far as a reader knows them and a page can be as large."""
        width, height = (walked.width, walked.height) if walked else self._second.size(number)
        large = 0 < width < _LARGEST and 0 < height < _LARGEST
        return (round(width, 1), round(height, 1)) if large else (0.0, 0.0)

    def _again(
        self, number: int, walked: PageGlyphs | None, lines: list[Line], reason: str
    ) -> list[Line]:
        """Give the lines of a damaged page as the second reader has it, where that is better, and tell so."""
        again = self._second.read(
            number, [run for run in walked.runs if run.hidden] if walked else ()
        )
        if again and is_better(again, walked):
            self.others.append({"page": number, "reader": self._second.name, "reason": reason})
            return self._layout.read(again.runs)
        self.failed += walked is None
        if walked is None:
            self.warnings.append(f"page {number} {reason}")
        elif "glyphs" in reason:
            self.warnings.append(f"page {number} has {reason}; left out")
        return lines


class _Apart:
    """What a reader of the PDF does not see: kept out of the text, and told where it is worth telling."""

    def __init__(self, reader: PdfReader) -> None:
        self._reader = reader
        self._found: list[tuple[int, str, str]] = []

    def sift(self, number: int, page: Any, walked: PageGlyphs) -> None:  # noqa: ANN401 - pypdf's page
        """Take note of what a page hides."""
        self._found += [(number, reason, text) for reason, text in hidden_words(walked)]
        self._found += [(number, reason, text) for reason, text in addressed_beside(page)]

    def undress(self, number: int, lines: list[Line]) -> list[Line]:
        """Take characters that nobody sees out of a page's lines."""
        if not lines:
            return lines
        text, found = disguise.undress("\n".join(line.text.replace("\n", " ") for line in lines))
        self._found += [(number, one.reason, one.text) for one in found]
        return [
            line._replace(text=words) for line, words in zip(lines, text.split("\n"), strict=True)
        ]

    def told(self) -> Iterator[tuple[int, str, str]]:
        """Give page, reason and words of all that was set apart, each once, and what the document's metadata says to a model."""
        found = [
            *self._found,
            *((1, reason, text) for reason, text in addressed_in_document(self._reader)),
        ]
        for page, reason, text in dict.fromkeys(found):
            if words := clean(text):
                yield page, reason, words[:500]


def _open(content: bytes) -> PdfReader:
    from pypdf import PasswordType, PdfReader

    if not content:
        raise _UnreadableError("not_pdf", "the file is empty")
    if b"%PDF-" not in content[:1024]:
        kind = "an HTML page" if b"<html" in content[:2048].lower() else "no %PDF- at its start"
        raise _UnreadableError("not_pdf", kind)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise _UnreadableError("encrypted")
        if not reader.root_object:  # raises, as a rule, where there is none
            raise _UnreadableError("broken", "no catalog")
        return reader
    except (_UnreadableError, MemoryError):
        raise
    except Exception as error:
        raise _UnreadableError("broken", type(error).__name__) from error


def _pages(reader: PdfReader) -> Iterator[Any]:
    try:
        yield from reader.pages
    except (_UnreadableError, MemoryError):
        raise
    except Exception as error:
        raise _UnreadableError("broken", type(error).__name__) from error


def _outline(reader: PdfReader) -> list[str]:
    def titles(items: list[Any]) -> Iterator[str]:
        for item in items:
            if isinstance(item, list):
                yield from titles(item)
            elif isinstance(title := item.get("/Title"), str):
                yield title

    try:
        return list(titles(reader.outline))[:500]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a broken outline is as good as none: headings are found without it
        return []


def _largest(page: list[Line]) -> str:
    """Give the lines set largest above the abstract: on page 1 that is the title."""
    above = itertools.takewhile(
        lambda line: not re.match(r"\s*a ?bstract", line.text, re.IGNORECASE), page
    )
    sized = [(round(line.size, 1), line.text) for line in above if line.part != "aside"]
    smallest = min((size for size, _ in sized), default=0)  # all of one size: no line is the title
    for wanted in sorted({size for size, _ in sized if size > 1.05 * smallest}, reverse=True):
        first = next(at for at, (size, _) in enumerate(sized) if size == wanted)
        last = next((at for at in range(first, len(sized)) if sized[at][0] != wanted), len(sized))
        text = " ".join(" ".join(text for _, text in sized[first:last]).split())
        if sum(c.isalpha() for c in text) >= 10 and " " in text and not text.startswith("arXiv:"):
            return text[:300]
    return ""


if __name__ == "__main__":
    main(sys.argv[1:])
