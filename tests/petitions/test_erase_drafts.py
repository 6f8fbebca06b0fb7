"""Drafts nobody goes on with are told of and erased, never before the year's last day and thirty days more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courtcase.keys.models import DataKey
from courtcase.keys.operations import SealBroken, open_json
from courtcase.notices.models import Notice
from courtcase.operations import NotAllowed, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from courtcase.register.operations import place_hold
from petitions.filing.operations.attach import attach
from petitions.filing.operations.erase_drafts import EVENT, Terms, erase_draft, erase_left_drafts, kept_until
from petitions.filing.operations.save_draft import save_draft
from petitions.models import Petition
from petitions.versions import written_last
from petitions.workflow import State
from tests.documents.files import picture
from tests.petitions.strangers import holder, nameless
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("petitions.erase_drafts")
TERMS = Terms(timedelta(days=30), timedelta(days=366))


def day_after(walk: Walk, draft: Petition, days: int) -> datetime:
    """Return the instant so many days after the later end of the draft's year."""
    draft.refresh_from_db()
    assert draft.year_term is not None
    return walk.now + (draft.year_term.latest - walk.now.date()) + timedelta(days=days)


class TestWhen:
    def test_never_before_the_year_and_thirty_days(self, walk: Walk) -> None:
        draft = nameless(walk)
        assert erase_left_drafts(actor=SYSTEM, at=day_after(walk, draft, 30)) == 0
        over = day_after(walk, draft, 31)
        assert [erase_left_drafts(actor=SYSTEM, at=over + timedelta(days=later)) for later in (0, 1)] == [1, 0]

    def test_who_saved_since_has_thirty_days_more(self, walk: Walk) -> None:
        draft = nameless(walk)
        saved_on = date(2027, 12, 1)
        assert kept_until(draft, saved_on=saved_on, terms=TERMS) == saved_on + timedelta(days=30)

    def test_without_a_day_of_the_year_as_configured(self, walk: Walk) -> None:
        draft = nameless(walk)
        actor = Actor.holder(draft.subject_id)
        saved = save_draft(petition=draft, part={"court_acts": []}, actor=actor, at=walk.tick())
        assert saved.year_term is None
        assert kept_until(saved, saved_on=date(2026, 9, 1), terms=Terms(None, None)) is None
        assert erase_left_drafts(actor=SYSTEM, at=walk.now + timedelta(days=366)) == 0
        assert erase_left_drafts(actor=SYSTEM, at=walk.now + timedelta(days=367)) == 1

    def test_what_was_sent_off_stays(self, walk: Walk) -> None:
        walk.submit(nameless(walk))
        walk.filed()
        assert erase_left_drafts(actor=SYSTEM, at=walk.now + timedelta(days=4000)) == 0


class TestWhat:
    def test_words_files_and_codes_are_gone_and_the_record_stays(self, walk: Walk, media: Path) -> None:
        draft = nameless(walk)
        browser = holder(walk, draft)
        uploaded = SimpleUploadedFile("a.png", picture(), content_type="image/png")
        actor = Actor.holder(draft.subject_id)
        attach(petition=draft, uploaded=uploaded, purpose="other", actor=actor, at=walk.tick())
        sealed, key = bytes(written_last(draft).sealed_content), draft.data_key
        with_file = [one for one in media.rglob("*") if one.is_file()]
        assert with_file
        at = day_after(walk, draft, 31)
        assert erase_draft(petition=draft, actor=SYSTEM, at=at)
        with pytest.raises(SealBroken):
            open_json(DataKey.objects.get(pk=key.pk), sealed)
        draft.refresh_from_db()
        assert not draft.versions.exists()
        assert not draft.attachments.exists()
        assert (draft.holder_digest, draft.iin_index, draft.own_case_day, draft.region) == (None, None, None, "")
        assert browser.get(f"/ru/petitions/{draft.public_id}/").status_code == 404
        assert Client().post("/ru/petitions/track/", {"code": walk.codes[draft.pk]}).status_code == 422
        assert Event.objects.filter(subject=draft.subject, name="petition.draft_erased").count() == 1

    def test_one_with_an_account_is_told_a_month_before(self, walk: Walk) -> None:
        draft = walk.drafted()
        for days in (0, 1, 2):
            assert erase_left_drafts(actor=SYSTEM, at=day_after(walk, draft, days)) == 0
        erase_left_drafts(actor=SYSTEM, at=day_after(walk, draft, 5))
        told = Notice.objects.filter(subject=draft.subject, event=EVENT)
        assert told.count() == 1
        assert told.get().recipient == walk.cast.petitioner


class TestWho:
    def test_nobody_but_the_system(self, walk: Walk) -> None:
        draft = nameless(walk)
        at = day_after(walk, draft, 31)
        for actor in (Actor.holder(draft.subject_id), walk.cast.actor("administrator"), Actor.nobody()):
            with pytest.raises(NotAllowed):
                erase_draft(petition=draft, actor=actor, at=at)

    def test_a_legal_hold_stops_it(self, walk: Walk) -> None:
        draft = nameless(walk)
        at = day_after(walk, draft, 31)
        place_hold(
            subject=draft.subject,
            reason="Order No. 5 of the Chair on keeping drafts",
            actor=walk.cast.actor("chair"),
            at=walk.tick(),
        )
        assert erase_left_drafts(actor=SYSTEM, at=at) == 0
        with pytest.raises(WrongState):
            erase_draft(petition=draft, actor=SYSTEM, at=at)
        assert draft.versions.exists()

    def test_twice_and_too_early_it_does_nothing(self, walk: Walk) -> None:
        draft = nameless(walk)
        assert not erase_draft(petition=draft, actor=SYSTEM, at=day_after(walk, draft, 30))
        at = day_after(walk, draft, 31)
        assert [erase_draft(petition=draft, actor=SYSTEM, at=at) for _time in range(2)] == [True, False]
        draft.refresh_from_db()
        assert draft.state == State.DRAFT
