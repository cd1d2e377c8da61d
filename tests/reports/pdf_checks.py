"""What a machine can check of an accessible, archivable paper: page-validation's two profiles, and what they leave out.

`problems(pdf)` is empty for a good file. Machine-checked with page-validation; no claim is made for other validators.
"""

import io
import re
from collections.abc import Iterator

import page
import pikepdf

PROFILES = {"PDF/UA-1": page.ValidationProfile.PDF_UA_1, "PDF/A-3a": page.ValidationProfile.PDF_A_3A}
STREAM_LENGTH_RULE = "STREAM-LENGTH-001"
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def problems(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [
            *profile_failures(content),
            *document_problems(pdf),
            *font_problems(pdf),
            *table_problems(pdf),
            *link_problems(pdf),
            *figure_problems(pdf),
            *heading_problems(pdf),
            *attachment_problems(pdf),
        ]


def profile_failures(content: bytes) -> list[str]:
    return [
        f"{name} {failure.rule_id}: {failure.message}"
        for name, profile in PROFILES.items()
        for failure in page.validate_pdf_bytes(content, profile=profile).failures
        if not (failure.rule_id.endswith(STREAM_LENGTH_RULE) and _ends_in_carriage_return(content, failure.object_id))
    ]


def _ends_in_carriage_return(content: bytes, stream: page.PdfObjectId) -> bool:
    """The validator takes a carriage return that ends compressed data for part of the line end that follows it. True
    when the declared length leads to exactly that line end."""
    start = re.search(rb"(?m)^%d 0 obj\b.*?/Length (\d+).*?\bstream\n" % stream.object_number, content, re.DOTALL)
    end = start.end() + int(start[1])
    return content[end - 1 : end + 10] == b"\r\nendstream"


def document_problems(pdf: pikepdf.Pdf) -> list[str]:
    root = pdf.Root
    with pdf.open_metadata() as xmp:
        facts = {
            "a title": bool(xmp.get("dc:title")) and str(pdf.docinfo.get("/Title", "")) == xmp.get("dc:title"),
            "the same moment in both sets of metadata": bool(xmp.get("xmp:CreateDate"))
            and "/CreationDate" in pdf.docinfo,
            "pdfaid:part 3": xmp.get("pdfaid:part") == "3",
            "pdfaid:conformance A": xmp.get("pdfaid:conformance") == "A",
            "pdfuaid:part 1": xmp.get("{http://www.aiim.org/pdfua/ns/id/}part") == "1",
        }
    facts["a language"] = bool(str(root.get("/Lang", "")))
    facts["its title in the window"] = bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False))
    facts["the mark of a tagged file"] = bool(root.get("/MarkInfo", {}).get("/Marked", False))
    facts["an output intent"] = "/OutputIntents" in root
    return [f"The document lacks {fact}" for fact, holds in facts.items() if not holds]


def fonts(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Name of each font, and whether its file is in the document. Composite fonts count by what they are made of."""
    return {
        str(item.BaseFont): any(key in item.get("/FontDescriptor", {}) for key in FONT_FILES)
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/DescendantFonts" not in item
    }


def font_problems(pdf: pikepdf.Pdf) -> list[str]:
    return [f"The font {name} is not embedded" for name, embedded in fonts(pdf).items() if not embedded]


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """The structure tree in reading order."""
    if "/StructTreeRoot" in pdf.Root:
        yield from _descend(pdf.Root.StructTreeRoot.K)


def _descend(kids: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _descend(kid.get("/K", pikepdf.Array()))


def table_problems(pdf: pikepdf.Pdf) -> list[str]:
    found = []
    for element in elements(pdf):
        attributes = element.get("/A", {})
        if element.S == "/TH" and str(attributes.get("/Scope", "")) not in {"/Row", "/Column"}:
            found.append("A heading cell has no scope")
        if element.S == "/TH" and "/ID" not in element:
            found.append("A heading cell has no ID that cells could name")
        if element.S == "/TD" and not len(attributes.get("/Headers", [])):
            found.append("A cell names no headings")
    return found


def link_problems(pdf: pikepdf.Pdf) -> list[str]:
    return ["A link has no text"] * sum(
        element.S == "/Link" and not any(not _is_reference(kid) for kid in element.get("/K", []))
        for element in elements(pdf)
    )


def _is_reference(kid: pikepdf.Object) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"


def figure_problems(pdf: pikepdf.Pdf) -> list[str]:
    return [
        "A figure has no alternative text"
        for element in elements(pdf)
        if element.S == "/Figure" and "/Alt" not in element
    ]


def heading_levels(pdf: pikepdf.Pdf) -> list[int]:
    return [
        int(name[2:])
        for name in (str(element.S) for element in elements(pdf))
        if name[:2] == "/H" and name[2:].isdigit()
    ]


def bookmarks(pdf: pikepdf.Pdf) -> list[tuple[int, str]]:
    """Depth and title, in order."""
    with pdf.open_outline() as outline:
        return list(_outline(outline.root, 1))


def _outline(items: list[pikepdf.OutlineItem], depth: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield depth, item.title
        yield from _outline(item.children, depth + 1)


def heading_problems(pdf: pikepdf.Pdf) -> list[str]:
    levels, depths = heading_levels(pdf), [depth for depth, _ in bookmarks(pdf)]
    found = []
    if levels != depths:
        found.append(f"Bookmarks have the depths {depths}, headings the levels {levels}")
    if levels.count(1) != 1:
        found.append(f"There are {levels.count(1)} headings of level 1")
    found += [
        f"A heading of level {b} follows one of level {a}"
        for a, b in zip([0, *levels], levels, strict=False)
        if b > a + 1
    ]
    return found


def attachment_problems(pdf: pikepdf.Pdf) -> list[str]:
    associated = [item.get("/F") for item in pdf.Root.get("/AF", [])]
    found = []
    if sorted(map(str, associated)) != sorted(pdf.attachments):
        found.append(f"Associated files are {associated}, attached ones {list(pdf.attachments)}")
    for name, item in pdf.attachments.items():
        if item.obj.get("/AFRelationship") != "/Data":
            found.append(f"{name} does not say that it is the data of the document")
        if not item.get_file().mime_type or item.get_file().creation_date is None:
            found.append(f"{name} lacks its type or its date")
    return found
