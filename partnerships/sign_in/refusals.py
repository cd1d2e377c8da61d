"""What the access log keeps of an answer: who was refused what."""

from django.forms import BaseForm, ModelChoiceField
from django.http import HttpRequest, HttpResponse

from partnerships import access_log
from partnerships.models import AccessEvent

Kind = AccessEvent.Kind
DENIALS = {403: Kind.DENIED, 404: Kind.HIDDEN}
UNAUTHENTICATED = 401


def note(request: HttpRequest, response: HttpResponse) -> None:
    """A page, a token that was not taken, a record named in a form that is not among those it offers."""
    asked = f"{request.method} {request.path}"
    kind = DENIALS.get(response.status_code)
    if kind and _is_protected(request):
        access_log.note(request, kind, user=request.user, detail=asked)
    elif response.status_code == UNAUTHENTICATED and "Authorization" in request.headers:
        access_log.note(request, Kind.FAILED, detail=f"API token: {asked}")
    elif strange := _strange_choices(response):
        access_log.note(request, Kind.HIDDEN, user=request.user, detail=f"{asked}: {', '.join(strange)}")


def _is_protected(request: HttpRequest) -> bool:
    """A page that is there, for those who are signed in: what is mistyped, or open to all, tells of nobody. The API
    (views with a `cls`) asks for a sign-in by itself."""
    match = request.resolver_match
    if match is None or not request.user.is_authenticated:
        return False
    return hasattr(match.func, "cls") or getattr(match.func, "login_required", True)


def _strange_choices(response: HttpResponse) -> list[str]:
    """The fields of the page's form in which a record was named that this person is not offered."""
    form = (getattr(response, "context_data", None) or {}).get("form")
    if not isinstance(form, BaseForm) or not form.is_bound:
        return []
    return [
        name
        for name, errors in form.errors.as_data().items()
        if isinstance(form.fields.get(name), ModelChoiceField)
        and any(error.code in {"invalid_choice", "invalid_pk_value"} for error in errors)
    ]
