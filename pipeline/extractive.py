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
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Literal, NamedTuple

from pipeline import sentences
from pipeline.affiliations import find_affiliations
from pipeline.errors import SummarizeError
from pipeline.records import Draft, KeyPoint, Lead, Paper, PaperText, Quote, SectionKind, Verdict

VERSION = "2"
"""Part of every draft's fingerprint: raise it when the same paper gives another pick."""
BUDGET = 2400
"""Characters of picked sentences at most, those of the verdict included."""
_ENTRY = 2500
"""Visible characters of the whole entry at most, title, lead and labels included."""
_LEAST = 1800
"""Characters that sentences get even so: three of the longest, and the verdict's two."""
_MOST_POINTS = 6
_NUMBER_WEIGHT = 5.0
"""What a new number counts beside terms, whose weights are mostly between 1 and 6."""

Place = Literal["abstract", "opening", "middle", "closing"]
Role = Literal["problem", "new", "method", "data", "results", "background", "detail", "conclusion"]
_LABELS: dict[Role, tuple[str, str]] = {
    "problem": ("问题", "problem"),
    "new": ("创新点", "what is new"),
    "method": ("方法", "method"),
    "data": ("数据", "data"),
    "results": ("实验结果", "results"),
    # no cue tells what these are about: they are called by their place
    "background": ("背景", "background"),
    "detail": ("要点", "point"),
    "conclusion": ("结论", "conclusion"),
}


def _any_of(*words: str) -> re.Pattern[str]:
    """Match any of these; what is Latin and does not begin with a backslash begins with a word."""
    return re.compile("|".join(rf"\b{word}" if word.isascii() else word for word in words), re.IGNORECASE)


