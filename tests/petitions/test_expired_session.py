from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from courtcase.people.carried import CARRIED
from tests.cast import PASSWORD
from tests.petitions.acts import signed_in
from tests.petitions.walk import Walk


@pytest.mark.django_db
def test_what_was_typed_is_given_back_when_the_session_ended(walk: Walk) -> None:
    petition = walk.drafted()
    written = "Суд не услышал меня, и вот что произошло дальше. " * 5
    answer = Client().post(f"/ru/petitions/{petition.public_id}/write/situation/", {"situation": written, "version": 1})
    assert answer.status_code == 403
    assert written.strip() in answer.content.decode()


@pytest.mark.django_db
def test_a_form_for_nothing_says_the_same_as_a_form_for_something(walk: Walk) -> None:
    petition = walk.drafted()
    nothing = "00000000-0000-4000-8000-000000000000"
    there = Client().post(f"/ru/petitions/{petition.public_id}/withdraw/", {"reason": ""})
    nowhere = Client().post(f"/ru/petitions/{nothing}/withdraw/", {"reason": ""})
    assert there.status_code == nowhere.status_code == 403
    assert there.content.decode().replace(str(petition.public_id), nothing) == nowhere.content.decode()


@pytest.mark.django_db
def test_a_form_waits_behind_the_sign_in_and_is_sent_again_as_it_was(walk: Walk) -> None:
    petition, client = walk.screening(), signed_in(walk.cast.clerk)
    address, sent = f"/ru/intake/{petition.public_id}/notes/add/", {"body": "Почему так долго, и что дальше."}
    client.cookies["sessionid"] = "of-nobody"
    ended = client.post(address, sent)
    assert ended.status_code == 403
    bare = "/ru/account/what-you-wrote/"
    waiting = f"{bare}?kept={client.session[CARRIED]['ticket']}"
    sign_in = f"/ru/account/login/?{urlencode({'next': waiting})}"
    assert f"next={quote(waiting)}" in ended.content.decode()
    assert client.get(waiting)["Location"] == sign_in
    answer = client.post(sign_in, {"login": walk.cast.clerk.email, "password": PASSWORD})
    assert answer["Location"] == waiting
    for other in (bare, f"{bare}?kept=of-another"):
        assert sent["body"] not in client.get(other).content.decode(), "for whoever signs in next on this browser"
    page = client.get(waiting)
    assert page["Cache-Control"].count("no-store")
    assert f'action="{address}"' in page.content.decode()
    assert sent["body"] in page.content.decode()
    assert client.post(waiting).status_code == 302
    assert sent["body"] not in client.get(waiting).content.decode()


@pytest.mark.django_db
def test_the_code_of_another_petition_leads_to_nobody_elses_words(walk: Walk) -> None:
    one, other, client = walk.submitted(), walk.submitted(), Client()
    ended = client.post(f"/ru/petitions/{one.public_id}/withdraw/", {"reason": "Слова того, кто ушёл."})
    assert ended.status_code == 403
    taken = client.post("/ru/petitions/track/", {"code": walk.codes[other.pk]})
    assert taken["Location"] == f"/ru/petitions/{other.public_id}/"
    own = client.post("/ru/petitions/track/", {"code": walk.codes[one.pk]})
    assert "/account/what-you-wrote/?kept=" in own["Location"]


@pytest.mark.django_db
def test_what_is_too_long_or_secret_is_shown_and_not_carried(walk: Walk) -> None:
    home = f"/ru/petitions/{walk.drafted().public_id}/write/situation/"
    for fields in ({"situation": "Очень долго. " * 20_000}, {"situation": "Слова и ключ", "password": "x"}):
        client = Client()
        assert "next=" not in client.post(home, fields).content.decode()
        assert CARRIED not in client.session
