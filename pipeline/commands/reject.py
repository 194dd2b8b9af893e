"""Set a draft aside."""

from __future__ import annotations

from pipeline.commands.argument import Asked
from pipeline.commands.drafts import find_draft
from pipeline.errors import SummarizeError
from pipeline.store.output_folder import Store


def reject(store: Store, paper: Asked) -> str:
    """Set a draft aside: `pending` never drafts it again. Gives where it is now."""
    folder, _, state = find_draft(store, paper)
    if state == "accepted":
        raise SummarizeError(
            f"{folder.path.name} is accepted", "take it back first with `summarize undo`"
        )
    if state == "draft":
        store.move(folder.path.name, "draft", "rejected")
    return str(store.folder(folder.path.name, "rejected").path)
