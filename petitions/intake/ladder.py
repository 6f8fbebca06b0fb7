"""The ladder of routing a court begins with, as a file the head of intake then changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from courtcase.people.models import Team
from petitions.intake.rungs import Rung

LADDER_FILE = Path(__file__).with_name("data") / "routing_rules.json"


def first_ladder(teams: Mapping[str, Team]) -> list[Rung]:
    """Return the rungs of the file with their teams (by code). Raises KeyError where a team is not there."""
    rows = json.loads(LADDER_FILE.read_text(encoding="utf-8"))
    return [Rung(**{**row, "team": teams[row["team"]]}) for row in rows]
