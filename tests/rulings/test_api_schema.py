"""The schema of the API is kept in docs/api/v1.json: additions are noted there, a removal or narrowing fails.

`python -m tests.rulings.test_api_schema` writes the file anew after an addition (and refuses anything else).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

SNAPSHOT = Path(__file__).resolve().parents[2] / "docs" / "api" / "v1.json"
UPDATE = "python -m tests.rulings.test_api_schema"
# Words that explain and bind nobody.
SAID = frozenset({"description", "title", "summary", "example", "examples"})


def schema_now() -> dict[str, Any]:
    """Return the OpenAPI schema as the code makes it now, as plain JSON."""
    from django.utils.translation import override
    from drf_spectacular.generators import SchemaGenerator

    with override("en"):
        found = SchemaGenerator().get_schema(request=None, public=True)
        made: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return made


def breaks(before: Any, after: Any, place: str = "") -> Iterator[str]:
    """Yield what a reader of `before` misses in `after`: something taken away, changed, or asked that was not asked."""
    if isinstance(before, dict):
        if not isinstance(after, dict):
            yield f"{place}: was an object"
            return
        for key in before.keys() - SAID:
            if key not in after:
                if key != "required":
                    yield f"{place}/{key}: taken away"
            elif key == "required" and isinstance(before[key], list):
                yield from broken_required(before[key], after[key], place)
            else:
                yield from breaks(before[key], after[key], f"{place}/{key}")
        yield from narrowed(before, after, place)
    elif isinstance(before, list):
        yield from broken_list(before, after, place)
    elif before != after and not widened(before, after, place):
        yield f"{place}: {before!r} became {after!r}"


def widened(before: Any, after: Any, place: str) -> bool:
    """Say whether a limit became one that lets in all it let in, and more."""
    is_limit = place.rpartition("/")[2] in {"maxItems", "maxLength", "maximum"}
    return is_limit and isinstance(after, int) and after > before


def broken_list(before: list[Any], after: Any, place: str) -> Iterator[str]:
    """Yield what is gone from a list; parameters and the like are told apart by their names, whatever their order."""
    if not isinstance(after, list):
        yield f"{place}: was a list"
        return
    named = {one["name"]: one for one in after if isinstance(one, dict) and "name" in one}
    for one in before:
        if isinstance(one, dict) and "name" in one:
            yield from breaks(one, named.get(one["name"]), f"{place}/{one['name']}")
        elif one not in after:
            yield f"{place}: {one!r} taken away"
    for name in named.keys() - {one["name"] for one in before if isinstance(one, dict) and "name" in one}:
        if named[name].get("required"):
            yield f"{place}/{name}: a parameter that must be given was added"


def broken_required(before: list[str], after: list[str], place: str) -> Iterator[str]:
    """Yield fields of an answer that were always there and need not be any more."""
    for name in set(before) - set(after):
        yield f"{place}: {name} need not be there any more"


def narrowed(before: dict[str, Any], after: dict[str, Any], place: str) -> Iterator[str]:
    """Yield limits on values that were not there before."""
    for limit in ("maxLength", "minLength", "maximum", "minimum", "pattern", "enum", "format"):
        if limit in after and limit not in before and ("type" in before or "enum" in before):
            yield f"{place}: {limit} was added"
    if "required" in before and "required" not in after and isinstance(before["required"], list):
        yield from broken_required(before["required"], [], place)


def kept() -> dict[str, Any]:
    """Return the schema as it was promised."""
    found: dict[str, Any] = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    return found


def test_nothing_promised_is_taken_away() -> None:
    found = list(breaks(kept(), schema_now()))
    assert found == [], "The API under /api/v1 only grows:\n" + "\n".join(found)


def test_what_was_added_is_noted() -> None:
    assert schema_now() == kept(), f"Something was added to the API: run `{UPDATE}` and commit {SNAPSHOT.name}."


def ruling_of(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the part of the schema that describes a ruling."""
    part: dict[str, Any] = schema["components"]["schemas"]["Ruling"]
    return part


@pytest.mark.parametrize("harm", ["path", "property", "required", "type", "value", "parameter", "limit"])
def test_a_removal_or_narrowing_is_found(harm: str) -> None:
    changed = deepcopy(kept())
    listing = changed["paths"]["/api/v1/rulings/"]["get"]
    ruling = ruling_of(changed)
    if harm == "path":
        del changed["paths"]["/api/v1/measures/"]
    elif harm == "property":
        del ruling["properties"]["number"]
    elif harm == "required":
        ruling["required"].remove("number")
    elif harm == "type":
        ruling["properties"]["public_path"]["type"] = "integer"
    elif harm == "value":
        changed["components"]["schemas"]["StageEnum"]["enum"].remove("due")
    elif harm == "parameter":
        listing["parameters"].append({"in": "query", "name": "key", "required": True, "schema": {"type": "string"}})
    else:
        ruling["properties"]["public_path"]["maxLength"] = 5
    assert list(breaks(kept(), changed)) != []


def test_an_addition_breaks_nothing() -> None:
    changed = deepcopy(kept())
    ruling_of(changed)["properties"]["colour"] = {"type": "string"}
    ruling_of(changed)["required"].append("colour")
    draft = changed["components"]["schemas"]["Draft"]["properties"]
    draft["provisions"]["maxItems"] += 1
    changed["paths"]["/api/v1/messages/"] = {"get": {}}
    listing = changed["paths"]["/api/v1/rulings/"]["get"]
    listing["parameters"].insert(0, {"in": "query", "name": "colour", "schema": {"type": "string"}})
    assert list(breaks(kept(), changed)) == []


def update() -> None:
    """Write the schema as it is now, unless it breaks what was promised; raises SystemExit then."""
    now = schema_now()
    found = list(breaks(kept(), now)) if SNAPSHOT.exists() else []
    if found:
        raise SystemExit("Not written, the API under /api/v1 only grows:\n" + "\n".join(found))
    SNAPSHOT.write_text(json.dumps(now, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courtcase.settings")
    os.environ.setdefault("COURTCASE_MODE", "test")
    django.setup()
    update()
