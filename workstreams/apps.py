from django.apps import AppConfig
from django.utils.module_loading import import_string


class WorkstreamsConfig(AppConfig):
    name = "workstreams"

    def ready(self) -> None:
        """Answers the signals of the apps below. Named rather than imported: models can be imported only now."""
        departing = import_string("partnerships.checks.departing")
        departing.connect(import_string("workstreams.checks.what_it_carries"), dispatch_uid="workstreams")
        left_council = import_string("partnerships.granting.left_council")
        left_council.connect(import_string("workstreams.appointing.end_with_the_council"), dispatch_uid="leads")
