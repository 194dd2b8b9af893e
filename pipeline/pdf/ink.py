"""Look whether text leaves ink on its page, whatever hides it.

The page is painted with its text and without it, and the two are compared where each run's letters
have most of their ink: between its base line and the height of an x. Text that lies on other text
is taken away by itself, too, so that no run takes another's ink for its own.
"""

from __future__ import annotations

import itertools
import math
import operator
import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.pdf.geometry import Box, area, both, box_of
from pipeline.pdf.page import PageGlyphs, Run, Show, Why, unknown, with_reasons
from pipeline.pdf.rendering import CHANNELS, Document, Page, Painted, Picture
from pipeline.pdf.visibility import INVISIBLE, TRANSPARENT, UNDER_IMAGE

INKLESS = "leaves no ink on the page"
PILED = "letters on each other"
_DPI = 60.0
_X_HEIGHT = 0.45
"""Ems above the base line that all letters and digits have ink in, and no other line's have."""
_LEAST_DIFFERENCE = 22
"""Of 255, in one channel: paint that changes a pixel by no more is not seen, nor is a colour that
differs so little from its background (visibility.py)."""
_LEAST_INK = 0.05
"""Share of the channels looked at that a text changes at least; a lone 7 of plain papers changes
0.12 of them, a word more than 0.2."""
_PART, _LETTERS_OF_PART, _LONG = 8, 3, 16
"""Characters of the parts that a run is looked at in, letters of a part that is judged, and
characters from which on a run has parts."""
_LEVEL = 1.0
"""Degrees that a base line is off the level at most, for a run to be looked at in parts."""
_MOST_BLANK = 0.25
"""Share of a run's parts that leave no ink, from which on it does not show."""
_SAME_PLACE = 0.6
"""Points that both readers' places of one show operation are apart at most."""
_SHARED = 0.2
"""Share of a zone that the boxes of foreign texts cover, from which on their ink could be taken for
its own."""
_LINE, _MOST_LINES = 1.5, 800
"""Points between the lines across a page that texts are sorted by, and such lines at most."""
_TOUCH = 0.5
"""Points that neighbours in a line may share."""
_LINE_PART, _WIDE = 4.0, 2.0
"""Ems of the parts that a line is looked at in, and ems between two runs of a line at most."""
_LEAST_COVERED = 20
"""Letters and digits on other texts at least, for a page to be painted without them."""
_MOST_LOOKS = 1_000_000
"""How often a run is held against a text on one page; beyond that all are taken to be covered."""
_NEAR = 3.0
"""Points from an image within which a text is near it."""
_MOST_LAYERS = 6
"""Times that a page is painted without some of its piled up texts, at most."""
_FIRST_FOREIGN = "\u0250"
"""The first character that a font put in another's place may not have."""
_SAME_SIZE = 1.0
"""Points that both readers' sizes of a page differ by less than."""
_SCANNED = 0.8
"""Share of a scanned page that its images cover, and of its letters that do not show."""
_OF_LAYERS = frozenset([INKLESS, INVISIBLE, TRANSPARENT, UNDER_IMAGE])
"""How a scanned page's text layer is hidden."""
_WORD, _NARROW = 4, 0.12
"""Letters of a word at least, and ems that each is wide at least, for it to be read."""
_JUDGED = re.compile(r"[^\W_\u02b0-\u02ff]")
"""A letter or digit, but no accent that stands by itself."""
_SEEN = [int(min(d, 511 - d) > _LEAST_DIFFERENCE) for d in range(511)]
"""Whether a difference of two channels is seen; one from -255 to 255 is its place in the list."""
_DARK = bytes(int(255 - value > _LEAST_DIFFERENCE) for value in range(256))
"""Whether a channel's difference from white is seen."""

Owners = Callable[[Sequence[Painted]], Mapping[int, Sequence[int]]]
"""Tells for the places of runs, of a page's texts, the places of those that paint them."""


