"""The picked sentences of an entry by role: how many points they make, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.draft import quotable
from pipeline.draft.abstract import is_made
from pipeline.draft.announcement import is_announcement
from pipeline.draft.argument import Sentence, passages_of
from pipeline.draft.labels import role_said
from pipeline.draft.sentence_roles import Role
from pipeline.draft.told import told, without_contrast
from pipeline.records.paper_text import PaperText

MOST_QUOTES = 3
"""Quotes of a point; sentences that follow each other are one."""
ROLES: tuple[Role, ...] = ("background", "problem", "new", "detail", "method", "data", "results")
"""In the order of the argument."""
LEADING: tuple[Role, ...] = ("background", "problem")
"""What leads to the paper's own work."""

Parts = Mapping[Role, Sequence[Sentence]]


def rests(text: str) -> bool:
    """Tell a sentence that rests on the one before it by more than a word that links."""
    return quotable.leans(told(text))


def in_order(said: Sequence[Sentence]) -> list[Sentence]:
    """Give sentences as the paper has them."""
    return sorted(said, key=lambda s: s.start)


def points_of(parts: Parts, text: PaperText) -> int:
    """Give how many points the parts make, each of a few passages of `text`."""
    return sum(-(-len(passages_of(in_order(said), text)) // MOST_QUOTES) for said in parts.values())


def relabelled(
    parts: Parts, abstract: Sequence[Sentence], text: PaperText, most: int
) -> dict[Role, list[Sentence]]:
    """Give the parts with each sentence under what its verbs say, as long as `most` points do.

    Those move first that go to a role the entry has.
    """
    to = _roles(parts, [s.start for s in abstract])
    now: dict[Role, list[Sentence]] = {role: list(said) for role, said in parts.items()}
    moves = [(role, s) for role, said in parts.items() for s in said if to[s.start] != role]
    for role, sentence in sorted(moves, key=lambda one: not parts[to[one[1].start]]):
        target = to[sentence.start]
        moved = {
            **now,
            role: [s for s in now[role] if s is not sentence],
            target: in_order([*now[target], sentence]),
        }
        if points_of(moved, text) <= max(most, points_of(now, text)):
            now = moved
    return now


def _roles(parts: Parts, abstract: Sequence[int]) -> dict[int, Role]:
    """Give the role of each sentence by its start; what rests on the one before it goes with that.

    `abstract` are the starts of the abstract's sentences.
    """
    news = min((s.start for s in parts["new"] if not is_announcement(s.text)), default=None)
    placed = sorted((s.start, role, s) for role, said in parts.items() for s in said)
    to: dict[int, Role] = {}
    for start, role, sentence in placed:
        words = without_contrast(sentence.text)
        given = role_said(words, role, has_news=news not in (None, start))
        leads = news is not None and start < news and start in abstract
        if given == "detail" and leads and not quotable.is_outlook(words):
            given = "background"
        before = to.get(sentence.before or -1, role)
        goes_along = given == role and rests(words) and before not in LEADING
        stays = role == "results" or role in LEADING or is_made(words)
        to[start] = before if goes_along and not stays else given
    return to
