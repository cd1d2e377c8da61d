from django.urls import path

from partnerships.record_keeping import PREFIX
from savings import views
from savings.registers import REGISTERS
from sharedservices.core.registers.views import addresses

app_name = "savings"

urlpatterns = [
    path("<slug:slug>/savings/", views.SavingsView.as_view(), name="lines"),
    *(page for register in REGISTERS for page in addresses(register, f"{PREFIX}{register.slug}/")),
]
