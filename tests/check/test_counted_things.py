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
        ("12 ms images", "We have 24 images and 12 birds, in 12 ms.", []),  # another unit
    ],
)
def test_the_paper_counts_the_same_things_with_that_number(
    said: str, paper: str, told: list[str]
) -> None:
    assert [f.words for f in found(said, paper) if f.kind == "pair"] == told


def test_what_stands_near_the_quote_counts_before_what_stands_elsewhere() -> None:
    paper = f"We have 24M images. It is 12M captions. {FAR}Others have 12M images."
    said = "用 12M images 训练"
    quote = "We have 24M images. It is 12M captions"
    (finding,) = [f for f in found(said, paper, quote=quote) if f.kind == "pair"]
    assert finding.words == "12M"


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
