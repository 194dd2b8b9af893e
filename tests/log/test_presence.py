"""Whether a paper is in a log: by its own title or mark, and not because something mentions it."""

from __future__ import annotations

import time

import pytest

from pipeline.log import presence, reading_log
from pipeline.records.arxiv_id import ArxivId

TITLE = "Sparrow: Small Models That Read Long Papers"
PAPER = ArxivId("2401.00001", 2)


def line_of(text: str) -> int | None:
    return presence.find_entry(reading_log.read(text), PAPER, TITLE)


def test_an_entry_that_is_there_is_found_by_identifier_and_by_title() -> None:
    log = reading_log.read(
        "## 2024.1.6\n\n《GLIP: Grounded Language-Image Pre-training》\n\n<!-- arXiv:2112.03857v2 -->\n\n《Other》\n"
    )
    assert presence.find_entry(log, ArxivId("2112.03857", 1), "something else") == 5
    assert presence.find_entry(log, None, "Grounded language-image pretraining") == 3
    assert presence.find_entry(log, ArxivId("2112.03857", 1), "Other") == 5, "the first of both"
    assert presence.find_entry(log, ArxivId("2112.03858", 2), "Nothing") is None
    assert presence.find_entry(log, None, "") is None


@pytest.mark.parametrize("text", [
    f"### [{TITLE}](https://arxiv.org/abs/2401.00001)\n",
    "### [the small one](https://arxiv.org/abs/2401.00001v1)\n",
    "### arXiv:2401.00001 the small one\n",
    f"### {TITLE}\n",
    f"{TITLE} (NAACL 2024)\n",
    f"1. {TITLE}\n",
    f"2. {TITLE}, ACL 2024\n",
    f"- {TITLE} [NAACL'24]\n",
    f"**{TITLE}** ACL 2024\n",
    f"3. **{TITLE}** (ACL)\n",
    f"**{TITLE.upper()}**\n",
    f"[{TITLE}](https://openreview.net/x) ICLR\n",
    "https://arxiv.org/abs/2401.00001\n",
    "Paper: <https://arxiv.org/pdf/2401.00001v1.pdf>\n",
    "《the small one》\n\nhttps://arxiv.org/abs/2401.00001\n",
    "《the small one》 https://arxiv.org/abs/2401.00001\n",
    "<u>Small models that read long papers</u>\n",
    "《Old》\n\nold\n\n**Small Models That Read Long Papers** (NAACL 2024)\n",
    "《the small one》\n\ntext\n\n<!-- arXiv:2401.00001v1 -->\n",
    "《the small one》\n\nsee\n<!-- arXiv:2401.00002v1 -->\n\ntext\n\n<!-- arXiv:2401.00001v1 -->\n",
    f"**{TITLE} (ICLR 2024)**\n",
    f"**{TITLE}, ICLR'24 (Oral)**\n",
    f"《Old》\n\nold\n\n**{TITLE}, ICLR 2024**\n",
    f"《{TITLE}》 ICLR 2024\n",
    f"《{TITLE}》（ICLR 2024）\n",
    f"《{TITLE}》 <!-- mine -->\n",
    f"《[{TITLE}](https://openreview.net/x)》\n",
    f"**[{TITLE}](https://arxiv.org/abs/2401.00001)**\n",
    "**[the small one](https://arxiv.org/abs/2401.00001)**\n",
    f"**[{TITLE}](https://openreview.net/x)** [code](https://x.example/y)\n",
    f"- [{TITLE}](https://arxiv.org/abs/2401.00001) - notes of mine\n",
    f"- **[{TITLE}](https://openreview.net/x)**: notes of mine\n",
    f"### [{TITLE}](https://openreview.net/x) and a word\n",
    f"[2401.00001] {TITLE}\n",
    f"[[{TITLE}]]\n",
    f"<h3>{TITLE}</h3>\n",
    f'<p align="center"><b>{TITLE}</b></p>\n',
    f'<h3><a href="https://x.example">{TITLE}</a></h3>\n',
    "### Sparrow\n\nhttps://doi.org/10.48550/arXiv.2401.00001\n",
    "《Sparrow》\n\ndoi:10.48550/arXiv.2401.00001\n",
    "### 10.48550/ARXIV.2401.00001\n",
])  # fmt: skip
def test_a_paper_is_in_a_log_in_whatever_way_its_entry_is_written(text: str) -> None:
    assert line_of(f"# 2024.1\n\n## 2024.1.6\n\n{text}\ntext\n")


