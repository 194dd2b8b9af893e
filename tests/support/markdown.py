"""What a Markdown reader makes of a text, and texts that try to become more than text."""

from __future__ import annotations

from html.parser import HTMLParser

from markdown_it import MarkdownIt

NASTY = [
    "a --> b", "a --!> b", "a <!-- b", "<img src=x onerror=alert(1)>", "</div><script>x</script>", "![x](http://evil/x.png)", "[x](javascript:1)",
    "[x][y] [x]: http://evil", "line\n# heading", "line\r\n- [ ] item", "\u202etxt.exe\u202c", "zero\u200bwidth", "&lt;b&gt; &#60;", "```\ncode",
    "---", "# x", "1. x", "> x", "《x》", "\x1b[31mred",
]  # fmt: skip


COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = [
    *NASTY, "\\<img src=x>", "\\\\<img src=x>", "\\\\\\<img src=x>", "\\![x](http://e/x.png)", "![x\\](http://e/x.png)", "![x]\\(http://e/x.png)",
    "![x\\\\](http://e/x.png)", "<http://evil.org>", "<a@evil.org>", "\\<http://evil.org>", "<\u200bimg src=x>", "<\nimg src=x>", "\u2028# x", "\x0b# x",
    "\x85# x", "-", "*", "+", "1.", "1)", "***", "* * *", "___", "_ _ _", "===", "~~~", "`", "`` <img src=x> `", "\\", "x\\", "|a|b|\n|-|-|", "    code",
    "<!-->", "<!--->", "--", "---->", "-->--!>", "<?php x?>", "<![CDATA[x]]>", "<!DOCTYPE x>", "\\&lt;b\\&gt;", "&#x3c;img src=x&#x3e;", "[x]: <http://evil>",
    "<!-- summarize: made-from=x rendered=y -->", "{{ paper }} {% raw %}", "\ud800x", "\u061cx", "\U000e0041x",
]  # fmt: skip


class Reader(HTMLParser):
    """Sees what a browser would: tags, and where comments end."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(tag)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def read_as_html(markdown: str) -> Reader:
    reader = Reader()
    reader.feed(COMMONMARK.render(markdown))
    reader.close()
    return reader
