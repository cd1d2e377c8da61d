"""What is asked for within a partnership that was found is what a search of everything would give there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from partnerships.models import Membership, Partnership, RoleGrant
from reports.models import Report
from savings.models import SavingsClaim, SavingsLine
from savings.querysets import SharedProjectQuerySet
from tests.factories.partnerships import MembershipFactory, RoleGrantFactory
from tests.factories.reports import ReportFactory
from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory
from tests.factories.workstreams import ProgressUpdateFactory, ProjectFactory, WorkstreamFactory
from tests.world import World
from workstreams.models import ProgressUpdate, Project, Workstream

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
def test_updates_in_sight_are_those_that_a_search_would_give(full: World, name: str) -> None:
    user = getattr(full, name)
    for workstream in Workstream.objects.all():
        for month, state in enumerate(ProgressUpdate.State.values, start=1):
            trait = {} if state == "submitted" else {state: True}
            ProgressUpdateFactory(workstream=workstream, as_of=f"2010-{month:02}-01", **trait)

    in_sight = ProgressUpdate.objects.in_sight(Partnership.objects.sight(user), user)

    assert set(in_sight) == set(ProgressUpdate.objects.visible_to(user))
    assert 0 < in_sight.count() < ProgressUpdate.objects.count()


def test_no_update_is_in_sight_of_nobody(full: World) -> None:
    sight = Partnership.objects.sight(AnonymousUser())

    assert ProgressUpdate.objects.exists()
    assert not ProgressUpdate.objects.in_sight(sight, AnonymousUser()).exists()


@pytest.mark.parametrize("name", PEOPLE)
def test_claims_of_projects_tell_the_lines_that_a_search_would_give(full: World, name: str) -> None:
    user = getattr(full, name)
    for claim in SavingsClaim.objects.all():
        claim.project = ProjectFactory(workstream__partnership=claim.partnership)
        claim.save()

    projects = SharedProjectQuerySet(Project).visible_to(user).with_claims(user)
    told = {line for project in projects for claim in project.told_claims for line in claim.told_lines}

    assert told == set(SavingsLine.objects.visible_to(user).exclude(claim__status="draft"))
    assert told


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
