"""The pages of keeping: what is over, lists, holds; through HTTP, as the two persons see them."""

from __future__ import annotations

import pytest

from courtcase.register.models import LegalHold
from courtcase.register.queries import held
from petitions.models import ActOutcome, DisposalAct
from tests.petitions.acts import signed_in
from tests.petitions.disposing import KIND, waiting_act, withdrawn
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


def test_two_persons_walk_through_the_pages(walk: Walk) -> None:
    withdrawn(walk)
    officer, chair = signed_in(walk.cast.data_protection), signed_in(walk.cast.chair)
    page = officer.get("/en/keeping/").content.decode()
    assert "not confirmed by the Court: nothing is destroyed" in page
    refused = officer.post("/en/keeping/propose/", {"kind": KIND}, follow=True).content.decode()
    assert "No period is confirmed for this kind" in refused
    act = waiting_act(walk)
    address = f"/en/keeping/acts/{act.public_id}/"
    assert "You proposed this list" in officer.get(address).content.decode()
    assert officer.post(f"{address}confirm/").status_code == 404
    unsaid = chair.post(f"{address}reject/", {"reason": " "})
    assert unsaid.status_code == 422
    assert "Write the order or reason" in unsaid.content.decode()
    assert chair.post(f"{address}confirm/").status_code == 302
    act.refresh_from_db()
    assert act.outcome == ActOutcome.CONFIRMED
    assert act.number in signed_in(walk.cast.auditor).get(address).content.decode()
    again = chair.post(f"{address}confirm/", follow=True).content.decode()
    assert "decided already" in again


@pytest.mark.parametrize("who", ["clerk", "petitioner", "judge1"])
def test_others_do_not_see_them(walk: Walk, who: str) -> None:
    act = waiting_act(walk)
    client = signed_in(getattr(walk.cast, who))
    for address in ("", f"acts/{act.public_id}/", "holds/"):
        assert client.get(f"/ru/keeping/{address}").status_code == 404
    assert client.post("/ru/keeping/propose/", {"kind": KIND}).status_code == 404
    assert client.post(f"/ru/keeping/acts/{act.public_id}/confirm/").status_code == 404
    assert not DisposalAct.objects.exclude(outcome="").exists()


def test_a_hold_is_placed_shown_and_lifted(walk: Walk) -> None:
    petition = walk.screening()
    number, officer = str(petition.register_number), signed_in(walk.cast.data_protection)
    unknown = officer.post("/en/keeping/holds/", {"number": "2019/000001", "reason": "Order No. 7"})
    assert unknown.status_code == 422
    assert "No petition that is kept has this number" in unknown.content.decode()
    named = officer.post("/en/keeping/holds/", {"number": number, "reason": "asked by a@b.kz"})
    assert "Leave out personal data" in named.content.decode()
    assert officer.post("/en/keeping/holds/", {"number": number, "reason": "Order No. 7"}).status_code == 302
    assert held(petition.subject)
    staff = signed_in(walk.cast.clerk).get(f"/en/intake/{petition.public_id}/").content.decode()
    assert "A legal hold stands" in staff
    assert "Order No. 7" in staff
    hold = LegalHold.objects.get()
    assert number in officer.get(f"/en/keeping/holds/{hold.pk}/lift/").content.decode()
    assert officer.post(f"/en/keeping/holds/{hold.pk}/lift/", {"reason": "Order No. 8"}).status_code == 302
    assert not held(petition.subject)
