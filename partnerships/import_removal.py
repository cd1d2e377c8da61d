"""Takes away what imports no longer need: files that never became an import, and what an undoing would have needed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from partnerships.import_services import UNDO_FOR, key_of
from partnerships.models import ImportBatch
from partnerships.models.imports import import_storage
from sharedservices.core.models import Job

KEEP_UNAPPLIED_FOR = timedelta(days=7)
REMOVED = f"The file was removed after {KEEP_UNAPPLIED_FOR.days} days. Bring it again to import it."
State = ImportBatch.State


def remove_old(*, at: datetime) -> int:
    """How many imports were tidied. Their rows stay: what was imported by whom is to be known for good."""
    applied = Q(applied_at__isnull=False)
    forgotten = ~applied & Q(created_at__lt=at - KEEP_UNAPPLIED_FOR)
    past_undoing = applied & Q(applied_at__lt=at - UNDO_FOR)
    old = ImportBatch.objects.filter(forgotten | past_undoing).exclude(file="")
    with transaction.atomic():  # outside of one nobody acts, and sees no import
        keys = list(old.order_by("pk").values_list("pk", flat=True))
    return sum(_tidy(pk) for pk in keys)


@transaction.atomic
def _tidy(pk: int) -> bool:
    """The file goes first: when the rest fails, the next run does it all again."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=pk)
    if Job.objects.about([key_of(batch)]).unfinished().exists():
        return False
    import_storage().delete(str(batch.file.name))
    batch.file, batch.images = "", []
    if batch.applied_at is None:
        batch.changes, batch.problems, batch.notice = [], [], REMOVED
    batch.save()
    return True
