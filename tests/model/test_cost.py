from __future__ import annotations

import threading

import pytest

from pipeline.errors import StopRunError
from pipeline.model.cost import Budget, Prices


@pytest.mark.parametrize(
    ("per_million", "tokens", "price"),
    [
        ((2.0, 8.0), (1_000_000, 1_000_000), 10.0),
        ((2.0, 8.0), (1000, 0), 0.002),
        ((2.0, 8.0), (0, 1000), 0.008),
        ((0.0, 0.0), (1_000_000, 1_000_000), 0.0),
        ((0.0, 8.0), (1_000_000, 500_000), 4.0),
    ],
)
def test_a_price_of_the_settings_is_per_million_tokens(
    per_million: tuple[float, float], tokens: tuple[int, int], price: float
) -> None:
    assert Prices("no-such-model", "http://127.0.0.1:1/v1", per_million).of(
        *tokens
    ) == pytest.approx(price)


def test_a_price_of_the_settings_wins_over_the_table() -> None:
    assert Prices("gpt-4o", "", (1.0, 1.0)).of(1_000_000, 0) == 1.0


def test_the_tables_price_of_a_known_model_rises_with_both_kinds_of_tokens() -> None:
    prices = Prices("gpt-4o", "", None)
    known = [prices.of(1000, 0), prices.of(2000, 0), prices.of(0, 1000), prices.of(1000, 1000)]
    less, more, out, both = [price for price in known if price is not None]
    assert 0 < less < out < both < 1
    assert more == pytest.approx(2 * less)
    assert both == pytest.approx(less + out)


@pytest.mark.parametrize(
    ("model", "base_url"),
    [
        ("no-such-model", ""),
        ("gpt-4o", "http://127.0.0.1:8000/v1"),
        ("", ""),
        ("qwen2.5:1.5b", "http://localhost:11434/v1"),
    ],
)
def test_an_unknown_price_is_none_and_not_nothing(model: str, base_url: str) -> None:
    assert Prices(model, base_url, None).of(1000, 1000) is None


def test_the_servers_address_tells_whose_price_it_is() -> None:
    assert Prices("deepseek-chat", "https://api.deepseek.com/v1", None).of(1000, 1000)
    assert Prices("deepseek-chat", "", None).of(1000, 1000) is None


def test_the_table_knows_how_much_openais_own_models_carry_and_no_others() -> None:
    assert Prices("gpt-4o", "", None).context_tokens() == 128_000
    assert Prices("gpt-4o", "http://127.0.0.1:8000/v1", None).context_tokens() is None
    assert Prices("no-such-model", "", None).context_tokens() is None


def test_without_a_limit_any_call_may_be_made() -> None:
    budget = Budget(None)
    assert [budget.reserve(worst) for worst in (None, 0.0, 1e9)] == [0.0, 0.0, 0.0]
    budget.settle(0.0, 1e9)
    budget.reserve(1e9)


def test_a_limit_without_a_price_is_refused_with_what_to_set() -> None:
    with pytest.raises(StopRunError, match="the price of this model is not known") as refused:
        Budget(1.0).reserve(None)
    assert "price_in and price_out" in refused.value.hint


def test_a_call_that_fits_exactly_may_be_made_and_the_next_not() -> None:
    budget = Budget(0.5)
    budget.settle(budget.reserve(0.25), 0.25)
    assert budget.reserve(0.25) == 0.25
    with pytest.raises(StopRunError) as refused:
        budget.reserve(0.0001)
    assert (
        refused.value.message
        == "the next call could cost 0.0001 USD, and 0.2500 of 0.5 USD are spent"
    )
    assert refused.value.hint == "raise max_cost to go on; what is done is kept"


def test_what_a_call_did_not_need_is_free_again() -> None:
    budget = Budget(1.0)
    budget.settle(budget.reserve(1.0), 0.25)
    assert budget.reserve(0.75) == 0.75


def test_a_call_that_failed_costs_nothing() -> None:
    budget = Budget(1.0)
    budget.settle(budget.reserve(1.0), None)
    assert budget.reserve(1.0) == 1.0


def test_a_call_that_cost_more_than_its_worst_case_counts_in_full() -> None:
    budget = Budget(1.0)
    budget.settle(budget.reserve(0.5), 0.75)
    with pytest.raises(StopRunError):
        budget.reserve(0.5)


def test_a_free_model_runs_under_a_limit_of_nothing() -> None:
    assert Budget(0.0).reserve(0.0) == 0.0
    with pytest.raises(StopRunError):
        Budget(0.0).reserve(0.000001)


def test_a_refused_call_sets_nothing_aside() -> None:
    budget = Budget(1.0)
    with pytest.raises(StopRunError):
        budget.reserve(2.0)
    assert budget.reserve(1.0) == 1.0


def test_calls_under_way_at_the_same_moment_cannot_break_the_limit_together() -> None:
    budget, granted, start = Budget(1.0), list[float](), threading.Barrier(16)

    def call() -> None:
        start.wait()
        for _ in range(50):
            try:
                granted.append(budget.reserve(0.125))
            except StopRunError:
                continue

    threads = [threading.Thread(target=call) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert granted == [0.125] * 8
