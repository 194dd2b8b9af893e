"""Tell whether the paper counts what a point counts with the point's number.

"12M images" of a paper with 24M images is wrong, and so are 六种偏差 of one with seven biases. What
the paper counts with the point's number anywhere is right, whatever its quote counts.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.check.paper_index import MOST, PaperIndex
from pipeline.check.quantities import Quantity, is_year
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.cjk import CJK
from pipeline.text.sentences import Place
from pipeline.text.squash import stem
from pipeline.text.stop_words import LINKING

_COUNTED = re.compile(
    r"\s?[个种类项篇轮次位条台块张份组头维路层倍]?\s?((?:[A-Za-z][A-Za-z-]*[ ]?){1,5})"
)
_NOUNS = {
    chinese: frozenset(english.split(","))
    for line in """
        数据集 dataset,set,benchmark,corpora,corpu   基准 benchmark   语料 corpora,corpu
        任务 task   模型 model   语言 language   语种 language   样本 sample,example,instance
        图像 image   图片 image,picture   视频 video   参数 parameter,param   文档 document
        句子 sentence   段落 passage,paragraph   单词 word   词元 token   类别 class,category
        节点 node   特征 feature   用户 user   物品 item   商品 item,product   事件 event
        偏差 bias,biase   偏见 bias,biase   问题 question,problem   题目 question,problem
        题 problem   实验 experiment   指标 metric,measure   基线 baseline
        方法 method,approach,approache   算法 algorithm   策略 strategy,policy
        损失 loss,losse   模块 module   组件 component   编码器 encoder   解码器 decoder
        组成部分 component,part   要素 component,element,factor
        专家 expert   注意力头 head   卷积层 layer   网络 network   阶段 stage,phase   步骤 step
        贡献 contribution   挑战 challenge   领域 domain,field,area   场景 scenario,scene
        机构 institution   国家 country,countrie   城市 city,citie   作者 author   变体 variant
        规则 rule   模板 template
        实体 entity,entitie   关系 relation   医院 hospital   患者 patient   病人 patient
        机器人 robot   环境 environment   游戏 game   星系 galaxy   数量级 order   类型 type,kind
        设置 setting   版本 version   尺度 scale   通道 channel   分支 branch,branche
        标注者 annotator   标注员 annotator   评委 judge,rater   参与者 participant
        函数 function   文件 file   项目 project   论文 paper   解答 solution   测试用例 test,case
        对话 dialogue,conversation   层 layer   轮 epoch,round,turn   步 step
        维 dimension,dim,dimensional   头 head
    """.strip().splitlines()
    for chinese, english in re.findall(r"(\S+) ([a-z,]+)", line)
}
"""What papers count, in Chinese and in English (singular)."""
_SETTINGS = frozenset(
    "layer head seed epoch step iteration dimension dimensional dim gpu tpu word annotator rater"
    " participant fold channel template exemplar shot unit worker trial probability".split()
)
"""What is set in an experiment: a paper that counts it once has no other count of it."""
_MOST_COUNTS = 2
"""Counts of one thing that a paper may have beside which another one is wrong."""
_ARE_COUNTED_BY_THEMSELVES = ("层", "轮", "步", "维", "头", "阶段", "类")
"""Measure words that say what they count: 16 层 Transformer has 16 layers."""
_MOST_TIMES = 10
"""How many times as large as another a count may be, of which it is a mistaken one."""
_KNOWN_NOUN = re.compile("|".join(sorted(_NOUNS, key=len, reverse=True)))
_MEASURE = re.compile(r"\s?(?P<measure>阶段|[个种类项篇轮次位条台块张份组头维路层步倍段套])\s?")
_TIME = re.compile(r"\s?个?(?:多|半)?(?:月|小时|星期|季度|世纪|百分点|点)")
"""A span of time, or points: what stands behind it is not counted."""
_CHINESE_RUN = re.compile(rf"(?:(?!的)[{CJK}]){{1,12}}")
_ENGLISH_BEFORE = re.compile(r"(?:[A-Za-z][A-Za-z-]* ?){1,3}")
_SAID_BEFORE = re.compile(
    rf"(?P<noun>{_KNOWN_NOUN.pattern})[^，。；、\d]{{0,4}}(?:共|有|为|达|是|：|:)\s?$"
)
_SAID_BEFORE_REACH = 16
"""Characters before a count in which what it counts may stand: 事件共有十二个."""
_BETWEEN_NOUNS = 2
"""Characters between two nouns that make one: 图像分类任务."""
_OF_SOME = re.compile(r"(?:其中|其余|余下|剩下|另外?|[前后中这那每某任第]|上述)的?\s*$")
"""What says that a count is of some of the things only."""
_LINKS = LINKING | frozenset(
    "after before between into less only out per point points respectively up when whereas".split()
)
"""Words that end what is counted."""
_OF_ANY_THING = frozenset("such each different distinct separate".split())
"""Words before what is counted that say nothing of it."""
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*|\d[\d.,]*|[.;:]")
_MOST_THINGS = 4
"""Words behind a point's number that may say what it counts."""
_REACH = 7
_REACH_CHARACTERS = 120
"""Words and characters behind a number in which the paper names what it counts."""
_OF_HOW_MANY = ("on", "in", "for", "at")
"""Words between what is counted and its number."""
_AVERAGE = re.compile(r"平均|\b(?:average|mean)\b", re.IGNORECASE)
_IS_SAID_TO_BE = re.compile(r"([A-Za-z]+)\s?(?:=|:|≈|\(|\b(?:of|to|is|was|are|were)\b)\s?$")
"""What the paper names before its number."""
_NEXT_WORD = 20
"""Characters behind a number in which the next word begins."""
_PASSAGE = 60
"""Characters of what a finding shows, and of what it shows of the paper behind the number."""


