"""Names that a paper has, in any spelling, and has not."""

from __future__ import annotations

import pytest

from pipeline.check.claims import check
from tests.support.checked import doubts, found, marked, words
from tests.support.records import PAPER, draft, paper_text


@pytest.mark.parametrize(
    "name",
    [
        "Sparrow",
        "sparrow",
        "LongRead",
        "Long-Read",
        "Sparrows",
        "SHORTREAD",
        "LongRead-based",
        "SOTA",
        "LLM",
    ],
)
def test_a_name_counts_but_for_case_hyphens_and_plural(name: str) -> None:
    assert words(f"提出{name}方法") == []


def test_a_name_that_the_paper_does_not_have_is_marked_with_the_nearest() -> None:
    (found,) = doubts("在LongBead上测试")
    assert (found.kind, found.words, found.nearest) == ("name", "LongBead", "LongRead")
    assert words("优于 GPT-5 和 BERT") == ["GPT-5", "BERT"]


def test_everyday_words_and_the_start_of_a_sentence_are_no_names() -> None:
    assert words("本文做了 ablation 和 finetune。However it works. The idea is simple.") == []


@pytest.mark.parametrize("spelled", ["BLIP2", "BLIP-2", "Blip 2"])
def test_a_hyphen_does_not_make_another_name(spelled: str) -> None:
    assert words(f"与{spelled}相比", "Abstract\nWe compare with BLIP-2 here.") == []


@pytest.mark.parametrize(
    ("said", "paper", "words"),
    [
        ("GPT-4", "GPT-4", []),
        ("GPT-4", "GPT-3 and 4", ["GPT-4"]),
        ("GPT-4o", "GPT-4", ["GPT-4o"]),
        ("Llama-3-8B-Instruct", "Llama-3-In 8b", ["Llama-3-8B-Instruct"]),
        ("Llama-3-8B-Instruct", "Llama-3-instruct-8b", []),
        ("Llama-3-8B-Instruct", "Llama-2-instruct-8b", ["Llama-3-8B-Instruct"]),
        ("Pixel-2", "P-2 denotes a Pixel phone", []),
        ("BatchNorm", "We use Batch Normalization here", []),
        ("BatchNorm", "We normalize each batch here", ["BatchNorm"]),
        ("Pixel-4", "P-2 denotes a Pixel phone", ["Pixel-4"]),
        ("GPT4", "GPT-4", []),
        ("GPT-3.5", "GPT-3", ["GPT-3.5"]),
        ("ViT-B/16", "ViT-B/16", []),
        ("ViT-B/16", "ViT-B/32", ["ViT-B/16"]),
        ("ResNet50", "ResNet-50", []),
        ("ResNet-50", "ResNet-101", ["ResNet-50"]),
        ("用3D表示", "a 2D thing", []),
        ("COCO 2017", "COCO 2014", ["2017"]),
        ("COCO2017", "COCO 2017", []),
        ("Faster R-CNN", "Faster R-CNN", []),
        ("Swin-L", "Swin-T", ["Swin-L"]),
        ("top-1", "top-5 and 1", ["top-1"]),
        ("GPT-4-based", "GPT-4", []),
        ("GPT-4-based", "GPT-3 and 4", ["GPT-4-based"]),
        ("GPT-4/CLIP", "CLIP and GPT-4", []),
        ("ViT-B/16", "ViT-B/32 and 16", ["ViT-B/16"]),
        ("LLaMA-2-7B", "LLaMA-2 7B", []),
        ("CLIP-ViT", "a ViT of CLIP", []),
        ("NLP-oriented", "nothing", []),
        ("CNNs", "a CNN", []),
        ("CNN", "many CNNs", []),
        ("GANs", "a GAN-based model", []),
        ("CLIP's", "CLIP", []),
        ("用CLIP对齐", "CLIP", []),
        ("用CLIPX对齐", "CLIP", ["CLIPX"]),
        ("AP50", "AP 50", []),
        ("U.S.", "the U.S. market", []),
        ("e.g. 和 i.e. 和 etc.", "nothing", []),
        ("SOTA 的 LLM 在 NLP", "nothing", []),
        ("Über-Net", "Net", []),
        ("C4", "the C4 corpus", []),
        ("the Stanford team", "nobody", ["Stanford"]),
        ("by HUFL", "Heron University of Finch and Lark", []),
        ("by HUFX", "Heron University of Finch and Lark", ["HUFX"]),
        ("It works. Moreover it is new. “However” so", "nothing", []),
    ],
)
def test_a_name_is_the_papers_own_or_marked(said: str, paper: str, words: list[str]) -> None:
    assert marked(said, paper) == words


