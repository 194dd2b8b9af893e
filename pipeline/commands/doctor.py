"""Look at what is configured, what can be reached, what is wrong, and say what to do about it."""

from __future__ import annotations

import contextlib
import os
import platform
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from pipeline import credentials, keys, resources, settings
from pipeline.commands.chosen_model import DEFAULT_MODEL, TO_HAVE_ONE
from pipeline.commands.language import Language, draft_language, of_locale
from pipeline.commands.reported import Reported, Said
from pipeline.errors import BusyError, SummarizeError
from pipeline.files import seen_from
from pipeline.log.file import read_log
from pipeline.records.call import FoundOut
from pipeline.settings import Settings
from pipeline.store.replies import Replies

_PATIENCE_ARXIV, _PATIENCE_MODEL = 5.0, 10.0
"""Seconds at most without an answer: a person waits."""
_PROBE = 1 << 20
"""Bytes: a draft's files and a PDF need as much."""
_OTHERS = 0o077
"""The bits of a file's mode that let others than its owner at it."""
_PAPER_TOKENS = 16_000
"""Tokens in which most papers are read in one call, with prompt and answer."""
_MOST_NAMES = 8
"""Models that are listed for a person to choose from."""


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


def _ok(subject: str, found: str) -> Diagnosis:
    return Diagnosis(subject=subject, verdict="ok", found=found)


def _mind(subject: str, found: str, to_do: str = "") -> Diagnosis:
    return Diagnosis(subject=subject, verdict="mind", found=found, to_do=to_do)


def _wrong(subject: str, found: str, to_do: str) -> Diagnosis:
    return Diagnosis(subject=subject, verdict="wrong", found=found, to_do=to_do)


def examine(
    options: Mapping[str, Any], folder: Path, environ: Mapping[str, str]
) -> Iterator[Diagnosis]:
    """Look at everything in turn, whatever is wrong with one thing.

    `options` are the command line's, None meaning not given; `folder` is where the user works.
    """
    ours, python = version("papers-daily"), platform.python_version()
    yield _ok("program", f"papers-daily {ours}, Python {python}")
    try:
        chosen = settings.load(options, folder, environ)
    except SummarizeError as error:
        yield _wrong("settings", error.message, error.hint)
        chosen = Settings()
    else:
        yield _settings(settings.file_in_force(options, folder, environ), folder, chosen)
    yield _output(folder / chosen.output)
    language = of_locale(environ)
    try:
        language = _language(folder / chosen.log, chosen, environ)
        yield _ok("language", f"{language}{' (auto)' * (chosen.language == 'auto')}")
    except SummarizeError as error:
        yield _wrong("log", error.message, error.hint)
    yield from _texts(folder / chosen.home, language)
    yield _arxiv(chosen)
    yield from _model(chosen, folder / chosen.output)


def _settings(file: Path | None, folder: Path, chosen: Settings) -> Diagnosis:
    where = f"no {settings.FILE} here: the defaults"
    if file:
        where = str(seen_from(folder, file))
    return _ok("settings", f"{where}; drafter {chosen.drafter}")


def _language(log: Path, chosen: Settings, environ: Mapping[str, str]) -> Language:
    return draft_language(chosen.language, read_log(log) if log.is_file() else None, environ)


