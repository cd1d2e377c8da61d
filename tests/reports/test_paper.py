from itertools import pairwise
from typing import Any

import pytest

from reports import paper
from tests.reports.contents import (
    SHA256,
    claim,
    content,
    headings,
    line,
    milestone,
    part,
    render,
    section,
    update,
    words,
    workstream,
)

APPENDIX = [section("updates", "workstreams", numbering="appendix")]


def test_front_sheet_shows_the_styles_labels_and_the_reports_values() -> None:
    labels = ["committee", "meeting_date", "by", "title", "purpose", "partnership"]
    document = render(front=[{"label": f"The {label}", "value": label} for label in labels])

    front = [words(found) for found in document.find_class("paper-front-line")]
    assert front == [
        "The committee: Scrutiny Committee",
        "The meeting_date: 9 November 2011",
        "The by: Chief Executive",
        "The title: Progress of the partnership",
        "The purpose: To report progress",
        "The partnership: North and South",
    ]


@pytest.mark.parametrize("front", [[{"label": "Title", "value": "title"}], [{"label": "By", "value": "by"}], []])
def test_title_is_the_one_main_heading_with_or_without_its_line(front: list[dict[str, str]]) -> None:
    document = render(front=front)

    assert headings(document) == [("h1", "Progress of the partnership")]
    assert document.findtext("head/title") == "Progress of the partnership"
    assert document.get("lang") == "en-GB"


def test_every_page_gets_title_date_of_data_version_and_digest() -> None:
    body = render().find("body")

    assert body.get("data-title") == "Progress of the partnership"
    assert body.get("data-as-at") == "Data as at 20 September 2011"
    assert body.get("data-edition") == "Version 2, 0123456789abcdef"


def test_foot_shortens_a_long_title() -> None:
    title = render(report={"title": "Long " * 40}).find("body").get("data-title")

    assert len(title) == 80
    assert title.endswith("…")


@pytest.mark.parametrize(("form", "number"), [("1.", "2."), ("1", "2"), ("1.0", "2.0")])
def test_sections_are_numbered_as_the_style_says(form: str, number: str) -> None:
    document = render(
        section_numbers=form,
        sections=[section("first", numbering="decimal"), section("plain"), section("second", numbering="decimal")],
        texts={"first": "One.", "plain": "Two.", "second": "Three."},
    )

    assert headings(document)[-1] == ("h2", f"{number} Second")
    assert words(part(document, "second")) == f"{number} Second 2.1 Three."
    assert words(part(document, "plain")) == "Plain Two."


def test_paragraphs_are_numbered_and_lists_belong_to_the_one_before() -> None:
    document = render(
        sections=[section("background", numbering="decimal")],
        texts={"background": "Six areas:\n\n- waste\n- ICT\n\n## Aims\n\nOther words.\n\nMore."},
    )

    block = part(document, "background")
    assert [words(found) for found in block.find_class("paper-paragraph")] == [
        "1.1 Six areas:",
        "1.2 Other words.",
        "1.3 More.",
    ]
    assert block.find_class("paper-paragraph")[0].getnext().findall(".//li")[1].text == "ICT"
    assert ("h3", "Aims") in headings(document)


@pytest.mark.parametrize(
    ("changes", "printed"),
    [
        ({}, None),
        ({"empty_text": "None"}, "1. Risks 1.1 None"),
        ({"mandatory": True}, "1. Risks 1.1 None"),
        ({"mandatory": True, "empty_text": "Not applicable"}, "1. Risks 1.1 Not applicable"),
    ],
)
def test_empty_section_prints_its_word_or_is_left_out(changes: dict[str, Any], printed: str | None) -> None:
    document = render(
        sections=[section("risks", numbering="decimal", **changes), section("next", numbering="decimal")],
        texts={"next": "More."},
    )

    if printed is None:
        assert headings(document)[-1] == ("h2", "1. Next")
    else:
        assert words(part(document, "risks")) == printed
        assert headings(document)[-1] == ("h2", "2. Next")


def test_appendices_are_counted_and_headed() -> None:
    document = render(
        sections=[
            section("one", numbering="appendix", heading="Workstream updates"),
            section("left-out", numbering="appendix"),
            section("two", numbering="appendix", heading="Appendix 2"),
        ],
        texts={"one": "As of September.", "two": "More."},
    )

    assert headings(document)[1:] == [("h2", "APPENDIX 1 Workstream updates"), ("h2", "APPENDIX 2")]
    assert "paper-appendix" in part(document, "one").get("class")


