"""Findings: which are marks, and those of reports that were kept earlier."""

from __future__ import annotations

import pytest

from pipeline.records.report import CheckReport, Finding, FindingReason, make_finding


@pytest.mark.parametrize(
    ("reason", "severity"), [("contradicted", "doubt"), ("missing", "doubt"), ("apart", "note")]
)
def test_a_finding_is_a_mark_but_where_the_paper_has_it(
    reason: FindingReason, severity: str
) -> None:
    found = make_finding("point 1", "pair", "61.4", "61.4 stands elsewhere", "", 1, reason=reason)
    assert found.severity == severity
    report = CheckReport(evidence=(), findings=(found,))
    assert report.doubts == (severity == "doubt")


@pytest.mark.parametrize(
    ("earlier", "now"),
    [("far", "apart"), ("parted", "apart"), ("swapped", "contradicted"), ("missing", "missing")],
)
def test_a_report_that_was_kept_earlier_is_read(earlier: str, now: str) -> None:
    kept = make_finding("lead", "pair", "61.4", "61.4 stands elsewhere", "", 1)
    found = Finding.model_validate({**kept.model_dump(), "reason": earlier})
    assert found.reason == now
