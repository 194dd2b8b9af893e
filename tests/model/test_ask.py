"""A model that is asked: once for each question, with what its server takes, within its budget."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import Field

from pipeline.errors import ContextTooLongError, ServerFailedError, StopRunError, SummarizeError
from pipeline.model.ask import Books, Model, only_model
from pipeline.model.cost import Budget, Prices
from pipeline.model.server import ChatServer
from pipeline.model.strikes import Strikes
from pipeline.records.call import FoundOut, Usage
from pipeline.records.record import Record
from pipeline.store.replies import Replies
from tests.support.fakes import FakeModel, FakeOllama, Fault, answers, completion

CORRECTION = "Wrong: {problems}. Again."
TALK = [{"role": "user", "content": "Say it."}]


class Answer(Record):
    word: str
    more: tuple[str, ...] = Field(max_length=2)


GOOD = '{"word": "yes", "more": []}'
ANSWER = Answer(word="yes", more=())
Made = Callable[..., Model]


@pytest.fixture
def replies(tmp_path: Path) -> Replies:
    return Replies(tmp_path)


@pytest.fixture
def made(model: FakeModel, replies: Replies) -> Iterator[Made]:
    """Make a model as a run does: its server's replies kept, what was found out remembered."""
    with contextlib.ExitStack() as open_servers:

        def make(limit: float | None = None, *, price: bool = True, **changes: Any) -> Model:
            url = changes.pop("base_url", model.url)
            server = ChatServer(base_url=url, api_key="", timeout=5, patience=0.01)
            open_servers.callback(server.close)
            books = Books(
                replies.kept_or_made,
                replies.note_usage,
                replies.read_server(url, "fake"),
                lambda found_out: replies.write_server(url, "fake", found_out),
            )
            prices = Prices("no-such-model", url, (1.0, 10.0) if price else None)
            given: dict[str, Any] = {"paper": "p", "seconds": 60, "budget": Budget(limit)} | changes
            return Model(server, books, name="fake", prices=prices, **given)

        yield make


def ask(model: Model, content: str = "Say it.") -> Answer:
    return model.ask(Answer, [{"role": "user", "content": content}], CORRECTION)


def error(status: int, message: str) -> Fault:
    return answers(status, json.dumps({"error": {"message": message}}))


def formats(model: FakeModel) -> list[str | None]:
    return [call.get("response_format", {}).get("type") for call in model.calls]


# ── asked once, paid once ──


def test_a_question_is_asked_once_and_its_answer_kept(
    made: Made, model: FakeModel, replies: Replies
) -> None:
    model.replies = [GOOD, GOOD]
    first = made()
    assert ask(first) == ask(made()) == ANSWER
    assert len(model.calls) == 1
    assert (first.calls, len(replies.usage())) == (1, 1)
    ask(made(), "Something else.")
    assert len(model.calls) == 2


@pytest.mark.parametrize("change", [{"answer_tokens": 100}, {"base_url": "other"}])
def test_a_reply_is_kept_for_just_what_was_sent(
    made: Made, model: FakeModel, change: dict[str, Any]
) -> None:
    model.replies = [GOOD, GOOD]
    ask(made())
    if "base_url" in change:
        change = {"base_url": model.url.replace("127.0.0.1", "localhost")}
    ask(made(**change))
    assert len(model.calls) == 2


def test_a_line_of_usage_that_a_killed_run_could_not_write_is_made_good(
    made: Made, model: FakeModel, replies: Replies, tmp_path: Path
) -> None:
    model.replies = [GOOD]
    ask(made())
    noted = replies.usage()
    (tmp_path / "usage.jsonl").unlink()
    ask(made())
    assert replies.usage() == noted
    assert len(model.calls) == 1


