from __future__ import annotations

import itertools
import time

import pytest

from pipeline.extract.lines import Line
from pipeline.extract.paragraphs import assemble
from tests.support.pages import line, short, text_lines, under


def text(*pages: str) -> str:
    return assemble(pages).text


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("a small repre-\nsentation of it", "a small representation of it"),
        (
            "this is pre-\ntraining, that is pre-training too",
            "this is pre-training, that is pre-training too",
        ),
        ("English-\nto-German translation", "English-to-German translation"),
        ("an OpenAI-\ncompatible server", "an OpenAI-compatible server"),
        ("uses GPT-\n3 here", "uses GPT-3 here"),
        ("eﬃcient ﬁne-tuning", "efficient fine-tuning"),
        ("one  two\u00a0three\u00adfour", "one two threefour"),
        ("nul\x00 and \ud800surrogate", "nul and surrogate"),
        ("我们提出了一种\n新的方法", "我们提出了一种新的方法"),
    ],
)
def test_lines_are_joined_as_a_person_reads_them(raw: str, read: str) -> None:
    assert text("Abstract\nWe have the following words\n" + raw).splitlines()[-1].endswith(read)


def test_page_numbers_and_running_heads_are_out() -> None:
    words = "ant bee cat dog elk".split()
    pages = [
        f"Journal of Things, Vol. {n}\nOf the {word} we know much,\nof {word}s in general less.\n{n}"
        for n, word in enumerate(words, 1)
    ]
    assert "Journal of Things" not in text(*pages)
    assert text(*pages).endswith("Of the elk we know much, of elks in general less.")


def test_a_sentence_goes_on_over_a_page_break_and_both_pages_are_known() -> None:
    made = assemble(
        ["Abstract\nWe train the model on all of the", "data that there is. It is much."]
    )
    assert "on all of the data that there is." in made.text
    at = made.text.index("data that")
    assert [page for page, start, end in made.pages if start <= at < end] == [2]
    assert made.pages[0][1] == 0
    assert made.pages[-1][2] == len(made.text)


def test_sections_are_found_with_their_kinds() -> None:
    made = assemble(
        [
            "A Title\nAda Lark\nAbstract\nWe do things.\n1 Introduction\nIt is known.\n2 Our New Method\nIt is new.\n"
            "Table 1: 3 4 5\n3 Experiments\nThey went well.\nAcknowledgments\nThanks.\nReferences\n[1] A. Author. 1999.\nA Proofs of Claims\nProof."
        ]
    )
    assert [(kind, title) for kind, title, _, _ in made.sections] == [
        ("front", ""),
        ("abstract", "Abstract"),
        ("body", "1 Introduction"),
        ("body", "2 Our New Method"),
        ("body", "3 Experiments"),
        ("acknowledgements", "Acknowledgments"),
        ("references", "References"),
        ("appendix", "A Proofs of Claims"),
    ]
    assert all(made.text[start:end].startswith(title) for _, title, start, end in made.sections)


@pytest.mark.parametrize(
    "line",
    [
        "Abstract—We do things with",
        "ABSTRACT: We do things with",
        "A BSTRACT",
        "Abstract. We do things with",
    ],
)
def test_an_abstract_is_found_however_it_is_set(line: str) -> None:
    assert [
        kind
        for kind, *_ in assemble([f"A Title\n{line}\nmany words.\n1 Introduction\nIt is."]).sections
    ] == [
        "front",
        "abstract",
        "body",
    ]


def test_a_table_of_contents_and_numbered_lines_are_no_headings() -> None:
    made = assemble(
        [
            "Contents\n1 Introduction 3\n2 Method . . . . 7\n1 Introduction\nWe see\n7 Dwarfs in a wood\n2 Method\nIt is."
        ]
    )
    assert [title for kind, title, _, _ in made.sections if kind == "body"] == [
        "1 Introduction",
        "2 Method",
    ]


def test_arxivs_side_stamp_is_set_apart() -> None:
    made = assemble(["arXiv:2112.03857v2 [cs.CV] 17 Jun 2022\nA Title\nAbstract\nWe do."])
    assert made.stamp == "arXiv:2112.03857v2 [cs.CV] 17 Jun 2022"
    assert "arXiv:" not in made.text


def test_table_rows_stay_lines_of_their_own() -> None:
    assert "\nGLIP-T 46.7 55.2 17.6\n" in text(
        "1 Introduction\nThe table shows it all in\nGLIP-T 46.7 55.2 17.6\nand more words follow"
    )


