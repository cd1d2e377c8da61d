from typing import Any

from sharedservices.core.acting import as_owner


class OwnerMixin:
    """A command that changes the schema, or empties it: it works with the owner's rights."""

    def execute(self, *args: Any, **options: Any) -> Any:
        with as_owner():
            return super().execute(*args, **options)  # type: ignore[misc]
