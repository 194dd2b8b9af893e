from __future__ import annotations

import time

import pytest

from pipeline.check.claims import check
from pipeline.records.report import Evidence, Finding
from tests.support.records import PAPER, draft, paper_text

TEXT = paper_text()


def evidence(quote: str, page: int = 1) -> Evidence:
    return check(draft("好", (quote, page)), PAPER, TEXT).evidence[0][0]


def doubts(text: str, *pages: str) -> list[Finding]:
    report = check(draft(text), PAPER, paper_text(*pages) if pages else TEXT)
    return [
        finding
        for finding in report.findings
        if finding.where == "point 1" and finding.kind != "quote"
    ]


def words(text: str, *pages: str) -> list[str]:
    return [finding.words for finding in doubts(text, *pages)]


def test_a_quote_is_found_as_it_stands_with_its_characters() -> None:
    found = evidence("Sparrow is trained on 27M sentences from 3,200 papers.")
    assert (found.match, found.page) == ("exact", 1)
    assert found.start is not None
    assert TEXT.text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    "quote",
    [
        "sparrow is trained on 27m sentences from 3200 papers",
        "Sparrow is trained on 27M  sentences from 3,200 pa-pers .",
        "“Sparrow is trained on 27M sentences, from 3,200 papers”",
    ],
)
def test_a_quote_is_found_but_for_case_space_hyphens_and_punctuation(quote: str) -> None:
    found = evidence(quote)
    assert (found.match, found.page) == ("alike", 1)
    assert found.start is not None
    assert (
        TEXT.text[found.start : found.end]
        == "Sparrow is trained on 27M sentences from 3,200 papers"
    )


def test_a_quote_on_another_page_is_found_there_and_noted() -> None:
    report = check(
        draft("好", ("The writer takes all notes and writes the summary in one pass.", 1)),
        PAPER,
        TEXT,
    )
    assert report.evidence[0][0].page == 2
    assert {(f.kind, f.severity, f.page) for f in report.findings} == {("quote", "note", 2)}
    assert report.doubts == 0


@pytest.mark.parametrize(
    "quote",
    [
        "Sparrow is trained on 28M sentences",
        "parrow is trained on 27M",
        "nobody ever wrote this",
        "—",
    ],
)
def test_a_quote_that_nobody_wrote_is_not_found(quote: str) -> None:
    assert evidence(quote).match == "missing"


def test_a_quote_over_a_page_break_is_found_where_it_begins() -> None:
    text = paper_text("Abstract\nWe train on all of the", "data that there is.")
    found = check(
        draft("好", ("We train on all of the data that there is.", 1)), PAPER, text
    ).evidence[0][0]
    assert (found.match, found.page) == ("exact", 1)


@pytest.mark.parametrize(
    "text",
    [
        "27M sentences", "27 million 个句子", "2700万个句子", "0.27亿个句子", "3200篇", "3,200篇", "1.3B 参数", "13亿参数", "61.4 F1", "up to 8 notes",
        "2个部分", "GPT-27 ", "ResNet-9999",
    ],
)  # fmt: skip
def test_a_quantity_counts_however_it_is_written(text: str) -> None:
    assert [f for f in doubts(text) if f.kind == "number"] == []


@pytest.mark.parametrize(
    "text", ["28M sentences", "27B", "27亿", "3.2亿", "24亿张", "61.3", "614", "13亿张和14亿张"]
)
def test_a_number_that_the_paper_does_not_have_is_marked(text: str) -> None:
    assert any(f.kind == "number" for f in doubts(text))


def test_the_nearest_number_is_named_with_its_page() -> None:
    (found,) = doubts("达到 61.9 F1")
    assert (found.words, found.nearest, found.page) == ("61.9", "61.4", 1)


