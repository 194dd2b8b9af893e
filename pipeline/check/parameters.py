"""Hold the values that a point gives parameters against those that the paper gives them.

"A learning rate of 5e-4" is wrong where the quote has a learning rate of 5e-5 and the paper nowhere
one of 5e-4; and so is "k = 8" where the quote has k = 16, whatever it is elsewhere. A parameter
that the quote does not give must have one value only in the paper, which may have several of one
symbol.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.check.paper_index import MOST, PaperIndex
from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.sentences import Place

_NAMES = {
    name: re.compile(rf"(?:{pattern})", re.IGNORECASE)
    for name, pattern in (
        ("learning rate", r"learning[- ]rate|\blr\b|学习率"),
        ("batch size", r"batch[- ]?size|批大小|批量大小"),
        ("dropout", r"drop-?out(?: (?:rate|probability|ratio))?|丢弃率"),
        ("weight decay", r"weight[- ]decay|权重衰减"),
        ("momentum", r"\bmomentum\b|动量"),
        ("temperature", r"\btemperature\b|温度(?:系数)?"),
        ("beam size", r"\bbeam[- ](?:size|width)|束宽"),
        ("hidden size", r"\bhidden[- ](?:size|dimension)|隐藏?层?(?:维度|大小)"),
        ("embedding size", r"\bembedding[- ](?:size|dimension)|嵌入(?:维度|大小)"),
        ("vocabulary size", r"\bvocabulary(?: size)?|词表(?:大小)?"),
        ("warm-up", r"\bwarm-?up(?:[ _-](?:steps|parameter|ratio))?|预热(?:步数|比例)?"),
        ("threshold", r"\bthreshold\b|阈值"),
        ("margin", r"\bmargin\b"),
    )
}
"""What is set in an experiment, in English and Chinese."""
_ANY_NAME = re.compile("|".join(one.pattern for one in _NAMES.values()), re.IGNORECASE)
_JOINT = re.compile(
    r"\s*(?:\([^()\d]{0,12}\))?\s*(?:of|=|≈|is|was|are|were|(?:is |was )?set (?:to|as)|to|as|为|是"
    r"|取|设为|设置为|设成|用|:|：)?\s*(?:about |约)?\s*$"
)
_COUNTED = re.compile(r"\s(?:\w+ )?(?:[A-Z]\w*[A-Z\d]|GPUs?|layers|epochs|steps|hours|days)\w*")
_REACH = 40
"""Characters between a parameter and its value."""
_SYMBOL = re.compile(
    r"(?<![\w.])(?P<symbol>[A-Za-z\u0370-\u03ff]\w{0,2})\s?[=≈]\s?$"
    r"|(?<![\w.])(?P<letter>[\u0370-\u03ff])(?: (?:in|of) [^\s\d]{1,12}\(\d+\))?"
    r" (?:(?:is|was) )?(?:set )?(?:to|as) $"
)
"""A symbol before its value; a Greek letter's may be said in words: "τ in Eqn.(1) is set as"."""
_BEFORE = 32
"""Characters before a value in which its symbol stands."""


def parameter_findings(said: Said, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each value of a parameter that the paper gives another one only."""
    for number in said.numbers:
        name = None if number.spelled else _name_of(said.words, number)
        if name is None:
            continue
        values = _values(index).get(name, [])
        if not values:
            continue
        other = next((one for one in values if said.is_quoted(one.start)), None)
        # a symbol is set anew here and there: what the quote says of it counts
        is_set_there = other is not None and name not in _NAMES
        where = said.quoted_sentences(index) if is_set_there else [Place(0, len(index.text))]
        if any(_are_same(one, number) and _is_in(one, where) for one in values):
            continue
        if other is None and _is_the_only(values, name, number):
            other = values[0]
        if other and name not in _NAMES and _has_both(said, name, other):
            continue  # K = 2 against K = 3
        if other and not _stands_with(name, number, where, index):
            yield _finding(said.where, name, number, other, index)


def _has_both(said: Said, name: str, other: Quantity) -> bool:
    """Tell whether a statement has the paper's value of a symbol, too: it speaks of several."""
    return any(one.same(other) and _name_of(said.words, one) == name for one in said.numbers)


def _is_in(one: Quantity, places: Sequence[Place]) -> bool:
    return any(place.start <= one.start < place.end for place in places)


def _is_the_only(values: Sequence[Quantity], name: str, number: Quantity) -> bool:
    """Tell whether a parameter has one value in the whole paper; of a symbol, a broken number."""
    is_told = name in _NAMES or (number.step < 1 and values[0].step < 1)
    return is_told and len({one.base for one in values}) == 1


def _stands_with(name: str, number: Quantity, where: Sequence[Place], index: PaperIndex) -> bool:
    """Tell whether a sentence of some places has a parameter and a number: k ∈ {4, 8, 16}."""
    pattern = _NAMES.get(name) or re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    found = (
        index.around(one.start)
        for one in index.same(number)[:MOST]
        if _is_in(one, where)
        and _name_of(index.text, one) in (name, None)
        and not _is_of_things(one, index)
    )
    return any(pattern.search(index.words_of(place)) for place in found)


def _is_of_things(one: Quantity, index: PaperIndex) -> bool:
    """Tell a whole number with a name right behind it, which it counts: 4 RTX 3090."""
    return one.whole and bool(_COUNTED.match(index.text, one.end))


def _are_same(one: Quantity, number: Quantity) -> bool:
    return one.same(number) or one.unit != number.unit


@lru_cache(maxsize=1)
def _values(index: PaperIndex) -> dict[str, list[Quantity]]:
    """Give the values of the paper's parameters and symbols."""
    values: dict[str, list[Quantity]] = {}
    for one in index.quantities:
        name = None if one.spelled else _name_of(index.text, one)
        if name is not None:
            values.setdefault(name, []).append(one)
    return values


def _name_of(text: str, number: Quantity) -> str | None:
    """Give the parameter or symbol that a number is the value of, or None."""
    if symbol := _SYMBOL.search(text, max(0, number.start - _BEFORE), number.start):
        return symbol["symbol"] or symbol["letter"]
    before = text[max(0, number.start - _REACH) : number.start]
    if not _ANY_NAME.search(before):
        return None
    for name, pattern in _NAMES.items():
        if any(_JOINT.match(before, match.end()) for match in pattern.finditer(before)):
            return name
    return None


def _finding(
    where: str, name: str, number: Quantity, other: Quantity, index: PaperIndex
) -> Finding:
    written = number.written.strip()
    return make_finding(
        where,
        "pair",
        f"{name} … {written}",
        f"{name} is not {written}",
        other.written.strip(),
        index.page_at(other.start),
        reason="contradicted",
    )
