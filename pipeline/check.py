"""Check: what of a draft does the paper bear out? Pure: no network, no model.

The rules, each claim by its kind:

- A quote (paper_index.py) is looked for as it stands, on the page that it names first; then alike, that is but for case, space,
  hyphenation, ligatures and punctuation. An ellipsis cuts it into parts in order; a page's end, a figure or a footnote may part
  it. One of fewer than 15 letters proves nothing.
- A number (quantities.py) must be in the paper, in the same quantity however it is written, and in the point's quotes or near them.
- A pair: a number and the names beside it in the point must stand together in a sentence of the paper, or in a table's row
  with its caption; two pairs of one sentence must not have changed partners.
- A name (names.py) must be in the paper or its metadata, but for case, hyphens and a plural s.
- An affiliation (affiliations.py) must be on page 1, in one of its usual names.
- The lead's month must be that of one of arXiv's dates; a venue must be in arXiv's journal_ref or comment, or on page 1.
- Direction (wording.py): where a point keeps the words of its quote but for a number, a name, a "not" or a "higher", or goes the
  other way in words for better and worse, more and less.

Grounded means that the words are there. Whether a point follows from them is the reader's to judge.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline import wording
from pipeline.affiliations import Aliases, has_affiliation, shipped_aliases
from pipeline.names import Name, has_name, names, nearest_name, occurrences
from pipeline.paper_index import PaperIndex, Place, is_short
from pipeline.quantities import Quantity, claimed
from pipeline.records import CheckReport, Draft, Evidence, Finding, FindingKind, FindingReason, Paper, PaperText

VERSION = "3"
"""Part of every report's fingerprint: raise it when the same draft and paper give another report."""

_NEAR = 700
"""Characters around a quote in which a number of its point counts as borne out by it: about a paragraph."""
_MOST = 300
"""Occurrences that are looked at: what stands more often in a paper tells nothing."""
_SENTENCE = re.compile(r"(?<=[。！？；;])|(?<=[.!?])\s+(?=[A-Z\d\u4e00-\u9fff])|\n")
_SEGMENT = re.compile(r"[，,、；;:：]|\band\b|\bwhile\b|\bwhereas\b|\bversus\b|\bvs\.?(?!\w)|和|以及|与|而|及")
_IN_TURN = re.compile(r"\brespectively\b|分别|依次")
_VENUE = re.compile(
    r"\b(?P<venue>CVPR|ICCV|ECCV|WACV|BMVC|NeurIPS|NIPS|ICML|ICLR|AISTATS|UAI|COLT|AAAI|IJCAI|ACL|EMNLP|NAACL|EACL|AACL|COLING|TACL|CoNLL"
    r"|KDD|SIGIR|WWW|WSDM|CIKM|RecSys|SIGMOD|VLDB|ICDE|SIGGRAPH|INTERSPEECH|Interspeech|ICASSP|CHI|UIST|ICRA|IROS|CoRL|RSS|JMLR|TMLR|TPAMI"
    r"|TKDE|IJCV|Nature|Science|PNAS|SOSP|OSDI|NSDI|USENIX|COLM)\b(?:\s?[’']?(?P<year>(?:19|20)?\d\d)\b)?"
)
_PUBLISHED = re.compile(
    r"(?:accepted|published|appear\w*|presented|发表|收录|录用|接收|中稿|中了)\W*(?:\w+\W+){0,3}?$|(?:被|于|在)\s*$",
    re.IGNORECASE,
)


class Statement(NamedTuple):
    """Words of a draft or an entry, where they stand (`lead`, `point 2`, `verdict`), and the evidence they rest on."""

    where: str
    words: str
    evidence: tuple[Evidence, ...] = ()


def check(draft: Draft, paper: Paper, text: PaperText, aliases: Aliases | None = None) -> CheckReport:
    """Give evidence for every quote of a draft and a finding for everything in it that the paper does not bear out.

    `aliases` are the names that affiliations go by; those that ship with the program if not given.
    """
    index = PaperIndex(text, paper)
    evidence = tuple(tuple(index.find_quote(quote) for quote in point.quotes) for point in draft.key_points)
    findings = list(_lead(draft, paper, index, aliases or shipped_aliases()))
    statements = [Statement("lead", words) for words in (draft.lead.kind, draft.lead.about)]
    for number, (point, found) in enumerate(zip(draft.key_points, evidence, strict=True), 1):
        findings += [finding for one in found for finding in _quote(f"point {number}", one, index)]
        statements += [Statement(f"point {number}", words, found) for words in (point.label, point.text)]
    statements += [Statement("verdict", words) for words in (draft.verdict.text, draft.verdict.weakness)]
    for statement in statements:
        findings += _claims(statement, paper, index)
    return CheckReport(evidence=evidence, findings=tuple(dict.fromkeys(findings)))


