"""Where a paper says that it was published."""

from __future__ import annotations

import pytest

from pipeline.records.paper import Paper
from pipeline.records.paper_text import Notice, PaperText
from pipeline.text.venues import venue_of


def found(
    *, journal: str = "", comment: str = "", notices: tuple[str, ...] = ()
) -> tuple[str, str] | None:
    """Give the venue and its source of a paper with this record and these notices of page 1."""
    paper = Paper(arxiv_id=None, title="T", journal_ref=journal, comment=comment)
    told = tuple(Notice(page=1, text=text) for text in notices)
    venue = venue_of(paper, PaperText(text="", pages=(), sections=(), notices=told))
    return (str(venue), venue.source) if venue else None


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("Accepted at ICLR 2024; 12 pages", "ICLR 2024"),
        ("12 pages, to appear in TMLR. Code is there", "TMLR"),
        ("EMNLP 2014", "EMNLP 2014"),
        ("NAACL2018, 4 pages", "NAACL 2018"),
        ("Accepted to AAAI-19", "AAAI 2019"),
        ("published at 2018 NAACL", "NAACL 2018"),
        ("Accepted by ASRU 2017", "ASRU 2017"),
        ("9 pages. KidRec 2017", "KidRec 2017"),
        ("2018 NeurIPS Workshop on Birds", "NeurIPS Workshop 2018"),
        ("Accepted for publication in Pattern Recognition", "Pattern Recognition"),
        ("Published in the Journal of Birds, vol. 3 (2019)", "Journal of Birds 2019"),
        ("To appear in the Proceedings of the Congress of Birds, 1994", "Congress of Birds 1994"),
        ("Neural Information Processing Systems (NeurIPS) 2018", "NeurIPS 2018"),
    ],
)
def test_a_comment_names_the_venue_with_its_year(comment: str, venue: str) -> None:
    assert found(comment=comment) == (venue, "comment")


@pytest.mark.parametrize(
    "comment",
    [
        "", "12 pages, 3 figures", "not unaccepted", "Submitted to ICLR 2015", "Under review at CVPR 2023",
        "Published", "We use the data of ICLR papers", "a preliminary version appeared in FOCS 1994",
    ],
)  # fmt: skip
def test_what_is_no_publication_is_none(comment: str) -> None:
    assert found(comment=comment) is None


@pytest.mark.parametrize(
    ("notice", "venue"),
    [
        ("Published as a conference paper at ICLR 2015", "ICLR 2015"),
        ("31st Conference on Neural Information Processing Systems (NIPS 2017), Long Beach", "NIPS 2017"),
        ("Proceedings of the 37th International Conference on Machine Learning, Vienna, PMLR 119, 2020", "ICML 2020"),
        ("Proceedings of the 2020 Conference on Empirical Methods in Natural Language Processing, pages 1–9", "EMNLP 2020"),
        ("SIGIR ’23, July 23–27, 2023, Taipei", "SIGIR 2023"),
        ("STOC’98, May 5, Dallas", "STOC 1998"),
        ("This CVPR paper is the Open Access version", "CVPR"),
        ("To appear in Philosophical Birds A in 2016", "Philosophical Birds A 2016"),
        ("Accepted by the Journal of Birds, 2016", "Journal of Birds 2016"),
        ("APPEARED IN BULLETIN OF THE SOCIETY OF BIRDS Volume 30, April 1994", "Bulletin of the Society of Birds 1994"),
        ("Published in Transactions on Machine Learning Research (05/2023)", "TMLR 2023"),
    ],
)  # fmt: skip
def test_a_notice_of_the_paper_names_the_venue(notice: str, venue: str) -> None:
    assert found(comment="12 pages", notices=("arXiv:1 [cs.CL] 1 Jan 2023", notice)) == (
        venue,
        "page",
    )


@pytest.mark.parametrize(
    "notice",
    [
        "Preprint. Under review.", "Under review as a conference paper at ICLR 2024",
        "Conference acronym ’XX, June 03–05, 2018, Woodstock, NY", "Submitted to Physical Birds Letters",
        "∗A preliminary version of this paper appeared in the Proceedings of the 35th FOCS",
        "© 2023 Copyright held by the owner/author(s).", "Lark et al.",
        "Published by Cold Spring Harbor Laboratory Press for the RNA Society",
        "Cold Spring Harbor Laboratory Press on May 4, 2023 - Published by rnajournal.cshlp.org Downloaded from",
        "Published by Elsevier B.V. This is an open access article", "Published by the Society of Birds",
        "To appear with Cambridge University Press", "Published in bioRxiv", "Published for SISSA by Springer",
    ],
)  # fmt: skip
def test_a_notice_of_something_else_names_none(notice: str) -> None:
    assert found(notices=(notice,)) is None


def test_the_journal_reference_counts_before_the_comment_and_this_before_a_notice() -> None:
    notices = ("Published as a conference paper at ICLR 2015",)
    assert found(journal="Phys. Birds D 108 (2023)", comment="CVPR 2022", notices=notices) == (
        "Phys. Birds D 108 (2023)", "journal_ref",
    )  # fmt: skip
    assert found(journal="Proc. CVPR 2022, pp. 1-9") == ("CVPR 2022", "journal_ref")
    assert found(comment="CVPR 2022", notices=notices) == ("CVPR 2022", "comment")