@pytest.mark.parametrize(
    ("said", "paper", "fine"),
    [
        ("45%", "45 percent", True),
        ("0.45", "45%", True),
        ("45%", "0.45 of all", False),
        ("45%", "45 tasks", False),
        ("45%", "in the row\nSparrow 45 46.1 47.2\nof", True),
    ],
)
def test_a_percentage_is_a_share_only_where_the_paper_says_percent(
    said: str, paper: str, fine: bool
) -> None:
    assert (words(said, f"Abstract\nIt was {paper} of them.") == []) == fine


@pytest.mark.parametrize(
    "name",
    [
        "Sparrow",
        "sparrow",
        "LongRead",
        "Long-Read",
        "Sparrows",
        "SHORTREAD",
        "LongRead-based",
        "SOTA",
        "LLM",
    ],
)
def test_a_name_counts_but_for_case_hyphens_and_plural(name: str) -> None:
    assert words(f"提出{name}方法") == []


def test_a_name_that_the_paper_does_not_have_is_marked_with_the_nearest() -> None:
    (found,) = doubts("在LongBead上测试")
    assert (found.kind, found.words, found.nearest) == ("name", "LongBead", "LongRead")
    assert words("优于 GPT-5 和 BERT") == ["GPT-5", "BERT"]


def test_everyday_words_and_the_start_of_a_sentence_are_no_names() -> None:
    assert words("本文做了 ablation 和 finetune。However it works. The idea is simple.") == []


@pytest.mark.parametrize("spelled", ["BLIP2", "BLIP-2", "Blip 2"])
def test_a_hyphen_does_not_make_another_name(spelled: str) -> None:
    assert words(f"与{spelled}相比", "Abstract\nWe compare with BLIP-2 here.") == []


@pytest.mark.parametrize("month", ["2024.3", "2024-03", "2024年3月", "March 2024", "2024.1"])
def test_a_month_of_arxivs_dates_is_fine_in_any_form(month: str) -> None:
    assert check(draft(month=month), PAPER, TEXT).doubts == 0


@pytest.mark.parametrize("month", ["2023.3", "2024.13", "", "soon"])
def test_another_month_is_marked(month: str) -> None:
    findings = check(draft(month=month), PAPER, TEXT).findings
    assert [(f.kind, f.nearest) for f in findings] == [("month", "2024.3")]


@pytest.mark.parametrize(
    ("affiliation", "page", "fine"),
    [
        ("University of Northwick", "University of Northwick", True),
        ("Northwick", "University of Northwick", True),
        ("UCLA", "University of California, Los Angeles", True),
        ("FAIR", "Facebook AI Research", True),
        ("MIT", "University of Northwick", False),
        ("Google", "University of Northwick", False),
    ],
)
def test_an_affiliation_is_on_page_one_by_its_words_or_its_initials(
    affiliation: str, page: str, fine: bool
) -> None:
    text = paper_text(
        f"A Title\nAda Lark\n{page}\nAbstract\nWe propose Sparrow, a method that reads a paper section by section, on LongRead",
        "Google is here",
    )
    assert (check(draft(affiliations=(affiliation,)), PAPER, text).doubts == 0) == fine


def test_the_verdict_is_checked_too() -> None:
    made = draft().model_copy(
        update={"verdict": draft().verdict.model_copy(update={"text": "比 BERT 高 99.5"})}
    )
    assert {(f.where, f.words) for f in check(made, PAPER, TEXT).findings} == {
        ("verdict", "BERT"),
        ("verdict", "99.5"),
    }


# ── the same, case by case: what a point says, what the paper says, what is marked ──

BARE = PAPER.model_copy(update={"title": "A Title"})


def marked(said: str, *pages: str) -> list[str]:
    """Give the words of a point that are marked when this is the whole paper."""
    report = check(
        draft(said, ("We have it in this paper", 1)),
        BARE,
        paper_text(f"Abstract\nWe have it in this paper. {pages[0]}", *pages[1:]),
    )
    return [finding.words for finding in report.findings if finding.where == "point 1"]


