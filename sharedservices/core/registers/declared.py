"""A register: one kind of record that people list, read, add to and keep up in the browser. Apps declare theirs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sharedservices.core.decisions import Decision
from sharedservices.core.fields import MoneyField

NOT_STATED = "Not stated"
WEB = ("https://", "http://")
Facts = list[tuple[str, object]]


@dataclass(frozen=True)
class Then:
    """A record as it stood at the end of a day: itself, what else is told of it, and what was part of it, by the slug
    of each part's register."""

    row: Any
    facts: Facts
    parts: dict[str, list[Any]]


@dataclass(frozen=True)
class Column:
    """A column that no single field holds."""

    label: str
    value: Callable[[Any], object]
    numeric: bool = False


@dataclass(frozen=True, kw_only=True)
class Register:
    """Subclasses say in which scope the rows stand (a partnership, or none) and who keeps them up.

    `parent` names the foreign key to the record that a row is part of; that record's page lists the row. `check`
    raises RuleViolation for a row that the database cannot judge, `check_linked` for what depends on its links to
    several others, `check_removal` for one that others still need; `sums` says what the rows of one scope come to.
    `choices` changes what a field offers: it is given the field's name, the rows that would be offered and the record.
    `named` fields are typed as names, one a line; `hints` stand under fields whose label does not say enough.
    `home` gives the address of a row that has a page of its own elsewhere; `further` the text and address of other
    pages about a row, given the row, its scope and whether this person changes it. `past` gives a row as it stood at
    the end of a day, for a reader, where the record's page offers that. `written_elsewhere` says where rows come from
    that nobody adds or changes here.
    """

    model: type[models.Model]
    slug: str
    title: str
    one: str
    namespace: str
    fields: tuple[str, ...]
    columns: tuple[str | Column, ...]
    intro: str = ""
    parent: str = ""
    children: tuple["Register", ...] = ()
    filters: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    hints: tuple[tuple[str, str], ...] = ()
    reserved: tuple[str, ...] = ()
    template: str = "core/register_detail.html"
    load: Callable[[Any], Any] = field(default=lambda rows: rows)
    facts: Callable[[Any], Facts] = field(default=lambda _row: [])
    sums: Callable[[list[Any], Any], Facts] | None = None
    home: Callable[[Any], str] | None = None
    further: Callable[[Any, Any, Decision], list[tuple[str, str]]] = field(default=lambda _row, _scope, _may_change: [])
    past: Callable[[Any, date, Any], Then] | None = None
    written_elsewhere: str = ""
    check: Callable[[Any], None] = field(default=lambda _row: None)
    check_linked: Callable[[Any], None] = field(default=lambda _row: None)
    check_removal: Callable[[Any], None] = field(default=lambda _row: None)
    choices: Callable[[str, Any, Any], Any] = field(default=lambda _name, rows, _row: rows)

    has_delete_page = True

    def __post_init__(self) -> None:
        OF_MODEL[self.model] = self

    @property
    def an(self) -> str:
        """With its article: "an agreement"."""
        return f"{'an' if self.one[0] in 'aeiou' else 'a'} {self.one}"

    @property
    def is_part(self) -> bool:
        """Whether every row is part of a record of another register."""
        return bool(self.parent) and not self.model._meta.get_field(self.parent).null

    def find_scope(self, user: Any, keys: dict[str, Any]) -> Any:
        """What the address says the rows stand in; 404 where the user may not see it."""
        raise NotImplementedError

    def find_key(self, scope: Any, keys: dict[str, Any]) -> int | None:
        """Which row the address means; none on the pages of all."""
        return keys.get("pk")

    def within(self, rows: Any, scope: Any) -> Any:
        raise NotImplementedError

    def may_keep(self, user: Any, scope: Any) -> Decision:
        """Add rows; and change or delete them, unless the register decides row by row."""
        raise NotImplementedError

    def may_change_all(self, user: Any, scope: Any) -> Decision:
        return self.may_keep(user, scope)

    def may_change(self, user: Any, scope: Any, row: Any) -> Decision:
        return self.may_keep(user, scope)

    def may_delete(self, user: Any, scope: Any, row: Any) -> Decision:
        return self.may_change(user, scope, row)

    def scope_of(self, row: Any) -> Any:
        """What a row stands in."""
        return None

    def blank(self, scope: Any) -> models.Model:
        return self.model()

    def keys(self, scope: Any) -> dict[str, Any]:
        """The parts of the address that name the scope."""
        return {}

    def trail(self, scope: Any) -> list[str]:
        """Text and address of the pages above the list."""
        return []

    def rows(self, user: Any, scope: Any) -> Any:
        visible = self.model._default_manager.visible_to(user)  # type: ignore[attr-defined]
        return self.load(self.within(visible, scope).for_table())

    def url(self, page: str, scope: Any, pk: int | None = None) -> str:
        keys = self.keys(scope) | ({} if pk is None else {"pk": pk})
        return reverse(f"{self.namespace}:{self.slug}-{page}", kwargs=keys)

    def page_of(self, row: Any, scope: Any) -> str:
        return self.home(row) if self.home else self.url("detail", scope, row.pk)

    def label(self, name: str) -> str:
        text = str(self.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        return text[:1].upper() + text[1:]

    def shown_columns(self, leave_out: str = "") -> list[Column]:
        return [self._column(item) for item in self.columns if item != leave_out]

    def stated(self, row: models.Model) -> Facts:
        return [(self.label(name), shown(read(row, name))) for name in self.fields]

    def details(self, row: models.Model) -> Facts:
        return self.stated(row) + self.facts(row)

    def _column(self, item: str | Column) -> Column:
        if isinstance(item, Column):
            return item
        numeric = isinstance(self.model._meta.get_field(item), MoneyField | models.DecimalField)
        return Column(self.label(item), lambda row: read(row, item), numeric)


OF_MODEL: dict[type[models.Model], Register] = {}


def called(model: type[models.Model]) -> str:
    """A kind of record as its pages call it."""
    return OF_MODEL[model].one if model in OF_MODEL else str(model._meta.verbose_name)


def read(row: Any, name: str) -> object:
    """A field as people read it: choices in their words, money with its qualifier, several rows in one line."""
    if hasattr(row, f"get_{name}_display"):
        return getattr(row, f"get_{name}_display")()
    if hasattr(row, f"stated_{name}"):
        return getattr(row, f"stated_{name}")
    value = getattr(row, name)
    if isinstance(row._meta.get_field(name), models.URLField):
        return link(value)
    if isinstance(value, list):
        meanings = dict(row._meta.get_field(name).base_field.choices)
        return listed(meanings[item] for item in value)
    return listed(value.all()) if isinstance(value, models.Manager) else value


def listed(rows: Iterable[Any]) -> str:
    return "; ".join(map(str, rows))


def link(url: str, text: str = "") -> str:
    """To an address somewhere else. What is no address of the web stays text."""
    if not url.lower().startswith(WEB):
        return text or url
    html = '<a class="govuk-link app-url" href="{}" rel="noopener noreferrer external">{}</a>'
    return format_html(html, url, text or url)


def lines(rows: Iterable[tuple[str, str, str]]) -> SafeString:
    """Each an address of the portal, its text, and what stands behind it, on a line of its own."""
    return format_html_join("\n", '<a class="govuk-link" href="{}">{}</a>{}', rows)


def shown(value: object) -> str:
    """Never 0 for what nobody stated."""
    if value is None or value == "":
        return NOT_STATED
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    return str(value)
