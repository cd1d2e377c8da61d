"""Approving an update that was submitted, or returning it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import FormView, View

from partnerships.requests import SignedInRequest
from sharedservices.core import reasons
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from sharedservices.core.views import ScopedMixin
from workstreams import permissions, services
from workstreams.forms import ReturnForm, ReviewForm
from workstreams.models import ProgressUpdate, Workstream


class ReviewMixin(ScopedMixin):
    """A submitted update that this person may approve or return."""

    model = ProgressUpdate
    kwargs: Any

    def find(self) -> ProgressUpdate:
        named = {"partnership__slug": self.kwargs["partnership"], "slug": self.kwargs["slug"]}
        workstreams = Workstream.objects.visible_to(self.request.user).filter(**named)
        mine = self.get_queryset().filter(workstream__in=workstreams)
        mine = mine.select_related("workstream__partnership", "author")
        update: ProgressUpdate = get_object_or_404(mine, pk=self.kwargs["pk"])
        insist(permissions.can_review(self.request.user, update))
        return update


class ApproveView(ReviewMixin, View):
    def post(self, request: SignedInRequest, **_: Any) -> HttpResponse:
        update, form = self.find(), ReviewForm(request.POST)
        if not form.is_valid():
            raise RuleViolation("This page has expired, so nothing was approved. Read the update again, then decide.")
        with reasons.explained(request.POST):
            services.approve_update(update=update, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"Update as of {update.as_of} approved.")
        return redirect(update.workstream)


class ReturnView(ReviewMixin, FormView):
    """Says what has to change before the update stands."""

    form_class = ReturnForm
    template_name = "workstreams/update_return.html"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.update = self.find()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.update.version}

    def form_valid(self, form: ReturnForm) -> HttpResponse:
        services.return_update(update=self.update, by=self.request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(self.request, f"Update as of {self.update.as_of} returned. Its writers see why.")
        return redirect(self.update.workstream)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, update=self.update, workstream=self.update.workstream)
