"""What a picked sentence stands under in an entry, by its verbs where they tell.

Where in an abstract a sentence stands says what is likely; "we find" below a method, or "the corpus
contains 10,000 problems" below what is new, say otherwise.
"""

from __future__ import annotations

import re

from pipeline.draft.sentence_roles import Role, is_compared, is_measured, is_news

_SAY = r"(?:also |then |further |first |finally |[a-z]+ly )*"
_FOUND = re.compile(
    rf"(?:[^.;]{{1,100}}, )?(?:(?:but|and|so) )?(?:we|I) {_SAY}(?:have )?{_SAY}"
    r"(?:find|found|show(?:ed|n)?|observed?|prove[dn]?|demonstrated?|achieved?|obtain(?:ed)? that"
    r"|conclude)\b(?! how\b)"
    rf"|(?:we|I) {_SAY}(?:provide|report|give) (?:[\w-]+ ){{0,3}}results\b"
    r"|[^.;]{1,100} (?:takes?|runs?|requires?|needs?) [^.;]{0,30}(?:polynomial|linear|exponential"
    r"|logarithmic|quadratic)\b"
    rf"|It is (?:{_SAY})?(?:shown|proved|proven|found|demonstrated)\b"
    r"|(?:Our|The|These) (?:[\w-]+ ){0,2}(?:results?|findings|experiments?|analys[ei]s|work)"
    rf" {_SAY}(?:show|impl|indicat|suggest|demonstrat|reveal)\w*"
    r"|[^.;]{1,160},? and (?:find|show|demonstrate|observe|found)\b"
    rf"|Our (?:[\w-]+ ){{0,2}}{_SAY}(?:improves?|reduces?|speeds? up|accelerates?|achieves?"
    r"|increases?)\b"
    r"|[^.;]{1,200}\b(?:outperforms?|surpass(?:es)?|overcomes?|secured|won)\b",
    re.IGNORECASE,
)
"""How a sentence begins that says what came out."""
_MADE = r"(?:propose|introduce|present|develop|create|design|describe)(?:e?d)?"
_NEW = re.compile(
    rf"(?:[^.;]{{1,160}}, |[^.;]{{1,160}} and )?(?:(?:we|I) )?{_SAY}{_MADE} (?:an? |two |the )?"
    r"(?:[\w-]+,? ){0,2}?(?:new|novel|version|extension)\b"
    rf"|We {_SAY}(?:extend|generali[sz]e)\b",
    re.IGNORECASE,
)
"""How a sentence says that something new was made."""
_DATA = re.compile(
    rf"(?:[^.;]{{1,160}}, )?we {_SAY}(?:{_MADE}|generate|collect|construct|build|curate|gather"
    r"|release|annotate|crawl|compile)d? (?:an? |the |our |two |[\w-]+, )?"
    r"(?:(?!of\b|for\b|that\b)[\w-]+,? ){0,5}?"
    r"\(?(?:data ?sets?|corpus|corpora|benchmarks?|test ?beds?|test sets?)\b"
    rf"|(?:[^.;]{{1,160}}, )?we {_SAY}{_MADE} [\w-]+, an? (?:[\w-]+,? (?:and )?){{0,4}}"
    r"(?:data ?set|corpus|benchmark|test ?bed)\b"
    r"|[^.;,]{1,60}\b(?:contains?|includes?|comprises?|covers?|consists? of|covering)\b[^.;]{0,40}"
    r"(?<![\w.-])\d[\d,]*[kKM]? (?:[\w-]+ ){0,3}(?:problems|examples|tasks|languages|questions"
    r"|images|documents|sentences|pairs|samples|hours|items|users|data ?sets|articles"
    r"|conversations)\b",
    re.IGNORECASE,
)
"""How a sentence says what data were made, and how much is in them."""
_HOW = re.compile(
    rf"(?:Specifically|Concretely|In particular),|(?:We )?(?:first|then|next)\b"
    rf"|(?:[^.;]{{1,100}}, )?we {_SAY}(?:use|employ|utili[sz]e|adopt|train|pre-?train|fine-?tune"
    r"|mask|initiali[sz]e|optimi[sz]e|apply|incorporate|combine|motivate|freeze|replace|encode"
    r"|tokeni[sz]e|sample|align|model|formulate|represent|compute|estimate|include)\b"
    r"|(?:[^.;]{1,100}, )?we address [^.;]{1,80} by \w+ing\b"
    r"|[^.;,]{1,80}? (?:consists of|uses|is implemented|is trained|are trained|works by|supports"
    r"|relies on|operates|takes|is based on|combines|are then|is then|results are obtained)\b"
    r"|[^.;,]{1,80}? results (?:are|were) (?:obtained|derived) (?:from|by|with|using)\b",
    re.IGNORECASE,
)
_OBTAINED = re.compile(r"(?:The|These|Our) results (?:are|were) (?:obtained|derived)\b")
"""How a sentence says how something works or was done."""
_IS_NEW = re.compile(
    r"\b(?:innovations?|novelty|key (?:idea|discovery|insight)|for the first time)\b"
)
_THING = re.compile(
    rf"\b(?:{_MADE}|implement\w*|extend\w*|presents|proposes|introduces|develops|describes|illustrates"
    r"|provides an?|package|vignette)\b",
    re.IGNORECASE,
)
"""How a sentence brings what was made."""
_CONCLUDES = re.compile(r"(?:To conclude|Overall|In (?:summary|conclusion|sum)|Taken together)\b")
_WE_SHOW = re.compile(r"(?:We|Our experiments) (?:also )?(?:show|find|found|observed?)\b(?! how\b)")
"""How a conclusion tells a single finding."""
_WE_MADE = re.compile(
    rf"(?:[^.;]{{1,160}}, )?we (?:have )?{_SAY}(?:{_MADE}|shown how|buil[dt]|adapt(?:ed)?)\b",
    re.IGNORECASE,
)
"""How it tells what was made."""
_MADE_SO = re.compile(
    r"(?:[^.;,]{1,80}|[^.;]{1,80}, )(?:is|are) (?:given|presented|proposed|introduced)\b"
)
"""How a sentence says without a doer that something was made."""


