from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships import granting, token_services
from partnerships.models import User
from tests.factories.partnerships import RoleGrantFactory, UserFactory
from tests.world import World, as_, granted

ACCESS = "/account/access/"


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


# Oneself


def test_the_page_says_what_one_may_do_and_why(client: Client, world: World) -> None:
    grant = world.alice.grants.get()
    grant.granted_by, grant.reason = world.administrator, "Appointed in May"
    grant.save()
    token_services.issue_token(user=world.alice, name="Nightly copy", expires_at=timezone.now() + timedelta(days=1))

    page = text(as_(client, world.alice), ACCESS)

    assert "Report author, North" in page
    assert "Granted by Administrator: Appointed in May" in page
    assert "Write the council&#x27;s committee papers and send them for clearance." in page
    assert "Publish the committee papers" not in page
    assert "North County Council is a member, and you act for it" in page
    assert "Hills" not in page
    assert "Waste" in page
    assert "Nightly copy: acts for North" in page


@pytest.mark.parametrize(
    ("name", "because"),
    [("officer", "You are its programme officer"), ("administrator", "You are a portal administrator")],
)
def test_the_page_says_why_a_partnership_is_seen(client: Client, world: World, name: str, because: str) -> None:
    assert because in text(as_(client, getattr(world, name)), ACCESS)


def test_the_page_tells_what_has_ended_and_what_is_to_come(client: Client, world: World) -> None:
    RoleGrantFactory(user=world.bob, organisation=world.north, valid_from=timezone.localdate() + timedelta(days=1))
    RoleGrantFactory(user=world.bob, organisation=world.east, valid_until="2012-01-01")
    grant = world.bob.grants.get(role="viewer")
    granting.end_grant(
        grant=grant, by=world.administrator, reason="Left in June", at=timezone.now(), version=grant.version
    )

    page = text(as_(client, world.bob), ACCESS)

    assert all(word in page for word in ("To come", "Expired", "Ended on"))
    assert "by Administrator: Left in June" in page
    assert "It allows" not in page


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)


def test_the_pages_cost_the_same_with_many_grants(client: Client, world: World) -> None:
    as_(client, world.administrator)
    addresses = ("/account/access/", "/people/", f"/people/{world.bob.pk}/", "/people/invitations/")
    few = [queries(client, address) for address in addresses]
    for number in range(5):
        RoleGrantFactory(user=world.bob)
        RoleGrantFactory(user=UserFactory(name="Person", email=f"{number}@example.org"))

    many = [queries(client, address) for address in addresses]

    assert many == few
    assert max(few) <= 20


def test_ones_own_page_costs_the_same_with_many_roles_to_delegate(client: Client, world: World) -> None:
    as_(client, world.bob)
    grant_verifier = partial(RoleGrantFactory, user=world.bob, role="finance_verifier")
    grant_verifier(organisation=world.north)
    few = queries(client, ACCESS)
    for organisation in (world.south, world.east):
        grant_verifier(organisation=organisation)

    many = queries(client, ACCESS)

    assert many == few
    assert text(client, ACCESS).count("/delegate/") == 3


# Others


def test_the_list_is_narrowed(client: Client, world: World) -> None:
    User.objects.filter(pk=world.bob.pk).update(is_active=False)
    UserFactory(name="Unplaced")
    as_(client, world.administrator)

    assert "Charlie" in text(client, "/people/")
    assert "charlie@example.org" not in text(client, "/people/?text=ali")
    assert "alice@example.org" in text(client, "/people/?text=ALICE@")
    assert "clerk@example.org" in text(client, "/people/?role=clerk")
    assert "alice@example.org" not in text(client, "/people/?role=clerk")
    assert "charlie@example.org" in text(client, "/people/?organisation=east")
    assert "alice@example.org" not in text(client, "/people/?organisation=east")
    assert "bob@example.org" in text(client, "/people/?state=suspended")
    assert "alice@example.org" not in text(client, "/people/?state=suspended")
    assert "unplaced@example.org" in text(client, "/people/?state=none")
    assert "alice@example.org" not in text(client, "/people/?state=none")


def test_an_officer_learns_nothing_of_other_councils(client: Client, world: World) -> None:
    RoleGrantFactory(user=world.alice, organisation=world.east, reason="Secondment")
    as_(client, world.officer)

    pages = [
        text(client, "/people/"),
        text(client, f"/people/{world.alice.pk}/"),
        text(client, "/people/?organisation=east"),
    ]

    assert "Alice" in pages[0]
    assert not any("Charlie" in page or "East" in page or "Secondment" in page for page in pages)


def test_an_administrator_grants_and_ends_on_the_pages(client: Client, world: World) -> None:
    as_(client, world.administrator)
    asked = {"role": "clerk", "organisation": world.south.pk, "valid_from": "1 May 2012", "reason": "Minute 12"}

    granted_page = client.post(f"/people/{world.bob.pk}/grant/", asked, follow=True).content.decode()
    grant = world.bob.grants.get(role="clerk")
    ended_page = client.post(
        f"/people/grants/{grant.pk}/end/", {"reason": "Left the post", "version": grant.version}, follow=True
    ).content.decode()

    recorded = f"(recorded on {timezone.localdate():%-d %B %Y})"
    assert f"Granted by Administrator: Minute 12 {recorded}" in granted_page  # whatever day it counts from
    assert "by Administrator: Left the post" in ended_page
    assert not world.bob.grants.in_force().filter(role="clerk").exists()


