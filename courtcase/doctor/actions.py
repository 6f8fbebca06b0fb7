"""What can be done here: look at the state of the system. `matrix.csv` says by whom."""

from __future__ import annotations

from courtcase.people.permissions import declare

declare("doctor", ["system.examine"])
