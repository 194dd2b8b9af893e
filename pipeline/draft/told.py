"""Say a sentence of a paper where nothing of the paper is beside it."""

from __future__ import annotations

import re

_LINK = re.compile(
    r"(?:Additionally|Furthermore|Moreover|In addition|Besides|Also|Finally|Lastly|Notably"
    r"|Crucially|More importantly|Importantly|Remarkably|In sum|Overall|Specifically|Concretely"
    r"|In particular|Therefore|Thus|Hence|Consequently|Accordingly|As a result|Subsequently"
    r"|(?:First|Second|Third|Fourth)(?:ly)?),\s(?=\w)"
)
"""What ties a sentence to the ones before it and takes no meaning with it where it goes."""
_TO_DO_SO = re.compile(
    r"(?:To (?:this|that) end|To do so|To (?:[a-z]+ ){1,3}(?:it|them)"
    r"|(?:To|In order to|In light of|Based on|Motivated by|Inspired by|For|With|Given|Following"
    r"|Through)"
    r" (?:[\w-]+ ){0,4}(?:this|these|those|that|such|the (?:above|aforementioned))"
    r"(?: [\w-]+){0,4}),?\s(?=(?:we|I|this (?:paper|work|article|study))\b)"
)
"""What a sentence of the authors' work says it was done for, where that stands before it only."""
_ALSO = re.compile(r"(?<=^We )also (?=[a-z])|(?<=^We have )also (?=[a-z])")
"""What adds a sentence to others that are away."""
_CONTRAST = re.compile(
    r"(?:(?:However|Nevertheless|Nonetheless|Unfortunately),|(?:Yet|But),?)\s(?=\w)"
)
"""What sets a sentence off from the ones before it; where they are away, so is what it is set off
from."""
_COUNT = re.compile(r"(?:First|Second|Third|Fourth|Last)(?:ly)?,?\s(?=(?:we|our|the|it|an?)\b)")
"""What counts a sentence: "First, we show"."""
_NOTE_MARK = re.compile(r"(?<=[a-z]{6})\d(?=\.$)")
"""A footnote's mark: no name is written so, without a capital."""
_FLOAT = (
    r"(?:Tables?|Tab\.|Figures?|Figs?\.|Sections?|Secs?\.|§|Appendix)\s?[A-Z]?[\d.]*(?:\([a-z]\))?"
)
_AS_SHOWN = re.compile(
    r"(?:[Aa]s (?:can be |is |are )?(?:shown|seen|depicted|illustrated|reported|presented|listed"
    rf"|summari[sz]ed) (?:in|by|from|on) {_FLOAT},\s(?=\w)"
    rf"|(?:[Ii]n|[Ff]rom) {_FLOAT}, (?:we (?:can )?(?:see|observe|find) that\s)?(?=\w)"
    rf"|{_FLOAT} (?:shows?|demonstrates?|indicates?) that\s(?=\w))"
)
"""How a sentence begins that a table or figure bears out: it says the same without."""
_BEHIND = re.compile(
    r",?\sas (?:shown|seen|depicted|illustrated|reported|presented|listed|summari[sz]ed) (?:in|by)"
    rf" (?:{_FLOAT}|Table|Figure)(?=[.,])"
)
"""The same behind what it bears out."""
_POINTER = re.compile(
    rf"\s?\((?:see,? |cf\. )?(?:e\.g\.,? |for example, )?{_FLOAT}"
    rf"(?:(?:,|,? and|;) (?:{_FLOAT}|[\d.]+))*\)"
)
"""A table, figure or section in brackets."""


def told(sentence: str) -> str:
    """Give a sentence as it is said where nothing is before it and no table or figure beside it.

    It is without a word that only links, and without pointers; all others are its own.
    """
    words = _without(_AS_SHOWN, _without(_TO_DO_SO, _without(_LINK, sentence)))
    words = without_pointers(_BEHIND.sub("", words))
    words = _ALSO.sub("", words[:1].upper() + words[1:])
    return words if len(words) < len(sentence) else sentence


def without_contrast(sentence: str) -> str:
    """Give a sentence without the "However" that sets it off from the one before it."""
    words = _without(_CONTRAST, sentence)
    return words[:1].upper() + words[1:]


def without_pointers(sentence: str) -> str:
    """Give a sentence without tables and sections in brackets, and a footnote's mark at its end."""
    return _NOTE_MARK.sub("", _POINTER.sub("", sentence))


def without_count(sentence: str) -> str:
    """Give a sentence without the "First" that counts it where the others may be away."""
    words = _without(_COUNT, sentence)
    return words[:1].upper() + words[1:]


def _without(before: re.Pattern[str], words: str) -> str:
    return words[match.end() :] if (match := before.match(words)) else words
