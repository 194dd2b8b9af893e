from __future__ import annotations

import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline import resources
from pipeline.check import check
from pipeline.errors import SummarizeError
from pipeline.records import Drafted, Paper
from pipeline.render import inert, quiet, render
from tests.made import PAPER, draft, paper_text

TODAY = datetime.date(2024, 1, 6)
NASTY = [
    "a --> b", "a --!> b", "a <!-- b", "<img src=x onerror=alert(1)>", "</div><script>x</script>", "![x](http://evil/x.png)", "[x](javascript:1)",
    "[x][y] [x]: http://evil", "line\n# heading", "line\r\n- [ ] item", "\u202etxt.exe\u202c", "zero\u200bwidth", "&lt;b&gt; &#60;", "```\ncode",
    "---", "# x", "1. x", "> x", "《x》", "\x1b[31mred",
]  # fmt: skip


class Reader(HTMLParser):
    """Sees what a browser would: tags, and where comments end."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(tag)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def entry(language: str = "zh", paper: Paper = PAPER, **changes: object) -> str:
    made = draft(**changes)  # type: ignore[arg-type]
    text = paper_text()
    template = resources.read("templates", f"entry.{language}.md.j2", Path("/nowhere"))
    drafted = Drafted(draft=made, drafter="tiny", left_out=("References",))
    return render(
        template, paper=paper, text=text, drafted=drafted, report=check(made, paper, text), today=TODAY, name="t"
    )


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


def test_a_doubtful_point_has_its_comment_under_it() -> None:
    assert "1. 问题：达到 61.9 F1\n   <!-- ？原文未找到：“61.9”；原文有 61.4（p. 1） -->\n2." in entry(
        text="达到 61.9 F1"
    )


def test_what_was_left_out_is_said() -> None:
    assert "<!-- 起草时未读：References -->" in entry()


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
    assert sum("p. 1" in comment or "未找到" in comment or "not found" in comment for comment in hostile.comments) >= 1
    assert len(made.split("<!--")[0].splitlines()) <= 12, "a field stays on its line"
    assert "](" not in made
    assert "\u202e" not in made
    assert "\x1b" not in made


@pytest.mark.parametrize("nasty", NASTY)
def test_a_quote_cannot_end_its_comment(nasty: str) -> None:
    reader = Reader()
    reader.feed(f"<!-- {quiet(nasty)} -->after")
    assert len(reader.comments) == 1
    assert reader.tags == []


def test_a_field_at_the_start_of_a_line_is_no_heading_list_or_rule() -> None:
    assert [inert(text) for text in ("# x", "- x", "1. x", "> x", "--- ", "plain - x", "3.14")] == [
        "\\# x", "\\- x", "\\1. x", "\\> x", "\\---", "plain - x", "3.14",
    ]  # fmt: skip


def test_a_comparison_stays_readable() -> None:
    assert inert("p < 0.05 & a > b, 8*7B") == "p < 0.05 & a > b, 8*7B"


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
