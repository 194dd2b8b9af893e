"""Resolve: what somebody jotted down → an arXiv identifier, or why not.

Precision before recall: drafting the wrong paper is the worst outcome, asking is cheap.

The rules, in order:

- An identifier or a URL of one in the line settles it; several different ones are asked about. So
  do addresses that are all that the notes below the line say.
- What says that it is a task, a topic or a group ("写综述：…", "LLM 系列：", "… etc") is no paper.
- What may be a title is cut out of the line (`jotted`) and searched. A paper that arXiv gives is
  the one that is meant where its title stands whole in the line, letter by letter, and the rest are
  notes: "GPT-4 Technical Report" and "GPT-4o Technical Report" are 98% alike. One such paper is
  sure; several, one with more of a title beside it, one whose title goes on and one that resembles
  the line are asked about.
- A nickname by itself ("ALIGN", "DALLE, DALLE2") is ambiguous at best: the papers whose titles
  begin with the name, or have it before a colon or in brackets, are asked about.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple

from pipeline.arxiv.no_paper import why_no_paper
from pipeline.errors import SummarizeError
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper import Paper
from pipeline.text import asides, identifiers
from pipeline.text.asides import Asides
from pipeline.text.identifiers import ADDRESS
from pipeline.text.jotted import Jotted, is_short
from pipeline.text.titles import fold, has_name, nicknames, without_nickname

Search = Callable[[str], list[Paper]]
_IGNORED = frozenset(
    """a an and are as at be by for from in into is it its of on or the this to via with
    without vs""".split()
)
"""Words that arXiv's search ignores, and one that is between two papers."""
_LISTS = re.compile(r"[,/=]")
"""What a list of nicknames has, or a remark."""
_WORD = re.compile(r"[^\W_]+")
_NEAR = 82.0
"""Per cent of likeness (rapidfuzz ratio of the folded titles) from which a title is worth asking
about."""
MOST_WORDS = 12
"""Words of a query: more only make it miss."""
_MOST_QUERIES = 6
"""Requests for one item: arXiv takes one in three seconds."""
_MOST_SEGMENTS = 2
"""Parts of a line, as its punctuation cuts it, that are searched by themselves."""
_FEWEST_TELLING = 3
"""Words that a query must have for all that it finds to be near: two words are in many titles."""
MOST_CANDIDATES = 3
"""How many papers a person is asked to choose from."""
_NUMBER = re.compile(r"(?i)[,;，；]?\s*(?:\barxiv:?\s*|(?<![/\w.]))\d{4}\.\d{4,5}(?:v\d+)?\b")
"""An identifier that is no part of an address, with what sets it off from the words before it."""
_LEADS_TO = re.compile(
    r"\b(?:arxiv|pdf|html|abs(?:tract)?|links?|url|paper|preprint|article|source|doi|id|here|see"
    r"|at|the|v\d+)\b|地址|链接|论文|原文|预印本|全文|リンク|論文|링크|논문",
    re.IGNORECASE,
)
"""Words beside an address that say what it leads to."""
LONGEST_SHOWN = 80
"""Characters of a title that a hint has room for."""


class Resolution(NamedTuple):
    """What became of a line.

    `paper` is there for `paper` only; `candidates` are at most three, for `ambiguous`, and
    `named` the identifiers that the line gives, where they are several. `is_nickname` tells whether
    a name is all that there is, of which somebody else may know the title.
    """

    outcome: Literal["paper", "not_a_paper", "ambiguous", "not_found"]
    reason: str
    arxiv_id: ArxivId | None = None
    paper: Paper | None = None
    candidates: tuple[Paper, ...] = ()
    named: tuple[ArxivId, ...] = ()
    is_nickname: bool = False


