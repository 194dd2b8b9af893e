"""The model that the settings choose: its server, its name, and what may still be spent on it.

It is shared by a run's papers.
"""

from __future__ import annotations

import shlex
from functools import cached_property, partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from pipeline import credentials, keys
from pipeline.errors import InBatchError, StopRunError
from pipeline.settings import Settings
from pipeline.store.output_folder import Store

if TYPE_CHECKING:
    from pipeline.model.ask import Books, Model, Server
    from pipeline.model.cost import Budget, Prices
    from pipeline.model.strikes import Strikes

TO_HAVE_ONE = "set OPENAI_API_KEY (or `summarize keys set`), base_url or model_command"
"""What to do where there is no model."""
DEFAULT_MODEL = "gpt-5-mini"
"""For OpenAI itself, where no model is set: cheap, long context, structured output."""


class ChosenModel:
    """The model of a run, reached when it is first needed.

    With `fresh`, what has been answered before is asked anew. `budget` is what may be spent, as
    the settings say if not given.
    """

    def __init__(
        self, settings: Settings, store: Store, *, fresh: bool, budget: Budget | None = None
    ) -> None:
        self._settings, self._store, self._fresh = settings, store, fresh
        self._given_budget = budget

    def reach(self) -> None:
        """Make what several threads share, before there are several."""
        _ = self.server, self.name, self.budget, self._strikes

    def close(self) -> None:
        """Give the connection to its server up, if there is one."""
        if "server" in self.__dict__:
            self.server.close()

    @property
    def where(self) -> str:
        """Which server or command it is, without credentials: another key makes nothing anew."""
        if self._settings.model_command:
            from pipeline.model.command import address_of

            return address_of(self._settings.model_command)
        return credentials.public(self._settings.base_url)

    @property
    def is_there(self) -> bool:
        """Whether there is anything to ask."""
        return self._settings.has_model

    @property
    def takes_words_alone(self) -> bool:
        """Whether nothing but the conversation can be sent, so that no format can be asked for."""
        return bool(self._settings.model_command)

    @cached_property
    def server(self) -> Server:
        """The connection to its server, or its command."""
        if self._settings.model_command:
            from pipeline.model.command import CommandModel

            return CommandModel(
                self._settings.model_command,
                timeout=self._settings.model_timeout,
                at_once=self._settings.jobs,
            )
        from pipeline.model.server import ChatServer

        return ChatServer(
            base_url=self._settings.base_url,
            api_key=keys.found(self._settings.base_url).key,
            timeout=self._settings.model_timeout,
            at_once=self._settings.jobs,
        )

    @cached_property
    def name(self) -> str:
        """Its name: as set, else the only one that the server has, else OpenAI's default.

        A command's is that of its program.
        """
        from pipeline.model.ask import only_model

        s = self._settings
        if s.model_command:
            return s.model or PurePath(shlex.split(s.model_command)[0]).name
        return s.model or (only_model(self.server) if s.base_url else DEFAULT_MODEL)

    @cached_property
    def _strikes(self) -> Strikes:
        from pipeline.model.strikes import Strikes

        return Strikes()

    @cached_property
    def budget(self) -> Budget:
        """What the run may spend."""
        from pipeline.model.cost import Budget

        return self._given_budget or Budget(self._settings.max_cost)

    @property
    def asking(self) -> str:
        """What is told while it drafts."""
        return f"asking {self.name}; one call takes seconds to minutes"

    def for_paper(self, slug: str, name: str = "", *, sent: dict[str, Any] | None = None) -> Model:
        """Give the model for one paper's calls, with a deadline of its own.

        It is the drafter where no `name` is given; `sent` is its first request, where that has been
        put together before. Raises StopRunError where none is configured.
        """
        s = self._settings
        if not self.is_there:
            raise StopRunError(
                "drafter is model, but there is no key, no server and no command",
                f"{TO_HAVE_ONE}, or use --drafter extractive",
            )
        name = name or self.name
        return self._kind(
            self.server,
            self._books(name),
            name=name,
            paper=slug,
            prices=self.prices(name),
            budget=self.budget,
            seconds=s.paper_seconds,
            context_tokens=s.context_tokens,
            answer_tokens=s.answer_tokens,
            strikes=self._strikes,
            sent=sent,
        )

    @property
    def _kind(self) -> type[Model]:
        from pipeline.model.ask import Model

        return Model

    def prices(self, name: str) -> Prices:
        """Give what a model's calls cost."""
        from pipeline.model.cost import Prices, UnknownPrices

        s = self._settings
        if s.model_command:
            return UnknownPrices()
        per_million = (
            (s.price_in, s.price_out)
            if s.price_in is not None and s.price_out is not None
            else None
        )
        return Prices(name, credentials.public(s.base_url), per_million)

    def _books(self, name: str) -> Books:
        """Give where a model's calls are kept; with `fresh`, nothing that is kept is looked at."""
        from pipeline.model.ask import Books
        from pipeline.records.call import FoundOut

        replies, url = self._store.replies, self.server.address
        # the server may have been given more since
        found_out = FoundOut() if self._fresh else replies.read_server(url, name)
        if self.takes_words_alone:
            found_out = found_out.model_copy(update={"structured": "none"})
        return Books(
            keep=partial(replies.kept_or_made, fresh=self._fresh),
            note=replies.note_usage,
            found_out=found_out,
            learn=partial(replies.write_server, url, name),
            require_free=(lambda _: None) if self._fresh else self._require_free,
        )

    def _require_free(self, key: str) -> None:
        """Raise InBatchError for a call that is under way in a batch: it will be paid for there."""
        for batch in self._store.batches.under_way():
            if any(one.key == key for one in batch.requests):
                raise InBatchError(
                    "it is in a batch that is under way",
                    "`summarize pending --batch` waits for it, --fresh asks by itself",
                )
