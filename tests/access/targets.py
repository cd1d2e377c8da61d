"""Which object an address names in each context. A route whose arguments nobody here knows fails the suite."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sharedservices.core.history.seeing import TOLD
from tests.access.past import between
from tests.access.scene import MISSING, Scene

NOWHERE = "nowhere"
NOBODYS_JOB = UUID("00000000-0000-4000-8000-000000000000")
# Addresses that one route stands for: the steps, formats and kinds that it knows, and one that it does not
VARIANTS = {
    "reports:move": ("to", ("clearance", "cleared", "published", "draft", NOWHERE)),
    "reports:download": ("format", ("pdf", "html", "json", NOWHERE)),
}
FALLBACKS = {"UnknownAddressView": "/api/v1/nowhere/", "catch_all_view": "/admin/nowhere/"}
UPDATES = {"workstreams:revise", "workstreams:approve", "workstreams:return"}
# Pages that read a day of the past, too, of which there is something to hide
PAST = {
    "workstreams:detail",
    "workstreams:projects-detail",
    "workstreams:milestones-detail",
    "history[progressupdate]",
    "history[projectrating]",
    "history[savingsclaim]",
    "history[savingsline]",
}
API_ROWS = {
    "organisations": "organisations",
    "partnerships": "partnership",
    "workstreams": "all-workstreams",
    "updates": "progressupdate",
    "rounds": "reporting-rounds",
    "projects": "projects",
    "milestones": "milestones",
    "risks": "risks",
    "measures": "measures",
    "reports": "report",
    "papers": "report",
}


@dataclass(frozen=True)
class Route:
    """A named route of the resolver, or one variant of it: `name` is as in the table. Of the past: as at a day."""

    name: str
    view: str
    arguments: tuple[str, ...]
    given: tuple[tuple[str, str], ...] = ()
    is_of_past: bool = False


def routes() -> Iterator[Route]:
    """All of the resolver; unnamed ones (fallbacks) by the name of their view."""
    for route in _routes(get_resolver(), "", ""):
        yield route
        if route.name in PAST:
            yield replace(route, name=f"{route.name}[past]", is_of_past=True)


def _routes(resolver: URLResolver, space: str, path: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _routes(entry, inner, f"{path}{entry.pattern}")
        else:
            yield from _variants(entry, space, path)


def _variants(entry: URLPattern, space: str, path: str) -> Iterator[Route]:
    name = f"{space}{entry.name}" if entry.name else entry.lookup_str.rpartition(".")[2]
    if name == "RedirectView":  # the administration's address of a row without a page: it leads on to the form
        name = f"admin:{path.removeprefix('admin/').strip('/').replace('/', '_')}_bare"
    arguments = tuple(entry.pattern.regex.groupindex)
    if name in VARIANTS:
        argument, values = VARIANTS[name]
        for value in values:
            yield Route(f"{name}[{value}]", name, arguments, ((argument, value),))
    elif name == "history":
        for kind in sorted(
            {told.model._meta.model_name or "" for told in TOLD.values() if told.model._meta.model_name}
        ):
            yield Route(f"history[{kind}]", name, arguments, (("kind", kind),))
    else:
        yield Route(name, name, arguments)


def addresses(scene: Scene, route: Route) -> dict[str, str]:
    """The address in every context that the route has."""
    if not route.arguments or route.name in FALLBACKS:
        return {"-": _plain(route)}
    found = _keys(scene, route)
    if route.name.endswith("_bare"):
        change = f"{route.name.removesuffix('_bare')}_change"
        return {context: reverse(change, kwargs=keys).removesuffix("change/") for context, keys in found.items()}
    query = f"?as_at={between()}" if route.is_of_past else ""
    return {context: reverse(route.view, kwargs=dict(route.given) | keys) + query for context, keys in found.items()}


def _plain(route: Route) -> str:
    return FALLBACKS.get(route.name) or reverse(route.view)


def _keys(scene: Scene, route: Route) -> dict[str, dict[str, Any]]:
    for fits, keys in FINDERS:
        if fits(route):
            return keys(scene, route)
    raise LookupError(f"Nobody says what {route.name} ({', '.join(route.arguments)}) names.")


def _of_rows(scene: Scene, kind: str, keys: Callable[[Any], dict[str, Any]], missing: dict[str, Any]) -> Any:
    rows = scene.rows.get(kind, {})
    named = {context: keys(row) for context, row in rows.items() if context != "foreign"}
    return named | {"missing": missing}


def _register(scene: Scene, route: Route) -> Any:
    """A row under its partnership's address; a foreign one under Rivers' address."""
    slug = route.name.partition(":")[2].rpartition("-")[0]
    found = _of_rows(scene, slug, lambda row: {"pk": row.pk}, {"pk": MISSING})
    if "partnership" not in route.arguments:
        return found
    for context, keys in found.items():
        keys["partnership"] = "hills" if context == "other_partnership" else "rivers"
    foreign = {"pk": scene.rows[slug]["other_partnership"].pk, "partnership": "rivers"}
    return found | {"foreign": foreign}


def _in_partnership(scene: Scene, route: Route) -> Any:
    (name,) = route.arguments
    return {
        "shared": {name: "rivers"},
        "other_partnership": {name: "hills"},
        "missing": {name: NOWHERE},
    }


def _workstream(scene: Scene, route: Route) -> Any:
    return {
        "shared": {"partnership": "rivers", "slug": "waste"},
        "other_partnership": {"partnership": "hills", "slug": "roads"},
        "foreign": {"partnership": "rivers", "slug": "roads"},
        "missing": {"partnership": "rivers", "slug": NOWHERE},
    }


def _update(scene: Scene, route: Route) -> Any:
    def keys(update: Any) -> dict[str, Any]:
        work = update.workstream
        return {"partnership": work.partnership.slug, "slug": work.slug, "pk": update.pk}

    missing = {"partnership": "rivers", "slug": "waste", "pk": MISSING}
    foreign = missing | {"pk": scene.rows["progressupdate"]["other_partnership"].pk}
    return _of_rows(scene, "progressupdate", keys, missing) | {"foreign": foreign}


def _exempt(scene: Scene, route: Route) -> Any:
    found = _register(scene, Route("partnerships:agenda-items-exempt", route.view, route.arguments))
    more = {"organisation": "north"} if "organisation" in route.arguments else {}
    return {context: keys | more for context, keys in found.items()}


def _milestone(scene: Scene, route: Route) -> Any:
    return _register(scene, Route("workstreams:milestones-baseline", route.view, route.arguments))


def _lead(scene: Scene, route: Route) -> Any:
    lead = scene.rows["workstreamlead"]["shared"]
    return {
        "shared": {"partnership": "rivers", "pk": lead.pk},
        "foreign": {"partnership": "hills", "pk": lead.pk},
        "missing": {"partnership": "rivers", "pk": MISSING},
    }


def _release(scene: Scene, route: Route) -> Any:
    def keys(claim: Any) -> dict[str, Any]:
        return {"slug": claim.partnership.slug, "claim": claim.slug, "organisation": claim.organisation.slug}

    missing = {"slug": "rivers", "claim": NOWHERE, "organisation": "north"}
    return _of_rows(scene, "savingsclaim", keys, missing)


def _report(scene: Scene, route: Route) -> Any:
    more = {"number": 1} if "number" in route.arguments else {}
    found = _of_rows(scene, "report", lambda row: {"reference": row.reference} | more, {"reference": NOWHERE} | more)
    return {context: keys for context, keys in found.items() if keys is not None}


def _history(scene: Scene, route: Route) -> Any:
    kind = dict(route.given)["kind"]
    rows = dict(scene.rows.get(kind, {}))
    for slug, found in scene.rows.items():
        first = next(iter(found.values()))
        if slug != kind and first._meta.model_name == kind:
            rows = dict(found) | rows
    rows.pop("foreign", None)
    return {context: {"pk": row.pk} for context, row in rows.items()} | {"missing": {"pk": MISSING}}


def _api(scene: Scene, route: Route) -> Any:
    kind = API_ROWS[route.name.split("-")[1]]
    (name,) = (argument for argument in route.arguments if argument != "format")
    return _of_rows(scene, kind, lambda row: {name: row.pk}, {name: MISSING})


def _own(kind: str, missing: Any) -> Callable[[Scene, Route], Any]:
    return lambda scene, route: _of_rows(scene, kind, lambda row: {"pk": row.pk}, {"pk": missing})


def _administration(scene: Scene, route: Route) -> Any:
    """Any row of the model; the index of an app, a shortcut to a page."""
    fixed = {
        "admin:app_list": {"app_label": "savings"},
        "admin:view_on_site": {"content_type_id": MISSING, "object_id": 1},
    }
    if route.name in fixed:
        return {"-": fixed[route.name]}
    if route.name == "admin:auth_user_password_change":
        return {"shared": {"id": scene.world.bob.pk}, "missing": {"id": MISSING}}
    label = route.name.partition(":")[2].rpartition("_")[0]
    models = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in admin.site._registry}
    (name,) = route.arguments
    row = models[label]._base_manager.order_by("pk").first() if label in models else None
    return {"shared": {name: row.pk}} if row else {"missing": {name: NOWHERE}}


def _nobodys(**keys: Any) -> Callable[[Scene, Route], Any]:
    return lambda scene, route: {"missing": keys}


Finder = tuple[Callable[[Route], bool], Callable[[Scene, Route], Any]]
FINDERS: list[Finder] = [
    (lambda route: route.name.startswith("admin:"), _administration),
    (lambda route: route.view == "history", _history),
    (lambda route: route.name.startswith("api-"), _api),
    (lambda route: route.view in UPDATES, _update),
    (lambda route: route.name == "workstreams:rebaseline", _milestone),
    (lambda route: route.name in {"partnerships:exempt", "partnerships:exempt-write"}, _exempt),
    (lambda route: route.name.startswith("imports:") and "pk" in route.arguments, _own("import", MISSING)),
    (lambda route: route.name == "job", _own("job", NOBODYS_JOB)),
    (lambda route: route.name.startswith("account:token"), _own("token", MISSING)),
    (lambda route: route.name in {"savings:release", "savings:withdraw"}, _release),
    (lambda route: route.name == "workstreams:dismiss", _lead),
    (lambda route: route.name in {"account:delegate", "people:end"}, _own("grant", MISSING)),
    (lambda route: route.name in {"people:withdraw", "people:send"}, _own("invitation", MISSING)),
    (lambda route: route.name.startswith("people:"), _own("person", MISSING)),
    (lambda route: route.name == "invitation-link", _nobodys(token="guessed")),
    (lambda route: route.arguments == ("partnership", "slug"), _workstream),
    (lambda route: "reference" in route.arguments, _report),
    (lambda route: route.arguments in {("slug",), ("partnership",)}, _in_partnership),
    (lambda route: "provider_id" in route.arguments, _nobodys(provider_id=NOWHERE)),
    (lambda route: "key" in route.arguments, _nobodys(uidb36="1", key="nothing")),
    (lambda route: route.name in {"mfa_remove_webauthn", "council_disconnect"}, _nobodys(pk=MISSING)),
    (lambda route: route.view.rpartition("-")[2] in {"detail", "edit", "delete"}, _register),
]
