"""Learn how a log writes its entries, so that a new one looks like its neighbours. Pure: a log in, a `Style` out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from pipeline.log.reading_log import Log
from pipeline.records.style import Style
from pipeline.text.cjk import has_cjk

T = TypeVar("T")

_TITLE_MARKS = re.compile(
    r"(?P<open>\*\*《|《\*\*|《|<u>|\*\*|(?P<link>\[)(?=[^\]]{8,}\]\())[^\n]*?(?P<close>\*\*》|》\*\*|》|</u>|\*\*|\]\(|$)"
)
_POINT = re.compile(
    r"^(?P<indent>[ \t]*)(?:\d{1,2}(?P<mark>[.，、])|(?P<bullet>[-*+]) )(?P<text>.*)", re.MULTILINE
)
_POINT_LINE = r"[ \t]*(?:\d{1,2}[.，、]|[-*+] ).*\n"
_APART = re.compile(rf"^{_POINT_LINE}[ \t]*\n(?={_POINT_LINE})", re.MULTILINE)
_CLOSE = re.compile(rf"^{_POINT_LINE}(?={_POINT_LINE})", re.MULTILINE)
_LEAD_END = re.compile(
    r"((?:(?:本文|主要|内容|核心)?(?:要点|内容|观点)|核心(?:思想|idea))(?:如下)?[:：]|[Kk]ey points:|[Hh]ighlights:)[ \t]*$",
    re.MULTILINE,
)
_VERDICT_START = re.compile(
    r"^[ \t]*(?:[-*+] )?((?:总体|整体)(?:上|来说|来看|而言|看)|总的来说|总的来看|总之|综上|评价[:：]|点评[:：]"
    r"|Overall|In short|In summary|Take[- ]?away(?: message)?|Verdict|TL;DR)(?P<end>[:：，,])",
    re.MULTILINE,
)


def learn(log: Log, language: str) -> Style:
    """Learn a log's ways by the majority of its newest ten entries; what they don't tell is left to the template.

    `language` is the draft's: wording of another language is not taken over.
    """
    newest = log.entries[:10] if log.newest_first else log.entries[-10:]  # people change their ways
    texts = [
        log.text[entry.start : entry.end].replace("\r\n", "\n").lstrip("\n") for entry in newest
    ]
    if not texts:
        return Style()
    bodies = [text.partition("\n")[2] for text in texts]
    points = [match for body in bodies for match in _POINT.finditer(body)]
    marks = _most((match["mark"] or match["bullet"] for match in points), ".")
    titles_in_list = sum(bool(re.match(r"[ \t]|\d", text)) for text in texts) * 2 > len(texts)
    opening, closing = _most(map(_title_marks, texts), ("", ""))
    return Style(
        open=opening,
        close=closing,
        number_mark=marks,
        blank_between=sum(len(_APART.findall(body)) for body in bodies)
        > sum(len(_CLOSE.findall(b)) for b in bodies),
        blank_after_title=sum(not body.partition("\n")[0].strip() for body in bodies) * 2
        >= len(bodies),
        indent="" if titles_in_list else _most((match["indent"] for match in points), ""),
        lead_end=_most(
            (m[1] for body in bodies for m in _LEAD_END.finditer(body) if _speaks(m[1], language)),
            "",
        ),
        verdict_start=_most(
            (
                m[1] + m["end"]
                for b in bodies
                for m in _VERDICT_START.finditer(b)
                if _speaks(m[1], language)
            ),
            "",
        ),
    )


def _title_marks(text: str) -> tuple[str, str]:
    match = _TITLE_MARKS.search(text.partition("\n")[0])
    if match is None:
        return "", ""
    mirrored = {"《": "》", "《**": "**》", "**《": "》**", "<u>": "</u>", "**": "**", "[": "]("}
    return match["open"], mirrored[match["open"]]  # a mark that somebody forgot to close is closed


def _speaks(words: str, language: str) -> bool:
    return has_cjk(words) == (language == "zh")


def _most(found: Iterable[T], usual: T) -> T:
    """Give the commonest of what was found; of equals the first, and `usual` where there is nothing."""
    return next(iter(Counter(found).most_common(1)), (usual, 0))[0]
