"""The extracting child process: PDF bytes on standard input, one JSON object on standard output.

Forked by nursery.py with an empty environment in an empty folder. It sets its own limits before it
touches a byte. The answer is `{"paper_text": {...}}`
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
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from pipeline.extract import (
    authors,
    blocks,
    dictionary,
    figures,
    forms,
    paragraphs,
    table_marks,
    tables,
)
from pipeline.extract.characters import clean
from pipeline.extract.columns import Layout
from pipeline.extract.figures import PageFigure
from pipeline.extract.hidden import hidden_words
from pipeline.extract.lines import Line
from pipeline.extract.notices import NoticePlace
from pipeline.extract.pieces import by_angle
from pipeline.extract.places import LinePlace
from pipeline.extract.tables import PageTable
from pipeline.extract.title import title
from pipeline.extract.writer import Assembled
from pipeline.pdf.beside_pages import SAYING, addressed_beside, addressed_in_document, bookmarks
from pipeline.pdf.geometry import Box, both, moved
from pipeline.pdf.ink import Eye
from pipeline.pdf.page import PageGlyphs, Run
from pipeline.pdf.pdfium import Again, SecondReader, is_better, is_glued, reads_as_no_language
from pipeline.pdf.reader import Reader
from pipeline.pdf.rendering import Document, Picture
from pipeline.text import disguise

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_CHARACTERS = 20_000_000
"""More text than this is no paper: the Bible has 4 million characters."""
_LARGEST = 100_000.0
"""Points: a page with a longer side has no size."""
_LEAST_LETTERS = 20
"""Letters of a file with text: scanned pages carry a stamp or a number."""
_LONGEST_DETAIL, _LONGEST_TOLD = 300, 500
"""Characters that are kept of a reason, and of a hidden text."""
_MOST_LETTERS = 50_000
"""Characters of a page that are looked at: the fullest of a paper has 12,000."""
_NO_LETTER = re.compile("[\0\ud800-\udfff]")
_MOST_BOOKMARKS = 500
"""Entries of the outline that are looked at."""
_LEAST_UNMAPPED, _UNMAPPED = 10, 300
"""More glyphs of a page without a reading than 10, and than one in 300, as ligatures are, and a
second reader reads it."""
_MANY_PAGES, _LEAST_SECTIONS = 15, 2
"""Pages of a paper that has sections, and how many at least."""
_NO_LANGUAGE = "reads as no language"


class UnreadableError(Exception):
    """A PDF that gives no text; `answer` says why, as the child does."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind)
        self.answer = {"error": kind, "detail": detail[:_LONGEST_DETAIL]}


def warm() -> None:
    """Load what every child needs, before it is forked."""
    import pypdf  # noqa: F401 - loaded, not used
    import pypdfium2.raw  # noqa: F401

    dictionary.count("the")  # reads the list
    # pypdf logs every oddity of a file; the warnings that matter are in the answer
    logging.disable(logging.CRITICAL)


def main(request: dict[str, Any]) -> None:
    """Read a PDF from standard input under limits and write the answer to standard output.

    `request` has the memory (`mib`), the `seconds`, and for a picture in a text's place `painted`:
    the page, the four edges of its region in points, the dots an inch and the effort of packing it;
    for the characters of a page `letters`: its number.
    """
    _limit(request["mib"], request["seconds"])
    answer: dict[str, Any]
    try:
        if painted := request.get("painted"):
            sys.stdout.buffer.write(_painted(sys.stdin.buffer.read(), *painted))
            return
        if page := request.get("letters"):
            sys.stdout.buffer.write(_letters(sys.stdin.buffer.read(), page))
            return
        answer = {"paper_text": read(sys.stdin.buffer.read())}
    except UnreadableError as error:
        answer = error.answer
    except MemoryError:
        answer = {"error": "memory"}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _painted(content: bytes, page: int, *region: float) -> bytes:
    """Give a PNG of a page's region, by its four edges, the dots an inch and zlib's level."""
    *edges, dpi, effort = region
    with Document(content).page(page) as opened:
        if opened is None:
            raise UnreadableError("broken", f"page {page} cannot be painted")
        frame = both(Box(*edges), Box(0.0, 0.0, opened.width, opened.height))
        if min(frame.width, frame.height) <= 0:
            raise UnreadableError("broken", f"page {page} has no such region")
        return opened.picture(dpi, frame).png(int(effort))


def _letters(content: bytes, page: int) -> bytes:
    """Give a page's characters and their boxes, as JSON of `records.paper_text.PageLetters`."""
    with Document(content).page(page) as opened:
        characters = opened.characters(_MOST_LETTERS) if opened else None
        if opened is None or characters is None:
            raise UnreadableError("broken", f"page {page} cannot be read")
        boxes = [moved(opened.matrix, one.box) for one in characters]
    letters = {
        # a half of a character beyond 16 bits stands for none
        "text": "".join(_NO_LETTER.sub("\ufffd", chr(one.code)) for one in characters),
        "boxes": [[_edge(edge) for edge in box] for box in boxes],
    }
    return json.dumps({"letters": letters}).encode()


