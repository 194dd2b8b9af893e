"""What a quote says is not there."""

from __future__ import annotations

import pytest

from tests.support.checked import found

WITHOUT = (
    "Lark transfers to standard benchmarks in a zero-shot setting without the need for any"
    " fine-tuning."
)
UNUSED = "We train Lark on diverse speech and do not use any data augmentation or regularization."
NOT_DONE = "LARK-3 is a few-shot model and not fine-tuned, unlike the other models."
USED = "We train Lark on diverse speech with data augmentation."


def marks(said: str, quote: str) -> list[str]:
    findings = found(said, quote, quote=quote)
    return [one.words for one in findings if one.message.startswith("its quote says")]


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("Lark 迁移到标准基准时要先微调", WITHOUT),
        ("Lark is adapted to standard benchmarks by fine-tuning", WITHOUT),
        ("Lark 训练时用了数据增强，语音来源多样", UNUSED),
        ("Lark is trained on diverse speech with regularization", UNUSED),
        ("LARK-3 is fine-tuned like the other models", NOT_DONE),
        ("Lark 训练时用多样的语音，没有用数据增强", USED),
        ("Lark is trained on diverse speech without data augmentation", USED),
    ],
)
def test_what_the_quote_denies_is_not_affirmed_nor_the_reverse(said: str, quote: str) -> None:
    assert len(marks(said, quote)) == 1


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("Lark 迁移到标准基准，零样本，无需微调", WITHOUT),
        ("Lark transfers to standard benchmarks rather than by fine-tuning", WITHOUT),
        ("Lark 训练时不用数据增强，也不用正则化，语音来源多样", UNUSED),
        ("The other models are fine-tuned, few-shot or not", NOT_DONE),
        ("除 LARK-3 外的模型都经过微调", NOT_DONE),
        ("Lark 用多样的语音训练，并用数据增强", USED),
        ("The drop is large when Lark is trained without data augmentation", USED),
        ("数据增强对别的系统有用", UNUSED),
        ("Lark 在多样的语音上训练，别处常用正则化", UNUSED),
    ],
)
def test_what_both_deny_or_affirm_is_fine(said: str, quote: str) -> None:
    assert marks(said, quote) == []


def test_what_is_so_in_one_case_only_is_no_denial() -> None:
    quote = "Training of Lark on speech diverges if it does not use warm-up."
    assert marks("Lark 在语音上训练时用 warm-up", quote) == []


def test_what_the_neighbour_of_the_quote_denies_may_be_denied() -> None:
    rest = "We do not use data augmentation for Finch."
    findings = found("Lark 训练时没有用数据增强", f"{USED} {rest}", quote=USED)
    assert not [one for one in findings if one.message.startswith("its quote says")]
