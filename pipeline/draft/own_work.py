"""What a sentence says of the paper's own work: how it works, what came of it, what it lacks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from pipeline.draft import quotable
from pipeline.draft.argument import Sentence
from pipeline.draft.cues import (
    ANNOUNCES,
    FOUND,
    LIMITS,
    OPINION,
    OWN,
    PLAN,
    SETTING,
    TRIED,
    WORK,
    any_of,
)
from pipeline.draft.sentence_roles import brings, is_compared, is_measured, is_news, tells_on_what

_REVEALS = any_of(
    r"(?:analys[ei]s|ablations?|evaluations?|implementations?|stud(?:y|ies)|simulations?|experiments?"
    r"|results|findings|theory|proofs?|bounds?) (?:[\w-]+ ){0,5}"
    r"(?:show|reveal|suggest|indicate|demonstrate|confirm|impl(?:y|ies))\w*\b"
)
"""How a conclusion tells what came out without saying whose it is."""
_DONE = any_of(
    r"we (?:have )?(?:also )?(?:provided|established|prove[dn]|obtained|generali[sz]ed|extended"
    r"|unified|computed|determined|measured|calculated|solved)\b",
    rf"this {WORK} (?:has )?(?:provide|present|show|propose|introduce|demonstrate|establishe"
    r"|develop|describe)[sd]?\b",
)
"""How a conclusion tells what was done."""
_OWN_SUBJECT = re.compile(
    r"(?:[^.]{1,160}, )?(?:we|our|the (?:proposed|resulting)|"
    rf"this (?:[\w-]+ ){{0,2}}{WORK})\b",
    re.IGNORECASE,
)
"""How a sentence begins that is about the paper's own work."""
_WRITTEN = re.compile(
    r"(?:[^.]{1,160}, )?(?:we (?:\w+ly )?(?:call|denote|write|assume|say|refer|note|fix|let|recall"
    r"|start|begin|discuss|defer|will|define|are|argue|hypothesi[sz]e|would|leave|set|now|need|want"
    r"|mean|can|cannot|do|did|should|must|think|know|see|choose|restrict|limit|continue|notice|omit"
    r"|report|outline|summari[sz]e|conclude|review|address|aim|seek|intend|touch|hereby|describe)"
    rf"|our (?:\w+ )?(?:goals?|aims?|motivation|hypothesis|contributions?|ability|understanding"
    r"|hope)"
    rf"|this {WORK} (?:is|was|describes|reports|discusses|starts|aims))\b"
    r"|.*\bto (?:the best of )?our knowledge\b|.*\bfills a gap\b"
    r"|.*\b(?:section|paragraph|chapter)s?\b",
    re.IGNORECASE,
)
"""How a sentence begins that speaks of the text, of a word's use, or of what the authors want."""
_WORKING = (
    r"(?:proceeds|consists|takes|processes|works|combines|encodes|relies|operates|learns|builds"
    r"|first|uses|comprises|contains|adopts|employs|replaces|predicts|generates|decomposes|splits"
    r"|is (?:based|composed|built|trained|designed|constructed|made))\b"
)
_CONSISTS = re.compile(
    r"\b(?:consists|comprises|contains|proceeds|combines|first|takes|decomposes|splits|replaces"
    r"|operates|is (?:based|composed|built|constructed))\b"
)
"""How a method is told as a whole."""
_OF_PARTS = re.compile(r"\b(?:consists of|comprises|is composed of|is made (?:up )?of)\b")
_WORKS = re.compile(
    r"(?:In this (?:paper|work), we (?:study|explore|consider) (?:an?|the) [\w -]{0,60}"
    r"(?:approach|method|model|algorithm|framework|system)\b[\w ,-]{0,60}?,? (?:which|that) \w+s\b"
    r"|(?:Our|The proposed) (?:[\w-]+ ){0,2}(?:approach|method|model|algorithm|framework|system"
    rf"|architecture|network|pipeline)(?: to [\w -]{{0,60}}| for [\w -]{{0,60}})? {_WORKING})"
)
"""How a method is told in one sentence."""
_MOST_WORDS_OF_A_NAME = 3
_NAME = r"(?:[A-Z][\w-]*[A-Z0-9][\w-]*|[a-z]+-\d(?:[\w.-]*\w)?)"
_WORD_AS_NAME = r"[A-Z][\w-]+(?=,| ?\()"
_CALLED = re.compile(rf"\b(?:called|named|dubbed|termed|call(?: it)?) ({_NAME}|{_WORD_AS_NAME})")
_NAMED = re.compile(
    rf"\(({_NAME})\)"
    r"|\b(?:propose|introduce|present|describe) (?:an? |the )?"
    rf"({_NAME}|{_WORD_AS_NAME})"
    rf"|\b(?:model|method|framework|system|metric|approach|architecture|algorithm),? ({_NAME})"
    r"(?=,|\.|$)"
    rf"|\b(?:model|method|framework|system|architecture|algorithm|network), the ({_WORD_AS_NAME})"
    rf"|({_NAME}), which stands for\b"
)
"""A name in brackets behind its long form, or behind the verb or the noun that brings it."""
_SHORT_NAME = re.compile(
    r"([A-Za-z][\w-]*) \((?:(?:abbreviated|shortened) (?:to|as) |or |hereafter |i\.e\.,? )?"
    rf"({_NAME})\)"
)
"""A shorter name behind a name: CLIPScore (CLIP-S)."""
_AGAINST_OTHERS = re.compile(
    r"\b(?:their|his|her) (?:[\w-]+ )?(?:study|work|paper|results?|experiments?|method|approach)\b"
    r"|\b(?:whereas|while (?:other|existing|previous|prior))\b"
)
"""How a discussion speaks of others, and sets the work off from a kind of them."""
_WE_CALL = re.compile(
    r"\b[Ww]e (?:call|name|dub|term)\s(?:it|our\s[a-z]{2,20}|this\s[a-z]{2,20})\s"
    r"([A-Z][\w-]{1,40})(?=[\s.,;])"
)
"""How authors say what they call their work."""
_LACKS = any_of(
    *(r"(?:does|do|can|could) ?not\b", "inability", "unable", "sensitive to", "inefficien"),
    *("expensive", "costly", r"grows?\b", r"requires?\b", r"only\b", "difficult", "不能", "无法"),
)
"""What a section of limitations says of them."""
_OF_ALL = re.compile(r"\b(?:as with|like) (?:most|all|any|other)\b", re.IGNORECASE)
"""A limit that any work of its kind has."""
_OVERCOME = any_of(
    *("address", "overcom", "mitigat", "alleviat", "resolv", "tackl", "without limit"),
    *("can still", "we (?:have )?shown?"),
    r"(?:previous|prior|existing|traditional)\b",
)
"""With these, a limitation is somebody else's, or gone."""
_ANNOUNCED = any_of(
    r"there (?:are|is|exist)\b.*\blimitations?",
    r"(?:several|some|many|few|main|following|certain) (?:\w+ )?limitations?",
    *(r"there are\b", "discuss", r"list\b"),
)
"""What is named elsewhere."""
_CONCLUDES = re.compile(
    r"^(?:In (?:summary|conclusion|sum|this (?:paper|work|article))|To (?:conclude|summari[sz]e)"
    r"|Overall"
    r"|Our (?:\w+ ){0,2}(?:results?|findings?|experiments?|analys[ei]s)|本文|综上|总之"
    r"|We (?:have |also )?(?:present|propose|introduc|show|demonstrat|find|found|prove|develop"
    r"|stud|investigat|conclude))"
)


