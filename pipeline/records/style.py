"""How a log writes its entries: what they look like, and how much they say."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from typing import NamedTuple


class Pictures(NamedTuple):
    """How a log shows pictures.

    An entry has `per_entry` of them; they lie in `folder`, named from where the log is ("." beside
    it), empty where the log does not tell. With `as_tag` a link is an <img>, with `size` among its
    attributes (`width="600"`), else Markdown's ![](…); `before` and `behind` stand around it, and
    `indent` before its line: at most three spaces, because four would make a block of code of it.
    """

    per_entry: int = 0
    folder: str = ""
    as_tag: bool = False
    size: str = ""
    before: str = ""
    behind: str = ""
    indent: str = ""


class Style(NamedTuple):
    """How a log writes its entries; an empty text leaves it to the template.

    `open` and `close` stand around a title (`close` is `](` where titles are links), `number_mark`
    behind a point's number, or is the bullet itself; `nested_mark` is the same of points within
    points, empty where points have none, and `nested_indent` is what stands before those beyond the
    point that they are of; `indent` stands before every line below the title, where titles stand at
    the margin; `lead_end` closes the lead and `verdict_start` opens the verdict; `label_open`
    stands before a point's label, `label_end` between it and the text; `lead_mark` around a lead,
    which names authors where `lead_authors`, and its month by name where `month_by_name`;
    `pictures` are how it shows figures.
    """

    open: str = ""
    close: str = ""
    number_mark: str = "."
    nested_mark: str = ""
    nested_indent: str = ""
    blank_between: bool = False
    blank_after_title: bool = True
    indent: str = ""
    lead_end: str = ""
    verdict_start: str = ""
    label_open: str = ""
    label_end: str = ""
    lead_mark: str = ""
    lead_authors: bool = False
    month_by_name: bool = False
    pictures: Pictures = Pictures()

    def around_title(self, arxiv_id: str | None, usual: tuple[str, str]) -> tuple[str, str]:
        """Give what stands before and behind a title.

        `usual` where the log does not tell, or where a link has no target.
        """
        if self.close == "](" and arxiv_id:
            return self.open, f"](https://arxiv.org/abs/{arxiv_id})"
        if self.close == "](":
            heading = self.open.removesuffix("[")
            return (heading, "") if heading else usual
        return (self.open, self.close) if self.open else usual

    def month(self, digits: str) -> str:
        """Give a month like 2024.1 as an English lead writes it."""
        year, _, month = digits.partition(".")
        return f"{calendar.month_name[int(month)]} {year}" if self.month_by_name else digits

    def byline(self, authors: Sequence[str]) -> str:
        """Give the authors as a lead names them; empty where leads name none."""
        if not self.lead_authors or not authors:
            return ""
        return f"{authors[0]} et al." if len(authors) > 2 else " and ".join(authors)

    def point(self, number: int) -> str:
        """Give what a numbered point begins with: `1. `, `1，` or `- `."""
        return _numbered(number, self.number_mark)

    def nested_point(self, number: int) -> str:
        """Give what a point within a point begins with, its indent first."""
        return self.nested_indent + _numbered(number, self.nested_mark)


def _numbered(number: int, mark: str) -> str:
    if mark in ("-", "*", "+"):
        return f"{mark} "
    return f"{number}{mark}" + " " * (mark == ".")


class Form(NamedTuple):
    """How much an entry says, and in which words: what a drafter is told of a log.

    Lengths are as `text.length` counts them: that of an entry below its title, of one point with
    its label, and of the verdict, 0 where there is none. It has from `fewest` to `most` points.
    `labels` begin points, `institutions` are as leads write them, the commonest first. `entries` is
    how many, the newest, all this is learnt from, 0 where no log tells; `faults` how many of them
    name a weakness. `first_version` tells whether leads have version 1's month where the version at
    hand has another. `nicknames` and `first_labelled` tell whether most have a nickname before the
    title ("GLIP: …"), and a label before the first point; `nested` whether the newest have points
    within points, as the log's `Style` has them. `samples` are whole entries of other papers.
    """

    fewest: int
    most: int
    length: int
    point_length: int
    verdict_length: int
    labels: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    faults: int = 0
    entries: int = 0
    nested: bool = False
    first_version: bool = False
    nicknames: bool = False
    first_labelled: bool = True
    samples: tuple[str, ...] = ()


USUAL_FORM = {
    "zh": Form(fewest=3, most=4, length=600, point_length=130, verdict_length=80),
    "en": Form(fewest=3, most=4, length=300, point_length=65, verdict_length=40),
}
"""By language, where no log tells: a minute's reading."""
