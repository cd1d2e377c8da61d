"""What the rows are called that events mention: a query for each kind of row, however many there are."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from sharedservices.core.history import seeing
from sharedservices.core.history.operations import is_root

TITLES = ("name", "title", "reference", "subject", "function", "fund", "heading", "label", "text")
APART = ("office", "period", "as_of", "date", "number", "key")  # beside what a row is part of
State = Mapping[str, Any]


@dataclass
class Names:
    """The names of all rows that some events mention: each kind of row is asked for once."""

    user: Any
    wanted: dict[type[models.Model], set[int]] = field(default_factory=lambda: defaultdict(set))
    found: dict[type[models.Model], dict[int, str]] = field(default_factory=lambda: defaultdict(dict))

    def want(self, model: Any, key: object) -> None:
        if isinstance(key, int):
            self.wanted[model].add(key)

    def want_all(self, model: Any, state: State) -> None:
        """What a state of a row names."""
        for one in model._meta.concrete_fields:
            if one.is_relation:
                self.want(one.related_model, state.get(one.column))

    def fetch(self) -> None:
        for model, keys in self.wanted.items():
            self.found[model] |= {row.pk: str(row) for row in self._rows(model).filter(pk__in=keys)}
        self.wanted.clear()

    def _rows(self, model: Any) -> Any:
        """A row that is private to others has no name here, nor has a partnership that this person does not see.
        Loaded with what its name is made of."""
        told = seeing.TOLD.get(model._meta.db_table)
        if told is None or (told.whole and not is_root(model)):
            rows = model._default_manager.all()
        else:
            rows = told.rows(self.user)
        return rows.for_table() if hasattr(rows, "for_table") else rows.select_related()

    def of(self, model: Any, key: object) -> str | None:
        return self.found.get(model, {}).get(key) if isinstance(key, int) else None


def tells_apart(one: Any) -> bool:
    """A key to what the row is part of or about: neither its partnership, which all share, nor a person."""
    return bool(one.is_relation and one.name != "partnership" and one.related_model is not get_user_model())