def test_usage_says_what_a_call_came_to(made: Made, model: FakeModel, replies: Replies) -> None:
    model.replies = [completion(GOOD, tokens_in=2000)]
    asked = made()
    ask(asked)
    line = replies.usage()[0]
    cost = (2000 * 1.0 + 300 * 10.0) / 1e6
    assert line == Usage(
        at=line.at, key=line.key, paper="p", model="fake", tokens_in=2000, tokens_out=300,
        seconds=line.seconds, cost=cost,
    )  # fmt: skip
    assert line.at.endswith("+00:00")
    assert 0 <= (line.seconds or -1) < 5
    assert asked.cost == cost


def test_costs_of_several_calls_add_up_and_an_unknown_one_stays_unknown(
    made: Made, model: FakeModel
) -> None:
    model.replies = [completion(GOOD, tokens_in=1000)] * 3
    asked = made()
    assert (asked.calls, asked.cost) == (0, 0.0)
    ask(asked, "a")
    ask(asked, "b")
    assert asked.calls == 2
    assert asked.cost == pytest.approx(2 * 4000 / 1e6)
    unknown = made(price=False)
    assert unknown.cost is None
    ask(unknown, "c")
    assert (unknown.calls, unknown.cost) == (1, None)


def test_a_server_that_counts_no_tokens_is_priced_at_the_worst(
    made: Made, model: FakeModel, replies: Replies
) -> None:
    model.replies = [{"choices": [{"message": {"content": GOOD}, "finish_reason": "stop"}]}]
    ask(made(answer_tokens=1000))
    assert (replies.usage()[0].cost or 0) > 1000 * 10 / 1e6


def test_a_budget_is_held_before_the_call_and_settled_at_its_price(
    made: Made, model: FakeModel
) -> None:
    model.replies = [completion(GOOD, tokens_in=10)] * 3
    asked = made(0.05)  # room for 4,096 tokens of answer, which 300 turn out to be
    ask(asked, "a")
    ask(asked, "b")
    with pytest.raises(StopRunError, match="the next call could cost"):
        ask(made(0.01), "c")
    assert len(model.calls) == 2


def test_a_failed_call_takes_nothing_from_the_budget(made: Made, model: FakeModel) -> None:
    model.faults = [error(401, "no")]
    model.replies = [GOOD]
    asked = made(0.05)
    with pytest.raises(StopRunError, match="key"):
        ask(asked)
    assert (asked.calls, asked.cost) == (0, 0.0)
    ask(asked)


# ── a right answer that is wanted otherwise ──


def wish(answer: Answer) -> str:
    return "" if len(answer.word) < 4 else f"{answer.word} is too long"


def ask_with_wish(model: Model) -> Answer:
    return model.ask(Answer, TALK, CORRECTION, wish)


def said(word: str) -> str:
    return json.dumps({"word": word, "more": []})


def test_a_right_answer_goes_back_once_with_what_is_wanted_of_it(
    made: Made, model: FakeModel
) -> None:
    model.replies = [said("lengthy"), said("yes")]
    assert ask_with_wish(made()).word == "yes"
    assert model.calls[1]["messages"][-2:] == [
        {"role": "assistant", "content": said("lengthy")},
        {"role": "user", "content": "Wrong: lengthy is too long. Again."},
    ]
    model.replies = []
    assert ask_with_wish(made()).word == "yes"
    assert len(model.calls) == 2


@pytest.mark.parametrize(
    ("planned", "word"),
    [
        (["yes"], "yes"),
        (["lengthy", "longest"], "longest"),
        (["{", "lengthy", "yes"], "yes"),
        (["{", "{", "lengthy"], "lengthy"),
        (["lengthy", "{", "yes"], "yes"),
        (["lengthy", "{", "{"], "lengthy"),
    ],
)
def test_an_answer_that_is_not_as_wanted_stands_where_no_better_one_comes(
    made: Made, model: FakeModel, planned: list[str], word: str
) -> None:
    model.replies = [one if one == "{" else said(one) for one in planned]
    assert ask_with_wish(made()).word == word
    assert len(model.calls) == len(planned)


