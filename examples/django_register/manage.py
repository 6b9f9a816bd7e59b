"""Django's own command, with the settings beside it."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"  # noqa: TID251 -- Django asks for it
    execute_from_command_line(sys.argv)
