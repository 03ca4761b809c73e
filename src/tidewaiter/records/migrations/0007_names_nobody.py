"""Says of a marking whether it names nobody, so that a search need not look into six lists of each."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0006_sent_by"),
    ]

    operations = [
        migrations.AddField(
            model_name="marking",
            name="names_nobody",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Q(
                    ("allow_administrations", []),
                    ("allow_officers", []),
                    ("allow_offices", []),
                    ("deny_administrations", []),
                    ("deny_officers", []),
                    ("deny_offices", []),
                ),
                output_field=models.BooleanField(),
            ),
        ),
    ]
