"""The one command-line entry, `chibo`."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run a command of any room; `chibo help` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chibo.config.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
