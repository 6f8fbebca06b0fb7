#!/usr/bin/env python
"""The command line of Courtcase."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courtcase.settings")
    if sys.argv[1:2] == ["serve"]:
        # The supervisor needs no models: without loading them the first page comes a second sooner.
        from courtcase.embedded.serve import run

        sys.exit(run(sys.argv[2:]))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
