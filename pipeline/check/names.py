"""Read the names in a text, and tell whether a paper has them, up to spelling variants.

A name is a Latin-script term with a capital inside or at its start, or with a digit: a model, a
data set, a benchmark, a metric, a person. Ordinary words at the start of a sentence, and what
researchers write in any summary (SOTA, LLM), are none.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.check.paper_index import MOST, PaperIndex
from pipeline.text.affiliations import has_affiliation, shipped_aliases
from pipeline.text.cjk import CJK
from pipeline.text.squash import squash

_LATIN = "A-Za-z0-9\u00c0-\u02af\u0370-\u03ff"  # what a name may not be glued to; Chinese it may
_NAME = re.compile(
    rf"(?<![{_LATIN}])[A-Za-z][A-Za-z0-9]*(?:[-+./&'’][A-Za-z0-9]+)*\+*(?![{_LATIN}])"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:。！？：]\s*|[“\"(（]\s*)$")
_CHINESE_NEXT = re.compile(rf"\s?[：{CJK}]")
"""Behind a word at a sentence's start: "Sparrow 在…"; an English word would not begin it."""
_CAPITAL_OR_DIGIT = re.compile(r"[A-Z\d]")
_EVERYDAY = frozenset(
    """ai api cv cpu dl fig gpu gpus i it ml nlp llm llms ood pdf qa sota tab tbd todo vs
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday city""".split()
)
_LONG_FORMS = {
    "sgd": "stochastic gradient descent",
    "ft": "fine tuning",
    "sft": "supervised fine tuning",
    "rl": "reinforcement learning",
    "mt": "machine translation",
    "nmt": "neural machine translation",
    "smt": "statistical machine translation",
    "asr": "automatic speech recognition",
    "mlp": "multilayer perceptron",
    "bn": "batch normalization",
    "ln": "layer normalization",
    "ce": "cross entropy",
    "mse": "mean squared error",
    "mle": "maximum likelihood",
    "rnn": "recurrent neural network",
    "cnn": "convolutional neural network",
    "svm": "support vector machine",
    "nn": "neural network",
    "iqr": "interquartile range",
}
"""Short forms that everybody in the field reads so: a paper need say them only once, in full."""
_WORD_BETWEEN = r"[\s-]?(?:\w+[\s-])?"
"""What may stand between two words of a long form: supervised instruction fine-tuning."""
_FEWEST_LETTERS = 4
"""Letters of a name that a longer word may begin with."""
_FEWEST_PARTS = 3
"""Parts of a name that may stand in another order: a maker, a version, a size, a kind."""
_PARTS_REACH = 30
"""Characters on either side of such a name's first word in which its other parts stand."""
_VERSION = re.compile(r"(?P<name>[A-Za-z]{4,})-(?P<version>\d+)")
_WORD_WITH_NUMBER = re.compile(r"(?P<word>[a-z]{3,})-(?P<number>\d+)")
_CAPITALISED = re.compile(r"[A-Z][a-z]{2,}")
_BEFORE = 12
"""Characters before a name in which a sentence's end is looked for."""
_SHORT_FORM = range(2, 7)
"""Letters of a short form that may be initials."""
_SHORT_WORD = 3
_LEAST_ALIKE = 80
"""How much of a hundred a name must be like another to be shown for it: rapidfuzz's ratio."""


class Name(NamedTuple):
    """A name as written, and its place in the text."""

    words: str
    start: int
    end: int


def names(text: str) -> Iterator[Name]:
    """Give the names in a text, in order."""
    for match in _NAME.finditer(text):
        words = match[0].rstrip("'’")
        if len(words) > 1 and not _is_everyday(words) and _is_written_as_one(words, match):
            yield Name(words, match.start(), match.end())


