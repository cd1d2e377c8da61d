from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from reports.models import (
    BackgroundPaper,
    Committee,
    FrontSheetField,
    HouseStyle,
    HouseStyleSection,
    Recommendation,
    Report,
    ReportSection,
    Snapshot,
)
from tests.factories.partnerships import OrganisationFactory, PartnershipFactory

FRONT = [
    ("Report to", "committee"),
    ("Date", "meeting_date"),
    ("By", "by"),
    ("Title of report", "title"),
    ("Purpose of report", "purpose"),
]
SECTIONS = [
    ("recommendation", "RECOMMENDATION", "recommendations", "none", True, ""),
    ("financial-implications", "Financial Implications", "text", "decimal", True, ""),
    ("background", "Background", "text", "decimal", False, ""),
    ("overview", "Overview of the workstreams", "overview", "decimal", False, ""),
    ("timeline", "Milestones", "timeline", "decimal", False, ""),
    ("savings", "Savings", "savings", "decimal", False, ""),
    ("sign-off", "", "sign_off", "none", False, ""),
    ("contact", "Contact Officer", "contact", "none", False, ""),
    ("background-papers", "Background Papers", "background_papers", "none", False, "None"),
    ("workstreams", "Workstream updates", "workstreams", "appendix", False, ""),
]


class CommitteeFactory(DjangoModelFactory):
    class Meta:
        model = Committee

    organisation = factory.SubFactory(OrganisationFactory)
    slug = factory.Sequence(lambda number: f"committee-{number}")
    name = "Scrutiny Committee"


class HouseStyleFactory(DjangoModelFactory):
    """A style with a front sheet and a section of every kind; `bare=True` has neither."""

    class Meta:
        model = HouseStyle
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    slug = factory.Sequence(lambda number: f"style-{number}")
    name = "Scrutiny update"

    @factory.post_generation
    def bare(self: HouseStyle, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if extracted or not create:
            return
        FrontSheetField.objects.bulk_create(
            FrontSheetField(house_style=self, order=order, label=label, value=value)
            for order, (label, value) in enumerate(FRONT, start=1)
        )
        names = ("key", "heading", "source", "numbering", "mandatory", "empty_text")
        HouseStyleSection.objects.bulk_create(
            HouseStyleSection(house_style=self, order=order, **dict(zip(names, values, strict=True)))
            for order, values in enumerate(SECTIONS, start=1)
        )


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = Report

    reference = factory.Sequence(lambda number: f"report-{number}")
    partnership = factory.SubFactory(PartnershipFactory)
    committee = factory.SubFactory(CommitteeFactory)
    house_style = factory.SubFactory(HouseStyleFactory, organisation=factory.SelfAttribute("..committee.organisation"))
    title = "Progress of the partnership"
    purpose = "To tell the Committee how the partnership progresses"
    meeting_date = "2011-11-09"
    data_as_at = "2011-09-20"
    by_office = "Chief Executive"
    contact_office = "Policy Officer"


class ReportSectionFactory(DjangoModelFactory):
    class Meta:
        model = ReportSection

    report = factory.SubFactory(ReportFactory)
    key = "financial-implications"
    text = "There are none."


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = Recommendation

    report = factory.SubFactory(ReportFactory)
    order = factory.Sequence(lambda number: number + 1)
    text = "note the progress of the partnership."


class BackgroundPaperFactory(DjangoModelFactory):
    class Meta:
        model = BackgroundPaper

    report = factory.SubFactory(ReportFactory)
    order = factory.Sequence(lambda number: number + 1)
    title = "Minutes of the last meeting"


class SnapshotFactory(DjangoModelFactory):
    class Meta:
        model = Snapshot

    report = factory.SubFactory(ReportFactory)
    number = factory.Sequence(lambda number: number + 1)
    meeting_date = "2011-11-09"
    content = "{}"
    sha256 = factory.Sequence(lambda number: f"{number:064x}")
    created_at = datetime(2011, 11, 1, 9, tzinfo=UTC)
