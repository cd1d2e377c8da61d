from django.urls import path

from partnerships import exempt_views, import_views, views
from partnerships.changes import ChangesView
from partnerships.record_keeping import PREFIX
from partnerships.registers import PARTNERSHIPS, REGISTERS
from sharedservices.core.registers.views import RegisterFormView, addresses

app_name = "partnerships"

urlpatterns = [
    path("", views.PartnershipListView.as_view(), name="list"),
    path("add/", RegisterFormView.as_view(register=PARTNERSHIPS), name="add"),
    path("<slug:slug>/edit/", RegisterFormView.as_view(register=PARTNERSHIPS), name="edit"),
    path("<slug:slug>/", views.PartnershipView.as_view(), name="detail"),
    path("<slug:slug>/changes/", ChangesView.as_view(), name="changes"),
    path("<slug:slug>/governance/", views.GovernanceView.as_view(), name="governance"),
    path("<slug:slug>/export/", import_views.ExportView.as_view(), name="export"),
    path(f"{PREFIX}agenda-items/<int:pk>/exempt/", exempt_views.ExemptPage.as_view(), name="exempt"),
    path(
        f"{PREFIX}agenda-items/<int:pk>/exempt/<slug:organisation>/",
        exempt_views.ExemptWriteView.as_view(),
        name="exempt-write",
    ),
    *(page for register in REGISTERS for page in addresses(register, f"{PREFIX}{register.slug}/")),
]
