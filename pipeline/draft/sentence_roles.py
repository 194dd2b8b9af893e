"""What a sentence of a paper is about, told by its cue words and its place.

That is: a problem, what is new, a method, data, results.
"""

from __future__ import annotations

import re
from typing import Literal

Place = Literal["abstract", "opening", "middle", "closing"]
Role = Literal["problem", "new", "method", "data", "results", "background", "detail", "conclusion"]


def _any_of(*words: str) -> re.Pattern[str]:
    """Match any of these; what is Latin and does not begin with a backslash begins with a word."""
    return re.compile(
        "|".join(rf"\b{word}" if word.isascii() else word for word in words), re.IGNORECASE
    )


_LIMITS = _any_of(
    "limitations?",
    "future work",
    "remains? (?:an? )?(?:open|challeng|unclear|unknown)",
    "we leave",
    "drawback",
    "fails? to",
    "局限",
    "不足",
    "未来",
)
_OVERCOME = _any_of(
    "address",
    "overcom",
    "mitigat",
    "alleviat",
    "resolv",
    "tackl",
    "without limit",
    r"(?:previous|prior|existing|traditional)\b",
)
"""With these, a limitation is somebody else's, or gone."""
_SAY = "(?:also |then |first |further )?"
_CONCLUDES = re.compile(
    r"^(?:In (?:summary|conclusion|sum|this (?:paper|work|article))|To (?:conclude|summari[sz]e)"
    r"|Overall"
    r"|Our (?:results|findings|experiments)|本文|综上|总之"
    r"|We (?:have |also )?(?:present|propose|introduc|show|demonstrat|find|found|prove|develop"
    r"|stud|investigat|conclude))"
)
_CUES: dict[Role, re.Pattern[str]] = {
    "new": _any_of(
        rf"we {_SAY}(?:propose|introduce|present|develop|describe|study|investigate|explore|release"
        r"|prove|derive|construct)\b",
        rf"we {_SAY}(?:obtain|give|establish|extend|generali[sz]e)\b",
        r"is (?:presented|proposed|developed|introduced)\b",
        r"this (?:paper|work|article|survey|report) \w",
        r"in this (?:paper|work|article)\b",
        r"our (?:main )?(?:contributions?|approach|method|model)\b",
        *(r"novel\b", "本文", "我们提出"),
    ),
    "results": _any_of(
        *("outperform", "demonstrat", r"rivals?\b", "state[- ]of[- ]the[- ]art", r"SOTA\b"),
        *("achiev", r"improve[sd]?\b"),
        rf"we {_SAY}(?:find|found|observe|show|conclude)\b",
        "(?:results?|experiments?) (?:show|demonstrate|indicate|suggest)",
        *(r"accuracy\b", r"competitive\b", "surpass", r"comparable\b", r"significant\b"),
        *("结果", "优于", "提升"),
    ),
    "data": _any_of(
        *(r"data ?sets?\b", r"corpus\b", r"corpora\b", r"benchmarks?\b", r"training data\b"),
        *(r"tokens\b", "image-text pairs", "annotat", r"collected?\b", "数据"),
    ),
    "method": _any_of(
        *(r"architecture\b", r"model\b", r"method\b", r"(?:en|de)coder\b", r"training\b"),
        *(r"trained\b", "pre-?train", "fine-?tun", r"loss\b", r"algorithm\b", r"framework\b"),
        *(r"module\b", r"layers?\b", r"consists? of\b", r"parameters\b"),
        *("方法", "模型", "算法"),
    ),
    "problem": _any_of(
        *("however,", "challeng", "difficult", r"problem\b", r"lack of\b", r"limited\b"),
        *(r"expensive\b", "suffer", r"recent(?:ly)?\b", r"existing\b", "previous", r"prior\b"),
        *("然而", "问题", "挑战"),
    ),
}
"""What tells a sentence's role, the first that fits."""
_UNCUED: dict[Place, Role] = {
    "abstract": "detail",
    "opening": "background",
    "middle": "detail",
    "closing": "conclusion",
}


def role_of(text: str, place: Place) -> Role:
    """Tell what a sentence is about by its cue words, else by its place.

    What is news or a problem is said in the abstract and the introduction.
    """
    at_start = place in ("abstract", "opening")
    for role, cue in _CUES.items():
        if cue.search(text) and (at_start or role not in ("new", "problem")):
            return role
    return _UNCUED[place]


def concludes(sentence: str) -> bool:
    """Tell a sentence that says what the paper comes to."""
    return bool(_CONCLUDES.search(sentence))


def is_limit(sentence: str) -> bool:
    """Tell a sentence that says what the paper's own work cannot do yet."""
    return bool(_LIMITS.search(sentence)) and not _OVERCOME.search(sentence)
