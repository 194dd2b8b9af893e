"""Tell what a sentence announces, or claims, from what it tells.

A reader in a hurry deletes three kinds first: "we investigate …" beside what was made of it, "our
method outperforms all others" beside the numbers, and "Section 4 outlines …".
"""

from __future__ import annotations

import re

from pipeline.draft import quotable

_WORK = (
    r"(?:paper|work|article|survey|review|report|study|letter|thesis|document|chapter|project"
    r"|vignette|tutorial|essay)"
)
_ADVERBS = r"(?:[a-z]+ly |also |then |first |further )*"
_DOER = (
    rf"(?:(?:[Ii]n|[Tt]hrough|[Ww]ith) this (?:[\w-]+ )?{_WORK},? (?:we|I) "
    rf"|[Tt]his (?:[\w-]+ ){{0,2}}{_WORK} |[Tt]he (?:present )?{_WORK} |[Ii]t |[Ww]e )"
)
_OF_A_STUDY = (
    r"(?:stud(?:y|ies)|investigations?|explorations?|examinations?|analys[ei]s|evaluations?"
    r"|experiments?|comparisons?|overviews?|insights?|discussions?|assessments?|reviews?|look"
    r"|understanding|descriptions?|case study"
    r"|frameworks? and benchmarks?)"
)
_STUDIES = re.compile(
    rf"(?:[^,]{{1,60}}, )?{_DOER}{_ADVERBS}"
    r"(?:(?:(?:aims?|seeks?|tr(?:y|ies)|set out|attempts?|starts?) to )?(?:[a-z]+ly )?"
    r"(?:(?:re)?visit|investigat|explor|stud(?:y|ies)\b|examin|scrutini[sz]|highlight|discuss"
    r"|continu|analy[sz]|evaluat|assess)\w*"
    rf"|(?:conduct|perform|mak|carry out|undertak|present|provid|offer|deliver|giv|start)\w* "
    rf"(?:an? |the |our |some )?(?:[\w-]+,? ){{0,5}}{_OF_A_STUDY}\b)"
)
"""How a sentence says that something was looked into."""
_TELLS = re.compile(
    r"\d|[:;]|\b(?:show|find|found|demonstrat(?:e|es|ed|ing)\b|reveal|prov(?:e|es|ed|ing)\b|propos|develop|construct"
    r"|design(?:s|ed|ing)\b|obtain(?:s|ed)?\b|achiev|outperform|deriv|by \w+ing\b"
    r"|using\b|based on\b|introduc"
    r"|establish|built?\b|creat|includ|encompass|cover|such as)",
    re.IGNORECASE,
)
"""With these it tells more: how, with what, or what came of it."""
_DERIVED = re.compile(
    r"(?!(?:In|With|Using|By|From|For)\b)"
    r"(?:(?!\b(?:that|which|who)\b)[^,;:()]){1,90} "
    r"(?:is|are|was|were) (?:also |then |finally )?"
    r"(?:presented|derived|obtained|given|established|studied|investigated|analy[sz]ed|examined"
    r"|explored|considered|developed|described|introduced|proposed|reviewed|compared)\.$"
)
"""How a sentence says that something was made, and no word of what it is."""
_COMMONPLACE = re.compile(
    r"\b(?:is|are|plays?|remains?|has become|have become) (?:an? |the |one of the )?"
    r"(?:[\w-]+ ){0,2}?(?:key|critical|crucial|essential|important|vital|fundamental|central"
    r"|ubiquitous|popular|indispensable|widespread)\b"
    r"(?! (?:challenge|problem|limitation|issue|question))"
    r"|^One of the (?:most |main )?(?:key|central|important|fundamental|basic) "
    r"|\b(?:has|have) (?:recently |long |also )?(?:attracted|received|gained|drawn|witnessed|seen) "
    r"|\bin (?:recent years|the (?:past|last) (?:few )?(?:years|decade))\b",
    re.IGNORECASE,
)
"""What any paper of a field begins with."""
_ROADMAP = re.compile(
    r"\b(?:Sections?|Chapters?|Parts?|Sects?\.|Appendix)\s[A-Z\d][\d.]*\b.*"
    r"\b(?:introduc|describ|discuss|outlin|conclud|present|review|examin|summari[sz]|give|contain"
    r"|provid|deal|explain|report)\w*"
    r"|\b(?:is|are) (?:structured|organi[sz]ed|arranged)\b"
    r"|^The (?:conclusions|contributions|results|findings) (?:of \w+ \w+ )?are as follows",
)
"""How a paper says where in it what stands."""
_CLAIMED = re.compile(
    r"\b(?:outperform\w*|surpass\w*|superior\w*|state[- ]of[- ]the[- ]art|SOTA|competitive\w*"
    r"|compares favou?rably|comparabl[ey]|on[- ]par|effectiveness"
    r"|(?:transfers?|generali[sz]es?|scales?|performs?|works?) (?:very )?well"
    r"|(?:significant|substantial|considerable|consistent|great|large|strong|marked|notable|clear)"
    r"(?:ly)? "
    r"(?:improve\w*|gains?|margins?|better)"
    r"|(?:good|strong|excellent|remarkable|impressive|better) (?:[\w-]+ )?"
    r"(?:performance|results?|accuracy|quality|generali[sz]ation))\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?:Moreover, |Furthermore, |Also, )?(?:The|Our|This|It)(?: [\w-]+){0,4} (?:is|are)"
    r"(?: also| very| quite| both)* (?:fast|simple|efficient|effective|scalable|robust|flexible"
    r"|general|easy to \w+)(?: and \w+)?\.",
    re.IGNORECASE,
)
"""A claim that is no more than one: "Our reader is fast."."""
_EMPTY = re.compile(
    r"\b(?:provid|offer|giv|open|shed|pav)\w* (?:up )?(?:an? |the )?"
    r"(?:new |novel |fresh |valuable |useful |important )*"
    r"(?:ways?|perspectives?|insights?|understanding|light|avenues?|directions?|opportunities)\b"
)
"""What is said of any work that is thought well of by its authors."""
_NUMBER = re.compile(r"(?<![\w.-])\d|×")
_TRIED_ON = re.compile(
    r"\b\d+ (?:[\w-]+ ){0,3}(?:data ?sets|tasks|benchmarks|domains|languages|settings|corpora)\b"
)
"""What a claim is made for: it measures nothing."""
_CONDITION = re.compile(
    r"\b(?:when|as) (?:\w+ )?\w+ing\b|(?<!^)\bby (?:\w+ )?\w+ing\b|\bthe (?:more|larger|higher)\b"
)
"""When it is so: a finding, and no claim alone."""
_AGAINST = re.compile(
    r"(?i:\b(?:than|over|like|including|such as|against|counterparts?|compared|comparable"
    r"|outperform\w*|surpass\w*)\b)"
    r"(?:(?! (?:for|on|in) )[^.]){0,60}?(?<![\w-])(?:[A-Z][\w-]*[A-Z\d]|[a-z]+[A-Z]\w*)"
)
"""Who is said to be outdone, by name."""


