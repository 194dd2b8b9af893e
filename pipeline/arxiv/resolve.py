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

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from pipeline.errors import SummarizeError, UsageError
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.text.cjk import CJK, CJK_MARKS
from pipeline.text.titles import fold, same_title, without_nickname

Search = Callable[[str], list[Paper]]
_IGNORED = frozenset(
    """a an and are as at be by for from in into is it its of on or the this to via with
    without""".split()
)
"""Words that arXiv's search ignores."""
_CJK = CJK + CJK_MARKS
_URL = re.compile(
    r"(?:https?://|(?<![\w.-])(?:www\.)?(?:arxiv|alphaxiv)\.org/)[^\s<>）)\]】》]+", re.IGNORECASE
)
_BARE = re.compile(
    r"(?<![\w./])(?:arXiv\s{0,3}:\s{0,3})?"
    r"(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]{2,16}(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)(?![\w]|[./]\d)",
    re.IGNORECASE,
)
_TASK = re.compile(
    r"总结|综述：|体验|详解|详细|文档|重建|技术|合集|系列|相关|得分|机制|方式|账号|工具|之前读"
    r"|证明|精读|笔记|复现|部署|测试|对比|之间|原理|概念|课程"
    r"|^\s*(?:写|使用|学习|看|跑|试|整理|梳理|了解)|\bTBD\b|\bTODO\b|\betc\b",
    re.IGNORECASE,
)
_ENGLISH_TASK = re.compile(  # in lower case: titles begin with a capital
    r"(?:try|install|write|fix|e?mail|ask|check|clean|set up|implement|finish|update|prepare"
    r"|review|reproduce|run|buy|call) "
)
# no part of a line is longer than 500 characters to these: they stay linear in it
_LINK = re.compile(r"!?\[([^\]]{0,500})\]\([^)]{0,500}\)")
_TITLE_MARKS = re.compile(r"《(.{1,500}?)》")
_MARKUP = re.compile(r"[*_`]{1,3}|<[^>]{1,500}>")
_IN_BRACKETS = re.compile(r"\s?[（(]([^()（）]{0,500})[)）]")
_WORD = re.compile(r"[^\W_]+")
_NEAR = 82.0
"""Per cent of likeness (rapidfuzz ratio of the folded titles) from which a title is worth asking
about."""
SHORTEST_TITLE = 18
"""Characters of an English title, in three words at least: what is shorter is a nickname."""
SHORTEST_CJK_TITLE = 6
"""Characters of a Chinese one."""
MOST_WORDS = 12
"""Words of a query: more only make it miss."""
MOST_CANDIDATES = 3
"""How many papers a person is asked to choose from."""
LONGEST_SHOWN = 80
"""Characters of a title that a hint has room for."""
SOME, HALF, MOST = 0.15, 0.5, 0.55
"""Shares of a line that are Chinese: enough for its Chinese words to say what it is; about half;
more than a paper's nickname among a few words about it has."""


class Resolution(NamedTuple):
    """What became of a line.

    `paper` is there for `paper` only; `candidates` are at most three, for `ambiguous`.
    """

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
    named = "give its identifier, its URL or its PDF"
    hint = choose(found.candidates) if found.candidates else named
    raise SummarizeError(f"{found.reason}: {title!r}", hint)


def choose(papers: Iterable[Paper]) -> str:
    """Say how to choose one of some candidates."""
    return "choose one: " + "; ".join(
        f"summarize {paper.arxiv_id} ({paper.title[:LONGEST_SHOWN]})" for paper in papers
    )


# ── what a line says ──


def identifiers(text: str) -> list[ArxivId]:
    """Give the identifiers in a line, in order, each once."""
    pieces = [*_URL.findall(text), *(match[0] for match in _BARE.finditer(_URL.sub(" ", text)))]
    found: dict[ArxivId, None] = {}
    for piece in pieces:
        with contextlib.suppress(UsageError):  # another site's address, or just some number
            found[arxiv_id.parse(piece.rstrip(".,;:，。；："))] = None
    return list(found)


def title_candidates(text: str) -> list[str]:
    """Cut what may be a title out of a line, the likeliest first.

    None where nothing is long enough to be one.
    """
    marked = _TITLE_MARKS.search(text)
    bare = _without_markup(marked[1] if marked else text)
    if not marked:
        bare = _longest_without_cjk(bare)
    bare = re.sub(r"\s?\((?:19|20)\d\d\)\s*$", "", bare).strip(" -–—,.;:、，。")
    bare = re.sub(r"^\([\w.+-]{2,15}\)\s*", "", bare)  # "(LDM)Diffusion Models: …"
    after_colon = bare.partition(":")[2].strip()
    variants = dict.fromkeys((bare, without_nickname(bare), after_colon))
    return [variant for variant in variants if _is_long_enough(variant)]


def _without_markup(text: str) -> str:
    """Take links, emphasis and notes in Chinese out of a line."""
    bare = _MARKUP.sub("", _URL.sub(" ", _LINK.sub(r"\1", text))).replace("：", ": ")
    return _IN_BRACKETS.sub(lambda note: " " if _cjk(note[1]) else note[0], bare)


