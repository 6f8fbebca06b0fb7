"""A case is destroyed after its petitions, with what was joined into it; rulings, record and act stay, and it verifies."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from courtcase.documents.models import Document
from courtcase.keys.operations import SealBroken
from courtcase.law.keeping import keeping_on
from courtcase.law.time import court_day
from courtcase.operations import OperationError
from courtcase.register.models import ContentSalt, Event
from courtcase.register.operations import place_hold
from courtcase.register.sealing import seal
from courtcase.register.verification import verify
from petitions.cases import open_words
from petitions.keeping.destroying import emptied, sealed_models
from petitions.keeping.ends import over
from petitions.keeping.operations.change_period import confirm_period, propose_period
from petitions.keeping.operations.propose_disposal import propose_disposal
from petitions.keeping.periods import Period
from petitions.models import Case, DisposalAct, DocketEntry, LineOutcome, Petition
from rulings.models import Ruling, RulingText
from tests.petitions.acts import signed_in
from tests.petitions.disposing import carried_out
from tests.petitions.proceedings.test_docket import request_at
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk

pytestmark = pytest.mark.django_db


def decided(walk: Walk, case: Case) -> Ruling:
    """Join a petition to the case, ask a body, and decide; return the ruling."""
    desk = Desk(walk)
    desk.sign(desk.complete(desk.draft(join=case)))
    assert request_at(walk, case).status_code == 302
    ruling = desk.sign(desk.complete(desk.final_draft(case)))
    case.refresh_from_db()
    return ruling


def given_a_period(walk: Walk, code: str) -> None:
    """Have two persons set that a kind, which is kept for ever, ends after a year."""
    at = walk.tick()
    rule = keeping_on(code, court_day(at))
    assert rule is not None
    change = propose_period(
        rule=rule,
        period=Period(1, "year", for_ever=False),
        applies_from=court_day(at),
        order="Order No. 40",
        actor=walk.cast.actor("data_protection"),
        at=at,
        means_shorter=True,
    )
    confirm_period(change=change, actor=walk.cast.actor("chair"), at=walk.tick(), means_shorter=True)


def listed(walk: Walk, kind: str, at: datetime) -> DisposalAct:
    """Return a list of a kind that the officer proposed and the Chair confirmed, carried out."""
    made = propose_disposal(kind=kind, actor=walk.cast.actor("data_protection"), at=at)
    return carried_out(walk, made, at)


def test_first_the_petitions_then_the_case_and_the_ruling_stays(walk: Walk, case: Case) -> None:
    ruling = decided(walk, case)
    texts, papers = RulingText.objects.filter(ruling=ruling).count(), case.docket.count()
    sealed = bytes(case.requests.get().sealed_question)
    later = walk.now + timedelta(days=500)
    assert not over("case", later).exists(), "it is kept for ever until the Court sets a period"
    given_a_period(walk, "petition_decided")
    given_a_period(walk, "case")
    assert not over("case", later).exists(), "its petitions are kept"
    with pytest.raises(OperationError):
        propose_disposal(kind="case", actor=walk.cast.actor("data_protection"), at=later)

    petitions = listed(walk, "petition_decided", later)
    assert [line.outcome for line in petitions.lines.all()] == [LineOutcome.DISPOSED, LineOutcome.DISPOSED]
    assert Petition.objects.filter(case=case, disposed_on=None).count() == 0
    assert over("case", later).get() == case

    act = listed(walk, "case", later)
    line = act.lines.get()
    assert (line.outcome, line.number, line.case) == (LineOutcome.DISPOSED, case.number, case)
    case.refresh_from_db()
    assert case.disposed_on == court_day(later)
    case.data_key.refresh_from_db()  # type: ignore[union-attr]
    with pytest.raises(SealBroken):
        open_words(case, sealed, purpose="case.question")
    for model in sealed_models(Case):
        for row in model._default_manager.filter(case=case):
            assert not any(getattr(row, name) for name in emptied(model)), model
    assert not ContentSalt.objects.filter(event__subject=case.subject).exists()
    assert not Document.objects.filter(subject=case.subject).exclude(filename="—").exists()
    # What stays.
    assert RulingText.objects.filter(ruling=ruling).count() == texts > 0
    assert DocketEntry.objects.filter(case=case).count() == papers
    assert Event.objects.filter(subject=case.subject).latest("pk").name == "case.disposed"
    seal(at=later)
    assert verify().waiting == 0
    page = signed_in(walk.cast.judge1).get(f"/en/proceedings/cases/{case.public_id}/")
    assert page.status_code == 410
    assert "Destroyed at the end of its term" in page.content.decode()


def test_a_hold_on_one_petition_spares_all_of_its_case_and_the_act_says_by_which_order(walk: Walk, case: Case) -> None:
    decided(walk, case)
    given_a_period(walk, "petition_decided")
    later = walk.now + timedelta(days=500)
    made = propose_disposal(kind="petition_decided", actor=walk.cast.actor("data_protection"), at=later)
    one = case.petitions.order_by("pk")[0]
    place_hold(subject=one.subject, reason="Order No. 41", actor=walk.cast.actor("chair"), at=later)
    carried_out(walk, made, later)
    told = {line.petition_id: (line.outcome, line.why) for line in made.lines.all()}
    assert told.pop(one.pk) == (LineOutcome.HELD, "Order No. 41")
    assert list(told.values()) == [(LineOutcome.NEEDED, "Order No. 41")]
    assert not Petition.objects.exclude(disposed_on=None).exists()
    assert not over("petition_decided", later).exists()


def test_what_was_joined_into_a_case_goes_with_it(walk: Walk, case: Case) -> None:
    desk = Desk(walk)
    other = desk.case()
    Case.objects.filter(pk=other.pk).update(state="joined", closed_on=walk.now.date(), joined_into=case)
    other.petitions.update(case=case)
    desk.sign(desk.complete(desk.final_draft(case)))
    given_a_period(walk, "petition_decided")
    given_a_period(walk, "case")
    later = walk.now + timedelta(days=500)
    listed(walk, "petition_decided", later)
    assert over("case", later).get() == case
    listed(walk, "case", later)
    other.refresh_from_db()
    assert other.disposed_on == court_day(later)