class Eye:
    """Looks at the pages of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def look(self, number: int, walked: PageGlyphs) -> PageGlyphs | None:
        """Give a page, counted from 1, with the reason of each run that leaves no ink.

        None where pdfium does not have the same page, so that it was not looked at.
        """
        with self._document.page(number) as page:
            if page is None or not _is_same(page, walked):
                return None
            owners = owners_by_shows(walked.runs, walked.shows)
            return walked._replace(runs=looked_at(page, walked.runs, owners, walked.why))


def _is_same(page: Page, walked: PageGlyphs) -> bool:
    sides = ((page.width, walked.width), (page.height, walked.height))
    return all(abs(one - other) < _SAME_SIZE for one, other in sides)


def looked_at(
    page: Page, runs: Sequence[Run], owners: Owners, why: Why = unknown
) -> tuple[Run, ...]:
    """Give a page's runs with the reason of each that leaves no ink.

    `why` names what hides them, and judges the runs that cannot be: signs, and glyphs that are not
    known here. The text layer of a scanned page shows: images are all over it, and next to no other
    text does.
    """
    texts, images = page.painted
    runs = [run._replace(hidden=PILED) if _is_piled(run) else run for run in runs]
    blank, unjudged = _inkless(page, texts, images, runs, owners)
    asked = sorted(blank | unjudged)
    reasons = [
        reason or (INKLESS if place in blank else "")
        for place, reason in zip(asked, why(asked), strict=True)
    ]
    found = with_reasons(runs, asked, reasons)
    frame = Box(0.0, 0.0, page.width, page.height)
    painted = sum(area(both(image.box, frame)) for image in images)
    if painted < _SCANNED * area(frame):
        return found
    letters = [sum(map(str.isalnum, run.text)) for run in found]
    layer = [run.hidden in _OF_LAYERS for run in found]
    if sum(itertools.compress(letters, layer)) <= _SCANNED * sum(letters):
        return found
    return tuple(
        run._replace(hidden="") if of_layer else run
        for run, of_layer in zip(found, layer, strict=True)
    )


def _is_piled(run: Run) -> bool:
    """Tell whether a run's letters are painted on each other, or backwards."""
    if run.hidden or len(run.text) < _WORD:
        return False
    long = run.x1 - run.x0
    if run.angle:
        turn = math.radians(run.angle)
        long = long * math.cos(turn) + (run.y1 - run.y0) * math.sin(turn)
    return long < _NARROW * run.size * len(run.text)


def _inkless(
    page: Page,
    texts: Sequence[Painted],
    images: Sequence[Painted],
    runs: Sequence[Run],
    owners: Owners,
) -> tuple[set[int], set[int]]:
    """Give the places in `runs` of those that leave no ink, and of those that cannot be judged.

    A run that is hidden already is not looked at; one that has neither letter nor digit, or glyphs
    that are not known here, cannot be judged.
    """
    lines = list(_lines(runs))
    unjudged = {place for line in lines for place in line.places if not _is_judged(runs[place])}
    if not lines:
        return set(), unjudged
    whole = Box(0.0, 0.0, page.width, page.height)
    frame = both(whole, box_of([edge for line in lines for edge in (line.box[:2], line.box[2:])]))
    if frame.width < 0 or frame.height < 0:
        every = {place for line in lines for place in line.places}
        return every, unjudged  # all is outside the page
    with page.without(_apart(images, [line.box for line in lines])):
        inkless, strange = _inkless_in(page, frame, texts, runs, lines, owners)
    return inkless, unjudged | strange


def _inkless_in(
    page: Page,
    frame: Box,
    texts: Sequence[Painted],
    runs: Sequence[Run],
    lines: Sequence[_Line],
    owners: Owners,
) -> tuple[set[int], set[int]]:
    """Give the places of the runs in a frame that leave no ink, and of those of unknown glyphs."""
    shown = page.picture(_DPI, frame)
    with page.without(texts):
        bare = page.picture(_DPI, frame)
    blank = _blank(_Pair(shown, bare, page.height), runs, lines)
    piled = _piled(texts, page)
    if not blank and not piled:
        return set(), set()
    own = owners(texts)
    strange = {place for place in blank if _is_unknown(page, texts, runs[place], own[place])}
    found = blank - strange
    inked = [place for line in lines for place in line.places if place not in blank]
    covered = _covered(texts, runs, inked, own, piled)
    layers = _layers(texts, covered, own)
    for layer in layers[:_MOST_LAYERS]:
        mine = [texts[place] for at in layer for place in own[at]]
        with page.without(mine):
            pairs = [_Pair(shown, page.picture(_DPI, frame), page.height)]
        with page.without(texts):
            page.switch(mine, on=True)  # other letters are no ground to read letters on
            pairs.append(_Pair(page.picture(_DPI, frame), bare, page.height))
        found |= {
            at for at in layer if not all(pair.tells(runs[at], _zone(runs[at])) for pair in pairs)
        }
    return found.union(*layers[_MOST_LAYERS:]), strange