def test_an_answer_that_is_not_as_wanted_stands_where_asking_again_fails(
    made: Made, model: FakeModel
) -> None:
    model.replies = [said("lengthy"), completion(None, refusal="No more.")]
    assert ask_with_wish(made()).word == "lengthy"
    model.replies = [said("another")]
    spent = made(limit=0.0001)
    with pytest.raises(StopRunError):
        spent.ask(Answer, [{"role": "user", "content": "x" * 4000}], CORRECTION, wish)
    model.faults = [None, error(401, "no")]
    assert made().ask(Answer, [*TALK, *TALK], CORRECTION, wish).word == "another"


# ── answers ──


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        ("no", "Invalid JSON"),
        ("", "the answer was empty"),
        (" \n", "the answer was empty"),
        ('{"word": "yes"}', "more: Field required"),
        ('{"word": "yes", "more": ["a", "b", "c"]}', "more: Tuple should have at most 2 items"),
    ],
)
def test_a_wrong_answer_goes_back_with_the_validators_words(
    made: Made, model: FakeModel, reply: str, problem: str
) -> None:
    model.replies = [reply, f"```json\n{GOOD}\n```"]
    assert ask(made()) == ANSWER
    asked, answer, back = model.calls[1]["messages"]
    assert [asked] == TALK
    assert answer == {"role": "assistant", "content": reply or "(nothing)"}
    assert back["role"] == "user"
    assert back["content"].startswith("Wrong: ")
    assert problem in back["content"]


def test_an_answer_that_stays_wrong_is_given_up_after_two_corrections(
    made: Made, model: FakeModel
) -> None:
    model.replies = ["no"] * 3
    with pytest.raises(SummarizeError, match=r"stayed wrong after 2 corrections \(Invalid JSON"):
        ask(made())
    assert [len(call["messages"]) for call in model.calls] == [1, 3, 5]


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (completion(None, refusal="I won't " + "x" * 500), "refuses to answer: \"I won't xxx"),
        (completion("", finish="content_filter"), "the model refuses to answer"),
    ],
)
def test_a_refusal_is_said_and_not_argued_with(
    made: Made, model: FakeModel, reply: Any, words: str
) -> None:
    model.replies = [reply]
    with pytest.raises(SummarizeError) as refused:
        ask(made())
    assert words in refused.value.message
    assert len(refused.value.message) < 200
    assert len(model.calls) == 1


def test_a_cut_answer_is_asked_again_once_with_more_room(made: Made, model: FakeModel) -> None:
    model.replies = [completion(GOOD[:9], finish="length"), GOOD]
    assert ask(made(answer_tokens=500)) == ANSWER
    assert [call["max_tokens"] for call in model.calls] == [500, 1000]


def test_an_answer_that_is_cut_twice_is_given_up(made: Made, model: FakeModel) -> None:
    model.replies = [completion(GOOD[:-1], finish="length")] * 2
    with pytest.raises(SummarizeError, match="cut twice, the second time at 1000 tokens: raise"):
        ask(made(answer_tokens=500))
    assert len(model.calls) == 2


@pytest.mark.parametrize("finish", ["length", "content_filter", "error", "what?"])
def test_a_whole_answer_is_taken_whatever_is_said_of_its_end(
    made: Made, model: FakeModel, finish: str
) -> None:
    model.replies = [completion(GOOD, finish=finish)]
    assert ask(made()) == ANSWER
    assert len(model.calls) == 1


def test_an_answer_that_ends_in_its_middle_is_cut_whatever_is_said_of_its_end(
    made: Made, model: FakeModel
) -> None:
    model.replies = [GOOD[:12], GOOD]
    assert ask(made(answer_tokens=500)) == ANSWER
    assert [call["max_tokens"] for call in model.calls] == [500, 1000]


def broken(error: dict[str, Any], content: str = "") -> dict[str, Any]:
    """Give the body of an answer that its server did not end."""
    choice = {"message": {"content": content}, "finish_reason": "error", "error": error}
    return {"choices": [choice], "usage": {"prompt_tokens": 9, "completion_tokens": 1}}


