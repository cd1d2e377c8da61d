"""A committee paper from its frozen content: a house style's sections, filled. Reads no database and no clock."""

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from reports.paper import appendix, figures
from reports.paper.parts import Block, FrontLine, Numbered, Paper, Recommendations, Record
from reports.rules import FrontField, Numbering, Source
from sharedservices.core import narrative
from sharedservices.core.narrative import Piece

__all__ = ["Paper", "build", "render_edition", "render_html"]

Content = dict[str, Any]
ASSETS = Path(__file__).resolve().parent.parent / "assets"
EDITION_STYLES = ("screen.css", "edition.css")
DIGEST_SHOWN = 16
TITLE_SHOWN = 80
HEADING = 3
NOTHING = "None"
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def render_html(content: Content, *, version: int, sha256: str) -> str:
    """The whole document for the page layout, which brings its own stylesheet. The same content gives the same text."""
    return _document(content, version, sha256)


def render_edition(content: Content, *, version: int, sha256: str) -> str:
    """The same document with its stylesheet inside: one file that reads well on any screen, from any disk."""
    styles = [(ASSETS / name).read_text(encoding="utf-8") for name in EDITION_STYLES]
    return _document(content, version, sha256, "\n".join(styles))


def _document(content: Content, version: int, sha256: str, stylesheet: str = "") -> str:
    paper = build(content)
    short = paper.title if len(paper.title) <= TITLE_SHOWN else f"{paper.title[: TITLE_SHOWN - 1]}…"
    digest = sha256 if stylesheet else sha256[:DIGEST_SHOWN]
    context = {"paper": paper, "short_title": short, "version": version, "digest": digest, "stylesheet": stylesheet}
    return render_to_string("reports/paper/paper.html", context)


def build(content: Content) -> Paper:
    """The paper as values for `reports/paper/body.html`, which finds it as `paper`."""
    content = _tidy(content)
    report = content["report"]
    return Paper(
        title=report["title"],
        council=report["committee"]["organisation"]["name"],
        partnership=report["partnership"]["name"],
        purpose=report["purpose"],
        data_as_at=report["data_as_at_words"],
        front=[_front_line(line, report) for line in content["style"]["front"]],
        blocks=_blocks(content),
        record=_record(content),
    )


def _record(content: Content) -> Record | None:
    head = content.get("history")
    return Record(content["report"]["partnership"]["slug"], head["link"], head["sha256"]) if head else None


def _tidy(value: Any) -> Any:
    """Every text of the content without what would break a page, wherever it stands."""
    if isinstance(value, dict):
        return {key: _tidy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    return narrative.tidy(value) if isinstance(value, str) else value


def _front_line(line: Content, report: Content) -> FrontLine:
    field = FrontField(line["value"])
    values = {
        FrontField.COMMITTEE: report["committee"]["name"],
        FrontField.MEETING_DATE: report["meeting_words"],
        FrontField.BY: report["by_office"],
        FrontField.TITLE: report["title"],
        FrontField.PURPOSE: report["purpose"],
        FrontField.PARTNERSHIP: report["partnership"]["name"],
    }
    return FrontLine(line["label"], values[field], is_title=field is FrontField.TITLE)


def _blocks(content: Content) -> list[Block]:
    """The style's sections in their order; numbers go only to those that the paper prints."""
    blocks: list[Block] = []
    for section in content["style"]["sections"]:
        numbered = sum(1 for block in blocks if block.number)
        appended = sum(1 for block in blocks if block.is_appendix)
        if block := _block(section, content, number=numbered + 1, appendix_number=appended + 1):
            blocks.append(block)
    return blocks


def _block(section: Content, content: Content, *, number: int, appendix_number: int) -> Block | None:
    """None when there is nothing to print: no text, no data, and no word such as "None" that stands for both."""
    numbering = Numbering(section["numbering"])
    data = DATA[Source(section["source"])](content)
    pieces = narrative.pieces(content["texts"].get(section["key"], ""), heading=HEADING)
    if not data and (not pieces or section["source"] != Source.TEXT):
        pieces += narrative.pieces(_stand_in(section), heading=HEADING)
    if not data and not pieces:
        return None
    decimal = numbering is Numbering.DECIMAL
    label = f"APPENDIX {appendix_number}" if numbering is Numbering.APPENDIX else ""
    return Block(
        key=section["key"],
        source=section["source"],
        heading="" if section["heading"].upper() == label else section["heading"],
        number=content["style"]["section_numbers"].replace("1", str(number), 1) if decimal else "",
        label=label,
        pieces=_numbered(pieces, number if decimal else 0),
        data=data,
    )


def _stand_in(section: Content) -> str:
    return section["empty_text"] or (NOTHING if section["mandatory"] else "")


def _numbered(pieces: Sequence[Piece], section: int) -> list[Numbered]:
    """Paragraphs are counted; a list or heading belongs to the paragraph before or after it."""
    counter = count(1)
    return [Numbered(piece, _paragraph_number(piece, section, counter)) for piece in pieces]


def _paragraph_number(piece: Piece, section: int, counter: Iterator[int]) -> str:
    return f"{section}.{next(counter)}" if section and piece.kind == "paragraph" else ""


def _recommendations(content: Content) -> Recommendations | None:
    """One continues the lead-in, without a number; several are (i), (ii) and so on beneath it."""
    texts = [narrative.line(text) for text in content["recommendations"]]
    lead = content["report"]["recommendation_lead"].rstrip(" :")
    if len(texts) == 1:
        return Recommendations(lead, [("", texts[0])])
    return Recommendations(f"{lead}:", [(f"({_roman(i)})", text) for i, text in enumerate(texts)]) if texts else None


def _roman(index: int) -> str:
    return ROMAN[index] if index < len(ROMAN) else str(index + 1)


DATA: dict[Source, Callable[[Content], Any]] = {
    Source.TEXT: lambda _: None,
    Source.RECOMMENDATIONS: _recommendations,
    Source.OVERVIEW: figures.overview,
    Source.TIMELINE: figures.timeline,
    Source.SAVINGS: figures.savings,
    Source.WORKSTREAMS: appendix.appendix,
    Source.SIGN_OFF: lambda content: content["report"]["by_office"],
    Source.CONTACT: lambda content: content["report"]["contact_office"],
    Source.BACKGROUND_PAPERS: lambda content: content["background_papers"],
}
