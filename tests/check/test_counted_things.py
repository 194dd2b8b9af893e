"""What a point counts, and what the paper counts with that number."""

from __future__ import annotations

import pytest

from pipeline.check.counted_things import things_at
from tests.support.checked import found

FAR = "Nothing of that kind is said in these words of no use at all. " * 30
IMAGES = "We train it on 24M images and 12M captions."


@pytest.mark.parametrize(
    ("said", "paper", "told"),
    [
        ("用 24M images 训练", IMAGES, []),
        ("用 12M images 训练", IMAGES, ["12M"]),
        ("用 12M captions 训练", IMAGES, []),
        ("用 12M 训练", IMAGES, []),
        ("用 12M birds 训练", IMAGES, []),  # the paper counts none
        ("用 12M images 训练", IMAGES + " Others have 12M images.", []),
        ("train on 12M images and captions", FAR + IMAGES, ["12M"]),
        ("12M images", "We have 24M images in all and 12M on the left.", []),
        ("12 images", "We have 24 images, and 12 on the left.", []),  # leaves out what it counts
        ("12 images", "We have 24 images. It needs 130 bins. Number of images: 12.", []),
        ("12 images of 24 images", "We have 24 images, and 12 on the left.", []),
        ("12 steps of 24 steps", "We take 24 steps and use warmup_steps = 12.", []),
        ("先走 24 steps，再走 12 steps", "We take 24 steps; 12 birds fly.", []),  # two things
        ("0.12 images", "We have 24 images and 0.12 birds.", []),  # no count
        ("12 images", "We have 2000 images and 12 birds, and Wren (2019)’s images.", []),
        ("12 ms images", "We have 24 images and 12 birds, in 12 ms.", []),  # another unit
    ],
)
def test_the_paper_counts_the_same_things_with_that_number(
    said: str, paper: str, told: list[str]
) -> None:
    assert [f.words for f in found(said, paper) if f.kind == "pair"] == told


def test_what_the_quote_counts_with_another_number_is_no_contradiction() -> None:
    paper = f"We have 24M images. It is 12M captions. {FAR}Others have 12M images."
    quote = "We have 24M images. It is 12M captions"
    assert [f for f in found("用 12M images 训练", paper, quote=quote) if f.kind == "pair"] == []


SETS = "We use seven public speech datasets, and a 16 layer Lark. There are six kinds of bias."


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("在七个公开语音数据集上评估", []),
        ("在八个公开语音数据集上评估", ["八"]),
        ("在 8 个公开语音数据集上评估", ["8"]),
        ("在八个 QA 数据集上评估", ["八"]),
        ("数据集共有八个", ["八"]),
        ("数据集共有七个", []),
        ("在其中两个数据集上更好", []),  # of some of them
        ("有八个图像数据集的任务", ["八"]),
        ("用 16 层 Lark", []),
        ("用 12 层 Lark", ["12"]),
        ("有八个优点", []),  # no noun that is known
        ("两个月内数据集就有了", []),  # a span of time
        ("有 8.5 个数据集", ["8.5"]),  # not in the paper at all
    ],
)
def test_chinese_measure_words_count_what_the_paper_counts(said: str, told: list[str]) -> None:
    findings = found(said, SETS, quote=SETS[:-1])
    assert [f.words for f in findings if f.severity == "doubt"] == told


def test_a_sentence_that_counts_them_twice_contradicts_no_count_in_chinese() -> None:
    page = "We use seven datasets of speech and five datasets of text."
    assert [f.words for f in found("在三个数据集上", page, quote=page[:-1])] == []


def test_a_part_of_one_is_no_count() -> None:
    page = "It takes 131 cases for 232 birds."
    assert [f.words for f in found("平均 23.5 个 cases", page + " Here 23.5 is it.")] == []


def test_an_average_is_compared_with_an_average() -> None:
    page = "It takes 21.2 cases on average. Here 23.5 is it."
    assert [f.words for f in found("平均 21.2 个 cases", page)] == []
    assert [f.words for f in found("平均 23.5 个 cases", page, quote=page[:31])] == ["23.5"]


def test_a_wrong_count_is_told_with_the_papers_own() -> None:
    (finding,) = found("用 12M images 训练", IMAGES)
    assert finding.message == (
        "“12M images 训练”: the paper has another number of these;"
        " the paper has “24M images and 12M captions.” on p. 1"
    )


@pytest.mark.parametrize(
    ("behind", "things"),
    [
        (" images of birds", {"image"}),
        ("个 GPU hours", {"gpu", "hour"}),
        (" small grey singing old birds", {"small", "grey", "singing", "old"}),
        (" and more", set()),
        ("，images", set()),
        ("", set()),
        (" categories", {"category"}),
    ],
)
def test_things_are_the_words_behind_a_number_up_to_a_linking_one(
    behind: str, things: set[str]
) -> None:
    assert things_at("12" + behind, 2) == things


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("编码器用 24 层 Transformer", True),
        ("编码器用 12 层 Transformer", False),
        ("with 24 layers", True),
        ("with 12 layers", False),
        ("训练 30 个 epoch", True),  # the paper has two other counts
        ("训练 40 个 epoch", False),
        ("用 30 个 GPU", False),  # it has three
        ("用 24 个数据集", False),  # of things that are counted at several places
    ],
)
def test_what_an_experiment_sets_has_the_papers_only_count(said: str, is_told: bool) -> None:
    page = (
        "Elsewhere 12 layers are used. It runs for 20 epochs. On cards it runs for 40 epochs."
        " It has 4 GPUs, then 8 GPUs, or 16 GPUs. There are 12 datasets, 24 birds, and 30 cats."
    )
    marks = [one for one in found(said, page) if "another number of these" in one.message]
    assert bool(marks) == is_told


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("34 条 fail，12 条 pass", False),
        ("12 条 fail label，34 条 pass", True),
    ],
)
def test_what_stands_right_before_the_papers_number_may_be_what_it_counts(
    said: str, is_told: bool
) -> None:
    page = "There is a pass label on 47 prompts, a fail label on 34 prompts, and 12 to pass."
    marks = [one for one in found(said, page) if "another number of these" in one.message]
    assert bool(marks) == is_told
