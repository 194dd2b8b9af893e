"""Tell whose work and whose words something is: the authors' own, or not.

A statement that lets this paper introduce what its quote cites from others gives credit to the
wrong people. One that lets the authors admit a limit must have a sentence of the paper that says
so: a model likes to make up what sounds modest.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence

from pipeline.check.paper_index import PaperIndex, terms
from pipeline.check.statements import Said
from pipeline.records.report import Finding, make_finding
from pipeline.text.cjk import CJK
from pipeline.text.glossary import english_of

_THIS = r"(?:this|the (?:present|current)) (?:paper|work|article|study|letter)"
_AUTHORS = rf"(?:{_THIS}|the authors?|the paper)"
_INTRODUCES = r"(?:propos|introduc|invent|devis|originat|pioneer|coin|develop|creat)\w*"
_CLAIMED = re.compile(
    r"(?:本文|本工作|本论文|该文|论文|文章|作者|我们)(?:首次|率先|首先|最早|第一次|自己|还|也|则|们|中|所)*"
    r"(?:提出|发明|首创|开创|原创|引入|推出|设计)(?:了|并|的)?(?P<thing>[^，。；,;]*)"
    r"|由(?:本文|作者|论文|我们)(?:的?作者)?[^，。；,;]{0,12}?(?:提出|发明|引入|设计|首创|原创)"
    r"|(?:是|为)(?:本文|作者|论文|该文|我们)(?:首次|率先|首先|自己|新)*(?:提出|发明|引入|设计|开发|推出)的"
    r"|(?:是|属于)(?:本文|作者|论文|该文)的?(?:首创|原创|发明|贡献|创新|主要贡献)"
    rf"|\b(?:{_AUTHORS}|we)(?: (?:first|also|newly|originally))? {_INTRODUCES}"
    r"\s+(?P<things>[^.;]*)"
    rf"|\b(?:(?:newly|first) )?{_INTRODUCES}(?: (?:here|for the first time))?"
    rf" (?:in|by) {_AUTHORS}\b"
    r"|\b(?:is|are|was|were) (?:the authors[’'] own|new in this (?:paper|work))\b"
    rf"|\b(?:is|are) (?:a|an|the)?(?: \w+)? ?contributions? of (?P<owner>[A-Z]\w[\w-]*|{_AUTHORS})",
    re.IGNORECASE,
)
"""What lets this paper be the first to have something: a group says what, else it stands before."""
_DENIED = re.compile(r"并非|不是|并不|\bnot\b|n[’']t\b", re.IGNORECASE)
_CITES = re.compile(
    r"\[\d+(?:\s?[,–-]\s?\d+)*\]|\[[A-Z][\w+]{2,12}\]|\([^()]*\b(?:19|20)\d\d[a-z]?\)|\bet al\b"
    r"|\b(?:canonical|classical?|well[- ]known|previously|existing|prior|earlier|traditional)\b"
)
_OWN = re.compile(
    r"\b(?:we|our|ours|us|the proposed|this (?:paper|work|article|letter|study)|here)\b",
    re.IGNORECASE,
)
_USES = re.compile(
    r"\bwe (?:\w+ )?(?:consider|compare|evaluate|test|experiment|perform"
    r"|borrow|take|use|adopt|follow|employ|apply|leverage|utili[sz]e|build (?:up)?on|adapt"
    r"|extend|start (?:from|with)|borrow|reuse|rely)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?:本文|本研究|本工作|该文|作者|论文|我们)(?:们|自己|首次|率先|还|也|则|均|在文中|的?实验)*"
    r"(?:提出|给出|证明|展示|训练|收集|调查|引入|构建|设计|发布|开发|定义|推导|发现|猜想|标注|采集)"
    rf"|(?:\b{_THIS}|\bthe authors?(?: of (?:the|this) \w+)?|\bwe)(?: (?:is|are) the first to"
    r"| (?:first|also|themselves|newly|originally))? (?:prov(?:e|es|ed)|show(?:s|ed)?"
    r"|train(?:s|ed)?|collect(?:s|ed)?|present(?:s|ed)?|provid(?:e|es|ed)|put(?:s)? forward"
    r"|conduct(?:s|ed)?|develop(?:s|ed)?|survey(?:s|ed)?|conjectur(?:e|es|ed)|formulat(?:e|es|ed)"
    r"|annotat(?:e|es|ed)|gather(?:s|ed)?)\b"
    r"|(?:是|为|由)(?:本文|论文|该文)?(?:的)?作者[^，。；,;]{0,12}?(?:给出|证明|训练|收集|发现|完成)"
    r"|\b(?:put forward|proved|shown|trained|collected|conducted|given)(?: here)?"
    rf"(?: for the first time)? (?:by|in) (?:{_AUTHORS}|the authors of this \w+)"
    rf"|\b(?:finding|discovery|observation|result)s? of {_AUTHORS}",
    re.IGNORECASE,
)
"""What lets the authors of this paper do something."""
_REFERENCE = r"(?:\([^()]{0,60}?(?:19|20)\d\d[a-z]?\)|\[[A-Za-z\d][\w+,;. –-]{0,24}\])"
_WHO = (
    r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?(?:(?: and|,| &)(?: (?:his|her|their) \w+| [A-Z][\w’'-]+))*"
    r"(?: et al\.?)?,?"
)
_THEY_DO = (
    r"(?:have |has |had |first |also |then )*(?:show|report|propos|provid|introduc|f[io]nd|found"
    r"|present|develop|demonstrat|conjectur|collect|train|prove|proving|describ|observ|argu|use"
    r"|surpass|build|built|extend|investigat|study|studied|formaliz|design)\w*"
)
_THEIRS = re.compile(
    rf"^\W*(?:(?:[A-Z][a-z]+ly|Recently|However|Similarly|Moreover|Then|For \w+|In \w+),? )?"
    rf"(?P<who>{_WHO}) ?(?P<cited>{_REFERENCE}),? {_THEY_DO}"
    rf"|^\W*In \[[^\[\]]{{1,30}}\],? (?P<author>[A-Z]\w+)(?: et al\.?)? {_THEY_DO}"
    rf"|\b(?:was|were|is|are) (?:\w+ )?(?:provided|proposed|introduced|shown|given|proved|obtained"
    rf"|presented|developed|observed) by (?P<by>{_WHO}) ?{_REFERENCE}"
)
"""A sentence of the paper whose subject is a work that it cites."""
_AND_WE = re.compile(r"(?:,|;| and| but) (?:here )?we\b")
"""Where a sentence goes on with what its authors do."""
_FAMILY = re.compile(r"[A-Z][a-z\u00c0-\u02af’'-]+")
_OF_ITS_OWN = 40
"""Characters of a claim that a passage of the paper has as well: then it is not of its authors."""
_CITED_WITHIN = 40
"""Characters behind a thing in which its citation stands."""
_PROPOSES = re.compile(
    r"\b(?:we|our|this (?:paper|work|article|letter|study))\b.{0,80}?"
    r"\b(?:propos|introduc|present|develop|design|contribut|call|devis|build|creat|releas)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Za-z][A-Za-z-]{2,}")
_LONGEST = 1000
"""Characters of a sentence that are looked at."""


def misattributed(said: Said, index: PaperIndex) -> Iterator[Finding]:
    """Give findings for what is cited and said to be new, and for limits that nobody admits."""
    for place in said.sentences:
        words = said.words_at(place)[:_LONGEST]
        claimed = _CLAIMED.search(words)
        if claimed and not _DENIED.search(words, 0, claimed.end()):
            yield from _cited(said, claimed, index)
        elif (done := _DONE.search(words)) and not _DENIED.search(words, 0, done.end()):
            yield from _done_by_others(said, done, index)
        elif admitted := _ADMITTED.search(words):
            yield from _not_admitted(said, admitted, index)


# ── whose work ──


def _cited(said: Said, claimed: re.Match[str], index: PaperIndex) -> Iterator[Finding]:
    """Give a finding where the quote's sentence has from others what this paper is to introduce."""
    thing = claimed["thing"] or claimed["things"] or claimed.string[: claimed.start()]
    source = said.closest(thing, index)
    if source is None:
        return
    passage = index.words_of(source)[:_LONGEST]
    if claimed[0][:_OF_ITS_OWN].strip() in passage:
        return  # of other authors, and the words are the paper's
    owner = (claimed["owner"] or "").casefold()
    if (
        _is_others(thing, passage)
        and not (owner and owner in passage.casefold())
        and not _is_proposed(thing, index)
    ):
        words = claimed[0].strip()
        yield make_finding(
            said.where,
            "credit",
            words,
            f"“{words}”: its quote has it from others",
            index.passage_of(source),
            index.page_at(source.start),
            reason="contradicted",
        )


