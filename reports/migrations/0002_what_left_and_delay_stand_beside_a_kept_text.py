from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_kept_documents")]

    operations = [
        migrations.AddField("keptdocument", "gone", models.JSONField(default=dict)),
        migrations.AddField("keptdocument", "delay", models.JSONField(default=dict)),
    ]
