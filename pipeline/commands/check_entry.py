"""Check an entry as it is edited now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.commands.drafts import edited_entry, find_draft
from pipeline.commands.entry_findings import Read, look_up
from pipeline.commands.reported import Aside, Reported, Said
from pipeline.commands.terminal import plain
from pipeline.errors import SummarizeError
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.report import Finding
from pipeline.store.output_folder import Store


class Checked(Finding, Reported):
    """A finding about an edited entry, and the paper's identifier: the fields of `check --json`."""

    arxiv_id: ArxivId | None

    def said(self) -> Iterator[Said]:
        """Give where it stands and what is wrong."""
        yield Said(f"{self.where}: {self.severity}: {plain(self.message)}")


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
    found = look_up(kept, meta, entry.body, home, log, read)
    if found is None:
        raise SummarizeError(
            f"there is no text of {kept.path.name} to check against", "draft it again"
        )
    return tuple(Checked(arxiv_id=meta.arxiv_id, **one.model_dump()) for one in found.findings)
