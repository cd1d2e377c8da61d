"""What councils keep of an exempt item, for those whom they have cleared."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from partnerships import exempt_services, permissions, rules
from partnerships.models import AgendaItem, ExemptText, Organisation, Partnership
from partnerships.registers.governance import AGENDA, openness
from partnerships.requests import SignedInRequest
from sharedservices.core.decisions import insist
from sharedservices.core.errors import RuleViolation
from sharedservices.core.formfields import ReasonField
from sharedservices.core.forms import Textarea
from sharedservices.core.models import LONGEST

READERS = "Only your council's clerks, report authors and verifiers read it."


class ExemptForm(forms.Form):
    """What is new needs no why, and words."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Exempt text",
        help_text=f"{READERS} Leave it empty to take it away.",
        required=False,
        max_length=LONGEST,
        widget=Textarea(attrs={"rows": 12}),
    )
    why = ReasonField(
        label="Why is this changed? (optional)", help_text="Shown in the text's history to those who may read the text."
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["why"]
            self.fields["text"].required, self.fields["text"].help_text = True, READERS


@method_decorator(never_cache, name="dispatch")
class ExemptPage(TemplateView):
    """The item must be seen, and be an exempt one (404); the person cleared by some council (403)."""

    template_name = "partnerships/exempt.html"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user = self.request.user
        visible = Partnership.objects.visible_to(user)
        self.partnership = get_object_or_404(visible, slug=self.kwargs["partnership"])
        items = AgendaItem.objects.visible_to(user).filter(meeting__body__partnership=self.partnership)
        exempt = items.filter(part=AgendaItem.Part.EXEMPT).select_related("meeting__body")
        self.item = get_object_or_404(exempt, pk=self.kwargs["pk"])
        insist(permissions.can_read_exempt(user))
        self.texts = ExemptText.objects.visible_to(user).filter(item=self.item)
        self.decide()
        return super().dispatch(request, *args, **kwargs)

    def decide(self) -> None:
        """What else must be found, or be allowed."""

    def councils(self) -> Any:
        """The councils of the partnership, of those for which this person writes."""
        held = self.request.user.grants.in_force().for_role(*rules.EXEMPT_WRITERS).values("organisation")
        members = Organisation.objects.members_of([self.partnership])
        return members.filter(pk__in=held).order_by("name", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        texts = list(self.texts.for_table())
        written = {text.organisation_id for text in texts}
        return super().get_context_data(**kwargs) | {
            "partnership": self.partnership,
            "item": self.item,
            "openness": openness(self.item),
            "item_url": AGENDA.url("detail", self.partnership, self.item.pk),
            "texts": texts,
            "writes": [(council, self._address(council), council.pk in written) for council in self.councils()],
        }

    def _address(self, council: Organisation) -> str:
        return reverse("partnerships:exempt-write", args=[self.partnership.slug, self.item.pk, council.slug])


class ExemptWriteView(FormView, ExemptPage):
    form_class = ExemptForm
    template_name = "partnerships/exempt_form.html"

    def decide(self) -> None:
        members = Organisation.objects.members_of([self.partnership])
        self.council = get_object_or_404(members, slug=self.kwargs["organisation"])
        insist(permissions.can_write_exempt(self.request.user, self.council))
        self.stored = self.texts.filter(organisation=self.council).first()

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.stored.version, "text": self.stored.text} if self.stored else {"version": 0}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_new": self.stored is None}

    def form_valid(self, form: ExemptForm) -> HttpResponse:
        try:
            exempt_services.write_exempt(
                item=self.item, organisation=self.council, by=self.request.user, **form.cleaned_data
            )
        except RuleViolation as error:
            form.data = {**form.cleaned_data, "version": self.stored.version if self.stored else 0}
            form.add_error(error.field, error.message)
            return self.form_invalid(form)
        kept = "Saved. Only those whom your council has cleared read it."
        messages.success(self.request, kept if form.cleaned_data["text"] else "The exempt text was taken away.")
        return redirect("partnerships:exempt", self.partnership.slug, self.item.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("partnerships:exempt", args=[self.partnership.slug, self.item.pk])
        return super().get_context_data(**kwargs, council=self.council, stored=self.stored, back_url=back)
