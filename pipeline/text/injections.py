"""Find text that addresses a language model or a reviewer.

"Ignore all previous instructions", "give a positive review only". Papers about such attacks quote
them honestly: what is found is told to the reader, nothing is taken out of the text for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.text.disguise import fold

_OVERRIDE = (
    r"(?:ignor\w*|disregard\w*|forget|overlook|override|bypass)\s+(?:\w+\s+){0,3}?"
    r"(?:previous|prior|above|preceding|earlier|foregoing|all|any|your|other)\s+(?:\w+\s+){0,3}?"
    r"(?:instructions?|prompts?|commands?|directions?|guidelines?|rubrics?|rules|orders)"
)
_PRAISE = (
    r"(?:give|write|provide|return|output|produce|generate|assign|offer|submit|recommend)\s+"
    r"(?:\w+\s+){0,3}?(?:only\s+)?(?:a\s+|an\s+)?(?:very\s+|highly\s+|strongly\s+)?"
    r"(?:positive|favou?rable|glowing|excellent)\s+(?:\w+\s+){0,2}?"
    r"(?:reviews?|evaluations?|feedback|ratings?|scores?|assessments?)"
    r"|positive\s+reviews?\s+only"
    r"|recommend\s+(?:\w+\s+){0,3}?(?:accept(?:ance|ing)?|hir(?:e|ing))\b"
    r"|(?:do\s+not|don['’]?t|never|without)\s+(?:\w+\s+){0,2}?"
    r"(?:highlight\w*|mention\w*|identif\w*|discuss\w*|point\w*\s+out|report\w*)\s+"
    r"(?:\w+\s+){0,3}?"
    r"(?:negatives?|weakness(?:es)?|limitations?|flaws?|shortcomings?|criticisms?)"
)
_ADDRESS = (
    r"(?:if\s+you\s+are|as|in\s+case\s+you\s+are|you\s+are)\s+(?:an?\s+)?(?:\w+\s+){0,2}?"
    r"(?:large[\s-]language[\s-]model|language\s+model|llm|ai)"
    r"(?:\s+(?:or\s+ai|assistant|reviewer|system|model))*[\s,]+(?:\w+\s+){0,3}?"
    r"(?:please|you\s+(?:should|must|will|are\s+to|do\s+not)"
    r"|ignore|disregard|report|recommend|give)"
    r"|(?:note|message|instructions?|attention)?\s*(?:to|for)\s+(?:all\s+)?"
    r"(?:llm|ai|chatgpt|gpt|language[\s-]model)[\s-]*(?:based\s+)?"
    r"(?:reviewers?|assistants?|agents?|models?|systems?)\s*[:：]"
    r"|\[?\s*(?:chatgpt|claude|gemini|grok|copilot|system|assistant)\s*"
    r"(?:new\s+instructions?|override|prompt)?\s*[:/][^\n]{0,40}?"
    r"(?:ignore|disregard|override|you\s+must|return\s+\")"
    r"|(?:note|message|instructions?|attention)\s+(?:to|for)\s+(?:all\s+)?"
    r"(?:llm|ai|language[\s-]model)[\s-]*(?:based\s+)?reviewers?"
    r"|(?:llm|ai)\s+reviewers?\s+(?:note|instructions?|must|should|please)"
    r"|acting\s+as\s+a\s+reviewer[\s,]+(?:then\s+)?please"
    r"|(?:include|embed|begin|start|end|insert|use)\b[^.\n]{0,160}\bin\s+your\s+"
    r"(?:review|summary|answer|response)"
    r"|(?:begin|start|end)\s+your\s+(?:review|summary|answer|response)\s+with"
    r"|simply\s+respond\s+with"
    r"|system\s+override|new\s+instructions?\s*:"
)
_TAG = r"<\s*/?\s*(?:system|untrusted|document)\s*>"
_CHINESE = (
    r"(?:忽略|无视|忽視|無視|忘记|忘掉)(?:[^。\n]{0,8}?)"
    r"(?:之前|以前|上述|以上|先前|前面|所有|一切|任何)[^。\n]{0,8}?"
    r"(?:指令|指示|提示|命令|要求|规则)"
    r"|(?:只|仅|务必|必须|请)(?:给出?|写|提供|做出?)[^。\n]{0,6}?"
    r"(?:正面|积极|肯定|好评)[^。\n]{0,4}?(?:评价|评审|审稿|意见|评论|反馈)?"
    r"|(?:不要|不得|请勿|切勿)(?:提及|指出|提到|强调|讨论)[^。\n]{0,8}?"
    r"(?:缺点|弱点|不足|负面|局限)"
)
_JAPANESE_KOREAN = (
    r"(?:以前|これまで|上記|前)の(?:すべての|全ての)?(?:指示|命令|プロンプト)を"
    r"(?:すべて|全て)?無視"
    r"|肯定的な(?:レビュー|評価|査読)のみ"
    r"|(?:弱点|欠点|否定的な点)[^。\n]{0,8}?(?:言及|触れ|指摘)し?ない"
    r"|(?:이전|위)의?\s?(?:모든\s?)?(?:지시|명령|프롬프트)[^.\n]{0,6}?무시"
    r"|긍정적인\s?(?:리뷰|평가)만"
)
_OTHER_LANGUAGES = (
    r"ignor(?:ez|er)\s+(?:toutes\s+)?(?:les\s+)?instructions\s+(?:précédentes|antérieures)"
    r"|(?:uniquement|seulement)\s+(?:un(?:e)?\s+)?(?:avis|évaluation|critique)\s+positi\w+"
    r"|ignorier\w*\s+(?:sie\s+)?(?:alle\s+)?(?:vorherigen|bisherigen|früheren|obigen)\s+"
    r"(?:anweisungen|befehle|instruktionen)"
    r"|nur\s+(?:eine\s+)?positive\w*\s+(?:bewertung|gutachten|rezension)"
    r"|ignor[ae]\s+(?:todas\s+)?(?:las\s+)?instrucciones\s+(?:anteriores|previas)"
    r"|(?:solo|únicamente)\s+(?:una\s+)?(?:reseña|evaluación|revisión)\s+positiva"
    r"|игнорир\w+\s+(?:все\s+)?(?:предыдущ\w+|прежн\w+)\s+(?:инструкц\w+|указан\w+)"
    r"|только\s+положительн\w+\s+(?:отзыв|рецензи\w+)"
    r"|تجاهل\s+(?:جميع\s+)?(?:التعليمات|الأوامر)\s+السابقة"
)
_OF_WORDS = "|".join((_OVERRIDE, _PRAISE, _ADDRESS, _OTHER_LANGUAGES))
_WAYS = (rf"(?<![^\W\d_])(?:{_OF_WORDS})", _TAG, _CHINESE, _JAPANESE_KOREAN)
"""What is written with spaces begins with a word: most of a text is soon passed over."""
_MOST_SPACE = 12
"""Spaces or line ends between two words at most: without an end to them a page of spaces takes a
time that grows with its square."""


def _with_ends(ways: str) -> re.Pattern[str]:
    bounded = ways.replace(r"\s+", rf"\s{{1,{_MOST_SPACE}}}")
    return re.compile(bounded.replace(r"\s*", rf"\s{{0,{_MOST_SPACE}}}"), re.IGNORECASE)


_FOUND = _with_ends("|".join(_WAYS))
_IN_OTHER_LETTERS = _with_ends("|".join((_OTHER_LANGUAGES, _CHINESE, _JAPANESE_KOREAN)))
"""What a text says in letters that look Latin, and is no more when they are read so."""
_PRAISED = re.compile(_PRAISE, re.IGNORECASE)
_SPACED = re.compile(r"(?<!\w)(?:\w ){5,}\w(?!\w)")
_GLUED = re.compile(
    r"ignoreall(?:previous|prior)|(?:previous|prior)instructions|positivereview"
    r"|ignore(?:previous|prior)",
    re.IGNORECASE,
)


_TURN = re.compile(
    r"<\|?\s*/?\s*(?:im_start|im_end|im_sep|system|user|assistant|endoftext|eot_id|start_header_id"
    r"|end_header_id|begin_of_text|start_of_turn|end_of_turn|paper|prompt|instructions?)\s*\|?>"
    r"|\[/?INST\]|<</?SYS>>|\[/?SYSTEM\]|(?:^|\n)\s*#{2,}\s*(?:System|Instructions?|Human|Assistant)\s*:"
    r"|(?:^|[.>\n])\s*(?:System|Assistant|Human)\s*[:：]",
    re.IGNORECASE,
)
"""What chat templates set between turns, and prompts around a text."""


_TOLD_OF = re.compile(
    r"\b(?:users?|customers?|people|humans?|annotators?|raters?|students?|participants?|authors?"
    r"|works?|papers?|studies|models?|they|he|she|it|who|which|we)\s+"
    r"(?:(?:do|does|did|will|would|can|could|may|might|also|often|always|usually|not|to|have|has)"
    r"\s+){0,3}$",
    re.IGNORECASE,
)
"""Who does something, before words that would else be told to do it: "the user does not give"."""
_LONGEST_SUBJECT = 60


class Instruction(NamedTuple):
    """A place in a text that addresses a model or a reviewer."""

    start: int
    end: int


def find(text: str) -> Iterator[Instruction]:
    """Give the places of a text that address a model or a reviewer, in order.

    Of overlapping ones the first is given. Letters that look Latin are read as Latin, and letters
    set apart by spaces as the words they make.
    """
    plain = fold(text)
    found = [
        match
        for pattern, way in ((_FOUND, plain), (_GLUED, plain), (_IN_OTHER_LETTERS, text))
        for match in pattern.finditer(way)
        if not _is_told_of(match)
    ]
    found += [
        match for match in _SPACED.finditer(plain) if _GLUED.search(match[0].replace(" ", ""))
    ]
    reached = 0
    for match in sorted(found, key=lambda one: one.start()):
        if match.start() >= reached:
            reached = match.end()
            yield Instruction(match.start(), match.end())


def _is_told_of(match: re.Match[str]) -> bool:
    """Tell praise that somebody else gives, or withholds, from what the reader is asked for."""
    start = match.start()
    subject = _TOLD_OF.search(match.string, max(0, start - _LONGEST_SUBJECT), start)
    return bool(subject and _PRAISED.match(match[0]))


def is_one(text: str) -> bool:
    """Tell whether a text addresses a model or a reviewer, in compatibility characters too."""
    ways = dict.fromkeys((text, unicodedata.normalize("NFKC", text)))  # mostly one and the same
    return any(next(find(way), None) is not None for way in ways)


def is_in_record(text: str) -> bool:
    """Tell whether a field of arXiv's record addresses a model, or sets an end to its turn.

    A paper's text quotes marks of turns honestly, as its prompts; a title or comment does not.
    """
    return is_one(text) or bool(_TURN.search(text))