def test_one_recommendation_continues_the_lead_without_a_number() -> None:
    document = render(
        sections=[section("recommendation", "recommendations", heading="RECOMMENDATION", mandatory=True)],
        recommendations=["note *this*."],
    )

    assert words(part(document, "recommendation")) == "RECOMMENDATION The Committee is recommended to note this."


def test_several_recommendations_are_numbered_in_roman() -> None:
    document = render(
        sections=[section("recommendation", "recommendations", heading="RECOMMENDATIONS")],
        recommendations=["note;", "agree; and", "ask for more."],
        report={"recommendation_lead": "The Committee is asked to:"},
    )

    block = part(document, "recommendation")
    assert words(block) == "RECOMMENDATIONS The Committee is asked to: (i) note; (ii) agree; and (iii) ask for more."
    assert len(block.findall(".//ol/li")) == 3


def test_sign_off_contact_and_background_papers() -> None:
    sections = [
        section("sign-off", "sign_off", heading=""),
        section("contact", "contact", heading="Contact Officer"),
        section("papers", "background_papers", heading="Background Papers", empty_text="None"),
    ]

    document = render(sections=sections)
    assert words(part(document, "sign-off")) == "Chief Executive"
    assert words(part(document, "contact")) == "Contact Officer: Policy Officer"
    assert words(part(document, "papers")) == "Background Papers None"

    listed = part(render(sections=sections, background_papers=["Minutes", "The <i>plan</i>"]), "papers")
    assert [item.text for item in listed.iter("li")] == ["Minutes", "The <i>plan</i>"]


def test_no_heading_level_is_skipped_whatever_authors_write() -> None:
    document = render(
        sections=[section("background", numbering="decimal"), *APPENDIX],
        texts={"background": "###### Deep\n\nWords.\n\n# High"},
        workstreams=[workstream("SEN", purpose="##### Deep\n\n# High", update=update(narrative="### Mid\n\n#### Low"))],
    )

    levels = [int(tag[1]) for tag, _ in headings(document)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


HOSTILE = "<script>alert(1)</script> ![x](https://evil.example/x.png) [y](javascript:alert(1)) z" + "\u0335" * 30


def test_hostile_text_is_harmless_wherever_it_stands() -> None:
    stream = workstream(
        HOSTILE,
        purpose=HOSTILE,
        update=update(narrative=HOSTILE, reason=HOSTILE),
        milestones=[milestone(HOSTILE, note=HOSTILE)],
    )
    document = render(
        sections=[
            section("text"),
            section("overview", "overview"),
            *APPENDIX,
            section("milestones", "timeline"),
            section("savings", "savings"),
        ],
        texts={"text": HOSTILE},
        workstreams=[stream, stream | {"status": "idea"}],
        savings=[claim(HOSTILE, line(note=HOSTILE))],
        report={"title": HOSTILE, "purpose": HOSTILE},
    )

    assert not document.findall(".//script")
    assert not document.findall(".//img")
    assert not document.findall(".//a")
    assert not [name for element in document.iter() for name in element.attrib if name in ("style", "src", "onerror")]
    assert "\u0335" * 5 not in document.text_content()


def test_same_content_gives_the_same_document() -> None:
    frozen = content(sections=APPENDIX, workstreams=[workstream("SEN", milestones=[milestone("Plan")])])

    assert paper.render_html(frozen, version=1, sha256=SHA256) == paper.render_html(frozen, version=1, sha256=SHA256)


def test_the_edition_brings_its_stylesheet_and_the_page_layout_gets_none() -> None:
    frozen = content(sections=APPENDIX, workstreams=[workstream("SEN")])

    edition = paper.render_edition(frozen, version=1, sha256=SHA256)

    assert ".paper .paper-heading" in edition.partition("<style>")[2].partition("</style>")[0]
    assert "<link" not in edition
    assert f"Digest of its data (SHA-256): {SHA256}" in edition
    assert edition == paper.render_edition(frozen, version=1, sha256=SHA256)
    assert "<style" not in paper.render_html(frozen, version=1, sha256=SHA256)
