"""The lead's month and affiliations, and venues."""

from __future__ import annotations

import datetime

import pytest

from pipeline.check.claims import check, check_words
from pipeline.records.paper_text import Notice
from pipeline.records.statement import Statement
from pipeline.text.affiliations import read_aliases
from tests.support.checked import TEXT
from tests.support.records import PAPER, draft, paper_text


@pytest.mark.parametrize("month", ["2024.3", "2024-03", "2024年3月", "March 2024", "2024.1"])
def test_a_month_of_arxivs_dates_is_fine_in_any_form(month: str) -> None:
    assert check(draft(month=month), PAPER, TEXT).doubts == 0


def test_the_month_of_the_papers_own_stamp_is_fine() -> None:
    stamped = TEXT.model_copy(update={"stamp": "arXiv:2401.00001v5 [cs.CL] 20 Nov 2025"})
    marks = [check(draft(month=month), PAPER, stamped).doubts for month in ("2025.11", "2025.10")]
    assert marks == [0, 1]


def test_a_pdf_from_disk_has_the_month_of_version_1_by_its_stamped_identifier() -> None:
    text = TEXT.model_copy(update={"stamp": "arXiv:2008.13535v2 [cs.LG] 20 Oct 2020"})
    paper = PAPER.model_copy(
        update={"arxiv_id": None, "published": None, "updated": datetime.datetime(2020, 10, 20)}
    )
    marks = [check(draft(month=m), paper, text).doubts for m in ("2020.8", "2020.10", "2020.9")]
    assert marks == [0, 0, 1]


@pytest.mark.parametrize("month", ["2023.3", "2024.13", "", "soon"])
def test_another_month_is_marked(month: str) -> None:
    findings = check(draft(month=month), PAPER, TEXT).findings
    assert [(f.kind, f.nearest) for f in findings] == [("month", "2024.3")]


@pytest.mark.parametrize(
    ("affiliation", "page", "fine"),
    [
        ("University of Northwick", "University of Northwick", True),
        ("Northwick", "University of Northwick", True),
        ("UCLA", "University of California, Los Angeles", True),
        ("FAIR", "Facebook AI Research", True),
        ("MIT", "University of Northwick", False),
        ("Google", "University of Northwick", False),
    ],
)
def test_an_affiliation_is_on_page_one_by_its_words_or_its_initials(
    affiliation: str, page: str, fine: bool
) -> None:
    text = paper_text(
        f"A Title\nAda Lark\n{page}\nAbstract\nWe propose Sparrow, a method that reads a paper section by section, on LongRead",
        "Google is here",
    )
    assert (check(draft(affiliations=(affiliation,)), PAPER, text).doubts == 0) == fine


@pytest.mark.parametrize(
    ("last", "fine"),
    [
        ("University of Northwick, Wren E-mail address: a@b.cd", True),
        ("Wren E-mail address: ada@philipps.uni-marburg.de", False),
        ("We thank the University of Northwick.", False),
        ("[3] A. Lark (a@b.cd), University of Northwick", False),
    ],
)
def test_an_affiliation_may_be_in_the_authors_addresses_at_the_end(last: str, fine: bool) -> None:
    text = paper_text(
        "A Title\nAda Lark\nAbstract\nWe propose Sparrow, a method that reads a paper section by section, on LongRead.\nReferences\n",
        last,
    )
    report = check(draft(affiliations=("University of Northwick",)), PAPER, text)
    assert (report.doubts == 0) == fine


def test_an_affiliation_may_be_told_by_the_domain_of_an_e_mail_address() -> None:
    text = paper_text(
        "A Title\nAda Lark\nada@mathematik.uni-marburg.de\nAbstract\nWe propose Sparrow, a method that reads a paper section by section, on LongRead",
    )
    named = {
        name: check(draft(affiliations=(name,)), PAPER, text).doubts
        for name in ("Philipps-Universität Marburg", "Heron University")
    }
    assert named == {"Philipps-Universität Marburg": 0, "Heron University": 1}