def check_words(
    statements: Sequence[Statement], paper: Paper, text: PaperText, aliases: Aliases | None = None
) -> tuple[Finding, ...]:
    """Give what the paper does not bear out of words that somebody has written or edited.

    A name in the lead may be an affiliation, in any of its names.
    """
    index = PaperIndex(text, paper)
    findings = (finding for statement in statements for finding in _claims(statement, paper, index))
    known = aliases or shipped_aliases()
    return tuple(
        finding
        for finding in dict.fromkeys(findings)
        if not (finding.where == "lead" and has_affiliation(finding.words, index.first_page, known, paper.authors))
    )


# ── the claims of a statement ──


def _claims(statement: Statement, paper: Paper, index: PaperIndex) -> Iterator[Finding]:
    where = statement.where
    found_names = list(names(statement.words))
    venues = list(_venues(statement, paper, index))
    yield from (finding for _, finding in venues if finding)
    known = []
    for name in found_names:
        if any(start <= name.start < end for (start, end), _ in venues):
            continue
        if has_name(index, name.words):
            known.append(name)
        else:
            yield _finding(
                where, "name", name.words, f"{name.words} is not in the paper", *nearest_name(index, name.words)
            )
    borne_out = []
    for number in claimed(statement.words):
        if any(start <= number.start < end for (start, end), _ in venues) or _is_of_name(number, found_names, index):
            continue
        if finding := _number(statement, number, index):
            yield finding
        else:
            borne_out.append(number)
    yield from _pairs(statement, borne_out, known, index)
    yield from _directions(statement, index)


def _is_of_name(number: Quantity, found: Sequence[Name], index: PaperIndex) -> bool:
    """Tell whether a number belongs to the name before it, as the paper has it: "BLIP 2", "COCO 2017"."""
    return any(
        name.start <= number.start <= name.end + 1 and has_name(index, f"{name.words}-{number.written.strip()}")
        for name in found
    )


def _number(statement: Statement, number: Quantity, index: PaperIndex) -> Finding | None:
    """Give a finding where the paper does not have a number, or only far from the point's quotes."""
    found = index.same(number)
    said = number.written.strip()
    if not found:
        if number.spelled and number.value < 10:
            return None  # a count of what the paper lists: 两个数据集
        if str(int(number.value)) in index.metadata_words and number.value == int(number.value):
            return None
        return _finding(statement.where, "number", said, f"{said} is not in the paper", *index.nearest_quantity(number))
    places = [(one.start, one.end) for one in statement.evidence if one.start is not None and one.end is not None]
    if not places or any(index.has_near(number, start - _NEAR, end + _NEAR) for start, end in places):
        return None
    elsewhere, supported = _support(statement, number, index)
    page = index.page_at(elsewhere.start)
    message = f"{said} is not in or near its quote; p. {page} has it"
    severity = "note" if supported else "doubt"
    return _finding(statement.where, "number", said, message, "", page, reason="far", severity=severity)


def _support(statement: Statement, number: Quantity, index: PaperIndex) -> tuple[Quantity, bool]:
    """Give where the paper has a number that is not near its quote, a place that is about the same if there is one.

    A count of a few, and a factor of a product, are the same anywhere.
    """
    sentence = next(s for s in reversed(_sentences_of(statement.words)) if s.start <= number.start)
    about = wording.terms(statement.words[sentence.start : sentence.end]) - wording.terms(number.written)
    found = index.same(number)[:_MOST]
    for one in found:
        place = index.around(one.start)
        if about & wording.terms(index.text[place.start : place.end]):
            return one, True
    around = statement.words[max(0, number.start - 2) : number.start] + statement.words[number.end : number.end + 2]
    return found[0], number.value in range(11) or bool(re.search(r"[*×]", around))


def _sentences_of(words: str) -> list[Place]:
    """Give the places of the sentences of a statement."""
    edges = [0, *(match.end() for match in _SENTENCE.finditer(words)), len(words)]
    return [Place(start, end) for start, end in itertools.pairwise(edges) if end > start] or [Place(0, 0)]


# ── pairs ──


class _Pair(NamedTuple):
    number: Quantity
    names: tuple[Name, ...]


def _pairs(
    statement: Statement, numbers: Sequence[Quantity], known: Sequence[Name], index: PaperIndex
) -> Iterator[Finding]:
    for start, end in _sentences_of(statement.words):
        sentence = statement.words[start:end]
        inside = [number for number in numbers if start <= number.start < end and _tells(number)]
        named = [name for name in known if start <= name.start < end]
        pairs = _partners(sentence, start, inside, named)
        parted = False
        for number, names_ in pairs:
            for name in names_:
                if not _together(number, name.words, index):
                    parted = True
                    yield _parted(statement.where, number, name, index)
        if not parted:
            yield from _swapped(statement.where, pairs, index)


