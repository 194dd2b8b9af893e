"""Files that are rendered and then edited by a person."""

from __future__ import annotations

from pathlib import Path

from pipeline.store import rendered


def test_a_rendering_is_replaced_until_somebody_edits_it(tmp_path: Path) -> None:
    path = tmp_path / "surveys" / "2024.1.md"
    assert rendered.made_from(path) is None
    assert rendered.write(path, "one\n", "a1") == path
    assert rendered.write(path, "two\n", "a2") == path
    assert path.read_text().startswith("two\n")
    assert rendered.made_from(path) == "a2"
    path.write_text(path.read_text().replace("two", "mine"))
    newer = path.with_name("2024.1.new.md")
    assert rendered.write(path, "three\n", "a3") == newer
    assert path.read_text().startswith("mine\n")
    assert rendered.made_from(path) == "a3"


def test_a_newer_one_that_is_edited_too_is_kept_under_a_number(tmp_path: Path) -> None:
    path = tmp_path / "s.md"
    path.write_text("mine\n")
    newer = rendered.write(path, "one\n", "a1")
    newer.write_text("mine too\n")
    assert rendered.write(path, "two\n", "a2") == newer
    assert (tmp_path / "s.new.1.md").read_text() == "mine too\n"
    assert path.read_text() == "mine\n"
