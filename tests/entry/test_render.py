from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import pytest
from markdown_it import MarkdownIt

from pipeline import resources
from pipeline.check.claims import check
from pipeline.entry import edited
from pipeline.entry.render import Evidence, render
from pipeline.errors import SummarizeError
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.draft import Drafted
from pipeline.records.paper import Paper
from pipeline.records.paper_text import Notice, PaperText, Table
from pipeline.records.report import CheckReport, FindingKind, FindingReason, make_finding
from pipeline.records.shown_figure import ShownFigure
from pipeline.records.style import Style
from pipeline.text import marks
from tests.support.markdown import HOSTILE, NASTY, Reader, read_as_html
from tests.support.records import PAPER, draft, paper_text

TODAY = datetime.date(2024, 1, 6)


def entry(language: str = "zh", paper: Paper = PAPER, **changes: object) -> str:
    made = draft(**changes)  # type: ignore[arg-type]
    text = paper_text()
    template = resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere"))
    drafted = Drafted(draft=made, drafter="tiny", left_out=("References",))
    return render(
        template,
        paper=paper,
        text=text,
        drafted=drafted,
        report=check(made, paper, text),
        today=TODAY,
        name="t",
    )


def unmarked(made: str) -> str:
    """Give an entry without the marks of its comments, as its template words them."""
    return re.sub(r" ?\[summarize [^\]\n]*\] -->", " -->", made)


def test_an_entry_has_the_logs_format() -> None:
    assert entry(affiliations=("University of Northwick",)).split("<!-- arXiv")[0] == (
        "## 2024.1.6\n\n《Sparrow: Small Models That Read Long Papers》\n\n2024.3 University of Northwick的一篇文章，要点：\n\n"
        "1. 问题：Sparrow 在 LongRead 上很好\n2. 问题：Sparrow 在 LongRead 上很好\n3. 问题：Sparrow 在 LongRead 上很好\n\n"
    )


def test_an_english_entry_is_english() -> None:
    assert (
        entry("en")
        .split("<!-- arXiv")[0]
        .startswith(
            "## 2024.1.6\n\n**Sparrow: Small Models That Read Long Papers**\n\n2024.3, 文章\n\n1. 问题: Sparrow"
        )
    )


@pytest.mark.parametrize(
    ("language", "lead", "told"),
    [
        (
            "zh",
            "2024.3 一篇文章（EMNLP 2024），要点：",
            "<!-- 发表：EMNLP 2024，据 arXiv comment -->",
        ),
        ("en", "2024.3, 文章 (EMNLP 2024)", "<!-- venue: EMNLP 2024, by arXiv comment -->"),
    ],
)
def test_a_lead_names_the_venue_and_a_comment_says_who_says_so(
    language: str, lead: str, told: str
) -> None:
    paper = PAPER.model_copy(update={"comment": "Accepted at EMNLP 2024"})
    made = unmarked(entry(language, paper))
    assert lead in made.splitlines()
    assert told in made.splitlines()


def test_a_venue_of_the_papers_own_notices_is_told_with_its_page() -> None:
    notice = Notice(page=1, text="Published as a conference paper at ICLR 2015")
    text = paper_text().model_copy(update={"notices": (notice,)})
    assert filled("{{ venue.name }} {{ venue.source }}", read=text) == "ICLR 2015 p. 1"
    assert filled("{{ venue }}") == "None"


def test_a_venue_that_the_lead_names_is_not_named_again() -> None:
    paper = PAPER.model_copy(update={"journal_ref": "Proc. ICLR 2015"})
    made = draft()
    lead = made.lead.model_copy(update={"about": "ICLR 2015 best paper"})
    drafted = Drafted(draft=made.model_copy(update={"lead": lead}), drafter="tiny")
    text = paper_text()
    report = check(drafted.draft, paper, text)
    assert render(
        "{{ venue }}", paper=paper, text=text, drafted=drafted, report=report, today=TODAY, name="t"
    ).strip() == "None"  # fmt: skip


