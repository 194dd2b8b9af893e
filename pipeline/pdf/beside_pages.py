"""Text of a PDF that stands beside its pages: comments, form fields, metadata, bookmarks, names of attachments, alternative texts.

None of it is the paper's text. What of it addresses a model or a reviewer is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.pdf.objects import resolved
from pipeline.text import injections

_MOST = 500
"""Annotations and bookmarks that are looked at."""
_ACTUAL = re.compile(
    rb"/(?:ActualText|Alt|E)\s*(?:\(((?:[^()\\]|\\.){20,2000})\)|<([0-9A-Fa-f\s]{40,4000})>)"
)


def addressed_beside(page: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - pypdf's page
    """Give (reason, words) for each comment, field and alternative text of a page that addresses a model or a reviewer."""
    for reference in list(resolved(page.get("/Annots")) or ())[:_MOST]:
        annotation = resolved(reference)
        if not hasattr(annotation, "get"):
            continue
        words = [resolved(annotation.get(key)) for key in ("/Contents", "/V", "/TU", "/DV", "/RC")]
        appearance = resolved((resolved(annotation.get("/AP")) or {}).get("/N"))
        if hasattr(appearance, "get_data"):
            words.append(
                " ".join(re.findall(r"\(([^()]*)\)", appearance.get_data().decode("latin-1")))
            )
        yield from (
            ("in a comment or form field", str(text))
            for text in words
            if text and injections.is_one(str(text))
        )
    contents = page.get_contents()  # one stream or several
    content = b"" if contents is None else contents.get_data()
    for match in (
        _ACTUAL.finditer(content) if b"ActualText" in content or b"/Alt" in content else ()
    ):
        text = (match[1] or b"").decode("latin-1") or _from_hex(match[2])
        if injections.is_one(text):
            yield "alternative text", text


def addressed_in_document(reader: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - pypdf's reader
    """Give (reason, words) for the metadata, bookmarks, fields and attachments' names that address a model or a reviewer."""
    for reason, read in (
        ("metadata", _metadata),
        ("a bookmark", _bookmarks),
        ("a form field", _fields),
        ("an attachment", _attachments),
    ):
        try:
            yield from ((f"in {reason}", text) for text in read(reader) if injections.is_one(text))
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001, S112 - what is beside the paper may be damaged: the paper is read all the same
            continue


def _metadata(reader: Any) -> Iterator[str]:  # noqa: ANN401
    yield from (
        str(resolved(value)) for value in (resolved(reader.trailer.get("/Info")) or {}).values()
    )
    xmp = resolved(reader.trailer["/Root"].get("/Metadata"))
    if hasattr(xmp, "get_data"):
        yield re.sub(r"<[^>]+>", " ", xmp.get_data()[:200_000].decode("utf-8", "replace"))


def _bookmarks(reader: Any) -> Iterator[str]:  # noqa: ANN401
    def titles(items: list[Any]) -> Iterator[str]:
        for item in items[:_MOST]:
            yield from titles(item) if isinstance(item, list) else [str(item.get("/Title"))]

    yield from titles(reader.outline)


def _fields(reader: Any) -> Iterator[str]:  # noqa: ANN401
    form = resolved(reader.trailer["/Root"].get("/AcroForm")) or {}
    for reference in list(resolved(form.get("/Fields")) or ())[:_MOST]:
        field = resolved(reference)
        yield from (
            str(resolved(field.get(key))) for key in ("/V", "/DV", "/T", "/TU") if key in field
        )


def _attachments(reader: Any) -> Iterator[str]:  # noqa: ANN401
    names = (
        resolved((resolved(reader.trailer["/Root"].get("/Names")) or {}).get("/EmbeddedFiles"))
        or {}
    )
    for entry in list(resolved(names.get("/Names")) or ())[:_MOST]:
        found = resolved(entry)
        if hasattr(found, "get"):
            yield f"{resolved(found.get('/F'))} {resolved(found.get('/Desc'))}"
            stream = resolved((resolved(found.get("/EF")) or {}).get("/F"))
            if hasattr(stream, "get_data"):
                yield stream.get_data()[:20_000].decode("utf-8", "replace")
        else:
            yield str(found)


def _from_hex(digits: bytes | None) -> str:
    raw = bytes.fromhex(re.sub(rb"\s", b"", digits or b"").decode()[: len(digits or b"") // 4 * 4])
    return (
        raw.decode("utf-16", "replace")
        if raw[:2] in (b"\xfe\xff", b"\xff\xfe")
        else raw.decode("latin-1")
    )
