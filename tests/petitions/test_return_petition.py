from __future__ import annotations

from typing import Any

from django.test import Client

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

    def browser(self, walk: Walk, petition: Petition, key: str) -> Client:
        """Return the browser of somebody who has opened the petition: nothing unread is returned."""
        client = super().browser(walk, petition, key)
        client.get(f"/ru/intake/{petition.public_id}/")
        return client

    def values(self, walk: Walk, petition: Petition) -> dict[str, Any]:
        return {"grounds": [grounds_on(kind="return", day=walk.now.date())[0].pk], "explanation": WHY}
