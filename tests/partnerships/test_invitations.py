import io
import re
from datetime import timedelta
from typing import Any

import pytest
import structlog
from django.core import mail
from django.test import Client
from django.utils import timezone

from partnerships import granting, invitations, mailing, tasks
from partnerships.models import Invitation, Partnership, RoleGrant, User
from reports.models import Report
from savings.models import SavingsClaim, SavingsLine
from sharedservices.core.errors import Refused, RuleViolation
from sharedservices.core.history.models import HistoryEvent
from sharedservices.core.logs import without_secrets
from sharedservices.core.models import Job
from tests.factories.partnerships import MembershipFactory, UserFactory
from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory
from tests.world import World, as_

LINK = re.compile(r"http://127\.0\.0\.1:8000(/invitation/[\w-]{43}/)")
PASSWORD = "correct horse battery"
FORM = {"name": "Newcomer", "password": PASSWORD, "again": PASSWORD}
pytestmark = pytest.mark.django_db


def invite(world: World, by: User | None = None, **values: Any) -> Invitation:
    asked = {"email": "new@example.org", "name": "Newcomer", "role": "clerk", "organisation": world.south}
    asked |= {"reason": "New scrutiny clerk", "at": timezone.now(), "by": by or world.administrator}
    return invitations.invite(**(asked | values))


def visitor(world: World, partnership: str = "rivers") -> dict[str, Any]:
    return {"role": "partnership_viewer", "partnership": getattr(world, partnership), "organisation": None}


def deliver(invitation: Invitation) -> str:
    """What a worker does; the address of the link that it sent."""
    job = Job.objects.filter(key=f"invitation:{invitation.pk}").latest("created_at")
    tasks.send_invitation(job_id=str(job.pk))
    found = LINK.search(mail.outbox[-1].body)
    assert found is not None
    return found[1]


def opened(client: Client, link: str) -> str:
    return client.get(link, follow=True).content.decode()


# Inviting


def test_an_invitation_is_mailed_with_a_link_that_only_the_mail_knows(world: World) -> None:
    invitation = invite(world)
    link = deliver(invitation)

    message = mail.outbox[0]
    token = link.split("/")[2]
    assert message.to == ["new@example.org"]
    assert "Committee clerk" in message.body
    assert "New scrutiny clerk" in message.body
    assert type(message) is mail.EmailMessage
    assert message.content_subtype == "plain"
    kept = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert not any(token in str(value) for value in kept.values())
    assert not any(token in str(event.after) for event in HistoryEvent.objects.all())
    assert not any(token in str(job) for job in Job.objects.values())
    assert invitations.find(token) == invitation


@pytest.mark.parametrize("name", ["alice", "bob", "charlie", "clerk"])
def test_others_invite_nobody(world: World, name: str) -> None:
    with pytest.raises(Refused):
        invite(world, by=getattr(world, name))

    assert not Invitation.objects.exists()


def test_officers_invite_viewers_of_their_partnership_alone(world: World) -> None:
    """A viewer of a council reads its drafts, and sees every other partnership that it is in."""
    invite(world, by=world.officer, **visitor(world))

    for values in ({}, {"role": "viewer"}, visitor(world, "hills"), {"role": "portal_admin", "organisation": None}):
        with pytest.raises(Refused):
            invite(world, by=world.officer, **values)


def test_nobody_is_invited_to_see_a_partnership_and_sees_more_of_it_than_is_submitted(world: World) -> None:
    shared = MembershipFactory(partnership=world.hills, organisation=world.south).organisation
    claim = SavingsClaimFactory(partnership=world.rivers, organisation=shared, status="submitted")
    SavingsClaimFactory(partnership=world.rivers, organisation=shared, status="draft")
    SavingsLineFactory(claim=claim, organisation=shared, released=False)
    open_line = SavingsLineFactory(claim=claim, organisation=world.north)

    newcomer = used(invite(world, by=world.officer, **visitor(world)), world)

    assert list(Partnership.objects.visible_to(newcomer)) == [world.rivers]
    assert list(SavingsClaim.objects.visible_to(newcomer)) == [claim]
    assert list(SavingsLine.objects.visible_to(newcomer)) == [open_line]
    assert not Report.objects.visible_to(newcomer).exists()


def test_nobody_invites_themselves(world: World) -> None:
    with pytest.raises(RuleViolation, match="your own address"):
        invite(world, by=world.officer, email="Officer@example.org ", **visitor(world))


def test_nobody_is_invited_twice_to_the_same(world: World) -> None:
    invite(world)

    with pytest.raises(RuleViolation, match="open invitation"):
        invite(world, email="NEW@example.org")
    with pytest.raises(RuleViolation, match="holds this role"):
        invite(world, email=world.bob.email, role="viewer")


