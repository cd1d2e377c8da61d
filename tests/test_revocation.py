"""What is taken away counts with the next request: of a session that is open, and of a token that is in use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from partnerships import granting, token_services
from partnerships.models import Organisation, RoleGrant, User
from partnerships.rules import Role
from tests.factories.partnerships import GovernanceBodyFactory, RoleGrantFactory
from tests.factories.workstreams import ProgressUpdateFactory
from tests.world import World, granted


@dataclass(frozen=True)
class Write:
    """A write that this person may do: anything but a refusal before, nothing but one after."""

    by: str
    address: str
    data: dict[str, Any]


WRITES = [
    Write("alice", "/partnerships/rivers/workstreams/waste/update/", {"version": "0"}),
    Write("officer", "/partnerships/rivers/workstreams/waste/update/", {"version": "0"}),
    Write("officer", "/partnerships/rivers/workstreams/waste/updates/{sent}/approve/", {"version": "1"}),
    Write("officer", "/partnerships/rivers/workstreams/waste/updates/{sent}/return/", {"version": "1"}),
    Write("officer", "/partnerships/import/", {}),
    Write("officer", "/partnerships/rivers/bodies/add/", {}),
    Write("officer", "/partnerships/rivers/leads/add/", {}),
    Write("officer", "/people/invitations/add/", {}),
    Write("officer", "/people/{bob}/grant/", {}),
    Write("alice", "/reports/{report}/edit/", {}),
    Write("alice", "/reports/{report}/compile/", {}),
    Write("alice", "/reports/{report}/move/clearance/", {"version": "1"}),
    Write("clerk", "/reports/{report}/compile/", {}),
    Write("clerk", "/reports/{report}/move/published/", {"version": "1"}),
    Write("verifier", "/reports/{report}/move/cleared/", {"version": "1"}),
    Write("verifier", "/account/access/{verifiers}/delegate/", {}),
    Write("administrator", "/people/{bob}/suspend/", {}),
    Write("administrator", "/people/{bob}/move/", {}),
]
REFUSED = {302, 403, 404}
"""302 leads to the sign-in page."""


def suspended(user: User, world: World) -> None:
    granting.suspend(user=user, by=spare(world), reason="Lost device", at=timezone.now())


def left_council(user: User, world: World) -> None:
    """Or, of those who act for no council, the end of what they hold."""
    grant = user.grants.in_force().get()
    if grant.organisation is None:
        ended(user, world)
        return
    granting.move_council(
        user=user,
        source=grant.organisation,
        target=None,
        on=timezone.localdate(),
        by=spare(world),
        reason="Left",
        at=timezone.now(),
    )


def lowered(user: User, world: World) -> None:
    """A viewer of the same council, or of a council of the partnership."""
    organisation: Organisation = user.grants.in_force().get().organisation or world.north
    ended(user, world)
    RoleGrantFactory(user=user, role=Role.VIEWER, organisation=organisation)


def ended(user: User, world: World) -> None:
    for grant in user.grants.in_force():
        end = {"by": spare(world), "reason": "Left", "at": timezone.now()}
        granting.end_grant(grant=grant, version=grant.version, **end)
    for lead in user.led_workstreams.in_force():
        lead.ended_at, lead.end_reason = timezone.now(), "Left"
        lead.save()


def spare(world: World) -> User:
    """Another administrator, so that the first one can go."""
    found: User | None = User.objects.filter(name="Spare").first()
    return found or granted("Spare", Role.PORTAL_ADMIN)


CHANGES = [suspended, left_council, lowered, ended]


@pytest.fixture
def places(world: World) -> dict[str, object]:
    GovernanceBodyFactory(partnership=world.rivers)
    ProgressUpdateFactory(workstream=world.waste, as_of="2011-10-20")
    return {
        "sent": world.waste.updates.latest("pk").pk,
        "report": world.report.reference,
        "bob": world.bob.pk,
        "verifiers": RoleGrant.objects.get(user=world.verifier).pk,
    }


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("write", WRITES, ids=lambda write: f"{write.by} {write.address}")
def test_a_live_session_writes_nothing_more(
    world: World, places: dict[str, object], write: Write, change: Callable[[User, World], None]
) -> None:
    user, address = getattr(world, write.by), write.address.format(**places)
    client = Client()
    client.force_login(user)
    spare(world)

    before = tried(client, address, write.data)
    change(user, world)
    after = tried(client, address, write.data)

    assert before.status_code not in {403, 404}, before.content
    assert "/sign-in/" not in before.get("Location", "")
    assert after.status_code in REFUSED
    assert after.status_code != 302 or after["Location"].startswith("/sign-in/?next=")


def tried(client: Client, address: str, data: dict[str, Any]) -> HttpResponse:
    """The answer, with whatever it wrote taken back."""
    with transaction.atomic():
        answer: HttpResponse = client.post(address, data)
        transaction.set_rollback(True)
    return answer


READS = ("partnerships", "organisations", "workstreams", "reports")


def rows(answer: HttpResponse) -> int:
    return len(answer.json()["results"]) if answer.status_code == 200 else 0


@pytest.mark.parametrize("change", [suspended, left_council, ended], ids=lambda change: change.__name__)
@pytest.mark.parametrize("name", ["alice", "officer", "clerk", "verifier", "administrator"])
def test_a_token_in_use_reads_nothing_more(world: World, name: str, change: Callable[[User, World], None]) -> None:
    user = getattr(world, name)
    headers = bearer(user)
    spare(world)

    before = [rows(Client().get(f"/api/v1/{read}/", headers=headers)) for read in READS]
    change(user, world)
    after = [rows(Client().get(f"/api/v1/{read}/", headers=headers)) for read in READS]

    assert sum(before) > 0
    assert sum(after) == 0


def test_a_token_of_a_lowered_role_reads_no_papers(world: World) -> None:
    headers = bearer(world.alice)

    before = rows(Client().get("/api/v1/reports/", headers=headers))
    lowered(world.alice, world)

    assert before == 1
    assert rows(Client().get("/api/v1/reports/", headers=headers)) == 0
    assert rows(Client().get("/api/v1/partnerships/", headers=headers)) == 1


def test_a_revoked_token_is_refused_with_the_next_request(world: World) -> None:
    headers = bearer(world.alice)

    before = Client().get("/api/v1/partnerships/", headers=headers)
    token_services.revoke_token(token=world.alice.api_tokens.get(), at=timezone.now())

    assert before.status_code == 200
    assert Client().get("/api/v1/partnerships/", headers=headers).status_code == 401


def bearer(user: User) -> dict[str, str]:
    _, text = token_services.issue_token(user=user, name="Copy", expires_at=timezone.now() + timedelta(days=1))
    return {"authorization": f"Bearer {text}"}


# In two councils


@pytest.mark.parametrize(
    ("address", "data"),
    [("/reports/{report}/compile/", {}), ("/reports/{report}/move/published/", {"version": "1"})],
)
def test_a_role_in_one_council_does_nothing_in_another(
    world: World, places: dict[str, object], address: str, data: dict[str, Any]
) -> None:
    """Bob sees North's paper as its officer; that he is clerk of South gives him nothing on it."""
    RoleGrantFactory(user=world.bob, role=Role.CLERK, organisation=world.south)
    RoleGrantFactory(user=world.bob, role=Role.COUNCIL_OFFICER, organisation=world.north)
    client = Client()
    client.force_login(world.bob)

    assert client.get(f"/reports/{world.report.reference}/").status_code == 200
    assert tried(client, address.format(**places), data).status_code == 403
