"""Check: what of a draft does the paper bear out? Pure: no network, no model.

The rules, each claim by its kind:

- A quote (quotes.py) is looked for as it stands, on the page that it names first; then alike, that
  is but for case, space, hyphenation, ligatures and punctuation. An ellipsis cuts it into parts in
  order; a page's end, a column, a figure or a footnote may part it. One of fewer than 15
  letters proves nothing.
- A number (numbers.py, quantities.py) must be in the paper, in the same quantity however it is
  written, or be what two others make (arithmetic.py, operands.py), those that it is said of
  (set_against.py, wrong_results.py), or several (sums.py); points are no relative change
  (called.py). A change of what is not known is a note.
- A pair (pairs.py): a number must not stand with another name of the kind (kinds.py) in the paper,
  where its own name has another number; nor in another cell of a table than the one that the
  sentence names (cells.py); what is counted must be what the paper counts with that number
  (counted_things.py); two numbers must not have changed places (swapped_numbers.py), nor be
  compared the wrong way round, nor two rows of a table (comparisons.py, table_comparisons.py); a
  third is no tenth (ratios_in_words.py).
- A parameter (parameters.py) must not have another value in the quote, where the paper has nowhere
  this one. Nor must the quote say the same with another number (numbers_instead.py), have it in
  another unit (quoted_units.py), be of another row of its table (quoted_cells.py), or have two
  numbers the other way round (crossed.py), nor two rows (pair_order.py), nor another range of the
  same thing (ranges.py). A difference is from the row that is named (bases.py).
- A name (names.py) must be in the paper or its metadata, but for case, hyphens and a plural s; it
  must not stand where the quote has another one (named_instead.py).
- A table or figure that is pointed at by its number (pointed_at.py) must be one of the paper's.
- An affiliation (text/affiliations.py) must be on page 1, or in the authors' addresses at the end,
  in one of its usual names; that of one author is theirs there (authors.py).
- The lead's month must be that of one of arXiv's dates; a venue must be in arXiv's journal_ref or
  comment, on page 1 or in the paper's notices; affiliations in Chinese that are said of the authors
  on page 1, too (lead.py).
- Direction (wording.py, ways.py): where a point keeps the words of its quote but for a number, a
  name, a "not" or a "higher", goes the other way in words for better and worse, more and less, or
  puts one name ahead of another that its quote puts behind; what rises does not fall (changes.py).
- What is so instead of something else (instead.py) is not the other way round; what the quote does
  without is not there (denied.py).
- Strength (strength.py): a hedge or a "not" of the quote is not dropped, its "most" is not all, and
  what is as good as another is not better.
- A link to another entry of the log (linked.py) must be to one that it has, under that day; that
  the paper does not cite the entry's own is told as evidence.
- Credit (credit.py): what the quote has from others is not this paper's; a limit that the authors
  are said to admit is in the paper.

Text that the paper or its record hides from their reader, or addresses to a model, is told
(hidden.py).

Three findings: contradicted, by what the paper has instead; missing, where it has it in no form;
apart, where it has it and it cannot be tied to its quote or name. The first two are marks, the last
is evidence.

Grounded means that the words are there. Whether a point follows from them is the reader's to judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.check import arithmetic, credit, pairs, strength, wording
from pipeline.check.authors import affiliated
from pipeline.check.bases import wrong_bases
from pipeline.check.cells import cell_findings
from pipeline.check.changes import changed_directions
from pipeline.check.comparisons import comparison_findings
from pipeline.check.crossed import crossed_findings
from pipeline.check.denied import denied_findings
from pipeline.check.grids import has_without_scale
from pipeline.check.hidden import addressed, in_record
from pipeline.check.instead import chosen_otherwise
from pipeline.check.lead import (
    Venue,
    affiliations_in_lead,
    affiliations_of,
    lead_findings,
    month_findings,
    venues_of,
)
from pipeline.check.linked import without_links
from pipeline.check.named_instead import named_instead
from pipeline.check.names import Name, has_name, nearest_name
from pipeline.check.numbers import is_of_name, number_finding
from pipeline.check.numbers_instead import number_instead
from pipeline.check.pair_order import reversed_pairs
from pipeline.check.paper_index import PaperIndex
from pipeline.check.parameters import parameter_findings
from pipeline.check.pointed_at import pointed_findings
from pipeline.check.quantities import Quantity
from pipeline.check.quoted_cells import quoted_cell_findings
from pipeline.check.quoted_units import unit_findings
from pipeline.check.quotes import find_quote, quote_findings
from pipeline.check.ranges import range_findings
from pipeline.check.ratios_in_words import wrong_ratios
from pipeline.check.statements import Said, in_pieces
from pipeline.check.sums import is_sum
from pipeline.check.table_comparisons import reversed_rows
from pipeline.check.wrong_results import wrong_result
from pipeline.records.draft import Draft, year_month
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.remembered import Remembered
from pipeline.records.report import CheckReport, Finding, make_finding
from pipeline.records.statement import Statement, statements
from pipeline.text import sentences
from pipeline.text.affiliations import Aliases, has_affiliation, shipped_aliases
from pipeline.text.citations import Citations
from pipeline.text.squash import squash

VERSION = "33"
"""Part of every report's fingerprint: raise it when the same draft and paper give another
report."""

_APART = " … "
"""What parts the words of a finding that stand apart in the draft: a name and its number."""
_OWN_WORDS = 40
"""Letters and digits of a sentence that is the paper's own: a shorter one may be cut out of one
that says the opposite."""


def check(
    draft: Draft,
    paper: Paper,
    text: PaperText,
    aliases: Aliases | None = None,
    entries: Sequence[Remembered] = (),
) -> CheckReport:
    """Give evidence for every quote of a draft, and findings for what the paper does not bear out.

    `aliases` are the names that affiliations go by; those that ship with the program if not given.
    `entries` are those of the log, for links. A finding that would be given twice is given once.
    """
    index, known = PaperIndex(text, paper), aliases or shipped_aliases()
    evidence = tuple(
        tuple(find_quote(quote, index) for quote in point.quotes) for point in draft.key_points
    )
    findings = list(month_findings(draft.lead.month, paper, text))
    findings += lead_findings(draft, paper, index, known)
    for number, of_point in enumerate(evidence, 1):
        for one in of_point:
            findings += quote_findings(f"point {number}", one, index)
    citations = Citations(text)
    for whole in statements(draft, evidence):
        statement, of_links = without_links(whole, entries, citations, index)
        findings += of_links
        findings += _findings(said := Said(_in_other_words(statement, index)), paper, index)
        if said.where != "lead":
            findings += affiliations_of(said, paper, index, known)
            findings += affiliated(said, paper, index, known)
    findings += [*addressed(text, index), *in_record(paper, index)]
    return CheckReport(evidence=evidence, findings=tuple(dict.fromkeys(findings)))


def check_words(
    said: Sequence[Statement],
    paper: Paper,
    text: PaperText,
    aliases: Aliases | None = None,
    entries: Sequence[Remembered] = (),
    month: str = "",
) -> tuple[Finding, ...]:
    """Give what the paper does not bear out of words that somebody has written or edited.

    A name in the lead may be an affiliation, in any of its names; `entries` are those of the log,
    `month` is the one that the lead says, if it says one.
    """
    index = PaperIndex(text, paper)
    known = aliases or shipped_aliases()
    citations = Citations(text)
    findings = list(month_findings(month, paper, text)) if year_month(month) else []
    for piece in (piece for whole in said for piece in in_pieces(whole)):
        statement, of_links = without_links(piece, entries, citations, index)
        findings += of_links
        one = Said(_in_other_words(statement, index))
        findings += affiliations_of(one, paper, index, known)
        findings += affiliated(one, paper, index, known)
        of_lead = list(affiliations_in_lead(one, paper, index, known))
        findings += of_lead
        for finding in _findings(one, paper, index):
            is_told = any(finding.words in other.words for other in of_lead)
            named = finding.where == "lead" and has_affiliation(
                finding.words, index.of_authors, known, paper.authors
            )
            if not (named or is_told):
                findings.append(finding)
    return tuple(dict.fromkeys(findings))


def _in_other_words(statement: Statement, index: PaperIndex) -> Statement:
    """Give a statement with the sentences blanked that the paper has word for word.

    They say what the paper says, whatever a rule would make of their numbers and names.
    """
    words = statement.words
    for start, end in sentences.of_statement(words):
        said = squash(words[start:end])
        if len(said) >= _OWN_WORDS and index.squashed.has(said):
            words = words[:start] + " " * (end - start) + words[end:]
    return statement._replace(words=words)


def _findings(said: Said, paper: Paper, index: PaperIndex) -> Iterator[Finding]:
    """Give what the paper does not bear out of a statement.

    A number that is marked is marked once: where it is told what the paper has instead, it is not
    told again that the paper lacks it, and it is not held against its quote a second time.
    """
    found = list(_told(said, paper, index))
    doubts = [one for one in found if one.severity == "doubt"]
    told = {word for one in doubts if _APART in one.words for word in one.words.split(_APART)}
    wrong = {one.words for one in doubts if (one.kind, one.reason) == ("number", "contradicted")}
    for one in found:
        is_wrong = one.words in wrong and one.reason != "contradicted"
        if one.kind != "number" or not (one.words in told or is_wrong):
            yield one
    marked = {word for one in doubts for word in one.words.split(_APART)}
    yield from (one for one in number_instead(said, index) if one.words not in marked)


def _told(said: Said, paper: Paper, index: PaperIndex) -> Iterator[Finding]:
    """Give what the paper does not bear out of a statement: what it names, counts, pairs, and says.

    Names and numbers that the paper lacks are not looked at in pairs, nor those of a venue at all.
    """
    venues = list(venues_of(said, paper, index))
    yield from (venue.finding for venue in venues if venue.finding)
    known = []
    for name in said.names:
        if _is_within(name, venues):
            continue
        if has_name(index, name.words):
            known.append(name)
        else:
            yield _unknown(said, name, index)
    borne_out = []
    for number in said.numbers:
        if _is_within(number, venues) or is_of_name(said, number, index):
            continue
        finding = _of_number(said, number, index)
        if finding:
            yield finding
        is_other = finding is not None and finding.reason != "apart"
        if not is_other and not arithmetic.is_result(said, number):
            borne_out.append(number)
    yield from _in_sentences(said, borne_out, index)
    borne_out = [one for one in borne_out if one.spelled or index.same(one)]
    in_pairs = list(pairs.pairs(said, borne_out, known, index))
    yield from in_pairs
    told = [one.words for one in in_pairs]
    crossed = crossed_findings(said, index)
    yield from (one for one in crossed if not _is_told(one.words.split(" … "), told))
    yield from pointed_findings(said, index)
    yield from parameter_findings(said, index)
    yield from unit_findings(said, index)
    yield from range_findings(said, index)
    yield from named_instead(said, known, index)
    yield from wording.directions(said, index)
    yield from changed_directions(said, index)
    yield from chosen_otherwise(said, index)
    yield from denied_findings(said, index)
    yield from strength.overstated(said, index)
    yield from credit.misattributed(said, index)


def _in_sentences(
    said: Said, borne_out: Sequence[Quantity], index: PaperIndex
) -> Iterator[Finding]:
    """Give what the tables do not bear out of each sentence, and what its own numbers do not.

    A number of another cell is not told again to be of another row than the quoted one.
    """
    for place in said.sentences:
        inside = [one for one in borne_out if place.start <= one.start < place.end]
        of_cells = list(cell_findings(said, place, inside, index))
        yield from of_cells
        told = {one.words.partition(_APART)[0] for one in of_cells}
        of_quote = quoted_cell_findings(said, place, inside, index)
        yield from (one for one in of_quote if one.words.partition(_APART)[0] not in told)
        yield from comparison_findings(said, place, inside, index)
        yield from wrong_ratios(said, place, inside, index)
        yield from reversed_rows(said, place, index)
        yield from reversed_pairs(said, place, index)
        yield from wrong_bases(said, place, index)


def _is_told(pieces: Sequence[str], told: Sequence[str]) -> bool:
    """Tell whether the words of a finding have all pieces of another."""
    return any(all(piece in words for piece in pieces) for words in told)


def _of_number(said: Said, number: Quantity, index: PaperIndex) -> Finding | None:
    """Give what is wrong with a number: what two others make of it, or that the paper lacks it."""
    if wrong := wrong_result(said, number, index):
        return wrong
    finding = number_finding(said, number, index)
    if finding is None or arithmetic.is_result(said, number):
        return None
    if arithmetic.is_derived(said, number, index, shares=finding.reason == "contradicted"):
        return None
    if finding.reason == "missing" and (
        has_without_scale(said, number, index) or is_sum(said, number, index)
    ):
        return None
    return finding


def _is_within(one: Name | Quantity, venues: Sequence[Venue]) -> bool:
    return any(venue.start <= one.start < venue.end for venue in venues)


def _unknown(said: Said, name: Name, index: PaperIndex) -> Finding:
    nearest, page = nearest_name(index, name.words)
    message = f"{name.words} is not in the paper"
    return make_finding(said.where, "name", name.words, message, nearest, page)
