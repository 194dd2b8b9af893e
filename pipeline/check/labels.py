"""Words that tables label their rows and head their columns with, and how sentences say them."""

from __future__ import annotations

import re

from pipeline.text.stop_words import LINKING

_CITED = re.compile(r"\[[\d,\s]+\]|\([^()]*\b(?:19|20)\d\d[a-z]?\)|\bet al\.?|[†‡*§]")
WORD = re.compile(
    r"(?<![A-Za-z])[A-Za-z\u0370-\u03ff]\s?=\s?\d[\d.]*(?<!\.)|"
    r"[A-Z][A-Za-z]-[A-Z][A-Za-z](?![A-Za-z-])|[A-Za-z]+(?:[-@]?\d[\d.]*[A-Za-z]*)?(?:-[A-Z](?![A-Za-z\d]))?|[\u0370-\u03ff]+"
    r"|\d[\d.]*[A-Za-z]*"
)
"""A word of a label; a letter behind a hyphen is of the name before it (Swin-B), and two languages
make one, in their order (DE-EN), and a symbol with its value (K = 2)."""
_JOINTS = re.compile(r"[-@\s]|\.$")
IN_CHINESE = [
    (re.compile(chinese), tuple(english.split()))
    for line in """
        参数  params parameters
        延迟|时延  latency
        准确率|精度|正确率  acc accuracy
        精确率  precision
        召回  recall
        训练  train training
        验证  val valid validation dev
        测试  test
        节点|结点  nodes
        (?<![左右两一])边(?!界|缘)  edges
        类别|个类  classes
        特征  features
        损失  loss
        误差|错误率  error
        平均  average avg mean
        词表|词汇表  vocab vocabulary
        层  layer layers
        速度  speed
        时间|耗时|用时  time
        维度?  dim dimension
        用户  users
        收入|营收  revenue income
        物品|商品  items
        交互  interactions
        样本  samples examples
        图像|图片  images
        题目|问题  problems questions
        难度  difficulty
        显存|内存  memory
        稀疏  sparsity
        密度  density
    """.strip().splitlines()
    for chinese, english in [line.split(None, 1)]
]
"""What tables head their rows and columns with, as Chinese points say it."""
TELLS_NOTHING = LINKING | frozenset(
    "our ours this paper model models method methods all full overall total average avg mean base"
    " baseline baselines default none number numbers size name version".split()
)
"""Words of labels and heads that may be said of anything."""
_SHORTEST_BEFORE = 4
"""Letters of a name before a label's word at its end: MobileNetV3, and not the P1 of Top1."""
_OF_NAMES = ("gpt", "bert", "net", "former", "llama", "llm", "clip", "vit")
"""Ends of names that are no abbreviation of anything: CodeGPT is not "code"."""
_SHORTEST_PREFIX = 3
"""Letters of an abbreviation: acc of accuracy."""


def label_words(label: str) -> list[str]:
    """Give the words of a label as they are compared."""
    found = [label_word(match[0]) for match in WORD.finditer(_CITED.sub(" ", label))]
    return [word for word in found if word]


def label_word(written: str) -> str:
    """Give a word of a label as it is compared: without case, hyphens and plural."""
    word = _JOINTS.sub("", written)
    is_long = len(word) > _SHORTEST_PREFIX
    return (word.removesuffix("s") if is_long else word).casefold()


def has_letters(word: str) -> bool:
    """Tell whether a word is more than digits or one letter."""
    return len(word) > 1 and any(c.isalpha() for c in word)


def is_among(word: str, words: frozenset[str]) -> bool:
    """Tell whether one of some words says a label's word."""
    return word in words or any(is_one(word, said) for said in words)


def is_one(word: str, said: str) -> bool:
    """Tell whether a label's word and a said one are one: alike, abbreviated, or the name's end.

    acc is accuracy, P-1 is Pixel-1, and the V3 of a row is MobileNetV3.
    """
    if word == said:
        return True
    if word.isalpha():
        short, long = sorted((word, said), key=len)
        is_begun = len(short) >= _SHORTEST_PREFIX and said.isalpha() and long.startswith(short)
        return is_begun and not long[len(short) :].endswith(_OF_NAMES)
    if not word[0].isalpha() or not said[0].isalpha():
        return False
    letters, digits = word.rstrip("0123456789."), word[len(word.rstrip("0123456789.")) :]
    if digits and said.endswith(word) and len(said) - len(word) >= _SHORTEST_BEFORE:
        return True
    return (
        len(letters) == 1
        and said[0] == letters
        and bool(digits)
        and said.endswith(digits)
        and said[: -len(digits)].isalpha()
    )
