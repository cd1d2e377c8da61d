"""The log of signing in and of what was refused: noted while a request is answered, written when it is over.

A request that is refused changes nothing, its transaction is rolled back; so what it notes waits on the request until
`AccessLogMiddleware`, which stands outside that transaction, writes it. Of a person's address on the network only the
part that names their provider or council is kept, and of an e-mail address without an account only a keyed hash: enough
to see guesses that belong together.
"""

import ipaddress
import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from partnerships.models import AccessEvent, User
from sharedservices.core.acting import Actor, acting

log = logging.getLogger(__name__)
KEPT_BITS = {4: 24, 6: 48}
DETAIL_LENGTH = AccessEvent._meta.get_field("detail").max_length or 0


def note(request: HttpRequest | None, kind: str, *, user: Any = None, typed: str = "", detail: str = "") -> None:
    """`typed` is the e-mail address that somebody gave; an account that has it is looked up when this is written."""
    if request is None:
        return
    event = AccessEvent(kind=kind, at=timezone.now(), user_id=getattr(user, "pk", None), detail=detail[:DETAIL_LENGTH])
    event.typed = typed
    vars(request).setdefault("access_events", []).append(event)


def write(request: HttpRequest, address: str) -> None:
    """Writes what was noted. The page stands whatever becomes of its entry: where that fails, the log of the process
    has it."""
    events: list[AccessEvent] = vars(request).pop("access_events", [])
    if not events:
        return
    request_id = str(getattr(request, "id", ""))
    try:
        with acting(Actor(system="access log", request=request_id)), transaction.atomic():
            for event in events:
                _complete(event, request_id, address)
            AccessEvent.objects.bulk_create(events)
    except DatabaseError:
        log.exception("Could not write to the access log: %s", [event.kind for event in events])


def _complete(event: AccessEvent, request_id: str, address: str) -> None:
    if event.user_id is None and event.typed:
        event.user = User.objects.filter(email__iexact=event.typed).first()
        event.unknown = "" if event.user else fingerprint(event.typed)
    event.request, event.network = request_id, network(address)


def fingerprint(email: str) -> str:
    return salted_hmac("access log", email.strip().lower(), algorithm="sha256").hexdigest()[:16]


def network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{found}/{KEPT_BITS[found.version]}", strict=False))
