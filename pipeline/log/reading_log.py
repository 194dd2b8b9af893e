"""Read a reading log as people really write it, and insert an entry without changing another byte.

Pure: text in, text out. A log is a text with day marks (`## 2024.1.6`, `2019-11-07`, `- **2022/05/06, Friday.**` …), month marks,
and entries below them. What stands in a code fence is none of these. Whoever reads the file decodes it with `surrogateescape`
and writes it back the same way, so that bytes which are no UTF-8 survive.
"""

from __future__ import annotations

import calendar
import datetime
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.text.titles import fold, without_nickname

_CANDIDATE = re.compile(
    rf"^[ \t\ufeff]*(?:[#*+_《\[<`~-]|\d{{1,2}}[.,]|(?:19|20)\d\d[-./年]|(?:{'|'.join(calendar.month_abbr[1:])})[a-z]*\.? ).*",
    re.MULTILINE,
)
_TOPICS = re.compile(r"(?i)[#* \t]*(?:领域主线|主线|研究方向|topics?|research areas?)[*]*\s*[:：]?\s*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_MONTH_NAMES = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_SEPARATOR = r"[-./年月]"
_YMD = re.compile(
    rf"(?P<y>(?:19|20)\d\d)(?P<s1>{_SEPARATOR})(?P<m>\d{{1,2}})(?P<s2>{_SEPARATOR})(?P<d>\d{{1,2}})(?P<s3>日?)(?!\d)"
)
_YM = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<s1>[-./年])(?P<m>\d{1,2})(?P<s2>月?)(?![\d./-])")
_MDY = re.compile(r"(?P<mon>[A-Z][a-z]{2,8})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>(?:19|20)\d\d)")
_MY = re.compile(r"(?P<mon>[A-Z][a-z]{2,8})\.?,? (?P<y>(?:19|20)\d\d)")
_PREFIX = re.compile(r"\ufeff?(?:#{1,6}[ \t]+|[-*+][ \t]+)?(?:\*\*|__)?")
_WEEKDAY = re.compile(
    r"(?P<en>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)|(?P<short>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b)|(?P<zh>(?:星期|周)[一二三四五六日天])"
)
_IDENTIFIER = re.compile(r"<!--[^>]*?\barXiv:(?P<id>[\w./-]+?)(?:v\d+)?(?=[\s，,]|-->)")


class Line(NamedTuple):
    """One line with its place; `text` is without the line's end, `fenced` tells that it stands in a code fence."""

    text: str
    start: int
    end: int
    fenced: bool


class Mark(NamedTuple):
    """A day's or a month's mark: its date (the first of the month for a month), its line and how it is written."""

    date: datetime.date
    line: Line
    is_day: bool


class LogEntry(NamedTuple):
    """One paper's section of a log: its title without marks, and the place from its title line to the next entry or mark."""

    title: str
    start: int
    end: int


class Insertion(NamedTuple):
    """A text to be inserted, and the offset where."""

    at: int
    text: str


class Log(NamedTuple):
    """What a log has, in the order of the text."""

    text: str
    newline: str
    months: tuple[Mark, ...]
    days: tuple[Mark, ...]
    entries: tuple[LogEntry, ...]

    @property
    def marks(self) -> list[Mark]:
        """Days and months together, in the order of the text."""
        return sorted((*self.months, *self.days), key=lambda mark: mark.line.start)

    @property
    def newest_first(self) -> bool:
        """Whether days mostly go back in time from top to bottom; so too where there are too few to tell."""
        pairs = [(a.date, b.date) for a, b in itertools.pairwise(self.days or self.months)]
        return sum(a > b for a, b in pairs) >= sum(a < b for a, b in pairs)


def lines(text: str) -> Iterator[Line]:
    """Give the lines of a text with their places; only a line feed ends one, as in Markdown."""
    fence, start = "", 0
    for match in re.finditer(r"[^\n]*\n|[^\n]+", text):
        whole = match[0]
        bare = whole.rstrip("\r\n")
        found = _FENCE.match(bare)
        yield Line(bare, start, start + len(whole), bool(fence) or bool(found))
        if fence and found and found[1].startswith(fence) and not bare.strip(" `~"):
            fence = ""
        elif found and not fence:
            fence = found[1]
        start += len(whole)


def candidates(text: str) -> Iterator[Line]:
    """Give the lines outside of fences that may be a mark or a title: a log of 20 MB has 600,000 lines, and few of these."""
    fence = ""
    for match in _CANDIDATE.finditer(text):
        bare = match[0].rstrip("\r")
        found = _FENCE.match(bare)
        if found and not fence:
            fence = found[1]
        elif fence:
            if found and found[1].startswith(fence) and not bare.strip(" `~"):
                fence = ""
        else:
            yield Line(bare, match.start(), min(match.end() + 1, len(text)), fenced=False)


def read(text: str) -> Log:
    """Read months, days and entries out of a log; total, and it changes nothing."""
    months, days, titles = [], [], []
    for line in candidates(text):
        if day := _date(line.text):
            days.append(Mark(day, line, is_day=True))
        elif month := _month(line.text):
            months.append(Mark(month, line, is_day=False))
        elif title := _title(line.text):
            titles.append((title, line))
    first = min((mark.line.start for mark in (*months, *days)), default=0)
    titles = [(title, line) for title, line in titles if line.start >= first]
    edges = sorted({len(text), *(mark.line.start for mark in (*months, *days)), *(line.start for _, line in titles)})
    ends = dict(itertools.pairwise(edges))
    entries = tuple(LogEntry(title, line.start, ends[line.start]) for title, line in titles)
    return Log(text, _newline(text), tuple(months), tuple(days), entries)


