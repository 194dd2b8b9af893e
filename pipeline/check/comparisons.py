"""Hold the words that compare two numbers of a point against the numbers themselves.

"60.2 高于 95.8" is wrong, and so is "from 81.2 up to 79.0". Higher and lower are of the numbers;
faster and slower of times; better and worse of metrics that are known, some of which are better
when they are lower.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.sentences import Place

_HIGHER = (
    r"高于|高过|大于|多于|超过|超出|(?<![不没])高出|\bhigher than\b|\blarger than\b"
    r"|\bgreater than\b|\bmore than\b|\bexceed(?:s|ing)?\b|\babove\b"
)
_LOWER = r"低于|小于|少于|\blower than\b|\bsmaller than\b|\bfewer than\b|\bless than\b|\bbelow\b"
_FASTER, _SLOWER = r"快于|\bfaster than\b", r"慢于|\bslower than\b"
_BETTER = (
    r"优于|好于|强于|胜过|超越|领先(?:于)?|\bbetter than\b|\boutperform(?:s|ing)?\b|\bbeats?\b"
    r"|\bsurpass(?:es|ing)?\b|\bahead of\b|\bsuperior to\b"
)
_WORSE = (
    r"不如|劣于|差于|弱于|逊于|不及|落后于|\bworse than\b|\bunderperform(?:s|ing)?\b|\bbehind\b"
    r"|\binferior to\b"
)
_UP = (
    r"升到|升至|升为|提高到|提升到|提升至|提高至|增加到|增至|涨到|上升到"
    r"|\b(?:rises?|increases?|improves?|grows?|up|gains?)\b"
)
_DOWN = r"降到|降至|降为|下降到|降低到|减少到|减至|跌到|\b(?:falls?|drops?|decreases?|down)\b"
_LOWER_IS_BETTER = re.compile(
    r"error|\berr\b|\bRMSE\b|\bMA[EP]E?\b|\bMSE\b|perplexity|\bPPL\b|\bWER\b|\bCER\b|\bFID\b"
    r"|latency|\bloss\b|\bLPIPS\b|\bEER\b|\bECE\b|\bTER\b|log-?loss|distance|\bcosts?\b|\btime\b"
    r"|误差|错误率|困惑度|延迟|时延|损失|距离|耗时|用时|成本|代价|内存|显存|参数量",
    re.IGNORECASE,
)
_HIGHER_IS_BETTER = re.compile(
    r"accurac|\bacc\b|\bF1\b|\bm?AP\b|\bBLEU\b|\bROUGE|\bAUC\b|\bm?IOU\b|recall|precision|\bHR@"
    r"|\bH@|\bR@|\bNDCG|\bMRR\b|\bPSNR\b|\bSSIM\b|\bEM\b|exact match|pass@|\bTop-\d|\bDice\b"
    r"|准确率|精度|召回|精确率|命中率|通过率|胜率",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:不|没有?|未|并不|并未|不会|not|no|n[’']t|never)\s*(?:能|再|be\s)?\s*$", re.IGNORECASE
)
_FROM = re.compile(r"(?:从|由|\bfrom\b)\s*[^，。；,;\d]{0,20}$", re.IGNORECASE)
_TO = re.compile(rf"[^，。；,;\d]{{0,12}}?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))[^，。；,;\d]{{0,8}}")
_ENGLISH_CHANGE = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))[^，。；,;\d]{{0,40}}\bfrom\s*$")
_FROM_WHERE = re.compile(r"从|由|\b(?:from|to|going|when|does|did|do)\b")
"""What says that the words compare what happens, and not the two numbers."""
_ONLY_TO = re.compile(r"\s*(?:%|points?)?\s*to\s*")
AGAINST = r",?\s?\b(?:against|versus|vs\.?|compared (?:to|with))|对比?"
NAME_OF = r"(?:(?:the )?[\w@.+()-]+(?: [\w@.+()-]+)?(?:[’']s|\s?的)\s*)?"
_AGAINST = re.compile(rf"\s*(?:{AGAINST})\s*{NAME_OF}")
"""What sets a number against the next one, whose name may stand between."""
_BEFORE_BOTH = re.compile(
    r"(?:(?P<higher>\b(?:higher|larger|greater)\b|[高多大])"
    r"|(?P<lower>\b(?:lower|smaller|fewer)\b|[低少小])"
    r"|(?P<faster>\bfaster\b|快)|(?P<slower>\bslower\b|慢)"
    r"|(?P<better>\b(?:better|superior)\b|(?<!最)[好优强])"
    r"|(?P<worse>\b(?:worse|inferior)\b|[差弱]))"
    r"(?:(?<=[a-z])\s[^\d,;:.()]{0,40}|于[^，。；;\d]{1,20})?"
    r"(?:了?\s?[\d.]+\s?(?:个?百?分?点|%|倍))?\s?[(（]\s?$",
    re.IGNORECASE,
)
"""A word that compares before two numbers in brackets: "lower on COCO (61 against 63)"."""
_BEHIND_BOTH = re.compile(
    r"[)）]?\s?[，,]?\s?(?:也|则|都|均|略微?|稍微?|明显|显著|更|还|反而|仍|要)+"
    r"(?:(?P<higher>[高多])|(?P<lower>[低少])|(?P<faster>快)|(?P<slower>慢)"
    r"|(?P<better>[好优强])|(?P<worse>[差弱]))"
)
"""One behind them: "0.41 对 0.42 略低"."""
_WORDS = re.compile(
    rf"(?P<higher>{_HIGHER})|(?P<lower>{_LOWER})|(?P<faster>{_FASTER})|(?P<slower>{_SLOWER})"
    rf"|(?P<better>{_BETTER})|(?P<worse>{_WORSE})",
    re.IGNORECASE,
)
_REACH = 40
"""Characters between two numbers that are compared, and before a change's first one."""
_BEFORE = 80
"""Characters before two numbers in brackets in which a word that compares them stands."""
_FARTHEST = 20
"""Times: of two results of one kind, one is hardly ever so many times the other."""
_BETWEEN = re.compile(
    r"[；。;!?]|[，,](?!\s*(?:明显|显著|远|也|均|都|仍|略|大幅)?(?:高于|低于|优于|不如|超过))"
)
"""What parts two numbers that are not compared; before a word that compares a comma may stand."""