class _Line(NamedTuple):
    """Runs of one show operation on one base line: the box of their zones, and their places."""

    box: Box
    size: float
    places: list[int]


def _lines(runs: Sequence[Run]) -> Iterator[_Line]:
    """Give the lines of all runs that are not hidden."""
    places: list[int] = []
    first = last = None
    for at, run in enumerate(runs):
        if run.hidden:
            continue
        if (
            first is not None
            and last is not None
            and run.show == first.show >= 0
            and run.y0 == first.y0
            and not run.angle
            and last.x1 <= run.x0 <= last.x1 + _WIDE * run.size
        ):
            places.append(at)
            last = run
            continue
        if first is not None and last is not None:
            yield _line(first, last, places)
        first = last = run
        places = [at]
    if first is not None and last is not None:
        yield _line(first, last, places)


def _line(first: Run, last: Run, places: list[int]) -> _Line:
    box = _zone(first)
    if last is not first:
        box = Box(box.left, box.bottom, last.x1, box.top)
    return _Line(box, first.size, places)


def _blank(pair: _Pair, runs: Sequence[Run], lines: Sequence[_Line]) -> set[int]:
    """Give the places of the runs that only a picture with them has no ink of.

    Most lines have ink all along them, which is seen without a look at each of their runs.
    """
    return {
        place
        for line in lines
        if not pair.is_inked(line.box, line.size)
        for place in line.places
        if _is_judged(runs[place]) and not pair.tells(runs[place], _zone(runs[place]))
    }


def _is_judged(run: Run) -> bool:
    """Tell whether a run has a letter or digit to look for the ink of."""
    text = run.text
    return (text.isascii() and text.isalnum()) or _JUDGED.search(text) is not None


def owners_by_shows(runs: Sequence[Run], shows: Sequence[Show]) -> Owners:
    """Tell what paints runs by where their show operations start.

    Of several that start at one place, the first one is the first text there.
    """

    def owners(texts: Sequence[Painted]) -> Mapping[int, Sequence[int]]:
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for show, text in _paired(shows, texts):
            groups[show.first].append(text)
        return {
            at: groups.get(shows[run.show].first, ()) if 0 <= run.show < len(shows) else ()
            for at, run in enumerate(runs)
        }

    return owners


def _paired(shows: Sequence[Show], texts: Sequence[Painted]) -> Iterator[tuple[Show, int]]:
    """Give show operations with the place of the text object that each painted."""
    pairs = zip(shows, texts, strict=False)
    if len(shows) == len(texts) and all(_is_near(show, text) for show, text in pairs):
        yield from zip(shows, range(len(texts)), strict=True)
        return
    cells: defaultdict[tuple[int, int], deque[int]] = defaultdict(deque)
    for place, text in enumerate(texts):
        cells[int(text.x), int(text.y)].append(place)
    for show in shows:
        near = [
            (
                round(math.hypot(texts[cell[0]].x - show.x, texts[cell[0]].y - show.y), 1),
                cell[0],
                cell,
            )
            for x in (-1, 0, 1)
            for y in (-1, 0, 1)
            if (cell := cells.get((int(show.x) + x, int(show.y) + y)))
        ]
        away, place, cell = min(near, key=lambda one: one[:2], default=(math.inf, 0, deque[int]()))
        if away <= _SAME_PLACE:
            cell.popleft()
            yield show, place


