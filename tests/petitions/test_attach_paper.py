"""Papers that come to a petition before the Court: each kind by its own step, its days, its number, and who may."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from courtcase.law.models import Rule
from courtcase.law.queries import grounds_on, open_clocks
from courtcase.law.time import court_day
from courtcase.operations import OperationError, TermPassed
from courtcase.people.actors import Actor
from petitions.content import open_content
from petitions.intake.operations.attach_paper import attach_paper
from petitions.intake.operations.enter_paper import enter_paper
from petitions.intake.operations.lapse_cures import lapse_if_passed
from petitions.intake.operations.register_petition import begin_screening
from petitions.intake.operations.screen_petition import return_petition
from petitions.intake.paper_days import PaperDays
from petitions.models import IncomingKind, IncomingPaper, Petition
from petitions.versions import as_told, being_written
from petitions.workflow import State
from tests.documents.files import picture, upload
from tests.petitions.acts import signed_in
from tests.petitions.office import Office
from tests.petitions.together import SECOND, row, waiting
from tests.petitions.walk import WHY, Walk, words

pytestmark = pytest.mark.django_db
NAME = "Үлгі Мысалқызы"
PAPER = {
    "full_name": NAME,
    "residence": "Astana",
    "language": "ru",
    "situation": "What the letter says.",
    "received_on": "2016-11-02",
}
UNSENT = "Words nobody has sent to the Court yet."


def later_papers() -> QuerySet[IncomingPaper]:
    """Return the papers of the register but the signed one by which each petition here was filed."""
    return IncomingPaper.objects.exclude(kind=IncomingKind.SIGNATURE)


def sent(walk: Walk, petition: Petition, kind: str, *, who: str = "registrar", **values: Any) -> Any:
    """Send the form of a paper that came, with its scan."""
    form = {"version": petition.version, "kind": kind, "signer": NAME, "scan": upload("page.png", picture()), **values}
    return signed_in(getattr(walk.cast, who)).post(f"/en/intake/{petition.public_id}/paper/", form)


@pytest.mark.parametrize(
    ("kind", "stage", "becomes"),
    [
        ("addition", "screening", State.SCREENING),
        ("withdrawal", "screening", State.WITHDRAWN),
        ("demand", "returned", State.RETURN_DISPUTED),
        ("cure", "returned", State.SCREENING),
    ],
)
def test_each_kind_goes_by_its_own_step_and_keeps_its_scan(walk: Walk, kind: str, stage: str, becomes: State) -> None:
    petition = getattr(walk, stage)()
    came = court_day(walk.now)
    answer = sent(walk, petition, kind, words="The provision is named.", received_on=came.isoformat())
    assert answer.status_code == 302, answer.content.decode()
    petition.refresh_from_db()
    assert petition.state == becomes
    paper = later_papers().get()
    assert (paper.kind, paper.received_on, paper.counts_on, paper.counted_by) == (kind, came, came, "")
    assert paper.number
    assert paper.number > IncomingPaper.objects.get(kind=IncomingKind.SIGNATURE).number
    assert petition.attachments.count() == 1
    assert NAME not in str(list(petition.subject.events.values_list("body", flat=True)))
    shown = signed_in(walk.cast.registrar).get(f"/en/intake/{petition.public_id}/").content.decode()
    assert paper.number in shown
    listed = signed_in(walk.cast.clerk).get(f"/en/letters/incoming/?number={paper.number}").content.decode()
    assert paper.number in listed
    assert str(petition.public_id) in listed


@pytest.mark.parametrize(("kind", "stage"), [("demand", "screening"), ("cure", "screening"), ("addition", "submitted")])
def test_what_the_workflow_does_not_allow_is_refused_and_nothing_is_kept(walk: Walk, kind: str, stage: str) -> None:
    petition = getattr(walk, stage)()
    answer = sent(walk, petition, kind, words="The provision is named.")
    assert answer.status_code == 422
    assert "This cannot be done now" in answer.content.decode()
    assert not later_papers().exists()
    assert not petition.attachments.exists()


def corrected(walk: Walk, petition: Petition, *, days: PaperDays, at: datetime) -> None:
    """Enter a correction that came on paper."""
    attach_paper(
        petition=petition,
        kind=IncomingKind.CURE,
        days=days,
        signer=NAME,
        words="The provision is named.",
        scan=upload("page.png", picture()),
        actor=Actor.of(walk.cast.registrar),
        at=at,
    )


def test_a_correction_that_came_in_time_is_in_time_when_it_is_entered_after_the_month_was_closed(walk: Walk) -> None:
    petition = walk.returned()
    last = open_clocks(petition.subject).get(term__code="cure").due_on
    late = walk.now + timedelta(days=60)
    assert lapse_if_passed(petition=petition, actor=Actor.system("tests"), at=late)
    with pytest.raises(TermPassed):
        corrected(walk, petition, days=PaperDays(received_on=last + timedelta(days=1)), at=late)
    corrected(walk, petition, days=PaperDays(received_on=last + timedelta(days=5), handed_on=last), at=late)
    assert later_papers().get().counted_by == "custody_counts_from_handing_over"
    petition.refresh_from_db()
    assert petition.state == State.SCREENING
    assert open_clocks(petition.subject).get().term.code == "screening"


def test_what_the_petitioner_writes_online_and_has_not_sent_is_no_part_of_a_correction_on_paper(walk: Walk) -> None:
    petition = walk.returned()
    walk.changed(petition, situation=UNSENT, reasoning=UNSENT)
    petition.refresh_from_db()
    came = court_day(walk.now).isoformat()
    assert sent(walk, petition, "cure", words="The provision is named.", received_on=came).status_code == 302
    petition.refresh_from_db()
    told = open_content(petition, as_told(petition))
    assert told["situation"] == words()["situation"]
    assert told["reasoning"] == words()["reasoning"] + "\n\nThe provision is named."
    own = signed_in(walk.cast.petitioner).get(f"/en/petitions/{petition.public_id}/versions/?older=1&newer=2")
    kept = own.context["pair"][1]
    assert open_content(petition, kept)["situation"] == UNSENT, "nothing that was written is lost"
    assert being_written(petition) is None, "and it is not sent with a later correction"


def test_a_correction_of_several_waits_for_those_whose_signatures_the_paper_lacks(walk: Walk) -> None:
    petition = joint_returned(walk)
    first, second = row(petition, "first"), row(petition, "aa11")
    came = court_day(walk.now)
    said = {"words": "The provision is named.", "received_on": came.isoformat()}
    assert "whose signatures" in sent(walk, petition, "cure", **said).content.decode()
    assert not later_papers().filter(kind=IncomingKind.CURE).exists()
    assert sent(walk, petition, "cure", **said, signed=[first]).status_code == 302
    petition.refresh_from_db()
    assert (petition.state, waiting(petition)) == (State.CURE_AWAITING_SIGNATURE, ["aa11"])
    address = f"/en/intake/{petition.public_id}/confirm/"
    other = {"version": petition.version, "signed": [second]}
    registrar = signed_in(walk.cast.registrar)
    early = registrar.post(address, {**other, "received_on": (came - timedelta(days=1)).isoformat()})
    assert "was not returned yet" in early.content.decode()
    assert registrar.post(address, {**other, "received_on": came.isoformat()}).status_code == 302
    petition.refresh_from_db()
    assert petition.state == State.SCREENING


def joint_returned(walk: Walk) -> Petition:
    """Return a petition of two people that was returned on a ground that can be cured."""
    petition = walk.returned(others=[SECOND])
    assert petition.further_petitioners == 1
    return petition


def test_the_signed_correction_of_an_institution_asks_for_no_approval(walk: Walk) -> None:
    petition = returned_to(Office(walk))
    answer = sent(walk, petition, "cure", words="The provision is named.", received_on=court_day(walk.now).isoformat())
    assert answer.status_code == 302, answer.content.decode()
    petition.refresh_from_db()
    assert petition.state == State.SCREENING


def returned_to(office: Office) -> Petition:
    """Return a petition of an institution that was returned on a ground that can be cured."""
    petition = office.registered()
    clerk, walk = Actor.of(office.walk.cast.clerk), office.walk
    begin_screening(petition=petition, actor=clerk, at=walk.tick())
    ground = grounds_on(kind="return", day=walk.now.date()).filter(curable=True)[0]
    return_petition(petition=petition, grounds=[ground], explanation=WHY, actor=clerk, at=walk.tick())
    petition.refresh_from_db()
    return petition


@pytest.mark.parametrize(
    ("stage", "kind", "days", "says"),
    [
        ("screening", "addition", {"received_on": "2016-09-01"}, "Look at the year"),
        ("screening", "addition", {"handed_on": "2016-09-01"}, "Look at the year"),
        ("returned", "cure", {"received_on": "2026-08-30"}, "was not returned yet"),
        ("returned", "demand", {"sent_on": "2026-08-30"}, "was not returned yet"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(
    walk: Walk, stage: str, kind: str, days: dict[str, str], says: str
) -> None:
    petition = getattr(walk, stage)()
    answer = sent(walk, petition, kind, words="The provision is named.", **days)
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors[next(iter(days))])
    entered = signed_in(walk.cast.registrar).post("/en/intake/paper/", {**PAPER, "scan": upload("p.png", picture())})
    assert "Look at the year" in str(entered.context["form"].errors["received_on"])


@pytest.mark.parametrize("who", ["petitioner", "stranger", "chair"])
def test_nobody_else_enters_one(walk: Walk, who: str) -> None:
    petition = walk.screening()
    assert sent(walk, petition, "withdrawal", who=who).status_code == 404
    assert not later_papers().exists()


@pytest.mark.parametrize("is_on", [True, False])
def test_which_day_counts_is_a_row_of_law(walk: Walk, is_on: bool) -> None:
    Rule.objects.filter(code="custody_counts_from_handing_over").update(is_on=is_on)
    today = court_day(walk.now)
    handed = today - timedelta(days=4)
    petition, _code = enter_paper(
        content=words(),
        language="ru",
        scan=upload("page.png", picture()),
        received_on=today,
        sent_on=today - timedelta(days=2),
        handed_on=handed,
        actor=Actor.of(walk.cast.registrar),
        at=walk.tick(),
    )
    assert petition.filed_on == (handed if is_on else today)
    with pytest.raises(OperationError) as refused:
        enter_paper(
            content=words(),
            language="ru",
            scan=upload("page.png", picture()),
            received_on=handed,
            sent_on=today,
            actor=Actor.of(walk.cast.registrar),
            at=walk.tick(),
        )
    assert refused.value.field == "sent_on"
