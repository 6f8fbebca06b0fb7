"""Advisory locks are told apart by a number alone: no two of this house may have the same."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("courtcase", "petitions", "rulings")


def locks_in(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the numbers that stand in a module under names that end with LOCK, each with its place."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and type(node.value.value) is int:
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id.endswith("LOCK"):
                    yield f"{path.relative_to(ROOT)}: {target.id}", node.value.value


def test_no_two_locks_have_one_number() -> None:
    places: dict[int, list[str]] = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for place, number in locks_in(path):
                places.setdefault(number, []).append(place)
    assert len(places) >= 6
    assert [found for found in places.values() if len(found) > 1] == []
