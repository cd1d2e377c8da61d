"""The API: every app's resources under one version."""

from django.urls import include, path, re_path

from partnerships.api.urls import router as partnerships
from partnerships.api.views import RootView
from reports.api.urls import router as reports
from sharedservices.core.api.views import DocumentationView, SchemaView, UnknownAddressView
from workstreams.api.urls import router as workstreams

RESOURCES = {name: viewset for router in (partnerships, workstreams, reports) for name, viewset, _ in router.registry}

urlpatterns = [
    path("", DocumentationView.as_view(resources=RESOURCES), name="api-help"),
    path("v1/", RootView.as_view(resources=tuple(RESOURCES)), name="api-root"),
    path("v1/schema/", SchemaView.as_view(), name="api-schema"),
    path("v1/", include("partnerships.api.urls")),
    path("v1/", include("workstreams.api.urls")),
    path("v1/", include("reports.api.urls")),
    re_path(r"^v1/.+/$", UnknownAddressView.as_view()),
]
