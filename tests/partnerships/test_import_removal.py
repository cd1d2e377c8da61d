from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from partnerships import import_services
from partnerships.models import ImportBatch
from partnerships.models.imports import import_storage
from sharedservices.core.tasks import run_command
from tests.partnerships.import_files import RENAMED, bring, page_of, press, workbook
from tests.world import World, as_, build

State = ImportBatch.State


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    return as_(client, world.officer)


def aged(batch: ImportBatch, **moments: timedelta) -> str:
    """Sets moments of the batch that long ago; gives the name of its file."""
    ImportBatch.objects.filter(pk=batch.pk).update(**{name: timezone.now() - age for name, age in moments.items()})
    return str(batch.file.name)


def removed(batch: ImportBatch, name: str) -> bool:
    batch.refresh_from_db()
    assert bool(batch.file) == import_storage().exists(name)
    return not batch.file


@pytest.mark.parametrize(("days", "expected"), [(6, False), (8, True)])
def test_files_that_never_became_an_import_go_after_a_week(
    officer: Client, world: World, days: int, *, expected: bool
) -> None:
    batch = bring(officer, workbook(RENAMED))
    name = aged(batch, created_at=timedelta(days=days))

    call_command("remove_old_imports")

    assert removed(batch, name) is expected
    assert bool(batch.changes) is not expected
    assert ("The file was removed after 7 days" in page_of(officer, batch)) is expected


@pytest.mark.parametrize(("days", "expected"), [(29, False), (31, True)])
def test_files_and_images_of_an_import_go_when_it_can_no_longer_be_undone(
    officer: Client, world: World, days: int, *, expected: bool
) -> None:
    batch = press(officer, bring(officer, workbook(RENAMED)), "apply")
    name = aged(batch, applied_at=timedelta(days=days), created_at=timedelta(days=days))

    call_command("remove_old_imports")

    assert removed(batch, name) is expected
    assert bool(batch.images) is not expected
    assert (batch.state, len(batch.changes)) == (State.APPLIED, 2)
    assert f"Keep the number {batch.pk} as your receipt" in page_of(officer, batch)


def test_an_undone_import_keeps_its_row(officer: Client, world: World) -> None:
    batch = press(officer, press(officer, bring(officer, workbook(RENAMED)), "apply"), "undo")
    name = aged(batch, applied_at=timedelta(days=31))

    call_command("remove_old_imports")

    assert removed(batch, name)
    assert batch.state == State.UNDONE


def test_a_file_that_is_worked_on_stays(officer: Client, world: World) -> None:
    batch = bring(officer, workbook(RENAMED))
    import_services.check_again(batch=batch, by=world.officer)
    name = aged(batch, created_at=timedelta(days=8))

    call_command("remove_old_imports")

    assert not removed(batch, name)


def test_a_file_that_is_gone_already_is_no_obstacle(officer: Client, world: World) -> None:
    batch = bring(officer, workbook(RENAMED))
    name = aged(batch, created_at=timedelta(days=8))
    import_storage().delete(name)

    call_command("remove_old_imports")

    assert removed(batch, name)


def test_what_was_tidied_is_not_looked_at_again(officer: Client, world: World, capsys) -> None:
    aged(bring(officer, workbook(RENAMED)), created_at=timedelta(days=8))

    call_command("remove_old_imports")
    call_command("remove_old_imports")

    assert capsys.readouterr().out.split("\n")[:2] == ["1 import tidied.", "0 imports tidied."]


def test_beat_has_it_run(officer: Client, world: World, settings: Settings) -> None:
    batch = bring(officer, workbook(RENAMED))
    name = aged(batch, created_at=timedelta(days=8))
    entry = settings.CELERY_BEAT_SCHEDULE["remove-old-imports"]
    assert entry["task"] == run_command.name

    run_command(**entry["kwargs"])

    assert removed(batch, name)


@pytest.mark.django_db(transaction=True)
def test_an_import_goes_its_whole_way_in_transactions_of_its_own(client: Client) -> None:
    """As workers and beat have it: what is read between them is hidden, for nobody acts there."""
    with transaction.atomic():
        officer = as_(client, build().officer)
    batch = press(officer, bring(officer, workbook(RENAMED)), "apply")
    assert (batch.state, len(batch.images)) == (State.APPLIED, 2)
    with transaction.atomic():
        name = aged(batch, applied_at=timedelta(days=31), created_at=timedelta(days=31))

    run_command(name="remove_old_imports")

    assert not ImportBatch.objects.exists()  # outside of a transaction
    with transaction.atomic():
        assert removed(batch, name)
        assert batch.images == []


@pytest.mark.django_db(transaction=True)
def test_an_import_is_undone_by_a_worker(client: Client) -> None:
    with transaction.atomic():
        officer = as_(client, build().officer)

    batch = press(officer, press(officer, bring(officer, workbook(RENAMED)), "apply"), "undo")

    assert batch.state == State.UNDONE
