"""What servers say in place of an answer, in everyone's words, and what it means."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from pipeline.errors import ContextTooLongError, ServerFailedError, StopRunError, SummarizeError
from pipeline.model.error_body import told
from pipeline.model.troubles import RoomError, UnknownHereError, UnsupportedError, meaning
from pipeline.network import PassingError


def says(status: int, body: Any, **headers: str) -> Exception:
    raw = body if isinstance(body, str) else json.dumps(body)
    return meaning(
        told(status, {name.replace("_", "-"): one for name, one in headers.items()}, raw)
    )


def error(message: str, code: Any = None) -> dict[str, Any]:
    return {"error": {"message": message, "code": code}}


# ── its own words ──


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (error("too bad"), "too bad"),
        ([error("too bad")], "too bad"),
        ({"error": "too bad"}, "too bad"),
        ({"error": ["too bad", "and more"]}, "too bad"),
        ({"msg": "too bad", "code": 1}, "too bad"),
        ({"detail": "too bad"}, "too bad"),
        ({"detail": [{"loc": ["body"], "msg": "too bad"}]}, "too bad"),
        ({"error_code": 17, "error_msg": "too bad"}, "too bad"),
        ({"base_resp": {"status_code": 1004, "status_msg": "too bad"}, "choices": None}, "too bad"),
        ({"errors": {"title": "too bad"}}, "too bad"),
        ({"error": {"error": {"error": {"message": "too bad"}}}}, "too bad"),
        ("too\n  bad", "too bad"),
        ("<html><head><TITLE>too bad</TITLE></head>", "too bad"),
        ("<p>something</p>", ""),
        ({"error": None}, ""),
        ("null", ""),
        ("", ""),
        ("[" * 100_000, "[" * 200),
        ({"fault": {"faultstring": "too bad", "detail": {"errorcode": "x"}}}, "too bad"),
        ({"Response": {"Error": {"Code": "x", "Message": "too bad"}}}, "too bad"),
        ({"success": False, "errInfo": {"errorMessage": "too bad"}}, "too bad"),
        ({"header": {"code": 1, "message": "too bad"}}, "too bad"),
        (error('{"error": {"message": "too bad"}}'), "too bad"),
        (
            {
                "error": {
                    "message": "it failed",
                    "metadata": {"raw": '{"error": {"message": "too bad"}}'},
                }
            },
            "it failed: too bad",
        ),
        ({"detail": [{"loc": ["body", "max_tokens"], "msg": "too bad"}]}, "max_tokens: too bad"),
        ('<?xml version="1.0"?><Error><Code>x</Code><Message>too bad</Message></Error>', "too bad"),
        ("it should be [1, 9], as {a} is", "it should be [1, 9], as {a} is"),
        ('<html><script>x = {"message": "no"}</script><title>too bad</title>', "too bad"),
    ],
    ids=range(28),
)
def test_the_servers_own_words_are_found_in_any_shape(body: Any, words: str) -> None:
    raw = body if isinstance(body, str) else json.dumps(body)
    assert told(418, {}, raw).words == words


# ── what it means ──

STOPS, PASSES, FAILS, PAPER = StopRunError, PassingError, ServerFailedError, SummarizeError


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        # the key
        (401, error("no"), STOPS, "refuses the API key (no)"),
        (400, error("API key expired. Please renew the API key."), STOPS, "refuses the API key"),
        (403, error("Invalid authentication credentials"), STOPS, "refuses the API key"),
        (200, {"code": 1002, "msg": "身份验证失败"}, STOPS, "refuses the API key"),
        (200, {"base_resp": {"status_code": 1004, "status_msg": "login fail: bad key"}}, STOPS, "refuses the API key"),
        (200, {"error": {"code": 401, "message": "who?"}}, STOPS, "refuses the API key"),
        (403, error("无效的令牌"), STOPS, "refuses the API key"),
        # the account
        (402, error("Insufficient Balance"), STOPS, "no money or quota left (Insufficient"),
        (429, error("You exceeded your current quota"), STOPS, "no money or quota left"),
        (429, error("x", "insufficient_quota"), STOPS, "no money or quota left"),
        (403, error("Your account is in arrears"), STOPS, "no money or quota left"),
        (400, error("Your credit balance is too low to use the API"), STOPS, "no money or quota left"),
        (429, error("账户余额不足"), STOPS, "no money or quota left"),
        (200, {"error": "insufficient_quota"}, STOPS, "no money or quota left"),
        # a limit
        (429, error("quota exceeded: requests per day per project"), STOPS, "limit of a day"),
        (429, error("Limit 100, Used 100 on requests per day (RPD)"), STOPS, "limit of a day"),
        (429, error("exceeded your current quota. Please retry in 21.5s."), PASSES, "too many requests"),
        (429, error("Rate limit on tokens per min (TPM): Limit 6000, Used 5000, Requested 2000"), PASSES, "too many"),
        # where we are
        (403, error("Country, region, or territory not supported"), STOPS, "not offered where you are"),
        (400, error("User location is not supported for the API use."), STOPS, "not offered where you are"),
        # this paper
        (400, error("Input data may contain inappropriate content.", "data_inspection_failed"), PAPER, "refuses the paper"),
        (400, error("考虑到内容安全，换个话题"), PAPER, "refuses the paper"),
        (403, error("flagged by moderation for violence"), PAPER, "refuses the paper"),
        (451, error("blocked by our usage policy"), PAPER, "refuses the paper"),
        (200, {"error": {"code": "content_filter", "message": "no"}}, PAPER, "refuses the paper"),
        # what may pass
        (429, error("slow down"), PASSES, "too many requests (slow down)"),
        (409, error("model is loading"), PASSES, "answered 409 (model is loading)"),
        (425, "", PASSES, "answered 425"),
        (498, error("capacity"), PASSES, "answered 498"),
        (503, error("model x is not available right now"), PASSES, "answered 503"),
        (524, "<title>524: A timeout occurred</title>", PASSES, "answered 524 (524: A timeout"),
        (200, {"error": "model overloaded"}, PASSES, "good answer's place (model overloaded)"),
        (200, "upstream connect error", PASSES, "good answer's place (upstream connect error)"),
        # as others say it
        (429, {"error": {"code": "1302", "message": "您的账户已达到速率限制,请您控制请求频率"}}, PASSES, "too many"),
        (429, {"error": {"code": "1113", "message": "您的账户已欠费,请充值后重试"}}, STOPS, "no money or quota left"),
        (400, error("系统检测到输入或生成内容可能包含不安全或敏感内容", "1301"), PAPER, "refuses the paper"),
        (403, {"code": 30001, "message": "Sorry, your account balance is insufficient"}, STOPS, "no money"),
        (429, {"message": "rejected due to rate limiting. Details: TPM limit reached."}, PASSES, "too many"),
        (401, "Invalid token", STOPS, "refuses the API key (Invalid token)"),
        (529, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, PASSES, "answered 529"),
        (503, error("No available channel for model qwen under group default"), PASSES, "answered 503 (No"),
        (402, error("This request requires more credits, or fewer max_tokens."), STOPS, "no money"),
        (429, error("requests per minute (RPM): Limit 3, Used 3, Requested 1. Please try again in 20s."), PASSES, "too many"),
        (404, error("No endpoints available matching your restrictions and policy."), UnknownHereError, "No endpoints"),
        (400, {"code": 20012, "message": "Model does not exist. Please check it carefully."}, UnknownHereError, "Model"),
        (403, {"Response": {"Error": {"Code": "AuthFailure.x", "Message": "no"}}}, STOPS, "refuses the API key"),
        (403, "<Error><Message>InvalidAccessKeyId</Message></Error>", STOPS, "refuses the API key"),
        (200, {"header": {"code": 11200, "message": "AppIdNoAuthError: invalid api key"}}, STOPS, "refuses the API key"),
        (403, error("pay", "insufficient_user_quota"), STOPS, "no money"),
        (403, error("You have reached your specified API usage limits"), STOPS, "no money"),
        (200, {"error_code": 17, "error_msg": "Open api daily request limit reached"}, STOPS, "limit of a day"),
        (429, error("a Trial key, which is limited to 1000 API calls / month"), STOPS, "limit of a day"),
        (400, {"code": "Throttling.RateQuota", "message": "Requests rate limit exceeded"}, PASSES, "too many requests"),
        (400, {"__type": "ThrottlingException", "message": "Too many requests"}, PASSES, "too many requests"),
        (403, error("rate limit exceeded"), PASSES, "too many requests (rate limit"),
        (200, {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}, PAPER, "refuses the paper"),
        (400, error("No models loaded. Please load a model in the developer page."), UnknownHereError, "No models"),
        (400, "Client sent an HTTP request to an HTTPS server.", STOPS, "the server speaks https"),
        # what nobody knows
        (403, error("no"), FAILS, "forbids this (no)"),
        (418, error("teapot"), FAILS, "answered 418 (teapot)"),
    ],
    ids=range(60),
)  # fmt: skip
def test_an_error_is_told_by_status_code_and_words(
    status: int, body: Any, kind: type[Exception], words: str
) -> None:
    found = says(status, body)
    assert type(found) is kind
    assert words in str(found)


@pytest.mark.parametrize(
    ("status", "message", "limit"),
    [
        (400, "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (4904 in the messages, 4096 in the completion).", 8192),
        (400, "This model's maximum prompt length is 131,072 but the request contains 200,000 tokens.", 131_072),
        (400, "The input token count (12345) exceeds the maximum number of tokens allowed (6000).", 6000),
        (400, "Range of input length should be [1, 30720]", 30_720),
        (422, "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4097. Given: 9000 `inputs` tokens", 4097),
        (400, "prompt is too long: 210000 tokens > 200000 maximum", 200_000),
        (400, "Prompt contains 40000 tokens, too large for model with 32768 maximum context length", 32_768),
        (400, "'max_tokens' is too large: 4096. This model's maximum context length is 8192 tokens and your request has 7000 input tokens", 8192),
        (400, "too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 5000", 4081),
        (400, "the model is loaded with context length of only 6000 tokens, which is not enough", 6000),
        (400, "Your request exceeded model token limit: 8192", 8192),
        (400, "length of prompt_tokens (40960) must be less than max_seq_len (32768).", 32_768),
        (400, "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000", 200_000),
        (400, "Input text exceeds the maximum length of 25000 characters", 6250),
        (500, "input is too long for this model", None),
        (200, "input length exceeds the context length", None),
        (400, "输入超长", None),
        (413, "", None),
        (413, "Request too large on tokens per minute (TPM): Limit 6000, Requested 9001, please reduce your message size.", 6000),
        (200, "the max input characters is 11200", 11_200),
        (500, "Token indices are longer than the specified maximum sequence length (9000 > 8192)", 8192),
        (429, "Request too large for gpt-x on tokens per min (TPM): Limit 30000, Requested 41000.", 30_000),
    ],
    ids=range(22),
)  # fmt: skip
def test_too_long_is_known_in_everyones_words_and_with_the_size_that_they_state(
    status: int, message: str, limit: int | None
) -> None:
    found = says(status, error(message))
    assert isinstance(found, ContextTooLongError)
    assert found.limit == limit
    assert found.lasting is ("per min" not in message)


@pytest.mark.parametrize(
    ("status", "message", "kind", "part"),
    [
        (400, "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", UnsupportedError, "tokens"),
        (400, "System role not supported", UnsupportedError, "system"),
        (400, "Developer instruction is not enabled for models/gemma-3", UnsupportedError, "system"),
        (400, "Conversation roles must alternate user/assistant/user", UnsupportedError, "system"),
        (422, "Extra inputs are not permitted", UnsupportedError, "format"),
        (404, "No endpoints found that support response_format", UnsupportedError, "format"),
        (501, "json mode is not implemented", UnsupportedError, "format"),
        (404, "No endpoints found that can handle the requested parameters.", UnsupportedError, "format"),
        (400, "'system' is not one of ['user', 'assistant']", UnsupportedError, "system"),
        (400, "what is this?", UnsupportedError, "format"),
        (400, "model not exist", UnknownHereError, "model"),
        (403, "Project x does not have access to model m: model_not_found", UnknownHereError, "model"),
        (404, "Not Found", UnknownHereError, "address"),
        (405, "Method Not Allowed", UnknownHereError, "address"),
    ],
    ids=range(14),
)  # fmt: skip
def test_what_is_not_taken_is_told_by_its_part(
    status: int, message: str, kind: type[Exception], part: str
) -> None:
    found = says(status, error(message))
    assert type(found) is kind
    assert part in (getattr(found, "parameter", ""), getattr(found, "what", ""))


@pytest.mark.parametrize(
    ("message", "numbers"),
    [
        ("the valid range of max_tokens is [1, 8,192]", (1, 8192)),
        ("max_completion_tokens is too large: 9000", (9000,)),
        ("参数有误：max_tokens 取值范围 [1,4095]", (1, 4095)),
        ("maxOutputTokens must be in the range from 1 (inclusive) to 8193 (exclusive)", (1, 8193)),
        ("The maximum tokens you requested exceeds the model limit of 4096.", (4096,)),
        ("`max_tokens` must be less than `8192`, as it is less than the `context_window`", (8192,)),
        ("max_tokens: Input should be less than or equal to 2048", (2048,)),
    ],
)
def test_an_answers_room_is_told_from_a_paper_that_is_too_long(
    message: str, numbers: tuple[int, ...]
) -> None:
    found = says(400, error(message))
    assert isinstance(found, RoomError)
    assert found.numbers == numbers


# ── patience ──


@pytest.mark.parametrize(
    ("body", "headers", "wait"),
    [
        (error("later"), {"retry_after": "7"}, 7.0),
        (error("later"), {"retry_after_ms": "350"}, 0.35),
        (error("Please try again in 6m3.5s."), {}, 363.5),
        (error("Please try again in 350ms. Visit us."), {}, 0.35),
        (error("retry after 20 seconds"), {}, 20.0),
        (error("请在 3 秒后重试"), {}, 3.0),
        ([{"error": {"message": "x", "details": [{"retryDelay": "34s"}]}}], {}, 34.0),
        (error("try again later, in 2024"), {}, None),
        (error("later"), {"x_ratelimit_reset": "12"}, None),
    ],
    ids=range(9),
)
def test_the_patience_that_a_server_asks_for_is_found(
    body: Any, headers: dict[str, str], wait: float | None
) -> None:
    found = says(429, body, **headers)
    assert isinstance(found, PassingError)
    assert found.wait == (wait if wait is None else pytest.approx(wait))


def test_a_moment_in_milliseconds_is_a_patience_too() -> None:
    found = says(429, error("later"), x_ratelimit_reset=str(int((time.time() + 60) * 1000)))
    assert isinstance(found, PassingError)
    assert 55 < (found.wait or 0) <= 60
