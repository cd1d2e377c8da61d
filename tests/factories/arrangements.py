"""What binds a partnership and what it lives on."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from partnerships.models import (
    AgendaItem,
    Agreement,
    Award,
    BodyMember,
    Contribution,
    Endorsement,
    HostingArrangement,
    Signature,
    Spend,
)
from tests.factories.partnerships import (
    DecisionFactory,
    GovernanceBodyFactory,
    MeetingFactory,
    OrganisationFactory,
    PartnershipFactory,
)


class BodyMemberFactory(DjangoModelFactory):
    class Meta:
        model = BodyMember

    body = factory.SubFactory(GovernanceBodyFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    office = "Leader of the Council"


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda number: number + 1)
    title = "Progress of the workstreams"


class EndorsementFactory(DjangoModelFactory):
    class Meta:
        model = Endorsement

    decision = factory.SubFactory(DecisionFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    state = Endorsement.State.ENDORSED


class HostingArrangementFactory(DjangoModelFactory):
    class Meta:
        model = HostingArrangement

    partnership = factory.SubFactory(PartnershipFactory)
    function = HostingArrangement.Function.BASE
    host = factory.SubFactory(OrganisationFactory)


class AgreementFactory(DjangoModelFactory):
    class Meta:
        model = Agreement

    partnership = factory.SubFactory(PartnershipFactory)
    slug = factory.Sequence(lambda number: f"agreement-{number}")
    title = "Memorandum of understanding"


class SignatureFactory(DjangoModelFactory):
    class Meta:
        model = Signature

    agreement = factory.SubFactory(AgreementFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    state = Signature.State.SIGNED


class AwardFactory(DjangoModelFactory):
    class Meta:
        model = Award

    partnership = factory.SubFactory(PartnershipFactory)
    slug = factory.Sequence(lambda number: f"award-{number}")
    funder = "Government"
    amount = Decimal(750_000)


class SpendFactory(DjangoModelFactory):
    class Meta:
        model = Spend

    award = factory.SubFactory(AwardFactory)
    period = "2011/12"
    budget = Decimal(100_000)
    spent = Decimal(90_000)


class ContributionFactory(DjangoModelFactory):
    class Meta:
        model = Contribution

    partnership = factory.SubFactory(PartnershipFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    purpose = "Programme office"
    period = "2011/12"
    amount = Decimal(20_000)