@pytest.mark.parametrize("text", [
    "# pending\n\n- [ ] the small one <!-- arXiv:2401.00001 -->\n\n<!-- arXiv:2401.00001v2 -->\n\n## 2024.1.6\n\n《Old》\n",
    f"# to read\n\n《{TITLE}》\n\n## 2024.1.6\n\n《Old》\n",
    f"## 2024.1.6\n\n《Old》\n\n# 待读\n\n《{TITLE}》\n",
    f"## 2024.1.6\n\n《Old》\n\n## Later\n\n[{TITLE}](https://arxiv.org/abs/2401.00001)\n",
    f"## 2024.1.6\n\n《Old》\n\n# Later\n\n**{TITLE}**\n\n<!-- arXiv:2401.00001 -->\n",
    "## 2024.1.6\n\n《Old》\n\ntext\n<!-- see arXiv:2401.00001 too -->\n",
    "## 2024.1.6\n\n《Old》\n\nIt goes on from arXiv:2401.00001.\n",
    f"## 2024.1.6\n\n《Old》\n\nlead\n\n1. {TITLE}\n- {TITLE} (ACL 2024)\n",
    f"## 2024.1.6\n\n《Old》\n\n**{TITLE}** is better than this by far\n",
    "## 2024.1.6\n\n《Old》\n\ntext\n\nhttps://arxiv.org/abs/2401.00001\n",
    f"## 2024.1.6\n\n- [ ] {TITLE}\n",
    f"## 2024.1.6\n\n```\n《{TITLE}》\n```\n",
    "## 2024.1.6\n\n### arXiv:2401.000012 another\n",
    f"## 2024.1.6\n\n### On the limits of {TITLE}\n",
    "## 2024.1.6\n\n《A comment on arXiv:2401.00001》\n",
    "## 2024.1.6\n\n**A comment on arXiv:2401.00001**\n",
    "## 2024.1.6\n\n《Old》\n\nsee <!-- arXiv:2401.00001 -->\n",
    "## 2024.1.6\n\n《Old》\n\n<!-- see arXiv:2401.00001 -->\n",
    "## 2024.1.6\n\n《Old》\n\n<!--\narXiv:2401.00001\n-->\n",
    f"## 2024.1.6\n\n<!-- to come:\n{TITLE}\n-->\n\n《Old》\n",
    "## 2024.1.6\n\n<!-- next: arXiv:2401.00001 -->\n\n《Old》\n",
    "## 2024.1.6\n\n《Old》\n\nsee\n<!-- arXiv:2401.00001 -->\n\ntext\n\n<!-- arXiv:2401.00002 -->\n",
    "## 2024.1.6\n\n《Old》\n\n- [ ] https://arxiv.org/abs/2401.00001\n",
    f"## 2024.1.6\n\n《Old》\n\n- [{TITLE}](https://arxiv.org/abs/2401.00001)\n",
    f"## 2024.1.6\n\n《Old》\n\n**[{TITLE}](https://x.example)** is better than this\n",
    f"## 2024.1.6\n\n《Old》\n\n<h3>{TITLE}</h3>\n",
    f"## 2024.1.6\n\n《{TITLE}》的续作\n",
    f"## 2024.1.6\n\n**{TITLE} (and what came of them in practice)** is told\n",
    "## 2024.1.6\n\n《Old》\n\n```\n<!-- arXiv:2401.00001 -->\n```\n",
    "## 2024.1.6\n\n《Old》\n\n1.2401.00001 more\n",
    f"《{TITLE}》\n\n## 2024.1.6\n\n《Old》\n",
    f"## 2024.1.6\n\n《Old》\n\n### to read\n\n《{TITLE}》\n\n**{TITLE}**\n",
])  # fmt: skip
def test_a_paper_that_is_only_mentioned_is_not_in_a_log(text: str) -> None:
    assert line_of(text) is None


def test_the_line_is_that_of_the_title() -> None:
    assert line_of(f"# todo\n- [ ] {TITLE}\n## 2024.1.6\n\n### {TITLE}\n") == 5


@pytest.mark.parametrize("piece", [
    "《a》\n", "**a**\n", "<!--\n", "](x)", "<a ", "**[a](b) [c](d) ", "doi:", "(", "（a", "[", "](", "《", "**", "1. ", "https://", "<!-- arXiv:", "2401.00001 ", " ", ",", "### ", "a\n", "### a\n",
])  # fmt: skip
def test_time_grows_no_faster_than_the_log(piece: str) -> None:
    log = reading_log.read("## 2024.1.6\n" + piece * (150_000 // len(piece)))
    start = time.process_time()
    presence.find_entry(log, PAPER, TITLE)
    assert time.process_time() - start < 5  # seconds of CPU: it takes one at most


def test_in_a_log_without_days_all_is_one_day() -> None:
    assert line_of(f"# papers\n\n### {TITLE}\n\ntext\n") == 3
    assert line_of(f"text\n\n{TITLE}\n") == 3
    assert line_of(f"{TITLE}\n") == 1


def test_the_day_below_a_pending_list_is_looked_at_from_its_first_line() -> None:
    assert line_of(f"# pending\n\n- [ ] x\n\n## 2024.1.6\n\n{TITLE}\n") == 7
    assert line_of(f"## 2024.1.7\n\n### todo\n\n- [ ] x\n\n### {TITLE}\n") == 7


def test_below_a_mark_any_line_above_the_first_title_may_be_an_entrys() -> None:
    assert line_of(f"## 2024.1.6\n\nwords\n{TITLE}\n\n《Old》\n") == 4
    assert line_of("## 2024.1.6\n<!-- arXiv:2401.00001 -->\n<!-- arXiv:2401.00002 -->\n") == 2
    assert line_of("## 2024.1.6\n\n《Old》\n\ntext\n\n### 2401.00001\n") == 7


def test_a_month_ends_no_day_for_good_and_what_is_below_the_next_one_counts() -> None:
    later = f"## Later\n\n《Other》\n\n# 2024.2\n\n## 2024.2.1\n\n《{TITLE}》\n"
    assert line_of(f"## 2024.1.6\n\n《Old》\n\n{later}") == 13
