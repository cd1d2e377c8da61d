import json
from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, ListView, TemplateView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from partnerships.models import Partnership
from partnerships.permissions import can_see_people
from partnerships.requests import SignedInRequest
from reports import paper, permissions, services
from reports.forms import ReportForm
from reports.models import Rendition, Report, Snapshot
from reports.rules import Status
from sharedservices.core import reasons
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from sharedservices.core.models import Job
from sharedservices.core.views import ScopedMixin
from workstreams import inbox
from workstreams.models import ProgressUpdate, Workstream

log = structlog.get_logger(__name__)
LIFE = (Status.DRAFT, Status.IN_CLEARANCE, Status.CLEARED, Status.PUBLISHED)


class HomeView(TemplateView):
    """What needs this person: updates they write or approve, papers that wait for their hand."""

    template_name = "reports/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        reports = Report.objects.visible_to(user).for_table()
        led = Workstream.objects.visible_to(user).led_by(user)
        updates = ProgressUpdate.objects.visible_to(user).with_due_round(on=today)
        updates = updates.select_related("workstream__partnership").soonest_first()
        to_approve, more_to_approve = inbox.to_approve(user, on=today)
        return super().get_context_data(
            **kwargs,
            led=led.open().without_draft().with_last_update().with_due_round(on=today).for_table().soonest_first(),
            to_approve=to_approve,
            more_to_approve=more_to_approve,
            drafts=updates.drafts(),
            returned=updates.returned(),
            today=today,
            to_write=reports.editable_by(user).filter(status=Status.DRAFT),
            to_clear=[
                report for report in reports.filter(status=Status.IN_CLEARANCE) if permissions.can_clear(user, report)
            ],
            to_publish=[
                report for report in reports.filter(status=Status.CLEARED) if permissions.can_publish(user, report)
            ],
            partnerships=Partnership.objects.visible_to(user).for_table(),
            may_see_people=can_see_people(user),
            jobs=Job.objects.visible_to(user).unfinished(),
        )


class ReportListView(ScopedMixin, ListView):
    model = Report
    template_name = "reports/report_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Report]:
        return super().get_queryset().for_table()


class ReportMixin(ScopedMixin, SingleObjectMixin):
    """A report found by its reference among those the user may see."""

    model = Report
    slug_field = slug_url_kwarg = "reference"

    def get_queryset(self) -> QuerySet[Report]:
        return super().get_queryset().for_table()


class ReportView(ReportMixin, DetailView):
    """Where a report stands: what is missing, its versions and files, and what this person may do next."""

    template_name = "reports/report_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, report = self.request.user, self.object
        versions = list(Snapshot.objects.visible_to(user).filter(report=report).for_table())
        keys = [f"snapshot:{version.pk}" for version in versions]
        unfilled, corrects = services.unfilled(report), bool(versions and versions[0].pk == report.published_id)
        latest = Job.objects.about(keys).first()
        return super().get_context_data(
            **kwargs,
            steps=[step for step in Report.Status.choices if step[0] in LIFE or step[0] == report.status],
            unfilled=unfilled,
            versions=versions,
            newest=versions[0] if versions else None,
            to_correct=corrects,
            write_first=bool(unfilled or corrects),
            compiled=bool(versions and versions[0].files() and not corrects),
            job=latest if latest and not latest.is_finished else None,
            failed=latest if latest and latest.state == Job.State.FAILED else None,
            may_edit=permissions.can_edit(user, report),
            may_compile=permissions.can_compile(user, report),
            may_clear=permissions.can_clear(user, report),
            may_publish=permissions.can_publish(user, report),
        )