def names_of(titles: Iterable[str], said: Iterable[Sentence]) -> frozenset[str]:
    """Give the names that a paper has for its own work, by its title and the news it tells.

    `titles` is its title as the metadata and as page 1 have it.
    """
    parted = (title.partition(":") for title in titles)
    names = {
        before.strip()
        for before, colon, _ in parted
        if colon and len(before.split()) <= _MOST_WORDS_OF_A_NAME
    }
    said = tuple(said)
    for sentence in said:
        if sentence.place == "abstract":
            names |= {match[1] for match in _CALLED.finditer(sentence.text)}
            if is_news(sentence.text):
                names |= {match[match.lastindex or 0] for match in _NAMED.finditer(sentence.text)}
    known = {quotable.fold(name) for name in names}
    short = (match for sentence in said for match in _SHORT_NAME.finditer(sentence.text))
    names |= {"-".join(name.split()) for name in names}
    return frozenset(names | {match[2] for match in short if quotable.fold(match[1]) in known})


def named_by_authors(words: str) -> frozenset[str]:
    """Give the names that the authors say they call their work by, wherever they say so."""
    return frozenset(match[1] for match in _WE_CALL.finditer(words))


def is_finding(sentence: Sentence, names: Collection[str]) -> bool:
    """Tell a sentence of the results that says by how much its own work is better."""
    text = sentence.text
    told = is_measured(text) and is_compared(text) and tells_on_what(text)
    own = is_of_own_work(sentence) or (text.startswith(tuple(names)) and not is_aside(text))
    return told and own and not SETTING.search(text)


