"""Read the quantities in a text, in English and Chinese, and tell whether two are the same.

A quantity is a number with its scale applied, its sign and its unit: 27M = 27 million = 2700万 =
0.27亿, 2,400 = 2400, 1e-4 = 10^-4, 2 GB = 2000 MB, 两阶段 = two stages. `claimed` leaves out what is no
claim: digits that name a thing (GPT-4, 3D), the numbers of list points and citations, and of places
in the paper (Table 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

_SCALES = {
    "thousand": 3, "k": 3, "千": 3, "万": 4, "million": 6, "m": 6, "百万": 6, "千万": 7, "亿": 8, "billion": 9, "b": 9,
    "十亿": 9, "百亿": 10, "千亿": 11, "trillion": 12, "t": 12, "万亿": 12,
}  # fmt: skip
_SPELLINGS = """
    percent 1: % ％ percent per\\scent percentage\\spoints? pp 个?百分点
    times 1: x(?!\\d) ×(?!\\d) X times fold 倍
    time 1e-9: ns 纳秒
    time 1e-6: µs μs us 微秒
    time 1e-3: ms milliseconds? 毫秒
    time 1: s secs? seconds? 秒钟?
    time 60: mins? minutes? 分钟
    time 3600: h hrs? hours? 个?小时
    time 86400: days? 天
    time 604800: weeks? 周
    time 2592000: months? 个月
    time 31536000: years? 年
    memory 1e3: KB kB KiB
    memory 1e6: MB MiB
    memory 1e9: GB GiB
    memory 1e12: TB TiB
    memory 1e15: PB PiB
    length 1e-9: nm 纳米
    length 1e-6: µm μm 微米
    length 1e-3: mm 毫米
    length 1e-2: cm 厘米
    length 1: meters? metres? 米
    length 1e3: km 公里 千米
    frequency 1: Hz
    frequency 1e3: kHz
    frequency 1e6: MHz
    frequency 1e9: GHz
    power 1: W watts?
    power 1e3: kW
    power 1e6: MW
    compute 1e6: MFLOPs? MFLOPS
    compute 1e9: GFLOPs? GFLOPS
    compute 1e12: TFLOPs? TFLOPS
    compute 1e15: PFLOPs? PFLOPS
    mass 1e-3: mg 毫克
    mass 1: g grams? 克
    mass 1e3: kg 公斤 千克
    loudness 1: dB
    angle 1: ° degrees? 度
    pixels 1: px pixels? 像素
    bits 1: bits? 比特
