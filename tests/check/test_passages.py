"""What of a paper each place of a draft is to be held against."""

from __future__ import annotations

from pipeline.check.claims import check
from pipeline.check.passages import asked_of
from pipeline.records.draft import Draft, Verdict
from pipeline.records.paper_text import PaperText, Table, TableCell, TableRow
from pipeline.records.verification import Asked
from tests.support.records import PAPER, draft, paper_text

FILLING = " ".join(f"Sentence {n} fills the page and says nothing." for n in range(40))


def asked(made: Draft, text: PaperText) -> dict[str, Asked]:
    evidence = check(made, PAPER, text).evidence
    return {one.where: one for one in asked_of(made, evidence, PAPER, text)}


def test_a_point_is_asked_about_sentence_by_sentence_beside_its_quotes_surroundings() -> None:
    text = paper_text(
        f"{FILLING} Before it stands this. We have it in this paper. Behind it stands that. {FILLING}"
    )
    made = draft("第一句。第二句。", ("We have it in this paper", 1))
    point = asked(made, text)["point 1"]
    assert point.sentences == ("第一句。", "第二句。")
    (passage,) = point.passages
    assert "Before it stands this. We have it in this paper. Behind it stands that." in passage.text
    assert passage.text.count("fills the page") == 2
    assert passage.page == 1


def test_quotes_that_stand_together_make_one_passage() -> None:
    text = paper_text(f"{FILLING} The first one stands here. The second one is next. {FILLING}")
    made = draft("好", ("The first one stands here", 1), ("The second one is next", 1))
    assert len(asked(made, text)["point 1"].passages) == 1


def test_a_quote_that_is_not_in_the_paper_leaves_nothing_to_ask() -> None:
    made = draft("好", ("No such sentence is to be found here", 1))
    assert "point 1" not in asked(made, paper_text(FILLING))


def test_the_lead_is_held_against_page_one() -> None:
    made = draft("好", affiliations=("Northwick", "Eastwick"))
    lead = asked(made, paper_text("University of Northwick\nAbstract\nWe do it.", "Page two."))[
        "lead"
    ]
    assert "affiliations: Northwick / Eastwick" in lead.sentences
    assert [passage.page for passage in lead.passages] == [1]
    assert "University of Northwick" in lead.passages[0].text
    assert "Page two" not in lead.passages[0].text


def test_the_verdict_is_held_against_what_the_paper_says_of_limits_but_not_in_its_references() -> (
    None
):
    text = paper_text(
        "Abstract\nWe do it.\n1 Introduction\nIt is done. A limitation is that it is slow.\n"
        "Figure 1: A limitation of birds.\n"
        "References\n[1] A. Author. The limitation of others. 2019."
    )
    verdict = Verdict(text="有用。", weakness="慢。")
    made = draft().model_copy(update={"verdict": verdict})
    found = asked(made, text)["verdict"]
    assert found.sentences == ("有用。", "慢。")
    words = " ".join(passage.text for passage in found.passages)
    assert "A limitation is that it is slow" in words
    assert "of birds" not in words
    assert "of others" not in words


def test_a_point_that_lets_the_authors_admit_something_comes_with_what_they_say_of_limits() -> None:
    limit = "A limitation is that it is slow."
    quoted = "The first one stands here."
    text = paper_text(f"1 Introduction\n{quoted} {FILLING} {limit}")

    def shown(words: str) -> str:
        passages = asked(draft(words, (quoted, 1)), text)["point 1"].passages
        return " ".join(passage.text for passage in passages)

    assert limit in shown("作者承认它很慢。")
    assert limit not in shown("它很快。")


def test_a_quoted_row_comes_with_its_tables_caption_and_heads() -> None:
    rows = [f"Model{n} | {n}.5 | {n}.7" for n in range(9)]
    text = paper_text("Table 1: Scores on two sets.\n" + "\n".join(rows))

    def cell(words: str) -> TableCell:
        start = text.text.index(words)
        return TableCell(text=words, start=start, end=start + len(words))

    table = Table(
        label="Table 1",
        pages=(1,),
        start=0,
        end=len("Table 1: Scores on two sets."),
        heads=("Model", "Small", "Large"),
        rows=tuple(
            TableRow(label=row.split(" | ")[0], cells=tuple(map(cell, row.split(" | "))))
            for row in rows
        ),
        made_out=True,
    )
    with_table = text.model_copy(update={"tables": (table,)})
    made = draft("Model4 得 4.5", ("Model4 | 4.5 | 4.7", 1))
    shown = asked(made, with_table)["point 1"].passages[-1].text
    assert shown.startswith("Table 1: Scores on two sets.; Model | Small | Large; Model2 | 2.5")
    assert shown.endswith("Model6 | 6.5 | 6.7")
    unknown = table.model_copy(update={"made_out": False})
    without = text.model_copy(update={"tables": (unknown,)})
    assert "Model | Small | Large" not in str(asked(made, without)["point 1"].passages)


def test_passages_are_bounded_whatever_the_paper() -> None:
    text = paper_text(f"word {'endless ' * 3000}We have it in this paper {'endless ' * 3000}")
    made = draft("好", ("We have it in this paper", 1))
    assert all(len(passage.text) <= 2400 for passage in asked(made, text)["point 1"].passages)


def test_numbers_and_names_that_the_quotes_lack_are_shown_where_the_paper_has_them() -> None:
    text = paper_text(
        f"{FILLING} We have it in this paper. {FILLING}",
        f"{FILLING} The width was set to 47 pixels for Sparrow. It is 47 years ago. {FILLING}",
    )
    made = draft("Sparrow 的宽度为 47 pixels。", ("We have it in this paper", 1))
    point = asked(made, text)["point 1"]
    assert [passage.page for passage in point.passages][:2] == [1, 2]
    assert "The width was set to 47 pixels for Sparrow." in point.passages[1].text


def test_what_the_quotes_have_is_not_looked_for_elsewhere() -> None:
    text = paper_text(f"{FILLING} It has 47 pixels in this paper. {FILLING}", "It has 47 pixels.")
    made = draft("47 pixels。", ("It has 47 pixels in this paper", 1))
    assert [one.page for one in asked(made, text)["point 1"].passages] == [1]


def test_what_is_said_of_authors_and_venues_is_held_against_page_one() -> None:
    text = paper_text(f"University of Northwick\n{FILLING}", "We have it in this paper.")
    made = draft("作者都来自 Northwick。", ("We have it in this paper", 2))
    words = " ".join(one.text for one in asked(made, text)["point 1"].passages)
    assert "University of Northwick" in words


def test_references_are_no_passages() -> None:
    text = paper_text(f"Abstract\nWe have it in this paper. {FILLING}\nReferences\n[1] A. Author. Sparrow at 47 pixels. 2019.")  # fmt: skip
    made = draft("47 pixels。", ("We have it in this paper", 1))
    words = " ".join(one.text for one in asked(made, text)["point 1"].passages)
    assert "A. Author" not in words
