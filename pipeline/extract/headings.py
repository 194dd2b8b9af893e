"""Tell a paper's headings from its other lines, and the kinds of its sections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.extract.characters import FOLD
from pipeline.extract.lines import Line

_NAMED = {
    "abstract": "abstract", "acknowledgement": "acknowledgements", "acknowledgements": "acknowledgements",
    "acknowledgment": "acknowledgements", "acknowledgments": "acknowledgements", "references": "references",
    "bibliography": "references", "literature cited": "references", "appendix": "appendix", "appendices": "appendix",
    "supplementary material": "appendix", "supplementary materials": "appendix", "supplemental material": "appendix",
    "contents": "front", "table of contents": "front", "目录": "front",
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
_RUN_IN = re.compile(
    r"(?P<number>(?:§?\d{1,2}(?:\.\d{1,2}){0,3}\.?|\d{1,2}\)|[A-Z](?:\.\d{1,2}){0,2}\.?|\([a-z]\))\s+)?(?P<title>[A-Z“\"].{3,90}?)(?P<end>[.:?—–])(?=\s|$)"
)
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}\.?|(?:[IVX]{1,5}|[A-Z](?:\.\d{1,2}){0,2})\.?)[\s.:]+(?P<title>[A-Z“\"(].{1,90})",
    re.DOTALL,
)


_LEADERS = re.compile(r"(?:\. ?){4}")


class Headings:
    """Tells headings from other lines, and remembers how far each numbering has come.

    A line is a heading when it is a usual name of a section, or stands in the PDF's outline, or
    carries the number that is next in turn and reads like a title. The turn is what tells "4
    Experiments" from a table's row or a reference. Where lines have places, a line that is set
    apart by weight or size needs less proof, and once three headings were, others need to be.
    """

    def __init__(self, outline: Iterable[str], body: float = 0.0) -> None:
        self._outline = {key for title in outline if len(key := self._key(title)) > 3}
        self._body = body
        self._last: dict[str, tuple[int, ...]] = {}
        self._last_system = ""
        self._after_references = False
        self._styled = 0
        self._styles: Counter[tuple[float, bool]] = Counter()

    @staticmethod
    def _key(title: str) -> str:
        return re.sub(
            r"\W+",
            "",
            re.sub(r"^§?(?:[\dA-Z]{1,2}(?:\.\d+)*|[IVX]+)\.?\s+", "", title.translate(FOLD)),
        ).lower()

    def match(
        self, line: Line, following: Line | None, *, in_front: bool
    ) -> tuple[str, str] | None:
        """Give (kind, title) when `line` is a heading; `following` is the line after it.

        `in_front` of the first section stand a title that may begin with "A", and affiliations
        numbered like sections: there only a usual name counts, or a number with a full stop.
        """
        text = line.text
        bare = text.rstrip(".:").strip().removeprefix("§").strip()
        if len(text) > 110 or not re.search(r"[^\W\d_]{2}", text) or re.search(r"[. ]\d+$", bare):
            return None  # too long, no word, or a line of a table of contents
        styled = self._is_styled(line, following)
        found = self._match(bare, text, following, styled, line, in_front=in_front)
        if found and styled:
            self._styled += 1
            self._styles[round(line.size), line.bold] += 1
        return found

    def run_in(self, line: Line) -> tuple[str, str] | None:
        """Give (kind, title) when a paragraph's first line begins with a heading that stands in the outline, or has a number in turn."""
        match = _RUN_IN.match(line.text)
        if not match or not (line.starts or match["number"]) or match.end() == len(line.text):
            return None
        if _LEADERS.search(line.text) or self._key(line.text) in self._outline:
            return None  # a line of a table of contents, or a whole heading
        number, title = (match["number"] or "").strip(), match["title"].rstrip(".:")
        known = len(self._key(title)) > 3 and self._key(title) in self._outline
        deep = (
            re.fullmatch(r"\d{1,2}(?:\.\d{1,2})+\.?", number)
            and len(title.split()) <= 10
            and match["end"] == "."
        )
        if not (known or deep):
            return None
        if (
            number
            and number[-1] != ")"
            and not self._in_turn(number, title, known, known=known)
            and not known
        ):
            return None
        return "body", f"{number} {title}".strip()

    def goes_on(self, line: Line, following: Line | None, after: Line | None) -> bool:
        """Tell whether a heading goes on in the next line: of its weight and size and right below it, unlike the line after that."""
        if (
            following is None
            or not line.size
            or following.part != line.part
            or line.text[-1:] in ".:"
        ):
            return False
        apart = line.bold or line.size > 1.06 * self._body or line.text.upper() == line.text
        alike = self._looks_like(line, following) and 0 < line.y - following.y < 1.45 * line.size
        rest = (
            following.letters < 70
            and following.cells <= 2
            and not _NUMBERED.fullmatch(following.text)
        )
        reaches = (
            line.x1 - line.left > 0.6 * (line.right - line.left) or following.text[:1].islower()
        )
        return (
            apart
            and alike
            and rest
            and reaches
            and (after is None or not self._looks_like(following, after))
        )

    @staticmethod
    def _looks_like(line: Line, other: Line) -> bool:
        capitals = (line.text.upper() == line.text) == (other.text.upper() == other.text)
        return (
            line.bold == other.bold
            and abs(line.size - other.size) < 0.05 * line.size
            and (line.bold or capitals)
        )

    def _is_styled(self, line: Line, following: Line | None) -> bool:
        """Tell whether a line is set apart from the running text by weight or size, or in capitals, and stands alone."""
        if not line.size or line.cells > 2 or line.letters > 90 or line.form:
            return False
        capitals = line.text.upper() == line.text and line.letters > 5
        apart = (
            following is None
            or following.starts
            or following.bold != line.bold
            or abs(following.size - line.size) > 0.05 * line.size
        )
        lettered = line.italic and bool(_NUMBERED.fullmatch(line.text))
        return apart and (line.bold or capitals or lettered or line.size > 1.06 * self._body)

    def _match(
        self,
        bare: str,
        text: str,
        following: Line | None,
        styled: bool,
        line: Line,
        *,
        in_front: bool,
    ) -> tuple[str, str] | None:
        numbered = _NUMBERED.fullmatch(bare)
        title = numbered["title"] if numbered else bare
        named = _NAMED.get(close_capitals(bare)) or _NAMED.get(close_capitals(title))
        if named and bare[0] == bare[0].upper():
            self._after_references |= named == "references"
            return named, bare
        lettered = re.fullmatch(
            r"(?:Appendix|APPENDIX)(?: [A-Z\d]{1,3})?(?:[.:]? [A-Z(].{2,70})?", bare
        )
        if lettered and text[-1] != "." and (styled or not line.size):
            return "appendix", bare
        if (
            numbered
            and in_front
            and not (numbered["number"] in ("1.", "I.") or close_capitals(title) in _USUAL)
        ):
            return None
        if numbered:
            known = self._key(title) in self._outline
            if self._styled >= 3 and not styled and not known and line.size:
                return None
            # an item of a list has a number in turn, too, and must not take it from the next
            # heading
            reads = styled or self._reads_like_title(title, following.text if following else "")
            system = self._in_turn(numbered["number"], title, styled, known=known) if reads else ""
            if system:
                return (
                    "appendix"
                    if system == "letters" and self._last_system != "letters under"
                    else "body"
                ), bare
        elif bare[0].isupper() and (
            (close_capitals(bare) in _USUAL and (styled or self._styled < 3 or not line.size))
            or (" " in bare and not in_front and self._key(bare) in self._outline)
            or (styled and not in_front and self._is_in_style(line, following, bare))
        ):
            return "body", bare
        return None

    def _is_in_style(self, line: Line, following: Line | None, bare: str) -> bool:
        """Tell whether an unnumbered line has the style of two headings before it, larger than the running text and what follows."""
        large = line.size > 1.06 * max(
            self._body, following.size if following and not following.bold else 0
        )
        return (
            large
            and self._reads_like_title(bare, "")
            and self._styles[round(line.size), line.bold] >= 2
            and len(bare.split()) <= 12
            and line.letters >= 4
        )

    def _in_turn(self, number: str, title: str, styled: bool, *, known: bool = False) -> str:
        """Name the numbering that `number` is next in (digits, roman or letters), or give an empty string.

        A heading that is styled as one may leave numbers out, and has any number if it is `known`
        from the outline; letters may begin anew under a Roman numeral.
        """
        parts = number.rstrip(".").split(".")
        for system, first in (("digits", _digits), ("roman", _roman), ("letters", _letter)):
            head = first(parts[0])
            if not head or (system == "digits" and self._after_references):
                continue
            new, last = (head, *map(int, parts[1:])), self._last.get(system, (0,))
            nexts = {(*last[:depth], last[depth] + 1) for depth in range(len(last))} | {(*last, 1)}
            under = system == "letters" and "roman" in self._last and not self._after_references
            skipped = (
                styled
                and last < new
                and new[0] <= last[0] + 2
                and len(new) <= 4
                and system != "roman"
            )
            anew = under and (styled or known) and new == (1,)
            if (
                new in nexts
                or (new == (1,) and close_capitals(title) == "introduction")
                or skipped
                or anew
                or (styled and known)
            ):
                self._last[system] = new
                self._last_system = "letters under" if under else system
                return system
        return ""

    def _reads_like_title(self, title: str, following: str) -> bool:
        if self._key(title) in self._outline or close_capitals(title) in _USUAL:
            return True
        words = re.findall(r"[^\W\d_]+", title)
        if not words or len(words) > 12 or title[-1] in ",;" or re.search(r"[=∈≤≥@]|\d{3}", title):
            return False
        capital = sum(word[0].isupper() or len(word) < 5 for word in words)
        return (capital * 3 >= len(words) * 2 or len(words) <= 5) and not following[:1].islower()


def close_capitals(title: str) -> str:
    """Give a title in lower case, with the letter-spacing of small capitals ("A BSTRACT", "R EFERENCES") closed."""
    return re.sub(r"\b([A-Z]) (?=[A-Z]{2})", r"\1", title).strip(" .:—-").lower()


def _digits(part: str) -> int:
    return int(part) if part.isdigit() else 0


def _roman(part: str) -> int:
    numerals = [
        "I",
        "II",
        "III",
        "IV",
        "V",
        "VI",
        "VII",
        "VIII",
        "IX",
        "X",
        "XI",
        "XII",
        "XIII",
        "XIV",
        "XV",
    ]
    return numerals.index(part) + 1 if part in numerals else 0


def _letter(part: str) -> int:
    return ord(part) - ord("A") + 1 if len(part) == 1 and "A" <= part <= "Z" else 0


def settle_kinds(
    sections: list[tuple[str, str, int, int]], length: int
) -> list[tuple[str, str, int, int]]:
    """Tell appendices from sections: what follows the references, and what is called or lettered so in the paper's second half."""
    last_references = max(
        (start for kind, _, start, _ in sections if kind == "references"), default=length
    )
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
