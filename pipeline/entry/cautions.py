"""What is to mind of a paper's text, in Chinese: the reader of PDFs tells it in English."""

from __future__ import annotations

import re

_SAID = tuple(
    (re.compile(english), chinese)
    for english, chinese in (
        (
            r"(\d+) pages have neither an abstract nor sections.*",
            r"全文 \1 页没有认出摘要和章节，各部分未能分清",
        ),
        (
            r"page (\d+) could not be painted to tell what hides its text",
            r"第 \1 页无法渲染，不知是否有文字被遮住",
        ),
        (
            r"page (\d+) is of a file that could not be opened",
            r"第 \1 页未读：文件打不开",
        ),
        (r"page (\d+) could not be read \((\w+)\)", r"第 \1 页未能读取（\2）"),
        (
            r"page (\d+) has (\d+) of (\d+) glyphs in fonts that do not say .*",
            r"第 \1 页 \3 个字形中有 \2 个的字体没有说明是什么字符，已略去",
        ),
        (
            r"page (\d+) reads as no language: .*",
            r"第 \1 页读不成语句，字体标明的字符可能不实",
        ),
        (
            r"(\d+) glyphs? ha(?:s|ve) no reading and (?:is|are) left out: pages? ([\d, ]+)",
            r"有 \1 个字形读不出，已略去：第 \2 页",
        ),
    )
)


def in_chinese(warning: str) -> str:
    """Give a warning of `PaperText` in Chinese; one that is not known here as it is."""
    for english, chinese in _SAID:
        if found := english.fullmatch(warning):
            return found.expand(chinese)
    return warning
