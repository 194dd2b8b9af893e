"""Draft an entry of the paper's own sentences: the drafter that needs no model and no network.

It keeps the order of the authors' argument: what their abstract says of the problem, of what is new
and of the results, with what it leaves out: contributions, data, and results with numbers, and what
the conclusion and the limitations close with. Every sentence is quoted with its page; nothing is
said that the paper does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.draft import argument, main_table, quotable
from pipeline.draft.argument import Sentence, passages_of
from pipeline.draft.headed import without_head
from pipeline.draft.labels import role_behind
from pipeline.draft.parts import MOST_QUOTES
from pipeline.draft.pick import MOST_POINTS, Pick
from pipeline.draft.sentence_roles import Role
from pipeline.draft.told import told, without_contrast, without_count, without_pointers
from pipeline.errors import SummarizeError
from pipeline.records.draft import Draft, KeyPoint, Lead, Quote, Verdict
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.text.byline import find_affiliations
from pipeline.text.stamp import month_of

VERSION = "19"
"""Part of every draft's fingerprint: raise it when the same paper gives another pick."""
BUDGET = 2000
"""Characters of the sentences at most, those of the verdict included."""
_ENTRY = 2500
"""Visible characters of the whole entry at most, title, lead and labels included."""
_LEAST = 1600
"""Characters that sentences get even so."""
_MARKS_OF_A_POINT = 3
"""Characters of a point beside its label and words: number, mark and line end."""
_REST_OF_A_LEAD = 60
"""Characters of month, kind, marks and line ends."""
_FEWEST = 3
"""Points of an entry; so many sentences at least, for one each."""
_LABELS: dict[Role, tuple[str, str]] = {
    "background": ("背景", "background"),
    "problem": ("问题", "problem"),
    "new": ("创新点", "what is new"),
    "method": ("方法", "method"),
    "detail": ("", ""),  # no label is better than one that is wrong
    "data": ("数据", "data"),
    "results": ("实验结果", "results"),
}
_SURVEY = re.compile(r"\b(?:survey|review|overview)\b|综述", re.IGNORECASE)
_SURVEY_SAID = re.compile(
    r"\b(?:this|our|present an?) (?:[\w-]+ )?(?:survey|review)\b"
    r"|\bwe (?:[\w-]+ly )?(?:survey|review)\b"
    r"|\b(?:provide|give|present)s? an? (?:[\w-]+ )?overview of\b|本综述",
    re.IGNORECASE,
)
"""How an abstract says that its paper is a survey; the bare word may be a customer's review."""
_KINDS = (("文章", "paper"), ("综述", "survey"))


def draft(paper: Paper, text: PaperText, *, language: str, first_version: bool = False) -> Draft:
    """Give a draft made of the paper's own sentences, with labels in `language` (zh or en).

    With `first_version` its month is that of version 1, else of the version at hand. Raises
    SummarizeError where the paper has no three sentences to pick.
    """
    found = argument.sentences_of(text)
    usable = [s for s in found if _is_usable(s)]
    if len(usable) < _FEWEST:
        found = argument.sentences_of(text, of_any_block=True)
        usable = [s for s in found if quotable.is_any(s.text)]
    if len(usable) < _FEWEST:
        raise SummarizeError(
            "found no three sentences to pick from",
            "look at the PDF: it may be scanned, or not a paper",
        )
    lead = lead_of(paper, text, language, first_version=first_version)
    pick = Pick(paper, text, usable, _budget(paper, lead, language))
    pick.of_abstract()
    limit, conclusion = pick.limit(), pick.conclusion()
    pick.beside_abstract()
    row = main_table.own_row(text, pick.own_names, f"{paper.title} {pick.words}")
    if row and (pick.has_said(row.values) or (pick.is_measured and not row.values[1:])):
        row = None
    pick.fill(len(row.words) if row else 0)
    pick.settle(bool(row))
    pick.at_least(_FEWEST - bool(row))
    pick.label(MOST_POINTS - bool(row))
    groups = _groups(pick.parts, text, _FEWEST - bool(row))
    points = [_point(role, group, text, pick, language) for role, group in groups]
    if row and len(points) < MOST_POINTS:
        points.append(
            KeyPoint(label=_label("results", language), quotes=row.quotes, text=row.words)
        )
    verdict = Verdict(text=conclusion, weakness=limit)
    return Draft(lead=lead, key_points=tuple(points), verdict=verdict)


