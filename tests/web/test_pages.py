"""Pages as pictures and characters: made once, kept, and bounded."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from pipeline import settings
from pipeline.errors import SummarizeError
from pipeline.store.output_folder import Store
from pipeline.web.pages import Pages, Recent, _forget_oldest
from tests.support.command import Command
from tests.web.conftest import SLUG, entry


@pytest.fixture
def pages(drafted: Command) -> Pages:
    found = settings.load({}, drafted.folder, drafted.environ)
    return Pages(Store(drafted.folder / found.output), found)


def kept(command: Command) -> list[Path]:
    return sorted((command.folder / "output" / "pages").glob("*/*"))


def test_a_picture_is_kept_and_given_again(drafted: Command, pages: Pages) -> None:
    folder = Store(drafted.folder / "output").folder(SLUG)
    made = pages.picture(folder, 1, 1.4)
    [path] = kept(drafted)
    assert path.name == "1-1.5.png"
    assert path.read_bytes() == made
    path.write_bytes(b"kept")
    assert pages.picture(folder, 1, 1.5) == b"kept"


@pytest.mark.parametrize(("asked", "given"), [(0.1, "1"), (1.0, "1"), (2.5, "3"), (99.0, "3")])
def test_there_are_few_scales(drafted: Command, pages: Pages, asked: float, given: str) -> None:
    pages.picture(Store(drafted.folder / "output").folder(SLUG), 1, asked)
    assert [path.name for path in kept(drafted)] == [f"1-{given}.png"]


def test_another_pdf_in_its_place_has_other_pictures(drafted: Command, pages: Pages) -> None:
    folder = Store(drafted.folder / "output").folder(SLUG)
    pages.picture(folder, 1, 1.0)
    folder.pdf.write_bytes(folder.pdf.read_bytes() + b"\n%")
    pages.picture(folder, 1, 1.0)
    assert len(kept(drafted)) == 2


def test_a_pdf_that_is_gone_or_damaged_is_said(drafted: Command, pages: Pages) -> None:
    folder = Store(drafted.folder / "output").folder(SLUG)
    folder.pdf.write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(SummarizeError):
        pages.picture(folder, 1, 1.0)
    assert pages.letters(folder, 1).text == ""
    folder.pdf.unlink()
    with pytest.raises(SummarizeError, match="has no PDF"):
        pages.picture(folder, 1, 1.0)
    assert entry(drafted).exists()


def test_characters_have_a_box_each_on_the_page(drafted: Command, pages: Pages) -> None:
    letters = pages.letters(Store(drafted.folder / "output").folder(SLUG), 1)
    assert "Sparrow" in letters.text
    at = letters.text.index("Sparrow")
    for left, bottom, right, top in letters.boxes[at : at + 7]:
        assert 0 < left < right < 595
        assert 0 < bottom < top < 842


def test_the_oldest_pictures_go_when_there_are_too_many(tmp_path: Path) -> None:
    for number in range(5):
        path = tmp_path / "paper" / f"{number}-1.png"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 10)
        os.utime(path, (number, number))
    _forget_oldest(tmp_path, 25)
    assert [path.name for path in sorted(tmp_path.glob("*/*"))] == ["3-1.png", "4-1.png"]


def test_what_was_used_last_is_kept_and_made_once() -> None:
    recent: Recent[int] = Recent(2)
    made: list[int] = []

    def make(value: int) -> int:
        made.append(value)
        return value

    for value in (1, 2, 1, 3, 1, 2):
        assert recent.get(value, lambda value=value: make(value)) == value  # type: ignore[misc]
    assert made == [1, 2, 3, 2]


def test_threads_may_ask_at_once() -> None:
    recent: Recent[int] = Recent(3)
    troubles: list[int] = []

    def ask() -> None:
        troubles.extend(n for n in range(500) if recent.get(n % 7, lambda n=n: n % 7) != n % 7)  # type: ignore[misc]

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert troubles == []