def _done_by_others(said: Said, done: re.Match[str], index: PaperIndex) -> Iterator[Finding]:
    """Give a finding where the quote's sentence lets a cited work do what the authors are said to.

    Not where the statement names whose work it is.
    """
    for source in said.quoted_sentences(index):
        passage = _AND_WE.split(index.words_of(source)[:_LONGEST])[0]
        theirs = _THEIRS.search(passage)
        if theirs and not _OWN.search(passage):
            break
    else:
        return
    who = " ".join(filter(None, (theirs["cited"], theirs["author"], theirs["by"])))
    names = _FAMILY.findall(who) or _FAMILY.findall(theirs["who"] or "")
    if any(name in said.words for name in names):
        return
    words = done[0].strip()
    message = f"“{words}”: its quote has it from others"
    yield make_finding(
        said.where,
        "credit",
        words,
        message,
        index.passage_of(source),
        index.page_at(source.start),
        reason="contradicted",
    )


def _is_others(thing: str, passage: str) -> bool:
    """Tell whether a sentence has something from others: by a citation, and nothing of our own.

    Where the authors use it, the citation must stand right behind it.
    """
    if not _OWN.search(passage):
        return bool(_CITES.search(passage))
    wanted = terms(thing)
    ends = [match.end() for match in _WORDS.finditer(passage) if match[0].casefold() in wanted]
    near = (_CITES.search(passage, end, end + _CITED_WITHIN) for end in ends)
    return bool(_USES.search(passage)) and any(near)


