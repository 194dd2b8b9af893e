"""What all readers of pypdf's objects need."""

from __future__ import annotations

from typing import Any


def resolved(value: Any) -> Any:  # noqa: ANN401 - pypdf's objects have no common type
    """Give what a reference refers to; anything else as it is."""
    return value.get_object() if hasattr(value, "get_object") else value
