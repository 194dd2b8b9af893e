"""The model that the settings choose: its server, its name, and what may still be spent on it.

It is shared by a run's papers.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from pipeline import credentials
from pipeline.errors import StopRunError
from pipeline.settings import Settings, api_key
from pipeline.store.output_folder import Store

if TYPE_CHECKING:
    from pipeline.model.ask import Books, Model
    from pipeline.model.cost import Budget
    from pipeline.model.server import ChatServer
    from pipeline.model.strikes import Strikes

DEFAULT_MODEL = "gpt-5-mini"
"""For OpenAI itself, where no model is set: cheap, long context, structured output."""


class ChosenModel:
    """The model of a run, reached when it is first needed.

    With `fresh`, what has been answered before is asked anew.
    """

    def __init__(self, settings: Settings, store: Store, *, fresh: bool) -> None:
        self._settings, self._store, self._fresh = settings, store, fresh

    def reach(self) -> None:
        """Make what several threads share, before there are several."""
        _ = self.server, self.name, self._budget, self._strikes

    def close(self) -> None:
        """Give the connection to its server up, if there is one."""
        if "server" in self.__dict__:
            self.server.close()

    @cached_property
    def server(self) -> ChatServer:
        """The connection to its server."""
        from pipeline.model.server import ChatServer

        return ChatServer(
            base_url=self._settings.base_url,
            api_key=api_key(),
            timeout=self._settings.model_timeout,
            at_once=self._settings.jobs,
        )

    @cached_property
    def name(self) -> str:
        """Its name: as set, else the only one that the server has, else OpenAI's default."""
        from pipeline.model.ask import only_model

        return self._settings.model or (
            only_model(self.server) if self._settings.base_url else DEFAULT_MODEL
        )

    @cached_property
    def _strikes(self) -> Strikes:
        from pipeline.model.strikes import Strikes

        return Strikes()

    @cached_property
    def _budget(self) -> Budget:
        from pipeline.model.cost import Budget

        return Budget(self._settings.max_cost)

    def for_paper(self, slug: str, name: str = "") -> Model:
        """Give the model for one paper's calls, with a deadline of its own.

        It is the drafter where no `name` is given. Raises StopRunError where none is configured.
        """
        from pipeline.model.ask import Model
        from pipeline.model.cost import Prices

        s = self._settings
        if not s.base_url and not api_key():
            raise StopRunError(
                "drafter is model, but there is no key and no server",
                "set OPENAI_API_KEY, or base_url, or use --drafter extractive",
            )
        per_million = (
            (s.price_in, s.price_out)
            if s.price_in is not None and s.price_out is not None
            else None
        )
        name = name or self.name
        return Model(
            self.server,
            self._books(name),
            name=name,
            paper=slug,
            prices=Prices(name, credentials.public(s.base_url), per_million),
            budget=self._budget,
            seconds=s.paper_seconds,
            context_tokens=s.context_tokens,
            answer_tokens=s.answer_tokens,
            strikes=self._strikes,
        )

    def _books(self, name: str) -> Books:
        """Give where a model's calls are kept; with `fresh`, nothing that is kept is looked at."""
        from pipeline.model.ask import Books
        from pipeline.records.call import FoundOut

        replies, url = self._store.replies, self.server.address
        # the server may have been given more since
        found_out = FoundOut() if self._fresh else replies.read_server(url, name)
        return Books(
            keep=partial(replies.kept_or_made, fresh=self._fresh),
            note=replies.note_usage,
            found_out=found_out,
            learn=partial(replies.write_server, url, name),
        )