def is_announcement(sentence: str) -> bool:
    """Tell a sentence that says what was looked into, and neither how nor what came of it."""
    words = quotable.without_citations(sentence)
    if _DERIVED.match(words):
        return True
    found = _STUDIES.match(words)
    return found is not None and not _TELLS.search(words, found.end())


def is_commonplace(sentence: str) -> bool:
    """Tell a sentence that any paper of the field may begin with, and that lacks nothing."""
    return bool(_COMMONPLACE.search(sentence))


def is_roadmap(sentence: str) -> bool:
    """Tell a sentence of where in the paper something stands."""
    return bool(_ROADMAP.search(sentence))


def is_bare_claim(sentence: str) -> bool:
    """Tell a sentence that claims to be good, or better: neither how much nor than what by name."""
    said = _TRIED_ON.sub(" ", quotable.without_citations(sentence))
    told = _NUMBER.search(said) or _AGAINST.search(said) or _CONDITION.search(said)
    return bool(_CLAIMED.search(said) or _PLAIN.fullmatch(said)) and not told


def tells_nothing(sentence: str) -> bool:
    """Tell a sentence that only announces, claims, praises, or points to where something stands."""
    praises = bool(_EMPTY.search(sentence)) and not _NUMBER.search(sentence)
    only_points = is_announcement(sentence) or is_roadmap(sentence)
    return praises or only_points or is_bare_claim(sentence)
