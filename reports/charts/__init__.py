"""The milestone timeline as SVG. A mark has its state as a shape and in words; a month is a bar, never a false day."""

from collections.abc import Sequence
from datetime import date
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString, mark_safe

from reports.charts import drawing, layout
from reports.charts.layout import Axis, Group, Lane, Mark, Row
from workstreams.rules import Timing

__all__ = ["Lane", "Mark", "timeline"]

MOST = 100
FONT = "Portal Sans, Source Sans 3, Arial, sans-serif"
RULE = "#d3d9df"
COLOURS = {
    Timing.DONE: "#0b4f36",
    Timing.UNDER_WAY: "#1f3a5f",
    Timing.DUE: "#1f3a5f",
    Timing.LATE: "#8c1d18",
    Timing.UNDATED: "#4d5a67",
}


def timeline(lanes: Sequence[Lane], *, on: date, key: str = "timeline") -> list[SafeString]:
    """Charts of at most a page each as at the day `on`, of the first 100 marks; none when no mark has a date."""
    drawn = layout.first(lanes, MOST)
    dated = [mark for lane in drawn for mark in lane.marks if mark.earliest and mark.latest]
    if not dated:
        return []
    axis = layout.axis(dated, on)
    parts = list(layout.parts(drawn, axis))
    return [
        _svg(part, axis, on, name=f"{key}-{number}", title=_title(part, axis, number, len(parts)))
        for number, part in enumerate(parts, start=1)
    ]


def _title(part: list[Group], axis: Axis, number: int, parts: int) -> str:
    marks = [row.mark for _, rows in part for row in rows]
    counts = [f"{many} {timing.lower()}" for timing in Timing if (many := sum(mark.timing is timing for mark in marks))]
    which = f" (part {number} of {parts})" if parts > 1 else ""
    noun = "milestone" if len(marks) == 1 else "milestones"
    return (
        f"Timeline of {len(marks)} {noun}{which}, {axis.first:%B %Y} to {axis.last - layout.DAY:%B %Y}: "
        f"{', '.join(counts)}. The table that follows says the same in words."
    )


def _svg(part: list[Group], axis: Axis, on: date, *, name: str, title: str) -> SafeString:
    height = layout.AXIS + sum(layout.GROUP + sum(row.height for row in rows) for _, rows in part)
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "paper-timeline",
            "viewBox": f"0 0 {layout.WIDTH} {height}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
            "font-family": FONT,
            "font-size": str(drawing.SIZE),
        },
    )
    ET.SubElement(svg, "title", {"id": f"{name}-title"}).text = title
    ET.SubElement(svg, "desc", {"id": f"{name}-desc"}).text = "; ".join(
        f"{row.mark.title}: {row.mark.label}" for _, rows in part for row in rows
    )
    _draw_axis(svg, axis, on, height)
    y = layout.AXIS
    for lane, rows in part:
        drawing.line(svg, 0, y + 3, layout.WIDTH, y + 3, stroke=RULE)
        _draw_name(svg, drawing.wrap(lane, layout.WIDTH, most=1)[0], y)
        y += layout.GROUP
        for row in rows:
            _draw_row(svg, row, axis, y)
            y += row.height
    return mark_safe(ET.tostring(svg, encoding="unicode"))  # noqa: S308 - ElementTree escapes what it writes


def _draw_axis(svg: ET.Element, axis: Axis, on: date, height: int) -> None:
    for month in axis.months():
        drawing.line(svg, axis.x(month), layout.AXIS - 3, axis.x(month), layout.AXIS + 3, stroke=RULE)
    for tick in axis.ticks():
        x, words = axis.x(tick), f"{tick:%b %Y}"
        half = drawing.text_width(words) / 2
        drawing.line(svg, x, layout.AXIS - 6, x, height, stroke=RULE)
        drawing.text(svg, min(x, layout.WIDTH - half), layout.AXIS - 12, words, anchor="middle")
    if axis.first <= on < axis.last:
        x, words = axis.x(on), f"Data as at {on.day} {on:%B %Y}"
        half = drawing.text_width(words) / 2
        drawing.line(svg, x, 18, x, height, stroke=drawing.INK, dashes="4 3")
        drawing.text(svg, max(half, min(x, layout.WIDTH - half)), 12, words, anchor="middle", weight="bold")


def _draw_name(svg: ET.Element, name: str, top: float) -> None:
    """Over the lines of the months, which would cross a long name."""
    drawing.add(svg, "rect", x=0, y=top + 8, width=drawing.text_width(name), height=16, fill="#ffffff")
    drawing.text(svg, 0, top + 20, name, weight="bold")


def _draw_row(svg: ET.Element, row: Row, axis: Axis, top: float) -> None:
    mark, middle = row.mark, top + layout.GAP / 2 + layout.LINE / 2
    for number, words in enumerate(row.lines):
        drawing.text(svg, 0, middle + 4.5 + number * layout.LINE, words)
    if mark.earliest and mark.latest:
        _draw_mark(svg, mark, axis, middle)
    x, middle = row.place.x, middle + layout.LINE * row.place.below
    key, width = mark.key_width, drawing.text_width(mark.label)
    drawing.add(svg, "rect", x=x - 2, y=middle - 7, width=key + width + 4, height=14, fill="#ffffff")
    if key:
        _shape(svg, mark.timing, x + layout.SHAPE / 2, middle)
    drawing.text(svg, x + key, middle + 4.5, mark.label)


def _draw_mark(svg: ET.Element, mark: Mark, axis: Axis, middle: float) -> None:
    """A day as its shape, anything longer as a bar over all the days it may be."""
    start, end = axis.x(mark.earliest or axis.first), axis.end(mark)
    if mark.is_day:
        _shape(svg, mark.timing, (start + end) / 2, middle)
        return
    colour = COLOURS[mark.timing]
    drawing.add(
        svg,
        "rect",
        x=start,
        y=middle - 4,
        width=max(end - start, 3),
        height=8,
        rx=2,
        fill="#ffffff" if mark.timing in (Timing.DUE, Timing.UNDER_WAY) else colour,
        stroke=colour,
        stroke_width=1.5,
    )


def _shape(svg: ET.Element, timing: Timing, x: float, y: float) -> None:
    """Done: a full circle. Under way: half a diamond. To come: an open diamond. Late: a triangle. Undated: a square."""
    half = layout.SHAPE / 2
    outlines = {
        Timing.DUE: f"M{x:.1f} {y - half:.1f}l{half} {half}l-{half} {half}l-{half} -{half}z",
        Timing.UNDER_WAY: f"M{x:.1f} {y - half:.1f}l{half} {half}l-{half} {half}z",
        Timing.LATE: f"M{x:.1f} {y - half:.1f}l{half} {2 * half}h-{2 * half}z",
        Timing.UNDATED: f"M{x - half:.1f} {y - half:.1f}h{2 * half}v{2 * half}h-{2 * half}z",
    }
    if timing is Timing.DONE:
        drawing.add(svg, "circle", cx=x, cy=y, r=half, fill=COLOURS[timing])
        return
    fill = COLOURS[timing] if timing in (Timing.LATE, Timing.UNDER_WAY) else "#ffffff"
    drawing.add(svg, "path", d=outlines[timing], fill=fill, stroke=COLOURS[timing], stroke_width=1.5)
