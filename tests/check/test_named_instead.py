"""One name in another's place."""

from __future__ import annotations

import pytest

from tests.support.checked import found

DRQA = "We apply the cleaning code released in DrQA to extract the clean portion of all pages"
MIXTURE = "The distribution before training is a mixture of hidden HMMs over many documents"
IMAGES = "Composite has 12K human judgments between images from LarkSet and FinchSet and WrenSet"
CITED = "SpeechMix (Chan et al., 2021) pools seven sets of recordings that all were public"
BATCH = "We always used Robin with a batch of 512 letters (128 for FinchSet)"
SYMPOSIUM = "An early version appeared in the Symposium on Larks of Paper Science, Santa Fe, NM"
MORE = (
    "The retriever OrqaNet is another line of work. LDAs are topic models. TealSet is"
    " larger than LarkSet and FinchSet. Zhang et al. (2021) train on unlabelled recordings. We look"
    " at 997 letters, and LOPS is a society. We look at SparrowScholarQuery and at WrenScholarQuery."
)


def told(said: str, quote: str) -> list[tuple[str, str]]:
    filling = " ".join(f"Nothing of it is said in the sentence number {n} here." for n in "abcde")
    findings = found(said, f"{quote}. {filling} {MORE}", quote=quote)
    return [(one.words, one.nearest) for one in findings if one.severity == "doubt"]


@pytest.mark.parametrize(
    ("said", "quote", "marks"),
    [
        ("All pages are cleaned with the cleaning code released in OrqaNet.", DRQA,
         [("OrqaNet", "DrQA")]),
        ("训练前的分布是多个 LDAs 的混合，文档很多。", MIXTURE, [("LDAs", "HMMs")]),
        ("Composite 的图像来自 TealSet 和 FinchSet，共 12K 条人工评分。", IMAGES,
         [("TealSet", "LarkSet")]),
        ("SpeechMix, which pools seven sets, is the work of Zhang et al. (2021).", CITED,
         [("Zhang", "Chan")]),
        ("For pairs of many pages, the code looked at is that of WrenScholarQuery.",
         "We looked at the code of SparrowScholarQuery for pairs of many pages",
         [("WrenScholarQuery", "SparrowScholarQuery")]),
    ],
)  # fmt: skip
def test_another_name_than_the_quotes_is_marked(
    said: str, quote: str, marks: list[tuple[str, str]]
) -> None:
    assert told(said, quote) == marks


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("All pages are cleaned with the cleaning code released in DrQA.", DRQA),
        # what is said of it is not what the quote says
        ("OrqaNet is trained end to end on questions alone.", DRQA),
        ("与 OrqaNet 不同，DrQA 的代码用于 cleaning。", DRQA),
        ("Composite 的图像来自 LarkSet 和 FinchSet，共 12K 条人工评分。", IMAGES),
        ("SpeechMix, which pools seven sets, is the work of Chan et al. (2021).", CITED),
        ("Zhang et al. (2021) train on recordings without labels.", CITED),
        # the other name is said in passing, or is the same in words
        ("On TealSet we used a batch of 512 letters.", BATCH),
        ("An early version appeared in the Symposium of LOPS.", SYMPOSIUM),
        # where it was done is said elsewhere
        (
            "On TealSet all pages were cleaned with the cleaning code released.",
            "We apply the cleaning code released, Faster RCNN, to all pages",
        ),
        # it has more to rest on
        ("TealSet 和 FinchSet 的图像进入 Composite，共 12K 条人工评分，另有 997 条。", IMAGES),
    ],
)
def test_a_name_that_the_quote_is_not_about_proves_nothing(said: str, quote: str) -> None:
    assert told(said, quote) == []
