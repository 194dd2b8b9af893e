"""Where a sentence ends."""

from __future__ import annotations

import time

import pytest

from pipeline.text import sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We do it. They do not.", ["We do it.", "They do not."]),
        ("Lark et al. We follow them.", ["Lark et al. We follow them."]),
        ("It is 3 (stat.) 1 (syst.) GeV. It is", ["It is 3 (stat.) 1 (syst.) GeV.", "It is"]),
        ("Birds by wood. * by others.", ["Birds by wood.", "* by others."]),
        ("See Fig. 3 for it. It is good.", ["See Fig. 3 for it.", "It is good."]),
        ("By A. Lark and B. Finch", ["By A. Lark and B. Finch"]),
        ("It works (see below). “So” it is!", ["It works (see below).", "“So” it is!"]),
        ("It is 3.5 of them. it goes on", ["It is 3.5 of them. it goes on"]),
        ("A heading\nA sentence", ["A heading", "A sentence"]),
        ("我们提出。它很好！真的？", ["我们提出。", "它很好！", "真的？", ""]),
        ("  a  ", ["a"]),
        ("他说：“很好。”我们也是。", ["他说：“很好。”", "我们也是。", ""]),
        ("本文提出一种方法.实验很好. 我们", ["本文提出一种方法.", "实验很好.", "我们"]),
        ("手法を提案する．実験は３．５倍だ．", ["手法を提案する．", "実験は３．５倍だ．", ""]),
        ("방법을 제안한다. 실험은 좋다.", ["방법을 제안한다.", "실험은 좋다."]),
        ("C'est bon. Été comme hiver.", ["C'est bon.", "Été comme hiver."]),
    ],
)
def test_prose_is_cut_where_a_sentence_ends(text: str, found: list[str]) -> None:
    assert [words for _, words in sentences.split(text)] == found
    assert all(text.startswith(words, start) for start, words in sentences.split(text))


def cut(text: str, places: list[sentences.Place]) -> list[str]:
    assert [place.start for place in places[1:]] == [place.end for place in places[:-1]]
    return [text[place.start : place.end] for place in places]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We do it. They do not.", ["We do it. ", "They do not."]),
        ("Lark et al. We follow them.", ["Lark et al. We follow them."]),
        ("We do it.3 They do not.", ["We do it.3 ", "They do not."]),
        ("Version 2. They do not.", ["Version 2. ", "They do not."]),
        ("By A. Lark", ["By A. Lark"]),
        ("row 1\nrow 2", ["row 1\n", "row 2"]),
        ("提出；很好。真的", ["提出；", "很好。", "真的"]),
        ("방법을 제안한다. 실험은 좋다.", ["방법을 제안한다. ", "실험은 좋다."]),
        ("手法を提案する．実験だ", ["手法を提案する．", "実験だ"]),
        ("", []),
    ],
)
def test_a_papers_sentences_leave_no_gap(text: str, found: list[str]) -> None:
    assert cut(text, sentences.of_paper(text)) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("COCO 上 49.8；LVIS 上 26.9", ["COCO 上 49.8；", "LVIS 上 26.9"]),
        ("COCO 上 49.8（表 2；正文 49），高 1.2", ["COCO 上 49.8（表 2；正文 49），高 1.2"]),
        ("COCO（表 2 上 49.8；LVIS 上 26.9", ["COCO（表 2 上 49.8；", "LVIS 上 26.9"]),
        ("It reads. 很快。好", ["It reads. ", "很快。", "好"]),
        ("It reads e.g. all", ["It reads e.g. all"]),
        ("one\ntwo", ["one\n", "two"]),
        ("", [""]),
    ],
)
def test_a_semicolon_ends_a_sentence_of_a_statement(words: str, found: list[str]) -> None:
    assert cut(words, sentences.of_statement(words)) == found


@pytest.mark.parametrize("hostile", ["A. " * 100_000, "。" * 100_000, ". A" * 60_000])
def test_a_hostile_text_costs_no_more_than_its_length(hostile: str) -> None:
    started = time.process_time()
    list(sentences.split(hostile))
    sentences.of_paper(hostile)
    sentences.of_statement(hostile)
    assert time.process_time() - started < 3
