from __future__ import annotations

import pytest

from pipeline.errors import UsageError
from pipeline.records import arxiv_id
from pipeline.records.arxiv_id import ArxivId


@pytest.mark.parametrize(
    ("pasted", "printed"),
    [
        ("2112.03857", "2112.03857"),
        (" 2112.03857v2\n", "2112.03857v2"),
        ("arXiv:2112.03857", "2112.03857"),
        ("ARXIV: 2112.03857v12", "2112.03857v12"),
        ("arXiv:2112.03857v2 [cs.CV]", "2112.03857v2"),
        ("0704.0001", "0704.0001"),
        ("1412.9999v1", "1412.9999v1"),
        ("1501.00001", "1501.00001"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("hep-th/9901001v3", "hep-th/9901001v3"),
        ("math.GT/0309136", "math/0309136"),
        ("math/0309136", "math/0309136"),
        ("cond-mat/0703999", "cond-mat/0703999"),
        ("hep-th/9107001", "hep-th/9107001"),
        ("https://arxiv.org/abs/2112.03857", "2112.03857"),
        ("http://www.arxiv.org/abs/2112.03857v2?context=cs#comments", "2112.03857v2"),
        ("https://arxiv.org/pdf/2112.03857.pdf", "2112.03857"),
        ("https://arxiv.org/pdf/2112.03857v2.pdf#page=3", "2112.03857v2"),
        ("https://arxiv.org/html/2112.03857v1/", "2112.03857v1"),
        ("https://arxiv.org/src/hep-th/9901001v1", "hep-th/9901001v1"),
        ("https://export.arxiv.org/abs/math.GT/0309136", "math/0309136"),
        ("arxiv.org/abs/2112.03857", "2112.03857"),
        ("10.48550/arXiv.2112.03857", "2112.03857"),
        ("doi:10.48550/arXiv.2112.03857", "2112.03857"),
        ("https://doi.org/10.48550/arXiv.2112.03857", "2112.03857"),
        ("https://huggingface.co/papers/2112.03857", "2112.03857"),
        ("https://www.alphaxiv.org/abs/2112.03857v2", "2112.03857v2"),
        ("2112.03857.pdf", "2112.03857"),
        ("arXiv:hep-th/9901001v2", "hep-th/9901001v2"),
        ("cs.AI/0001001", "cs/0001001"),
        ("math.GT/0309136v1", "math/0309136v1"),
        ("10.48550/ARXIV.2112.03857v3", "2112.03857v3"),
        ("https://arxiv.org/pdf/hep-th/9901001.pdf", "hep-th/9901001"),
        ("https://arxiv.org/pdf/2112.03857v2.PDF", "2112.03857v2"),
        ("https://arxiv.org/e-print/2112.03857", "2112.03857"),
        ("HTTPS://ARXIV.ORG/ABS/2112.03857", "2112.03857"),
        ("https://arxiv.org:443/abs/2112.03857", "2112.03857"),
        ("https://arxiv.org/abs/2112.03857?next=/../../etc", "2112.03857"),
        ("https://export.arxiv.org/pdf/math/0309136v2", "math/0309136v2"),
        ("https://ar5iv.labs.arxiv.org/html/2112.03857", "2112.03857"),
        ("https://hf.co/papers/2112.03857#community", "2112.03857"),
        ("https://www.alphaxiv.org/overview/2112.03857", "2112.03857"),
        ("https://dx.doi.org/10.48550/arXiv.2112.03857", "2112.03857"),
        ("2112.03857V2", "2112.03857v2"),
        ("https://arxiv.org/abs/2112.03857V2", "2112.03857v2"),
        ("math.GT/0309136V1", "math/0309136v1"),
        ("2112.03857.", "2112.03857"),
        ("2112.03857,", "2112.03857"),
        ("2112.03857v2; ", "2112.03857v2"),
        ("2112.03857。", "2112.03857"),
        ("solv-int/9901001.", "solv-int/9901001"),
        ("<https://arxiv.org/abs/2112.03857>", "2112.03857"),
        ("<https://arxiv.org/abs/2112.03857>,", "2112.03857"),
        ("https://arxiv.org/pdf/2112.03857.pdf.", "2112.03857"),
    ],
)
def test_an_identifier_is_read_in_every_form_that_people_paste(pasted: str, printed: str) -> None:
    assert str(arxiv_id.parse(pasted)) == printed


@pytest.mark.parametrize(
    "wrong",
    [
        "", "2112", "2112.038", "2112.038571", "2100.03857", "2113.03857", "0703.0001", "1412.00001", "1501.0001", "2112.03857v0",
        "2112.03857v", "2112.03857 v2 x", "2112.03857\n2112.03858", "٢١١٢.٠٣٨٥٧", "hep-th/9106001", "hep-th/0704001", "hep-th/9900001",
        "hep-th/99010011", "nosuch/9901001", "../../etc/passwd", "hep-th/../9901001", "https://evil.org/abs/2112.03857",
        "https://arxiv.org@evil.org/abs/2112.03857", "https://arxiv.org.evil.org/abs/2112.03857", "https://arxiv.org/abs/../../x", "https://[",
        "https://arxiv.org/list/cs.CV/recent", "10.48550/2112.03857", "3.1415", "2024.1.6", "0704.0000", "1501.00000", "hep-th/9901000",
        "hep-th/9913001", "hep-th/9900001", "0700.0001", "2112.03857v01", "2112.03857v10000", "2112.03857v٢", "２１１２.０３８５７",
        "21\n12.03857", "https://arxiv.org/abs/2112.03857\n2112.03858", "https://arxiv.org/abs/21\t12.03857", "https://arx\niv.org/abs/2112.03857",
        "https://user:pw@arxiv.org/abs/2112.03857", "https://user@arxiv.org/abs/2112.03857", "https://arxiv.org:pw@evil.org/abs/2112.03857",
        "http://arxiv.org\\@evil.org/abs/2112.03857", "https://arxiv.org:port/abs/2112.03857", "https://evilarxiv.org/abs/2112.03857",
        "https://evil.org/arxiv.org/abs/2112.03857", "evil.org/abs/2112.03857", "ftp://arxiv.org/abs/2112.03857", "https://arxiv.org/abs/2112.03857/../../x",
        "https://arxiv.org/abs/%2e%2e%2f%2e%2e%2fetc", "https://arxiv.org/abs/2112.03857%0a", "https://arxiv.org/abs/2112.03857%00", "/etc/passwd",
        "..", "math/../0309136", "cond-mat.str-el/9901001", "cs.LGX/0001001", "2112.03857v2v3", "https://huggingface.co/models/2112.03857",
        "https://doi.org/10.1000/2112.03857", "v2", "arXiv:", "2112.03857\x00", "2112.03857V0", "2112.03857V", "2112.03857vV2", "2112.03857.,.", "<2112.03857",
        "<<2112.03857>>", "<2112.03857\n>2112.03858", "<https://evil.org/abs/2112.03857>", "<>", "<",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_would_be_right(wrong: str) -> None:
    with pytest.raises(UsageError) as refused:
        arxiv_id.parse(wrong)
    assert "2112.03857v2" in refused.value.hint


@pytest.mark.parametrize(
    ("identifier", "slug"),
    [
        (ArxivId("hep-th/9901001", 2), "hep-th_9901001v2"),
        (ArxivId("2112.03857"), "2112.03857"),
        (arxiv_id.parse("https://arxiv.org/abs/math.GT/0309136v12"), "math_0309136v12"),
    ],
)
def test_a_slug_is_one_folder_name(identifier: ArxivId, slug: str) -> None:
    assert identifier.slug == slug


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2112.99", True),
        ("https://example.org/x", True),
        ("arXiv:x", True),
        ("foo/123", True),
        ("cond-mat.str-el/9901001", True),
        ("2112.03857v2", True),
        ("2112.99,", True),
        ("<https://example.org/x>", True),
        ("ftp://arxiv.org/abs/2112.03857", True),
        ("evil.org/abs/2112.03857", True),
        ("Input/Output: GPT-3.5/4 and more", False),
        ("BERT", False),
        ("AC/DC", False),
        ("Attention Is All You Need", False),
        ("GPT-4", False),
    ],
)
def test_a_wrong_identifier_is_told_from_a_title(text: str, meant: bool) -> None:
    assert arxiv_id.looks_like_one(text) == meant


def test_versions_of_one_paper_share_their_base_and_sort_by_number() -> None:
    newest = arxiv_id.parse("math.GT/0309136v10")
    assert newest.base == arxiv_id.parse("math/0309136").base
    assert newest.with_version(9) == ArxivId("math/0309136", 9)
    assert sorted([newest, newest.with_version(9)])[-1] == newest


def test_a_long_wrong_identifier_is_shown_cut() -> None:
    with pytest.raises(UsageError) as refused:
        arxiv_id.parse("x" * 5000)
    assert refused.value.message == f"not an arXiv identifier: {'x' * 120!r}"


def test_an_identifier_tells_the_month_of_version_1() -> None:
    said = {
        text: arxiv_id.parse(text).year_month
        for text in ("0704.0001", "2112.03857v2", "hep-th/9901001")
    }
    assert said == {"0704.0001": (2007, 4), "2112.03857v2": (2021, 12), "hep-th/9901001": (1999, 1)}
