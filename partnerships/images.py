"""What an import is about to overwrite, kept so that it can be put back; and putting it back."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F

from sharedservices.core.errors import RuleViolation
from sharedservices.core.programme.importing import ASIDE, BATCH
from sharedservices.core.programme.planning import Plan
from sharedservices.core.programme.tables import Entry, Table, programme

Image = dict[str, Any]
SHOWN = 5


def before(plan: Plan) -> list[Image]:
    """The rows that the plan changes, as they are now: only the fields that will be written."""
    images = []
    for name, entries in plan.entries.items():
        table = programme().by_name[name]
        changed = [entry for entry in entries if not entry.is_new and entry.changed]
        rows = table.model._default_manager.in_bulk([entry.pk for entry in changed])
        images += [_image(table, entry, rows[entry.pk]) for entry in changed]
    return images


def _image(table: Table, entry: Entry, row: models.Model) -> Image:
    several = {column.attribute for column in table.several}
    names = {table.by_name[name].attribute for name in entry.changed} | set(table.derived)
    fields: dict[str, Any] = {name: table.model._meta.get_field(name) for name in sorted(names - several)}
    return {
        "table": table.name,
        "path": entry.path,
        "pk": row.pk,
        "fields": {name: field.get_prep_value(field.value_from_object(row)) for name, field in fields.items()},
        "several": {name: [item.pk for item in getattr(row, name).all()] for name in sorted(names & several)},
    }


def after(plan: Plan, images: Iterable[Image]) -> list[Image]:
    """All rows that were written, with what shows later whether somebody has touched them since."""
    news = [
        {"table": name, "path": entry.path, "pk": entry.pk, "new": True}
        for name, entries in plan.entries.items()
        for entry in entries
        if entry.is_new
    ]
    stamped = []
    for table, group in _by_table([*images, *news]):
        stamps = _stamps(table, group)
        stamped += [image | {"stamp": stamps[image["pk"]]} for image in group]
    return stamped


def _by_table(images: Iterable[Image]) -> Iterator[tuple[Table, list[Image]]]:
    images = list(images)
    for table in programme().tables:
        group = [image for image in images if image["table"] == table.name]
        if group:
            yield table, group


def _stamps(table: Table, group: list[Image]) -> dict[int, str]:
    rows = table.model._default_manager.filter(pk__in=[image["pk"] for image in group])
    locked = rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", "version", "updated_at")
    return {pk: f"{version} {updated_at.isoformat()}" for pk, version, updated_at in locked}


@transaction.atomic
def put_back(images: Iterable[Image], *, at: datetime) -> None:
    """Restores the changed rows and removes the new ones, all or none. RuleViolation when one was touched since."""
    groups = list(_by_table(images))
    _insist_untouched(groups)
    try:
        with transaction.atomic():
            for table, group in groups:
                _restore(table, [image for image in group if not image.get("new")], at)
            for table, group in reversed(groups):
                _remove(table, [image["pk"] for image in group if image.get("new")])
    except IntegrityError as error:
        raise RuleViolation("Other rows of the portal depend on this import by now. Nothing was undone.") from error


def _insist_untouched(groups: list[tuple[Table, list[Image]]]) -> None:
    touched = []
    for table, group in groups:
        stamps = _stamps(table, group)
        touched += [f"{table.name} “{image['path']}”" for image in group if stamps.get(image["pk"]) != image["stamp"]]
    if touched:
        more = f" and {len(touched) - SHOWN} more" if len(touched) > SHOWN else ""
        rows = f"{', '.join(touched[:SHOWN])}{more}"
        raise RuleViolation(f"Changed or removed since the import: {rows}. Nothing was undone.")


def _restore(table: Table, images: list[Image], at: datetime) -> None:
    if not images:
        return
    rows: dict[int, Any] = table.model._default_manager.in_bulk([image["pk"] for image in images])
    names = {name for image in images for name in image["fields"]}
    if table.swapped in names:
        table.model._default_manager.filter(pk__in=rows).update(**{table.swapped: F(table.swapped) + ASIDE})
    for image in images:
        row = rows[image["pk"]]
        for name, value in image["fields"].items():
            field: Any = table.model._meta.get_field(name)
            setattr(row, field.attname, field.to_python(value))
        for name, keys in image["several"].items():
            getattr(row, name).set(keys)
        row.version += 1
        row.updated_at = at
    table.model._default_manager.bulk_update(rows.values(), [*sorted(names), "version", "updated_at"], batch_size=BATCH)


def _remove(table: Table, keys: list[int]) -> None:
    if not keys:
        return
    for relation in _relations_to(table.model):
        users: Any = relation.related_model
        found = users._base_manager.filter(**{f"{relation.field.name}__in": keys})
        if (found.exclude(pk__in=keys) if users is table.model else found).exists():
            what = users._meta.verbose_name_plural
            raise RuleViolation(f"Some {what} that were added since name its {table.name}. Nothing was undone.")
    table.model._default_manager.filter(pk__in=keys).delete()


def _relations_to(model: type[models.Model]) -> Iterator[Any]:
    """Every foreign key and many-to-many field that may name its rows, links that Django keeps itself left out."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and not relation.related_model._meta.auto_created:
            yield relation
