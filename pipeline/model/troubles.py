"""What a model's server means by a status, or by something else in a good answer's place.

Servers agree on little but the numbers, and not on what they mean by them. So an error is told by
status, code and words together, in one table (`_MEANINGS`): the first row that fits names it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from pipeline.errors import ContextTooLongError, ServerFailedError, StopRunError, SummarizeError
from pipeline.model.error_body import BLANK, Told, told
from pipeline.model.reply import Reply, completion_in, parse_reply, values_in
from pipeline.network import PassingError

TRIES_WHEN_BUSY = 8
"""In all: too many requests pass by themselves, the sooner the fewer of ours there are."""
TRIES_WHEN_FAILING = 4
"""In all: a server that restarts is back after three waits, or not soon."""
LONGEST_WAIT = 120.0
"""Seconds: a server that asks for more patience than this gets an end instead."""
_CHARACTERS = 4
"""To a token, in prose, where a server counts those."""
SMALLEST_CONTEXT = 500
"""Tokens: a server that states no more states something else."""
_AGAIN_LATER = "run it again later"


class UnsupportedError(Exception):
    """The server does not take a part of the request.

    That is `tokens` (max_tokens), `format` (response_format) or `system` (the system's role).
    """

    def __init__(self, parameter: Literal["tokens", "format", "system"], words: str) -> None:
        super().__init__(words)
        self.parameter, self.words = parameter, words


class RoomError(Exception):
    """The server gives an answer less room than was asked for.

    `numbers` are those of its words: one of them is what it gives.
    """

    def __init__(self, words: str, numbers: tuple[int, ...]) -> None:
        super().__init__(words)
        self.words, self.numbers = words, numbers


class UnknownHereError(Exception):
    """The server knows no such `model`, nothing at this `address`, or has a web `page` there."""

    def __init__(self, what: Literal["model", "address", "page"], words: str) -> None:
        super().__init__(words)
        self.what, self.words = what, words


# ── what it means ──


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\s*\n\s*", "", words), re.IGNORECASE)


_CONTEXT = _pattern(r"""
    context[ _-](?:length|size|window)|maximum context|context limit|context_length
    |too many (?:input )?tokens|too many total text
    |(?:prompt|input|request|messages?|text|content|conversation)(?: (?:is|are|was))? ?
        too (?:long|large)
    |reduce (?:your|the) (?:message|prompt|input|length|size)
    |input token count|input length|max\w* (?:input|sequence) (?:characters|length)
    |(?:prompt|input) (?:token )?(?:length|limit)|inputs?`? tokens
    |(?:prompt|input|inputs|request|messages?|tokens|length)\b[^.]{0,40}\bexceed
    |exceed\w*[^.]{0,40}\b(?:tokens?|context|length|max_model_len|n_ctx)|token limit
    |prompt contains [\d,]+|max_seq_len|max_model_len|max_position|string_above_max_length
    |payload too large|entity too large
    |超长|过长|太长|超[过出][^。]{0,16}(?:长度|token|上限|限制)|上下文
""")
_NUMBER = r"(\d{1,3}(?:[,_]\d{3})+(?!\d)|\d{3,10})(\s*characters)?"
_STATES_A_LIMIT = (
    _pattern(r"\d\s*>\s*" + _NUMBER),
    _pattern(r"context (?:length|size|window)[^.0-9]{0,40}?" + _NUMBER),
    _pattern(
        r"""
    (?:max\w*|context|limit|allowed|only|exceed\w*|at most|up to|less than|below|<=?|≤|\[\s*\d+\s*,)
    [^.0-9]{0,80}?
    """
        + _NUMBER
    ),
    _pattern(_NUMBER + r"\s*(?:tokens?\s*)?(?:-token\s*)?(?:max|limit|context)"),
)
_TOO_OFTEN = _pattern(
    r"too many requests|throttl|rate.?limit|rate ?quota|try again later|请求过多|限流|频率"
)
_PER_MINUTE = _pattern(
    r"per[ _-]?min|\b[tr]pm\b|per[ _-]?second|per[ _-]?hour|rate.?limit|每分钟|频率"
)
_PER_DAY = _pattern(
    r"per[ _-]?day|perday|daily|\b[tr]pd\b|per[ _-]?week|weekly|per[ _-]?month|monthly"
    r"|/ ?(?:day|week|month)\b"
    r"|每[天日]|当[天日]|今[天日]"
)
_TOO_LARGE_FOR_A_MINUTE = _pattern(
    r"request too large|reduce (?:your|the) (?:message|prompt|input)"
)
_REQUESTED = re.compile(r"limit:? (\d[\d,]*),.{0,60}?requested:? (\d[\d,]*)")
_EMPTY_ACCOUNT = _pattern(r"""
    insufficient[_ ](?:\w+?[_ ])?(?:quota|balance|funds|credits?)|exceeded your current quota
    |billing
    |arrears|arrearage|overdue|out of credits?|not enough (?:credits?|balance)|payment required
    |(?:balance|credits?|quota)[^.]{0,30}(?:too low|exhausted|depleted|used up|insufficient|is 0\b)
    |(?:reached|exceeded) your [^.]{0,30}usage limit
    |欠费|余额|充值|额度
""")
_ROOM_NAMES = _pattern(
    r"max_?(?:completion_|new_|output_)?tokens|maxoutputtokens|completion tokens|output tokens"
    r"|maximum tokens (?:value|you requested)"
)
_ROOM_AT_MOST = _pattern(
    r"max_(?:completion_)?tokens\W{0,3}(?:must|(?:input )?should|cannot|may not) be"
    r" (?:less|at most|in|<)"
)
_ROOM_WORDS = _pattern(
    r"too (?:large|high|big)|range|exceed|at most|maximum|less than|greater than|larger than"
    r"|must be (?:<|between|in|at)|<=|>|not be (?:more|over)|limit|范围|大于|小于|超"
)
_OF_THE_INPUT = _pattern(r"context|input|prompt|messages")
_FILTER = _pattern(r"""
    content[_ -]?(?:filter|polic|moderation|safety|management)|data_inspection|inappropriate content
    |high risk|moderation|flagged|unsafe|prohibited|sensitive|safety (?:system|filter|setting|polic)
    |responsible ai|guardrail|blocked (?:by|due|for)|violat\w+ [^.]{0,40}(?:polic|guideline|terms)
    |usage polic|risk control|内容安全|敏感|违规|不合规|风险|不良
""")
_KEY = _pattern(r"""
    \b(?:api|access|auth\w*|secret)[ _-]?(?:key|token)\b[^.]{0,40}
        (?:invalid|not valid|incorrect|wrong|expired|missing|required|not found|revoked|disabled)
    |(?:invalid|incorrect|wrong|bad|expired|missing|no|unknown|malformed)[ _-]
        (?:\w+[ _-])?(?:api|access|auth\w*|secret)[ _-]?(?:key|token|credentials?)
    |invalid_iam_token|authfailure|invalidaccesskey|unauthenticated|unauthorized|unauthorised|authentication
    |login fail|not logged in|token (?:is )?(?:invalid|expired)|无效的?(?:令牌|密钥|api)
    |(?:令牌|密钥|鉴权|api key|apikey)[^。]{0,12}(?:无效|错误|失败|过期|不正确)|身份验证
""")
_REGION = _pattern(r"""
    unsupported_country
    |(?:country|region|territory|location)[^.]{0,40}not (?:supported|available|allowed)
    |not (?:supported|available|allowed) in (?:your|this) (?:country|region|location|territory)
    |地区
""")
_MODEL = _pattern(r"""
    model[_ ]?not[_ ]?(?:found|exist\w*)|unknown[_ ]model|no such model|invalid[_ ]model
    |(?:the )?\bmodel\b[^.]{0,120}(?:not found|(?:does|do|did) not exist|doesn.t exist|not exist
        |is not (?:a )?(?:valid|known)|not available|not supported|unknown|deprecated|decommission)
    |no models? (?:is |are )?loaded
    |模型[^。]{0,40}(?:不存在|未找到|无效|不支持|下线)|model_decommissioned
""")
_SYSTEM = _pattern(
    r"(?:system|developer)[ _]?(?:role|message|instruction|prompt)"
    r"|['\"`]system['\"`] is not (?:one of|a )"
    r"|role[^.]{0,20}['\"`]?(?:system|developer)|roles must alternate|only user and assistant roles"
)
_FORMAT = _pattern(r"""
    response_?format|json[_ ]?(?:schema|object|mode)|structured|additionalproperties|grammar
    |\bschema
    |extra_forbidden|extra inputs|unknown (?:name|field|parameter)|unrecognized|unexpected keyword
    |requested parameters|not permitted|minitems|maxitems|guided|\bstrict\b|the word 'json'
""")


