from django.db import migrations

from sharedservices.core.history.operations import KeepHistory


class Migration(migrations.Migration):
    dependencies = [("core", "0004_history"), ("partnerships", "0006_kinds_and_labels")]
    operations = [
        KeepHistory("Organisation"),
        KeepHistory("Partnership"),
        KeepHistory("Membership"),
        KeepHistory("User", without=("password", "last_login")),
        KeepHistory("RoleGrant"),
        KeepHistory("ApiToken", without=("digest", "last_used_at")),
        KeepHistory("HostingArrangement"),
        KeepHistory("Agreement"),
        KeepHistory("Signature"),
        KeepHistory("Award"),
        KeepHistory("Spend"),
        KeepHistory("Contribution"),
        KeepHistory("GovernanceBody"),
        KeepHistory("BodyMember"),
        KeepHistory("Meeting"),
        KeepHistory("AgendaItem"),
        KeepHistory("Decision"),
        KeepHistory("Endorsement"),
        KeepHistory("Action"),
        KeepHistory("ImportBatch", without=("changes", "images", "problems")),
    ]