def test_nothing_gives_nothing() -> None:
    made = assemble(["", ""])
    assert (made.text, made.pages) == ("", [(1, 0, 0), (2, 0, 0)])


BEFORE = "Abstract\nHere stand some words and many more words of it"


def joined(*lines: str) -> str:
    """Give what becomes of these lines behind a long one."""
    return text("\n".join([BEFORE, *lines])).removeprefix(BEFORE).strip()


@pytest.mark.parametrize(
    ("first", "second", "read"),
    [
        ("we co-", "operate with it", "we cooperate with it"),
        ("the Pre-", "training of it", "the Pretraining of it"),
        ("we use k-", "means on it", "we use k-means on it"),
        ("a plot by t-", "SNE of it", "a plot by t-SNE of it"),
        ("a 3-", "D model of it", "a 3-D model of it"),
        ("on ImageNet-1k-", "pretrained ones", "on ImageNet-1k-pretrained ones"),
        ("the state-", "of-the-art one", "the state-of-the-art one"),
        ("an out-of-", "distribution set", "an out-of-distribution set"),
        ("non-", "Euclidean space", "non-Euclidean space"),
        ("it is so -", "or is it", "it is so - or is it"),
        ("it is so —", "or is it", "it is so — or is it"),
        ("it is so—", "or is it", "it is so—or is it"),
        ("on pages 3–", "7 of it", "on pages 3–7 of it"),
        ("soft\u00ad", "hyphen", "soft hyphen"),
        ("我们提出", "GLIP 模型", "我们提出 GLIP 模型"),
        ("一种新的，", "（好的）方法", "一种新的，（好的）方法"),
        ("ソフト", "ウェア", "ソフトウェア"),
    ],
)
def test_two_lines_become_the_words_that_were_cut(first: str, second: str, read: str) -> None:
    assert joined(first, second) == read


def test_a_hyphen_stays_where_the_paper_writes_it_elsewhere() -> None:
    assert (
        joined("we self-", "attend, and self-attend again")
        == "we self-attend, and self-attend again"
    )
    assert joined("we pre-", "train, and pretrain again") == "we pretrain, and pretrain again"


def test_a_word_cut_at_a_page_break_is_whole_and_on_the_first_of_the_pages() -> None:
    made = assemble(["Abstract\nWe learn a repre-", "sentation of it."])
    assert made.text == "Abstract\nWe learn a representation of it."
    assert [made.text[start:end] for _, start, end in made.pages] == [
        "Abstract\nWe learn a representation ",
        "of it.",
    ]
    made = assemble(["Abstract\nWe learn by self-", "attention, and self-attention is it."])
    assert [made.text[start:end] for _, start, end in made.pages][1] == "and self-attention is it."


def test_a_sentence_in_front_of_the_abstracts_heading_keeps_its_last_line() -> None:
    column = under(
        line("Of Birds", size=16, starts=True),
        line("Ada Lark, Zoe Brown", starts=True),
        line("In this work we have shown that all of it is so,", starts=True),
        short("of birds."),
    )
    assert assemble([column]).text == (
        "Of Birds\nAda Lark, Zoe Brown\nIn this work we have shown that all of it is so, of birds."
    )


def test_a_word_in_capitals_is_whole_where_the_paper_has_it_so() -> None:
    assert joined("the AT-", "LAS excess, and ATLAS is it") == "the ATLAS excess, and ATLAS is it"
    assert joined("the AT-", "LAS excess of it") == "the AT-LAS excess of it"
    assert (
        joined("by Monte-", "Carlo, and montecarlo is it") == "by Monte-Carlo, and montecarlo is it"
    )


def test_a_word_cut_behind_a_run_in_heading_is_whole() -> None:
    assert assemble(["Abstract—A linear clas-\nsifier is it."]).text.endswith(
        "linear classifier is it."
    )


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (["A sentence ends here.", "Another begins in a line that is as long as others"], 2),
        (
            [
                "It was shown by Lark et al.",
                "that it holds in lines that are as long as the others",
            ],
            1,
        ),
        (["As in Fig.", "three it holds in lines that are as long as the others"], 1),
        (
            [
                "This line is full, and its sentence ends just here.",
                "And the next begins in a line that is as long.",
            ],
            1,
        ),
        (["A colon follows:", "the list of all that there is to say about these things"], 2),
        (["这一行很短。", "下一段从这里开始，它的行和别的行一样长，一样长，一样长，一样长"], 2),
    ],
)
def test_a_short_line_that_ends_a_sentence_ends_a_paragraph(
    lines: list[str], paragraphs: int
) -> None:
    filler = "many words that fill up a line of the page to its end\n" * 12
    assert (
        len(text("Abstract\n" + filler + "\n".join(lines)).split("\n", 1)[1].split("\n"))
        == paragraphs
    )


