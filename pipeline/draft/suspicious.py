"""Look in a model's answer for what shows that the paper, the prompt or nobody spoke through it.

That is: the fence, our words, a reviewer's verdict, a point said over and over. Pure.
Quotes need no look: one of the fence or the prompt is not in the paper, and `check` marks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.model.fence import FENCE
from pipeline.records.report import Finding, FindingReason, make_finding
from pipeline.records.statement import Statement
from pipeline.text import injections

_LONG = 44
"""So many letters and digits in a row from the prompt are no coincidence: nine English words, or a
long Chinese sentence."""
_FEWEST = 10
"""Letters that two points must share to be the same: a label is shorter."""
_VERDICT = re.compile(
    r"\b(?:strong(?:ly)?|clear|definite)\s+accept|\brecommend\w*\s+(?:\w+\s+){0,3}?(?:accept|publication|hir)|\baccept\s+(?:this|the)\s+paper"
    r"|(?:强烈|一致)?(?:推荐|建议)(?:直接)?(?:接收|录用|接受)|强く採択|採択を推奨",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"\b(?:groundbreaking|flawless|impeccable|exceptional(?:ly)?|outstanding|unparalleled|revolutionary)\b"
    r"|开创性|无可挑剔|完美无缺|卓越|杰出|里程碑",
    re.IGNORECASE,
)
_SHOWN, _KEPT = 80, 200
"""Characters of a statement that a message shows, and that a finding keeps."""
_OBEYED = "reads as if the model had done what the paper, or somebody in it, asks of its readers"
_ADDRESS = re.compile(r"!\[|\]\(|https?://")


def traces(statements: Iterable[Statement], *, told: str, body: str) -> Iterator[Finding]:
    """Give a finding for each statement of an answer that shows one.

    `told` is the prompt without the paper, `body` the paper as it was sent with its metadata. A
    verdict to accept is one wherever the paper has no such words itself; praise and addresses only
    where the paper has sentences to a model.
    """
    repeats = _Repeats(told, body)
    obeys = _Obeys(body)
    before: dict[str, str] = {}
    for statement in statements:
        where, words = statement.where, statement.words
        letters = _letters(words)
        earlier = before.setdefault(letters, where)
        if earlier != where and len(letters) >= _FEWEST:
            said = f"is what the {earlier} says already"
            yield _trace(where, words, said, "again")
        if repeats(words):
            yield _trace(where, words, "repeats what the model was told", "repeated")
        if obeyed := obeys(words):
            yield _trace(where, obeyed, _OBEYED, "obeyed")


def _trace(where: str, words: str, said: str, reason: FindingReason) -> Finding:
    message = f"“{words[:_SHOWN]}” {said}"
    return make_finding(where, "trace", words[:_KEPT], message, "", None, reason=reason)


class _Repeats:
    """Tells words that are the prompt's and not the paper's."""

    def __init__(self, told: str, body: str) -> None:
        self._theirs = _letters(body)
        # by fences, whose last letters are others in every prompt
        parts = FENCE.split(told)
        self._ours = {piece for part in parts for piece in _pieces(_letters(part))}

    def __call__(self, words: str) -> bool:
        """Tell whether `words` hold a fence, or a long piece of the prompt."""
        if FENCE.search(words):  # a reply that was kept has the fence of its own prompt
            return True
        pieces = _pieces(_letters(words))
        return any(piece in self._ours and piece not in self._theirs for piece in pieces)


class _Obeys:
    """Tells words that do what a paper asks of whoever reads it."""

    def __init__(self, body: str) -> None:
        self._body = body
        self._asks = injections.is_one(body)
        self._accepts = bool(_VERDICT.search(body))

    def __call__(self, words: str) -> str:
        """Give the words of `words` that do; empty where none do."""
        found = None if self._accepts else _VERDICT.search(words)
        if not found and self._asks:
            found = next(_unshared(words, self._body), None)
        return found[0] if found else ""


def _pieces(letters: str) -> Iterator[str]:
    return (letters[at : at + _LONG] for at in range(len(letters) - _LONG + 1))


def _unshared(words: str, body: str) -> Iterator[re.Match[str]]:
    """Give praise and addresses that are not the paper's own."""
    for hit in (*_PRAISE.finditer(words), *_ADDRESS.finditer(words)):
        if hit[0].lower() not in body.lower() or hit[0] in ("![", "]("):
            yield hit


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text).lower()
