"""The one module that asks a language model: structured output, the call cache, corrections, cost.

A reply is kept as it came before anything else is done with it, under a key made of everything that
was sent but for the fences' random bits, and a call whose reply is kept is never made again. An
answer is validated, never mended: a wrong one goes back with the validator's words.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.errors import ContextTooLongError, ServerFailedError, StopRunError, SummarizeError
from pipeline.model.cost import BATCH_SHARE, Budget, Prices
from pipeline.model.error_body import told
from pipeline.model.fence import without_fences
from pipeline.model.frames import Framed, framed
from pipeline.model.local import ollama_context
from pipeline.model.reply import Reply, parse_reply
from pipeline.model.strikes import Strikes
from pipeline.model.structured import problems_in, strict_schema
from pipeline.model.tokens import Message, fewest_tokens, most_tokens
from pipeline.model.troubles import SMALLEST_CONTEXT, RoomError, UnsupportedError, error_of
from pipeline.records.call import Call, FoundOut, Mode, Usage

R = TypeVar("R", bound=BaseModel)
_NEXT_MODE: dict[Mode, Mode] = {
    "json_schema": "json_object",
    "json_schema without lengths": "json_object",
    "json_object": "none",
}
CORRECTIONS = 2
"""How often a wrong answer goes back."""
DEFAULT_CONTEXT = 32_000
"""Tokens, where neither the settings nor the server say."""
SMALLEST_ROOM = 256
"""Tokens: less room than this holds no answer."""
LONGEST_SENT_BACK = 40_000
"""Characters of a wrong answer that go back with what is wrong: no right one is longer."""
LONGEST_QUOTED = 100
"""Characters of a model's own refusal that an error has room for."""
# vLLM; llama.cpp; LM Studio; OpenRouter and Together; Groq; Mistral
_CONTEXT_NAMES = (
    "max_model_len",
    "n_ctx",
    "loaded_context_length",
    "context_length",
    "context_window",
    "max_context_length",
)


class Server(Protocol):
    """What answers: a server, a command, a file."""

    @property
    def address(self) -> str:
        """Which one it is, without credentials."""

    def complete(self, payload: dict[str, Any], deadline: float) -> str:
        """Give the body of a chat completion; `deadline` is a `time.monotonic()` moment."""

    def models(self) -> list[dict[str, Any]]:
        """Give the models that it has, as it describes them."""

    def close(self) -> None:
        """Give up what it holds."""


class Books(NamedTuple):
    """Where a model's calls are kept.

    `keep` gives the call that is kept under a key, else makes and keeps it; `note` adds a line of
    usage; `found_out` is what is known of the server, and `learn` remembers more. `require_free`
    raises InBatchError for the key of a call that is under way in a batch.
    """

    keep: Callable[[str, Callable[[], Call]], Call]
    note: Callable[[Usage], None]
    found_out: FoundOut
    learn: Callable[[FoundOut], None]
    require_free: Callable[[str], None] = lambda _: None


class MostTokens(NamedTuple):
    """How many tokens a call may have at most: those that are sent, and those of its answer."""

    sent: int
    came: int


