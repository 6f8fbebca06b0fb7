"""Ten thousand malformed requests, and every address by every role and every method: short here, whole by `make soak`.

`python -m tests.soak --part malformed` and `--part addresses` run these with their whole numbers, by the variables below.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from tests.petitions.prepared import World, signed_in
from tests.soak.malformed import Sender
from tests.test_every_address import (
    VISITORS,
    Actor,
    action_of,
    addresses,
    asked,
    fault_of,
    filled,
    may,
    timezone,
)
from tests.worlds import world

__all__ = ["world"]
pytestmark = pytest.mark.faults
COUNT, SEED, FIGURES = (f"COURTCASE_CAMPAIGN_{name}" for name in ("COUNT", "SEED", "FIGURES"))
FILLERS = ("petitioner", "clerk", "secretary", "chair", "judge1", "publisher", "execution_officer", "administrator")
# What a browser, or a program, can send.
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SHORT = 600


def wanted(name: str, otherwise: int) -> int:
    """Return a number that the campaign was started with."""
    return int(os.environ.get(name) or otherwise)


def note(figures: dict[str, Any]) -> None:
    """Write figures where the campaign wants them."""
    if path := os.environ.get(FIGURES):
        Path(path).write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def test_malformed_requests_meet_no_fault_of_the_server(world: World) -> None:
    count = wanted(COUNT, SHORT)
    fillers = FILLERS if count > SHORT else ("petitioner", "clerk")
    seed = wanted(SEED, random.SystemRandom().randrange(1, 10**6))
    found = Sender(world, seed, fillers).run(count)
    note(found.as_json())
    assert found.broken == [], f"seed {seed}"
    assert sum(found.sent.values()) == count
    assert min(found.sent.values()) >= count // 3
    assert found.statuses["200"] > 0


def test_every_address_takes_every_method_from_every_role(world: World) -> None:
    """A third of it in the suite, another each time; whole where a campaign asks for it."""
    is_whole = COUNT in os.environ
    seed = wanted(SEED, random.SystemRandom().randrange(1, 10**6))
    visitors = VISITORS if is_whole else random.Random(seed).sample(VISITORS, 2)
    figures: dict[str, Any] = {"seed": seed, "visitors": len(visitors), "requests": 0, "broken": []}
    for visitor in visitors:
        walked(world, visitor, seed, figures, is_whole=is_whole)
    note(figures)
    assert figures["broken"] == [], f"seed {seed}"


def walked(world: World, visitor: str | None, seed: int, figures: dict[str, Any], *, is_whole: bool) -> None:
    """Ask every address as `visitor` by each method, or by two of them where it is not the whole."""
    client, chance = signed_in(world, visitor), random.Random(f"{seed}:{visitor}")
    actor = Actor.of(getattr(world.walk.cast, visitor)) if visitor else Actor.nobody()
    for route, address in addresses(world, chance.randrange(6), every=False):
        assert filled(route, world)
        action = action_of(route, address)
        shut = action is None or not may(actor, action, timezone.now())
        for method in METHODS if is_whole else chance.sample(METHODS, 1):
            answer = asked(client, method, address)
            figures["requests"] += 1
            if fault := fault_of(route, method, answer, shut=shut and method != "OPTIONS", is_nobody=visitor is None):
                figures["broken"].append(f"{visitor} {method} {address}: {fault}")