@pytest.mark.parametrize(
    ("said", "paper"),
    [
        ("2700万", "27M"),
        ("0.27亿", "27 million"),
        ("27M", "2700万"),
        ("27 million", "0.27亿"),
        ("2.7千万", "27,000,000"),
        ("27百万", "27M"),
        ("1.5万", "15k"),
        ("1万亿", "1 trillion"),
        ("1.3B", "1.3 billion"),
        ("2,400", "2400"),
        ("2400", "2,400"),
        ("2.4k", "2,400"),
        ("61.40", "61.4"),
        (".5", "0.5"),
        ("12个", "twelve of them"),
        ("0个", "Zero of them"),
        ("5", "５"),
        ("45％", "45 percent"),
        ("4.5个百分点", "4.5%"),
        ("45", "45%"),
        ("0.045", "4.5%"),
        ("10–20", "10-20"),
        ("13到15", "13~15"),
        ("第1,2,3层", "layers 1, 2, 3"),
        ("3,4", "3 and 4"),
        ("84.6 mAP", "84.6mAP"),
        ("84.6mAP", "84.6 mAP"),
        ("8*7B", "8 * 7B"),
    ],
)
def test_one_quantity_in_two_spellings_is_one(said: str, paper: str) -> None:
    assert marked(said, paper) == []


@pytest.mark.parametrize(
    ("said", "paper", "words"),
    [
        ("2700万", "27B", ["2700万"]),
        ("2.7亿", "27M", ["2.7亿"]),
        ("24亿", "24M", ["24亿"]),
        ("27", "27M sentences", ["27"]),
        ("27M", "27 of them", ["27M"]),
        ("45%", "0.45", ["45%"]),
        ("0.46", "45%", ["0.46"]),
        ("2,400", "2,401", ["2,400"]),
        ("1,000", "1 and 000", ["1,000"]),
        ("123", "1,2,3", ["123"]),
        ("61.4", "61 and 4", ["61.4"]),
        ("614", "61.4", ["614"]),
        ("13和15", "13", ["15"]),
        ("7", "70 and 17 and 0.7", ["7"]),
    ],
)
def test_another_quantity_is_marked(said: str, paper: str, words: list[str]) -> None:
    assert marked(said, paper) == words


@pytest.mark.parametrize(
    ("said", "paper", "words"),
    [
        ("GPT-4", "GPT-4", []),
        ("GPT-4", "GPT-3 and 4", ["GPT-4"]),
        ("GPT-4o", "GPT-4", ["GPT-4o"]),
        ("GPT4", "GPT-4", []),
        ("GPT-3.5", "GPT-3", ["GPT-3.5"]),
        ("ViT-B/16", "ViT-B/16", []),
        ("ViT-B/16", "ViT-B/32", ["ViT-B/16"]),
        ("ResNet50", "ResNet-50", []),
        ("ResNet-50", "ResNet-101", ["ResNet-50"]),
        ("用3D表示", "a 2D thing", []),
        ("COCO 2017", "COCO 2014", ["2017"]),
        ("COCO2017", "COCO 2017", []),
        ("Faster R-CNN", "Faster R-CNN", []),
        ("Swin-L", "Swin-T", ["Swin-L"]),
        ("top-1", "top-5 and 1", ["top-1"]),
        ("GPT-4-based", "GPT-4", []),
        ("GPT-4-based", "GPT-3 and 4", ["GPT-4-based"]),
        ("GPT-4/CLIP", "CLIP and GPT-4", []),
        ("ViT-B/16", "ViT-B/32 and 16", ["ViT-B/16"]),
        ("LLaMA-2-7B", "LLaMA-2 7B", []),
        ("CLIP-ViT", "a ViT of CLIP", []),
        ("NLP-oriented", "nothing", []),
        ("CNNs", "a CNN", []),
        ("CNN", "many CNNs", []),
        ("GANs", "a GAN-based model", []),
        ("CLIP's", "CLIP", []),
        ("用CLIP对齐", "CLIP", []),
        ("用CLIPX对齐", "CLIP", ["CLIPX"]),
        ("AP50", "AP 50", []),
        ("U.S.", "the U.S. market", []),
        ("e.g. 和 i.e. 和 etc.", "nothing", []),
        ("SOTA 的 LLM 在 NLP", "nothing", []),
        ("Über-Net", "Net", []),
        ("C4", "the C4 corpus", []),
        ("the Stanford team", "nobody", ["Stanford"]),
        ("It works. Moreover it is new. “However” so", "nothing", []),
    ],
)
def test_a_name_is_the_papers_own_or_marked(said: str, paper: str, words: list[str]) -> None:
    assert marked(said, paper) == words


