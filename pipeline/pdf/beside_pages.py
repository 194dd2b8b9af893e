"""Text of a PDF that stands beside its pages and addresses a model or a reviewer.

It stands in comments, form fields, metadata, bookmarks, names of attachments, alternative texts.
None of it is the paper's text; what of it gives instructions is told.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.pdf.objects import resolved
from pipeline.text import injections

_MOST = 500
"""Annotations, fields and attachments that are looked at."""
_MOST_XMP, _MOST_ATTACHED = 200_000, 20_000
"""Bytes of the metadata's XML, and of each attachment, that are looked at."""
_ACTUAL = re.compile(
    rb"/(?:ActualText|Alt|E)\s*(?:\(((?:[^()\\]|\\.){20,2000})\)|<([0-9A-Fa-f\s]{40,4000})>)"
)
_SHOWN = re.compile(r"\(([^()]*)\)")
_OF_ANNOTATION = ("/Contents", "/V", "/TU", "/DV", "/RC")
"""An annotation's text; a field's value, label and default; rich text."""
SAYING = tuple(key[1:] for key in (*_OF_ANNOTATION, "/AP"))
"""Keys of an annotation that says something; links, of which papers have hundreds, have none."""
_MOST_BOOKMARKS = 2000
_OF_FIELD = ("/V", "/DV", "/T", "/TU")


def addressed_beside(
    page: Any,  # noqa: ANN401 - pypdf's page
    saying: Sequence[bool] = (),
) -> Iterator[tuple[str, str]]:
    """Give (reason, words) for each comment, field and alternative text of a page that does.

    `saying` tells which annotations have one of those keys, where that is known: reading those
    alone costs a tenth.
    """
    annotations = list(resolved(page.get("/Annots")) or ())
    if len(saying) == len(annotations):
        annotations = list(itertools.compress(annotations, saying))
    for reference in annotations[:_MOST]:
        for text in _annotated(resolved(reference)):
            if injections.is_one(text):
                yield "in a comment or form field", text
    contents = page.get_contents()  # one stream or several
    content = b"" if contents is None else contents.get_data()
    for match in _ACTUAL.finditer(content):
        text = match[1].decode("latin-1") if match[1] else _from_hex(match[2])
        if injections.is_one(text):
            yield "alternative text", text


def _annotated(annotation: Any) -> Iterator[str]:  # noqa: ANN401
    """Give the texts of an annotation, and what its appearance shows."""
    if not hasattr(annotation, "get"):
        return
    texts = (resolved(annotation.get(key)) for key in _OF_ANNOTATION)
    yield from (str(text) for text in texts if text)
    appearance = resolved((resolved(annotation.get("/AP")) or {}).get("/N"))
    if hasattr(appearance, "get_data"):
        yield " ".join(_SHOWN.findall(appearance.get_data().decode("latin-1")))


def addressed_in_document(reader: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - pypdf's
    """Give (reason, words) for the metadata, bookmarks, fields and attachments that do."""
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
        except Exception:  # noqa: BLE001, S112 - damage beside the paper costs no paper
            continue


def _metadata(reader: Any) -> Iterator[str]:  # noqa: ANN401
    yield from (str(resolved(value)) for value in (reader.metadata or {}).values())
    # as it stands: pypdf's reading of it gives nothing where the XML is damaged
    xmp = resolved(reader.root_object.get("/Metadata"))
    if hasattr(xmp, "get_data"):
        yield re.sub(r"<[^<>]+>", " ", xmp.get_data()[:_MOST_XMP].decode("utf-8", "replace"))


def _bookmarks(reader: Any) -> Iterator[str]:  # noqa: ANN401
    return bookmarks(reader.root_object)


def bookmarks(catalog: Any) -> Iterator[str]:  # noqa: ANN401
    """Give the titles of a document's bookmarks, each before those below it.

    pypdf reads where they lead to, too, which takes ten times as long.
    """
    outline = resolved(catalog.get("/Outlines"))
    left = [outline.get("/First")] if isinstance(outline, Mapping) else []
    seen: dict[int, Any] = {}  # kept, so that their identities stay their own
    while left and len(seen) < _MOST_BOOKMARKS:
        one = resolved(left.pop())
        if not isinstance(one, Mapping) or id(one) in seen:
            continue
        seen[id(one)] = one
        if title := resolved(one.get("/Title")):
            yield str(title)
        left += [one.get("/Next"), one.get("/First")]


def _fields(reader: Any) -> Iterator[str]:  # noqa: ANN401
    """Give the texts of the form's fields.

    pypdf's `get_fields` leaves out fields without a name, those of a name that another has, and all
    where one stands in the form itself or is damaged.
    """
    form = resolved(reader.root_object.get("/AcroForm")) or {}
    for reference in list(resolved(form.get("/Fields")) or ())[:_MOST]:
        field = resolved(reference)
        yield from (str(resolved(field.get(key))) for key in _OF_FIELD if key in field)


def _attachments(reader: Any) -> Iterator[str]:  # noqa: ANN401
    """Give the attachments' names, descriptions and contents."""
    for attached in itertools.islice(reader.attachment_list, _MOST):
        file = attached.pdf_object
        yield str(attached.name)
        yield f"{resolved(file.get('/F'))} {resolved(file.get('/Desc'))}"
        if "/EF" in file:
            yield attached.content[:_MOST_ATTACHED].decode("utf-8", "replace")


def _from_hex(digits: bytes) -> str:
    plain = re.sub(rb"\s", b"", digits).decode()
    raw = bytes.fromhex(plain[: len(plain) // 2 * 2])
    marked = raw[:2] in (b"\xfe\xff", b"\xff\xfe")
    return raw.decode("utf-16", "replace") if marked else raw.decode("latin-1")
