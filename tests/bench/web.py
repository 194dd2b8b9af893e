"""Measure the pages of `review --web`: whether boxes lie on their words, how long a page takes, and memory.

python tests/bench/web.py [--folder FOLDER]     figures of ten papers of ../shared/papers; drafts made in FOLDER are used again

Twenty clicks: of each paper a quote of a point, and a cell of a table (another quote where it has none; of the paper with
rotated pages, words of one). For each box pdfium is asked for the text within it, and the picture for its ink: a click is
right if each box holds the words that it is around, and their ink. Then, of a process of its own: seconds from the command to the
first page, of fifty pages at first and again, of a paper of 216 pages, and the memory of the server. Not part of the test suite.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import pypdfium2

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.support.command import SHARED, SUMMARIZE

PAPERS = (
    "2112.03857 1505.04597 1706.03762 2105.09938 2302.04761 1406.1078 1503.02531 2304.10592 2102.04664 math_0405482"
).split()
"""One and two columns, tables; 1406.1078 has rotated pages."""
ROTATED = "1406.1078"
LONG = "2110.08207"
PAGES = 50
SLACK = 1.0
"""Points around a box in which its words' characters may reach."""
DARK = 160
"""A pixel below it is ink."""


class Server(NamedTuple):
    """A running `review --web`, asked as a browser asks."""

    process: subprocess.Popen[str]
    address: str
    cookie: str
    first_page: float

    def get(self, path: str, **query: Any) -> bytes:
        split = urlsplit(self.address)
        connection = http.client.HTTPConnection(split.hostname or "", split.port or 0, timeout=60)
        full = f"{path}?{urlencode(query)}" if query else path
        connection.request("GET", full, headers={"Cookie": self.cookie})
        with connection.getresponse() as answer:
            content = answer.read()
            assert answer.status == 200, (path, answer.status, content[:200])
        connection.close()
        return content

    def json(self, path: str, **query: Any) -> Any:
        return json.loads(self.get(path, **query))

    def post(self, path: str, **body: Any) -> bytes:
        split = urlsplit(self.address)
        connection = http.client.HTTPConnection(split.hostname or "", split.port or 0, timeout=60)
        headers = {
            "Cookie": self.cookie,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/json",
        }
        connection.request("POST", path, json.dumps(body), headers)
        with connection.getresponse() as answer:
            content = answer.read()
            assert answer.status == 200, (path, answer.status, content[:200])
        connection.close()
        return content

    def processor(self) -> float:
        """Give the seconds that the server has computed: on a busy machine it waits, too."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def mib(self) -> tuple[float, float]:
        """Give the memory of the server, and of what reads PDFs for it."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        children = [int(child) for thread in threads for child in thread.read_text().split()]
        return _mib(self.process.pid), sum(map(_mib, children))


