"""Turns of signing on a telephone are swept a day after they ran out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from courtcase.operations import NotAllowed
from courtcase.people.actors import Actor
from courtcase.signatures.models import PhoneSigning
from petitions.filing.operations.sign_on_phone import forget_turns, open_phone_signing
from tests.petitions.signing import PERSON, trusted
from tests.petitions.walk import Walk


@pytest.mark.django_db
def test_a_day_after_they_ran_out(walk: Walk, tmp_path: Path, settings: Any) -> None:
    trusted(tmp_path, settings)
    settings.EGOV_MOBILE_BIN = "000000000000"
    petition, owner = walk.submitted(petitioner=PERSON), walk.cast.actor("petitioner")
    turn = open_phone_signing(petition=petition, actor=owner, at=walk.tick())
    system, later = Actor.system("tests"), turn.expires_at + timedelta(days=1)
    assert forget_turns(actor=system, at=later) == 0
    assert forget_turns(actor=system, at=later + timedelta(minutes=1)) == 1
    assert not PhoneSigning.objects.exists()
    with pytest.raises(NotAllowed):
        forget_turns(actor=owner, at=later)
