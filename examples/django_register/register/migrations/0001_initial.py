"""As `makemigrations` wrote it: names of kinds, no states, no labels."""

from django.db import migrations, models

import sanliang.ext.django


class Migration(migrations.Migration):
    """The tables of pledges and of the lines of their logs."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Pledge",
            fields=[
                (
                    "id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="编号"),
                ),
                (
                    "state",
                    sanliang.ext.django.StateField(
                        db_index=True, default="drafted", max_length=40, verbose_name="状态"
                    ),
                ),
                ("value", sanliang.ext.django.ValueField("pledge", verbose_name="内容")),
            ],
            options={
                "verbose_name": "承诺",
                "verbose_name_plural": "承诺",
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stream", models.CharField(max_length=200)),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("stream", "version"), name="one_line_in_a_place")
                ],
            },
        ),
    ]
