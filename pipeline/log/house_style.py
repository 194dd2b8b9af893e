"""Learn what a log's entries look like, so that a new one looks like its neighbours.

Pure: a log in, a `Style` out.
"""

from __future__ import annotations

import calendar
import itertools
import posixpath
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from pipeline.log import reading_log
from pipeline.log.reading_log import Log, LogEntry
from pipeline.records.draft import MOST_FIGURES
from pipeline.records.style import Pictures, Style
from pipeline.text import pictures
from pipeline.text.cjk import has_cjk
from pipeline.text.pictures import PictureLink

T = TypeVar("T")

_NEWEST = 10
"""Entries that are learnt from: people change their ways."""

_NEWEST_PICTURES, _WITH_PICTURES = 10, 60
"""Pictures that their folder and links are learnt from, and the newest entries they are of."""
_EMPHASISED = re.compile(r"(?P<mark>\*\*|[*_])(?![*_\s])[^*_]+(?<!\s)(?P=mark)")
_ET_AL = re.compile(r"\bet\.? al\b")
_MONTH_BY_NAME = re.compile(rf"\b(?:{'|'.join(calendar.month_name[1:])}) (?:19|20)\d\d\b")
_IN_LOGS_FOLDER = re.compile(r"(?!/|(?:.*/)?\.\.?/)[\w./ -]+")
"""A picture's path from where the log is: no address, and nothing above it."""
_AROUND_PICTURE = re.compile(
    r"\s*(?P<before><(?P<tag>p|div|center)(?: align=[\"']?(?:center|left|right)[\"']?)?>\s*)$"
)
_INDENT = re.compile(r" {1,3}(?! |\t)")
"""What may stand before a picture's line: with more it shows only within a list's item, and behind
a verdict it is in none."""
_SIZE = re.compile(r"\b(?P<name>width|height)\s?=\s?[\"']?(?P<size>\d{1,4}(?:px|%)?)\b")
_TITLE_MARKS = re.compile(r"\*\*《|《\*\*|《|<u>|\*\*|\[(?=[^\]]{8,}\]\()")
_HEADING = re.compile(r"#{1,6}[ \t]+")
_MIRRORED = {"《": "》", "《**": "**》", "**《": "》**", "<u>": "</u>", "**": "**", "[": "]("}
POINT = re.compile(
    r"^(?P<indent>[ \t]*)(?:\d{1,2}(?P<mark>[.，、])|(?P<bullet>[-*+]) )", re.MULTILINE
)
"""What a numbered or bulleted line begins with."""
LABEL = re.compile(
    r"[ \t*_]*(?P<label>[^\s，：:,。；*_][^\n，：:,。；*_]{0,19}?)[*_ ]*(?P<end>[，：:,])"
)
"""What a point may begin with; whether it is a label tells that other points have it too."""
_POINT_LINE = r"[ \t]*(?:\d{1,2}[.，、]|[-*+] ).*\n"
_APART = re.compile(rf"^{_POINT_LINE}[ \t]*\n(?={_POINT_LINE})", re.MULTILINE)
_CLOSE = re.compile(rf"^{_POINT_LINE}(?={_POINT_LINE})", re.MULTILINE)
_LEAD_END = re.compile(
    r"(?P<words>(?:(?:本文|主要|内容|核心)?(?:要点|内容|观点)|核心(?:思想|idea))(?:如下)?[:：]"
    r"|[Kk]ey points:|[Hh]ighlights:)[ \t]*$",
    re.MULTILINE,
)
VERDICT_START = re.compile(
    r"^[ \t]*(?:[-*+] )?(?P<words>(?:\*\*|__)?(?:(?:总体|整体)(?:上|来说|来看|而言|看)|总的来说"
    r"|总的来看|总之|综上|评价[:：]|点评[:：]|Overall|In short|In summary"
    r"|Take[- ]?away(?: message)?|Verdict|TL;DR)(?:\*\*|__)?[:：，,](?:\*\*|__)?)",
    re.MULTILINE,
)
"""What opens a verdict."""


