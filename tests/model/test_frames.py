"""An answer is taken out of whatever it is wrapped in, and nothing of it is mended."""

from __future__ import annotations

import json
import time
import timeit
from typing import Any

import pytest

from pipeline.model.frames import Reply, framed, parse_reply
from pipeline.model.troubles import told
from tests.support.fakes import completion

GOOD = '{"word": "yes", "more": ["a </think> in it", "{\\"b\\": 1}"]}'
"""An answer whose own words look like frames."""
NAMES = ("word", "more")


def said(message: dict[str, Any] | str | None, **more: Any) -> str:
    given = message if isinstance(message, dict) else {"role": "assistant", "content": message}
    return json.dumps(
        {"choices": [{"index": 0, "message": given, "finish_reason": "stop"}], **more}
    )


def streamed(*deltas: dict[str, Any], end: str = "data: [DONE]\n\n", mark: str = "data: ") -> str:
    events = [{"choices": [{"index": 0, "delta": delta}]} for delta in deltas]
    return "".join(f"{mark}{json.dumps(event)}\n\n" for event in events) + end


def seconds(words: str) -> float:
    """Give the least seconds of three readings: the others were disturbed by whatever else ran."""
    return min(timeit.repeat(lambda: framed(words, NAMES), time.process_time, number=1, repeat=3))


HALVES = ({"content": GOOD[:20]}, {"content": GOOD[20:]})
CALL = {"type": "function", "function": {"name": "draft", "arguments": GOOD}}


# ── in the words of a reply ──


@pytest.mark.parametrize(
    "words",
    [
        GOOD,
        f"  {GOOD}\n",
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}\n```",
        f"```JSON\r\n{GOOD}\r\n```",
        f"  ~~~ json5\n  {GOOD}\n  ~~~",
        f"```json {{.numberLines}}\n{GOOD}",
        f"Here it is:\n```json\n{GOOD}\n```\nAnything else?",
        f"The entry, in {{braces}} as asked: {GOOD} I kept {{every}} number.",
        f'<think>is it {{"a": 2}}?</think>{GOOD}',
        f'\n<think>\n```json\n{{"a": 2}}\n```\n</think>\n\n```json\n{GOOD}\n```',
        f'it might be {{"word": "no"\n</think>\n{GOOD}',
        f"<Thinking>\nwell\n</Thinking>{GOOD}",
        f'<seed:think>{{"word": 1}}</seed:think>{GOOD}<|im_end|>',
        f'[THINK]{{"word": 1}}[/THINK]{GOOD}</s>',
        f"◁think▷order it◁/think▷{GOOD}",
        f'<|begin_of_thought|>{{"word": 1}}<|end_of_thought|>{GOOD}',
        f'<|channel|>analysis<|message|>{{"a": 2}}<|end|><|start|>assistant<|channel|>final<|message|>{GOOD}<|return|>',
        f"<|channel|>commentary to=functions.draft <|constrain|>json<|message|>{GOOD}<|call|>",
        f'analysisWe need {{"a": 2}}.assistantfinal{GOOD}',
        f"<|begin_of_box|>{GOOD}<|end_of_box|>",
        f"\\boxed{{{GOOD}}}",
        f"<answer>{GOOD}</answer>",
        f"{GOOD}\n\n{GOOD}",
        f"{{}}\n{GOOD}",
        f"{GOOD}\n<think>was it right? {{}}",
        f"<think>order it {GOOD}",
        f"[{GOOD}]",
        f"\ufeff{GOOD}\u200b",
        f'<thought>\nThe schema wants {{"word": ...}}\n</thought>\n\n{GOOD}',
        f'<reflection>bad {{"word":1}}</reflection><output>{GOOD}</output>',
        f"    ```Json\r\n    {GOOD}\r\n    ```\r\n",
        f"````json\n{GOOD}\n````",
        f"**Answer**\n\n> {GOOD}\n\n---\n*Note: {{n}} points*",
        f'<|START_THINKING|>{{"word": 3}}<|END_THINKING|><|START_RESPONSE|>{GOOD}<|END_RESPONSE|>',
        f'<|channel|>analysis<|message|>hm {{"word": "a"}}<|end|>\n<|channel|>final <|constrain|>JSON<|message|>{GOOD}',
        f'<unused94>thought\n{{"word": 2}}<unused95>{GOOD}<end_of_turn>',
        f"json\n{GOOD}",
        f"First: {GOOD}\nAgain:\n```\n{json.dumps(json.loads(GOOD), indent=2)}\n```",
        f"<details><summary>Reasoning</summary>word = yes</details>\n{GOOD}",
        f"/think about {{…}}\n</think>\n\n\n```json\n{GOOD}\n```\n```text\nend\n```",
        f"{GOOD}\nI left the </think> tag out.",
        f"<think>hm</think>{GOOD}\nI left the </think> tag out.",
    ],
    ids=range(43),
)
def test_the_one_object_is_taken_out_of_what_models_put_around_it(words: str) -> None:
    assert framed(words, NAMES) == (GOOD, "whole")