def test_sending_again_ends_the_link_before(client: Client, world: World) -> None:
    invitation = invite(world)
    first = deliver(invitation)
    Job.objects.update(state="done")

    invitations.send_again(invitation=invitation, by=world.administrator, at=timezone.now())
    second = deliver(invitation)

    assert first != second
    assert "is not open" in opened(Client(), first)
    assert "Open your account" in opened(Client(), second)


def test_a_mail_server_that_is_away_leaves_no_link_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: object) -> None:
        raise ConnectionRefusedError

    invitation = invite(world)
    monkeypatch.setattr(mailing.EmailMessage, "send", away)
    job = Job.objects.get(key=f"invitation:{invitation.pk}")
    tasks.send_invitation(job_id=str(job.pk))

    job.refresh_from_db()
    invitation.refresh_from_db()
    assert (job.state, invitation.digest, invitation.sent_at) == ("failed", None, None)
    assert "could not be sent" in job.error


# Taking up


def test_a_newcomer_opens_an_account_with_the_role(client: Client, world: World) -> None:
    link = deliver(invite(world, valid_until=timezone.localdate() + timedelta(days=30)))

    page = opened(client, link)
    answer = client.post("/invitation/", FORM)

    user = User.objects.get(email="new@example.org")
    grant = user.grants.in_force().get()
    assert "New scrutiny clerk" in page
    assert answer["Location"] == "/sign-in/"
    assert user.check_password(PASSWORD)
    assert (grant.role, grant.organisation, grant.granted_by) == ("clerk", world.south, world.administrator)
    assert grant.reason == "New scrutiny clerk"
    assert grant.valid_until == timezone.localdate() + timedelta(days=30)
    assert "_auth_user_id" not in client.session


def test_the_token_leaves_the_address_at_once(client: Client, world: World) -> None:
    link = deliver(invite(world))
    token = link.split("/")[2]

    answer = client.get(link)
    page = client.get("/invitation/")

    assert answer["Location"] == "/invitation/"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert token not in page.content.decode()
    assert token not in str(dict(client.session))


def test_no_log_line_holds_a_token(world: World) -> None:
    link = deliver(invite(world))
    token = link.split("/")[2]
    stream = io.StringIO()
    log = structlog.wrap_logger(
        structlog.PrintLogger(stream), processors=[without_secrets, structlog.processors.JSONRenderer()]
    )

    log.info(f"Not Found: {link}", request=f"GET {link}?next=/", path=link)

    assert token not in stream.getvalue()
    assert stream.getvalue().count("/invitation/") == 3


def withdrawn(invitation: Invitation, world: World) -> None:
    invitations.withdraw(invitation=invitation, by=world.administrator, at=timezone.now())


def too_old(invitation: Invitation, _: World) -> None:
    Invitation.objects.update(expires_at=timezone.now())


def used(invitation: Invitation, _: World) -> User:
    user: User = UserFactory(name="Newcomer", email="new@example.org")
    invitations.accept(invitation=invitation, user=user, at=timezone.now())
    return user


def never(invitation: Invitation, _: World) -> None:
    invitation.delete()


@pytest.mark.parametrize("what", [withdrawn, too_old, used, never])
def test_a_link_that_is_not_open_answers_as_one_that_never_was(client: Client, world: World, what: Any) -> None:
    invitation = invite(world)
    link = deliver(invitation)
    unknown = Client().get("/invitation/" + "x" * 43 + "/", follow=True)
    what(Invitation.objects.get(pk=invitation.pk), world)

    answer = client.get(link, follow=True)
    posted = client.post("/invitation/", FORM)

    assert answer.status_code == unknown.status_code == posted.status_code == 404
    assert plain(answer) == plain(unknown)
    assert not User.objects.filter(email="new@example.org").exclude(name="Newcomer", password="").exists()


def plain(answer: Any) -> str:
    return re.sub(r'nonce="[^"]*"', "", answer.content.decode())


def test_a_link_works_once(client: Client, world: World) -> None:
    link = deliver(invite(world))
    other = Client()
    opened(client, link)
    opened(other, link)

    client.post("/invitation/", FORM)
    again = other.post("/invitation/", FORM | {"name": "Somebody else"})

    assert again.status_code == 404
    assert User.objects.get(email="new@example.org").name == "Newcomer"
    assert RoleGrant.objects.filter(user__email="new@example.org").count() == 1


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"password": "short", "again": "short"}, "at least 12 characters"),
        ({"password": "password1234", "again": "password1234"}, "too common"),
        ({"password": "new@example.org", "again": "new@example.org"}, "too similar"),
        ({"again": "something else 12"}, "not the same"),
        ({"name": ""}, "Enter your name"),
    ],
)
def test_a_weak_password_opens_nothing(client: Client, world: World, values: dict[str, str], told: str) -> None:
    opened(client, deliver(invite(world)))

    page = client.post("/invitation/", FORM | values).content.decode()

    assert told in page
    assert not User.objects.filter(email="new@example.org").exists()
    assert Invitation.objects.open().exists()


