"""Papers as CSL-JSON."""

from __future__ import annotations

import datetime

from pipeline.entry import csl
from pipeline.records import arxiv_id
from pipeline.records.exported import ExportedEntry, ExportedPaper

ENTRY = ExportedEntry(
    state="log",
    file="log.md",
    line=3,
    day=datetime.date(2024, 1, 6),
    month=datetime.date(2024, 1, 1),
    text="《T》\n",
)


def test_a_preprint_has_arxivs_number_and_the_entries_under_custom() -> None:
    paper = ExportedPaper(
        key="arXiv-2401.00001",
        title="T",
        aliases=("S: T",),
        authors=("Ada Lark",),
        arxiv_id=arxiv_id.parse("2401.00001v2"),
        categories=("cs.CL",),
        published=(2024, 1, 2),
        url="https://arxiv.org/abs/2401.00001v2",
        abstract="Short.",
        topic="NLP",
        entries=(ENTRY,),
    )
    assert csl.item(paper) == {
        "id": "arXiv-2401.00001",
        "type": "article",
        "title": "T",
        "author": [{"literal": "Ada Lark"}],
        "issued": {"date-parts": [[2024, 1, 2]]},
        "publisher": "arXiv",
        "number": "arXiv:2401.00001v2",
        "URL": "https://arxiv.org/abs/2401.00001v2",
        "abstract": "Short.",
        "custom": {
            "arxiv_id": "2401.00001v2",
            "categories": ["cs.CL"],
            "topic": "NLP",
            "aliases": ["S: T"],
            "entries": [
                {
                    "state": "log",
                    "file": "log.md",
                    "line": 3,
                    "day": "2024-01-06",
                    "month": "2024-01-01",
                    "text": "《T》\n",
                }
            ],
        },
    }


def test_a_paper_in_a_journal_is_an_article_of_it_and_what_is_not_known_is_left_out() -> None:
    made = csl.item(ExportedPaper(key="k", title="T", journal_ref="J 1 (2)", entries=(ENTRY,)))
    assert made["type"] == "article-journal"
    assert made["container-title"] == "J 1 (2)"
    assert set(made) == {"id", "type", "title", "container-title", "custom"}
