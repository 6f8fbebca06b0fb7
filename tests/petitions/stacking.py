"""How tests lay petitions of one person on a stack."""

from __future__ import annotations

from courtcase.people.actors import Actor
from courtcase.register.operations import record_read
from petitions.intake.operations.lay_on_stack import lay_on_stack
from petitions.models import Petition, Stack
from tests.petitions.signing import PERSON
from tests.petitions.walk import Walk


def stacked(walk: Walk, count: int = 3) -> tuple[Stack, list[Petition]]:
    """Return petitions of one person under the check, opened by a clerk and laid on one stack."""
    made = [walk.screening(petitioner=PERSON) for _number in range(count)]
    actor = Actor.of(walk.cast.clerk)
    for one in made:
        record_read(subject=one.subject, actor=actor, at=walk.tick(), place="petition.examine")
    return lay_on_stack(petition=made[0], others=[one.pk for one in made[1:]], actor=actor, at=walk.tick()), made
