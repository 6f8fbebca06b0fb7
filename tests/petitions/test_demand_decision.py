from __future__ import annotations

from petitions.workflow import State
from tests.petitions.acts import STRANGERS, OfAnAct


class TestDemandingTheCourtsDecision(OfAnAct):
    address = "/ru/petitions/{id}/demand/"
    stage = "returned"
    wrong_stage = "screening"
    becomes = State.RETURN_DISPUTED
    doers = ("petitioner",)
    others = (*STRANGERS, "clerk", "chair", "counsel")
