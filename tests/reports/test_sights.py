from django.test import Client
from django.utils import timezone

from partnerships import granting
from partnerships.models import User
from partnerships.rules import Ability, Role
from partnerships.views import demo_accounts
from reports import sights
from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory
from tests.factories.workstreams import ProgressUpdateFactory
from tests.world import World, granted


def test_six_people_see_the_same_partnership_each_in_their_own_way(world: World) -> None:
    granted("Verifier", Role.FINANCE_VERIFIER, world.north)
    granted("Outsider", Role.VIEWER, world.east)
    ProgressUpdateFactory(workstream=world.waste, draft=True, as_of="2011-10-20")
    draft = SavingsClaimFactory(
        partnership=world.rivers, organisation=world.south, workstream=world.waste, status="draft", slug="draft"
    )
    sent = SavingsClaimFactory(
        partnership=world.rivers, organisation=world.south, workstream=world.waste, status="submitted", slug="sent"
    )
    for claim in (draft, sent):
        SavingsLineFactory(claim=claim, organisation=world.south)

    found = sights.of(world.rivers, User.objects.all())
    lines = sights.HEADS.index("Lines of savings")
    seen = {sight.office: sight.counts[:lines] + sight.counts[lines + 1 :] for sight in found}

    may = {sight.office: sight.may for sight in found}

    assert seen == {
        "Portal administrator": (1, 0, 0, 1, 1, 5),
        "Programme officer": (1, 1, 2, 2, 0, 5),
        "Workstream lead": (1, 1, 1, 1, 1, 1),
        "Finance verifier": (1, 0, 0, 1, 1, 1),
        "Committee clerk": (1, 0, 0, 1, 1, 1),
        "Viewer of a council outside": (0, 0, 0, 0, 0, 0),
    }
    assert Ability.GRANT_ROLES.value in may["Portal administrator"]
    assert Ability.REVIEW_UPDATES.value in may["Programme officer"]
    assert Ability.WRITE_UPDATES.value in may["Workstream lead"]
    assert Ability.RELEASE_LINES.value in may["Finance verifier"]
    assert Ability.PUBLISH_PAPERS.value in may["Committee clerk"]
    assert may["Viewer of a council outside"] == []


def test_what_has_ended_is_not_shown(client: Client, world: World) -> None:
    User.objects.filter(pk=world.officer.pk).update(email="officer@rivers.example")
    assert "Programme officer, " in client.get("/demo/sign-in/").content.decode()
    grant = world.officer.grants.get()
    granting.end_grant(grant=grant, by=world.administrator, reason="Left", at=timezone.now(), version=grant.version)

    assert "Programme officer" not in {sight.office for sight in sights.of(world.rivers, User.objects.all())}
    assert "Programme officer, " not in client.get("/demo/sign-in/").content.decode()


def test_the_page_of_the_demonstration_shows_them_with_a_way_in(client: Client, world: World) -> None:
    User.objects.filter(pk=world.officer.pk).update(email="programme.officer@se7.example")
    world.rivers.slug = "se7"
    world.rivers.save()

    page = client.get("/demo/sign-in/").content.decode()
    answer = client.post("/demo/sign-in/", {"account": "programme.officer@se7.example"})

    assert demo_accounts().get() == world.officer
    assert "One partnership as six people see it" in page
    assert 'Sign in<span class="govuk-visually-hidden"> as the Programme officer' in page
    assert answer["Location"] == "/"
