"""Tell a paper's headings from its other lines, and the kinds of its sections.

Lengths are in points, sizes of letters too; the thresholds for sizes are shares of another size.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.extract.characters import FOLD
from pipeline.extract.lines import Line
from pipeline.extract.places import SectionPlace
from pipeline.text.cjk import CJK, HANGUL

_KIND_OF = {
    name.strip(): kind
    for kind, names in {
        "abstract": """
            abstract, zusammenfassung, résumé, resumen, 摘要, 摘 要, 要旨, 概要, 초록, 요약""",
        "acknowledgements": """
            acknowledgement, acknowledgements, acknowledgment, acknowledgments, danksagung,
            remerciements, 致谢, 致 谢, 謝辞, 감사의 글""",
        "references": """
            references, reference, bibliography, literature cited, references cited, works cited,
            cited references, references and notes, notes and references, list of references,
            literatur, literaturverzeichnis, bibliographie, références, referencias, bibliografía,
            bibliografia, 参考文献, 參考文獻, 引用文献, 참고문헌, 참고 문헌""",
        "appendix": """
            appendix, appendices, appendixes, anhang, annexe, annexes, supplementary material,
            supplementary materials, supplemental material, supplemental materials, supplement,
            supplementary information, supporting information, supplementary notes,
            online appendix, technical appendix, 附录, 附錄, 付録, 부록""",
        "front": "contents, table of contents, inhaltsverzeichnis, 目录, 目 录, 目次, 차례, 목차",
    }.items()
    for name in names.split(",")
}
"""Kinds of sections by their headings, in lower case."""
_USUAL = frozenset(
    name.strip()
    for name in """
        introduction, background, preliminaries, motivation, method, methods, methodology,
        approach, our approach, model, problem statement, materials and methods, dataset, data,
        overview, related work, related works, experiments, experimental, experimental setup,
        experimental results, results, results and discussion, evaluation, analysis, discussion,
        discussion and conclusion, conclusion, conclusions, conclusion and future work,
        conclusions and future work, concluding remarks, future work, limitations, summary,
        broader impact, broader impacts, ethics statement, ethical considerations, einleitung,
        引言, 绪论, 前言, 相关工作, 研究背景, 方法, 研究方法, 实验, 实验结果, 结果, 结果与讨论,
        讨论, 结论, 结语, 总结, 总结与展望, はじめに, 序論, 関連研究, 提案手法, 実験, 考察, 結論,
        おわりに, 서론, 관련 연구, 실험, 결과, 결론""".split(",")
)
"""Headings that sections have without a number, in lower case."""
_RUN_IN = re.compile(
    r"(?P<number>"
    r"(?:§?\d{1,2}(?:\.\d{1,2}){0,3}\.?|\d{1,2}\)|[A-Z](?:\.\d{1,2}){0,2}\.?|\([a-z]\))\s+)?"
    r"(?P<title>[A-Z“\"].{3,90}?)(?P<end>[.:?—–])(?=\s|$)"
)
_NUMBERED = re.compile(
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}\.?|(?:[IVX]{1,5}|[A-Z](?:\.\d{1,2}){0,2})\.?)"
    rf"(?:[\s.:]+(?P<title>[A-Za-z“\"(].{{1,90}})|[\s.:]*(?P<cjk>[{CJK}{HANGUL}].{{1,40}}))",
    re.DOTALL,
)
_CHAPTER = re.compile(
    r"(?:第\s*(?P<cjk>[一二三四五六七八九十]{1,3}|\d{1,2})\s*[章节節](?=[\s:：]|$)"
    r"|(?:Chapter|CHAPTER|Kapitel|Chapitre)\s+(?P<number>\d{1,2}|[IVX]{1,5})\b)"
    r"[\s.:：]*(?P<title>.{0,80})"
)
_CHINESE = re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})、\s*(?P<title>.{1,40})")
"""How Chinese papers number their sections, where they do not in digits."""
_DEEP_NUMBER = re.compile(r"(?:\d{1,2}|[A-Z])(?:\.\d{1,2})+\.?")
_DEEP_HEADING = re.compile(rf"{_DEEP_NUMBER.pattern}\s+[A-Z]")
_APPENDIX = re.compile(
    r"(?:(?:Appendix|APPENDIX|Anhang|Annexe)(?: [A-Z\d]{1,3}(?:\.\d{1,2})*)?"
    r"|(?:Supplementary|Supplemental|SUPPLEMENTARY)(?: [A-Za-z]+){1,3}(?: S?\d{1,2})?"
    rf"|(?:附录|附錄|付録|부록)\s*[A-Z\d一二三四五六七八九十]{{1,2}})(?:[.:：]?\s+[A-Z({CJK}].{{2,70}})?"
)
_LEADERS = re.compile(r"(?:\. ?){4}")
"""Dots between a heading and its page in a table of contents."""
_OUTLINE_NUMBER = re.compile(r"^§?(?:[\dA-Z]{1,2}(?:\.\d+)*|[IVX]+)\.?\s+")
_WORD = re.compile(rf"[^\W\d_]{{2}}|[{CJK}]")
_ENDS_IN_PAGE = re.compile(
    r"(?<!^Chapter)(?<!^CHAPTER)(?<!^Kapitel)(?<!^Chapitre)(?<!^Supplementary Note)[. …·]\d+$"
)
_NO_TITLE = re.compile(r"[=∈≤≥@]|\d{3}")
"""What formulas, addresses and results have and titles have not."""

_LONGEST = 110
"""Characters of a heading's line at most; a number, 90 of a title, and what ends them."""
_MOST_LETTERS = 90
"""Letters of a line that stands out as a heading does."""
_MOST_LETTERS_MORE = 70
"""Letters of a heading's second line, which is the shorter one."""
_MOST_WORDS = 12
"""Words of a title at most."""
_MOST_WORDS_RUN_IN = 10
"""Words at most of a numbered title that its paragraph runs on from."""
_ABBREVIATED = (" vs", " al", " cf", " Eq", " Fig", " Sec")
"""How a title does not end, whatever full stop follows: "Gold labels vs. random ones"."""
_FEW_WORDS = 5
"""So few words need no capitals to be a title."""
_LEAST_KEY = 4
"""Letters of an entry of the outline: shorter ones stand in any line."""
_LEAST_LETTERS = 4
"""Letters of an unnumbered heading that is told by its style alone."""
_SHORT_WORD = 4
"""Letters of a title's word that needs no capital: articles, prepositions."""
_LEAST_CAPITALS = 6
"""Letters of a line whose capitals set it apart: acronyms are shorter."""
_LARGER = 1.06
"""Share of the text's size from which on a line is set larger; sizes of one text differ by 2%."""
_SAME_SIZE = 0.05
"""Share of a line's size by which another of the same size may differ."""
_LEADING = 1.45
"""Heights of a line at most from one line of a heading to the next."""
_SET_OFF, _SET_OFF_AT_TOP = 1.6, 2.2
"""Ems from which on the next line stands apart from a heading, with white above it; and where that
is not known, because it is a page's first line."""
_SET_OFF_IN_TWO, _HANGS = 1.2, 1.0
"""Leadings of a heading in two lines from which on the text stands apart from it, and ems from the
edge of its number to that of its second line at least."""
_FAR = 3.0
"""Ems from the edges of its column that a heading in the middle stands at least."""
_REACHES = 0.6
"""Share of its column that the first line of a longer heading fills."""
_MOST_MORE = 2
"""Lines of a heading behind its first one at most."""
_MOST_CELLS = 2
"""A number and a title at most: more cells are a table's row."""
_PROVEN = 3
"""Headings that stood out, after which all others have to."""
_STYLED_ALIKE = 2
"""Headings of a style, after which a line in it needs no number."""
_LEFT_OUT = 2
"""By how much a heading's number may be ahead of the last at most: one between was not found."""
_DEEPEST = 4
"""Parts of a number at most, as in 1.2.3.4."""


