"""Tell words that the end of a line cuts from words that are written with a hyphen.

The paper's own words decide where it has the word elsewhere, then its habits, then a list of
English words with their frequencies.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import NamedTuple

from pipeline.extract import dictionary

_FIRST_PART = re.compile(r"[^\W\d_]+")
_LAST_PART = re.compile(r"([\w-]*?)([^\W\d_]+)-$")
_JOINING = re.compile(r"(?:and|or|und|oder)\s")
"""Words between two compounds that share their end."""
_LONGEST_WORD = 80
"""Characters of a line's end in which a cut word is looked for."""
_SHORT_PART = 2
"""Letters up to which a part of a word is too short to be a word by itself ("re-", "-ed"), so that
its hyphen is no compound's; and of the first part at least, for the hyphen to be one of a line's
end ("k-means")."""
_LONG_PART = 6
"""Letters from which on parts that are English words are seldom those of a name ("Red-field")."""
_SHORT_LINK = 3
"""Letters up to which a part within a compound is a word that links others: "state-of-the-"."""
_PREFIXES = frozenset(
    "anti auto co cross hyper inter intra macro meta micro multi non post pre pseudo quasi self"
    " semi sub super ultra".split()
)
"""Parts that papers write with a hyphen or without one, each in its own way."""
_ALWAYS_APART = frozenset("cross non pseudo quasi self".split())
"""Those that keep the hyphen where nothing else is known."""
_FREE_PREFIX = "non"
"""The prefix that stands before any word: "nonlinear" and "non-linear" are both English."""
_SUFFIXES = frozenset("able ful hood ing ings less ly ment ness ship".split())
"""Ends of words that are words, too, or are taken for some."""
_VOWELS = "aeiou"
_PREFIXED = re.compile(rf"(?:{'|'.join(sorted(_PREFIXES))})(?=\w{{4}})")
_LEAST_ROOT = 4
"""Letters of what stands behind a prefix at least: "pre-" is none in "pre-sent"."""
_COMMON = 200_000
"""How often a part is written among a trillion words at least, to be a word that compounds have."""
_LEAST_ENGLISH = 0.5
"""Share of the paper's words of four letters and more that the list has, where it is in English:
half of them are names and symbols at worst."""


class _Cut(NamedTuple):
    """The parts of a word on both sides of a line's end, in lower case.

    `goes_on` tells that a hyphen follows them ("English-" / "to-German"), `is_name` that they begin
    with a capital.
    """

    front: str
    back: str
    goes_on: bool
    is_name: bool


class Hyphens:
    """Tells words that a line's end cuts, by a paper's `words` in lower case with their counts."""

    def __init__(self, words: Counter[str]) -> None:
        self._words = words

    def is_cut(self, before: str, text: str) -> bool:
        """Tell a word cut at the end of a line, which goes on with `text`, from one with a hyphen.

        `before` ends in the hyphen.
        """
        first = _FIRST_PART.match(text)
        last = _LAST_PART.search(before[-_LONGEST_WORD:])
        if first is None or last is None:
            return False  # "GPT-" / "3": the hyphen stays, and no space comes in
        front, back = last[2].lower(), first[0].lower()
        joined, hyphened = self._counted(front + back), self._counted(f"{front}-{back}")
        if not text[0].islower():  # "AT-" / "LAS", "Chat-" / "GPT", and not "Monte-" / "Carlo"
            return joined > hyphened and not (last[2].istitle() and first[0].istitle())
        if len(front) < _SHORT_PART or last[1][-1:].isdigit():
            return False  # "k-" / "means", "2nd-" / "order"
        if joined != hyphened:
            return joined > hyphened
        if last[1].endswith("-") and len(front) <= _SHORT_LINK:
            return False  # "out-of-" / "distribution"
        if last[2] not in (front, front.capitalize()):
            return False  # "BERT-" / "based"
        goes_on = text[first.end() :].startswith("-")
        return self._reads_as_one(_Cut(front, back, goes_on, last[2] != front))

    def is_left_out(self, before: str, text: str) -> bool:
        """Tell whether a hyphen stands for the end of a compound: "zero-" / "and few-shot".

        `before` ends in the hyphen, `text` goes on with what may be a word of its own.
        """
        last = _LAST_PART.search(before[-_LONGEST_WORD:])
        joining = _JOINING.match(text)
        if last is None or joining is None:
            return False
        whole = last[2].lower() + joining[0].strip()
        return not self._words[whole] and not dictionary.count(whole)

    def _counted(self, word: str) -> int:
        """Count a word of the paper, in the singular and in the plural."""
        other = word[:-1] if word.endswith("s") else f"{word}s"
        return self._words[word] + self._words[other]

    def _reads_as_one(self, cut: _Cut) -> bool:
        """Tell by English and by the paper's habits whether two parts are one word."""
        front, back = cut.front, cut.back
        if self._is_english:
            habit = self._habits[front] if len(back) >= _LEAST_ROOT else 0
            if dictionary.is_more_than(front, back) and not (front == _FREE_PREFIX and habit < 0):
                return True
            if habit:
                return habit > 0
        return not cut.goes_on and not self._are_words(cut)

    def _are_words(self, cut: _Cut) -> bool:
        """Tell whether both parts are words that make a compound, the paper's own or English.

        Of a name ("Hong-" / "sheng"), both have to be the paper's own, or long ones
        ("Citation-" / "informed").
        """
        front, back = cut.front, cut.back
        if front in _PREFIXES and self._is_english:
            doubled = front[-1] == back[0] and back[0] in _VOWELS  # "co-occurrence"
            return front in _ALWAYS_APART or doubled
        if min(len(front), len(back)) <= _SHORT_PART or back in _SUFFIXES:
            return False
        short = min(len(front), len(back)) < _LONG_PART
        if (cut.is_name and short) or not self._is_english:
            return min(self._words[front], self._words[back]) > 1
        return all(self._words[one] > 1 or dictionary.count(one) > _COMMON for one in (front, back))

    @cached_property
    def _is_english(self) -> bool:
        """Whether most of the paper's words are in the list."""
        long = [word for word in self._words if len(word) >= _LEAST_ROOT and word.isalpha()]
        known = sum(dictionary.count(word) > 0 for word in long)
        return known >= _LEAST_ENGLISH * len(long)

    @cached_property
    def _habits(self) -> Counter[str]:
        """How many more words the paper writes with a prefix and no hyphen than with one."""
        habits = Counter[str]()
        for word, times in self._words.items():
            front, hyphen, _ = word.partition("-")
            if hyphen and front in _PREFIXES:
                habits[front] -= times
            elif (begun := _PREFIXED.match(word)) and not dictionary.count(word):
                known = dictionary.count(word[begun.end() :]) > 0
                habits[begun[0]] += times * known
        return habits