def _is_written_as_one(words: str, match: re.Match[str]) -> bool:
    """Tell whether a term has a capital or a digit inside, or begins with one within a sentence."""
    if _CAPITAL_OR_DIGIT.search(words, 1):
        return True
    if not words[0].isupper():
        return False
    text, start = match.string, match.start()
    begins = _SENTENCE_START.search(text, max(0, start - _BEFORE), start)
    return not begins or bool(_CHINESE_NEXT.match(text, match.end()))


def _is_everyday(words: str) -> bool:
    """Tell what researchers write in any summary, also joined to words: "LLM-generated"."""
    parts = [part for part in words.split("-") if _CAPITAL_OR_DIGIT.search(part)]
    return all(part.lower() in _EVERYDAY for part in parts)


def has_name(index: PaperIndex, name: str) -> bool:
    """Tell whether the paper or its metadata has a name, whole or in parts: "COCO/LVIS"."""
    if _has_word(index, name) or _has_long_form(index, name) or _begins_a_name(index, name):
        return True
    if _is_behind_a_mark(index, name) or _is_in_another_order(index, name):
        return True
    if _is_abbreviated(index, name) or _is_clipped(index, name):
        return True
    if _has_word_with_number(index, name):
        return True
    if _is_of_initials(name) and has_affiliation(name, index.of_authors, shipped_aliases()):
        return True
    pieces = [piece for piece in re.split(r"[+/&]", name) if piece]
    return all(_has_parts(index, piece) or _has_long_form(index, piece) for piece in pieces)


def _is_of_initials(name: str) -> bool:
    """Tell a name that may be an affiliation's short one: of three letters, chance has too many."""
    return name.isalpha() and name.isupper() and len(name) >= _FEWEST_LETTERS


def _is_behind_a_mark(index: PaperIndex, name: str) -> bool:
    """Tell whether page 1 has a name behind the letter of its footnote: bShanghai."""
    is_marked = len(name) >= _FEWEST_LETTERS and name[0].isupper()
    return is_marked and bool(re.search(rf"\b[a-z]{re.escape(name)}\b", index.first_page))


def _is_in_another_order(index: PaperIndex, name: str) -> bool:
    """Tell whether the parts of a long name stand together: 8B-Instruct as instruct-8b.

    A table's head may have them on several lines, and its last one cut short.
    """
    parts = [squash(part) for part in name.split("-")]
    words = [part for part in parts if len(part) >= _FEWEST_LETTERS and part.isalpha()]
    if len(parts) < _FEWEST_PARTS or not words:
        return False
    for start, end in itertools.islice(index.squashed.occurrences(words[0]), MOST):
        near = squash(index.text[max(0, start - _PARTS_REACH) : end + _PARTS_REACH])
        if all(part in near for part in parts):
            return True
    return False


def _is_abbreviated(index: PaperIndex, name: str) -> bool:
    """Tell whether a version is written with its name's first letter: P-2 of a Pixel-2."""
    match = _VERSION.fullmatch(name)
    if not match or not _has_word(index, match["name"]):
        return False
    return bool(re.search(rf"\b{name[0]}-{match['version']}\b", index.text))


def _is_clipped(index: PaperIndex, name: str) -> bool:
    """Tell whether a name is made of the beginnings of words in a row: BatchNorm."""
    parts = _CAPITALISED.findall(name)
    if len(parts) < 2 or "".join(parts) != name:
        return False
    words = r"\w*\W+".join(parts)
    return bool(re.search(rf"\b{words}", index.text, re.IGNORECASE))


def _has_word_with_number(index: PaperIndex, name: str) -> bool:
    """Tell whether the paper gives a thing a number in other words: a stride of 2 for stride-2."""
    match = _WORD_WITH_NUMBER.fullmatch(name)
    if not match:
        return False
    near = rf"\b{match['word']}s?\W+(?:(?:of|is|size|was)\W+)?{match['number']}\b"
    return bool(re.search(near, index.text, re.IGNORECASE))


def _begins_a_name(index: PaperIndex, name: str) -> bool:
    """Tell whether a longer word begins with a name: the RMSProp of RMSPropOptimizer."""
    is_long = len(name) >= _FEWEST_LETTERS and bool(_CAPITAL_OR_DIGIT.search(name, 1))
    return is_long and bool(re.search(rf"\b{re.escape(name)}(?=[A-Z][a-z])", index.text))


