from django.urls import path

from partnerships.record_keeping import PREFIX
from sharedservices.core.registers.views import addresses
from workstreams import views
from workstreams.registers import REGISTERS

app_name = "workstreams"

urlpatterns = [
    path("<slug:partnership>/workstreams/<slug:slug>/", views.WorkstreamView.as_view(), name="detail"),
    path("<slug:partnership>/workstreams/<slug:slug>/update/", views.UpdateFormView.as_view(), name="update"),
    *(page for register in REGISTERS for page in addresses(register, f"{PREFIX}{register.slug}/")),
]