def test_an_error_in_an_answers_place_is_told_and_kept_if_it_is_the_papers(
    made: Made, model: FakeModel, replies: Replies
) -> None:
    model.replies = [
        broken({"code": "content_filter", "message": "no"}),
        broken({"message": "Insufficient credits"}),
    ]
    for _ in range(2):
        with pytest.raises(SummarizeError, match="refuses the paper \\(no\\)"):
            ask(made())
    with pytest.raises(StopRunError, match="no money"):
        ask(made(), "Say it again.")
    model.replies = [GOOD]
    assert ask(made(), "Say it again.") == ANSWER
    assert len(replies.usage()) == 2


def test_an_answer_that_its_server_breaks_off_goes_back_and_its_words_are_told(
    made: Made, model: FakeModel
) -> None:
    error = {"code": 502, "message": "Provider disconnected"}
    model.replies = [broken(error), broken(error, GOOD[:9]), broken(error)]
    asked = made()
    with pytest.raises(SummarizeError, match="was empty; its server says: Provider disconnected"):
        ask(asked)
    assert asked.calls == len(model.calls) == 3
    assert {call["max_tokens"] for call in model.calls} == {4096}


def test_two_answers_in_one_go_back(made: Made, model: FakeModel) -> None:
    model.replies = [GOOD + GOOD.replace("yes", "no"), GOOD]
    assert ask(made()) == ANSWER
    assert "two different JSON objects" in model.calls[1]["messages"][-1]["content"]


def test_an_answer_beyond_all_measure_does_not_go_back_whole(made: Made, model: FakeModel) -> None:
    model.replies = ["no " * 100_000, GOOD]
    assert ask(made()) == ANSWER
    assert len(model.calls[1]["messages"][1]["content"]) == 40_000


# ── how much room an answer has ──


@pytest.mark.parametrize(
    ("refusal", "given"),
    [
        ("Invalid max_tokens value, the valid range of max_tokens is [1, 2048]", 2048),
        ("max_tokens is too large: 4096. It supports at most 1,000 completion tokens", 1000),
        ("max_tokens: 4096 > 3000, which is the maximum allowed number of output tokens", 3000),
        ("max_tokens is too large", 2048),
    ],
)
def test_a_server_that_gives_less_room_is_asked_for_what_it_gives(
    made: Made, model: FakeModel, refusal: str, given: int
) -> None:
    model.faults, model.replies = [error(400, refusal)], [GOOD, GOOD]
    asked = made()
    ask(asked)
    ask(asked, "b")
    assert [call["max_tokens"] for call in model.calls] == [4096, given, given]


def test_an_answer_that_needs_more_room_than_is_given_says_so(made: Made, model: FakeModel) -> None:
    refusal = error(400, "the valid range of max_tokens is [1, 2048]")
    model.faults = [refusal]
    model.replies = [completion("{", finish="length")]
    with pytest.raises(SummarizeError, match="at 2048 tokens, which is what its server gives"):
        ask(made())
    assert [call["max_tokens"] for call in model.calls] == [4096, 2048], "and is asked once"


def test_a_server_that_gives_no_room_at_all_is_left(made: Made, model: FakeModel) -> None:
    model.faults = [error(400, "max_tokens is too large")] * 9
    with pytest.raises(SummarizeError, match="gives no room for an answer"):
        ask(made())
    assert len(model.calls) == 5


# ── a role that is not taken ──


def test_a_server_without_a_systems_role_is_told_by_the_user(made: Made, model: FakeModel) -> None:
    model.faults, model.replies = [error(400, "System role not supported")], [GOOD]
    talk = [{"role": "system", "content": "Be short."}, *TALK]
    asked = made()
    for _ in range(2):
        assert asked.ask(Answer, talk, CORRECTION) == ANSWER
    sent = [[one["role"] for one in call["messages"]] for call in model.calls]
    assert sent == [["system", "user"], ["user"]]
    assert model.calls[1]["messages"][0]["content"] == "Be short.\n\nSay it."
    assert formats(model) == ["json_schema"] * 2