def _is_proposed(thing: str, index: PaperIndex) -> bool:
    """Tell whether a sentence in which the authors propose something has most of its terms."""
    wanted = terms(thing)
    if not wanted:
        return True
    alike = index.sentences_with(wanted, least=0.5)
    return any(_PROPOSES.search(index.words_of(place)[:_LONGEST]) for place in alike)


# ── whose words ──

_AGAINST = (
    r"局限|不足|缺点|缺陷|限制|无法|不能|失败|失效|较差|欠佳|受限"
    r"|难以|容易|瓶颈|风险|没有|尚未|不适|过于"
)
_LIMITS = (
    r"limit\w*|cannot|can not|fail\w*|not|only|unable|drawbacks?|weak\w*|shortcomings?|struggl\w*"
    r"|bottlenecks?|lack\w*|expensive|too slow"
)
_ADMITTED = re.compile(
    r"(?:作者|论文|本文|文章|文中|原文)(?:们|也|还|自己|均|都|同时|在文中|在文末|在结论中|明确|坦率地?)*"
    rf"(?:(?:承认|坦言|坦承|自陈)|(?:指出|提到|提及|说明|表示|认为|强调|列出)(?=[^。；]*(?:{_AGAINST})))"
    r"(?P<zh>[^。；;]*)"
    r"|\b(?:authors?|paper) (?:also |themselves |itself |explicitly |openly )?"
    r"(?:(?:admit|conced|acknowledg)\w*"
    r"|(?:state|note|point out|say|report|name|list|identif|mention|warn|stress|recogni[sz]e)\w*"
    rf"(?=[^.;]*\b(?:{_LIMITS})\b))"
    r"(?P<en>[^.;]*)"
    r"|\blimitations? (?:that )?(?:is |are )?(?:the authors? |the paper )?"
    r"(?:named?|noted?|mentions?|mentioned|states?|stated|admits?|admitted|acknowledged?|gives?|given"
    r"|lists?|listed|discussed)\b(?P<limit>[^.;]*)"
    r"|\baccording to the (?:authors|paper),? the (?:main |key |chief |biggest )?"
    r"(?:limitation|weakness|drawback|shortcoming)\b(?P<own>[^.;]*)",
    re.IGNORECASE,
)
"""What lets the authors say something against themselves; a group is what."""
_LIMIT = re.compile(
    r"\b(?:not|no|nor|none|never|n[’']t|cannot|can[’']t|limit\w*|fail\w*|lack\w*|unable|only|however"
    r"|drawback|weak\w*|difficult\w*|hard\w*|challeng\w*|future|poor\w*|wors\w*|insufficient\w*"
    r"|expensive|costl\w*|slow\w*|degrad\w*|suffer\w*|requir\w*|open question|remain\w*|bias\w*"
    r"|less|lower|fewer|problem\w*|issue\w*|risk\w*|concern\w*|unfortunately|but|although|though|despite"
    r"|may|might|rather|except|leave|left|without|restrict\w*|still|yet|sensitiv\w*|caution|caveat"
    r"|small|few|need\w*|grow\w*|unclear|unknown|miss\w*|neglect\w*|ignor\w*|assum\w*|prevent\w*)\b",
    re.IGNORECASE,
)
_FEWEST = 2
"""Terms of a limit that must be known: of one nothing can be told."""
_MOST = 12
"""Terms of a limit that are looked for."""
_SUPPORTED = 0.6
"""The share of a limit's terms that a sentence of the paper, with its neighbours, must have."""
_NEARLY_ALL = 0.75
"""The same where the statement's own quote says nothing of the kind."""
_OTHER = 0.4
"""The share that a quote must have to be of the same limit."""
_Terms = Sequence[frozenset[int]]
"""For each term of a limit the numbers of the sentences that have it."""


