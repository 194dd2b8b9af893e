"""Draft: a paper's text → a structured summary by a language model.

What a paper says in words (sent_text.py), without references, thanks and appendices, goes into one
call when it fits. When it does not, it is read section by section to notes, and the draft is made
from the notes. What was left out is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field

from pipeline.draft.figures import offered
from pipeline.draft.sent_text import sent
from pipeline.draft.suspicious import traces
from pipeline.errors import ContextTooLongError, SummarizeError
from pipeline.model.ask import Model
from pipeline.model.fence import new_fence
from pipeline.model.prompt import filled
from pipeline.model.structured import strict_schema
from pipeline.model.tokens import Message, most_tokens
from pipeline.records.draft import MOST_QUOTES, Draft, Drafted, FilledLine, KeyPoint, Quote
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText, Section, SectionKind
from pipeline.records.record import Record
from pipeline.records.report import Finding
from pipeline.records.statement import statements
from pipeline.records.style import USUAL_FORM, Form
from pipeline.text import injections, titles
from pipeline.text.byline import find_affiliations
from pipeline.text.cjk import CJK, CJK_MARKS, HANGUL
from pipeline.text.length import length
from pipeline.text.metadata import for_model
from pipeline.text.stamp import month_of

VERSION = "9"
"""Part of every draft's fingerprint: raise it when the same inputs give another request."""
FEWEST_CHARACTERS = 200
"""A page: a paper with less has next to no text, and a summary of it would be made up."""
_PLANS = 3
"""How often a paper is planned for: a server may turn out to take less than it said, and then less
again."""
_ROUNDS = 3
"""Notes, notes of notes, and theirs: each is some tenth of what it was made from."""
_FAR_OVER = 1.25
"""Times the usual length from which a draft is sent back: a model that is told so stays below it,
and one that is not would write half as much again as the log's owner."""
_LEAST_PAPER = 10
"""Times as many tokens of the context as samples may take: the paper is what matters."""
_LEAST_ESSENCE = 4
"""A paper of which less than one part in so many would be left is sent with all its sections: its
headings may be misread."""
_SENTENCE_END = re.compile(r"[.!?。！？]\s|\n")
_SUBSECTION = re.compile(r"[A-Z]\.\d")
"""How the heading of a part of an appendix begins: the appendix is named already."""
_CONTENTS_LINE = re.compile(r"\d\s*$|(?:\.\s?){4}", re.MULTILINE)
"""What a line of a table of contents ends in or is filled up with."""
_EXTRAS: tuple[SectionKind, ...] = ("references", "appendix", "acknowledgements")


class Note(Record):
    """One thing that a part of the paper says."""

    text: FilledLine = Field(
        description="what the part says, one sentence in English, with its numbers"
    )
    quote: Quote = Field(description="the passage that says it")


class Notes(Record):
    """What a part of the paper says that a summary may need."""

    notes: tuple[Note, ...] = Field(
        min_length=0, max_length=8, description="up to eight notes, the weightiest first"
    )


# No quote of a paper without Chinese or Japanese can have any; weak models translate unless they
# cannot. The pattern also leaves out what JSON must escape, because a grammar made of it stands
# inside a JSON string. Twelve characters are the row of a small table: its label and a number.
_CJK = CJK + CJK_MARKS + HANGUL


def _copied(text: str) -> str:
    if re.search(f"[{_CJK}]", text):
        raise ValueError(
            "is not copied from the paper, which has no Chinese: "
            "copy its own words, do not translate"
        )
    return text


class _CopiedQuote(Quote):
    """A quote of a paper in Latin script."""

    text: Annotated[
        FilledLine,
        AfterValidator(_copied),
        Field(
            description=Quote.model_fields["text"].description,
            json_schema_extra={"pattern": f'^[^"\\\\\n{_CJK}]{{12,}}$'},
        ),
    ]


class _CopiedPoint(KeyPoint):
    quotes: tuple[_CopiedQuote, ...] = Field(
        min_length=1,
        max_length=MOST_QUOTES,
        description=KeyPoint.model_fields["quotes"].description,
    )


class _CopiedDraft(Draft):
    key_points: tuple[_CopiedPoint, ...] = Field(
        min_length=3, max_length=6, description=Draft.model_fields["key_points"].description
    )


class Prompts(NamedTuple):
    """What the model is told: the texts of draft.md, notes.md and correct.md under prompts/."""

    draft: str
    notes: str
    correct: str


def require_text(text: PaperText) -> None:
    """Raise SummarizeError for a paper with next to no text, before anything is paid for."""
    if len(text.text) < FEWEST_CHARACTERS * len(text.pages):
        raise SummarizeError(
            f"next to no text: {len(text.text)} characters on {len(text.pages)} pages",
            "it may be scanned or drawn: run it through OCR, e.g. ocrmypdf, and give that file",
        )