def _is_near(show: Show, text: Painted) -> bool:
    return abs(text.x - show.x) < _SAME_PLACE and abs(text.y - show.y) < _SAME_PLACE


def _zone(run: Run) -> Box:
    """Give where a run's letters have most of their ink."""
    rise = _X_HEIGHT * run.size
    if not run.angle and run.x0 < run.x1:
        return Box(run.x0, run.y0, run.x1, run.y0 + rise)
    turn = math.radians(run.angle)
    ux, uy = -math.sin(turn) * rise, math.cos(turn) * rise
    ends = ((run.x0, run.y0), (run.x1, run.y1))
    return box_of([*ends, *((x + ux, y + uy) for x, y in ends)])


def _apart(images: Sequence[Painted], zones: Iterable[Box]) -> list[Painted]:
    """Give the images that no text is near to: it does not matter how they look."""
    if not images:
        return []
    by_top = sorted(zones, key=lambda zone: zone.top)
    tops = [zone.top for zone in by_top]
    tallest = max(zone.height for zone in by_top)

    def is_near(box: Box) -> bool:
        first = bisect_left(tops, box.bottom - _NEAR)
        last = bisect_left(tops, box.top + tallest + _NEAR)
        left, right = box.left - _NEAR, box.right + _NEAR
        return any(zone.left < right and zone.right > left for zone in by_top[first:last])

    return [image for image in images if not is_near(image.box)]


