"""Lists and forms of the administration, read off the models: what to show, search and filter, and how to choose among
rows of which there may be thousands."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sharedservices.core.fields import QualifierField
from sharedservices.core.models import TimeStampedModel
from sharedservices.core.registers.naming import has

SEARCHED = ("name", "title", "slug", "short_name", "gss_code", "reference", "key", "email", "fund", "office")
NAMES = ("name", "title", "fund", "email")  # by which a row is found through one that refers to it
SHOWN = 6
KEPT = ("created_at", "updated_at", "version")


OVERTAKEN = (
    "Somebody changed this record while you had it open, so nothing is saved. Your values are still below: open the "
    "record in another window, compare, and save again to put yours in place of theirs."
)


PRIVATE = (
    "Rows may be missing here, and nothing is lost: of {}, the database shows each person those that their own roles "
    "in the portal let them see. Administering the portal is no such role."
)
UNSEEN = "There is no {} with the number {}, or your own roles in the portal do not let you see it."


class GuardedForm(forms.ModelForm):
    """Saves nothing over what the writer did not see; sent again after that, it does."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = getattr(self.instance, "version", 0) if self.instance.pk else 0

    def clean(self) -> dict[str, Any]:
        """Locks the row, so that nobody comes in between until it is saved."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.instance.pk:
            return cleaned
        rows: Any = type(self.instance)._base_manager.select_for_update(of=("self",)).filter(pk=self.instance.pk)
        now = rows.values_list("version", flat=True).first()
        if cleaned.get("seen_version") != now:
            typed: Any = self.data
            self.data = typed.copy()
            self.data[self.add_prefix("seen_version")] = now  # type: ignore[index]
            raise ValidationError(OVERTAKEN)
        return cleaned


class SupportAdmin(admin.ModelAdmin):
    """Newest first, one query for a page of rows, choices by search instead of lists."""

    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("pk",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related(*_related(self.model))

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return ["__str__", *[field.name for field in self.opts.fields if _is_telling(field)][:SHOWN]]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [field.name for field in self.opts.fields if _is_filter(field)]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return _searched(self.model)

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        return [field.name for field in (*self.opts.fields, *self.opts.many_to_many) if _is_choice_of_rows(field)]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        if issubclass(self.model, TimeStampedModel):
            kwargs.setdefault("form", GuardedForm)
        return super().get_form(request, obj, change, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [name for name in KEPT if has(self.model, name)]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class PrivateAdmin(SupportAdmin):
    """Of rows that the database shows only to those whom they are for. To administer the portal is no role in it."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        self.message_user(request, PRIVATE.format(self.opts.verbose_name_plural), messages.INFO)
        return super().changelist_view(request, extra_context)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """In place of Django's guess that it was deleted."""
        self.message_user(request, UNSEEN.format(opts.verbose_name, object_id), messages.WARNING)
        return redirect("admin:index")


class ArchiveAdmin(SupportAdmin):
    """To be read only: what was frozen, or is written by the portal itself."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PrivateArchiveAdmin(PrivateAdmin, ArchiveAdmin):
    """What was frozen, and is not yet for everybody."""


def _is_filter(field: Any) -> bool:
    return isinstance(field, models.BooleanField) or bool(field.choices and not isinstance(field, QualifierField))


def _is_telling(field: Any) -> bool:
    dates = isinstance(field, models.DateField) and field.name not in KEPT and field.editable
    return _is_filter(field) or bool(field.many_to_one) or dates


def _is_choice_of_rows(field: Any) -> bool:
    return field.is_relation and field.editable and not (field.many_to_many and not _is_plain(field))


def _is_plain(field: Any) -> bool:
    """A form can write its links: they have no fields of their own."""
    return bool(field.remote_field.through._meta.auto_created)


def _related(model: Any) -> list[str]:
    """The rows that a row names, and what those name in turn: names of rows are often made of theirs."""
    keys = [field for field in model._meta.fields if field.many_to_one]
    return [
        path
        for key in keys
        for path in (
            key.name,
            *(f"{key.name}__{field.name}" for field in key.related_model._meta.fields if field.many_to_one),
        )
    ]


def _searched(model: Any) -> list[str]:
    own = [name for name in SEARCHED if has(model, name)]
    keys = [field for field in model._meta.fields if field.many_to_one]
    named = [(key.name, next((name for name in NAMES if has(key.related_model, name)), "")) for key in keys]
    return [*own, *(f"{key}__{name}" for key, name in named if name)] or ["pk"]