def test_a_doubtful_point_has_its_comment_under_it() -> None:
    assert (
        "1. 问题：达到 614 F1\n   <!-- ？原文未找到：“614”；原文有 61.4（p. 1） -->\n2."
        in unmarked(entry(text="达到 614 F1"))
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh", "1. “61.4”在原文中（p. 1），未能与引文或名称对上"), ("en", "1. 61.4 is far off")],
)
def test_what_is_no_mark_stands_in_the_evidence(language: str, told: str) -> None:
    made = draft("好")
    note = make_finding("point 1", "number", "61.4", "61.4 is far off", "", 1, reason="apart")
    rendered = render(
        resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere")),
        paper=PAPER, text=paper_text(), drafted=Drafted(draft=made, drafter="tiny"),
        report=CheckReport(evidence=check(made, PAPER, paper_text()).evidence, findings=(note,)),
        today=TODAY, name="t",
    )  # fmt: skip
    before, evidence = rendered.split("<!-- 依据" if language == "zh" else "<!-- evidence")
    assert told in evidence
    assert "61.4" not in before


def test_what_was_left_out_is_said() -> None:
    assert "<!-- 起草时未读：References -->" in unmarked(entry())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("nasty", NASTY)
def test_nothing_from_paper_or_model_becomes_markup(nasty: str, language: str) -> None:
    plain, hostile = Reader(), Reader()
    plain.feed(entry(language))
    made = entry(
        language,
        paper=PAPER.model_copy(update={"title": f"T {nasty} t", "arxiv_id": None}),
        text=" ".join(f"文 {nasty} 文".replace("\x1b", "").split()),
    )
    hostile.feed(made.replace("\\<", " "))
    assert hostile.tags == []
    assert (
        sum(
            "p. 1" in comment or "未找到" in comment or "not found" in comment
            for comment in hostile.comments
        )
        >= 1
    )
    assert len(made.split("<!--")[0].splitlines()) <= 12, "a field stays on its line"
    assert "](" not in made
    assert "\u202e" not in made
    assert "\x1b" not in made


@pytest.mark.parametrize("template", ["{{ nothing }}", "{% if %}", "{{ paper.titel }}"])
def test_a_wrong_template_is_an_error_that_names_it(template: str) -> None:
    made, text = draft(), paper_text()
    with pytest.raises(SummarizeError, match="the template mine is wrong"):
        render(
            template,
            paper=PAPER,
            text=text,
            drafted=Drafted(draft=made, drafter="x"),
            report=check(made, PAPER, text),
            today=TODAY,
            name="mine",
        )


# ── what a Markdown reader makes of an entry: CommonMark to HTML, and that HTML parsed ──


def hostile_entry(language: str, nasty: str, *, alone: bool) -> str:
    """Give an entry with the same words in every place where words of paper, model, reader or drafter come in."""
    said = nasty if alone else f"文 {nasty} 文"
    made, text = draft(), paper_text().model_copy(update={"warnings": (said,)})
    point = made.key_points[0].model_copy(update={"label": said, "text": said})
    quote = point.quotes[0].model_copy(update={"text": said})
    made = made.model_copy(
        update={
            "lead": made.lead.model_copy(
                update={"affiliations": (said,), "kind": said, "about": said, "month": said}
            ),
            "key_points": (point, point.model_copy(update={"quotes": (quote,)}), point),
            "verdict": made.verdict.model_copy(update={"text": said, "weakness": said}),
        }
    )
    paper = PAPER.model_copy(update={"title": said})
    return render(
        resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere")), paper=paper, text=text, today=TODAY, name="t",
        drafted=Drafted(draft=made, drafter=said, left_out=(said,)), report=check(made, paper, text),
    )  # fmt: skip


def kinds_of_lines(made: str) -> list[str]:
    """Give the first character of each line of an entry, its doubts aside."""
    return [
        line[:1]
        for line in made.splitlines()
        if not line.startswith(("   <!-- ", "<!-- ?", "<!-- ？"))
    ]


PLAIN = {
    language: kinds_of_lines(hostile_entry(language, "words", alone=False))
    for language in ("zh", "en")
}
COMMENT = re.compile(
    r" (?:[?？]|arXiv:2401\.00001v2[，,]|起草时未读：|not read for this draft:|注意：|mind:|(?:依据：|evidence:)\n1\. )"
)