"""
_UNITS = [
    (re.compile(f"(?:{'|'.join(spellings.split())})$"), dimension, Decimal(factor))
    for line in _SPELLINGS.split("\n")
    if line.strip()
    for head, spellings in [line.split(":")]
    for dimension, factor in [head.split()]
]
_ALL_SPELLINGS = [
    word for line in _SPELLINGS.split("\n") if ":" in line for word in line.split(":")[1].split()
]
_NUMBER = re.compile(
    # no digits of a name before it; groups of thousands are taken whole or not at all
    r"(?<![A-Za-z0-9_.])(?<![A-Za-z][-/])(?!(?<=\d,)\d{3}(?!\d))"
    r"(?>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)|(?<![\w.])\.\d+"
)
_POWER = re.compile(
    r"(?:\s?[x×*·⋅]\s?10\s?\^?\s?\{?|[eE]\+?)(?P<exponent>[-−–]?\s?\d{1,3}|[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})\}?(?![\w.])"
)
_POWER_OF_TEN = re.compile(
    r"(?:\^\s?\{?|\*\*)(?P<exponent>[-−–]?\s?\d{1,3})\}?|(?P<raised>[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})"
)
_SCALE = re.compile(
    r"\s?(?:万亿|千亿|百亿|十亿|亿|千万|百万|万|千(?![米克]))|[\s-]?(?:thousand|million|billion|trillion)(?![A-Za-z])"
    r"|[kKmMbBtT](?![A-Za-z])|\s[KMBT](?![A-Za-z0-9-])"
)
_UNIT = re.compile(
    rf"[ -]?(?P<unit>{'|'.join(sorted(_ALL_SPELLINGS, key=len, reverse=True))})(?![A-Za-z])"
)
_GLUED = re.compile(r"[A-Za-z]+\d*")
_MINUS = re.compile(r"(?:^|[\s(（:：,，~≈=约为至到])[-−–]\s?$")
_RAISED = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹−–", "-+0123456789--")

_WORDS = {word: value for value, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty".split()
)} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}  # fmt: skip
_TENS, _ONES = "|".join(sorted(_WORDS, key=len, reverse=True)), "|".join(list(_WORDS)[1:10])
_SPELLED = re.compile(  # Chinese may follow a word at once: 3 trillion个, two个
    rf"(?<![A-Za-z0-9_])(?P<word>{_TENS})(?:-(?P<ones>{_ONES}))?(?![A-Za-z0-9_])"
    r"(?:[ -](?P<scale>hundred|thousand|million|billion)(?![A-Za-z]))?",
    re.IGNORECASE,
)
_HAN_DIGITS = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_HAN_SPELLED = re.compile(
    r"(?P<share>百分之)?(?<![\d.一二两三四五六七八九十百千万亿零])(?<!\d\s)(?P<han>[一二两三四五六七八九十][一二三四五六七八九十百千万亿零]{0,11})"
    r"(?=个|种|类|层|步|倍|项|篇|轮|次|位|条|台|块|张|份|组|头|维|路|大|点|阶段|级|天|周|月|年|元|句|段|套|分钟|小时|模态|方面|部分|分支|塔|\s?[A-Za-z])|百分之[一二三四五六七八九十百零]{1,6}"
)
_PLACE = re.compile(
    r"(?:\b(?:Table|Tab|Figure|Fig|Section|Sec|Eq|Equation|Eqn|Appendix|Algorithm|Chapter|Theorem|Lemma|Step|Line|page|pp?|No)s?\.?"
    r"|[图表§式节第]|公式|附录|算法)\s*\(?$",
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(r"\s?的?(?:公式|节|章|小节)")
_LISTED = re.compile(r"(?:^|[\s（:：;；,，.。])[(（]?$")


class Quantity(NamedTuple):
    """A quantity as written, its value with scale and sign, its dimension, and how much of the dimension's base one unit is.

    `start` and `end` are its place in the text; `glued` are letters that stand at the number and
    are no unit ("mAP" in 99.9mAP); `spelled` tells that it is written in words.
    """

    written: str
    value: Decimal
    unit: str
    factor: Decimal
    start: int
    end: int
    glued: str = ""
    spelled: bool = False

    @property
    def base(self) -> Decimal:
        """The value in its dimension's base: seconds, bytes, metres; for a number without unit the value."""
        return self.value * self.factor

    @property
    def percent(self) -> bool:
        """Whether it is a share of a hundred."""
        return self.unit == "percent"

    def same(self, other: Quantity) -> bool:
        """Tell whether `other` is the same quantity; a unit that one of them leaves out makes no difference."""
        if self.unit and other.unit:
            return self.unit == other.unit and self.base == other.base
        return self.value == other.value


def quantities(text: str) -> Iterator[Quantity]:
    """Give the quantities in a text: those in digits in their order, then those in English, then those in Chinese words."""
    reached = 0  # the 5 of 2×10^5 is part of a number already
    for match in _NUMBER.finditer(text):
        if match.start() >= reached and (found := _in_digits(match, text)):
            reached = found.end
            yield found
    for match in _SPELLED.finditer(text):
        value = Decimal(
            _WORDS[match["word"].lower()] + (_WORDS[match["ones"].lower()] if match["ones"] else 0)
        )
        scale = (match["scale"] or "").lower()
        value *= 100 if scale == "hundred" else 10 ** _SCALES.get(scale, 0)
        yield Quantity(match[0], value, "", Decimal(1), *match.span(), spelled=True)
    for match in _HAN_SPELLED.finditer(text):
        share = match[0].startswith("百分之")
        value = Decimal(_han(match[0].removeprefix("百分之")))
        yield Quantity(
            match[0], value, "percent" if share else "", Decimal(1), *match.span(), spelled=True
        )


