"""As `makemigrations` wrote it."""

from django.db import migrations, models

import sanliang.ext.django


class Migration(migrations.Migration):
    """The table of rows."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Row",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", sanliang.ext.django.ValueField("pledge.item")),
                ("state", sanliang.ext.django.StateField(default="drafted", max_length=40)),
                ("moved", sanliang.ext.django.ValueField("pledge.moved", blank=True, null=True)),
                (
                    "rating",
                    sanliang.ext.django.ValueField(
                        "rating.exempt|rating.not_ratable|rating.rated", blank=True, null=True
                    ),
                ),
                ("home", sanliang.ext.django.ValueField("household", blank=True, null=True)),
                ("lamp", sanliang.ext.django.ValueField("lamp", blank=True, null=True)),
            ],
        ),
    ]