# ── two papers that fail the same way ──


def test_what_nobody_knows_fails_a_paper_and_with_the_second_the_run(
    made: Made, model: FakeModel
) -> None:
    strikes = Strikes()
    model.faults = [error(406, "id 17")]
    with pytest.raises(ServerFailedError):
        ask(made(strikes=strikes, paper="a"))
    model.faults = [error(406, "id 18")]
    with pytest.raises(ServerFailedError):
        ask(made(strikes=strikes, paper="a"), "again")
    model.faults = [error(406, "id 19")]
    with pytest.raises(StopRunError, match=r"answered 406 \(id 19\): two papers failed so"):
        ask(made(strikes=strikes, paper="b"))


def test_other_troubles_or_an_answer_between_are_no_trouble_of_the_run(
    made: Made, model: FakeModel
) -> None:
    strikes, model.replies = Strikes(), [GOOD]
    for paper, fault in (
        ("a", error(406, "x")),
        ("b", error(406, "y")),
        ("c", None),
        ("d", error(406, "x")),
    ):
        model.faults = [fault]
        with contextlib.suppress(ServerFailedError):
            assert ask(made(strikes=strikes, paper=paper), paper) == ANSWER
            assert paper == "c"


def test_an_answer_that_is_kept_says_nothing_of_the_server(made: Made, model: FakeModel) -> None:
    strikes, model.replies = Strikes(), [GOOD]
    ask(made(paper="a"))
    model.faults = [error(406, "x")]
    with pytest.raises(ServerFailedError):
        ask(made(strikes=strikes, paper="a"), "again")
    assert ask(made(strikes=strikes, paper="a")) == ANSWER
    model.faults = [error(406, "x")]
    with pytest.raises(StopRunError, match="two papers failed so"):
        ask(made(strikes=strikes, paper="b"), "again")


# ── what the server takes ──


@pytest.mark.parametrize(
    ("takes", "modes"),
    [
        ({"json_schema"}, ["json_schema"]),
        ({"json_object"}, ["json_schema", "json_object"]),
        (set(), ["json_schema", "json_object", None]),
    ],
)
def test_the_best_way_that_a_server_takes_is_found_out_once(
    made: Made, model: FakeModel, takes: set[str], modes: list[str | None]
) -> None:
    model.structured, model.replies = takes, [GOOD, GOOD]
    ask(made(), "a")
    ask(made(), "b")
    assert formats(model) == [*modes, modes[-1]]


def test_the_schema_is_strict_and_named(made: Made, model: FakeModel) -> None:
    model.replies = [GOOD]
    ask(made())
    sent = model.calls[0]["response_format"]["json_schema"]
    assert (sent["name"], sent["strict"]) == ("answer", True)
    assert sent["schema"]["required"] == ["word", "more"]
    assert sent["schema"]["properties"]["more"]["maxItems"] == 2
    assert model.calls[0]["model"] == "fake"


@pytest.mark.parametrize("refused", ["'maxItems' is not permitted", "no minItems", "no pattern"])
def test_a_server_that_refuses_lengths_gets_the_schema_without_them(
    made: Made, model: FakeModel, refused: str
) -> None:
    model.faults, model.replies = [error(400, refused)], [GOOD, GOOD]
    ask(made())
    ask(made(), "b")
    assert ["maxItems" in json.dumps(call) for call in model.calls] == [True, False, False]
    assert formats(model) == ["json_schema"] * 3


def test_a_server_that_refuses_even_that_is_asked_for_an_object(
    made: Made, model: FakeModel
) -> None:
    model.faults, model.replies = [error(400, "no maxItems")] * 2, [GOOD]
    ask(made())
    assert formats(model) == ["json_schema", "json_schema", "json_object"]


