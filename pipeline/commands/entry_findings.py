"""What is doubtful in an entry as it stands now: found, kept and counted here, and nowhere else.

Of an entry that nobody has edited it is what its draft was found to lack. An edited one is looked
up anew, once: what was found is kept with a fingerprint of all that it came from.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline import resources
from pipeline.check import claims
from pipeline.commands.drafts import edited_entry
from pipeline.commands.earlier import entries_of
from pipeline.entry import edited
from pipeline.errors import SummarizeError
from pipeline.files import sha256_of, stat_of
from pipeline.records.draft import Drafted
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from pipeline.records.remembered import Remembered
from pipeline.records.report import CheckReport, Finding
from pipeline.records.statement import Statement
from pipeline.store.older import records_of_entry
from pipeline.store.paper_folder import PaperFolder, fingerprint
from pipeline.text.affiliations import known_aliases
from pipeline.text.links import links
from pipeline.text.squash import squash

OF_THE_PAPER = ("hidden", "instruction")
"""Kinds of findings that tell of the paper, whatever the entry says."""
_OF_THE_DRAFT = ("meaning", "trace")
"""Kinds that no rule finds in an entry: they hold for the words that they were told of."""
_KEPT = "findings.json"
Read = Callable[[PaperFolder, Paper, PaperText, Sequence[Statement]], Iterable[Finding]]
"""Has a second reader read what an entry says of a paper."""


class LookedUp(NamedTuple):
    """What an edited entry says, the paper that it was looked up in, and what was found."""

    text: PaperText
    said: tuple[Statement, ...]
    findings: tuple[Finding, ...]


def look_up(
    folder: PaperFolder,
    meta: Paper,
    body: str,
    home: Path,
    log: Path,
    read: Read | None = None,
    *,
    is_typed: bool = False,
) -> LookedUp | None:
    """Look up in the paper what `body` says, an entry without its day mark.

    It is the entry that stands; one that `is_typed` just now is another, of which nothing is kept.

    The user's own names of affiliations may be in `home`; links to other entries are held against
    `log`. What a second reader thought of a sentence of the draft holds for the entry while the
    sentence stands there; with `read` it is asked anew. None where there is no text to check
    against.
    """
    text = folder.read(PaperText, "text.json")
    if text is None:
        return None
    records = records_of_entry(folder)
    drafted = records.read(Drafted, "draft.json")
    report = records.read(CheckReport, "report.json")
    said = tuple(edited.statements(body, drafted.draft if drafted else None, report))

    def found() -> tuple[Finding, ...]:
        aliases, month = known_aliases(home), edited.lead_month(body)
        by_rules = claims.check_words(said, meta, text, aliases, _entries(body, log), month)
        of_draft = _of_draft(said, report, are_read=read is not None) if report else ()
        return (*of_draft, *by_rules, *(read(folder, meta, text, said) if read else ()))

    if read or is_typed:
        return LookedUp(text, said, found())
    if report and not folder.is_edited():
        return LookedUp(text, said, report.findings)
    made_from = _made_from(folder, body, home, log)
    kept = folder.read(CheckReport, _KEPT, made_from)
    if kept is None:
        kept = CheckReport(evidence=(), findings=found())
        if os.access(folder.path, os.W_OK):  # it may have been moved since, or not be ours
            folder.write(kept, _KEPT, made_from)
    return LookedUp(text, said, kept.findings)


def count_doubts(folder: PaperFolder, meta: Paper, home: Path, log: Path) -> int | None:
    """Count what is doubtful in an entry as it stands; None where it cannot be checked."""
    try:
        if report := _of_unedited(folder):
            return report.doubts
        body = edited_entry(folder, meta).body
    except SummarizeError:  # there is none, or nothing in it: whoever would use it says so
        return None
    if kept := folder.read(CheckReport, _KEPT, _made_from(folder, body, home, log)):
        return kept.doubts
    found = look_up(folder, meta, body, home, log)
    return CheckReport(evidence=(), findings=found.findings).doubts if found else None


def _of_unedited(folder: PaperFolder) -> CheckReport | None:
    """Give the report of an entry that nobody has edited; None where it is edited, or none is here.

    A second run counts thousands, and few are edited.
    """
    if stat_of(folder.entry) is None or folder.is_edited():
        return None
    return records_of_entry(folder).read(CheckReport, "report.json")


def _made_from(folder: PaperFolder, body: str, home: Path, log: Path) -> str:
    """Give a fingerprint of all that the findings in an edited entry come from."""
    records = records_of_entry(folder).path
    files = (
        folder.path / "paper.json",
        folder.path / "text.json",
        records / "draft.json",
        records / "report.json",
    )
    digests = [sha256_of(one, follow=False) for one in files if stat_of(one)]
    own = resources.own("templates", "affiliations.tsv", home)
    entries = [(one.title, one.when) for one in _entries(body, log)]
    return fingerprint("findings", claims.VERSION, body, digests, own, entries)


def _entries(body: str, log: Path) -> tuple[Remembered, ...]:
    """Give the log's entries, which links are held against; none for a body without links.

    A large log takes a second to read, and few entries have links.
    """
    return entries_of(log) if any(links(body)) else ()


def _of_draft(
    said: Sequence[Statement], report: CheckReport, *, are_read: bool
) -> Iterator[Finding]:
    """Give what was found in the draft and still holds for an entry.

    What the draft's quotes lack stands under the points of the entry that still rest on them.
    """
    still = "".join(squash(one.words) for one in said)
    for found in report.findings:
        is_said = found.kind in _OF_THE_DRAFT and squash(found.words) in still
        if found.kind in OF_THE_PAPER or (is_said and not (are_read and found.kind == "meaning")):
            yield found
    for number, evidence in enumerate(report.evidence, 1):
        resting = next((one.where for one in said if evidence and one.evidence == evidence), None)
        for found in report.findings if resting else ():
            if found.kind == "quote" and found.where == f"point {number}":
                yield found.model_copy(update={"where": resting})
