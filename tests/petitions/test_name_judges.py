from __future__ import annotations

from typing import Any

from petitions.models import Petition
from petitions.workflow import State
from tests.petitions.acts import STRANGERS, OfAnAct
from tests.petitions.walk import Walk


class TestNamingJudges(OfAnAct):
    address = "/ru/proceedings/studies/{id}/judges/"
    stage = "passed"
    wrong_stage = "in_study"
    becomes = State.STUDY
    doers = (
        "chair",
        "deputy",
    )
    others = (*STRANGERS, "petitioner", "clerk", "judge1", "secretary")

    def values(self, walk: Walk, petition: Petition) -> dict[str, Any]:
        return {"judges": [walk.cast.judge1.pk, walk.cast.judge2.pk]}