def test_a_server_that_takes_nothing_at_all_has_failed(made: Made, model: FakeModel) -> None:
    model.faults = [error(400, "what is this?")] * 9
    with pytest.raises(ServerFailedError, match=r"does not take the request \(what is this\?\)"):
        ask(made())
    assert formats(model) == ["json_schema", "json_object", None]


def test_a_server_that_fails_on_a_schema_is_asked_for_an_object(
    made: Made, model: FakeModel, replies: Replies
) -> None:
    model.faults, model.replies = [error(500, "no grammar")] * 4, [GOOD]
    ask(made())
    assert formats(model) == ["json_schema"] * 4 + ["json_object"]
    assert replies.read_server(model.url, "fake").structured == "json_object"


def test_a_server_that_is_known_to_take_schemas_has_failed_for_another_reason(
    made: Made, model: FakeModel
) -> None:
    model.replies = [GOOD]
    ask(made())
    model.faults = [error(500, "oops")] * 9
    with pytest.raises(ServerFailedError, match="answered 500"):
        ask(made(), "b")
    assert formats(model) == ["json_schema"] * 5


def test_a_server_that_fails_in_every_way_or_is_busy_has_failed(
    made: Made, model: FakeModel
) -> None:
    model.faults = [error(503, "busy")] * 4
    with pytest.raises(ServerFailedError, match="answered 503"):
        ask(made())
    assert formats(model) == ["json_schema"] * 4
    model.faults = [error(500, "oops")] * 8
    with pytest.raises(ServerFailedError, match="answered 500"):
        ask(made())
    assert formats(model)[4:] == ["json_schema"] * 4 + ["json_object"] * 4


def test_a_server_that_wants_the_other_name_of_max_tokens_gets_it_from_then_on(
    made: Made, model: FakeModel
) -> None:
    refusal = "'max_tokens' is not supported. Use 'max_completion_tokens' instead."
    model.faults, model.replies = [error(400, refusal)], [GOOD, GOOD]
    ask(made())
    ask(made(), "b")
    assert ["max_tokens" in call for call in model.calls] == [True, False, False]
    assert ["max_completion_tokens" in call for call in model.calls] == [False, True, True]


def test_a_server_that_refuses_both_names_has_failed(made: Made, model: FakeModel) -> None:
    model.faults = [error(400, "neither max_tokens nor max_completion_tokens")] * 9
    with pytest.raises(ServerFailedError, match="does not take the request"):
        ask(made())


# ── how much it carries ──


@pytest.mark.parametrize(
    ("listed", "carries"),
    [
        ({"max_model_len": 6000}, 6000),
        ({"meta": {"n_ctx": 4096}}, 4096),
        ({"n_ctx": 8192, "meta": None}, 8192),
        ({"context_length": 9000, "max_model_len": 5000}, 5000),
        ({"max_model_len": "6000"}, 32_000),
        ({"max_model_len": 500}, 32_000),
        ({"max_model_len": 501}, 501),
        ({}, 32_000),
    ],
)
def test_the_server_says_how_much_a_call_carries(
    made: Made, model: FakeModel, replies: Replies, listed: dict[str, Any], carries: int
) -> None:
    model.listed = [{"id": "other", "max_model_len": 700}, {"id": "fake", **listed}]
    assert made().context_tokens == carries
    asked = len(model.log)
    assert made().context_tokens == carries
    assert len(model.log) == asked, "it is found out once"
    assert replies.read_server(model.url, "fake").context_tokens == carries


def test_what_is_set_wins_and_nothing_is_asked(made: Made, model: FakeModel) -> None:
    assert made(context_tokens=7000).context_tokens == 7000
    assert model.log == []


def test_an_answer_has_at_most_a_quarter_of_the_context(made: Made) -> None:
    assert made(context_tokens=4000, answer_tokens=4096).answer_tokens == 1000
    assert made(context_tokens=40_000, answer_tokens=4096).answer_tokens == 4096