def test_a_name_in_a_chinese_paper_needs_no_space_around_it() -> None:
    assert marked("提出GLIP模型，优于BERT", "我们提出的GLIP模型很好。") == ["BERT"]


def test_a_name_of_the_metadata_counts() -> None:
    paper = PAPER.model_copy(
        update={"title": "T", "comment": "Accepted at CVPR 2022", "authors": ("Ada Lark",)}
    )
    report = check(
        draft("发表于 CVPR 2022，by Lark，非 ICML 或 VPR", ("We have it in this paper", 1)),
        paper,
        paper_text("Abstract\nWe have it in this paper."),
    )
    assert [f.words for f in report.findings if f.where == "point 1"] == ["ICML", "VPR"]


def test_a_label_is_checked_like_its_text() -> None:
    made = draft("好", ("We have it in this paper", 1))
    point = made.key_points[0].model_copy(update={"label": "BERT"})
    report = check(
        made.model_copy(update={"key_points": (point,) * 3}),
        BARE,
        paper_text("Abstract\nWe have it in this paper."),
    )
    assert [(f.where, f.words) for f in report.findings] == [
        ("point 1", "BERT"),
        ("point 2", "BERT"),
        ("point 3", "BERT"),
    ]


def test_each_field_of_lead_and_verdict_begins_a_sentence() -> None:
    made = draft("好", ("We have it in this paper", 1))
    made = made.model_copy(
        update={
            "lead": made.lead.model_copy(update={"about": "Grounding objects"}),
            "verdict": made.verdict.model_copy(
                update={"text": "很好", "weakness": "Limited in scope, and BERT is not"}
            ),
        }
    )
    report = check(made, BARE, paper_text("Abstract\nWe have it in this paper."))
    assert [(f.where, f.words) for f in report.findings] == [("verdict", "BERT")]


def test_a_claim_said_twice_in_a_point_is_one_finding() -> None:
    assert marked("BERT 与 BERT 与 99.5 和 99.5", "nothing") == ["BERT", "99.5"]


def test_a_finding_says_all_that_a_reader_needs() -> None:
    report = check(
        draft("达到 62%", ("We have it in this paper", 1)),
        BARE,
        paper_text("Abstract\nWe have it in this paper.", "It is 60% or 61.5."),
    )
    assert report.findings[0] == Finding(
        where="point 1", kind="number", reason="missing", severity="doubt", words="62%", nearest="60%", page=2,
        message="62% is not in the paper; the paper has 60% on p. 2",
    )  # fmt: skip
    assert report.doubts == 3


@pytest.mark.parametrize(
    ("said", "paper", "nearest"),
    [
        ("100", "1 and 1000", "1000"),
        ("0.001", "0.1", "0.1"),
        ("24亿", "24M", "24M"),
        ("100", "7", ""),
    ],
)
def test_the_nearest_number_has_the_same_digits_or_a_value_near_it(
    said: str, paper: str, nearest: str
) -> None:
    report = check(
        draft(said, ("We have it in this paper", 1)),
        BARE,
        paper_text(f"Abstract\nWe have it in this paper. {paper}"),
    )
    found = next(finding for finding in report.findings if finding.kind == "number")
    assert found.nearest == nearest
    assert found.message == f"{said} is not in the paper" + (
        f"; the paper has {nearest} on p. 1" if nearest else ""
    )


# ── quotes, in every way that a PDF and a model disagree about them ──


