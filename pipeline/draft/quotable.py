"""Which sentences of a paper are prose worth quoting, and stand alone."""

from __future__ import annotations

import re

from pipeline.text.cjk import CJK

_BOILERPLATE = re.compile(
    r"https?:|\bappendix\b|\bcode (?:is|will be|and)|\bplease (?:see|refer)|\backnowledg|\.\.\."
    r"|\bet al\.$",
    re.IGNORECASE,
)
_RUN_IN = re.compile(
    r"^(?:\(?(?:\d{1,2}|[ivx]{1,4})\)\s+)?"
    r"(?:[A-Z][\w&/-]*(?: [\w&/-]+){0,5}? "
    r"(?=(?:The|We|In|This|Our|It|These|To|For|From|An|As)\s[a-z]))?"
)
"""A list's number and a heading that runs into its paragraph: left off the sentence, which stays
verbatim."""
_SHORTEST, _LONGEST = 40, 420
"""Characters of a sentence that says something, and still is one."""
_SHORTEST_CHINESE, _LONGEST_CHINESE = 15, 300
"""The same where a character is half a word."""
_LEAST_LETTERS = 0.82
"""Share of letters and spaces in prose; formulas and tables have less."""
_FEWEST_WORDS = 6
_SHORT_WORDS = 5
"""One word of so many may have a single character; of a formula, more have."""
_LONGEST_WORD = 35
"""Characters of which a word has less; in more, spaces were lost."""
_START = re.compile(rf"[A-Z“\"0-9({CJK}]")
_MATHS = "[=≤≥∈∑∫⟩∞∂→|]"
_FRAGMENT = re.compile(
    "|".join(
        [
            # the end of a sentence that was cut at "eq.", a footnote's mark
            r"^\([\d.]+\)|^\d(?!D\b)[A-Z]|\b\d[A-Z][a-z]+\b",
            # a statement's name
            r"(?:Definition|Lemma|Theorem|Step|Proposition|Corollary|Example|Remark|Problem)"
            r"\s+[\d.]+(?: \([^)]*\))?\.?\)?$",
            r"^(?:Proof|Lemma|Theorem|Proposition|Corollary|Definition|Claim|Input)\b",
            # what is said of the text itself, and thanks
            r"(?i:\b(?:first|previous|present|preliminary) version\b)",
            r"(?i:\bthank|\bgrateful|\bgrants?\b|support of the|contributed equally)",
            # formulas within a line, what no record takes
            rf"(?:\([^(]*){{5}}|{_MATHS}.*{_MATHS}|[\x00-\x1f\x7f]",
        ]
    )
)
"""What `is_prose` lets pass and nobody would quote."""
_LEANING = re.compile(
    r"\b(?:Figure|Fig\.|Table|Tab\.|Section|Sec\.|Appendix|Eq\.|Equation|Row|Algorithm|Lemma"
    r"|Theorem|Proposition|Corollary|Step)s?\s*\(?\d"
    r"|§|\(\d+\.\d+\)|\b(?:above|below|following|left|right|in this section)\b"
    r"|^(?:This|These|Those|Such|They|It|Its|Then|Thus|Hence|Therefore|Moreover|Furthermore"
    r"|Additionally|Similarly|Also|Note|Here|And|But)\b"
    r"|^(?:For (?:example|instance)|Let|Suppose|Assume|Observe|Recall|By|If|Now|In (?:fact|such)"
    r"|We (?:now|next|note|will))\b",
    re.IGNORECASE,
)
"""What cannot stand alone: it points to a figure, or to the sentence before."""
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|does|did|can|could|may|might|will|would|should"
    r"|must|cannot|we|I)\b|[a-z]{2}ed\b"
    r"|[a-z](?:ates|i[sz]es|ifies|ains|ends|ines|ires|ides|eves|uces|oves|orms|ows|eeds|eals"
    r"|ives|akes|ists|ields|ets)\b|[^\x00-\u2fff]"
)
"""What a sentence has and a caption mostly has not; no parser, so it only makes a sentence count
less."""
_CITATION = re.compile(r"\[[\d,;\s–-]+\]|\((?:[^()]*\b(?:19|20)\d\d[a-z]?[^()]*)\)")
_ENDS = tuple(".!?。！？”’")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def is_prose(sentence: str) -> bool:
    """Tell a full sentence of prose from part of one, from signs and from pointers elsewhere."""
    if sentence.endswith(("。", "！", "？")):
        return _SHORTEST_CHINESE <= len(sentence) <= _LONGEST_CHINESE
    if not _SHORTEST <= len(sentence) <= _LONGEST:
        return False
    if not sentence.endswith((".", "!", "?", ".”", ".)")):
        return False
    begins = bool(_START.match(sentence)) and not _BOILERPLATE.search(sentence)
    return begins and _is_of_words(sentence)


def _is_of_words(sentence: str) -> bool:
    """Tell words from signs and numbers, and from words that have lost the spaces between them."""
    letters = sum(c.isalpha() or c == " " for c in sentence)
    words = sentence.split()
    short = sum(len(word) <= 1 for word in words)
    return (
        letters >= _LEAST_LETTERS * len(sentence)
        and len(words) >= _FEWEST_WORDS
        and short * _SHORT_WORDS <= len(words)
        and max(map(len, words)) < _LONGEST_WORD
    )


def is_worth_quoting(words: str) -> bool:
    """Tell a sentence of prose that holds no fragment of something else."""
    return is_prose(words) and not _FRAGMENT.search(words)


def is_any(words: str) -> bool:
    """Tell what ends like a sentence and fits.

    It is all there is to try where next to nothing reads like a paper's prose.
    """
    return (
        len(words) <= _LONGEST
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
    return _CITATION.sub(" ", sentence)


def fold(sentence: str) -> str:
    """Give what is the same for two sentences that say the same."""
    return re.sub(r"\W+", "", sentence).lower()
