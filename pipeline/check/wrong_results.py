"""Tell where a sentence's own numbers, or its quote, do not make what it says that they make.

Points are told from a relative change: of 81.2 and 84.7 the difference is 3.5 points, and the
relative change 4.3%.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.check.arithmetic import Made, comes_to, makes, results
from pipeline.check.called import calls_absolute, calls_otherwise, is_points, is_relative
from pipeline.check.grids import is_bare
from pipeline.check.operands import is_in_list, of_sentence, of_sentence_or_quotes
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity
from pipeline.check.set_against import set_against
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding

_OF_SIZE = re.compile(
    r"\s*的?(?:大|小|规模|体量|容量|参数|数据|算力|计算|训练|样本)"
    r"|\s*(?:as (?:large|big|many)|larger|bigger|smaller|deeper"
    r"|(?:the|more|fewer|less) (?:size|param|data|comput|train|memory))",
    re.IGNORECASE,
)
"""What is many times another's behind its number; scores beside it are not what it is made of."""
_HALF = Decimal("0.5")
_FEW_NUMBERS = 6
_MOST_GROUPS = 16
"""Numbers together, and pairs of cells, in which what is called points may be a relative change: of
more, some two differ by anything."""
_BESIDE = 32
"""Characters on either side of a quoted number in which it is called relative or absolute."""


def wrong_result(said: Said, number: Quantity, index: PaperIndex) -> Finding | None:
    """Give a finding where a sentence's own numbers do not make what it says that they do.

    That is where points are called a relative change, or the other way round, or where the only two
    numbers do not stand in the ratio. Where the sentence has less than two, those of its quotes
    tell, or of two rows that it names, if they are few.
    """
    if is_in_list(said, number):
        return None
    own = of_sentence(said, number)
    if wrong := _wrong_change(said, number, own, index):
        return wrong
    relative, points = is_relative(said, number), is_points(said, number)
    if (relative or points) and (other := _quoted_as(said, number, index, relative=relative)):
        return other
    if points and _is_quoted_as_points(said, number, index):
        return None
    if relative or points:
        return _other_kind(said, number, index, relative=relative)
    if number.unit != "times" or len(own) != 2 or _is_quoted(said, number, index):
        return None
    if _OF_SIZE.match(said.words, number.end) and any(map(is_bare, own)):
        return None
    made = list(results(said, number, own, relative=False))
    if not made or any(comes_to(said, number, one.value) for one in made):
        return None
    return _finding(said, number, made[0], "is not what they make", index)


def _wrong_change(
    said: Said, number: Quantity, own: Sequence[Quantity], index: PaperIndex
) -> Finding | None:
    """Give a finding where the two numbers that a sentence sets against each other make another.

    Not where any two others of it make this one.
    """
    both = set_against(said.words, number, own)
    if both is None or said.is_of_quoted_sentence(number, index) or makes(said, number, own):
        return None
    kinds = (True,) if is_relative(said, number) else (False, number.percent)
    made = [one for relative in kinds for one in results(said, number, both, relative=relative)]
    rough = abs(both[0].step - both[1].step) * _HALF
    if not made or any(comes_to(said, number, one.value, rough) for one in made):
        return None
    return _finding(said, number, made[0], "is not what they make", index)


def _other_kind(
    said: Said, number: Quantity, index: PaperIndex, *, relative: bool
) -> Finding | None:
    """Give a finding where points are called a relative change, or the other way round."""
    operands = [
        group for group in of_sentence_or_quotes(said, number, index) if len(group) <= _FEW_NUMBERS
    ]
    if len(operands) > _MOST_GROUPS:
        return None
    mistaken = None
    for group in operands:
        made = results(said, number, group, relative=relative)
        if any(comes_to(said, number, one.value) for one in made):
            return None
        others = results(said, number, group, relative=not relative)
        fitting = (one for one in others if comes_to(said, number, one.value))
        mistaken = mistaken or next(fitting, None)
    what = "in points" if relative else "relative"
    if mistaken is None:
        return None
    return _finding(said, number, mistaken, f"is their difference {what}", index)


def _quoted_as(
    said: Said, number: Quantity, index: PaperIndex, *, relative: bool
) -> Finding | None:
    """Give a finding where a quoted sentence has a number as the other kind, right beside it."""
    for place in said.quoted_sentences(index):
        for one in filter(number.same, index.between(place.start, place.end)):
            behind = index.text[one.end : min(place.end, one.end + _BESIDE)]
            before = index.text[max(place.start, one.start - _BESIDE) : one.start]
            if kind := calls_otherwise(before, behind, relative=relative):
                written = number.written.strip()
                return make_finding(
                    said.where,
                    "number",
                    written,
                    f"{written} is “{kind}” in its quote",
                    f"“{before.lstrip()}{one.written.strip()}{behind.rstrip()}”",
                    index.page_at(one.start),
                    reason="contradicted",
                )
    return None


def _is_quoted_as_points(said: Said, number: Quantity, index: PaperIndex) -> bool:
    """Tell whether a quoted sentence has a number, and calls something absolute or points."""
    quoted = said.quoted_sentences(index)
    return any(
        any(map(number.same, index.between(place.start, place.end)))
        and calls_absolute(index.words_of(place))
        for place in quoted
    )


def _is_quoted(said: Said, number: Quantity, index: PaperIndex) -> bool:
    return any(said.is_near_quote(one.start) for one in index.same(number))


def _finding(
    said: Said, number: Quantity, made: Made, what: str, index: PaperIndex
) -> Finding | None:
    one, other = (quantity.written.strip() for quantity in made.of)
    places = index.same(made.of[0]) or index.same(made.of[1])
    if not places:
        return None
    written = number.written.strip()
    return make_finding(
        said.where,
        "number",
        written,
        f"of {one} and {other}, {written} {what}",
        f"“{one}” and “{other}”",
        index.page_at(places[0].start),
        reason="contradicted",
    )