def _is_usable(sentence: Sentence) -> bool:
    """Tell a sentence of prose; of an abstract, which is nothing else, what is no small print."""
    if sentence.place == "abstract":
        return quotable.is_of_abstract(sentence.text)
    return quotable.is_worth_quoting(sentence.text)


def _budget(paper: Paper, lead: Lead, language: str) -> int:
    """Give how many characters of sentences fit the entry beside its title, lead and labels."""
    longest = max(len(_label(role, language)) for role in _LABELS)
    labels = MOST_POINTS * (_MARKS_OF_A_POINT + longest)
    beside = len(paper.title) + len(", ".join(lead.affiliations)) + labels + _REST_OF_A_LEAD
    return max(_LEAST, min(BUDGET, _ENTRY - beside))


# ── the entry's parts ──


def _groups(
    parts: Mapping[Role, Sequence[Sentence]], text: PaperText, fewest: int
) -> list[tuple[Role, list[list[Sentence]]]]:
    """Give `fewest` or more points: the picked sentences by role, in the argument's order.

    A point is its passages, at most three, each of sentences that follow one another.
    """
    groups: list[tuple[Role, list[list[Sentence]]]] = []
    for role, said in parts.items():
        passages = passages_of(sorted(said, key=lambda s: s.start), text)
        groups += [
            (role, passages[at : at + MOST_QUOTES]) for at in range(0, len(passages), MOST_QUOTES)
        ]
    while len(groups) < fewest:
        large = max(range(len(groups)), key=lambda at: _can_be_cut(groups[at][1]))
        role, group = groups[large]
        said = [sentence for passage in group for sentence in passage]
        cut, _ = _cut(said)
        then = role_behind(said[cut].text, said[0].text) if role == "new" else role
        first, rest = passages_of(said[:cut], text), passages_of(said[cut:], text)
        groups[large : large + 1] = [(role, first), (then, rest)]
    return groups


def _can_be_cut(group: Sequence[Sequence[Sentence]]) -> tuple[bool, int]:
    """Rate how well a group can be cut: where no sentence is torn from another, then by size."""
    said = [sentence for passage in group for sentence in passage]
    return _cut(said)[1], len(said)


def _cut(said: Sequence[Sentence]) -> tuple[int, bool]:
    """Give where to cut sentences in two, and whether the second part stands alone there."""
    alone = [at for at in range(1, len(said)) if not quotable.leans(told(said[at].text))]
    return (alone[0], True) if alone else (max(1, len(said) // 2), False)


def _point(
    role: Role, group: Sequence[Sequence[Sentence]], text: PaperText, pick: Pick, language: str
) -> KeyPoint:
    """Make a point of its passages, each quoted with the page it begins on."""
    return KeyPoint(
        label=_label(role, language),
        quotes=tuple(
            Quote(text=_joined(s.text for s in passage), page=text.page_at(passage[0].start))
            for passage in group
        ),
        text=_joined(_told(sentence, pick) for passage in group for sentence in passage),
    )


def _told(sentence: Sentence, pick: Pick) -> str:
    """Give a sentence as the entry says it: in an abstract it may have the one before it."""
    if sentence.place != "abstract":
        return told(sentence.text)
    words = without_pointers(quotable.without_addresses(without_head(sentence.text)))
    words = without_count(words)
    return words if pick.said_before(sentence) else told(without_contrast(words))


def _joined(said: Iterable[str]) -> str:
    """Join sentences; Chinese ones have no space between them."""
    words = ""
    for sentence in said:
        space = " " if words and not words.endswith(("。", "！", "？")) else ""
        words += space + sentence
    return words


def lead_of(paper: Paper, text: PaperText, language: str, *, first_version: bool = False) -> Lead:
    """Give month, affiliations and kind; what it is about the title says."""
    abstract = paper.abstract or text.section_text("abstract")
    survey = bool(_SURVEY.search(paper.title or text.title) or _SURVEY_SAID.search(abstract))
    return Lead(
        month=month_of(paper, text, of_first_version=first_version),
        affiliations=find_affiliations(paper, text),
        kind=_KINDS[survey][language != "zh"],
        about="",
    )


def _label(role: Role, language: str) -> str:
    return _LABELS[role][language != "zh"]