def counted_otherwise(said: Said, number: Quantity, index: PaperIndex) -> Finding | None:
    """Give a finding where the paper counts the same things with another number.

    That is: where the point's quotes do, or, of things in English, the sentences most like the
    point's, and this number stands with the things nowhere, before or behind them. A point that has
    the other number of them as well counts two things. In words that Chinese has for English ones,
    a count of some of the things tells nothing; nor does what is no whole number, but for an
    average.
    """
    things, is_english = things_of(said.words, number)
    is_count = number.whole or bool(_AVERAGE.search(said.sentence_of(number)))
    if not things or not is_count:
        return None
    if not is_english and _OF_SOME.search(said.words[: number.start][-_NEXT_WORD:]):
        return None
    same = index.same(number)[:MOST]
    counted = [things_behind(one, index) for one in same]
    if any(things <= behind if is_english else things & behind for behind in counted):
        return None
    if is_english and any(things <= _things_right_before(one, index) for one in same):
        return None
    quoted = [_sentences_of(start, end, index) for start, end in said.quoted]
    if any(things & _thing_before(one, index) for one in same) or any(
        _may_count(number, things, place, index) for place in quoted
    ):
        return None
    alike = index.most_like(said.sentence_of(number)) if is_english else ()
    for place in (*quoted, *alike, *_only_place(number, things, is_english, index)):
        other = _otherwise(number, things, place, index, is_english=is_english)
        if other and not _is_said(said, other, things):
            return _finding(
                said,
                number,
                things,
                Place(other.start, min(place.end, other.end + _PASSAGE)),
                index,
            )
    return None


def _only_place(
    number: Quantity, things: frozenset[str], is_english: bool, index: PaperIndex
) -> Iterator[Place]:
    """Give a sentence that counts what experiments set, where the paper has one count of it."""
    if not things & _SETTINGS:
        return
    found = [one for noun in things & _SETTINGS for one in _settings(index).get(noun, ())]
    if is_english:
        found = [one for one in found if things <= things_behind(one, index)]
    if found and len({one.base for one in found}) <= _MOST_COUNTS:
        yield index.around(found[0].start)


@lru_cache(maxsize=1)
def _settings(index: PaperIndex) -> dict[str, list[Quantity]]:
    """Give the paper's counts of what is set in experiments, by the stem of the noun."""
    found: defaultdict[str, list[Quantity]] = defaultdict(list)
    for one in index.quantities:
        for noun in things_behind(one, index) & _SETTINGS if one.whole else ():
            found[noun].append(one)
    return found


def things_of(words: str, number: Quantity) -> tuple[frozenset[str], bool]:
    """Give the stems of what a number of a point counts, and whether it is said in English."""
    things = _chinese_at(words, number)
    return (things, False) if things else (things_at(words, number.end), True)


def _is_said(said: Said, other: Quantity, things: frozenset[str]) -> bool:
    """Tell whether a point counts the same things with the paper's other number, too."""
    return any(one.same(other) and things & things_of(said.words, one)[0] for one in said.numbers)


def _may_count(number: Quantity, things: frozenset[str], place: Place, index: PaperIndex) -> bool:
    """Tell whether a place counts some things with a number, or may: it leaves out what."""
    return any(
        things & things_behind(one, index) or _is_elliptic(one, index)
        for one in index.between(place.start, place.end)
        if one.same(number)
    )


def _sentences_of(start: int, end: int, index: PaperIndex) -> Place:
    return Place(index.around(start).start, index.around(end - 1).end)


def _otherwise(
    number: Quantity, things: frozenset[str], place: Place, index: PaperIndex, *, is_english: bool
) -> Quantity | None:
    """Give another number that a place of the paper counts the same things with, or None.

    None, too, where this number counts them there, or may. Of things in Chinese one English word
    is enough, and the place may count them with one number only.
    """
    if _may_count(number, things, place, index):
        return None
    found = index.between(place.start, place.end)
    alike = [
        other
        for other in found
        if other.unit == number.unit and other.whole == number.whole
        if _may_be_mistaken(number, other)
    ]
    if is_english:
        return next((other for other in alike if things <= things_behind(other, index)), None)
    others = [other for other in alike if things & things_behind(other, index)]
    return others[0] if len({other.value for other in others}) == 1 else None


