"""PDFs of every kind, read by the real child process."""

from __future__ import annotations

import io
import itertools
import struct
import subprocess
import sys
import time
import unicodedata
import zlib
from pathlib import Path

import pydantic
import pytest
from pydantic import ValidationError
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

import pipeline
from pipeline.errors import SummarizeError
from pipeline.extract import columns
from pipeline.extract.process import extract, painted
from pipeline.pdf.pdfium import SecondReader
from pipeline.pdf.reader import Reader
from pipeline.pdf.rendering import Document
from pipeline.records.paper_text import LineBox, Page, PaperText
from tests.support.fakes import PAPER_PAGES, make_pdf


def read(folder: Path, content: bytes, *, seconds: float = 20, mib: int = 1024) -> PaperText:
    path = folder / "paper.pdf"
    path.write_bytes(content)
    return extract(path, seconds=seconds, mib=mib)


def encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf(PAPER_PAGES))))
    writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_content(stream: bytes) -> bytes:
    """Give a one-page PDF whose content stream unpacks to `stream`."""
    packed = zlib.compress(stream)
    plain = make_pdf([["x"]])
    start, end = plain.index(b"<< /Length"), plain.index(b"endstream")
    return (
        plain[:start]
        + b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
        + packed
        + b"\n"
        + plain[end:]
    )


def test_a_package_that_no_folder_of_the_interpreters_has_is_found(tmp_path: Path) -> None:
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(make_pdf(PAPER_PAGES))
    words = "import sys; from pathlib import Path; from pipeline.extract.process import extract\n"
    words += "print(extract(Path(sys.argv[1]), seconds=20, mib=1024).text)"
    folders = (Path(one.__path__[0]).parent for one in (pipeline, pydantic))
    out = subprocess.run(
        [sys._base_executable, "-s", "-c", words, str(pdf)],  # type: ignore[attr-defined]
        capture_output=True,
        text=True,
        env={"PYTHONPATH": ":".join(map(str, folders))},
    )
    assert "Sparrow" in out.stdout, out.stderr


def test_a_users_own_lower_limits_stay(tmp_path: Path) -> None:
    words = (
        "import resource as r; from pipeline.extract import child\n"
        "r.setrlimit(r.RLIMIT_AS, (900 << 20, 900 << 20)); r.setrlimit(r.RLIMIT_CPU, (9, 9))\n"
        "child._limit(1024, 60); print(r.getrlimit(r.RLIMIT_AS)[1] >> 20, r.getrlimit(r.RLIMIT_CPU))"
    )
    out = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True)
    assert out.stdout.strip() == "900 (9, 9)"


def test_a_papers_text_is_read_with_pages_sections_and_title(tmp_path: Path) -> None:
    text = read(tmp_path, make_pdf(PAPER_PAGES))
    assert [page.number for page in text.pages] == [1, 2, 3]
    assert [(s.kind, s.title) for s in text.sections][1:] == [
        ("abstract", "Abstract"), ("body", "1 Introduction"), ("body", "2 Method"), ("body", "3 Experiments"), ("body", "4 Conclusion"),
        ("references", "References"),
    ]  # fmt: skip
    at = text.text.index("1.3B parameter transformer")
    assert text.page_at(at) == 2
    assert text.reader.startswith("pypdf ")


