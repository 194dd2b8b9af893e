"""A paper's text as it is sent to a model: what says something in words, page by page."""

from __future__ import annotations

from pipeline.records.paper_text import BlockKind, PaperText

_LEFT_OUT: frozenset[BlockKind] = frozenset(["figure", "notice", "reference"])
"""Labels of figures, entries of references and banners cost much and say nothing of the paper."""
_OMITTED = "…"
"""What stands for a formula: a quote over it has its two halves, as over any ellipsis."""


def sent(text: PaperText, *spans: tuple[int, int]) -> str:
    """Give passages of a paper with a mark where each page begins.

    `spans` are the passages' first characters and those behind their last ones. An
    ellipsis stands for a formula, whose signs have lost their places.
    """
    return "\n".join(
        f"[page {page.number}]\n{words}\n"
        for start, end in spans
        for page in text.pages
        if (words := _words(text, max(start, page.start), min(end, page.end)).strip())
    )


def _words(text: PaperText, start: int, end: int) -> str:
    """Give what is sent of the characters from `start` to `end`."""
    if not text.blocks:
        return text.text[start:end]
    out = []
    for block in text.blocks_between(start, end):
        piece = text.text[max(start, block.start) : min(end, block.end)]
        if block.kind == "formula":
            out.append(_OMITTED + piece[len(piece.rstrip()) :])
        elif block.kind not in _LEFT_OUT:
            out.append(piece)
    return "".join(out)
