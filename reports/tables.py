"""House styles and papers, in the programme format. A paper's status and versions are never in a file."""

from collections.abc import Iterator

from reports.models import (
    BackgroundPaper,
    Committee,
    FrontSheetField,
    HouseStyle,
    HouseStyleSection,
    Recommendation,
    Report,
    ReportSection,
)
from reports.rules import Status
from sharedservices.core.programme.columns import Choice, Date, Integer, Reference, Slug, Text, YesNo
from sharedservices.core.programme.tables import Entry, Fault, Table

ORGANISATION = Reference("organisation", table="organisations")
HOUSE_STYLE = Reference("house_style", table="house_styles", help="organisation/house_style.")
REPORT = Reference("report", table="reports")
NOT_A_DRAFT = "published reports are changed by a new version. Return it to draft in the portal, then import again."
ORDER = Integer("order", required=True)


def report_faults(entry: Entry) -> Iterator[Fault]:
    report = entry if entry.table.name == REPORTS.name else entry.targets["report"]
    status = report.before["status"] if report and report.before else Status.DRAFT
    if status != Status.DRAFT:
        words = Status(status).replace("_", " ")
        yield entry.changed[-1], f"The report is {words}: {NOT_A_DRAFT}"


COMMITTEES = Table(
    name="committees",
    one="a committee",
    model=Committee,
    key=("organisation", "committee"),
    shared=True,
    columns=(ORGANISATION, Slug("committee", field="slug", required=True), Text("name", required=True)),
)
HOUSE_STYLES = Table(
    name="house_styles",
    one="a house style",
    model=HouseStyle,
    key=("organisation", "house_style"),
    shared=True,
    columns=(
        ORGANISATION,
        Slug("house_style", field="slug", required=True),
        Text("name", required=True),
        Choice("section_numbers", choices=HouseStyle._meta.get_field("section_numbers").flatchoices),
    ),
)
HOUSE_STYLE_FRONT = Table(
    name="house_style_front",
    one="a line of a front sheet",
    model=FrontSheetField,
    key=("house_style", "order"),
    columns=(
        HOUSE_STYLE,
        ORDER,
        Text("label", required=True),
        Choice("value", required=True, choices=FrontSheetField.Value.choices),
    ),
)
HOUSE_STYLE_SECTIONS = Table(
    name="house_style_sections",
    one="a section of a house style",
    model=HouseStyleSection,
    key=("house_style", "section"),
    swapped="order",
    columns=(
        HOUSE_STYLE,
        Slug("section", field="key", required=True),
        ORDER,
        Text("heading"),
        Choice("source", choices=HouseStyleSection.Source.choices),
        Choice("numbering", choices=HouseStyleSection.Numbering.choices),
        YesNo("mandatory"),
        Text("empty_text", help="Printed when there is nothing, such as “None”."),
    ),
)
REPORTS = Table(
    name="reports",
    one="a report",
    model=Report,
    key=("report",),
    parent="partnership",
    extra={"status": "status"},
    check=report_faults,
    columns=(
        Slug("report", field="reference", required=True),
        Reference("partnership", table="partnerships"),
        Reference("committee", table="committees", help="organisation/committee."),
        HOUSE_STYLE,
        Text("title", required=True),
        Text("purpose", required=True),
        Date("meeting_date", required=True),
        Date("data_as_at", help="The paper shows what was reported up to this date."),
        Text("by_office", required=True),
        Text("contact_office"),
        Text("recommendation_lead"),
    ),
)
REPORT_SECTIONS = Table(
    name="report_sections",
    one="a section of a report",
    model=ReportSection,
    key=("report", "section"),
    check=report_faults,
    columns=(REPORT, Slug("section", field="key", required=True), Text("text")),
)
RECOMMENDATIONS = Table(
    name="recommendations",
    one="a recommendation",
    model=Recommendation,
    key=("report", "order"),
    check=report_faults,
    columns=(REPORT, ORDER, Text("text", required=True)),
)
BACKGROUND_PAPERS = Table(
    name="background_papers",
    one="a background paper",
    model=BackgroundPaper,
    key=("report", "order"),
    check=report_faults,
    columns=(REPORT, ORDER, Text("title", required=True)),
)
TABLES = [
    COMMITTEES,
    HOUSE_STYLES,
    HOUSE_STYLE_FRONT,
    HOUSE_STYLE_SECTIONS,
    REPORTS,
    REPORT_SECTIONS,
    RECOMMENDATIONS,
    BACKGROUND_PAPERS,
]