class _Compared(NamedTuple):
    """Two numbers, which of them should be larger, and the words that say so."""

    one: Quantity
    other: Quantity
    is_larger: bool
    words: str


def comparison_findings(
    said: Said, place: Place, numbers: Sequence[Quantity], index: PaperIndex
) -> Iterator[Finding]:
    """Give a finding for each two numbers of a sentence that are compared the wrong way round.

    `numbers` are those of the sentence that the paper has, and that are no result of two others.
    """
    telling = [one for one in numbers if not one.spelled and index.same(one)]
    for one, other in itertools.pairwise(telling):
        if not _are_alike(one, other):
            continue
        ways = (_changed, _compared, _set_against)
        compared = next(filter(None, (way(said, place, one, other) for way in ways)), None)
        if compared and (one.base > other.base) != compared.is_larger:
            yield _finding(said.where, compared, index)


def is_better_higher(words: str) -> bool | None:
    """Tell whether the metrics that are named are better when higher; None where it is not known.

    That is where some are better higher and some lower.
    """
    lower, higher = _LOWER_IS_BETTER.search(words), _HIGHER_IS_BETTER.search(words)
    return None if bool(lower) == bool(higher) else bool(higher)


def _finding(where: str, compared: _Compared, index: PaperIndex) -> Finding:
    one, other = compared.one.written.strip(), compared.other.written.strip()
    relation = "larger" if compared.one.base > compared.other.base else "smaller"
    return make_finding(
        where,
        "direction",
        f"{one} {compared.words} {other}",
        f"“{compared.words}”: {one} is {relation} than {other}",
        "",
        index.page_at(index.same(compared.one)[0].start),
        reason="contradicted",
    )


def _are_alike(one: Quantity, other: Quantity) -> bool:
    """Tell two numbers that may be results of one kind."""
    if one.unit != other.unit or one.unit == "times" or one.base == other.base:
        return False
    small, large = sorted((abs(one.base), abs(other.base)))
    return small > 0 and large / small < _FARTHEST and (one.step < 1) == (other.step < 1)


def _changed(said: Said, place: Place, one: Quantity, other: Quantity) -> _Compared | None:
    """Read "从 81.2 升到 84.7" and "rises from 81.2 to 84.7"."""
    before = said.words[max(place.start, one.start - _REACH) : one.start]
    between = said.words[one.end : other.start]
    match = None
    if _FROM.search(before):
        match = _TO.fullmatch(between)
        if not match and _ONLY_TO.fullmatch(between):
            match = _ENGLISH_CHANGE.search(before)
    if not match:
        return None
    words = match["up"] or match["down"]
    is_improved = words.lower().startswith(("improve", "提升", "提高", "gain"))
    if is_improved and not _HIGHER_IS_BETTER.search(said.words_at(place)):
        return None
    return _Compared(one, other, bool(match["down"]), words)


def _compared(said: Said, place: Place, one: Quantity, other: Quantity) -> _Compared | None:
    """Read "95.8, higher than Finch's 60.2": one word that compares between two numbers."""
    between = said.words[one.end : other.start]
    found = list(_WORDS.finditer(between))
    if len(between) > _REACH or len(found) != 1 or _BETWEEN.search(between):
        return None
    match = found[0]
    if _NEGATED.search(between, 0, match.start()) or _FROM_WHERE.search(between):
        return None
    return _meant(said, place, one, other, match)


def _set_against(said: Said, place: Place, one: Quantity, other: Quantity) -> _Compared | None:
    """Read "lower on COCO (61 against 63)" and "61 对 63，略低"."""
    if not _AGAINST.fullmatch(said.words, one.end, other.start):
        return None
    start = max(place.start, one.start - _BEFORE)
    before = _BEFORE_BOTH.search(said.words, start, one.start)
    match = before or _BEHIND_BOTH.match(said.words, other.end)
    if not match or (before and _NEGATED.search(said.words, start, before.start())):
        return None
    return _meant(said, place, one, other, match)


def _meant(
    said: Said, place: Place, one: Quantity, other: Quantity, match: re.Match[str]
) -> _Compared | None:
    """Give which of two numbers a word says to be larger; None where that is not known."""
    way = str(match.lastgroup)
    is_larger = way in ("higher", "slower", "better")
    if way in ("faster", "slower") and one.unit != "time":
        return None
    if way in ("better", "worse"):
        is_higher_better = is_better_higher(said.words_at(place))
        if is_higher_better is None:
            return None
        is_larger = is_larger == is_higher_better
    return _Compared(one, other, is_larger, match[way])
