"""What makes the PDF/A-3a file that WeasyPrint writes a PDF/UA-1 file as well."""

from typing import Any

from weasyprint import Document

RDF_END = b"</rdf:RDF>"
PDFUA_IDENTIFICATION = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def finish(_document: Document, pdf: Any) -> None:
    """WeasyPrint's `finisher`: called when all objects are there and nothing is written yet."""
    _identify_as_pdfua(pdf)
    _scope_table_headings(pdf)
    _name_attachments_once(pdf)


def _identify_as_pdfua(pdf: Any) -> None:
    """Also leaves the XMP uncompressed, where any tool finds it."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.stream = [metadata.stream[0].replace(RDF_END, PDFUA_IDENTIFICATION + RDF_END)]
    metadata.compress = False


def _scope_table_headings(pdf: Any) -> None:
    """Cells name their headings by ID already; screen readers that go by scope get it too."""
    for heading in pdf.objects:
        if isinstance(heading, dict) and heading.get("S") == "/TH":
            rows = _object(pdf, _object(pdf, heading["P"])["P"])
            heading["A"]["Scope"] = "/Column" if rows["S"] == "/THead" else "/Row"


def _name_attachments_once(pdf: Any) -> None:
    """WeasyPrint lists each associated file twice."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