_OTHER_SCHEME = _pattern(r"http request (?:was sent )?to (?:an )?https")


class _Meaning(NamedTuple):
    """When an error means something, and the exception for it."""

    fits: Callable[[Told], object]
    make: Callable[[Told], Exception]


def meaning(said: Told) -> Exception:
    """Give the exception that names what a server said.

    It is a StopRunError for what no other paper would fare better with, a PassingError for what may
    go well the next time, a ContextTooLongError, a RoomError, an UnsupportedError, an
    UnknownHereError, a plain SummarizeError where this paper is refused, else a ServerFailedError:
    nobody knows.
    """
    return next(one for one in _MEANINGS if one.fits(said)).make(said)


def _is_too_large_for_a_minute(said: Told) -> object:
    numbers = _REQUESTED.search(said.code)
    more = numbers and int(numbers[2].replace(",", "")) > int(numbers[1].replace(",", ""))
    return (
        said.status in (413, 429)
        and _PER_MINUTE.search(said.code)
        and (more or (not numbers and _TOO_LARGE_FOR_A_MINUTE.search(said.code)))
    )


def _is_empty_account(said: Told) -> object:
    # "you exceeded your current quota, retry in 4 s" is a limit by the minute
    return said.status == 402 or (
        said.status not in (404, 422) and said.wait is None and _EMPTY_ACCOUNT.search(said.code)
    )


