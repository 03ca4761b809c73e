"""Says of a list which machine handed it in for the official who answers for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0005_screening"),
    ]

    operations = [
        migrations.AddField(
            model_name="submittedlist",
            name="sent_by",
            field=models.CharField(default="", max_length=64),
        ),
    ]
