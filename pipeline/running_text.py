"""Turn the lines that a PDF reader gives into text as a person reads it.

In: each page's raw text, one line of the page a line. Out: running text with lines joined, hyphenation undone, ligatures
folded, running heads and page numbers out; the pages' and the sections' places in it. Pure, and run inside the extracting
child process, because its input is hostile.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# U+FB00–FB06 only: NFKC over everything would turn "x²" into "x2"
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_ODD_SPACES = dict.fromkeys(
    [0x00A0, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x3000], " "
)
_GONE = dict.fromkeys(
    [0x00AD, *range(0x09), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
)
_FOLD = {**_GONE, **_LIGATURES, **_ODD_SPACES}

_STAMP = re.compile(r"arXiv:\S{9,20}\s+\[[\w.-]+\]\s+\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}")
_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE)
_FUNCTION_WORD = re.compile(r"\b(?:the|this|these|that|we|our|is|are|was|which|with|by|can|to)\b")
_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef\u3001-\u303f"
_CJK_END, _CJK_START = re.compile(f"[{_CJK}]$"), re.compile(f"[{_CJK}]")
_WORD_HYPHEN = re.compile(r"[^\W_]-$")
_NUMERIC = re.compile(r"[-+±]?\d[\d.,]*[%kKMB]?|[-–—]|\d[\d.,]*\s*[±(].*")

_NAMED = {
    "abstract": "abstract", "acknowledgement": "acknowledgements", "acknowledgements": "acknowledgements",
    "acknowledgment": "acknowledgements", "acknowledgments": "acknowledgements", "references": "references",
    "bibliography": "references", "literature cited": "references", "appendix": "appendix", "appendices": "appendix",
    "supplementary material": "appendix", "supplementary materials": "appendix", "supplemental material": "appendix",
    "摘要": "abstract", "参考文献": "references", "附录": "appendix", "致谢": "acknowledgements",
}  # fmt: skip
_USUAL = frozenset(
    name.strip()
    for name in """
        introduction, background, preliminaries, motivation, method, methods, methodology, approach, our approach, model,
        problem statement, materials and methods, dataset, data, overview, related work, related works, experiments,
        experimental, experimental setup, experimental results, results, results and discussion, evaluation, analysis,
        discussion, discussion and conclusion, conclusion, conclusions, conclusion and future work,
        conclusions and future work, concluding remarks, future work, limitations, summary, broader impact,
        broader impacts, ethics statement, ethical considerations""".split(",")
)
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}\.?|(?:[IVX]{1,5}|[A-Z](?:\.\d{1,2}){0,2})\.?)[\s.:]+(?P<title>[A-Z“\"(].{1,90})",
    re.DOTALL,
)
_RUN_IN = re.compile(r"(?:Abstract|ABSTRACT|A BSTRACT)\s*(?:[—–:.-]+\s*(?=\S)|\s(?=[A-Z]))")


class Assembled(NamedTuple):
    """The running text with the places of its pages `(number, start, end)` and sections `(kind, title, start, end)`."""

    text: str
    pages: list[tuple[int, int, int]]
    sections: list[tuple[str, str, int, int]]
    stamp: str


def clean(line: str) -> str:
    """Give one line without control characters, lone surrogates, ligatures and runs of spaces."""
    return " ".join(line.translate(_FOLD).split())


def assemble(raw_pages: Sequence[str], outline: Iterable[str] = ()) -> Assembled:
    """Join the lines of all pages into running text.

    `raw_pages` are the pages in order, lines separated by newlines; `outline` the titles in the PDF's own outline, which
    make a line of the same words a heading.
    """
    pages = [
        [line for raw in page.translate(_FOLD).splitlines() if (line := " ".join(raw.split()))] for page in raw_pages
    ]
    stamp = next((match[0] for page in pages[:1] for line in page if (match := _STAMP.match(line))), "")
    pages = [[line for line in page if not (at == 0 and _STAMP.match(line))] for at, page in enumerate(pages)]
    _drop_running_heads(pages)
    words = Counter(word for page in pages for line in page for word in re.findall(r"[\w-]+", line.lower())[:-1])
    headings = _Headings(outline)
    out = _Writer(words)
    for number, lines in enumerate(pages, 1):
        usual = _usual_length(lines)
        out.open_page(number)
        for at, line in enumerate(lines):
            following = lines[at + 1] if at + 1 < len(lines) else ""
            if found := headings.match(line, following, in_front=out.in_front):
                out.heading(*found, line)
            elif _RUN_IN.match(line) and not out.has("abstract") and number <= 3:
                out.heading("abstract", "Abstract", line, runs_on=True)
            else:
                alone = _is_row(line) or (number == 1 and out.in_front and not _FUNCTION_WORD.search(line))
                out.line(line, ends=_ends_paragraph(line, usual), alone=alone)
    return out.finish(stamp)


def _usual_length(lines: Sequence[str]) -> int:
    """Give the length of a full line on this page, in characters: nine in ten are shorter."""
    lengths = sorted(len(line) for line in lines)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _ends_paragraph(line: str, usual: int) -> bool:
    return (
        len(line) < 0.8 * usual
        and line[-1:] in ".!?:。！？："
        and not re.search(r"\b(?:et al|e\.g|i\.e|Fig|cf)\.$", line)
    )


def _is_row(line: str) -> bool:
    """Tell whether a line is a table's row, which is kept as a line of its own: mostly numbers, three or more."""
    cells = line.split()
    numeric = sum(bool(_NUMERIC.fullmatch(cell.strip("()[]*†‡"))) for cell in cells)
    return numeric >= 3 and numeric * 2 >= len(cells)


