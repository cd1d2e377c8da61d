"""Every byte of an answer as text: what a page, a workbook or a paper says, and what its headers say."""

import html
import io
import zipfile

import pypdf
from django.http.response import HttpResponseBase


def body_of(answer: HttpResponseBase) -> bytes:
    if getattr(answer, "streaming", False):
        content: bytes = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        return content
    return bytes(answer.content)  # type: ignore[attr-defined]


def text_of(answer: HttpResponseBase, body: bytes) -> str:
    """The body, extracted where it is packed, and the headers."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{headers}\n{_unpacked(body)}"


def _unpacked(body: bytes) -> str:
    if body.startswith(b"PK"):
        return _of_archive(body)
    if body.startswith(b"%PDF-") and len(body) > 100:
        return _of_paper(body)
    return html.unescape(body.decode(errors="replace"))


def _of_archive(body: bytes) -> str:
    """Workbooks and archives of tables: every part, as its own bytes and names say it."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return "\n".join(f"{name}\n{part.decode(errors='replace')}" for name, part in parts.items())


def _of_paper(body: bytes) -> str:
    """Pages, properties, bookmarks and attached files."""
    reader = pypdf.PdfReader(io.BytesIO(body))
    pages = [page.extract_text() for page in reader.pages]
    attached = [part.decode(errors="replace") for parts in reader.attachments.values() for part in parts]
    return "\n".join([*pages, str(reader.metadata), str(reader.outline), *attached])
