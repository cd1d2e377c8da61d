"""The database lets everybody read what is published, and nobody but its council, or who sees everything, write it."""

import pytest
from django.db import Error, transaction

from reports import services
from reports.models import Rendition, Snapshot
from sharedservices.core.acting import NOBODY, Actor, acting
from tests.reports.test_services import NOW, cleared
from tests.world import World


@pytest.fixture
def published(world: World) -> Snapshot:
    report = services.publish(report=cleared(world), by=world.clerk, version=1, at=NOW)
    assert report.published is not None
    return report.published


@pytest.mark.parametrize("name", ["nobody", "bob", "charlie", "officer"])
def test_others_read_a_published_paper_and_change_nothing_of_it(world: World, published: Snapshot, name: str) -> None:
    actor = NOBODY if name == "nobody" else Actor(user=getattr(world, name).pk)

    with acting(actor):
        read = [Snapshot.objects.count(), Rendition.objects.count()]
        changed = [Snapshot.objects.update(title="Forged"), Rendition.objects.update(sha256="0" * 64)]
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            Rendition.objects.create(snapshot=published, format="pdf", size=1, created_at=NOW)

    assert (read, changed) == ([1, 3], [0, 0])


def test_its_own_council_writes_what_it_froze(world: World, published: Snapshot) -> None:
    with acting(Actor(user=world.alice.pk)):
        assert Snapshot.objects.update(title="Corrected") == 1
        assert Rendition.objects.update(pages=4) == 3