@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("nasty", HOSTILE)
def test_a_markdown_reader_sees_only_the_markup_of_the_template(
    nasty: str, language: str, alone: bool
) -> None:
    made = hostile_entry(language, nasty, alone=alone)
    seen = read_as_html(made)
    assert set(seen.tags) <= {"h2", "p", "strong", "em", "code", "s", "ol", "li"}
    assert [seen.tags.count(tag) for tag in ("h2", "ol", "li")] == [2, 2, 6]
    assert all(COMMENT.match(comment) and comment[-1] in " \n" for comment in seen.comments)
    assert len(seen.comments) == len(re.findall(r"^ *<!-- ", made, re.MULTILINE))
    assert not any("--" in comment for comment in seen.comments)
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\U000e0041]",
        made,
    )
    assert alone or kinds_of_lines(made) == PLAIN[language], "every field keeps to its line"
    made.encode()


def test_a_comment_shows_the_drafts_words_unescaped() -> None:
    assert "<!-- ？原文未找到：“C<B>5”" in entry(text="好 C<B>5") or "“99.5”" in entry(
        text="好 99.5 a<b"
    )
    made = unmarked(entry(affiliations=("[A](b) <C>",)))
    assert "<!-- ？首页未找到该单位：“[A](b) <C>” -->" in made


def test_marks_of_a_title_inside_a_title_become_smaller_ones() -> None:
    assert "《关于〈论语〉的〈x》" not in entry(
        paper=PAPER.model_copy(update={"title": "关于《论语》"})
    )
    assert "《关于〈论语〉》" in entry(paper=PAPER.model_copy(update={"title": "关于《论语》"}))


def test_without_a_month_of_the_drafters_arxivs_is_taken() -> None:
    assert "\n2024.3 一篇文章" in entry(month="soon")
    dateless = PAPER.model_copy(update={"published": None, "updated": None})
    assert "\n一篇文章，要点：" in entry(paper=dateless, month="")


def test_the_evidence_stands_under_the_entry_with_its_pages() -> None:
    made = draft(
        "好",
        ("We propose Sparrow", 1),
        ("The writer takes all notes", 1),
        ("nobody -- wrote this", 2),
    )
    text = paper_text()
    drafted = Drafted(draft=made, drafter="tiny", left_out=())
    shown = [
        unmarked(render(
            resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere")), paper=PAPER, text=text, drafted=drafted,
            report=check(made, PAPER, text), today=TODAY, name="t",
        )).split("<!-- ")[-1]
        for language in ("zh", "en")
    ]  # fmt: skip
    zh = "".join(
        f"{n}. p. 1 “We propose Sparrow”\n{n}. p. 2（起草者称 p. 1） “The writer takes all notes”\n"
        f"{n}. 原文未找到 “nobody -&#45; wrote this”\n" for n in (1, 2, 3)
    )  # fmt: skip
    en = "".join(
        f'{n}. p. 1 "We propose Sparrow"\n{n}. p. 2 (the drafter said p. 1) "The writer takes all notes"\n'
        f'{n}. not found "nobody -&#45; wrote this"\n' for n in (1, 2, 3)
    )  # fmt: skip
    assert shown == [f"依据：\n{zh} -->\n\n", f"evidence:\n{en} -->\n\n"]


@pytest.mark.parametrize(
    "template", ["{{ 1 / 0 }}", "{{ 1 + paper.title }}", "{{ today.strftime(3) }}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{{ 3 | quiet }}", "{{ '%d' % 'x' }}", "{% include 'x' %}", "{{ draft.key_points[9].label }}"],
)  # fmt: skip
def test_whatever_goes_wrong_in_a_template_is_named(template: str) -> None:
    made, text = draft(), paper_text()
    drafted, report = Drafted(draft=made, drafter="x"), check(made, PAPER, text)
    with pytest.raises(SummarizeError, match=r"the template mine is wrong: .") as wrong:
        render(
            template,
            paper=PAPER,
            text=text,
            drafted=drafted,
            report=report,
            today=TODAY,
            name="mine",
        )
    assert wrong.value.hint == "correct your own file in templates/"