class Lookup:
    """Finds out which paper a line of a pending list means, a request at a time.

    `outcome` is None for as long as a further `step` may tell. `notes` are the lines below it;
    `is_title` says that the line is a title, and neither a task nor a nickname. `is_apart` is set
    where it is to be asked for by itself.
    """

    def __init__(self, text: str, notes: Sequence[str] = (), *, is_title: bool = False) -> None:
        self.outcome = _by_identifier(text, notes)
        self._named_below = _named(notes)
        self._jotted = jotted = Jotted(text)
        self._papers: dict[ArxivId | None, Paper] = {}
        self._near: dict[ArxivId | None, Paper] = {}
        self._queries: deque[tuple[str, bool]] = deque()
        self.is_apart = False
        if self.outcome is None:
            titles = _long_titles(jotted)
            self._is_nickname = not (titles or is_title)
            self._name = _name(jotted) if self._is_nickname else ""
            is_short_title = _is_short_title(jotted) and self._name in ("", *jotted.parts)
            self._is_only_name = self._is_nickname and not is_short_title
            named = titles or (jotted.parts[:1] if _is_short_title(jotted) else [])
            if not is_title and (reason := why_no_paper(text, jotted, named)):
                self.outcome = self._settled(Resolution("not_a_paper", reason))
            elif not self._is_only_name:
                self._queries.extend(_queries(jotted))
            elif self._name and not self._named_below:
                self._queries.append((_query(_telling(self._name)), False))
            else:
                self.outcome = self._settled(_A_NICKNAME)

    def step(self, search: Search) -> None:
        """Ask arXiv once more, and tell by its answer if it can be told.

        `search` takes a query in arXiv's syntax and gives papers, best first; it may raise
        SummarizeError.
        """
        if self.query:
            found = search(self.query)
            self.take(found, found)
        elif self.outcome is None:
            self.outcome = self._settled(self._nearest())

    @property
    def query(self) -> str:
        """What is to be asked for next, in arXiv's syntax; empty where all has been."""
        return self._queries[0][0] if self._queries else ""

    def take(self, found: Iterable[Paper], own: Iterable[Paper]) -> None:
        """Tell by the answer to its next query, if it can be told.

        `found` are all papers that came, `own` those that this query has found among them.
        """
        _, tells = self._queries.popleft()
        self._papers |= {paper.arxiv_id: paper for paper in found}
        if tells:
            self._near |= {paper.arxiv_id: paper for paper in own}
        self.outcome = self._whole()

    def _whole(self) -> Resolution | None:
        """Give what the papers mean whose titles stand whole in the line; None for none such."""
        if len(self._jotted.marked) > 1 or self._is_only_name:
            return None
        whole = [
            (standing, paper)
            for paper in self._papers.values()
            if (standing := self._jotted.standing(paper.title, paper.authors)) and standing.is_whole
        ]
        full = [row for row in whole if row[0].is_full] or whole
        longest = max((row[0].end - row[0].start for row in full), default=0)
        same = [paper for standing, paper in full if standing.end - standing.start == longest]
        return _settled(same) if same else None

    def _nearest(self) -> Resolution:
        jotted = self._jotted
        if self._name and (named := _named_so(self._name, self._papers.values())):
            have = "these titles have" if len(named) > 1 else "this title has"
            said = f"a nickname by itself, which {have}"
            return Resolution("ambiguous", said, candidates=named, is_nickname=True)
        if self._is_only_name:
            return _A_NICKNAME
        if near := _nearest(jotted, self._papers.values(), self._near.values()):
            said = "no paper has just this title"
            if len(jotted.marked) > 1:
                said = f"it names {len(jotted.marked)} titles"
            return Resolution("ambiguous", said, candidates=near)
        if len(jotted.marked) > 1:
            return Resolution("ambiguous", f"it names {len(jotted.marked)} titles")
        return _A_NICKNAME if self._is_nickname else _NOTHING_LIKE_IT

    def _settled(self, found: Resolution) -> Resolution:
        """Give what was found, or that the notes below the line name papers, to be asked about."""
        if found.outcome == "paper" or not self._named_below or found.candidates:
            return found
        said = f"the lines below it name {', '.join(map(str, self._named_below))}"
        return Resolution("ambiguous", said, named=self._named_below)


_A_NICKNAME = Resolution(
    "ambiguous",
    "a nickname by itself: write the title or the identifier behind it",
    is_nickname=True,
)
_NOTHING_LIKE_IT = Resolution("not_found", "found nothing like it on arXiv")


