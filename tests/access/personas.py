"""Who asks: seventeen personas, each with what they hold. Council A (North) and B (South) share services in Rivers,
council C (East) is in Hills with nobody they know."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from partnerships.models import User
from partnerships.rules import Role
from partnerships.token_services import issue_token
from tests.factories.partnerships import UserFactory
from tests.factories.workstreams import WorkstreamLeadFactory
from tests.world import World, granted

PERSONAS = (
    "anonymous",
    "newcomer",
    "officer_a",
    "approver_a",
    "councillor_a",
    "author_a",
    "officer_b",
    "verifier_b",
    "officer_c",
    "programme",
    "lead",
    "clerk_a",
    "auditor_a",
    "administrator",
    "superuser",
    "suspended",
    "token",
)


@dataclass(frozen=True)
class Caller:
    """A persona's browser or program; anonymous ones have neither account nor header."""

    user: User | None
    client: Client
    headers: dict[str, str]
    cookies: dict[str, str]


def accounts(world: World) -> dict[str, User]:
    """Everybody but the anonymous. The lead is a viewer of council A; the token is an officer's of council A."""
    north, south = world.north, world.south
    officer_a = granted("Officer-a", Role.COUNCIL_OFFICER, north)
    people: dict[str, Any] = {
        "newcomer": UserFactory(name="Newcomer", organisation=north),
        "officer_a": officer_a,
        "approver_a": granted("Approver-a", Role.FINANCE_VERIFIER, north),
        "councillor_a": granted("Councillor-a", Role.VIEWER, north),
        "author_a": world.alice,
        "officer_b": granted("Officer-b", Role.COUNCIL_OFFICER, south),
        "verifier_b": granted("Verifier-b", Role.FINANCE_VERIFIER, south),
        "officer_c": world.charlie,
        "programme": world.officer,
        "lead": granted("Lead", Role.VIEWER, north),
        "clerk_a": world.clerk,
        "auditor_a": world.verifier,
        "administrator": world.administrator,
        "superuser": UserFactory(name="Superuser", is_staff=True, is_superuser=True),
        "suspended": granted("Suspended", Role.COUNCIL_OFFICER, north),
        "token": officer_a,
    }
    world.waste.leads.all().delete()
    WorkstreamLeadFactory(workstream=world.waste, user=people["lead"])
    return people


def callers(people: dict[str, User]) -> dict[str, Caller]:
    """Signed in while everybody still could; the suspended one is suspended after that."""
    ready = {"anonymous": Caller(None, _client(), {}, {})}
    for name, user in people.items():
        client = _client()
        if name != "token":
            client.force_login(user)
        ready[name] = Caller(user, client, {}, {name: morsel.value for name, morsel in client.cookies.items()})
    _, text = issue_token(user=people["token"], name="Reading", expires_at=timezone.now() + timedelta(days=1))
    ready["token"] = Caller(people["token"], _client(), {"Authorization": f"Bearer {text}"}, {})
    User.objects.filter(pk=people["suspended"].pk).update(is_active=False)
    return ready


def _client() -> Client:
    return Client(raise_request_exception=False)
