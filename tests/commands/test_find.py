"""Words looked for in the log and in drafts."""

from __future__ import annotations

from tests.support.command import Command

LOG = """# pending list

- [ ] 《Sparrow of the list》

# 2024.1

## 2024.1.6

《Sparrow: Small Birds》

2022.6 的一篇文章，要点：

1. 用于推荐系统，zero-shot 很强
2. Zero shot 推荐

## 2023.12.5

《Finch: Long Papers》

1. Sparrow 的后续，图神经网络
"""


def with_log(summarize: Command) -> Command:
    (summarize.folder / "log.md").write_text(LOG, "utf-8")
    return summarize


def test_entries_are_found_with_day_line_and_words_the_best_first(summarize: Command) -> None:
    rows = with_log(summarize)("find", "sparrow", "--json").rows
    assert [(row["day"], row["title"], row["line"], row["words"]) for row in rows] == [
        ("2024-01-06", "Sparrow: Small Birds", 9, ["Sparrow"]),
        ("2023-12-05", "Finch: Long Papers", 20, ["Sparrow"]),
    ]
    assert rows[1]["file"] == "log.md"
    assert rows[1]["passage"] == "1. Sparrow 的后续，图神经网络"


def test_an_entry_with_more_of_the_words_comes_first(summarize: Command) -> None:
    rows = with_log(summarize)("find", "sparrow", "图神经网络", "--json").rows
    assert [row["title"] for row in rows] == ["Finch: Long Papers", "Sparrow: Small Birds"]


def test_the_line_is_the_one_with_most_of_the_words(summarize: Command) -> None:
    (row,) = with_log(summarize)("find", "推荐 zero-shot", "--json").rows
    assert row["line"] == 13
    assert row["words"] == ["推荐", "zero-shot", "Zero shot"]


def test_a_chinese_word_that_nothing_has_is_found_by_its_pairs(summarize: Command) -> None:
    (row,) = with_log(summarize)("find", "图的神经网络", "--json").rows
    assert row["title"] == "Finch: Long Papers"
    assert row["words"] == ["神经", "经网", "网络"]


def test_people_read_day_title_place_and_line(summarize: Command) -> None:
    result = with_log(summarize)("find", "推荐系统")
    assert result.out == (
        "2024.1.6  Sparrow: Small Birds  log.md:13  推荐系统\n    1. 用于推荐系统，zero-shot 很强\n"
    )


def test_drafts_are_found_too_but_not_the_programs_comments_in_them(summarize: Command) -> None:
    summarize("2401.00001")
    rows = summarize("find", "LongRead", "--json").rows
    assert [(row["file"], row["title"]) for row in rows] == [
        (
            "output/drafts/2401.00001v2/entry.md",
            "Sparrow: Small Models That Read Long Papers",
        )
    ]
    entry = summarize.entry().split("\n")
    assert "LongRead" in entry[rows[0]["line"] - 1]
    assert "extractive" in summarize.entry()
    nothing = summarize("find", "extractive")
    assert (nothing.out, nothing.err) == ("", "no entry has extractive\n")


def test_what_is_beyond_the_limit_is_counted(summarize: Command) -> None:
    result = with_log(summarize)("find", "sparrow", "--limit", "1")
    assert result.out.count("\n") == 2
    assert result.err == "1 more: name more words, or raise --limit\n"


def test_marks_alone_are_no_words(summarize: Command) -> None:
    result = with_log(summarize)("find", "，…")
    assert result.status == 2
    assert "no words to look for" in result.err


def test_a_long_line_is_shown_around_the_word(summarize: Command) -> None:
    words = "一" * 300
    (summarize.folder / "log.md").write_text(f"## 2024.1.6\n\n《T》\n{words}要{words}\n", "utf-8")
    (row,) = summarize("find", "要", "--json").rows
    assert "要" in row["passage"]
    assert row["passage"].startswith("… ") and row["passage"].endswith(" …")
    assert len(row["passage"]) < 110
