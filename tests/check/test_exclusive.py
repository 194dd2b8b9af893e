"""Words that exclude each other."""

from __future__ import annotations

import pytest

from tests.support.checked import found

QUOTE = "Lark stops when the validation loss of its frozen encoder does not fall for ten days."


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("连续十天 validation loss 不下降就停止", []),
        ("连续十天 training loss 不下降就停止", ["training loss"]),
        ("连续十天验证损失不下降就停止", []),
        ("连续十天训练损失不下降就停止", ["训练"]),
        ("连续十天 training loss 或 validation loss 不下降就停止", []),
        ("The trainable encoder of Lark stops when the loss does not fall", ["trainable encoder"]),
        ("训练在十天后停止", []),
    ],
)
def test_the_word_that_the_quote_excludes_is_marked(said: str, words: list[str]) -> None:
    marks = found(said, QUOTE, quote=QUOTE)
    assert [one.words for one in marks if one.message.startswith("its quote says")] == words


def test_what_the_quotes_neighbour_has_is_none() -> None:
    marks = found("training loss 不下降就停止", QUOTE + " So does the training loss.", quote=QUOTE)
    assert not [one for one in marks if one.message.startswith("its quote says")]