_LIMITS = _any_of(
    "limitations?", "future work", "remains? (?:an? )?(?:open|challeng|unclear|unknown)", "we leave", "drawback", "fails? to",
    "局限", "不足", "未来"
)  # fmt: skip
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
    r"^(?:In (?:summary|conclusion|sum|this (?:paper|work|article))|To (?:conclude|summari[sz]e)|Overall"
    r"|Our (?:results|findings|experiments)|本文|综上|总之"
    r"|We (?:have |also )?(?:present|propose|introduc|show|demonstrat|find|found|prove|develop|stud|investigat|conclude))"
)
_CUES: dict[Role, re.Pattern[str]] = {
    "new": _any_of(
        rf"we {_SAY}(?:propose|introduce|present|develop|describe|study|investigate|explore|release|prove|derive|construct)\b",
        rf"we {_SAY}(?:obtain|give|establish|extend|generali[sz]e)\b",
        r"is (?:presented|proposed|developed|introduced)\b",
        r"this (?:paper|work|article|survey|report) \w", r"in this (?:paper|work|article)\b",
        r"our (?:main )?(?:contributions?|approach|method|model)\b", r"novel\b", "本文", "我们提出",
    ),
    "results": _any_of(
        "outperform", "demonstrat", r"rivals?\b", "state[- ]of[- ]the[- ]art", r"SOTA\b", "achiev", r"improve[sd]?\b",
        rf"we {_SAY}(?:find|found|observe|show|conclude)\b",
        "(?:results?|experiments?) (?:show|demonstrate|indicate|suggest)", r"accuracy\b", r"competitive\b", "surpass", r"comparable\b",
        r"significant\b", "结果", "优于", "提升",
    ),
    "data": _any_of(
        r"data ?sets?\b", r"corpus\b", r"corpora\b", r"benchmarks?\b", r"training data\b", r"tokens\b", "image-text pairs", "annotat",
        r"collected?\b", "数据",
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
_ORDER: tuple[Role, ...] = ("background", "problem", "new", "method", "detail", "data", "results", "conclusion")
_UNCUED: dict[Place, Role] = {
    "abstract": "detail",
    "opening": "background",
    "middle": "detail",
    "closing": "conclusion",
}
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
_RUN_IN = re.compile(
    r"^(?:\(?(?:\d{1,2}|[ivx]{1,4})\)\s+)?"
    r"(?:[A-Z][\w&/-]*(?: [\w&/-]+){0,5}? (?=(?:The|We|In|This|Our|It|These|To|For|From|An|As)\s[a-z]))?"
)
"""A list's number and a heading that runs into its paragraph: left off the sentence, which stays verbatim."""
_MATHS = "[=≤≥∈∑∫⟩∞∂→|]"
_FRAGMENT = re.compile(
    "|".join(
        [
            r"^[A-Z]{4,} [A-Z]{2,} |^\([\d.]+\)|^\d+(?:\),|\. [a-z])",  # a heading, an equation's number, a row of code
            r"^\d(?!D\b)[A-Z]|\b\d[A-Z][a-z]+\b|[.!?]\s\d{1,2}\.$",  # a footnote's mark, the next list item's number
            r"(?:Figure|Table|Fig\.)\s*\d+\s*[:.]",
            r"(?:Definition|Lemma|Theorem|Step|Proposition|Corollary|Example|Remark|Problem)\s+[\d.]+(?: \([^)]*\))?\.?\)?$",
            r"^(?:Proof|Lemma|Theorem|Proposition|Corollary|Definition|Claim|Input)\b",
            r"^(?:\d+ )?\[\d+\]|\b[A-Z][a-z]+,? (?:[A-Z]\.? ?){1,3}[,.].*\b(?:19|20)\d\d\b",  # a reference
            r"(?i:\b(?:key ?words|index terms|general terms|subject classification|(?:first|previous|present|preliminary) version)\b)",
            r"(?i:\bthank|\bgrateful|\bgrants?\b|support of the|submitted to|copyrights|contributed equally|^in proceedings)",
            r"^(?:[A-Z]\w+ [A-Z]\w+, ){3}|c©|/(?:greater|less)\w+",
            rf"(?:\([^(]*){{5}}|{_MATHS}.*{_MATHS}|[\x00-\x1f\x7f]",  # code, formulas, what no record takes
        ]
    )
)
"""What `is_prose` lets pass and nobody would quote."""
_LEANING = re.compile(
    r"\b(?:Figure|Fig\.|Table|Tab\.|Section|Sec\.|Appendix|Eq\.|Equation|Row|Algorithm|Lemma|Theorem|Proposition|Corollary|Step)s?\s*\(?\d"
    r"|§|\(\d+\.\d+\)|\b(?:above|below|following|left|right|in this section)\b"
    r"|^(?:This|These|Those|Such|They|It|Its|Then|Thus|Hence|Therefore|Moreover|Furthermore|Additionally|Similarly|Also|Note|Here|And|But)\b"
    r"|^(?:For (?:example|instance)|Let|Suppose|Assume|Observe|Recall|By|If|Now|In (?:fact|such)|We (?:now|next|note|will))\b",
    re.IGNORECASE,
)
"""What cannot stand alone: it points to a figure, or to the sentence before."""
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|does|did|can|could|may|might|will|would|should|must|cannot|we|I)\b|[a-z]{2}ed\b"
    r"|[a-z](?:ates|i[sz]es|ifies|ains|ends|ines|ires|ides|eves|uces|oves|orms|ows|eeds|eals|ives|akes|ists|ields|ets)\b|[^\x00-\u2fff]"
)
"""What a sentence has and a caption mostly has not; no parser, so it only makes a sentence count less."""
_SURVEY = re.compile(r"\b(?:survey|review|overview)\b|综述", re.IGNORECASE)
_SURVEY_SAID = re.compile(
    r"\b(?:this|our|present an?) (?:[\w-]+ )?(?:survey|review)\b|\bwe (?:[\w-]+ly )?(?:survey|review)\b|本综述",
    re.IGNORECASE,
)
"""How an abstract says that its paper is a survey; the bare word may be a customer's review."""
_ENDS = tuple(".!?。！？”’")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class _Sentence(NamedTuple):
    """A sentence with its place in the running text and all that its rating needs.

    `worth` is what a character of it counts, by place and cue words.
    """

    text: str
    start: int
    place: Place
    role: Role
    worth: float
    terms: frozenset[str]
    numbers: frozenset[str]


def draft(paper: Paper, text: PaperText, *, language: str) -> Draft:
    """Give a draft made of the paper's own sentences, with labels in `language` (zh or en).

    Raises SummarizeError where the paper has no three sentences to pick.
    """
    found = _sentences(text, _is_worth_quoting)
    if len(found) < 3:
        found = _sentences(text, _is_any_sentence)
    if len(found) < 3:
        raise SummarizeError(
            "found no three sentences to pick from", "look at the PDF: it may be scanned, or not a paper"
        )
    lead = _lead(paper, text, language)
    budget = _budget(paper, lead, language)
    weights = _weights(paper, text, found)
    conclusion, limit = _closing(found, weights)
    picked = _pick(found, weights, budget, [*conclusion, *limit])
    points = tuple(_point(role, group, text, language) for role, group in _groups(picked))
    verdict = Verdict(text=" ".join(s.text for s in conclusion), weakness=" ".join(s.text for s in limit))
    return Draft(lead=lead, key_points=points, verdict=verdict)


