"""`manage.py due 2026-08-05`: what has to be done for pledges before a day."""

from datetime import date

from django.core.management.base import BaseCommand

from register.models import Pledge
from sanliang import pledges


class Command(BaseCommand):
    """Lists what is due, a line each."""

    help = "What has to be done for pledges before a day"

    def add_arguments(self, parser):
        """The day."""
        parser.add_argument("before", type=date.fromisoformat)

    def handle(self, *, before, **options):
        """Print the list."""
        acting = Pledge.objects.filter(state__in=["in_progress", "amending", "rectifying"])
        for due in pledges.due((row.value for row in acting), before=before):
            self.stdout.write(f"{due.on}  {due.thing}  {due.who}  {due.says.zh}")