class _Candidate(NamedTuple):
    """A line that may be a heading, and the `last` line of it.

    `bare` is its text without what ends it, `number` its number (empty: none), `title` the rest;
    `styled` tells that it stands out from the text, `placed` that it has a place on the page.
    """

    line: Line
    last: Line
    following: Line | None
    bare: str
    number: str
    title: str
    styled: bool
    in_front: bool

    @property
    def placed(self) -> bool:
        return bool(self.line.size)

    @property
    def is_usual(self) -> bool:
        return close_capitals(self.title) in _USUAL


class Headings:
    """Tells headings from other lines, and remembers how far each numbering has come.

    A line is a heading when it is a usual name of a section, or stands in the PDF's outline, or
    carries the number that is next in turn and reads like a title. The turn is what tells "4
    Experiments" from a table's row or a reference. Where lines have places, a line that is set
    apart by weight or size needs less proof, and once three headings were, others need to be.

    `outline` are the titles in the PDF's outline, `body` the size of the running text in points.
    """

    def __init__(self, outline: Iterable[str], body: float = 0.0) -> None:
        self._outline = {key for title in outline if len(key := _key(title)) >= _LEAST_KEY}
        self._body = body
        self._turns = _Turns()
        self._styled = 0
        self._styles: Counter[tuple[float, bool]] = Counter()

    def match(
        self, line: Line, following: Line | None, *, in_front: bool, last: Line | None = None
    ) -> tuple[str, str] | None:
        """Give (kind, title) when `line` is a heading; `following` is the line after it.

        `last` is the heading's last line, where it has several.

        `in_front` of the first section stand a title that may begin with "A", and affiliations
        numbered like sections: there only a usual name counts, or a number with a full stop.
        """
        text = line.text
        bare = text.rstrip(".:").strip().removeprefix("§").strip()
        if len(text) > _LONGEST or not _WORD.search(text):
            return None
        styled = self._is_styled(line, following)
        numbered = _NUMBERED.fullmatch(bare)
        if _ends_in_page(line, bare, proven=styled and bool(numbered)):
            return None  # a line of a table of contents
        number, title = _parted(numbered) if numbered else ("", bare)
        one = _Candidate(line, last or line, following, bare, number, title, styled, in_front)
        kind = self._named(one) or self._chapter(one) or self._appendix(one) or self._in_body(one)
        if not kind:
            return None
        if styled:
            self._styled += 1
            self._styles[round(line.size), line.bold] += 1
        return kind, bare

    def _named(self, one: _Candidate) -> str:
        """Give the kind of a section that goes by its name: "Abstract", "7 References"."""
        kind = (
            _KIND_OF.get(close_capitals(one.bare)) or _KIND_OF.get(close_capitals(one.title)) or ""
        )
        if not kind or one.bare[0] != one.bare[0].upper():
            return ""
        if one.number:
            self._turns.take(one.number, one.title, styled=True, known=True)
        self._turns.after_references |= kind == "references"
        return kind

    def _chapter(self, one: _Candidate) -> str:
        """Tell "第二章 方法" and "Chapter 2: Methods" by a number in turn; its sections go on."""
        match = _CHAPTER.fullmatch(one.bare) or _CHINESE.fullmatch(one.bare)
        if not match or one.line.text[-1:] in "。，；,;":
            return ""
        number = match["number"] if "、" in one.bare else match["cjk"] or match["number"]
        if one.placed and not (one.styled or _is_of_cjk(one.bare)):
            return ""
        name = _KIND_OF.get(match["title"].strip().lower(), "body")
        return name if self._turns.take_chapter(_count(number)) else ""

    @staticmethod
    def _appendix(one: _Candidate) -> str:
        """Tell "Appendix A. Proofs" from a sentence that names an appendix."""
        lettered = _APPENDIX.fullmatch(one.bare) and one.line.text[-1] != "."
        return "appendix" if lettered and (one.styled or not one.placed) else ""

    def _in_body(self, one: _Candidate) -> str:
        if one.number:
            return self._numbered(one)
        begins = one.bare[0].isupper() or _is_of_cjk(one.bare)
        return "body" if begins and self._is_unnumbered(one) else ""

    def _numbered(self, one: _Candidate) -> str:
        """Give the kind of a heading by its number, where that is in turn."""
        if one.in_front and one.number not in ("1.", "I.") and not one.is_usual:
            return ""
        known = _key(one.title) in self._outline
        set_apart = one.styled or _is_set_off(one)
        proven = set_apart or known or not one.placed
        if self._styled >= _PROVEN and not proven:
            return ""
        # an item of a list has a number in turn, too, and must not take it from the next heading
        following = one.following.text if one.following else ""
        stands_out = one.styled or (set_apart and _is_in_middle(one.line))
        if not (stands_out or self._reads_like_title(one.title, following)):
            return ""
        deep = bool(_DEEP_NUMBER.fullmatch(one.number))
        if one.title[0].islower() and not (one.styled and (deep or known)):
            return ""
        system = self._turns.take(one.number, one.title, styled=set_apart, known=known)
        if system == "letters" and not self._turns.is_under_roman:
            return "appendix"
        return "body" if system else ""

    def _is_unnumbered(self, one: _Candidate) -> bool:
        if one.is_usual and (one.styled or self._styled < _PROVEN or not one.placed):
            return True
        if one.in_front:
            return False
        known = " " in one.bare and _key(one.bare) in self._outline
        return known or (one.styled and self._is_in_style(one))

    def _is_in_style(self, one: _Candidate) -> bool:
        """Tell whether an unnumbered line has the style of two headings before it.

        One will do for bold capitals. It is larger than the running text and what follows, too.
        """
        line, following = one.line, one.following
        below = following.size if following and not following.bold else 0.0
        least = 1 if line.bold and _is_capital(line.text) else _STYLED_ALIKE
        alike = self._styles[round(line.size), line.bold] >= least
        large = line.size > _LARGER * max(self._body, below)
        words = len(one.bare.split()) <= _MOST_WORDS and line.letters >= _LEAST_LETTERS
        return alike and large and words and self._reads_like_title(one.bare, "")

    def run_in(self, line: Line) -> tuple[str, str] | None:
        """Give (kind, title) when a paragraph's first line begins with a heading.

        The heading stands in the outline, or has a number in turn.
        """
        match = _RUN_IN.match(line.text)
        if not match or not (line.starts or match["number"]) or match.end() == len(line.text):
            return None
        if _LEADERS.search(line.text) or _key(line.text) in self._outline:
            return None  # a line of a table of contents, or a whole heading
        number, title = (match["number"] or "").strip(), match["title"].rstrip(".:")
        known = _key(title) in self._outline
        ends = match["end"] == "." and not title.endswith(_ABBREVIATED)
        short = len(title.split()) <= _MOST_WORDS_RUN_IN and ends
        deep = short and bool(_DEEP_NUMBER.fullmatch(number))
        if not (known or deep):
            return None
        counts = number and number[-1] != ")"
        in_turn = counts and self._turns.take(number, title, styled=known, known=known)
        return ("body", f"{number} {title}".strip()) if known or in_turn else None

    def more(self, line: Line, ahead: Sequence[Line]) -> list[Line]:
        """Give the further lines of a heading, of those `ahead` of it: two at most.

        They are of its weight and size and right below it, unlike the line after them.
        """
        if not line.size or line.text[-1:] in ".:":
            return []
        found: list[Line] = []
        for above, below in zip([line, *ahead], ahead[:_MOST_MORE], strict=False):
            if below.part != line.part or not self._is_next_line(line, above, below):
                break
            found.append(below)
        if not found:
            return []
        after = ahead[len(found)] if len(found) < len(ahead) else None
        if not self._is_set_apart(line):
            hangs = after is not None and _is_set_off_in_two(line, found[0], after)
            return found if hangs and len(found) == 1 else []
        if after is None:
            return found if len(found) == 1 else []
        ends = not _looks_like(found[-1], after) or _is_numbered(after.text)
        return found if ends else []

    def _is_set_apart(self, line: Line) -> bool:
        return line.bold or self._is_larger(line) or _is_capital(line.text)

    def _is_larger(self, line: Line) -> bool:
        return line.size > _LARGER * self._body

    @staticmethod
    def _is_next_line(line: Line, above: Line, below: Line) -> bool:
        """Tell whether a heading that begins with `line` goes on from one line to the next."""
        alike = _looks_like(line, below)
        close = 0 < above.y - below.y < _LEADING * line.size
        short = below.letters < _MOST_LETTERS_MORE and below.cells <= _MOST_CELLS
        fills = above.x1 - line.left > _REACHES * (line.right - line.left)
        reaches = fills or below.text[:1].islower()
        return alike and close and short and reaches and not _is_numbered(below.text)

    def _is_styled(self, line: Line, following: Line | None) -> bool:
        """Tell whether a line is set apart from the text by weight, size or capitals, alone."""
        if not line.size or line.letters > _MOST_LETTERS or line.form:
            return False
        stretched = line.bold and self._is_larger(line) and line.is_full
        if line.cells > _MOST_CELLS and not stretched:
            return False
        if following is not None and not (
            following.starts or _differs(line, following) or _DEEP_HEADING.match(following.text)
        ):
            return False
        capitals = _is_capital(line.text) and line.letters >= _LEAST_CAPITALS
        lettered = line.italic and bool(_NUMBERED.fullmatch(line.text))
        return line.bold or capitals or lettered or self._is_larger(line)

    def _reads_like_title(self, title: str, following: str) -> bool:
        if _key(title) in self._outline or close_capitals(title) in _USUAL:
            return True
        words = re.findall(r"[^\W\d_]+", title)
        if (
            not words
            or len(words) > _MOST_WORDS
            or title[-1] in ",;，；。"
            or _NO_TITLE.search(title)
        ):
            return False
        capital = sum(word[0].isupper() or len(word) <= _SHORT_WORD for word in words)
        most_capital = capital * 3 >= len(words) * 2 or len(words) <= _FEW_WORDS
        return most_capital and not following[:1].islower()


