from django.urls import path

from partnerships import views

app_name = "partnerships"

urlpatterns = [
    path("", views.PartnershipListView.as_view(), name="list"),
    path("<slug:slug>/", views.PartnershipView.as_view(), name="detail"),
    path("<slug:slug>/governance/", views.GovernanceView.as_view(), name="governance"),
]
