from __future__ import annotations

import pytest

from petitions.models import Withdrawal
from petitions.workflow import State
from tests.petitions.acts import STRANGERS, OfAnAct, signed_in
from tests.petitions.walk import Walk


class TestWithdrawingAPetition(OfAnAct):
    address = "/ru/petitions/{id}/withdraw/"
    stage = "screening"
    wrong_stage = "drafted"
    becomes = State.WITHDRAWN
    doers = ("petitioner",)
    others = (*STRANGERS, "clerk", "chair", "counsel")


@pytest.mark.django_db
def test_what_was_said_of_why_is_sealed_and_read_by_the_apparatus(walk: Walk) -> None:
    petition, why = walk.screening(), "Я договорился с ведомством."
    sent = {"version": petition.version, "reason": why}
    answer = signed_in(walk.cast.petitioner).post(f"/ru/petitions/{petition.public_id}/withdraw/", sent)
    assert answer.status_code == 302
    assert why.encode() not in bytes(Withdrawal.objects.get().sealed_reason)
    assert why in signed_in(walk.cast.clerk).get(f"/ru/intake/{petition.public_id}/").content.decode()