def claimed(text: str) -> Iterator[Quantity]:
    """Give the quantities that a text claims of its subject."""
    for found in quantities(text):
        before, after = (
            text[max(0, found.start - 24) : found.start],
            text[found.end : found.end + 40],
        )
        if found.value < 100 and (_PLACE.search(before) or _PLACE_AFTER.match(after)):
            continue
        if found.spelled:
            if found.value > 1:  # "one" and 一 are articles more often than counts
                yield found
        elif not (_is_name(found, after) or _is_listed(found, before, after)):
            yield found


def _is_name(found: Quantity, after: str) -> bool:
    """Tell digits that name a thing: 3D, 4th, 1-shot; but 99.9mAP and 61.4F1 are quantities."""
    if found.glued:
        return "." not in found.written.removesuffix(found.glued)
    return bool(re.match(r"[-_]?[A-Za-z]", after)) and not found.unit


def _is_listed(found: Quantity, before: str, after: str) -> bool:
    """Tell the number of a list point, "2)", "(2)", of a citation, "[2, 7]", or of an entry of the log, "[5124]"."""
    whole = found.value == found.value.to_integral_value()
    if whole and re.search(r"\[[\d,;\s–-]*$", before) and re.match(r"[\d,;\s–-]*\]", after):
        return True
    point = re.match(r"[)）、]|[.．]\s", after) and found.value < 20 and not found.unit
    return bool(point and whole and _LISTED.search(before))


def _in_digits(match: re.Match[str], text: str) -> Quantity | None:
    end = match.end()
    if len(match[0]) > 30:
        return None  # no quantity has so many digits
    try:
        value = Decimal(match[0].replace(",", ""))
        if power := _POWER.match(text, end):
            value *= Decimal(10) ** _exponent(power["exponent"])
        elif value == 10 and (power := _POWER_OF_TEN.match(text, end)):
            value = Decimal(10) ** _exponent(power["exponent"] or power["raised"])
    except (InvalidOperation, ValueError):  # digits of a script that int() does not take
        return None
    end = power.end() if power else end
    if scale := _SCALE.match(text, end):
        value *= Decimal(10) ** _SCALES[scale[0].strip(" -\t\n\u00a0").lower()]
        end = scale.end()
    unit, factor, glued = "", Decimal(1), ""
    if found := _UNIT.match(text, end):
        unit, factor = next(
            (dimension, factor) for way, dimension, factor in _UNITS if way.match(found["unit"])
        )
        if found["unit"] == "年" and (year := _year(value, text[found.end() : found.end() + 1])):
            value, unit, factor = year, "", Decimal(1)
        end = found.end()
    elif letters := _GLUED.match(text, end):
        glued, end = letters[0], letters.end()
    start, minus = match.start(), _MINUS.search(text, max(0, match.start() - 3), match.start())
    if minus:
        value, start = (
            -value,
            minus.start() + len(minus[0]) - len(minus[0].lstrip(" \t\n(（:：,，~≈=约为至到")),
        )
    return Quantity(text[start:end], value, unit, factor, start, end, glued)


def _year(value: Decimal, after: str) -> Decimal | None:
    """Give the year that 2022年 or 17年 means; None where it is a span of years (17年来)."""
    if 1900 <= value <= 2100:
        return value
    return value + 2000 if 5 <= value <= 49 and after not in tuple("间来内后前多以") else None


def _exponent(written: str) -> int:
    return int(written.translate(_RAISED).replace(" ", ""))


def _han(written: str) -> int:
    """Read a Chinese numeral: 两 = 2, 十二 = 12, 三百五十 = 350, 两千万 = 20,000,000."""
    total = section = digit = 0
    for character in written:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        elif (tens := _HAN_TENS[character]) < 10**4:
            section += (digit or 1) * tens
            digit = 0
        else:
            total = (total + section + digit or 1) * tens
            section = digit = 0
    return total + section + digit