@pytest.mark.parametrize(
    ("refusal", "carries", "learnt"),
    [
        ((400, "maximum context length is 6000 tokens"), 6000, 6000),
        ((400, "prompt is too long"), 16_000, 32_000),
        ((400, "maximum context length is 90 tokens"), 16_000, 32_000),
        ((400, "maximum context length is 32000 tokens"), 24_000, 32_000),
        ((429, "Request too large on tokens per min (TPM): Limit 6000, Requested 9000."), 6000, 32_000),
    ],
    ids=range(5),
)  # fmt: skip
def test_what_a_server_states_is_remembered_and_a_guess_is_not(
    made: Made, model: FakeModel, refusal: tuple[int, str], carries: int, learnt: int
) -> None:
    model.faults = [error(*refusal)]
    asked = made()
    with pytest.raises(ContextTooLongError):
        ask(asked)
    assert (asked.context_tokens, made().context_tokens) == (carries, learnt)
    assert len(model.calls) == 1


def test_what_is_set_is_lowered_for_this_run_alone(made: Made, model: FakeModel) -> None:
    model.faults = [error(400, "maximum context length is 6000 tokens")]
    asked = made(context_tokens=9000)
    with pytest.raises(ContextTooLongError):
        ask(asked)
    assert asked.context_tokens == 6000
    assert made(context_tokens=9000).context_tokens == 9000


@pytest.mark.parametrize(
    ("read", "cut"),
    [
        (0, False),
        (12, False),
        (500, False),
        (1000, True),
        (1250, False),
        (1024, True),
        (2048, False),
        (1999, False),
    ],
)
def test_a_prompt_that_was_cut_without_a_word_is_noticed(
    made: Made, model: FakeModel, read: int, cut: bool
) -> None:
    model.replies = [completion(GOOD, tokens_in=read)]
    asked = made(context_tokens=9000)
    question = "word " * 2000  # 10,000 characters are 1,250 tokens at least, 2,000 as a rule
    if not cut:
        assert ask(asked, question) == ANSWER
        return
    with pytest.raises(ContextTooLongError, match=f"it read {read} of about") as too_long:
        ask(asked, question)
    assert too_long.value.limit == asked.context_tokens == read


# ── which model ──


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        ([], "shows no models"),
        ([{"object": "model"}], "shows no models"),
        ([{"id": "a"}, {"id": "b"}], "to one of: a, b$"),
        ([{"id": str(n)} for n in range(9)], "to one of: 0, 1, 2, 3, 4, 5, 6, 7 …$"),
        ([{"id": str(n)} for n in range(8)], "to one of: 0, 1, 2, 3, 4, 5, 6, 7$"),
    ],
)
def test_none_or_several_models_are_asked_about(
    model: FakeModel, listed: list[dict[str, Any]], words: str
) -> None:
    model.listed = listed
    with (
        contextlib.closing(ChatServer(base_url=model.url, api_key="", timeout=5)) as server,
        pytest.raises(StopRunError, match=words),
    ):
        only_model(server)


def test_the_only_model_is_taken(model: FakeModel) -> None:
    model.listed = [{"id": "mine"}, {"object": "model"}]
    with contextlib.closing(ChatServer(base_url=model.url, api_key="", timeout=5)) as server:
        assert only_model(server) == "mine"


def test_what_was_found_out_before_is_used(made: Made, model: FakeModel, replies: Replies) -> None:
    replies.write_server(model.url, "fake", FoundOut(structured="none", context_tokens=5000))
    model.replies = [GOOD]
    asked = made()
    ask(asked)
    assert formats(model) == [None]
    assert asked.context_tokens == 5000


def test_an_ollama_on_this_machine_is_asked_how_much_it_reads_and_that_is_not_kept(
    made: Made, replies: Replies
) -> None:
    with contextlib.closing(FakeOllama()) as server:
        assert made(base_url=server.url).context_tokens == 4096
        assert replies.read_server(server.url, "fake").context_tokens is None
        server.own["/api/show"] = {"parameters": "num_ctx 16384"}
        assert made(base_url=server.url).context_tokens == 16_384
