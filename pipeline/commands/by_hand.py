"""A model by hand: the prompt to paste into a chat, and the answer that came out of it, in a file.

For who has neither a key nor a command. What is sent, validated, kept and checked is what a server
would have been sent, and its answer.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.commands.chosen_model import ChosenModel
from pipeline.commands.one_paper import Tell
from pipeline.commands.outcome import Outcome
from pipeline.commands.progress import MIND
from pipeline.commands.summarize import Run
from pipeline.commands.terminal import remark, steady
from pipeline.errors import SummarizeError, UsageError
from pipeline.files import bytes_of
from pipeline.settings import Settings
from pipeline.store.output_folder import Store

if TYPE_CHECKING:
    from pipeline.model.cost import Prices

_LARGEST_ANSWER = 1 << 20
"""Bytes: a draft has a hundredth of it."""
_CONTEXT = 200_000
"""Tokens, where none are set: what the chats that people have take, and more than a paper has."""
_NAME = "a model by hand"


class _PromptFoundError(Exception):
    """What would be sent has been put together; `text` is it. It ends the drafting."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class _Hand:
    """What answers with `answer`, once; without one the question itself is what is wanted.

    `wanted` is what it would be asked for next, if anything.
    """

    def __init__(self, answer: str | None) -> None:
        digest = hashlib.sha256((answer or "").encode("utf-8", "surrogatepass")).hexdigest()
        self.address = f"by hand {digest[:12]}"
        self._answer, self.wanted = answer, ""

    def models(self) -> list[dict[str, Any]]:
        return []

    def close(self) -> None:
        pass

    def complete(self, payload: dict[str, Any], deadline: float) -> str:
        from pipeline.model.frames import framed
        from pipeline.model.prompt import as_text

        talk = payload["messages"]
        if self._answer is None:
            raise _PromptFoundError(as_text(talk))
        if any(one["role"] == "assistant" for one in talk):
            self.wanted = talk[-1]["content"].strip()
            raise SummarizeError(
                "the answer cannot be used",
                f"\ntell the chat what follows, and give its next answer\n\n{self.wanted}",
            )
        if framed(self._answer).state == "cut":
            raise SummarizeError(
                "the answer cannot be used: it ends within its JSON object",
                "copy it whole, or have the chat give all of it again",
            )
        return json.dumps({"choices": [{"message": {"content": self._answer}}]})


class _ByHand(ChosenModel):
    """The hand in a model's place: no server is asked, and no price is known."""

    def __init__(self, settings: Settings, store: Store, answer: str | None) -> None:
        super().__init__(settings, store, fresh=False)
        self._answer = answer

    @property
    def where(self) -> str:
        return self.server.address

    @cached_property
    def server(self) -> _Hand:
        return _Hand(self._answer)

    @cached_property
    def name(self) -> str:
        return self._settings.model or _NAME

    @property
    def asking(self) -> str:
        return "putting the prompt together" if self._answer is None else "reading the answer"

    @property
    def is_there(self) -> bool:
        return True

    @property
    def takes_words_alone(self) -> bool:
        return True

    def prices(self, name: str) -> Prices:
        from pipeline.model.cost import UnknownPrices

        return UnknownPrices()


def prompt(settings: Settings, folder: Path, paper: str, tell: Tell) -> str:
    """Give what a model would be sent for a paper, as one text.

    Raises SummarizeError where the paper cannot be had or read, or has an entry in the log already.
    """
    with _run(settings, folder, None, tell, anyway=False) as run:
        try:
            outcomes = list(run.papers([paper], tell))
        except _PromptFoundError as found:
            return steady(found.text.strip())
    [outcome] = outcomes
    if outcome.failed:
        raise SummarizeError(f"{paper!r} cannot be asked about", outcome.reason or "try again")
    raise SummarizeError(f"there is nothing to ask for {paper!r}", "it is drafted already")


def from_text(
    settings: Settings, folder: Path, paper: str, answer: str, tell: Tell, *, anyway: bool
) -> Iterator[Outcome]:
    """Draft a paper from an answer itself; raise UsageError for one that is too long to be one."""
    if len(answer) > _LARGEST_ANSWER:
        raise UsageError(
            f"the answer has more than {_LARGEST_ANSWER:,} characters", "answer the prompt alone"
        )
    with _run(settings, folder, answer, tell, anyway=anyway) as run:
        for outcome in run.papers([paper], tell):
            hand = run.model.server
            if not outcome.failed and isinstance(hand, _Hand) and hand.wanted:
                wanted = " ".join(hand.wanted.split())
                tell(MIND, f"the draft is kept; for a better one tell the chat: {wanted}")
            yield outcome


def _run(settings: Settings, folder: Path, answer: str | None, tell: Tell, *, anyway: bool) -> Run:
    alone = settings.model_copy(
        update={
            "drafter": "model",
            "verify": "off",
            "context_tokens": settings.context_tokens or _CONTEXT,
            "max_cost": None,
        }
    )
    model = _ByHand(alone, Store(folder / alone.output), answer)
    return Run(alone, folder, fresh=answer is None, anyway=anyway, tell=tell, model=model)


def read_answer(answer: str) -> str:
    """Give the text of a file with an answer; of standard input for "-", told what it waits for.

    Raises UsageError where there is no such file.
    """
    if answer == "-":
        if sys.stdin.isatty():
            remark("paste the chat's answer here, then press Enter and Ctrl-D")
        raw: bytes | None = sys.stdin.buffer.read(_LARGEST_ANSWER)
    else:
        raw = bytes_of(Path(answer), follow=True, most=_LARGEST_ANSWER)
    if raw is None:
        raise UsageError(f"there is no file {answer!r}", "name the file with the model's answer")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{answer!r} is not UTF-8", "save the answer as UTF-8 text") from error