def _budget(paper: Paper, lead: Lead, language: str) -> int:
    """Give how many characters of sentences fit the entry beside its title, lead and labels."""
    labels = _MOST_POINTS * (3 + max(len(label[language != "zh"]) for label in _LABELS.values()))
    beside = len(paper.title) + len(", ".join(lead.affiliations)) + labels + 60  # month, kind, marks and line ends
    return max(_LEAST, min(BUDGET, _ENTRY - beside))


# ── sentences and what they weigh ──


def _sentences(text: PaperText, reads: Callable[[str], bool]) -> list[_Sentence]:
    """Give the sentences that read well, each once, in the paper's order."""
    found: dict[str, _Sentence] = {}
    for start, end, place_at in _spans(text):
        for at, words in sentences.split(text.text[start:end]):
            cut = _RUN_IN.match(words)
            begins = cut.end() if cut else 0
            if reads(rest := words[begins:]):
                found.setdefault(_fold(rest), _sentence(rest, start + at + begins, place_at(at)))
    return list(found.values())


def _is_worth_quoting(words: str) -> bool:
    """Tell a sentence of prose that holds no fragment of something else."""
    return sentences.is_prose(words) and not _FRAGMENT.search(words)


def _is_any_sentence(words: str) -> bool:
    """Tell what ends like a sentence and fits: all there is to try where next to nothing reads like a paper's prose."""
    return len(words) <= 420 and words.endswith(_ENDS) and len(_fold(words)) > 3 and not _CONTROL.search(words)


def _sentence(text: str, start: int, place: Place) -> _Sentence:
    """Give a sentence that begins at character `start`, with all that its rating needs."""
    return _Sentence(
        text,
        start,
        place,
        role := _role(text, place),
        _worth(text, place, role),
        terms=frozenset(word.lower() for word in _WORD.findall(text)) - _STOP,
        numbers=frozenset(_NUMBER.findall(_without_citations(text))),
    )


def _spans(text: PaperText) -> Iterator[tuple[int, int, Callable[[int], Place]]]:
    """Give the spans to read and what tells a place in each; the front is read where no abstract has a heading of its own."""
    kinds = {section.kind for section in text.sections}
    sections = [s for s in text.sections if s.kind in _CONTENT or (s.kind == "front" and "abstract" not in kinds)]
    spans = [(s.start, s.end, s.kind, s.title) for s in sections] or [(0, len(text.text), "body", "")]
    few = len(spans) < 4
    for number, (start, end, kind, title) in enumerate(spans):
        yield start, end, partial(_place, kind, title, number, (start, spans[-1][1]) if few else None)


def _place(kind: str, title: str, number: int, whole: tuple[int, int] | None, at: int) -> Place:
    """Tell the place of a section's character `at`: by heading, or by its share of the `whole` of a paper without headings.

    An abstract has 3,000 characters at most and, there, an introduction 8,000: more is a section that follows without heading.
    """
    if kind in ("abstract", "front") and at < 3000:
        return "abstract"
    if re.search(r"conclu|discussion|limitation|summary|结论|总结", title, re.IGNORECASE):
        return "closing"
    if (number <= 1 or re.search(r"introduction|引言", title, re.IGNORECASE)) and (not whole or at < 8000):
        return "opening"
    return "closing" if whole and whole[0] + at > 0.93 * whole[1] else "middle"


def _without_citations(sentence: str) -> str:
    """Blank "[12, 13]" and "(Radford et al., 2019)", whose numbers say nothing of the paper."""
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


_PLACES = {"abstract": 1.5, "opening": 1.15, "closing": 1.1, "middle": 0.8}


