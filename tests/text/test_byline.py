"""The affiliations that a paper's first pages give for its authors."""

from __future__ import annotations

import pytest

from pipeline.records.paper import Paper
from pipeline.records.paper_text import Page, PaperText, Section
from pipeline.text.byline import find_affiliations


def found(front: str, *, title: str = "Some Title", authors: tuple[str, ...] = ()) -> list[str]:
    """Give the affiliations of a page that begins with these lines."""
    text = PaperText(
        text=front,
        pages=(Page(number=1, start=0, end=len(front)),),
        sections=(Section(title="", kind="front", start=0, end=len(front)),),
    )
    return list(find_affiliations(Paper(arxiv_id=None, title=title, authors=authors), text))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("King Abdullah University of Science and Technology", ["King Abdullah University of Science and Technology"]),
        ("King Abdullah University of Science and\nTechnology", ["King Abdullah University of Science and Technology"]),
        ("1University of Science and Technology of China, Hefei", ["University of Science and Technology of China"]),
        ("Institute of Science and Technology Austria", ["Institute of Science and Technology Austria"]),
        ("College of Arts and Sciences, Indiana University", ["Indiana University"]),
        ("National Institute of Information & Communications Technology", ["National Institute of Information & Communications Technology"]),
        ("Computer Science and Artificial Intelligence Laboratory", ["Computer Science and Artificial Intelligence Laboratory"]),
        ("Department of Computer Science and Engineering University of Washington", ["University of Washington"]),
        ("Department of Computer Science and Technology Tsinghua University", ["Tsinghua University"]),
        ("Department of Physics and Astronomy, University of Leeds", ["University of Leeds"]),
        ("Raymond and Beverly Sackler Institute", ["Raymond and Beverly Sackler Institute"]),
        ("MIT and Stanford University", ["MIT", "Stanford University"]),
        ("Stanford University and MIT", ["Stanford University", "MIT"]),
        ("University of Oxford and University of Cambridge", ["University of Oxford", "University of Cambridge"]),
        ("University of Oxford and DeepMind", ["University of Oxford", "DeepMind"]),
        ("Institute of Physics and Stanford University", ["Institute of Physics", "Stanford University"]),
    ],
)  # fmt: skip
def test_and_joins_two_fields_of_one_affiliation_and_parts_two_affiliations(
    line: str, names: list[str]
) -> None:
    assert found(f"Some Title\n{line}\n") == names


@pytest.mark.parametrize(
    ("front", "names"),
    [
        ("University of Northwick", []),  # it is the title
        ("Ada Lark Harbour Research Lab", ["Harbour Research Lab"]),
        ("University", []),
        ("1 Lab", []),
        ("Harbour Labs∗ Heron University†", ["Harbour Labs", "Heron University"]),
        ("Harbour Labs\nHarbour Labs", ["Harbour Labs"]),
        ("Google Research, Microsoft and OpenAI", ["Google Research", "Microsoft", "OpenAI"]),
        ("Ada Lark and Bo Finch", []),
        ("at Harbour University for", ["Harbour University"]),
        ("Aa University, Bb University, Cc University, Dd University, Ee University",
         ["Aa University", "Bb University", "Cc University", "Dd University", "Ee University"]),
        ("Intel and Heron University", ["Intel", "Heron University"]),
        ("Heron University and Nobody Knows", ["Heron University"]),
    ],
)  # fmt: skip
def test_organisations_are_found_on_the_lines_above_the_abstract(
    front: str, names: list[str]
) -> None:
    lines = f"Some Title\n{front}\n"
    title = "Some Title: University of Northwick"
    assert found(lines, title=title, authors=("Ada Lark", "")) == names


def test_a_very_long_name_is_none() -> None:
    assert found("Institute of " + "Wwwwwwwwwwwwwwwwwwwwwwwwwwww " * 4) == []


def test_what_stands_below_the_front_is_no_affiliation() -> None:
    front = "Some Title\n"
    text = PaperText(
        text=front + "Heron University",
        pages=(Page(number=1, start=0, end=len(front) + 16),),
        sections=(Section(title="", kind="front", start=0, end=len(front)),),
    )
    assert find_affiliations(Paper(arxiv_id=None, title="Some Title"), text) == ()
    assert (
        find_affiliations(
            Paper(arxiv_id=None, title="Some Title"), text.model_copy(update={"sections": ()})
        )
        == ()
    )


