"""Tell what a page hides: text that an honest page would not, with the reason.

Honest papers hide labels that figures leave behind, drawings cropped to a part, anchors of 0.1 pt
that TeX sets. Those stay out of the text like all that does not show, and nobody needs to hear of
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.extract.pieces import pieces, turned
from pipeline.pdf.page import Run
from pipeline.pdf.reader import BLANK, CLIPPED, OFF, OUTSIDE
from pipeline.pdf.visibility import COVERED
from pipeline.text import disguise, injections
from pipeline.text.cjk import CJK, HANGUL
from pipeline.text.disguise import Disguise

_FUNCTION_WORD = re.compile(
    r"\b(?:the|this|that|of|to|in|is|are|for|and|by|with|a|you|your|not|all|be"
    r"|les?|la|de|und|der|die|el|que|и|в|не)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_CJK_RUN = re.compile(f"[{CJK}{HANGUL}]{{10,}}")
_OF_FIGURES = frozenset([BLANK, OFF, OUTSIDE, CLIPPED, COVERED])
"""How honest figures hide whole sentences: cropped, stacked, and drawn as outlines with a text
layer."""
_LEAST_LETTERS, _MANY_LETTERS, _LEAST_WORDS = 20, 60, 4
"""Letters of text on a page itself at least: 20 in four words, or 60 in any."""
_PROSE_WORDS, _PROSE_FUNCTION_WORDS = 8, 2
"""Words of prose at least, and how many of them join others."""


def hidden_words(
    page_runs: Iterable[Run], lies: Iterable[Disguise] = ()
) -> Iterator[tuple[str, str]]:
    """Give (reason, words) for what a page's runs hide and is worth telling.

    `lies` are glyphs that read as a sentence: they come first, then what does not show, by reason
    and form.
    """
    for lie in lies:
        yield lie.reason, lie.text
    hidden: dict[tuple[str, int], list[Run]] = {}
    for run in page_runs:
        if run.hidden:
            hidden.setdefault((run.hidden, run.form), []).append(run._replace(hidden=""))
    for (reason, form), runs in hidden.items():
        said = _said(runs)
        in_form = _is_prose(said) and reason not in _OF_FIGURES
        if (in_form if form else _is_text(said)) or injections.is_one(said):
            yield reason, said


def _said(runs: list[Run]) -> str:
    """Give what runs say, and what is written in characters that nobody sees."""
    together = [piece.text for upright in turned(runs).values() for piece in pieces(upright)]
    text, disguised = disguise.undress(" ".join(together))
    return " ".join([text, *(one.text for one in disguised if one.text not in text)])


def _is_text(text: str) -> bool:
    """Tell words on the page itself from stray labels: 20 letters or more."""
    letters = sum(map(str.isalpha, text))
    if letters < _LEAST_LETTERS:
        return False
    many = letters >= _MANY_LETTERS or len(_WORD.findall(text)) >= _LEAST_WORDS
    return many or bool(_CJK_RUN.search(text))


def _is_prose(text: str) -> bool:
    """Tell sentences from a figure's labels."""
    words = len(_WORD.findall(text)) >= _PROSE_WORDS
    joined = len(_FUNCTION_WORD.findall(text)) >= _PROSE_FUNCTION_WORDS
    return (words and joined) or bool(_CJK_RUN.search(text))