@pytest.mark.parametrize(
    "words",
    [
        json.dumps(GOOD),
        f'{{"answer": {GOOD}}}',
        f'{{"name": "draft", "arguments": {json.dumps(GOOD)}}}',
        f'<tool_call>\n{{"name": "draft", "arguments": {GOOD}}}\n</tool_call>',
        f'{{"type": "object", "properties": {GOOD}}}',
    ],
    ids=range(5),
)
def test_an_object_around_the_one_that_is_asked_for_is_an_envelope(words: str) -> None:
    found = framed(words, NAMES)
    assert (json.loads(found.text), found.state) == (json.loads(GOOD), "whole")


def test_an_object_with_one_of_the_names_is_the_answer_however_it_looks() -> None:
    assert framed(f'{{"word": {GOOD}}}', NAMES).text == f'{{"word": {GOOD}}}'
    assert framed(f'{{"answer": {GOOD}}}').text == f'{{"answer": {GOOD}}}'


@pytest.mark.parametrize(
    ("words", "state", "text"),
    [
        ("", "none", ""),
        (" no \n", "none", "no"),
        ("<think></think>\n", "none", "<think></think>"),
        ("{'a': 1}", "none", "{'a': 1}"),
        ('"no object"', "none", '"no object"'),
        ('{"a": 1,}', "broken", '{"a": 1,}'),
        ('So: {"a": {"b": 1}, c: 2} {"a": 3}', "broken", '{"a": {"b": 1}, c: 2} {"a": 3}'),
        ('{"a": "\n"}', "broken", '{"a": "\n"}'),
        ('{"a": ' + "1" * 9000 + "}", "broken", '{"a": ' + "1" * 9000 + "}"),
        ('{"a":' * 100_000, "broken", ('{"a":' * 100_000)),
        ('{"a": 1', "cut", '{"a": 1'),
        ('```json\n{"a": {"b": "wor', "cut", '{"a": {"b": "wor'),
        ('{"a": tru', "cut", '{"a": tru'),
        ('{"a": [1, ', "cut", '{"a": [1,'),
        ('{"a', "cut", '{"a'),
        ('{"a": 1} {"a": 2}', "two", '{"a": 1} {"a": 2}'),
        ('[{"a": 1}, {"a": 2}]', "two", '[{"a": 1}, {"a": 2}]'),
        ('{"a": 1}{"a": 2}</think>no', "none", '{"a": 1}{"a": 2}</think>no'),
        ('{"a": 1}</think>{"a": 2', "cut", '{"a": 2'),
        ('{"a": 1}\n</think>{"a": 2}{"a": 3}', "two", '{"a": 1}\n</think>{"a": 2}{"a": 3}'),
    ],
    ids=range(20),
)  # fmt: skip
def test_nothing_is_mended_and_of_two_none_is_chosen(words: str, state: str, text: str) -> None:
    assert framed(words, NAMES) == (text, state)


@pytest.mark.parametrize(
    "words", ["<think>" * 100_000, "{" * 400_000, '{"' * 200_000, "</think>" * 100_000, '{"a":1}' * 50_000]
)  # fmt: skip
def test_a_hostile_answer_takes_no_longer_than_it_is(words: str) -> None:
    assert framed(words, NAMES).state in ("none", "broken", "cut", "whole")