def resolve_item(text: str, search: Search, notes: Sequence[str] = ()) -> Resolution:
    """Tell which paper a line of a pending list means, or why none.

    `notes` are the lines below it that are about it. `search` is as `Lookup.step` takes it.
    """
    lookup = Lookup(text, notes)
    while lookup.outcome is None:
        lookup.step(search)
    return lookup.outcome


def lookup_title(title: str) -> Lookup:
    """Give the lookup of a title that somebody asks for by name."""
    return Lookup(title if "《" in title else f"《{title}》", is_title=True)


def paper_of(found: Resolution) -> Paper:
    """Give the paper that a title was found to mean.

    Raises SummarizeError where no paper or more than one has the title, with the nearest candidates
    and how to choose one.
    """
    if found.paper:
        return found.paper
    named = "give its identifier, its URL or its PDF"
    hint = choose(found.candidates) if found.candidates else named
    raise SummarizeError(found.reason, hint)


def choose(papers: Iterable[Paper]) -> str:
    """Say how to choose one of some candidates."""
    return "choose one: " + "; ".join(
        f"`summarize {paper.arxiv_id}` ({paper.title[:LONGEST_SHOWN]})" for paper in papers
    )


def means(text: str, paper: Paper) -> bool:
    """Tell whether a line names a paper by its title, as `Lookup` would find."""
    standing = Jotted(text).standing(paper.title, paper.authors)
    return standing is not None and standing.is_whole


def other_title(text: str, paper: Paper | None = None) -> str:
    """Give what of a line is another title than that of the paper that its address leads to.

    Empty where nothing of it is, or where it may as well be a remark. Without `paper`, any title.
    """
    jotted = Jotted(_NUMBER.sub(" ", text))
    own = paper and (jotted.standing(paper.title, paper.authors) or jotted.is_part_of(paper.title))
    titles = (part for part in _long_titles(jotted) if part[0].isupper())
    return "" if own else next((one for one in titles if len(_telling(one)) >= _FEWEST_TELLING), "")


# ── what a line says ──


def _by_identifier(text: str, notes: Sequence[str]) -> Resolution | None:
    """Give what the identifiers in a line mean, or those that its notes are; None for none."""
    found = identifiers.in_text(text)
    if not found:
        found = list(_named(note for note in notes if _is_address(note)))
    if not found:
        return None
    if len(found) == 1:
        return Resolution("paper", "the item gives its identifier", arxiv_id=found[0])
    said = f"the item gives several identifiers: {', '.join(map(str, found))}"
    return Resolution("ambiguous", said, named=tuple(found))


def _named(notes: Iterable[str]) -> tuple[ArxivId, ...]:
    return tuple(identifiers.in_text("\n".join(notes)))


def _is_address(note: str) -> bool:
    """Tell whether a note is an address, and says at most what it leads to."""
    words = re.sub(r"(?i)\d{4}\.\d{4,5}(?:v\d+)?", " ", ADDRESS.sub(" ", note))
    return not fold(_LEADS_TO.sub(" ", words))


def _long_titles(jotted: Jotted) -> list[str]:
    """Give what of a line is long enough to be a title by itself: not "read the LoRA paper"."""
    long = (part for part in jotted.parts if not is_short(part))
    return [
        part
        for part in long
        if not (part.casefold().endswith(" paper") and is_short(asides.without_remarks(part)))
    ]


def _is_short_title(jotted: Jotted) -> bool:
    """Tell whether a line is nothing but two words or more that may be a short title."""
    if jotted.marked:
        return True
    words = jotted.parts[0] if jotted.is_alone else ""
    return not _LISTS.search(words) and len(re.findall(r"[^\W\d_]{2,}|\d\w*", words)) > 1


def _name(jotted: Jotted) -> str:
    """Give the one name that is all that a line has in Latin script but notes; else nothing."""
    beside = Asides()
    latin = (part for part in jotted.parts if asides.without_other_scripts(part))
    named = [part for part in latin if not beside.tell_of_publication(part)]
    is_one = len(named) == 1 and not _LISTS.search(named[0])
    return asides.without_remarks(named[0]) if is_one else ""


# ── by title ──