@pytest.mark.parametrize(
    ("front", "names"),
    [
        # marks
        ("Ada Lark1, Bo Finch2\n1UCLA, 2Microsoft Research Asia,\n3Heron Digital Economy Academy",
         ["UCLA", "Microsoft Research Asia", "Heron Digital Economy Academy"]),
        ("Ada Lark 1 Bo Finch 2\n1 Nobodyknows 2 Heron University",
         ["Nobodyknows", "Heron University"]),
        ("aHeron Institute of Tests, Heron University\nbLark Academy, Wren",
         ["Heron University", "Lark Academy"]),
        ("Facebook AI †University of Heron ‡Wren University",
         ["Facebook AI", "University of Heron", "Wren University"]),
        ("Institute of Infocomm Research (I2R), A∗STAR",
         ["Institute of Infocomm Research (I2R)", "A∗STAR"]),
        # addresses
        ("Department of Birds, Heron University, 412 96 Wren, Sweden", ["Heron University"]),
        ("Université de Heron, 1050 Brussels, Belgium and Lark Institutes, Brussels, Belgium",
         ["Université de Heron", "Lark Institutes"]),
        ("Microsoft, One Microsoft Way, Redmond, WA-98052, USA", ["Microsoft"]),
        ("University of California, San Diego, Sun Yat-sen University",
         ["University of California, San Diego", "Sun Yat-sen University"]),
        ("University of Wren, Cambridge, MA 02139", ["University of Wren"]),
        ("PLT @ Heron University", ["Heron University"]),
        ("清华大学、华为", ["清华大学", "华为"]),
        # names that nothing but their place tells
        ("Ada Lark\nNobodyknows\nada@nobodyknows.com", ["Nobodyknows"]),
        ("Cy Wren\nParrotry\nWrentown\nDi Rook\nParrotry\nWrentown", ["Parrotry"]),
        ("Ada Lark\nKFUPM & Parrotry", ["KFUPM", "Parrotry"]),
        # notes
        ("Heron University\n*Equal contribution. †Work done while at Google.", ["Heron University"]),
        ("Heron University\n{ada,bo,\ncy.google}@wren.edu\nMay 12, 1993", ["Heron University"]),
        # each once
        ("Meta AI, FAIR, Facebook AI Research", ["Meta AI"]),
        ("University of Freiburg, Albert-Ludwigs-Universität Freiburg", ["University of Freiburg"]),
    ],
)  # fmt: skip
def test_an_affiliation_is_given_once_and_whole(front: str, names: list[str]) -> None:
    assert found(f"Some Title\n{front}\n", authors=("Ada Lark", "Bo Finch")) == names


@pytest.mark.parametrize(
    ("mail", "names"),
    [
        ("ada@openai.com", ["OpenAI"]),
        ("{ada,bo}@cs.stanford.edu, cy@allenai.org", ["Stanford University", "Allen Institute for AI"]),
        ("ada@informatik.uni-marburg.de", ["Philipps-Universität Marburg"]),
        ("ada@gmail.com, bo@nobody-knows.com", []),
    ],
)  # fmt: skip
def test_where_the_byline_names_none_the_domains_of_mail_do(mail: str, names: list[str]) -> None:
    assert found(f"Some Title\nAda Lark\n{mail}\n", authors=("Ada Lark",)) == names


def page(front: str, rest: str) -> PaperText:
    """Give a page of a front and a body."""
    text = front + rest
    return PaperText(
        text=text,
        pages=(Page(number=1, start=0, end=len(text)),),
        sections=(
            Section(title="", kind="front", start=0, end=len(front)),
            Section(title="Body", kind="body", start=len(front), end=len(text)),
        ),
    )


@pytest.mark.parametrize(
    ("rest", "names"),
    [
        ("*Equal contribution 1OpenAI, San Francisco, CA 94110, USA. Correspondence to: A <a@b.cd>.",
         ("OpenAI",)),
        ("∗Department of Birds, Heron University, Wren", ("Heron University",)),
        ("A. Lark is with the Department of Birds, Heron University, Wren (e-mail: a@b.cd).",
         ("Heron University",)),
        ("1Baevski et al. at Heron University show that this is an exception.", ()),
        ("We use the parser of Heron University.", ()),
        ("1This result is consistent with Heron University.", ()),
        ("Our result is compared with Google Research.", ()),
        ("Corresponding author(s): {ada|bo}@deepmind.com", ("Google DeepMind",)),
        ("Heron University, Wren, NJ 08540 E-mail address: a@b.cd Lark Institute E-mail address: b@b.cd",
         ("Heron University", "Lark Institute")),
    ],
)  # fmt: skip
def test_footnotes_and_addresses_at_the_end_name_affiliations_where_the_byline_has_none(
    rest: str, names: tuple[str, ...]
) -> None:
    text = page("Some Title\nAda Lark\n", f"Body\nThe birds sing.\n{rest}\n")
    paper = Paper(arxiv_id=None, title="Some Title", authors=("Ada Lark",))
    assert find_affiliations(paper, text) == names
