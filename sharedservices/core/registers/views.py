"""The pages of a register: its list, a record, and the forms that add, change and delete one."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.generic import DetailView, FormView, ListView, TemplateView
from django.views.generic.base import ContextMixin

from sharedservices.core import components
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from sharedservices.core.forms import caught_up
from sharedservices.core.history.past import AsAtForm
from sharedservices.core.registers import filtering, history, keeping, past, removing
from sharedservices.core.registers.declared import Register
from sharedservices.core.registers.forms import DeletionForm, RegisterForm, form_class
from sharedservices.core.registers.tables import table


class RegisterPage(ContextMixin):
    """Finds the scope first: where that is hidden, everything in it is missing (404)."""

    register: Any = None
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.scope = self.register.find_scope(request.user, kwargs)
        self.key = self.register.find_key(self.scope, kwargs)
        self.decide()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def decide(self) -> None:
        """Finds the row and refuses (403) what this person may not do here; seeing is free."""

    def find_row(self) -> Any:
        return get_object_or_404(self.register.rows(self.request.user, self.scope), pk=self.key)

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

    def get_queryset(self) -> Any:
        """The rows that the filter leaves. A filter that cannot be read says so and leaves all."""
        rows = super().get_queryset()
        self.filter_form = filtering.form_class(self.register)(self.request.GET)
        self.wanted = self.filter_form.cleaned_data if self.filter_form.is_valid() else {}
        return filtering.narrowed(self.register, rows, self.wanted)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register, scope, user = self.register, self.scope, self.request.user
        context = super().get_context_data(**kwargs)
        may_keep = register.may_keep(user, scope)
        every = context["object_list"]
        narrowed = any(self.wanted.values())
        if register.sums and (context["is_paginated"] or narrowed):
            every = register.rows(user, scope)
        return context | {
            "form": self.filter_form,
            "filtered": narrowed,
            "may_filter": narrowed or context["is_paginated"] or bool(register.filters or self.filter_form.errors),
            "may_keep": may_keep,
            "add_url": register.url("add", scope) if may_keep else "",
            "sums": register.sums(list(every), scope) if register.sums and every else [],
            "table": table(
                register, scope, context["object_list"], may_keep=bool(register.may_change_all(user, scope))
            ),
            "see_also": [(child.title, child.url("list", scope)) for child in register.children],
        }


class RegisterDetailView(RegisterPage, DetailView):
    def get_template_names(self) -> list[str]:
        return [self.register.template]

    def last_crumbs(self) -> list[str]:
        return [str(self.object)]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.register.home:
            return redirect(self.register.home(self.object))
        return super().render_to_response(context, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.register.past:
            return super().get_context_data(**kwargs, **self._present())
        form = AsAtForm(self.request.GET, today=timezone.localdate())
        if not form.is_valid():
            return super().get_context_data(**kwargs, as_at_form=form, error_forms=[form], **self._present())
        then = past.context(self.register, self.scope, self.object, form.cleaned_data["as_at"], self.request.user)
        present = self.register.page_of(self.object, self.scope)
        return super().get_context_data(**kwargs, as_at_form=form, present=present) | then

    def _present(self) -> dict[str, Any]:
        register, scope, user = self.register, self.scope, self.request.user
        may_change = register.may_change(user, scope, self.object)
        may_delete = register.may_delete(user, scope, self.object)
        return {
            "edit_url": register.url("edit", scope, self.object.pk) if may_change else "",
            "delete_url": register.url("delete", scope, self.object.pk) if may_delete else "",
            "further": register.further(self.object, scope, may_change),
            "details": register.details(self.object),
            "changes": history.changes(self.object),
            "parts": [self._part(child, may_keep=bool(child.may_keep(user, scope))) for child in register.children],
        }

    def _part(self, child: Register, *, may_keep: bool) -> dict[str, Any]:
        rows = child.rows(self.request.user, self.scope).filter(**{child.parent: self.object})
        add = f"{child.url('add', self.scope)}?{given(child, self.object)}" if may_keep else ""
        lines = table(child, self.scope, rows, may_keep=may_keep, leave_out=child.parent)
        return {"register": child, "add_url": add, "table": lines}


class RegisterFormView(RegisterPage, FormView):
    """Adds a row, or changes the one that the address names. Seen but not to be kept by this person: 403."""

    template_name = "core/register_form.html"

    def decide(self) -> None:
        user = self.request.user
        self.row = None if self.key is None else self.find_row()
        if self.row is None:
            insist(self.register.may_keep(user, self.scope))
        else:
            self.name = str(self.row)
            insist(self.register.may_change(user, self.scope, self.row))

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
                pk=self.key,
                by=self.request.user,
                version=form.cleaned_data["version"],
                values=form.values(),
                why=form.cleaned_data.get("why", ""),
            )
        except keeping.Overtaken as error:
            form.data = caught_up(self.request.POST, version=error.version)
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
            delete_url=self._delete_url() if self.row else "",
            cancel_url=back,
        )

    def _delete_url(self) -> str:
        register, scope = self.register, self.scope
        may_delete = register.has_delete_page and register.may_delete(self.request.user, scope, self.row)
        return register.url("delete", scope, self.key) if may_delete else ""


class RegisterDeleteView(RegisterPage, TemplateView):
    """Asks first, with the record in full and what would go with it; answers 409 when it cannot be done now."""

    template_name = "core/register_delete.html"

    def decide(self) -> None:
        self.row = self.find_row()
        insist(self.register.may_delete(self.request.user, self.scope, self.row))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DeletionForm(request.POST)
        if not form.is_valid() and "why" in form.errors:
            return self.render_to_response(self.get_context_data(form=form))
        try:
            name = removing.remove(
                register=self.register,
                scope=self.scope,
                pk=self.row.pk,
                by=request.user,
                version=form.cleaned_data.get("version", 0),
                why=form.cleaned_data["why"],
            )
        except RuleViolation as error:
            return self.render_to_response(self.get_context_data(form=form, refusal=error.message), status=409)
        messages.success(request, f"The {self.register.one} “{name}” is deleted.")
        return redirect(self.register.url("list", self.scope))

    def last_crumbs(self) -> list[str]:
        return [str(self.row), self.register.page_of(self.row, self.scope), "Delete"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"form": DeletionForm()} | kwargs,
            row=self.row,
            details=self.register.details(self.row),
            consequences=removing.consequences(self.row, self.request.user),
            obstacle=removing.obstacle(self.register, self.row),
            cancel_url=self.register.page_of(self.row, self.scope),
        )


def given(child: Register, row: Any) -> str:
    """The query that opens the child's form as part of the row, and of what the row itself is part of."""
    shared = [name for name in child.fields if name != child.parent and getattr(row, f"{name}_id", None)]
    return urlencode({child.parent: row.pk} | {name: getattr(row, f"{name}_id") for name in shared})


def addresses(register: Register, prefix: str = "") -> list[URLPattern]:
    pages: list[tuple[str, str, Any]] = [
        ("list", "", RegisterListView),
        ("add", "add/", RegisterFormView),
        ("detail", "<int:pk>/", RegisterDetailView),
        ("edit", "<int:pk>/edit/", RegisterFormView),
        ("delete", "<int:pk>/delete/", RegisterDeleteView),
    ]
    if register.written_elsewhere:
        pages = [page for page in pages if page[0] in ("list", "detail")]
    return [
        path(f"{prefix}{address}", view.as_view(register=register), name=f"{register.slug}-{page}")
        for page, address, view in pages
    ]
