"""Render a survey as Markdown: its sentences by topic, each with the entries that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.entry.emphasis import without_needless_escapes
from pipeline.entry.inert import inert, quiet, title
from pipeline.records.survey import Borne, Group, Source
from pipeline.text import marks
from pipeline.text.cjk import without_gaps

_BULLET = re.compile(r"^\s*[-*+][ \t]+")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")


class _Words(NamedTuple):
    """What stands in a survey in words of ours, by language."""

    survey: str
    by_model: str
    by_rule: str
    other: str
    unknown: str
    lead: str
    verdict: str
    lacking: str
    unused: str
    dropped: str
    line: str
    brackets: tuple[str, str]
    between: str
    comma: str
    colon: str


_WORDS = {
    "zh": _Words(
        survey="综述：{span}（{count} 篇）",
        by_model="由 {drafter} 据 {log} 的条目起草，每句后是所依据的条目（标题、日期）。",
        by_rule="{log} 的条目，按主题列出首句和评价；没有模型，未作归纳。",
        other="其他",
        unknown="日志未写",
        lead="首句",
        verdict="评价",
        lacking="？所依据的条目没有这样说：",
        unused="以上没有写到的条目",
        dropped="略去 {count} 句：没有指明存在的条目。",
        line="第 {line} 行",
        brackets=("（", "）"),
        between="、",
        comma="，",
        colon="：",
    ),
    "en": _Words(
        survey="Survey: {span} ({count} papers)",
        by_model="Drafted by {drafter} from the entries of {log}; behind each sentence stand the "
        "entries that it rests on, by title and day.",
        by_rule="The entries of {log} by topic, with their leads and verdicts; no model has summed "
        "them up.",
        other="Other",
        unknown="unknown: the log does not say",
        lead="lead",
        verdict="verdict",
        lacking="? the entries that it rests on do not say so: ",
        unused="Entries that are not mentioned above",
        dropped="{count} left out: sentences that named no entry that exists.",
        line="line {line}",
        brackets=(" (", ")"),
        between=", ",
        comma=", ",
        colon=": ",
    ),
}


def render(groups: Sequence[Group], *, span: str, log: str, drafter: str, language: str) -> str:
    """Give a survey of `span` as Markdown; `drafter` is the model's name, empty for none."""
    words = _WORDS[language]
    count = sum(len(group.sources) for group in groups)
    opening = words.by_model if drafter else words.by_rule
    lines = [
        f"# {inert(words.survey.format(span=span, count=count))}",
        "",
        str(inert(opening.format(drafter=drafter, log=log))),
    ]
    for group in groups:
        if group.topic or len(groups) > 1:
            lines += ["", f"## {inert(group.topic or words.other)}"]
        lines.append("")
        lines += _of_model(group, words) if drafter else _of_rule(group, words)
    return marks.mark(without_needless_escapes("\n".join(lines) + "\n"))


# ── by a model ──


def _of_model(group: Group, words: _Words) -> Iterator[str]:
    for sentence in group.sentences:
        named = words.between.join(_named(one, words) for one in sentence.sources)
        yield f"- {without_gaps(str(inert(sentence.text)))} [{named}]"
        yield from _mark(sentence, words)
    for unknown in group.unknown:
        yield f"- {words.unknown}{words.colon}{without_gaps(str(inert(unknown)))}"
    used = {one.number for sentence in group.sentences for one in sentence.sources}
    if unused := [one for one in group.sources if one.number not in used]:
        yield f"- {words.unused}{words.colon}"
        for one in unused:
            yield f"  - {_full(one, words)}"
    if group.dropped:
        yield f"- {words.dropped.format(count=group.dropped)}"


def _mark(sentence: Borne, words: _Words) -> Iterator[str]:
    if sentence.lacking:
        lacking = words.between.join(f"“{one}”" for one in sentence.lacking)
        yield f"  <!-- {words.lacking}{quiet(lacking)} -->"


# ── by rule ──


def _of_rule(group: Group, words: _Words) -> Iterator[str]:
    for one in group.sources:
        yield f"- {_full(one, words)}"
        yield f"  - {words.lead}{words.colon}{_own(one.lead) or words.unknown}"
        yield f"  - {words.verdict}{words.colon}{_own(one.verdict) or words.unknown}"


def _own(said: str) -> str:
    """Give the log's own words on one line, without tags; the person's emphasis stays."""
    return " ".join(_TAG.sub("", _BULLET.sub("", marks.without_comments(said))).split())


# ── entries ──


def _named(source: Source, words: _Words) -> str:
    opening, closing = words.brackets
    name = str(inert(source.name))
    return f"{name}{opening}{source.when}{closing}" if source.when else name


def _full(source: Source, words: _Words) -> str:
    opening, closing = words.brackets
    where = [source.when, words.line.format(line=source.line)]
    where += [f"arXiv:{source.arxiv_id}"] * bool(source.arxiv_id)
    told = words.comma.join(part for part in where if part)
    return f"《{inert(title(source.title))}》{opening}{told}{closing}"