def _ends_in_page(line: Line, bare: str, *, proven: bool) -> bool:
    """Tell a line of a table of contents by its last number: the page of what it names.

    A numbered line that stands out (`proven`) may end in another one: "2 Proof of Theorem 1".
    """
    if not _ENDS_IN_PAGE.search(bare):
        return False
    apart = _LEADERS.search(bare) or (line.parts and line.parts[-1].text.isdecimal())
    return bool(apart) or not proven


def _is_set_off(one: _Candidate) -> bool:
    """Tell whether a short line has white above it and below it.

    Its number is deep, or it stands in the middle of its column.
    """
    line, last, following = one.line, one.last, one.following
    reaches = last.x1 > last.right - last.size
    if following is None or not one.placed or reaches or last.text[-1:] in ".;,":
        return False
    told = bool(_DEEP_NUMBER.fullmatch(one.number)) or _is_in_middle(line)
    white = (last.y - following.y) / line.size
    apart = white > _SET_OFF_AT_TOP or (line.starts and (last is not line or white > _SET_OFF))
    return told and line.cells <= _MOST_CELLS and apart


def _is_in_middle(line: Line) -> bool:
    """Tell whether a line stands in the middle of its column, far from both edges."""
    indent, rest = line.x0 - line.left, line.right - line.x1
    return min(indent, rest) > _FAR * line.size and abs(indent - rest) < line.size


