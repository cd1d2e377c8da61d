from django.urls import path

from workstreams import views

app_name = "workstreams"

urlpatterns = [
    path("<slug:partnership>/workstreams/<slug:slug>/", views.WorkstreamView.as_view(), name="detail"),
    path("<slug:partnership>/workstreams/<slug:slug>/update/", views.UpdateFormView.as_view(), name="update"),
]
