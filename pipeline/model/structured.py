"""The shape of an answer: the schema that a server takes, and what is wrong with an answer."""

from __future__ import annotations

import itertools
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ValidationError

_DROPPED = frozenset({"title", "minLength", "maxLength", "minimum", "maximum", "default"})
_LENGTHS = frozenset({"minItems", "maxItems", "pattern"})
MOST_PROBLEMS = 10
"""How many of a validator's findings a model is told of: it mends the rest with them."""


@lru_cache(maxsize=16)
def strict_schema(record: type[BaseModel], *, lengths: bool = True) -> dict[str, Any]:
    """Give a record's JSON schema in the dialect that strict servers take.

    That is: a root object, every property required, additionalProperties false, no titles, no
    lengths of strings
    (https://platform.openai.com/docs/guides/structured-outputs#supported-schemas). The lengths of
    lists and the patterns stay unless `lengths` is false: they keep a weak model behind a grammar
    in bounds, and some servers refuse them. It is made once, for all papers, and not to be changed.
    """
    dropped = _DROPPED if lengths else _DROPPED | _LENGTHS

    def kept(name: str, value: Any) -> bool:  # noqa: ANN401 - any JSON value
        # a property may be called as a keyword is; then its value is a schema
        return name not in dropped or isinstance(value, dict)

    def strict(node: Any) -> Any:  # noqa: ANN401 - any JSON value
        if isinstance(node, list):
            return [strict(item) for item in node]
        if not isinstance(node, dict):
            return node
        node = {name: strict(value) for name, value in node.items() if kept(name, value)}
        if "properties" in node:
            node |= {"required": list(node["properties"]), "additionalProperties": False}
        return node

    schema: dict[str, Any] = strict(record.model_json_schema())
    return schema


def problems_in(error: ValidationError) -> str:
    """Say what the validator found, one line a problem, without the answer's own text."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    places = (".".join(map(str, problem["loc"])) or "the answer" for problem in found)
    lines = (f"{place}: {problem['msg']}" for place, problem in zip(places, found, strict=True))
    return "\n".join(itertools.islice(lines, MOST_PROBLEMS))
