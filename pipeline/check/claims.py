"""Check: what of a draft does the paper bear out? Pure: no network, no model.

The rules, each claim by its kind:

- A quote (quotes.py) is looked for as it stands, on the page that it names first; then alike, that
  is but for case, space, hyphenation, ligatures and punctuation. An ellipsis cuts it into parts in
  order; a page's end, a figure or a footnote may part it. One of fewer than 15 letters proves
  nothing.
- A number (quantities.py) must be in the paper, in the same quantity however it is written, and in
  the point's quotes or near them.
- A pair (pairs.py): a number and the names beside it in the point must stand together in a sentence
  of the paper, or in a table's row with its caption (tables.py), in the row of that name where the
  table has one; what is counted must be what the paper counts with that number (counted_things.py);
  two numbers must not have changed places (swapped_numbers.py).
- A name (names.py) must be in the paper or its metadata, but for case, hyphens and a plural s.
- An affiliation (text/affiliations.py) must be on page 1, in one of its usual names.
- The lead's month must be that of one of arXiv's dates; a venue must be in arXiv's journal_ref or
  comment, or on page 1.
- Direction (wording.py): where a point keeps the words of its quote but for a number, a name, a
  "not" or a "higher", or goes the other way in words for better and worse, more and less.

Text that the paper hides from its reader, or addresses to a model, is told (hidden.py).

Grounded means that the words are there. Whether a point follows from them is the reader's to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.check import counted_things, pairs, wording
from pipeline.check.hidden import addressed
from pipeline.check.lead import lead_findings, venues_of
from pipeline.check.names import Name, has_name, names, nearest_name
from pipeline.check.paper_index import PaperIndex, terms
from pipeline.check.quantities import Quantity, claimed
from pipeline.check.quotes import find_quote, is_short, nearest_passage
from pipeline.check.statements import MOST, NEAR, quoted_sentences, sentences_of
from pipeline.records.draft import Draft
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.report import CheckReport, Evidence, Finding, make_finding
from pipeline.records.statement import Statement, statements
from pipeline.text.affiliations import Aliases, has_affiliation, shipped_aliases

VERSION = "5"
"""Part of every report's fingerprint: raise it when the same draft and paper give another
report."""


def check(
    draft: Draft, paper: Paper, text: PaperText, aliases: Aliases | None = None
) -> CheckReport:
    """Give evidence for every quote of a draft and a finding for everything in it that the paper does not bear out.

    `aliases` are the names that affiliations go by; those that ship with the program if not given.
    """
    index = PaperIndex(text, paper)
    evidence = tuple(
        tuple(find_quote(quote, index) for quote in point.quotes) for point in draft.key_points
    )
    findings = list(lead_findings(draft, paper, index, aliases or shipped_aliases()))
    for number, found in enumerate(evidence, 1):
        findings += [finding for one in found for finding in _quote(f"point {number}", one, index)]
    for statement in statements(draft, evidence):
        findings += _claims(statement, paper, index)
    findings += addressed(text, index)
    return CheckReport(evidence=evidence, findings=tuple(dict.fromkeys(findings)))


def check_words(
    said: Sequence[Statement], paper: Paper, text: PaperText, aliases: Aliases | None = None
) -> tuple[Finding, ...]:
    """Give what the paper does not bear out of words that somebody has written or edited.

    A name in the lead may be an affiliation, in any of its names.
    """
    index = PaperIndex(text, paper)
    findings = (finding for statement in said for finding in _claims(statement, paper, index))
    known = aliases or shipped_aliases()
    return tuple(
        finding
        for finding in dict.fromkeys(findings)
        if not (
            finding.where == "lead"
            and has_affiliation(finding.words, index.first_page, known, paper.authors)
        )
    )


# ── the claims of a statement ──


def _claims(statement: Statement, paper: Paper, index: PaperIndex) -> Iterator[Finding]:
    where = statement.where
    found_names = list(names(statement.words))
    venues = list(venues_of(statement, paper, index))
    yield from (finding for _, finding in venues if finding)
    known = []
    for name in found_names:
        if any(start <= name.start < end for (start, end), _ in venues):
            continue
        if has_name(index, name.words):
            known.append(name)
        else:
            yield make_finding(
                where,
                "name",
                name.words,
                f"{name.words} is not in the paper",
                *nearest_name(index, name.words),
            )
    borne_out = []
    for number in claimed(statement.words):
        if any(start <= number.start < end for (start, end), _ in venues):
            continue
        if _is_of_name(statement.words, number, found_names, index):
            continue
        finding = _number(statement, number, index)
        if finding:
            yield finding
        if finding is None or finding.severity == "note":
            borne_out.append(number)
    yield from pairs.pairs(statement, borne_out, known, index)
    yield from _directions(statement, index)


def _is_of_name(words: str, number: Quantity, found: Sequence[Name], index: PaperIndex) -> bool:
    """Tell whether a number belongs to the name before it, as the paper has it: "BLIP 2", "COCO 2017"."""
    return any(
        name.start <= number.start
        and words[name.end : number.start] in ("", " ", "-")
        and has_name(index, f"{name.words}-{number.written.strip()}")
        for name in found
        if not number.spelled
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
        return make_finding(
            statement.where,
            "number",
            said,
            f"{said} is not in the paper",
            *index.nearest_quantity(number),
        )
    places = [
        (one.start, one.end)
        for one in statement.evidence
        if one.start is not None and one.end is not None
    ]
    if number.percent and (bare := _bare(number, statement.words, places, index)):
        words = index.text[bare.start : bare.end + 25].split("\n")[0].rsplit(" ", 1)[0]
        return make_finding(
            statement.where,
            "number",
            said,
            f"{said} is no share in the paper",
            f"“{words}”",
            index.page_at(bare.start),
        )
    if not places or any(index.has_near(number, start - NEAR, end + NEAR) for start, end in places):
        return None
    elsewhere, supported = _support(statement, number, index)
    page = index.page_at(elsewhere.start)
    message = f"{said} is not in or near its quote; p. {page} has it"
    severity = "note" if supported else "doubt"
    return make_finding(
        statement.where, "number", said, message, "", page, reason="far", severity=severity
    )


def _bare(
    number: Quantity, words: str, places: Sequence[tuple[int, int]], index: PaperIndex
) -> Quantity | None:
    """Give where the paper has a percentage's number as no percentage, if it has it so only; a table's cells don't tell.

    With the things that the point counts if the paper has it with them, near the point's quotes if
    it is there, else anywhere.
    """
    found = index.same(number)[:MOST]
    found = (
        counted_things.counting(counted_things.things_at(words, number.end), found, index) or found
    )
    near = [
        one
        for one in found
        if any(start - NEAR <= one.start <= end + NEAR for start, end in places)
    ] or found
    return near[0] if not any(one.percent or index.is_row(one.start) for one in near) else None


def _support(statement: Statement, number: Quantity, index: PaperIndex) -> tuple[Quantity, bool]:
    """Give where the paper has a number that is not near its quote, a place that is about the same if there is one.

    A count of a few, and a factor of a product, are the same anywhere.
    """
    sentence = next(s for s in reversed(sentences_of(statement.words)) if s.start <= number.start)
    about = terms(statement.words[sentence.start : sentence.end]) - terms(number.written)
    found = index.same(number)[:MOST]
    for one in found:
        place = index.around(one.start)
        if about & terms(index.words_of(place)):
            return one, True
    around = (
        statement.words[max(0, number.start - 2) : number.start]
        + statement.words[number.end : number.end + 2]
    )
    return found[0], number.value in range(11) or bool(re.search(r"[*×]", around))


# ── directions ──


def _directions(statement: Statement, index: PaperIndex) -> Iterator[Finding]:
    """Compare each sentence of a point with those of its quotes, and with the paper's sentence that is most like it."""
    quoted = quoted_sentences(statement, index)
    for start, end in sentences_of(statement.words):
        sentence = statement.words[start:end]
        laid = [
            (place, wording.lay(sentence, index.words_of(place)))
            for place in (*quoted, *index.most_like(sentence))
        ]
        best = max((found.common for _, found in laid), default=0.0)
        alike = [(place, found) for place, found in laid if found.common >= 0.95 * best]
        if best >= wording.ALIKE:
            if all(found.differences for _, found in alike):
                place, found = alike[0]
                for one in found.differences:
                    message = f"its quote has “{one.source}” where the point says “{one.said}”"
                    yield make_finding(
                        statement.where,
                        one.kind,
                        one.said,
                        message,
                        one.source,
                        index.page_at(place.start),
                        reason="differs",
                    )
        elif quoted:
            about = terms(sentence)
            place = max(quoted, key=lambda one: len(about & terms(index.words_of(one))))
            source = index.words_of(place)
            if about & terms(source) and (opposed := wording.opposite(sentence, source)):
                message = f"“{opposed[0]}” goes the other way than its quote’s “{opposed[1]}”"
                page = index.page_at(place.start)
                yield make_finding(
                    statement.where,
                    "direction",
                    opposed[0],
                    message,
                    opposed[1],
                    page,
                    reason="opposite",
                )


# ── what the paper says to a model, and hides from its reader ──


# ── the lead, venues and quotes ──


def _quote(where: str, evidence: Evidence, index: PaperIndex) -> Iterator[Finding]:
    start = evidence.quote[:60] + ("…" if len(evidence.quote) > 60 else "")
    if evidence.match == "missing":
        nearest, page = nearest_passage(evidence.quote, index)
        yield make_finding(
            where,
            "quote",
            evidence.quote,
            f"the quote “{start}” is not in the paper",
            nearest,
            page,
        )
    elif is_short(evidence.quote):
        yield make_finding(
            where,
            "quote",
            evidence.quote,
            f"the quote “{start}” is too short to prove anything",
            "",
            evidence.page,
        )
    elif evidence.page != evidence.claimed_page:
        message = f"the quote “{start}” is on p. {evidence.page}, not on p. {evidence.claimed_page}"
        yield make_finding(
            where,
            "quote",
            evidence.quote,
            message,
            "",
            evidence.page,
            reason="moved",
            severity="note",
        )