def _tells(number: Quantity) -> bool:
    """Tell a number that is a result or a size from a count of a few and from a year, which stand with anything."""
    whole = number.value == number.value.to_integral_value()
    return not (number.spelled or (whole and (abs(number.value) <= 10 or 1900 <= number.value <= 2100)))


def _partners(sentence: str, start: int, numbers: Sequence[Quantity], named: Sequence[Name]) -> list[_Pair]:
    """Give each number of a sentence with the names it goes with: those of its own part of the sentence, or in turn."""
    if _IN_TURN.search(sentence) or (len(numbers) > 1 and not _interleaved(numbers, named)):
        return [_Pair(n, (m,)) for n, m in zip(numbers, named, strict=True)] if len(numbers) == len(named) else []
    edges = [0, *(match.end() for match in _SEGMENT.finditer(sentence)), len(sentence)]
    pairs = []
    for number in numbers:
        at = number.start - start
        low = max(edge for edge in edges if edge <= at)
        high = min((edge for edge in edges if edge > at), default=len(sentence))
        pairs.append(_Pair(number, tuple(name for name in named if low <= name.start - start < high)))
    return pairs


def _interleaved(numbers: Sequence[Quantity], named: Sequence[Name]) -> bool:
    """Tell "49.8 on COCO and 26.9 on LVIS" from "on COCO and LVIS 49.8 and 26.9"."""
    first, last = min(n.start for n in numbers), max(n.start for n in numbers)
    return any(first < name.start < last for name in named) or len(named) < 2


def _together(number: Quantity, name: str, index: PaperIndex) -> bool:
    """Tell whether the paper has a number and a name in one sentence, or in a table."""
    places = list(itertools.islice(occurrences(index, name), _MOST))
    if not places:
        return True  # of the metadata, or in parts: nothing to be told
    for one in index.same(number)[:_MOST]:
        near = [index.around(one.start)]
        if index.is_row(one.start):
            near += index.tables(one.start)
        if any(place.start <= at < place.end for place in near for at in places):
            return True
    return False


def _parted(where: str, number: Quantity, name: Name, index: PaperIndex) -> Finding:
    said = number.written.strip()
    one = index.same(number)[0]
    place = index.around(one.start)
    passage = " ".join(index.text[place.start : place.end].split())
    return _finding(
        where, "pair", f"{said} … {name.words}", f"{said} and {name.words} do not stand together in the paper",
        f"“{passage[:120]}{'…' if len(passage) > 120 else ''}”", index.page_at(one.start), reason="parted",
    )  # fmt: skip


def _swapped(where: str, pairs: Sequence[_Pair], index: PaperIndex) -> Iterator[Finding]:
    """Give a finding where two numbers of a sentence have changed partners: numbers and names stand in crossed order there."""
    for at, one in enumerate(pairs):
        for other in pairs[at + 1 :]:
            ours, theirs = _own(one, other), _own(other, one)
            if one.number.same(other.number) or not ours or not theirs:
                continue
            place = _crossed(one.number, other.number, ours[0].words, theirs[0].words, index)
            if place:
                said = f"{one.number.written} … {ours[0].words}, {other.number.written} … {theirs[0].words}"
                passage = " ".join(index.text[place.start : place.end].split())
                message = f"{said}: the paper has these the other way round"
                yield _finding(
                    where, "pair", said, message, f"“{passage[:160]}”", index.page_at(place.start), reason="swapped"
                )


def _own(pair: _Pair, other: _Pair) -> list[Name]:
    shared = {name.words for name in other.names}
    return [name for name in pair.names if name.words not in shared]


def _crossed(number: Quantity, other: Quantity, name: str, other_name: str, index: PaperIndex) -> Place | None:
    """Give the sentence that has both numbers and both names in crossed order, if no sentence has them in the same."""
    crossed = None
    starts = [[one.start for one in index.same(quantity)[:_MOST]] for quantity in (number, other)]
    starts += [list(itertools.islice(occurrences(index, one), _MOST)) for one in (name, other_name)]
    for place in {index.around(one.start) for one in index.same(number)[:_MOST]}:

        def inside(starts: list[int], place: Place = place) -> list[int]:
            return [at for at in starts if place.start <= at < place.end]

        numbers = inside(starts[0]), inside(starts[1])
        named = inside(starts[2]), inside(starts[3])
        if not all((*numbers, *named)):
            continue
        orders = {(a < b) == (c < d) for a in numbers[0] for b in numbers[1] for c in named[0] for d in named[1]}
        if True in orders:
            return None
        crossed = place
    return crossed


# ── directions ──


