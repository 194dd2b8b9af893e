"""Read the names in a text, and tell whether a paper has them, up to spelling variants.

A name is a Latin-script term with a capital inside or at its start, or with a digit: a model, a
data set, a benchmark, a metric, a person. Ordinary words at the start of a sentence, and what
researchers write in any summary (SOTA, LLM), are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.check.paper_index import PaperIndex
from pipeline.text.squash import squash

_LATIN = "A-Za-z0-9\u00c0-\u02af\u0370-\u03ff"  # what a name may not be glued to; Chinese it may
_NAME = re.compile(
    rf"(?<![{_LATIN}])[A-Za-z][A-Za-z0-9]*(?:[-+./&'’][A-Za-z0-9]+)*\+*(?![{_LATIN}])"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:。！？：]\s*|[“\"(（]\s*)$")
_CHINESE_NEXT = re.compile(r"\s?[：\u4e00-\u9fff]")
_EVERYDAY = frozenset(
    """ai api cv cpu dl fig gpu gpus i it ml nlp llm llms ood pdf qa sota tab tbd todo vs""".split()
)


class Name(NamedTuple):
    """A name as written, and its place in the text."""

    words: str
    start: int
    end: int


def names(text: str) -> Iterator[Name]:
    """Give the names in a text, in order."""
    for match in _NAME.finditer(text):
        words = match[0].rstrip("'’")
        inside = re.search(r"[A-Z\d]", words[1:])
        first = words[0].isupper() and (
            not _SENTENCE_START.search(text, max(0, match.start() - 12), match.start())
            or bool(
                _CHINESE_NEXT.match(text, match.end())
            )  # "Sparrow 在…": an English word would not begin that sentence
        )
        parts = [part for part in words.split("-") if re.search(r"[A-Z\d]", part)]
        everyday = all(part.lower() in _EVERYDAY for part in parts)  # "LLM-generated"
        if (inside or first) and len(words) > 1 and not everyday:
            yield Name(words, match.start(), match.end())


def has_name(index: PaperIndex, name: str) -> bool:
    """Tell whether the paper or its metadata has a name, whole or in its parts ("CLIP-based", "COCO/LVIS")."""
    if _has_word(index, name) or _has_long_form(index, name):
        return True
    pieces = [piece for piece in re.split(r"[+/&]", name) if piece]
    return all(_has_parts(index, piece) or _has_long_form(index, piece) for piece in pieces)


def _has_long_form(index: PaperIndex, name: str) -> bool:
    """Tell whether words in a row have a short form's letters for initials: CE of cross-entropy, GNN of graph neural network.

    Some words of any paper fit two or three letters by chance: they must be hyphened or
    capitalised, or recur.
    """
    letters = name.replace("-", "").removesuffix("s")
    if not (2 <= len(letters) <= 6 and letters.isalpha() and letters.isupper()):
        return False
    found = Counter(index.with_initials(letters.lower()))
    return any(
        "-" in words
        or all(word[0].isupper() for word in words.split())
        or (count > 1 and len(letters) > 2)
        for words, count in found.items()
    )


def occurrences(index: PaperIndex, name: str) -> Iterator[int]:
    """Give where the paper has a name, plural or singular; "GPT-4" is not in "GPT-4o"."""
    for form in _forms(name):
        for start, end in index.squashed.occurrences(form):
            if not (
                form[-1].isdigit()
                and index.text[end : end + 1].isalpha()
                and index.text[end].isascii()
            ):
                yield start


def nearest_name(index: PaperIndex, name: str) -> tuple[str, int | None]:
    """Give the name of the paper nearest in spelling, with its page; empty where none is near."""
    from rapidfuzz import fuzz, process

    places: dict[str, int] = {}
    for match in _NAME.finditer(index.text):
        if re.search(r"[A-Z\d]", match[0]):
            places.setdefault(match[0], match.start())
    best = process.extractOne(name, places.keys(), scorer=fuzz.ratio, score_cutoff=80)
    return (best[0], index.page_at(places[best[0]])) if best else ("", None)


def _forms(name: str) -> list[str]:
    squashed = squash(name)
    return [
        form
        for form in dict.fromkeys((squashed, squashed.removesuffix("s"), squashed + "s"))
        if form
    ]


def _has_word(index: PaperIndex, word: str) -> bool:
    if next(occurrences(index, word), None) is not None:
        return True
    return any(form in index.metadata_words for form in _forms(word))


def _has_parts(index: PaperIndex, name: str) -> bool:
    """Tell whether a name's parts are there; digits and single letters only next to theirs: GPT-3 and a 4 are no GPT-4."""
    if _has_word(index, name) and not name.isdigit():
        return True
    parts = [
        part
        for part in re.split(r"[-.'’]", name)
        if re.search(r"[A-Z\d]", part) and part.lower() not in _EVERYDAY
    ]
    if all(len(re.findall(r"[^\W\d_]", part)) > 1 for part in parts):
        return all(_has_word(index, part) for part in parts)
    return not "".join(parts).isdigit() and _has_word(index, "".join(parts))
