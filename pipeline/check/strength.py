"""Tell where a statement is surer, or wider, than the sentence of the paper that it rests on.

"May not be needed" is no 不需要 that the paper proves, and "four of the five" are not 全部. Each
sentence of a statement is held against the one sentence of its quotes that is most like it, and
only where that sentence hedges or restricts in the clause that the statement is about.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from pipeline.check.paper_index import PaperIndex, terms, wanted_of
from pipeline.check.quantities import quantities_of
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.cjk import has_cjk
from pipeline.text.glossary import share_said
from pipeline.text.squash import squash, weight

_GUESSED = (
    r"may|might|perhaps|likely|conjectur\w*|suspect\w*|speculat\w*|surmis\w*|postulat\w*"
    r"|presum(?:e|es|ed|ing)|plausib\w*"
)
"""What makes a guess of anything."""
_DOUBTED = re.compile(
    rf"\b(?:{_GUESSED}|possibly|presumably|probably|arguably|hypothes\w*"
    r"|we (?:expect|anticipate|believe|hope|suspect|guess|think|posit)"
    r"|could (?:be|have|potentially|possibly|perform)"
    r"|(?:potential|possible) (?:cause|reason|explanation)s?)\b",
    re.IGNORECASE,
)
"""What a paper says of something that it does not know."""
_WEAKENED = re.compile(
    r"\b(?:suggest\w*|seem\w*|appears? to|indicat\w*|consisten(?:t|cy) with|can be|tends? to)\b",
    re.IGNORECASE,
)
"""What a paper says of something that it has seen and not proved."""
_PROVED = re.compile(
    r"\b(?:prov(?:e|es|ed|en|ing)|guarantee\w*|certain(?:ly)?|undoubted\w*|definitely|always"
    r"|conclusively|demonstrat(?:e|es|ed|ing)|confirm(?:s|ed)?|establish(?:es|ed)?"
    r"|with certainty|(?:is|are) (?:bound to|settled|beyond doubt)|(?:is|are|was|were) shown to)\b"
    r"|证明|证实|确认|断定|必然|一定(?:会|能|是|可)|确实|确凿|保证|毫无疑问|必定|注定|总是|总能|总会|就是因为|正是(?:因为|由于)",
    re.IGNORECASE,
)
_WITH_RESERVE = (
    rf"{_GUESSED}|could|possib\w*|potential\w*|presumabl\w*|probabl\w*|hypothe\w*|suggest\w*"
    r"|seem\w*|appear\w*|believe\w*|expect\w*|would|should|unclear"
)
_WITH_RESERVE_IN_CHINESE = "或许|也许|大概|似乎|推测|猜|怀疑|估计|认为|相信|假设|暗示|有望|未必"
_UNSURE = re.compile(
    rf"\b(?:{_WITH_RESERVE})\b|{_WITH_RESERVE_IN_CHINESE}|可能|推断", re.IGNORECASE
)
"""What keeps a statement that speaks of a proof from being sure."""
_HEDGED = re.compile(
    rf"\b(?:{_WITH_RESERVE}|can|arguabl\w*|posit(?:s|ed)?|indicat\w*|think|argue\w*|attribut\w*"
    r"|hints?|tend\w*|sometimes|often|consistent|if|assum\w*|guess\w*|maybe|risk\w*|unknown)\b"
    rf"|{_WITH_RESERVE_IN_CHINESE}|可|疑|倾向|假说|提示|潜在|不一定|清楚|未知|有待|能|看来|好像|预期"
    "|期望|归因|视为|风险|有时|往往|会|难以|容易|易|如果|若|一致",
    re.IGNORECASE,
)
"""What keeps any other statement from being sure."""
_ATTITUDE = re.compile(
    r"^\W*(?:[A-Z]\w+, )?we (?:expect|anticipate|believe|hope|suspect|conjecture|hypothesi[sz]e"
    r"|speculate|surmise|guess|posit|presume)\b",
    re.IGNORECASE,
)
"""What makes a whole sentence a guess."""
_EXCEPTED = re.compile(
    r"\b(?:except(?:ion)?(?: for| of)?|besides|other than|apart from|aside from"
    r"|not (?:necessarily|always|all|every|only))\b",
    re.IGNORECASE,
)
"""What says that something is not so of all."""
_OTHERS = re.compile(r"\b(?:others?|rest|remaining)\b|其余|其他|其它|另外", re.IGNORECASE)
"""What says that a statement's all are all others."""
_PROVABLE = re.compile(r"\b(?:prov(?:e|es|ed|en|ing)|proofs?|theorem|lemma)\b", re.IGNORECASE)
_EVERY = re.compile(
    r"\b(?:always|every|everywhere|all|any|invariably|without exception|regardless)\b"
    r"|所有|全部|一切|任何|任意|每[一个项种次道条篇张句位组层类款家对]|总是|总能|总会|始终|无一例外|都能|无论|不论",
    re.IGNORECASE,
)
_UNIVERSAL = re.compile(
    r"\b(?:always|every\w*|each|all|any|both|never|none|no|consistent\w*|entire\w*|whole|uniform\w*"
    r"|universal\w*|across|throughout|regardless|whenever|arbitrary|invariabl\w*|strictly"
    r"|full\w*|complete\w*|total\w*|overall)\b",
    re.IGNORECASE,
)
_RESTRICTED = re.compile(
    r"\b(?:sufficiently|at least one|most(?:ly)?(?! (?:of all|recent|common))|some|several"
    r"|sometimes|often|usually|typically"
    r"|generally|in general|many|majority|largely|partly|partially|can be|can outperform|nearly all"
    r"|almost all|in (?:some|most|many) cases|except|other than"
    r"|(?!100)\d+(?:\.\d+)?% of (?:the|all)"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|\d+)(?: out)? of (?:the )?"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+))\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|\d+)(?: out)? of (?:the |all )?"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b",
    re.IGNORECASE,
)
"""What counts those of all that something is so of: "five out of six"."""
_WHOLLY = re.compile(r"\b(?:entirely|completely|fully|wholly)\b|完全|彻底|全面", re.IGNORECASE)
_PARTLY = re.compile(
    r"\b(?:only(?!\s+\w+\s+[≈∼~]?\s?\d)|part(?:ly|ially)|largely|mostly|to some extent"
    r"|nearly|almost|close to|limited)\b",
    re.IGNORECASE,
)
_SURPASSES = re.compile(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beat(?:s|en|ing)?|better|superior|more accurate|best"
    r"|higher|state[- ]of[- ]the[- ]art|sota|improv\w*|strictly)\b"
    r"|优于|好于|强于|超过|超越|胜过|更好|更优|更高|更强",
    re.IGNORECASE,
)
_ALIKE = re.compile(
    r"\b(?:comparabl\w*|on par|similar\w*|close to|competitive|(?:near(?:ly)?|almost) identical"
    r"|as (?:well|good|accurate) as|match(?:es|ed|ing)?|approach(?:es|ing))\b"
    r"|相当|接近|持平|媲美|可比|类似|相近",
    re.IGNORECASE,
)
_ALIKE_THING = re.compile(
    r"\s+(?!(?:performance|results?|accurac(?:y|ies)|scores?|quality|levels?|to|than|with|when)\b)"
    r"(?P<thing>[a-z]{4,})"
)
"""What is alike, where it is another thing than how good something is."""
_NOT_ALL = re.compile(
    r"\b(?:not|n[’']t|nearly|almost|except|but|besides|other than)\b"
    r"|并不|不是|并非|未必|不一定|几乎|大多|多数|除|之外|以外|差不多|基本",
    re.IGNORECASE,
)
"""What keeps a statement from being about all."""
_NEGATED = re.compile(
    r"\b(?:does not|do not|did not|is not|are not|was not|were not|can not|will not|cannot|never"
    r"|not to|\w+n[’']t)\b(?! (?:only|always|necessarily))",
    re.IGNORECASE,
)
TAKES_AWAY = re.compile(
    r"\b(?:not?|never|cannot|neither|nor|none|without|fail\w*|unable|lack\w*|un\w+|in(?:ability|[a-z]*"
    r"(?:able|ible|ent|ant))|dis\w+|im(?:possible|perfect)\w*|rather|instead|only|hardly|little|few"
    r"|fewer|less|lower|worse|limit\w*|avoid\w*|miss\w*|far|against|exclud\w*|remov\w*|drop\w*|but"
    r"|except\w*|despite|although|though|however|while|whereas|free|same|leav\w*|left|yet|still|open"
    r"|weak\w*|poor\w*|hard\w*|difficult\w*|stop\w*|fall\w*|degrad\w*|hurt\w*|underperform\w*|ignor\w*"
    r"|lost|los(?:e|es|ing|s)|vanish\w*|disappear\w*|ceas\w*|skip\w*|omit\w*|unlike|contrary|question\w*|doubt\w*|refut\w*|reject\w*|fixed|frozen|out)\b"
    r"|n[’']t\b|[不没未无非否难仅只除别勿缺失弱拒差低少免虽却但而反限停略去省代替短落]",
    re.IGNORECASE,
)
"""What takes away from what a sentence says, so that it may well say what its source negates."""
_ANY_CLAUSE = re.compile(
    r"[,;:()]|[.!?]\s|\b(?:but|even though|while|whereas|although|though|which|because|since)\b"
)
_FEWEST_TERMS, _FEWEST_KNOWN = 3, 2
_CLAUSE = re.compile(
    r"[,;:()]|\b(?:but|even though|while|whereas|although|though|which|because|since)\b"
)
_SAID_CLAUSE = re.compile(r"[，；;]|,\s|\b(?:but|while|whereas|although)\b|(?:，)?(?:而|但|不过)")
_RELATIVE = re.compile(r"\s*(?:in |of |for |on )?(?:which|that|where|who|whose)\b", re.IGNORECASE)
_SAID_NOT = re.compile(
    r"\b(?:not|never|no|without|cannot)\b|n[’']t\b|并不|没有|不会|不再|不能|未|无法", re.IGNORECASE
)
"""What a sentence denies in one of its clauses may be what its source denies."""
_CONCEDED = re.compile(r"^\s*(?:even\s+)?(?:though|although|while|whereas)\b", re.IGNORECASE)
_CAUSE = re.compile(r"\b(?:because|due to|caused by|owing to)\b|因为|由于|源于|导致|造成|归功于")
_SUPPOSED_CAUSE = re.compile(
    r"\b(?:may|might|perhaps|possibly|presumably|probably|likely|could|conjecture|suspect"
    r"|hypothesize|speculate)\b(?:\s+\S+){0,12}?\s+(?:because|due|caused|explained|attributed)\b",
    re.IGNORECASE,
)
_MOSTLY = 0.5
"""The share of a sentence's terms that a hedged clause must have to be about the same."""
_PARTLY_ABOUT = 0.4
"""The same where a sentence excepts something from what a statement says of all."""
_FEWEST_LETTERS = 16
"""Letters of a sentence, a Chinese character counted twice: a point's label has fewer."""
_LONGEST = 1000
"""Characters of a sentence of the paper that are looked at."""


