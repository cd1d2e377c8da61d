"""Someone with the published paper beside ours finds every fact, figure, date and heading of it."""

import re
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from reports import paper, rendering, snapshots
from reports.models import Report
from tests.reports import se7
from tests.reports.outline import Outline

pytestmark = pytest.mark.django_db
SAID = [fact for _, fact in se7.pairs(se7.IN_SECTION) + se7.pairs(se7.IN_WORKSTREAM)]


@pytest.fixture(scope="module")
def document(django_db_setup: None, django_db_blocker: Any) -> str:
    with se7.imported(django_db_blocker):
        content = snapshots.freeze_content(Report.objects.get(reference=se7.REFERENCE), on=date(2011, 11, 9))
        sha256 = snapshots.digest(snapshots.canonical(content))
        return paper.render_html(content, version=1, sha256=sha256)


@pytest.fixture(scope="module")
def compiled(document: str) -> Outline:
    return Outline(document)


@pytest.fixture(scope="module")
def printed(document: str) -> str:
    """The words of the PDF, without the spaces and line ends that its layout makes."""
    pdf = rendering.render_pdf(document, created=datetime(2011, 11, 1, tzinfo=UTC))
    return re.sub(r"[\s-]+", "", "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)).lower()


@pytest.mark.parametrize("fact", se7.FRONT)
def test_front_and_foot_hold_the_fact(compiled: Outline, fact: str) -> None:
    assert fact.lower() in compiled.text.lower()


def test_headings_come_in_the_order_of_the_published_paper(compiled: Outline) -> None:
    places = [compiled.place(section) for section in se7.SECTIONS]

    assert places == sorted(places)


@pytest.mark.parametrize(("section", "fact"), se7.pairs(se7.IN_SECTION))
def test_section_holds_the_fact(compiled: Outline, section: str, fact: str) -> None:
    assert fact.lower() in compiled.section(section).lower()


@pytest.mark.parametrize(
    ("section", "numbers"),
    [
        ("Financial Implications", ["1.1"]),
        ("Background", ["2.1", "2.2", "2.3", "2.4"]),
        ("Update on Progress", ["3.1", "3.2", "3.3", "3.4"]),
        ("Next steps", ["4.1", "4.2", "4.3", "4.4"]),
        ("Conclusion", ["5.1"]),
    ],
)
def test_each_paragraph_has_a_number_of_its_own(compiled: Outline, section: str, numbers: list[str]) -> None:
    assert re.findall(r"(?<![\d.])\d\.\d(?!\d)", compiled.section(section)) == numbers


@pytest.mark.parametrize(("workstream", "lead"), se7.LEADS.items())
def test_workstream_is_headed_by_its_lead(compiled: Outline, workstream: str, lead: str) -> None:
    assert f"{workstream} – Led by {lead}" in compiled.titles


@pytest.mark.parametrize(("workstream", "fact"), se7.pairs(se7.IN_WORKSTREAM))
def test_workstream_holds_the_fact(compiled: Outline, workstream: str, fact: str) -> None:
    assert fact.lower() in compiled.section(f"{workstream} – Led by").lower()


@pytest.mark.parametrize("fact", se7.IN_IDEAS)
def test_shared_ideas_hold_the_fact(compiled: Outline, fact: str) -> None:
    assert fact.lower() in compiled.section("Further areas of shared ideas").lower()


@pytest.mark.parametrize("words", sorted({words for _, _, words in se7.DATES}))
def test_timeline_says_the_date_in_words(compiled: Outline, words: str) -> None:
    assert words in compiled.section("Milestones")


@pytest.mark.parametrize("workstream", se7.ACTIVE)
def test_overview_and_savings_name_the_workstream(compiled: Outline, workstream: str) -> None:
    assert workstream in compiled.section("Overview of the workstreams")
    assert workstream in compiled.section("Savings")


@pytest.mark.parametrize("period", ["by December 2011", "2012/13", "2013/14", "2014/15"])
def test_savings_table_has_the_period(compiled: Outline, period: str) -> None:
    assert period.lower() in compiled.section("Savings").lower()


def test_what_nobody_reported_is_said_to_be_so_and_is_never_nought(compiled: Outline) -> None:
    assert "not yet reported" in compiled.section("Savings").lower()
    assert "£" not in compiled.text


def test_no_way_to_reach_a_person(compiled: Outline) -> None:
    assert "@" not in compiled.text
    assert not re.search(r"\b0\d{3,4} \d{5,6}\b", compiled.text)


@pytest.mark.parametrize("fact", sorted({*se7.FRONT, *se7.SECTIONS, *se7.IN_IDEAS, *SAID}))
def test_the_pages_of_the_pdf_hold_the_fact(printed: str, fact: str) -> None:
    assert re.sub(r"[\s-]+", "", fact).lower() in printed
