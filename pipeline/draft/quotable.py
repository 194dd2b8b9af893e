"""Which sentences of a paper are prose worth quoting, and stand alone."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.draft.told import without_pointers
from pipeline.text.cjk import CJK

_BOILERPLATE = re.compile(
    r"https?:|\bappendix\b|\bcode (?:is|will be|and)|\bplease (?:see|refer)|\backnowledg|\.\.\."
    r"|\bet al\.$",
    re.IGNORECASE,
)
_RUN_IN = re.compile(
    r"^(?:\(?(?:\d{1,2}|[ivx]{1,4})\)\s+)?"
    r"(?:[A-Z][\w&/-]*(?: [\w&/-]+){0,5}? "
    r"(?=(?:The|We|In|This|Our|It|These|To|For|From|An|As)\s[a-z]"
    r"|(?:As|Unlike|While|Although|Since|When|With|Despite|Due)\s\w))?"
)
"""A list's number and a heading that runs into its paragraph: left off the sentence, which stays
verbatim."""
_MARK = re.compile(
    r"(?:[•▪◦∙●■‣⁃–—∗*-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\)|(?:\d{1,2}|[ivx]{1,4})\.)\s+"
)
_NOTE_MARK = re.compile(r"[.!?][”\")]*((?:\d{1,2}|[∗*†‡])\s*(?:\d\))?)$")
_NOTES = re.compile(r"\b(?:19|20)\d\d \d{1,2},")
"""Footnote marks within a list of names with years: "ICLR 2023 1, ICML 2023 2"."""
_SHORTEST, _LONGEST = 40, 420
"""Characters of a sentence that says something, and still is one."""
_SHORTEST_CHINESE, _LONGEST_CHINESE = 15, 300
"""The same where a character is half a word."""
_LEAST_OF_ABSTRACT, _LONGEST_OF_ABSTRACT = 10, 700
"""Characters of an abstract's sentence: it is long where a paper says all in one."""
_SMALL_PRINT = re.compile(
    r"https?:|www\.|\w\.(?:com|org|io|google|net|ai)/\w|\w\.\w+\.(?:com|org|io|google|net|ai)\b"
    r"|\w@\w+\.\w|©"
    r"|\b(?:code|models?|data|implementation|package)\b.{0,60}\b(?:on|at|via|from) github\b"
    r"|\bpreprint\b|\bcopyright \(?(?:c\b|\d)|\bkey ?words\b\s?[:—–-]"
    r"|\b(?:equal contribution|corresponding author|supported (?:in part )?by)"
    r"|\b(?:is|are|be|been|made?) (?:[\w-]+ ){0,8}(?:available|released|open-?sourced)\b"
    r"|\bwe (?:will |have )?(?:make|released?|open-sourced?) (?:all |our |the |[\w-]+ ){0,3}?"
    r"(?:code|data|models?|weights|implementation)\b"
    r"|\bcontributions? (?:are|is|can be) (?:\w+-?fold|as follows|summari)"
    r"|\bwe (?:\w+ and |also )?open-source\b|\breleas\w+ (?:\w+ ){0,3}(?:code|models?)\b"
    r"|\bwe provide .{0,30}(?:code|implementation)\b"
    r"|^See\b|\breaders?\b.{0,60}\b(?:invited|referred|encouraged|urged|refer|consult|follow|find)\b"
    r"|\brefer (?:the )?(?:[\w-]+ )?readers?\b"
    r"|\bcan be found in (?:the |our )?(?:Appendix|Table|Section|Supplement)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\s?\([^()]{0,200}(?:https?:|www\.)[^()\s]{0,200}[^()]{0,80}\)")
