from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from partnerships.requests import SignedInRequest
from sharedservices.core.errors import RuleViolation


class ServiceFormView(FormView):
    """A form whose values one service takes: what it refuses stands on the form, else it says what was done."""

    template_name = "partnerships/people_form.html"
    title: ClassVar[str]
    button: ClassVar[str]
    warns: ClassVar[bool] = False
    parent: ClassVar[tuple[str, str]] = ("People", "people:list")
    request: SignedInRequest

    def serve(self, values: dict[str, Any]) -> str:
        """Calls the service; the answer tells what was done."""
        raise NotImplementedError

    def told(self) -> list[str]:
        """What to know before."""
        return []

    def caption(self) -> str:
        return ""

    def back(self) -> str:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            done = self.serve(form.cleaned_data)
        except RuleViolation as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.back())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": self.title, "button": self.button, "warns": self.warns, "parent": self.parent}
        return super().get_context_data(**kwargs, **words, told=self.told(), caption=self.caption(), back=self.back())
