"""Draft the paper that ships with the program."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from pipeline.commands.one_paper import Tell
from pipeline.commands.outcome import Outcome
from pipeline.commands.summarize import Run
from pipeline.settings import Settings


def demo(settings: Settings, folder: Path, tell: Tell) -> Outcome:
    """Draft it without network and key, and give what became of it."""
    extractive = settings.model_copy(update={"drafter": "extractive"})
    shipped = as_file(files("pipeline") / "demo" / "papers-daily.pdf")
    with Run(extractive, folder) as run, run.store.in_use(), shipped as pdf:
        return run.file(pdf, tell)
