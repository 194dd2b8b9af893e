"""Which entries cite a paper, asked again and again, as a run over many papers does."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import pytest

from pipeline.commands.citing import KeptPapers, entries_that_cite
from pipeline.commands.log_memory import LogMemory
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.store.output_folder import Store
from tests.support.records import paper_text

KETTLES = "Kettles That Boil On Any Stove"
LOG = LogMemory(f"## 2024.2.3\n\n《{KETTLES}》\n\n1. 水壶\n")
WORDS = """a few-shot naïve reader of sparse graphs and long papers, with notes: how birds learn to sing in
    northern woods 图神经网络 推荐 系统 综述 α-divergence GPT-4 data sets""".split()
OFTEN = 12
"""More than the times after which a text's grams are told."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "output")


def keep(store: Store, *references: str, slug: str = "2402.00002v2", title: str = KETTLES) -> None:
    """Keep a paper with a list of references, as one that is accepted."""
    folder = store.folder(slug, "accepted")
    identifier, _, version = slug.rpartition("v")
    paper = Paper(
        arxiv_id=ArxivId(identifier, int(version)), title=title, published=datetime.date(2024, 2, 2)
    )
    folder.write(paper, "paper.json", "x")
    text = "\n".join((title, "Abstract", "We boil.", "1 Introduction", "Iron.", "References"))
    listed = "\n".join(f"[{n}] A. Lark. {one}. 2021." for n, one in enumerate(references, 1))
    folder.write(paper_text(f"{text}\n{listed}\n"), "text.json", "x")


def wanted(title: str, arxiv_id: ArxivId | None = None) -> Paper:
    return Paper(arxiv_id=arxiv_id, title=title, published=datetime.date(2023, 1, 2))


def asked(kept: KeptPapers, paper: Paper, log: LogMemory = LOG) -> list[frozenset[int]]:
    return [entries_that_cite(kept, paper, log, None) for _ in range(OFTEN)]


@pytest.mark.parametrize(
    ("reference", "cites"),
    [
        ("Sparrow: Small Models That Read Long Papers", True),
        ("Small models that\nread long pa-\npers", True),
        ("arXiv:2401.00001", True),
        ("Small Models That Write Long Papers", False),
        ("arXiv:2401.00010", False),
    ],
)
def test_the_same_is_told_however_often_it_is_asked(
    store: Store, reference: str, cites: bool
) -> None:
    keep(store, "Old stoves of the northern kitchens", reference)
    paper = wanted("Sparrow: Small Models That Read Long Papers", ArxivId("2401.00001", 2))
    assert set(asked(KeptPapers(store), paper)) == {frozenset({0} if cites else ())}


def test_no_title_is_lost_by_what_is_kept_of_a_text(store: Store) -> None:
    chosen = random.Random(7)
    made = {" ".join(chosen.sample(WORDS, chosen.randint(5, 12))) for _ in range(80)}
    keep(store, *sorted(made))
    kept = KeptPapers(store)
    asked(kept, wanted("Something Else That Nobody Has Written"))
    for title in sorted(made):
        assert entries_that_cite(kept, wanted(title), LOG, None) == {0}, title


def test_a_title_with_little_behind_its_colon_is_told_by_all_of_it(store: Store) -> None:
    keep(store, "Understanding Long Papers: AI")
    paper = wanted("Understanding Long Papers: AI")
    assert set(asked(KeptPapers(store), paper)) == {frozenset({0})}


def test_a_text_that_has_changed_is_looked_through_anew(store: Store) -> None:
    keep(store, "Old stoves of the northern kitchens")
    kept, paper = KeptPapers(store, look_again=0), wanted("Small Models That Read Long Papers")
    assert set(asked(kept, paper)) == {frozenset()}
    keep(store, paper.title)
    assert set(asked(kept, paper)) == {frozenset({0})}


def test_a_paper_that_comes_goes_or_is_another_is_seen(store: Store) -> None:
    kept, paper = KeptPapers(store, look_again=0), wanted("Small Models That Read Long Papers")
    assert set(asked(kept, paper)) == {frozenset()}
    keep(store, paper.title)
    assert set(asked(kept, paper)) == {frozenset({0})}
    keep(store, paper.title, title="Pots That Boil On No Stove")
    assert set(asked(kept, paper)) == {frozenset()}
    keep(store, paper.title)
    assert set(asked(kept, paper)) == {frozenset({0})}
    store.move("2402.00002v2", "accepted", "rejected")
    assert set(asked(kept, paper)) == {frozenset({0})}
    (store.folder("2402.00002v2", "rejected").path / "paper.json").unlink()
    assert set(asked(kept, paper)) == {frozenset()}


def test_damage_keeps_no_other_paper_from_being_looked_at(store: Store) -> None:
    title = "Small Models That Read Long Papers"
    keep(store, title)
    keep(store, title, slug="2402.00003v1", title="Pots That Boil On No Stove")
    log = LogMemory(
        f"## 2024.2.3\n\n《{KETTLES}》\n\n1. 水壶\n\n《Pots that boil on no stove》\n\n1. 锅\n"
    )
    assert set(asked(KeptPapers(store), wanted(title), log)) == {frozenset({0, 1})}
    (store.folder("2402.00002v2", "accepted").path / "text.json").write_bytes(b'{"content": {')
    assert set(asked(KeptPapers(store), wanted(title), log)) == {frozenset({1})}


def test_a_papers_own_entry_cites_nothing(store: Store) -> None:
    keep(store, "Small Models That Read Long Papers")
    kept, paper = KeptPapers(store), wanted("Small Models That Read Long Papers")
    assert entries_that_cite(kept, paper, LOG, None) == {0}
    assert entries_that_cite(kept, paper, LOG, 0) == frozenset()
