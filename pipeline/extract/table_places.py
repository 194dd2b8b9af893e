"""Find what the tables of a page are made out of: the words and rules beside each caption.

Places and sizes are in points.
"""

from __future__ import annotations

from functools import cached_property

from pipeline.extract.table_captions import Caption
from pipeline.extract.table_page import Body, TablePage
from pipeline.extract.table_sections import Sections
from pipeline.extract.table_unruled import Unruled


class Places:
    """The places of a page that may be tables."""

    def __init__(self, page: TablePage) -> None:
        self._page = page
        self._unruled = Unruled(page)

    @cached_property
    def _sections(self) -> Sections:
        return Sections(self._page)

    def bodies(self) -> list[Body]:
        """Give the tables of a page, each with its caption, from top to bottom.

        One is without words where nothing stands beside its caption.
        """
        if not self._page.captions:
            return []
        ruled, beside = self._sections.bodies(self._is_unruled)
        taken = {id(word) for body in (*ruled.values(), *beside) for word in body.words}
        found: list[Body] = []
        for at, caption in enumerate(self._page.captions):
            found.append(ruled[at] if at in ruled else self._unruled.free(caption, taken))
            taken |= {id(word) for word in found[-1].words}
        return sorted([*found, *beside], key=self._order)

    def _order(self, body: Body) -> tuple[int, int, float]:
        """Give the order of tables: that of their captions, parts from top to bottom."""
        line = round(-body.box.top / body.caption.size)
        return self._page.captions.index(body.caption), line, body.box.left

    def following(self, body: Body, taken: set[int]) -> Body | None:
        """Give what may go on with a table at the top of the page or of its next column.

        `taken` are the words that are of other tables. None where nothing does.
        """
        if not body.end:
            return None
        found = self._sections.following(body) or self._unruled.following(body)
        return None if found is None or any(id(one) in taken for one in found.words) else found

    def _is_unruled(self, caption: Caption, taken: set[int]) -> bool:
        return bool(self._unruled.free(caption, taken).words)