@pytest.mark.parametrize(
    "piece",
    ['{"</think>', '{"a":1}<think></think>', '{"a":1}</think>', '{"a": [{"b', '{"a":\n</think>', "{\n"],
    ids=range(6),
)  # fmt: skip
def test_twice_the_answer_takes_about_twice_the_time(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    longer = seconds(text * 2)
    if longer > 0.5:  # the square would be four times
        assert longer < 3 * seconds(text)


@pytest.mark.parametrize("ending", ["x", "t x", "}"])
def test_blanks_that_json_does_not_know_take_no_longer(ending: str) -> None:
    assert seconds('{"a":' + "\u00a0" * 50_000 + ending) < 1


def test_an_answer_of_broken_objects_is_broken() -> None:
    assert framed('{"a" b}</think>' * 1000 + GOOD, NAMES).state == "broken"
    assert framed('{"a" b}' * 1000 + "</think>" + GOOD, NAMES) == (GOOD, "whole")


# ── where in a body it stands ──


@pytest.mark.parametrize(
    "body",
    [
        said(GOOD),
        f"\ufeff{said(GOOD)}",
        "\n \n" + said(GOOD) + "\n\n",
        f"{said(GOOD)}\ndata: [DONE]\n",
        f"data: {said(GOOD)}\n\ndata: [DONE]",
        streamed(*HALVES),
        streamed(*HALVES, end="", mark="data:"),
        ": keep alive\n\nevent: message\nid: 1\n" + streamed(*HALVES),
        streamed({"role": "assistant", "content": ""}, *HALVES, {"content": None}),
        streamed({"content": GOOD[:20]}, {"content": GOOD}),
        streamed({"reasoning_content": 'is it {"word": 1}?'}, *HALVES),
        streamed(*HALVES).replace("data: ", "").replace("\n\n", "\n"),
        f"{streamed(*HALVES, end='')}data: {said(GOOD)}\n\n",
        f'data: {{"choices": [{{"message":\ndata: {{"content": {json.dumps(GOOD)}}}}}]}}\n\n',
        json.dumps({"code": 200, "msg": "ok", "data": json.loads(said(GOOD))}),
        json.dumps({"result": {"response": json.loads(said(GOOD))}}),
        json.dumps({"data": said(GOOD)}),
        f"[{said(GOOD)}]",
        said({"content": [{"type": "thinking", "thinking": [{"text": "{}"}]}, {"type": "text", "text": GOOD}]}),
        said({"content": [{"type": "text", "text": {"value": GOOD[:9]}}, {"text": GOOD[9:]}]}),
        said({"content": ["", GOOD]}),
        said({"content": None, "reasoning_content": GOOD}),
        said({"content": "", "reasoning": f"Let me think. {GOOD}"}),
        said({"content": None, "tool_calls": [CALL]}),
        said({"content": "I call the tool.", "tool_calls": [CALL]}),
        said({"content": None, "function_call": {"name": "draft", "arguments": GOOD}}),
        json.dumps({"choices": [{"delta": {"content": GOOD}}]}),
        json.dumps({"choices": [{"text": GOOD}]}),
        json.dumps({"choices": [{"message": GOOD}]}),
        json.dumps({"model": "m", "message": {"role": "assistant", "content": GOOD}, "done": True}),
        json.dumps({"type": "message", "content": [{"type": "text", "text": GOOD}], "stop_reason": "end_turn"}),
        json.dumps({"output": [{"type": "reasoning"}, {"type": "message", "content": [{"type": "output_text", "text": GOOD}]}]}),
        f"event: completion\r\ndata: {said(GOOD)}\r\n\r\nevent: done\r\ndata: [DONE]\r\n\r\n",
        json.dumps({"success": True, "message": "ok", "result": json.loads(said(GOOD))}),
        json.dumps({"output": {"choices": [{"message": {"content": [{"text": GOOD}]}}], "text": None}}),
        "\n".join(json.dumps({"message": {"content": GOOD[i : i + 9]}, "done": False}) for i in range(0, len(GOOD), 9)),
        said({"content": None, "reasoning_details": [{"text": "x"}], "reasoning": GOOD}),
        said({"content": "\n\n", "tool_calls": [{"function": {"arguments": json.loads(GOOD)}}]}),
        streamed({"content": [{"type": "text", "text": GOOD[:30]}]}, {"content": [{"text": GOOD[30:]}]}),
        json.dumps({"choices": [{"index": 1, "message": {"content": GOOD}}, {"message": {"content": "other"}}]}),
    ],
    ids=range(40),
)  # fmt: skip
def test_an_answer_is_found_in_every_body(body: str) -> None:
    assert framed(parse_reply(body).content) == (GOOD, "whole")


def test_an_object_in_the_contents_place_is_the_answer() -> None:
    reply = parse_reply(said({"content": {"word": "文"}}))
    assert reply.content == '{"word": "文"}'


def test_a_thought_is_no_answer_where_there_is_another_or_it_is_none() -> None:
    assert parse_reply(said({"content": "no", "reasoning_content": GOOD})).content == "no"
    assert parse_reply(said({"content": "", "reasoning_content": "on and on"})).content == ""
    assert parse_reply(said({"content": "", "reasoning": '{"a": 1} {"a": 2}'})).content == ""


@pytest.mark.parametrize(
    "raw", ["", "{", "null", "[]", "{}", '{"choices": []}', '{"choices": 3}', "[" * 100_000, "data: {"]
)  # fmt: skip
def test_what_has_no_completion_is_an_empty_answer(raw: str) -> None:
    assert parse_reply(raw) == Reply()


def test_words_that_cannot_be_written_are_replaced() -> None:
    reply = parse_reply('{"choices": [{"message": {"content": "a\\ud83d", "refusal": 3}}]}')
    assert (reply.content, reply.refusal) == ("a?", "")


DEEP = 900
"""Levels: what Python's own reader just takes."""


@pytest.mark.parametrize(
    "content",
    [
        "[" * DEEP + "]" * DEEP,
        '{"a":' * DEEP + "1" + "}" * DEEP,
        '[{"text":' * (DEEP // 2) + "1" + "}]" * (DEEP // 2),
    ],
    ids=range(3),
)
def test_what_is_nested_without_end_is_read_in_every_place(content: str) -> None:
    framed(content, NAMES)
    framed(f"{content} {content}", NAMES)
    framed(f'{{"answer": {content}}}', NAMES)
    for body in (
        content,
        f'{{"data": {content}}}',
        f'{{"choices": {content}}}',
        f'{{"choices": [{{"message": {{"content": {content}}}}}]}}',
        f'{{"error": {content}}}',
    ):
        assert isinstance(parse_reply(body), Reply)
        told(400, {}, body)


# ── how it ended, and what it took ──


def test_a_reply_is_read_as_far_as_we_need_it() -> None:
    raw = json.dumps(completion("words", finish="length", refusal="no", tokens_in=7))
    assert parse_reply(raw) == Reply(
        content="words", refusal="no", finish="length", tokens_in=7, tokens_out=300
    )


@pytest.mark.parametrize(
    ("spelt", "finish"),
    [
        *((one, "length") for one in ("length", "max_tokens", "MAX_TOKENS", "max_output_tokens", "model_length", "model_context_window_exceeded", "token_limit", "incomplete")),
        *((one, "content_filter") for one in ("content_filter", "SAFETY", "refusal", "sensitive", "PROHIBITED_CONTENT", "guardrail_intervened", "RECITATION")),
        *((one, "error") for one in ("error", "network_error", "insufficient_system_resource", "abort")),
        *((one, "stop") for one in ("stop", "STOP", "end_turn", "eos_token", "tool_calls", "COMPLETE")),
        *((one, "") for one in (None, "")),
    ],
)  # fmt: skip
def test_how_an_answer_ended_is_known_by_every_spelling(spelt: str | None, finish: str) -> None:
    raw = json.dumps({"choices": [{"message": {"content": "x"}, "finish_reason": spelt}]})
    assert parse_reply(raw).finish == finish


def test_how_a_stream_ended_stands_in_its_last_event() -> None:
    last = {"choices": [{"delta": {}, "finish_reason": "length"}], "usage": {"prompt_tokens": 9}}
    raw = streamed({"content": "{"}, end=f"data: {json.dumps(last)}\n\ndata: [DONE]\n\n")
    assert parse_reply(raw) == Reply(content="{", finish="length", tokens_in=9)


@pytest.mark.parametrize(
    ("usage", "counts"),
    [
        ({"prompt_tokens": 9, "completion_tokens": 3}, (9, 3)),
        ({"input_tokens": 9, "output_tokens": 3}, (9, 3)),
        ({"prompt_tokens": 9.0, "completion_tokens": 3.5}, (9, None)),
        ({"prompt_tokens": 0, "completion_tokens": 0}, (None, None)),
        ({"prompt_tokens": -1, "completion_tokens": -1}, (None, None)),
        ({"prompt_tokens": "9", "completion_tokens": []}, (None, None)),
        ({"prompt_tokens": True, "completion_tokens": 10**400}, (None, None)),
        ({"prompt_tokens": 900, "prompt_tokens_details": {"cached_tokens": 800}}, (900, None)),
        ({"prompt_tokens": 12, "prompt_tokens_details": {"cached_tokens": 800}}, (812, None)),
        ({"input_tokens": 12, "cache_read_input_tokens": 800}, (812, None)),
        ({}, (None, None)),
        (None, (None, None)),
    ],
    ids=range(12),
)
def test_a_count_that_is_none_is_not_known(usage: Any, counts: tuple[int | None, ...]) -> None:
    reply = parse_reply(said("words", usage=usage))
    assert (reply.tokens_in, reply.tokens_out) == counts
