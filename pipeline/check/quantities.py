"""Read the quantities in a text, in English and Chinese, and tell whether two are the same.

A quantity is a number with its scale applied, its sign and its unit: 27M = 27 million = 2700万 =
0.27亿, 2,400 = 2400 = 2 400, 1e-4 = 10^-4 = 10−4, 2 GB = 2000 MB, 两阶段 = two stages. `claimed`
leaves out what is no claim: digits that name a thing (GPT-4, 3D), the numbers of list points and
citations, and of places in the paper (Table 3). `readings` adds what a paper's digits may be
besides: it is read with favour.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

_SCALES = {
    "k": 3, "thousand": 3, "m": 6, "million": 6, "b": 9, "billion": 9, "t": 12, "trillion": 12,
    "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12,
}  # fmt: skip
"""Powers of ten."""
_SPELLINGS = """
    percent 1: % ％ percent per\\scent percentage\\spoints? pp 个?百分点
    times 1: x(?!\\d) ×(?!\\d) X times fold 倍
    time 1e-12: ps 皮秒
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
    energy 1e-3: meV
    energy 1: eV
    energy 1e3: keV
    energy 1e6: MeV
    energy 1e9: GeV
    energy 1e12: TeV
    frequency 1e-3: mHz
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
    r"(?<![A-Za-z0-9_.])(?<![A-Za-z][-/@])(?!(?<=\d,)\d{3}(?!\d))"
    r"(?>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)|(?<![\w.])\.\d+"
)
_POWER = re.compile(
    r"(?:\s?[x×*·⋅]\s?10\s?\^?\s?\{?|[eE]\+?|e\s(?=[-−–]))(?P<exponent>[-−–]?\s?\d{1,3}"
    r"|[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})\}?(?!\w|\.\d)"
)
_POWER_OF_TEN = re.compile(
    r"(?:\^\s?\{?|\*\*)(?P<exponent>[-−–]?\s?\d{1,3})\}?|(?P<raised>[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})"
)
_SCALE = re.compile(
    r"\s?(?:万亿|千亿|百亿|十亿|亿|千万|百万|万|千(?![米克]))|[\s-]?(?:thousand|million|billion"
    r"|trillion)s?(?![A-Za-z])"
    # a B on the next line is a row's label
    r"|[kKmMbBtT](?![A-Za-z])|[ \u00a0](?:[KMBT]|k(?!\s?[=∈<>≤]))(?![A-Za-z0-9-])"
)
_UNIT = re.compile(
    r"(?:[ -](?:GPU|TPU|CPU|A100|V100|H100)(?=[ -]?(?:hours?|days?|小时|天)))?"
    rf"[ -]?(?P<unit>{'|'.join(sorted(_ALL_SPELLINGS, key=len, reverse=True))})(?![A-Za-z])"
)
_SET_APART = re.compile(
    r"(?<![A-Za-z0-9_.,])(?<!\d[\u2009\u202f\u00a0 ])(?<![A-Za-z][-/])"
    r"\d{1,3}(?:[\u2009\u202f\u00a0]\d{3})+(?![\d.,])"
)
_SET_APART_BY_ANY_SPACE = re.compile(
    r"(?<![A-Za-z0-9_.,])(?<!\d[\u2009\u202f\u00a0 ])(?<![A-Za-z][-/])"
    r"\d{1,3}(?:[\u2009\u202f\u00a0 ]\d{3})+(?![\d.,])"
)
"""Thousands set apart by thin spaces, or by what a PDF's may have become: 19 717."""
_RAISED_POWER = re.compile(
    r"(?<![A-Za-z0-9_.,])10(?:[\u2212\u207b]\s?(?P<minus>\d{1,2})|[-–](?P<hyphen>\d))(?![\d.,])"
)
"""A power of ten whose raised exponent a PDF has set on the line: 10−5. A range goes up: 10–15."""
_IN_SPACE = re.compile(r"∈\s?[Rℝ]\s?(?P<size>\d{2,5})(?![\d.])")
"""The dimension of a vector whose raised exponent a PDF has set on the line: R64."""
_TO = re.compile(r"\s?(?:[-–—−~∼]|to)\s?")
_MATHEMATICAL = re.compile("[\U0001d400-\U0001d7ff]")
_BETWEEN_DIGITS = re.compile(r"[,\u2009\u202f\u00a0 ]")
_GLUED = re.compile(r"[A-Za-z]+\d*")
_MINUS = re.compile(r"(?:^|[\s(（:：,，~≈=约为至到])(?P<sign>[-−–])$")
_RAISED = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹−–", "-+0123456789--")