def _has_long_form(index: PaperIndex, name: str) -> bool:
    """Tell whether words in a row have a short form's initials: GNN of graph neural network.

    Some words of any paper fit two or three letters by chance: they must be hyphened or
    capitalised, or recur.
    """
    letters = name.replace("-", "").removesuffix("s")
    usual = _LONG_FORMS.get(letters.casefold(), "").split()
    if usual and re.search(_WORD_BETWEEN.join(usual), index.text, re.IGNORECASE):
        return True
    is_mixed = letters[:1].isupper() and letters[-1:].isupper()  # FiD, Fusion-in-Decoder
    is_short = len(letters) in _SHORT_FORM and letters.isalpha()
    if not (is_short and (letters.isupper() or (is_mixed and len(letters) > 2))):
        return False
    found = Counter(
        words for words in index.with_initials(letters.lower()) if _is_spelled_so(letters, words)
    )
    recurs = len(letters) > 2 and any(count > 1 for count in found.values())
    return recurs or any(map(_is_told_apart, found))


def _is_spelled_so(letters: str, words: str) -> bool:
    """Tell whether small letters of a short form are of short words: FiD, Fusion-in-Decoder."""
    both = zip(letters, re.split(r"[ -]", words), strict=False)
    return all(letter.isupper() or len(part) <= _SHORT_WORD for letter, part in both)


def _is_told_apart(words: str) -> bool:
    return "-" in words or all(word[0].isupper() for word in words.split())


def occurrences(index: PaperIndex, name: str) -> Iterator[int]:
    """Give where the paper has a name, plural or singular; "GPT-4" is not in "GPT-4o"."""
    for form in _forms(name):
        for start, end in index.squashed.occurrences(form):
            behind = index.text[end : end + 1]
            if not (form[-1].isdigit() and behind.isalpha() and behind.isascii()):
                yield start


def nearest_name(index: PaperIndex, name: str) -> tuple[str, int | None]:
    """Give the name of the paper nearest in spelling, with its page; empty where none is near."""
    from rapidfuzz import fuzz, process

    places = _first_places(index)
    best = process.extractOne(name, places.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE)
    return (best[0], index.page_at(places[best[0]])) if best else ("", None)


@lru_cache(maxsize=1)  # many names of one draft may be unknown
def _first_places(index: PaperIndex) -> dict[str, int]:
    """Give the names of the paper, each with the character where it stands first."""
    places: dict[str, int] = {}
    for match in _NAME.finditer(index.text):
        if _CAPITAL_OR_DIGIT.search(match[0]):
            places.setdefault(match[0], match.start())
    return places


def _forms(name: str) -> list[str]:
    """Give a name as it is looked up: as it is, in the singular, in the plural."""
    squashed = squash(name)
    forms = (squashed, squashed.removesuffix("s"), squashed + "s")
    return list(dict.fromkeys(form for form in forms if form))


def _has_word(index: PaperIndex, word: str) -> bool:
    if next(occurrences(index, word), None) is not None:
        return True
    return any(form in index.metadata_words for form in _forms(word))


def _has_parts(index: PaperIndex, name: str) -> bool:
    """Tell whether a name's parts are in the paper: the CLIP of "CLIP-based".

    Digits and single letters must stand next to theirs: GPT-3 and a 4 are no GPT-4.
    """
    if _has_word(index, name) and not name.isdigit():
        return True
    parts = [
        part
        for part in re.split(r"[-.'’]", name)
        if _CAPITAL_OR_DIGIT.search(part) and part.lower() not in _EVERYDAY
    ]
    if all(len(re.findall(r"[^\W\d_]", part)) > 1 for part in parts):
        return all(_has_word(index, part) for part in parts)
    return not "".join(parts).isdigit() and _has_word(index, "".join(parts))
