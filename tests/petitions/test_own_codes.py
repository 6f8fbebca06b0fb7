"""Each of several petitioners has a code, an address and a signature of their own, and nothing of the others' rights."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from courtcase.notices import sending
from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed
from courtcase.people.actors import Actor
from courtcase.register import receipt_code
from petitions import access
from petitions.filing.operations.withdraw_one import withdraw_one
from petitions.models import OneTimeCode, Petition, Petitioner
from petitions.own_codes import own_code_of
from petitions.workflow import State
from tests.petitions.signing import signature_file, trusted
from tests.petitions.strangers import SIX_DIGITS
from tests.petitions.together import SECOND, THIRD, leaves, of_two, row, waiting
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
IIN = "900101300017"


def told(petition: Petition, event: str, mailoutbox: list[Any]) -> str:
    """Send the notice of `event` to the second petitioner and return its words."""
    notice = Notice.objects.get(subject=petition.subject, event=event, recipient=None)
    notice.lease_token = notice.public_id
    notice.save(update_fields=["lease_token"])
    sending.send_notice(notice)
    assert mailoutbox[-1].to == [SECOND["email"]]
    return str(mailoutbox[-1].body)


def second(petition: Petition, key: str = "aa11") -> Client:
    """Return a browser in which the second petitioner's own code was entered."""
    client = Client()
    answer = client.post("/ru/petitions/track/", {"code": own_code_of(petition, key)})
    assert answer["Location"] == f"/ru/petitions/{petition.public_id}/"
    return client


def proven(client: Client, petition: Petition, mailoutbox: list[Any]) -> Client:
    """Return the browser after the second proof: a code sent to the second petitioner's own address."""
    home = f"/ru/petitions/{petition.public_id}/"
    client.post(f"{home}prove/send/", {"channel": "email", "next": home})
    assert mailoutbox[-1].to == [SECOND["email"]]
    found = SIX_DIGITS.search(mailoutbox[-1].body)
    assert found
    assert client.post(f"{home}prove/code/", {"typed": found.group(), "next": home})["Location"] == home
    return client


