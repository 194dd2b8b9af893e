"""Look at what is configured, what can be reached, what is wrong, and say what to do about it."""

from __future__ import annotations

import contextlib
import os
import platform
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from pipeline import resources, settings
from pipeline.commands.reported import Reported, Said
from pipeline.errors import SummarizeError
from pipeline.settings import Settings


class Diagnosis(Reported):
    """One thing looked at: `ok`, `mind` (works, but know it) or `wrong`; what was found, to do."""

    subject: str
    verdict: Literal["ok", "mind", "wrong"]
    found: str
    to_do: str = ""

    @property
    def failed(self) -> bool:
        """Whether it keeps something from working."""
        return self.verdict == "wrong"

    def said(self) -> Iterator[Said]:
        """Give what was found, and below it what to do."""
        yield Said(f"{self.verdict:<6} {self.subject:<10} {self.found}")
        if self.to_do:
            yield Said(f"       {'':<10} → {self.to_do}")


def examine(
    options: Mapping[str, Any], folder: Path, environ: Mapping[str, str]
) -> Iterator[Diagnosis]:
    """Look at everything in turn, whatever is wrong with one thing.

    `options` are the command line's, None meaning not given; `folder` is where the user works.
    """
    yield Diagnosis(
        subject="program",
        verdict="ok",
        found=f"papers-daily {version('papers-daily')}, Python {platform.python_version()}",
    )
    try:
        chosen = settings.load(options, folder, environ)
    except SummarizeError as error:
        yield Diagnosis(subject="settings", verdict="wrong", found=error.message, to_do=error.hint)
        chosen = Settings()
    else:
        where = (
            settings.FILE
            if (folder / settings.FILE).is_file()
            else f"no {settings.FILE} here: the defaults"
        )
        yield Diagnosis(
            subject="settings",
            verdict="ok",
            found=f"{where}; language {chosen.language}, drafter {chosen.drafter}",
        )
    yield _output(folder / chosen.output)
    yield from _texts(folder, chosen)
    yield _arxiv(chosen)
    yield from _model(chosen)


def _output(output: Path) -> Diagnosis:
    nearest = next(parent for parent in (output, *output.parents) if parent.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        return Diagnosis(
            subject="output",
            verdict="wrong",
            found=f"cannot write to {output}",
            to_do="choose another folder with --output",
        )
    try:
        with tempfile.TemporaryFile(dir=nearest) as probe:
            probe.write(b"\0" * (1 << 20))
    except OSError as error:
        found = f"cannot write to {output}: {error.strerror}"
        return Diagnosis(
            subject="output",
            verdict="wrong",
            found=found,
            to_do="free some space, or choose another folder with --output",
        )
    return Diagnosis(subject="output", verdict="ok", found=f"{output} can be written to")


def _texts(folder: Path, chosen: Settings) -> Iterator[Diagnosis]:
    names: list[tuple[resources.Kind, str]] = [
        ("prompts", f"{name}.md") for name in ("draft", "notes", "correct")
    ]
    names.append(("templates", f"entry.{chosen.language}.md.j2"))
    own = []
    for kind, name in names:
        try:
            resources.read(kind, name, folder)
        except SummarizeError as error:
            yield Diagnosis(
                subject=kind,
                verdict="wrong",
                found=f"{name}: {error}",
                to_do="install the program again, or mend your own file",
            )
        if (folder / kind / name).is_file():
            own.append(f"{kind}/{name}")
    if own:
        yield Diagnosis(
            subject="texts", verdict="mind", found=f"your own files are used: {', '.join(own)}"
        )


def _arxiv(chosen: Settings) -> Diagnosis:
    from pipeline.arxiv.client import Arxiv
    from pipeline.records import arxiv_id

    api = Arxiv(
        api_url=chosen.arxiv_api_url,
        pdf_url=chosen.arxiv_pdf_url,
        interval=chosen.arxiv_interval,
        timeout=min(5.0, chosen.arxiv_timeout),
    )
    try:
        with contextlib.closing(api):
            api.paper(arxiv_id.parse("1706.03762"))
    except SummarizeError as error:
        without = "papers that are under output/ already, and PDF files, work without arXiv"
        to_do = f"{error.hint}; {without}"
        return Diagnosis(subject="arXiv", verdict="wrong", found=error.message, to_do=to_do)
    return Diagnosis(subject="arXiv", verdict="ok", found=f"{chosen.arxiv_api_url} answers")


def _model(chosen: Settings) -> Iterator[Diagnosis]:
    if not chosen.uses_model:
        to_do = "set OPENAI_API_KEY, or base_url for another server, to have a model draft"
        yield Diagnosis(
            subject="model",
            verdict="mind",
            found="none: drafts are made of the paper's own sentences (extractive)",
            to_do=to_do,
        )
        return
    from pipeline.commands.chosen_model import DEFAULT_MODEL
    from pipeline.model.cost import Prices
    from pipeline.model.server import ChatServer

    server = ChatServer(
        base_url=chosen.base_url,
        api_key=settings.api_key(),
        timeout=min(10.0, chosen.model_timeout),
    )
    try:
        with contextlib.closing(server):
            names = [str(model.get("id")) for model in server.models()]
    except SummarizeError as error:
        yield Diagnosis(
            subject="model",
            verdict="wrong",
            found=f"{server.base_url}: {error.message}",
            to_do=error.hint,
        )
        return
    yield _chosen_model(chosen, server.base_url, names, DEFAULT_MODEL)
    name = chosen.model or (
        DEFAULT_MODEL if not chosen.base_url else names[0] if len(names) == 1 else ""
    )
    if name and chosen.price_in is None and Prices(name, chosen.base_url, None).of(1, 1) is None:
        yield Diagnosis(
            subject="price",
            verdict="mind",
            found=f"of {name} is not known",
            to_do="give price_in and price_out to see costs and use max_cost",
        )


def _chosen_model(chosen: Settings, url: str, names: list[str], default: str) -> Diagnosis:
    name = chosen.model or ("" if chosen.base_url else default)
    some = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
    if not names and chosen.model:
        return Diagnosis(
            subject="model",
            verdict="mind",
            found=f"{url} shows no list of models; {chosen.model} is used as set",
        )
    if not names:
        to_do = (
            "check base_url (most end in /v1) and that the server runs"
            if chosen.base_url
            else "check the network"
        )
        return Diagnosis(
            subject="model", verdict="wrong", found=f"{url} shows no models", to_do=to_do
        )
    if not name and len(names) > 1:
        return Diagnosis(
            subject="model",
            verdict="wrong",
            found=f"{url} has several models",
            to_do=f"set model to one of: {some}",
        )
    if name and name not in names:
        return Diagnosis(
            subject="model",
            verdict="wrong",
            found=f"{url} has no model {name!r}",
            to_do=f"set model to one of: {some}",
        )
    return Diagnosis(subject="model", verdict="ok", found=f"{name or names[0]} at {url}")
