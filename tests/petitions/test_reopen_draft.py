from __future__ import annotations

from petitions.workflow import State
from tests.petitions.acts import STRANGERS, OfAnAct


class TestOpeningAPetitionAgain(OfAnAct):
    address = "/ru/petitions/{id}/reopen/"
    stage = "submitted"
    wrong_stage = "filed"
    becomes = State.DRAFT
    doers = ("petitioner",)
    others = (*STRANGERS, "clerk", "chair", "counsel")
