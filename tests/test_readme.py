"""README.md and the pages beside it: what they show is what the program does."""

from __future__ import annotations

from pathlib import Path

from tests.bench import picture


def test_the_picture_shows_what_review_shows_now(tmp_path: Path) -> None:
    now = picture.drawn(picture.reviewed(tmp_path))
    assert picture.words(now) == picture.words(picture.PICTURE.read_text("utf-8"))
    assert "4 ms" in " ".join(picture.words(now))
