"""The four pages of a register: its list, a record, and the forms that add and change one."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.views.generic import DetailView, FormView, ListView
from django.views.generic.base import ContextMixin

from sharedservices.core import components
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from sharedservices.core.registers import keeping
from sharedservices.core.registers.declared import Column, Register, shown
from sharedservices.core.registers.forms import RegisterForm, form_class


@dataclass(frozen=True)
class Row:
    """A line of a table, in finished words."""

    url: str
    edit_url: str
    name: str
    cells: list[tuple[str, bool]]


class RegisterPage(ContextMixin):
    """Finds the scope first: where that is hidden, everything in it is missing (404)."""

    register: Any = None
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.scope = self.register.find_scope(request.user, kwargs)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_queryset(self) -> Any:
        return self.register.rows(self.request.user, self.scope)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register, scope = self.register, self.scope
        below = self.last_crumbs()
        trail = [*register.trail(scope), register.title, *([register.url("list", scope)] if below else []), *below]
        return super().get_context_data(
            **kwargs,
            register=register,
            scope=scope,
            list_url=register.url("list", scope),
            crumbs=components.breadcrumbs(*trail),
        )

    def last_crumbs(self) -> list[str]:
        return []


class RegisterListView(RegisterPage, ListView):
    template_name = "core/register_list.html"
    paginate_by = 50

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register, scope = self.register, self.scope
        context = super().get_context_data(**kwargs)
        may_keep = register.may_keep(self.request.user, scope)
        every = list(self.get_queryset()) if register.sums and context["is_paginated"] else context["object_list"]
        return context | {
            "may_keep": may_keep,
            "add_url": register.url("add", scope) if may_keep else "",
            "sums": register.sums(list(every), scope) if register.sums and every else [],
            "table": table(register, scope, context["object_list"], may_keep=bool(may_keep)),
            "see_also": [(child.title, child.url("list", scope)) for child in register.children],
        }


class RegisterDetailView(RegisterPage, DetailView):
    template_name = "core/register_detail.html"

    def last_crumbs(self) -> list[str]:
        return [str(self.object)]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.register.home:
            return redirect(self.register.home(self.object))
        return super().render_to_response(context, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register, scope = self.register, self.scope
        may_keep = register.may_keep(self.request.user, scope)
        return super().get_context_data(
            **kwargs,
            may_keep=may_keep,
            edit_url=register.url("edit", scope, self.object.pk) if may_keep else "",
            further=register.further(self.object, scope) if may_keep else [],
            details=register.details(self.object),
            parts=[self._part(child, may_keep=bool(may_keep)) for child in register.children],
        )

    def _part(self, child: Register, *, may_keep: bool) -> dict[str, Any]:
        rows = child.rows(self.request.user, self.scope).filter(**{child.parent: self.object})
        may_keep = may_keep and not child.written_elsewhere
        add = f"{child.url('add', self.scope)}?{given(child, self.object)}" if may_keep else ""
        lines = table(child, self.scope, rows, may_keep=may_keep, leave_out=child.parent)
        return {"register": child, "add_url": add, "table": lines}


class RegisterFormView(RegisterPage, FormView):
    """Adds a row, or changes the one that the address names. Seen but not to be kept by this person: 403."""

    template_name = "core/register_form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.scope = self.register.find_scope(request.user, kwargs)
        self.row = None
        if "pk" in kwargs:
            self.row = get_object_or_404(self.register.rows(request.user, self.scope), pk=kwargs["pk"])
            self.name = str(self.row)
        insist(self.register.may_keep(request.user, self.scope))
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[RegisterForm]:
        return form_class(self.register)

    def get_form_kwargs(self) -> dict[str, Any]:
        row = self.row or self.register.blank(self.scope)
        return super().get_form_kwargs() | {"instance": row, "scope": self.scope, "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """What the new row belongs to, as the page it is added from knows it."""
        given = {} if self.row else {name: self.request.GET.get(name, "") for name in self.register.fields}
        return {name: key for name, key in given.items() if key.isascii() and key.isdigit()}

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        try:
            row = keeping.keep(
                register=self.register,
                scope=self.scope,
                pk=self.kwargs.get("pk"),
                by=self.request.user,
                version=form.cleaned_data["version"],
                values=form.values(),
            )
        except keeping.Overtaken as error:
            form.data = self.request.POST.copy() | {"version": str(error.version)}
            form.add_error(None, error.message)
        except RuleViolation as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                form.add_error(name if name in form.fields else None, errors)
        else:
            messages.success(self.request, f"The {self.register.one} is saved.")
            return redirect(self.register.page_of(row, self.scope))
        return self.form_invalid(form)

    def last_crumbs(self) -> list[str]:
        return [self.name, self.register.page_of(self.row, self.scope), "Change"] if self.row else ["Add"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self.register.page_of(self.row, self.scope) if self.row else self.register.url("list", self.scope)
        return super().get_context_data(
            **kwargs,
            adding=self.row is None,
            name=self.name if self.row else "",
            cancel_url=back,
        )


def given(child: Register, row: Any) -> str:
    """The query that opens the child's form as part of the row, and of what the row itself is part of."""
    shared = [name for name in child.fields if name != child.parent and getattr(row, f"{name}_id", None)]
    return urlencode({child.parent: row.pk} | {name: getattr(row, f"{name}_id") for name in shared})


def table(register: Register, scope: Any, rows: Any, *, may_keep: bool, leave_out: str = "") -> dict[str, Any]:
    columns = register.shown_columns(leave_out)
    return {
        "caption": register.title,
        "columns": columns,
        "rows": [_row(register, scope, row, columns, may_keep=may_keep) for row in rows],
        "may_keep": may_keep,
    }


def _row(register: Register, scope: Any, row: Any, columns: list[Column], *, may_keep: bool) -> Row:
    cells = [(shown(column.value(row)), column.numeric) for column in columns]
    return Row(
        url=register.page_of(row, scope),
        edit_url=register.url("edit", scope, row.pk) if may_keep else "",
        name=cells[0][0],
        cells=cells,
    )


def addresses(register: Register, prefix: str = "") -> list[URLPattern]:
    pages: list[tuple[str, str, Any]] = [
        ("list", "", RegisterListView),
        ("add", "add/", RegisterFormView),
        ("detail", "<int:pk>/", RegisterDetailView),
        ("edit", "<int:pk>/edit/", RegisterFormView),
    ]
    if register.written_elsewhere:
        pages = [page for page in pages if page[2] is not RegisterFormView]
    return [
        path(f"{prefix}{address}", view.as_view(register=register), name=f"{register.slug}-{page}")
        for page, address, view in pages
    ]
