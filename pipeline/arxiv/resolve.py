"""Resolve: what somebody jotted down → an arXiv identifier, or why not.

Precision before recall: drafting the wrong paper is the worst outcome, asking is cheap.

The rules, in order:

- An identifier or a URL of one in the line settles it; several different ones are asked about.
- What says that it is a task, a topic or a group ("写综述：…", "LLM 系列：", "… etc") is no paper.
- Title candidates are cut out of the line: without notes in another script, years, title marks, and
  a nickname in front. Each is searched and compared by title: equal letters and digits are a must,
  since "GPT-4 Technical Report" and "GPT-4o Technical Report" are 98% alike. One paper with the
  title is sure; several, or only resembling ones, are asked about.
- A nickname by itself ("ALIGN", "DALLE, DALLE2") is ambiguous at best.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from pipeline.errors import SummarizeError, UsageError
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.text.cjk import CJK, CJK_MARKS
from pipeline.text.titles import fold, same_title, without_nickname

Search = Callable[[str], list[Paper]]
_STOP = frozenset(
    "a an and are as at be by for from in into is it its of on or the this to via with without".split()  # arXiv ignores these
)
_CJK = CJK + CJK_MARKS
_URL = re.compile(
    r"(?:https?://|(?<![\w.-])(?:www\.)?(?:arxiv|alphaxiv)\.org/)[^\s<>）)\]】》]+", re.IGNORECASE
)
_BARE = re.compile(
    r"(?<![\w./])(?:arXiv\s*:\s*)?(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)(?![\w]|[./]\d)",
    re.IGNORECASE,
)
_TASK = re.compile(
    r"总结|综述：|体验|详解|详细|文档|重建|技术|合集|系列|相关|得分|机制|方式|账号|工具|之前读|证明|精读|笔记|复现|部署|测试|对比|之间|原理|概念|课程|"
    r"^\s*(?:写|使用|学习|看|跑|试|整理|梳理|了解)|\bTBD\b|\bTODO\b|\betc\b",
    re.IGNORECASE,
)
_ENGLISH_TASK = re.compile(
    r"(?:try|install|write|fix|e?mail|ask|check|clean|set up|implement|finish|update|prepare|review|reproduce|run|buy|call) "
)
_NEAR = 82.0
"""Per cent of likeness (rapidfuzz ratio of the folded titles) from which a title is worth asking
about."""


class Resolution(NamedTuple):
    """What became of a line. `paper` is there for `paper` only; `candidates` are at most three, for `ambiguous`."""

    outcome: Literal["paper", "not_a_paper", "ambiguous", "not_found"]
    reason: str
    arxiv_id: ArxivId | None = None
    paper: Paper | None = None
    candidates: tuple[Paper, ...] = ()


def resolve_item(text: str, search: Search) -> Resolution:
    """Tell which paper a line of a pending list means, or why none.

    `search` takes a query in arXiv's syntax and gives papers, best first; it may raise
    SummarizeError.
    """
    if found := identifiers(text):
        if len(found) == 1:
            return Resolution("paper", "the item gives its identifier", arxiv_id=found[0])
        return Resolution(
            "ambiguous", f"the item gives several identifiers: {', '.join(map(str, found))}"
        )
    titles = title_candidates(text)
    if reason := _no_paper(text, titles):
        return Resolution("not_a_paper", reason)
    if not titles:
        return Resolution(
            "ambiguous", "a nickname by itself: write the title or the identifier behind it"
        )
    return _by_title(titles, search)


def resolve_title(title: str, search: Search) -> Paper:
    """Give the paper of a title that somebody asked for by name.

    Raises SummarizeError where no paper or more than one has the title, with the nearest candidates
    and how to choose one.
    """
    found = _by_title([title, *title_candidates(title)], search)
    if found.paper:
        return found.paper
    hint = (
        choose(found.candidates) if found.candidates else "give its identifier, its URL or its PDF"
    )
    raise SummarizeError(f"{found.reason}: {title!r}", hint)


def choose(papers: Iterable[Paper]) -> str:
    """Say how to choose one of some candidates."""
    return "choose one: " + "; ".join(
        f"summarize {paper.arxiv_id} ({paper.title[:80]})" for paper in papers
    )


# ── what a line says ──


def identifiers(text: str) -> list[ArxivId]:
    """Give the identifiers in a line, in order, each once."""
    found = []
    for piece in [
        *_URL.findall(text),
        *(match[0] for match in _BARE.finditer(_URL.sub(" ", text))),
    ]:
        try:
            found.append(arxiv_id.parse(piece.rstrip(".,;:，。；：")))
        except UsageError:
            continue  # another site's address, or a number that only looks like one
    return list(dict.fromkeys(found))


def title_candidates(text: str) -> list[str]:
    """Cut what may be a title out of a line, the likeliest first; empty where nothing is long enough to be one."""
    marked = re.search(r"《(.+?)》", text)
    bare = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", marked[1] if marked else text)
    bare = re.sub(r"[*_`]{1,3}|<[^>]+>", "", _URL.sub(" ", bare)).replace("：", ": ")
    bare = re.sub(rf"\s*[（(][^()（）]*[{_CJK}][^()（）]*[)）]", " ", bare)  # a note in brackets
    if not marked:
        # the longest run without Chinese, less a year glued to its end ("…translation2014年")
        bare = max(re.split(rf"[{_CJK}]+", re.sub(r"\d{4}(?=年)", " ", bare)), key=len)
    bare = re.sub(r"\s*\((?:19|20)\d\d\)\s*$", "", bare).strip(" -–—,.;:、，。")
    bare = re.sub(r"^\([\w.+-]{2,15}\)\s*", "", bare)  # "(LDM)Diffusion Models: …"
    variants = [bare, without_nickname(bare)]
    if ":" in bare:
        variants.append(bare.split(":", 1)[1].strip())
    return [variant for variant in dict.fromkeys(variants) if _long_enough(variant)]


def _long_enough(title: str) -> bool:
    return (len(re.findall(r"[^\W\d_]{2,}", title)) >= 3 and len(title) >= 18) or len(
        re.findall(rf"[{_CJK}]", title)
    ) >= 6


def _no_paper(text: str, titles: list[str]) -> str:
    """Say why a line is no paper; empty where it may be one."""
    bare = text.strip()
    latin = re.findall(r"[A-Za-z][\w.+-]*", _URL.sub(" ", bare))
    if bare.endswith((":", "：")):
        return "a heading of a group"
    if not latin:
        return (
            "a link that is not arXiv's"
            if _URL.search(bare)
            else "a task or a topic: no title in it"
        )
    if _ENGLISH_TASK.match(bare):  # in lower case: titles begin with a capital
        return "a task"
    share = len(re.findall(rf"[{_CJK}]", bare)) / len(bare)
    if _TASK.search(bare) and (share > 0.15 or not titles):
        return "a task or a topic"
    if _URL.search(bare) and not titles:
        return "a link that is not arXiv's"
    if "=" in bare and not titles:
        return "a remark"
    if ":" not in bare and "：" not in bare and _is_spelled_out(latin):
        return "a term and what it stands for"
    if (
        not titles
        and share > 0.5
        and not any(word[0].isupper() and len(word) > 2 for word in latin)
    ):
        return "a task or a topic: no title in it"
    return (
        "a task or a topic"
        if not titles and share > 0.55 and "工作" not in bare and "等" not in bare
        else ""
    )


def _is_spelled_out(words: list[str]) -> bool:
    """Tell a term with its meaning ("GAP global average pooling") from a title."""
    short, rest = words[0], words[1:]
    return (
        len(rest) == len(short) >= 2
        and short.isupper()
        and "".join(word[0] for word in rest).upper() == short
    )


# ── by title ──


def _by_title(titles: list[str], search: Search) -> Resolution:
    found: dict[ArxivId | None, Paper] = {}
    for title in titles:
        for query in _queries(title):
            found |= {paper.arxiv_id: paper for paper in search(query)}
            same = [
                paper
                for paper in found.values()
                if any(same_title(one, paper.title) for one in titles)
            ]
            if len(same) == 1:
                return Resolution(
                    "paper", "its title is this", arxiv_id=same[0].arxiv_id, paper=same[0]
                )
            if same:
                return Resolution(
                    "ambiguous", f"{len(same)} papers have this title", candidates=tuple(same[:3])
                )
    near = _nearest(titles, found.values())
    if near:
        return Resolution("ambiguous", "no paper has just this title", candidates=near)
    return Resolution("not_found", "found nothing like it on arXiv")


def _queries(title: str) -> Iterable[str]:
    """Give queries for a title: all its telling words, then each half.

    One word that arXiv spells otherwise hides the paper from one half only.
    """
    # a word with an accent is left out: arXiv's title search does not fold it, and half a word
    # finds nothing
    words = [
        word
        for word in re.findall(r"[^\W_]+", title)
        if word.isascii() and word.lower() not in _STOP
    ]
    words = list(dict.fromkeys(words))[:12]
    if words:
        yield " AND ".join(f"ti:{word}" for word in words)
    if len(words) > 3:
        for half in (words[: len(words) // 2], words[len(words) // 2 :]):
            yield " AND ".join(f"ti:{word}" for word in half)


def _nearest(titles: Iterable[str], papers: Iterable[Paper]) -> tuple[Paper, ...]:
    from rapidfuzz import fuzz

    wanted = [fold(title) for title in titles]
    scored = [
        (max(fuzz.ratio(one, fold(paper.title)) for one in wanted), paper.title, paper)
        for paper in papers
    ]
    scored.sort(key=lambda row: (-row[0], row[1]))
    return tuple(paper for score, _, paper in scored[:3] if score >= _NEAR)
