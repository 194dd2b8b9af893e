"""Whose work something is, and whose words."""

from __future__ import annotations

import pytest

from tests.support.checked import found

PAGE = (
    "Lark [39] introduced the folded letter. The canonical tool is the letter opener."
    " Finch (Wren et al., 2019) reads pages. We propose Robin, a reader of envelopes."
    " Robin [3] has a second envelope. We use the folded Wren optimizer [7] for all of it."
    " Our envelope readers beat all of them with Adam [9]. However, Robin cannot read the Russian letters of a library."
)
QUOTED = {
    "lark": "Lark [39] introduced the folded letter.",
    "tool": "The canonical tool is the letter opener.",
    "finch": "Finch (Wren et al., 2019) reads pages.",
    "robin": "Robin [3] has a second envelope.",
    "wren": "We use the folded Wren optimizer [7] for all of it.",
    "later": "Our envelope readers beat all of them with Adam [9].",
    "limit": "However, Robin cannot read the Russian letters of a library.",
}


@pytest.mark.parametrize(
    ("quote", "said", "words"),
    [
        ("lark", "本文首次提出了 folded letter", ["本文首次提出了 folded letter"]),
        ("lark", "Lark 提出了 folded letter", []),
        ("lark", "folded letter 并非本文首创", []),
        ("lark", "The folded letter is not introduced in this paper.", []),
        ("lark", "本文采用 Lark 提出的 folded letter", []),
        ("tool", "letter opener 由本文提出", ["由本文提出"]),
        ("finch", "Reading pages is a contribution of Robin.", ["is a contribution of Robin"]),
        ("finch", "Reading pages is a contribution of Finch.", []),
        ("finch", "Finch pages are introduced in this paper.", ["introduced in this paper"]),
        ("finch", "The authors propose pages of Finch.", ["The authors propose pages of Finch"]),
        ("robin", "本文提出 Robin，有两个 envelope", []),  # a sentence says so
        ("wren", "作者发明了 Wren optimizer", ["作者发明了 Wren optimizer"]),
        ("wren", "本文采用 Wren optimizer", []),
        ("wren", "folded optimizer 是本文的首创", ["是本文的首创"]),
        ("later", "作者提出了 envelope readers", []),  # ours, though something is cited
        ("wren", "Wren optimizer 由本文作者自行设计并首次提出", ["由本文作者自行设计"]),
        ("wren", "Wren optimizer 是本文提出的", ["是本文提出的"]),
        ("robin", "本文提出了一种方法", []),  # nothing to look up
    ],
)
def test_what_is_cited_is_not_this_papers(quote: str, said: str, words: list[str]) -> None:
    told = found(said, PAGE, quote=QUOTED[quote])
    assert [one.words for one in told if one.kind == "credit"] == words


@pytest.mark.parametrize(
    ("quote", "said", "is_told"),
    [
        ("limit", "作者承认 Robin 读不了图书馆的俄语信件", False),
        ("limit", "作者承认 Robin 对噪声和光照不稳定", True),
        ("limit", "The authors admit that Robin cannot read Russian letters.", False),
        ("limit", "The authors admit that Robin needs expensive cameras.", True),
        ("limit", "The authors say that Robin needs two cameras.", False),
        ("lark", "作者指出 Robin 无法读俄语 letters", False),  # said elsewhere
        ("lark", "作者指出 Robin 无法处理噪声和遮挡", True),
        ("lark", "作者指出 Robin 很快，噪声小，遮挡少", False),  # no limit
        ("lark", "Robin 无法处理噪声和遮挡", False),  # the drafter's own words
        ("lark", "作者承认效果不佳", False),  # nothing to look up
        ("lark", "The main limitation named by the authors is the cost of cameras.", True),
        ("lark", "According to the authors, the main limitation is the noise of cameras.", True),
        ("limit", "A limitation that the paper mentions: Russian letters of a library.", False),
    ],
)
def test_a_limit_that_the_authors_admit_is_said_in_the_paper(
    quote: str, said: str, is_told: bool
) -> None:
    told = found(said, PAGE, quote=QUOTED[quote])
    assert any(one.kind == "credit" for one in told) is is_told


THEIRS = {
    "wren": "Wren et al. (2019) report that letters are folded twice.",
    "caruana": "Finch and his collaborators [1] have shown that letters fold, and we follow them.",
    "by": "A proof for letters was first provided by Robin [Rob88].",
    "ours": "Our readers show that letters are folded twice (Wren et al., 2019).",
}


@pytest.mark.parametrize(
    ("quote", "said", "is_told"),
    [
        ("wren", "作者调查发现 letters 会折叠两次", True),
        ("wren", "That letters are folded twice is a finding of this paper.", True),
        ("caruana", "That letters fold is shown for the first time in this paper.", True),
        ("ours", "That letters are folded twice is a finding of this paper.", False),
        ("wren", "作者引用 Wren 等人：letters 会折叠两次", False),
        ("wren", "作者指出 letters 会折叠两次", False),  # they may cite it
        ("wren", "letters 会折叠两次", False),
        ("caruana", "This paper is the first to show that letters fold.", True),
        ("caruana", "Finch was the first to show it, and this paper shows more.", False),
        ("by", "letters 的证明是本文作者首次给出的", True),
        ("ours", "作者展示了 letters 会折叠两次", False),
    ],
)
def test_what_a_cited_work_does_its_authors_do(quote: str, said: str, is_told: bool) -> None:
    told = found(said, THEIRS[quote], quote=THEIRS[quote])
    assert bool([one for one in told if one.kind == "credit"]) == is_told
