from django.urls import path

from savings import views
from savings.registers import COMPENDIUM
from sharedservices.core.registers.views import addresses

app_name = "compendium"
LIST = f"{COMPENDIUM.slug}-list"

urlpatterns = [
    path("", views.CompendiumView.as_view(), name=LIST),
    *(page for page in addresses(COMPENDIUM) if page.name != LIST),
]
