"""Bodies and their measures: who sees which, what they report and ask, what the Court grants, whom reminders reach."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from courtcase.law.models import Act
from courtcase.law.time import COURT_ZONE, court_day
from courtcase.notices.models import Notice
from courtcase.people.actors import Actor
from rulings.execution.operations.name_bodies import name_doer
from rulings.execution.operations.remind_bodies import remind_bodies
from rulings.models import Measure, MeasureAsking
from tests.documents.files import picture, upload
from tests.rulings.desk import Desk
from tests.rulings.test_measures import officer

pytestmark = pytest.mark.django_db
KEPT = ("published",)


@pytest.fixture
def measure(desk: Desk) -> Measure:
    """Return a bill for which an institution of the cast answers."""
    made = desk.measure(desk.published())
    assert {desk.walk.cast.commissioner_officer.email, desk.walk.cast.commissioner_head.email} - {""}
    # The pages go by the real day: the term is to run whenever this is tried.
    due_on = court_day(timezone.now()) + timedelta(days=100)
    Measure.objects.filter(pk=made.pk).update(answerable=desk.walk.cast.institution("commissioner"), due_on=due_on)
    made.refresh_from_db()
    return made


def browser(desk: Desk, who: str) -> Client:
    """Return a browser in which a member of the cast is signed in."""
    client = Client()
    client.force_login(getattr(desk.walk.cast, who))
    return client


def page(measure: Measure, *more: str) -> str:
    """Return an address of the body's own pages about a measure."""
    return "/".join([f"/en/measures/{measure.public_id}", *more, ""])


def told(measure: Measure) -> dict[str, object]:
    """Return a report's form as it is filled in."""
    return {
        "stage": "introduced",
        "day": "01.02.2026",
        "note_en": "The bill is with the Mazhilis.",
        "version": measure.version,
    }


def ended(measure: Measure, *, left: int) -> datetime:
    """Return noon of the legal day on which so many days of a measure's term are left."""
    assert measure.due_on is not None
    return datetime.combine(measure.due_on - timedelta(days=left), time(12), COURT_ZONE)


def test_a_body_sees_its_measures_and_no_others(desk: Desk, measure: Measure) -> None:
    other = desk.measure(measure.ruling)
    own = browser(desk, "commissioner_officer")
    shown = own.get("/en/measures/").content.decode()
    assert str(measure.public_id) in shown
    assert str(other.public_id) not in shown
    assert [own.get(page(other, *more)).status_code for more in ((), ("tell",), ("ask",))] == [404, 404, 404]
    assert browser(desk, "clerk").get("/en/measures/").status_code == 404
    name_doer(
        measure=other, institution=desk.walk.cast.institution("commissioner"), actor=officer(desk), at=desk.walk.tick()
    )
    assert own.get(page(other)).status_code == 200


def test_a_report_stands_beside_what_the_court_confirmed_and_moves_nothing(desk: Desk, measure: Measure) -> None:
    own = browser(desk, "commissioner_officer")
    letter = SimpleUploadedFile("letter.txt", b"no such kind")
    refused = own.post(page(measure, "tell"), told(measure) | {"attachment": letter})
    assert refused.status_code == 422
    assert b"The bill is with the Mazhilis." in refused.content
    assert not measure.steps.exists()
    assert own.post(page(measure, "tell"), told(measure)).status_code == 303
    measure.refresh_from_db()
    step = measure.steps.get()
    assert (measure.stage, step.says, step.institution) == ("due", "body", measure.answerable)
    public = Client().get("/en/execution/").content.decode()
    assert "The bill is with the Mazhilis." in public.split("The Court has confirmed")[0]
    waits = browser(desk, "execution_officer").get("/en/desk/execution/?stage=waits").content.decode()
    assert str(measure.public_id) in waits


def test_only_one_of_two_who_report_at_once_is_taken(desk: Desk, measure: Measure) -> None:
    own = browser(desk, "commissioner_officer")
    stale = told(measure)
    assert own.post(page(measure, "tell"), stale).status_code == 303
    again = own.post(page(measure, "tell"), stale)
    assert again.status_code == 422
    assert measure.steps.count() == 1


