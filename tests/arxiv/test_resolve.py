from __future__ import annotations

import pytest

from pipeline.arxiv.resolve import lookup_title, paper_of, resolve_item
from pipeline.errors import SummarizeError
from pipeline.records import arxiv_id
from pipeline.records.paper import Paper

SHELF = [
    Paper(arxiv_id="2112.03857v2", title="Grounded Language-Image Pre-training"),
    Paper(
        arxiv_id="1406.1078v3",
        title="Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation",
    ),
    Paper(arxiv_id="2303.08774v6", title="GPT-4 Technical Report On Language"),
    Paper(
        arxiv_id="2112.10752v2",
        title="High-Resolution Image Synthesis with Latent Diffusion Models",
    ),
    Paper(arxiv_id="1111.0001v1", title="On the Same Title of Things"),
    Paper(arxiv_id="2310.06825v1", title="Mistral 7B"),
    Paper(arxiv_id="1111.0002v1", title="On the Same Title of Things"),
]


def search(query: str) -> list[Paper]:
    """Search as arXiv does: every word must be in the title."""
    words = [part.removeprefix("ti:").lower() for part in query.split(" AND ")]
    return [
        paper
        for paper in SHELF
        if all(
            word in paper.title.lower().replace("–", " ").replace("-", " ").split()
            for word in words
        )
    ]


def resolve_title(title: str) -> Paper:
    lookup = lookup_title(title)
    while lookup.outcome is None:
        lookup.step(search)
    return paper_of(lookup.outcome)


def offline(query: str) -> list[Paper]:
    raise AssertionError(f"nothing should be asked: {query}")


@pytest.mark.parametrize(
    ("item", "identifier"),
    [
        ("arXiv:2112.03857", "2112.03857"),
        ("https://arxiv.org/pdf/2304.10592v2.pdf 多模态", "2304.10592v2"),
        ("[InstructBLIP](https://arxiv.org/abs/2305.06500)", "2305.06500"),
        ("hep-th/9108004 老论文", "hep-th/9108004"),
        ("读一下 2312.10997（RAG综述）", "2312.10997"),
        ("写综述：2312.10997", "2312.10997"),
    ],
)
def test_an_identifier_settles_it_without_asking(item: str, identifier: str) -> None:
    assert resolve_item(item, offline)[:3] == (
        "paper", "the item gives its identifier", arxiv_id.parse(identifier),
    )  # fmt: skip


def test_two_identifiers_are_asked_about() -> None:
    assert resolve_item("2112.03857 or 2304.10592", offline).outcome == "ambiguous"


@pytest.mark.parametrize(
    ("item", "identifier"),
    [
        ("GLIP: Grounded Language-Image Pre-training", "2112.03857v2"),
        ("《**GLIP：Grounded language-image pre-training**》 多模态", "2112.03857v2"),
        (
            "Learning phrase representations using rnn encoder-decoder for statistical machine translation2014年，提出了GRU",
            "1406.1078v3",
        ),
        (
            "(LDM)Diffusion Models: High-Resolution Image Synthesis with Latent Diffusion Models",
            "2112.10752v2",
        ),
        ("Grounded Language-Image Pre-training （比较大的)", "2112.03857v2"),
        ("Grounded Language-Image Pre-training (2022)", "2112.03857v2"),
    ],
)
def test_a_title_is_cut_out_of_its_notes(item: str, identifier: str) -> None:
    assert str(resolve_item(item, search).arxiv_id) == identifier


@pytest.mark.parametrize(
    ("item", "outcome"),
    [
        ("GPT-4o Technical Report On Language", "ambiguous"),
        ("Grounded Language-Image Pretraining at Scale for Robots and Cars", "ambiguous"),
        ("On the Same Title of Things", "ambiguous"),
        ("A title that nobody ever gave to anything", "not_found"),
    ],
)
def test_the_wrong_paper_is_never_drafted(item: str, outcome: str) -> None:
    found = resolve_item(item, search)
    assert (found.outcome, found.arxiv_id) == (outcome, None)


@pytest.mark.parametrize(
    "item",
    ["写综述：GNN 论文总结", "LLM 系列：", "TODO：", "通用内容", "GAP global average pooling", "DALLE 效果体验", "2024.1.6 之前读完", "https://example.org/blog",
     "使用Xenon-Generation Finetune LLama文档阅读", "install the new driver and write the report", "paper1 = video 2", "pay the rent"],
)  # fmt: skip
def test_a_task_a_topic_or_a_group_is_no_paper_and_nothing_is_asked(item: str) -> None:
    found = resolve_item(item, offline)
    assert found.outcome == "not_a_paper"
    assert found.reason


@pytest.mark.parametrize("item", ["ALIGN", "DALLE, DALLE2", "image GPT 的工作", "MMoE"])
def test_a_nickname_by_itself_is_ambiguous(item: str) -> None:
    found = resolve_item(item, search)
    assert (found.outcome, found.candidates, found.is_nickname) == ("ambiguous", (), True)


def test_several_nicknames_are_asked_about_without_a_request() -> None:
    assert resolve_item("DALLE, DALLE2", offline).outcome == "ambiguous"


