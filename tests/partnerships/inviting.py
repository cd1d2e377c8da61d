"""Invitations as tests make, send and open them."""

import re
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone

from partnerships import invitations, tasks
from partnerships.models import Invitation, User
from sharedservices.core.models import Job
from tests.factories.partnerships import UserFactory
from tests.world import World

LINK = re.compile(r"http://127\.0\.0\.1:8000(/invitation/[\w-]{43}/)")
PASSWORD = "correct horse battery"
FORM = {"name": "Newcomer", "password": PASSWORD, "again": PASSWORD}


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


def used(invitation: Invitation, _: World) -> User:
    user: User = UserFactory(name="Newcomer", email="new@example.org")
    invitations.accept(invitation=invitation, user=user, at=timezone.now())
    return user