@pytest.mark.parametrize(
    "number", ["7", "- 7 -", "– 7 –", "Page 7", "page 7 of 12", "7/12", "7 / 12"]
)
@pytest.mark.parametrize("place", ["top", "bottom"])
def test_a_page_number_is_out_in_every_form(number: str, place: str) -> None:
    lines = ["Abstract", "We say it in", "these words"]
    page = "\n".join([number, *lines] if place == "top" else [*lines, number])
    assert text(page) == "Abstract\nWe say it in these words"


def test_a_number_in_the_middle_of_a_page_is_no_page_number() -> None:
    assert text("Abstract\nWe count up to\n7\nand stop") == "Abstract\nWe count up to 7 and stop"


def test_a_line_that_recurs_on_two_pages_only_is_no_running_head() -> None:
    pages = [
        "Results are good\nof ant\nand bee",
        "Results are good\nof cat\nand dog",
        "Nothing here\nof elk\nand fox",
    ]
    assert text(*pages).count("Results are good") == 2


def test_running_heads_are_out_though_their_numbers_change_and_sides_alternate() -> None:
    animals = "ant bee cat dog elk fox gnu hen".split()
    pages = [
        (f"{n} Ada Lark et al." if n % 2 else f"A Study of Beasts {n}")
        + f"\nthe {a} is one\nmore of {a}s is known\nand so on of {a}"
        for n, a in enumerate(animals, 1)
    ]
    made = text(*pages)
    assert "Lark" not in made
    assert "Study" not in made
    assert all(f"the {animal} is one" in made for animal in animals)


@pytest.mark.parametrize(
    ("line", "kind", "title"),
    [
        ("1 Introduction", "body", "1 Introduction"),
        ("1. Introduction", "body", "1. Introduction"),
        ("1.Introduction", "body", "1.Introduction"),
        ("I. INTRODUCTION", "body", "I. INTRODUCTION"),
        ("1 I NTRODUCTION", "body", "1 I NTRODUCTION"),
        ("Introduction", "body", "Introduction"),
        ("INTRODUCTION", "body", "INTRODUCTION"),
        ("Related Work:", "body", "Related Work"),
        ("introduction", "body", None),
        ("References", "references", "References"),
        ("R EFERENCES", "references", "R EFERENCES"),
        ("REFERENCES", "references", "REFERENCES"),
        ("Bibliography", "references", "Bibliography"),
        ("参考文献", "references", "参考文献"),
        ("Acknowledgements", "acknowledgements", "Acknowledgements"),
        ("7 Acknowledgment", "acknowledgements", "7 Acknowledgment"),
        ("Our results are in the references", "references", None),
        ("Introduction . . . . . 3", "body", None),
        ("2 Introduction", "body", None),
    ],
)
def test_a_heading_is_told_from_a_line_that_looks_like_one(
    line: str, kind: str, title: str | None
) -> None:
    page = f"Abstract\nWe say some words of it here.\n{line}\nAnd then there are more words of it here."
    found = [(k, t) for k, t, _, _ in assemble([page]).sections if k != "abstract"]
    assert found == ([(kind, title)] if title else [])


def test_numbers_must_come_in_turn() -> None:
    made = assemble(
        ["Abstract\nWe do.\n1 Introduction\nIt is.\n3 Jumped Too Far\nIt is.\n1.1 The First Part\nIt is.\n1.3 No Such Turn\nIt is.\n"
         "2 The Next One\nIt is.\n2 The Same Again\nIt is.\n2.1 A Part of It\nIt is.\n3 The Last One\nIt is."]
    )  # fmt: skip
    assert [t for k, t, _, _ in made.sections if k == "body"] == [
        "1 Introduction", "1.1 The First Part", "2 The Next One", "2.1 A Part of It", "3 The Last One",
    ]  # fmt: skip


def test_a_line_of_the_outline_is_a_heading_without_a_number() -> None:
    page = "Abstract\nWe say it here.\nThe Art of Everything\nAnd then there is more of it."
    assert [kind for kind, *_ in assemble([page]).sections] == ["abstract"]
    with_outline = assemble([page], ["3 The Art of Everything"])
    assert [(kind, title) for kind, title, _, _ in with_outline.sections] == [
        ("abstract", "Abstract"),
        ("body", "The Art of Everything"),
    ]


