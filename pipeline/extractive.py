"""Pick an entry out of the paper's own sentences: the drafter that needs no model and no network.

Sentences are rated by place (abstract, end of the introduction, conclusion), by cue words (we propose, outperforms, limitation)
and by what they add: the terms that the paper uses most and the numbers, each counted once. The pick is greedy, gain by
character, which is the usual approximation for budgeted coverage (Lin and Bilmes, "A Class of Submodular Functions for
Document Summarization", 2011). Every sentence is quoted with its page; nothing is said that the paper does not say.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from pipeline import sentences
from pipeline.affiliations import find_affiliations
from pipeline.errors import SummarizeError
from pipeline.records import Draft, KeyPoint, Lead, Paper, PaperText, Quote, SectionKind, Verdict

VERSION = "1"
"""Part of every draft's fingerprint: raise it when the same paper gives another pick."""
BUDGET = 2280
"""Characters of picked sentences, so that the whole entry stays below 2,500."""
_MOST_POINTS = 6
_NUMBER_WEIGHT = 5.0
"""What a new number counts beside terms, whose weights are mostly between 1 and 6."""

Role = Literal["problem", "new", "method", "data", "results", "other"]
_LABELS: dict[Role, tuple[str, str]] = {
    "problem": ("问题", "problem"),
    "new": ("创新点", "what is new"),
    "method": ("方法", "method"),
    "data": ("数据", "data"),
    "results": ("实验结果", "results"),
    "other": ("要点", "point"),  # no cue tells what it is
}


def _any_of(*words: str) -> re.Pattern[str]:
    """Match any of these; what is Latin and does not begin with a backslash begins with a word."""
    return re.compile("|".join(rf"\b{word}" if word.isascii() else word for word in words), re.IGNORECASE)


_LIMITS = _any_of(
    "limitations?", "future work", "remains? (?:an? )?(?:open|challeng|unclear|unknown)", "we leave", "drawback", "fails? to",
    "局限", "不足", "未来"
)  # fmt: skip
_CUES: dict[Role, re.Pattern[str]] = {
    "new": _any_of(
        r"we (?:propose|introduce|present|develop|describe|study|investigate|explore|release|prove|derive|construct)\b",
        r"this (?:paper|work|article|survey|report) \w", r"in this (?:paper|work|article)\b",
        r"our (?:main )?(?:contributions?|approach|method|model)\b", r"novel\b", "本文", "我们提出",
    ),
    "results": _any_of(
        "outperform", "state[- ]of[- ]the[- ]art", r"SOTA\b", "achiev", r"improve[sd]?\b", r"we (?:find|found|observe|show)\b",
        "(?:results?|experiments?) (?:show|demonstrate|indicate|suggest)", r"accuracy\b", r"competitive\b", "surpass", r"comparable\b",
        r"significant\b", "结果", "优于", "提升",
    ),
    "data": _any_of(
        r"data ?sets?\b", r"corpus\b", r"corpora\b", r"benchmarks?\b", r"training data\b", r"tokens\b", "image-text pairs", "annotat",
        r"collected?\b", r"examples\b", "数据",
    ),
    "method": _any_of(
        r"architecture\b", r"model\b", r"method\b", r"(?:en|de)coder\b", r"training\b", r"trained\b", "pre-?train", "fine-?tun", r"loss\b",
        r"algorithm\b", r"framework\b", r"module\b", r"layers?\b", r"consists? of\b", r"parameters\b", "方法", "模型", "算法",
    ),
    "problem": _any_of(
        "however,", "challeng", "difficult", r"problem\b", r"lack of\b", r"limited\b", r"expensive\b", "suffer", r"recent(?:ly)?\b",
        r"existing\b", "previous", r"prior\b", "然而", "问题", "挑战",
    ),
}  # fmt: skip
"""What tells a sentence's role, the first that fits."""
_ORDER: tuple[Role, ...] = ("problem", "new", "other", "method", "data", "results")
_CONTENT: tuple[SectionKind, ...] = ("abstract", "body")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]{2,}|[\u4e00-\u9fff\u3040-\u30ff]{2}")
_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?%?")
_STOP = frozenset(
    """the and for with that this from are was were can which have has had not but our their its into than such also more
    most very both each then when what how use used using based via per end all any new one two three paper work model
    models method methods results data these those they them there here where while been being between over under only
    other some many much may might could should would will does done our we show shows shown see figure table section
    however thus therefore because since given well first second third different same as at by of on in to is it be or an""".split()
)
_SURVEY = re.compile(r"\b(?:survey|review|overview)\b|综述", re.I)
# what cannot stand alone: it points to a figure, or to the sentence before
_LEANING = re.compile(
    r"\b(?:Figures?|Figs?\.|Tables?|Tab\.|Sections?|Sec\.|Appendix|Eqs?\.|Equation|Row|Algorithm)\s*\(?\d"
    r"|\b(?:above|below|following|left|right)\b|^(?:This|These|Those|Such|They|It|Its|Then|Thus|Hence|Therefore|Moreover|Furthermore|Additionally|Similarly|Also|Note|Here|And|But|\d+\))\b",
    re.IGNORECASE,
)
Place = Literal["abstract", "opening", "closing", "middle"]