def _may_be_mistaken(number: Quantity, other: Quantity) -> bool:
    """Tell whether two counts may be of one thing: a year counts nothing, nor is 7B a wrong 34."""
    small, large = sorted(abs(one.base) for one in (number, other))
    return not is_year(other) and large <= _MOST_TIMES * small


def _finding(
    said: Said, number: Quantity, things: frozenset[str], place: Place, index: PaperIndex
) -> Finding:
    """Make a finding; `place` is the paper's other number with what is behind it."""
    written = number.written.strip()
    behind = said.words[number.end :].split()[: len(things) + 1]
    words = f"{written} {' '.join(behind)}"[:_PASSAGE]
    return make_finding(
        said.where,
        "pair",
        written,
        f"“{words}”: the paper has another number of these",
        index.passage_of(place),
        index.page_at(place.start),
        reason="contradicted",
    )


def _chinese_at(words: str, number: Quantity) -> frozenset[str]:
    """Give the stems of English words for what a count counts in Chinese; empty if unknown."""
    measure = _MEASURE.match(words, number.end)
    if _TIME.match(words, number.end):
        return frozenset()
    if measure and measure["measure"] in _ARE_COUNTED_BY_THEMSELVES:
        return _NOUNS.get(measure["measure"], frozenset())
    behind = measure.end() if measure else number.end
    english = _ENGLISH_BEFORE.match(words, behind)  # 五个 QA 数据集
    run = _CHINESE_RUN.match(words, english.end() if english else behind)
    noun = _noun_of(run[0]) if run else None
    if noun is None and run and (further := _CHINESE_RUN.match(words, run.end() + 1)):
        noun = _noun_of(further[0])  # 九个最有区分度的特征
    if noun is None and measure and not run:
        before = words[max(0, number.start - _SAID_BEFORE_REACH) : number.start]
        noun = _SAID_BEFORE.search(before)
        return _NOUNS[noun["noun"]] if noun else frozenset()
    return _NOUNS[noun[0]] if noun else frozenset()


def _noun_of(run: str) -> re.Match[str] | None:
    """Give the last noun of those that stand together first in a run of Chinese."""
    noun: re.Match[str] | None = None
    for match in _KNOWN_NOUN.finditer(run):
        if noun is None or match.start() - noun.end() <= _BETWEEN_NOUNS:
            noun = match
    return noun


def things_at(words: str, at: int) -> frozenset[str]:
    """Give the stems of the English words that a claim counts, behind its number at a character.

    Up to four, up to the first linking word; none behind a measure word that is counted itself.
    """
    measure = _MEASURE.match(words, at)
    if measure and measure["measure"] in _ARE_COUNTED_BY_THEMSELVES:
        return frozenset()
    match = _COUNTED.match(words, at)
    found: list[str] = []
    for word in (match[1] if match else "").split():
        if word.casefold() in _LINKS:
            break
        if word.casefold() not in _OF_ANY_THING:
            found.append(stem(word))
    return frozenset(found[:_MOST_THINGS])


def counting(
    things: frozenset[str], found: Sequence[Quantity], index: PaperIndex
) -> list[Quantity]:
    """Give those of the paper's numbers that stand before one of some things."""
    return [one for one in found if things & things_behind(one, index)]


def things_behind(one: Quantity, index: PaperIndex) -> frozenset[str]:
    """Give the stems of the paper's words behind a number, up to the next or the sentence's end."""
    found: list[str] = []
    for match in _WORD.finditer(index.text, one.end, one.end + _REACH_CHARACTERS):
        if not match[0][0].isalpha() or len(found) >= _REACH:
            break
        found.append(stem(match[0]))
    return frozenset(found)


def _thing_before(one: Quantity, index: PaperIndex) -> frozenset[str]:
    """Give the stem of the paper's word that a number is said to be: warmup_steps = 4000."""
    match = _IS_SAID_TO_BE.search(index.text, max(0, one.start - _NEXT_WORD), one.start)
    return frozenset({stem(match[1])} if match else ())


def _things_right_before(one: Quantity, index: PaperIndex) -> frozenset[str]:
    """Give the stems of the paper's words that a number is of: "a failed label on 34 prompts"."""
    reach = index.text[max(0, one.start - _REACH_CHARACTERS) : one.start]
    words = [match[0].casefold() for match in _WORD.finditer(reach)]
    if not words or words[-1] not in _OF_HOW_MANY:
        return frozenset()
    said = itertools.takewhile(lambda word: word[0].isalpha() and word != "and", reversed(words))
    return frozenset(map(stem, itertools.islice(said, _REACH)))


def _is_elliptic(one: Quantity, index: PaperIndex) -> bool:
    """Tell a number that leaves out what it counts: "130 bins on the left and 55 on the right"."""
    behind = _WORD.search(index.text, one.end, one.end + _NEXT_WORD)
    return behind is None or not behind[0][0].isalpha() or behind[0].casefold() in _LINKS