def test_without_a_date_of_arxivs_no_month_is_wrong() -> None:
    paper = PAPER.model_copy(update={"published": None, "updated": None})
    assert check(draft(month="1999.1"), paper, TEXT).doubts == 0


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ("论文于 2024 年 1 月放上 arXiv", []),
        ("论文于 2024 年 2 月放上 arXiv", []),  # between two versions
        ("论文于 2023 年 1 月放上 arXiv", ["2023 年 1 月"]),
        ("The paper was posted on arXiv in January 2024", []),
        ("The paper was posted on arXiv in June 2024", ["June 2024"]),
        ("数据收集到 2023 年 1 月为止", []),
    ],
)
def test_a_point_says_when_the_paper_was_put_on_arxiv(said: str, months: list[str]) -> None:
    findings = check(draft(said), PAPER, TEXT).findings
    found = [f.words for f in findings if f.where == "point 1" and f.kind in ("month", "number")]
    wanted = ["2023 年 1 月"] if said.startswith("数据") else months
    assert [f for f in found if f in ("2024", "1", *wanted)] == months


# ── venues ──


def venues(said: str, *, comment: str = "", journal: str = "", page: str = "") -> list[str]:
    """Give the venues of a point that are marked."""
    paper = PAPER.model_copy(update={"comment": comment, "journal_ref": journal})
    text = paper_text(f"{page}\nAbstract\nWe have it in this paper.", "On CVPR 2019 of page 2.")
    report = check(draft(said, ("We have it in this paper", 1)), paper, text)
    return [finding.words for finding in report.findings if finding.kind == "venue"][:1]


@pytest.mark.parametrize(
    ("said", "where", "told"),
    [
        ("发表于 CVPR 2022", {"comment": "Accepted at CVPR 2022"}, []),
        ("发表于 CVPR 2022", {"comment": "CVPR'22"}, []),
        ("发表于 CVPR 2022", {"journal": "Proc. CVPR 2022"}, []),
        ("发表于 CVPR 2022", {"page": "Published at CVPR 2022"}, []),
        ("发表于 CVPR", {"comment": "to appear in cvpr"}, []),
        ("发表于 CVPR 2022", {"comment": "Accepted at CVPR 2021"}, ["CVPR 2022"]),
        ("发表于 CVPR 2022", {"comment": "Accepted at ICCV 2022"}, ["CVPR 2022"]),
        ("发表于 CVPR 2022", {}, ["CVPR 2022"]),
        ("发表于 CVPR 2019", {}, ["CVPR 2019"]),  # page 2 has it
        ("发表于 CVPR 2022", {"comment": "12 pages", "page": "CVPR 2022"}, ["CVPR 2022"]),
        (
            "发表于 CVPR 2022",
            {"page": "Conference on Computer Vision and Pattern Recognition 2022"},
            [],
        ),
        ("accepted by NeurIPS", {}, ["NeurIPS"]),
        ("比 CVPR 2022 的方法好", {}, []),  # does not say that this paper was there
    ],
)
def test_a_venue_is_in_arxivs_record_or_on_page_one(
    said: str, where: dict[str, str], told: list[str]
) -> None:
    assert venues(said, **where) == told


def test_a_venue_may_be_in_the_papers_notices() -> None:
    text = paper_text("Abstract\nWe have it in this paper.")
    head = Notice(page=2, text="Published as a conference paper at CVPR 2022")
    said = draft("发表于 CVPR 2022", ("We have it in this paper", 1))
    assert check(said, PAPER, text).doubts == 3
    noticed = text.model_copy(update={"notices": (head,)})
    assert check(said, PAPER, noticed).doubts == 0
    # a comment that names no venue leaves the year to the notice
    other = PAPER.model_copy(update={"comment": "12 pages"})
    assert check(said, other, noticed).doubts == 0
    wrong = draft("发表于 CVPR 2021", ("We have it in this paper", 1))
    assert {f.words for f in check(wrong, other, noticed).findings} == {"CVPR 2021"}


def test_a_lead_names_a_venue_without_saying_that_it_was_published_there() -> None:
    made = draft("好", ("We have it in this paper", 1))
    made = made.model_copy(
        update={"lead": made.lead.model_copy(update={"about": "CVPR 2022，读论文"})}
    )
    text = paper_text("Abstract\nWe have it in this paper.")
    (finding,) = check(made, PAPER, text).findings
    assert (finding.where, finding.kind, finding.words) == ("lead", "venue", "CVPR 2022")
    assert finding.message == ("CVPR 2022 is neither in arXiv's record of the paper nor on page 1")


