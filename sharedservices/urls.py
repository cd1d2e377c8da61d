from collections.abc import Callable

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.views.generic import TemplateView

from partnerships.invitation_views import InvitationLinkView, InvitationView
from partnerships.views import DemoSignInView
from reports.views import HomeView
from sharedservices.core import views
from sharedservices.core.history.views import HistoryView


def page(template: str) -> Callable[..., HttpResponseBase]:
    return login_not_required(TemplateView.as_view(template_name=template))


handler500 = "sharedservices.core.failures.server_error"

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("partnerships/import/", include("partnerships.import_urls")),
    path("partnerships/", include("workstreams.urls")),
    path("partnerships/", include("partnerships.urls")),
    path("partnerships/", include("savings.urls")),
    path("organisations/", include("partnerships.organisation_urls")),
    path("compendium/", include("savings.compendium_urls")),
    path("", include("reports.urls")),
    path("history/<slug:kind>/<int:pk>/", HistoryView.as_view(), name="history"),
    path("jobs/<uuid:pk>/", views.JobView.as_view(), name="job"),
    path("account/", include("partnerships.account_urls")),
    path("people/", include("partnerships.people_urls")),
    path("invitation/", InvitationView.as_view(), name="invitation"),
    path("invitation/<str:token>/", InvitationLinkView.as_view(), name="invitation-link"),
    path("", include("partnerships.sign_in.urls")),
    path("sign-out/", auth_views.LogoutView.as_view(), name="sign-out"),
    path("api/", include("sharedservices.api_urls")),
    path("help/", page("pages/help.html"), name="help"),
    path("accessibility/", page("pages/accessibility.html"), name="accessibility"),
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.ReadinessView.as_view(), name="readyz"),
]
if settings.DEMO:
    urlpatterns.append(path("demo/sign-in/", DemoSignInView.as_view(), name="demo-sign-in"))
