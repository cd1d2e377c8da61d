from django.urls import path

from partnerships.record_keeping import PREFIX
from sharedservices.core.registers.views import addresses
from workstreams import baseline_views, lead_views, list_views, review_views, views
from workstreams.registers import REGISTERS

app_name = "workstreams"
UPDATE = "<slug:partnership>/workstreams/<slug:slug>/updates/<int:pk>/"

urlpatterns = [
    path("workstreams/", list_views.WorkstreamListView.as_view(), name="list"),
    path("<slug:partnership>/workstreams/<slug:slug>/", views.WorkstreamView.as_view(), name="detail"),
    path("<slug:partnership>/workstreams/<slug:slug>/update/", views.UpdateFormView.as_view(), name="update"),
    path(f"{UPDATE}edit/", views.RevisionView.as_view(), name="revise"),
    path(f"{UPDATE}approve/", review_views.ApproveView.as_view(), name="approve"),
    path(f"{UPDATE}return/", review_views.ReturnView.as_view(), name="return"),
    path(
        "<slug:partnership>/milestones/<int:pk>/baseline/", baseline_views.RebaselineView.as_view(), name="rebaseline"
    ),
    path("<slug:partnership>/rounds/", views.RoundsView.as_view(), name="rounds"),
    path("<slug:partnership>/leads/", lead_views.LeadsView.as_view(), name="leads"),
    path("<slug:partnership>/leads/add/", lead_views.AppointView.as_view(), name="appoint"),
    path("<slug:partnership>/leads/<int:pk>/end/", lead_views.DismissView.as_view(), name="dismiss"),
    *(page for register in REGISTERS for page in addresses(register, f"{PREFIX}{register.slug}/")),
]