def _is_for_today(said: Told) -> object:
    short = said.wait is not None and said.wait <= LONGEST_WAIT
    return said.status in (200, 400, 403, 429) and not short and _PER_DAY.search(said.code)


def _is_of_the_key(said: Told) -> object:
    return said.status == 401 or (said.status in (200, 400, 403) and _KEY.search(said.code))


def _is_too_long(said: Told) -> object:
    if said.status in (401, 402, 403, 404, 408, 429) or said.status in range(501, 600):
        return False
    return said.status == 413 or _CONTEXT.search(said.code)


def _is_of_the_room(said: Told) -> object:
    return (
        said.status in (200, 400, 413, 422, 500)
        and _ROOM_NAMES.search(said.words)
        and (
            _ROOM_AT_MOST.search(said.words)
            or (_ROOM_WORDS.search(said.words) and not _OF_THE_INPUT.search(said.words))
        )
    )


def _is_of_the_name_of_room(said: Told) -> object:
    return "max_tokens" in said.words and "max_completion_tokens" in said.words and (
        said.status in (400, 422) and not _OF_THE_INPUT.search(said.words)
    )  # fmt: skip


def _is_unknown_model(said: Told) -> object:
    has_words = _MODEL.search(said.code) and not _FORMAT.search(said.code)
    return has_words and said.status in (200, 400, 403, 404, 410, 422)


def _is_too_often(said: Told) -> object:
    return said.status in (200, 400, 403) and _TOO_OFTEN.search(said.code)


def _passes(said: Told) -> object:
    return said.status in (408, 409, 425, 429, 498, 499) or (
        said.status >= 500 and said.status != 501
    )


def _too_long(said: Told, *, lasting: bool = True) -> ContextTooLongError:
    stated = (found for one in _STATES_A_LIMIT if (found := one.search(said.words)))
    number = said.n_ctx or next(map(_tokens, stated), None)
    limit = number if number is not None and number > SMALLEST_CONTEXT else None
    what = "the model's context" if lasting else "what the server takes in a minute"
    hint = "set context_tokens to what the model takes"
    return ContextTooLongError(
        f"the paper is longer than {what}{said.aside}", hint, limit, lasting=lasting
    )


def _tokens(stated: re.Match[str]) -> int:
    number = int(re.sub(r"\D", "", stated[1]))
    return number // _CHARACTERS if stated[2] else number


def _too_much_room(said: Told) -> RoomError:
    numbers = re.findall(r"\d{1,3}(?:[,_]\d{3})+(?!\d)|\d{1,10}", said.words)
    return RoomError(said.words, tuple(int(re.sub(r"\D", "", one)) for one in numbers))


def _busy(said: Told) -> PassingError:
    if said.status == 429 or _is_too_often(said):
        return PassingError(
            f"has had too many requests{said.aside}",
            "run it again later, or lower jobs",
            TRIES_WHEN_BUSY,
            said.wait,
            said.status,
        )
    return PassingError(
        f"answered {said.status}{said.aside}",
        _AGAIN_LATER,
        TRIES_WHEN_FAILING,
        said.wait,
        said.status,
    )


def _stops(message: str, hint: str) -> Callable[[Told], Exception]:
    return lambda said: StopRunError(f"{message}{said.aside}", hint)


