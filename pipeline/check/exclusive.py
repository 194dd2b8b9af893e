"""Tell where a point says one of two words that exclude each other, and its quote the other one.

"When the training loss stops falling" is wrong where the quote says validation loss. Two ways. Of
one thing, which both call by the same word behind: training loss, validation loss. Or alone, where
neither the quote nor its neighbours have the word. The quote must say most of the sentence's rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.check.paper_index import PaperIndex, terms
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.glossary import english_of, share_said
from pipeline.text.sentences import Place
from pipeline.text.squash import stem

_SETS = """
    train(?:ing)?/训练  valid(?:ation)?|dev(?:elopment)?/验证  test(?:ing)?/测试
    encoders?/编码器  decoders?/解码器
    zero-?shot/零样本  few-?shot/少样本|小样本  one-?shot/单样本
    supervised/(?<![自无半])监督  unsupervised/无监督  self-?supervised/自监督
    frozen|freez\\w+/冻结|固定  fine-?tun\\w+|trainable|learnable/微调|可训练|可学习
    online/在线  offline/离线
    constant/恒定|固定  cosine/余弦  linear(?:ly)?/线性  quadratic(?:ally)?/平方|二次
    minimum|min|at least/至少|最小|最少  maximum|max|at most/至多|最多|最大
    lower/下界  upper/上界
    public(?:ly)?/公开  private|proprietary/私有|非公开
    sparse(?:ly)?/稀疏  dense(?:ly)?/稠密|密集
    local(?:ly)?/局部  global(?:ly)?/全局
    source/源  target/目标
    input/输入  output/输出
    teacher/教师  student/学生
    query/查询  key/键
    users?/用户  items?/物品|商品
    synthetic/合成  real|natural/真实|天然
    greedy|greedily/贪心  sampl\\w+/采样  beam/束搜索
    causal|unidirectional/单向|因果  bidirectional/双向
    homogeneous/同构  heterogeneous/异构
    explicit(?:ly)?/显式  implicit(?:ly)?/隐式
    symmetric/对称  asymmetric/非对称
"""
_EITHER = re.compile(
    "|".join(
        rf"(?P<w{line}_{member}>\b(?:{english})\b|(?:{chinese}))"
        for line, words in enumerate(filter(None, map(str.strip, _SETS.splitlines())))
        for member, word in enumerate(words.replace("\\\\", "\\").split("  "))
        for english, chinese in [word.rsplit("/", 1)]
    ),
    re.IGNORECASE,
)
_HEAD = re.compile(r"[ -]?(?:of the |the |set |的|集)?(?P<head>[A-Za-z]{3,}|[\u4e00-\u9fff]{1,4})")
_LEAST, _FEWEST = 0.5, 3
"""The share of a sentence's terms that its quote must have, and their number."""
_LONGEST = 1000
"""Characters of a sentence of the paper that are looked at."""


class _Word(NamedTuple):
    """A word of a set, and how the word behind it may begin; which set and which of it."""

    kind: str
    which: str
    head: tuple[str, ...]
    words: str


def excluded(said: Said, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each sentence that has a word which its quote's excludes."""
    for place in said.sentences:
        sentence = said.words_at(place)
        ours = _words(sentence)
        source = said.closest(sentence, index) if ours else None
        if source is None or index.is_row(source.start):
            continue
        found = next(_in_sentence(sentence, ours, source, said, index), None)
        if found:
            yield _finding(said.where, *found, source, index)


def _in_sentence(
    sentence: str, ours: Sequence[_Word], source: Place, said: Said, index: PaperIndex
) -> Iterator[tuple[_Word, _Word]]:
    """Give the words of a sentence that one of the paper excludes, each with that one's."""
    theirs = _words(index.words_of(source)[:_LONGEST])
    near = (
        []
        if not theirs
        else [
            word
            for place in index.around_all([source, *said.quoted_sentences(index)], 1)
            for word in _words(index.words_of(place)[:_LONGEST])
        ]
    )
    wanted = [(term,) for term in sorted(terms(sentence))] + list(english_of(sentence))
    share = share_said(wanted, index.terms_of(source)) if len(wanted) >= _FEWEST else 0.0
    for one in ours if theirs and share >= _LEAST else ():
        if other := _instead(one, ours, theirs, near) or _alone(one, ours, theirs, near):
            yield one, other


@lru_cache(maxsize=512)  # the sentences around a quote are asked for again with each of a point
def _words(text: str) -> tuple[_Word, ...]:
    return tuple(_read(match, text) for match in _EITHER.finditer(text))


def _read(match: re.Match[str], text: str) -> _Word:
    kind, which = str(match.lastgroup).split("_")
    behind = _HEAD.match(text, match.end())
    if behind is None:
        return _Word(kind, which, (), match[0])
    if behind["head"].isascii():
        return _Word(kind, which, (stem(behind["head"]),), f"{match[0]}{behind[0]}")
    return _Word(kind, which, next(english_of(behind["head"]), ()), match[0])


def _is_same(one: _Word, other: _Word) -> bool:
    return (one.kind, one.which) == (other.kind, other.which)


def _is_headed(one: _Word, other: _Word) -> bool:
    return any(head.startswith(other.head) for head in one.head) or any(
        head.startswith(one.head) for head in other.head
    )


def _instead(
    one: _Word, ours: Sequence[_Word], theirs: Sequence[_Word], near: Sequence[_Word]
) -> _Word | None:
    """Give what a quote has instead before the same word."""
    if not one.head or any(_is_same(one, other) and _is_headed(one, other) for other in near):
        return None
    for other in theirs:
        if other.kind == one.kind and other.which != one.which and _is_headed(one, other):
            return None if any(_is_same(other, another) for another in ours) else other
    return None


def _alone(
    one: _Word, ours: Sequence[_Word], theirs: Sequence[_Word], near: Sequence[_Word]
) -> _Word | None:
    """Give the only other word of the set that a quote has, which has not this one anywhere."""
    others = [other for other in theirs if other.kind == one.kind]
    if any(_is_same(one, other) for other in near) or len({o.which for o in others}) != 1:
        return None
    return None if any(_is_same(others[0], another) for another in ours) else others[0]


def _finding(where: str, one: _Word, other: _Word, place: Place, index: PaperIndex) -> Finding:
    return make_finding(
        where,
        "wording",
        one.words,
        f"its quote says “{other.words}” and not “{one.words}”",
        f"“{other.words}”",
        index.page_at(place.start),
        reason="contradicted",
    )
