"""How a log writes its entries."""

from __future__ import annotations

from typing import NamedTuple


class Style(NamedTuple):
    """How a log writes its entries; an empty text leaves it to the template.

    `open` and `close` stand around a title (`close` is `](` where titles are links), `number_mark`
    behind a point's number, or is the bullet itself; `indent` stands before every line below the
    title, where titles stand at the margin; `lead_end` closes the lead and `verdict_start` opens
    the verdict.
    """

    open: str = ""
    close: str = ""
    number_mark: str = "."
    blank_between: bool = False
    blank_after_title: bool = True
    indent: str = ""
    lead_end: str = ""
    verdict_start: str = ""

    def around_title(self, arxiv_id: str | None, usual: tuple[str, str]) -> tuple[str, str]:
        """Give what stands before and behind a title.

        `usual` where the log does not tell, or where a link has no target.
        """
        if self.close == "](":
            return ("[", f"](https://arxiv.org/abs/{arxiv_id})") if arxiv_id else usual
        return (self.open, self.close) if self.open else usual

    def point(self, number: int) -> str:
        """Give what a numbered point begins with: `1. `, `1，` or `- `."""
        if self.number_mark in "-*+":
            return f"{self.number_mark} "
        return f"{number}{self.number_mark}" + " " * (self.number_mark == ".")
