"""Words that tell what a sentence of a paper does, whichever of its parts asks."""

from __future__ import annotations

import re


def any_of(*words: str) -> re.Pattern[str]:
    """Match any of these; what is Latin and does not begin with a backslash begins with a word."""
    return re.compile(
        "|".join(rf"\b{word}" if word.isascii() else word for word in words), re.IGNORECASE
    )


SAY = "(?:also |then |first |further )?"
WORK = (
    "(?:paper|work|article|survey|review|report|study|publication|manuscript|project|letter|vignette"
    "|tutorial|essay|thesis|chapter|document)"
)
ANNOUNCES = re.compile(
    r"In this (?:paper|work|article|study|letter|thesis),? (?:I|we) "
    r"(?!(?:will |also )?(?:assum|consider|us|follow|adopt|denot|refer|restrict|focus|call|limit))"
)
FOUND = any_of(
    rf"we {SAY}(?:find|found|observe|show|demonstrate|conclude|obtain|achieve)\b",
    r"we have (?:also )?(?:found|observed|shown|demonstrated)\b",
    *(r"(?:results|experiments) (?!to\b)\w+", r"evidence\b(?!-)"),
    *("outperform", "surpass", r"achieves?\b", "结果", "优于"),
)
TRIED = any_of(
    *(r"(?:results|experiments?)\b", "outperform", "surpass", "achiev", "state-of-the-art"),
    rf"we {SAY}(?:show|find|observe|prove|demonstrate)\b",
    *("实验", "结果", "优于"),
)
"""How a result of the paper's own is told in its introduction."""
SETTING = any_of(
    *(r"epochs?\b", r"learning rate\b", r"batch(?: size)?\b", r"dropout\b", r"vocabulary\b"),
    *(r"hidden (?:layer|size|units)\b", r"optimi[sz]er\b", r"warm-?up\b", r"weight decay\b"),
    *(r"hyper-?parameters?\b", r"seeds?\b", r"beam size\b", r"GPUs?\b"),
    *(r"temperature\b", r"thresholds?\b", r"probabilit(?:y|ies)\b"),
)
"""What a sentence of settings has: it tells neither results nor data."""
OWN = any_of(r"(?:we|our|ours|us)\b", rf"(?<!of )this {WORK}\b", "我们", "本文")
"""The paper's own work is spoken of: "the authors of this work" are others."""
LIMITS = any_of(
    "limitations?",
    *(r"is limited (?:to|by)\b", r"(?:have|has) not yet\b"),
    "remains? (?:an? )?(?:open|challeng|unclear|unknown)",
    *("drawback", "fails? to", "at the cost of", "局限", "不足"),
)
PLAN = any_of(
    r"we (?:plan|would like|intend|are (?:also |currently )?(?:interested|working|planning"
    r"|investigating|exploring|studying|developing))\b",
    r"(?:future|further) (?:work|research|stud|direction)",
    *("in (?:the )?future", "leave .{0,60} (?:to|for|as)", "remains to be"),
    "(?:promising|interesting|exciting) (?:direction|avenue)",
    *("未来", "下一步"),
)
OPINION = any_of(
    *(r"we (?:believe|expect|are sure|think|hope|aim|are excited)\b", r"(?:may|might|could)\b"),
)
