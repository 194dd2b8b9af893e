"""What is pure about talking to a model: the schema that it gets, and how long a talk is."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import Field

from pipeline.model.frames import framed
from pipeline.model.structured import strict_schema
from pipeline.model.tokens import fewest_tokens, most_tokens
from pipeline.records.draft import Draft
from pipeline.records.record import Record
from tests.support.records import draft


class Inner(Record):
    title: str = Field("x", title="Title", min_length=1, max_length=9, pattern="x")
    page: int = Field(ge=1, le=9, description="a page")


class Outer(Record):
    inner: tuple[Inner, ...] = Field(min_length=1, max_length=3)
    kind: Literal["a", "b"] = "a"
    default: int | None = None


def test_a_schema_is_in_the_dialect_that_strict_servers_take() -> None:
    assert strict_schema(Outer) == {
        "$defs": {
            "Inner": {
                "additionalProperties": False,
                "properties": {
                    "title": {"pattern": "x", "type": "string"},
                    "page": {"description": "a page", "type": "integer"},
                },
                "required": ["title", "page"],
                "type": "object",
            }
        },
        "additionalProperties": False,
        "properties": {
            "inner": {
                "items": {"$ref": "#/$defs/Inner"},
                "maxItems": 3,
                "minItems": 1,
                "type": "array",
            },
            "kind": {"enum": ["a", "b"], "type": "string"},
            "default": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        },
        "required": ["inner", "kind", "default"],
        "type": "object",
    }


def test_lengths_of_lists_and_patterns_can_be_left_out_and_nothing_else() -> None:
    without = strict_schema(Outer)
    del without["properties"]["inner"]["minItems"], without["properties"]["inner"]["maxItems"]
    del without["$defs"]["Inner"]["properties"]["title"]["pattern"]
    assert strict_schema(Outer, lengths=False) == without


def nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [node for item in value for node in nodes(item)]
    if not isinstance(value, dict):
        return []
    return [value, *(node for item in value.values() for node in nodes(item))]


def test_every_object_of_a_drafts_schema_is_closed_and_complete() -> None:
    schema = strict_schema(Draft)
    objects = [node for node in nodes(schema) if node.get("type") == "object"]
    assert len(objects) == 6
    assert all(
        node["required"] == list(node["properties"]) and node["additionalProperties"] is False
        for node in objects
    )
    assert not [
        word
        for node in nodes(schema)
        for word in ("title", "minLength", "pattern", "default")
        if isinstance(node.get(word), str)
    ]
    asked = [node for node in objects if "quotes" in node["properties"]]
    assert list(asked[0]["properties"]) == ["label", "quotes", "text"], (
        "a model has its quotes before it words the point"
    )


def test_what_follows_the_schema_is_a_draft_again() -> None:
    made = draft()
    answer = framed(f"```json\n{made.model_dump_json()}\n```", Draft.model_fields)
    assert Draft.model_validate_json(answer.text) == made


PROSE = (
    "We propose Sparrow, a method that reads a paper section by section and writes notes on each of them. "
    * 50
)
TABLE = "0.123 & 4.56 & 78.9 \\\\ \\hline " * 50


@pytest.mark.parametrize(
    ("text", "longest", "shortest"),
    # characters a token: prose has 4 to 5, tables and formulas under 3, Chinese 1 to 2
    [
        (PROSE, 5, 4),
        (TABLE, 5, 3),
        ("我们提出了一种新的方法，" * 50, 2, 1),
        ("x" * 8000, 8, 3),
        ("", 1, 1),
    ],
)
def test_the_estimates_stand_on_both_sides_of_what_is_usual(
    text: str, longest: int, shortest: int
) -> None:
    talk = [{"role": "user", "content": text}]
    assert fewest_tokens(talk) <= len(text) // longest
    assert most_tokens(talk) >= len(text) // shortest


def test_each_message_has_its_own_price() -> None:
    one, two = (
        [{"role": "user", "content": "ab"}],
        [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}],
    )
    assert most_tokens(two) - most_tokens(one) == 16
    assert fewest_tokens(one) == fewest_tokens(two)


def test_a_chinese_character_counts_more_than_a_letter() -> None:
    assert most_tokens([{"role": "user", "content": "文" * 100}]) == 116
    assert most_tokens([{"role": "user", "content": "a" * 100}]) == 51
    assert fewest_tokens([{"role": "user", "content": "文" * 100}]) == 25
    assert fewest_tokens([{"role": "user", "content": "a" * 100}]) == 12