def test_a_users_own_template_is_as_safe_as_ours() -> None:
    made, text = draft(), paper_text()
    drafted, report = Drafted(draft=made, drafter="x"), check(made, PAPER, text)
    paper = PAPER.model_copy(update={"title": "# <b>x</b>\n- y", "authors": ("A. \\<i>",)})
    own = "{{ paper.title }}\n\n{{ paper.authors | join('; ') }} {{ today.year + 1 }}"
    made_of = render(
        own, paper=paper, text=text, drafted=drafted, report=report, today=TODAY, name="mine"
    )
    assert made_of == "\\# \\<b>x\\</b> - y\n\nA. \\\\\\<i> 2025\n\n"


def test_a_template_is_given_identifiers_as_strings() -> None:
    made, text = draft(), paper_text()
    entry = render(
        '{{ paper.arxiv_id.split("v")[0] }} {{ paper.newest | quiet }}',
        paper=PAPER.model_copy(update={"newest": ArxivId("2401.00001", 3)}),
        text=text,
        drafted=Drafted(draft=made, drafter="tiny"),
        report=check(made, PAPER, text),
        today=TODAY,
        name="t",
    )
    assert entry == "2401.00001 2401.00001v3\n\n"


# ── our comments ──

REASONS, KINDS = get_args(FindingReason), get_args(FindingKind)