def _drop_running_heads(pages: list[list[str]]) -> None:
    """Take out, in place, page numbers and lines that recur at the edges of three or more pages, digits aside."""

    def key(line: str) -> str:
        return re.sub(r"\d+", "#", line.lower())

    edges = Counter(k for page in pages for k in {key(line) for line in (*page[:3], *page[-3:]) if len(line) < 100})
    recurring = {k for k, count in edges.items() if count >= max(3, len(pages) // 4) and re.search(r"[^\W\d_]{3}", k)}
    for page in pages:
        for at in sorted({*range(min(3, len(page))), *range(max(0, len(page) - 3), len(page))}, reverse=True):
            if key(page[at]) in recurring:
                del page[at]
        for at in (-1, 0):
            if page and _PAGE_NUMBER.fullmatch(page[at]):
                del page[at]


class _Headings:
    """Tells headings from other lines, and remembers how far each numbering has come.

    A line is a heading when it is a usual name of a section, or stands in the PDF's outline, or carries the number that
    is next in turn and reads like a title. The turn is what tells "4 Experiments" from a table's row or a reference.
    """

    def __init__(self, outline: Iterable[str]) -> None:
        self._outline = {key for title in outline if len(key := self._key(title)) > 3}
        self._last: dict[str, tuple[int, ...]] = {}
        self._after_references = False

    @staticmethod
    def _key(title: str) -> str:
        return re.sub(
            r"\W+", "", re.sub(r"^(?:[\dA-Z]{1,2}(?:\.\d+)*|[IVX]+)\.?\s+", "", title.translate(_FOLD))
        ).lower()

    def match(self, line: str, following: str, *, in_front: bool) -> tuple[str, str] | None:
        """Give (kind, title) when `line` is a heading; `following` is the line after it.

        `in_front` of the first section stand a title that may begin with "A", and affiliations numbered like sections: there
        only a usual name counts, or a number with a full stop.
        """
        bare = line.rstrip(".:").strip()
        if len(line) > 110 or not re.search(r"[^\W\d_]{2}", line) or re.search(r"[. ]\d+$", bare):
            return None  # too long, no word, or a line of a table of contents
        numbered = _NUMBERED.fullmatch(bare)
        title = numbered["title"] if numbered else bare
        named = _NAMED.get(_close_capitals(bare)) or _NAMED.get(_close_capitals(title))
        if named and bare[0] == bare[0].upper():
            self._after_references |= named == "references"
            return named, bare
        if re.fullmatch(r"(?:Appendix|APPENDIX)(?: [A-Z\d]{1,3})?(?:[.:]? [A-Z(].{2,70})?", bare) and line[-1] != ".":
            return "appendix", bare
        if numbered and in_front and not (numbered["number"] in ("1.", "I.") or _close_capitals(title) in _USUAL):
            return None
        if numbered:
            system = self._in_turn(numbered["number"], title)
            if system and self._reads_like_title(title, following):
                return ("appendix" if system == "letters" else "body"), bare
        elif bare[0].isupper() and (
            _close_capitals(bare) in _USUAL or (" " in bare and not in_front and self._key(bare) in self._outline)
        ):
            return "body", bare
        return None

    def _in_turn(self, number: str, title: str) -> str:
        """Name the numbering that `number` is next in (digits, roman or letters), or give an empty string."""
        parts = number.rstrip(".").split(".")
        for system, first in (("digits", _digits), ("roman", _roman), ("letters", _letter)):
            head = first(parts[0])
            if not head or (system == "digits" and self._after_references):
                continue
            new, last = (head, *map(int, parts[1:])), self._last.get(system, (0,))
            nexts = {(*last[:depth], last[depth] + 1) for depth in range(len(last))} | {(*last, 1)}
            if new in nexts or (new == (1,) and _close_capitals(title) == "introduction"):
                self._last[system] = new
                return system
        return ""

    def _reads_like_title(self, title: str, following: str) -> bool:
        if self._key(title) in self._outline or _close_capitals(title) in _USUAL:
            return True
        words = re.findall(r"[^\W\d_]+", title)
        if not words or len(words) > 12 or title[-1] in ",;" or re.search(r"[=∈≤≥@]|\d{3}", title):
            return False
        capital = sum(word[0].isupper() or len(word) < 5 for word in words)
        return (capital * 3 >= len(words) * 2 or len(words) <= 5) and not following[:1].islower()


def _close_capitals(title: str) -> str:
    """Give a title in lower case, with the letter-spacing of small capitals ("A BSTRACT", "R EFERENCES") closed."""
    return re.sub(r"\b([A-Z]) (?=[A-Z]{2})", r"\1", title).strip(" .:—-").lower()


def _digits(part: str) -> int:
    return int(part) if part.isdigit() else 0


def _roman(part: str) -> int:
    numerals = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"]
    return numerals.index(part) + 1 if part in numerals else 0


def _letter(part: str) -> int:
    return ord(part) - ord("A") + 1 if len(part) == 1 and "A" <= part <= "Z" else 0


def _settle_kinds(sections: list[tuple[str, str, int, int]], length: int) -> list[tuple[str, str, int, int]]:
    """Tell appendices from sections: what follows the references, and what is called or lettered so in the paper's second half."""
    last_references = max((start for kind, _, start, _ in sections if kind == "references"), default=length)
    settled, in_appendix = [], False
    for kind, title, start, end in sections:
        in_appendix |= start > last_references or (kind == "appendix" and start > length // 2)
        new = kind
        if kind in ("body", "appendix"):
            new = "appendix" if in_appendix else "body"
        elif kind == "references" and start < last_references and start < length // 3:
            new = "body"
        settled.append((new, title, start, end))
    return settled


class _Writer:
    """Collects the running text and the places of pages and sections in it."""

    def __init__(self, words: Counter[str]) -> None:
        self._words = words
        self._parts: list[str] = []
        self._length = 0
        self._pending = (
            ""  # what goes between the last line and the next: "", " ", a newline, or "-": a word may be cut here
        )
        self._starts: list[tuple[int, int]] = []
        self._sections: list[tuple[str, str, int]] = [("front", "", 0)]

    @property
    def in_front(self) -> bool:
        """Whether no section has begun: title, authors and affiliations stand in lines, not in sentences."""
        return len(self._sections) == 1

    def has(self, kind: str) -> bool:
        return any(section[0] == kind for section in self._sections)

    def open_page(self, number: int) -> None:
        # the page begins where its first line will be written, so a word cut at the page break belongs to the page before
        self._starts.append((number, -1))

    def heading(self, kind: str, title: str, line: str, *, runs_on: bool = False) -> None:
        self._break()
        self._put(line)
        self._sections.append((kind, title, self._length - len(line)))
        self._pending = " " if runs_on else "\n"

    def line(self, line: str, *, ends: bool, alone: bool) -> None:
        if alone:
            self._break()
        self._put(line)
        if ends or alone:
            self._pending = "\n"
        elif _WORD_HYPHEN.search(line):
            self._pending = "-"
        else:
            self._pending = " "

    def _break(self) -> None:
        if self._pending:
            self._pending = "\n"

    def _put(self, line: str) -> None:
        if self._pending == "-":
            self._join_hyphen(line)
        elif self._pending == " " and self._parts and _CJK_END.search(self._parts[-1]) and _CJK_START.match(line):
            pass  # Chinese and Japanese have no space at a line's end
        elif self._pending:
            self._write(self._pending)
        self._mark_page()
        self._write(line)

    def _join_hyphen(self, line: str) -> None:
        """Undo hyphenation only where the joined word is one: a word that the paper writes with a hyphen elsewhere keeps it."""
        first = re.match(r"[^\W\d_]+", line)
        before = re.search(r"([\w-]*?)([^\W\d_]+)-$", self._parts[-1][-80:])
        if first is None or before is None or len(before[2]) < 2 or not line[0].islower():
            return  # "GPT-" / "3", "k-" / "means": the hyphen stays, and no space comes in
        front, back = before[2].lower(), first[0].lower()
        joined, hyphened = self._words[front + back], self._words[f"{front}-{back}"]
        compound = line[first.end() : first.end() + 1] == "-" or before[2] not in (front, front.capitalize())
        both_words = min(self._words[front], self._words[back]) > 1 and min(len(front), len(back)) > 2
        if joined > hyphened or (joined == hyphened and not compound and not both_words):
            self._parts[-1] = self._parts[-1][:-1]
            self._length -= 1

    def _mark_page(self) -> None:
        for at, (number, start) in enumerate(self._starts):
            if start < 0:
                self._starts[at] = (number, self._length)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def finish(self, stamp: str) -> Assembled:
        self._mark_page()
        text = "".join(self._parts)
        ends = [start for _, start in self._starts[1:]] + [len(text)]
        pages = [(number, start, end) for (number, start), end in zip(self._starts, ends, strict=True)]
        places = [section[2] for section in self._sections[1:]] + [len(text)]
        sections = [(kind, title, start, end) for (kind, title, start), end in zip(self._sections, places, strict=True)]
        return Assembled(text, pages, _settle_kinds([s for s in sections if s[3] > s[2]], len(text)), stamp)
