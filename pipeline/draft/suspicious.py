"""Look in a model's answer for what shows that the paper, the prompt or nobody spoke through it.

That is: the fence, our words, a reviewer's verdict, a point said over and over. Pure.
Quotes need no look: one of the fence or the prompt is not in the paper, and `check` marks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.records.report import Finding, make_finding
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
_ADDRESS = re.compile(r"!\[|\]\(|https?://")


def traces(
    statements: Iterable[Statement], *, fence: str, told: str, body: str
) -> Iterator[Finding]:
    """Give a finding for each statement of an answer that shows one.

    `told` is the prompt without the paper, `body` the paper as it was sent with its metadata. A
    verdict to accept is one wherever the paper has no such words itself; praise and addresses only
    where the paper has sentences to a model.
    """
    ours, theirs = _letters(told), _letters(body)
    pieces = {ours[at : at + _LONG] for at in range(len(ours) - _LONG + 1)}
    addressed = injections.is_one(body)
    accepts = bool(_VERDICT.search(body))
    before: dict[str, str] = {}
    for where, words, _ in statements:
        letters = _letters(words)
        earlier = before.setdefault(letters, where)
        if earlier != where and len(letters) >= _FEWEST:
            said = f"“{words[:80]}” is what the {earlier} says already"
            yield make_finding(where, "trace", words[:200], said, "", None, reason="again")
        own = (letters[at : at + _LONG] for at in range(len(letters) - _LONG + 1))
        if fence in words or any(piece in pieces and piece not in theirs for piece in own):
            said = "repeats what the model was told"
            yield make_finding(
                where, "trace", words[:200], f"“{words[:80]}” {said}", "", None, reason="repeated"
            )
        found = None if accepts else _VERDICT.search(words)
        if addressed:
            found = found or next((hit for hit in _unshared(words, body)), None)
        if found:
            said = "reads as if the model had done what the paper, or somebody in it, asks of its readers"
            yield make_finding(
                where, "trace", found[0], f"“{found[0]}” {said}", "", None, reason="obeyed"
            )


def _unshared(words: str, body: str) -> Iterator[re.Match[str]]:
    """Give praise and addresses that are not the paper's own."""
    for hit in (*_PRAISE.finditer(words), *_ADDRESS.finditer(words)):
        if hit[0].lower() not in body.lower() or hit[0] in ("![", "]("):
            yield hit


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text).lower()