class _Sentence(NamedTuple):
    """A sentence with its place in the running text and all that its rating needs.

    `worth` is what a character of it counts, by place and cue words; `key` is the same for two sentences that say the same.
    """

    text: str
    start: int
    place: Place
    role: Role
    worth: float
    key: str
    terms: frozenset[str]
    numbers: frozenset[str]


def draft(paper: Paper, text: PaperText, *, language: str) -> Draft:
    """Give a draft made of the paper's own sentences, with labels in `language` (zh or en).

    Raises SummarizeError where the paper has no three sentences to pick.
    """
    found = _sentences(text)
    if len(found) < 3:
        raise SummarizeError(
            "found no three sentences to pick from", "look at the PDF: it may be scanned, or not a paper"
        )
    weights = _weights(paper, text, found)
    picked = _pick(found, weights, BUDGET)
    closing = _closing(picked)
    groups = _groups([sentence for sentence in picked if sentence not in closing])
    points = tuple(_point(role, group, text, language) for role, group in groups)
    return Draft(
        lead=_lead(paper, text, language),
        key_points=points,
        verdict=Verdict(
            text=" ".join(s.text for s in closing if not _LIMITS.search(s.text)),
            weakness=" ".join(s.text for s in closing if _LIMITS.search(s.text)),
        ),
    )


# ── sentences and what they weigh ──


def _sentences(text: PaperText) -> list[_Sentence]:
    found = []
    sections = [section for section in text.sections if section.kind in _CONTENT]
    spans = [(s.start, s.end, s.kind, s.title) for s in sections] or [(0, len(text.text), "body", "")]
    for number, (start, end, kind, title) in enumerate(spans):
        place = _place(kind, title, number)
        for at, sentence in sentences.split(text.text[start:end]):
            if sentences.is_prose(sentence):
                found.append(_sentence(sentence, start + at, place))
    return found


def _sentence(text: str, start: int, place: Place) -> _Sentence:
    return _Sentence(
        text,
        start,
        place,
        role=_role(text, place),
        worth=_worth(text, place),
        key=_fold(text),
        terms=frozenset(word.lower() for word in _WORD.findall(text)) - _STOP,
        numbers=frozenset(_NUMBER.findall(_without_citations(text))),
    )


def _place(kind: str, title: str, number: int) -> Place:
    if kind == "abstract":
        return "abstract"
    if re.search(r"conclu|discussion|limitation|summary", title, re.I):
        return "closing"
    return "opening" if re.search(r"introduction", title, re.I) or number <= 1 else "middle"


def _without_citations(sentence: str) -> str:
    return re.sub(r"\[[\d,;\s–-]+\]|\((?:[^()]*\b(?:19|20)\d\d[a-z]?[^()]*)\)", " ", sentence)


def _weights(paper: Paper, text: PaperText, sentences: Sequence[_Sentence]) -> dict[str, float]:
    """Weigh each term by how often the paper uses it; names, and what stands in title or abstract, weigh more."""
    counts: Counter[str] = Counter(term for sentence in sentences for term in sentence.terms)
    names = Counter(w.lower() for w in _WORD.findall(text.text) if re.search(r"[a-z]*[A-Z].*|\d", w[1:]))
    essential = {w.lower() for w in _WORD.findall(f"{paper.title} {text.title}")} | {
        t for s in sentences if s.place == "abstract" for t in s.terms
    }
    return {
        term: math.log1p(count) * (1.5 if term in essential else 1.0) * (1.5 if names[term] * 2 >= count else 1.0)
        for term, count in counts.items()
        if count > 1 or term in essential
    }


