"""How logs mark days and months: reading a mark, and writing another as this log writes them.

A day's mark is a heading, a list item or a line of its own that begins with a date:
`## 2024.1.6`, `2019-11-07`, `- **2022/05/06, Friday.**`, `# Jan 6, 2024`, `## 2023年12月5日`. The
ways are those of public logs. A month's mark is a heading: `# 2024.1`. Pure.
"""

from __future__ import annotations

import calendar
import datetime
import re

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_CHINESE_WEEKDAYS = "一二三四五六日"

_SEPARATOR = r"[-./年月]"
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_MONTH_NAME = r"(?P<mon>[A-Z][a-z]{2,8})"
_YMD = re.compile(
    rf"{_YEAR}(?P<s1>{_SEPARATOR})(?P<m>\d{{1,2}})(?P<s2>{_SEPARATOR})(?P<d>\d{{1,2}})"
    r"(?P<s3>日?)(?!\d)"
)
_YM = re.compile(rf"{_YEAR}(?P<s1>[-./年])(?P<m>\d{{1,2}})(?P<s2>月?)(?![\d./-])")
_MDY = re.compile(rf"{_MONTH_NAME}\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}")
_MY = re.compile(rf"{_MONTH_NAME}\.?,? {_YEAR}")
_PADDED = re.compile(rf"{_SEPARATOR}0\d")

_HEADING = re.compile(r"\ufeff?#{1,6}[ \t]+")
_YEAR_ALONE = re.compile(rf"\ufeff?#{{1,6}}[ \t]+(?:\*\*)?{_YEAR}[ \t]*年?(?:\*\*)?[ \t]*#*[ \t]*")
_BEFORE_DAY = re.compile(r"\ufeff?(?:#{1,6}[ \t]+|[-*+][ \t]+)?(?:\*\*|__)?")
_BEFORE_MONTH = re.compile(r"\ufeff?#{1,6}[ \t]+(?:\*\*)?")
_CLOSING = re.compile(r"(?:\*\*|__)\s*$")
_WEEKDAY = re.compile(
    r"(?P<long>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r"|(?P<short>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b)"
    rf"|(?P<week>星期|周)[{_CHINESE_WEEKDAYS}天]"
)
_LONGEST_SHORT_NAME = len("Jan")
_MAY_FOLLOW_A_DAY = " \t,，.。:：*_()（）"


def day_of(line: str) -> datetime.date | None:
    """Give the day that a line marks; a line of prose that only begins with a date marks none."""
    rest = _rest(line, _BEFORE_DAY)
    found = _YMD.match(rest) or _MDY.match(rest)
    if found is None:
        return None
    is_mark = _HEADING.match(line) or _is_bare(rest[found.end() :])
    return _date(found) if is_mark else None


def remark_of(line: str) -> str:
    """Give the words that a day's mark has behind its date and weekday; empty where it has none."""
    found = _YMD.search(line) or _MDY.search(line)
    behind = line[found.end() :] if found else line
    return _WEEKDAY.sub("", behind).strip(_MAY_FOLLOW_A_DAY + "#-—–")


def month_of(line: str) -> datetime.date | None:
    """Give the first day of the month that a heading marks."""
    if _HEADING.match(line) is None:
        return None
    rest = _rest(line, _BEFORE_MONTH)
    found = _YM.match(rest) or _MY.match(rest)
    return _date(found) if found else None


def year_of(line: str) -> datetime.date | None:
    """Give the first day of the year that a heading marks, one of nothing else: `## 2022`."""
    found = _YEAR_ALONE.fullmatch(line)
    return datetime.date(int(found["y"]), 1, 1) if found else None


def rewritten_year(line: str, day: datetime.date) -> str:
    """Give the heading of another year as this one is written."""
    return re.sub(_YEAR, str(day.year), line, count=1).replace("\ufeff", "").rstrip()


def is_padded(line: str) -> bool:
    """Tell whether a mark writes numbers below ten with a nought: `2024-01-06`."""
    return bool(_PADDED.search(line))


def rewritten(line: str, day: datetime.date, *, padded: bool) -> str:
    """Give the line of another mark with another date, in the same marks and separators.

    Its weekday is put right, its remarks are left out; `padded` writes `01` for January. Raises
    ValueError for a line that has no date.
    """
    found = _any_date(line)
    parts = found.groupdict()
    date = _in_words(parts, day) if "mon" in parts else _in_digits(parts, day, padded=padded)
    before, behind = line[: found.start()], line[found.end() :]
    return (before + date + _behind_date(behind, day)).replace("\ufeff", "")


def _rest(line: str, before: re.Pattern[str]) -> str:
    start = before.match(line)
    return line[start.end() :] if start else line


def _is_bare(behind: str) -> bool:
    """Tell whether nothing stands behind a date but its weekday and punctuation."""
    return not _WEEKDAY.sub("", behind).strip(_MAY_FOLLOW_A_DAY)


def _date(found: re.Match[str]) -> datetime.date | None:
    """Give the date that was matched, the first of its month where no day is; None for no date."""
    parts = found.groupdict()
    month = int(parts["m"]) if "m" in parts else _MONTHS.get(parts["mon"][:3].lower(), 0)
    try:
        return datetime.date(int(parts["y"]), month, int(parts.get("d", 1)))
    except ValueError:
        return None


def _any_date(line: str) -> re.Match[str]:
    for pattern in (_YMD, _MDY, _YM, _MY):
        if found := pattern.search(line):
            return found
    raise ValueError(f"no date in {line!r}")


def _in_words(parts: dict[str, str], day: datetime.date) -> str:
    is_long = len(parts["mon"]) > _LONGEST_SHORT_NAME
    name = (calendar.month_name if is_long else calendar.month_abbr)[day.month]
    return f"{name} {day.day}, {day.year}" if "d" in parts else f"{name} {day.year}"


def _in_digits(parts: dict[str, str], day: datetime.date, *, padded: bool) -> str:
    width = 2 if padded else 1
    month = f"{day.year}{parts['s1']}{day.month:0{width}}{parts['s2']}"
    return f"{month}{day.day:0{width}}{parts['s3']}" if "d" in parts else month


def _behind_date(behind: str, day: datetime.date) -> str:
    """Give what stands behind a mark's date: its weekday, put right, or its closing marks."""
    found = _WEEKDAY.search(behind)
    if found is None:
        closing = _CLOSING.search(behind)
        return closing[0].strip() if closing else ""
    return behind[: found.start()] + _weekday(found, day) + behind[found.end() :].rstrip()


def _weekday(found: re.Match[str], day: datetime.date) -> str:
    """Give a day's weekday as it is written where this one was found."""
    if found["week"]:
        return found["week"] + _CHINESE_WEEKDAYS[day.weekday()]
    return (calendar.day_name if found["long"] else calendar.day_abbr)[day.weekday()]
