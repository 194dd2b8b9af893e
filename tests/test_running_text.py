from __future__ import annotations

import pytest

from pipeline.running_text import assemble


def text(*pages: str) -> str:
    return assemble(pages).text


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("a small repre-\nsentation of it", "a small representation of it"),
        ("this is pre-\ntraining, that is pre-training too", "this is pre-training, that is pre-training too"),
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
    made = assemble(["Abstract\nWe train the model on all of the", "data that there is. It is much."])
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
    "line", ["Abstract—We do things with", "ABSTRACT: We do things with", "A BSTRACT", "Abstract. We do things with"]
)
def test_an_abstract_is_found_however_it_is_set(line: str) -> None:
    assert [kind for kind, *_ in assemble([f"A Title\n{line}\nmany words.\n1 Introduction\nIt is."]).sections] == [
        "front",
        "abstract",
        "body",
    ]


def test_a_table_of_contents_and_numbered_lines_are_no_headings() -> None:
    made = assemble(
        ["Contents\n1 Introduction 3\n2 Method . . . . 7\n1 Introduction\nWe see\n7 Dwarfs in a wood\n2 Method\nIt is."]
    )
    assert [title for kind, title, _, _ in made.sections if kind == "body"] == ["1 Introduction", "2 Method"]


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
