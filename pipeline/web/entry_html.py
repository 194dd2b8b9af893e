"""An entry as its reader will see it: HTML with its points and marks, and nothing that is active.

Markdown of hostile words: raw HTML is shown as text, pictures are those of the entry's own folder,
and what is made passes an allowlist once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.commands.shown_entry import marked_in
from pipeline.store.paper_folder import is_figure_name
from pipeline.text import marks

_NUMBER = re.compile(
    r"(?<![A-Za-z\d.])(?<![A-Za-z]-)\d+(?:[.,]\d+)*(?:\s?[%％]|[KMBT](?![A-Za-z]))?"
)
"""A number with its sign or scale, and none of a name: GPT-3."""
_POINT = '<div class="point" tabindex="-1" data-where="{}"><div class="said">'
_TAGS = set(
    "a blockquote br button code del div em h1 h2 h3 h4 h5 h6 hr img li mark ol p pre s strong "
    "table tbody td th thead tr ul".split()
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "button": {"class", "type", "data-words"},
    "div": {"class", "tabindex", "data-where"},
    "img": {"src", "alt"},
    "mark": {"class", "data-mark"},
    "ol": {"start"},
}


class Marked(NamedTuple):
    """What a line has that is marked: the mark's number, where it stands, and the words' pieces."""

    number: int
    where: str
    pieces: tuple[str, ...]
    severity: str
    reason: str


def entry_html(body: str, places: Mapping[int, str], marked: Sequence[Marked], figures: str) -> str:
    """Give an entry as HTML.

    `places` tells where each line stands (`point 2`), by its number from 0; `figures` is the
    address of the folder that its pictures are in. What stands somewhere is in a
    `<div class="point" data-where=…>`, words that are marked in a `<mark data-mark=…>`, numbers are
    buttons.
    """
    markdown = MarkdownIt("js-default")
    tokens = markdown.parse(marks.blanked(body))
    made = list(_with_points(tokens, places, marked, figures))
    html = markdown.renderer.render(made, markdown.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def _with_points(
    tokens: list[Token], places: Mapping[int, str], marked: Sequence[Marked], figures: str
) -> Iterator[Token]:
    """Give the tokens with their marks; a paragraph that stands somewhere is a point's."""
    closings: list[Token] = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "paragraph_open":
            wheres = [places[n] for n in _lines(following) if n in places]
            yield _html(_POINT.format(wheres[0]) if wheres else "")
            closings.append(_html("</div></div>" if wheres else ""))
        if token.type == "inline":
            lines = _lines(token)
            token.children = list(
                _inline(token.children or [], lines.start, places, marked, figures)
            )
        yield token
        if token.type == "paragraph_close":
            yield closings.pop()


def _lines(token: Token | None) -> range:
    """Give the lines that a token is made of."""
    return range(*token.map) if token and token.map else range(0)


def _html(made: str) -> Token:
    return Token("html_block", "", 0, content=made)


def _inline(
    children: Sequence[Token],
    first: int,
    places: Mapping[int, str],
    marked: Sequence[Marked],
    figures: str,
) -> Iterator[Token]:
    line = first
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
            yield Token("hardbreak", "br", 0)
        elif child.type == "text" and line in places:
            here = [one for one in marked if one.where == places[line]]
            yield from _words(child.content, here)
        elif child.type == "image":
            yield _picture(child, figures)
        else:
            yield child


def _picture(image: Token, figures: str) -> Token:
    """Give a picture of the entry's own folder; of any other one, its words."""
    source = str(image.attrGet("src") or "")
    if is_figure_name(source):
        image.attrSet("src", f"{figures}/{quote(source)}")
        return image
    return Token("text", "", 0, content=f"[{image.content}]")


def _words(content: str, marked: Sequence[Marked]) -> Iterator[Token]:
    """Give text with the words that are marked as marks, and the other numbers as buttons."""
    taken = sorted(_taken(content, marked))
    end = 0
    for start, stop, one in taken:
        yield from _numbers(content[end:start])
        opening = f'<mark class="{one.severity} {one.reason}" data-mark="{one.number}">'
        yield Token("html_inline", "", 0, content=opening)
        yield Token("text", "", 0, content=content[start:stop])
        yield Token("html_inline", "", 0, content="</mark>")
        end = stop
    yield from _numbers(content[end:])


def _taken(content: str, marked: Sequence[Marked]) -> Iterator[tuple[int, int, Marked]]:
    """Give where marked words stand; of two that overlap a doubt's, or the first."""
    taken: list[tuple[int, int]] = []
    for one in sorted(marked, key=lambda one: one.severity != "doubt"):
        for at, stop in marked_in(content, one.pieces):
            if all(stop <= start or end <= at for start, end in taken):
                taken.append((at, stop))
                yield at, stop, one


def _numbers(content: str) -> Iterator[Token]:
    end = 0
    for found in _NUMBER.finditer(content):
        yield Token("text", "", 0, content=content[end : found.start()])
        opening = f'<button type="button" class="number" data-words="{found[0]}">'
        yield Token("html_inline", "", 0, content=opening)
        yield Token("text", "", 0, content=found[0])
        yield Token("html_inline", "", 0, content="</button>")
        end = found.end()
    yield Token("text", "", 0, content=content[end:])
