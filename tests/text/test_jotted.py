"""A title in a jotted line, and what is beside it."""

from __future__ import annotations

import time

import pytest

from pipeline.text.jotted import Jotted

TITLE = "Structured Attention Networks of Words"
AUTHORS = ("Yoon Kim", "Carl Denton", "Alexander M. Rush")


def is_whole(line: str, title: str = TITLE) -> bool:
    standing = Jotted(line).standing(title, AUTHORS)
    return standing is not None and standing.is_whole


@pytest.mark.parametrize(
    "line",
    [
        "structured attention networks of words",
        "{} (Kim et al., 2017)",
        "{}, Kim et al.",
        "{}, Kim, Denton & Rush, ICLR 2017",
        "{} (Kaplan)",
        "{}. ICLR 2017.",
        "{} [ICLR17]",
        "(ICLR'17) {}",
        "ICLR 2017 | {}",
        "Kim et al. 2017. {}",
        "Kim et al.: {}",
        "{} - must read",
        "{} -- compare with T5",
        "{} (read sec 3)",
        "{}; ask Jo about it",
        "{}, see Fig. 3",
        "{} <- for the tokenizer project",
        "{} #attention #toread",
        "{} [pdf](http://x.org/a.pdf) [[code](http://x.org)]",
        "[{}](notes/san.md)",
        "[[{}]]",
        "**{}** 很好，值得读",
        "{}2017年，提出了SAN",
        "{} 📅 2024-05-01",
        "SAN: {}",
        "P1: {}",
        "Read: {}",
        "Read {}",
        "《{}》是重点",
        "“{}” 2017",
        "{} ★★★",
        "2017 {}",
        "{} 읽기",
        "{} | Proceedings of ICLR | must read",
        'Kim, Yoon, et al. "{}." ICLR (2017).',
        "Kim, Y., Denton, C., & Rush, A. M. (2017). {}. In ICLR.",
        "Yoon Kim, Carl Denton. 2017. {}. ICLR.",
        "**{}** *Kim, Denton, Rush* ICLR 2017 [[paper]](https://x.org/p.pdf)",
        "[survey] {}",
        "{} (survey)",
        "{} — 12 pages",
        "{}, p. 3-5",
        "{} v2",
        "{} via @karpathy",
        "{} (Yoon Kim's paper)",
        "{} for the reading group on Thursday",
        "{} | IEEE Internet Computing 2013",
        "{} (why not BM25?)",
        "1. {} by Kim et al.",
        "Start with {}",
        "{} + code",
    ],
)
def test_notes_beside_a_title_leave_it_whole(line: str) -> None:
    assert is_whole(line.format(TITLE))


@pytest.mark.parametrize(
    "line",
    [
        "{} in Videos",
        "{}: A Reproduction",
        "{}, a Review",
        "{} II",
        "{} 2",
        "{} and Sentences",
        "Beyond {}",
        "On {}",
        "follow-up to {}",
        "{} / Neural Machine Translation of Rare Words",
        "{}; language models are few-shot learners of words",
        "{} - A Survey",
        "{} (Extended Version)",
        "《{}》的后续工作",
        "{} / BERT",
        "{}; T5",
        "{} and RoBERTa",
        "{} for Graphs",
        "{}; a correlation-based distance",
        "{}; A Correlation-Based Distance",
        "{} - high dynamic range view synthesis",
        "Learning Without Memorizing: {}",
        "the paper that cites {}",
        "Rethinking Deep Graph Models Again: {}",
        "Un{}",
        "{}x",
    ],
)
def test_more_of_a_title_beside_a_title_is_asked_about(line: str) -> None:
    assert not is_whole(line.format(TITLE))


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("Mistral 7B", True),
        ("Mistral 7B (2023)", True),
        ("Mistral 7B [pdf](http://x.org)", True),
        ("Mistral 7B, Kim et al.", True),
        ("mistral 7b", False),
        ("Mistral 7B for my project", False),
        ("Mistral 7B 工作", True),
        ("Mistral 7B - compare", False),
        ("Mistral 7Bx", False),
    ],
)
def test_a_short_title_is_whole_where_nothing_is_beside_it(line: str, whole: bool) -> None:
    assert is_whole(line, "Mistral 7B") == whole


def test_one_word_is_never_told_from_a_nickname() -> None:
    assert not is_whole("ALIGN", "Align")


def test_a_title_may_stand_without_its_nickname() -> None:
    standing = Jotted("Grounded Pre-training of Everything").standing(
        "GLIP: Grounded Pretraining of Everything"
    )
    assert standing is not None
    assert (standing.is_whole, standing.is_full) == (True, False)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("QLoRA: Efficient Finetuning", "QLoRA: Efficient Finetuning of Quantized LLMs"),
        ("Efficient Finetuning of", "QLoRA: Efficient Finetuning of Quantized LLMs"),
        ("Finetuning of Quantized LLMs", "QLoRA: Efficient Finetuning of Quantized LLMs"),
        ("QLoRA", "QLoRA: Efficient Finetuning of Quantized LLMs"),
    ],
)
def test_a_part_of_a_title_finds_it(line: str, title: str) -> None:
    assert Jotted(line).is_part_of(title)
    assert not Jotted("Quantized LLMs").is_part_of(title)


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("Kim et al. 2017. A Title of Some Words", "A Title of Some Words"),
        ("A Title of Some Words, Rubin et al., NAACL 2022", "A Title of Some Words"),
        ("[ICLR 2017] A Title of Some Words [code](http://x.y)", "A Title of Some Words"),
        ("《A Title》和《Another》", "A Title"),
        ("Big Transfer (BiT): General Words（比较大的)", "Big Transfer (BiT): General Words"),
    ],
)
def test_the_likeliest_part_is_the_title(line: str, first: str) -> None:
    assert Jotted(line).parts[0] == first


@pytest.mark.parametrize(
    "piece", ["[", "[[", "(", "《", "a, ", "<a", "et al. ", "：", "A-", "{{", "[a](", "😀 "]
)
def test_a_hostile_line_takes_no_time(piece: str) -> None:
    start = time.perf_counter()
    jotted = Jotted(piece * 20_000)
    jotted.standing("a b c d e f g", ())
    assert jotted.is_part_of("a b c d e f g") in (True, False)
    assert jotted.parts is not None
    assert time.perf_counter() - start < 2