def overstated(said: Said, index: PaperIndex) -> Iterator[Finding]:
    """Give findings for hedges that are dropped and for some that became all."""
    for place in said.sentences:
        words = said.words_at(place)
        source = said.closest(words, index)
        if source is None or weight(squash(words)) < _FEWEST_LETTERS:
            continue
        passage = index.words_of(source)[:_LONGEST]
        found = next(
            filter(None, (rule(words, passage) for rule in (surer, wider, better, affirmed))), None
        )
        if found:
            stated, theirs = found
            message = f"“{stated}” is more than its quote’s “{theirs}” says"
            yield make_finding(
                said.where,
                "wording",
                stated,
                message,
                theirs,
                index.page_at(source.start),
                reason="contradicted",
            )


def surer(said: str, source: str) -> tuple[str, str] | None:
    """Give what makes a sentence surer than its source, and the source's hedge; None if nothing.

    A sentence that claims a proof needs one, or a source without any hedge. Another one must have
    most of the terms of the hedged clause's, or give as the cause what that only supposes to be it.
    """
    proved = _PROVED.search(said)
    hedged = (_UNSURE if proved else _HEDGED).search(said)
    if hedged or (proved and proved[0].casefold() in source.casefold()):
        return None
    if proved and (guess := _ATTITUDE.search(source)):
        return proved[0], guess[0]
    if proved:
        patterns = (_DOUBTED,) if _PROVABLE.search(source) else (_DOUBTED, _WEAKENED)
        hedge = next(filter(None, (_about(said, source, one) for one in patterns)), None)
        return (proved[0], hedge[0]) if hedge else None
    cause, hedge = _CAUSE.search(said), _SUPPOSED_CAUSE.search(source)
    if cause and hedge and not _is_given_a_cause(source, hedge):
        return cause[0], hedge[0]
    for clause in _clauses_of(said):
        if clause != said and len(wanted_of(clause)) < _FEWEST_TERMS:
            continue
        if hedge := _about(clause, source, _DOUBTED, least=_MOSTLY):
            return clause.strip(), hedge[0]
    return None