def _pick(
    found: Sequence[_Sentence], weights: dict[str, float], budget: int, taken: Sequence[_Sentence]
) -> list[_Sentence]:
    """Pick greedily what adds most by character to what is `taken` and still fits six points of three, in the paper's order."""
    likely = sorted((s for s in found if s not in taken), key=lambda s: -_gain(s, weights, set(), set()))[:400]
    picked: list[_Sentence] = []
    roles: Counter[Role] = Counter()
    terms = {term for sentence in taken for term in sentence.terms}
    numbers = {number for sentence in taken for number in sentence.numbers}
    left = budget - sum(len(sentence.text) + 1 for sentence in taken)
    while likely := [s for s in likely if len(s.text) <= left and _has_room(roles, s.role)]:
        best = max(likely, key=lambda s: (_gain(s, weights, terms, numbers), -s.start))
        likely.remove(best)
        picked.append(best)
        roles[best.role] += 1
        terms |= best.terms
        numbers |= best.numbers
        left -= len(best.text) + 1
    return sorted(picked, key=lambda s: s.start)


def _has_room(roles: Counter[Role], another: Role) -> bool:
    """Tell whether one more sentence leaves six points of three, and at most two of them of one role."""
    points = sum(-(-(count + (role == another)) // 3) for role, count in roles.items()) + (another not in roles)
    return points <= _MOST_POINTS and roles[another] < 6


def _fold(sentence: str) -> str:
    """Give what is the same for two sentences that say the same."""
    return re.sub(r"\W+", "", sentence).lower()


def _worth(text: str, place: Place, role: Role) -> float:
    """Rate a character of a sentence: by place and cue words, less where it leans on a figure or on the sentence before."""
    cued = 0.7 if role == "detail" and place == "middle" else 1.2 if role in ("new", "results") else 1.0
    leaning = 0.45 if (place != "abstract" and _LEANING.search(text)) or not _VERB.search(text) else 1.0
    return _PLACES[place] * cued * leaning / (len(text) + 40)


def _gain(sentence: _Sentence, weights: dict[str, float], terms: set[str], numbers: set[str]) -> float:
    """Rate what a sentence adds to what is picked: new terms by their weight, and up to three new numbers."""
    new = sum(weights.get(term, 0.0) for term in sentence.terms if term not in terms)
    return (new + _NUMBER_WEIGHT * min(3, len(sentence.numbers - numbers))) * sentence.worth


# ── the entry's parts ──


def _closing(found: Sequence[_Sentence], weights: dict[str, float]) -> tuple[list[_Sentence], list[_Sentence]]:
    """Give a conclusion and a limit for the verdict, at most one of each, and none where the points would go short."""
    if len(found) < 6:
        return [], []
    closing = [s for s in found if s.place == "closing" and len(s.text) <= 220 and not _LEANING.search(s.text)]
    limits = [s for s in closing if _LIMITS.search(s.text) and not _OVERCOME.search(s.text)]
    concluding = [s for s in closing if s not in limits and _CONCLUDES.search(s.text)]

    def best(of: Sequence[_Sentence]) -> list[_Sentence]:
        return [max(of, key=lambda s: (_gain(s, weights, set(), set()), -s.start))] if of else []

    return best(concluding), best(limits)


def _role(text: str, place: Place) -> Role:
    """Tell what a sentence is about by its cue words; what is news or a problem is said in the abstract and the introduction."""
    for role, cue in _CUES.items():
        if cue.search(text) and (role not in ("new", "problem") or place in ("abstract", "opening")):
            return role
    return _UNCUED[place]


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
    """Make a point of one to three sentences, each quoted with the page it begins on."""
    return KeyPoint(
        label=_LABELS[role][language != "zh"],
        quotes=tuple(Quote(text=s.text, page=text.page_at(s.start)) for s in group),
        text=" ".join(s.text for s in group),
    )


def _lead(paper: Paper, text: PaperText, language: str) -> Lead:
    """Give month, affiliations and kind; what it is about the title says."""
    abstract = paper.abstract or text.section_text("abstract")
    survey = bool(_SURVEY.search(paper.title or text.title) or _SURVEY_SAID.search(abstract))
    kind = ("综述" if survey else "文章") if language == "zh" else ("survey" if survey else "paper")
    return Lead(month=_month(paper, text), affiliations=find_affiliations(paper, text), kind=kind, about="")


def _month(paper: Paper, text: PaperText) -> str:
    """Give year and month of the version at hand as YYYY.M: by the metadata, else by arXiv's stamp, else nothing."""
    if when := paper.updated or paper.published:
        return f"{when.year}.{when.month}"
    stamp = re.search(r"\d{1,2} ([A-Z][a-z]{2}) (\d{4})", text.stamp)
    return f"{stamp[2]}.{_MONTHS.index(stamp[1]) + 1}" if stamp and stamp[1] in _MONTHS else ""
