from datetime import date
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from reports import charts
from reports.charts import Lane, Mark, drawing
from workstreams.rules import Timing

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2011, 9, 20)


def month(title: str, year: int, number: int, words: str, timing: Timing = Timing.DUE) -> Mark:
    return Mark(title, date(year, number, 1), date(year, number, 28), words, timing)


def day(title: str, on: date, words: str, timing: Timing = Timing.DUE) -> Mark:
    return Mark(title, on, on, words, timing)


def draw(*marks: Mark, on: date = TODAY) -> ET.Element:
    (svg,) = charts.timeline([Lane("Waste", marks)], on=on)
    return ET.fromstring(svg)


def words(svg: ET.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def test_every_milestone_is_drawn_with_its_state_in_words() -> None:
    svg = draw(
        month("Case study", 2011, 6, "June 2011", Timing.DONE),
        month("Business case", 2012, 1, "by January 2012"),
        day("Joint answer", date(2011, 6, 30), "30 June 2011", Timing.LATE),
        Mark("Vision", None, None, "", Timing.UNDATED),
    )

    assert {"Waste", "Case study", "Business case", "Joint answer", "Vision"} <= set(words(svg))
    assert {"Done: June 2011", "To come: by January 2012", "Late: 30 June 2011", "No date given"} <= set(words(svg))


def test_title_and_description_tell_all_of_it() -> None:
    svg = draw(month("Case study", 2011, 6, "June 2011", Timing.DONE), month("Business case", 2012, 1, "January 2012"))

    title, description = svg.findtext(f"{SVG}title"), svg.findtext(f"{SVG}desc")
    assert title == (
        "Timeline of 2 milestones, June 2011 to January 2012: 1 done, 1 to come. "
        "The table that follows says the same in words."
    )
    assert description == "Case study: Done: June 2011; Business case: To come: January 2012"
    assert svg.get("aria-labelledby") == "timeline-1-title timeline-1-desc"


def test_a_month_is_a_bar_as_wide_as_the_month_and_a_day_is_none() -> None:
    svg = draw(month("Month", 2012, 1, "January 2012"), day("Day", date(2012, 3, 31), "31 March 2012"))

    bars = [rect for rect in svg.iter(f"{SVG}rect") if rect.get("stroke")]
    assert len(bars) == 1
    plot = 440 * 28 / (date(2012, 4, 1) - date(2011, 9, 1)).days
    assert float(bars[0].get("width", 0)) == pytest.approx(plot, abs=0.1)


def test_a_deadline_is_no_exact_day() -> None:
    svg = draw(day("Answer", date(2011, 12, 30), "by 30 December 2011"))

    assert len([rect for rect in svg.iter(f"{SVG}rect") if rect.get("stroke")]) == 1


@pytest.mark.parametrize(
    ("timing", "shape", "fill"),
    [(Timing.DONE, "circle", "#0b4f36"), (Timing.DUE, "path", "#ffffff"), (Timing.LATE, "path", "#8c1d18")],
)
def test_each_state_has_a_shape_of_its_own(timing: Timing, shape: str, fill: str) -> None:
    svg = draw(day("Day", date(2011, 12, 1), "1 December 2011", timing))

    (drawn,) = [*svg.iter(f"{SVG}circle"), *svg.iter(f"{SVG}path")]
    assert (drawn.tag, drawn.get("fill")) == (f"{SVG}{shape}", fill)


def test_shapes_to_come_and_late_differ_in_outline() -> None:
    due, late = (
        next(draw(day("Day", date(2011, 12, 1), "1 December 2011", timing)).iter(f"{SVG}path")).get("d")
        for timing in (Timing.DUE, Timing.LATE)
    )

    assert due != late


def test_the_day_of_the_data_is_a_line_with_its_date() -> None:
    assert "Data as at 20 September 2011" in words(draw(month("Case study", 2011, 6, "June 2011")))


def test_the_day_of_the_data_does_not_stretch_the_axis_for_years() -> None:
    svg = draw(month("Case study", 2011, 6, "June 2011"), on=date(2026, 1, 1))

    assert not any(text.startswith("Data as at") for text in words(svg))
    assert "June 2011 to June 2011" in (svg.findtext(f"{SVG}title") or "")


@pytest.mark.parametrize("last", [2011, 2012, 2015, 2031, 2111, 9999])
def test_axis_names_do_not_touch(last: int) -> None:
    svg = draw(month("First", 2011, 1, "January 2011"), month("Last", last, 12, f"December {last}"))

    ticks = sorted(float(text.get("x", 0)) for text in svg.iter(f"{SVG}text") if text.get("y") == "32")
    assert len(ticks) >= 2
    assert all(right - left > 50 for left, right in pairwise(ticks))


def test_nothing_leaves_the_picture() -> None:
    svg = draw(
        *(
            month(f"Milestone {number}", 2011, number, f"the long words of month {number} of 2011")
            for number in range(1, 13)
        ),
        Mark("Range", date(2011, 1, 1), date(2011, 12, 31), "January to December 2011", Timing.DUE),
    )

    for text in svg.iter(f"{SVG}text"):
        width, x = drawing.text_width(text.text or ""), float(text.get("x", 0))
        left = {"start": x, "middle": x - width / 2}[text.get("text-anchor", "start")]
        assert left >= 0
        assert left + width <= 680.5


def test_long_titles_are_wrapped_then_shortened() -> None:
    lines = drawing.wrap("Recommendations and a business case that all seven councils agree " * 4, 200, most=3)

    assert len(lines) == 3
    assert lines[0].startswith("Recommendations and")
    assert lines[2].endswith("…")
    assert all(drawing.text_width(line) <= 200 for line in lines)


def test_a_word_wider_than_the_line_is_shortened() -> None:
    (line,) = drawing.wrap("x" * 300, 100, most=2)

    assert line.endswith("…")
    assert drawing.text_width(line) <= 100


def test_many_lanes_make_several_charts_of_at_most_a_page() -> None:
    lanes = [Lane(f"Lane {number}", [month("Step", 2012, 1, "January 2012")] * 5) for number in range(12)]

    drawn = [ET.fromstring(svg) for svg in charts.timeline(lanes, on=TODAY)]

    assert len(drawn) > 1
    assert all(int((svg.get("viewBox") or "").split()[3]) <= 860 for svg in drawn)
    assert sum(words(svg).count("Step") for svg in drawn) == 60
    assert "(part 1 of " in (drawn[0].findtext(f"{SVG}title") or "")
    assert len({svg.get("aria-labelledby") for svg in drawn}) == len(drawn)


def test_a_lane_longer_than_a_page_goes_on_under_its_name() -> None:
    drawn = charts.timeline([Lane("Waste", [month("Step", 2012, 1, "January 2012")] * 60)], on=TODAY)

    assert "Waste (continued)" in words(ET.fromstring(drawn[1]))


def test_at_most_a_hundred_milestones_are_drawn() -> None:
    lanes = [
        Lane("One", [month("Step", 2012, 1, "January 2012")] * 80),
        Lane("Two", [month("Step", 2012, 1, "x")] * 80),
    ]

    drawn = charts.timeline(lanes, on=TODAY)

    assert sum(words(ET.fromstring(svg)).count("Step") for svg in drawn) == 100


def test_without_a_date_there_is_no_chart() -> None:
    assert charts.timeline([Lane("Waste", [Mark("Vision", None, None, "", Timing.UNDATED)])], on=TODAY) == []
    assert charts.timeline([], on=TODAY) == []


def test_no_style_no_script_and_markup_is_text() -> None:
    (svg,) = charts.timeline([Lane("<b>&", [month("<script>alert(1)</script>", 2012, 1, "January 2012")])], on=TODAY)

    assert "style" not in svg
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
    assert "<b>&" not in svg


def test_the_same_marks_give_the_same_picture() -> None:
    lanes = [Lane("Waste", [month("Step", 2012, 1, "January 2012")])]

    assert charts.timeline(lanes, on=TODAY) == charts.timeline(lanes, on=TODAY)
