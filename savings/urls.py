from partnerships.record_keeping import PREFIX
from savings.registers import REGISTERS
from sharedservices.core.registers.views import addresses

app_name = "savings"

urlpatterns = [page for register in REGISTERS for page in addresses(register, f"{PREFIX}{register.slug}/")]
