import factory
from factory.django import DjangoModelFactory

from savings.models import CompendiumEntry, SavingsClaim, SavingsLine, SavingsTarget
from tests.factories.partnerships import PartnershipFactory


class SavingsClaimFactory(DjangoModelFactory):
    """A submitted cashable claim; `requested=True` for figures asked for, `draft=True` for a council's own."""

    class Meta:
        model = SavingsClaim

    class Params:
        requested = factory.Trait(status=SavingsClaim.Status.REQUESTED, kind=SavingsClaim.Kind.NOT_STATED)
        draft = factory.Trait(status=SavingsClaim.Status.DRAFT)

    partnership = factory.SubFactory(PartnershipFactory)
    slug = factory.Sequence(lambda number: f"claim-{number}")
    title = factory.LazyAttribute(lambda claim: claim.slug.replace("-", " ").title())
    kind = SavingsClaim.Kind.CASHABLE
    status = SavingsClaim.Status.SUBMITTED


class SavingsLineFactory(DjangoModelFactory):
    """A line without figures: not yet reported."""

    class Meta:
        model = SavingsLine

    claim = factory.SubFactory(SavingsClaimFactory)
    period = "2012/13"


class SavingsTargetFactory(DjangoModelFactory):
    class Meta:
        model = SavingsTarget

    partnership = factory.SubFactory(PartnershipFactory)
    slug = factory.Sequence(lambda number: f"target-{number}")
    title = "Five pounds for each one"


class CompendiumEntryFactory(DjangoModelFactory):
    class Meta:
        model = CompendiumEntry

    slug = factory.Sequence(lambda number: f"entry-{number}")
    name = "Two revenue services in one"
    partners = "Two districts"
    service = "Revenues and benefits"
    source = "The councils' own account"
