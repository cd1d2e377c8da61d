from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView

from partnerships.models import Partnership, User
from partnerships.people_forms import NO_REASON, GuardedReasonForm
from partnerships.service_views import ServiceFormView
from sharedservices.core.decisions import insist
from sharedservices.core.formfields import DayField
from sharedservices.core.views import ScopedMixin
from workstreams import appointing, permissions
from workstreams.models import Workstream, WorkstreamLead


class LeadForm(forms.Form):
    workstream = forms.ModelChoiceField(Workstream.objects.none(), label="Workstream")
    user = forms.ModelChoiceField(User.objects.none(), label="Lead", help_text="People who see this partnership.")
    valid_from = DayField(label="From")
    valid_until = DayField(label="Last day (optional)", required=False, help_text="Leave empty for no end.")
    reason = forms.CharField(label="Reason", max_length=200, error_messages={"required": NO_REASON})

    def __init__(self, *args: Any, workstreams: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["workstream"].queryset, fields["user"].queryset = workstreams, people


class LeadsView(ScopedMixin, DetailView):
    model = Partnership
    slug_url_kwarg = "partnership"
    template_name = "workstreams/leads.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        mine = WorkstreamLead.objects.visible_to(user).filter(workstream__partnership=self.object)
        leads = mine.in_force().order_by("workstream__name", "pk")
        return super().get_context_data(
            **kwargs,
            leads=leads.select_related("workstream__partnership", "user", "granted_by").order_by(
                "workstream__name", "pk"
            ),
            may_appoint=permissions.can_appoint(user, self.object),
        )


class OfPartnershipView(ServiceFormView):
    parent = ("Partnerships", "partnerships:list")

    @cached_property
    def partnership(self) -> Partnership:
        visible = Partnership.objects.visible_to(self.request.user)
        partnership: Partnership = get_object_or_404(visible, slug=self.kwargs["partnership"])
        return partnership

    def back(self) -> str:
        return reverse("workstreams:leads", args=[self.partnership.slug])


class AppointView(OfPartnershipView):
    form_class = LeadForm
    title, button = "Appoint a lead", "Appoint the lead"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        insist(permissions.can_appoint(request.user, self.partnership))
        return super().dispatch(request, *args, **kwargs)

    def caption(self) -> str:
        return self.partnership.name

    def get_form_kwargs(self) -> dict[str, Any]:
        workstreams = Workstream.objects.visible_to(self.request.user).filter(partnership=self.partnership).open()
        people = User.objects.involved_in(self.partnership).filter(is_active=True).exclude(pk=self.request.user.pk)
        return super().get_form_kwargs() | {"workstreams": workstreams.for_table(), "people": people.for_table()}

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": timezone.localdate()}

    def serve(self, values: dict[str, Any]) -> str:
        lead = appointing.appoint(by=self.request.user, **values)
        return f"{lead}."


class DismissView(OfPartnershipView):
    form_class = GuardedReasonForm
    title, button, warns = "End this?", "End it", True

    @cached_property
    def lead(self) -> WorkstreamLead:
        visible = WorkstreamLead.objects.visible_to(self.request.user).select_related("workstream__partnership", "user")
        lead: WorkstreamLead = get_object_or_404(
            visible, workstream__partnership=self.partnership, pk=self.kwargs["pk"]
        )
        return lead

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        insist(permissions.can_dismiss(request.user, self.lead))
        return super().dispatch(request, *args, **kwargs)

    def caption(self) -> str:
        return str(self.lead)

    def told(self) -> list[str]:
        return ["With the next request they write no more updates of this workstream. What they wrote stays."]

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.lead.version}

    def serve(self, values: dict[str, Any]) -> str:
        ended = appointing.dismiss(lead=self.lead, by=self.request.user, at=timezone.now(), **values)
        return f"{ended.user} no longer leads {ended.workstream}."