_OUTLOOK = re.compile(
    r"\bpav(?:es?|ing) the way\b|\bsh(?:eds?|edding) (?:\w+ )?light\b|\b(?:first|a) glimpse\b"
    r"|\bopen(?:s|ing)? (?:up )?(?:new|the door|a door|many|exciting|promising)\b"
    r"|\blay(?:s|ing)? the (?:foundation|groundwork)|\bwe (?:also )?(?:hope|believe|expect)\b"
    r"|\b(?:demonstrat|verif|validat|show|prov|confirm|illustrat|highlight|indicat|support)\w* the "
    r"(?:\w+ )?(?:efficacy|effectiveness|efficiency|superiority|success|robustness"
    r"|usefulness|benefits?|advantages?|validity|potential"
    r"|feasibility|promise|importance|power|utility)\b(?:(?! by \w+ing\b| with )\D)*$"
    r"|\b(?:crucial|important|significant|broad|profound) implications?\b"
    r"|\bprovid\w* (?:us )?(?:with )?information (?:about|on)\b"
    r"|\bwe (?:conclude|end|close) (?:\w+ )?with\b"
    r"|\bserves? as (?:an? )?(?:\w+ )?(?:valuable|useful|important|solid|strong) "
    r"|\bdemonstrat\w* how (?:effective|useful|well)\b"
    r"|\b(?:challenges|directions|avenues|opportunities|open (?:problems|questions|issues))\b"
    r".{0,60}\b(?:future|further|research|development)\b"
    r"|\bfuture (?:research )?(?:directions|avenues)\b"
    r"|\b(?:effectiveness|efficacy|superiority)\b\D{0,160}\b(?:is|are|was) (?:demonstrated|verified"
    r"|validated|shown|confirmed)\b"
    r"|\b(?:conduct|perform|carry out)\w* (?:extensive|comprehensive|thorough|rigorous)\b"
    r"(?!.*(?:show|demonstrat|find|found|\d))"
    r"|^[A-Z][\w -]{3,60} (?:is|are) (?:also |then |finally )?(?:discussed|presented|considered"
    r"|reported|given|described|provided)\.$"
    r"|\b(?:reflected|confirmed|supported|verified|validated|demonstrated) (?:in|by|through) "
    r"(?:our |the |extensive |numerical )*(?:experiment|simulation)\w*(?: results| studies)?\.$"
    r"|^We (?:also |finally |further )*(?:evaluate|test|validate|apply|conduct)\b[^.\d]{0,80}"
    r"\b(?:several|various|multiple|extensive|many|a (?:wide )?(?:variety|range|number) of)\b"
    r"(?!.*(?:\bshow|\bfind|,))"
    r"|\b(?:show|demonstrat)\w* (?:an? )?(?:significant|great|obvious|clear|huge|strong|tremendous"
    r"|immense|considerable) (?:promise|potential|market|interest|need|value)\b"
    r"|^We (?:also |finally |further )*(?:provide|give|present|conduct|perform) (?:an? )?"
    r"(?:[\w-]+ ){0,2}(?:analys[ei]s|discussions?|overview) (?:on|of|about)\b(?!.*\bshow)",
    re.IGNORECASE,
)
"""How a sentence promises, praises, or announces without telling."""
_ORIGIN = re.compile(
    r"\b(?:academic year|postgraduate|undergraduate|summer school|have been invited"
    r"|was commissioned)\b"
    r"|\b(?:created|written|prepared|compiled|produced|authored) by (?:the |a |several |our )?"
    r"(?:[\w-]+ ){0,2}(?:students|participants|members|authors|attendees|team|group)\b"
    r"|\b(?:document|report|paper|article|chapter|notes|essay|text) (?:is|was|grew|arose|originated"
    r"|came|has grown) (?:out of|from|based on|the (?:output|outcome|result) of) (?:an? |the )?"
    r"(?:[\w-]+ ){0,3}(?:talks?|lectures?|courses?|workshops?|seminars?|meetings?|schools?"
    r"|projects?|discussions?)\b"
    r"|\b(?:previous|earlier|modified|revised|extended|updated|shortened|preliminary|abridged|longer"
    r"|shorter) version\b[^.]{0,60}\b(?:of|to|has been|was|appeared|published)\b"
    r"|\b(?:companion (?:paper|article|vignette) (?:to|of)"
    r"|has been (?:published|accepted) (?:as|in|by|for))\b|\bwas originally (?:published|written)\b"
    r"|\b(?:unit|course|programme|program|seminar|workshop|meeting|school)[’']s (?:\w+ )?"
    r"(?:aim|goal|purpose|topic|theme)\b"
    r"|\b(?:aim|goal|purpose|topic|theme) of (?:the|this) (?:unit|course|programme|program|seminar"
    r"|workshop|meeting|school)\b",
    re.IGNORECASE,
)
"""How a report says how it came about, and who was asked to write it."""
_IS_DONE = "(?:is|are|was|were|have been) (?:also |then |finally )?"
_ANNOUNCED = re.compile(
    r"^(?:[\w-]+ ){0,3}(?:experiments?|simulations?|evaluations?|comparisons?|tests)"
    rf" (?:on .{{0,60}} )?{_IS_DONE}(?:conducted|performed|carried out|executed|run|made|done)\b"
    r"|\b(?:offer|provid|giv)\w* (?:[\w-]+ ){0,3}insights?\b"
    r"|\bpromising (?:path|direction|avenue)\b"
    r"|\b(?:examples?|applications?|case studies|data ?sets)\b[^.;]{0,80}\billustrates?\b"
    r"|\bin (?:various|several|different|many) ways\.$"
    r"|\b(?:examples?|illustrations?|applications?|comparisons?|details|proofs|discussions?"
    r"|simulations?)\b"
    rf"[^,;]{{0,60}}\b{_IS_DONE}(?:given|provided|presented|discussed|included|outlined)\b"
    r"|^We (?:also|briefly|finally|then|further) (?:discuss|outline|comment on|touch (?:up)?on)\b"
    r"|\b(?:performance|effectiveness|efficiency|accuracy) of (?:the|our)\b[^,;]{0,80}"
    rf"\b{_IS_DONE}(?:evaluated|assessed|compared|tested|examined|investigated)\b"
    r"|\bbrief (?:[\w-]+ )?(?:descriptions?|overviews?|introductions?|discussions?|summar(?:y|ies)"
    r"|reviews?|account) (?:of|on)\b"
    r"|\bdiscuss\w* (?:[\w-]+ ){0,3}"
    r"(?:considerations?|implications?|directions?|challenges|opportunities|limitations)\b",
    re.IGNORECASE,
)
"""How a sentence says what was done, and that there is something to say."""
_COMES_OUT = re.compile(
    r"\b(?:show|demonstrat|find|found|reveal|indicat|prov(?:e|es|ed|ing)\b)|\d\.\d|\d ?%",
    re.IGNORECASE,
)
"""With these it says what came out, too."""
_GARBLED = re.compile(r"[⏐‖∣¨˜ˆ¯][\w\s]|\s[˜ˆ¯]|[\u0300-\u036f]\s|\(\s|\d \)")
"""Parts of a formula that stands in a sentence's line, and was read apart."""
_IN_THE_MIDDLE = re.compile(r"[a-z](?![\w.-]* (?:is|are|provides|implements|offers|extends)\b)")
"""How a sentence begins that was cut: with no capital, and no name that is written so."""
_CONTENTS = re.compile(r"(?:\.\s?){4}")
"""Dots between a heading and its page."""
_MOTTO = re.compile(r"[“\"][^“”\"]*[”\"]")
_HALF_A_LIST = re.compile(r"\(i\)(?!.*\(ii\))|\b1\)(?!.*\b2\))")
"""A list of which only the first item is in the sentence."""
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
            # an item of a list that has no verb of its own
            r"^(?:[A-Z][a-z]+ly [a-z]+ing|[A-Z][a-z]+ing)\b"
            r"(?!.*\b(?:we|is|are|was|were|has|have|can|do|does|shows?|leads?|improves?|gives?|yields?"
            r"|requires?|allows?|helps?|makes?|remains?)\b)",
            # what is said of the text itself, and thanks
            r"(?i:\b(?:first|previous|present|preliminary) version\b)",
            r"(?i:\bthank|\bgrateful|\bgrants?\b|support of the|contributed equally)",
            # formulas within a line, what no record takes
            rf"(?:\([^(]*){{5}}|{_MATHS}.*{_MATHS}|[\x00-\x1f\x7f]",
        ]
    )
)
"""What `is_prose` lets pass and nobody would quote."""
_OWN = (
    r"(?:paper|work(?! was)|article|study|survey|review|report|letter|note|chapter"
    r"|vignette|tutorial|essay|document|thesis)"
)
"""What "this" stands before without pointing back: the paper itself."""
_LEANING = re.compile(
    rf"(?:This|These|That|Those|Such)\b(?! (?:(?!of\b|on\b)[\w-]+ ){{0,2}}{_OWN}\b)"
    r"|(?:They|It|Its|Their|He|She|His|Her|Then|Thus|Hence|Therefore|Moreover|Furthermore|Also"
    r"|Additionally|Similarly|Likewise|However|Nevertheless|Nonetheless|Still|Yet|But|And|So|Or"
    r"|Besides|Consequently|Accordingly|Meanwhile|Instead|Conversely|Rather|Otherwise|Again"
    r"|Here(?!,? we\b)|Now|Next|Finally|Lastly|Specifically|Concretely|Namely|Indeed|Notably"
    r"|First(?:ly)?|Second(?:ly)?|Third(?:ly)?|Both|Neither|Either|Another|Others?|Note|Recall"
    r"|Let|Suppose|Assume|Observe|Remember|Consider|If|Because|Since|Though|Given|Where|Which)\b"
    r"|(?:In (?:(?:addition|contrast|comparison)(?! (?:to|with)\b)|particular|fact|turn|short"
    r"|other words)"
    r"|By contrast|On the (?:other|one|contrary)|As (?:a result|such|shown|can|mentioned|we)"
    r"|For (?:example|instance|this|these|that|comparison)|That is|At the same"
    r"|To (?:\w+ )?(?:them|it|this|these|that|those)"
    r"|We (?:now|next|note|will|then))\b"
    r"|[^.,]{0,25}\b(?:it|them)\b(?! (?:is|was|can|has)\b)"
    r"|[^.]{0,40}\b(?:the (?:former|latter|above|same|resulting|following|previous)\b"
    r"|(?<!all )the other\b"
    rf"|(?:this|these|those)\b(?! (?:\w+ )?{_OWN}\b))",
    re.IGNORECASE,
)
"""How a sentence begins that rests on the one before it."""
_REFERS = re.compile(
    r"[^,]{0,40}, (?:their|its|they|them|these|those|such(?! as)|it(?! (?:is|was|has been)))\b"
    r"|(?:Through|By|With|After|Via|Using)\b[^,]{0,160}, (?:it|they) (?!is\b|was\b)"
    r"|(?:Following|Given|Despite|After|Building on|Encouraged by|Motivated by) (?:this|these)\b"
    r"|\w+ (?:outside|beyond) (?:that|this)\b|[^,]{0,40}\bsuch (?!as\b|an?\b)\w",
    re.IGNORECASE,
)
"""How a sentence speaks of what the one before it names."""
_POINTING = re.compile(
    r"\b(?:Figures?|Figs?\.?|Sections?|Secs?\.|Appendix|Appendices|Eqs?\.|Equations?|Rows?"
    r"|Algorithms?|Lemmas?|Theorems?|Propositions?|Corollary|Definitions?|Examples?|Remarks?|Step"
    r"|Footnote|Chapters?)\s*\(?(?-i:[\dA-Z])"
    r"|\bSupplement\w*|§|\w\(\)|\(\d{1,2}(?:\.\d+)?\)|\bTab(?:le|\.)s?\s*\d|\bSects?\."
    r"|\b(?:above|below|following|left|right|aforementioned|in this section)\b"
    r"|\bthe (?:rest|remainder) of (?:the|this)\b"
    r"|[=≤≥∈∑≈≪≫∀∃⊂∪∩∇∂√α-ωΑ-Ω𝐀-𝟿⟨⟩]|(?<![\w'’-])(?![AaIK]\b)[A-Za-z](?![\w'’.-])"
    r"|(?<![\w-])(?-i:[A-Z]-[A-Z])(?![\w-])",
    re.IGNORECASE,
)
"""What points to something that does not stand beside the sentence: a figure, a letter that is
named elsewhere."""
_BACK = re.compile(
    rf"\b(?:this|these|those)\b(?! (?:\w+ )?{_OWN}\b)|\bsuch (?!as\b)|\banother\b"
    r"|\b(?:all|each|any|most|none|both|one) of (?:them|which)\b"
    r"|\bboth (?:limitations|methods|models|approaches|cases|tasks|datasets|settings|of)\b"
    r"|\bone (?:can|is)\b"
    r"|\beach (?:task|type|group|method|setting|category|case)\b"
    r"|\bthat (?:gap|question|problem|issue|limitation|challenge)\b"
    r"|\bthe (?:first|second|third|last|latter) (?:question|one|case|setting|part|step|stage|group"
    r"|type)\b"
    r"|\bthe (?:former|latter|resulting|previous|two(?! (?:most|main|key)\b)|three)\b"
    r"|(?<!all )\bthe other\b|(?<!at )\bthe same\b(?! (?:time|as)\b)",
    re.IGNORECASE,
)
"""What points to words before the sentence."""
_GOES_ON = re.compile(
    r"(?:It|Its|They|Their|This|These|Such|Both|Specifically|Concretely|In particular|Thus|Hence"
    r"|Therefore|As a result|Then)\b"
)
"""How a sentence begins that tells more of what the one before it is about."""
_TURNS = re.compile(
    r"(?:However|Unfortunately|But|Nevertheless|Nonetheless|Still|Yet|That said"
    r"|On the other hand)\b"
)
"""How a sentence begins that takes back a part of what the one before it says."""
_FIRST_STEP = re.compile(r"(?:First(?:ly)?,|We first\b|[^,.]{0,40}, we first\b)", re.IGNORECASE)
_NEXT_STEP = re.compile(
    r"(?:Then|Next|Second(?:ly)?|After(?:wards?| that)|Subsequently|We then|Finally)\b"
    r"|[^.]{0,60}\bthen\b"
)
_SIGMAS = re.compile(r"(?<=\d)\s?σ")
"""Standard deviations: a unit, and no letter that is named elsewhere."""
_SPOKEN = re.compile(
    r"\b(?:you|your|yours|please)\b|^[“\"‘]|\b(?:Q|A|Question|Answer|Input|Output|User|Human"
    r"|Assistant|Prompt|Example)\s?\d*:|\?$|[“\"][^“”\"]{60,}[”\"]",
    re.IGNORECASE,
)
"""Dialogue, an example or a prompt, and long words of others."""
_CITED_SUBJECT = re.compile(
    r"^(?:(?:In|For|From|Following|Like|Similar to|Unlike|Inspired by|Building on) )?"
    r"(?:[A-Z][\w’'-]+(?: (?:and|&) [A-Z][\w’'-]+| et al\.?)?,? ?(?:\(\d{4}[a-z]?\)|\[[\d, ]+\])"
    r"|\[[\d, ]+\]|(?:Recent|Prior|Previous|Existing|Earlier|Other|Several|Many|Some) "
    r"(?:work|works|stud|method|approach|research|paper))"
)
"""A sentence whose subject is somebody else's work."""
_CITATION = re.compile(
    r"\[[\d,;\s–-]+\]|\[[A-Z][A-Za-z+]{0,7}\d\d[a-z]?(?:[,;] ?[A-Z][A-Za-z+]{0,7}\d\d[a-z]?)*\]"
    r"|\((?:[^()]*\b(?:19|20)\d\d[a-z]?[^()]*)\)"
)
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
    return begins and _is_of_words(without_citations(sentence))


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
    half = _HALF_A_LIST.search(without_pointers(words))
    return is_prose(words) and not (half or _FRAGMENT.search(words) or _NOTES.search(words))


