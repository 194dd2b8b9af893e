"""Check: what of a draft does the paper bear out? Pure: no network, no model.

The rules, each claim by its kind:

- A quote is looked for as it stands, on the page that it names first; then alike, that is but for case, space, hyphenation,
  ligatures and punctuation. Found, it is evidence; not found, or found on another page, it is a finding.
- A number must be in the paper. The same quantity written otherwise counts: 27M = 27 million = 2700万 = 0.27亿, 2,400 = 2400,
  and 0.45 where the paper says 45%. Digits that belong to a name (GPT-4, 3D) are no numbers.
- A name, which is a Latin-script term with a capital or a digit inside, must be in the paper or its metadata, but for case,
  hyphens and a plural s.
- An affiliation must be on page 1, by its words or by its initials.
- The lead's month must be that of one of arXiv's dates.

Grounded means that the words are there. Whether a point follows from them is the reader's to judge.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import NamedTuple

from pipeline.records import CheckReport, Draft, Evidence, Finding, FindingKind, Paper, PaperText, Quote

VERSION = "2"
"""Part of every report's fingerprint: raise it when the same draft and paper give another report."""

_CJK = "\u3040-\u30ff\u3400-\u9fff"
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)*|[{_CJK}]|[^\W\d_{_CJK}]+")  # Chinese has no spaces: each character is a word
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.])(?<![A-Za-z][-/])(?!(?<=\d,)\d{3}(?!\d))"
    # taken whole or not at all (?>…): "84.6mAP" has no 84 in it
    r"(?P<digits>(?>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?))"
    r"(?:\s*(?P<unit>%|％|percent\b|个?百分点|thousand\b|million\b|billion\b|trillion\b|万亿|亿|百万|千万|万|千|[kKMBT](?![A-Za-z])))?"
    r"(?![\d_]|-?[A-Za-z])"
)
_SCALES = {
    "thousand": 3, "k": 3, "千": 3, "万": 4, "million": 6, "m": 6, "百万": 6, "千万": 7, "亿": 8, "billion": 9, "b": 9,
    "trillion": 12, "t": 12, "万亿": 12,
}  # fmt: skip
_PERCENT = frozenset({"%", "％", "percent", "个百分点", "百分点"})
_WORDS = dict(
    zip(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        range(13),
        strict=True,
    )
)
_LATIN = "A-Za-z0-9\u00c0-\u02af\u0370-\u03ff"  # what a name may not be glued to; Chinese it may
_NAME = re.compile(rf"(?<![{_LATIN}])[A-Za-z][A-Za-z0-9]*(?:[-+./&'’][A-Za-z0-9]+)*\+*(?![{_LATIN}])")
# what researchers write in any summary without quoting the paper
_EVERYDAY = frozenset(
    [
        "ai",
        "api",
        "cv",
        "cpu",
        "dl",
        "fig",
        "gpu",
        "i",
        "it",
        "ml",
        "nlp",
        "llm",
        "llms",
        "ood",
        "pdf",
        "qa",
        "sota",
        "tab",
        "tbd",
        "todo",
        "vs",
    ]
)
_LINKING = frozenset(["of", "and", "the", "for", "in", "at", "de", "la", "et"])


def check(draft: Draft, paper: Paper, text: PaperText) -> CheckReport:
    """Give evidence for every quote of a draft and a finding for everything in it that the paper does not bear out."""
    index = _Index(text, paper)
    evidence = tuple(tuple(index.find_quote(quote) for quote in point.quotes) for point in draft.key_points)
    findings = [*_lead(draft, paper, index)]
    for number, (point, found) in enumerate(zip(draft.key_points, evidence, strict=True), 1):
        where = f"point {number}"
        findings += [finding for one in found if (finding := _quote_finding(where, one))]
        findings += _claims(where, f"{point.label}: {point.text}", index)
    for words in (draft.verdict.text, draft.verdict.weakness):
        findings += _claims("verdict", words, index)
    return CheckReport(evidence=evidence, findings=tuple(dict.fromkeys(findings)))


# ── the claims of a draft ──


def _claims(where: str, words: str, index: _Index) -> Iterator[Finding]:
    for number in numbers(words):
        if not index.has_number(number):
            nearest, page = index.nearest_number(number)
            yield _finding(where, "number", number.words, f"{number.words} is not in the paper", nearest, page)
    for name in _names(words):
        if not index.has_name(name):
            nearest, page = index.nearest_name(name)
            yield _finding(where, "name", name, f"{name} is not in the paper", nearest, page)


def _lead(draft: Draft, paper: Paper, index: _Index) -> Iterator[Finding]:
    month = draft.lead.year_month
    known = [when for when in (paper.updated, paper.published) if when]
    if known and month not in {(when.year, when.month) for when in known}:
        said = draft.lead.month or "no month"
        nearest = f"{known[0].year}.{known[0].month}"
        yield _finding(
            "lead", "month", said[:40], f"{said[:40]} is not a month of this paper's versions", nearest, None
        )
    for affiliation in draft.lead.affiliations:
        if not index.has_affiliation(affiliation):
            yield _finding("lead", "affiliation", affiliation, f"{affiliation} is not on page 1", "", None)
    for words in (draft.lead.kind, draft.lead.about):
        yield from _claims("lead", words, index)


