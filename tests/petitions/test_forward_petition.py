from __future__ import annotations

from typing import Any

from courtcase.law.queries import referrals
from petitions.models import Petition
from petitions.workflow import State
from tests.petitions.acts import STRANGERS, OfAnAct
from tests.petitions.walk import WHY, Walk


class TestForwardingAPetition(OfAnAct):
    address = "/ru/intake/{id}/forward/"
    stage = "screening"
    wrong_stage = "filed"
    becomes = State.FORWARDED
    doers = (
        "clerk",
        "head_of_intake",
    )
    others = (*STRANGERS, "petitioner", "registrar", "chair")

    def values(self, walk: Walk, petition: Petition) -> dict[str, Any]:
        return {"body": getattr(referrals()[0], f"name_{petition.language}"), "reason": WHY}
