from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from tests.factories.partnerships import OrganisationFactory, PartnershipFactory, UserFactory
from workstreams.models import (
    Milestone,
    Participation,
    ProgressUpdate,
    Project,
    ProjectRating,
    ReportingRound,
    Stage,
    Workstream,
    WorkstreamLead,
)


class WorkstreamFactory(DjangoModelFactory):
    class Meta:
        model = Workstream

    class Params:
        further = factory.Trait(status=Workstream.Status.FURTHER)
        idea = factory.Trait(status=Workstream.Status.IDEA, stage=Stage.NOT_STATED)
        closed = factory.Trait(status=Workstream.Status.CLOSED)

    partnership = factory.SubFactory(PartnershipFactory)
    slug = factory.Sequence(lambda number: f"workstream-{number}")
    name = factory.LazyAttribute(lambda workstream: workstream.slug.replace("-", " ").title())
    lead = factory.SubFactory(OrganisationFactory)
    purpose = "Share what the councils know."
    stage = Stage.DEVELOPMENT


class WorkstreamLeadFactory(DjangoModelFactory):
    class Meta:
        model = WorkstreamLead

    workstream = factory.SubFactory(WorkstreamFactory)
    user = factory.SubFactory(UserFactory)
    valid_from = date(2011, 1, 1)


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project

    workstream = factory.SubFactory(WorkstreamFactory)
    slug = factory.Sequence(lambda number: f"project-{number}")
    name = factory.LazyAttribute(lambda project: project.slug.replace("-", " ").title())


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = Participation

    project = factory.SubFactory(ProjectFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    workstream = factory.SubFactory(WorkstreamFactory)
    slug = factory.Sequence(lambda number: f"milestone-{number}")
    title = factory.LazyAttribute(lambda milestone: milestone.slug.replace("-", " ").title())
    baseline = "2011-12"


class ProgressUpdateFactory(DjangoModelFactory):
    """A submitted update, not rated; `draft=True`, `returned=True` or `approved=True` for the other states."""

    class Meta:
        model = ProgressUpdate

    class Params:
        draft = factory.Trait(state=ProgressUpdate.State.DRAFT, submitted_at=None)
        returned = factory.Trait(
            state=ProgressUpdate.State.RETURNED,
            reviewed_at=datetime(2011, 9, 21, 12, tzinfo=UTC),
            return_reason="Say which sites.",
        )
        approved = factory.Trait(state=ProgressUpdate.State.APPROVED, reviewed_at=datetime(2011, 9, 21, 12, tzinfo=UTC))

    workstream = factory.SubFactory(WorkstreamFactory)
    as_of = "2011-09-20"
    narrative = "The work goes on as planned."
    state = ProgressUpdate.State.SUBMITTED
    submitted_at = datetime(2011, 9, 20, 12, tzinfo=UTC)


class ProjectRatingFactory(DjangoModelFactory):
    class Meta:
        model = ProjectRating

    update = factory.SubFactory(ProgressUpdateFactory)
    project = factory.SubFactory(ProjectFactory, workstream=factory.SelfAttribute("..update.workstream"))
    rag = "green"


class ReportingRoundFactory(DjangoModelFactory):
    """November 2011: asked for from its last week, due on 5 December, taken until the 16th."""

    class Meta:
        model = ReportingRound

    partnership = factory.SubFactory(PartnershipFactory)
    slug = "2011-11"
    title = "November round"
    period = "2011-11"
    opens = date(2011, 11, 24)
    due = date(2011, 12, 5)
    closes = date(2011, 12, 16)