_PLACES = {"abstract": 1.5, "opening": 1.15, "closing": 1.1, "middle": 0.9}


def _pick(sentences: Sequence[_Sentence], weights: dict[str, float], budget: int) -> list[_Sentence]:
    """Pick greedily what adds most by character and still fits six points of three; give it in the paper's order."""
    likely = sorted(sentences, key=lambda s: -_gain(s, weights, set(), set()))[:400]
    picked: list[_Sentence] = []
    roles: Counter[Role] = Counter()
    terms: set[str] = set()
    numbers: set[str] = set()
    left = budget
    while likely:
        likely = [s for s in likely if len(s.text) <= left and _points(roles, s.role) <= _MOST_POINTS]
        if not likely:
            break
        best = max(likely, key=lambda s: (_gain(s, weights, terms, numbers), -s.start))
        likely = [s for s in likely if s.key != best.key]
        picked.append(best)
        roles[best.role] += 1
        terms |= best.terms
        numbers |= best.numbers
        left -= len(best.text) + 1
    return sorted(picked, key=lambda s: s.start)


def _points(roles: Counter[Role], another: Role) -> int:
    """Count the points that these sentences and another one make, three a point."""
    return sum(-(-(count + (role == another)) // 3) for role, count in roles.items()) + (another not in roles)


def _fold(sentence: str) -> str:
    return re.sub(r"\W+", "", sentence).lower()


def _worth(text: str, place: Place) -> float:
    """Rate a character of a sentence: by place and cue words, less where it leans on a figure or on the sentence before."""
    cued = 1.2 if _CUES["new"].search(text) or _CUES["results"].search(text) else 1.0
    leaning = 0.6 if place != "abstract" and _LEANING.search(text) else 1.0
    return _PLACES[place] * cued * leaning / (len(text) + 40)


def _gain(sentence: _Sentence, weights: dict[str, float], terms: set[str], numbers: set[str]) -> float:
    """Rate what a sentence adds to what is picked: new terms by their weight, and up to three new numbers."""
    new = sum(weights.get(term, 0.0) for term in sentence.terms if term not in terms)
    return (new + _NUMBER_WEIGHT * min(3, len(sentence.numbers - numbers))) * sentence.worth


# ── the entry's parts ──


def _closing(picked: Sequence[_Sentence]) -> list[_Sentence]:
    """Give at most two of the picked sentences for the verdict: a conclusion and a limit."""
    closing = [s for s in picked if s.place == "closing"]
    limits = [s for s in closing if _LIMITS.search(s.text)][:1]
    concluding = [s for s in closing if s not in limits][:1]
    return [*concluding, *limits] if len(picked) - len(concluding) - len(limits) >= 3 else []


def _role(text: str, place: Place) -> Role:
    """Tell what a sentence is about by its cue words; "we show" is news in the abstract and the introduction only."""
    for role, cue in _CUES.items():
        if cue.search(text) and (role != "new" or place in ("abstract", "opening")):
            return role
    return "other"


def _groups(picked: Sequence[_Sentence]) -> list[tuple[Role, list[_Sentence]]]:
    """Give three to six points: the picked sentences by role, at most three a point, roles in reading order."""
    by_role: dict[Role, list[_Sentence]] = {role: [] for role in _ORDER}
    for sentence in picked:
        by_role[sentence.role].append(sentence)
    groups = [(role, group[at : at + 3]) for role, group in by_role.items() for at in range(0, len(group), 3)]
    while len(groups) < 3:
        large = max(range(len(groups)), key=lambda at: len(groups[at][1]))
        role, group = groups[large]
        groups[large : large + 1] = [(role, group[:1]), (role, group[1:])]
    return groups


def _point(role: Role, group: Sequence[_Sentence], text: PaperText, language: str) -> KeyPoint:
    return KeyPoint(
        label=_LABELS[role][language != "zh"],
        quotes=tuple(Quote(text=s.text, page=text.page_at(s.start)) for s in group),
        text=" ".join(s.text for s in group),
    )


def _lead(paper: Paper, text: PaperText, language: str) -> Lead:
    when = paper.updated or paper.published
    survey = bool(_SURVEY.search(paper.title or text.title))
    kind = ("综述" if survey else "文章") if language == "zh" else ("survey" if survey else "paper")
    return Lead(
        month=f"{when.year}.{when.month}" if when else "",
        affiliations=find_affiliations(paper, text),
        kind=kind,
        about="",
    )