def every_doubt(
    language: str, reasons: Sequence[FindingReason], kinds: Sequence[FindingKind] = KINDS
) -> str:
    """Give an entry that has a comment of each wording that a shipped template knows."""
    made = draft(quotes := "好", ("We propose Sparrow", 1), ("nobody wrote this", 2))
    text = paper_text().model_copy(update={"warnings": ("page 3 could not be read (X)",)})
    found = [
        make_finding(
            where, kind, quotes, f"{quotes} is not in the paper", "9", 1, reason=reason
        ).model_dump()
        for where in ("paper", "lead", "point 2", "verdict")
        for kind, reason in [
            *((kind, "missing") for kind in kinds),
            *(("name", r) for r in reasons),
        ]
    ]
    report = check(made, PAPER, text)
    return render(
        resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere")),
        paper=PAPER.model_copy(update={"newest": ArxivId("2401.00001", 3)}),
        text=text,
        drafted=Drafted(draft=made, drafter="tiny", left_out=("References",)),
        report=CheckReport.model_validate({"evidence": report.evidence, "findings": found}),
        today=TODAY,
        name="t",
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_comment_that_a_shipped_template_knows_is_ours_with_its_mark(language: str) -> None:
    made = every_doubt(language, REASONS)
    words = [line for line in made.splitlines() if line.lstrip()[:4] == "<!--"]
    notes = 2  # of the reasons: no marks
    assert len(words) == 4 * (len(KINDS) + len(REASONS) - notes) + 5
    assert "<!--" not in marks.take_out(made).text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_comment_from_before_there_was_a_mark_is_ours(language: str) -> None:
    made = every_doubt(
        language,
        [r for r in REASONS if r not in ("contradicted", "apart")],
        [kind for kind in KINDS if kind not in ("meaning", "link")],
    )
    old = re.sub(r" ?\[summarize [^\]\n]*\] -->", "-->", made).replace("-->", " -->")
    old = re.sub(r" +-->", " -->", old).replace("\n -->", "\n-->")
    # what is to mind was told in English then
    old = old.replace("第 3 页未能读取（X）", "page 3 could not be read (X)")
    assert marks.take_out(made) == marks.take_out(old)


OWN = """**{{ paper.title }}**

{% for point in draft.key_points %}
- {{ point.text }}  <!-- checked: {{ doubts_at("point " ~ loop.index) | length }} -->
{% endfor %}
<!-- Belege
{% for found in report.evidence %}{% for one in found %}
* S. {{ one.page }}: {{ one.quote | quiet }}
{% endfor %}{% endfor %}
-->
<!-- {{ drafter }} wrote this, and nobody closed it
"""


def test_comments_of_a_users_own_template_are_ours_in_any_wording() -> None:
    made, text = draft("好"), paper_text()
    rendered = render(
        OWN, paper=PAPER, text=text, drafted=Drafted(draft=made, drafter="tiny"),
        report=check(made, PAPER, text), today=TODAY, name="mine",
    )  # fmt: skip
    assert "* S. 1: We propose Sparrow" in rendered
    cleared = marks.take_out(rendered)
    assert cleared.text.split() == f"**{PAPER.title}** - 好 - 好 - 好".split()
    assert cleared.foreign == ()


def test_what_a_paper_says_of_comments_neither_becomes_one_nor_opens_one() -> None:
    title = "Reading <!-- comments --> aloud"
    made = entry(paper=PAPER.model_copy(update={"title": title}), text="好 <!-- x \\<!-- y")
    kept = marks.take_out(made)
    assert "《Reading \\<!-- comments --> aloud》" in kept.text
    assert kept.text.count("好 \\<!-- x") == 3


# ── what a template is given ──


def filled(
    template: str, paper: Paper = PAPER, read: PaperText | None = None, **changes: object
) -> str:
    made, text = draft(**changes), read or paper_text()  # type: ignore[arg-type]
    return render(
        template, paper=paper, text=text, drafted=Drafted(draft=made, drafter="tiny"),
        report=check(made, paper, text), today=TODAY, name="t",
    ).strip()  # fmt: skip


def test_a_template_is_given_the_drafts_month_and_else_arxivs_latest() -> None:
    updated = PAPER.model_copy(update={"updated": datetime.date(2024, 12, 5)})
    published = PAPER.model_copy(update={"updated": None})
    dateless = PAPER.model_copy(update={"updated": None, "published": None})
    assert filled("{{ month }}", updated, month="2023.2") == "2023.2"
    assert filled("{{ month }}", updated, month="soon") == "2024.12"
    assert filled("{{ month }}", published, month="soon") == "2024.1"
    assert filled("<{{ month }}>", dateless, month="soon") == "<>"


def test_a_template_is_given_none_for_an_identifier_that_a_paper_from_disk_has_not() -> None:
    of_a_file = PAPER.model_copy(update={"arxiv_id": None})
    assert filled("{{ paper.arxiv_id or 'none' }}<{{ paper.newest }}>", of_a_file) == "none<>"


def test_a_template_finds_the_doubts_at_a_place_and_no_notes() -> None:
    doubt = make_finding("lead", "name", "A", "A is not in the paper", "", None)
    found = [
        doubt.model_copy(update={"where": where, "words": words, "severity": severity})
        for where, words, severity in (
            ("lead", "A", "doubt"), ("lead", "B", "note"), ("point 1", "C", "doubt"), ("point 11", "D", "doubt"),
        )
    ]  # fmt: skip
    shown = render(
        "{% for place in ('lead', 'point 1', 'verdict') %}"
        "{{ doubts_at(place) | map(attribute='words') | join }};{% endfor %}",
        paper=PAPER, text=paper_text(), drafted=Drafted(draft=draft(), drafter="tiny"),
        report=CheckReport(evidence=(), findings=tuple(found)), today=TODAY, name="t",
    )  # fmt: skip
    assert shown.strip() == "A;C;;"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("indent", ["", " ", "  ", "   ", "    ", "\t", "      "])
@pytest.mark.parametrize("number_mark", [".", "，", "-"])
def test_a_doubt_under_a_point_makes_no_block_of_code_of_the_next_under_any_indent(
    language: str, indent: str, number_mark: str
) -> None:
    style = Style(indent=indent, number_mark=number_mark, blank_after_title=False)
    made = draft(text="Zebra comes to 99.9 F1")
    text = paper_text()
    rendered = render(
        resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere")),
        paper=PAPER, text=text, drafted=Drafted(draft=made, drafter="tiny"),
        report=check(made, PAPER, text), today=TODAY, name="t", style=style,
    )  # fmt: skip
    points = rendered.split("Sparrow", 1)[1].split("\n\n<!-- arXiv")[0]
    assert points.count("<!--") >= 3
    tokens = MarkdownIt("commonmark").parse(rendered.replace("\n\n", "\n"))
    assert not [one.content for one in tokens if one.type == "code_block"]
    assert marks.take_out(rendered).text.count("99.9") == 3


@pytest.mark.parametrize("label", ["key:", "key：", "key: :", ":", "key"])
def test_a_label_with_a_colon_of_its_own_has_but_one_and_is_no_property(label: str) -> None:
    point = draft().key_points[0].model_copy(update={"label": label})
    made = draft().model_copy(update={"key_points": (point,) * 3})
    text = paper_text()
    rendered = render(
        resources.read("templates", "entry.en.md.j2", Path("/nowhere")),
        paper=PAPER, text=text, drafted=Drafted(draft=made, drafter="tiny"),
        report=check(made, PAPER, text), today=TODAY, name="t",
    )  # fmt: skip
    assert "::" not in rendered
    assert rendered.count("\n1. key: ") == (label != ":")


@pytest.mark.parametrize(
    ("language", "label_end", "first"),
    [
        ("zh", "", "1. key：x"),
        ("zh", "，", "1. key，x"),
        ("en", "", "1. key: x"),
        ("en", ",", "1. key, x"),
    ],
)
@pytest.mark.parametrize("label", ["key", "key：", "key，", "key,"])
def test_a_label_ends_as_the_logs_labels_do(
    language: str, label_end: str, first: str, label: str
) -> None:
    point = draft("x").key_points[0].model_copy(update={"label": label})
    made = draft().model_copy(update={"key_points": (point,) * 3})
    text = paper_text()
    rendered = render(
        resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere")),
        paper=PAPER, text=text, drafted=Drafted(draft=made, drafter="tiny"),
        report=check(made, PAPER, text), today=TODAY, name="t", style=Style(label_end=label_end),
    )  # fmt: skip
    assert f"\n{first}\n" in rendered


@pytest.mark.parametrize(
    ("language", "label", "text", "point"),
    [
        ("zh", "方法", "先读论文。再写条目。", "- 方法：\n    1. 先读论文。\n    2. 再写条目。"),
        ("en", "Method", "It reads. It writes.", "- Method:\n    1. It reads.\n    2. It writes."),
        ("zh", "", "两步。先读。再写。", "- 两步。\n    1. 先读。\n    2. 再写。"),
        ("en", "Method", "It reads.", "- Method, It reads."),
    ],
)
def test_a_points_sentences_stand_below_it_where_the_log_has_points_within_points(
    language: str, label: str, text: str, point: str
) -> None:
    one = draft("x").key_points[0].model_copy(update={"label": label, "text": text})
    made = draft().model_copy(update={"key_points": (one,) * 3})
    rendered = render(
        resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere")),
        paper=PAPER, text=paper_text(), drafted=Drafted(draft=made, drafter="tiny"),
        report=CheckReport(evidence=((),) * 3, findings=()), today=TODAY, name="t",
        style=Style(
            number_mark="-", nested_mark=".", nested_indent="    ",
            label_end="，" if language == "zh" else ",",
        ),
    )  # fmt: skip
    assert f"\n\n{point}\n{point}\n{point}\n\n" in rendered


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_point_without_a_label_begins_with_its_text(language: str) -> None:
    point = draft("x").key_points[0].model_copy(update={"label": ""})
    made = draft().model_copy(update={"key_points": (point,) * 3})
    text = paper_text()
    rendered = render(
        resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere")),
        paper=PAPER, text=text, drafted=Drafted(draft=made, drafter="tiny"),
        report=check(made, PAPER, text), today=TODAY, name="t",
    )  # fmt: skip
    assert "\n1. x\n2. x\n3. x\n" in rendered


@pytest.mark.parametrize(("language", "before"), [("zh", "《"), ("en", "**")])
def test_a_nickname_stands_before_the_title_as_plain_text(language: str, before: str) -> None:
    paper = PAPER.model_copy(update={"title": "Models That Read"})
    made = draft().model_copy(update={"nickname": "Sp*rrow"})
    text = paper_text()
    rendered = render(
        resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere")),
        paper=paper, text=text, drafted=Drafted(draft=made, drafter="tiny"),
        report=check(made, paper, text), today=TODAY, name="t",
    )  # fmt: skip
    assert f"{before}Sp\\*rrow: Models That Read" in rendered


def shown_with(evidence: Evidence, language: str = "zh", **changes: object) -> str:
    quotes = (
        ("We propose Sparrow", 1),
        ("The writer takes all notes", 1),
        ("nobody wrote this", 2),
    )
    made, text = draft("好", *quotes, **changes), paper_text()  # type: ignore[arg-type]
    return render(
        resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere")),
        paper=PAPER, text=text, drafted=Drafted(draft=made, drafter="tiny"),
        report=check(made, PAPER, text), today=TODAY, name="t", evidence=evidence,
    )  # fmt: skip


@pytest.mark.parametrize(("language", "line"), [
    ("zh", "<!-- 依据：" + "".join(f"第{n}点 p. 1、p. 2、原文未找到；" for n in (1, 2, 3)) + "引文见 report.json -->"),
    ("en", "<!-- evidence: " + "".join(f"point {n} p. 1, p. 2, not found; " for n in (1, 2, 3)) + "quotes in report.json -->"),
])  # fmt: skip
def test_short_evidence_is_a_line_with_each_points_pages(language: str, line: str) -> None:
    made = shown_with("short", language)
    assert unmarked(made).endswith(f"\n{line}\n\n")
    assert "We propose" not in made
    assert "<!--" not in marks.take_out(made).text


def test_without_evidence_an_entry_has_its_doubts_and_its_source() -> None:
    made = unmarked(shown_with("none"))
    assert "依据" not in made
    assert made.count("<!-- ？引文原文未找到") == 3
    assert "<!-- arXiv:2401.00001v2" in made


@pytest.mark.parametrize(("text", "weakness", "line"), [
    ("好。", "不能读图。", "总体上，好。不能读图。"), ("好 。 也快。", "", "总体上，好 。也快。"), ("好", "不能读图。", "总体上，好 不能读图。"),
    ("用 GLIP。 It is", "small.", "总体上，用 GLIP。It is small."), ("好，  很好", "", "总体上，好，很好"), ("", "不能读图。", "不足：不能读图。"), ("", "没有收益。 gating 很慢。", "不足：没有收益。gating 很慢。"),
])  # fmt: skip
def test_no_space_stands_between_chinese_sentences(text: str, weakness: str, line: str) -> None:
    made, read = draft("一。 二"), paper_text()
    lead = made.lead.model_copy(update={"about": "讲 A。 提出 B。"})
    verdict = made.verdict.model_copy(update={"text": text, "weakness": weakness})
    made = made.model_copy(update={"verdict": verdict, "lead": lead})
    rendered = render(
        resources.read("templates", "entry.zh.md.j2", Path("/nowhere")),
        paper=PAPER, text=read, drafted=Drafted(draft=made, drafter="tiny"),
        report=check(made, PAPER, read), today=TODAY, name="t",
    )  # fmt: skip
    assert f"\n{line}\n" in rendered
    assert "1. 问题：一。二\n" in rendered
    assert "，讲 A。提出 B，" in rendered


@pytest.mark.parametrize(("language", "mind"), [("zh", "注意："), ("en", "mind: ")])
def test_what_an_entry_is_to_be_read_with_care_for_stands_above_its_points(
    language: str, mind: str
) -> None:
    said = tuple(f"page {number} could not be read" for number in range(1, 6))
    text = paper_text().model_copy(update={"warnings": said})
    made = draft()
    entry = render(
        resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere")), paper=PAPER, text=text, today=TODAY, name="t",
        drafted=Drafted(draft=made, drafter="extractive", left_out=()), report=check(made, PAPER, text),
    )  # fmt: skip
    first = entry.index(made.key_points[0].text)
    places = [entry.index(f"{mind}{one}") for one in said]
    assert [place < first for place in places] == [True, True, True, False, False]


WHOLE = paper_text()
DAMAGED = WHOLE.model_copy(update={"warnings": ("page 2 could not be read",)})
PARTLESS = WHOLE.model_copy(update={"sections": ()})


@pytest.mark.parametrize(
    ("text", "language", "first", "last"),
    [
        (WHOLE, "zh", "没有模型写过", "可在原文中找到"),
        (DAMAGED, "zh", "没有模型写过；原文的文字没有读全，见“注意”", "只与读到的文字核对过"),
        (PARTLESS, "zh", "没有模型写过；原文没有认出摘要和章节，摘出的未必是要点", "只与读到的文字核对过"),
        (WHOLE, "en", "no model wrote them", "are in the paper"),
        (DAMAGED, "en", "wrote them; not all of its text could be read: see what to mind", "checked against what could be read"),
        (PARTLESS, "en", "wrote them; neither an abstract nor sections were found: they may miss the point", "checked against what could be read"),
    ],
)  # fmt: skip
def test_a_pick_says_what_it_is_below_its_lead_and_certifies_nothing_of_what_is_in_doubt(
    text: PaperText, language: str, first: str, last: str
) -> None:
    made = draft(text="好")
    entry = unmarked(render(
        resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere")), paper=PAPER, text=text, today=TODAY, name="t",
        drafted=Drafted(draft=made, drafter="extractive"), report=CheckReport(evidence=((),) * 3, findings=()),
    ))  # fmt: skip
    lines = entry.splitlines()
    lead = next(at for at, line in enumerate(lines) if line.startswith("2024.3"))
    assert lines[lead + 1].endswith(f"{first} -->")
    assert ("可在原文中找到" in entry or "names are in the paper" in entry) == (text is WHOLE)
    assert last in entry


UNREAD = tuple(
    Table(label=f"Table {number}", pages=(number,), made_out=False) for number in range(1, 11)
)


@pytest.mark.parametrize(
    ("language", "tables", "said"),
    [
        ("zh", UNREAD[:2], "<!-- 注意：Table 1（p. 1）、Table 2（p. 2）未能读成行列，其中的数字只按文字查找 -->"),
        ("en", UNREAD[:1], "<!-- mind: Table 1 (p. 1) could not be read as rows and columns: numbers there were looked for as text only -->"),
        ("en", UNREAD, "Table 8 (p. 8) and others could not be read"),
    ],
)  # fmt: skip
def test_tables_that_were_not_made_out_are_told_in_one_line(
    language: str, tables: tuple[Table, ...], said: str
) -> None:
    good = Table(label="Table 11", pages=(3,), made_out=True)
    text = paper_text().model_copy(update={"tables": (*tables, *tables, good)})
    made = draft()
    entry = render(
        resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere")), paper=PAPER, text=text, today=TODAY, name="t",
        drafted=Drafted(draft=made, drafter="extractive", left_out=()), report=check(made, PAPER, text),
    )  # fmt: skip
    (line,) = (line for line in unmarked(entry).splitlines() if "Table" in line)
    assert said in line


FIGURE = ShownFigure(
    name="figure-2.png", label="Figure 2", alternative="Figure 2: An [overview]",
    reason="-->", page=3, x0=0, y0=0, x1=9, y1=9,
)  # fmt: skip


@pytest.mark.parametrize(("language", "said"), [
    ("zh", ("<!-- 图：Figure 2（p. 3），-&#45;> -->", "<!-- 注意：没有找到起草者要的 Table <9> -->")),
    ("en", ("<!-- figure: Figure 2 (p. 3), -&#45;> -->", "<!-- mind: Table <9>, which the drafter named, was not found -->")),
])  # fmt: skip
@pytest.mark.parametrize("verdict", ["", "Good."])
def test_a_figure_stands_alone_behind_the_verdict_and_what_is_said_of_it_in_comments(
    language: str, said: tuple[str, str], verdict: str
) -> None:
    made = draft()
    made = made.model_copy(update={"verdict": made.verdict.model_copy(update={"text": verdict})})
    template = resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere"))
    rendered = render(
        template, paper=PAPER, text=paper_text(), drafted=Drafted(draft=made, drafter="tiny"),
        report=check(made, PAPER, paper_text()), today=TODAY, name="t", style=Style(indent="  "),
        figures=[FIGURE], missing_figures=["Table <9>"],
    )  # fmt: skip
    link = "\n\n![Figure 2: An (overview)](figure-2.png)\n"
    assert unmarked(rendered).count(f"{link[1:]}{said[0]}\n\n{said[1]}\n") == 1
    assert marks.take_out(rendered).text.rstrip("\n").endswith(link.rstrip("\n"))
    where = [one.where for one in edited.statements(marks.take_out(rendered).text, made, None)]
    assert where[-1] == ("verdict" if verdict else "point 3")
