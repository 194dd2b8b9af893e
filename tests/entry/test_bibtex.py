"""Papers as BibTeX, read back by a parser of others."""

from __future__ import annotations

from pybtex.database import BibliographyData, parse_string

from pipeline.entry.bibtex import bibtex
from pipeline.records import arxiv_id
from pipeline.records.exported import ExportedEntry, ExportedPaper

ENTRY = ExportedEntry(state="log", file="log.md", line=3, day=None, month=None, text="《T》\n")
WHOLE = ExportedPaper(
    key="arXiv-hep-th_9711200",
    title="The Large N Limit of Superconformal Field Theories and Supergravity",
    authors=("Juan M. Maldacena",),
    arxiv_id=arxiv_id.parse("hep-th/9711200v3"),
    categories=("hep-th",),
    published=(1997, 11, 27),
    doi="10.1023/A:1026654312961",
    journal_ref="Adv. Theor. Math. Phys. 2:231-252, 1998 & more",
    url="https://arxiv.org/abs/hep-th/9711200v3",
    entries=(ENTRY,),
)


def read_back(*papers: ExportedPaper) -> BibliographyData:
    return parse_string(bibtex(papers), "bibtex")


def test_what_the_record_has_stands_in_arxivs_own_fields() -> None:
    entry = read_back(WHOLE).entries["arXiv-hep-th_9711200"]
    assert entry.type == "article"
    assert dict(entry.fields) == {
        "title": "The Large {N} Limit of Superconformal Field Theories and Supergravity",
        "journal": r"Adv. Theor. Math. Phys. 2:231-252, 1998 \& more",
        "year": "1997",
        "month": "November",
        "eprint": "hep-th/9711200v3",
        "archivePrefix": "arXiv",
        "primaryClass": "hep-th",
        "doi": "10.1023/A:1026654312961",
        "url": "https://arxiv.org/abs/hep-th/9711200v3",
    }
    (author,) = entry.persons["author"]
    assert author.last_names == ["Maldacena"]


def test_what_is_not_known_is_no_field() -> None:
    entry = read_back(ExportedPaper(key="k", title="《猫》", entries=(ENTRY,))).entries["k"]
    assert entry.type == "misc"
    assert dict(entry.fields) == {"title": "《猫》"}


def test_each_author_is_read_as_one_whatever_the_name() -> None:
    names = ("José María García", "The Lark and Wren Team", "Ada Lark, Jr.", "others", "李明")
    paper = WHOLE.model_copy(update={"authors": names})
    authors = read_back(paper).entries[WHOLE.key].persons["author"]
    assert len(authors) == len(names)
    assert authors[0].last_names == ["García"]
    assert str(authors[1]) == "{The Lark and Wren Team}"


def test_hostile_records_break_out_of_no_field() -> None:
    hostile = 'x}, evil = {1}} @misc{y, title={"%\\input{/etc/passwd}\x1b[31m'
    paper = WHOLE.model_copy(
        update={
            "title": hostile, "authors": (hostile,), "journal_ref": hostile, "doi": hostile,
            "url": hostile, "categories": (hostile,),
        }
    )  # fmt: skip
    found = read_back(paper, WHOLE.model_copy(update={"key": "other"}))
    assert list(found.entries) == [WHOLE.key, "other"]
    fields = found.entries[WHOLE.key].fields
    assert set(fields) == {
        "title",
        "journal",
        "year",
        "month",
        "eprint",
        "archivePrefix",
        "doi",
        "url",
    }
    assert not any("\\input" in value or "\x1b" in value for value in fields.values())
