"""The encoding of a log that is no UTF-8 is told by what any text in it has most of."""

from __future__ import annotations

import codecs
import time
from pathlib import Path

import pytest

from pipeline.log import encoding

CHINESE = "旧的要点，某大学的一篇文章，总体上很好。\n"
TRADITIONAL = "舊的判斷與論文，這是一篇很好的文章。\n"
JAPANESE = "日本語の論文メモです。これはとても良い論文だと思います。\n"
KOREAN = "한국어 논문 메모, 이 논문은 매우 좋다.\n"
FRENCH = "À propos d'une idée déjà lue, créée à l'été “naïf”\n"
ABOVE = "# papers\n\n## 2024.1.2\n\n"


@pytest.mark.parametrize(("name", "words", "told"), [
    ("gbk", CHINESE, "GB18030"), ("gb18030", CHINESE, "GB18030"), ("big5", TRADITIONAL, "BIG5"), ("shift_jis", JAPANESE, "SHIFT-JIS"),
    ("euc_jp", JAPANESE, "EUC-JP"), ("euc_kr", KOREAN, "EUC-KR"), ("cp1252", FRENCH, "WINDOWS-1252"), ("koi8-r", "старые заметки\n", None),
    ("utf-16", CHINESE, "UTF-16"), ("utf-32", CHINESE, "UTF-32"), ("utf-16-le", CHINESE, "UTF-16LE"), ("utf-16-be", CHINESE, "UTF-16BE"),
    ("utf-32-le", CHINESE, "UTF-32LE"), ("utf-32-be", CHINESE, "UTF-32BE"),
])  # fmt: skip
@pytest.mark.parametrize("above", [ABOVE, ABOVE * 9_000], ids=["short", "long"])
def test_an_encoding_is_told_by_its_name_for_iconv(
    name: str, words: str, told: str | None, above: str
) -> None:
    assert encoding.guess((above + words).encode(name)) == told


@pytest.mark.parametrize(
    "mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF32_LE]
)
def test_a_mark_tells_by_itself(mark: bytes) -> None:
    assert encoding.guess(mark) == ("UTF-16" if len(mark) == 2 else "UTF-32")


def test_what_has_nothing_to_tell_it_by_is_not_told() -> None:
    assert encoding.guess(b"") is None
    assert encoding.guess(b"\x00" * 100) in (None, "UTF-32BE", "UTF-32LE")
    assert encoding.guess(bytes(range(128, 256)) * 20) is None
    assert encoding.guess(b"a\x00b") is None


@pytest.mark.parametrize("piece", [b"\xff", b"\x00", b"\xb0\xa1", b"a\xe9", b"\x81"])
def test_a_long_text_takes_no_longer(piece: bytes) -> None:
    start = time.process_time()
    encoding.guess(piece * 4_000_000)
    assert time.process_time() - start < 2  # seconds of CPU: it takes a tenth


@pytest.mark.shared
def test_real_logs_in_chinese_are_told_in_any_encoding_that_can_hold_them(shared: Path) -> None:
    for path in (shared / "logs").glob("*.md"):
        text = path.read_bytes().decode("utf-8", "ignore").lstrip("\ufeff")
        if sum("\u4e00" <= one <= "\u9fff" for one in text) < len(text) // 20:
            continue
        for name, told in (
            ("gbk", "GB18030"),
            ("gb18030", "GB18030"),
            ("big5", "BIG5"),
            ("utf-16", "UTF-16"),
            ("utf-16-le", "UTF-16LE"),
        ):
            assert encoding.guess(text.encode(name, "ignore")) == told, (path.name, name)