def test_a_name_in_a_chinese_paper_needs_no_space_around_it() -> None:
    assert marked("提出GLIP模型，优于BERT", "我们提出的GLIP模型很好。") == ["BERT"]


def test_a_name_of_the_metadata_counts() -> None:
    paper = PAPER.model_copy(
        update={"title": "T", "comment": "Accepted at CVPR 2022", "authors": ("Ada Lark",)}
    )
    report = check(
        draft("发表于 CVPR 2022，by Lark，非 ICML 或 VPR", ("We have it in this paper", 1)),
        paper,
        paper_text("Abstract\nWe have it in this paper."),
    )
    assert [f.words for f in report.findings if f.where == "point 1"] == ["ICML", "VPR"]


@pytest.mark.parametrize(
    ("said", "paper", "told"),
    [
        ("用 CE 训练", "a cross-entropy loss", []),
        ("用 CE 训练", "Counting Eggs is a game", []),
        ("用 CE 训练", "they count eggs", ["CE"]),
        ("用 CE 训练", "they count eggs, and count eggs again", ["CE"]),  # two letters are too few
        ("用 GNN 训练", "a graph neural network", ["GNN"]),
        ("用 GNNs 训练", "a graph neural network is a graph neural network", []),
        ("用 GN-N 训练", "a graph-neural network", []),
        ("用 GNN 训练", "a graph. Neural networks", ["GNN"]),
        ("用 GnN 训练", "a graph-neural network", ["GnN"]),
        ("用 ABCDEFG 训练", "All Birds Can Dance Even Far Gone", ["ABCDEFG"]),
        ("用 GNN/CE 训练", "a graph-neural network with cross-entropy", []),
    ],
)
def test_a_short_form_has_the_initials_of_words_in_a_row_that_are_no_chance(
    said: str, paper: str, told: list[str]
) -> None:
    assert marked(said, paper) == told


def test_the_nearest_name_is_one_with_a_capital_or_a_digit() -> None:
    (finding,) = found("用 LongBead 训练", "a longbeadx is a LongRead")
    assert (finding.nearest, finding.page) == ("LongRead", 1)


@pytest.mark.parametrize(
    ("said", "paper", "words"),
    [
        ("用 RMSProp 训练", "We use RMSPropOptimizer here.", []),
        ("用 RMSProp 训练", "We use RMSproposals here.", ["RMSProp"]),
        ("用 SGD 训练", "We use stochastic gradient descent here.", []),
        ("用 SGD 训练", "We use some good drops here.", ["SGD"]),
        ("先做 SFT 训练", "with both supervised instruction fine-tuning and more", []),
        ("先做 SFT 训练", "with supervised training and later more fine-tuning", ["SFT"]),
        ("自 January 起上线", "It is deployed since Jan. 2024.", []),
        ("在 Mexico City 测得", "We are in México, D.F.", []),
        ("在 Norway City 测得", "We are in México, D.F.", ["Norway"]),
    ],
)
def test_a_name_may_be_written_otherwise(said: str, paper: str, words: list[str]) -> None:
    assert [one.words for one in found(said, paper) if one.kind == "name"] == words


def test_a_small_letter_of_a_short_form_is_that_of_a_short_word() -> None:
    page = "It is called Fusion-in-Decoder. We call it Graph-Neural-Decoder, too."
    assert marked("这里用 FiD 读", page) == []
    assert marked("这里用 GnD 读", page) == ["GnD"]


def test_a_name_of_page_one_may_have_a_footnotes_letter_before_it() -> None:
    page = "aHeronfield Laboratory, bMoorland University"
    assert marked("来自 Heronfield 和 Moorland", page) == []
    assert marked("来自 Heronfield 和 Moorlands", "aHeronfields", "bMoorland") == [
        "Heronfield",
        "Moorlands",
    ]
