"""The shape of an answer: the schema that a server takes, and an answer out of its wrapping."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ValidationError


def strict_schema(record: type[BaseModel], *, lengths: bool = True) -> dict[str, Any]:
    """Give a record's JSON schema in the dialect that strict servers take.

    That is: a root object, every property required, additionalProperties false, no titles, no
    lengths of strings
    (https://platform.openai.com/docs/guides/structured-outputs#supported-schemas). The lengths of
    lists and the patterns stay unless `lengths` is false: they keep a weak model behind a grammar
    in bounds, and some servers refuse them.
    """
    dropped = {"title", "minLength", "maxLength", "minimum", "maximum", "default"}
    dropped |= set() if lengths else {"minItems", "maxItems", "pattern"}

    def strict(node: Any) -> Any:  # noqa: ANN401 - any JSON value
        if isinstance(node, list):
            return [strict(item) for item in node]
        if not isinstance(node, dict):
            return node
        kept = {
            name: strict(value)
            for name, value in node.items()
            if name not in dropped or isinstance(value, dict)
        }
        if "properties" in kept:
            kept |= {"required": list(kept["properties"]), "additionalProperties": False}
        return kept

    schema: dict[str, Any] = strict(record.model_json_schema())
    return schema


def unwrap(content: str) -> str:
    """Take an answer out of what some models put around it: a think block first, one code fence. Nothing is mended."""
    content = re.sub(r"\A\s*<think>.*?</think>", "", content, flags=re.DOTALL).strip()
    fences = re.findall(r"^```(?:json)?[ \t]*\n(.*?)\n```", content, flags=re.DOTALL | re.MULTILINE)
    return fences[0] if len(fences) == 1 and not content.startswith("{") else content


def _words(error: ValidationError) -> str:
    """Say what the validator found, one line a problem, without the answer's own text."""
    lines = []
    for problem in error.errors(include_url=False, include_input=False, include_context=False)[:10]:
        place = ".".join(str(part) for part in problem["loc"]) or "the answer"
        lines.append(f"{place}: {problem['msg']}")
    return "\n".join(lines)
