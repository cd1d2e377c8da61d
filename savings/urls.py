from django.urls import path

from partnerships.record_keeping import PREFIX
from savings import views
from savings.registers import REGISTERS
from sharedservices.core.registers.views import addresses

app_name = "savings"

urlpatterns = [
    path("<slug:slug>/savings/", views.SavingsView.as_view(), name="lines"),
    path("<slug:slug>/savings/<slug:claim>/<slug:organisation>/release/", views.ReleaseView.as_view(), name="release"),
    path(
        "<slug:slug>/savings/<slug:claim>/<slug:organisation>/withdraw/", views.WithdrawView.as_view(), name="withdraw"
    ),
    *(page for register in REGISTERS for page in addresses(register, f"{PREFIX}{register.slug}/")),
]
