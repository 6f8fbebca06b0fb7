"""Who may enter a petition that came on paper."""

from __future__ import annotations

import pytest

from courtcase.operations import NotAllowed
from courtcase.people.actors import Actor
from petitions.intake.operations.enter_paper import enter_paper
from petitions.models import Channel, Petition
from petitions.workflow import State
from tests.documents.files import picture, upload
from tests.petitions.walk import Walk, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["petitioner", "head_of_intake", "judge1"])
def test_only_those_who_receive_paper_enter_it(walk: Walk, who: str) -> None:
    scan = upload("page.png", picture())
    with pytest.raises(NotAllowed):
        enter_paper(content=words(), language="ru", scan=scan, actor=Actor.of(getattr(walk.cast, who)), at=walk.tick())
    assert not Petition.objects.exists()


def test_a_registrar_enters_it_and_it_is_filed(walk: Walk) -> None:
    petition, code = enter_paper(
        content=words(),
        language="kk",
        scan=upload("page.png", picture()),
        actor=Actor.of(walk.cast.registrar),
        at=walk.tick(),
    )
    assert (petition.state, petition.channel, petition.account, bool(code)) == (
        State.FILED,
        Channel.PAPER,
        None,
        True,
    )