def _is_numbered(text: str) -> bool:
    numbered = _NUMBERED.fullmatch(text)
    return numbered is not None and not (numbered["title"] or "")[:1].islower()


def _is_set_off_in_two(line: Line, second: Line, after: Line) -> bool:
    """Tell whether a deep number's title hangs beside it in two lines, with white below them."""
    number = _DEEP_NUMBER.match(line.text)
    hangs = second.x0 - line.x0 > _HANGS * line.size and not second.is_full
    apart = second.y - after.y > _SET_OFF_IN_TWO * (line.y - second.y)
    return bool(number) and line.starts and hangs and apart


def _key(title: str) -> str:
    """Give what is compared of a heading: its letters and digits behind the number."""
    return re.sub(r"\W+", "", _OUTLINE_NUMBER.sub("", title.translate(FOLD))).lower()


def _is_capital(text: str) -> bool:
    return text.upper() == text != text.lower()


def _is_of_cjk(text: str) -> bool:
    return bool(re.match(rf"[{CJK}{HANGUL}]", text))


def _parted(numbered: re.Match[str]) -> tuple[str, str]:
    """Give a heading's number and title."""
    return numbered["number"], numbered["title"] or numbered["cjk"]


def _count(number: str) -> int:
    """Give what a chapter's number says, in digits, in Roman or in Chinese numerals."""
    if number[0] in _CHINESE_DIGITS + "十":
        tens, ten, ones = number.rpartition("十")
        return (_CHINESE_DIGITS.index(tens[0]) + 1 if tens else 1) * 10 * bool(ten) + (
            _CHINESE_DIGITS.index(ones[0]) + 1 if ones else 0
        )
    return _digits(number) or _roman(number)


