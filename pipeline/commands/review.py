"""Look at drafts one by one on the terminal, and say with one key what becomes of each."""

from __future__ import annotations

import contextlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipeline.commands.accept import Shown, accept_all
from pipeline.commands.doubts import Doubt, doubts_of
from pipeline.commands.drafts import edited_entry, find_draft, waiting
from pipeline.commands.edit import edit, take
from pipeline.commands.entry_findings import LookedUp, look_up
from pipeline.commands.open_pdf import open_draft
from pipeline.commands.reject import reject
from pipeline.commands.shown_entry import in_order, lines_of
from pipeline.commands.table import width_of_terminal
from pipeline.commands.terminal import has_terminal, plain, read_key, result
from pipeline.commands.typed import with_home
from pipeline.commands.wrapped import drawn, wrapped
from pipeline.errors import SummarizeError, UsageError
from pipeline.records.draft import Drafted
from pipeline.settings import Settings
from pipeline.store.older import Other, other_entry, records_of_entry
from pipeline.store.output_folder import Store
from pipeline.store.paper_folder import PaperFolder

_WIDEST = 100
"""Terminal cells of a line: longer ones are hard to read."""
_MOST_UNREAD = 8
"""Parts and tables that are named each; an entry names as many tables."""
_MOST_MARKS = 9
"""Marks that have a key of their own."""
_OTHERS = {
    "newer": "you have edited this entry, and a newer draft of the paper stands beside it",
    "older": "this is the newer draft; the entry that you had edited is kept",
}
_PAGES = re.compile(r"\bpages? (\d+(?:, \d+)*)")
"""Pages that a warning is of."""
_HELP, _QUITS = "?", ("q", "")
"""Keys; the last is the end of the input."""
Fate = Literal["accepted", "rejected", "skipped"]


@dataclass
class _Seen:
    """A draft as it was shown last: its doubts, and which of them has been looked up.

    `other` tells which entry could be had instead: a newer draft, or the older one that was edited.
    """

    made_from: Shown
    doubts: list[Doubt] = field(default_factory=list)
    other: Other = ""

    @property
    def page(self) -> int:
        """The page of the first doubt that has one; the first page where none has."""
        return next((doubt.page for doubt in self.doubts if doubt.page), 1)

    @property
    def marks(self) -> list[str]:
        """The keys of its doubts, in order."""
        return [str(number) for number in range(1, min(len(self.doubts), _MOST_MARKS) + 1)]


def review(settings: Settings, folder: Path, environ: Mapping[str, str], *, only: str = "") -> None:
    """Show each draft with what is doubtful, the oldest first, and do as the keys say.

    They are those with `only` in title, identifier or folder's name. Raises UsageError where there
    is no terminal.
    """
    store = Store(folder / settings.output)
    slugs = [one.path.name for one, _ in waiting(store, only)]
    if not slugs:
        which = f" with {only!r}" if only else ""
        result(with_home(f"there is no draft{which} to look at: make one with `summarize PAPER`"))
        return
    if not has_terminal():
        raise UsageError(
            f"review asks for keys, and this is no terminal; {_drafts(len(slugs))}",
            "`summarize status` lists them, `summarize check PAPER` says what is doubtful, "
            "`summarize accept PAPER` puts one into the log",
        )
    _Review(settings, folder, environ, store).run(slugs)


def _drafts(count: int) -> str:
    return "1 draft waits" if count == 1 else f"{count} drafts wait"


