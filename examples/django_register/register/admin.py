"""The pledges in Django's own pages: to look at; they move by their rules alone."""

from django.contrib import admin

from register.models import Pledge


@admin.register(Pledge)
class PledgeAdmin(admin.ModelAdmin):
    """Looks at pledges, and filters them by state."""

    list_display = ["id", "state"]
    list_filter = ["state"]

    def has_add_permission(self, request):
        """Nobody adds one here."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody changes one here."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody deletes one here."""
        return False