def _output(output: Path) -> Diagnosis:
    cannot = f"cannot write to {output}"
    nearest = next(parent for parent in (output, *output.parents) if parent.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        return _wrong("output", cannot, "choose another folder with --output")
    try:
        with tempfile.TemporaryFile(dir=nearest) as probe:
            probe.write(b"\0" * _PROBE)
    except OSError as error:
        to_do = "free some space, or choose another folder with --output"
        return _wrong("output", f"{cannot}: {error.strerror}", to_do)
    return _ok("output", f"{output} can be written to")


def _texts(folder: Path, language: str) -> Iterator[Diagnosis]:
    prompts: list[tuple[resources.Kind, str]] = [
        ("prompts", f"{name}.md") for name in ("draft", "notes", "correct", "verify", "nickname")
    ]
    own = []
    for kind, name in (*prompts, ("templates", f"entry.{language}.md.j2")):
        try:
            differs = resources.read(kind, name, folder) != resources.shipped(kind, name)
        except SummarizeError as error:
            to_do = "install the program again, or mend your own file"
            yield _wrong(kind, f"{name}: {error}", to_do)
        else:
            own += [f"{kind}/{name}"] * differs
    if own:
        yield _mind("texts", f"your own files are used: {', '.join(own)}")


def _arxiv(chosen: Settings) -> Diagnosis:
    from pipeline.arxiv.client import Arxiv
    from pipeline.records import arxiv_id

    api = Arxiv(
        api_url=chosen.arxiv_api_url,
        pdf_url=chosen.arxiv_pdf_url,
        interval=chosen.arxiv_interval,
        timeout=min(_PATIENCE_ARXIV, chosen.arxiv_timeout),
        patience=0.0,  # who looks for what is wrong waits for no other run
    )
    try:
        with contextlib.closing(api):
            api.paper(arxiv_id.parse("1706.03762"))
    except SummarizeError as error:
        if isinstance(error.__cause__, BusyError):  # nothing is wrong with arXiv
            return _mind("arXiv", error.message, error.hint)
        without = "papers that are under output/ already, and PDF files, work without arXiv"
        return _wrong("arXiv", error.message, f"{error.hint}; {without}")
    return _ok("arXiv", f"{credentials.public(chosen.arxiv_api_url)} answers")


def _model(chosen: Settings, output: Path) -> Iterator[Diagnosis]:
    try:
        key, uses_model = keys.found(chosen.base_url), chosen.uses_model
    except SummarizeError as error:
        yield _wrong("key", error.message, error.hint)
        return
    if key.key and not chosen.model_command:
        yield _key(key)
    if not uses_model:
        found = "none: drafts are made of the paper's own sentences (extractive)"
        yield _mind("model", found, f"{TO_HAVE_ONE}, to have a model draft")
        yield from _local(chosen)
        return
    if not chosen.has_model:
        found = f"drafter is {chosen.drafter}, but there is no key, no server and no command"
        yield _wrong("model", found, f"{TO_HAVE_ONE}, or drafter to auto")
        yield from _local(chosen)
        return
    if chosen.model_command:
        yield _command(chosen.model_command)
        return
    from pipeline.model.server import ChatServer

    server = ChatServer(
        base_url=chosen.base_url,
        api_key=key.key,
        timeout=min(_PATIENCE_MODEL, chosen.model_timeout),
    )
    try:
        with contextlib.closing(server):
            names = [str(model.get("id")) for model in server.listed()]
    except SummarizeError as error:
        yield _wrong("model", f"{server.address}: {error.message}", error.hint)
        return
    yield _listed_model(chosen, server.address, names)
    yield from _price(chosen, names)
    yield from _context(chosen, _name(chosen, names))
    if name := chosen.verify_model or _name(chosen, names):
        yield _second_reader(chosen, Replies(output).read_server(server.address, name), name)


def _key(key: keys.Key) -> Diagnosis:
    """Tell where the key comes from, never what it is."""
    if key.source != "file":
        place = (
            f"the environment ({keys.VARIABLE})" if key.source == "environment" else "the keyring"
        )
        return _ok("key", f"from {place}")
    path = keys.file_path()
    if path.stat().st_mode & _OTHERS:
        return _mind("key", f"from {path}, which others can read", f"chmod 600 {path}")
    return _ok("key", f"from {path}")


def _local(chosen: Settings) -> Iterator[Diagnosis]:
    """Name the servers on this machine that could draft; none is used unasked."""
    from pipeline.model.local import answering

    for one in answering(chosen.ports):
        some = ", ".join(one.models[:_MOST_NAMES]) + (" …" if len(one.models) > _MOST_NAMES else "")
        found = f"{one.name} answers at {one.base_url} and is not used; it has {some}"
        yield _mind("local", found, f"to use it: {one.to_use}, or the same in {settings.FILE}")


def _context(chosen: Settings, name: str) -> Iterator[Diagnosis]:
    """Tell how much an Ollama on this machine reads: by default it cuts most papers."""
    from pipeline.model.local import ollama_context

    context = ollama_context(chosen.base_url, name) if chosen.base_url and name else None
    if context is None:
        return
    found = f"Ollama reads {context:,} tokens of a call with {name}"
    if context >= _PAPER_TOKENS:
        yield _ok("context", found)
        return
    to_do = "a paper wants more: OLLAMA_CONTEXT_LENGTH=32768 ollama serve, or num_ctx in its file"
    yield _mind("context", found, to_do)


def _command(command: str) -> Diagnosis:
    """Tell whether the command that is the model is there; it is not run: that may cost."""
    name = credentials.shown(shlex.split(command)[0])
    if (program := shutil.which(shlex.split(command)[0])) is None:
        return _wrong(
            "model", f"there is no command {name}", "install it, or correct model_command"
        )
    return _ok("model", f"the command {name}: {program}")


def _second_reader(chosen: Settings, known: FoundOut, name: str) -> Diagnosis:
    """Tell whether drafts are read a second time, and whether that model is fit for it."""
    if chosen.verify == "off":
        return _ok("reader", "drafts are not read a second time: verify is off")
    if known.verifies is None:
        tried = "the first draft tries it" if chosen.verify == "auto" else "verify is on"
        return _ok("reader", f"{name} was not tried as a second reader: {tried}")
    if known.verifies:
        return _ok("reader", f"{name} passed the test of second readers")
    to_do = "set verify_model to a stronger one, or verify = off"
    return _mind("reader", f"{name} misjudges statements of known truth", to_do)


def _listed_model(chosen: Settings, url: str, names: list[str]) -> Diagnosis:
    """Tell whether the model that is set is among the `names` of its server."""
    name = _set_name(chosen)
    if not names and chosen.model:
        return _mind("model", f"{url} shows no list of models; {chosen.model} is used as set")
    if not names:
        server = "check base_url (most end in /v1) and that the server runs"
        to_do = server if chosen.base_url else "check the network"
        return _wrong("model", f"{url} shows no models", to_do)
    some = ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
    if not name and len(names) > 1:
        return _wrong("model", f"{url} has several models", f"set model to one of: {some}")
    if name and name not in names:
        return _wrong(
            "model", f"{url} has no model {credentials.shown(name)}", f"set model to one of: {some}"
        )
    return _ok("model", f"{name or names[0]} at {url}")


def _set_name(chosen: Settings) -> str:
    """Give the model's name as set, or OpenAI's default; empty where the server decides."""
    return chosen.model or ("" if chosen.base_url else DEFAULT_MODEL)


def _name(chosen: Settings, names: list[str]) -> str:
    """Give the drafter's name; empty where nothing says which it is."""
    return _set_name(chosen) or (names[0] if len(names) == 1 else "")


def _price(chosen: Settings, names: list[str]) -> Iterator[Diagnosis]:
    from pipeline.model.cost import Prices

    name = _name(chosen, names)
    if not name or chosen.price_in is not None:
        return
    if Prices(name, credentials.public(chosen.base_url), None).of(1, 1) is None:
        to_do = "give price_in and price_out to see costs and use max_cost"
        yield _mind("price", f"of {name} is not known", to_do)