def tells_how(sentence: Sentence, names: Collection[str]) -> bool:
    """Tell a sentence that says in its first words how the paper's own method works."""
    text = sentence.text
    if sentence.place == "body" and not _CONSISTS.search(text):
        return False  # a step of it, or a remark beside it
    named = any(
        re.match(rf"(?:The )?{re.escape(name)}(?: \w+)? {_WORKING}", text) for name in names
    )
    return bool(named or _WORKS.match(text)) and not (is_aside(text) or SETTING.search(text))


def is_of_parts(text: str) -> bool:
    """Tell a sentence of what something consists of, as a whole."""
    return bool(_OF_PARTS.search(text))


def tells_own_work(sentence: Sentence, names: Collection[str]) -> bool:
    """Tell a sentence whose subject is the paper's own work, and that says what it is or does."""
    text = sentence.text
    named = any(text.startswith((name, f"The {name}")) for name in names)
    aside = is_aside(text) or SETTING.search(text) or _WRITTEN.match(text)
    if sentence.place == "introduction" and FOUND.search(text) and not TRIED.search(text):
        return False  # what was seen before, and led to the work
    return bool(named or _OWN_SUBJECT.match(text)) and not aside


def is_conclusion(sentence: Sentence) -> bool:
    """Tell a sentence that says what the paper comes to."""
    text = sentence.text
    return bool(_CONCLUDES.search(text) and FOUND.search(text)) and is_of_own_work(sentence)


def _is_of(text: str, names: Collection[str]) -> bool:
    """Tell whether the first that a sentence names is the paper's own."""
    first = re.search(rf"(?<![\w-]){_NAME}", text)
    return first is not None and first[0] in names


def is_of_own_work(sentence: Sentence) -> bool:
    """Tell a sentence of what the paper did, not of its limits, of plans or of hopes."""
    return bool(OWN.search(sentence.text)) and not is_aside(sentence.text)


def is_aside(text: str) -> bool:
    """Tell a sentence of limits, of plans or of hopes."""
    aside = LIMITS.search(text) or PLAN.search(text) or OPINION.search(text)
    return bool(aside) or "limit ourselves" in text


def closes(sentence: Sentence, names: Collection[str]) -> bool:
    """Tell a sentence of what the paper made or found, by its verbs or its name."""
    text = sentence.text
    found = bool(FOUND.search(text))
    if sentence.place == "conclusion" and ANNOUNCES.match(text) and not found:
        return False  # the abstract has announced it
    named = any(name in text for name in names)
    if sentence.place == "conclusion" and (_is_of(text, names) or _REVEALS.search(text)):
        of_others = quotable.has_citation(text) or _AGAINST_OTHERS.search(text)
        return not (is_aside(text) or of_others)
    done = sentence.place == "conclusion" and _DONE.search(text)
    return bool(found or named or done or brings(text)) and is_of_own_work(sentence)


def is_limit(sentence: Sentence) -> bool:
    """Tell a sentence that says what the paper's own work cannot do yet."""
    text = sentence.text
    if _OVERCOME.search(text) or _ANNOUNCED.search(text) or _OF_ALL.search(text):
        return False
    if sentence.place == "limitations":
        return bool(LIMITS.search(text) or _LACKS.search(text))
    return bool(OWN.search(text) and LIMITS.search(text))
