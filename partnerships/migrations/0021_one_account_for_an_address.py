from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0020_digests_for_nobody")]
    operations = [
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                Upper("email"),
                name="one_account_for_an_address",
                violation_error_message="There is already an account with this e-mail address.",
            ),
        ),
    ]
