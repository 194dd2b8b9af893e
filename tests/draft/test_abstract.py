"""What of an abstract is the problem, what is new, how it is done, what came out."""

from __future__ import annotations

import pytest

from pipeline.draft.abstract import parts_of
from pipeline.draft.argument import Sentence

NEWS = "We propose Sparrow, a reader of tables and of the words around them."
RESULT = "Sparrow finds 61.4% of all errors, and outperforms Wren on old books."


def parts(*sentences: str) -> dict[str, list[str]]:
    """Give the texts of each part of an abstract that has these sentences."""
    said = []
    start = 0
    before = None
    for text in sentences:
        said.append(Sentence(text, start, "abstract", before))
        before, start = start, start + len(text) + 1
    return {role: [s.text for s in found] for role, found in parts_of(said) if found}


@pytest.mark.parametrize(
    "lead",
    [
        "Papers with many tables remain hard to read for all machines.",
        "It is unclear how a machine reads the tables of a paper.",
        "How can a machine read the tables of a paper?",
    ],
)
def test_what_leads_to_the_news_is_a_problem_where_something_is_lacking(lead: str) -> None:
    assert parts(lead, NEWS, RESULT)["problem"] == [lead]


def test_background_is_told_where_the_news_rest_on_it() -> None:
    lead = "Most papers have tables between their words."
    assert "background" not in parts(lead, NEWS, RESULT)
    resting = "Therefore we propose Sparrow, a reader of tables."
    assert parts(lead, resting, RESULT)["background"] == [lead]


def test_what_any_paper_begins_with_is_left_out_unless_the_next_sentence_rests_on_it() -> None:
    common = "Tables play an important role in all of the papers."
    lack = "Machines struggle with tables that have no lines between their rows."
    assert parts(common, lack, NEWS, RESULT)["problem"] == [lack]
    assert "background" not in parts(common, NEWS, RESULT)
    leaning = "However, these tables are hard to read for all of the machines that were built."
    assert parts(common, leaning, NEWS, RESULT)["problem"] == [common, leaning]


def test_a_lack_that_is_too_short_to_be_understood_brings_what_it_is_set_off_from() -> None:
    before = "Readers such as Wren learn from long chains of thought."
    lack = "However, they read words only, and tables remain a challenge."
    assert parts(before, lack, NEWS, RESULT)["problem"] == [before, lack]


def test_an_abbreviation_of_the_problem_brings_the_sentence_that_says_it_in_full() -> None:
    full = "Table Reading Networks (TRN) read the rows of a table one after another."
    between = "People like to read papers in the morning and at night."
    lack = "In tables with a million rows TRN fails to read more than a hundred of all the columns."
    assert parts(full, between, lack, NEWS, RESULT)["problem"] == [full, lack]
    assert parts(between, lack, NEWS, RESULT)["problem"] == [lack]


def test_how_it_is_done_is_method_from_its_first_sentence_on() -> None:
    how = "We train Sparrow on tables that nobody else has read."
    more = "We propose a loss for empty cells, too."
    found = parts(NEWS, "It is a small network.", how, more, RESULT)
    assert found["new"] == [NEWS, "It is a small network."]
    assert found["method"] == [how, more]


def test_data_between_news_and_results_are_data() -> None:
    data = "We collect 3,000 papers that people wrote for others."
    assert parts(NEWS, data, RESULT)["data"] == [data]


def test_what_was_done_about_a_finding_is_method_together_with_it() -> None:
    found = "We observe that Sparrow skips the last row of some tables."
    done = "To address this problem, we add an empty row to all tables."
    curated = "To address this problem, we collect tables with empty rows to train on."
    assert parts(NEWS, RESULT, found, curated)["method"] == [found, curated]
    assert found in parts(NEWS, RESULT, found, done)["results"]


def test_news_that_only_praise_are_left_out_and_what_was_found_behind_them_is_results() -> None:
    praise = "In this work we follow old tables and demonstrate the effectiveness of lines."
    found = "Rows with lines are read first, and columns come last."
    assert parts(praise, found, "Cells are read in the end.") == {
        "results": [found, "Cells are read in the end."]
    }


def test_what_was_found_is_a_result_though_it_has_no_number() -> None:
    found = "We found that tables differ from words in how they are read."
    said = parts(NEWS, "We train it on the words of books.", found)
    assert said["results"] == [found]


def test_a_problem_ends_with_what_is_lacking_and_one_sentence_that_is_no_history() -> None:
    lack = "Machines struggle with tables that have no lines between their rows."
    more = "These rows are read by a machine with two lamps."
    last = "They are sold in many shops."
    assert parts(lack, more, last, NEWS, RESULT)["problem"] == [lack, more]
    history = "Lamps have attracted attention in recent years."
    assert parts(lack, history, NEWS, RESULT)["problem"] == [lack]


def test_of_a_fields_history_what_is_set_against_it_is_the_problem() -> None:
    against = (
        "While machines of shops read tables well, home-made ones of many kinds catch up fast."
    )
    history = ("Last year, a machine shook the whole world.", "Many people bought one at once.")
    assert parts(*history, against, NEWS, RESULT)["problem"] == [against]
    assert "problem" not in parts(*history, "They answer questions of all kinds.", NEWS, RESULT)


def test_how_a_report_came_about_is_no_part_of_it() -> None:
    for origin in (
        "Created by students of the school of reading, this document has four chapters.",
        "The course’s aim is to have all people read a table.",
        "This text is a slightly modified version of a chapter that was published before.",
        "Answers have been invited from a number of readers.",
    ):
        assert origin not in str(parts(origin, NEWS, RESULT))


def test_news_that_take_up_such_a_thing_come_with_the_sentence_that_brings_it() -> None:
    lead = "Most papers have tables between their words."
    news = "This paper presents the tools for such reading that Sparrow offers."
    assert parts(lead, news, RESULT)["background"] == [lead]
