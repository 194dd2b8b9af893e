"""What a sentence from beside the abstract must have to earn its place in an entry.

A reader has the entry alone: a number says of what and on what it is, "the region" has been spoken
of, an abbreviation is known, and what a paper wants to be for its readers is left to the paper.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from pipeline.draft import quotable
from pipeline.draft.novelty import stems
from pipeline.text.stop_words import OF_ANY_PAPER

_PURPOSE = re.compile(
    r"\b(?:sets? out to|(?:is|are|was|were) (?:designed|intended|meant|written|aimed|organi[sz]ed)"
    r" (?:to|for|at)\b[^.]{0,40}\b(?:readers?|practitioners?|researchers?|professionals"
    r"|students?|audience|beginners|newcomers|community|understanding)"
    r"|\bequip\w* (?:[\w-]+ ){0,3}(?:readers?|practitioners?|researchers?|professionals"
    r"|students?))\b"
    r"|\b(?:our|this) (?:[\w-]+ )?(?:work|paper|study|research|approach|method|article)"
    r" (?:is|was) (?:also |most |very |closely |directly |strongly |partly |mainly )*"
    r"(?:related|relevant|connected|complementary|orthogonal|similar|motivated|inspired|in line)\b"
    r"|\b(?:we|our goal is to|our aim is to) (?:aim|hope|seek|attempt|try|want|wish)\b"
    r"|\bwe (?:will )?(?:\w+ )?(?:later|below)\b",
    re.IGNORECASE,
)
"""How authors say what their paper wants to be, for whom, and what it is close to."""
_PRAISED = re.compile(
    r"\b(?:show|demonstrat|verif|validat|confirm|illustrat|prov|test|assess|evaluat|establish"
    r"|highlight)\w* (?:the |its |our |their )?(?:[\w-]+ ){0,2}(?:efficacy|effectiveness|efficiency"
    r"|superiority|robustness|usefulness|benefits?|advantages?|validity|potential|feasibility"
    r"|generality|applicability|power|utility|versatility|flexibility|scalability)\b",
    re.IGNORECASE,
)
"""How a sentence says that something is good, and by which trial, but not what came out."""
_METRIC = re.compile(
    r"\b(?:accurac\w*|errors?|F1\b|F-?scores?|F-?measure|BLEU|ROUGE|COMET|METEOR|chrF|precision"
    r"|recall\w*|\w*AUC|AP(?:50|75)?|mAP|NDCG|MRR|perplexit\w*|PPL|WER|CER|FID|IoU|IOU|Dice|RMSE"
    r"|MAE|MSE|R2|likelihood|loss|LogLoss|Logloss|correlation\w*|top-\d+|hit\w*|EM|exact match"
    r"|scores?|success rates?|pass\b|win rates?|significance|credibility|confidence|sensitivity"
    r"|specificity|MAdds|FLOPs?)(?![\w-])|\w@\d|[A-Z]\w*[ -](?:score|scores|index)\b"
)
"""What a number is of."""
_COST = re.compile(
    r"\b(?:faster|slower|smaller|cheaper|fewer|less (?:memory|time|data|computation)|latency|speed"
    r"|speed-?ups?|memory|parameters?|inference|runtime|running time|throughput|tokens per second"
    r"|costs?|storage|energy)\b",
    re.IGNORECASE,
)
"""What a number is of that needs nothing it was measured on."""
_ON_WHAT = re.compile(
    r"\b(?:data ?sets?|benchmarks?|test[- ](?:sets?|dev|std)|corpus|corpora|tasks?|suite|challenge"
    r"|competition|leaderboard|classification|detection|segmentation|translation|recognition"
    r"|retrieval|summari[sz]ation|parsing|question answering|captioning|ranking|prediction"
    r"|forecasting|clustering|regression|generation|reconstruction)\b"
    r"|\b(?:on|for|across|over|of|in|from) (?:the |both |our |all )?(?:[\w-]+ ){0,3}?"
    r"(?=(?:[A-Z][\w-]*[A-Z\d]|[A-Z][a-z]+(?:[- ][A-Z\d]|\d)|[A-Z][a-z]{3,}))"
)
"""What a number was measured on: a task, or a name behind a word of place."""
_ABBREVIATION = re.compile(r"(?<![\w+/-])[A-Z][\w-]*[A-Z\d][\w-]*(?![\w+/-])")
_EXPLAINED = re.compile(r"\(([A-Z][\w-]*)\)")
_KNOWN_TO_ALL = frozenset("AI ML NLP GPU GPUs CPU CPUs LLM LLMs CNN CNNs RNN RNNs 2D 3D".split())
_CITED_BEHIND = re.compile(r"\s?(?:\[[\w+,; ]+\]|\([^()]*\d{4})")
_THIS_THING = re.compile(r"(?:This|These) ((?:(?!that\b|how\b|which\b)[a-z-]+ ){2,5}?)(?:is|are)\b")
_SUBJECT = 4
"""Words that name what a sentence is about."""
_DEFINITE = re.compile(
    r"(?<![\w-])(?:[Tt]he|[Ee]ach|[Ee]very|[Oo]ur)\s+"
    r"(?=(?P<thing>(?:[a-zA-Z][\w-]*[ ]?){1,3})(?P<end>[.,;:]?))"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NAMED = re.compile(
    r"[A-Z\d]|^(?:most|least)$"
    r"|^(?!forest|interest|request|harvest|contest|protest|manifest|honest|modest)[a-z]{3,}est$"
)
"""In a thing that has a name, or is the most of its kind: it need not be known."""
_QUALIFIES = frozenset(
    """of that which who for used using to in from between with on where whose at by as within
    under over across when than behind""".split()
)
"""Words that say behind a thing which one it is."""
_ENDS_A_THING = _QUALIFIES | frozenset(
    """is are was were be been has have had can could may might must will would should do does did
    and or but not also it we they this these its their a an the fits fit""".split()
)
_OF_ANY_WORK = frozenset(
    """abstract analysis approach approaches architecture art authors baseline baselines best case
    code comparison contribution contributions data dataset datasets evaluation evidence experiment
    experiments fact field findings first following framework future goal idea input inputs
    literature
    main method methods model models most next number numbers one only output outputs paper past
    performance present problem problems proposed question questions rest result results same second
    size state study system task tasks technique techniques time training two use user users
    value way web whole work world implementation proof proofs theory choice intuition issue
    issues research sense""".split()
)
"""Things that any paper has: they need not be spoken of before."""


def is_of_purpose(text: str) -> bool:
    """Tell a sentence of what the paper wants to be, for whom, or what it is related to."""
    return bool(_PURPOSE.search(text))


def only_praises(text: str) -> bool:
    """Tell a sentence that says that something is good without a number."""
    return bool(_PRAISED.search(text)) and not re.search(r"\d\.\d|\d ?%", text)


def says_of_what(text: str) -> bool:
    """Tell whether a sentence says of what its numbers are, and on what they were measured."""
    words = quotable.without_citations(text)
    if _COST.search(words):
        return True
    return bool(_ON_WHAT.search(words) and (_METRIC.search(words) or " out of " in words))


def has_strange_names(text: str, names: Collection[str]) -> bool:
    """Tell a sentence with an abbreviation that is neither of `names` nor explained or cited."""
    return any(_strange(text, names))


def dangles(text: str, known: Collection[str]) -> bool:
    """Tell a sentence of a thing that it takes as known: none of its stems is in `known`."""
    return any(_dangling(text, known))


def points_nowhere(text: str, known: Collection[str]) -> bool:
    """Tell a sentence about "this" thing, by more than a word, of which no stem is in `known`."""
    match = _THIS_THING.match(text)
    thing = match[1].split() if match else []
    is_plain = any(one in _OF_ANY_WORK | OF_ANY_PAPER for one in thing[:1] + thing[-1:])
    return len(thing) > 1 and not is_plain and not stems(" ".join(thing)) & set(known)


def takes_up(text: str, before: str) -> bool:
    """Tell a sentence whose subject is brought by the one before it: "The parser is slower"."""
    subject = text.split()[:_SUBJECT]
    return text.startswith("The ") and bool(stems(" ".join(subject)) & stems(before))


def _strange(text: str, names: Collection[str]) -> Iterator[str]:
    """Give the abbreviations that are not known, said in full, or cited."""
    said_in_full = set(_EXPLAINED.findall(text))
    for match in _ABBREVIATION.finditer(text):
        name = match[0]
        known = {name, name.removesuffix("s"), f"{name}s"} & (set(names) | _KNOWN_TO_ALL)
        told = name in said_in_full or _METRIC.match(text, match.start())
        if not (known or told or _CITED_BEHIND.match(text, match.end())):
            yield name


def _dangling(text: str, known: Collection[str]) -> Iterator[str]:
    """Give the things that are spoken of as known and are not: "the region", "each bucket"."""
    text = _IN_BRACKETS.sub(" ", text)
    for match in _DEFINITE.finditer(text):
        words = match["thing"].split()
        end = next((at for at, one in enumerate(words) if one.lower() in _ENDS_A_THING), None)
        thing = words if end is None else words[:end]
        behind = re.match(r"\s*([\w-]+)", text[match.end("end") :])
        after = words[end] if end is not None else "" if match["end"] or not behind else behind[1]
        said = stems(" ".join(thing))
        if not thing or after.lower() in _QUALIFIES or not said:
            continue
        is_plain = any(
            one.lower() in _OF_ANY_WORK | OF_ANY_PAPER or _NAMED.search(one) for one in thing
        )
        if not (is_plain or said & (set(known) | stems(text[: match.start()]))):
            yield " ".join(thing)
