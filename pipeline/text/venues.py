"""Where a paper was published: by its journal reference, arXiv's comment, or its own notices.

A venue goes by its short name and year where it has one (ICLR 2015), else by what was said. What
was only submitted, or is under review, was not published.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText

SHORT_NAMES = """
    CVPR ICCV ECCV WACV BMVC NeurIPS NIPS ICML ICLR AISTATS UAI COLT AAAI IJCAI ACL EMNLP NAACL
    EACL AACL COLING TACL CoNLL KDD SIGIR WWW WSDM CIKM RecSys SIGMOD VLDB ICDE SIGGRAPH
    INTERSPEECH Interspeech ICASSP CHI UIST ICRA IROS CoRL RSS JMLR TMLR TPAMI TKDE IJCV Nature
    Science PNAS SOSP OSDI NSDI USENIX COLM""".split()
"""Venues that statements name without more."""
FULL_NAMES = {
    "NeurIPS": "Neural Information Processing Systems",
    "ICML": "International Conference on Machine Learning",
    "ICLR": "Conference on Learning Representations",
    "CVPR": "Computer Vision and Pattern Recognition",
    "ICCV": "International Conference on Computer Vision",
    "ECCV": "European Conference on Computer Vision",
    "EMNLP": "Empirical Methods in Natural Language Processing",
    "NAACL": "North American Chapter of the Association for Computational Linguistics",
    "EACL": "European Chapter of the Association for Computational Linguistics",
    "TACL": "Transactions of the Association for Computational Linguistics",
    "ACL": "Annual Meeting of the Association for Computational Linguistics",
    "COLING": "International Conference on Computational Linguistics",
    "KDD": "Knowledge Discovery and Data Mining",
    "SIGIR": "Research and Development in Information Retrieval",
    "CIKM": "Information and Knowledge Management",
    "WSDM": "Web Search and Data Mining",
    "RecSys": "Conference on Recommender Systems",
    "AAAI": "AAAI Conference on Artificial Intelligence",
    "IJCAI": "Joint Conference on Artificial Intelligence",
    "AISTATS": "Artificial Intelligence and Statistics",
    "UAI": "Uncertainty in Artificial Intelligence",
    "COLT": "Conference on Learning Theory",
    "ICASSP": "Acoustics, Speech and Signal Processing",
    "ICRA": "Conference on Robotics and Automation",
    "IROS": "Intelligent Robots and Systems",
    "JMLR": "Journal of Machine Learning Research",
    "TMLR": "Transactions on Machine Learning Research",
    "TPAMI": "Pattern Analysis and Machine Intelligence",
    "TKDE": "Transactions on Knowledge and Data Engineering",
    "IJCV": "International Journal of Computer Vision",
    "COLM": "Conference on Language Modeling",
}
"""Short names of venues that papers write in full."""

_NOT_PUBLISHED = re.compile(
    r"under (?:review|submission|consideration)|submitted|submission|in preparation|to be submitted"
    r"|preliminary version|earlier version|acronym|[’'`]XX\b|woodstock|make sure to enter|rejected",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:accept\w*|appear(?:s|ed|ing)?|published|presented|camera[- ]ready|proceedings|proc\."
    r"|oral|spotlight|poster|findings)\b",
    re.IGNORECASE,
)
_YEAR = r"(?:(?:19|20)\d\d|[’'`]\d\d|(?<=-)\d\d)"
_NAMES = "|".join(name for name in SHORT_NAMES if name not in ("Nature", "Science"))
"""Those that are no words of other names."""
_SHORT = re.compile(
    rf"\b(?P<name>(?:Findings of )?(?:{_NAMES}))(?![A-Za-z])[\s,(-]*(?P<year>{_YEAR}\b)?"
)
_LEADING_YEAR = re.compile(rf"\b(?P<year>(?:19|20)\d\d) (?P<name>{_NAMES})\b(?! ?[’'`\d])")
_WORKSHOP = re.compile(r"\bworkshop\b", re.IGNORECASE)
_ANY_SHORT = re.compile(rf"\b(?P<name>(?:[A-Z][a-z]*){{2,}}|[A-Z]{{3,}})[\s-]?(?P<year>{_YEAR})\b")
_BANNER = re.compile(
    r"^\W*(?P<name>[A-Z][A-Za-z]{2,9}(?: [A-Z]{2,6})?) ?[’'`](?P<year>\d\d)(?=[,.\s])"
)
"""The line that ACM's papers have: SIGIR ’23, July 23–27, 2023."""
_OPEN_ACCESS = re.compile(r"\bThis (?P<name>[A-Z]{3,6}) (?:\d{4} )?(?:workshop )?paper is the Open")
_AT = re.compile(
    r"\b(?:published|accepted|appear(?:s|ed|ing)?|presented)\s+(?:for \w+ |(?:as|for) (?:an? )?"
    r"(?:[\w-]+ ){0,4}?(?:paper|article|talk|poster) ?)?"
    r"(?:in|at|(?<!published )by|to|for|with)\s+(?:the\s+)?"
    r"(?:Proceedings of (?:the )?)?(?P<name>[A-Z“\"][^,;.()]{2,100})",
    re.IGNORECASE,
)
"""What a paper is published by is no venue but the publisher."""
_PUBLISHER = re.compile(
    r"(?:\b(?:press|publish(?:ing|ers)|ltd|inc|b\.?v|gmbh|verlag|elsevier|springer(?: nature)?"
    r"|wiley|[a-z]+rxiv|preprints?)|\.(?:org|com|net))\W*(?:on\b.*)?$",
    re.IGNORECASE,
)
"""How the name of a publisher ends, of its site or of a server of preprints; a date is behind it
where it was downloaded."""
_NAME_ENDS = re.compile(
    r"\s*(?:,|;|\(|\bin (?:19|20)\d\d|\bvol(?:ume|\.)|\bno\.|\bpp?\.|\bpages?\b|\d|\[).*$",
    re.IGNORECASE | re.DOTALL,
)
_A_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLAUSE = re.compile(r";\s+|(?<!\b[Vv]ol)(?<!\b[Nn]o)(?<!\bpp)(?<!\b[Pp]roc)\.\s+")
_LONGEST = 80
"""Characters of a venue's name at most."""
_MOST = 600
"""Characters of what is said that a venue is looked for in."""
_CENTURY, _SPLIT = 100, 60
"""Years of two digits from 60 on are of the last century."""
_PAGES = 3
"""Pages whose notices are looked at."""
_LOWER = frozenset("of the and for in on to a an de".split())
"""Words of a name in capitals that stay small."""

