"""Under what a picked sentence stands."""

from __future__ import annotations

import pytest

from pipeline.draft import labels, parts
from pipeline.draft.argument import Sentence
from pipeline.draft.sentence_roles import Role
from tests.support.records import paper_text


@pytest.mark.parametrize(
    ("sentence", "role", "told"),
    [
        ("We found that larks sing before wrens.", "method", "results"),
        ("With nests, we compare larks with wrens, and find that larks win.", "method", "results"),
        ("It is shown that one of the cases cannot be solved.", "detail", "results"),
        ("These counts take a number of steps that is polynomial.", "method", "results"),
        ("Our work also implies new bounds for nests.", "detail", "results"),
        ("We propose a new way to count, called Nest.", "method", "new"),
        ("We also present an extended version, NestPlus.", "results", "new"),
        ("Counts are given for two kinds of nests.", "method", "new"),
        ("The results are obtained from a fit to all nests.", "results", "method"),
        ("We first cut the page into rows.", "new", "method"),
        ("The reader consists of a gate and a lamp.", "new", "method"),
        ("We introduce NestBench, a hard benchmark for readers.", "method", "data"),
        ("NestBench includes a collection of 10 tasks on paper.", "detail", "data"),
        ("Nests remain difficult, and we found that larks win.", "problem", "problem"),
        ("Nests are made of straw.", "new", "new"),
        ("Nests are made of straw.", "detail", "detail"),
    ],
)
def test_verbs_tell_what_a_sentence_is(sentence: str, role: Role, told: Role) -> None:
    assert labels.role_said(sentence, role, has_news=True) == told


def test_the_only_news_stay_what_is_new_whatever_their_verbs_are() -> None:
    news = "In this paper, we show that larks sing before wrens."
    assert labels.role_said(news, "new", has_news=False) == "new"


def test_behind_a_thing_that_was_made_stands_how_it_works() -> None:
    thing, finding = "We present Sparrow, a reader.", "We give a reason for the songs of larks."
    assert labels.role_behind("Pages are turned by two gates.", thing) == "method"
    assert labels.role_behind("Larks are the first to wake.", finding) == "detail"
    assert labels.role_behind("The innovation lies in its gates.", thing) == "new"


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("Overall, we found that larks win.", None),
        ("Our findings suggest that larks win.", None),
        ("We show that larks win where wrens sleep.", "results"),
        ("We have proposed a lamp that lights a desk.", "method"),
        ("Seeing this, we also propose a novel lamp.", "new"),
    ],
)
def test_a_conclusion_that_tells_a_finding_or_what_was_made_is_no_verdict(
    sentence: str, role: Role | None
) -> None:
    assert labels.role_of_closing(sentence) == role


def test_a_sentence_goes_with_the_one_that_it_rests_on_and_none_makes_a_point_too_many() -> None:
    words = (
        "We present Sparrow, a reader. We use two gates. They are closed at night. "
        "We found that larks win."
    )
    text = paper_text(words)
    said, before = [], None
    for one in words.split(". "):
        start = text.text.index(one[:12])
        said.append(Sentence(one.rstrip(".") + ".", start, "abstract", before))
        before = start
    picked: dict[Role, list[Sentence]] = {role: [] for role in parts.ROLES}
    picked["new"] = said
    now = parts.relabelled(picked, said, text, 5)
    assert now["new"] == said[:1]
    assert now["method"] == said[1:3]
    assert now["results"] == said[3:]
    assert parts.points_of(parts.relabelled(picked, said, text, 2), text) <= 2
