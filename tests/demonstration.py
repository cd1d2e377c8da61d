"""The demonstration's programmes, for tests that look up published facts in what they import."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from sharedservices.core.acting import Actor, acting

FOLDER = settings.BASE_DIR / "demo"
NEEDS = {"compendium": ("essex", "se7")}  # whose partnerships its entries name


@contextmanager
def imported(name: str, blocker: Any) -> Iterator[None]:
    """The programme is in the database for as long as this lasts, and gone afterwards: a module reads it once."""
    with blocker.unblock(), acting(Actor(system="tests")), transaction.atomic():
        for folder in (*NEEDS.get(name, ()), name):
            call_command("import_programme", str(FOLDER / folder))
        yield
        transaction.set_rollback(True)
