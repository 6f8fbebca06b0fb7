from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courtcase.law.queries import grounds_on
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.register.models import RecordedRead
from petitions.filing.operations.attach import attach
from petitions.models import Case, Petition, PreparedReturn, Sitting
from petitions.workflow import State
from tests.documents.files import picture, upload
from tests.petitions.letters.returning import configured, left
from tests.petitions.walk import WHY, Walk


def signed_in(account: Account) -> Client:
    """Return a browser in which `account` is signed in."""
    client = Client()
    client.force_login(account)
    return client


def post(client: Client, address: str, **values: object) -> None:
    """Send a form with the version the page shows, and expect to be sent on."""
    shown = client.get(address)
    assert shown.status_code == 200, address
    form = shown.context["form"]
    version = {"version": form["version"].value()} if "version" in form.fields else {}
    answer = client.post(address, {**version, **values})
    assert answer.status_code == 302, (address, answer.context and answer.context["form"].errors)


@pytest.mark.django_db
class TestTheDesk:
    def test_a_clerk_takes_a_petition_in_and_the_judges_study_it(self, walk: Walk) -> None:
        walk.rules()
        petition = walk.submitted()
        clerk = signed_in(walk.cast.second_clerk)
        desk = f"/ru/intake/{petition.public_id}/"
        post(clerk, f"{desk}confirm/")
        post(clerk, f"{desk}register/")
        post(clerk, f"{desk}begin/")
        listed = clerk.get("/ru/intake/?view=all")
        assert str(petition.public_id) in listed.content.decode()
        post(clerk, f"{desk}pass/")

        chair = signed_in(walk.cast.chair)
        post(chair, f"/kk/proceedings/studies/{petition.public_id}/judges/", judges=[walk.cast.judge1.pk])
        judge = signed_in(walk.cast.judge1)
        assert str(petition.public_id) in judge.get("/en/proceedings/studies/").content.decode()
        post(
            judge,
            f"/en/proceedings/studies/{petition.public_id}/report/",
            recommendation="accept",
            report="The conditions of the law are met.",
        )
        petition.refresh_from_db()
        assert petition.state == State.REPORTED

        secretary = signed_in(walk.cast.secretary)
        bench = [walk.cast.judge1.pk, walk.cast.judge2.pk, walk.cast.judge3.pk]
        post(
            secretary,
            "/ru/proceedings/sessions/call/",
            day=f"{court_day(timezone.now()):%d.%m.%Y}",
            judges=bench,
            presiding=bench[0],
            petitions=[petition.pk],
        )
        sitting = Sitting.objects.get()
        post(secretary, f"/ru/proceedings/sessions/{sitting.public_id}/attendance/", present=bench)
        shown = secretary.get(f"/ru/proceedings/sessions/{sitting.public_id}/")
        assert str(petition.register_number) in shown.content.decode()

    def test_a_return_tells_why_and_a_cure_keeps_the_day(self, walk: Walk) -> None:
        petition = walk.screening()
        clerk = signed_in(walk.cast.clerk)
        ground = grounds_on(kind="return", day=walk.now.date()).filter(curable=True)[0]
        configured(walk, signed=False)
        assert clerk.get(f"/en/intake/{petition.public_id}/").status_code == 200
        post(clerk, f"/en/intake/{petition.public_id}/return/", grounds=[ground.pk], explanation=WHY)
        left(walk, PreparedReturn.objects.get(), at=timezone.now() + timedelta(minutes=11))
        petitioner = signed_in(walk.cast.petitioner)
        told = petitioner.get(f"/en/petitions/{petition.public_id}/").content.decode()
        assert WHY.replace("'", "&#x27;") in told
        assert ground.text_en in told

    def test_the_second_of_two_clerks_is_shown_what_changed_and_loses_nothing(self, walk: Walk) -> None:
        petition = walk.screening()
        first, second = signed_in(walk.cast.clerk), signed_in(walk.cast.second_clerk)
        address = f"/en/intake/{petition.public_id}/return/"
        seen = second.get(address).context["form"]["version"].value()
        post(first, f"/en/intake/{petition.public_id}/assign/", assignee=walk.cast.clerk.pk)
        answer = second.post(address, {"version": seen, "explanation": WHY, "grounds": []})
        assert answer.status_code == 422
        assert WHY.replace("'", "&#x27;") in answer.content.decode()
        assert answer.context["stale"].entries[0].who == walk.cast.clerk.full_name
        petition.refresh_from_db()
        assert petition.state == State.SCREENING

    def test_a_stranger_finds_nothing(self, walk: Walk) -> None:
        petition = walk.registered()
        stranger = signed_in(walk.cast.stranger)
        for address in (
            f"/en/petitions/{petition.public_id}/",
            f"/en/petitions/{petition.public_id}/paper.pdf",
            f"/en/intake/{petition.public_id}/",
            f"/en/intake/{petition.public_id}/return/",
            "/en/intake/",
            "/en/proceedings/cases/",
        ):
            assert stranger.get(address).status_code == 404, address
        assert Petition.objects.get().state == State.REGISTERED
        assert not Case.objects.exists()


@pytest.mark.django_db
class TestWhatIsRecordedAndRefused:
    def test_the_court_reading_a_petition_is_recorded_and_its_owner_is_not(self, walk: Walk) -> None:
        petition = walk.registered()
        signed_in(walk.cast.petitioner).get(f"/ru/petitions/{petition.public_id}/paper.pdf")
        assert not RecordedRead.objects.exists()
        signed_in(walk.cast.clerk).get(f"/ru/petitions/{petition.public_id}/paper.pdf")
        assert RecordedRead.objects.get().account == walk.cast.clerk

    def test_taking_out_what_was_filed_is_refused_with_a_reason(self, walk: Walk) -> None:
        petition = walk.drafted()
        writer = Actor.of(walk.cast.petitioner)
        laid = attach(
            petition=petition, uploaded=upload("a.png", picture()), purpose="other", actor=writer, at=walk.tick()
        )
        petition.refresh_from_db()
        walk.submit(petition)
        client = signed_in(walk.cast.petitioner)
        answer = client.post(f"/ru/petitions/{petition.public_id}/write/attachments/{laid.pk}/remove/")
        assert answer.status_code == 409
        assert petition.attachments.filter(removed_at=None).count() == 1


@pytest.mark.django_db
class TestWhatIsForTheBenchAlone:
    def test_a_report_is_read_by_the_bench_and_by_nobody_else(self, walk: Walk) -> None:
        petition = walk.reported()
        report = "The conditions of the law are met; the session should accept."
        address = f"/en/intake/{petition.public_id}/"
        for account in (walk.cast.judge1, walk.cast.chair, walk.cast.deputy):
            assert report in signed_in(account).get(address).content.decode()
        for account in (walk.cast.clerk, walk.cast.secretary):
            shown = signed_in(account).get(address)
            assert shown.status_code == 200
            assert report not in shown.content.decode()

    def test_the_desk_is_closed_to_the_petitioner(self, walk: Walk) -> None:
        petition = walk.reported()
        assert signed_in(walk.cast.petitioner).get(f"/en/intake/{petition.public_id}/").status_code == 404
