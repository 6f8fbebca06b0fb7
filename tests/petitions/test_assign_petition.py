from __future__ import annotations

from typing import Any

from petitions.models import Petition
from petitions.workflow import State
from tests.petitions.acts import STRANGERS, OfAnAct
from tests.petitions.walk import Walk


class TestGivingAPetition(OfAnAct):
    address = "/ru/intake/{id}/assign/"
    stage = "filed"
    wrong_stage = "submitted"
    becomes = State.FILED
    doers = (
        "clerk",
        "head_of_intake",
    )
    others = (*STRANGERS, "petitioner", "registrar", "chair")

    def values(self, walk: Walk, petition: Petition) -> dict[str, Any]:
        return {"assignee": walk.cast.second_clerk.pk}
