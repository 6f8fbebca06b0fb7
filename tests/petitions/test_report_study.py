from __future__ import annotations

from typing import Any

from petitions.models import Petition
from petitions.workflow import State
from tests.petitions.acts import STRANGERS, OfAnAct
from tests.petitions.walk import WHY, Walk


class TestReportingOnAStudy(OfAnAct):
    address = "/ru/proceedings/studies/{id}/report/"
    stage = "in_study"
    wrong_stage = "reported"
    becomes = State.REPORTED
    doers = ("judge1",)
    others = (*STRANGERS, "petitioner", "clerk", "judge2", "chair")

    def values(self, walk: Walk, petition: Petition) -> dict[str, Any]:
        return {"recommendation": "refuse", "report": WHY}