def test_the_line_set_largest_is_the_title(tmp_path: Path) -> None:
    small = make_pdf([["Ada Lark", "Abstract", "We read papers all day long."]]).replace(
        b"BT /F1 10 Tf 50 780 Td 12 TL",
        b"BT /F1 18 Tf 50 800 Td (A Title Set Large) Tj ET BT /F1 10 Tf 50 780 Td 12 TL",
    )
    assert read(tmp_path, small).title == "A Title Set Large"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"<!doctype html><html><body>Not found</body></html>", "an HTML page"),
        (b"just some text, long enough to be looked at", "not a PDF"),
        (b"%PDF-1.7\n%%EOF\n", "damaged"),
        (make_pdf([[]]), "no text layer"),
        (encrypted("secret"), "needs a password"),
    ],
    ids=["empty", "html", "text", "hollow", "scanned", "encrypted"],
)
def test_what_cannot_be_read_is_one_clear_error(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(SummarizeError, match=words) as refused:
        read(tmp_path, content)
    assert refused.value.hint


def test_a_file_beyond_all_measure_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(make_pdf(PAPER_PAGES))
    with path.open("r+b") as file:
        file.truncate(20 << 30)
    start = time.monotonic()
    with pytest.raises(SummarizeError, match="it is larger than 500 MiB"):
        extract(path, seconds=20, mib=1024)
    assert time.monotonic() - start < 2


def test_an_empty_password_opens(tmp_path: Path) -> None:
    assert "Sparrow" in read(tmp_path, encrypted("")).text


def test_a_cut_file_gives_what_can_be_read_or_an_error(tmp_path: Path) -> None:
    whole = make_pdf(PAPER_PAGES)
    for share in (0.3, 0.6, 0.9):
        try:
            assert "Sparrow" in read(tmp_path, whole[: int(len(whole) * share)]).text
        except SummarizeError as error:
            assert error.hint


def test_a_pdf_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    slow = with_content(b"BT /F1 10 Tf " + b"(a) Tj 1 0 0 1 0 0 cm " * 150_000 + b"ET")
    start = time.monotonic()
    with pytest.raises(SummarizeError, match="took more than 1 s"):
        read(tmp_path, slow, seconds=1)
    assert time.monotonic() - start < 5


def test_a_pdf_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    bomb = with_content(b"BT /F1 10 Tf (" + b"a" * 60_000_000 + b") Tj ET")
    with pytest.raises(SummarizeError):
        read(tmp_path, bomb, mib=256)


def test_nothing_is_left_behind_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    read(tmp_path, make_pdf(PAPER_PAGES))
    with pytest.raises(SummarizeError):
        read(tmp_path, b"no pdf")
    assert list(scratch.iterdir()) == []


def box_of(text: PaperText, words: str) -> list[tuple[int, float, float, float, float]]:
    """Give page and box, in whole points, of each line that these words stand in."""
    start = text.text.index(words)
    found = text.boxes(start, start + len(words))
    return [
        (page, round(one.x0), round(one.y0), round(one.x1), round(one.y1)) for page, one in found
    ]


def test_words_have_the_boxes_of_their_lines(tmp_path: Path) -> None:
    pages = [
        ["Abstract", "We learn a good repre-", "sentation of it, and then"],
        ["of more of it, so that", "all of it is read."],
    ]
    text = read(tmp_path, make_pdf(pages))
    assert box_of(text, "Abstract") == [(1, 50, 778, 87, 788)]
    assert [box[:3] for box in box_of(text, "representation")] == [(1, 50, 766), (1, 50, 754)]
    assert [box[:3] for box in box_of(text, "then of more")] == [(1, 50, 754), (2, 50, 778)]
    assert [(page.width, page.height) for page in text.pages] == [(595, 842)] * 2
    assert {text.text[end.end : start.start] for end, start in itertools.pairwise(text.lines)} == {
        "",
        " ",
        "\n",
    }


def test_turned_words_have_the_box_that_they_take_up(tmp_path: Path) -> None:
    up = b"BT /F1 10 Tf 0 1 -1 0 300 200 Tm (Words that go up the page) Tj ET"
    lines = b"BT /F1 10 Tf 50 780 Td (Here stand some words of a paper, more than those that are turned.) Tj ET "
    ((page, x0, y0, x1, y1),) = box_of(read(tmp_path, with_content(lines + up)), "Words that go up")
    assert (page, x0, y0, x1) == (1, 292, 200, 302)
    assert 300 < y1 < 330


def test_a_place_that_no_page_has_is_no_box_and_does_no_harm(tmp_path: Path) -> None:
    far = b"BT /F1 10 Tf 1 0 0 1 300000 300000 Tm (Words that are far away) Tj ET"
    text = read(
        tmp_path,
        with_content(b"BT /F1 10 Tf 50 780 Td (Here stand some words of a paper.) Tj ET " + far),
    )
    assert [line.x0 for line in text.lines] == [50]


@pytest.mark.parametrize(
    "line",
    ["0 4 1 1 2", "0 4 nan 1 2 2", "0 4 3 1 2 2", "4 4 1 1 2 2", "0 9 1 1 2 2", "0 4 1 1 2 inf"],
)
def test_a_box_that_is_none_is_refused(line: str) -> None:
    whole = PaperText(text="Words", pages=(Page(number=1, start=0, end=5),), sections=())
    with pytest.raises(ValidationError):
        PaperText.model_validate({**whole.model_dump(), "lines": [line]})


def test_a_box_is_written_as_one_string_and_read_again() -> None:
    box = LineBox(start=0, end=5, x0=50.0, y0=777.5, x1=88.24, y1=787.5)
    assert box.model_dump_json() == '"0 5 50.0 777.5 88.2 787.5"'
    assert LineBox.model_validate_json(box.model_dump_json()).x1 == 88.2


def test_a_lines_box_far_into_a_long_text_is_written_and_read_as_it_is() -> None:
    box = LineBox(start=1_234_567, end=1_234_599, x0=72.0, y0=500.5, x1=300.2, y1=512.0)
    assert LineBox.model_validate_json(box.model_dump_json()) == box


def mapped(*characters: str) -> bytes:
    """Give a PDF whose page shows A, B, … between words, in a font that says that they are `characters`, given in UTF-16 as hex."""
    rows = b"".join(b"<%02X> <%s>\n" % (65 + n, one.encode()) for n, one in enumerate(characters))
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"
        b"%d beginbfchar\n%sendbfchar\n1 beginbfrange <61> <7A> <0061> endbfrange endcmap end"
        % (len(characters), rows)
    )
    shown = "".join(f"a{chr(65 + n)}z" for n in range(len(characters)))
    pdf = PdfWriter(
        clone_from=PdfReader(
            io.BytesIO(make_pdf([["some words of a page that is as long as need be", shown]]))
        )
    )
    stream = StreamObject()
    stream.set_data(cmap)
    font = pdf.pages[0]["/Resources"]["/Font"]["/F1"]  # type: ignore[index]
    font[NameObject("/ToUnicode")] = pdf._add_object(stream)
    out = io.BytesIO()
    pdf.write(out)
    return out.getvalue()


