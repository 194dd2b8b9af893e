"""Records made for tests."""

from __future__ import annotations

import datetime

from pipeline.extract.paragraphs import assemble
from pipeline.records.draft import Draft, KeyPoint, Lead, Quote, Verdict
from pipeline.records.paper import Paper
from pipeline.records.paper_text import PaperText
from tests.support.fakes import PAPER_PAGES

PAPER = Paper(
    arxiv_id="2401.00001v2",
    title="Sparrow: Small Models That Read Long Papers",
    published=datetime.date(2024, 1, 2),
    updated=datetime.date(2024, 3, 5),
)


def paper_text(*pages: str) -> PaperText:
    """Give the running text of these pages, or of the made-up paper."""
    made = assemble(pages or ["\n".join(lines) for lines in PAPER_PAGES])
    return PaperText.model_validate(
        {
            "text": made.text,
            "pages": [{"number": n, "start": s, "end": e} for n, s, e in made.pages],
            "sections": [
                {"kind": k, "title": t, "start": s, "end": e} for k, t, s, e in made.sections
            ],
            "blocks": [block._asdict() for block in made.blocks],
            "notices": [{"page": notice.page, "text": notice.text} for notice in made.notices],
        }
    )


def of_blocks(*parts: tuple[str, str]) -> PaperText:
    """Give a page of text that is made of blocks, each a kind and its words."""
    text, blocks = "", []
    for kind, words in parts:
        blocks.append(f"{kind} {len(text)} {len(text) + len(words)}")
        text += words
    pages = [{"number": 1, "start": 0, "end": len(text)}]
    return PaperText.model_validate(
        {"text": text, "pages": pages, "sections": (), "blocks": blocks}
    )


def draft(
    text: str = "Sparrow 在 LongRead 上很好",
    *quotes: tuple[str, int],
    month: str = "2024.3",
    affiliations: tuple[str, ...] = (),
) -> Draft:
    """Give a draft with one point that matters, said three times."""
    given = quotes or (("We propose Sparrow, a method that reads a paper section by section", 1),)
    point = KeyPoint(
        label="问题", text=text, quotes=tuple(Quote(text=words, page=page) for words, page in given)
    )
    return Draft(
        lead=Lead(month=month, affiliations=affiliations, kind="文章", about=""),
        key_points=(point,) * 3,
        verdict=Verdict(text="", weakness=""),
    )
