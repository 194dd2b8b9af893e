"""Hold a comparison of two names against the rows of the paper's tables.

"GPT-3 的 EM 高于 T5" is wrong where T5 has the larger EM. Each of the two must be one row of a
table, and in every column that the sentence names, the numbers must go the other way. Better and
worse are told where the column, or the caption, has a metric that is known; then in all columns
where it names none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.check.comparisons import is_better_higher
from pipeline.check.grids import Grid, grids_of
from pipeline.check.labels import TELLS_NOTHING, has_letters
from pipeline.check.named import Named
from pipeline.check.paper_index import PaperIndex
from pipeline.check.quantities import Quantity
from pipeline.check.statements import Said
from pipeline.check.ways import BETTER, HIGHER, comparisons_of
from pipeline.records.report import Finding, make_finding
from pipeline.text.sentences import Place


def reversed_rows(said: Said, place: Place, index: PaperIndex) -> Iterator[Finding]:
    """Give a finding for each comparison of a sentence that the tables have the other way round."""
    sentence = said.words_at(place)
    for one in comparisons_of(sentence):
        if one.axis not in (BETTER, HIGHER):
            continue
        before, behind = Named(one.before, None, ()), Named(one.behind, None, ())
        against = []
        for grid in grids_of(index).all:
            rows = _row_of(grid, before, behind), _row_of(grid, behind, before)
            if rows[0] is None or rows[1] is None:
                continue
            for column in _columns_of(grid, sentence, any_will_do=one.axis == BETTER):
                numbers = grid.first(rows[0], column), grid.first(rows[1], column)
                is_more = _is_more(grid, column, numbers, by_value=one.axis == HIGHER, index=index)
                if is_more is not None:
                    against.append((is_more != one.is_more, grid, rows, numbers))
        if against and all(is_against for is_against, *_ in against):
            _, grid, rows, numbers = against[0]
            yield _finding(said.where, one.words, grid, rows, numbers, index)


def _row_of(grid: Grid, own: Named, other: Named) -> int | None:
    """Give the one row that some words name and others do not; None where it is not one."""
    found = [
        (len(words), at)
        for at, words in enumerate(map(_telling, grid.rows))
        if own.has_all(words) and not other.has_all(words)
    ]
    best = [at for length, at in found if length == max(found)[0]]
    return best[0] if len(best) == 1 else None


def _columns_of(grid: Grid, sentence: str, *, any_will_do: bool) -> list[int]:
    """Give the columns that a sentence names; where it names none, all of them if any will do."""
    named = Named(sentence, None, ())
    columns = range(grid.table.label_columns, len(grid.columns))
    telling = {at: _telling(grid.columns[at]) for at in columns}
    found = [at for at, words in telling.items() if named.has_all(words)]
    return found or (list(columns) if any_will_do else [])


def _telling(words: frozenset[str]) -> frozenset[str]:
    """Give the words of a label that set it apart; digits are of its name, if it has one."""
    own = words - TELLS_NOTHING
    return own if any(map(has_letters, own)) else frozenset()


def _is_more(
    grid: Grid,
    column: int,
    numbers: Sequence[Quantity | None],
    *,
    by_value: bool,
    index: PaperIndex,
) -> bool | None:
    """Tell whether the first of two numbers is more, or better; None where it cannot be told."""
    one, other = numbers
    if one is None or other is None or one.base == other.base or one.unit != other.unit:
        return None
    is_larger = one.base > other.base
    if by_value:
        return is_larger
    caption = index.text[grid.table.start : grid.table.end]
    way = is_better_higher(grid.table.heads[column])
    way = is_better_higher(caption) if way is None else way
    return None if way is None else is_larger == way


def _finding(
    where: str,
    words: str,
    grid: Grid,
    rows: Sequence[int | None],
    numbers: Sequence[Quantity | None],
    index: PaperIndex,
) -> Finding:
    labels = [grid.table.rows[row].label for row in rows if row is not None]
    written = [one.written.strip() for one in numbers if one]
    theirs = f"{labels[0]} {written[0]}, {labels[1]} {written[1]}"
    return make_finding(
        where,
        "direction",
        words,
        f"“{words}”: {grid.table.label} has it the other way round",
        theirs,
        grid.table.pages[0] if grid.table.pages else index.page_at(grid.place.start),
        reason="contradicted",
    )