def _settled(same: list[Paper]) -> Resolution:
    if len(same) > 1:
        said = f"{len(same)} papers have this title"
        return Resolution("ambiguous", said, candidates=tuple(same[:MOST_CANDIDATES]))
    return Resolution("paper", "its title is this", arxiv_id=same[0].arxiv_id, paper=same[0])


def _queries(jotted: Jotted) -> list[tuple[str, bool]]:
    """Give queries for what may be a title, each with whether all that it finds is near.

    First each part whole, and without what is before its colon, then the halves of the likeliest:
    one word that arXiv spells otherwise, or a note, hides the paper from one half only.
    """
    parts = jotted.parts
    wanted = [part for part in parts if not is_short(part)] or parts[:1]
    if jotted.marked:
        wanted = parts
    queries: dict[str, bool] = {}
    for part in wanted[:_MOST_QUERIES]:
        for title in (part, without_nickname(part), _behind(part)):
            _add(queries, _telling(title), all_near=True)
    for segment in jotted.segments[:_MOST_SEGMENTS]:
        _add(queries, _telling(segment))
    words = _telling(_behind(wanted[0])) if wanted else []
    if len(words) <= _FEWEST_TELLING:
        words = _telling(wanted[0]) if wanted else []
    if len(words) >= _FEWEST_TELLING:
        half = len(words) // 2
        _add(queries, words[: max(half, 2)])
        _add(queries, words[min(half, len(words) - 2) :])
    return list(queries.items())[:_MOST_QUERIES]


def _add(queries: dict[str, bool], words: Sequence[str], *, all_near: bool = False) -> None:
    """Add a query, with whether all that it finds is near; it may be among them already."""
    if words:
        queries.setdefault(_query(words), all_near and len(words) >= _FEWEST_TELLING)


def _query(words: Sequence[str]) -> str:
    return " AND ".join(f"ti:{word}" for word in words)


def _behind(part: str) -> str:
    """Give what is behind the first colon; all of it where there is none."""
    return part.partition(": ")[2].strip() or part


def _telling(title: str) -> list[str]:
    """Give a title's words that a search minds.

    A word with an accent is left out: arXiv's title search does not fold it, and half a word finds
    nothing.
    """
    plain = (word for word in _WORD.findall(title) if word.isascii())
    telling = dict.fromkeys(word for word in plain if word.lower() not in _IGNORED)
    return list(telling)[:MOST_WORDS]


def _nearest(jotted: Jotted, papers: Iterable[Paper], near: Iterable[Paper]) -> tuple[Paper, ...]:
    """Give the papers that a line may mean, the likeliest first."""
    from rapidfuzz import fuzz

    wanted = [fold(part) for part in jotted.parts]
    all_near = {paper.arxiv_id for paper in near}

    def likeness(paper: Paper) -> float:
        folded, bare = fold(paper.title), fold(without_nickname(paper.title))
        alike = max((fuzz.ratio(one, folded) for one in wanted), default=0.0)
        alike = max(alike, *(fuzz.ratio(one, bare) for one in wanted), 0.0)
        if jotted.standing(paper.title, paper.authors):
            return max(alike, _STANDS)
        if jotted.is_part_of(paper.title):
            return max(alike, _BEGINS)
        return max(alike, _NEAR) if paper.arxiv_id in all_near else alike

    scored = [(likeness(paper), paper) for paper in papers]
    found = [row for row in scored if row[0] >= _NEAR]
    found.sort(key=lambda row: (-row[0], row[1].title))
    return tuple(paper for _, paper in found[:MOST_CANDIDATES])


def _named_so(name: str, papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Give the papers whose titles have a name, those first that call their work so.

    Where it is written otherwise they come later; the oldest of those that are alike, which the
    others follow, comes first.
    """

    def order(paper: Paper) -> tuple[bool, bool, bool, str, str]:
        is_called = fold(name) in map(fold, nicknames(paper.title))
        month = f"{paper.published:%Y%m%d}" if paper.published else ""
        return not is_called, name not in paper.title, not month, month, paper.title

    found = (paper for paper in papers if has_name(paper.title, name))
    return tuple(sorted(found, key=order)[:MOST_CANDIDATES])


_STANDS, _BEGINS = 95.0, 90.0
"""The likeness of a paper whose title stands in the line, and of one that the line begins."""
