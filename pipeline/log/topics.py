"""Which topic an entry belongs to, by the names that the topic's fields go by. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.records.remembered import Remembered
from pipeline.text.fields import names_of, pieces
from pipeline.text.wanted import Wanted

_LONGEST = 8_000
"""Characters of an entry that are looked at."""
_TITLE = 3.0
"""What a name in the title counts, where the first in the text counts 0.7."""
_ABOUT = 2
"""Times that an entry must name a field which its title does not."""


class Field(NamedTuple):
    """A field that a topic names, what it is called, and what an entry about it is worth."""

    topic: str
    names: tuple[Wanted, ...]
    weight: float


def is_about(entry: Remembered, names: Sequence[Wanted]) -> bool:
    """Tell whether an entry is about a field: its title names it, or its text does twice."""
    return _is_titled(entry, names) or _times(entry, names) >= _ABOUT


def fields_of(topics: Sequence[str], entries: Sequence[Remembered]) -> list[Field]:
    """Give the fields that a log's topics name; `entries` are all of the log."""
    return [_field(topic, piece, entries) for topic in topics for piece in pieces(topic)]


def grouped(
    entries: Sequence[Remembered], fields: Sequence[Field], known: Sequence[str]
) -> dict[str, list[int]]:
    """Give the numbers of the entries, from 0, by topic, in the order of the topics' fields.

    `known` has the topic of each entry where it is recorded, else "". An entry that names the
    fields of several topics belongs to the one that it says most of, and fewest others do; one that
    names none stands last, under "".
    """
    topics = list(dict.fromkeys(field.topic for field in fields))
    groups: dict[str, list[int]] = {topic: [] for topic in (*topics, "")}
    for number, (entry, topic) in enumerate(zip(entries, known, strict=True)):
        groups[topic if topic in topics else _nearest(entry, fields)].append(number)
    return {topic: numbers for topic, numbers in groups.items() if numbers}


def _field(topic: str, piece: str, entries: Sequence[Remembered]) -> Field:
    names = names_of(piece)
    having = sum(is_about(entry, names) for entry in entries)
    return Field(topic, names, math.log1p(len(entries) / (having + 1)))


def _nearest(entry: Remembered, fields: Sequence[Field]) -> str:
    best = max(fields, key=lambda field: _score(entry, field), default=None)
    return best.topic if best and _score(entry, best) else ""


def _score(entry: Remembered, field: Field) -> float:
    said = _TITLE * _is_titled(entry, field.names) + math.log1p(_times(entry, field.names))
    return field.weight * said


def _is_titled(entry: Remembered, names: Sequence[Wanted]) -> bool:
    return any(any(True for _ in name.found(entry.title)) for name in names)


def _times(entry: Remembered, names: Sequence[Wanted]) -> int:
    return sum(1 for name in names for _ in name.found(entry.text[:_LONGEST]))