def _mib(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Server]:
    start = time.perf_counter()
    process = subprocess.Popen(
        [SUMMARIZE, "review", "--web"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout
        address = process.stdout.readline().strip()
        split = urlsplit(address)
        connection = http.client.HTTPConnection(split.hostname or "", split.port or 0, timeout=60)
        connection.request("GET", f"/?{split.query}")
        with connection.getresponse() as answer:
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
            answer.read()
        connection.close()
        server = Server(process, address, cookie, 0.0)
        server.get("/")
        yield server._replace(first_page=time.perf_counter() - start)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


# ── clicks ──


def clicks(server: Server, slug: str, paper: str) -> Iterator[tuple[str, list[list[int]], str]]:
    """Give two clicks of a paper: what they are, the characters that they ask for, and their words."""
    text = json.loads((DRAFTS / slug / "text.json").read_text())["content"]
    checked = server.json(f"/drafts/{quote(slug)}/entry")["checked"]
    spans = [one["spans"] for where in checked["quotes"].values() for one in where if one["spans"]]
    made: list[tuple[str, list[list[int]]]] = []
    if paper == ROTATED:
        page = next(one for one in text["pages"] if one["number"] == 14)
        line = next(
            one.split() for one in text["lines"] if int(one.split()[0]) > page["start"] + 200
        )
        made.append(("rotated page", [[int(line[0]), int(line[1])]]))
    cells = [
        [cell["start"], cell["end"]]
        for table in text["tables"]
        for row in table["rows"]
        for cell in row["cells"][table["label_columns"] :]
        if cell["end"] and any(c.isdigit() for c in cell["text"])
    ]
    if cells:
        made.append(("cell", [cells[len(cells) // 2]]))
    made += [("quote", one) for one in spans]
    for kind, chosen in made[:2]:
        yield kind, chosen, " ".join(text["text"][start:end] for start, end in chosen)


def plain(words: str) -> str:
    return "".join(re.findall(r"\w", words.casefold()))


class Shown(NamedTuple):
    kind: str
    words: str
    held: float
    ink: bool
    heads: int


def shown(server: Server, slug: str, kind: str, spans: list[list[int]], words: str) -> Shown:
    """Ask for the boxes of a click, and look what is within them in the PDF and in the picture."""
    address = f"/drafts/{quote(slug)}"
    asked = ",".join(f"{start}-{end}" for start, end in spans)
    boxes = server.json(f"{address}/boxes", spans=asked)["boxes"]
    around = [box for box in boxes if box["kind"] == "words"]
    document = pypdfium2.PdfDocument(DRAFTS / slug / "paper.pdf")
    within, ink = "", True
    for box in around:
        within += " " + text_within(document[box["page"] - 1], box)
        ink &= has_ink(server.get(f"{address}/pages/{box['page']}.png", scale=2), box)
    return Shown(
        kind,
        words,
        overlap(plain(words), plain(within)),
        ink and bool(around),
        len(boxes) - len(around),
    )


def text_within(page: pypdfium2.PdfPage, box: dict[str, Any]) -> str:
    """Give the text whose characters' middles are within a box of the displayed page."""
    left, bottom, right, top = page.get_bbox()
    turn = page.get_rotation()
    text = page.get_textpage()
    found = []
    for index in range(text.count_chars()):
        x0, y0, x1, y1 = text.get_charbox(index, loose=True)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        x, y = {
            0: (x - left, y - bottom),
            90: (y - bottom, right - x),
            180: (right - x, top - y),
            270: (top - y, x - left),
        }[turn]
        if (
            box["left"] - SLACK <= x <= box["right"] + SLACK
            and box["bottom"] - SLACK <= y <= box["top"] + SLACK
        ):
            found.append(text.get_text_range(index, 1))
    return "".join(found)


def overlap(wanted: str, within: str) -> float:
    """Give how much of the wanted letters a box holds and of those in the box is wanted, the lesser."""
    wanted_left, within_left = list(wanted), list(within)
    common = 0
    for letter in wanted_left:
        if letter in within_left:
            within_left.remove(letter)
            common += 1
    return min(common / max(1, len(wanted)), common / max(1, len(within)))


def has_ink(png: bytes, box: dict[str, Any]) -> bool:
    """Tell whether something is painted within a box of a page's picture at two pixels a point."""
    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    at, data = 8, b""
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        data += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    rows = zlib.decompress(data)
    stride = width * 3 + 1
    for y in range(
        max(0, round(height - box["top"] * 2)), min(height, round(height - box["bottom"] * 2))
    ):
        start = y * stride + 1
        row = rows[start + max(0, round(box["left"] * 2)) * 3 : start + round(box["right"] * 2) * 3]
        if row and min(row) < DARK:
            return True
    return False


# ── times ──


def seconds(action: Any) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def told(label: str, times: list[float]) -> None:
    print(
        f"{label:<34} median {statistics.median(times):.3f} s, most {max(times):.3f} s, of {len(times)}"
    )


def main() -> None:
    global DRAFTS
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path)
    folder = parser.parse_args().folder or Path(tempfile.mkdtemp())
    DRAFTS = folder / "output" / "drafts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "log.md").touch()
    slugs = {}
    for paper in (*PAPERS, LONG):
        stem = re.sub("[._]", "-", paper)
        if not list(DRAFTS.glob(f"{stem}-*/entry.md")):
            pdf = SHARED / "papers" / f"{paper}.pdf"
            subprocess.run([SUMMARIZE, str(pdf)], cwd=folder, check=True, capture_output=True)
        slugs[paper] = next(DRAFTS.glob(f"{stem}-*")).name
    with serving(folder) as server:
        right = 0
        for paper in PAPERS:
            for kind, spans, words in clicks(server, slugs[paper], paper):
                one = shown(server, slugs[paper], kind, spans, words)
                is_right = one.ink and one.held >= 0.9
                right += is_right
                print(
                    f"{paper:<13} {kind:<13} {'on its words' if is_right else 'NOT'} {one.held:.2f} {one.heads} heads  {words[:50]!r}"
                )
        print(f"\n{right} of {2 * len(PAPERS)} clicks: the boxes lie on the words")
    pages_folder = folder / "output" / "pages"
    for picture in pages_folder.glob("*/*.png"):
        picture.unlink()
    with contextlib.ExitStack() as stack:
        starts, processor = [], []
        for _ in range(5):
            with serving(folder) as server:
                starts.append(server.first_page)
                processor.append(server.processor())
        told("first page after the command", starts)
        told("its share of the processor", processor)
        server = stack.enter_context(serving(folder))
        time.sleep(2)
        address = f"/drafts/{quote(slugs[LONG])}"
        told("its first look at 216 pages", [seconds(lambda: server.get(f"{address}/pages/1"))])
        asked = [f"{address}/pages/{number}" for number in range(1, PAGES + 1)]
        told(
            "a page's picture, cold",
            [seconds(lambda p=path: server.get(f"{p}.png", scale=2)) for path in asked],
        )
        told(
            "a page's picture, warm",
            [seconds(lambda p=path: server.get(f"{p}.png", scale=2)) for path in asked],
        )
        told("a page's lines", [seconds(lambda p=path: server.get(p)) for path in asked])
        told(
            "the entry with its marks",
            [seconds(lambda: server.get(f"{address}/entry")) for _ in range(5)],
        )
        for paper in (LONG, PAPERS[0]):
            path = f"/drafts/{quote(slugs[paper])}"
            text = json.loads(server.get(f"{path}/entry"))["text"]
            texts = [text.replace("1", f"{n}7", n) for n in range(1, 6)]
            times = [
                seconds(lambda t=typed, p=path: server.post(f"{p}/check", text=t))
                for typed in texts
            ]
            told(f"what is typed, checked ({paper})", times)
        print(
            "memory after {} pages: {:.0f} MiB, and {:.0f} MiB of what reads PDFs".format(
                PAGES, *server.mib()
            )
        )


DRAFTS = Path()
if __name__ == "__main__":
    os.environ.pop("SUMMARIZE_OUTPUT", None)
    main()