def test_a_title_and_affiliations_in_front_are_no_headings() -> None:
    made = assemble(
        [
            "A Study of Things\nAda Lark\n1 University of Northwick\n2 Institute of Birds\nAbstract\nWe do it."
        ]
    )
    assert [(kind, title) for kind, title, _, _ in made.sections] == [
        ("front", ""),
        ("abstract", "Abstract"),
    ]
    assert made.text.startswith(
        "A Study of Things\nAda Lark\n1 University of Northwick\n2 Institute of Birds\nAbstract\n"
    )


def test_what_follows_the_references_is_an_appendix() -> None:
    made = assemble(
        ["Abstract\nWe do.\n1 Introduction\nIt is.\nReferences\n[1] A. Author. A Paper. 1999.\nAppendix A. More Proofs\nIt is.\nAppendix B. Further Results\nMore."]
    )  # fmt: skip
    assert [kind for kind, *_ in made.sections] == [
        "abstract",
        "body",
        "references",
        "appendix",
        "appendix",
    ]


def test_pages_and_sections_cover_the_text_without_gap_or_overlap() -> None:
    pages = [
        "A Title\nAda Lark\nAbstract\nWe do it, and pre-",
        "",
        "train it.\n1 Introduction\nIt is so.\n3",
        "References\n[1] A. B. C.",
    ]
    made = assemble(pages)
    for places in (
        [(start, end) for _, start, end in made.pages],
        [(start, end) for *_, start, end in made.sections],
    ):
        assert places[0][0] == 0
        assert places[-1][1] == len(made.text)
        assert all(end == start for (_, end), (start, _) in itertools.pairwise(places))
    assert [number for number, *_ in made.pages] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "line",
    ["a" * 30_000, "a" * 30_000 + "-\nb", "a3" * 15_000 + "-\nb", "a-" * 15_000, "_" * 30_000 + "b-\nc", "1" * 30_000, "1," * 15_000, "A. " * 10_000, " " * 30_000 + "x", "1 A\n" * 7_500, "(" * 30_000],
)  # fmt: skip
def test_a_hostile_line_costs_no_more_than_a_second(
    line: str, nothing_of_other_tests: None
) -> None:
    started = time.process_time()
    assemble(["Abstract\nWe do.\n" + line])
    assert time.process_time() - started < 1


def test_a_heading_of_three_lines_is_one_heading() -> None:
    titles = (
        "1 How Many Birds Are in the Wood and in the",
        "Field Beside It, and How Many of",
        "Them",
    )
    heads = (line(text, bold=True, size=12, starts=text[0] == "1") for text in titles)
    made = assemble([under(line("Abstract", bold=True, x1=100), *text_lines(3), *heads, line())])
    assert made.sections[-1].title == " ".join(titles)
    assert made.text.endswith(" ".join(titles) + "\n" + line().text)


ABSTRACT = [line("Abstract", bold=True, x1=100), line(), short(), line("1 Birds", bold=True, x1=90)]
FLOAT = [
    line("Lark | 1 | 2", part="float", kind="table"),
    line("Table 1: All of the birds.", y=650, part="float", kind="caption", starts=True),
]


def test_a_sentence_over_a_page_of_floats_is_whole_and_on_the_page_that_it_begins_on() -> None:
    rest = line("goes on. Another one be-", y=700), line("gins here and ends.", y=688)
    made = assemble([under(*ABSTRACT, line()), FLOAT, list(rest)])
    paragraphs = made.text.split("\n")[3:]
    assert paragraphs[0] == f"{line().text} goes on."
    assert paragraphs[-1] == "Another one begins here and ends."
    pages = [made.text[start:end] for _, start, end in made.pages]
    assert pages[0].strip().endswith("goes on.")
    assert pages[1].startswith("Lark")
    assert pages[2].startswith("Another one")
    at = made.text.index("goes on.")
    assert not any(one.start <= at < one.end for one in made.lines)  # it has no place there


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        (line("All is said."), line("goes on. Another one")),
        (line(), line("A new paragraph is this. It", starts=True)),
        (line(), line("y = x", kind="formula", x0=150, x1=190)),
        (line(), line("goes on and on to the end of it, and")),
    ],
)
def test_text_behind_a_page_of_floats_stays_there(first: Line, rest: Line) -> None:
    made = assemble([under(*ABSTRACT, first), FLOAT, under(*[rest] * 9)])
    _, start, _ = made.pages[2]
    assert made.text[start:].startswith(rest.text)
