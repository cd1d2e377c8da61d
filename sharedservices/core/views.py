from typing import Any

from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, View
from django.views.generic.base import ContextMixin
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from sharedservices.core.models import Job
from sharedservices.core.tasks import WORKER_SEEN

WORKER_SILENT_AFTER = 60


class ScopedMixin(ContextMixin):
    """A page of one model: its rows are those the user may see, so a hidden one is a missing one (404)."""

    model: Any
    request: HttpRequest

    def get_queryset(self) -> Any:
        """In the model's own queryset class, so that a view goes on with its methods."""
        return self.model.objects.visible_to(self.request.user)


class JobView(ScopedMixin, DetailView):
    """The progress of a job: a page that reloads itself by its fragment, or by a link without JavaScript."""

    model = Job

    def get_template_names(self) -> list[str]:
        htmx = getattr(self.request, "htmx", False)
        return ["core/partials/job.html" if htmx else "core/job_detail.html"]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        if getattr(self.request, "htmx", False) and self.object.is_finished:
            response["HX-Refresh"] = "true"
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The form was open too long or came from elsewhere: say so, and that nothing was saved."""
    text = "This form has expired, so nothing was saved. Go back, reload the page and send it again."
    return render(request, "403.html", {"reason": text}, status=403)


@never_cache
@login_not_required
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers. Says nothing about anything else."""
    return JsonResponse({"status": "ok"})


@method_decorator([never_cache, login_not_required], name="dispatch")
class ReadinessView(View):
    """Ready to serve: database, migrations, broker, and a worker that ran something in the last minute."""

    def get(self, request: HttpRequest) -> HttpResponse:
        checks = {"database": _database(), "broker": _broker(), "worker": _worker()}
        ready = all(state == "ok" for state in checks.values())
        return JsonResponse(
            {"status": "ok" if ready else "unavailable", "checks": checks}, status=200 if ready else 503
        )


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unreachable"
    return f"{len(pending)} migrations to apply" if pending else "ok"


def _broker() -> str:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except OperationalError:
        return "unreachable"
    return "ok"


def _worker() -> str:
    try:
        seen = cache.get(WORKER_SEEN)
    except RedisError:
        return "unknown"
    if seen is None or timezone.now().timestamp() - seen > WORKER_SILENT_AFTER:
        return "not seen lately"
    return "ok"