def _directions(statement: Statement, index: PaperIndex) -> Iterator[Finding]:
    """Compare each sentence of a point with the sentences of its quotes."""
    places = list(dict.fromkeys(place for one in statement.evidence for place in _sentences(one, index)))
    if not places:
        return
    sources = [(index.text[place.start : place.end].strip(), index.page_at(place.start)) for place in places]
    for start, end in _sentences_of(statement.words):
        sentence = statement.words[start:end]
        laid = [(difference, page) for source, page in sources for difference in wording.differences(sentence, source)]
        for difference, page in laid:
            message = f"its quote has “{difference.source}” where the point says “{difference.said}”"
            yield _finding(
                statement.where, difference.kind, difference.said, message, difference.source, page, reason="differs"
            )
        if laid:
            continue
        about = wording.terms(sentence)
        source, page = max(sources, key=lambda one: len(about & wording.terms(one[0])))
        if about & wording.terms(source) and (opposed := wording.opposite(sentence, source)):
            message = f"“{opposed[0]}” goes the other way than its quote’s “{opposed[1]}”"
            yield _finding(statement.where, "direction", opposed[0], message, opposed[1], page, reason="opposite")


def _sentences(evidence: Evidence, index: PaperIndex) -> list[Place]:
    if evidence.start is None or evidence.end is None:
        return []
    first, last = index.place_number(evidence.start), index.place_number(max(evidence.start, evidence.end - 1))
    return index.places[first : last + 1]


# ── the lead, venues and quotes ──


def _lead(draft: Draft, paper: Paper, index: PaperIndex, aliases: Aliases) -> Iterator[Finding]:
    month = draft.lead.year_month
    dates = [when for when in (paper.updated, paper.published) if when]
    if dates and month not in {(when.year, when.month) for when in dates}:
        said = draft.lead.month[:40] or "no month"
        nearest = f"{dates[0].year}.{dates[0].month}"
        yield _finding("lead", "month", said, f"{said} is not a month of this paper's versions", nearest, None)
    for affiliation in draft.lead.affiliations:
        if not has_affiliation(affiliation, index.first_page, aliases, paper.authors):
            yield _finding("lead", "affiliation", affiliation, f"{affiliation} is not on page 1", "", None)


def _venues(statement: Statement, paper: Paper, index: PaperIndex) -> Iterator[tuple[tuple[int, int], Finding | None]]:
    """Give the places of venues that a statement says the paper was published at, with a finding where nothing bears it out."""
    said_by = f"{paper.journal_ref} {paper.comment}"
    for match in _VENUE.finditer(statement.words):
        if statement.where != "lead" and not _PUBLISHED.search(statement.words[: match.start()]):
            continue
        known = re.search(rf"\b{match['venue']}\b", said_by, re.IGNORECASE) or re.search(
            rf"\b{match['venue']}\b", index.first_page, re.IGNORECASE
        )
        year = (match["year"] or "")[-2:]
        dated = not year or re.search(rf"(?:20|19|[’'])?{year}\b", said_by if said_by.strip() else index.first_page)
        if known and dated:
            yield match.span(), None
        else:
            message = f"{match[0]} is neither in arXiv's record of the paper nor on page 1"
            yield match.span(), _finding(statement.where, "venue", match[0], message, said_by.strip()[:80], None)


def _quote(where: str, evidence: Evidence, index: PaperIndex) -> Iterator[Finding]:
    start = evidence.quote[:60] + ("…" if len(evidence.quote) > 60 else "")
    if evidence.match == "missing":
        nearest, page = index.nearest_passage(evidence.quote)
        yield _finding(where, "quote", evidence.quote, f"the quote “{start}” is not in the paper", nearest, page)
    elif is_short(evidence.quote):
        yield _finding(
            where, "quote", evidence.quote, f"the quote “{start}” is too short to prove anything", "", evidence.page
        )
    elif evidence.page != evidence.claimed_page:
        message = f"the quote “{start}” is on p. {evidence.page}, not on p. {evidence.claimed_page}"
        yield _finding(where, "quote", evidence.quote, message, "", evidence.page, reason="moved", severity="note")


def _finding(
    where: str,
    kind: FindingKind,
    words: str,
    message: str,
    nearest: str,
    page: int | None,
    *,
    reason: FindingReason = "missing",
    severity: str = "doubt",
) -> Finding:
    said = f"{message}; the paper has {nearest}" if nearest and reason in ("missing", "parted", "swapped") else message
    said += f" on p. {page}" if said != message and page else ""
    return Finding.model_validate(
        {
            "where": where,
            "kind": kind,
            "reason": reason,
            "severity": severity,
            "words": words,
            "message": said,
            "nearest": nearest,
            "page": page,
        }
    )