def _longest_without_cjk(text: str) -> str:
    """Give the longest run without Chinese, less a year glued to its end ("…translation2014年")."""
    return max(re.split(rf"[{_CJK}]+", re.sub(r"\d{4}(?=年)", " ", text)), key=len)


def _cjk(text: str) -> int:
    """Count the Chinese characters and marks."""
    return len(re.findall(rf"[{_CJK}]", text))


def _is_long_enough(title: str) -> bool:
    if _cjk(title) >= SHORTEST_CJK_TITLE:
        return True
    return len(title) >= SHORTEST_TITLE and len(re.findall(r"[^\W\d_]{2,}", title)) >= 3


class _Line(NamedTuple):
    """What tells a paper from a task: the words in Latin script, the titles, the Chinese share."""

    text: str
    latin: list[str]
    titles: list[str]
    share: float

    @property
    def has_link(self) -> bool:
        return bool(_URL.search(self.text))

    @property
    def is_term(self) -> bool:
        """Whether it is a term and what it stands for: GAP global average pooling."""
        short, *rest = self.latin
        initials = "".join(word[0] for word in rest).upper()
        whole = ":" not in self.text and "：" not in self.text
        return whole and len(short) >= 2 and short.isupper() and initials == short

    @property
    def names_something(self) -> bool:
        return any(word[0].isupper() and len(word) > 2 for word in self.latin)

    @property
    def is_about_work(self) -> bool:
        return "工作" in self.text or "等" in self.text


_NO_TITLE = "a task or a topic: no title in it"
_NO_PAPER: tuple[tuple[str, Callable[[_Line], bool]], ...] = (
    ("a heading of a group", lambda line: line.text.endswith((":", "："))),
    ("a link that is not arXiv's", lambda line: not line.latin and line.has_link),
    (_NO_TITLE, lambda line: not line.latin),
    ("a task", lambda line: bool(_ENGLISH_TASK.match(line.text))),
    (
        "a task or a topic",
        lambda line: bool(_TASK.search(line.text)) and (line.share > SOME or not line.titles),
    ),
    ("a link that is not arXiv's", lambda line: line.has_link and not line.titles),
    ("a remark", lambda line: "=" in line.text and not line.titles),
    ("a term and what it stands for", lambda line: line.is_term),
    (
        _NO_TITLE,
        lambda line: not line.titles and line.share > HALF and not line.names_something,
    ),
    (
        "a task or a topic",
        lambda line: not line.titles and line.share > MOST and not line.is_about_work,
    ),
)
"""What a line is that is no paper, by the first of these that holds."""


def _no_paper(text: str, titles: list[str]) -> str:
    """Say why a line is no paper; empty where it may be one."""
    bare = text.strip()
    latin = re.findall(r"[A-Za-z][\w.+-]*", _URL.sub(" ", bare))
    line = _Line(bare, latin, titles, _cjk(bare) / max(len(bare), 1))
    return next((reason for reason, holds in _NO_PAPER if holds(line)), "")


# ── by title ──


def _by_title(titles: list[str], search: Search) -> Resolution:
    found: dict[ArxivId | None, Paper] = {}
    for title in titles:
        for query in _queries(title):
            found |= {paper.arxiv_id: paper for paper in search(query)}
            if same := _same(titles, found.values()):
                return _settled(same)
    if near := _nearest(titles, found.values()):
        return Resolution("ambiguous", "no paper has just this title", candidates=near)
    return Resolution("not_found", "found nothing like it on arXiv")


def _same(titles: list[str], papers: Iterable[Paper]) -> list[Paper]:
    return [paper for paper in papers if any(same_title(one, paper.title) for one in titles)]


def _settled(same: list[Paper]) -> Resolution:
    if len(same) > 1:
        said = f"{len(same)} papers have this title"
        return Resolution("ambiguous", said, candidates=tuple(same[:MOST_CANDIDATES]))
    return Resolution("paper", "its title is this", arxiv_id=same[0].arxiv_id, paper=same[0])


def _queries(title: str) -> Iterator[str]:
    """Give queries for a title: all its telling words, then each half.

    One word that arXiv spells otherwise hides the paper from one half only. A word with an accent
    is left out: arXiv's title search does not fold it, and half a word finds nothing.
    """
    plain = (word for word in _WORD.findall(title) if word.isascii())
    telling = dict.fromkeys(word for word in plain if word.lower() not in _IGNORED)
    words = list(telling)[:MOST_WORDS]
    half = len(words) // 2
    parts = [words, words[:half], words[half:]] if len(words) > 3 else [words]
    return (" AND ".join(f"ti:{word}" for word in part) for part in parts if part)


def _nearest(titles: Iterable[str], papers: Iterable[Paper]) -> tuple[Paper, ...]:
    from rapidfuzz import fuzz

    wanted = [fold(title) for title in titles]

    def likeness(paper: Paper) -> float:
        folded = fold(paper.title)
        return max(fuzz.ratio(one, folded) for one in wanted)

    scored = [(likeness(paper), paper) for paper in papers]
    near = [row for row in scored if row[0] >= _NEAR]
    near.sort(key=lambda row: (-row[0], row[1].title))
    return tuple(paper for _, paper in near[:MOST_CANDIDATES])
