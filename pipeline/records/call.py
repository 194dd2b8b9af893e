"""What is kept of calls to a model: the reply that was paid for, its line of usage, its server."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Mode = Literal["json_schema", "json_schema without lengths", "json_object", "none"]
"""How a server is asked for an answer of a given shape, the best way first."""


class Kept(BaseModel):
    """A frozen record that leaves out fields it does not know: a newer version's still counts."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Call(Kept):
    """A reply as it came (`reply`, the HTTP body), when (`at`, UTC in ISO form) after how long.

    `batch` is the name of the batch that it came in, empty for one that was asked for by itself.
    """

    reply: str
    at: str = ""
    paper: str = ""
    model: str = ""
    server: str = ""
    seconds: float | None = None
    batch: str = ""


class Usage(Kept):
    """A line of usage.jsonl; `key` and `at` tell which call it is of.

    `cost` is USD, None where the price is unknown; tokens are the server's own count, None where it
    gave none.
    """

    at: str
    key: str
    paper: str = ""
    model: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None
    seconds: float | None = None
    cost: float | None = None


class FoundOut(Kept):
    """What a server turned out to take from us; None where that is not known yet."""

    structured: Mode | None = None
    tokens_name: Literal["max_completion_tokens"] | None = None
    context_tokens: int | None = Field(None, gt=0)
    verifies: bool | None = None