def _is_given_a_cause(source: str, supposed: re.Match[str]) -> bool:
    """Tell whether a source has a cause for certain beside the one that it only supposes."""
    return any(
        not supposed.start() <= cause.start() < supposed.end() for cause in _CAUSE.finditer(source)
    )


def wider(said: str, source: str) -> tuple[str, str] | None:
    """Give what makes a sentence wider than its source, and what restricts it; None if nothing."""
    if _NOT_ALL.search(said):
        return None
    every, excepted = _EVERY.search(said), _EXCEPTED.search(source)
    is_excepted = bool(_OTHERS.search(said))
    if every and excepted and not is_excepted and _is_about(said, source, _PARTLY_ABOUT):
        return every[0], excepted[0]
    counted = _COUNTED.search(source) if every else None
    if every and counted and _has_only_all(said, counted[0]):
        return every[0], counted[0]
    if every and counted and _has_some(said, counted[0]):
        return None
    for wide, narrow in ((_EVERY, _RESTRICTED), (_WHOLLY, _PARTLY)):
        every = wide.search(said)
        restricted = _about(said, source, narrow, unless=_UNIVERSAL) if every else None
        if every and restricted:
            return every[0], restricted[0]
    return None


def _has_only_all(said: str, counted: str) -> bool:
    """Tell whether a sentence has the last number of "five out of six", and not the first."""
    some, whole = (one.base for one in itertools.islice(quantities_of(counted), 2))
    ours = {one.base for one in quantities_of(said)}
    return some < whole and whole in ours and some not in ours