class _Review:
    """One person's way through the drafts."""

    def __init__(
        self, settings: Settings, folder: Path, environ: Mapping[str, str], store: Store
    ) -> None:
        self._settings, self._folder, self._environ = settings, folder, environ
        self._store, self._home = store, folder / settings.home
        self._keys: dict[str, Callable[[str, _Seen], Fate | None]] = {
            "a": self._accept,
            "e": self._edit,
            "n": self._take,
            "o": lambda slug, seen: self._open(slug, seen.page),
            "r": self._reject,
            "s": lambda _, __: "skipped",
        }

    def run(self, slugs: list[str]) -> None:
        """Show the drafts one after the other, until the last or until the person quits."""
        fates: Counter[Fate] = Counter()
        for number, slug in enumerate(slugs, 1):
            fate = self._decide(slug, f"{number} of {len(slugs)}")
            if fate is None:
                break
            fates[fate] += 1
        _print_words()
        left = len(slugs) - fates.total()
        said = [f"{count} {fate}" for fate, count in fates.items()] + [f"{left} left"] * bool(left)
        result(", ".join(said))

    def _decide(self, slug: str, count: str) -> Fate | None:
        """Show a draft and do as the keys say; None where the person quits."""
        seen = self._show(slug, count)
        while True:
            _print_words(_keys(seen))
            key = _wait_for_key({*self._keys, *seen.marks} - ({"n"} if not seen.other else set()))
            if key in _QUITS:
                return None
            if key == _HELP:
                _print_words(*_help(seen))
                continue
            try:
                fate = self._do(key, slug, seen)
            except SummarizeError as error:
                _print_words((str(error), "bold red"))
                continue
            if fate:
                return fate
            if key in ("e", "n") or (key == "a" and self._now(slug) != seen.made_from):
                seen = self._show(slug, count)

    # ── what is shown ──

    def _show(self, slug: str, count: str) -> _Seen:
        """Show a draft as it is edited now, and give what is doubtful in it."""
        width = min(width_of_terminal(), _WIDEST)
        # taken first: what is saved while it is shown is not accepted for it
        seen = _Seen(self._now(slug))
        _print_words()
        try:
            kept, paper, _ = find_draft(self._store, slug)
            entry = edited_entry(kept, paper)
            log = self._folder / self._settings.log
            found = look_up(kept, paper, entry.body, self._home, log)
        except SummarizeError as error:
            _print_words((f"{count}  {slug}", "bold"), (str(error), "bold red"))
            return seen
        if found:
            seen.doubts = in_order(entry.body, found.said, doubts_of(found))
        told = (
            f"{len(seen.doubts) or 'nothing'} doubtful" if found else "not checked: it has no text"
        )
        _print_words((f"{count}  {slug}  {told}", "dim"), (paper.title, "bold"), ("", ""))
        lines = lines_of(entry.body, found.said if found else (), seen.doubts, width)
        result(drawn(lines), drawn=True)
        minded = (*_warning(found), *_unread(kept, found))
        _print_words(("", ""), *((f"mind: {one}", "dim") for one in minded))
        seen.other = other_entry(kept)
        if seen.other:
            _print_words((_OTHERS[seen.other], "yellow"))
        return seen

    def _now(self, slug: str) -> Shown:
        """Give what a draft is shown from; of no file where it cannot be read: accept says why."""
        with contextlib.suppress(SummarizeError):
            return Shown.of(find_draft(self._store, slug)[0], self._folder / self._settings.log)
        return Shown("", "")

    # ── what keys do ──

    def _do(self, key: str, slug: str, seen: _Seen) -> Fate | None:
        if key not in seen.marks:
            return self._keys[key](slug, seen)
        page = seen.doubts[int(key) - 1].page
        if page is None:
            _print_words((f"mark {key} is of no page of the paper", "dim"))
        else:
            self._open(slug, page)
        return None

    def _accept(self, slug: str, seen: _Seen) -> Fate | None:
        rows = accept_all(
            self._store,
            self._settings.log,
            [slug],
            folder=self._folder,
            home=self._home,
            day=None,
            dry_run=False,
            shown=seen.made_from,
        )
        for row in rows:
            # what is still doubtful was shown above
            told = [said.words for said in row.said() if row.failed or not said.aside]
            _print_words(*((words, "bold red" if row.failed else "green") for words in told))
            if row.failed:
                return None
        return "accepted"

    def _edit(self, slug: str, _: _Seen) -> None:
        edit(find_draft(self._store, slug)[0].entry, self._environ)

    def _take(self, slug: str, seen: _Seen) -> None:
        if seen.other:  # the key is of no use where there is none
            take(self._store, slug, seen.other)

    def _open(self, slug: str, page: int) -> None:
        shown = open_draft(self._store, slug, self._settings.pdf_viewer, page, self._environ)
        _print_words((shown, "dim"))

    def _reject(self, slug: str, _: _Seen) -> Fate:
        moved = os.path.relpath(reject(self._store, slug), self._folder)
        _print_words((f"{slug}: rejected, it is {moved} now", "yellow"))
        return "rejected"


