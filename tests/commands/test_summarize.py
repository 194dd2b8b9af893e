"""The main job, by the real command."""

from __future__ import annotations

import contextlib
import gc
import json
import time
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.commands.summarize import Run
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.paper_text import PaperText
from tests.support.command import Command
from tests.support.fakes import (
    PAPER_PAGES,
    Answer,
    Entry,
    FakeArxiv,
    FakeModel,
    good_draft,
    make_pdf,
)


def test_an_identifier_gives_a_draft_entry_and_its_path(with_model: Command) -> None:
    result = with_model("2401.00001")
    assert (result.status, result.out) == (0, "output/drafts/2401.00001v2/entry.md\n"), result.err
    entry = with_model.entry()
    assert "《Sparrow: Small Models That Read Long Papers》" in entry
    assert "2024.3 University of Northwick的一篇文章，研究小模型如何阅读长论文，要点：" in entry
    assert "2. 数据：用3,200篇论文中的27M个句子训练" in entry
    assert "<!-- 依据：第1点 p. 1；第2点 p. 1；第3点 p. 2；引文见 report.json" in entry
    assert "？" not in entry.split("总体上")[0].replace("“？”", "")


def test_the_quotes_stand_under_the_entry_where_that_is_set(with_model: Command) -> None:
    assert with_model("2401.00001", SUMMARIZE_EVIDENCE="full").status == 0
    quote = "Sparrow reaches 61.4 F1 on LongRead, while the strongest baseline reaches 54.2 F1."
    assert f"\n3. p. 2 “{quote}”\n" in with_model.entry()
    assert with_model("2401.00001", SUMMARIZE_EVIDENCE="none").status == 0
    assert "依据" not in with_model.entry()


def test_without_a_key_the_entry_is_made_of_the_papers_own_sentences(summarize: Command) -> None:
    result = summarize("2401.00001")
    assert result.status == 0, result.err
    entry = summarize.entry()
    assert "extractive" in result.err
    assert "extractive" in entry
    assert "27M sentences" in entry


def test_a_url_of_a_version_gives_that_version(with_model: Command, arxiv: FakeArxiv) -> None:
    assert (
        with_model("https://arxiv.org/abs/2401.00001v1").out
        == "output/drafts/2401.00001v1/entry.md\n"
    )
    assert arxiv.paths("/pdf/") == ["/pdf/2401.00001v1"]


def test_a_title_gives_the_paper_of_that_title(with_model: Command) -> None:
    result = with_model("sparrow: small models that read long papers")
    assert result.out == "output/drafts/2401.00001v2/entry.md\n"
    assert "found 2401.00001v2" in result.err


def test_a_title_that_only_resembles_one_is_asked_about_not_drafted(with_model: Command) -> None:
    result = with_model("Sparrow: Small Models That Read Long Books")
    assert (result.status, result.out) == (1, "")
    assert "`summarize 2401.00001v2` (Sparrow: Small Models That Read Long Papers)" in result.err


