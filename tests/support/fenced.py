"""The fence in what an agent's tool gives."""

from __future__ import annotations

import re


def material(text: str) -> str:
    """Give what stands in the fence of a tool's answer, which closes it and is told of before."""
    found = re.search(r"^<(paper-[0-9a-f]{24})>\n(.*)\n</\1>$", text, re.DOTALL | re.MULTILINE)
    assert found, text
    assert found.end() == len(text)
    assert f"etween <{found[1]}> and </{found[1]}> " in text[: found.start()]
    assert "material" in text[: found.start()]
    return found[2]
