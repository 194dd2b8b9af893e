"""What a sentence of a paper is about, told by its cue words and its place.

That is: a problem, what is new, a method, data, results; and for an entry's end, a conclusion, or
a limit of the paper's own work.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

from pipeline.draft import quotable
from pipeline.draft.argument import Sentence
from pipeline.draft.cues import (
    ANNOUNCES,
    FOUND,
    LIMITS,
    OPINION,
    OWN,
    PLAN,
    SAY,
    SETTING,
    TRIED,
    WORK,
    any_of,
)

Role = Literal["background", "problem", "new", "method", "detail", "data", "results"]
_NEWS = any_of(
    rf"we {SAY}(?:propose|introduce|present|develop|describe|study|investigate|explore|release"
    r"|prove|derive|construct|obtain|give|establish|extend|generali[sz]e|focus on|examine|review"
    r"|analy[sz]e|consider|address|revisit|conduct|report|provide|offer|argue|characteri[sz]e)\b",
    r"is (?:presented|proposed|developed|introduced)\b",
    r"we [^.,;]{0,60},? and (?:also )?(?:propose|introduce|present|develop)\b",
    *(r"here,? we\b", rf"we {SAY}apply\b"),
    rf"we {SAY}(?:fill this gap|aim to|seek to|set out to|continue)\b",
    rf"this (?:[\w-]+ ){{0,2}}{WORK} \w",
    rf"the (?:present )?{WORK} (?:present|propos|introduc|describ|stud|show|highlight|review|cover"
    r"|discuss|offer|provid|examin|summari|survey)",
    rf"in this (?:{WORK}|thesis)\b",
    r"our (?:main )?(?:contributions?|approach|method|model)\b",
    r"(?:an?|our|the|this|two|three|several) (?:[\w-]+,? ){0,2}novel\b",
    r"(?:package|software|library|toolbox|toolkit)(?: [\w.]+)? (?:provides|implements|offers"
    r"|extends)\b",
    r"is an? (?:[\w+-]+ ){1,3}(?:package|library|toolbox|toolkit)\b",
    *("本文", "我们提出"),
)
_BRINGS = any_of(
    rf"we {SAY}(?:have )?(?:proposed?|introduced?|develop(?:ed)?|design(?:ed)?|derived?"
    r"|construct(?:ed)?|buil[dt])\b",
    *("提出", "设计"),
)
"""How the introduction tells a part of what is new."""
_RESULTS = any_of(
    *("outperform", "surpass", "state[- ]of[- ]the[- ]art", r"SOTA\b", r"rivals?\b", r"achiev\w+"),
    *(r"experiment\w*", r"empirical\w*", r"improves\b", r"competitive\b"),
    r"evaluat(?:ed|ions?) (?:on|of|shows?|demonstrates?)\b",
    r"results (?:show|demonstrate|indicate|suggest|on)\b",
    r"evidence\b(?!-)",
    rf"we {SAY}(?:find|found|observe|show|demonstrate|conclude)\b",
    *("实验", "结果", "优于", "提升"),
)
_PROVED = any_of(
    rf"we {SAY}(?:show|prove|find|found|observe|demonstrate|obtain|achieve|establish)\b",
    r"(?:is|are|was|were) (?:also )?(?:shown|proven?|found|demonstrated)\b",
    r"our (?:\w+ )?results?\b",
    r"impl(?:y|ies) (?:that|new)\b",
)
"""How a sentence says what came out, beside measuring."""
_WORKED = any_of(
    rf"we {SAY}(?:randomly )?[“\"]?(?:use|train|pre-?train|fine-?tune|incorporate|apply|employ"
    r"|design|propose|introduce|develop|build|construct|create|generate|adopt|optimi[sz]e|curate|gather"
    r"|collect|convert|transform|combine|derive|extend|tokeni[sz]e|mask|leverage|utili[sz]e|select"
    r"|sample|encode|freeze|align|filter|formulate|characteri[sz]e)\b",
    r"(?:is|are) (?:\w+ )?(?:presented|introduced|proposed|developed|given|derived|implemented"
    r"|trained|computed|constructed|aligned)\b",
    r"results are (?:obtained|derived) (?:from|by|with|using)\b",
)
"""How a sentence says what was done."""
_DOING = re.compile(
    rf"(?:[^.]{{1,160}}, )?we {SAY}(?:randomly )?(?:use|train|pre-?train|fine-?tune|incorporate"
    r"|apply|employ|design|build|construct|create|generate|adopt|optimi[sz]e|curate|gather|collect"
    r"|convert|transform|combine|extend|tokeni[sz]e|mask|leverage|utili[sz]e|select|sample|encode"
    r"|freeze|align|filter|formulate|conduct"
    r"|focus on|investigate|examine|evaluate|experiment|compare|test"
    r"|consider)\b",
    re.IGNORECASE,
)
"""How a sentence begins that says what was done, or what was looked into."""
_OUR_METHOD = re.compile(
    r"(?:Our|The (?:proposed|resulting)) (?:[\w-]+ ){0,2}"
    r"(?:approach|method|model|algorithm|framework|system|architecture|network|pipeline|technique)\b"
)
"""How a sentence begins whose subject is the method."""
_TRIAL = re.compile(rf"(?:In [\w -]{{1,40}}, )?[Ww]e {SAY}(?:experiment|evaluate|test|compare)\b")
"""How a sentence says what was tried."""
_COMPARED = any_of(
    r"(?:outperform|surpass|exceed|improv|achiev|reach|obtain|attain|gain|reduc|yield|rival)\w*",
    r"(?:better|higher|lower|faster|smaller|state[- ]of[- ]the[- ]art|SOTA|speed-?up)\b",
    *("优于", "提升", "提高", "达到", "超过", "降低"),
)
_IS_BETTER = any_of(
    r"(?:outperform|surpass|exceed|improv|achiev|reach)\w*",
    *("优于", "提升", "提高", "达到", "超过"),
)
"""The same in the body, where a method is told in the other words."""
_MEASURED = re.compile(
    r"(?<![\w.-])(?<!\d,)(?<!GPT )(?<!version )\d[\d,]*\.\d+"
    r"(?!\d|\.\d|\s?-?(?:[kKMBT]\b|[mb]illion|trillion|parameter|hours?\b|GB\b))"
    r"|\d ?(?:%|points?\b|percent|times\b)|\d(?: \w+)? out of \d"
    r"|\d\s?(?:×|[xX]\b)(?=\s(?:faster|slower|smaller|larger|fewer|less|more|speed|reduc|improv|high"
    r"|low|cheap|better|acceler|compress))"
)
"""A number that a result has: a decimal that is no size, a percentage, a factor."""
_MEASURED_ON = re.compile(
    r"\b(?:on|across|in terms of|for|in|with|when|over)\b(?! an? (?:\w+ )?(?:rate|score|margin)\b)"
    r"(?! (?:average|total|general|contrast|comparison)\b)"
    r"|\b(?:accurac|error|F1|BLEU|ROUGE|precision|recall|AUC|AP|mAP|perplexit|WER|latency|speed|cost"
    r"|parameter|memory|FLOP|loss|correlation|top-1|improv)\w*",
)
"""What a number was measured on, or of what: alone it says nothing."""
_AMOUNT = re.compile(
    r"(?<!\w)\d[\d,.]*\s?(?:[kKMBT]|thousand|million|billion|trillion)?\+?[ -](?:[\w-]+ ){0,3}"
    r"(?:data ?sets?|corpora|data|tokens|pairs|images|videos|documents|articles|papers|samples"
    r"|examples|questions|hours of|sentences|users|items|instances|annotations|languages|tasks"
    r"|benchmarks|problems|instructions|conversations|interactions|reviews|events|nodes)\b"
    r"|\d[\d,.]*\s?[万亿]?(?:条|个|篇|张|小时|对)"
)
_MADE = any_of(
    r"(?:collect|construct|build|built|curat|annotat|train|pre-?train|contain|compris|consist"
    r"|introduc|releas|creat|gather|crawl)\w*",
    r"includes?\b",
    *("收集", "构建", "标注", "训练"),
)
"""What is done to data that a paper rests on, and not only tried on."""
_TRAINED = any_of(r"(?:pre-?)?train\w*", r"collect\w*", "收集", "训练")
_ONLY_TRIED = any_of(
    r"(?:evaluat|report|test|valid|randomly|follow|sampl|compar|select|suggest)\w*",
    r"(?:could|would|might)\b",
)
_PROBLEM = any_of(
    *(r"challeng(?:e|es|ing)\b", r"difficult\w*", "struggl", r"suffers?\b", r"fails?\b"),
    *(
        r"lacks?\b",
        r"remains?\b",
        r"limited\b",
        r"(?:under|un)-?(?:studied|explored)\b",
        r"(?:overlooked|neglected|hinders?|prohibitive\w*|impractical|labor-intensive)\b",
        r"expensive\b",
        r"costly\b",
        "bottleneck",
        r"hard to\b",
        r"(?:unclear|unknown|undisclosed|barriers?|in contrast to)\b",
        r"little (?:work|attention|is known)\b",
        r"(?:not (?:yet |well |fully )?been|have focused on|biase?s?|inefficient\w*)\b",
    ),
    r"(?:is|are) (?:needed|lacking|missing|desirable|called for)\b",
    r"(?:there (?:is|are|exists?)|has|have) (?:still |as yet |currently )?no\b",
    *("挑战", "困难", "难以", "不足", "缺乏"),
)
_BUT = re.compile(r"(?:While|Whereas|Although|Though)\b.*,")
"""How a sentence begins that sets what is there against what is not."""
_ASKED = re.compile(
    r"\?$|\bquestions? (?:of )?(?:whether|how|why|remains?|arises?|that remains?)\b"
    r"|\b(?:open|natural|fundamental|central|this|the|one) questions?\b"
)
"""How a sentence asks what the paper answers."""
_CITED = re.compile(r"\bet al\b|\(\w+,? (?:19|20)\d\d")
_MODAL = any_of(
    r"(?:can|could|may|might|will|would|should) (?:also |further |potentially |greatly )?"
    r"(?:help|serve|provide|facilitate|enable|inspire|guide|benefit|encourage|foster|support"
    r"|contribute|be (?:applied|used|useful|helpful|valuable|beneficial))\b",
    *("有望", "可以为"),
)


def is_news(sentence: str) -> bool:
    """Tell a sentence that says what the paper brings."""
    return bool(_NEWS.search(sentence))


def brings(sentence: str) -> bool:
    """Tell a sentence that says what the authors made."""
    return bool(_BRINGS.search(sentence) or ANNOUNCES.match(sentence))


def tells_results(sentence: str) -> bool:
    """Tell a sentence that says what came out, and not only what was done."""
    told = bool(_RESULTS.search(sentence))
    return told and (is_measured(sentence) or bool(FOUND.search(sentence)) or not is_news(sentence))


def is_trial(sentence: str) -> bool:
    """Tell a sentence that says what was tried, and not what came out."""
    came_out = FOUND.search(sentence) or is_measured(sentence) or is_compared(sentence)
    return bool(_TRIAL.match(sentence)) and not came_out


def is_doing(sentence: str) -> bool:
    """Tell a sentence that says first what was done, and not what came out."""
    if not _DOING.match(sentence):
        return False
    return not (FOUND.search(sentence) or is_measured(sentence))


def is_promise(sentence: str) -> bool:
    """Tell a sentence that says what may come of the work, and not what came out."""
    return bool(_MODAL.search(sentence)) and not (tells_results(sentence) or is_measured(sentence))


def is_compared(sentence: str) -> bool:
    """Tell a sentence that says what is better, or has become so."""
    return bool(_COMPARED.search(sentence))


def tells_on_what(sentence: str) -> bool:
    """Tell a measured sentence that says what it was measured on, or what of it."""
    return bool(_MEASURED_ON.search(quotable.without_citations(sentence)))


def is_measured(sentence: str) -> bool:
    """Tell a sentence with a number that a result has."""
    return bool(_MEASURED.search(quotable.without_citations(sentence)))


def role_beside_abstract(sentence: Sentence, names: Collection[str]) -> Role | None:
    """Tell what a sentence beside the abstract is about; None where an entry can do without it.

    It speaks of the paper's own work (by `names`, too). A result is compared and measured, or told
    where the introduction or the conclusion sums up; data have an amount; news and the method are
    said in the introduction.
    """
    text, place = sentence.text, sentence.place
    named = any(re.search(rf"(?<!\w){re.escape(name)}", text) for name in names)
    own = OWN.search(text) or named or place == "contributions"
    if not own or place in ("abstract", "limitations") or SETTING.search(text):
        return None
    compared = _IS_BETTER if place == "body" else _COMPARED
    if compared.search(text) and is_measured(text):
        return "results" if tells_on_what(text) else None
    if place != "conclusion" and is_of_data(text) and not is_compared(text):
        is_tried_on = place in ("results", "body") and not _TRAINED.search(text)
        return None if is_tried_on else "data"
    told = place in ("contributions", "introduction", "conclusion")
    aside = PLAN.search(text) or OPINION.search(text) or LIMITS.search(text)
    if not told or aside or quotable.is_small_print(text):
        return None
    role = role_of_own_work(text)
    if role == "results" and place == "introduction" and not TRIED.search(text):
        return None  # what was seen before, and led to the work
    return role if role != "detail" else None


def is_lacking(text: str) -> bool:
    """Tell a sentence that says what is hard, or lacking."""
    return bool(_PROBLEM.search(text))


def is_set_against(text: str) -> bool:
    """Tell a sentence that says what is lacking, or sets what is there against what is not."""
    return is_lacking(text) or bool(_BUT.match(text))


def is_open(text: str) -> bool:
    """Tell a sentence that says what is lacking, or asks."""
    return is_set_against(text) or bool(_ASKED.search(text))


def role_of_own_work(text: str) -> Role:
    """Tell what a sentence that sums up the paper's own work is about."""
    if FOUND.search(text) and tells_results(text):
        return "results"
    return "method" if _BRINGS.search(text) else "detail"


def role_by_words(text: str, otherwise: Role) -> Role:
    """Tell by its words what a sentence is about that stands beside what is new."""
    if is_of_data(text) and not is_compared(text):
        return "data"
    if is_doing(text) or is_trial(text):
        return "method"
    if is_measured(text) or _PROVED.search(text) or tells_results(text):
        return "results"
    return "method" if _WORKED.search(text) or _OUR_METHOD.match(text) else otherwise


def is_of_data(text: str) -> bool:
    """Tell a sentence of data that the paper rests on."""
    aside = _ONLY_TRIED.search(text) or FOUND.search(text)
    return bool(_AMOUNT.search(text) and _MADE.search(text)) and not aside