@pytest.mark.parametrize(
    ("quote", "pages", "match", "stands"),
    [
        ("an efficient way to fine-tune", ("an eﬃcient way to ﬁne-tune it",), "exact", "an efficient way to fine-tune"),
        ("an eﬃcient way to ﬁne-tune", ("an efficient way to fine-tune it",), "alike", "an efficient way to fine-tune"),
        ("a new representation of it", ("a new repre-\nsentation of it.",), "exact", "a new representation of it"),
        ("large scale pretraining", ("large-scale pre-\ntraining",), "alike", "large-scale pretraining"),
        ("state of the art results", ("state-of-\nthe-art results",), "alike", "state-of-the-art results"),
        ("it costs 3200 dollars", ("it costs 3,200 dollars",), "alike", "it costs 3,200 dollars"),
        ("a total of 3200", ("a total of 3,200 and more",), "alike", "a total of 3,200"),
        ("we learn, without labels", ("we learn - without “labels”",), "alike", "we learn - without “labels"),
        ("WE LEARN IT", ("we learn it",), "alike", "we learn it"),
        ("auf der strasse gehen", ("auf der Straße gehen",), "alike", "auf der Straße gehen"),
        ("learn from it", ("relearn from its own. They learn from it.",), "alike", "learn from it"),
        ("我们提出了新的方法，它很好", ("本文中我们提出了新的方法,它很好。",), "alike", "我们提出了新的方法,它很好"),
        ("we train it on\nall the data", ("we train it on all", "the data there is"), "exact", "we train it on all the data"),
        ("train a repre sentation", ("we train a repre-", "sentation of it"), "alike", "train a representation"),
    ],
)  # fmt: skip
def test_a_quote_is_found_however_page_and_model_write_it(
    quote: str, pages: tuple[str, ...], match: str, stands: str
) -> None:
    text = paper_text("Abstract\nHere stand some words before it, and " + pages[0], *pages[1:])
    found = check(draft("好", (quote, 1)), BARE, text).evidence[0][0]
    assert (found.match, found.page, text.text[found.start : found.end]) == (match, 1, stands)


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        ("we improve by 3.2 points", "we improve by 3.1 points"),
        ("we improve by 32 points", "we improve by 3.2 points"),
        ("it does work", "it does not work"),
        ("the model is large", "the model is larger"),
        ("it is trained … on data", "it is trained for long on data"),
        ("…", "anything"),
        ("ork on dat", "work on data"),
    ],
)  # fmt: skip
def test_a_quote_that_is_altered_is_missing(quote: str, page: str) -> None:
    report = check(draft("好", (quote, 1)), BARE, paper_text(f"Abstract\n{page}"))
    assert [(e.match, e.page, e.start, e.end) for e in report.evidence[0]] == [
        ("missing", None, None, None)
    ]
    assert [(f.kind, f.severity) for f in report.findings if f.where == "point 1"] == [
        ("quote", "doubt")
    ]


def test_a_quote_that_stands_twice_is_found_on_the_page_that_it_names() -> None:
    text = paper_text(
        "Abstract\nWe say it again.",
        "Here is more of it all.",
        "We say it again. And We Say: it again!",
    )
    both = check(draft("好", ("We say it again.", 3), ("we say it again", 3)), BARE, text).evidence[
        0
    ]
    assert [(e.match, e.page) for e in both] == [("exact", 3), ("alike", 3)]


@pytest.mark.parametrize("page", [0, -1, 99])
def test_a_page_that_the_paper_does_not_have_is_noted_not_doubted(page: int) -> None:
    report = check(
        draft("好", ("Here is more of it all.", page)),
        BARE,
        paper_text("Abstract\nWe have it in this paper.", "Here is more of it all."),
    )
    assert report.evidence[0][0].page == 2
    assert (
        report.findings[0].message
        == f"the quote “Here is more of it all.” is on p. 2, not on p. {page}"
    )
    assert report.doubts == 0