LORA = [
    Paper(arxiv_id="2402.00001v1", title="A Survey of LoRA in Vision", published="2024-02-01"),
    Paper(arxiv_id="2402.00002v1", title="LoRA Learns Less and Forgets Less", published="2024-02-01"),
    Paper(arxiv_id="2402.00003v1", title="LoRA: Of Something Else", published="2024-02-01"),
    Paper(arxiv_id="2106.09685v2", title="LoRA: Low-Rank Adaptation", published="2021-06-17"),
    Paper(arxiv_id="1601.00001v1", title="LoRa: Radios of Long Range", published="2016-01-01"),
    Paper(arxiv_id="2402.00004v1", title="Adaptation (LoRA) of Models", published="2024-02-02"),
    Paper(arxiv_id="2402.00005v1", title="LoRAX Serves Them", published="2024-02-01"),
]  # fmt: skip


@pytest.mark.parametrize(
    "item",
    [
        *("LoRA", "**LoRA**?", "LoRA (Hu et al., 2021)", "LoRA 论文", "LoRA（高效微调）"),
        *("read the LoRA paper", "LoRA #todo", "LoRA [pdf](https://x.org)", "《LoRA》"),
    ],
)
def test_the_papers_that_a_nickname_may_mean_are_asked_about_by_one_request(item: str) -> None:
    queries = []

    def search(query: str) -> list[Paper]:
        queries.append(query)
        return LORA

    found = resolve_item(item, search)
    assert (found.outcome, found.is_nickname) == ("ambiguous", True)
    called = ["2106.09685v2", "2402.00003v1", "2402.00004v1"]
    assert [str(paper.arxiv_id) for paper in found.candidates] == called
    assert queries == ["ti:LoRA"]
    fewer = resolve_item(item, lambda _: [*LORA[:2], LORA[4], LORA[6]])
    assert [str(paper.arxiv_id) for paper in fewer.candidates] == ["1601.00001v1", "2402.00002v1"]


@pytest.mark.parametrize(
    ("item", "outcome"),
    [
        ("[Mistral 7B](https://blog.example.org/7b)", "not_a_paper"),
        ("[Mistral 7B](https://openreview.net/forum?id=1)", "paper"),
        ("[MISTRAL](https://aclanthology.org/2022.acl-short.1/)", "ambiguous"),
        ("[Mistral](https://mistral.example.org)", "not_a_paper"),
        ("稀疏门控那篇（Shazeer 2017），链接找不到了", "ambiguous"),
    ],
)
def test_a_short_name_that_is_all_of_a_link_is_a_papers_where_the_link_is(
    item: str, outcome: str
) -> None:
    assert resolve_item(item, search).outcome == outcome


def test_a_paper_of_a_short_name_is_never_taken_where_more_is_in_the_line() -> None:
    paper = Paper(arxiv_id="2402.00001v1", title="LoRA")
    assert resolve_item("LoRA", lambda _: [paper]).outcome == "ambiguous"
    assert resolve_item("Mistral 7B 很快", search).outcome == "ambiguous"


def test_a_title_asked_for_by_name_gives_the_paper_or_says_how_to_choose() -> None:
    found = resolve_title("grounded language image pre-training")
    assert str(found.arxiv_id) == "2112.03857v2"
    assert str(resolve_title("mistral 7b").arxiv_id) == "2310.06825v1"
    with pytest.raises(SummarizeError) as refused:
        resolve_title("On the Same Title of Things")
    assert "summarize 1111.0001v1" in refused.value.hint


@pytest.mark.parametrize(
    ("item", "outcome"),
    [
        ("Mistral 7B", "paper"),
        ("Mistral 7B [pdf](https://x.org/a.pdf)", "paper"),
        ("mistral 7b", "ambiguous"),
        ("Mistral 7B for my project", "ambiguous"),
        ("《mistral 7b》很快", "paper"),
        ("Mistral 8B", "ambiguous"),
        ("《Mistral 7B》和《Grounded Language-Image Pre-training》", "ambiguous"),
        ("High-Resolution Image Synthesis", "ambiguous"),
        ("Image Synthesis with Latent Diffusion Models", "ambiguous"),
        ("Grounded Language-Image Pre-training (Li et al., CVPR 2022)", "paper"),
        ("Grounded Language-Image Pre-training / Mistral 7B", "ambiguous"),
    ],
)
def test_a_title_is_the_paper_where_nothing_like_a_title_is_left(item: str, outcome: str) -> None:
    assert resolve_item(item, search).outcome == outcome


def test_the_lines_below_an_item_give_its_address_or_are_asked_about() -> None:
    found = resolve_item("Flamingo", offline, ["https://arxiv.org/abs/2204.14198"])
    assert str(found.arxiv_id) == "2204.14198"
    found = resolve_item("Flamingo", offline, ["link: 2204.14198", "pdf: arXiv:2112.03857"])
    assert [str(one) for one in found.named] == ["2204.14198", "2112.03857"]
    found = resolve_item("Flamingo", offline, ["it goes on from CLIP, arXiv:2103.00020, in all"])
    assert (found.outcome, len(found.named)) == ("ambiguous", 1)
    for note in ("goes on from arXiv:2103.00020, in all", "cite next to 2103.00020"):
        found = resolve_item("Grounded Language-Image Pre-training", search, [note])
        assert str(found.arxiv_id) == "2112.03857v2"
