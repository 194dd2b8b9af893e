"""Which paper an entry says that it is of."""

from __future__ import annotations

import pytest

from pipeline.log import reading_log
from pipeline.log.memory import remembered
from pipeline.log.named_paper import NamedPaper, named_paper, title_of


def named(entry: str) -> NamedPaper:
    (one,) = remembered(reading_log.read(f"## 2024.1.6\n\n{entry}"))
    return named_paper(one)


@pytest.mark.parametrize(
    ("entry", "identifier"),
    [
        ("1. <u>CoCa: Captioners.</u> [[PDF]](https://arxiv.org/pdf/2205.01917.pdf)\n", "2205.01917"),
        ("[Attention Is All You Need](https://arxiv.org/abs/1706.03762v5) NIPS\n\n好\n", "1706.03762v5"),
        ("《GLIP》 arXiv:2112.03857\n\n要点\n", "2112.03857"),
        ("《GLIP》\n\n<!-- arXiv:2112.03857v2 -->\n\n1. 与 2103.00020 不同\n", "2112.03857v2"),
        ("《GLIP》\n\n论文地址：https://arxiv.org/abs/2112.03857\n\n1. 好\n", "2112.03857"),
        ("[GLIP: Pre-training](https://arxiv.org/abs/2112.03857)\n<!-- arXiv:2112.03857v2 -->\n", "2112.03857v2"),
        ("《GLIP》\n\n比 https://arxiv.org/abs/2103.00020 更进一步的一篇文章，值得一读，要点如下\n", None),
        ("《GLIP》\n\n- Liunian Harold Li et al.\n- **Paper**: https://arxiv.org/abs/2112.03857\n", "2112.03857"),
        ("《GLIP》\n\n微软\n论文链接：https://arxiv.org/pdf/2112.03857\n代码：https://github.com/a/b\n", "2112.03857"),
        ("《GLIP》\n\n- UCLA\n- [PDF](https://arxiv.org/pdf/2112.03857)\n", "2112.03857"),
        ("《GLIP》\n\n微软\n相关论文：https://arxiv.org/abs/2103.00020\n", None),
        ("《GLIP》\n\n" + "1. 好\n" * 9 + "PDF: https://arxiv.org/abs/2103.00020\n", None),
        ("《GLIP》\n\n1. 好\n\nhttps://arxiv.org/abs/2103.00020\n", None),
        ("《A Comment on 2103.00020》\n\n1. 好\n", None),
        ("《GLIP》 [a](https://arxiv.org/abs/2112.03857) [b](https://arxiv.org/abs/2103.00020)\n", None),
        ("《GLIP》\n", None),
    ],
)  # fmt: skip
def test_it_is_told_by_the_title_the_mark_or_the_line_below(
    entry: str, identifier: str | None
) -> None:
    found = named(entry).arxiv_id
    assert (str(found) if found else None) == identifier


def test_a_link_elsewhere_is_its_address_and_a_doi_its_doi() -> None:
    found = named(
        "[Salient Information Modeling](https://www.aclweb.org/anthology/P19-1205.pdf) ACL\n"
    )
    assert found == NamedPaper(None, "", "https://www.aclweb.org/anthology/P19-1205.pdf")
    found = named("[Small Birds That Sing](https://doi.org/10.1000/182)\n")
    assert (found.doi, found.url) == ("10.1000/182", "https://doi.org/10.1000/182")


@pytest.mark.parametrize(
    ("entry", "title"),
    [
        ("《GLIP》 arXiv:2112.03857\n", "GLIP"),
        ("《读《红楼梦》有感的文章》\n", "读《红楼梦》有感的文章"),
        ("### A Paper of Small Birds [pdf](https://arxiv.org/pdf/2112.03857) [code](https://b.c)\n", "A Paper of Small Birds"),
        ("### A Paper of Small Birds https://arxiv.org/abs/2112.03857\n", "A Paper of Small Birds"),
    ],
)  # fmt: skip
def test_what_stands_behind_a_title_is_not_its(entry: str, title: str) -> None:
    (one,) = remembered(reading_log.read(f"## 2024.1.6\n\n{entry}"))
    assert title_of(one) == title