def test_the_code_stands_in_ones_own_notice_and_in_no_row(walk: Walk, mailoutbox: list[Any]) -> None:
    petition = of_two(walk)
    body = told(petition, "petition.submitted", mailoutbox)
    [code] = [word for word in re.findall(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b", body) if receipt_code.parse(word)]
    assert code == own_code_of(petition, "aa11") != walk.codes[petition.pk]
    assert "/petitions/track/" in body
    rows = list(Notice.objects.values()) + list(Petitioner.objects.values()) + list(Petition.objects.values())
    assert code not in str(rows)
    assert own_code_of(petition, "first") == "", "the first has the code of the petition"
    filed = walk.confirm(petition)
    assert code in told(filed, "petition.filed", mailoutbox)


def test_it_opens_the_timeline_and_with_ones_own_proof_the_letters(walk: Walk, mailoutbox: list[Any]) -> None:
    petition = walk.confirm(of_two(walk))
    client, home = second(petition), f"/ru/petitions/{petition.public_id}/"
    page = client.get(home)
    assert page.status_code == 200
    assert walk.codes[petition.pk] not in page.content.decode()
    assert f"{home}address/" not in page.content.decode()
    assert client.get(f"{home}paper.pdf")["Location"].startswith(f"{home}prove/")
    assert "s…@e…" in client.get(f"{home}prove/").content.decode()
    proven(client, petition, mailoutbox)
    for place in ("paper.pdf", "receipt.pdf", "receipt/", "withdraw/one/", "aloud/", "terms.ics"):
        assert client.get(home + place).status_code == 200, place


def test_it_gives_nothing_of_the_rights_of_the_first(walk: Walk, mailoutbox: list[Any]) -> None:
    petition = walk.confirm(of_two(walk))
    client, home = proven(second(petition), petition, mailoutbox), f"/ru/petitions/{petition.public_id}/"
    for place in ("withdraw/", "address/", "documents/add/", "data/", "demand/", "reopen/", "write/you/"):
        assert client.get(home + place).status_code == 404, place
    sent = {"version": petition.version, "petitioner": row(petition, "first")}
    assert client.post(f"{home}withdraw/one/", sent).status_code == 422
    actor = Actor.holder(petitioners=frozenset({(row(petition, "aa11"), 0)}))
    with pytest.raises(NotAllowed):
        withdraw_one(petition=petition, petitioner=row(petition, "first"), actor=actor, at=walk.tick())


def test_one_leaves_by_it_and_the_others_go_on(walk: Walk, mailoutbox: list[Any]) -> None:
    petition = walk.confirm(of_two(walk))
    client, home = proven(second(petition), petition, mailoutbox), f"/ru/petitions/{petition.public_id}/"
    assert SECOND["full_name"] in client.get(f"{home}withdraw/one/").content.decode()
    sent = {"version": petition.version, "petitioner": row(petition, "aa11")}
    answer = client.post(f"{home}withdraw/one/", sent)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == "/ru/petitions/track/"
    petition.refresh_from_db()
    assert petition.state == State.FILED
    assert client.get(home).status_code == 404
    assert Client().post("/ru/petitions/track/", {"code": own_code_of(petition, "aa11") or "x"}).status_code == 422


def test_before_all_have_signed_the_words_open_with_the_proof_alone(walk: Walk) -> None:
    petition = of_two(walk)
    client, home = second(petition), f"/ru/petitions/{petition.public_id}/"
    for place in ("sign/", "paper.pdf", "document.pdf"):
        assert client.get(home + place)["Location"].startswith(f"{home}prove/"), place


def test_one_signs_for_oneself_by_it(walk: Walk, mailoutbox: list[Any], tmp_path: Path, settings: Any) -> None:
    court = trusted(tmp_path, settings)
    petition = walk.submitted(others=[{**SECOND, "iin": IIN}, THIRD])
    client, home = proven(second(petition), petition, mailoutbox), f"/ru/petitions/{petition.public_id}/"
    shown = client.get(f"{home}sign/")
    assert shown.status_code == 200
    content = b"".join(client.get(f"{home}document.pdf").streaming_content)  # type: ignore[attr-defined]
    version = shown.context["form"]["version"].value()
    file = signature_file(content, court.signer(iin=IIN))
    assert client.post(f"{home}sign/file/", {"version": version, "container": file}).status_code == 302
    assert waiting(Petition.objects.get(pk=petition.pk)) == ["first", "bb22"]


def test_proofs_of_two_people_are_two(walk: Walk, mailoutbox: list[Any]) -> None:
    petition = walk.confirm(of_two(walk))
    client, home = proven(second(petition), petition, mailoutbox), f"/ru/petitions/{petition.public_id}/"
    assert OneTimeCode.objects.get().petitioner_id == row(petition, "aa11")
    client.post("/ru/petitions/track/", {"code": walk.codes[petition.pk]})
    answer = client.get(f"{home}withdraw/one/")
    assert answer["Location"].startswith(f"{home}prove/"), "who proved to be the second did not prove to be the first"


def test_who_left_and_who_had_an_older_code_hold_nothing(walk: Walk) -> None:
    petition = walk.confirm(walk.submitted(others=[SECOND, THIRD]))
    client, other = second(petition), second(petition, "bb22")
    leaves(walk, petition, "aa11")
    Petitioner.objects.filter(key="bb22").update(code_epoch=1)
    home = f"/ru/petitions/{petition.public_id}/"
    assert (client.get(home).status_code, other.get(home).status_code) == (404, 404)


def test_a_number_that_is_wrong_tells_no_more_than_a_code_that_is_wrong(walk: Walk) -> None:
    petition = walk.confirm(of_two(walk))
    pages = [
        Client().post("/ru/petitions/track/", {"code": code, "number": "1/2026"}).context["form"].errors
        for code in (own_code_of(petition, "aa11"), receipt_code.generate())
    ]
    assert pages[0] == pages[1] != {}
    holder = Actor.holder(petitioners=frozenset({(row(petition, "aa11"), 0)}))
    allowed = access.allowed(holder, ["petition.read", "petition.cure", "petition.draft"], petition, timezone.now())
    assert allowed == {"petition.read"}