def learn(log: Log, language: str) -> Style:
    """Learn a log's ways by the majority of its newest ten entries.

    What they don't tell is left to the template. `language` is the draft's, `zh` or `en`: wording
    of another language is not taken over.
    """
    texts = list(_texts(log))
    if not texts:
        return Style()
    bodies = [text.partition("\n")[2] for text in texts]
    points = [match for body in bodies for match in points_of(body).outermost]
    nested_indent, nested_mark = _nesting(bodies)
    opening, closing = _most(map(_title_marks, texts), ("", ""))
    label_open, label_end = _around_label(bodies, language)
    leads = [body.lstrip().partition("\n")[0].strip() for body in bodies]
    return Style(
        open=opening,
        close=closing,
        number_mark=_most(map(_mark, points), "."),
        nested_mark=nested_mark,
        nested_indent=nested_indent,
        blank_between=_found(_APART, bodies) > _found(_CLOSE, bodies),
        blank_after_title=_mostly_blank_behind_titles(bodies),
        indent="" if _titles_in_list(texts) else _indent(bodies),
        lead_end=_wording(_LEAD_END, bodies, language),
        verdict_start=_wording(VERDICT_START, bodies, language),
        label_open=label_open,
        label_end=label_end,
        lead_mark=_most(map(_lead_mark, leads), ""),
        lead_authors=_most((bool(_ET_AL.search(lead)) for lead in leads), usual=False),
        month_by_name=_most((bool(_MONTH_BY_NAME.search(lead)) for lead in leads), usual=False),
        pictures=learn_pictures(log),
    )


class Points(NamedTuple):
    """What an entry's points begin with: those at the least indent, and those within them."""

    outermost: tuple[re.Match[str], ...]
    nested: tuple[re.Match[str], ...]


def points_of(body: str) -> Points:
    """Tell an entry's points from the points within them, `body` being what is below its title."""
    found = tuple(POINT.finditer(body))
    margin = min((len(match["indent"]) for match in found), default=0)
    return Points(
        tuple(match for match in found if len(match["indent"]) == margin),
        tuple(match for match in found if len(match["indent"]) > margin),
    )


def learn_pictures(log: Log) -> Pictures:
    """Learn how many pictures an entry has, where they lie, and how they are linked.

    An entry has some where half of the newest ten have; then it is their median, of those that have
    any. Pictures elsewhere than in the log's own folder tell nothing.
    """
    texts = [log.text[one.start : one.end] for one in newest(log, _WITH_PICTURES)]
    counts = [sum(1 for _ in _own_pictures(text)) for text in texts[:_NEWEST]]
    having = [count for count in counts if count]
    count = statistics.median_low(having) if having and len(having) * 2 >= len(counts) else 0
    of_all = ((one, text) for text in texts for one in _own_pictures(text))
    found = list(itertools.islice(of_all, _NEWEST_PICTURES))
    as_tag = _most((one.is_tag for one, _ in found), usual=False)
    alike = [(one, text) for one, text in found if one.is_tag == as_tag]
    before, behind = _most((_around(one, text) for one, text in alike), ("", ""))
    return Pictures(
        per_entry=min(count, MOST_FIGURES),
        folder=_most((posixpath.dirname(one.target) or "." for one, _ in found), ""),
        as_tag=as_tag,
        size=_most((_size(one) for one, _ in alike if one.is_tag), ""),
        before=before,
        behind=behind,
        indent=_most((_indent_of(one, text) for one, text in alike), ""),
    )


def for_title(style: Style, title: str) -> Style:
    """Give a style in which a log is read to have a title, as it will be printed, as a title.

    In marks that would make it none (bold, where it is short) or a day's mark it stands in 《》.
    """
    before, behind = style.around_title("x", ("**", "**"))
    # titles that are headings are told by the day's mark above them
    read = reading_log.read(f"# 2024-01-06\n\n{before}{title}{behind}\n")
    if len(read.entries) == 1 and len(read.marks) == 1:
        return style
    return style._replace(open="《", close="》")


def newest(log: Log, count: int) -> tuple[LogEntry, ...]:
    """Give so many of the newest entries of a log, the newest first."""
    return log.entries[:count] if log.newest_first else log.entries[: -count - 1 : -1]


def _texts(log: Log) -> Iterator[str]:
    for entry in newest(log, _NEWEST):
        yield log.text[entry.start : entry.end].replace("\r\n", "\n").lstrip("\n")


def _title_marks(text: str) -> tuple[str, str]:
    """Give what stands around a title; a mark that somebody forgot to close is closed."""
    line = text.partition("\n")[0]
    heading = _HEADING.match(line)
    match = _TITLE_MARKS.match(line, heading.end()) if heading else _TITLE_MARKS.search(line)
    before = heading[0] if heading else ""
    return (before + match[0], _MIRRORED[match[0]]) if match else (before, "")


def _own_pictures(text: str) -> Iterator[PictureLink]:
    return (one for one in pictures.links(text) if _IN_LOGS_FOLDER.fullmatch(one.target))


