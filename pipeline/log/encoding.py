"""Tell what a text is encoded in that is not UTF-8, as a guess to be offered. Pure.

Chinese, Japanese and Korean encodings share their bytes, so several may read a text whole. Each is
told by the characters that make up most of any text in it: kana, Hangul, the commoner half of the
Chinese characters (level 1 of GB 2312 and of Big5, which their first bytes tell).
"""

from __future__ import annotations

import codecs
import re

_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
"""Byte order marks; those of UTF-32 begin as those of UTF-16 do, and so come first."""
_BY_NULS = {(1, 0): "UTF-16BE", (0, 1): "UTF-16LE"}
_SAMPLE = 1 << 16
"""Bytes that are looked at."""
_KANA = re.compile("[\u3041-\u30fe]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_LEAST_KANA = 0.2
"""Share of kana in the characters of a Japanese text that are not ASCII: it has half, and a Chinese
text read as Japanese a hundredth."""
_LEAST_HANGUL = 0.9
"""The same of Hangul: a Chinese text read as Korean has about half."""
_LEAST_COMMON = 0.6
"""The same of common Chinese characters: a text has nine in ten, and read as another one half."""
_COMMON = {"gb18030": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7)}
_RUNS = re.compile(rb"[\x80-\xff]+")
_MOST_PAIRS = 0.2
"""Share of letters with accents that another one follows: French has a few (créée), and what is
no Western language little else."""


def guess(content: bytes) -> str | None:
    """Give the name, as iconv knows it, of the encoding that a text that is no UTF-8 seems to have.

    None where there is nothing to tell it by.
    """
    for mark, name in _MARKS.items():
        if content.startswith(mark):
            return name
    if b"\0" in content[:_SAMPLE]:
        return _by_nuls(content[:_SAMPLE])
    first = _RUNS.search(content)
    start = first.start() if first else 0
    sample = content[start : start + _SAMPLE]
    japanese = _most_of(("euc_jp", "shift_jis"), sample, _KANA, _LEAST_KANA)
    korean = _most_of(("euc_kr",), sample, _HANGUL, _LEAST_HANGUL)
    return japanese or korean or _chinese(sample) or _western(sample)


def _by_nuls(sample: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 without a mark by where ASCII's noughts stand."""
    nuls = [sample[at::4].count(0) * 8 > len(sample) // 4 for at in range(4)]
    if sum(nuls) > 2:
        return "UTF-32BE" if nuls[0] else "UTF-32LE"
    return _BY_NULS.get((nuls[0] and nuls[2], nuls[1] and nuls[3]))


def _most_of(
    encodings: tuple[str, ...], sample: bytes, script: re.Pattern[str], least: float
) -> str | None:
    """Give the first encoding in which at least this share of the text is of a script."""
    for encoding in encodings:
        text = _beyond_ascii(sample, encoding)
        if text and len(script.findall(text)) >= least * len(text):
            return encoding.upper().replace("_", "-")
    return None


def _chinese(sample: bytes) -> str | None:
    """Give the encoding in which most characters are common ones, of the two the better."""
    shares = {}
    for encoding, leads in _COMMON.items():
        letters = [one for one in _beyond_ascii(sample, encoding) if one.isalpha()]
        common = sum(one.encode(encoding)[0] in leads for one in letters)
        shares[encoding] = common / len(letters) if letters else 0.0
    best = max(shares, key=lambda encoding: shares[encoding])
    return best.upper() if shares[best] >= _LEAST_COMMON else None


def _western(sample: bytes) -> str | None:
    lengths = [len(run) for run in _RUNS.findall(sample)]
    is_western = max(lengths, default=3) < 3 and lengths.count(2) <= _MOST_PAIRS * len(lengths)
    return "WINDOWS-1252" if is_western else None


def _beyond_ascii(sample: bytes, encoding: str) -> str:
    """Read a sample, and give what of it is no ASCII; nothing where it is not in this encoding."""
    try:
        # the last line may be cut within a character
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return ""
    return "".join(one for one in text if not one.isascii())