def test_a_later_day_is_granted_and_the_first_stays_beside_it(desk: Desk, measure: Measure) -> None:
    assert measure.due_on is not None
    later = measure.due_on + timedelta(days=40)
    asked = {"kind": "prolong", "words": "The working group ends its work in the summer.", "until": f"{later:%d.%m.%Y}"}
    own = browser(desk, "commissioner_head")
    assert own.post(page(measure, "ask"), asked | {"until": f"{measure.due_on:%d.%m.%Y}"}).status_code == 422
    assert own.post(page(measure, "ask"), asked).status_code == 303
    assert own.post(page(measure, "ask"), asked).status_code == 422
    asking = MeasureAsking.objects.get()
    desk_page = f"/en/desk/execution/{measure.public_id}/asked/{asking.public_id}/"
    clerk = browser(desk, "execution_officer")
    assert clerk.post(desk_page, {"granted": "no", "words": ""}).status_code == 422
    assert clerk.post(desk_page, {"granted": "yes", "words": ""}).status_code == 303
    first, (measure_now) = measure.due_on, Measure.objects.get(pk=measure.pk)
    assert (measure_now.due_on, measure_now.first_due_on) == (later, first)
    assert Notice.objects.filter(event="measure.answered", channel="email").count() == 2
    assert clerk.post(desk_page, {"granted": "no", "words": "Too late for it."}).status_code == 422
    words = asked["words"]
    assert words in own.get(page(measure)).content.decode()
    assert words not in Client().get("/en/execution/").content.decode()


def test_a_measure_is_handed_on_and_leaves_the_first_body(desk: Desk, measure: Measure) -> None:
    other = desk.walk.cast.institution("justice")
    asked = {"kind": "hand_on", "words": "This bill is for the Ministry to bring.", "to": str(other.public_id)}
    own = browser(desk, "commissioner_head")
    assert own.post(page(measure, "ask"), asked).status_code == 303
    asking = MeasureAsking.objects.get()
    desk_page = f"/en/desk/execution/{measure.public_id}/asked/{asking.public_id}/"
    assert browser(desk, "execution_officer").post(desk_page, {"granted": "yes"}).status_code == 303
    measure.refresh_from_db()
    assert measure.answerable == other
    assert asked["words"] in own.get(page(measure)).content.decode()
    assert own.get(page(measure, "tell")).status_code == 404


def test_who_does_a_part_asks_questions_and_nothing_more(desk: Desk, measure: Measure) -> None:
    body = desk.walk.cast.institution("prosecutor")
    name_doer(measure=measure, institution=body, actor=officer(desk), at=desk.walk.tick())
    own = browser(desk, "prosecutor_officer")
    words = "By which act is the form to be replaced?"
    assert own.post(page(measure, "ask"), {"kind": "prolong", "words": words, "until": "01.01.2030"}).status_code == 422
    assert own.post(page(measure, "ask"), {"kind": "question", "words": words}).status_code == 303


def test_what_one_body_asks_and_lays_another_does_not_read(desk: Desk, measure: Measure) -> None:
    _ = desk.walk.cast.prosecutor_officer
    body = desk.walk.cast.institution("prosecutor")
    name_doer(measure=measure, institution=body, actor=officer(desk), at=desk.walk.tick())
    measure.refresh_from_db()
    own, other = browser(desk, "commissioner_officer"), browser(desk, "prosecutor_officer")
    words = "Which of our two bills do you mean?"
    assert own.post(page(measure, "ask"), {"kind": "question", "words": words}).status_code == 303
    assert (
        own.post(page(measure, "tell"), told(measure) | {"attachment": upload("letter.png", picture())}).status_code
        == 303
    )
    letter = page(measure, "documents", str(measure.steps.get().pk))
    assert (own.get(letter).status_code, other.get(letter).status_code) == (200, 404)
    assert words in own.get(page(measure)).content.decode()
    shown = other.get(page(measure)).content.decode()
    assert "The bill is with the Mazhilis." in shown
    assert words not in shown
    assert "letter.png" not in shown


def test_no_iin_is_told_and_nothing_late_is_granted(desk: Desk, measure: Measure) -> None:
    own = browser(desk, "commissioner_head")
    told_iin = own.post(page(measure, "tell"), told(measure) | {"note_en": "Of the citizen 900101300017."})
    assert told_iin.status_code == 422
    assert not measure.steps.exists()
    assert measure.due_on is not None
    later = measure.due_on + timedelta(days=10)
    words = "The working group ends its work in the summer."
    asked = {"kind": "prolong", "words": words, "until": f"{later:%d.%m.%Y}"}
    assert own.post(page(measure, "ask"), asked).status_code == 303
    Measure.objects.filter(pk=measure.pk).update(due_on=later + timedelta(days=1))
    address = f"/en/desk/execution/{measure.public_id}/asked/{MeasureAsking.objects.get().public_id}/"
    assert browser(desk, "execution_officer").post(address, {"granted": "yes"}).status_code == 422
    assert MeasureAsking.objects.get().answered_at is None


