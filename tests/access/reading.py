"""Every byte that leaves the portal as text: what a page, a workbook, a paper or an e-mail says, in sight or not."""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pypdf
from django.core.mail import EmailMessage
from django.http.response import HttpResponseBase
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

NUMBER_OF_A_CELL = re.compile(r"<v>(-?\d+\.\d+)</v>")


def body_of(answer: HttpResponseBase) -> bytes:
    if getattr(answer, "streaming", False):
        content: bytes = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        return content
    return bytes(answer.content)  # type: ignore[attr-defined]


def text_of(answer: HttpResponseBase, body: bytes) -> str:
    """The body, extracted where it is packed, the headers and the cookies."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{headers}\n{answer.cookies.output()}\n{unpacked(body)}"


def text_of_mail(message: EmailMessage) -> str:
    """As it goes out, with its other forms and what is attached; but for whom it is addressed to."""
    whole = message.message()
    headers = [f"{name}: {value}" for name, value in whole.items() if name not in {"To", "Cc"}]
    parts = [part.get_payload(decode=True) for part in whole.walk() if not part.is_multipart()]
    names = [str(part.get_filename()) for part in whole.walk()]
    return "\n".join([*headers, *names, *(unpacked(bytes(part)) for part in parts)])


def unpacked(body: bytes) -> str:
    if body.startswith(b"PK"):
        return _of_archive(body)
    if body.startswith(b"%PDF-") and len(body) > 100:
        return _of_paper(body)
    return html.unescape(body.decode(errors="replace"))


def _of_archive(body: bytes) -> str:
    """Workbooks and archives of tables: every part and its name, with hidden sheets, notes and properties."""
    if not zipfile.is_zipfile(io.BytesIO(body)):
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        comment = archive.comment.decode(errors="replace")
    texts = [f"{name}\n{unpacked(part)}" for name, part in parts.items()]
    return "\n".join([comment, *texts, *(amount for text in texts for amount in _amounts(text))])


def _amounts(sheet: str) -> Iterator[str]:
    """A workbook's numbers in pounds and pence: as they are stored, a penny can be a long row of nines."""
    for number in NUMBER_OF_A_CELL.findall(sheet):
        yield f"{float(number):.2f}"


def _of_paper(body: bytes) -> str:
    """The words of its pages, and whatever else it is made of: properties, bookmarks, notes, links, the words that
    stand for pictures, attached files."""
    reader = pypdf.PdfReader(io.BytesIO(body))
    pages = [page.extract_text() for page in reader.pages]
    properties = str(reader.metadata)
    return "\n".join([*pages, properties, *(piece for entry in _entries(reader) for piece in _pieces(entry))])


def _entries(reader: pypdf.PdfReader) -> Iterator[Any]:
    numbers = {(number, version) for version, table in reader.xref.items() for number in table if number}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    for number, version in sorted(numbers):
        yield reader.get_object(IndirectObject(number, version, reader))


def _pieces(entry: Any) -> Iterator[str]:
    if isinstance(entry, StreamObject):
        yield unpacked(bytes(entry.get_data()))
    if isinstance(entry, DictionaryObject):
        for name, value in entry.items():
            yield str(name)
            yield from _pieces(value)
    elif isinstance(entry, ArrayObject):
        for value in entry:
            yield from _pieces(value)
    elif isinstance(entry, str):
        yield str(entry)
