from partnerships.registers import ORGANISATIONS
from sharedservices.core.registers.views import addresses

app_name = "organisations"

urlpatterns = addresses(ORGANISATIONS)
