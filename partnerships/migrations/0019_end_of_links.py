from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0018_lock_on_imports")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="access_ended_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When a suspension last ended what was open: sessions, tokens, links in e-mails.",
                null=True,
            ),
        ),
    ]
