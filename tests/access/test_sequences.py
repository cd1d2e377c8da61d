"""Whatever happens in whatever order, nobody sees what they may not: three councils, two partnerships, and an oracle
that knows nothing of querysets."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from partnerships.models import Membership, RoleGrant, User
from partnerships.rules import Role
from savings.models import SavingsClaim, SavingsLine
from sharedservices.core.acting import Actor, acting
from tests.factories.partnerships import (
    MembershipFactory,
    OrganisationFactory,
    PartnershipFactory,
    RoleGrantFactory,
    UserFactory,
)
from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory

COUNCILS, PARTNERSHIPS, PEOPLE = ("north", "south", "east"), ("rivers", "hills"), ("Alice", "Bob", "Charlie")
ROLES = (Role.COUNCIL_OFFICER, Role.FINANCE_VERIFIER, Role.VIEWER, Role.CLERK)
councils, partnerships, people = st.sampled_from(COUNCILS), st.sampled_from(PARTNERSHIPS), st.sampled_from(PEOPLE)


@dataclass
class Oracle:
    """Who belongs where, who holds what, and what became of each claim, in plain words."""

    members: set[tuple[str, str]] = field(default_factory=set)
    council_roles: set[tuple[str, str]] = field(default_factory=set)
    programme_roles: set[tuple[str, str]] = field(default_factory=set)
    suspended: set[str] = field(default_factory=set)
    claims: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    lines: dict[int, tuple[int, str, bool]] = field(default_factory=dict)

    def sees_partnership(self, person: str, partnership: str) -> bool:
        if person in self.suspended:
            return False
        own = any((council, partnership) in self.members for who, council in self.council_roles if who == person)
        return own or (person, partnership) in self.programme_roles

    def sees_claim(self, person: str, claim: int) -> bool:
        partnership, council, status = self.claims[claim]
        if not self.sees_partnership(person, partnership):
            return False
        works_on_it = (person, council) in self.council_roles or (person, partnership) in self.programme_roles
        return status != "draft" or works_on_it

    def sees_line(self, person: str, line: int) -> bool:
        claim, council, released = self.lines[line]
        partnership, _, status = self.claims[claim]
        if not self.sees_claim(person, claim):
            return False
        managed = (person, partnership) in self.programme_roles and status != "draft"
        return released or (person, council) in self.council_roles or managed


class Portal(RuleBasedStateMachine):
    """Every run is a transaction that is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.oracle = Oracle()
        self.whole = transaction.atomic()
        self.whole.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.whole.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.councils: dict[str, Any] = {name: OrganisationFactory(slug=name) for name in COUNCILS}
        self.partnerships: dict[str, Any] = {name: PartnershipFactory(slug=name) for name in PARTNERSHIPS}
        self.people: dict[str, Any] = {name: UserFactory(name=name) for name in PEOPLE}
        self.grant(council="north", person="Alice", role=ROLES[0])
        self.join(council="north", partnership="rivers")
        self.join(council="south", partnership="rivers")

    @rule(council=councils, partnership=partnerships)
    def join(self, council: str, partnership: str) -> None:
        if (council, partnership) not in self.oracle.members:
            MembershipFactory(partnership=self.partnerships[partnership], organisation=self.councils[council])
            self.oracle.members.add((council, partnership))

    @rule(council=councils, partnership=partnerships)
    def leave(self, council: str, partnership: str) -> None:
        rows = Membership.objects.filter(
            organisation=self.councils[council], partnership=self.partnerships[partnership]
        )
        rows.delete()
        self.oracle.members.discard((council, partnership))

    @rule(council=councils, person=people, role=st.sampled_from(ROLES))
    def grant(self, council: str, person: str, role: Role) -> None:
        RoleGrantFactory(user=self.people[person], role=role, organisation=self.councils[council])
        self.oracle.council_roles.add((person, council))

    @rule(partnership=partnerships, person=people)
    def appoint(self, partnership: str, person: str) -> None:
        RoleGrantFactory(user=self.people[person], programme=True, partnership=self.partnerships[partnership])
        self.oracle.programme_roles.add((person, partnership))

    @rule(person=people)
    def dismiss(self, person: str) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        RoleGrant.objects.filter(user=self.people[person]).update(valid_until=yesterday)
        for roles in (self.oracle.council_roles, self.oracle.programme_roles):
            roles -= {held for held in roles if held[0] == person}

    @rule(person=people)
    def suspend(self, person: str) -> None:
        User.objects.filter(pk=self.people[person].pk).update(is_active=False)
        self.oracle.suspended.add(person)

    @rule(person=people)
    def reinstate(self, person: str) -> None:
        User.objects.filter(pk=self.people[person].pk).update(is_active=True)
        self.oracle.suspended.discard(person)

    @rule(council=councils, partnership=partnerships, released=st.booleans())
    def claim(self, council: str, partnership: str, released: bool) -> None:
        row: Any = SavingsClaimFactory(
            partnership=self.partnerships[partnership], organisation=self.councils[council], draft=True
        )
        line: Any = SavingsLineFactory(claim=row, organisation=self.councils[council], released=released)
        self.oracle.claims[row.pk] = (partnership, council, "draft")
        self.oracle.lines[line.pk] = (row.pk, council, released)

    @rule(data=st.data(), status=st.sampled_from(["draft", "submitted", "verified"]))
    def move(self, data: st.DataObject, status: str) -> None:
        if self.oracle.claims:
            key = data.draw(st.sampled_from(sorted(self.oracle.claims)))
            SavingsClaim.objects.filter(pk=key).update(status=status)
            self.oracle.claims[key] = (*self.oracle.claims[key][:2], status)

    @rule(data=st.data(), released=st.booleans())
    def release(self, data: st.DataObject, released: bool) -> None:
        if self.oracle.lines:
            key = data.draw(st.sampled_from(sorted(self.oracle.lines)))
            SavingsLine.objects.filter(pk=key).update(released=released)
            self.oracle.lines[key] = (*self.oracle.lines[key][:2], released)

    @invariant()
    def nobody_sees_what_the_oracle_denies(self) -> None:
        for person, row in getattr(self, "people", {}).items():
            user = User.objects.get(pk=row.pk)
            with acting(Actor(user=user.pk)):
                claims = set(SavingsClaim.objects.visible_to(user).values_list("pk", flat=True))
                lines = set(SavingsLine.objects.visible_to(user).values_list("pk", flat=True))
            assert claims == {key for key in self.oracle.claims if self.oracle.sees_claim(person, key)}
            assert lines == {key for key in self.oracle.lines if self.oracle.sees_line(person, key)}

    @rule(person=people, partnership=partnerships)
    def look(self, person: str, partnership: str) -> None:
        """Through the door itself: a page is there or it is not."""
        client = Client()
        client.force_login(User.objects.get(pk=self.people[person].pk))
        status = client.get(f"/api/v1/partnerships/{self.partnerships[partnership].pk}/").status_code
        if person in self.oracle.suspended:
            assert status == 401
        else:
            assert status == (200 if self.oracle.sees_partnership(person, partnership) else 404)


def test_nobody_ever_sees_what_the_oracle_denies(db: None) -> None:
    run_state_machine_as_test(Portal, settings=settings(max_examples=15, stateful_step_count=25, deadline=None))


def test_the_oracle_is_no_copy_of_the_portal(db: None) -> None:
    """It denies what the portal is made to show."""
    machine: Any = Portal()
    try:
        machine.begin()
        machine.claim(council="south", partnership="rivers", released=False)
        (claim,) = machine.oracle.claims
        seen = {person for person in PEOPLE if machine.oracle.sees_claim(person, claim)}
        machine.grant(council="south", person="Bob", role=Role.VIEWER)

        assert seen == set()
        assert {person for person in PEOPLE if machine.oracle.sees_claim(person, claim)} == {"Bob"}
    finally:
        machine.teardown()