def _has_some(said: str, counted: str) -> bool:
    """Tell whether a sentence has the first number of "five out of six": its all is another."""
    some = next(iter(quantities_of(counted))).base
    return any(one.base == some for one in quantities_of(said))


def better(said: str, source: str) -> tuple[str, str] | None:
    """Give what makes better of what its source has as alike, and the source's words for that."""
    surpasses = _SURPASSES.search(said)
    if not surpasses or _ALIKE.search(said) or _SURPASSES.search(source) or _NOT_ALL.search(said):
        return None
    alike = _about(said, source, _ALIKE)
    return (surpasses[0], alike[0]) if alike and not _is_of_another(said, alike) else None


def _is_of_another(said: str, alike: re.Match[str]) -> bool:
    """Tell whether what is alike is a thing that a sentence does not speak of: its uncertainty."""
    thing = _ALIKE_THING.match(alike.string, alike.end())
    if thing is None:
        return False
    ways = wanted_of(said)
    return not any(thing["thing"].startswith(one) for one in ways)


def affirmed(said: str, source: str) -> tuple[str, str] | None:
    """Give what a sentence says plainly that its source negates, and the negation; None if nothing.

    It must have nothing that takes away from what it says, and share at least half of its terms
    with the clause that has the negation, and of that one's.
    """
    clauses = [said] if _SAID_NOT.search(said) else _clauses_of(said)
    found = (_affirmed(clause, source) for clause in clauses)
    return next(filter(None, found), None)


def _clauses_of(said: str) -> list[str]:
    """Give a sentence, and its clauses where it has more than one, but for those of a noun."""
    clauses = [one for one in _SAID_CLAUSE.split(said) if one and one.strip()]
    whole = [one for one in clauses if not _RELATIVE.match(one)]
    return [said, *whole] if len(clauses) > 1 else [said]


def _affirmed(said: str, source: str) -> tuple[str, str] | None:
    if TAKES_AWAY.search(said):
        return None
    wanted = wanted_of(said)
    if len(wanted) < _FEWEST_TERMS:
        return None
    clauses = _cut(source, _ANY_CLAUSE)
    shares = [sum(any(t.startswith(w) for t in terms(one)) for w in wanted) for one in clauses]
    clause = clauses[shares.index(max(shares))]
    negations = _NEGATED.findall(clause)
    longest = max(len(wanted), len(terms(clause)))
    if max(shares) < _MOSTLY * longest or len(negations) != 1:
        return None
    return said.strip(), negations[0]


def _is_about(said: str, clause: str, least: float) -> bool:
    """Tell whether a clause has a share of a sentence's terms, in the words for Chinese ones."""
    wanted = wanted_of(said)
    return len(wanted) >= _FEWEST_KNOWN and share_said(wanted, terms(clause)) >= least


def _cut(source: str, begins: re.Pattern[str]) -> list[str]:
    """Cut a sentence of the paper where its clauses begin."""
    edges = [0, *(match.start() for match in begins.finditer(source)), len(source)]
    return [source[start:end] for start, end in itertools.pairwise(edges)]


def _about(
    said: str,
    source: str,
    pattern: re.Pattern[str],
    *,
    least: float = 0.0,
    unless: re.Pattern[str] = _CONCEDED,
) -> re.Match[str] | None:
    """Give the first match in the clause of a source that has most of a sentence's terms.

    `least` is the share of them that it must have. None in a clause that has `unless`; if not
    given, that is one that concedes something.
    """
    ours = terms(said)
    clauses = _cut(source, _CLAUSE)
    shared = [len(ours & terms(clause)) for clause in clauses]
    most = max(shared)
    if most < least * len(ours) or not (most or has_cjk(said)):
        return None
    if least and has_cjk(said) and not any(_is_about(said, clause, least) for clause in clauses):
        return None
    alike = (clause for clause, count in zip(clauses, shared, strict=True) if count == most)
    found = (pattern.search(clause) for clause in alike if not unless.search(clause))
    return next(filter(None, found), None)