def lets_admit(words: str) -> bool:
    """Tell a statement that lays a limit into the authors' mouth."""
    return bool(_ADMITTED.search(words))


def _not_admitted(said: Said, admitted: re.Match[str], index: PaperIndex) -> Iterator[Finding]:
    limit = next(filter(None, admitted.groups()), "")
    wanted = [frozenset(index.beginning_with(any_of)) for any_of in _beginnings(limit)]
    if len(wanted) < _FEWEST or _is_admitted(said, limit, wanted, index):
        return
    words = admitted[0].strip()
    message = f"“{words}”: no sentence of the paper says so"
    yield make_finding(said.where, "credit", words, message, "", None)


def _beginnings(limit: str) -> list[tuple[str, ...]]:
    """Give for each term of a limit how English words for it may begin, lower case."""
    latin = terms(" ".join(_WORDS.findall(limit))) - _EMPTY
    known: list[tuple[str, ...]] = [(_root(term),) for term in sorted(latin)]
    if re.search(f"[{CJK}]", limit):
        known += english_of(limit)
    return known[:_MOST]


_EMPTY = frozenset("beyond down yet cannot still even".split())


def _root(word: str) -> str:
    """Give the beginning that a word shares with its other forms: observatories, observatory."""
    return word[: max(4, len(word) - 3)]


def _is_admitted(said: Said, limit: str, wanted: _Terms, index: PaperIndex) -> bool:
    """Tell whether the quote, or a sentence of the paper with its neighbours, says a limit.

    A quote that says nothing of a limit, or of another one, speaks against it: then a sentence must
    have nearly all of its terms.
    """
    source = said.closest(limit, index)
    if source is None:
        return _is_said(wanted, _SUPPORTED, index)
    number = index.place_number(source.start)
    shared = _share(wanted, range(number, number + 1))
    if _LIMIT.search(index.words_of(source)[:_LONGEST]) and shared >= _OTHER:
        return True
    return _is_said(wanted, _NEARLY_ALL, index)


def _is_said(wanted: _Terms, least: float, index: PaperIndex) -> bool:
    """Tell whether a sentence with its neighbours has a share of the terms, and says a limit."""
    for number in frozenset(itertools.chain.from_iterable(wanted)):
        near = range(max(0, number - 1), number + 2)
        if _share(wanted, near) >= least and any(
            _LIMIT.search(index.words_of(place)[:_LONGEST])
            for place in index.places[near.start : near.stop]
        ):
            return True
    return False


def _share(wanted: _Terms, near: range) -> float:
    """Give the share of the terms that some sentences have; a rare one counts more."""
    weights = [1 / (1 + math.log1p(len(places))) for places in wanted]
    had = (any(one in places for one in near) for places in wanted)
    return sum(itertools.compress(weights, had)) / sum(weights)