def test_a_false_venue_is_told_with_what_arxiv_says_and_neither_as_a_name_nor_a_number() -> None:
    paper = PAPER.model_copy(update={"comment": "Accepted at ICCV 2021"})
    text = paper_text("Abstract\nWe have it in this paper.")
    report = check(draft("发表于 CVPR 2022", ("We have it in this paper", 1)), paper, text)
    findings = [finding for finding in report.findings if finding.where == "point 1"]
    assert [(f.kind, f.nearest) for f in findings] == [("venue", "Accepted at ICCV 2021")]


def test_a_month_that_is_missing_is_said_to_be() -> None:
    (finding,) = check(draft(month=""), PAPER, TEXT).findings
    assert finding.words == "no month"


FRONT = "A Title\nAda Lark\nTsinghua University, Kuaishou Inc\nAbstract\nWe read letters."


@pytest.mark.parametrize(
    ("where", "said", "words"),
    [
        ("lead", "清华大学和快手的一篇文章", []),
        ("lead", "北京大学和快手的一篇文章", ["北京大学"]),
        ("lead", "快手的一篇文章，超过阿里巴巴", []),  # not said of the authors
        ("point 1", "作者来自清华大学", []),
        ("point 1", "作者来自北京大学", ["北京大学"]),
        ("point 1", "数据由北京大学提供", []),
        ("lead", "东北大学的一篇文章", []),  # not in the table, and no 北大
    ],
)
def test_chinese_affiliations_of_an_edited_entry_are_on_page_one(
    where: str, said: str, words: list[str]
) -> None:
    table = read_aliases(
        "Tsinghua University\t清华大学", "Kuaishou\t快手", "Alibaba\t阿里巴巴",
        "Peking University\t北京大学\t北大",
    )  # fmt: skip
    told = check_words([Statement(where, said)], PAPER, paper_text(FRONT), table)
    assert [one.words for one in told if one.kind == "affiliation"] == words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Tsinghua、Kuaishou的一篇文章，研究 letters", []),
        ("Google、Kuaishou的一篇文章，研究 letters", ["Google"]),
        ("Tsinghua University 和 MIT 联合提出的一篇综述", ["MIT"]),
        ("Ada Lark的一篇文章", []),
        ("Lark 的后续，很好", []),  # no affiliation
        ("Tsinghua University, Peking University, paper: about letters", ["Peking University"]),
        ("Great reading, Google, paper: about letters", ["Google"]),
        ("Great reading, paper: about Google", []),
    ],
)
def test_affiliations_in_latin_letters_of_an_edited_lead_are_on_page_one(
    said: str, words: list[str]
) -> None:
    table = read_aliases("Tsinghua University\t清华大学\tTsinghua", "Google\t谷歌", "MIT\t麻省理工")
    paper = PAPER.model_copy(update={"authors": ("Ada Lark",)})
    told = check_words([Statement("lead", said)], paper, paper_text(FRONT), table)
    assert [one.words for one in told if one.kind == "affiliation"] == words
    assert not {one.words for one in told if one.kind == "name"} & set(words)


def test_better_than_a_venue_is_not_published_there() -> None:
    told = check_words([Statement("point 1", "优于 CVPR 2022")], PAPER, paper_text(FRONT))
    assert [one.kind for one in told if one.kind == "venue"] == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("The paper was submitted to Letters of Birds B.", ["Letters of Birds B"]),
        ("The paper was submitted to Physical Review of Birds.", []),
        ("本文投稿至 Letters of Birds B。", ["Letters of Birds B"]),
        ("Their data were published in Letters of Birds B.", []),
    ],
)
def test_a_journal_that_a_notice_contradicts_is_marked(said: str, words: list[str]) -> None:
    notice = Notice(page=1, text="Submitted to Physical Review of Birds")
    text = TEXT.model_copy(update={"notices": (notice,)})
    bare = PAPER.model_copy(update={"journal_ref": "", "comment": ""})
    findings = check(draft(said), bare, text).findings
    assert {one.words for one in findings if one.kind == "venue"} == set(words)