_WORDS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {
    word: 10 * tens
    for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_LARGE = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9}
"""Powers of ten in words."""
_WORD = "|".join(sorted((*_WORDS, *_LARGE), key=len, reverse=True))
_ONE = rf"an?(?=\s(?:{'|'.join(_LARGE)})(?![A-Za-z]))"
"""One in "a million", "a hundred and ten"."""
_SPELLED = re.compile(  # Chinese may follow a word at once: 3 trillion个, two个
    rf"(?<![A-Za-z0-9_])(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))}|{_ONE})"
    r"(?![A-Za-z0-9_])"
    rf"(?:(?:[ -]|\sand\s)(?:{_WORD})(?![A-Za-z])){{0,8}}",
    re.IGNORECASE,
)
_SPELLED_WORD = re.compile("[a-z]+")
_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_HAN_SPELLED = re.compile(
    r"(?<![\d.一二两三四五六七八九十百千万亿零])(?<!\d\s)"
    r"[一二两三四五六七八九十][一二三四五六七八九十百千万亿零]{0,11}"
    r"(?=个|种|类|层|步|倍|项|篇|轮|次|位|条|道|名|例|幅|帧|支|家|台|块|张|份|组|头|维|路|大|点|阶段|级|天|周|月|年|元|句|段|套|分钟"
    r"|小时|模态|方面|部分|分支|塔|\s?[A-Za-z])|百分之[一二三四五六七八九十百零]{1,6}"
)
"""Chinese numerals before what is counted, and shares."""
_PLACE = re.compile(
    r"(?:\b(?:Table|Tab|Figure|Fig|Section|Sec|Eq|Equation|Eqn|Appendix|Algorithm|Chapter"
    r"|Theorem|Lemma|Step|Line|page|pp?|No)s?\.?"
    r"|[图表§式节第]|公式|附录|算法)\s*\(?$",
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(r"\s?的?(?:公式|节|章|小节)")
_BEFORE, _BEHIND = 24, 40
"""Characters before and behind a number that tell whether it is a claim."""
_LARGEST_PLACE = 100
_LARGEST_POINT = 20
"""Numbers from which there are no places of a paper, and no points of a list, of that number."""
_LEAST_ROUNDED = 1000
"""From where on what the last digit is worth was rounded away: 21 million, 26.6万."""
_LONGEST = 30
"""Characters of a number: no quantity has so many digits."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SHORT_YEARS = range(5, 50)
"""Years of this century written with two digits: 17年; others are spans."""
_SPAN_BEFORE = re.compile(r"[早晚近约隔达长共历过用]\s?$")
"""What makes years a span: 早 24 年."""
_CITED_BEFORE, _CITED_BEHIND = re.compile(r"\[[\d,;\s–-]*$"), re.compile(r"[\d,;\s–-]*\]")
_POINT_BEHIND = re.compile(r"[)）、]|[.．]\s")
_NAME_BEHIND = re.compile(r"[-_]?[A-Za-z]")
_OPENED = re.compile(r"[(（][^()（）]+$")
_LISTED = re.compile(r"(?:^|[\s（:：;；,，.。])[(（]?$")


class Quantity(NamedTuple):
    """A quantity as written, and its value with scale and sign.

    `unit` is its dimension ("time", "percent"; empty where it has none), `factor` how much of the
    dimension's base one unit is. `start` and `end` are its place in the text; `glued` are letters
    that stand at the number and are no unit ("mAP" in 99.9mAP); `spelled` tells that it is written
    in words. `step` is what one in the last digit is worth, scale applied: of 7.46M, 10,000.
    """

    written: str
    value: Decimal
    unit: str
    factor: Decimal
    start: int
    end: int
    glued: str = ""
    spelled: bool = False
    step: Decimal = Decimal(1)

    @property
    def base(self) -> Decimal:
        """The value in its dimension's base: seconds, bytes, metres; without unit the value."""
        return self.value * self.factor

    @property
    def percent(self) -> bool:
        """Whether it is a share of a hundred."""
        return self.unit == "percent"

    @property
    def whole(self) -> bool:
        """Whether it is a whole number, scale applied."""
        return self.value == self.value.to_integral_value()

    @property
    def digits(self) -> tuple[int, ...]:
        """Its digits without the zeros that its scale may be: two that differ by it share them."""
        return self.value.normalize().as_tuple().digits

    def same(self, other: Quantity) -> bool:
        """Tell whether `other` is the same quantity, as far as both have a unit."""
        if self.unit and other.unit:
            return self.unit == other.unit and self.base == other.base
        return self.value == other.value


def quantities(text: str) -> Iterator[Quantity]:
    """Give the quantities in a text: in digits, then in English words, then in Chinese ones."""
    text = _plain(text)
    reached = 0  # the 5 of 2×10^5 is part of a number already
    apart = {match.start(): match for match in _SET_APART.finditer(text)}
    for match in _NUMBER.finditer(text):
        whole = apart.get(match.start(), match)
        if match.start() >= reached and (found := _in_digits(whole, text)):
            reached = found.end
            yield found
    for match in _SPELLED.finditer(text):
        yield from _spelled_out(match)
    for match in _HAN_SPELLED.finditer(text):
        han = match[0].removeprefix("百分之")
        yield _in_words(match, _han(han), "percent" if han != match[0] else "")


@lru_cache(maxsize=4096)  # cells and sentences of a paper are asked for again with each sentence
def quantities_of(text: str) -> tuple[Quantity, ...]:
    """Give the quantities in a text that may be asked for again."""
    return tuple(quantities(text))


@lru_cache(maxsize=1024)
def claims_of(text: str) -> tuple[Quantity, ...]:
    """Give the quantities that a text claims, of one that may be asked for again."""
    return tuple(claimed(text))


def readings(text: str) -> Iterator[Quantity]:
    """Give the quantities in a paper's text, and what its digits may be besides.

    That is thousands set apart by a space, a power of ten with its exponent on the line, and a
    range's first number with the unit of its second: 0.8–1.6%.
    """
    before: Quantity | None = None
    for one in quantities(text):
        yield one
        if before and one.unit and not before.unit and _TO.fullmatch(text, before.end, one.start):
            yield before._replace(unit=one.unit, factor=one.factor)
        before = one
    text = _plain(text)
    for match in _SET_APART_BY_ANY_SPACE.finditer(text):
        if found := _in_digits(match, text):
            yield found
    for match in _IN_SPACE.finditer(text):
        size = Decimal(match["size"])
        yield Quantity(match["size"], size, "", Decimal(1), *match.span("size"))
    for match in _RAISED_POWER.finditer(text):
        value = Decimal(10) ** -int(match["minus"] or match["hyphen"])
        yield Quantity(match[0], value, "", Decimal(1), *match.span(), step=value)


def _plain(text: str) -> str:
    """Give a text with letters for mathematical ones (630𝐾), each in its place."""
    return _MATHEMATICAL.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def is_year(number: Quantity) -> bool:
    """Tell whether a number may be a year."""
    return _FIRST_YEAR <= number.value <= _LAST_YEAR


def is_rounded(one: Quantity) -> bool:
    """Tell a quantity that may round a finer one: with a scale, and two digits at least."""
    return one.step >= _LEAST_ROUNDED and abs(one.value) >= 10 * one.step


def claimed(text: str) -> Iterator[Quantity]:
    """Give the quantities that a text claims of its subject."""
    for found in quantities(text):
        before = text[max(0, found.start - _BEFORE) : found.start]
        behind = text[found.end : found.end + _BEHIND]
        if not _is_place(found, before, behind) and _is_claim(found, before, behind):
            yield found


def _is_place(found: Quantity, before: str, behind: str) -> bool:
    """Tell the number of a place in the paper: Table 3, 第3节."""
    is_of_one = _PLACE.search(before) or _PLACE_AFTER.match(behind)
    return found.value < _LARGEST_PLACE and bool(is_of_one)


def _is_claim(found: Quantity, before: str, behind: str) -> bool:
    if found.spelled:
        return found.value > 1  # "one" and 一 are articles more often than counts
    return not (_is_name(found, behind) or _is_listed(found, before, behind))


def _is_name(found: Quantity, behind: str) -> bool:
    """Tell digits that name a thing: 3D, 4th, 1-shot; but 99.9mAP and 61.4F1 are quantities."""
    if found.glued:
        return "." not in found.written.removesuffix(found.glued)
    return bool(_NAME_BEHIND.match(behind)) and not found.unit


def _is_listed(found: Quantity, before: str, behind: str) -> bool:
    """Tell the number of a list's point, "2)", of a citation, "[2, 7]", of an entry, "[5124]"."""
    if not found.whole:
        return False
    if _CITED_BEFORE.search(before) and _CITED_BEHIND.match(behind):
        return True
    is_small = found.value < _LARGEST_POINT and not found.unit
    is_in_brackets = bool(_OPENED.search(before))  # "(about 19)" closes what stands before it
    return is_small and bool(
        not is_in_brackets and _POINT_BEHIND.match(behind) and _LISTED.search(before)
    )


# ── in digits ──


def _in_digits(match: re.Match[str], text: str) -> Quantity | None:
    """Read a number with the scale, unit and sign around it; None where it is none after all."""
    if len(match[0]) > _LONGEST:
        return None
    try:
        value, end = _value(match, text)
    except (InvalidOperation, ValueError):  # digits of a script that int() does not take
        return None
    step = _step(match[0], value)
    if scale := _SCALE.match(text, end):
        tens = Decimal(10) ** _SCALES[scale[0].strip(" -\t\n\u00a0").lower().removesuffix("s")]
        value, step, end = value * tens, step * tens, scale.end()
    unit, factor, glued = "", Decimal(1), ""
    if found := _UNIT.match(text, end):
        unit, factor = _unit(found["unit"])
        end = found.end()
        is_span = _SPAN_BEFORE.search(text, max(0, match.start() - 3), match.start())
        is_year = found["unit"] == "年" and not is_span
        year = _year(value, text[end : end + 1]) if is_year else None
        if year is not None:
            value, unit, factor = year, "", Decimal(1)
    elif letters := _GLUED.match(text, end):
        glued, end = letters[0], letters.end()
    start = match.start()
    if minus := _MINUS.search(text, max(0, start - 3), start):
        value, start = -value, minus.start("sign")
    return Quantity(text[start:end], value, unit, factor, start, end, glued, step=step)


def _step(written: str, value: Decimal) -> Decimal:
    """Give what one in a number's last digit is worth; `value` has its power of ten."""
    _, dot, decimals = written.partition(".")
    bare = Decimal(_BETWEEN_DIGITS.sub("", written))
    step = Decimal(1).scaleb(-len(decimals) if dot else 0)
    return step * value / bare if bare else step


def _value(match: re.Match[str], text: str) -> tuple[Decimal, int]:
    """Give the value of a number with the power of ten behind it, and where that ends.

    Raises InvalidOperation or ValueError for what only looks like digits.
    """
    value = Decimal(_BETWEEN_DIGITS.sub("", match[0]))
    if power := _POWER.match(text, match.end()):
        return value * Decimal(10) ** _exponent(power["exponent"]), power.end()
    if value == 10 and (power := _POWER_OF_TEN.match(text, match.end())):
        return Decimal(10) ** _exponent(power["exponent"] or power["raised"]), power.end()
    return value, match.end()


def _exponent(written: str) -> int:
    return int(written.translate(_RAISED).replace(" ", ""))


def _unit(written: str) -> tuple[str, Decimal]:
    """Give a unit's dimension, and how much of the dimension's base it is."""
    return next((dimension, factor) for way, dimension, factor in _UNITS if way.match(written))


def _year(value: Decimal, behind: str) -> Decimal | None:
    """Give the year that 2022年 or 17年 means; None where it is a span of years (17年来)."""
    if _FIRST_YEAR <= value <= _LAST_YEAR:
        return value
    is_span = behind and behind in "间来内后前多以"
    is_short = _SHORT_YEARS.start <= value < _SHORT_YEARS.stop
    return value + 2000 if is_short and not is_span else None


# ── in words ──


def _in_words(match: re.Match[str], value: int, unit: str) -> Quantity:
    return Quantity(match[0], Decimal(value), unit, Decimal(1), *match.span(), spelled=True)


def _spelled_out(match: re.Match[str]) -> Iterator[Quantity]:
    """Give an English numeral: twenty-five, one hundred and eighty, three million, a million.

    Words that make no numeral are several: "two and three", "nineteen forty".
    """
    words = list(_SPELLED_WORD.finditer(match[0].lower()))
    start = last = 0
    total = section = 0
    largest = limit = 10**12  # what is added to a section must be below its last scale

    def made() -> Quantity:
        span = match.start() + start, match.start() + last
        written = match[0][start:last]
        return Quantity(written, Decimal(total + section), "", Decimal(1), *span, spelled=True)

    for word in words:
        value = 1 if word[0] in ("a", "an") else _WORDS.get(word[0])
        if value is not None:
            fits = value < limit and (value < 10 or not section % 100)
            if last and not fits:
                yield made()
                start, total, section, largest = word.start(), 0, 0, 10**12
            section, last = section + value, word.end()
            limit = 10 if value >= 20 else 1
        elif (tens := _LARGE.get(word[0])) and tens == 2:
            section, last, limit = section * 100, word.end(), 100
        elif tens and 10**tens < largest:
            total, section, largest = total + section * 10**tens, 0, 10**tens
            last, limit = word.end(), 1000
        elif word[0] != "and":
            break
    if last:
        yield made()


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
