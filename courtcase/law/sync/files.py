"""Reading the data files of `courtcase/law/data`."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"
LANGUAGES = frozenset({"kk", "ru", "en"})
DAYS = frozenset({"applies_from", "applies_to", "confirmed_on", "adopted_on"})


def read_json(name: str) -> list[dict[str, Any]]:
    """Return the rows of a JSON file, each text in three languages spread over three columns, ISO days as dates."""
    return [spread(row) for row in json.loads((DATA / name).read_text(encoding="utf-8"))]


def spread(row: dict[str, Any]) -> dict[str, Any]:
    """Return `row` with {"name": {"kk", "ru", "en"}} as name_kk, name_ru and name_en."""
    values: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict) and set(value) == LANGUAGES:
            values.update({f"{name}_{language}": text for language, text in value.items()})
        else:
            values[name] = date.fromisoformat(value) if name in DAYS and value else value
    return values


def read_csv(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