def draft(
    paper: Paper,
    text: PaperText,
    *,
    model: Model,
    prompts: Prompts,
    language: str,
    topics: tuple[str, ...] = (),
    form: Form | None = None,
    earlier: tuple[str, ...] = (),
    figures: int = 0,
) -> Drafted:
    """Have the model draft a summary in `language` (zh or en), and in the log's `form`.

    It names the one of `topics` that the paper belongs to, and may name one of `earlier`, titles of
    the log's entries with their days, where the paper carries it on, and at most so many `figures`.
    A draft that is far longer than the form has it is sent back once. Raises SummarizeError where
    the paper has next to no text, a prompt is wrong, or the model refuses, stays wrong or cannot be
    reached.
    """
    require_text(text)
    form = form or USUAL_FORM[language]
    writer = _Writer(paper, text, model, prompts, language, topics, form, earlier, figures)
    for _ in range(_PLANS):
        try:
            return writer.draft()
        except ContextTooLongError as error:  # the model's context is known better now: plan again
            too_long = error
    raise too_long


class _Writer:
    def __init__(
        self,
        paper: Paper,
        text: PaperText,
        model: Model,
        prompts: Prompts,
        language: str,
        topics: tuple[str, ...],
        form: Form,
        earlier: tuple[str, ...],
        figures: int,
    ) -> None:
        self._paper = for_model(paper)
        named = find_affiliations(paper, text)
        self._affiliations = tuple(one for one in named if not injections.is_in_record(one))
        self._text, self._model, self._prompts = text, model, prompts
        self._language, self._topics = language, topics
        self._form, self._earlier = form, earlier
        self._most_figures = figures
        there = offered(text) if figures else ()
        self._figures = tuple(one.alternative for one in there)

    def draft(self) -> Drafted:
        room = self._room(self._prompts.draft, Draft)
        spans, left_out = self._without_extras()
        if sum(end - start for start, end in spans) * _LEAST_ESSENCE < len(self._text.text):
            whole = sent(self._text, (0, len(self._text.text)))
            if _tokens(whole) <= room:
                return self._made(whole, ())
        essence = sent(self._text, *spans)
        if _tokens(essence) <= room:
            return self._made(essence, left_out)
        return self._made(
            self._notes(spans, room), (*left_out, "all but notes that were taken of each part")
        )

    def _room(self, prompt: str, record: type[Record]) -> int:
        """Give the tokens that are left for the paper beside a prompt and its answer."""
        used = most_tokens(self._talk(prompt, "", record)) + self._model.answer_tokens
        if self._model.context_tokens - used < FEWEST_CHARACTERS:
            raise SummarizeError(
                f"a context of {self._model.context_tokens} tokens leaves no room for a paper",
                "raise context_tokens, or use a model with a larger context, "
                "or --drafter extractive",
            )
        return self._model.context_tokens - used

    def _made(self, body: str, left_out: tuple[str, ...]) -> Drafted:
        shape = Draft if re.search(f"[{_CJK}]", self._text.text) else _CopiedDraft
        talk = self._model.as_sent(self._talk(self._prompts.draft, body, shape))
        made = self._model.ask(shape, talk, self._prompts.correct, self._shorter)
        if made.topic not in self._topics:
            made = made.model_copy(update={"topic": ""})
        if not self._is_nickname(made.nickname):
            made = made.model_copy(update={"nickname": ""})
        if len(made.figures) > self._most_figures:
            made = made.model_copy(update={"figures": made.figures[: self._most_figures]})
        return Drafted(
            draft=made,
            drafter=self._model.name,
            left_out=left_out,
            traces=tuple(self._traces(made, talk, body)),
            asked_for_figures=self._most_figures > 0,
        )

    def _shorter(self, made: Draft) -> str:
        """Say what is wanted of a draft that is far too long; nothing of another."""
        verdict = f"{made.verdict.text} {made.verdict.weakness}"
        words = [made.lead.about, *(f"{p.label} {p.text}" for p in made.key_points), verdict]
        now, usual = length(" ".join(words), self._language), self._form.length
        if now <= self._most_length:
            return ""
        unit = "characters" if self._language == "zh" else "words"
        return (
            f"the entry is too long: about, labels, texts and verdict have {now} {unit}, and "
            f"{usual} are usual: {now - usual} are to go. Say the same in fewer words, merge "
            "points that belong together, leave out what matters least, keep the names and numbers "
            "that carry a point, and keep the quotes that bear out what is left"
        )

    @property
    def _most_length(self) -> int:
        return round(self._form.length * _FAR_OVER)

    def _is_nickname(self, said: str) -> bool:
        """Tell whether the paper has a word as a name, and its title has not.

        With it before it the title must still be known as the same.
        """
        title = self._paper.title
        named = re.search(rf"(?<!\w){re.escape(said)}(?!\w)", self._text.text)
        return (
            bool(said and named and self._form.nicknames)
            and titles.fold(said) not in titles.fold(title)
            and titles.same_title(f"{said}: {title}", title)
        )

    def _traces(self, made: Draft, talk: list[Message], body: str) -> Iterator[Finding]:
        """Look for what an answer has from the prompt and not from the paper."""
        told = "\n".join(message["content"].replace(body, "") for message in talk)
        paper = self._paper
        record = (paper.title, paper.comment, paper.journal_ref, *self._affiliations)
        told_too = (*self._topics, *self._earlier, *self._figures)
        sent = "\n".join((body, *record, *told_too))
        return traces(statements(made), told=told, body=sent)

    def _talk(self, prompt: str, body: str, record: type[Record]) -> list[Message]:
        of_first = self._form.first_version
        values = {
            "paper": self._paper.in_words(),
            "affiliations": self._affiliations,
            "month": month_of(self._paper, self._text, of_first_version=of_first),
            "stamp": self._text.stamp,
            "language": self._language,
            "fence": new_fence(),
            "body": body,
            "topics": self._topics,
            "earlier": self._earlier,
            "figures": self._figures,
            "most_figures": self._most_figures,
            "most_length": self._most_length,
            "form": self._form._replace(samples=tuple(self._samples())),
            "sample_fence": new_fence(),
            "schema": json.dumps(strict_schema(record), ensure_ascii=False),
        }
        return filled(prompt, values)

    def _samples(self) -> Iterator[str]:
        """Give the samples that the context has room for."""
        room = self._model.context_tokens // _LEAST_PAPER
        for sample in self._form.samples:
            room -= _tokens(sample)
            if room < 0:
                return
            yield sample

    def _without_extras(self) -> tuple[list[tuple[int, int]], tuple[str, ...]]:
        """Give the places of what a summary needs, and the names of the appendices."""
        sections = self._text.sections
        kept = [s for s in sections if s.kind not in _EXTRAS and not self._is_contents(s)]
        headed = {s.title for s in kept}
        appendices = (s for s in sections if s.kind == "appendix")
        named = ((s.title or s.kind, self._text.page_at(s.start)) for s in appendices)
        dropped = dict.fromkeys(
            f"{name} (p. {page})" if name in headed else name
            for name, page in named
            if not _SUBSECTION.match(name)
        )
        spans = _joined((s.start, s.end) for s in kept)
        return spans or [(0, len(self._text.text))], tuple(dropped)

    def _is_contents(self, section: Section) -> bool:
        """Tell a table of contents, which most lines of end in a page, from what goes on below."""
        lines = self._text.text[section.start : section.end].splitlines()[1:]
        told = sum(bool(_CONTENTS_LINE.search(line)) for line in lines)
        return section.kind == "front" and bool(section.title) and told * 2 > len(lines)

    # ── a paper that does not fit ──

    def _notes(self, spans: list[tuple[int, int]], room: int) -> str:
        """Read part by part to notes, and notes to notes where they are still too long.

        Gives them one a line. Raises SummarizeError where they stay too long.
        """
        part_room = self._room(self._prompts.notes, Notes)
        parts = [sent(self._text, part) for part in self._parts(spans, part_room)]
        for _ in range(_ROUNDS):
            lines = [line for part in parts for line in self._note_lines(part)]
            if _tokens("\n".join(lines)) <= room:
                return "\n".join(lines)
            parts = _regroup(lines, part_room)
        raise SummarizeError(
            "the paper is too long for the model, even as notes",
            "use a model with a larger context, or --drafter extractive",
        )

    def _parts(self, spans: list[tuple[int, int]], room: int) -> list[tuple[int, int]]:
        """Cut the paper into parts that fit a call each, `room` tokens."""
        parts = []
        for start, end in spans:
            while start < end:
                to = self._reach(start, end, room)
                if to < end:
                    to = self._cut(start, to)
                parts.append((start, to))
                start = to
        return parts

    def _cut(self, start: int, to: int) -> int:
        """Give where a part ends: with a section in its second half, or a sentence, or there."""
        half = (start + to) // 2
        sections = [s.start for s in self._text.sections if half < s.start <= to]
        if sections:
            return sections[-1]
        sentences = list(_SENTENCE_END.finditer(self._text.text, half, to))
        return sentences[-1].end() if sentences else to

    def _reach(self, start: int, end: int, room: int) -> int:
        """Give how far a call reaches from `start`, by halving."""
        low, high = start + 1, end
        while low < high:
            middle = (low + high + 1) // 2
            if _tokens(sent(self._text, (start, middle))) <= room:
                low = middle
            else:
                high = middle - 1
        return low

    def _note_lines(self, part: str) -> list[str]:
        taken = self._model.ask(
            Notes, self._talk(self._prompts.notes, part, Notes), self._prompts.correct
        )
        # the passage as the paper's own pages have it: a small model copies whatever stands behind
        # the mark
        return [f"[page {note.quote.page}] {note.quote.text} ({note.text})" for note in taken.notes]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Make one of two places where the second begins where the first ends."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _tokens(body: str) -> int:
    return most_tokens([{"content": body}])


def _regroup(lines: list[str], room: int) -> list[str]:
    """Give the lines in parts that fit a call each, `room` tokens."""
    parts = [""]
    for line in lines:
        if parts[-1] and _tokens(parts[-1] + line) > room:
            parts.append("")
        parts[-1] += line + "\n"
    return parts