def test_who_has_an_account_signs_in_and_takes_it_up(client: Client, world: World) -> None:
    link = deliver(invite(world, email="BOB@example.org"))

    asked = opened(client, link)
    as_(client, world.bob)
    offered = opened(client, link)
    client.post("/invitation/")

    assert "/sign-in/?next=/invitation/" in asked
    assert "Take up the role" in offered
    assert world.bob.grants.in_force().filter(role="clerk").exists()


def test_an_account_is_not_taken_over_by_an_invitation_to_its_address(client: Client, world: World) -> None:
    opened(client, deliver(invite(world, email="bob@example.org")))

    page = client.post("/invitation/", FORM).content.decode()

    assert "You have an account already" in page
    assert not User.objects.get(pk=world.bob.pk).check_password(PASSWORD)
    assert not world.bob.grants.filter(role="clerk").exists()


def test_an_invitation_is_for_its_own_address(client: Client, world: World) -> None:
    link = deliver(invite(world))
    as_(client, world.charlie)

    page = opened(client, link)
    answer = client.post("/invitation/")

    assert "You are signed in as charlie@example.org" in page
    assert answer.status_code == 409
    assert not world.charlie.grants.filter(role="clerk").exists()


def test_an_invitation_lapses_with_the_right_of_whoever_invited(client: Client, world: World) -> None:
    link = deliver(invite(world, by=world.officer, **visitor(world)))
    grant = world.officer.grants.get()
    granting.end_grant(grant=grant, by=world.administrator, reason="Left", at=timezone.now(), version=grant.version)
    opened(client, link)

    page = client.post("/invitation/", FORM).content.decode()

    assert "not open any more" in page
    assert not User.objects.filter(email="new@example.org").exists()


def test_what_is_taken_up_is_not_withdrawn(world: World) -> None:
    invitation = invite(world)
    used(invitation, world)

    with pytest.raises(RuleViolation, match="End the role instead"):
        withdrawn(invitation, world)


# Pages


def test_the_list_tells_how_far_each_is_and_an_officer_sees_their_own_kind(client: Client, world: World) -> None:
    deliver(invite(world, email="sent@example.org"))
    invite(world, email="waiting@example.org", **visitor(world))

    everything = as_(client, world.administrator).get("/people/invitations/").content.decode()
    officers = as_(client, world.officer).get("/people/invitations/").content.decode()

    assert "Sent, open until" in everything
    assert "Not sent yet" in everything
    assert "waiting@example.org" in officers
    assert "sent@example.org" not in officers


def test_inviting_on_the_page(client: Client, world: World) -> None:
    asked = {"name": "Newcomer", "email": "new@example.org", "role": "clerk", "organisation": world.south.pk}

    answer = as_(client, world.administrator).post("/people/invitations/add/", asked | {"reason": "Post"}, follow=True)

    assert "The invitation to new@example.org is on its way." in answer.content.decode()
    assert Invitation.objects.get().invited_by == world.administrator


def test_an_invitation_that_is_sent_twice_is_made_once(client: Client, world: World) -> None:
    as_(client, world.officer)
    address = "/people/invitations/add/"
    key = re.findall(r'name="once" value="(\w+)"', client.get(address).content.decode())[0]
    asked = {"name": "Newcomer", "email": "new@example.org", "reason": "Post", "once": key}
    asked |= {"role": "partnership_viewer", "partnership": world.rivers.pk}

    answers = [client.post(address, asked, follow=True).content.decode() for _ in range(2)]

    assert "is on its way" in answers[0]
    assert "You sent this form twice" in answers[1]
    assert Invitation.objects.count() == Job.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"role": "clerk"},
        {"role": "viewer", "organisation": "south"},
        {"role": "partnership_viewer", "partnership": "hills"},
        {"role": "programme_officer", "partnership": "rivers"},
    ],
)
def test_an_officer_cannot_invite_beyond_what_the_page_offers(
    client: Client, world: World, values: dict[str, str]
) -> None:
    asked = {name: getattr(world, text).pk if hasattr(world, text) else text for name, text in values.items()}
    asked |= {"name": "Newcomer", "email": "new@example.org", "reason": "Post"}

    answer = as_(client, world.officer).post("/people/invitations/add/", asked)

    assert answer.status_code == 200
    assert not Invitation.objects.exists()
