"""Quantities in English and Chinese."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.check.quantities import claimed, is_rounded, quantities, readings


@pytest.mark.parametrize("ways", [
    ("27M", "27 million", "2700万", "0.27亿", "27,000,000", "2.7千万"),
    ("2,400", "2400", "2.4k", "2.4千"),
    ("1e-4", "10^-4", "10⁻⁴", "0.0001", "1×10^-4"),
    ("3.5T", "3.5 trillion", "3.5万亿", "3.5 trillion个"),
    ("45%", "45 percent", "45％", "百分之四十五"),
    ("2 GB", "2000 MB", "2e6 KB"),
    ("12 ms", "0.012 s", "12毫秒"),
    ("12.5x", "12.5 times", "12.5倍"),
    ("两阶段", "two", "2"),
    ("三百五十个", "350"),
    ("twenty-five", "25"),
    ("two hundred", "200"),
    ("a million", "一百万个", "1M"),
    ("a hundred and ten", "110"),
    ("600 millions", "600M"),
    ("one hundred and eighty", "180"),
    ("three thousand two hundred", "3200"),
    ("two hundred thousand and five", "200005"),
    ("630𝐾", "630k"),
    ("19\u2009717", "19717", "19,717"),
    ("-3.2", "−3.2"),
])  # fmt: skip
def test_one_quantity_however_it_is_written(ways: tuple[str, ...]) -> None:
    found = [next(quantities(way)) for way in ways]
    assert all(one.same(other) for one in found for other in found), found


@pytest.mark.parametrize(("one", "other"), [
    ("27M", "27B"), ("24M", "24亿"), ("27M", "27"), ("12 ms", "12 s"), ("2 GB", "2 MB"), ("45%", "45x"), ("-3.2", "3.2"),
    ("10^5", "10^6"), ("两阶段", "三阶段"), ("61.4", "614"),
])  # fmt: skip
def test_another_scale_unit_or_sign_is_another_quantity(one: str, other: str) -> None:
    assert not next(quantities(one)).same(next(quantities(other)))


@pytest.mark.parametrize(("text", "written"), [
    ("99.9mAP and 61.4F1", ["99.9mAP", "61.4F1"]),
    ("GPT-4, ResNet-50, 3D, 1-shot, 4th, C4", []),
    ("1) first (2) second [3, 12] and Table 3, 图4, 见5.14的公式", []),
    ("0.5±0.1, 10–20, 13到15", ["0.5", "0.1", "10", "20", "13", "15"]),
    ("一个方法，十二层，两个任务", ["十二", "两"]),
    ("one of two", ["two"]),
    ("2022年提出, 3年内", ["2022年", "3年"]),
])  # fmt: skip
def test_what_a_text_claims(text: str, written: list[str]) -> None:
    assert [found.written for found in claimed(text)] == written


@pytest.mark.parametrize(
    "hostile", ["9" * 100_000, "1," * 50_000, "二" * 50_000, "10^" * 30_000, "1e" * 50_000]
)
def test_hostile_digits_cost_little_and_raise_nothing(hostile: str) -> None:
    list(quantities(hostile))


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("2022年", 2022, ""),
        ("17年提出", 2017, ""),
        ("17年来", 17, "time"),
        ("3年", 3, "time"),
        ("99年", 99, "time"),
        ("1899年", 1899, "time"),
    ],
)
def test_a_year_is_told_from_a_span_of_years(written: str, value: int, unit: str) -> None:
    found = next(quantities(written))
    assert (int(found.value), found.unit) == (value, unit)


def test_words_that_make_no_numeral_are_several() -> None:
    for text, written in (
        ("two and three", ["two", "three"]),
        ("nineteen ninety eight", ["nineteen", "ninety eight"]),
        ("one of two", ["one", "two"]),
    ):
        assert [found.written for found in quantities(text)] == written


def test_a_blank_cell_before_a_number_is_no_minus() -> None:
    assert [found.value for found in quantities("- 64.1 ms")] == [Decimal("64.1")]
    assert [found.value for found in quantities("(-4.70%, 9.94%)")] == [
        Decimal("-4.70"),
        Decimal("9.94"),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [("lr of 10\u22125", "0.00001"), ("lr of 10-4", "0.0001"), ("19 717 nodes", "19717")],
)
def test_a_papers_digits_are_read_with_favour(text: str, value: str) -> None:
    assert Decimal(value) in [found.value for found in readings(text)]
    assert Decimal(value) not in [found.value for found in claimed(text)]


@pytest.mark.parametrize("text", ["10-15", "10-45", "2017 100", "1 23"])
def test_a_range_and_two_numbers_are_what_they_are(text: str) -> None:
    assert list(readings(text)) == list(quantities(text))


@pytest.mark.parametrize(
    ("text", "step", "rounded"),
    [
        ("7.46M", 10_000, True),
        ("746万", 10_000, True),
        ("21 million", 1_000_000, True),
        ("4 million", 1_000_000, False),  # one digit
        ("61.4", "0.1", False),
        ("1e-5", "0.00001", False),
    ],
)
def test_the_last_digit_tells_what_a_number_may_round(
    text: str, step: float | str, rounded: bool
) -> None:
    found = next(quantities(text))
    assert found.step == Decimal(step)
    assert is_rounded(found) == rounded


def test_a_ranges_first_number_may_have_the_unit_of_its_second() -> None:
    found = [(str(one.value), one.unit) for one in readings("It falls by 0.8–1.6% here.")]
    assert found == [("0.8", ""), ("1.6", "percent"), ("0.8", "percent")]
    assert [one.unit for one in readings("It has 3 of 5% here.")] == ["", "percent"]


def test_things_are_counted_with_more_measure_words() -> None:
    assert [str(one.value) for one in quantities("一万道题，三十名读者")] == ["10000", "30"]