def _edge(edge: float) -> float:
    return round(edge, 1) if abs(edge) < _LARGEST else 0.0  # of no number, too


def _limit(memory_mib: int, cpu_seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no rlimits; the parent's timeout still holds
        return
    for kind, soft, hard in (
        (resource.RLIMIT_AS, memory_mib << 20, memory_mib << 20),
        (resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        most = resource.getrlimit(kind)[1]
        if most != resource.RLIM_INFINITY:  # only root may go above the user's own limit
            soft, hard = min(soft, most), min(hard, most)
        resource.setrlimit(kind, (soft, hard))


def read(content: bytes, *, most: int = MAX_CHARACTERS) -> dict[str, Any]:
    """Give a PDF's text as a dictionary in the shape of `records.paper_text.PaperText`.

    Raises UnreadableError for a file that is no PDF, encrypted, damaged, without text or with more
    than `most` characters, and MemoryError where there is too little memory.
    """
    import pypdf

    # no program of the machine is run for a file's sake
    pypdf.apply_configuration(jbig2dec_binary=None)
    reader, document = _open(content), Document(content)
    pages: list[list[Line]] = []
    sizes: list[dict[str, float]] = []
    apart, both = _Apart(reader, document), _Readers(reader, document)
    found: list[PageTable] = []
    on_page: list[PageTable] = []
    drawn: list[PageFigure] = []
    characters = 0
    for number, page in enumerate(_pages(reader) or [None] * len(document), 1):
        walked, lines, on_page = both.read(number, page, on_page)
        apart.sift(number, page, walked, both.shown)
        sizes.append(both.size(number, walked))
        pages.append(tables.parted(apart.undress(number, lines), on_page, number))
        tables.add(found, on_page)
        width = sizes[-1]["width"]
        on_this = figures.find(number, pages[-1], width, partial(_bare, document, number))
        pages[-1] = blocks.with_labels(pages[-1], [one.box for one in on_this])
        drawn += on_this
        characters += sum(len(line.text) for line in lines)
        if characters > most:
            raise UnreadableError("too_much")
    if not pages or both.failed == len(pages):
        raise UnreadableError("broken", both.warnings[0] if both.warnings else "no pages")
    if sum(line.letters for page in pages for line in page) < _LEAST_LETTERS:
        raise UnreadableError("no_text", f"{len(pages)} page{'s' * (len(pages) != 1)}")
    made = paragraphs.assemble(pages, _outline(reader))
    return {
        "text": made.text,
        "pages": [place._asdict() | size for place, size in zip(made.pages, sizes, strict=True)],
        "sections": [section._asdict() for section in made.sections],
        "title": clean(title(pages[0], made.text)),
        "stamp": made.stamp,
        "reader": f"pypdf {pypdf.__version__}",
        "other_readers": both.others,
        "warnings": [*_unstructured(len(pages), made), *both.warnings, *both.unread()],
        "lines": [_line_box(line) for line in made.lines if line.end > line.start],
        "blocks": [block._asdict() for block in made.blocks],
        "hidden": list(apart.told()),
        "notices": [_notice(notice) for notice in made.notices],
        "tables": list(_tables(found, made)),
        "figures": [_figure(one) for one in drawn],
    }


def _unstructured(pages: int, made: Assembled) -> Iterator[str]:
    """Give a warning of a long paper whose parts could not be told."""
    kinds = [section.kind for section in made.sections if section.title]
    if pages >= _MANY_PAGES and "abstract" not in kinds and kinds.count("body") < _LEAST_SECTIONS:
        yield f"{pages} pages have neither an abstract nor sections: what is what is not known"


def _tables(found: list[PageTable], made: Assembled) -> Iterator[dict[str, Any]]:
    """Give the tables in the order of pages, with their places in the running text."""
    words = tables.vocabulary(made.text) if found else {}
    known = sorted(tables.without_mentions(found), key=lambda table: table.page)
    lines = defaultdict[int, list[LinePlace]](list)
    for number in {number for table in known for number in table.pages}:
        page = made.pages[number - 1]
        lines[number] += [line for line in made.lines if page.start <= line.start < page.end]
    yield from tables.records(known, made.text, lines, words)


def _notice(notice: NoticePlace) -> dict[str, Any]:
    """Give a notice as a `records.Notice`."""
    box = notice.box or Box(0.0, 0.0, 0.0, 0.0)
    x0, y0, x1, y1 = (round(place, 1) for place in box)
    text = notice.text[:_LONGEST_TOLD]
    return {"page": notice.page, "text": text, "x0": x0, "y0": y0, "x1": x1, "y1": y1}


def _bare(document: Document, number: int) -> Picture | None:
    with document.page(number) as page:
        return page.without_text(figures.DPI) if page else None


def _figure(found: PageFigure) -> dict[str, Any]:
    """Give a figure as a `records.Figure`, its places in tenths of a point."""
    x0, y0, x1, y1 = (round(place, 1) for place in found.box)
    words = {"page": found.page, "label": clean(found.label), "caption": clean(found.caption)}
    return words | {"x0": x0, "y0": y0, "x1": x1, "y1": y1}


def _line_box(line: LinePlace) -> dict[str, float]:
    """Give a line's place as a `records.LineBox`, in tenths of a point."""
    x0, y0, x1, y1 = (round(place, 1) for place in line.box)
    return {"start": line.start, "end": line.end, "x0": x0, "y0": y0, "x1": x1, "y1": y1}


class _Readers:
    """Reads pages with pypdf, and those again with pdfium that pypdf cannot make out.

    `others` tells which pages and why, `failed` how many none of the two could read, `shown` the
    runs that the last page's lines are made of, with those of it that are hidden.
    """

    def __init__(self, reader: PdfReader | None, document: Document) -> None:
        self._first = Reader(reader.root_object) if reader else None
        self._document = document
        self._eye, self._second = Eye(document), SecondReader(document)
        self._layout = Layout()
        self.others: list[dict[str, Any]] = []
        self.warnings: list[str] = []
        self.failed = 0
        self._unmapped: dict[int, int] = {}
        self.shown: Sequence[Run] = ()
        self._before: Sequence[PageTable] = ()
        self._small: tuple[int, list[Box]] = 0, []

    def read(
        self,
        number: int,
        page: Any,  # noqa: ANN401 - pypdf's page
        before: Sequence[PageTable],
    ) -> tuple[PageGlyphs | None, list[Line], list[PageTable]]:
        """Give what pypdf makes of a page, None if nothing, and the page's lines and tables.

        `before` are the tables of the page before, which may go on.
        """
        walked, self.shown, self._before = None, (), before
        lines, on_page = list[Line](), list[PageTable]()
        if self._first is None or page is None:
            again = self._again(number, None, "is of a file that could not be opened")
            return (None, *(again or (lines, on_page)))
        try:
            walked = forms.settled(self._looked_at(number, self._first.read(page)))
            lines, on_page = self._lay_out(number, walked.runs, walked.rules)
            reason = _why_again(walked, lines)
            if walked.unmapped and not reason:
                self._unmapped[number] = walked.unmapped
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - hostile files raise anything: here it ends
            reason = f"could not be read ({type(error).__name__})"
        if reason and (again := self._again(number, walked, reason)):
            lines, on_page = again
        return walked, lines, on_page

    def _lay_out(
        self, number: int, runs: Sequence[Run], rules: Sequence[Box]
    ) -> tuple[list[Line], list[PageTable]]:
        self.shown = runs
        made = by_angle(runs)
        found = tables.find(number, made, rules, self._before, partial(self._marks, number))
        apart = tables.boxes(found, number)
        for angle, boxes in tables.algorithms(made, rules).items():
            apart.setdefault(angle, []).extend(boxes)
        lines = self._layout.read(made, apart)
        return (authors.apart(lines) if number == 1 else lines), found

    def _marks(self, number: int, frame: Box) -> Sequence[table_marks.Mark]:
        """Give the marks that are drawn within a frame of a page."""
        with self._document.page(number) as page:
            if page is None:
                return ()
            if self._small[0] != number:
                self._small = number, table_marks.small(page)
            return table_marks.marks(page, frame, self._small[1])

    def _looked_at(self, number: int, walked: PageGlyphs) -> PageGlyphs:
        """Give a page with the reasons of what leaves no ink; warn where that cannot be seen."""
        looked = self._eye.look(number, walked)
        if looked is None:
            self.warnings.append(f"page {number} could not be painted to tell what hides its text")
        return looked or walked.by_rules()

    def size(self, number: int, walked: PageGlyphs | None) -> dict[str, float]:
        """Give a page's width and height in points; 0 where no reader knows, or no page has it."""
        width, height = (walked.width, walked.height) if walked else self._second.size(number)
        if not (0 < width < _LARGEST and 0 < height < _LARGEST):
            return {"width": 0.0, "height": 0.0}
        return {"width": round(width, 1), "height": round(height, 1)}

    def _again(
        self, number: int, walked: PageGlyphs | None, reason: str
    ) -> tuple[list[Line], list[PageTable]] | None:
        """Give a damaged page as the second reader has it; None where that is no better.

        `others` or `warnings` tell so.
        """
        hidden = [run for run in walked.runs if run.hidden] if walked else ()
        again = self._second.read(number, hidden)
        if again and is_better(again, walked) and self._is_read(again, reason):
            self.others.append({"page": number, "reader": self._second.name, "reason": reason})
            return self._lay_out(number, again.runs, walked.rules if walked else ())
        self.failed += walked is None
        if walked is None:
            self.warnings.append(f"page {number} {reason}")
        elif "glyphs" in reason:
            self.warnings.append(f"page {number} has {reason}; left out")
        elif reason == _NO_LANGUAGE:
            self.warnings.append(f"page {number} {reason}: its fonts may lie about its characters")
        return None

    def _is_read(self, again: Again, reason: str) -> bool:
        """Tell whether another reading mends what is wrong with a page, where that can be seen."""
        lines = [run.text for run in again.runs if not run.hidden]
        return reason != _NO_LANGUAGE or not reads_as_no_language(lines)

    def unread(self) -> Iterator[str]:
        """Give a warning of the glyphs left out that no page was read again for."""
        if count := sum(self._unmapped.values()):
            told = "1 glyph has" if count == 1 else f"{count} glyphs have"
            left_out = "is left out: page" if count == 1 else "are left out: pages"
            pages = ", ".join(map(str, self._unmapped))
            yield f"{told} no reading and {left_out} {pages}"


def _why_again(walked: PageGlyphs, lines: list[Line]) -> str:
    """Give why a page that was read is to be read again, or an empty string."""
    unmapped = walked.unmapped
    if unmapped > _LEAST_UNMAPPED and unmapped * _UNMAPPED > walked.glyphs:
        return (
            f"{unmapped} of {walked.glyphs} glyphs"
            " in fonts that do not say which characters they are"
        )
    texts = [line.text for line in lines]
    if is_glued(texts):
        return "words without spaces between them"
    return _NO_LANGUAGE if reads_as_no_language(texts) else ""


class _Apart:
    """What a reader of the PDF does not see: kept out of the text, told where it is worth it."""

    def __init__(self, reader: PdfReader | None, document: Document) -> None:
        self._reader, self._document = reader, document
        self._found: list[tuple[int, str, str]] = []

    def sift(
        self,
        number: int,
        page: Any,  # noqa: ANN401 - pypdf's
        walked: PageGlyphs | None,
        shown: Sequence[Run],
    ) -> None:
        """Take note of what a page hides, by what was made of it and the runs that are read."""
        found = list(hidden_words(walked.runs, walked.lies)) if walked else []
        if walked is None or shown is not walked.runs:
            found += hidden_words(shown)
        if walked is not None:
            with self._document.page(number) as opened:
                saying = opened.have_keys(SAYING) if opened else ()
            found += addressed_beside(page, saying)
        self._found += [(number, reason, text) for reason, text in found]

    def undress(self, number: int, lines: list[Line]) -> list[Line]:
        """Take characters that nobody sees out of a page's lines."""
        if not lines:
            return lines
        text, found = disguise.undress("\n".join(line.text.replace("\n", " ") for line in lines))
        self._found += [(number, one.reason, one.text) for one in found]
        return [
            line if words == line.text else line._replace(text=words)
            for line, words in zip(lines, text.split("\n"), strict=True)
        ]

    def told(self) -> Iterator[dict[str, Any]]:
        """Give all that was set apart as `records.HiddenText`, each once.

        What the document's metadata says to a model is told with the first page.
        """
        told = addressed_in_document(self._reader) if self._reader else ()
        beside = [(1, reason, text) for reason, text in told]
        for page, reason, text in dict.fromkeys([*self._found, *beside]):
            if words := clean(text):
                yield {"page": page, "reason": reason, "text": words[:_LONGEST_TOLD]}


def _open(content: bytes) -> PdfReader | None:
    """Open a file with pypdf; None where it is damaged, and the second reader is to try it."""
    from pypdf import PasswordType, PdfReader

    if not content:
        raise UnreadableError("not_pdf", "the file is empty")
    if b"%PDF-" not in content[:1024]:
        kind = "an HTML page" if b"<html" in content[:2048].lower() else "no %PDF- at its start"
        raise UnreadableError("not_pdf", kind)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise UnreadableError("encrypted")
        return reader if reader.root_object else None  # raises, as a rule, where there is none
    except (UnreadableError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - damaged files raise anything
        return None


def _pages(reader: PdfReader | None) -> list[Any]:
    """Give a document's pages; none where their tree is damaged."""
    try:
        return list(reader.pages) if reader else []
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - damaged files raise anything
        return []


def _outline(reader: PdfReader | None) -> list[str]:
    """Give the titles of the document's outline; none where it is damaged."""
    try:
        return (
            list(itertools.islice(bookmarks(reader.root_object), _MOST_BOOKMARKS)) if reader else []
        )
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a broken outline is as good as none
        return []