def topics(text: str) -> tuple[str, ...]:
    """Give the topics that a log declares at its top (领域主线, topics): the list below the line that says so."""
    found: list[str] = []
    saying = False
    for line in itertools.takewhile(lambda line: not _date(line.text), lines(text)):
        item = re.match(r"[ \t]*(?:[-*+]|\d{1,2}[.)、，])[ \t]*(?!\[)(\S.*)", line.text)
        if saying and item:
            found.append(item[1].strip())
        elif line.text.strip():
            saying = not found and bool(_TOPICS.match(line.text))
    return tuple(found[:20])


def find_entry(log: Log, arxiv_id: str | None, title: str) -> int | None:
    """Give the line number of the entry of a paper that is in the log already, by its identifier or its title; None if it is not."""
    base = re.sub(r"v\d+$", "", arxiv_id or "")
    places = [match.start() for match in _IDENTIFIER.finditer(log.text) if base and match["id"] == base]
    if wanted := {fold(title), fold(without_nickname(title))} - {""}:
        places += [
            entry.start for entry in log.entries if {fold(entry.title), fold(without_nickname(entry.title))} & wanted
        ]
    return log.text.count("\n", 0, min(places)) + 1 if places else None


def plan(log: Log, entry: str, day: datetime.date) -> Insertion:
    """Tell what is to be inserted where, for an entry to stand under its day.

    `entry` has no day mark, and ends its lines with line feeds. A missing month or day is made, written as the log writes
    them; a second entry of a day goes after the first.
    """
    same = [mark for mark in log.days if mark.date == day]
    if same:
        return _put(log, _block_end(log, same[-1]), [entry])
    month = next((mark for mark in log.months if (mark.date.year, mark.date.month) == (day.year, day.month)), None)
    if month:
        return _put(log, _place_in_month(log, month, day), [_day_mark(log, day), entry])
    marks = [_day_mark(log, day), entry]
    if log.months or not log.days:
        marks.insert(0, _month_mark(log, day))
    return _put(log, _place_of_month(log, day), marks)


def insert(text: str, what: Insertion) -> str:
    """Carry an insertion out: all that was there stays as it was, to the byte."""
    return text[: what.at] + what.text + text[what.at :]


# ── places ──


def _block_end(log: Log, mark: Mark) -> int:
    """Give where the text that belongs to a mark ends: at the next mark, or at the log's end."""
    return next((other.line.start for other in log.marks if other.line.start > mark.line.start), len(log.text))


def _place_in_month(log: Log, month: Mark, day: datetime.date) -> int:
    """Give where a new day goes among a month's days; a day of another year in between does no harm, order is looked at one by one."""
    end = next((other.line.start for other in log.months if other.line.start > month.line.start), len(log.text))
    days = [mark for mark in log.days if month.line.start < mark.line.start < end]
    newest_first = log.newest_first
    later = [mark.line.start for mark in days if (mark.date < day if newest_first else mark.date > day)]
    return min(later, default=end)


def _place_of_month(log: Log, day: datetime.date) -> int:
    """Give where a new month, or a new day of a log without months, goes."""
    tops = log.months or log.days
    first = day.replace(day=1) if log.months else day
    newest_first = log.newest_first
    later = [mark.line.start for mark in tops if (mark.date < first if newest_first else mark.date > first)]
    return min(later, default=len(log.text))


def _put(log: Log, at: int, blocks: list[str]) -> Insertion:
    """Set blocks in at a place, a blank line between them and their neighbours; blank lines that are there already serve."""
    space = re.search(r"[ \t\r\n]*$", log.text[max(0, at - 200) : at])
    above = space[0].count("\n") if space else 0
    first = not log.text[:at].strip("\ufeff \t\r\n") if at < 200 else False
    text = "" if first else "\n" * max(0, 2 - above)
    text += "\n\n".join(block.strip("\n") for block in blocks) + "\n"
    if at < len(log.text):
        text += "\n"
    return Insertion(at, text.replace("\n", log.newline))


# ── how this log writes its marks ──


def _day_mark(log: Log, day: datetime.date) -> str:
    if not log.days:
        return f"## {day.year}.{day.month}.{day.day}"
    nearest = min(log.days, key=lambda mark: abs((mark.date - day).days))
    padded = any(re.search(rf"{_SEPARATOR}0\d", mark.line.text) for mark in log.days)
    return _rewrite(nearest.line.text, day, padded=padded)


def _month_mark(log: Log, day: datetime.date) -> str:
    if not log.months:
        return f"# {day.year}.{day.month}"
    nearest = min(log.months, key=lambda mark: abs((mark.date - day).days))
    padded = any(re.search(r"[-./年]0\d", mark.line.text) for mark in log.months)
    return _rewrite(nearest.line.text, day, padded=padded)


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
        name = calendar.month_name[day.month] if len(parts["mon"]) > 3 else calendar.month_abbr[day.month]
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


# ── lines ──


def _newline(text: str) -> str:
    return "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"


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


def _title(line: str) -> str | None:
    """Give the title that a line begins an entry with, in the ways that logs write them."""
    bare = line.strip()
    if match := re.match(r"[*_]*《(.+?)》?[*_]*$", bare) if bare.lstrip("*_").startswith("《") else None:
        title = match[1]
    elif match := re.match(r"(?:\d+[.,]\s*)?<u>(.+?)</u>|\[([^\]]{8,})\]\(\S+\)\s*\S{0,12}$|\*\*([^*]{8,})\*\*$", bare):
        title = next(group for group in match.groups() if group)
    else:
        return None
    return re.sub(r"[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}", "", title).strip() or None
