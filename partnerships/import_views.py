"""Bringing in a programme from a workbook: upload, look at what it would do, confirm, and take it back."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from partnerships import import_services, import_work, marking, permissions
from partnerships.forms import ConfirmForm, ImportForm
from partnerships.models import ImportBatch, Partnership
from partnerships.reach import reach_of
from partnerships.requests import SignedInRequest
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from sharedservices.core.models import Job
from sharedservices.core.views import ScopedMixin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PRIVATE = "private, no-store"
PER_PAGE = 50
RECENT = 20


class ImporterMixin(View):
    """For those who may bring workbooks; the others are told why not."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            insist(permissions.can_import(request.user))
        return super().dispatch(request, *args, **kwargs)


class ImportStartView(ImporterMixin, FormView):
    form_class = ImportForm
    template_name = "partnerships/import_form.html"
    request: SignedInRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            **kwargs,
            partnerships=Partnership.objects.managed_by(user).for_table()[:PER_PAGE],
            batches=ImportBatch.objects.visible_to(user).for_table()[:RECENT],
        )

    def form_valid(self, form: ImportForm) -> HttpResponse:
        file = form.cleaned_data["workbook"]
        _, job = import_services.receive(name=file.name, content=file.read(), by=self.request.user)
        return redirect(job)


class TemplateWorkbookView(ImporterMixin):
    def get(self, request: SignedInRequest) -> HttpResponse:
        return as_download(marking.template(reach_of(request.user), at=timezone.now()), "programme-template.xlsx")


class CurrentWorkbookView(ImporterMixin):
    def get(self, request: SignedInRequest, slug: str) -> HttpResponse:
        partnership = get_object_or_404(Partnership.objects.managed_by(request.user), slug=slug)
        content = marking.current(partnership, request.user, reach_of(request.user), at=timezone.localtime())
        return as_download(content, f"{slug}.xlsx")


class ExportView(ScopedMixin, SingleObjectMixin, View):
    """The partnership as its reader sees it, whether or not they may bring it back."""

    model = Partnership

    def get(self, request: SignedInRequest, slug: str) -> FileResponse:
        file = marking.exported(self.get_object(), request.user, at=timezone.localtime())
        answer = FileResponse(file, as_attachment=True, filename=f"{slug}.xlsx", content_type=XLSX)
        answer["Cache-Control"] = PRIVATE
        return answer


class BatchMixin(ScopedMixin, SingleObjectMixin, ImporterMixin):
    model = ImportBatch
    context_object_name = "batch"


class ImportView(BatchMixin, DetailView):
    """What the check found, in five parts, or the receipt."""

    template_name = "partnerships/import_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch = self.object
        parts = {
            "errors": batch.problems,
            "conflicts": [_dated(row) for row in batch.changes if "conflict" in row],
            "changes": [row for row in batch.changes if not row["new"] and "conflict" not in row],
            "new": [row for row in batch.changes if row["new"]],
            "unchanged": [
                (name, counts["unchanged"]) for name, counts in batch.counts.items() if "unchanged" in counts
            ],
        }
        totals = {name: len(rows) for name, rows in parts.items()} | {"unchanged": batch.total("unchanged")}
        given = self.request.GET.get("show", "")
        shown = given if given in parts else next((name for name in parts if totals[name]), "errors")
        job = Job.objects.about([import_services.key_of(batch)]).first()
        undo_until = batch.applied_at + import_services.UNDO_FOR if batch.applied_at else None
        return super().get_context_data(
            **{"form": ConfirmForm(initial={"why": batch.reason})} | kwargs,
            tabs=[(name, name.capitalize(), totals[name]) for name in parts],
            totals=totals,
            shown=shown,
            page_obj=Paginator(parts[shown], PER_PAGE).get_page(self.request.GET.get("page")),
            job=job if job and not job.is_finished else None,
            failed=job if job and job.state == Job.State.FAILED else None,
            undo_until=undo_until,
            may_undo=batch.state == ImportBatch.State.APPLIED and undo_until and timezone.now() <= undo_until,
        )


class MarkedWorkbookView(BatchMixin):
    def get(self, request: SignedInRequest, pk: int) -> HttpResponse:
        batch = self.get_object()
        if not batch.file:
            raise RuleViolation(batch.notice)
        if not batch.was_read:
            raise RuleViolation("This file could not be read, so nothing can be marked in it. The import says why.")
        return as_download(marking.marked(import_work.read(batch), batch.problems), f"import-{pk}-errors.xlsx")


class CheckAgainView(BatchMixin):
    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        return redirect(import_services.check_again(batch=self.get_object(), by=request.user))


class ApplyView(ImportView):
    http_method_names = ("post", "options")

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        self.object, form = self.get_object(), ConfirmForm(request.POST)
        if not form.is_valid() and "why" in form.errors:
            return self.render_to_response(self.get_context_data(form=form))
        choice, why = request.POST.get("choice", ImportBatch.Choice.KEEP), form.cleaned_data["why"]
        return redirect(import_services.confirm(batch=self.object, by=request.user, choice=choice, why=why))


class UndoView(BatchMixin):
    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        return redirect(import_services.undo(batch=self.get_object(), by=request.user, at=timezone.now()))


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"changed_at": datetime.fromisoformat(row["conflict"]["at"])}


def as_download(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": PRIVATE},
    )
