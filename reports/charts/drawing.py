"""Pieces of SVG, with presentation attributes only, and lines of text that fit without asking a font."""

from xml.etree import ElementTree as ET

SIZE = 13
INK = "#1d2733"
NARROW = dict.fromkeys("iljtfrI.,:;'’|!()[] ", 0.31) | dict.fromkeys("mwMW@%", 0.86)


def line(svg: ET.Element, x1: float, y1: float, x2: float, y2: float, *, stroke: str, dashes: str = "") -> None:
    extra = {"stroke_dasharray": dashes} if dashes else {}
    add(svg, "line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=1, **extra)


def text(svg: ET.Element, x: float, y: float, words: str, *, anchor: str = "start", weight: str = "normal") -> None:
    add(svg, "text", x=x, y=y, text_anchor=anchor, font_weight=weight, fill=INK).text = words


def add(svg: ET.Element, tag: str, **attributes: str | float) -> ET.Element:
    plain = {name.replace("_", "-"): _number(value) for name, value in attributes.items()}
    return ET.SubElement(svg, tag, plain)


def _number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def wrap(text: str, width: float, *, most: int) -> list[str]:
    """The text in at most so many lines of that width, the last one shortened where it must be."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = [_shortened(line, width, cut=False) for line in lines[:most]]
    if len(lines) > most:
        kept[-1] = _shortened(kept[-1], width, cut=True)
    return kept


def _shortened(line: str, width: float, *, cut: bool) -> str:
    if not cut and text_width(line) <= width:
        return line
    while line and text_width(f"{line}…") > width:
        line = line[:-1]
    return f"{line.rstrip(' ,;.…')}…"


def text_width(text: str) -> float:
    """A cautious estimate: no font is asked, so that a page and a paper break lines alike."""
    return SIZE * sum(NARROW.get(character, 0.54 if character.islower() else 0.63) for character in text)
