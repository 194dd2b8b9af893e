"""Which sentences of a paper are prose worth quoting, and stand alone."""

from __future__ import annotations

import re

from pipeline.text.cjk import CJK

_BOILERPLATE = re.compile(
    r"https?:|\bappendix\b|\bequal contribution|\bcorrespond(?:ing|ence)|\bcode (?:is|will be|and)|\bplease (?:see|refer)"
    r"|\backnowledg|\blicen[cs]ed?\b|\bcopyright\b|\bpermission\b|\bpreprint\b|\.\.\.|\bet al\.$|@",
    re.IGNORECASE,
)


_RUN_IN = re.compile(
    r"^(?:\(?(?:\d{1,2}|[ivx]{1,4})\)\s+)?"
    r"(?:[A-Z][\w&/-]*(?: [\w&/-]+){0,5}? (?=(?:The|We|In|This|Our|It|These|To|For|From|An|As)\s[a-z]))?"
)
"""A list's number and a heading that runs into its paragraph: left off the sentence, which stays
verbatim."""


_MATHS = "[=≤≥∈∑∫⟩∞∂→|]"


_FRAGMENT = re.compile(
    "|".join(
        [
            r"^[A-Z]{4,} [A-Z]{2,} |^\([\d.]+\)|^\d+(?:\),|\. [a-z])",  # a heading, an equation's number, a row of code
            r"^\d(?!D\b)[A-Z]|\b\d[A-Z][a-z]+\b|[.!?]\s\d{1,2}\.$",  # a footnote's mark, the next list item's number
            r"(?:Figure|Table|Fig\.)\s*\d+\s*[:.]",
            r"(?:Definition|Lemma|Theorem|Step|Proposition|Corollary|Example|Remark|Problem)\s+[\d.]+(?: \([^)]*\))?\.?\)?$",
            r"^(?:Proof|Lemma|Theorem|Proposition|Corollary|Definition|Claim|Input)\b",
            r"^(?:\d+ )?\[\d+\]|\b[A-Z][a-z]+,? (?:[A-Z]\.? ?){1,3}[,.].*\b(?:19|20)\d\d\b",  # a reference
            r"(?i:\b(?:key ?words|index terms|general terms|subject classification|(?:first|previous|present|preliminary) version)\b)",
            r"(?i:\bthank|\bgrateful|\bgrants?\b|support of the|submitted to|copyrights|contributed equally|^in proceedings)",
            r"^(?:[A-Z]\w+ [A-Z]\w+, ){3}|c©|/(?:greater|less)\w+",
            rf"(?:\([^(]*){{5}}|{_MATHS}.*{_MATHS}|[\x00-\x1f\x7f]",  # code, formulas, what no record takes
        ]
    )
)
"""What `is_prose` lets pass and nobody would quote."""


_LEANING = re.compile(
    r"\b(?:Figure|Fig\.|Table|Tab\.|Section|Sec\.|Appendix|Eq\.|Equation|Row|Algorithm|Lemma|Theorem|Proposition|Corollary|Step)s?\s*\(?\d"
    r"|§|\(\d+\.\d+\)|\b(?:above|below|following|left|right|in this section)\b"
    r"|^(?:This|These|Those|Such|They|It|Its|Then|Thus|Hence|Therefore|Moreover|Furthermore|Additionally|Similarly|Also|Note|Here|And|But)\b"
    r"|^(?:For (?:example|instance)|Let|Suppose|Assume|Observe|Recall|By|If|Now|In (?:fact|such)|We (?:now|next|note|will))\b",
    re.IGNORECASE,
)
"""What cannot stand alone: it points to a figure, or to the sentence before."""


_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|does|did|can|could|may|might|will|would|should|must|cannot|we|I)\b|[a-z]{2}ed\b"
    r"|[a-z](?:ates|i[sz]es|ifies|ains|ends|ines|ires|ides|eves|uces|oves|orms|ows|eeds|eals|ives|akes|ists|ields|ets)\b|[^\x00-\u2fff]"
)
"""What a sentence has and a caption mostly has not; no parser, so it only makes a sentence count
less."""


_ENDS = tuple(".!?。！？”’")


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def is_prose(sentence: str) -> bool:
    """Tell a full sentence of prose from a heading, a caption, a table's row, a formula or the rest of one."""
    if sentence[-1:] in ("。", "！", "？"):
        return 15 <= len(sentence) <= 300
    if not 40 <= len(sentence) <= 420 or not sentence.endswith((".", "!", "?", ".”", ".)")):
        return False
    if not re.match(rf"[A-Z“\"0-9({CJK}]", sentence) or re.match(
        r"(?:Figure|Fig\.|Table|Algorithm)\s*\d|\d+(?:\.\d+)*\.?\s+[A-Z]", sentence
    ):
        return False
    if _BOILERPLATE.search(sentence):
        return False
    letters = sum(c.isalpha() or c == " " for c in sentence)
    words = sentence.split()
    short = sum(len(word) <= 1 for word in words)
    return (
        letters >= 0.82 * len(sentence)
        and len(words) >= 6
        and short <= len(words) / 5
        and max(map(len, words)) < 35
    )


def is_worth_quoting(words: str) -> bool:
    """Tell a sentence of prose that holds no fragment of something else."""
    return is_prose(words) and not _FRAGMENT.search(words)


def is_any(words: str) -> bool:
    """Tell what ends like a sentence and fits: all there is to try where next to nothing reads like a paper's prose."""
    return (
        len(words) <= 420
        and words.endswith(_ENDS)
        and len(fold(words)) > 3
        and not _CONTROL.search(words)
    )


def run_in(sentence: str) -> int:
    """Give how many characters of a list's number or a heading stand before the sentence itself."""
    match = _RUN_IN.match(sentence)
    return match.end() if match else 0


def leans(sentence: str) -> bool:
    """Tell a sentence that cannot stand alone."""
    return bool(_LEANING.search(sentence))


def has_verb(sentence: str) -> bool:
    """Tell what has a verb, as far as its endings show."""
    return bool(_VERB.search(sentence))


def without_citations(sentence: str) -> str:
    """Blank "[12, 13]" and "(Radford et al., 2019)", whose numbers say nothing of the paper."""
    return re.sub(r"\[[\d,;\s–-]+\]|\((?:[^()]*\b(?:19|20)\d\d[a-z]?[^()]*)\)", " ", sentence)


def fold(sentence: str) -> str:
    """Give what is the same for two sentences that say the same."""
    return re.sub(r"\W+", "", sentence).lower()