def _quote_finding(where: str, evidence: Evidence) -> Finding | None:
    start = evidence.quote[:60] + ("…" if len(evidence.quote) > 60 else "")
    if evidence.match == "missing":
        return _finding(where, "quote", evidence.quote, f"the quote “{start}” is not in the paper", "", None)
    if evidence.page != evidence.claimed_page:
        message = f"the quote “{start}” is on p. {evidence.page}, not on p. {evidence.claimed_page}"
        return _finding(where, "quote", evidence.quote, message, "", evidence.page, severity="note")
    return None


def _finding(
    where: str, kind: FindingKind, words: str, message: str, nearest: str, page: int | None, severity: str = "doubt"
) -> Finding:
    said = f"{message}; the paper has {nearest}" + (f" on p. {page}" if page else "") if nearest else message
    return Finding.model_validate(
        {
            "where": where,
            "kind": kind,
            "severity": severity,
            "words": words,
            "message": said,
            "nearest": nearest,
            "page": page,
        }
    )


# ── numbers and names in a text ──


class Number(NamedTuple):
    """A quantity as written, its value with the scale applied, and whether it is a percentage."""

    words: str
    value: Decimal
    percent: bool
    start: int


def numbers(text: str) -> Iterator[Number]:
    """Give the quantities in a text; digits that belong to a name are none."""
    for match in _NUMBER.finditer(text):
        unit = (match["unit"] or "").lower()
        try:
            value = Decimal(match["digits"].replace(",", ""))
        except InvalidOperation:  # digits of another script
            continue
        yield Number(match[0].strip(), value * 10 ** _SCALES.get(unit, 0), unit in _PERCENT, match.start())


def _names(text: str) -> Iterator[str]:
    """Give the Latin-script names in a text; an ordinary word at the start of a sentence is none."""
    for match in _NAME.finditer(text):
        name = match[0].rstrip("'’")
        capitals = re.search(r"[A-Z]", name[1:]) or re.search(r"\d", name)
        first = name[0].isupper() and not re.search(r"(?:^|[.!?:。！？：]\s*|[“\"(（]\s*)$", text[: match.start()])
        if (capitals or first) and len(name) > 1 and name.lower() not in _EVERYDAY:
            yield name


def _squash(text: str) -> str:
    return "".join(token.casefold().replace(",", "") for token in _TOKEN.findall(text))


# ── the paper, made ready to be looked up in ──


