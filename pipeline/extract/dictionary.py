"""How often English words are written, by the list of a package.

The list is symspellpy's (MIT): the words of SCOWL with their counts in Google Books Ngram (CC BY).
It has no names and next to no words that are written with a hyphen.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

_PACKAGE, _LIST = "symspellpy", "frequency_dictionary_en_82_765.txt"
_ALL = 1e12
"""Words that the counts are of: a trillion (Google's corpus)."""


def count(word: str) -> int:
    """Give how often a word in lower case is written among a trillion; 0 for what is no word."""
    return _counts().get(word, 0)


def is_more_than(front: str, back: str) -> bool:
    """Tell whether two parts are one word, and more often than they would meet by chance.

    "sometimes" is, and "onetime" is not: the parts are in lower case.
    """
    return count(front + back) * _ALL > count(front) * count(back)


@cache
def _counts() -> dict[str, int]:
    """Read the list, which takes some hundredths of a second: where a word is asked for first."""
    package = find_spec(_PACKAGE)  # importing it takes as long as the list
    assert package and package.origin
    fields = Path(package.origin).with_name(_LIST).read_text("utf-8-sig").split()
    return dict(zip(fields[::2], map(int, fields[1::2]), strict=True))
