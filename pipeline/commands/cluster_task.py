"""What a cluster is told of a run and its tasks, and what a task tells; nothing of it is Dask's.

Keys are no part of it, nor what is in a paper.
"""

from __future__ import annotations

import datetime
import os
from importlib.metadata import version
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline import credentials, settings
from pipeline.check import claims
from pipeline.draft import by_model, extractive
from pipeline.entry import render
from pipeline.errors import StopRunError
from pipeline.extract import process
from pipeline.model.command import address_of
from pipeline.settings import Settings

Stage = Literal["read", "draft", "finish"]
Failed = Literal["", "paper", "run", "batch"]
_ADDRESSES = ("base_url", "arxiv_api_url", "arxiv_pdf_url")


def made_by() -> tuple[str, ...]:
    """Give what tells programs apart that would make different things of a paper."""
    return (
        version("papers-daily"),
        *(process.VERSION, extractive.VERSION, by_model.VERSION, claims.VERSION, render.VERSION),
    )


class Task(NamedTuple):
    """A stage of a paper, by the name of its folder.

    `asked` is what the person calls it; `source` the PDF from disk, None for one of arXiv's.
    """

    stage: Stage
    slug: str
    asked: str
    source: str | None


class StageEnd(NamedTuple):
    """How a stage ended, and what was paid.

    `outcome` is what became of the paper, as JSON, behind the last stage. `failed` says whose
    failure `message` and `hint` tell, if it is one: the paper's, the whole run's, or none because a
    batch has it.
    """

    calls: int
    cost: float | None
    outcome: str | None = None
    failed: Failed = ""
    message: str = ""
    hint: str = ""


class Given(NamedTuple):
    """What a run gives its workers; `name` is the run's, `probe` a file in its output folder.

    `settings` are without credentials, `home` is their folder. With `uses_model` a model is to
    draft; `command` tells a model's command from others, which may have a credential in it.
    """

    name: str
    folder: str
    settings: dict[str, object]
    home: str
    uses_model: bool
    command: str
    probe: str
    fresh: bool
    anyway: bool
    today: datetime.date
    made_by: tuple[str, ...]

    @classmethod
    def of(
        cls,
        name: str,
        found: Settings,
        folder: Path,
        probe: Path,
        language: Literal["zh", "en"],
        *,
        fresh: bool,
        anyway: bool,
    ) -> Given:
        """Give what the workers of a run are to know; `language` is that of its drafts."""
        told = found.model_dump(mode="json") | {"language": language}
        told |= {address: credentials.public(str(told[address])) for address in _ADDRESSES}
        told |= {"drafter": "model"} if found.uses_model else {}
        command = address_of(found.model_command) if found.model_command else ""
        told["model_command"] = ""
        return cls(
            name=name, folder=str(folder), settings=told, home=str(found.home),
            uses_model=found.uses_model, command=command, probe=str(probe),
            fresh=fresh, anyway=anyway,
            today=datetime.date.today(), made_by=made_by(),
        )  # fmt: skip

    def settings_here(self) -> Settings:
        """Give the run's settings, with the credentials that this worker's own addresses have."""
        own = settings.load({}, Path(self.folder), os.environ).model_dump(mode="json")
        same = (a for a in _ADDRESSES if credentials.public(str(own[a])) == self.settings[a])
        told = Settings.model_validate(self.settings | {a: own[a] for a in same})
        if own["model_command"] and address_of(own["model_command"]) == self.command:
            told = told.model_copy(update={"model_command": own["model_command"]})
        return told.model_copy(update={"home": Path(self.home)})

    def require_usable(self, found: Settings) -> None:
        """Raise StopRunError where this worker would make something else than the run's others."""
        here = f"worker {os.uname().nodename} (process {os.getpid()})"
        if self.made_by != made_by():
            raise StopRunError(
                f"{here} has another version of papers-daily", "install the same one everywhere"
            )
        if not Path(self.probe).is_file():
            raise StopRunError(
                f"{here} does not see {os.fspath(Path(self.folder) / found.output)!r}",
                "have every worker see the folder under the same path",
            )
        if self.command and not found.model_command:
            raise StopRunError(
                f"{here} has another model_command, or none",
                "set it in the summarize.toml that all see, or as SUMMARIZE_MODEL_COMMAND "
                "in each worker's environment",
            )
        if self.uses_model and not found.has_model:
            raise StopRunError(
                f"{here} has no key", "start it with OPENAI_API_KEY in its environment"
            )
        if found.uses_model and not self.uses_model:
            raise StopRunError(
                f"{here} has a key, and where the command runs there is none",
                "set drafter to model, or to extractive",
            )
