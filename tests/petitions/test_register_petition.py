from __future__ import annotations

from petitions.workflow import State
from tests.petitions.acts import STRANGERS, OfAnAct


class TestRegisteringAPetition(OfAnAct):
    address = "/ru/intake/{id}/register/"
    stage = "filed"
    wrong_stage = "registered"
    becomes = State.REGISTERED
    doers = (
        "clerk",
        "head_of_intake",
    )
    others = (*STRANGERS, "petitioner", "registrar", "judge1", "chair")
