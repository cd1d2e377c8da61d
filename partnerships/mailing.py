"""The e-mail of an invitation. The worker that sends it makes its link, so that no queue, job or log ever holds it."""

import secrets

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Invitation
from sharedservices.core.digests import digest_of
from sharedservices.core.errors import RuleViolation
from sharedservices.core.jobs import Progress
from sharedservices.core.models import Job

SUBJECT = "Your invitation to the shared services portal"
FAILED = "The e-mail to {} could not be sent. Try “Send again” later; if it fails again, tell your support desk."


@transaction.atomic
def invite(job: Job, progress: Progress) -> None:
    """Nothing is sent when the invitation was taken up or withdrawn meanwhile. When sending fails, no link is kept."""
    invitation = _open(int(job.key.partition(":")[2]))
    if invitation is not None:
        token = secrets.token_urlsafe(32)
        invitation.digest, invitation.sent_at = digest_of(token), timezone.now()
        invitation.save(update_fields=["digest", "sent_at"])
        link = f"{settings.PORTAL_URL}{reverse('invitation-link', args=[token])}"
        body = render_to_string("partnerships/mail/invitation.txt", {"invitation": invitation, "link": link})
        try:
            EmailMessage(SUBJECT, body, to=[invitation.email]).send()
        except OSError as error:  # smtplib's errors are among them
            raise RuleViolation(FAILED.format(invitation.email)) from error
    progress.finish(result_url=reverse("people:invitations"))


def _open(pk: int) -> Invitation | None:
    rows = Invitation.objects.open().filter(pk=pk).select_related("partnership", "organisation", "invited_by")
    invitation: Invitation | None = rows.select_for_update(of=("self",)).first()
    return invitation
