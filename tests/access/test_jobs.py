"""A job acts for whoever asked for it: what they may not do any more when it runs is refused, and logged."""

from collections.abc import Callable

import pytest
from django.test import Client
from structlog.testing import capture_logs

from partnerships.models import ImportBatch, RoleGrant, User
from partnerships.tasks import apply_import, undo_import
from reports import services
from reports.models import Rendition
from reports.tasks import compile_snapshot
from sharedservices.core.models import Job
from tests.factories.partnerships import RoleGrantFactory
from tests.partnerships.import_files import RENAMED, bring, press, workbook
from tests.reports.test_services import NOW
from tests.world import World, as_
from workstreams.models import Workstream

Loss = Callable[[User], object]


def suspended(user: User) -> object:
    return User.objects.filter(pk=user.pk).update(is_active=False)


def without_role(user: User) -> object:
    return RoleGrant.objects.filter(user=user).delete()


def moved_to_another_partnership(user: User) -> object:
    without_role(user)
    return RoleGrantFactory(user=user, programme=True)


LOSSES = pytest.mark.parametrize("loss", [suspended, without_role, moved_to_another_partnership])


def refused(job: Job) -> bool:
    job.refresh_from_db()
    return (job.state, bool(job.error)) == (Job.State.FAILED, True)


@LOSSES
def test_a_paper_is_not_compiled_for_an_author_who_lost_the_right(world: World, loss: Loss) -> None:
    job = services.compile_version(report=world.report, by=world.alice, at=NOW)[1]
    assert job is not None
    loss(world.alice)

    with capture_logs() as logs:
        compile_snapshot(job_id=str(job.pk))

    assert refused(job)
    assert [entry["by"] for entry in logs if entry["event"] == "job_refused"] == [world.alice.pk]
    assert not Rendition.objects.exists()


@LOSSES
def test_an_import_is_not_applied_for_an_officer_who_lost_the_right(client: Client, world: World, loss: Loss) -> None:
    batch = bring(as_(client, world.officer), workbook(RENAMED))
    client.post(f"{batch.get_absolute_url()}apply/", {"choice": "keep"})
    loss(world.officer)

    apply_import(job_id=str(Job.objects.unfinished().get().pk))

    batch.refresh_from_db()
    assert batch.state != ImportBatch.State.APPLIED
    assert Workstream.objects.get().name == "Waste"


@LOSSES
def test_an_import_is_not_undone_for_an_officer_who_lost_the_right(client: Client, world: World, loss: Loss) -> None:
    officer = as_(client, world.officer)
    batch = press(officer, bring(officer, workbook(RENAMED)), "apply")
    officer.post(f"{batch.get_absolute_url()}undo/")
    job = Job.objects.unfinished().get()
    loss(world.officer)

    with capture_logs() as logs:
        undo_import(job_id=str(job.pk))

    assert refused(job)
    assert [entry["by"] for entry in logs if entry["event"] == "job_refused"] == [world.officer.pk]
    assert Workstream.objects.get(slug="waste").name == "Waste and recycling"
