"""Check an entry as it is edited now."""

from __future__ import annotations

from pathlib import Path

from pipeline.check import claims
from pipeline.commands.argument import Asked
from pipeline.commands.drafts import edited_entry, find_draft
from pipeline.entry import edited
from pipeline.errors import SummarizeError
from pipeline.records.arxiv_id import ArxivId
from pipeline.records.draft import Drafted
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.report import CheckReport, Finding
from pipeline.store.output_folder import Store
from pipeline.store.paper_folder import PaperFolder
from pipeline.text.affiliations import Aliases, known_aliases


class Checked(Finding):
    """A finding about an edited entry, and the paper's identifier: the fields of `check --json`."""

    arxiv_id: ArxivId | None


def check_entry(store: Store, paper: Asked, folder: Path) -> list[Checked]:
    """Check an entry as it is edited now; `folder` is where the user's own names of affiliations may be.

    Raises SummarizeError where there is no draft, or no text of the paper to check against.
    """
    kept, meta, _ = find_draft(store, paper)
    body, _ = edited_entry(kept, meta)
    findings = doubtful_findings(kept, meta, body, known_aliases(folder))
    if findings is None:
        raise SummarizeError(
            f"there is no text of {kept.path.name} to check against", "draft it again"
        )
    return [Checked(arxiv_id=meta.arxiv_id, **finding.model_dump()) for finding in findings]


def doubtful_findings(
    folder: PaperFolder, meta: Paper, body: str, aliases: Aliases
) -> tuple[Finding, ...] | None:
    """Give what the paper does not bear out of `body`, an entry without its day mark; None where there is no text to check against."""
    text = folder.read(PaperText, "text.json")
    if text is None:
        return None
    drafted, report = folder.read(Drafted, "draft.json"), folder.read(CheckReport, "report.json")
    found = edited.statements(body, drafted.draft if drafted else None, report)
    quotes = (
        tuple(f for f in report.findings if f.kind in ("hidden", "instruction")) if report else ()
    )
    return (*quotes, *claims.check_words(found, meta, text, aliases))