def _looks_like(line: Line, other: Line) -> bool:
    """Tell whether two lines are of one weight and size; where not bold, of the same case too."""
    alike = line.bold == other.bold and abs(line.size - other.size) < _SAME_SIZE * line.size
    return alike and (line.bold or _is_capital(line.text) == _is_capital(other.text))


def _differs(line: Line, other: Line) -> bool:
    """Tell whether two lines are of different weight or size."""
    return line.bold != other.bold or abs(line.size - other.size) > _SAME_SIZE * line.size


class _Turns:
    """How far each numbering has come: digits, Roman numerals, letters.

    `after_references` no digits count: they are of entries of the list.
    """

    def __init__(self) -> None:
        self.after_references = False
        self.is_under_roman = False
        self._last: dict[str, tuple[int, ...]] = {}

    def take(self, number: str, title: str, *, styled: bool, known: bool) -> str:
        """Name the numbering that `number` is next in (digits, roman, letters) and go on to it.

        An empty string if it is next in none. A heading that is styled as one may leave numbers
        out, and has any number if it is `known` from the outline; letters may begin anew under a
        Roman numeral.
        """
        first, *rest = number.rstrip(".").split(".")
        for system, value in (("digits", _digits), ("roman", _roman), ("letters", _letter)):
            head = value(first)
            if not head:
                continue
            new = (head, *map(int, rest))
            is_next = self._is_next(system, new, styled=False, known=False)
            if system == "digits" and self.after_references and not (is_next and (styled or known)):
                continue  # entries of the list have numbers, too
            introduces = new == (1,) and close_capitals(title) == "introduction"
            if introduces or self._is_next(system, new, styled=styled, known=known):
                self._last[system] = new
                self.is_under_roman = self._is_under(system)
                return system
        return ""

    def take_chapter(self, number: int) -> bool:
        """Tell whether a chapter is the next one, or the first; its sections are numbered in it."""
        last = self._last.get("chapters", (0,))
        if not last[0] < number <= last[0] + _LEFT_OUT:
            return False
        self._last["chapters"] = self._last["digits"] = (number,)
        return True

    def _is_under(self, system: str) -> bool:
        """Tell whether letters number the parts of a section that has a Roman numeral."""
        return system == "letters" and "roman" in self._last and not self.after_references

    def _is_next(self, system: str, new: tuple[int, ...], *, styled: bool, known: bool) -> bool:
        last = self._last.get(system, (0,))
        if new == (*last, 1) or any(new == _after(last[: depth + 1]) for depth in range(len(last))):
            return True
        if styled and (known or (system != "roman" and _skips(last, new))):
            return True
        return new == (1,) and self._is_under(system) and (styled or known)