_MEANINGS = (
    _Meaning(
        lambda said: 300 <= said.status < 400,
        lambda said: StopRunError(
            f"the server sends us to another address ({said.status}): not followed",
            "set base_url to the address itself, if it is to have your papers",
        ),
    ),
    _Meaning(
        lambda said: _REGION.search(said.code) and said.status in (200, 400, 401, 403, 451),
        _stops("the server is not offered where you are", "use another server: set base_url"),
    ),
    _Meaning(_is_too_large_for_a_minute, lambda said: _too_long(said, lasting=False)),
    _Meaning(
        _is_for_today,
        _stops("the server's limit of a day is reached", "go on tomorrow, or use another model"),
    ),
    _Meaning(
        _is_empty_account,
        _stops("the account has no money or quota left", "top it up, or use --drafter extractive"),
    ),
    _Meaning(
        _is_of_the_key,
        _stops(
            "the server refuses the API key",
            "set OPENAI_API_KEY to a valid one, or use --drafter extractive",
        ),
    ),
    _Meaning(_is_too_often, _busy),
    _Meaning(
        lambda said: said.status == 400 and _OTHER_SCHEME.search(said.words),
        _stops("the server speaks https, and base_url http", "set base_url to https://…"),
    ),
    _Meaning(_is_of_the_name_of_room, lambda said: UnsupportedError("tokens", said.words)),
    _Meaning(_is_of_the_room, _too_much_room),
    _Meaning(_is_too_long, _too_long),
    _Meaning(
        lambda said: said.status in (200, 400, 403, 422, 451, 500) and _FILTER.search(said.code),
        lambda said: SummarizeError(
            f"the model's server refuses the paper{said.aside}",
            "try another model, or --drafter extractive",
        ),
    ),
    _Meaning(
        lambda said: said.status in (400, 422) and _SYSTEM.search(said.code),
        lambda said: UnsupportedError("system", said.words),
    ),
    _Meaning(_is_unknown_model, lambda said: UnknownHereError("model", said.words)),
    _Meaning(
        lambda said: said.status in (400, 404, 422, 501) and _FORMAT.search(said.code),
        lambda said: UnsupportedError("format", said.words),
    ),
    _Meaning(
        lambda said: said.status in (404, 405),
        lambda said: UnknownHereError("address", said.words),
    ),
    _Meaning(_passes, _busy),
    _Meaning(
        lambda said: said.status in (400, 415, 422, 501),
        lambda said: UnsupportedError("format", said.words or f"status {said.status}"),
    ),
    _Meaning(
        lambda said: said.status == 403,
        lambda said: ServerFailedError(
            f"the model's server forbids this{said.aside}",
            "check the key's rights and the model's name, or try another model",
            said.status,
        ),
    ),
    _Meaning(
        lambda said: said.status == 200,
        lambda said: PassingError(
            f"answered with an error in a good answer's place ({said.words or 'no choices in it'})",
            "run it again later, or check base_url and model",
            TRIES_WHEN_FAILING,
        ),
    ),
    _Meaning(
        lambda _: True,
        lambda said: ServerFailedError(
            f"the model's server answered {said.status}{said.aside}", _AGAIN_LATER, said.status
        ),
    ),
)
"""What servers mean, in the order in which it is looked for."""


def error_of(reply: Reply) -> SummarizeError | None:
    """Give what the error of an empty answer means; None where there is none, or it may pass."""
    if not reply.error or reply.content.strip() or reply.refusal:
        return None
    why = meaning(told(200, {}, reply.error))
    return why if isinstance(why, SummarizeError) else None


def checked(raw: str) -> str:
    """Give a body with status 200 back if there is a completion in it.

    Raises what `meaning` gives for an error in disguise, PassingError for half an answer,
    UnknownHereError for a web page. An empty answer with a paper's error, or with one that may
    pass, is an answer: its server has counted it.
    """
    values = values_in(raw)
    if any(completion_in(value) for value in values):
        why = error_of(parse_reply(raw))
        if isinstance(why, StopRunError):
            raise why  # not kept: the next run may fare better
        return raw
    text = raw.lstrip(BLANK)
    if text.startswith("<"):
        raise UnknownHereError("page", told(200, {}, raw).words)
    if _breaks_off(text) or (not values and text.startswith("data:")):
        raise PassingError("broke off in its answer", "run it again", TRIES_WHEN_FAILING)
    raise meaning(told(200, {}, raw))


def _breaks_off(text: str) -> bool:
    if not text.startswith(("{", "[")):
        return False
    try:
        json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return True
    return False