def _unread(kept: PaperFolder, found: LookedUp | None) -> Iterator[str]:
    """Say on one line what of the paper was not read for its draft."""
    drafted = records_of_entry(kept).read(Drafted, "draft.json")
    left_out = drafted.left_out if drafted else ()
    tables = [one.label for one in found.text.unread_tables] if found else []
    parts = (("not read for this draft", left_out), ("no rows and columns made out of", tables))
    if said := [f"{what}: {_first(names)}" for what, names in parts if names]:
        yield "; ".join(said)


def _first(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_UNREAD]) + ", …" * (len(names) > _MOST_UNREAD)


def _warning(found: LookedUp | None) -> Iterator[str]:
    """Say on one line what there is to mind of the text of pages that are quoted, or of all pages.

    What is of other pages does not touch what the entry rests on.
    """
    quoted = {one.page for said in found.said for one in said.evidence} if found else set()
    told = []
    for warning in found.text.warnings if found else ():
        named = _PAGES.search(warning)
        if not named or quoted & set(map(int, named[1].split(", "))):
            told.append(warning)
    if told:
        yield told[0] + (f" (and {len(told) - 1} more)" if len(told) > 1 else "")


def _wait_for_key(known: Set[str]) -> str:
    """Wait for a key that does something; say once, and not for each other, how to see which do."""
    is_told = False
    while (key := read_key()) not in {*known, *_QUITS, _HELP}:
        if not is_told:
            _print_words(("? for help", "dim"))
        is_told = True
    return key


def _keys(seen: _Seen) -> tuple[str, str]:
    other = f"  n {seen.other} entry" if seen.other else ""
    opens = f"o/1-{seen.marks[-1]} open" if len(seen.marks) > 1 else f"o open p. {seen.page}"
    return f"a accept  e edit{other}  {opens}  r reject  s skip  ? help  q quit", "bold"


def _help(seen: _Seen) -> Iterator[tuple[str, str]]:
    """Give what each key does, on a line of its own."""
    yield "a  accept: put the entry into the log as it is shown, and show the next draft", ""
    yield "e  edit the entry in your editor; it is checked and shown again", ""
    if seen.other:
        yield f"n  take the {seen.other} entry instead; again takes this one back", ""
    first = " of the first mark that has one" if seen.marks else ""
    yield f"o  open the PDF at the page{first} (p. {seen.page})", ""
    if seen.marks:
        keys = "-".join(dict.fromkeys((seen.marks[0], seen.marks[-1])))
        yield f"{keys}  open the PDF at the page of the mark with that number (?1 and so on)", ""
    yield "r  reject: set the draft aside", ""
    yield "s  skip: leave it a draft, and show the next", ""
    yield "q  quit; what was not decided stays a draft", ""


def _print_words(*lines: tuple[str, str]) -> None:
    """Print lines with their styles, an empty one for none."""
    from rich.text import Text

    width = min(width_of_terminal(), _WIDEST)
    styled = (Text(plain(words), style=style) for words, style in lines or (("", ""),))
    result(drawn(part for line in styled for part in wrapped(line, width)), drawn=True)
