import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from partnerships import invitations, mailing, tasks
from partnerships.models import Invitation, Partnership
from reports.models import Report
from savings.models import SavingsClaim, SavingsLine
from sharedservices.core.digests import digest_of
from sharedservices.core.errors import Refused, RuleViolation
from sharedservices.core.history.models import HistoryEvent
from sharedservices.core.models import Job
from tests.factories.partnerships import MembershipFactory
from tests.factories.savings import SavingsClaimFactory, SavingsLineFactory
from tests.partnerships.inviting import deliver, invite, opened, used, visitor
from tests.world import World, as_

pytestmark = pytest.mark.django_db


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
    assert invitations.find_by_digest(digest_of(token)) == invitation


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