def _after(number: tuple[int, ...]) -> tuple[int, ...]:
    return (*number[:-1], number[-1] + 1)


def _skips(last: tuple[int, ...], new: tuple[int, ...]) -> bool:
    """Tell whether a number is ahead of the last one by no more than headings that were missed."""
    return last < new and new[0] <= last[0] + _LEFT_OUT and len(new) <= _DEEPEST


def close_capitals(title: str) -> str:
    """Give a title in lower case, without the letter-spacing of small capitals ("A BSTRACT")."""
    return re.sub(r"\b([A-Z]) (?=[A-Z]{2})", r"\1", title).strip(" .:—-").lower()


def _digits(part: str) -> int:
    return int(part) if part.isdigit() else 0


_CHINESE_DIGITS = "一二三四五六七八九"
_NUMERALS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV".split()


def _roman(part: str) -> int:
    return _NUMERALS.index(part) + 1 if part in _NUMERALS else 0


def _letter(part: str) -> int:
    return ord(part) - ord("A") + 1 if len(part) == 1 and "A" <= part <= "Z" else 0


def settle_kinds(sections: list[SectionPlace], length: int) -> list[SectionPlace]:
    """Tell appendices from sections of a text of `length` characters.

    They follow the references, or are called or lettered so in the paper's second half. References
    in its first third that are not the last ones are a section of the body.
    """
    references = [section.start for section in sections if section.kind == "references"]
    last_references = max(references, default=length)
    settled, in_appendix = [], False
    for section in sections:
        late = section.kind == "appendix" and section.start > length // 2
        in_appendix |= late or section.start > last_references
        kind = section.kind
        if in_appendix and kind == "front":  # its table of contents
            kind = "appendix"
        elif kind in ("body", "appendix"):
            kind = "appendix" if in_appendix else "body"
        elif kind == "references" and section.start < min(last_references, length // 3):
            kind = "body"
        settled.append(section._replace(kind=kind))
    return settled
