"""A survey rendered as Markdown."""

from __future__ import annotations

from pipeline.entry.survey import render
from pipeline.records.survey import Borne, Group, Source
from pipeline.text import marks

ONE = Source(
    number=1,
    title="Sparrow: Birds",
    name="Sparrow",
    when="2024.1.6",
    line=9,
    words="",
    lead="2022.6 的**一篇**文章",
    verdict="- <p>总体上，好</p> <!-- x -->",
    arxiv_id="2401.00001v2",
)
TWO = Source(
    number=2, title="On 《Owls》", name="On *Owls*", when="", line=20, words="", lead="", verdict=""
)


def test_without_a_model_it_is_a_list_by_topic_with_leads_and_verdicts() -> None:
    groups = [Group(topic="鸟", sources=(ONE,)), Group(topic="", sources=(TWO,))]
    text = render(groups, span="2024.1", log="log.md", drafter="", language="zh")
    assert text == (
        "# 综述：2024.1（2 篇）\n"
        "\n"
        "log.md 的条目，按主题列出首句和评价；没有模型，未作归纳。\n"
        "\n"
        "## 鸟\n"
        "\n"
        "- 《Sparrow: Birds》（2024.1.6，第 9 行，arXiv:2401.00001v2）\n"
        "  - 首句：2022.6 的**一篇**文章\n"
        "  - 评价：总体上，好\n"
        "\n"
        "## 其他\n"
        "\n"
        "- 《On 〈Owls〉》（第 20 行）\n"
        "  - 首句：日志未写\n"
        "  - 评价：日志未写\n"
    )


def test_with_a_model_each_sentence_has_its_entries_and_what_they_lack_below_it() -> None:
    group = Group(
        topic="",
        sources=(ONE, TWO),
        sentences=(
            Borne(text="Birds *sing*。 <b>", sources=(ONE, ONE), lacking=("27M --> x", "F1")),
        ),
        unknown=("which sings。 <i>best</i>",),
        dropped=1,
    )
    text = render([group], span="*", log="log.md", drafter="m", language="en")
    shown = marks.take_out(text).text
    assert "# Survey: * (2 papers)" in text
    assert r"- Birds \*sing\*。\<b> [Sparrow (2024.1.6), Sparrow (2024.1.6)]" in shown
    assert "- unknown: the log does not say: which sings。\\<i>best\\</i>\n" in shown
    assert "- Entries that are not mentioned above: \n  - 《On 〈Owls〉》 (line 20)\n" in shown
    assert "- 1 left out: sentences that named no entry that exists.\n" in shown
    assert "? the entries that it rests on do not say so: “27M -&#45;> x”, “F1”" in text
    assert "##" not in text


def test_an_entrys_name_is_no_markup_and_stands_alone_without_a_day() -> None:
    said = Borne(text="好。", sources=(TWO,))
    group = Group(topic="", sources=(TWO,), sentences=(said,))
    text = render([group], span="x", log="log.md", drafter="m", language="zh")
    assert "- 好。 [On \\*Owls\\*]\n" in text
