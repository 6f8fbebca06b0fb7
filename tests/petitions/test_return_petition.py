from __future__ import annotations

from typing import Any

from courtcase.law.queries import grounds_on
from petitions.models import Petition
from petitions.workflow import State
from tests.petitions.acts import STRANGERS, OfAnAct
from tests.petitions.walk import WHY, Walk


class TestReturningAPetition(OfAnAct):
    address = "/ru/intake/{id}/return/"
    stage = "screening"
    wrong_stage = "registered"
    becomes = State.SCREENING  # it waits to leave: tests/petitions/letters
    doers = (
        "clerk",
        "head_of_intake",
    )
    others = (*STRANGERS, "petitioner", "registrar", "chair")

    def values(self, walk: Walk, petition: Petition) -> dict[str, Any]:
        return {"grounds": [grounds_on(kind="return", day=walk.now.date())[0].pk], "explanation": WHY}