def is_of_abstract(words: str) -> bool:
    """Tell a sentence of an abstract that is no small print."""
    return (
        len(fold(words)) > _LEAST_OF_ABSTRACT
        and not (_IN_THE_MIDDLE.match(words) or "? " in words or _GARBLED.search(words))
        and not (
            _HALF_A_LIST.search(without_pointers(words))
            or _CONTENTS.search(words)
            or _MOTTO.fullmatch(words)
        )
        and len(words) <= _LONGEST_OF_ABSTRACT
        and words.endswith((*_ENDS, ")"))
        and not _CONTROL.search(words)
        and not is_small_print(words)
    )


def is_small_print(words: str) -> bool:
    """Tell what is said of the file, the code or the authors, not of the matter."""
    return bool(_SMALL_PRINT.search(without_addresses(words)))


def without_addresses(words: str) -> str:
    """Give words without brackets that hold an address."""
    return _ADDRESS.sub("", words)


def is_outlook(words: str) -> bool:
    """Tell what says only that the work is good, or good for something, or how it came about."""
    announced = _ANNOUNCED.search(words) and not _COMES_OUT.search(words)
    return bool(_OUTLOOK.search(words) or _ORIGIN.search(words) or announced)


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


class OwnWords(NamedTuple):
    """A sentence without what stands around it, and how many characters of it stood before."""

    text: str
    start: int


