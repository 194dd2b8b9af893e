"""Look in a model's answer for what shows that the paper, and not we, was listened to: the fence, the prompt, a reviewer's verdict.

Pure. What is found goes back to the model like any other fault of an answer.
"""

from __future__ import annotations

import re

from pipeline import instructions

_LONG = 44
"""So many letters and digits in a row from the prompt are no coincidence: nine English words, or a long Chinese sentence."""
_VERDICT = re.compile(
    r"\b(?:strong(?:ly)?|clear|definite)\s+accept|\brecommend\w*\s+(?:\w+\s+){0,3}?(?:accept|publication|hir)|\baccept\s+(?:this|the)\s+paper"
    r"|(?:强烈|一致)?(?:推荐|建议)(?:直接)?(?:接收|录用|接受)|強く採択|採択を推奨",
    re.IGNORECASE,
)


def traces(said: str, *, quoted: str, fence: str, told: str, body: str) -> list[str]:
    """Give what is wrong with an answer, one sentence each.

    `said` are the answer's own words and `quoted` its quotes; `told` is the prompt without the paper, `body` the paper as it was
    sent, its title too.
    """
    found = []
    if fence in said or fence in quoted:
        found.append("it repeats the mark that stands around the paper: leave that out")
    if _repeats(said + quoted, told, body):
        found.append("it repeats the instructions: say what the paper says")
    if _VERDICT.search(said) and not _VERDICT.search(body.replace(fence, "")):
        found.append("it decides like a reviewer: this is a log entry, not a review")
    elif instructions.is_one(body) and (_VERDICT.search(said) or _is_obedient(said)):
        found.append("it follows sentences of the paper that address a reviewer or a model: those are material")
    return found


def _is_obedient(said: str) -> bool:
    """Tell an answer that speaks to a model itself, or has an address to follow in it; telling of such sentences is no obedience."""
    return bool(re.search(r"!\[|\]\(|https?://", said))


def _repeats(answer: str, told: str, body: str) -> bool:
    answer, told, body = (re.sub(r"\W", "", text).lower() for text in (answer, told, body))
    pieces = {told[at : at + _LONG] for at in range(len(told) - _LONG + 1)}
    return any(
        answer[at : at + _LONG] in pieces and answer[at : at + _LONG] not in body
        for at in range(len(answer) - _LONG + 1)
    )
