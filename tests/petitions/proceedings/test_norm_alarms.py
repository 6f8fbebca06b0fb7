"""The contested norm lives on: everyone concerned is alarmed, each in their own words, also before there is a case."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from courtcase.law.models import Clock, Provision
from courtcase.law.queries import line_of
from courtcase.notices.models import Job, Notice
from courtcase.notices.texts import Text, render
from courtcase.operations import NotAllowed
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.jobs import alarm_petitions_on_a_norm
from petitions.models import Case, NormAlarm, NormChange, Petition
from petitions.norm_alarms import norm_alarms
from petitions.proceedings.operations import alarm_petitions as telling
from petitions.proceedings.operations.alarm_petitions import alarm_petitions
from petitions.proceedings.operations.raise_alarms import JOB, raise_alarms
from petitions.proceedings.operations.resolve_petition import RulingReference, accept_petition
from tests.petitions.acts import signed_in
from tests.petitions.proceedings.prepared import prepare_case
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
BY = "Law of 1 November 2026 No. 1"
OF_PETITION, OF_CASE = "petition.norm_changed", "case.norm_changed"


def norm_of(petition: Petition) -> Provision:
    """Return the norm that a petition contests."""
    found = petition.contested.get().provision
    assert found is not None
    return found


def said(walk: Walk, norm: Provision, change: NormChange = NormChange.AMENDED) -> None:
    """Say what became of a norm, and do what is owed; each job twice, as a worker that died would."""
    actor = Actor.of(walk.cast.secretary)
    raise_alarms(provisions=[norm.pk], change=change, by=BY, actor=actor, at=walk.tick())
    done: set[int] = set()
    while waiting := list(Job.objects.filter(kind=JOB).exclude(pk__in=done)):
        for job in waiting:
            alarm_petitions_on_a_norm(job)
            alarm_petitions_on_a_norm(job)
            done.add(job.pk)


def accept(walk: Walk, petition: Petition) -> Case:
    """Return the case that is opened as a petition is accepted."""
    sitting, ruling = walk.session(petition), RulingReference(uuid4(), "acceptance", "1-П", walk.now.date())
    return accept_petition(
        petition=petition, sitting=sitting, ruling=ruling, actor=Actor.of(walk.cast.secretary), at=walk.tick()
    )


def letters(petition: Petition) -> list[Notice]:
    """Return what the petitioner of a petition was told."""
    found = Notice.objects.filter(event=OF_PETITION, subject=petition.subject)
    return list(found.exclude(channel=Notice.Channel.INAPP))


def in_english(notice: Notice) -> Text:
    """Return a notice as it would be in English."""
    notice.language = "en"
    return render(notice)


class TestACase:
    def test_alarms_judges_assistants_participants_and_petitioners(self, walk: Walk, case: Case) -> None:
        cast = walk.cast
        serving = {cast.judge1, cast.assistant, cast.chair, cast.secretary}
        prepare_case(walk, case)
        petition = case.petitions.get()
        said(walk, norm_of(petition))
        told = Notice.objects.filter(event=OF_CASE)
        inside = {notice.recipient for notice in told.filter(channel=Notice.Channel.INAPP)}
        assert serving <= inside
        outside = told.get(channel=Notice.Channel.EMAIL)
        assert outside.recipient == cast.stranger, "who takes part as an expert"
        words = in_english(outside)
        assert BY in words.body
        assert f"/proceedings/my-cases/{case.public_id}/" in words.body
        assert f"/proceedings/cases/{case.public_id}/" not in words.body
        (letter,) = letters(petition)
        words = in_english(letter)
        assert (BY in words.body, "terminates the proceedings" in words.body) == (True, True)
        assert "withdrawn" not in words.body, "once accepted only the Court ends the proceedings"
        names = set(Event.objects.filter(subject=petition.subject).values_list("name", flat=True))
        assert OF_PETITION in names

    def test_its_petitioner_and_whoever_takes_part_read_it_on_their_pages(self, walk: Walk, case: Case) -> None:
        prepare_case(walk, case)
        petition = case.petitions.get()
        said(walk, norm_of(petition), NormChange.LAPSED)
        for who, address in (
            (walk.cast.petitioner, f"/ru/petitions/{petition.public_id}/"),
            (walk.cast.stranger, f"/ru/proceedings/my-cases/{case.public_id}/"),
            (walk.cast.secretary, f"/ru/intake/{petition.public_id}/"),
        ):
            assert BY in signed_in(who).get(address).content.decode(), address

    def test_a_part_of_what_changed_and_what_it_is_a_part_of_are_touched(self, walk: Walk, case: Case) -> None:
        norm = norm_of(case.petitions.get())
        whole = line_of(norm)[0]
        part = Provision.objects.filter(act=norm.act, sort_key__startswith=f"{whole.sort_key}/").first() or norm
        said(walk, part)
        alarm = NormAlarm.objects.get(case=case)
        assert alarm.provision == norm


class TestAPetitionWithoutACase:
    @pytest.mark.parametrize("road", ["filed", "screening", "in_study", "reported"])
    def test_is_told_with_whoever_works_on_it(self, walk: Walk, road: str) -> None:
        working = {walk.cast.judge1, walk.cast.assistant} if road in {"in_study", "reported"} else set()
        petition: Petition = getattr(walk, road)()
        said(walk, norm_of(petition))
        (letter,) = letters(petition)
        words = in_english(letter)
        assert BY in words.body
        assert "does not accept the petition" in words.body
        assert "may also be withdrawn" in words.body
        inside = {one.recipient for one in Notice.objects.filter(event=OF_PETITION, channel=Notice.Channel.INAPP)}
        assert working <= inside
        assert BY in signed_in(walk.cast.petitioner).get(f"/ru/petitions/{petition.public_id}/").content.decode()

    def test_is_told_once_however_often_it_is_said(self, walk: Walk) -> None:
        petition = walk.screening()
        for _one in range(2):
            said(walk, norm_of(petition))
        assert (len(letters(petition)), NormAlarm.objects.filter(petition=petition).count()) == (1, 1)
        said(walk, norm_of(petition), NormChange.LAPSED)
        assert len(letters(petition)) == 2

    def test_what_is_over_or_not_filed_is_left_in_peace(self, walk: Walk) -> None:
        draft, unsigned, returned, late = walk.drafted(), walk.submitted(), walk.returned(), walk.returned()
        Clock.objects.filter(subject=late.subject, term__code="cure").update(closed_on=walk.now.date(), state="closed")
        said(walk, norm_of(returned))
        assert [len(letters(one)) for one in (draft, unsigned, late, returned)] == [0, 0, 0, 1]

    def test_accepted_before_its_turn_it_is_alarmed_in_its_case_and_told_once(self, walk: Walk) -> None:
        told, untold = walk.reported(), walk.reported()
        actor, norm = Actor.of(walk.cast.secretary), norm_of(told)
        raise_alarms(provisions=[norm.pk], change=NormChange.AMENDED, by=BY, actor=actor, at=walk.tick())
        accept(walk, untold)
        (job,) = Job.objects.filter(kind=JOB)
        alarm_petitions_on_a_norm(job)
        accept(walk, told)
        alarm_petitions_on_a_norm(job)
        assert NormAlarm.objects.filter(case__petitions__in=[told, untold]).count() == 2, "the bench of either knows"
        assert [len(letters(one)) for one in (told, untold)] == [1, 1]

    def test_what_was_said_before_there_was_a_case_stands_on_its_page(self, walk: Walk) -> None:
        petition = walk.reported()
        said(walk, norm_of(petition))
        case = accept(walk, petition)
        page = signed_in(walk.cast.chair).get(f"/en/proceedings/cases/{case.public_id}/").content.decode()
        assert page.count(BY) == 1
        said(walk, norm_of(petition))
        assert [one.by for one in norm_alarms(case=case)] == [BY], "of one cause once, by whichever row"

    def test_the_work_goes_on_after_a_hundred(self, walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(telling, "AT_ONCE", 1)
        first, second = walk.filed(), walk.filed()
        said(walk, norm_of(first))
        assert [len(letters(one)) for one in (first, second)] == [1, 1]

    def test_a_program_alone_goes_through_them(self, walk: Walk) -> None:
        with pytest.raises(NotAllowed):
            alarm_petitions(body={}, actor=Actor.of(walk.cast.secretary), at=walk.tick())


class TestByHand:
    def post(self, client: Client, petition: Petition, **changes: str) -> int:
        sent = {"norm": str(norm_of(petition).pk), "change": "amended", "by": BY, "day": "01.11.2026", **changes}
        return client.post(f"/en/proceedings/petitions/{petition.public_id}/norm-changed/", sent).status_code

    @pytest.mark.parametrize("key", ["head_of_intake", "secretary", "chair"])
    def test_is_entered_from_the_page_of_a_petition(self, walk: Walk, key: str) -> None:
        petition, client = walk.screening(), signed_in(getattr(walk.cast, key))
        page = client.get(f"/en/intake/{petition.public_id}/").content.decode()
        assert f"/en/proceedings/petitions/{petition.public_id}/norm-changed/" in page
        for wrong in (" ", "Law 880101300123", "somebody@example.kz"):
            assert self.post(client, petition, by=wrong) == 422
        assert self.post(client, petition) == 302
        assert Job.objects.filter(kind=JOB).count() == 1

    @pytest.mark.parametrize("key", ["clerk", "judge1", "petitioner", "stranger"])
    def test_is_not_there_for_others(self, walk: Walk, key: str) -> None:
        assert self.post(signed_in(getattr(walk.cast, key)), walk.screening()) == 404


def test_an_alarm_is_of_a_petition_or_of_a_case(walk: Walk, case: Case) -> None:
    petition = case.petitions.get()
    facts = {"provision": norm_of(petition), "change": "amended", "by": BY, "raised_at": walk.tick()}
    for both in ({"case": case, "petition": petition}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            NormAlarm.objects.create(**facts, **both)