class Model:
    """A language model as one paper's drafting sees it.

    `seconds` bounds all its calls together, waiting included; `answer_tokens` is the room of one
    answer; `strikes` are shared with the run's other papers; `sent` is the first request, where it
    has been put together before, for a batch. `calls` and `cost` (USD, None where a price is
    unknown) say what was newly paid.
    """

    def __init__(
        self,
        server: Server,
        books: Books,
        *,
        name: str,
        paper: str,
        prices: Prices,
        budget: Budget,
        seconds: float,
        context_tokens: int | None = None,
        answer_tokens: int = 4096,
        strikes: Strikes | None = None,
        sent: dict[str, Any] | None = None,
    ) -> None:
        self._server, self._books, self._paper = server, books, paper
        self._strikes = strikes or Strikes()
        self._prices, self._budget = prices, budget
        self._deadline = time.monotonic() + seconds
        self.name = name
        self._known = books.found_out
        self._mode: Mode = self._known.structured or "json_schema"
        self._set_context, self._answer_tokens = context_tokens, answer_tokens
        self._limit: int | None = None  # what the server turned out to take, in this run
        self._most_room: int | None = None  # and to give
        self._takes_system = True
        self._sent = sent
        self.calls, self.cost = 0, 0.0 if prices.of(1, 1) is not None else None

    # ── what the server can do ──

    @property
    def context_tokens(self) -> int:
        """How much one call may carry, question and answer, in tokens.

        It is as set, else found out once, else 32,000; less where the server turned out to take
        less.
        """
        return self._limit or self._set_context or self._known_context()

    def _known_context(self) -> int:
        if self._known.context_tokens is None:
            if context := ollama_context(self._server.address, self.name):
                self._limit = context  # for this run: it may be given more for the next
                return context
            self._learn(context_tokens=self._looked_up_context())
        return self._known.context_tokens or DEFAULT_CONTEXT

    def _looked_up_context(self) -> int:
        listed = next((m for m in self._server.models() if m.get("id") == self.name), {})
        return _stated_context(listed) or self._prices.context_tokens() or DEFAULT_CONTEXT

    @property
    def answer_tokens(self) -> int:
        """The room of one answer in tokens, never more than a quarter of the context."""
        room = min(self._answer_tokens, self.context_tokens // 4)
        return min(room, self._most_room or room)

    @property
    def verifies(self) -> bool | None:
        """Whether it passed the test of second readers; None where it has not been tried."""
        return self._known.verifies

    def learn_verifies(self, *, passed: bool) -> None:
        """Remember whether it passed, so that it is tried once."""
        self._learn(verifies=passed)

    def _learn(self, **found_out: object) -> None:
        self._known = self._known.model_copy(update=found_out)
        self._books.learn(self._known)

    # ── asking ──

    def as_sent(self, messages: list[Message]) -> list[Message]:
        """Give the conversation that was put together before in this one's place, if one was.

        What it is made of may have changed since: the log, with every entry that is accepted.
        """
        return list(self._sent["messages"]) if self._sent else messages

    def ask(
        self,
        record: type[R],
        messages: Sequence[Message],
        correction: str,
        wish: Callable[[R], str] = lambda _: "",
    ) -> R:
        """Ask for a record.

        `messages` are the conversation; `correction` is what a wrong answer goes back with, with
        `{problems}` in it. `wish` says what is wanted otherwise of a right answer, or nothing: it
        goes back with that once, and stands where no better one comes of it. Raises SummarizeError
        when the model refuses or stays wrong, ContextTooLongError when the server takes less.
        """
        talk, problems = list(messages), ""
        right: R | None = None
        for _ in range(1 + CORRECTIONS):
            try:
                reply, found = self._whole_reply(record, talk)
            except SummarizeError:
                if right is None:
                    raise
                return right
            try:
                made = record.model_validate_json(found.text)
            except ValidationError as error:
                problems = _NO_OBJECT.get(found.state) or problems_in(error)
                if not reply.content.strip():
                    problems = "the answer was empty"
            else:
                problems = wish(made) if right is None else ""
                if not problems:
                    return made
                right = made
            talk += [
                {"role": "assistant", "content": reply.content[:LONGEST_SENT_BACK] or "(nothing)"},
                {"role": "user", "content": correction.replace("{problems}", problems)},
            ]
        if right is not None:
            return right
        first = problems.splitlines()[0][:160]
        if reply.error:
            first += f"; its server says: {told(200, {}, reply.error).words}"
        raise SummarizeError(
            f"the model's answer stayed wrong after {CORRECTIONS} corrections ({first})",
            "its answers are kept under calls/; ask anew with --fresh, try another model, "
            "or use --drafter extractive",
        )

    def _whole_reply(self, record: type[BaseModel], talk: list[Message]) -> tuple[Reply, Framed]:
        """Give a reply and what stands in it; one that is cut is asked again with more room, once.

        A whole object is taken whatever its server says of how it ended.
        """
        room = self.answer_tokens
        for _ in range(2):
            reply = self._reply(record, talk, room)
            found = framed(reply.content, record.model_fields)
            if found.state != "whole" and (reply.refusal or reply.finish == "content_filter"):
                raise _refusal(reply.refusal)
            is_cut = reply.finish == "length" or (found.state == "cut" and not reply.error)
            if found.state == "whole" or not is_cut:
                return reply, found
            room *= 2
        room = min(room // 2, self._most_room or room)
        gives = ", which is what its server gives" if room == self._most_room else ""
        raise SummarizeError(
            f"the model's answer was cut twice, the second time at {room} tokens{gives}",
            "use another model" if gives else "raise answer_tokens",
        )

    def _reply(self, record: type[BaseModel], talk: list[Message], room: int) -> Reply:
        """Ask in the best way that the server takes, and remember which that is."""
        while True:
            room = min(room, self._most_room or room)
            try:
                reply = parse_reply(self._call(self._payload(record, talk, room), talk, room))
                if why := error_of(reply):
                    raise why
            except UnsupportedError as error:
                self._step_down(error, talk)
                continue
            except RoomError as error:
                self._ask_for_less(error, room)
                continue
            except ServerFailedError as error:
                unknown = self._known.structured is None and self._mode == "json_schema"
                if error.status != 500 or not unknown:
                    raise self._strikes.met(error, self._paper) from error
                self._mode = "json_object"  # llama_cpp.server answers 500 to a json_schema
                continue
            except ContextTooLongError as error:
                self._take_less(error.limit, lasting=error.lasting)
                raise
            if self._known.structured != self._mode:
                self._learn(structured=self._mode)
            self._notice_cut_prompt(talk, reply)
            return reply

    def _step_down(self, error: UnsupportedError, talk: list[Message]) -> None:
        """Ask for less from now on: without the part that is refused, else without a format."""
        has_system = self._takes_system and any(one["role"] == "system" for one in talk)
        if error.parameter == "tokens" and self._known.tokens_name is None:
            self._learn(tokens_name="max_completion_tokens")
        elif error.parameter == "system" and has_system:
            self._takes_system = False
        elif self._mode == "json_schema" and re.search(r"m(?:in|ax)Items|pattern", error.words):
            self._mode = "json_schema without lengths"
        elif self._mode in _NEXT_MODE:
            self._mode = _NEXT_MODE[self._mode]
        else:
            failed = ServerFailedError(
                f"the server does not take the request ({error.words})",
                "check model and base_url, or try another model",
                None,
            )
            raise self._strikes.met(failed, self._paper) from error

    def _ask_for_less(self, error: RoomError, room: int) -> None:
        """Ask for as much room as the server says that it gives, else for half."""
        gives = max((n for n in error.numbers if SMALLEST_ROOM <= n < room), default=room // 2)
        if gives < SMALLEST_ROOM:
            raise SummarizeError(
                f"the server gives no room for an answer ({error.words})",
                "set answer_tokens to what it gives, or use another model",
            ) from error
        self._most_room = gives

    def _take_less(self, stated: int | None, *, lasting: bool) -> None:
        """Take the context to be as large as was stated, else half of what it was taken to be."""
        now = self.context_tokens
        if stated is None or stated <= SMALLEST_CONTEXT:
            self._limit = now // 2
            return
        # one that is no less than what was sent: our own estimate was too low
        self._limit = stated if stated < now else now * 3 // 4
        if lasting and self._set_context is None and stated <= now:
            self._learn(context_tokens=stated)

    def _payload(self, record: type[BaseModel], talk: list[Message], room: int) -> dict[str, Any]:
        if self._sent and talk == self._sent["messages"]:
            sent, self._sent = self._sent, None  # once: what is wrong with it is put right after it
            return sent
        payload: dict[str, Any] = {
            "model": self.name,
            "messages": talk if self._takes_system else without_system(talk),
            self._known.tokens_name or "max_tokens": room,
        }
        if self._mode.startswith("json_schema"):
            schema = strict_schema(record, lengths=self._mode == "json_schema")
            described = {
                "name": record.__name__.lower().strip("_"),
                "strict": True,
                "schema": schema,
            }
            payload["response_format"] = {"type": "json_schema", "json_schema": described}
        elif self._mode == "json_object":
            payload["response_format"] = {"type": "json_object"}
        return payload

    def _call(self, payload: dict[str, Any], talk: list[Message], room: int) -> str:
        # by the address alone: another key, or a changed one, pays for nothing again
        sent = json.dumps([self._server.address, payload], sort_keys=True)
        key = hashlib.sha256(without_fences(sent).encode()).hexdigest()
        most = MostTokens(most_tokens(talk), room)
        call = self._books.keep(key, lambda: self._pay(key, payload, most))
        # noted for a kept reply too: a run killed between the reply and its line is made good by
        # the next
        self._books.note(usage_of(key, call, most, self._prices))
        return call.reply

    def _pay(self, key: str, payload: dict[str, Any], most: MostTokens) -> Call:
        self._books.require_free(key)
        worst = self._prices.of(*most)
        reserved, cost, start = self._budget.reserve(worst), None, time.monotonic()
        try:
            raw = self._server.complete(payload, self._deadline)
            self._strikes.answered()
            cost = _cost(parse_reply(raw), most, self._prices)
        finally:
            self._budget.settle(reserved, cost)
        self.calls += 1
        self.cost = None if self.cost is None or cost is None else self.cost + cost
        return Call(
            reply=raw,
            at=datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
            paper=self._paper,
            model=self.name,
            server=self._server.address,
            seconds=round(time.monotonic() - start, 3),
        )

    def _notice_cut_prompt(self, talk: list[Message], reply: Reply) -> None:
        """Notice a server that read less than was sent and said nothing.

        Ollama does so by default, at 4,096 tokens and with status 200.
        """
        read = reply.tokens_in
        # so few are no context's size: they were counted without those of a cache
        if read is None or read <= SMALLEST_CONTEXT:
            return
        if read >= fewest_tokens(talk, round_count=read % 1024 == 0):
            return
        self._take_less(read, lasting=True)
        sent = most_tokens(talk)
        raise ContextTooLongError(
            f"the server silently cut the paper: it read {read} of about {sent} tokens",
            "give the server a larger context (Ollama: num_ctx), "
            "or set context_tokens to what it takes",
            read,
        )


def usage_of(key: str, call: Call, most: MostTokens, prices: Prices) -> Usage:
    """Give the line of usage of a call; one that came in a batch costs less."""
    reply = parse_reply(call.reply)
    cost = _cost(reply, most, prices)
    return Usage(
        at=call.at,
        key=key,
        paper=call.paper,
        model=call.model,
        tokens_in=reply.tokens_in,
        tokens_out=reply.tokens_out,
        seconds=call.seconds,
        cost=cost * BATCH_SHARE if cost is not None and call.batch else cost,
    )


def _cost(reply: Reply, most: MostTokens, prices: Prices) -> float | None:
    """Price a reply by the server's own count of tokens, else by the worst case."""
    sent, came = reply.tokens_in, reply.tokens_out
    return prices.of(most.sent if sent is None else sent, most.came if came is None else came)


_NO_OBJECT = {
    "two": "two different JSON objects are in the answer: give the one that counts",
    "none": "Invalid JSON: there is no JSON object in the answer",
}


def without_system(talk: Sequence[Message]) -> list[Message]:
    """Give a conversation in which the user says what the system does."""
    said = [one["content"] for one in talk if one["role"] == "system"]
    others = [one for one in talk if one["role"] != "system"]
    first = {**others[0], "content": "\n\n".join((*said, others[0]["content"]))}
    return [first, *others[1:]]


def _refusal(words: str) -> SummarizeError:
    said = f": {words[:LONGEST_QUOTED]!r}" if words else ""
    return SummarizeError(
        f"the model refuses to answer{said}", "try another model, or --drafter extractive"
    )


def only_model(server: Server) -> str:
    """Give the name of the server's one model; raise StopRunError where it has none or several."""
    names = [str(model["id"]) for model in server.models() if model.get("id")]
    if len(names) == 1:
        return names[0]
    if not names:
        hint = (
            "is it running, and does base_url end as it should (most in /v1)? or set model; "
            "`summarize doctor` looks"
        )
        raise StopRunError(f"the model's server at {server.address} shows no models", hint)
    some = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
    raise StopRunError(
        "no model is chosen", f"set model in summarize.toml or with --model, to one of: {some}"
    )


def _stated_context(listed: dict[str, Any]) -> int | None:
    """Read the context size, in tokens, out of a server's own words about a model.

    Every kind of server has its own name for it.
    """
    meta = listed.get("meta")
    said = {**listed, **(meta if isinstance(meta, dict) else {})}
    stated = (said.get(name) for name in _CONTEXT_NAMES)
    return next((n for n in stated if isinstance(n, int) and n > SMALLEST_CONTEXT), None)
