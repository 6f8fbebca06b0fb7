from __future__ import annotations

from petitions.workflow import State
from tests.petitions.acts import STRANGERS, OfAnAct


class TestPassingOnToTheChair(OfAnAct):
    address = "/ru/intake/{id}/pass/"
    stage = "screening"
    wrong_stage = "registered"
    becomes = State.AWAITING_STUDY
    doers = (
        "clerk",
        "head_of_intake",
    )
    others = (*STRANGERS, "petitioner", "registrar", "chair")