def test_each_reminder_goes_once_and_a_missed_day_is_made_up_for(desk: Desk, measure: Measure) -> None:
    counts = []
    for left in (61, 60, 45, 29, 28, 7, 0, -1, -2):
        remind_bodies(actor=Actor.system("tests"), at=ended(measure, left=left))
        counts.append(Notice.objects.filter(event="measure.term_ends").count())
    people = counts[1]
    assert people == 2
    assert [count // people for count in counts] == [0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_all_measures_of_a_body_are_one_workbook(desk: Desk, measure: Measure) -> None:
    Measure.objects.filter(pk=measure.pk).update(what_en="=1+1")
    answer = browser(desk, "commissioner_officer").get("/en/measures/table.xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer))).active
    assert sheet is not None
    head, row = list(sheet.iter_rows(values_only=True))
    assert head[1] == "Measure"
    assert (row[1], row[4].date() if isinstance(row[4], datetime) else row[4]) == ("=1+1", measure.due_on)
    assert sheet.cell(2, 2).data_type == "s"


def test_everybody_narrows_the_measures_by_body_and_year(desk: Desk, measure: Measure) -> None:
    other = desk.measure(measure.ruling)
    Measure.objects.filter(pk=other.pk).update(what_en="Another bill of nobody")
    body, year = measure.answerable, measure.ruling.adopted_on
    assert body is not None
    assert year is not None
    shown = Client().get(f"/en/execution/?body={body.public_id}&year={year.year}&stage=due").content.decode()
    assert "Bring a bill" in shown
    assert "Another bill of nobody" not in shown
    assert f"body={body.public_id}&amp;year={year.year}&amp;stage=due" in shown
    for nonsense in ("body=none", "year=1", "body=%00", "stage=%00&year=x"):
        assert "Another bill of nobody" in Client().get(f"/en/execution/?{nonsense}").content.decode()


def test_who_answers_is_named_in_the_draft_and_at_the_desk_and_told_once_it_is_public(desk: Desk) -> None:
    assert {desk.walk.cast.commissioner_officer.email, desk.walk.cast.commissioner_head.email} - {""}
    body, draft = desk.walk.cast.institution("commissioner"), desk.complete(desk.final_draft())
    what = {f"what_{code}": f"Bring a bill, {code}" for code in ("kk", "ru", "en")}
    address = f"/en/desk/rulings/{draft.public_id}/measures/"
    form = {"kind": "law", "answerable": str(body.public_id), **what}
    assert browser(desk, "secretary").post(address, form).status_code == 303
    measure, own = draft.measures.get(), browser(desk, "commissioner_officer")
    assert own.get(page(measure)).status_code == 404
    assert not Notice.objects.filter(event="measure.handed_on").exists()
    desk.publish(desk.sign(draft))
    assert own.get(page(measure)).status_code == 200
    assert Notice.objects.filter(event="measure.handed_on").count() == 2
    clerk, other = browser(desk, "execution_officer"), desk.walk.cast.institution("justice")
    named = f"/en/desk/execution/{measure.public_id}/bodies/"
    assert clerk.post(named, {"institution": str(other.public_id), "what": "answers"}).status_code == 303
    assert clerk.post(named, {"institution": str(other.public_id), "what": "answers"}).status_code == 422
    measure.refresh_from_db()
    assert (measure.answerable, measure.who) == (other, other.name)
    assert own.get(page(measure)).status_code == 404


def test_the_act_that_did_it_is_chosen_from_the_list(desk: Desk, measure: Measure) -> None:
    act = Act.objects.get(code="criminal-procedure-code-2014")
    form = {"stage": "adopted", "resulting_act": act.pk, "resulting_words": "article 482", "version": measure.version}
    address = f"/en/desk/execution/{measure.public_id}/confirm/"
    assert browser(desk, "execution_officer").post(address, form).status_code == 303
    measure.refresh_from_db()
    assert (measure.resulting_act, measure.resulting_words) == (act, "article 482")
    shown = Client().get("/en/execution/").content.decode()
    assert f"/en/norms/{act.code}" in shown
    assert "article 482" in shown
