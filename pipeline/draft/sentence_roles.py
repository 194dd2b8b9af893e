"""What a sentence of a paper is about, told by its cue words and its place.

That is: a problem, what is new, a method, data, results; and for an entry's end, a conclusion, or
a limit of the paper's own work.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Literal

from pipeline.draft import quotable
from pipeline.draft.argument import Sentence

Role = Literal["background", "problem", "new", "method", "detail", "data", "results"]


def _any_of(*words: str) -> re.Pattern[str]:
    """Match any of these; what is Latin and does not begin with a backslash begins with a word."""
    return re.compile(
        "|".join(rf"\b{word}" if word.isascii() else word for word in words), re.IGNORECASE
    )


_SAY = "(?:also |then |first |further )?"
_WORK = "(?:paper|work|article|survey|review|report|study|publication|manuscript|project|letter)"
_NEWS = _any_of(
    rf"we {_SAY}(?:propose|introduce|present|develop|describe|study|investigate|explore|release"
    r"|prove|derive|construct|obtain|give|establish|extend|generali[sz]e|focus on|examine|review"
    r"|analy[sz]e|consider|address|revisit|conduct|report|provide|offer|argue|characteri[sz]e)\b",
    r"is (?:presented|proposed|developed|introduced)\b",
    r"we [^.,;]{0,60},? and (?:also )?(?:propose|introduce|present|develop)\b",
    *(r"here,? we\b", rf"we {_SAY}apply\b"),
    rf"we {_SAY}(?:fill this gap|aim to|seek to|set out to|continue)\b",
    rf"this (?:[\w-]+ ){{0,2}}{_WORK} \w",
    rf"the (?:present )?{_WORK} (?:present|propos|introduc|describ|stud|show|highlight|review|cover"
    r"|discuss|offer|provid|examin|summari|survey)",
    rf"in this (?:{_WORK}|thesis)\b",
    r"our (?:main )?(?:contributions?|approach|method|model)\b",
    r"(?:an?|our|the|this|two|three|several) (?:[\w-]+,? ){0,2}novel\b",
    *("本文", "我们提出"),
)
_BRINGS = _any_of(
    rf"we {_SAY}(?:have )?(?:proposed?|introduced?|develop(?:ed)?|design(?:ed)?|derived?"
    r"|construct(?:ed)?|buil[dt])\b",
    *("提出", "设计"),
)
"""How the introduction tells a part of what is new."""
_ANNOUNCES = re.compile(
    r"In this (?:paper|work|article|study|letter|thesis),? (?:I|we) "
    r"(?!(?:will |also )?(?:assum|consider|us|follow|adopt|denot|refer|restrict|focus|call|limit))"
)
_ANNOUNCED_BEFORE = re.compile(
    rf"{_ANNOUNCES.pattern}|We (?:have )?(?:also )?(?:presented|introduced|proposed|described)\b"
)
"""How a conclusion says again what the abstract has announced."""
_RESULTS = _any_of(
    *("outperform", "surpass", "state[- ]of[- ]the[- ]art", r"SOTA\b", r"rivals?\b", r"achiev\w+"),
    *(r"experiment\w*", r"empirical\w*", r"improves\b", r"competitive\b"),
    r"evaluat(?:ed|ions?) (?:on|of|shows?|demonstrates?)\b",
    r"results (?:show|demonstrate|indicate|suggest|on)\b",
    r"evidence\b(?!-)",
    rf"we {_SAY}(?:find|found|observe|show|demonstrate|conclude)\b",
    *("实验", "结果", "优于", "提升"),
)
_FOUND = _any_of(
    rf"we {_SAY}(?:find|found|observe|show|demonstrate|conclude|obtain|achieve)\b",
    r"we have (?:also )?(?:found|observed|shown|demonstrated)\b",
    *(r"(?:results|experiments) (?!to\b)\w+", r"evidence\b(?!-)"),
    *("outperform", "surpass", r"achieves?\b", "结果", "优于"),
)
_REVEALS = _any_of(
    r"(?:analys[ei]s|ablations?|evaluations?|implementations?|stud(?:y|ies)|simulations?|experiments?"
    r"|results|findings|theory|proofs?|bounds?) (?:[\w-]+ ){0,5}"
    r"(?:show|reveal|suggest|indicate|demonstrate|confirm|impl(?:y|ies))\w*\b"
)
"""How a conclusion tells what came out without saying whose it is."""
_DONE = _any_of(
    r"we (?:have )?(?:also )?(?:provided|established|prove[dn]|obtained|generali[sz]ed|extended"
    r"|unified|computed|determined|measured|calculated|solved)\b",
    rf"this {_WORK} (?:has )?(?:provide|present|show|propose|introduce|demonstrate|establishe"
    r"|develop|describe)[sd]?\b",
)
"""How a conclusion tells what was done."""
_PROVED = _any_of(
    rf"we {_SAY}(?:show|prove|find|found|observe|demonstrate|obtain|achieve|establish)\b",
    r"(?:is|are|was|were) (?:also )?(?:shown|proven?|found|demonstrated)\b",
    r"our (?:\w+ )?results?\b",
    r"impl(?:y|ies) (?:that|new)\b",
)
"""How a sentence says what came out, beside measuring."""
_WORKED = _any_of(
    rf"we {_SAY}(?:randomly )?[“\"]?(?:use|train|pre-?train|fine-?tune|incorporate|apply|employ"
    r"|design|propose|introduce|develop|build|construct|create|generate|adopt|optimi[sz]e|curate|gather"
    r"|collect|convert|transform|combine|derive|extend|tokeni[sz]e|mask|leverage|utili[sz]e|select"
    r"|sample|encode|freeze|align|filter|formulate|characteri[sz]e)\b",
    r"(?:is|are) (?:\w+ )?(?:presented|introduced|proposed|developed|given|derived|implemented"
    r"|trained|computed|constructed|aligned)\b",
)
"""How a sentence says what was done."""
_DOING = re.compile(
    rf"(?:[^.]{{1,160}}, )?we {_SAY}(?:randomly )?(?:use|train|pre-?train|fine-?tune|incorporate"
    r"|apply|employ|design|build|construct|create|generate|adopt|optimi[sz]e|curate|gather|collect"
    r"|convert|transform|combine|extend|tokeni[sz]e|mask|leverage|utili[sz]e|select|sample|encode"
    r"|freeze|align|filter|formulate|conduct"
    r"|focus on|investigate|examine|evaluate|experiment|compare|test"
    r"|consider)\b",
    re.IGNORECASE,
)
"""How a sentence begins that says what was done, or what was looked into."""
_OWN_SUBJECT = re.compile(
    r"(?:[^.]{1,160}, )?(?:we|our|the (?:proposed|resulting)|"
    rf"this (?:[\w-]+ ){{0,2}}{_WORK})\b",
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
    rf"|this {_WORK} (?:is|was|describes|reports|discusses|starts|aims))\b"
    r"|.*\bto (?:the best of )?our knowledge\b|.*\bfills a gap\b"
    r"|.*\b(?:section|paragraph|chapter)s?\b",
    re.IGNORECASE,
)
"""How a sentence begins that speaks of the text, of a word's use, or of what the authors want."""
_PROPOSED = re.compile(r"The (?:proposed|presented|resulting) [\w-]+")
"""How a conclusion names the paper's own work."""
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
_OUR_METHOD = re.compile(
    r"(?:Our|The (?:proposed|resulting)) (?:[\w-]+ ){0,2}"
    r"(?:approach|method|model|algorithm|framework|system|architecture|network|pipeline|technique)\b"
)
"""How a sentence begins whose subject is the method."""
_WORKS = re.compile(
    r"(?:In this (?:paper|work), we (?:study|explore|consider) (?:an?|the) [\w -]{0,60}"
    r"(?:approach|method|model|algorithm|framework|system)\b[\w ,-]{0,60}?,? (?:which|that) \w+s\b"
    r"|(?:Our|The proposed) (?:[\w-]+ ){0,2}(?:approach|method|model|algorithm|framework|system"
    rf"|architecture|network|pipeline)(?: to [\w -]{{0,60}}| for [\w -]{{0,60}})? {_WORKING})"
)
"""How a method is told in one sentence."""
_TRIAL = re.compile(rf"(?:In [\w -]{{1,40}}, )?[Ww]e {_SAY}(?:experiment|evaluate|test|compare)\b")
"""How a sentence says what was tried."""
_TRIED = _any_of(
    *(r"(?:results|experiments?)\b", "outperform", "surpass", "achiev", "state-of-the-art"),
    rf"we {_SAY}(?:show|find|observe|prove|demonstrate)\b",
    *("实验", "结果", "优于"),
)
"""How a result of the paper's own is told in its introduction."""
_COMPARED = _any_of(
    r"(?:outperform|surpass|exceed|improv|achiev|reach|obtain|attain|gain|reduc|yield|rival)\w*",
    r"(?:better|higher|lower|faster|smaller|state[- ]of[- ]the[- ]art|SOTA|speed-?up)\b",
    *("优于", "提升", "提高", "达到", "超过", "降低"),
)
_IS_BETTER = _any_of(
    r"(?:outperform|surpass|exceed|improv|achiev|reach)\w*",
    *("优于", "提升", "提高", "达到", "超过"),
)
"""The same in the body, where a method is told in the other words."""
_MEASURED = re.compile(
    r"(?<![\w.-])(?<!GPT )(?<!version )\d[\d,]*\.\d+"
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
_SETTING = _any_of(
    *(r"epochs?\b", r"learning rate\b", r"batch(?: size)?\b", r"dropout\b", r"vocabulary\b"),
    *(r"hidden (?:layer|size|units)\b", r"optimi[sz]er\b", r"warm-?up\b", r"weight decay\b"),
    *(r"hyper-?parameters?\b", r"seeds?\b", r"beam size\b", r"GPUs?\b"),
    *(r"temperature\b", r"thresholds?\b", r"probabilit(?:y|ies)\b"),
)
"""What a sentence of settings has: it tells neither results nor data."""
_AMOUNT = re.compile(
    r"(?<!\w)\d[\d,.]*\s?(?:[kKMBT]|thousand|million|billion|trillion)?\+?[ -](?:[\w-]+ ){0,3}"
    r"(?:data ?sets?|corpora|data|tokens|pairs|images|videos|documents|articles|papers|samples"
    r"|examples|questions|hours of|sentences|users|items|instances|annotations|languages|tasks"
    r"|benchmarks|problems|instructions|conversations|interactions|reviews|events|nodes)\b"
    r"|\d[\d,.]*\s?[万亿]?(?:条|个|篇|张|小时|对)"
)
_MADE = _any_of(
    r"(?:collect|construct|build|built|curat|annotat|train|pre-?train|contain|compris|consist"
    r"|introduc|releas|creat|gather|crawl)\w*",
    r"includes?\b",
    *("收集", "构建", "标注", "训练"),
)
"""What is done to data that a paper rests on, and not only tried on."""
_TRAINED = _any_of(r"(?:pre-?)?train\w*", r"collect\w*", "收集", "训练")
_ONLY_TRIED = _any_of(
    r"(?:evaluat|report|test|valid|randomly|follow|sampl|compar|select|suggest)\w*",
    r"(?:could|would|might)\b",
)
_PROBLEM = _any_of(
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
    *("挑战", "困难", "难以", "不足", "缺乏"),
)
_CITED = re.compile(r"\bet al\b|\(\w+,? (?:19|20)\d\d")
_OWN = _any_of(r"(?:we|our|ours|us)\b", rf"(?<!of )this {_WORK}\b", "我们", "本文")
"""The paper's own work is spoken of: "the authors of this work" are others."""
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
_LIMITS = _any_of(
    "limitations?",
    *(r"is limited (?:to|by)\b", r"(?:have|has) not yet\b"),
    "remains? (?:an? )?(?:open|challeng|unclear|unknown)",
    *("drawback", "fails? to", "at the cost of", "局限", "不足"),
)
_LACKS = _any_of(
    *(r"(?:does|do|can|could) ?not\b", "inability", "unable", "sensitive to", "inefficien"),
    *("expensive", "costly", r"grows?\b", r"requires?\b", r"only\b", "difficult", "不能", "无法"),
)
"""What a section of limitations says of them."""
_OVERCOME = _any_of(
    *("address", "overcom", "mitigat", "alleviat", "resolv", "tackl", "without limit"),
    *("can still", "we (?:have )?shown?"),
    r"(?:previous|prior|existing|traditional)\b",
)
"""With these, a limitation is somebody else's, or gone."""
_ANNOUNCED = _any_of(
    r"there (?:are|is|exist)\b.*\blimitations?",
    r"(?:several|some|many|few|main|following|certain) (?:\w+ )?limitations?",
    *(r"there are\b", "discuss", r"list\b"),
)
"""What is named elsewhere."""
_PLAN = _any_of(
    r"we (?:plan|would like|intend|are (?:also |currently )?(?:interested|working|planning"
    r"|investigating|exploring|studying|developing))\b",
    r"(?:future|further) (?:work|research|stud|direction)",
    *("in (?:the )?future", "leave .{0,60} (?:to|for|as)", "remains to be"),
    "(?:promising|interesting|exciting) (?:direction|avenue)",
    *("未来", "下一步"),
)
_OPINION = _any_of(
    *(r"we (?:believe|expect|are sure|think|hope|aim|are excited)\b", r"(?:may|might|could)\b"),
)
_MODAL = _any_of(
    r"(?:can|could|may|might|will|would|should) (?:also |further |potentially |greatly )?"
    r"(?:help|serve|provide|facilitate|enable|inspire|guide|benefit|encourage|foster|support"
    r"|contribute|be (?:applied|used|useful|helpful|valuable|beneficial))\b",
    *("有望", "可以为"),
)
_CONCLUDES = re.compile(
    r"^(?:In (?:summary|conclusion|sum|this (?:paper|work|article))|To (?:conclude|summari[sz]e)"
    r"|Overall"
    r"|Our (?:\w+ ){0,2}(?:results?|findings?|experiments?|analys[ei]s)|本文|综上|总之"
    r"|We (?:have |also )?(?:present|propose|introduc|show|demonstrat|find|found|prove|develop"
    r"|stud|investigat|conclude))"
)


def is_news(sentence: str) -> bool:
    """Tell a sentence that says what the paper brings."""
    return bool(_NEWS.search(sentence))


def brings(sentence: str) -> bool:
    """Tell a sentence that says what the authors made."""
    return bool(_BRINGS.search(sentence) or _ANNOUNCES.match(sentence))


def tells_results(sentence: str) -> bool:
    """Tell a sentence that says what came out, and not only what was done."""
    told = bool(_RESULTS.search(sentence))
    return told and (
        is_measured(sentence) or bool(_FOUND.search(sentence)) or not is_news(sentence)
    )


def is_trial(sentence: str) -> bool:
    """Tell a sentence that says what was tried, and not what came out."""
    came_out = _FOUND.search(sentence) or is_measured(sentence) or is_compared(sentence)
    return bool(_TRIAL.match(sentence)) and not came_out


def is_doing(sentence: str) -> bool:
    """Tell a sentence that says first what was done, and not what came out."""
    came_out = _FOUND.search(sentence) or is_measured(sentence)
    return bool(_DOING.match(sentence)) and not came_out


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
            if _NEWS.search(sentence.text):
                names |= {match[match.lastindex or 0] for match in _NAMED.finditer(sentence.text)}
    known = {quotable.fold(name) for name in names}
    short = (match for sentence in said for match in _SHORT_NAME.finditer(sentence.text))
    names |= {"-".join(name.split()) for name in names}
    return frozenset(names | {match[2] for match in short if quotable.fold(match[1]) in known})


def role_beside_abstract(sentence: Sentence, names: Collection[str]) -> Role | None:
    """Tell what a sentence beside the abstract is about; None where an entry can do without it.

    It speaks of the paper's own work (by `names`, too). A result is compared and measured, or told
    where the introduction or the conclusion sums up; data have an amount; news and the method are
    said in the introduction.
    """
    text, place = sentence.text, sentence.place
    named = any(re.search(rf"(?<!\w){re.escape(name)}", text) for name in names)
    own = _OWN.search(text) or named or place == "contributions"
    if not own or place in ("abstract", "limitations") or _SETTING.search(text):
        return None
    compared = _IS_BETTER if place == "body" else _COMPARED
    if compared.search(text) and is_measured(text):
        return "results" if tells_on_what(text) else None
    if place != "conclusion" and is_of_data(text) and not is_compared(text):
        is_tried_on = place in ("results", "body") and not _TRAINED.search(text)
        return None if is_tried_on else "data"
    told = place in ("contributions", "introduction", "conclusion")
    aside = _PLAN.search(text) or _OPINION.search(text) or _LIMITS.search(text)
    if not told or aside or quotable.is_small_print(text):
        return None
    role = role_of_own_work(text)
    if role == "results" and place == "introduction" and not _TRIED.search(text):
        return None  # what was seen before, and led to the work
    return role if role != "detail" else None


def is_lacking(text: str) -> bool:
    """Tell a sentence that says what is hard, or lacking."""
    return bool(_PROBLEM.search(text))


def is_problem(sentence: Sentence) -> bool:
    """Tell a sentence of the introduction that says what was hard, or lacking, before the paper."""
    text = sentence.text
    own = _OWN.search(text) or _CITED.search(text)
    return sentence.place == "introduction" and is_lacking(text) and not own


def role_of_own_work(text: str) -> Role:
    """Tell what a sentence that sums up the paper's own work is about."""
    if _FOUND.search(text) and tells_results(text):
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


def sums_up(sentence: Sentence, names: Collection[str]) -> bool:
    """Tell a sentence of the conclusion about the paper's own work, in any of its words."""
    text = sentence.text
    if _ANNOUNCED_BEFORE.match(text) and not _FOUND.search(text):
        return False
    own = is_of_own_work(sentence) and (_DONE.search(text) or brings(text) or _FOUND.search(text))
    return (bool(own or _PROPOSED.match(text)) and not is_aside(text)) or closes(sentence, names)


def is_finding(sentence: Sentence) -> bool:
    """Tell a sentence of the results that says by how much its own work is better."""
    text = sentence.text
    told = is_measured(text) and is_compared(text) and tells_on_what(text)
    return told and is_of_own_work(sentence) and not _SETTING.search(text)


def tells_how(sentence: Sentence, names: Collection[str]) -> bool:
    """Tell a sentence that says in its first words how the paper's own method works."""
    text = sentence.text
    if sentence.place == "body" and not _CONSISTS.search(text):
        return False  # a step of it, or a remark beside it
    named = any(
        re.match(rf"(?:The )?{re.escape(name)}(?: \w+)? {_WORKING}", text) for name in names
    )
    return bool(named or _WORKS.match(text)) and not (is_aside(text) or _SETTING.search(text))


def tells_own_work(sentence: Sentence, names: Collection[str]) -> bool:
    """Tell a sentence whose subject is the paper's own work, and that says what it is or does."""
    text = sentence.text
    named = any(text.startswith((name, f"The {name}")) for name in names)
    aside = is_aside(text) or _SETTING.search(text) or _WRITTEN.match(text)
    if sentence.place == "introduction" and _FOUND.search(text) and not _TRIED.search(text):
        return False  # what was seen before, and led to the work
    return bool(named or _OWN_SUBJECT.match(text)) and not aside


def is_of_data(text: str) -> bool:
    """Tell a sentence of data that the paper rests on."""
    aside = _ONLY_TRIED.search(text) or _FOUND.search(text)
    return bool(_AMOUNT.search(text) and _MADE.search(text)) and not aside


def is_conclusion(sentence: Sentence) -> bool:
    """Tell a sentence that says what the paper comes to."""
    text = sentence.text
    return bool(_CONCLUDES.search(text) and _FOUND.search(text)) and is_of_own_work(sentence)


def _is_of(text: str, names: Collection[str]) -> bool:
    """Tell whether the first that a sentence names is the paper's own."""
    first = re.search(rf"(?<![\w-]){_NAME}", text)
    return first is not None and first[0] in names


def is_of_own_work(sentence: Sentence) -> bool:
    """Tell a sentence of what the paper did, not of its limits, of plans or of hopes."""
    return bool(_OWN.search(sentence.text)) and not is_aside(sentence.text)


def is_aside(text: str) -> bool:
    """Tell a sentence of limits, of plans or of hopes."""
    aside = _LIMITS.search(text) or _PLAN.search(text) or _OPINION.search(text)
    return bool(aside) or "limit ourselves" in text


def closes(sentence: Sentence, names: Collection[str]) -> bool:
    """Tell a sentence of what the paper made or found, by its verbs or its name."""
    text = sentence.text
    found = bool(_FOUND.search(text))
    if sentence.place == "conclusion" and _ANNOUNCES.match(text) and not found:
        return False  # the abstract has announced it
    named = any(name in text for name in names)
    if sentence.place == "conclusion" and (_is_of(text, names) or _REVEALS.search(text)):
        return not (is_aside(text) or quotable.has_citation(text))
    done = sentence.place == "conclusion" and _DONE.search(text)
    return bool(found or named or done or brings(text)) and is_of_own_work(sentence)


def is_limit(sentence: Sentence) -> bool:
    """Tell a sentence that says what the paper's own work cannot do yet."""
    text = sentence.text
    if _OVERCOME.search(text) or _ANNOUNCED.search(text):
        return False
    if sentence.place == "limitations":
        return bool(_LIMITS.search(text) or _LACKS.search(text))
    return bool(_OWN.search(text) and _LIMITS.search(text))