def test_what_cannot_be_written_does_not_reach_the_record(tmp_path: Path) -> None:
    text = read(tmp_path, mapped("0000", "D800", "DFFF", "FFFE", "FFFF", "0007", "0085"))
    assert "azaz" in text.text.replace(" ", "")
    assert not [c for c in text.text if unicodedata.category(c) in ("Cc", "Cs", "Cn") and c != "\n"]
    assert PaperText.model_validate_json(text.model_dump_json()) == text


@pytest.mark.parametrize(
    "scaled",
    [
        b"/F1 10 Tf 50 780 Td",
        b"/F1 1 Tf 10 0 0 10 50 780 Tm",
        b"/F1 1000 Tf 0.01 0 0 0.01 50 780 Tm",
    ],
)
def test_the_second_reader_gives_the_same_boxes(scaled: bytes) -> None:
    pdf = with_content(
        b"BT " + scaled + b" (Here stand some words of a paper, and many more.) Tj ET"
    )
    again = SecondReader(Document(pdf)).read(1)
    assert again
    (line,) = columns.read(again.runs)
    (first,) = columns.read(
        Reader(PdfReader(io.BytesIO(pdf)).root_object)
        .read(PdfReader(io.BytesIO(pdf)).pages[0])
        .runs
    )
    assert line.text == first.text
    assert line.box == pytest.approx(first.box, abs=1)


def test_a_region_of_a_page_is_painted_as_a_png(tmp_path: Path) -> None:
    (path := tmp_path / "paper.pdf").write_bytes(make_pdf(PAPER_PAGES))
    limits = {"seconds": 20.0, "mib": 1024}
    png = painted(path, 1, (0.0, 400.0, 300.0, 792.0), dpi=36, **limits)  # type: ignore[arg-type]
    kind, width, height = png[12:16], *struct.unpack(">II", png[16:24])
    assert (kind, width, height) == (b"IHDR", pytest.approx(150, abs=2), pytest.approx(196, abs=2))
    start = png.index(b"IDAT") + 4
    rows = zlib.decompress(png[start : start + struct.unpack(">I", png[start - 8 : start - 4])[0]])
    assert len(rows) == (width * 3 + 1) * height
    assert rows.count(255) < len(rows) - height  # there is ink
    for page, region in ((9, (0.0, 0.0, 9.0, 9.0)), (1, (-9.0, -9.0, -1.0, -1.0))):
        with pytest.raises(SummarizeError, match="page"):
            painted(path, page, region, dpi=36, **limits)  # type: ignore[arg-type]
