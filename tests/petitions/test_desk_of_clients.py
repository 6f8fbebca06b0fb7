"""A representative's desk: clients and papers kept once, petitions begun from them, all terms in one list."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone
from icalendar import Calendar

from courtcase.documents.models import Document, ScanState
from courtcase.law.time import court_day
from courtcase.operations import NotAllowed, OperationError
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.content import open_content
from petitions.filing.desk import people_of, running_terms
from petitions.filing.operations import desk as work
from petitions.filing.operations.close_account import close_account
from petitions.models import Authority, Client, Petition
from petitions.versions import written_last
from tests.cast import Cast
from tests.documents.files import picture
from tests.petitions.acts import closing, signed_in
from tests.petitions.together import ADVOCATE
from tests.petitions.walk import Walk, words

WRITTEN = {
    "full_name": "Клиент Үлгі",
    "residence": "Astana, Example street 9",
    "my_kind": "advocate",
    "my_full_name": "Адвокат Үлгі",
    "my_proof": "№ 1",
}
PEOPLE: Any = {"person": {"full_name": "Клиент Үлгі", "residence": "Astana, 9"}, "representative": ADVOCATE}


def counsel(walk: Walk) -> Actor:
    """Return the advocate."""
    return Actor.of(walk.cast.counsel)


def kept(walk: Walk) -> Client:
    """Return a client on the advocate's desk."""
    return work.keep_client(people=PEOPLE, actor=counsel(walk), at=timezone.now())


def proof(walk: Walk, client: Client, *, days: int | None = 60) -> Authority:
    """Return a paper kept for a client, which holds for so many days."""
    uploaded = SimpleUploadedFile("ордер.png", picture(), content_type="image/png")
    until = court_day(timezone.now()) + timedelta(days=days) if days is not None else None
    return work.keep_proof(client=client, uploaded=uploaded, valid_until=until, actor=counsel(walk), at=timezone.now())


@pytest.mark.django_db
class TestClients:
    def test_are_written_down_once_and_sealed(self, walk: Walk) -> None:
        browser = signed_in(walk.cast.counsel)
        answer = browser.post("/ru/petitions/clients/new/", WRITTEN)
        assert answer.status_code == 302
        client = Client.objects.get()
        assert people_of(client)["person"]["full_name"] == WRITTEN["full_name"]
        assert WRITTEN["full_name"].encode() not in bytes(client.sealed_people)
        assert WRITTEN["full_name"] in browser.get("/ru/petitions/clients/").content.decode()
        assert "Адвокат Үлгі" in browser.get("/ru/petitions/clients/new/").content.decode()
        assert not [one for one in Event.objects.filter(name__startswith="desk.") if "Клиент" in str(one.body)]

    def test_lend_another_client_who_represents_but_not_the_paper(self, walk: Walk) -> None:
        kept(walk)
        page = signed_in(walk.cast.counsel).get("/ru/petitions/clients/new/")
        first = page.context["form"].initial
        assert first["my_full_name"] == PEOPLE["representative"]["full_name"]
        assert PEOPLE["representative"]["proof"]
        assert not {"my_proof", "full_name"} & set(first), "a paper of authority names one client"

    def test_are_saved_with_a_word_and_taken_off_only_after_one(self, walk: Walk) -> None:
        client, browser = kept(walk), signed_in(walk.cast.counsel)
        address = f"/en/petitions/clients/{client.public_id}/"
        page = browser.post(address, {**WRITTEN, "version": 1}, follow=True).content.decode()
        assert "Saved." in page
        closed = re.search(r"<details>(.*?)</details>", page, re.DOTALL)
        assert closed
        assert "cannot be undone" in closed.group(1)
        assert f"{address}remove/" in closed.group(1)
        assert page.count(f"{address}remove/") == 1

    def test_are_nobody_elses(self, walk: Walk) -> None:
        client = kept(walk)
        for key in ("stranger", "clerk", "administrator"):
            browser = signed_in(getattr(walk.cast, key))
            for end in ("", "start/", "proof/"):
                assert browser.get(f"/ru/petitions/clients/{client.public_id}/{end}").status_code == 404, key
            assert browser.post(f"/ru/petitions/clients/{client.public_id}/remove/", {"version": 1}).status_code == 404
        with pytest.raises(NotAllowed):
            work.keep_client(client=client, people=PEOPLE, actor=Actor.of(walk.cast.stranger), at=timezone.now())
        with pytest.raises(NotAllowed):
            work.keep_client(people=PEOPLE, actor=Actor.nobody(), at=timezone.now())
        assert Browser().get("/ru/petitions/clients/").status_code in {302, 404}

    def test_are_not_overwritten_by_an_older_page(self, walk: Walk) -> None:
        client, browser = kept(walk), signed_in(walk.cast.counsel)
        address = f"/ru/petitions/clients/{client.public_id}/"
        sent = {**WRITTEN, "version": 1}
        assert [browser.post(address, sent).status_code for _time in range(2)] == [302, 422]
        answer = browser.post(f"{address}remove/", {"version": 1}, follow=True)
        assert answer.redirect_chain == [(address, 302)]
        assert "изменен" in answer.content.decode(), "it is said that nothing was taken off"

    def test_are_taken_off_and_forgotten(self, walk: Walk) -> None:
        client, browser = kept(walk), signed_in(walk.cast.counsel)
        paper = proof(walk, client)
        address = f"/ru/petitions/clients/{client.public_id}/"
        assert browser.put(f"{address}remove/").status_code == 405
        assert browser.post(f"{address}remove/", {"version": 1}).status_code == 302
        assert browser.get(address).status_code == 404
        client.refresh_from_db()
        assert people_of(client)["person"] == {}
        assert not Document.objects.filter(pk=paper.document_id).exists(), "a paper names people: it is erased"
        with pytest.raises(NotAllowed):
            work.remove_client(client=client, actor=counsel(walk), at=timezone.now())


