from savings.registers import COMPENDIUM
from sharedservices.core.registers.views import addresses

app_name = "compendium"

urlpatterns = addresses(COMPENDIUM)