def test_a_day_is_shown_and_read_as_people_write_it(client: Client, world: World) -> None:
    as_(client, world.administrator)
    address = f"/people/{world.bob.pk}/grant/"
    asked = {"role": "clerk", "organisation": world.south.pk, "valid_from": "by 1 May 2012", "reason": "Minute 12"}

    blank, refused = text(client, address), client.post(address, asked).content.decode()

    assert f'value="{timezone.localdate():%-d %B %Y}"' in blank
    assert "“by 1 May 2012” is not one day" in refused
    assert world.bob.grants.count() == 1


@pytest.mark.parametrize(("name", "led"), [("administrator", True), ("officer", True), ("clerk", False)])
def test_home_leads_to_people_whoever_may_see_them(client: Client, world: World, name: str, led: bool) -> None:
    assert ("People and their roles" in text(as_(client, getattr(world, name)), "/")) == led


def test_a_grant_begins_today_in_words_and_asks_for_a_reason(client: Client, world: World) -> None:
    as_(client, world.administrator)
    address = f"/people/{world.bob.pk}/grant/"

    asked = client.get(address).content.decode()
    refused = client.post(address, {"role": "viewer", "valid_from": "May 2012"}).content.decode()

    assert f'value="{timezone.localdate():%-d %B %Y}"' in asked
    assert "“May 2012” is not one day. Write it like 20 September 2011." in refused
    assert "Enter a reason" in refused


def test_a_role_asks_for_what_it_is_granted_on(client: Client, world: World) -> None:
    as_(client, world.administrator)
    asked = {"role": "clerk", "partnership": world.rivers.pk, "valid_from": "1 May 2012", "reason": "Minute 12"}

    page = client.post(f"/people/{world.bob.pk}/grant/", asked).content.decode()

    assert "Select the organisation that the role is granted on" in page
    assert world.bob.grants.count() == 1


def test_a_stale_page_ends_nothing(client: Client, world: World) -> None:
    grant = world.bob.grants.get()
    shown = grant.version
    grant.save()

    page = as_(client, world.administrator).post(
        f"/people/grants/{grant.pk}/end/", {"reason": "Left", "version": shown}
    )

    assert "was changed while you looked at it" in page.content.decode()
    assert world.bob.grants.in_force().exists()


def test_suspending_and_reinstating_ask_for_a_reason(client: Client, world: World) -> None:
    as_(client, world.administrator)
    address = f"/people/{world.bob.pk}/suspend/"

    refused = client.post(address, {"reason": ""}).content.decode()
    suspended = client.post(address, {"reason": "Lost device"}, follow=True).content.decode()
    back = client.post(f"/people/{world.bob.pk}/reinstate/", {"reason": "Found"}, follow=True).content.decode()

    assert "Enter a reason" in refused
    assert "Account suspended" in suspended
    assert "by Administrator: Lost device" in suspended
    assert "Lost device" not in back
    assert "Account suspended" not in back
    assert User.objects.get(pk=world.bob.pk).is_active


def test_moving_on_the_page(client: Client, world: World) -> None:
    asked = {"source": world.north.pk, "target": world.south.pk, "on": "1 May 2012", "reason": "New post"}

    page = as_(client, world.administrator).post(f"/people/{world.alice.pk}/move/", asked, follow=True)

    assert "Alice leaves North County Council on 1 May 2012." in page.content.decode()
    assert not world.alice.grants.in_force().exists()
    assert not world.alice.led_workstreams.in_force().exists()


def test_the_last_administrators_end_is_refused_on_the_form(client: Client, world: World) -> None:
    grant = world.administrator.grants.get()

    page = as_(client, world.administrator).post(
        f"/people/grants/{grant.pk}/end/", {"reason": "Left", "version": grant.version}
    )

    assert "Administrator is the last portal administrator" in page.content.decode()


# Delegating


def test_a_verifier_delegates_and_takes_back_on_the_pages(client: Client, world: World) -> None:
    as_(client, world.verifier)
    own = world.verifier.grants.get()
    days = {"valid_from": f"{timezone.localdate():%d %B %Y}", "until": f"{timezone.localdate():%d %B %Y}"}

    page = client.post(
        f"{ACCESS}{own.pk}/delegate/", {"to": world.clerk.pk, "reason": "Leave", **days}, follow=True
    ).content.decode()
    lent = world.clerk.grants.get(delegated_from=own)
    told = text(as_(Client(), world.clerk), ACCESS)
    client.post(f"/people/grants/{lent.pk}/end/", {"reason": "Back", "version": lent.version})

    assert "to Clerk from" in page
    assert "Delegated by Verifier: Leave" in told
    assert not world.clerk.grants.in_force().filter(pk=lent.pk).exists()


def test_only_colleagues_are_offered(client: Client, world: World) -> None:
    granted("Colleague", "viewer", world.north)
    page = text(as_(client, world.verifier), f"{ACCESS}{world.verifier.grants.get().pk}/delegate/")

    assert "Colleague" in page
    assert "Bob" not in page
    assert "Charlie" not in page