Source = Literal["journal_ref", "comment", "page"]


class Venue(NamedTuple):
    """A venue's name, its year where that is said (else 0), and where it is said.

    `source` is arXiv's field or "page", of which `page` is the number.
    """

    name: str
    year: int
    source: Source
    page: int = 0

    def __str__(self) -> str:
        said = not self.year or str(self.year) in self.name
        return self.name if said else f"{self.name} {self.year}"


def venue_of(paper: Paper, text: PaperText) -> Venue | None:
    """Give where a paper was published, None where nothing says so.

    arXiv's journal reference counts before its comment, and this before the paper's own notices.
    """
    if paper.journal_ref.strip():
        words = " ".join(paper.journal_ref.split())[:_MOST]
        return _known(words, "journal_ref") or Venue(words[:_LONGEST], _year(words), "journal_ref")
    for clause in _CLAUSE.split(" ".join(paper.comment.split())[:_MOST]):
        if found := _of_comment(clause):
            return found
    for notice in text.notices:
        if notice.page <= _PAGES and (found := _of_notice(notice.text[:_MOST], notice.page)):
            return found
    return None


def _of_comment(clause: str) -> Venue | None:
    if _NOT_PUBLISHED.search(clause):
        return None
    known = _known(clause, "comment")
    if known and (known.year or _PUBLISHED.search(clause)):
        return known
    short = _ANY_SHORT.search(clause)
    alone = short and short[0] in clause.strip(" .").split(", ")
    if short and (alone or _PUBLISHED.search(clause)):
        return Venue(short["name"], _full_year(short["year"]), "comment")
    return _said(clause, "comment")


def _of_notice(words: str, page: int) -> Venue | None:
    if _NOT_PUBLISHED.search(words) or words.startswith("arXiv:"):
        return None
    if banner := _BANNER.search(words):
        return Venue(banner["name"], _full_year(banner["year"]), "page", page)
    if access := _OPEN_ACCESS.search(words):
        return Venue(access["name"], _year(words), "page", page)
    known = _known(words, "page", page)
    if known and (known.year or _PUBLISHED.search(words)):
        return known
    return _said(words, "page", page)


def _known(words: str, source: Source, page: int = 0) -> Venue | None:
    """Give the venue of a short name in words, or of a full one."""
    kind = " Workshop" if _WORKSHOP.search(words) else ""
    if ahead := _LEADING_YEAR.search(words):
        return Venue(ahead["name"] + kind, int(ahead["year"]), source, page)
    if short := _SHORT.search(words):
        year = _full_year(short["year"] or "") or _year(words)
        return Venue(short["name"] + kind, year, source, page)
    for name, full in FULL_NAMES.items():
        if full.casefold() in words.casefold():
            return Venue(name + kind, _year(words), source, page)
    return None


def _said(words: str, source: Source, page: int = 0) -> Venue | None:
    """Give what is said to have published a paper."""
    said = _AT.search(words)
    if not said:
        return None
    name = _NAME_ENDS.sub("", said["name"]).strip(" “”\"'")[:_LONGEST]
    if name == name.upper() and " " in name:
        name = " ".join(w if w in _LOWER else w.capitalize() for w in name.lower().split())
    is_venue = name and not _PUBLISHER.search(name)
    return Venue(name, _year(words), source, page) if is_venue else None


def _year(words: str) -> int:
    found = _A_YEAR.search(words)
    return int(found[0]) if found else 0


def _full_year(said: str) -> int:
    digits = re.sub(r"\D", "", said)
    if not digits:
        return 0
    year = int(digits)
    if year >= _CENTURY:
        return year
    return 1900 + year if year >= _SPLIT else 2000 + year