def _size(picture: PictureLink) -> str:
    """Give the attribute that sizes a picture: its width, because both would bend another one."""
    sizes = {found["name"]: found["size"] for found in _SIZE.finditer(picture.whole)}
    return next((f'{name}="{sizes[name]}"' for name in ("width", "height") if name in sizes), "")


def _around(picture: PictureLink, text: str) -> tuple[str, str]:
    """Give the tag that centres a picture on its line, and the one that ends it."""
    found = _AROUND_PICTURE.match(_before(picture, text))
    return (found["before"], f"</{found['tag']}>") if found else ("", "")


def _indent_of(picture: PictureLink, text: str) -> str:
    found = _INDENT.match(_before(picture, text) + picture.whole)
    return found[0] if found else ""


def _before(picture: PictureLink, text: str) -> str:
    """Give what stands before a picture in its line."""
    return text[text.rfind("\n", 0, picture.start) + 1 : picture.start]


def _indent(bodies: Sequence[str]) -> str:
    """Give what stands before the outermost points of most entries."""
    firsts = (points_of(body).outermost[:1] for body in bodies)
    return _most((first["indent"] for one in firsts for first in one), "")


def _nesting(bodies: Sequence[str]) -> tuple[str, str]:
    """Give the indent and the mark of points within points, where most entries have some."""
    found = [points_of(body) for body in bodies]
    nested = [one for one in found if one.nested]
    if len(nested) * 2 <= len(bodies):
        return "", ""
    margins = (one.outermost[0]["indent"] for one in nested)
    firsts = [(one.nested[0], margin) for one, margin in zip(nested, margins, strict=True)]
    indent = _most((first["indent"].removeprefix(margin) for first, margin in firsts), "")
    return indent, _most((_mark(first) for first, _ in firsts), "")


def _mark(point: re.Match[str]) -> str:
    return point["mark"] or point["bullet"]


def _titles_in_list(texts: Sequence[str]) -> bool:
    """Tell whether most titles are items of a list: what is below them is indented as theirs."""
    return sum(bool(re.match(r"[ \t]|\d", text)) for text in texts) * 2 > len(texts)


def _mostly_blank_behind_titles(bodies: Sequence[str]) -> bool:
    return sum(not body.partition("\n")[0].strip() for body in bodies) * 2 >= len(bodies)


def _found(pattern: re.Pattern[str], bodies: Sequence[str]) -> int:
    return sum(len(pattern.findall(body)) for body in bodies)


def _wording(pattern: re.Pattern[str], bodies: Sequence[str], language: str) -> str:
    """Give the words that a pattern finds most, of those in the draft's language."""
    said = (match["words"] for body in bodies for match in pattern.finditer(body))
    return _most((words for words in said if _speaks(words, language)), "")


def _lead_mark(lead: str) -> str:
    """Give the mark of emphasis that a lead stands in."""
    return match["mark"] if (match := _EMPHASISED.fullmatch(lead)) else ""


def _around_label(bodies: Sequence[str], language: str) -> tuple[str, str]:
    """Give what most labels begin and end with: emphasis, and a comma; a colon needs no telling.

    A label is what begins more than one point.
    """
    points = ((body, point.end()) for body in bodies for point in POINT.finditer(body))
    found = [match for body, at in points if (match := LABEL.match(body, at))]
    counts = Counter(match["label"] for match in found)
    labels = [match for match in found if counts[match["label"]] > 1]
    comma = _most((match["end"] in "，," for match in labels), usual=False)
    end = ("，：" if language == "zh" else ",:")[not comma]
    alike = Counter(map(_emphasis_of_label, labels)).most_common(1)
    (bold, within), count = alike[0] if alike else (("", False), 0)
    if not bold or count * 2 <= len(labels):
        return "", end if comma else ""
    return bold, f"{end}{bold}" if within else f"{bold}{end}"


def _emphasis_of_label(label: re.Match[str]) -> tuple[str, bool]:
    """Give the mark that a label stands in, and whether what ends it stands in it too."""
    before = label.string[label.start() : label.start("label")].strip()
    if before not in ("**", "*", "__", "_"):
        return "", False
    return before, label.string.startswith(before, label.end())


def _speaks(words: str, language: str) -> bool:
    return has_cjk(words) == (language == "zh")


def _most(found: Iterable[T], usual: T) -> T:
    """Give the commonest of what was found, of equals the first; `usual` where there is nothing."""
    return next(iter(Counter(found).most_common(1)), (usual, 0))[0]
