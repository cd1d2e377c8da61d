"""What is asked for within a partnership that was found is what a search of everything would give there."""

from collections.abc import Callable
from typing import Any

import pytest

from partnerships.models import Membership, Partnership, RoleGrant
from reports.models import Report
from savings.models import SavingsLine
from tests.factories.partnerships import MembershipFactory, RoleGrantFactory
from tests.factories.reports import ReportFactory
from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory
from tests.factories.workstreams import WorkstreamFactory
from tests.world import World
from workstreams.models import Workstream

PEOPLE = ("alice", "bob", "charlie", "officer", "verifier", "clerk", "administrator")
MODELS: list[tuple[Any, str]] = [
    (Membership, "partnership"),
    (Workstream, "partnership"),
    (Report, "partnership"),
    (SavingsLine, "claim__partnership"),
]


@pytest.fixture
def full(world: World) -> World:
    for partnership in (world.rivers, world.hills):
        WorkstreamFactory(partnership=partnership)
        ReportFactory(partnership=partnership)
        for draft in (True, False):
            for organisation in (world.north, world.south, world.east, None):
                claim = SavingsClaimFactory(partnership=partnership, organisation=organisation)
                SavingsLineFactory(claim=claim)
                for council in (world.north, world.south, world.east):
                    SavingsLineFactory(claim=claim, organisation=council, released=False)
                type(claim).objects.filter(pk=claim.pk).update(status="draft" if draft else "submitted")
    return world


def seen_by(user: Any) -> list[Partnership]:
    found = []
    for partnership in Partnership.objects.all():
        try:
            found.append(Partnership.objects.seen(user, pk=partnership.pk).partnership)
        except Partnership.DoesNotExist:
            continue
    return found


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("model", MODELS, ids=lambda case: case[0].__name__)
def test_within_a_partnership_everybody_sees_what_a_search_would_give(
    full: World, name: str, model: tuple[Any, str]
) -> None:
    user, (kind, path) = getattr(full, name), model

    for partnership in seen_by(user):
        within = kind.objects.of_seen(Partnership.objects.seen(user, pk=partnership.pk))
        searched = kind.objects.visible_to(user).filter(**{path: partnership})
        assert set(within) == set(searched)
        assert kind is Report or set(within)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_same_partnerships_are_found_one_by_one(full: World, name: str) -> None:
    user = getattr(full, name)

    assert set(seen_by(user)) == set(Partnership.objects.visible_to(user))


@pytest.mark.parametrize(
    "change",
    [
        lambda world: RoleGrant.objects.filter(user=world.bob).update(valid_until="2012-01-01"),
        lambda world: RoleGrant.objects.filter(user=world.bob).update(valid_from="2999-01-01"),
        lambda world: Membership.objects.filter(organisation=world.south).update(left="2012"),
        lambda world: Membership.objects.filter(organisation=world.south).update(joined="2999"),
        lambda world: type(world.bob).objects.filter(pk=world.bob.pk).update(is_active=False),
    ],
    ids=["grant ended", "grant to come", "left", "joins later", "suspended"],
)
def test_what_is_not_in_force_finds_nothing(full: World, change: Callable[[World], object]) -> None:
    assert seen_by(full.bob) == [full.rivers]

    change(full)

    assert seen_by(full.bob) == []
    assert not Partnership.objects.visible_to(full.bob).exists()


def test_a_partnership_is_found_once_by_whom_several_things_lead_there(full: World) -> None:
    MembershipFactory(partnership=full.rivers, organisation=full.south, role="host")
    RoleGrantFactory(user=full.bob, role="programme_officer", organisation=None, partnership=full.rivers)

    assert seen_by(full.bob) == [full.rivers]