def own_words(said: str) -> OwnWords:
    """Leave off a list's mark or a heading before a sentence, and a footnote's mark behind it."""
    begins = match.end() if (match := _MARK.match(said)) else 0
    begins += match.end() if (match := _RUN_IN.match(said[begins:])) else 0
    ends = match.start(1) if (match := _NOTE_MARK.search(said)) else len(said)
    return OwnWords(said[begins:ends], begins)


def leans(sentence: str) -> bool:
    """Tell a sentence that rests on the one before it."""
    return bool(_LEANING.match(sentence))


def refers_back(sentence: str) -> bool:
    """Tell a sentence that leans, or speaks of something that its first words do not name."""
    return leans(sentence) or bool(_REFERS.match(sentence))


def goes_on(sentence: str) -> bool:
    """Tell a sentence that is understood behind the one before it, and tells more of the same."""
    return bool(_GOES_ON.match(sentence)) and not _points(sentence)


def turns(sentence: str) -> bool:
    """Tell a sentence that takes back a part of the one before it: that is half of what is said."""
    return bool(_TURNS.match(sentence))


def is_first_step(sentence: str) -> bool:
    """Tell a sentence that says the first of several steps."""
    return bool(_FIRST_STEP.match(sentence))


def is_next_step(sentence: str) -> bool:
    """Tell a sentence that says a step that comes after another one."""
    return bool(_NEXT_STEP.match(sentence))


def points_back(sentence: str) -> bool:
    """Tell a sentence that rests on the one before it, wherever in it that is said."""
    return leans(sentence) or bool(_BACK.search(sentence))


def stands_alone(sentence: str) -> bool:
    """Tell a sentence that is understood where nothing of the paper is beside it."""
    return not (leans(sentence) or _BACK.search(sentence) or _points(sentence))


def _points(sentence: str) -> bool:
    """Tell a sentence that rests on what is not before it either, or is not the paper's own."""
    return bool(
        _POINTING.search(_SIGMAS.sub("", sentence))
        or _SPOKEN.search(sentence)
        or _CITED_SUBJECT.match(sentence)
    )


def without_citations(sentence: str) -> str:
    """Blank "[12, 13]" and "(Radford et al., 2019)", whose numbers say nothing of the paper."""
    return _CITATION.sub(" ", sentence)


def has_citation(sentence: str) -> bool:
    """Tell a sentence that cites."""
    return bool(_CITATION.search(sentence))


def fold(sentence: str) -> str:
    """Give what is the same for two sentences that say the same."""
    return re.sub(r"\W+", "", sentence).lower()
