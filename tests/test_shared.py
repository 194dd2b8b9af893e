"""The real papers, where ../shared is there."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.bench import command, manifest, replica
from tests.conftest import SUMMARIZE

pytestmark = pytest.mark.shared


def test_every_real_paper_gives_an_entry_and_a_second_run_asks_nobody(shared: Path, tmp_path: Path) -> None:
    wanted = [row["arxiv_id"] for row in manifest()][::4]
    with replica("arxiv_replica") as arxiv:
        summarize = command(tmp_path, arxiv)
        for expected in ("drafted", "present"):
            done = subprocess.run(
                [SUMMARIZE, *wanted, "--json"],
                cwd=summarize.folder,
                env=summarize.environ,
                capture_output=True,
                text=True,
                check=False,
            )
            rows = [json.loads(line) for line in done.stdout.splitlines()]
            assert [(row["paper"], row["outcome"]) for row in rows] == [(one, expected) for one in wanted], done.stderr
            assert max(row["seconds"] for row in rows) < 60


@pytest.mark.parametrize(
    "name",
    ["qpdf__70245.fuzz.pdf", "pdf.js__issue9105_other.pdf", "qpdf__pages-loop.pdf", "pypdf__encrypted_doc_no_id.pdf"],
)
def test_a_hostile_file_gives_text_or_one_clear_error(shared: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "work").mkdir()
    done = subprocess.run(
        [SUMMARIZE, str(shared / "hostile" / name), "--drafter", "extractive"],
        cwd=tmp_path / "work",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr


def test_the_replicas_model_drafts_a_real_paper(shared: Path, tmp_path: Path) -> None:
    with replica("arxiv_replica") as arxiv, replica("openai_replica") as model:
        summarize = command(tmp_path, arxiv, SUMMARIZE_BASE_URL=f"{model}/v1")
        result = summarize("2304.02623", "--json")
    assert result.rows[0]["outcome"] == "drafted", result.err
    assert result.rows[0]["calls"] == 1
