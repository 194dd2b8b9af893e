"""What model calls cost, and the limit of what a run may spend. Prices are USD."""

from __future__ import annotations

import threading

from pipeline.errors import StopRunError

BATCH_SHARE = 0.5
"""Of the usual price, for what comes in a batch
(https://developers.openai.com/api/docs/guides/batch)."""


class Prices:
    """One model's price: from the settings, else from the kept table of `genai-prices`.

    `per_million` is USD for a million tokens in and out.
    """

    def __init__(self, model: str, base_url: str, per_million: tuple[float, float] | None) -> None:
        self._model, self._base_url, self._per_million = model, base_url, per_million

    def of(self, tokens_in: int, tokens_out: int) -> float | None:
        """Give the price of a call in USD, None where it is not known, which is not free."""
        if self._per_million:
            return (tokens_in * self._per_million[0] + tokens_out * self._per_million[1]) / 1e6
        import genai_prices  # 0.3 s of CPU: only where a model is called

        usage = genai_prices.Usage(input_tokens=tokens_in, output_tokens=tokens_out)
        try:
            if self._base_url:
                price = genai_prices.calc_price(
                    usage, model_ref=self._model, provider_api_url=self._base_url
                )
            else:
                price = genai_prices.calc_price(usage, model_ref=self._model, provider_id="openai")
        except LookupError:
            return None
        return float(price.total_price)

    def context_tokens(self) -> int | None:
        """Give how much a call to OpenAI's own model may carry, in tokens, if the table knows."""
        if self._base_url:
            return None
        import genai_prices

        try:
            price = genai_prices.calc_price(
                genai_prices.Usage(input_tokens=1), model_ref=self._model, provider_id="openai"
            )
        except LookupError:
            return None
        return price.model.context_window


class UnknownPrices(Prices):
    """The price of what nobody prices: a command, an answer by hand."""

    def __init__(self) -> None:
        super().__init__("", "", None)

    def of(self, tokens_in: int, tokens_out: int) -> float | None:
        """Give None: that it is not known is not that it is free."""
        return None

    def context_tokens(self) -> int | None:
        """Give None: it is not known either."""
        return None


class Budget:
    """What a run may spend; safe to share between threads.

    A call is reserved at its worst case before it is made and settled at its real price afterwards,
    so that calls under way at the same moment cannot break the limit together.
    """

    def __init__(self, limit: float | None) -> None:
        self._limit, self._spent, self._reserved = limit, 0.0, 0.0
        self._lock = threading.Lock()

    def reserve(self, worst: float | None) -> float:
        """Set aside the worst case of a call, in USD, and give what was set aside.

        Raises StopRunError where it could break the limit, or its price is not known.
        """
        if self._limit is None:
            return 0.0
        if worst is None:
            raise StopRunError(
                "max_cost is set, but the price of this model is not known",
                "give price_in and price_out in summarize.toml, or take max_cost out",
            )
        with self._lock:
            if self._spent + self._reserved + worst > self._limit:
                spent = f"{self._spent:.4f} of {self._limit:g} USD are spent"
                raise StopRunError(
                    f"the next call could cost {worst:.4f} USD, and {spent}",
                    "raise max_cost to go on; what is done is kept",
                )
            self._reserved += worst
        return worst

    def settle(self, reserved: float, cost: float | None) -> None:
        """Replace what was set aside for a call by its price in USD, None where it failed."""
        with self._lock:
            self._reserved -= reserved
            self._spent += cost or 0.0
