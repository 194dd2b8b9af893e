"""The one module that asks a language model: structured output, the call cache, corrections, cost.

A reply is kept as it came before anything else is done with it, under a key made of everything that
was sent, and a call whose reply is kept is never made again. An answer is validated, never mended:
a wrong one goes back with the validator's words.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import time
from collections.abc import Sequence
from typing import Any, Literal, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.errors import ContextTooLongError, ServerFailedError, StopRunError, SummarizeError
from pipeline.model.cost import Budget, Prices
from pipeline.model.server import ChatServer, Reply, UnsupportedError, parse_reply
from pipeline.model.structured import _words, strict_schema, unwrap
from pipeline.model.tokens import Message, fewest_tokens, most_tokens

R = TypeVar("R", bound=BaseModel)
Mode = Literal["json_schema", "json_schema without lengths", "json_object", "none"]
_NEXT_MODE: dict[Mode, Mode] = {
    "json_schema": "json_object",
    "json_schema without lengths": "json_object",
    "json_object": "none",
}
CORRECTIONS = 2
"""How often a wrong answer goes back."""
DEFAULT_CONTEXT = 32_000
"""Tokens, where neither the settings nor the server say."""
# vLLM; llama.cpp; LM Studio; OpenRouter and Together; Groq; Mistral
_CONTEXT_NAMES = (
    "max_model_len",
    "n_ctx",
    "loaded_context_length",
    "context_length",
    "context_window",
    "max_context_length",
)


class Calls(Protocol):
    """Where replies and what was found out about servers are kept (`ledger.Ledger` is one)."""

    def read_call(self, key: str) -> dict[str, Any] | None: ...  # noqa: D102 - as in store/replies.py
    def write_call(self, key: str, call: dict[str, Any]) -> None: ...  # noqa: D102
    def note_usage(self, line: dict[str, Any]) -> None: ...  # noqa: D102
    def read_server(self, url: str, model: str) -> dict[str, Any]: ...  # noqa: D102
    def write_server(self, url: str, model: str, found_out: dict[str, Any]) -> None: ...  # noqa: D102


class Model:
    """A language model as one paper's drafting sees it.

    `seconds` bounds all its calls together, waiting included; `answer_tokens` is the room of one
    answer; `fresh` asks anew what has been answered before. `calls` and `cost` (USD, None where a
    price is unknown) say what was newly paid.
    """

    def __init__(
        self,
        server: ChatServer,
        calls: Calls,
        *,
        name: str,
        paper: str,
        prices: Prices,
        budget: Budget,
        seconds: float,
        context_tokens: int | None = None,
        answer_tokens: int = 4096,
        fresh: bool = False,
    ) -> None:
        self._server, self._calls, self._paper = server, calls, paper
        self._prices, self._budget, self._fresh = prices, budget, fresh
        self._deadline = time.monotonic() + seconds
        self.name = name
        self._known = (
            {} if fresh else calls.read_server(server.base_url, name)
        )  # the server may have been given more since
        self._mode: Mode = self._known.get("structured", "json_schema")
        self._set_context, self._answer_tokens = context_tokens, answer_tokens
        self._limit: int | None = None  # what the server turned out to take, in this run
        self.calls, self.cost = 0, 0.0 if prices.of(1, 1) is not None else None

    # ── what the server can do ──

    @property
    def context_tokens(self) -> int:
        """How much one call may carry, question and answer, in tokens: set, else found out once, else 32,000."""
        if self._set_context is not None:
            return self._limit or self._set_context
        if "context_tokens" not in self._known:
            listed = next((m for m in self._server.models() if m.get("id") == self.name), {})
            self._learn(
                context_tokens=_stated_context(listed)
                or self._prices.context_tokens()
                or DEFAULT_CONTEXT
            )
        return int(self._known["context_tokens"])

    @property
    def answer_tokens(self) -> int:
        """The room of one answer in tokens, never more than a quarter of the context."""
        return min(self._answer_tokens, self.context_tokens // 4)

    def _learn(self, **found_out: object) -> None:
        self._known = {**self._known, **found_out}
        self._calls.write_server(self._server.base_url, self.name, self._known)

    # ── asking ──

    def ask(self, record: type[R], messages: Sequence[Message], correction: str) -> R:
        """Ask for a record.

        `messages` are the conversation; `correction` is what a wrong answer goes back with, with
        `{problems}` in it. Raises SummarizeError when the model refuses or stays wrong,
        ContextTooLongError when the server takes less.
        """
        talk, problems = list(messages), ""
        for _ in range(1 + CORRECTIONS):
            reply = self._whole_reply(record, talk)
            if reply.refusal or reply.finish == "content_filter":
                said = f": {reply.refusal[:100]!r}" if reply.refusal else ""
                raise SummarizeError(
                    f"the model refuses to answer{said}",
                    "try another model, or --drafter extractive",
                )
            try:
                return record.model_validate_json(unwrap(reply.content))
            except ValidationError as error:
                problems = _words(error) if reply.content.strip() else "the answer was empty"
            talk += [
                {"role": "assistant", "content": reply.content or "(nothing)"},
                {"role": "user", "content": correction.replace("{problems}", problems)},
            ]
        raise SummarizeError(
            f"the model's answer stayed wrong after {CORRECTIONS} corrections ({problems.splitlines()[0][:160]})",
            "its answers are kept under calls/; ask anew with --fresh, try another model, or use --drafter extractive",
        )

    def _whole_reply(self, record: type[BaseModel], talk: list[Message]) -> Reply:
        """Give a reply that is not cut; a cut one is asked again once with more room."""
        room = self.answer_tokens
        for _ in range(2):
            reply = self._reply(record, talk, room)
            if reply.finish != "length":
                return reply
            room *= 2
        raise SummarizeError(
            f"the model's answer was cut twice, the second time at {room // 2} tokens",
            "raise answer_tokens",
        )

    def _reply(self, record: type[BaseModel], talk: list[Message], room: int) -> Reply:
        """Ask in the best way that the server takes, and remember which that is."""
        while True:
            try:
                raw = self._call(self._payload(record, talk, room), talk, room)
            except UnsupportedError as error:
                self._step_down(error)
                continue
            except ServerFailedError as error:
                if (
                    error.status != 500
                    or "structured" in self._known
                    or self._mode != "json_schema"
                ):
                    raise
                self._mode = "json_object"  # llama_cpp.server answers 500 to a json_schema
                continue
            except ContextTooLongError as error:
                self._take_less(error.limit or self.context_tokens // 2)
                raise
            if self._known.get("structured") != self._mode:
                self._learn(structured=self._mode)
            reply = parse_reply(raw)
            self._notice_cut_prompt(talk, reply)
            return reply

    def _step_down(self, error: UnsupportedError) -> None:
        if error.parameter == "tokens" and "tokens_name" not in self._known:
            self._learn(tokens_name="max_completion_tokens")
        elif self._mode == "json_schema" and re.search(r"m(?:in|ax)Items|pattern", error.words):
            self._mode = "json_schema without lengths"
        elif self._mode in _NEXT_MODE:
            self._mode = _NEXT_MODE[self._mode]
        else:
            raise StopRunError(
                f"the server does not take the request ({error.words})", "check model and base_url"
            ) from error

    def _take_less(self, tokens: int) -> None:
        self._limit = tokens
        if self._set_context is None:
            self._learn(context_tokens=tokens)

    def _payload(self, record: type[BaseModel], talk: list[Message], room: int) -> dict[str, Any]:
        payload: dict[str, Any] = {
            "model": self.name,
            "messages": talk,
            self._known.get("tokens_name") or "max_tokens": room,
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
        key = hashlib.sha256(
            json.dumps([self._server.base_url, payload], sort_keys=True).encode()
        ).hexdigest()
        kept = None if self._fresh else self._calls.read_call(key)
        if kept is None:
            kept = self._pay(key, payload, talk, room)
        # noted for a kept reply too: a run killed between the reply and its line is made good by
        # the next
        self._calls.note_usage(
            {**_usage(key, kept), "cost": self._cost(str(kept["reply"]), talk, room)}
        )
        return str(kept["reply"])

    def _cost(self, raw: str, talk: list[Message], room: int) -> float | None:
        """Price a reply by the server's own count of tokens, or where it gave none by the worst case."""
        reply = parse_reply(raw)
        return self._prices.of(
            most_tokens(talk) if reply.tokens_in is None else reply.tokens_in,
            room if reply.tokens_out is None else reply.tokens_out,
        )

    def _pay(
        self, key: str, payload: dict[str, Any], talk: list[Message], room: int
    ) -> dict[str, Any]:
        worst = self._prices.of(most_tokens(talk), room)
        reserved, cost, start = self._budget.reserve(worst), None, time.monotonic()
        try:
            raw = self._server.complete(payload, self._deadline)
            call = {
                "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
                "paper": self._paper,
                "model": self.name,
                "server": self._server.base_url,
                "seconds": round(time.monotonic() - start, 3),
                "reply": raw,
            }
            self._calls.write_call(key, call)
            cost = self._cost(raw, talk, room)
        finally:
            self._budget.settle(reserved, cost)
        self.calls += 1
        self.cost = None if self.cost is None or cost is None else self.cost + cost
        return call

    def _notice_cut_prompt(self, talk: list[Message], reply: Reply) -> None:
        """Notice a server that read less than was sent and said nothing (Ollama's default: 4,096 tokens, status 200)."""
        if reply.tokens_in is None or reply.tokens_in >= fewest_tokens(
            talk, round_count=reply.tokens_in % 1024 == 0
        ):
            return
        self._take_less(reply.tokens_in)
        raise ContextTooLongError(
            f"the server silently cut the paper: it read {reply.tokens_in} of about {most_tokens(talk)} tokens",
            "give the server a larger context (Ollama: num_ctx), or set context_tokens to what it takes",
            reply.tokens_in,
        )