def role_said(text: str, role: Role, *, has_news: bool) -> Role:
    """Give the role of a sentence by its verbs; `role` where they do not tell otherwise.

    `has_news` tells whether another sentence says what is new.
    """
    if role in ("background", "problem"):
        return role
    if _DATA.match(text) and (role != "new" or has_news):
        return "data"
    if role == "results":
        return _of_results(text)
    if role == "new" and not has_news:
        return role
    if _NEW.match(text):
        return "new"
    if _FOUND.match(text):
        return "results"
    if role == "method" and is_measured(text) and is_compared(text):
        return "results"
    if role == "method" and _MADE_SO.match(text):
        return "new"
    return "method" if role in ("new", "detail") and _HOW.match(text) else role


def _of_results(text: str) -> Role:
    """Give the role of what stands among results: what was done for them is none."""
    if _NEW.match(text) and not _FOUND.match(text):
        return "new"
    if is_measured(text):
        return "results"
    return "method" if _OBTAINED.match(text) else "results"


def role_behind(text: str, news: str) -> Role:
    """Give the role of a sentence behind the `news` where it is to stand apart from that.

    What an abstract says behind a thing that was made is how that works.
    """
    by_verbs = role_said(text, "new", has_news=True)
    if by_verbs != "new":
        return by_verbs
    if is_news(text) or _NEW.match(text) or _MADE_SO.match(text) or _IS_NEW.search(text):
        return "new"
    return "method" if _THING.search(news) else "detail"


def role_of_closing(text: str) -> Role | None:
    """Give the role of what a conclusion says again of the work; None where it concludes."""
    if _CONCLUDES.match(text):
        return None
    if _WE_SHOW.match(text):
        return "results"
    if _NEW.match(text):
        return "new"
    return "method" if _WE_MADE.match(text) else None
