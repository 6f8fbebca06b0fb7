"""What has reached the end of its term is destroyed by two persons; the record outlives it and verifies."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from structlog.testing import capture_logs

from courtcase.documents.models import Document
from courtcase.keys.operations import SealBroken, open_json
from courtcase.law.operations import supersede_rule
from courtcase.notices.models import Job, Notice
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import ContentSalt, Event
from courtcase.register.operations import lift_hold, place_hold
from courtcase.register.sealing import seal
from courtcase.register.verification import verify
from petitions.filing.operations.attach import attach
from petitions.filing.operations.follow_up import withdraw_petition
from petitions.intake.operations.lapse_cures import lapse_cure
from petitions.intake.operations.mark_petitions import mark_next
from petitions.keeping.destroying import sealed_models
from petitions.keeping.ends import endings, over
from petitions.keeping.operations.decide_disposal import confirm_disposal, reject_disposal
from petitions.keeping.operations.dispose import dispose_of_line
from petitions.keeping.operations.propose_disposal import propose_disposal
from petitions.models import ActOutcome, ArchiveEntry, DisposalAct, LineOutcome, Mark, Petition
from petitions.versions import frozen_last
from tests.documents.files import picture
from tests.petitions.acts import signed_in
from tests.petitions.disposing import KIND, WORKER, carried_out, confirmed, proposed, withdrawn, years_later
from tests.petitions.strangers import nameless
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


class TestWhatIsOver:
    def test_nothing_of_a_kind_whose_term_nobody_confirmed(self, walk: Walk) -> None:
        withdrawn(walk)
        at = years_later(walk, 30)
        assert [(one.code, one.count) for one in endings(at)] == [
            ("petition_refused", 0),
            ("petition_returned", 0),
            ("petition_ended", 0),
            ("petition_decided", 0),
            ("case", 0),
        ]
        with pytest.raises(OperationError) as refused:
            proposed(walk, at)
        assert refused.value.field == "kind"
        assert not DisposalAct.objects.exists()

    def test_not_a_day_before_the_end(self, walk: Walk) -> None:
        petition = withdrawn(walk)
        confirmed(walk)
        end = walk.now + timedelta(days=366 * 5)
        assert not over(KIND, end).exists()
        assert over(KIND, end + timedelta(days=1)).get() == petition

    def test_what_was_returned_and_never_corrected_ends_with_the_month(self, walk: Walk) -> None:
        petition = walk.returned()
        confirmed(walk)
        assert not over(KIND, years_later(walk, 20)).exists()
        lapse_cure(petition=petition, actor=Actor.system("tests"), at=walk.now + timedelta(days=40))
        assert not over(KIND, walk.now + timedelta(days=366 * 5 + 40)).exists()
        assert over(KIND, walk.now + timedelta(days=366 * 5 + 41)).get() == petition

    def test_a_period_the_court_took_back_ends_nothing(self, walk: Walk) -> None:
        withdrawn(walk)
        confirmed(walk)
        at = years_later(walk)
        rule = endings(at)[1].rule
        supersede_rule(
            row=rule, values={"amount": None}, entered_by="Chair", actor=Actor.system("tests"), at=walk.tick()
        )
        assert not over(KIND, at).exists()


class TestTwoPersons:
    def test_never_the_same(self, walk: Walk) -> None:
        withdrawn(walk)
        confirmed(walk)
        at = years_later(walk)
        act = proposed(walk, at)
        for decide in (confirm_disposal, reject_disposal):
            with pytest.raises(NotAllowed):
                decide(act=act, actor=walk.cast.actor("data_protection"), at=at, **reason(decide))  # type: ignore[operator]
        with pytest.raises(IntegrityError), transaction.atomic():
            DisposalAct.objects.filter(pk=act.pk).update(decided_by=walk.cast.data_protection, outcome="confirmed")
        assert confirm_disposal(act=act, actor=walk.cast.actor("chair"), at=at).outcome == ActOutcome.CONFIRMED
        with pytest.raises(WrongState):
            confirm_disposal(act=act, actor=walk.cast.actor("deputy"), at=at)

    @pytest.mark.parametrize("who", ["clerk", "auditor", "administrator", "judge1", "petitioner"])
    def test_nobody_else(self, walk: Walk, who: str) -> None:
        withdrawn(walk)
        confirmed(walk)
        at = years_later(walk)
        with pytest.raises(NotAllowed):
            propose_disposal(kind=KIND, actor=walk.cast.actor(who), at=at)
        act = proposed(walk, at)
        with pytest.raises(NotAllowed):
            confirm_disposal(act=act, actor=walk.cast.actor(who), at=at)

    def test_what_nobody_confirmed_is_not_destroyed(self, walk: Walk) -> None:
        petition = withdrawn(walk)
        confirmed(walk)
        at = years_later(walk)
        act = proposed(walk, at)
        line = act.lines.get()
        with pytest.raises(NotAllowed):
            dispose_of_line(line_id=line.pk, actor=WORKER, at=at)
        reject_disposal(act=act, reason="Order No. 9", actor=walk.cast.actor("chair"), at=at)
        with pytest.raises(NotAllowed):
            dispose_of_line(line_id=line.pk, actor=WORKER, at=at)
        petition.refresh_from_db()
        assert petition.disposed_on is None
        assert over(KIND, at).get() == petition

    def test_what_stands_on_a_list_is_on_no_second(self, walk: Walk) -> None:
        withdrawn(walk)
        confirmed(walk)
        at = years_later(walk)
        proposed(walk, at)
        with pytest.raises(OperationError):
            proposed(walk, at)


def reason(decide: object) -> dict[str, str]:
    return {"reason": "Order No. 9"} if decide is reject_disposal else {}


class TestWhatGoes:
    def test_the_words_go_and_the_record_stays_and_verifies(self, walk: Walk, media: Path) -> None:
        draft = walk.drafted()
        uploaded = SimpleUploadedFile("a.png", picture(), content_type="image/png")
        attach(petition=draft, uploaded=uploaded, purpose="other", actor=Actor.of(walk.cast.petitioner), at=walk.tick())
        petition = withdrawn(walk)
        version = frozen_last(petition)
        assert version is not None
        sealed, events = bytes(version.sealed_content), Event.objects.filter(subject=petition.subject).count()
        confirmed(walk)
        at = years_later(walk)
        act = carried_out(walk, proposed(walk, at), at)
        line = act.lines.get()
        assert (act.outcome, line.outcome, act.number) == (ActOutcome.DONE, LineOutcome.DISPOSED, act.number)
        assert line.versions == 1
        assert line.digests > 0
        petition.refresh_from_db()
        petition.data_key.refresh_from_db()
        assert petition.disposed_on == at.date()
        with pytest.raises(SealBroken):
            open_json(petition.data_key, sealed)
        assert (petition.account, petition.iin_index, petition.region) == (None, None, "")
        assert not petition.versions.exists()
        assert not ArchiveEntry.objects.filter(petition=petition).exists()
        assert not ContentSalt.objects.filter(event__subject=petition.subject).exists()
        assert not Document.objects.filter(subject=petition.subject).exclude(filename="—").exists()
        assert not Notice.objects.filter(subject=petition.subject, address__isnull=False).exclude(address=b"").exists()
        for model in sealed_models():
            for row in model._default_manager.filter(petition=petition):
                left = [one.name for one in model._meta.concrete_fields if one.name.startswith("sealed_")]
                assert not any(getattr(row, name) for name in left), model
        names = list(Event.objects.filter(subject=petition.subject).order_by("pk").values_list("name", flat=True))
        assert names[-2:] == ["register.content_forgotten", "petition.disposed"]
        assert len(names) == events + 2
        assert list(Event.objects.filter(subject=act.subject).order_by("pk").values_list("name", flat=True)) == [
            "disposal.proposed",
            "disposal.confirmed",
            "disposal.done",
        ]
        seal(at=at)
        assert verify().waiting == 0

    def test_pages_say_what_stood_there_and_searches_find_nothing(self, walk: Walk) -> None:
        petition = withdrawn(walk)
        number = str(petition.register_number)
        confirmed(walk)
        at = years_later(walk)
        carried_out(walk, proposed(walk, at), at)
        clerk, owner = signed_in(walk.cast.clerk), signed_in(walk.cast.petitioner)
        for client, address in (
            (clerk, f"/en/intake/{petition.public_id}/"),
            (clerk, f"/en/intake/{petition.public_id}/sent/"),
            (owner, f"/en/petitions/{petition.public_id}/"),
            (owner, f"/en/petitions/{petition.public_id}/receipt/"),
        ):
            answer = client.get(address)
            assert answer.status_code == 410, address
            assert "Destroyed at the end of its term" in answer.content.decode()
        code = walk.codes[petition.pk]
        tracked = Client().post("/en/petitions/track/", {"code": code}, follow=True)
        assert tracked.status_code == 410
        assert number not in owner.get("/en/petitions/mine/").content.decode()
        assert number not in clerk.get("/en/intake/archive/").content.decode()
        found = clerk.get("/en/intake/", {"number": number}).content.decode()
        assert f"/intake/{petition.public_id}/" not in found

    def test_one_filed_without_an_account_goes_too(self, walk: Walk) -> None:
        petition = walk.confirm(walk.submit(nameless(walk)))
        withdraw_petition(petition=petition, actor=Actor.holder(petition.subject_id), at=walk.tick())
        assert Notice.objects.filter(subject=petition.subject, address__isnull=False).exists()
        confirmed(walk)
        at = years_later(walk)
        assert carried_out(walk, proposed(walk, at), at).lines.get().outcome == LineOutcome.DISPOSED
        told = Notice.objects.filter(subject=petition.subject)
        assert not told.filter(address__isnull=False).exclude(address=b"").exists()
        assert not told.filter(state=Notice.State.OWED).exists()

    def test_a_hold_spares_it_even_on_a_confirmed_list(self, walk: Walk) -> None:
        petition = withdrawn(walk)
        confirmed(walk)
        at = years_later(walk)
        act = proposed(walk, at)
        officer = walk.cast.actor("data_protection")
        hold = place_hold(subject=petition.subject, reason="Order No. 7", actor=officer, at=at)
        act = carried_out(walk, act, at)
        assert act.lines.get().outcome == LineOutcome.HELD
        assert act.outcome == ActOutcome.DONE
        petition.refresh_from_db()
        assert petition.disposed_on is None
        assert [one.held for one in endings(at)] == [0, 1, 0, 0, 0]
        with pytest.raises(OperationError):
            proposed(walk, at)
        lift_hold(hold=hold, reason="Order No. 8", actor=officer, at=at)
        assert proposed(walk, at).lines.count() == 1

    def test_nothing_of_it_is_marked_again(self, walk: Walk) -> None:
        petition = withdrawn(walk)
        mark_next(after=0, limit=50, actor=WORKER, at=walk.now)
        confirmed(walk)
        at = years_later(walk)
        carried_out(walk, proposed(walk, at), at)
        with capture_logs() as logs:
            assert mark_next(after=0, limit=50, actor=WORKER, at=at).done == 0
        assert "petition_not_marked" not in {entry["event"] for entry in logs}
        assert not Mark.objects.filter(petition=petition).exists()

    def test_twice_it_changes_nothing(self, walk: Walk) -> None:
        withdrawn(walk)
        confirmed(walk)
        at = years_later(walk)
        act = carried_out(walk, proposed(walk, at), at)
        line = act.lines.get()
        before = Event.objects.count()
        again = dispose_of_line(line_id=line.pk, actor=WORKER, at=at + timedelta(days=1))
        assert (again.outcome, again.settled_at, Event.objects.count()) == (line.outcome, line.settled_at, before)

    def test_one_job_a_petition(self, walk: Walk) -> None:
        petitions = [withdrawn(walk), withdrawn(walk)]
        confirmed(walk)
        at = years_later(walk)
        act = proposed(walk, at)
        confirm_disposal(act=act, actor=walk.cast.actor("chair"), at=at)
        assert Job.objects.filter(kind="keeping.dispose").count() == len(petitions)
        assert Petition.objects.exclude(disposed_on=None).count() == 0
