"""An answer is found in whatever body a server sends, with how it ended and what it took."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from pipeline.model.error_body import told
from pipeline.model.frames import framed
from pipeline.model.reply import Reply, parse_reply
from tests.model.test_frames import GOOD, NAMES
from tests.support.fakes import completion


def said(message: dict[str, Any] | str | None, **more: Any) -> str:
    given = message if isinstance(message, dict) else {"role": "assistant", "content": message}
    return json.dumps(
        {"choices": [{"index": 0, "message": given, "finish_reason": "stop"}], **more}
    )


def streamed(*deltas: dict[str, Any], end: str = "data: [DONE]\n\n", mark: str = "data: ") -> str:
    events = [{"choices": [{"index": 0, "delta": delta}]} for delta in deltas]
    return "".join(f"{mark}{json.dumps(event)}\n\n" for event in events) + end


HALVES = ({"content": GOOD[:20]}, {"content": GOOD[20:]})
CALL = {"type": "function", "function": {"name": "draft", "arguments": GOOD}}


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
        json.dumps({"choices": [{"index": 0, "message": {"content": ""}}, {"index": 1, "message": {"content": GOOD}}]}),
        "".join(streamed({"content": half}, end="").replace('"index": 0', f'"index": {n}') for half in (GOOD[:9], GOOD[9:]) for n in (0, 1)),
        streamed(*HALVES).replace("\n\n", "\r\r"),
        streamed(*HALVES).replace("\n", ""),
        "".join(json.dumps({"choices": [{"delta": delta}]}) for delta in HALVES),
        json.dumps([{"choices": [{"delta": delta}]} for delta in HALVES]),
        f")]}}',\n{json.dumps(json.loads(said(GOOD)), indent=1)}",
        f"<br />\n<b>Warning</b>: old on line 3\n{json.dumps(json.loads(said(GOOD)), indent=1)}",
        f"answer({said(GOOD)});",
        f"1a3\r\n{said(GOOD)}\r\n0\r\n\r\n",
        said({"content": [{"type": "reasoning", "text": '{"word": 1}'}, {"type": "text", "text": GOOD}]}),
        said({"content": [{"type": "text", "content": GOOD}]}),
        said({"content": [{"type": "json", "json": json.loads(GOOD)}]}),
        json.dumps({"content": [{"type": "text", "text": "I call it."}, {"type": "tool_use", "input": json.loads(GOOD)}]}),
        said({"content": None, "parsed": json.loads(GOOD)}),
        said({"content": "", "reasoning_details": [{"type": "reasoning.text", "text": GOOD}]}),
        said({"content": "", "thinking_blocks": [{"type": "thinking", "thinking": GOOD}]}),
        json.dumps({"candidates": [{"content": {"parts": [{"text": "{}", "thought": True}, {"text": GOOD}]}}]}),
        json.dumps([{"generated_text": GOOD}]),
        json.dumps({"success": True, "errors": [], "result": {"response": GOOD}}),
        json.dumps({"output": {"text": GOOD, "finish_reason": "stop"}}),
        "".join(f"event: x\ndata: {json.dumps(one)}\n\n" for one in ({"type": "message_start", "message": {"content": []}}, *({"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": half["content"]}} for half in HALVES))),
        json.dumps({"choices": [{"messages": [{"sender_type": "BOT", "text": GOOD}]}]}),
        json.dumps({"choices": [{"message": {"content": None}, "text": GOOD}]}),
        json.dumps({"messages": [{"role": "user", "content": [{"type": "text", "text": "{}"}]}], "response": json.loads(said(GOOD))}),
    ],
    ids=range(65),
)  # fmt: skip
def test_an_answer_is_found_in_every_body(body: str) -> None:
    assert framed(parse_reply(body).content) == (GOOD, "whole")


@pytest.mark.parametrize("blank", ["\u2028", "\u2029", "\u0085"])
def test_what_json_takes_for_no_end_of_a_line_is_none(blank: str) -> None:
    answer = f'{{"word": "a{blank}b"}}'
    halves = [{"choices": [{"delta": {"content": part}}]} for part in (answer[:9], answer[9:])]
    for start in ("data: ", ""):
        body = "\n".join(f"{start}{json.dumps(one, ensure_ascii=False)}" for one in halves)
        assert parse_reply(body).content == answer


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
        *((one, "length") for one in ("length", "max_tokens", "MAX_OUTPUT_REACHED", "truncated", "MAX_TOKENS", "max_output_tokens", "model_length", "model_context_window_exceeded", "token_limit", "incomplete")),
        *((one, "content_filter") for one in ("content_filter", "SAFETY", "refusal", "sensitive", "PROHIBITED_CONTENT", "guardrail_intervened", "RECITATION", "SPII", "policy_violation")),
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
    "body",
    [
        {"candidates": [{"content": {"parts": [{"text": "x"}]}, "finishReason": "MAX_TOKENS"}], "usageMetadata": {"promptTokenCount": 9, "candidatesTokenCount": 3}},
        {"content": [{"type": "text", "text": "x"}], "stop_reason": "max_tokens", "usage": {"input_tokens": 9, "output_tokens": 3}},
        {"message": {"content": "x"}, "done_reason": "length", "prompt_eval_count": 9, "eval_count": 3},
    ],
    ids=range(3),
)  # fmt: skip
def test_other_protocols_are_read_with_their_ends_and_counts(body: dict[str, Any]) -> None:
    expected = Reply(content="x", finish="length", tokens_in=9, tokens_out=3)
    assert parse_reply(json.dumps(body)) == expected


def test_a_refusal_may_be_a_part_and_an_error_may_stand_in_a_choice_or_an_event() -> None:
    refused = parse_reply(said({"content": [{"type": "refusal", "refusal": "I will not"}]}))
    assert (refused.content, refused.refusal) == ("", "I will not")
    error = {"code": 502, "message": "gone"}
    failed = parse_reply(json.dumps({"choices": [{"message": {"content": ""}, "error": error}]}))
    broken = parse_reply(
        streamed({"content": "{"}, end=f"data: {json.dumps({'error': error})}\n\n")
    )
    assert json.loads(failed.error) == json.loads(broken.error) == error
    assert broken.content == "{"


def test_a_body_takes_no_longer_than_it_is_however_it_breaks_off() -> None:
    for line in ("[\n", '{"a":\n', "data: [\n", "data: {\n", '{"a":[\n', "data:\n"):
        start = time.process_time()
        parse_reply(line * (1_000_000 // len(line)))
        assert time.process_time() - start < 5  # the square takes half a minute


@pytest.mark.parametrize(
    ("usage", "counts"),
    [
        ({"prompt_tokens": 9, "completion_tokens": 3}, (9, 3)),
        ({"input_tokens": 9, "output_tokens": 3}, (9, 3)),
        ({"prompt_tokens": 9.0, "completion_tokens": 3.5}, (9, None)),
        ({"prompt_tokens": 0, "completion_tokens": 0}, (None, None)),
        ({"prompt_tokens": -1, "completion_tokens": -1}, (None, None)),
        ({"prompt_tokens": "9", "completion_tokens": []}, (9, None)),
        ({"prompt_tokens": "9 ", "completion_tokens": "3.0"}, (None, 3)),
        ({"prompt_tokens": True, "completion_tokens": 10**400}, (None, None)),
        ({"prompt_tokens": 900, "prompt_tokens_details": {"cached_tokens": 800}}, (900, None)),
        ({"prompt_tokens": 12, "prompt_tokens_details": {"cached_tokens": 800}}, (812, None)),
        ({"input_tokens": 12, "cache_read_input_tokens": 800}, (812, None)),
        ({}, (None, None)),
        (None, (None, None)),
    ],
    ids=range(13),
)
def test_a_count_that_is_none_is_not_known(usage: Any, counts: tuple[int | None, ...]) -> None:
    reply = parse_reply(said("words", usage=usage))
    assert (reply.tokens_in, reply.tokens_out) == counts
