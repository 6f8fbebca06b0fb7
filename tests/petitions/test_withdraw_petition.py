from __future__ import annotations

from petitions.workflow import State
from tests.petitions.acts import STRANGERS, OfAnAct


class TestWithdrawingAPetition(OfAnAct):
    address = "/ru/petitions/{id}/withdraw/"
    stage = "screening"
    wrong_stage = "drafted"
    becomes = State.WITHDRAWN
    doers = ("petitioner",)
    others = (*STRANGERS, "clerk", "chair", "counsel")
