"""An answer is taken out of whatever it is wrapped in, and nothing of it is mended."""

from __future__ import annotations

import json
import time
import timeit

import pytest

from pipeline.model.frames import framed

GOOD = '{"word": "yes", "more": ["a </think> in it", "{\\"b\\": 1}"]}'
"""An answer whose own words look like frames."""
NAMES = ("word", "more")


def seconds(words: str) -> float:
    """Give the least seconds of three readings: the others were disturbed by whatever else ran."""
    return min(timeit.repeat(lambda: framed(words, NAMES), time.process_time, number=1, repeat=3))


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
        f'<think lang="en">{{"word": 1}}</think >{GOOD}',
        f'<思考>{{"word": 1}}</思考>{GOOD}',
        f'【推理过程】{{"word": 1}}【/推理过程】\n{GOOD}',
        f'<chain_of_thought>{{"word": 1}}</chain_of_thought>{GOOD}',
        f'<scratch_pad>{{"word": 1}}</scratch_pad>{GOOD}',
        f'I try {{"word": 1}} first.\n<answer>{GOOD}</answer>',
        f'It may be {{"word": 1}}.\n<|begin_of_box|>{GOOD}<|end_of_box|>',
        f'<|channel|>analysis<|message|>{{"word": 1}}<|end|><|start|>assistant to=functions.draft'
        f"<|channel|>commentary json<|message|>{GOOD}<|call|>",
        f'As asked, {{"word": …, "more": [...]}}:\n{GOOD}',
        f'{GOOD}\nIt has the form {{"word": <text>, "more": [...]}}.',
        f"---\nformat: json\n---\n{GOOD},",
        f"{GOOD}\n{json.dumps(dict(reversed(json.loads(GOOD).items())))}",
    ],
    ids=range(55),
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
        json.dumps({"type": "result", "result": f"Here:\n```json\n{GOOD}\n```"}),
        f'{{"result": {{"items": [{GOOD}]}}}}',
    ],
    ids=range(7),
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
        ('{"a": 1, "b": ...}', "broken", '{"a": 1, "b": ...}'),
        ('{"a": [{"b": 1}, ...]} {"a": 2}', "broken", '{"a": [{"b": 1}, ...]} {"a": 2}'),
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
    ids=range(22),
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
    text = piece * (200_000 // len(piece))
    longer = seconds(text * 2)
    if longer > 0.5:  # the square would be four times
        assert longer < 3 * seconds(text)


@pytest.mark.parametrize("ending", ["x", "t x", "}"])
def test_blanks_that_json_does_not_know_take_no_longer(ending: str) -> None:
    assert seconds('{"a":' + "\u00a0" * 50_000 + ending) < 1


def test_an_answer_of_broken_objects_is_broken() -> None:
    assert framed('{"a" b}</think>' * 1000 + GOOD, NAMES).state == "broken"
    assert framed('{"a" b}' * 1000 + "</think>" + GOOD, NAMES) == (GOOD, "whole")
