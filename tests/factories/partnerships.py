from datetime import date

import factory
from factory.django import DjangoModelFactory

from partnerships.models import (
    Action,
    Decision,
    GovernanceBody,
    Meeting,
    Membership,
    Organisation,
    Partnership,
    RoleGrant,
    User,
)

LONG_AGO = date(2011, 1, 1)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ["slug"]

    slug = factory.Sequence(lambda number: f"council-{number}")
    name = factory.LazyAttribute(lambda org: f"{org.slug.replace('-', ' ').title()} County Council")
    short_name = factory.LazyAttribute(lambda org: org.slug.replace("-", " ").title())
    kind = Organisation.Kind.COUNTY


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = Partnership
        django_get_or_create = ["slug"]

    slug = factory.Sequence(lambda number: f"partnership-{number}")
    name = factory.LazyAttribute(lambda partnership: partnership.slug.replace("-", " ").title())


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    partnership = factory.SubFactory(PartnershipFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class UserFactory(DjangoModelFactory):
    """`UserFactory(name="Alice")` is alice@example.org. Nobody may do anything until granted a role."""

    class Meta:
        model = User
        django_get_or_create = ["email"]

    name = "Alice"
    email = factory.LazyAttribute(lambda user: f"{user.name.lower()}@example.org")


class RoleGrantFactory(DjangoModelFactory):
    """A council officer's grant; `programme=True` for a partnership's officer, `admin=True` for the portal's."""

    class Meta:
        model = RoleGrant

    class Params:
        programme = factory.Trait(
            role=RoleGrant.Role.PROGRAMME_OFFICER,
            partnership=factory.SubFactory(PartnershipFactory),
            organisation=None,
        )
        admin = factory.Trait(role=RoleGrant.Role.PORTAL_ADMIN, organisation=None)

    user = factory.SubFactory(UserFactory)
    role = RoleGrant.Role.COUNCIL_OFFICER
    organisation = factory.SubFactory(OrganisationFactory)
    valid_from = LONG_AGO


class GovernanceBodyFactory(DjangoModelFactory):
    class Meta:
        model = GovernanceBody

    partnership = factory.SubFactory(PartnershipFactory)
    slug = factory.Sequence(lambda number: f"body-{number}")
    name = "Leaders and Chief Executives"
    kind = GovernanceBody.Kind.LEADERS


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    class Params:
        held = factory.Trait(state=Meeting.State.HELD)

    body = factory.SubFactory(GovernanceBodyFactory)
    date = "2011-09-20"


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    meeting = factory.SubFactory(MeetingFactory, held=True)
    number = factory.Sequence(lambda number: number + 1)
    text = "The legal protocol is agreed."


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = Action

    partnership = factory.SubFactory(PartnershipFactory)
    slug = factory.Sequence(lambda number: f"action-{number}")
    text = "Bring savings estimates to the next meeting."
    owner_office = "Workstream leads"
