"""Tell a trouble of the whole run from one paper's: two papers in a row that fail the same way."""

from __future__ import annotations

import re
import threading

from pipeline.errors import ServerFailedError, StopRunError, SummarizeError


class Strikes:
    """What kept papers of a run from an answer since the last one that came; safe for threads."""

    def __init__(self) -> None:
        self._papers: dict[str, set[str]] = {}
        self._lock = threading.Lock()

    def answered(self) -> None:
        """Take note of an answer: the server works, whatever it did before."""
        with self._lock:
            self._papers.clear()

    def met(self, error: ServerFailedError, paper: str) -> SummarizeError:
        """Give the error that a paper's trouble comes to: the run's end where another met it."""
        with self._lock:
            # numbers apart: of tries, of seconds, of tokens
            papers = self._papers.setdefault(re.sub(r"\d+", "0", error.message), set())
            papers.add(paper)
            if len(papers) < 2:
                return error
        return StopRunError(error.message, f"two papers failed so; {error.hint}")
