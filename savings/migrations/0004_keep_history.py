from django.db import migrations

from sharedservices.core.history.operations import KeepHistory


class Migration(migrations.Migration):
    dependencies = [("core", "0004_history"), ("savings", "0003_kind_of_sharing")]
    operations = [
        KeepHistory("SavingsClaim"),
        KeepHistory("SavingsLine"),
        KeepHistory("SavingsTarget"),
        KeepHistory("CompendiumEntry"),
    ]
