"""Statements that are surer, or wider, than the sentence they rest on."""

from __future__ import annotations

import pytest

from pipeline.check.strength import affirmed, better, surer, wider
from tests.support.checked import found


@pytest.mark.parametrize(
    ("said", "source", "told"),
    [
        ("论文证明第二遍阅读是不需要的", "A second reading may not be needed", ("证明", "may")),
        ("Short letters are bound to need readers", "Short letters may need other readers",
         ("are bound to", "may")),
        ("Lark certainly wins by its ears", "A possible reason is that Lark wins by its ears",
         ("certainly", "possible reason")),
        ("实验表明可能不需要第二遍阅读", "A second reading may not be needed", None),
        ("论文证明第二遍阅读是不需要的", "Our results suggest that nobody reads twice",
         ("证明", "suggest")),
        ("论文证明第二遍阅读是不需要的", "We prove a theorem, as our results suggest", None),
        ("实验表明不需要第二遍阅读", "Our results suggest that nobody reads twice", None),
        ("Short letters need other readers.", "Short letters may need other readers",
         ("Short letters need other readers.", "may")),
        ("Short letters might need other readers.", "Short letters may need other readers", None),
        ("Lark wins because larks read alike", "Lark wins, perhaps due to larks that read alike",
         ("because", "perhaps due")),
        ("Lark 获胜是因为读法相近", "Lark wins, perhaps due to larks that read alike",
         ("因为", "perhaps due")),
        ("Lark wins because larks read alike",
         "Lark wins because larks read alike; that might be due to their ears", None),
        ("Larks read better when letters are long",
         "Even though larks may take as long, they read better when letters are long", None),
        ("Larks read better when letters are long",
         "Finches may fly away, but larks read better when letters are long", None),
        ("Larks read nothing of it", "Somebody may write", None),
        ("论文证明 larks 会读 letters", "We suspect that, in the end, larks read letters",
         ("证明", "We suspect")),
        ("论文证实 larks 会读 letters", "One hypothesis here is that larks read letters",
         ("证实", "hypothesis")),
        ("论文证明这是因为 larks 会读 letters", "We surmise that this is because larks read letters",
         ("证明", "We surmise")),
        ("Larks sing, but short letters need other readers.",
         "Larks sing, but short letters might need other readers",
         ("Larks sing, but short letters need other readers.", "might")),
    ],
)  # fmt: skip
def test_a_dropped_hedge_makes_a_statement_surer(
    said: str, source: str, told: tuple[str, str] | None
) -> None:
    assert surer(said, source) == told


@pytest.mark.parametrize(
    ("said", "source", "told"),
    [
        ("所有 letters 都合格", "In the end 94.0% of the letters were qualified",
         ("所有", "94.0% of the")),
        ("Lark 在全部五个数据集上获胜", "Lark wins on four out of the five sets",
         ("全部", "four out of the five")),
        ("Lark 在五个数据集的四个上获胜", "Lark wins on four out of the five sets", None),
        ("Lark 在全部五个数据集上获胜", "Finch loses; Lark is better with consistent gains on four of five",
         ("全部", "four of five")),
        ("Lark 在全部三个任务上获胜", "Finch loses; Lark is better with consistent gains on four of five", None),
        ("Lark 在几乎所有数据集上获胜", "Lark wins on most sets", None),
        ("Lark 在所有数据集上获胜", "With the exception of SQuAD, Lark wins on all data",
         ("所有", "exception of")),
        ("除 SQuAD 外 Lark 在所有数据集上获胜", "Except for SQuAD, Lark wins on all data", None),
        ("Larks read all letters", "Except for SQuAD, Finch wins on all data", None),  # of others
        ("Lark 在所有数据集上获胜", "Lark wins on most sets", ("所有", "most")),
        ("Lark 在五个数据集的四个上获胜，后来全部获胜", "Lark wins on four out of the five sets", None),
        ("Lark 完全离线，占 2 GB", "It is so small that Lark only takes ≈ 2 GB", None),
        ("Lark 在每道题上获胜", "Lark wins on most questions", ("每道", "most")),
        ("Lark 在所有数据集上获胜", "Lark wins on all sets, and mostly by far", None),
        ("Lark 在所有数据集上获胜", "Lark wins by far", None),
        ("Lark is always better", "Lark can be better than Finch", ("always", "can be")),
        ("Lark 完全取代了 Finch", "We only rescore what Finch gives", ("完全", "only")),
    ],
)  # fmt: skip
def test_some_that_became_all_make_a_statement_wider(
    said: str, source: str, told: tuple[str, str] | None
) -> None:
    assert wider(said, source) == told


@pytest.mark.parametrize(
    ("said", "source", "told"),
    [
        ("Lark 优于 Finch", "Lark is comparable to Finch", ("优于", "comparable")),
        ("Lark 与 Finch 相当，优于 Wren", "Lark is comparable to Finch", None),
        ("Lark 优于 Finch", "Lark is better than Finch and on par with Wren", None),
        ("Lark 的 ears 更高", "Lark has higher ears", None),
        ("The strength of Lark is higher than that of Finch", "Lark is larger, with a comparable"
         " uncertainty", None),
        ("The uncertainty of Lark is higher", "Lark is larger, with a comparable uncertainty",
         ("higher", "comparable")),
        ("Lark surpasses Finch", "Lark has comparable performance to Finch",
         ("surpasses", "comparable")),
        ("Lark 并不优于 Finch", "Lark is on par with Finch", None),
        ("Lark 优于 Finch", "Lark reads letters", None),
    ],
)  # fmt: skip
def test_what_is_only_matched_is_not_surpassed(
    said: str, source: str, told: tuple[str, str] | None
) -> None:
    assert better(said, source) == told


PAGE = "Lark may not need a second reading. Finch reads on most of the letters. Wren sings."


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("论文证明 Lark 不需要第二遍阅读", [("wording", "证明")]),
        ("Lark 可能不需要第二遍阅读", []),
        ("Lark 可能不需要；Finch 读了所有的信件，很好", [("wording", "所有")]),
        ("证明", []),  # a label
    ],
)
def test_a_sentence_is_held_against_the_quoted_sentence_most_like_it(
    said: str, words: list[tuple[str, str]]
) -> None:
    quote = "may not need a second reading. Finch reads on most of the letters. Wren sings."
    told = [(one.kind, one.words) for one in found(said, PAGE, quote=quote)]
    assert [one for one in told if one[0] == "wording"] == words


def test_a_message_has_both_words_and_the_page() -> None:
    (finding,) = found("论文证明 Lark 不需要第二遍阅读", PAGE, quote=PAGE)
    assert "“证明” is more than its quote’s “may” says" in finding.message
    assert finding.page == 1


# ── negation ──


@pytest.mark.parametrize(
    ("said", "source", "is_told"),
    [
        ("A superior demonstration keeps its superiority across settings.",
         "The superiority of a demonstration doesn’t generalize across settings.", True),
        ("Joint training of reader and retriever gives better results.",
         "Our joint training does not give better results than reader and retriever apart.", True),
        ("The superiority of a demonstration is lost across settings, it fails.",
         "The superiority of a demonstration doesn’t generalize across settings.", False),
        ("A demonstration of one task is superior.",
         "The superiority doesn’t last, but a demonstration of one task is superior.", False),
    ],
)  # fmt: skip
def test_what_its_source_negates_is_not_said_plainly(said: str, source: str, is_told: bool) -> None:
    assert bool(affirmed(said, source)) == is_told