class ReportEditView(ReportMixin, UpdateView):
    form_class = ReportForm
    template_name = "reports/report_form.html"
    request: SignedInRequest

    def get_object(self, queryset: Any = None) -> Report:
        report: Report = super().get_object(queryset)
        insist(permissions.can_edit(self.request.user, report))
        services.insist_on_draft(report)
        return report

    def form_valid(self, form: ReportForm) -> HttpResponse:  # type: ignore[override]
        try:
            report = services.write(
                report=self.object,
                by=self.request.user,
                version=form.cleaned_data["version"],
                details=form.details(),
                texts=form.texts(),
                recommendations=form.cleaned_data["recommendations"],
                why=form.cleaned_data["why"],
            )
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        messages.success(self.request, "Saved. Compile the paper to see it with these words.")
        return redirect(report)


class CompileView(ReportMixin, View):
    def post(self, request: SignedInRequest, reference: str) -> HttpResponse:
        report = self.get_object()
        snapshot, job = services.compile_version(report=report, by=request.user, at=timezone.now())
        if job is None:
            messages.info(request, f"Nothing has changed since version {snapshot.number}: its files are below.")
            return redirect(report)
        if job.requested_by_id != request.user.pk:
            messages.info(
                request, "Somebody has asked for this version already. Its files appear below when it is done."
            )
            return redirect(report)
        return redirect(job)


class MoveView(ReportMixin, View):
    """The buttons of a report's life: each is one service."""

    def post(self, request: SignedInRequest, reference: str, to: str) -> HttpResponse:
        given = request.POST.get("version", "")
        read = int(given) if given.isascii() and given.isdecimal() else 0
        moves: dict[str, tuple[Callable[..., Report], str]] = {
            "clearance": (
                partial(services.send_for_clearance, version=read),
                "Sent for clearance. The council's verifiers see it on their home page.",
            ),
            "cleared": (partial(services.clear, version=read), "Cleared. The committee clerk can publish it now."),
            "published": (
                partial(services.publish, version=read, at=timezone.now()),
                "Published. Everybody can read this version now.",
            ),
            "draft": (
                services.reopen,
                "Open for writing again. What is published stays public until you publish anew.",
            ),
        }
        if to not in moves:
            raise Http404("There is no such step.")
        service, message = moves[to]
        with reasons.explained(request.POST):
            report = service(report=self.get_object(), by=request.user)
        messages.success(request, message)
        return redirect(report)


@method_decorator(login_not_required, name="dispatch")
class DownloadView(View):
    """A version's file, for those who may see that version: everybody once it is the published one."""

    def get(self, request: HttpRequest, reference: str, number: int, format: str) -> HttpResponseBase:  # noqa: A002 - the URL's word
        visible = Rendition.objects.visible_to(request.user).select_related("snapshot__report")
        rendition: Rendition = get_object_or_404(
            visible, snapshot__report__reference=reference, snapshot__number=number, format=format
        )
        etag = f'"{rendition.sha256}"'
        if request.headers.get("If-None-Match") == etag:
            return HttpResponse(status=304, headers={"ETag": etag})
        try:
            file = rendition.file.open("rb")
        except OSError as error:
            log.exception("rendition_file_unreadable", rendition=rendition.pk, error=str(error))
            return render(request, "503.html", status=503)
        response = FileResponse(file, filename=f"{reference}-v{number}.{format}", as_attachment=format != "pdf")
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie"])
        return response


@method_decorator(login_not_required, name="dispatch")
class PublishedListView(ListView):
    """Every published paper, for everybody."""

    template_name = "reports/published_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Snapshot]:
        return Snapshot.objects.visible_to(self.request.user).published().defer("content")


@method_decorator(login_not_required, name="dispatch")
class PaperView(DetailView):
    """The published version as a page, without sign-in."""

    template_name = "reports/paper_page.html"
    slug_url_kwarg = "reference"
    slug_field = "report__reference"

    def get_queryset(self) -> QuerySet[Snapshot]:
        return Snapshot.objects.visible_to(self.request.user).published()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            renditions=self.object.renditions.all(),
            paper=paper.build(json.loads(self.object.content)),
        )
