from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base, creation
from psycopg2 import errors
from psycopg2.extensions import TRANSACTION_STATUS_INERROR
from psycopg2.sql import SQL, Identifier

from sharedservices.core import acting

NO_ROLE = "The database has no role {role}, or its user is not in it. Run manage.py migrate as the owner first."


class DatabaseCreation(creation.DatabaseCreation):
    """Test databases are made and thrown away by the owner."""

    def create_test_db(self, *args: Any, **kwargs: Any) -> str:
        with acting.as_owner():
            return super().create_test_db(*args, **kwargs)

    def destroy_test_db(self, *args: Any, **kwargs: Any) -> None:
        with acting.as_owner():
            super().destroy_test_db(*args, **kwargs)


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self._set_rights()

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001 - Django's signature
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if not autocommit:
            self._tell()

    def tell_actor(self) -> None:
        """For the transaction that is open; the next one is told when it begins."""
        if self.connection and self.in_atomic_block and not self._is_broken():
            self._tell()

    def take_rights(self) -> None:
        """The role has changed: at once inside a transaction, else with the next connection."""
        if self.connection and not self.in_atomic_block:
            self.close()
        elif self.connection and not self._is_broken():
            self._set_rights()

    def _tell(self) -> None:
        self._ask("SELECT set_config('portal.actor', %s, true)", [acting.current().as_setting()])

    def _set_rights(self) -> None:
        """A role of the session: a transaction that is rolled back leaves it as it is for the next one."""
        if acting.rights() is not acting.Rights.PORTAL:
            kept = "paused" if acting.rights() is acting.Rights.OWNER_WITHOUT_HISTORY else "kept"
            self._ask("RESET ROLE")
            self._ask("SELECT set_config('portal.history', %s, false)", [kept])
            return
        try:
            self._ask(SQL("SET ROLE {}").format(Identifier(settings.DATABASE_ROLE)))
        except (errors.InvalidParameterValue, errors.UndefinedObject, errors.InsufficientPrivilege) as error:
            raise ImproperlyConfigured(NO_ROLE.format(role=settings.DATABASE_ROLE)) from error

    def _ask(self, statement: Any, values: Any = None) -> None:
        """Beside Django's own cursor: no page's queries are counted for it."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)

    def _is_broken(self) -> bool:
        return bool(self.connection.get_transaction_status() == TRANSACTION_STATUS_INERROR)
