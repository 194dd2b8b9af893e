"""The second reader: a model that reads a draft's sentences beside the paper's passages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import resources
from pipeline.commands.chosen_model import ChosenModel
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.report import CheckReport, Finding
from pipeline.records.statement import Statement
from pipeline.records.verification import Asked, Verification
from pipeline.settings import Settings
from pipeline.store.paper_folder import PaperFolder

if TYPE_CHECKING:
    from pipeline.draft.verify import Prompts
    from pipeline.model.ask import Model


class SecondReader:
    """The second reader of a run: which model it is, and whether it is fit to be asked.

    `folder` is where the user's own prompts may be; `tell` is told what goes on.
    """

    def __init__(self, settings: Settings, chosen: ChosenModel, folder: Path) -> None:
        self._settings, self._chosen, self._home = settings, chosen, folder
        self._trial, self._passed = threading.Lock(), dict[str, bool]()

    @cached_property
    def prompts(self) -> Prompts:
        """What it is told."""
        from pipeline.draft.verify import Prompts

        names = ("verify.md", "correct.md")
        return Prompts(*(resources.read("prompts", name, self._home) for name in names))

    def made_from(self) -> tuple[object, ...]:
        """Give all that its opinions depend on, but for the draft and the paper."""
        from pipeline.check import passages
        from pipeline.draft import verify

        s = self._settings
        which = (s.verify_model or s.model, self._chosen.where)
        return (s.verify, *which, *self.prompts, verify.VERSION, passages.VERSION)

    def model_for(self, slug: str) -> Model:
        """Give the model for one paper's draft: the drafter's, if no other is set."""
        return self._chosen.for_paper(slug, self._settings.verify_model)

    def read(
        self, asked: Sequence[Asked], model: Model, tell: Callable[[str], None]
    ) -> Verification:
        """Ask a model of every sentence; give no opinions where it is not fit to be asked.

        Raises SummarizeError where it cannot be asked.
        """
        from pipeline.draft import verify

        if self._settings.verify == "auto" and not self._is_fit(model, tell):
            return Verification(model=model.name, opinions=())
        count = sum(len(one.sentences) for one in asked)
        tell(f"asking {model.name} whether the paper bears {count} sentences out")
        return verify.verify(asked, model=model, prompts=self.prompts)

    def reread(
        self, folder: PaperFolder, paper: Paper, text: PaperText, said: Sequence[Statement]
    ) -> tuple[Finding, ...]:
        """Give what it finds in the words of an edited entry; it was asked for, so it is not tried.

        Raises SummarizeError where it cannot be asked.
        """
        from pipeline.check import opinions, passages
        from pipeline.draft import verify

        asked = passages.asked(said, paper, text)
        model = self.model_for(folder.path.name)
        found = verify.verify(asked, model=model, prompts=self.prompts)
        nothing = CheckReport(evidence=(), findings=())
        return opinions.with_opinions(nothing, found, paper, text).findings

    def _is_fit(self, model: Model, tell: Callable[[str], None]) -> bool:
        """Tell whether it judges statements of known truth rightly; it is tried once."""
        from pipeline.draft import verify

        with self._trial:  # of papers in work at once, one has it tried, and the others wait
            passed = self._passed.get(model.name, model.verifies)
            if passed is None:
                on = "on sixteen statements of known truth"
                tell(f"trying {model.name} as a second reader, {on}")
                passed = verify.passes(model, self.prompts)
                model.learn_verifies(passed=passed)
            self._passed[model.name] = passed
        if not passed:
            tell(f"{model.name} is no second reader: it misjudges statements of known truth")
        return passed
