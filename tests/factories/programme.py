"""What a programme is made of beside its workstreams, projects and updates."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from tests.factories.arrangements import AwardFactory
from tests.factories.partnerships import OrganisationFactory, PartnershipFactory
from tests.factories.workstreams import MilestoneFactory, ProjectFactory
from workstreams.models import (
    Acceptance,
    Allocation,
    Dependency,
    Focus,
    Measure,
    MeasureValue,
    OutsideProgramme,
    Rebaseline,
    Risk,
    Stage,
    StageGate,
    Theme,
)


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    partnership = factory.SubFactory(PartnershipFactory)
    slug = factory.Sequence(lambda number: f"theme-{number}")
    name = factory.LazyAttribute(lambda theme: theme.slug.replace("-", " ").title())


class StageGateFactory(DjangoModelFactory):
    """The first gate: who is in delivery says when it starts and who leads it."""

    class Meta:
        model = StageGate

    partnership = factory.SubFactory(PartnershipFactory)
    stage = Stage.DELIVERY
    order = 1
    requires = factory.LazyFunction(lambda: ["start", "lead"])


class FocusFactory(DjangoModelFactory):
    class Meta:
        model = Focus

    partnership = factory.SubFactory(PartnershipFactory)
    slug = factory.Sequence(lambda number: f"focus-{number}")
    name = "Fewer things first"


class AllocationFactory(DjangoModelFactory):
    class Meta:
        model = Allocation

    award = factory.SubFactory(AwardFactory)
    slug = factory.Sequence(lambda number: f"allocation-{number}")
    title = "Pilots"
    amount = Decimal(1_000)


class RebaselineFactory(DjangoModelFactory):
    class Meta:
        model = Rebaseline

    milestone = factory.SubFactory(MilestoneFactory)
    number = 1
    before = "2011-06"
    after = factory.SelfAttribute("milestone.baseline")
    reason = "The outside programme began later."


class DependencyFactory(DjangoModelFactory):
    class Meta:
        model = Dependency

    project = factory.SubFactory(ProjectFactory)
    needs = factory.SubFactory(ProjectFactory)


class OutsideProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = OutsideProgramme

    partnership = factory.SubFactory(PartnershipFactory)
    slug = factory.Sequence(lambda number: f"outside-{number}")
    name = "National pathfinder"


class AcceptanceFactory(DjangoModelFactory):
    class Meta:
        model = Acceptance

    programme = factory.SubFactory(OutsideProgrammeFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class RiskFactory(DjangoModelFactory):
    class Meta:
        model = Risk

    partnership = factory.SubFactory(PartnershipFactory)
    slug = factory.Sequence(lambda number: f"risk-{number}")
    title = "The councils' timetables drift apart"
    likelihood = 3
    impact = 4


class MeasureFactory(DjangoModelFactory):
    class Meta:
        model = Measure

    partnership = factory.SubFactory(PartnershipFactory)
    slug = factory.Sequence(lambda number: f"measure-{number}")
    name = "Households that recycle"


class MeasureValueFactory(DjangoModelFactory):
    class Meta:
        model = MeasureValue

    measure = factory.SubFactory(MeasureFactory)
    period = "2011/12"
    value = Decimal("42.5")
