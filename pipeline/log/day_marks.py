"""How logs mark days and months: reading a mark, and writing another as this log writes them."""

from __future__ import annotations

import calendar
import datetime
import re

_MONTH_NAMES = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


_SEPARATOR = r"[-./年月]"


_YMD = re.compile(
    rf"(?P<y>(?:19|20)\d\d)(?P<s1>{_SEPARATOR})(?P<m>\d{{1,2}})(?P<s2>{_SEPARATOR})(?P<d>\d{{1,2}})(?P<s3>日?)(?!\d)"
)


_YM = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<s1>[-./年])(?P<m>\d{1,2})(?P<s2>月?)(?![\d./-])")


_MDY = re.compile(
    r"(?P<mon>[A-Z][a-z]{2,8})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>(?:19|20)\d\d)"
)


_MY = re.compile(r"(?P<mon>[A-Z][a-z]{2,8})\.?,? (?P<y>(?:19|20)\d\d)")


_PREFIX = re.compile(r"\ufeff?(?:#{1,6}[ \t]+|[-*+][ \t]+)?(?:\*\*|__)?")


_WEEKDAY = re.compile(
    r"(?P<en>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)|(?P<short>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b)|(?P<zh>(?:星期|周)[一二三四五六日天])"
)


def _rewrite(line: str, day: datetime.date, *, padded: bool) -> str:
    """Write another mark's line with another date: same marks, separators and padding; its weekday put right, its remarks left out."""
    line = line.replace("\ufeff", "")
    for pattern in (_YMD, _MDY, _YM, _MY):
        if match := pattern.search(line):
            break
    else:
        raise AssertionError("unreachable: a mark has a date")
    parts = match.groupdict()
    if "mon" in parts:
        name = (
            calendar.month_name[day.month]
            if len(parts["mon"]) > 3
            else calendar.month_abbr[day.month]
        )
        date = f"{name} {day.day}, {day.year}" if "d" in parts else f"{name} {day.year}"
    else:
        width = 2 if padded else 1
        date = f"{day.year}{parts['s1']}{day.month:0{width}}{parts['s2']}"
        date += f"{day.day:0{width}}{parts['s3']}" if "d" in parts else ""
    return line[: match.start()] + date + _suffix(line[match.end() :], day)


def _suffix(rest: str, day: datetime.date) -> str:
    closing = re.search(r"\s*(?:\*\*|__)\s*$", rest)
    tail = closing[0].strip() if closing else ""
    found = _WEEKDAY.search(rest)
    if found is None:
        return tail
    names = calendar.day_name if found["en"] else calendar.day_abbr if found["short"] else None
    name = names[day.weekday()] if names else f"{found['zh'][:-1]}{'一二三四五六日'[day.weekday()]}"
    return rest[: found.start()] + name + rest[found.end() :].rstrip()


def _date(line: str) -> datetime.date | None:
    """Give the day that a line marks; a line of prose that only begins with a date marks none."""
    prefix = _PREFIX.match(line)
    rest = line[prefix.end() :] if prefix else line
    match = _YMD.match(rest) or _MDY.match(rest)
    if match is None or not _only_a_mark(line, rest[match.end() :]):
        return None
    return _day(match)


def _month(line: str) -> datetime.date | None:
    match = re.match(r"\ufeff?#{1,6}[ \t]+(?:\*\*)?", line)
    rest = line[match.end() :] if match else ""
    found = _YM.match(rest) or _MY.match(rest)
    return _day(found) if found else None


def _only_a_mark(line: str, after: str) -> bool:
    if re.match(r"\ufeff?#", line):
        return True
    after = _WEEKDAY.sub("", after)
    return not after.strip(" \t,，.。:：*_()（）")


def _day(match: re.Match[str]) -> datetime.date | None:
    parts = match.groupdict()
    month = int(parts["m"]) if "m" in parts else _MONTH_NAMES.get(parts["mon"][:3].lower(), 0)
    try:
        return datetime.date(int(parts["y"]), month, int(parts.get("d") or 1))
    except ValueError:
        return None
