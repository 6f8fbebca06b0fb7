from __future__ import annotations

from petitions.workflow import State
from tests.petitions.acts import STRANGERS, OfAnAct


class TestConfirmingASignature(OfAnAct):
    address = "/ru/intake/{id}/confirm/"
    stage = "submitted"
    wrong_stage = "filed"
    becomes = State.FILED
    doers = (
        "registrar",
        "clerk",
        "head_of_intake",
    )
    others = (*STRANGERS, "petitioner", "judge1", "chair", "secretary")
