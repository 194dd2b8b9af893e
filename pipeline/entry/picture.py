"""Link a picture as the log does; nothing of its alternative text becomes markup. Pure."""

from __future__ import annotations

import re

from markupsafe import Markup

from pipeline.entry.inert import inert, visible
from pipeline.records.style import Pictures

_NOT_PLAIN = re.compile(r"[^\w\s.,;:()'-]|(?<=\()\(|(?<=:):|(?<=-)-")
"""What an attribute has as entities: what could end it, and what Obsidian, Logseq and GitHub's
formulas look for within HTML too."""
_BRACKETS = str.maketrans("[]", "()")
"""A bracket within ![…] would end it, and no reader misses the difference."""


def link(style: Pictures, target: str, alternative: str) -> Markup:
    """Give a picture's link with its alternative text, as a log writes links of pictures.

    `target` is a plain path of ours.
    """
    if style.as_tag:
        said = _NOT_PLAIN.sub(lambda found: f"&#{ord(found[0])};", visible(alternative))
        size = f" {style.size}" if style.size else ""
        words = f'<img src="{target}"{size} alt="{said}">'
    else:
        words = f"![{inert(alternative.translate(_BRACKETS))}]({target})"
    return Markup(f"{style.indent}{style.before}{words}{style.behind}")  # noqa: S704 - its words are inert
