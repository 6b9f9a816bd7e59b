"""One model with a column of each sort."""

from django.db import models
from tests.ext.django_town.kinds import Lamp

from sanliang import pledges
from sanliang.ext.django import StateField, ValueField
from sanliang.orgs import Household
from sanliang.ratings import Rating


class Row(models.Model):
    """What a town keeps of a pledge, and of much else."""

    item = ValueField(pledges.Item)
    state = StateField(pledges.BASE)
    moved = ValueField("pledge.moved", null=True, blank=True)
    rating = ValueField(Rating, null=True, blank=True)
    home = ValueField(Household, null=True, blank=True)
    lamp = ValueField(Lamp, null=True, blank=True)
