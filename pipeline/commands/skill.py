"""Tell an agent how to draft: a skill, as agents read them (SKILL.md, agentskills.io)."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline import resources
from pipeline.commands.argument import named_from
from pipeline.errors import UsageError
from pipeline.files import make_folder
from pipeline.store import rendered
from pipeline.store.paper_folder import fingerprint

FILE = "SKILL.md"
_PROMPT = "skill.md"
_NAME = re.compile(r"\A---\n(?:.*\n)*?name: *(?P<name>[\w-]+) *\n")


def skill(home: Path) -> str:
    """Give the text of the skill: the user's own prompts/skill.md, else the one that ships."""
    return resources.read("prompts", _PROMPT, home)


def install(home: Path, here: Path, into: str) -> Path:
    """Write the skill into a folder, named from `here`, and give the file that was written.

    It is beside SKILL.md where somebody has changed that. Raises UsageError for a folder of another
    name than the skill's, where agents look for none.
    """
    text = skill(home)
    folder = named_from(here, into)
    named = _NAME.match(text)
    if named and folder.resolve().name != named["name"]:
        raise UsageError(
            f"agents find a skill by its folder's name, which is {named['name']}",
            f"use --into {folder / named['name']}",
        )
    make_folder(folder)
    return rendered.write(folder / FILE, text, fingerprint("skill", text))
