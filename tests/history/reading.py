"""Pages of history as a person reads them, and the time that has passed."""

from typing import Any

from django.test import Client

from sharedservices.core import acting
from sharedservices.core.acting import Actor
from sharedservices.core.models import HistoryEvent
from tests.history.keeping import EVENTS, run, unprotected
from tests.markup import parsed
from tests.world import as_

WHY = "Asked for by the “north” & the south"


def page(user: object, address: str) -> str:
    answer = as_(Client(), user).get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def text_of(markup: str) -> str:
    """The words of a page, those for screen readers too, with single spaces."""
    return " ".join(str(parsed(markup).text_content()).split())


def history(user: object, row: object) -> str:
    return page(user, f"/history/{row._meta.model_name}/{row.pk}/")


def reasons(row: Any) -> list[str]:
    """Of every change of a row, oldest first."""
    return list(HistoryEvent.objects.of(row).values_list("reason", flat=True))


def by(user: object, **more: object) -> object:
    return acting.acting(Actor(user=user.pk, **more))


def age(days: int) -> None:
    """Everything recorded so far was recorded so many days earlier."""
    with unprotected(EVENTS):
        run(f"UPDATE {EVENTS} SET at = at - %s * interval '1 day'", [days])
