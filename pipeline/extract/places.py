"""Where pages, sections and lines stand in the running text: characters `start` to `end` of it."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.pdf.geometry import Box


class PagePlace(NamedTuple):
    """A page's characters; pages are counted from 1."""

    number: int
    start: int
    end: int


class SectionPlace(NamedTuple):
    """A section's characters, its heading among them; `kind` is one of `records.SectionKind`.

    `title` is the heading as the paper has it, empty where the section has none.
    """

    kind: str
    title: str
    start: int
    end: int


class BlockPlace(NamedTuple):
    """A block's characters; `kind` is one of `records.paper_text.BlockKind`."""

    kind: str
    start: int
    end: int


class LinePlace(NamedTuple):
    """The characters of a line of a page, and its box on the page in points."""

    start: int
    end: int
    box: Box


def not_empty(sections: list[SectionPlace]) -> list[SectionPlace]:
    """Give the sections that have characters."""
    return [section for section in sections if section.end > section.start]