def only_model(server: ChatServer) -> str:
    """Give the name of the server's one model; raise StopRunError where it has none or several."""
    names = [str(model["id"]) for model in server.models() if model.get("id")]
    if len(names) == 1:
        return names[0]
    if not names:
        hint = "is it running, and does base_url end as it should (most in /v1)? or set model; `summarize doctor` looks"
        raise StopRunError(f"the model's server at {server.base_url} shows no models", hint)
    some = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
    raise StopRunError(
        "no model is chosen", f"set model in summarize.toml or with --model, to one of: {some}"
    )


def _stated_context(listed: dict[str, Any]) -> int | None:
    """Read the context size, in tokens, out of a server's own words about a model; every kind of server has its own name for it."""
    meta = listed.get("meta")
    said = {**listed, **(meta if isinstance(meta, dict) else {})}
    return next(
        (
            said[name]
            for name in _CONTEXT_NAMES
            if isinstance(said.get(name), int) and said[name] > 500
        ),
        None,
    )


def _usage(key: str, call: dict[str, Any]) -> dict[str, Any]:
    reply = parse_reply(call["reply"])
    return {
        "at": call["at"],
        "key": key,
        "paper": call["paper"],
        "model": call["model"],
        "tokens_in": reply.tokens_in,
        "tokens_out": reply.tokens_out,
        "seconds": call["seconds"],
    }


# ── tokens, estimated without a tokenizer ──


# ── answers ──
