"""“Who is writing?”: for oneself, for somebody who signs, or as a representative of one of the law's four kinds."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from courtcase.documents.pdf_data import PetitionData
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.notices.texts import render
from courtcase.people.actors import Actor
from petitions.content import PetitionContent
from petitions.filing.operations.remind_of_year import remind_of_year
from petitions.filing.papers import paper_data
from petitions.filing.readiness import readiness
from petitions.intake.operations.confirm_signature import confirm_signature
from petitions.models import Petition
from petitions.workflow import State
from petitions.writers import KINDS, Writer, signing
from tests.petitions.acts import signed_in
from tests.petitions.together import ADVOCATE, SECOND, written_by
from tests.petitions.walk import Walk, words


def begun(client: Client) -> str:
    """Return the home of a draft that was just begun."""
    answer = client.post("/en/petitions/new/", {"petitioner_kind": "citizen", "language": "ru"})
    found = re.match(r"(/en/petitions/[0-9a-f-]{36}/)write/who/", answer["Location"])
    assert found, answer["Location"]
    return found.group(1)


def came(walk: Walk, petition: Petition) -> Petition:
    """Return a petition written today once its signed paper came."""
    return confirm_signature(petition=petition, actor=Actor.of(walk.cast.registrar), at=timezone.now())


def printed(petition: Petition, content: PetitionContent) -> PetitionData:
    """Return what the paper version says."""
    return paper_data(petition, content)


def lacking(content: PetitionContent, *attached: str) -> set[str]:
    """Return the codes of the requirements that are not met."""
    found = readiness(content=content, needs_own_case=True, attached=set(attached), today=date(2026, 9, 1))
    return {one.code for one in found if one.met is False}


@pytest.mark.django_db
class TestTheFirstQuestion:
    def test_says_what_proves_each_kind_before_anything_else(self) -> None:
        client = Client()
        page = client.get(f"{begun(client)}write/who/").content.decode()
        assert all(str(kind.proof) in page for kind in KINDS.values())
        assert len(re.findall(r'name="writer"', page)) == len(Writer)

    def test_leads_a_representative_to_who_represents(self) -> None:
        client = Client()
        home = begun(client)
        answer = client.post(f"{home}write/who/", {"version": 1, "writer": "advocate"})
        assert answer["Location"] == f"{home}write/representatives/"
        sent = {"version": 2, "kind": "advocate", "full_name": "Адвокат Үлгі", "proof": "№ 1"}
        assert client.post(f"{home}write/representatives/", sent)["Location"] == f"{home}write/you/"
        assert "Адвокат Үлгі" in client.get(f"{home}write/check/").content.decode()

    def test_takes_two_representatives_and_no_third(self) -> None:
        client = Client()
        home = begun(client)
        for version, name in ((1, "One"), (2, "Two"), (3, "Three")):
            sent = {"version": version, "kind": "advocate", "full_name": name, "then": "another"}
            answer = client.post(f"{home}write/representatives/", sent)
        assert answer.status_code == 422
        assert 'name="full_name"' not in client.get(f"{home}write/representatives/").content.decode()

    def test_is_not_asked_of_an_institution(self, walk: Walk) -> None:
        client = signed_in(walk.cast.commissioner_officer)
        answer = client.post("/ru/petitions/new/", {"petitioner_kind": "commissioner", "language": "ru"})
        assert answer["Location"].endswith("/write/you/")
        home = answer["Location"].removesuffix("write/you/")
        assert client.get(f"{home}write/who/").status_code == 404


@pytest.mark.django_db
class TestAHelper:
    def test_is_told_that_it_waits_and_no_more_and_loses_it_with_the_filing(self, walk: Walk) -> None:
        petition = walk.submit(written_by(walk, "helper"))
        told = Notice.objects.filter(subject=petition.subject, event="petition.submitted")
        assert told.get(recipient=None).channel == "post"
        mine = told.get(recipient=walk.cast.petitioner)
        assert mine.context["helper"]
        assert render(mine).title != render(told.get(recipient=None)).title
        helper = signed_in(walk.cast.petitioner)
        assert helper.get(f"/ru/petitions/{petition.public_id}/sign/").status_code == 200
        filed = walk.confirm(petition)
        assert (filed.state, filed.account_id) == (State.FILED, None)
        assert Notice.objects.filter(subject=petition.subject, recipient=walk.cast.petitioner).count() == 1
        assert helper.get(f"/ru/petitions/{petition.public_id}/").status_code == 404

    def test_reads_of_the_petitioner_and_never_of_your_petition(self, walk: Walk) -> None:
        petition = written_by(walk, "helper")
        Petition.objects.filter(pk=petition.pk).update(year_ends_on=court_day(timezone.now()) + timedelta(days=30))
        assert remind_of_year(actor=Actor.system("tests"), at=timezone.now()) == 1
        reminder = Notice.objects.get(subject=petition.subject, event="petition.year_ends")
        assert reminder.recipient == walk.cast.petitioner
        reminder.language = "en"
        said = render(reminder)
        assert said.title.startswith("The petitioner's last day")
        petition.refresh_from_db()
        submitted = walk.submit(petition)
        client = signed_in(walk.cast.petitioner)
        home = f"/en/petitions/{submitted.public_id}/"
        pages = [client.get(home + name).content.decode().partition("<main")[2] for name in ("", "aloud/")]
        assert "The petition waits for the signature." in pages[0]
        assert "The way of the petition" in pages[0]
        assert all("our petition" not in words and "my petition" not in words for words in (said.body, *pages))

    def test_is_asked_about_the_petitioner_and_not_about_themself(self) -> None:
        client = Client()
        home = begun(client)
        client.post(f"{home}write/who/", {"version": 1, "writer": "helper"})
        pages = {name: client.get(f"{home}write/{name}/").content.decode() for name in ("case", "rights", "situation")}
        assert "Which other court decided in the petitioner&#x27;s case?" in pages["case"]
        assert "Which of the petitioner&#x27;s rights does it take or limit?" in pages["rights"]
        assert "What happened to the petitioner?" in pages["situation"]
        assert "Your case" not in "".join(pages.values())

    def test_stands_on_the_paper_without_rights_or_name(self, walk: Walk) -> None:
        petition = written_by(walk, "helper")
        with override("en"):
            said = printed(petition, words(writer="helper"))
        assert "no rights in the case" in said["written_by"]
        assert walk.cast.petitioner.full_name not in str(said)

    def test_holds_nothing_by_the_draft_after_the_paper_came(self, walk: Walk) -> None:
        client = Client()
        home = begun(client)
        petition = Petition.objects.latest("pk")
        walk.write(petition, writer="helper")
        petition.refresh_from_db()
        assert client.post(f"{home}write/check/", {"version": petition.version}).status_code == 302
        assert client.get(home).status_code == 200
        came(walk, petition)
        assert client.get(home).status_code in {302, 404}
        assert client.get(f"{home}withdraw/").status_code in {302, 403, 404}


@pytest.mark.django_db
class TestTwoPetitioners:
    def test_are_named_and_sign_each(self, walk: Walk) -> None:
        said = printed(walk.drafted(), words(others=[SECOND]))
        assert said["signers"] == ["Үлгі Мысалқызы", SECOND["full_name"]]
        assert SECOND["residence"] in said["petitioner"]

    def test_are_added_changed_and_taken_out(self) -> None:
        client = Client()
        home = begun(client)
        client.post(f"{home}write/you/", {"version": 1, "full_name": "Бірінші", "then": "others"})
        sent = {"version": 2, "full_name": "Екінші", "residence": "Astana", "iin": "850101300018"}
        refused = client.post(f"{home}write/others/", sent)
        assert refused.status_code == 422
        assert "Екінші" in refused.content.decode()
        assert client.post(f"{home}write/others/", {**sent, "iin": ""})["Location"] == f"{home}write/norm/"
        listed = client.get(f"{home}write/others/").content.decode()
        key = re.search(r'name="then" value="([0-9a-f]{8})"', listed)
        assert key
        link = client.post(f"{home}write/others/", {"version": 3, "then": key.group(1)})["Location"]
        assert link == f"{home}write/others/{key.group(1)}/"
        changed = {"version": 3, "full_name": "Екінші Адам", "residence": "Astana"}
        assert client.post(link, changed).status_code == 302
        assert "Екінші Адам" in client.get(f"{home}write/check/").content.decode()
        stale = client.post(f"{link}remove/", {"version": 3})
        assert stale.status_code == 302
        assert "Екінші Адам" in client.get(f"{home}write/check/").content.decode()
        assert client.post(f"{link}remove/", {"version": 4}).status_code == 302
        assert "Екінші Адам" not in client.get(f"{home}write/check/").content.decode()
        assert client.get(link).status_code == 404

    def test_what_is_typed_of_one_more_stays_while_another_is_taken_out(self) -> None:
        client = Client()
        home = begun(client)
        client.post(f"{home}write/others/", {"version": 1, "full_name": "Екінші", "residence": "Astana"})
        listed = client.get(f"{home}write/others/").content.decode()
        way = re.search(rf'form="step" formaction="({home}write/others/[0-9a-f]{{8}}/remove/)"', listed)
        assert way
        left = client.post(way.group(1), {"version": 2, "full_name": "Үшінші Адам", "region": "71"}).content.decode()
        assert "Екінші" not in left
        assert 'value="Үшінші Адам"' in left
        assert f'<form id="step" method="post" action="{home}write/others/"' in left
        assert client.post(f"{home}write/others/", {"version": 3, "full_name": "Үшінші Адам"}).status_code == 302
        assert "Үшінші Адам" in client.get(f"{home}write/others/").content.decode()

    def test_are_each_asked_for_by_the_readiness_check(self) -> None:
        whole = words(others=[{**SECOND, "residence": ""}])
        assert "person" in lacking(whole)
        assert "person" not in lacking(words(others=[SECOND]))


class TestARepresentative:
    def test_must_be_named_and_proven(self) -> None:
        assert {"representative", "proof"} <= lacking(words(writer="advocate"))
        assert not {"representative", "proof"} & lacking(words(writer="advocate", representatives=[ADVOCATE]), "proof")
        assert not {"representative", "proof"} & lacking(words())

    def test_signs_where_one_writes(self) -> None:
        named = words(writer="advocate", representatives=[ADVOCATE], others=[SECOND])
        assert [one["full_name"] for one in signing(named)] == ["Адвокат Үлгі"]
        assert len(signing({**named, "writer": "myself"})) == 2


@pytest.mark.django_db
def test_neither_e_mail_nor_telephone_is_needed_to_file(walk: Walk) -> None:
    client = Client()
    home = begun(client)
    client.post(f"{home}write/who/", {"version": 1, "writer": "myself"})
    client.post(f"{home}write/you/", {"version": 2, "full_name": "Үлгі", "residence": "Astana, 1"})
    client.post(f"{home}write/situation/", {"version": 3, "situation": "A court applied it."})
    assert client.post(f"{home}write/check/", {"version": 4})["Location"] == f"{home}sign/"
    petition = came(walk, Petition.objects.latest("pk"))
    assert petition.state == State.FILED
    assert set(Notice.objects.filter(subject=petition.subject).values_list("channel", flat=True)) == {"post"}
