"""Check an entry as it is edited now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.check import claims
from pipeline.commands.drafts import edited_entry, find_draft
from pipeline.commands.earlier import entries_of
from pipeline.commands.reported import Aside, Reported, Said
from pipeline.commands.terminal import plain
from pipeline.entry import edited
from pipeline.errors import SummarizeError
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.draft import Drafted
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.report import CheckReport, Finding
from pipeline.records.statement import Statement
from pipeline.store.output_folder import Store
from pipeline.store.paper_folder import PaperFolder
from pipeline.text.affiliations import Aliases, known_aliases
from pipeline.text.links import links
from pipeline.text.squash import squash

_OF_THE_PAPER = ("hidden", "instruction")
"""Kinds of findings that tell of the paper, whatever the entry says."""


class Checked(Finding, Reported):
    """A finding about an edited entry, and the paper's identifier: the fields of `check --json`."""

    arxiv_id: ArxivId | None

    def said(self) -> Iterator[Said]:
        """Give where it stands and what is wrong."""
        yield Said(f"{self.where}: {self.severity}: {plain(self.message)}")


Read = Callable[[PaperFolder, Paper, PaperText, Sequence[Statement]], Iterable[Finding]]
"""Has a second reader read what an entry says of a paper."""


def check_all(
    store: Store, papers: Iterable[str], home: Path, log: Path, read: Read | None = None
) -> Iterator[Checked | Aside]:
    """Check entries as they are edited now, one after the other; one that fails keeps no other.

    `papers` are named as a person names them; `home` is where the user's own names of
    affiliations may be, `log` what links of entries are held against; `read` has them read by a
    model, too.
    """
    with store.in_use():
        for asked in papers:
            try:
                findings = checked(store, asked, home, log, read)
            except SummarizeError as error:
                yield Aside(f"summarize: {plain(asked)}: {plain(str(error))}", failed=True)
                continue
            yield from findings
            if not any(found.severity == "doubt" for found in findings):
                yield Aside(f"{plain(asked)}: nothing that the paper lacks or contradicts")


def checked(
    store: Store, asked: str, home: Path, log: Path, read: Read | None = None
) -> tuple[Checked, ...]:
    """Check one entry, inside `store.in_use()`, and give what was found.

    Raises SummarizeError where there is no draft, or no text of the paper to check against.
    """
    kept, meta, _ = find_draft(store, asked)
    entry = edited_entry(kept, meta)
    found = look_up(kept, meta, entry.body, known_aliases(home), log, read)
    if found is None:
        raise SummarizeError(
            f"there is no text of {kept.path.name} to check against", "draft it again"
        )
    return tuple(Checked(arxiv_id=meta.arxiv_id, **one.model_dump()) for one in found.findings)


class LookedUp(NamedTuple):
    """What an edited entry says, the paper that it was looked up in, and what was found."""

    text: PaperText
    said: tuple[Statement, ...]
    findings: tuple[Finding, ...]


def look_up(
    folder: PaperFolder,
    meta: Paper,
    body: str,
    aliases: Aliases,
    log: Path,
    read: Read | None = None,
) -> LookedUp | None:
    """Look up in the paper what `body` says, an entry without its day mark.

    Links to other entries are held against `log`. What a second reader thought of a sentence of the
    draft holds for the entry while the sentence stands there; with `read` it is asked anew. None
    where there is no text to check against.
    """
    text = folder.read(PaperText, "text.json")
    if text is None:
        return None
    drafted, report = folder.read(Drafted, "draft.json"), folder.read(CheckReport, "report.json")
    said = edited.statements(body, drafted.draft if drafted else None, report)
    of_the_paper = [
        found for found in (report.findings if report else ()) if found.kind in _OF_THE_PAPER
    ]
    if read is not None:
        opinions = tuple(read(folder, meta, text, said))
    else:
        still = "".join(squash(one.words) for one in said)
        opinions = tuple(
            found
            for found in (report.findings if report else ())
            if found.kind == "meaning" and squash(found.words) in still
        )
    # a large log takes a second to read, and few entries have links
    entries = entries_of(log) if any(any(links(one.words)) for one in said) else ()
    month = edited.lead_month(body)
    found = claims.check_words(said, meta, text, aliases, entries, month)
    of_quotes = _of_quotes(said, report) if report else ()
    return LookedUp(text, tuple(said), (*of_the_paper, *of_quotes, *found, *opinions))


def _of_quotes(said: Sequence[Statement], report: CheckReport) -> Iterator[Finding]:
    """Give what the draft's quotes lack, under the points of the entry that still rest on them."""
    for number, evidence in enumerate(report.evidence, 1):
        resting = next((one.where for one in said if evidence and one.evidence == evidence), None)
        for found in report.findings if resting else ():
            if found.kind == "quote" and found.where == f"point {number}":
                yield found.model_copy(update={"where": resting})
