"""Tell a line of a pending list that is no paper: a task, a topic, a heading, a term, a remark."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from pipeline.text.asides import BRACKETS
from pipeline.text.cjk import CJK, CJK_MARKS
from pipeline.text.identifiers import ADDRESS
from pipeline.text.jotted import Jotted, is_short

_CJK = CJK + CJK_MARKS
_TASK = re.compile(
    r"总结|综述：|体验|详解|详细|文档|重建|技术|合集|系列|相关|得分|机制|方式|账号|工具|之前读"
    r"|证明|精读|笔记|复现|部署|测试|对比|之间|原理|概念|课程"
    r"|^\s*(?:写|使用|学习|看|跑|试|整理|梳理|了解)|\bTBD\b|\bTODO\b|\betc\b",
    re.IGNORECASE,
)
_ENGLISH_TASK = re.compile(  # in lower case: titles begin with a capital
    r"(?:try|install|write|fix|e?mail|ask|check|clean|set up|implement|finish|update|prepare"
    r"|review|reproduce|run|buy|call) |[a-z]+ (?:the|my|our) [a-z]+(?: [a-z]+)?(?<! paper)$"
)
_LINKS_PAPER = re.compile(
    r"\[(?:pdf|paper|arxiv|openreview|doi)\]\("
    r"|//[\w.-]*(?:openreview|aclanthology|aclweb|proceedings|papers\.n(?:eur)?ips|thecvf|doi\.org"
    r"|dl\.acm|ieeexplore|semanticscholar|nature\.com|sciencedirect|springer)",
    re.IGNORECASE,
)
"""A link by whose name, or address, it leads to a paper."""
_LINK = re.compile(r"\[[^\[\]]{0,500}\]\([^()]{0,500}\)")
_A_PAPER = re.compile(r"[那这這哪]篇")
"""What is said in Chinese of a paper whose title one has forgotten."""
_SOME, _HALF, _MOST = 0.15, 0.5, 0.55
"""Shares of a line that are Chinese: enough for its Chinese words to say what it is; about half;
more than a paper's nickname among a few words about it has."""


def _cjk(text: str) -> int:
    """Count the Chinese characters and marks."""
    return len(re.findall(rf"[{_CJK}]", text))


class _Line(NamedTuple):
    """What tells a paper from a task: the words in Latin script, the titles, the Chinese share.

    `words` are the text without its markup and tags.
    """

    text: str
    words: str
    latin: list[str]
    titles: list[str]
    share: float

    @property
    def has_link(self) -> bool:
        return bool(ADDRESS.search(self.text) or "](" in self.text)

    @property
    def links_paper(self) -> bool:
        return bool(_LINKS_PAPER.search(self.text))

    @property
    def has_title(self) -> bool:
        """Whether it has a title, and not just a short one that is a link's whole text."""
        is_told = any(not is_short(title) for title in self.titles) or "《" in self.text
        return is_told or bool(self.titles and re.search(r"[A-Za-z]", _LINK.sub("", self.text)))

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
        lambda line: bool(_TASK.search(line.words)) and (line.share > _SOME or not line.titles),
    ),
    (
        "a link that is not arXiv's",
        lambda line: line.has_link and not (line.has_title or line.links_paper),
    ),
    ("a remark", lambda line: "=" in line.text and not line.titles),
    ("a term and what it stands for", lambda line: line.is_term),
    (
        _NO_TITLE,
        lambda line: not line.titles and line.share > _HALF and not line.names_something,
    ),
    (
        "a task or a topic",
        lambda line: not line.titles and line.share > _MOST and not line.is_about_work,
    ),
)
"""What a line is that is no paper, by the first of these that holds."""


def why_no_paper(text: str, jotted: Jotted, titles: list[str]) -> str:
    """Say why a line is no paper; empty where it may be one. `titles` are what in it may be one."""
    words = jotted.line + jotted.rest
    latin = re.findall(r"[A-Za-z][\w.+-]*", words)
    bare = BRACKETS.sub("", text).strip()  # without what explains a name
    line = _Line(text.strip(), words, latin, titles, _cjk(bare) / max(len(bare), 1))
    if _A_PAPER.search(line.words):
        return ""
    return next((reason for reason, holds in _NO_PAPER if holds(line)), "")