def test_a_long_quote_is_cut_in_the_message_only() -> None:
    quote = "nobody wrote " * 12
    found = check(draft("好", (quote, 1)), PAPER, TEXT).findings[0]
    assert found.words == quote.strip()
    assert found.message == f"the quote “{quote[:60]}…” is not in the paper"


@pytest.mark.parametrize(
    "month",
    [
        "2024.03",
        "2024/3",
        "2024年 3 月",
        "Mar 2024",
        "Mar. 2024",
        "March, 2024",
        "2024.3.5",
        "2024-03-05",
    ],
)
def test_a_month_is_read_in_every_usual_form(month: str) -> None:
    assert draft(month=month).lead.year_month == (2024, 3)


@pytest.mark.parametrize(
    "month", ["2024", "2024.0", "2024.13", "2024.123", "12024.3", "Mars 1", "3", "soon"]
)
def test_what_is_no_month_is_none(month: str) -> None:
    assert draft(month=month).lead.year_month is None


def test_without_a_date_of_arxivs_no_month_is_wrong() -> None:
    paper = PAPER.model_copy(update={"published": None, "updated": None})
    assert check(draft(month="1999.1"), paper, TEXT).doubts == 0


def test_an_empty_paper_bears_nothing_out() -> None:
    report = check(draft("BERT 达到 61.4", affiliations=("MIT",)), BARE, paper_text(""))
    assert {(f.where, f.kind) for f in report.findings} == {("lead", "affiliation")} | {
        (f"point {n}", kind) for n in (1, 2, 3) for kind in ("quote", "number", "name")
    }
    assert report.doubts == 10


@pytest.mark.parametrize(
    "hostile",
    [
        "1" + ",111" * 30_000 + "x",
        "a." * 60_000 + "é",
        "9" * 100_000,
        "A-" * 60_000,
        "1 " * 60_000,
        "（" * 60_000,
    ],
)
def test_a_hostile_paper_costs_no_more_than_seconds(hostile: str) -> None:
    started = time.process_time()
    check(
        draft("BERT 达到 61.4，" + hostile[:20_000]), PAPER, paper_text("Abstract\nWe do.", hostile)
    )
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("said", "marked_words"),
    [
        ("Lark 在 4 out of 25 letters 上失败", []),
        ("Lark 在 6 out of 25 letters 上失败", ["6 out of 25"]),
        ("Lark fails on 7 of 30 pages", []),
        ("Lark fails on 7 of 25 pages", ["7 of 25"]),
    ],
)
def test_a_share_stands_together_in_the_paper(said: str, marked_words: list[str]) -> None:
    page = "Abstract\nLark fails on 4 out of 25 letters. Six clerks read 6 letters each, and Lark fails on 7 of the 30 pages."
    assert [finding.words for finding in doubts(said, page) if finding.kind == "pair"][
        :1
    ] == marked_words


TABLE = (
    "Abstract\nWe compare readers of long letters.\nModel Short Long Mean\nLark 61.4 52.5 57.0\nLark-XL 66.2 58.1 62.2\nFinch 63.0 55.7 59.4\n"
    "Table 3: Scores of Lark, Lark-XL and Finch on LongRead.\nThe rest of it is said here in one sentence."
)


@pytest.mark.parametrize(
    ("said", "marked_words"),
    [
        ("Lark 达到 61.4", []),
        ("Lark 在 LongRead 上达到 61.4", []),
        ("Lark 达到 55.7", ["55.7 … Lark"]),
        ("Lark 达到 66.2", ["66.2 … Lark"]),
        ("Lark-XL 达到 66.2", []),
        ("Finch 达到 52.5", ["52.5 … Finch"]),
        ("Finch 以 63.0 高于 Lark", []),
        ("LongRead 上最高 66.2", []),
    ],
)
def test_a_number_of_a_table_belongs_to_the_name_of_its_row(
    said: str, marked_words: list[str]
) -> None:
    assert words(said, TABLE) == marked_words
