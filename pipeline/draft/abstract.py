"""Part an abstract: what of it says the problem, what is new, how it is done, what came out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.draft import quotable
from pipeline.draft.announcement import is_announcement, is_bare_claim, is_commonplace, is_roadmap
from pipeline.draft.argument import Sentence
from pipeline.draft.headed import by_heads
from pipeline.draft.sentence_roles import (
    Role,
    is_compared,
    is_doing,
    is_measured,
    is_news,
    is_of_data,
    is_open,
    is_promise,
    is_set_against,
    is_trial,
    tells_results,
)
from pipeline.draft.told import told, without_contrast

SENTENCES_A_POINT = 3
_MOST_NEW = 4
"""Sentences of the abstract that tell what is new, with those that rest on others."""
_MOST_OF_A_PROBLEM = 2
"""Sentences of the abstract that lead to what is new."""
_MOST_RESULTS = 4
"""Sentences of the abstract that tell results."""
_SHORT_LACK = 80
"""Characters of a lack that is too short to say what it is set off from."""
_ABBREVIATION = re.compile(r"\(([A-Z][\w-]*[A-Z]\w*)\)")
_FOUND_THAT = re.compile(r"(?:We|Our \w+) (?:also )?(?:find|found|observed?|show(?:ed)?) that\b")
_CAME_OUT = re.compile(r"\b(?:demonstrat|show|find|prove|reveal)\w*")

Part = tuple[Role, Sequence[Sentence]]


def parts_of(said: Sequence[Sentence]) -> list[Part]:
    """Give the sentences of an abstract that an entry needs, by role.

    What matters most comes first, where there is no room for all; each part is in its own order.
    """
    telling = [s for s in said if not (quotable.is_outlook(s.text) or is_roadmap(s.text))]
    if headed := by_heads(telling):
        return [
            ("new", headed.get("new", ())[:SENTENCES_A_POINT]),
            ("results", _telling(headed.get("results", ()))),
            _leading(headed.get("problem", ())),
            ("method", headed.get("method", ())[:SENTENCES_A_POINT]),
        ]
    if len(telling) > SENTENCES_A_POINT and is_promise(telling[-1].text):
        telling.pop()
    news = next((s for s in said if is_news(s.text)), None)
    before = [s for s in telling if news and s.start < news.start]
    rest = telling[len(before) :]
    found = (at for at, s in enumerate(rest) if at and _says_found(s.text))
    results = next(found, len(rest))
    if news and news not in telling and _CAME_OUT.search(news.text):
        results = 0  # it says that something was found, and those behind it what
    idle = _idle(telling)
    made = _made([s for s in rest[:results] if s.start not in idle], news is not None)
    came_out = _by_what_they_say(rest[results:])
    method = [*made["method"], *came_out["method"]]
    data = [*made["data"], *came_out["data"]]
    return [
        ("new", made["new"][:_MOST_NEW]),
        ("results", _telling(came_out["results"])),
        _leading(before, news),
        ("method", method[:SENTENCES_A_POINT]),
        ("data", data[:SENTENCES_A_POINT]),
        ("detail", made["detail"][: 2 * SENTENCES_A_POINT]),
    ]


def _says_found(text: str) -> bool:
    return tells_results(text) or bool(_FOUND_THAT.match(text))


def is_made(text: str) -> bool:
    """Tell a sentence that says what was made or done, and not what came out."""
    return is_trial(text) or is_doing(text) or (is_news(text) and not tells_results(text))


def _made(said: Sequence[Sentence], has_news: bool) -> dict[Role, list[Sentence]]:
    """Part what an abstract says from its news to its results.

    The first sentence is what is new, and how it is done comes behind it, up to the end; without
    news nothing says which is which.
    """
    parts: dict[Role, list[Sentence]] = {"new": [], "method": [], "data": [], "detail": []}
    role: Role = "new" if has_news else "detail"
    for sentence in said:
        text = sentence.text
        if has_news and parts["new"] and not quotable.leans(told(text)):
            if is_of_data(text) and not is_compared(text):
                role = "data"
            elif parts["method"] or is_doing(text) or is_trial(text):
                role = "method"
            else:
                enough = len(parts["new"]) >= SENTENCES_A_POINT and is_news(text)
                role = "method" if enough else "new"
        parts[role].append(sentence)
    return parts


def _by_what_they_say(after: Sequence[Sentence]) -> dict[Role, list[Sentence]]:
    """Part what an abstract says from its first result on: another part of what is new is method.

    What it says of data only, without comparing, is of them; what rests on the sentence before it
    stays with that.
    """
    parts: dict[Role, list[Sentence]] = {"results": [], "method": [], "data": []}
    role: Role = "results"
    for sentence in after:
        text = sentence.text
        if quotable.leans(told(text)) and not is_measured(text) and not is_made(text):
            parts[role].append(sentence)
            continue
        role = "results"
        if is_of_data(text) and not is_compared(text):
            role = "data"
        elif is_made(text):
            role = "method"
            _bring_reason(sentence, parts)
        parts[role].append(sentence)
    return parts


def _bring_reason(sentence: Sentence, parts: dict[Role, list[Sentence]]) -> None:
    """Move what a sentence was done for, as it says, from the results to where it stands."""
    before = parts["results"][-1] if parts["results"] else None
    if before is None or not quotable.leans(sentence.text) or is_measured(before.text):
        return
    if before.start == sentence.before:
        parts["method"].append(parts["results"].pop())


def _telling(results: Sequence[Sentence]) -> list[Sentence]:
    """Give results, the measured ones first, with one claim without a number at most.

    Beside measured ones it has none.
    """
    measured = sum(is_measured(sentence.text) for sentence in results)
    claims = [sentence for sentence in results if is_bare_claim(sentence.text)]
    kept = [] if measured else claims[:1]
    said = [sentence for sentence in results if sentence not in claims or sentence in kept]
    return sorted(said, key=lambda one: not is_measured(one.text))[:_MOST_RESULTS]


def _idle(said: Sequence[Sentence]) -> set[int]:
    """Give the starts of an abstract's sentences that only announce.

    That is where others tell what is new; what the next one rests on stays.
    """
    announced = [is_announcement(sentence.text) for sentence in said]
    others = any(is_made(s.text) and not idle for s, idle in zip(said, announced, strict=True))
    leant_on = {s.before for s in said if quotable.leans(told(s.text))}
    return {
        s.start
        for s, idle in zip(said, announced, strict=True)
        if idle and others and s.start not in leant_on
    }


def _leading(before: Sequence[Sentence], news: Sentence | None = None) -> Part:
    """Give what leads to what is new, as a problem where something is lacking.

    What any paper of the field begins with is left out. Where nothing is lacking, only the sentence
    is told that the `news` rest on, as background.
    """
    lead = list(_problem(before))
    while lead and is_commonplace(lead[0].text) and not _is_needed(lead):
        lead.pop(0)
    lead = [*_of_names(lead, before), *lead]
    rests = news is not None and quotable.points_back(told(news.text))
    lacks = [at for at, sentence in enumerate(lead) if is_open(sentence.text)]
    if lacks:
        behind = lead[lacks[-1] + 1 :]
        if not rests:
            behind = [s for s in behind[:1] if not is_commonplace(s.text)]
        return "problem", [*lead[: lacks[-1] + 1], *behind]
    return "background", before[-1:] if rests else []


def _of_names(lead: Sequence[Sentence], before: Sequence[Sentence]) -> list[Sentence]:
    """Give the sentence before some that says in full what they have an abbreviation for."""
    words = " ".join(sentence.text for sentence in lead)
    return [
        sentence
        for sentence in before
        if lead and sentence.start < lead[0].start
        for name in _ABBREVIATION.findall(sentence.text)
        if re.search(rf"\b{re.escape(name)}\b", words) and f"({name})" not in words
    ][-1:]


def _is_needed(lead: Sequence[Sentence]) -> bool:
    """Tell whether the second sentence cannot stand without the first."""
    return len(lead) > 1 and quotable.refers_back(without_contrast(lead[1].text))


def _problem(before: Sequence[Sentence]) -> Sequence[Sentence]:
    """Give the sentences that lead to what is new, from one on that stands alone if possible.

    What was before counts for nothing where a sentence behind it says what is lacking.
    """
    start = max(0, len(before) - _MOST_OF_A_PROBLEM)
    at = next(_lacking(before, start), start)
    if before and not _is_torn(before[at].text):
        return before[at:]
    first = max(0, start - _MOST_OF_A_PROBLEM)
    while start > first and quotable.refers_back(before[start].text):
        start -= 1
    return before[start:]


def _lacking(before: Sequence[Sentence], start: int) -> Iterator[int]:
    return (at for at in range(start, len(before)) if is_set_against(before[at].text))


def _is_torn(lack: str) -> bool:
    """Tell a sentence that is understood with the ones before it only."""
    alone = without_contrast(lack)
    is_set_off = alone != lack and len(alone) < _SHORT_LACK
    return is_set_off or quotable.refers_back(alone)