def test_two_papers_of_one_title_are_asked_about(with_model: Command, arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00002"] = Entry()
    result = with_model("Sparrow: Small Models That Read Long Papers")
    assert result.status == 1
    assert "summarize 2401.00001v2" in result.err
    assert "summarize 2401.00002v2" in result.err


def test_a_pdf_on_disk_needs_no_arxiv(with_model: Command, arxiv: FakeArxiv) -> None:
    (with_model.folder / "My Paper.pdf").write_bytes(make_pdf(PAPER_PAGES))
    result = with_model("My Paper.pdf")
    assert result.status == 0, result.err
    assert result.out.startswith("output/drafts/my-paper-")
    assert arxiv.log == []


def test_a_second_run_asks_nobody_and_changes_nothing(
    with_model: Command, arxiv: FakeArxiv, model: FakeModel
) -> None:
    with_model("2401.00001")
    before, asked, called = with_model.files, len(arxiv.log), len(model.log)
    row = with_model("2401.00001", "--json").rows[0]
    assert (row["outcome"], row["calls"], row["cost"]) == ("present", 0, 0.0)
    assert with_model.files == before
    assert (len(arxiv.log), len(model.log)) == (asked, called)


def test_a_fetched_paper_works_without_network(summarize: Command, arxiv: FakeArxiv) -> None:
    summarize("2401.00001")
    arxiv.close()
    (summarize.folder / "output/drafts/2401.00001v2/entry.md").unlink()
    assert summarize("2401.00001").out == "output/drafts/2401.00001v2/entry.md\n"


def test_many_identifiers_go_in_one_metadata_request(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00002"] = Entry(title="Another Paper")
    assert summarize("2401.00001", "2401.00002").status == 0
    assert len(arxiv.paths("/api/query")) == 1


def test_one_failing_paper_does_not_keep_the_others_from_being_done(summarize: Command) -> None:
    result = summarize("2401.99999", "2401.00001", "--json")
    assert result.status == 1
    assert [(row["paper"], row["outcome"]) for row in result.rows] == [
        ("2401.99999", "failed"),
        ("2401.00001", "drafted"),
    ]
    assert "arXiv did not return 2401.99999" in result.rows[0]["reason"]


def test_the_json_row_has_the_designs_fields(summarize: Command) -> None:
    row = summarize("2401.00001", "--json").rows[0]
    assert set(row) == {
        "paper",
        "arxiv_id",
        "outcome",
        "entry",
        "doubts",
        "calls",
        "cost",
        "seconds",
        "reason",
    }
    assert row | {"seconds": 0, "doubts": 0} == {
        "paper": "2401.00001", "arxiv_id": "2401.00001v2", "outcome": "drafted", "entry": "output/drafts/2401.00001v2/entry.md",
        "doubts": 0, "calls": 0, "cost": 0.0, "seconds": 0, "reason": None,
    }  # fmt: skip


def test_an_edited_entry_is_never_overwritten(with_model: Command) -> None:
    with_model("2401.00001")
    path = with_model.folder / "output/drafts/2401.00001v2/entry.md"
    edited = path.read_text("utf-8").replace("思路简单有效", "我觉得一般")
    path.write_text(edited, "utf-8")
    result = with_model("2401.00001", "--language", "en")
    assert "you have edited" in result.err
    assert result.out == "output/drafts/2401.00001v2/entry.new.md\n"
    assert path.read_text("utf-8") == edited
    assert "Overall: " in path.with_name("entry.new.md").read_text("utf-8")


def test_a_changed_template_renders_again_and_asks_no_model(
    with_model: Command, model: FakeModel
) -> None:
    with_model("2401.00001")
    own = with_model.folder / "templates"
    own.mkdir()
    (own / "entry.zh.md.j2").write_text("mine: {{ paper.title }}\n", "utf-8")
    assert with_model("2401.00001", "--json").rows[0]["outcome"] == "drafted"
    assert with_model.entry().startswith("mine: Sparrow")
    assert len(model.calls) == 1


def test_a_wrong_template_is_one_clear_line(summarize: Command) -> None:
    own = summarize.folder / "templates"
    own.mkdir()
    (own / "entry.zh.md.j2").write_text("{{ paper.titel }}\n", "utf-8")
    result = summarize("2401.00001")
    assert result.status == 1
    assert "the template entry.zh.md.j2 is wrong" in result.err


def test_a_model_draft_is_kept_when_the_key_is_gone(with_model: Command) -> None:
    with_model("2401.00001")
    del with_model.environ["SUMMARIZE_BASE_URL"]
    row = with_model("2401.00001", "--json").rows[0]
    assert row["outcome"] == "present"
    assert "思路简单有效" in with_model.entry()


def test_an_invented_number_name_and_quote_are_marked(
    with_model: Command, model: FakeModel
) -> None:
    draft = good_draft()
    draft["key_points"][2]["text"] = "在 LongRead 上达到 63.4 F1，优于 GPT-5"
    draft["key_points"][2]["quotes"] = [
        {"text": "Sparrow is the best model that there has ever been.", "page": 2}
    ]
    model.replies = [json.dumps(draft)]
    assert with_model("2401.00001", "--json").rows[0]["doubts"] == 3
    entry = with_model.entry()
    for words in ("“63.4”", "“GPT-5”", "引文原文未找到：“Sparrow is the best"):
        assert words in entry


def test_a_paper_cannot_write_markup_into_the_entry(
    with_model: Command, model: FakeModel, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2401.00001"].title = "Nice\n# Heading <!-- x --> 《y》 <img src=x>"
    draft = good_draft()
    draft["verdict"]["text"] = "--> <script>alert(1)</script> ![x](http://evil)"
    model.replies = [json.dumps(draft)]
    assert with_model("2401.00001").status == 0
    entry = with_model.entry()
    assert "\n# Heading" not in entry
    assert "《Nice # Heading \\<!-- x --> 〈y〉 \\<img src=x>》" in entry
    assert "\\<script>" in entry
    assert "](http" not in entry


def test_a_paper_with_next_to_no_text_costs_no_call(
    with_model: Command, arxiv: FakeArxiv, model: FakeModel
) -> None:
    arxiv.papers["2401.00001"].pdf = make_pdf([["A scanned page with a caption only."]])
    result = with_model("2401.00001")
    assert result.status == 1
    assert "next to no text" in result.err
    assert model.calls == []


def test_a_wrong_identifier_is_refused_with_what_would_be_right(summarize: Command) -> None:
    result = summarize("2113.00001")
    assert result.status == 2
    assert result.err.startswith("summarize: not an arXiv identifier: '2113.00001'\n")
    assert "2112.03857v2" in result.err


def test_a_missing_file_is_named(summarize: Command) -> None:
    result = summarize("nowhere/paper.pdf")
    assert result.status == 2
    assert "no such file: 'nowhere/paper.pdf'" in result.err


def test_options_may_stand_before_the_paper(summarize: Command) -> None:
    assert summarize("--json", "2401.00001").rows[0]["outcome"] == "drafted"


def test_the_demo_needs_neither_network_nor_key(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.close()
    result = summarize("demo")
    assert result.status == 0, result.err
    entry = (summarize.folder / result.out.strip()).read_text("utf-8")
    assert "papers-daily" in entry.splitlines()[2]
    assert arxiv.log == []
    assert "`summarize init`: a log to accept it into" in result.err
    summarize("init")
    assert "`summarize init`" not in summarize("demo").err


def test_status_lists_what_is_there_and_why_it_failed(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.papers["2401.00002"] = Entry(title="Another Paper", pdf=None)
    summarize("2401.00001", "2401.00002")
    rows = summarize("status", "--json").rows
    assert [(row["arxiv_id"], row["state"]) for row in rows] == [
        ("2401.00001v2", "draft"),
        ("2401.00002v2", "failed"),
    ]
    assert "no PDF" in rows[1]["reason"]


def test_status_in_an_empty_folder_says_what_to_try(summarize: Command) -> None:
    result = summarize("status")
    assert (result.status, result.out) == (0, "")
    assert "try `summarize 2112.03857`" in result.err
    assert not (summarize.folder / "output").exists()


def test_doctor_says_what_is_wrong_and_what_to_do(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.papers["1706.03762"] = Entry()
    healthy = summarize("doctor")
    assert healthy.status == 0, healthy.out
    arxiv.close()
    ill = summarize("doctor", "--base-url", "http://127.0.0.1:9/v1", "--json")
    assert ill.status == 1
    wrong = {row["subject"]: row for row in ill.rows if row["verdict"] == "wrong"}
    assert set(wrong) == {"arXiv", "model"}
    assert all(row["to_do"] for row in wrong.values())


def test_the_api_key_is_written_nowhere(with_model: Command, model: FakeModel) -> None:
    key = "sk-test-0123456789abcdef"
    result = with_model("2401.00001", OPENAI_API_KEY=key)
    assert model.log[-1]["headers"]["authorization"] == f"Bearer {key}"
    assert key not in result.out + result.err
    assert not any(key.encode() in content for content in with_model.files.values())


def test_an_output_folder_that_cannot_be_written_is_named(
    summarize: Command, tmp_path: Path
) -> None:
    (summarize.folder / "output").write_text("a file\n")
    result = summarize("2401.00001")
    assert result.status == 1
    assert "Traceback" not in result.err
    assert "--output" in result.err


def test_a_note_below_an_entry_is_an_edit_and_no_reason_to_render_again(summarize: Command) -> None:
    summarize("2401.00001")
    path = summarize.folder / "output/drafts/2401.00001v2/entry.md"
    path.write_text(path.read_text("utf-8") + "\nmy note\n", "utf-8")
    assert summarize("2401.00001", "--json").rows[0]["outcome"] == "present"
    assert path.read_text("utf-8").endswith("my note\n")


def test_arguments_that_no_path_can_be_are_no_traceback(summarize: Command) -> None:
    for asked in ("word " * 80, "~nobody foo bar", "x" * 5000):
        result = summarize(asked)
        assert result.status in (1, 2)
        assert "Traceback" not in result.err


def test_a_wrong_address_or_key_or_prompt_is_one_clear_line(with_model: Command) -> None:
    assert "base_url cannot be" in with_model("2401.00001", "--base-url", "127.0.0.1:8102/v1").err
    assert "OPENAI_API_KEY has characters" in with_model("2401.00001", OPENAI_API_KEY="sk-ключ").err
    prompts = with_model.folder / "prompts"
    prompts.mkdir()
    (prompts / "draft.md").write_text("{% if %}\n-----\n")
    assert "a prompt is wrong" in with_model("2401.00001").err


def test_a_run_that_lacks_a_key_does_not_hide_a_good_entry(summarize: Command) -> None:
    summarize("2401.00001")
    summarize("2401.00001", "--drafter", "model")
    assert summarize("status", "--json").rows[0]["state"] == "draft"


class Slow(FakeModel):
    """A model that takes a while; `most` is how many calls it had at once."""

    def __init__(self) -> None:
        super().__init__()
        self.now = self.most = 0

    def answer(self, path: str, body: bytes) -> Answer:
        if self.faulty(path):
            self.now += 1
            self.most = max(self.most, self.now)
            time.sleep(1)
            self.now -= 1
        return super().answer(path, body)


@pytest.mark.parametrize(("jobs", "most"), [("1", {1}), ("4", {2, 3, 4})])
def test_several_papers_are_in_work_at_once_and_told_in_the_order_asked_for(
    with_model: Command, arxiv: FakeArxiv, jobs: str, most: set[int]
) -> None:
    model = Slow()
    papers = [f"2401.0000{number}" for number in range(1, 4)]
    for paper in papers[1:]:
        arxiv.papers[paper] = Entry(title=f"Sparrows of {paper}")
    with contextlib.closing(model):
        rows = with_model(*papers, "--jobs", jobs, "--base-url", model.url, "--json").rows
    assert [row["paper"] for row in rows] == papers
    assert {row["outcome"] for row in rows} == {"drafted"}
    assert model.most in most


def test_a_title_that_is_looked_for_keeps_no_other_paper_waiting(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    arxiv.papers["2401.00002"] = Entry(title="Sparrows of Another Wood, and Their Songs")
    rows = summarize("Sparrow: Small Models That Read Long Papers", "2401.00002", "--json").rows
    assert [row["arxiv_id"] for row in rows] == ["2401.00001v2", "2401.00002v2"]
    kinds = ["search" if "query=ti" in path else path[:4] for path in arxiv.paths()]
    assert kinds.index("/pdf") < kinds.index("search")


def test_several_titles_are_looked_for_together(summarize: Command, arxiv: FakeArxiv) -> None:
    arxiv.papers = {
        f"2401.{n:05}": Entry(title=f"A Long Title of Paper Number{n}x") for n in range(1, 4)
    }
    titles = [entry.title for entry in arxiv.papers.values()]
    rows = summarize(*titles, "--json").rows
    assert [row["arxiv_id"] for row in rows] == [f"{one}v2" for one in arxiv.papers]
    assert len(arxiv.paths("/api/")) == 1


def test_papers_that_are_over_keep_their_texts_no_longer(
    summarize: Command, arxiv: FakeArxiv
) -> None:
    def texts() -> set[int]:
        gc.collect()
        return {id(one) for one in gc.get_objects() if type(one) is PaperText}

    names = [f"2401.0000{number}" for number in range(1, 6)]
    arxiv.papers = {name: Entry(title=f"Sparrow of Number {name}") for name in names}
    before = texts()
    in_force = settings.load({}, summarize.folder, summarize.environ)
    with Run(in_force, summarize.folder) as run, run.store.in_use():
        papers = [run.begin(name, ArxivId(name), lambda *_: None) for name in names]
        assert {one.finished().outcome for one in papers} == {"drafted"}
        # the checker has the last one at hand
        assert len(texts() - before) <= 1
