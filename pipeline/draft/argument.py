"""Find the sentences that authors write to be read alone, and where in the argument each stands.

That is the abstract, the list of contributions, the conclusion and the limitations; then what the
introduction and the results say of the paper's own work. Only prose is read: paragraphs and lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pipeline.draft import quotable
from pipeline.records.paper_text import Block, PaperText, Section
from pipeline.text import sentences

Place = Literal[
    "abstract", "introduction", "contributions", "body", "results", "conclusion", "limitations"
]

_FEW_SECTIONS = 4
"""A paper with fewer has headings that were not found: its places are told by their share of it."""
_LONGEST_INTRODUCTION = 8000
"""Characters: what follows is another section, whose heading was not found."""
_LAST_PART = 0.93
"""From which part of such a paper on it closes."""
_TITLES: tuple[tuple[Place, re.Pattern[str]], ...] = (
    ("limitations", re.compile(r"limitation|weakness|shortcoming|局限", re.IGNORECASE)),
    ("conclusion", re.compile(r"conclu|discussion|summary|结论|总结|结语", re.IGNORECASE)),
    ("introduction", re.compile(r"introduction|引言|绪论", re.IGNORECASE)),
    (
        "results",
        re.compile(
            r"result|experiment|evaluat|ablation|performance|comparison|empirical|实验|评测",
            re.IGNORECASE,
        ),
    ),
)
_OF_OTHERS = re.compile(r"\b(?:related|previous|prior) (?:works?|research)|相关工作", re.IGNORECASE)
"""In the title of a section that is about others' work."""
_LONG_FRONT = 4000
"""Characters behind an abstract from which on they are a letter without headings, and no names."""
_SUBSECTION = re.compile(r"\d+\.\d")
_CONTRIBUTIONS = re.compile(
    r"\bcontributions?\b.{0,80}(?:follow|:|\w+-?fold|summari[sz]ed)"
    r"|\b(?:main|key|our|major) contributions? (?:of this|are|is|in this|include)"
    r"|\bwe make the following\b|贡献",
    re.IGNORECASE,
)
"""How contributions are announced in the paragraph that tells them; a list of the introduction is
one of them, too."""


_PROSE = ("paragraph", "list item")
"""The kinds of blocks that hold the argument."""


class Sentence(NamedTuple):
    """A sentence, its first character in the running text, and its place in the argument.

    `before` is the start of the sentence before it in its paragraph, or before its list; None where
    it begins one.
    """

    text: str
    start: int
    place: Place
    before: int | None


def sentences_of(text: PaperText, *, of_any_block: bool = False) -> list[Sentence]:
    """Give the sentences of a paper's own argument, each once, in the paper's order.

    `of_any_block` reads headings, captions and the like, too, where there is next to no prose.
    """
    found: dict[str, Sentence] = {}
    for block, place in _placed(text, of_any_block=of_any_block):
        words = text.text[block.start : block.end]
        listed = block.kind == "list item" or _CONTRIBUTIONS.search(words)
        if place == "introduction" and listed:
            place = "contributions"
        for sentence in _of_block(words, block.start, place):
            found.setdefault(quotable.fold(sentence.text), sentence)
    return list(found.values())


def passages_of(said: Sequence[Sentence], text: PaperText) -> list[list[Sentence]]:
    """Part sentences where something stands between two of them."""
    passages: list[list[Sentence]] = []
    for sentence in said:
        last = passages[-1][-1] if passages else None
        between = text.text[last.start + len(last.text) : sentence.start] if last else "."
        if between.strip():
            passages.append([sentence])
        else:
            passages[-1].append(sentence)
    return passages


def _of_block(words: str, start: int, place: Place) -> Iterator[Sentence]:
    before: int | None = None
    for at, said in sentences.split(words):
        own = quotable.own_words(said)
        if own.text:
            yield Sentence(own.text, start + at + own.start, place, before)
        before = start + at + own.start


def _placed(text: PaperText, *, of_any_block: bool) -> Iterator[tuple[Block, Place]]:
    """Give the blocks of prose with their places, but for those that none of the argument is in."""
    blocks = text.blocks or _lines(text)
    sections = _told_apart(text) or [Section(kind="body", title="", start=0, end=len(text.text))]
    places = list(_of_sections(sections))
    at = 0
    for block in blocks:
        while at + 1 < len(sections) and sections[at].end <= block.start:
            at += 1
        if (place := places[at]) and (of_any_block or block.kind in _PROSE):
            yield block, _by_share(place, block, sections)


def _lines(text: PaperText) -> list[Block]:
    """Give each line of a text without blocks as a paragraph."""
    ends = [match.end() for match in re.finditer(r"\n|\Z", text.text)]
    starts = [0, *ends]
    return [
        Block(kind="paragraph", start=start, end=end)
        for start, end in zip(starts, ends, strict=False)
        if end > start
    ]


def _told_apart(text: PaperText) -> list[Section]:
    """Give the sections, those of a letter without headings too: what stands behind its abstract.

    What stands before an abstract is the front, whatever headings its parts look like.
    """
    abstract = next((s.start for s in text.sections if s.kind == "abstract"), None)
    if abstract is None:
        return list(text.sections)
    found: list[Section] = []
    for section in text.sections:
        is_long = section.end - section.start >= _LONG_FRONT
        kind = section.kind
        if kind == "body" and section.end <= abstract:
            kind = "front"
        elif kind == "front" and section.start > abstract and is_long:
            kind = "body"
        found.append(section.model_copy(update={"kind": kind}))
    return found


def _of_sections(sections: Sequence[Section]) -> Iterator[Place | None]:
    """Give each section's place; a subsection's own title, else that of the section it is in."""
    has_abstract = any(section.kind == "abstract" for section in sections)
    place: Place | None = None
    first = True
    for section in sections:
        if section.kind == "abstract":
            yield "abstract"
        elif section.kind == "front":
            # page 1 of a letter is its abstract; that of a paper with one is names
            yield None if has_abstract else "abstract"
        elif section.kind == "body":
            if _OF_OTHERS.search(section.title):
                yield None
                continue
            named = next((to for to, title in _TITLES if title.search(section.title)), None)
            if named or not _SUBSECTION.match(section.title):
                place = named or ("introduction" if first else "body")
            first = False
            yield place or "body"
        else:
            yield None


def _by_share(place: Place, block: Block, sections: Sequence[Section]) -> Place:
    """Correct a block's place in a paper whose headings were not found."""
    bodies = [section for section in sections if section.kind == "body"]
    if len(bodies) >= _FEW_SECTIONS or place not in ("introduction", "body"):
        return place
    begin, end = bodies[0].start, bodies[-1].end
    if block.start > begin + _LAST_PART * (end - begin):
        return "conclusion"
    return "introduction" if block.start - begin < _LONGEST_INTRODUCTION else "body"
