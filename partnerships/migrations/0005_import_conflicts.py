from django.db import migrations, models

import partnerships.models.imports


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0004_whole_records"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="choice",
            field=models.CharField(
                choices=[
                    ("keep", "Keep what the portal has in these rows"),
                    ("replace", "Put the file’s rows in their place"),
                ],
                default="keep",
                help_text="For rows that were changed in the portal since the file was written.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="exported_at",
            field=models.DateTimeField(
                blank=True, editable=False, help_text="When the portal wrote the file, as the file says.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="counts",
            field=models.JSONField(default=dict, help_text="Rows per table: new, changed, unchanged, in conflict."),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="file",
            field=models.FileField(
                blank=True,
                help_text="Empty once it is no longer needed.",
                max_length=200,
                storage=partnerships.models.imports.import_storage,
                upload_to="",
            ),
        ),
    ]
