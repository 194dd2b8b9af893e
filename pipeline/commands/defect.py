"""What is kept of an error that nobody foresaw, for who is to mend it: a file beside no paper.

It says where in the program the error came up, of what kind it was, which versions ran and which
settings were in force. Messages and values of errors are left out, because they may hold a paper's
text, a person's words or a key; so are arguments and addresses.
"""

from __future__ import annotations

import datetime
import errno
import os
import platform
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path
from typing import Any

from pipeline.settings import Settings

_NAME = "papers-daily"
_LONGEST_NAME = 60
"""Characters of an attribute's or a module's name; what is longer is no name of a programmer's."""
_MOST_FRAMES = 60
"""Of a traceback: the outermost and the innermost half of them, where it is longer."""
_TEXTS = ("log", "output", "model", "verify_model", "base_url", "arxiv_api_url", "arxiv_pdf_url")
"""Settings that a person words: of them only is said whether they are the default."""


def write(error: BaseException, settings: Settings | None) -> Path | None:
    """Write what is known of an error to a new file that only its owner can read; give its path.

    `settings` are those in force, None where the error came before them. The file is in the user's
    folder for logs, or where that cannot be written among the system's temporary files; None where
    neither can be.
    """
    text = "\n".join(_lines(error, settings)) + "\n"
    return _written(_folder_for_logs, text) or _written(_temporary_folder, text)


def address() -> str:
    """Give where defects are reported: the package's own address for issues, where it has one."""
    urls = metadata(_NAME).get_all("Project-URL") or []
    known = dict(url.split(", ", 1) for url in urls)
    return str(known.get("Issues", "the papers-daily maintainers"))


def _folder_for_logs() -> Path:
    from platformdirs import user_log_path

    return user_log_path(_NAME, appauthor=False)


def _temporary_folder() -> Path:
    return Path(tempfile.gettempdir())


def _written(place: Callable[[], Path], text: str) -> Path | None:
    stamp = f"{datetime.datetime.now():%Y%m%d-%H%M%S}"
    try:
        folder = place()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # a new file of mode 600, under a name that nobody can guess and take before
        descriptor, path = tempfile.mkstemp(".txt", f"{_NAME}-defect-{stamp}-", folder)
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
            file.write(text)
    # no home, or no such folder: the other one, or none; there is nothing else to tell it to
    except (OSError, RuntimeError):
        return None
    return Path(path)


def _lines(error: BaseException, settings: Settings | None) -> Iterator[str]:
    yield f"A defect of {_NAME}. Messages, values and arguments are left out on purpose."
    yield ""
    for kind in _chain(error):
        yield from _raised(kind)
        yield ""
    yield f"{_NAME} {version(_NAME)}, Python {platform.python_version()}, {platform.platform()}"
    yield from sorted(_dependencies())
    yield ""
    if settings is None:
        yield "before the settings were read"
    else:
        yield from _settings(settings)


# ── the error ──


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give an error and what it came from, the innermost last; each once."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)


def _raised(error: BaseException) -> Iterator[str]:
    yield f"{type(error).__module__}.{type(error).__qualname__}{_facts(error)}, raised in:"
    frames = [
        f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.StackSummary.extract(
            traceback.walk_tb(error.__traceback__), lookup_lines=False
        )
    ]
    if len(frames) > _MOST_FRAMES:
        half = _MOST_FRAMES // 2
        frames[half:-half] = [f"  … {len(frames) - 2 * half} more …"]
    yield from frames


def _facts(error: BaseException) -> str:
    """Give what an error says of itself without its message: a name of ours, a number."""
    facts: Mapping[str, object] = {
        "errno": errno.errorcode.get(getattr(error, "errno", None) or 0),
        "name": _programmers(getattr(error, "name", None)),
        "of": type(error.obj).__qualname__ if isinstance(error, AttributeError) else None,
    }
    said = ", ".join(f"{name} {value}" for name, value in facts.items() if value)
    return f" ({said})" if said else ""


def _programmers(name: object) -> str | None:
    """Give what can be the name of an attribute or a module, nothing else."""
    if not isinstance(name, str) or len(name) > _LONGEST_NAME:
        return None
    return name if all(part.isidentifier() for part in name.split(".")) else None


def _place(path: str) -> str:
    """Give a module's file without the folders of who runs it."""
    ours = Path(__file__).parents[2]
    for root in sorted((str(ours), *sys.path), key=len, reverse=True):
        if root and path.startswith(f"{root}{os.sep}"):
            return path[len(root) + 1 :]
    return Path(path).name


# ── what ran ──


def _dependencies() -> Iterator[str]:
    for one in requires(_NAME) or []:
        if "extra ==" in one:
            continue
        name = re.split(r"[^\w.-]", one, maxsplit=1)[0]
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} is not installed"


def _settings(settings: Settings) -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        value: Any = getattr(settings, name)
        said = value if name not in _TEXTS else "the default" if value == field.default else "set"
        yield f"{name} = {said}"


def line(error: BaseException, settings: Settings | None) -> str:
    """Keep what is known of an error, and give the line that tells the person of it."""
    path = write(error, settings)
    kept = f"send {str(path)!r}" if path else "no log of it could be written; tell"
    return f"this is a defect ({type(error).__name__}), not your mistake: {kept} to {address()}"
