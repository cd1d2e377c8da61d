"""What the page "what you may see and do, and why" says of a role is what the permission functions answer."""

from collections.abc import Callable
from typing import Any

import pytest

from partnerships import permissions, rules
from partnerships.models import Organisation, Partnership, User
from partnerships.rules import ABILITIES, Ability, Role
from reports import permissions as papers
from reports.models import Report
from savings import permissions as savings
from savings.models import SavingsClaim
from tests.factories.partnerships import RoleGrantFactory, UserFactory
from tests.factories.savings import SavingsClaimFactory
from tests.world import World
from workstreams import permissions as work

Ask = Callable[[Any, World], Any]


def sees_draft_claims(user: User, world: World) -> bool:
    return SavingsClaim.objects.visible_to(user).filter(status="draft").exists()


def may_invite(user: User, world: World, role: Role) -> Any:
    to_see = role is Role.PARTNERSHIP_VIEWER
    scope = {"partnership": world.rivers if to_see else None, "organisation": None if to_see else world.north}
    return permissions.can_invite(user, role, **scope)


ASKED: dict[Ability, Ask] = {
    Ability.SEE_EVERYTHING: lambda user, world: (
        Partnership.objects.visible_to(user).count() == Partnership.objects.count()
        and Organisation.objects.visible_to(user).count() == Organisation.objects.count()
        and Report.objects.visible_to(user).count() == Report.objects.count()
    ),
    Ability.SEE_PROGRAMME: lambda user, world: Partnership.objects.visible_to(user).filter(pk=world.rivers.pk).exists(),
    Ability.SEE_SAVINGS: sees_draft_claims,
    Ability.SEE_PAPERS: lambda user, world: Report.objects.visible_to(user).filter(pk=world.report.pk).exists(),
    Ability.KEEP_RECORDS: lambda user, world: permissions.can_keep(user, world.rivers),
    Ability.IMPORT: lambda user, world: permissions.can_import(user),
    Ability.WRITE_UPDATES: lambda user, world: work.can_update(user, world.waste),
    Ability.REVIEW_UPDATES: lambda user, world: work.can_review_updates(user, world.waste),
    Ability.RELEASE_LINES: lambda user, world: savings.can_release(user, world.north),
    Ability.READ_EXEMPT: lambda user, world: permissions.can_read_exempt(user),
    Ability.WRITE_EXEMPT: lambda user, world: permissions.can_write_exempt(user, world.north),
    Ability.READ_LOG: lambda user, world: permissions.can_read_access_log(user),
    Ability.WRITE_PAPERS: lambda user, world: papers.can_edit(user, world.report),
    Ability.COMPILE_PAPERS: lambda user, world: papers.can_compile(user, world.report),
    Ability.CLEAR_PAPERS: lambda user, world: papers.can_clear(user, world.report),
    Ability.PUBLISH_PAPERS: lambda user, world: papers.can_publish(user, world.report),
    Ability.DELEGATE: lambda user, world: permissions.can_delegate(user, user.grants.get()),
    Ability.APPOINT_LEADS: lambda user, world: work.can_appoint(user, world.rivers, world.bob),
    Ability.INVITE_VIEWERS: lambda user, world: may_invite(user, world, Role.PARTNERSHIP_VIEWER),
    Ability.GRANT_ROLES: lambda user, world: may_invite(user, world, Role.CLERK),
}
# Who sees everything is not told each part of it
WITHIN = {
    Ability.SEE_EVERYTHING: {Ability.SEE_PROGRAMME, Ability.SEE_PAPERS},
    Ability.GRANT_ROLES: {Ability.INVITE_VIEWERS},
}


def holder(world: World, role: Role) -> User:
    user: User = UserFactory(name="Holder")
    scope = rules.ROLE_SCOPE[role]
    RoleGrantFactory(
        user=user,
        role=role,
        partnership=world.rivers if scope is rules.Scope.PARTNERSHIP else None,
        organisation=world.north if scope is rules.Scope.ORGANISATION else None,
    )
    return user


def told(role: Role) -> set[Ability]:
    abilities = set(ABILITIES[role])
    return abilities.union(*(WITHIN.get(ability, set()) for ability in abilities))


@pytest.mark.parametrize("role", list(Role))
def test_a_role_allows_what_is_told_of_it_and_nothing_else(world: World, role: Role) -> None:
    SavingsClaimFactory(partnership=world.rivers, organisation=world.north, workstream=world.waste, status="draft")
    user = holder(world, role)

    allowed = {ability for ability, ask in ASKED.items() if ask(user, world)}

    assert allowed == told(role)


def test_every_ability_is_asked_for_and_every_role_told() -> None:
    assert set(ASKED) == set(Ability)
    assert set(ABILITIES) == set(Role)
    assert set().union(*ABILITIES.values()) == set(Ability)
