from __future__ import annotations

from petitions.workflow import State
from tests.petitions.acts import STRANGERS, OfAnAct


class TestBeginningTheCheck(OfAnAct):
    address = "/ru/intake/{id}/begin/"
    stage = "registered"
    wrong_stage = "filed"
    becomes = State.SCREENING
    doers = (
        "clerk",
        "head_of_intake",
    )
    others = (*STRANGERS, "petitioner", "registrar", "judge1")
