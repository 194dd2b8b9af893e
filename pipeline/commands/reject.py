"""Set a draft aside, and take that back."""

from __future__ import annotations

from pipeline.commands.drafts import find_folder
from pipeline.errors import SummarizeError
from pipeline.store.output_folder import Store


def reject(store: Store, paper: str) -> str:
    """Set a draft aside: `pending` never drafts it again. Gives the path where it is now.

    Raises SummarizeError where there is no draft, it is accepted already, or a run is at work on
    it.
    """
    with store.in_use():
        return _reject(store, paper)


def _reject(store: Store, paper: str) -> str:
    folder, state = find_folder(store, paper)
    slug = folder.path.name
    if state == "accepted":
        raise SummarizeError(f"{slug} is accepted", "take it back first with `summarize undo`")
    if state == "draft":
        with store.moving(folder):
            store.move(slug, "draft", "rejected")
    return str(store.folder(slug, "rejected").path)


def restore(store: Store, paper: str) -> str:
    """Take a reject back: the paper is a draft again. Gives the path where it is now.

    Raises SummarizeError where it has not been rejected.
    """
    with store.in_use():
        folder, state = find_folder(store, paper)
        slug = folder.path.name
        if state != "rejected":
            what = "accepted" if state == "accepted" else "a draft already"
            raise SummarizeError(f"{slug} is {what}", "only what was rejected can be taken back")
        with store.moving(folder):
            store.move(slug, "rejected", "draft")
        return str(store.folder(slug).path)
