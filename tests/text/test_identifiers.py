"""arXiv identifiers in running text."""

from __future__ import annotations

import time

import pytest

from pipeline.text.identifiers import in_text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("见https://arxiv.org/abs/2010.11929。", "2010.11929"),
        ("「https://arxiv.org/abs/1905.11006」第二节", "1905.11006"),
        ("https://arxiv.org/pdf/2307.09288.pdf#page=5,第三节", "2307.09288"),
        ("**https://arxiv.org/abs/2005.14165**", "2005.14165"),
        ("`arXiv:1601.04580`", "1601.04580"),
        ("_1706.03762_ 精读", "1706.03762"),
        ('<a href="https://arxiv.org/abs/1705.03122">x</a>', "1705.03122"),
        ("<a href=https://arxiv.org/abs/1809.00676>x</a>", "1809.00676"),
        ("[A](https://arxiv.org/abs/2210.03629v2), ", "2210.03629v2"),
        ("| https://arxiv.org/abs/1804.08204v1|memory", "1804.08204v1"),
        ("arXiv:1804.07781v3 [cs.CL] 28 Aug 2018", "1804.07781v3"),
        ("doi: 10.48550/arXiv.2304.05128, to appear", "2304.05128"),
        ("https://dx.doi.org/10.48550/arxiv.1808.09637", "1808.09637"),
        ("《A Title》arXiv：1706.03762", "1706.03762"),
        ("(arxiv:: 2203.02155)", "2203.02155"),
        ("arXiv 1703.09684 的综述", "1703.09684"),
        ("上海交大的综述：2312.10997（RAG）", "2312.10997"),
        ("[[papers/1608.01413|Arithmetic]]", "1608.01413"),
        ("下载/1807.05614v2.pdf", "1807.05614v2"),
        ("https://arxiv.org/ftp/arxiv/papers/2303/2303.08774.pdf", "2303.08774"),
        ("https://arxiv.org/ftp/cs/papers/0006/0006027.pdf", "cs/0006027"),
        ("https://arxiv.org/abs/arXiv:1808.06414", "1808.06414"),
        ("https://ar5iv.org/abs/2104.08691", "2104.08691"),
        ("ar5iv.labs.arxiv.org/html/1802.03268#S3", "1802.03268"),
        ("https://www.alphaxiv.org/zh/overview/2307.09288v1?x=y", "2307.09288v1"),
        ("https://papers.cool/arxiv/kimi?paper=2212.03640", "2212.03640"),
        ("https://huggingface.co/papers/2304.05128；很好", "2304.05128"),
        ("https://www.semanticscholar.org/arxiv/1801.06126", "1801.06126"),
        ("https://export.arxiv.org/abs/math.GT/0309136v1", "math/0309136v1"),
        ("cond-mat/0010337、极值优化", "cond-mat/0010337"),
        ("arXiv:cs.CL/0212024", "cs/0212024"),
    ],
)
def test_an_identifier_ends_where_it_ends(text: str, found: str) -> None:
    assert [str(one) for one in in_text(text)] == [found]


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/files/1801.06126",
        "https://github.com/foo/arxiv-1709.10204",
        "https://arxiv.org.evil.org/abs/2112.03857",
        "https://user@arxiv.org/abs/2112.03857",
        "https://huggingface.co/models/2112.03857",
        "10.1145/1810.05474",
        "20.1810.05474",
        "1810.05474.1",
        "预算 1205.3000 元",
        "$1205.3000",
        "call 0812.3456 about it",
        "2024.0512 之前",
        "3.1415",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert in_text(text) == []


def test_papers_are_in_order_each_once_in_its_newest_version() -> None:
    text = "1706.03762 https://arxiv.org/abs/1810.04805 arXiv:1706.03762v5 (1706.03762v2)"
    assert [str(one) for one in in_text(text)] == ["1706.03762v5", "1810.04805"]


@pytest.mark.parametrize(
    "piece", ["https://arxiv.org/abs/", "arXiv:", "1706.", "a-b/", "https://a.", "(", "1706.03762/"]
)
def test_a_hostile_line_takes_no_time(piece: str) -> None:
    start = time.perf_counter()
    in_text(piece * 20_000)
    assert time.perf_counter() - start < 2