class _Index:
    """A paper's text with its words, numbers and their places."""

    def __init__(self, text: PaperText, paper: Paper) -> None:
        self._text = text
        self._meta = f"{paper.title}\n{paper.abstract}\n{paper.comment}\n{paper.journal_ref}\n{' '.join(paper.authors)}"
        self._starts, self._places = [0], []
        parts = []
        for match in _TOKEN.finditer(text.text):
            parts.append(match[0].casefold().replace(",", ""))
            self._places.append(match.span())
            self._starts.append(self._starts[-1] + len(parts[-1]))
        self._squashed = "".join(parts)

    def _find(self, squashed: str, page: int | None = None) -> tuple[int, int] | None:
        """Give the characters of the paper that are `squashed` but for what squashing drops, whole words only; on `page` if it can be."""
        found, at = None, self._squashed.find(squashed) if squashed else -1
        while at >= 0:
            first = bisect.bisect_left(self._starts, at)
            last = bisect.bisect_left(self._starts, at + len(squashed))
            if self._starts[first] == at and last < len(self._starts) and self._starts[last] == at + len(squashed):
                place = (self._places[first][0], self._places[last - 1][1])
                if page is None or self._text.page_at(place[0]) == page:
                    return place
                found = found or place
            at = self._squashed.find(squashed, at + 1)
        return found

    def find_quote(self, quote: Quote) -> Evidence:
        """Look a quote up: as it stands on its page, as it stands anywhere, alike on its page, alike anywhere."""
        page = next((page for page in self._text.pages if page.number == quote.page), None)
        for low, high in ((page.start, page.end) if page else (0, 0), (0, len(self._text.text))):
            start = self._text.text.find(quote.text, low, high)
            if start >= 0 and self._whole_words(start, start + len(quote.text)):
                return self._evidence(quote, "exact", start, start + len(quote.text))
        if place := self._find(_squash(quote.text), quote.page):
            return self._evidence(quote, "alike", *place)
        return Evidence(quote=quote.text, claimed_page=quote.page, match="missing")

    def _whole_words(self, start: int, end: int) -> bool:
        around = self._text.text[max(0, start - 1) : start + 1], self._text.text[end - 1 : end + 1]
        return not any(len(pair) == 2 and pair.isascii() and pair.isalnum() for pair in around)

    def _evidence(self, quote: Quote, match: str, start: int, end: int) -> Evidence:
        page = self._text.page_at(start)
        return Evidence.model_validate(
            {"quote": quote.text, "claimed_page": quote.page, "match": match, "page": page, "start": start, "end": end}
        )

    @cached_property
    def _numbers(self) -> list[Number]:
        spelled = (
            Number(m[0], Decimal(_WORDS[m[0].lower()]), False, m.start())
            for m in re.finditer(rf"\b(?:{'|'.join(_WORDS)})\b", self._text.text, re.IGNORECASE)
        )
        return [*numbers(self._text.text), *spelled]

    @cached_property
    def _values(self) -> dict[Decimal, bool]:
        """Every value in the paper and its metadata, with whether it ever is a percentage."""
        values: dict[Decimal, bool] = {}
        for number in (*self._numbers, *numbers(self._meta)):
            values[number.value] = values.get(number.value, False) or number.percent
        # digits glued to a unit or a letter ("84.6mAP", "C4"): there, if not as a quantity of their own
        for digits in re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", self._text.text)):
            values.setdefault(Decimal(digits), False)
        return values

    def has_number(self, number: Number) -> bool:
        """Tell whether the paper has this quantity, however it is written."""
        return number.value in self._values or (not number.percent and self._values.get(number.value * 100, False))

    def nearest_number(self, number: Number) -> tuple[str, int | None]:
        """Give the quantity of the paper nearest in value, as the paper writes it, within a factor of two; with its page."""

        def far(other: Number) -> Decimal:
            return abs(other.value - number.value) / max(number.value, Decimal(1), abs(other.value))

        near = [other for other in self._numbers if other.value and number.value / 2 <= other.value <= number.value * 2]
        same_kind = [other for other in near if other.percent == number.percent] or near
        if not same_kind:
            return "", None
        best = min(same_kind, key=far)
        return best.words, self._text.page_at(best.start)

    def has_name(self, name: str) -> bool:
        """Tell whether the paper or its metadata has this name, whole or in its parts ("CLIP-based", "COCO/LVIS")."""
        return self._has_word(name) or all(self._has_parts(piece) for piece in re.split(r"[+/&]", name) if piece)

    def _has_parts(self, name: str) -> bool:
        """Tell whether a name's parts are there; digits and single letters only next to theirs: GPT-3 and a 4 are no GPT-4."""
        if self._has_word(name) and not name.isdigit():
            return True
        parts = [
            part for part in re.split(r"[-.'’]", name) if re.search(r"[A-Z\d]", part) and part.lower() not in _EVERYDAY
        ]
        if all(len(re.findall(r"[^\W\d_]", part)) > 1 for part in parts):
            return all(self._has_word(part) for part in parts)
        return not "".join(parts).isdigit() and self._has_word("".join(parts))

    def _has_word(self, word: str) -> bool:
        squashed = _squash(word)
        forms: Iterable[str] = (squashed, squashed.removesuffix("s"), squashed + "s")
        return any(form and (self._find(form) or form in self._meta_names) for form in forms)

    @cached_property
    def _meta_names(self) -> frozenset[str]:
        """Everything of up to six words in a row that the metadata has, squashed."""
        words = [_squash(token) for token in _TOKEN.findall(self._meta)]
        return frozenset("".join(words[at : at + length]) for at in range(len(words)) for length in range(1, 7))

    def nearest_name(self, name: str) -> tuple[str, int | None]:
        """Give the name of the paper nearest in spelling, with its page, where one is near."""
        from rapidfuzz import fuzz, process

        places: dict[str, int] = {}
        for match in _NAME.finditer(self._text.text):
            if re.search(r"[A-Z\d]", match[0]):
                places.setdefault(match[0], match.start())
        best = process.extractOne(name, places.keys(), scorer=fuzz.ratio, score_cutoff=80)
        return (best[0], self._text.page_at(places[best[0]])) if best else ("", None)

    @cached_property
    def _first_page(self) -> str:
        return self._text.text[: self._text.pages[0].end]

    def has_affiliation(self, affiliation: str) -> bool:
        """Tell whether page 1 has an affiliation: all its words, or words with its initials in a row (UCLA, MSRA)."""
        present = {token.casefold() for token in _TOKEN.findall(self._first_page)}
        words = [token.casefold() for token in _TOKEN.findall(affiliation)]
        if all(word in present or word in _LINKING for word in words):
            return bool(words)
        capitals = [
            w for w in re.findall(r"[^\W\d_]+", self._first_page) if w[0].isupper() and w.lower() not in _LINKING
        ]
        initials = "".join(word if word.isupper() else word[0] for word in capitals)  # "Facebook AI Research" is FAIR
        short = affiliation.replace(".", "")
        return len(short) >= 3 and short.isupper() and short in initials