class _Pair:
    """A page's picture and one without some of its texts; `height` is the page's in points."""

    def __init__(self, shown: Picture, without: Picture, height: float) -> None:
        self._shown, self._without, self._height = shown, without, height
        # most rows are white without text: what is dark in them is ink
        stride = shown.width * CHANNELS
        white = b"\xff" * stride
        self._dark = shown.pixels.translate(_DARK)
        self._is_white = [
            without.pixels[start : start + stride] == white
            for start in range(0, shown.height * stride, stride)
        ]

    def _place(self, zone: Box) -> tuple[int, int, int, int]:
        """Give a zone's left, right, top and bottom in pixels; nothing is left of one outside."""
        shown, (across, down) = self._shown, self._shown.scale
        left = int(zone.left * across) - shown.left
        right = min(max(math.ceil(zone.right * across) - shown.left, left + 1), shown.width)
        top = int((self._height - zone.top) * down) - shown.top
        bottom = math.ceil((self._height - zone.bottom) * down) - shown.top
        return max(0, left), right, max(0, top), min(max(bottom, top + 1), shown.height)

    def is_inked(self, zone: Box, size: float) -> bool:
        """Tell whether only the first picture has ink in each part of a line's zone."""
        left, right, top, bottom = self._place(zone)
        if left >= right or top >= bottom:
            return False
        parts = max(1, int(zone.width / (_LINE_PART * size or 1.0)))
        edges = [left + part * (right - left) // parts for part in range(parts + 1)]
        return all(
            self._has_ink(start, end, top, bottom) for start, end in itertools.pairwise(edges)
        )

    def tells(self, run: Run, zone: Box) -> bool:
        """Tell whether only the first picture has ink all along a run's zone."""
        left, right, top, bottom = self._place(zone)
        if left >= right or top >= bottom:
            return False  # outside the page
        length = len(run.text)
        if length < _LONG or abs(run.angle) >= _LEVEL:
            return self._has_ink(left, right, top, bottom)
        parts, wide = length // _PART, right - left
        edges = [left + part * wide // parts for part in range(parts + 1)]
        inked = [self._has_ink(*edge, top, bottom) for edge in itertools.pairwise(edges)]
        if all(inked):
            return True
        blank = [
            not is_inked
            for part, is_inked in enumerate(inked)
            if sum(
                map(str.isalnum, run.text[part * length // parts : (part + 1) * length // parts])
            )
            >= _LETTERS_OF_PART
        ]
        in_a_row = any(map(operator.and_, blank, blank[1:]))
        return not (in_a_row or sum(blank) > _MOST_BLANK * len(blank))

    def _has_ink(self, left: int, right: int, top: int, bottom: int) -> bool:
        """Tell whether the two pictures differ in enough of the channels of a part."""
        right = max(right, left + 1)
        stride, start, end = self._shown.width * CHANNELS, left * CHANNELS, right * CHANNELS
        count, is_white, channels = self._dark.count, self._is_white, (bottom - top) * (end - start)
        ink = 0
        for y in range(top, bottom):
            if is_white[y]:
                ink += count(1, y * stride + start, y * stride + end)
            else:
                ink += self._differing(y * stride + start, y * stride + end)
            if ink / channels >= _LEAST_INK:
                return True
        return False

    def _differing(self, start: int, end: int) -> int:
        """Count the channels that the two pictures differ in, of some in a row."""
        without = self._without.pixels[start:end]
        if without.count(255) == end - start:
            return self._dark.count(1, start, end)
        shown = self._shown.pixels[start:end]
        return sum(map(_SEEN.__getitem__, map(operator.sub, shown, without)))


def _is_unknown(page: Page, texts: Sequence[Painted], run: Run, own: Sequence[int]) -> bool:
    """Tell whether a text's glyphs are of a font that is neither in the file nor here."""
    if any(letter < _FIRST_FOREIGN for letter in run.text if letter.isalpha()):
        return False
    return bool(own) and not any(page.is_drawn(texts[place]) for place in own)


def _piled(texts: Sequence[Painted], page: Page) -> set[int]:
    """Give the places of the texts that share more than an edge with another one."""
    step = max(_LINE, page.height / _MOST_LINES)
    lines: defaultdict[int, list[tuple[float, float, int]]] = defaultdict(list)
    for place, text in enumerate(texts):
        left, bottom, right, top = text.box
        first = math.ceil(max(0.0, bottom) / step)
        for line in range(first, max(first, int(min(page.height, top) / step)) + 1):
            lines[line].append((left, right, place))
    found: set[int] = set()
    for reaching in lines.values():
        reaching.sort()
        reach, last = -math.inf, 0
        for left, right, place in reaching:
            if left < reach - _TOUCH:
                found |= {place, last}
            if right > reach:
                reach, last = right, place
    return found


def _covered(
    texts: Sequence[Painted],
    runs: Sequence[Run],
    inked: Iterable[int],
    own: Mapping[int, Sequence[int]],
    piled: set[int],
) -> list[int]:
    """Give the runs where texts of others are, so that their ink may not be their own.

    Few letters in all are accents and limits of formulas, and say nothing.
    """
    ordered = sorted(piled, key=lambda place: texts[place].box.bottom)
    bottoms = [texts[place].box.bottom for place in ordered]
    tallest = max((texts[place].box.height for place in ordered), default=0.0)
    looks, found = 0, []
    for at in inked:
        if piled.isdisjoint(own[at]) or not _is_judged(runs[at]):
            continue
        zone = _zone(runs[at])
        first, last = bisect_left(bottoms, zone.bottom - tallest), bisect_left(bottoms, zone.top)
        looks += last - first
        others = (texts[place].box for place in ordered[first:last] if place not in own[at])
        is_covered = looks > _MOST_LOOKS or (
            sum(area(both(zone, box)) for box in others) > _SHARED * area(zone)
        )
        if is_covered:
            found.append(at)
    letters = sum(sum(map(str.isalnum, runs[at].text)) for at in found)
    return found if letters >= _LEAST_COVERED else []


def _layers(
    texts: Sequence[Painted], covered: Sequence[int], own: Mapping[int, Sequence[int]]
) -> list[list[int]]:
    """Sort runs into layers whose texts don't lie on each other."""
    layers: list[tuple[list[int], dict[int, Box]]] = []
    for at in covered:
        mine = {place: texts[place].box for place in own[at]}
        for members, boxes in layers:
            others = (box for place, box in boxes.items() if place not in mine)
            if not any(_share(box, other) for other in others for box in mine.values()):
                members.append(at)
                boxes |= mine
                break
        else:
            layers.append(([at], mine))
    return [members for members, _ in layers]


def _share(one: Box, other: Box) -> bool:
    shared = both(one, other)
    return shared.width > 0 and shared.height > 0