@pytest.mark.usefixtures("real_commits")
def test_two_changes_at_once_leave_one() -> None:
    walk = Walk(Cast())
    client = kept(walk)
    browsers = [signed_in(walk.cast.counsel) for _one in range(2)]
    sent = {**WRITTEN, "version": client.version}
    with ThreadPoolExecutor(2) as threads:
        address = f"/ru/petitions/clients/{client.public_id}/"
        statuses = sorted(threads.map(lambda browser: closing(browser, address, sent), browsers))
    assert statuses == [302, 422]


@pytest.mark.django_db
class TestPapers:
    def test_are_shown_when_they_end(self, walk: Walk) -> None:
        client, browser = kept(walk), signed_in(walk.cast.counsel)
        soon = proof(walk, client, days=5)
        page = browser.get("/en/petitions/clients/").content.decode()
        assert "Ends soon:" in page
        Authority.objects.filter(pk=soon.pk).update(valid_until=court_day(timezone.now()) - timedelta(days=1))
        assert "No longer holds:" in browser.get("/en/petitions/clients/").content.decode()

    def test_that_ended_are_not_taken(self, walk: Walk) -> None:
        with pytest.raises(OperationError):
            proof(walk, kept(walk), days=-1)

    def test_are_laid_with_a_petition_while_they_hold(self, walk: Walk) -> None:
        client, browser = kept(walk), signed_in(walk.cast.counsel)
        proof(walk, client)
        ended = proof(walk, client)
        Authority.objects.filter(pk=ended.pk).update(valid_until=court_day(timezone.now()) - timedelta(days=1))
        answer = browser.post(f"/ru/petitions/clients/{client.public_id}/start/", {"language": "ru"})
        assert answer["Location"].endswith("/write/norm/")
        petition = Petition.objects.get()
        assert [one.purpose for one in petition.attachments.all()] == ["proof"]
        page = browser.get(answer["Location"].replace("/norm/", "/check/")).content.decode()
        assert "Клиент Үлгі" in page
        assert "Адвокат Үлгі" in page
        assert petition.writer == "advocate"

    def test_that_cannot_be_taken_begin_no_petition(self, walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
        client, browser = kept(walk), signed_in(walk.cast.counsel)
        proof(walk, client)
        monkeypatch.setattr("courtcase.documents.operations.scan", lambda file: ScanState.INFECTED)
        answer = browser.post(f"/ru/petitions/clients/{client.public_id}/start/", {"language": "ru"})
        assert answer.status_code == 422
        assert not Petition.objects.exists()

    def test_are_removed_by_their_owner(self, walk: Walk) -> None:
        client = kept(walk)
        paper = proof(walk, client)
        address = f"/ru/petitions/clients/{client.public_id}/proof/{paper.pk}/remove/"
        assert signed_in(walk.cast.stranger).post(address).status_code == 404
        assert signed_in(walk.cast.counsel).post(address).status_code == 302
        assert signed_in(walk.cast.counsel).post(address).status_code == 404
        assert not Document.objects.filter(pk=paper.document_id).exists()

    def test_are_erased_with_the_account(self, walk: Walk) -> None:
        client = kept(walk)
        paper = proof(walk, client)
        close_account(account=walk.cast.counsel, actor=counsel(walk), at=timezone.now())
        client.refresh_from_db()
        assert client.closed_at is not None
        assert people_of(client) == {"person": {}, "representative": {}}
        assert not Document.objects.filter(pk=paper.document_id).exists()


@pytest.mark.django_db
class TestTheLegalPart:
    def test_is_used_again_without_the_person_and_the_case(self, walk: Walk) -> None:
        petition = walk.drafted()
        browser = signed_in(walk.cast.petitioner)
        answer = browser.post(f"/ru/petitions/{petition.public_id}/use-again/", {"client": ""})
        assert answer.status_code == 302
        copy = Petition.objects.exclude(pk=petition.pk).get()
        content = open_content(copy, written_last(copy))
        assert content["reasoning"] == words()["reasoning"].strip() or content["reasoning"] == words()["reasoning"]
        assert not {"petitioner", "situation", "court_acts"} & set(content)

    def test_is_lent_to_nobody_else(self, walk: Walk) -> None:
        petition = walk.drafted()
        for key in ("stranger", "counsel", "clerk"):
            address = f"/ru/petitions/{petition.public_id}/use-again/"
            assert signed_in(getattr(walk.cast, key)).post(address, {"client": ""}).status_code == 404
        with pytest.raises(NotAllowed):
            work.copy_legal_part(petition=petition, actor=counsel(walk), at=timezone.now())

    def test_goes_to_a_client(self, walk: Walk) -> None:
        petition = walk.drafted(actor=counsel(walk))
        client = kept(walk)
        browser = signed_in(walk.cast.counsel)
        sent = {"client": str(client.public_id)}
        assert browser.post(f"/ru/petitions/{petition.public_id}/use-again/", sent).status_code == 302
        assert Petition.objects.exclude(pk=petition.pk).get().writer == "advocate"
        assert (
            browser.post(f"/ru/petitions/{petition.public_id}/use-again/", {"client": str(uuid4())}).status_code == 422
        )


@pytest.mark.django_db
class TestTerms:
    def test_stand_in_one_list_and_one_calendar(self, walk: Walk) -> None:
        returned, draft = walk.returned(), walk.drafted()
        browser = signed_in(walk.cast.petitioner)
        found = running_terms(Actor.of(walk.cast.petitioner), walk.now)
        assert {one.petition.pk for one in found if one.petition} == {returned.pk, draft.pk}
        page = browser.get("/en/petitions/terms/").content.decode()
        assert str(returned.register_number) in page
        answer = browser.get("/en/petitions/terms.ics")
        assert answer["Content-Type"].startswith("text/calendar")
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        assert sorted(one.decoded("dtstart") for one in events) == sorted(one.day for one in found)
        assert "Үлгі" not in answer.content.decode()

    def test_name_the_last_day_of_a_paper_but_in_the_calendar_no_client(self, walk: Walk) -> None:
        client, browser = kept(walk), signed_in(walk.cast.counsel)
        today, papers = court_day(timezone.now()), [proof(walk, client, days=days) for days in (1, 2, 60, None)]
        ends = [today - timedelta(days=40), today - timedelta(days=3), papers[2].valid_until]
        for paper, day in zip(papers, ends[:2], strict=False):
            Authority.objects.filter(pk=paper.pk).update(valid_until=day)
        found = running_terms(counsel(walk), timezone.now())
        assert [one.day for one in found] == ends[1:], "what ran out long ago says nothing any more"
        page = browser.get("/en/petitions/terms/").content.decode()
        assert page.count(f'href="/en/petitions/clients/{client.public_id}/"') == 2
        assert PEOPLE["person"]["full_name"] in page
        written = browser.get("/en/petitions/terms.ics").content.decode()
        assert "paper of authority" in written
        assert "Үлгі" not in written

    def test_of_others_are_not_there(self, walk: Walk) -> None:
        walk.returned()
        assert running_terms(Actor.of(walk.cast.stranger), walk.now) == []
        assert Browser().get("/en/petitions/terms.ics").status_code in {302, 403, 404}

    def test_a_form_sent_twice_begins_one_petition(self, walk: Walk) -> None:
        petition, browser = walk.drafted(actor=counsel(walk)), signed_in(walk.cast.counsel)
        client = kept(walk)
        proof(walk, client)
        for address, sent in (
            (f"/ru/petitions/{petition.public_id}/use-again/", {"client": ""}),
            (f"/ru/petitions/{petition.public_id}/use-again/", {"client": str(client.public_id)}),
            (f"/ru/petitions/clients/{client.public_id}/start/", {"language": "ru"}),
        ):
            before = Petition.objects.count()
            once = browser.get(address).context["form"]["once"].value()
            answers = [browser.post(address, {**sent, "once": once}) for _click in range(2)]
            assert answers[0]["Location"] == answers[1]["Location"]
            assert Petition.objects.count() == before + 1, address
            assert browser.post(address, {**sent, "once": browser.get(address).context["form"]["once"].value()})
            assert Petition.objects.count() == before + 2, "another form begins another"
        assert Petition.objects.latest("pk").attachments.count() == 1
        one = work.copy_legal_part(petition=petition, once="x", actor=counsel(walk), at=timezone.now()).petition
        other = signed_in(walk.cast.stranger).get(f"/ru/petitions/{one.public_id}/")
        assert other.status_code == 404, "the token of another account's form finds nothing"
