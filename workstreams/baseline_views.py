"""The page that moves a milestone's baseline."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView

from partnerships import permissions
from partnerships.models import Meeting
from partnerships.requests import SignedInRequest
from sharedservices.core import components
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from sharedservices.core.forms import caught_up
from sharedservices.core.registers.keeping import Overtaken
from workstreams import services
from workstreams.forms import RebaselineForm
from workstreams.registers import MILESTONES


class RebaselineView(FormView):
    """With the reason and the meeting that agreed; what the baseline was stays on the milestone's page."""

    form_class = RebaselineForm
    template_name = "workstreams/rebaseline.html"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.partnership = MILESTONES.find_scope(request.user, kwargs)
        self.milestone = get_object_or_404(MILESTONES.rows(request.user, self.partnership), pk=kwargs["pk"])
        self.page = MILESTONES.page_of(self.milestone, self.partnership)
        insist(permissions.can_keep(request.user, self.partnership))
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.milestone.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        meetings = Meeting.objects.visible_to(self.request.user).filter(body__partnership=self.partnership)
        return super().get_form_kwargs() | {"meetings": meetings.for_table()}

    def form_valid(self, form: RebaselineForm) -> HttpResponse:
        try:
            move = services.rebaseline(milestone=self.milestone, by=self.request.user, **form.cleaned_data)
        except Overtaken as error:
            form.data = caught_up(self.request.POST, version=error.version)
            form.add_error(None, error.message)
        except RuleViolation as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(self.request, f"The baseline is {move.after} now. What it was is kept below.")
            return redirect(self.page)
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        trail = [*MILESTONES.trail(self.partnership), MILESTONES.title, MILESTONES.url("list", self.partnership)]
        return super().get_context_data(
            **kwargs,
            milestone=self.milestone,
            partnership=self.partnership,
            page=self.page,
            crumbs=components.breadcrumbs(*trail, str(self.milestone), self.page, "Move the baseline"),
        )
