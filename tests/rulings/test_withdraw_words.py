"""Words about a measure that harm somebody: withdrawn by two persons, and then told nowhere, with the day and the reason."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from courtcase.notices.models import Notice
from courtcase.notices.texts import render
from courtcase.operations import OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event, RecordedRead
from rulings.execution.operations.take_step import confirm_measure, report_measure
from rulings.execution.operations.withdraw_words import ask_withdrawal, decide_withdrawal
from rulings.models import Measure, MeasureStep, StepWithdrawal
from rulings.publication.operations.make_open_data import begin_open_data
from tests.rulings.desk import Desk
from tests.rulings.open_data import FILES, make_files, taken
from tests.rulings.test_bodies import browser, measure, page  # noqa: F401

pytestmark = pytest.mark.django_db
KEPT = ("published",)
SECRET = "Зоркина-Тайная"
NOTE = {language: f"{SECRET}, {language}" for language in ("kk", "ru", "en")}


@pytest.fixture
def step(desk: Desk, measure: Measure) -> MeasureStep:  # noqa: F811
    """Return what a body said, with a person's name in every language and in the source."""
    actor = Actor.of(desk.walk.cast.execution_officer)
    return report_measure(
        measure=measure, stage="introduced", note=NOTE, source=f"Письмо {SECRET}", actor=actor, at=desk.walk.tick()
    )


def withdrawn(desk: Desk, step: MeasureStep) -> StepWithdrawal:
    """Let the execution officer ask and the publisher agree."""
    officer = Actor.of(desk.walk.cast.execution_officer)
    asked = ask_withdrawal(step=step, reason="Личные данные.", actor=officer, at=desk.walk.tick())
    done = decide_withdrawal(withdrawal=asked, agrees=True, actor=desk.publisher, at=desk.walk.tick())
    assert done is not None
    return done


def everything_shown(desk: Desk, measure: Measure) -> dict[str, str]:  # noqa: F811
    """Return what every place tells of a measure, by where it stands."""
    nobody, body, officer = Client(), browser(desk, "commissioner_officer"), browser(desk, "execution_officer")
    ruling = measure.ruling
    public = [f"/{language}{path}" for language in ("kk", "ru", "en") for path in (ruling.public_path, "/execution/")]
    norm = ruling.provisions.select_related("provision__act")[0].provision
    public += [f"/{language}/norms/{norm.act.code}/{norm.path}" for language in ("kk", "ru", "en")]
    public += [f"/ru{ruling.public_path}.{ending}" for ending in ("txt", "xml", "jsonld")]
    public += [f"/api/v1/rulings/{ruling.public_id}/", "/api/v1/measures/", "/ru/rulings/feed.atom"]
    shown = {address: told(nobody.get(address)) for address in public}
    shown |= {address: told(body.get(address)) for address in (page(measure), "/en/measures/")}
    desk_page = f"/en/desk/execution/{measure.public_id}/"
    shown |= {address: told(officer.get(address)) for address in (desk_page, f"{desk_page}report/")}
    sheet = load_workbook(BytesIO(b"".join(body.get("/en/measures/table.xlsx")))).active  # type: ignore[arg-type]
    assert sheet is not None
    shown["xlsx"] = "|".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    for name in FILES:
        shown[name] = taken(nobody, name).body.decode("utf-8", "ignore")
    with ZipFile(BytesIO(taken(nobody, "rulings-akn.zip").body)) as archive:
        shown["archive"] = "".join(archive.read(one).decode() for one in archive.namelist())
    return shown


def told(answer: Any) -> str:
    """Return the words of an answer."""
    assert answer.status_code == 200
    return (b"".join(answer) if answer.streaming else answer.content).decode()


def test_withdrawn_words_are_told_nowhere(desk: Desk, measure: Measure, step: MeasureStep) -> None:  # noqa: F811
    begin_open_data(actor=desk.publisher, at=desk.walk.tick())
    make_files()
    before = everything_shown(desk, measure)
    assert {name for name, words in before.items() if SECRET in words} >= {
        f"/kk{measure.ruling.public_path}", "/ru/execution/", "/api/v1/measures/", "rulings.jsonl", "xlsx",
    }  # fmt: skip
    assert any(name.startswith("/kk/norms/") and SECRET in words for name, words in before.items())
    tag = Client().get(f"/kk{measure.ruling.public_path}").headers["ETag"]
    withdrawn(desk, step)
    assert taken(Client(), "rulings.jsonl").status_code == 503
    make_files()
    after = everything_shown(desk, measure)
    assert [name for name, words in after.items() if SECRET in words] == []
    again = Client().get(f"/kk{measure.ruling.public_path}", headers={"if-none-match": tag})
    assert (again.status_code, "Личные данные." in again.content.decode()) == (200, True)
    assert "Личные данные." in after["/ru/execution/"]
    step.refresh_from_db()
    assert step.note_ru == NOTE["ru"]


def test_one_person_alone_withdraws_nothing(desk: Desk, step: MeasureStep) -> None:
    officer = Actor.of(desk.walk.cast.execution_officer)
    asked = ask_withdrawal(step=step, reason="Личные данные.", actor=officer, at=desk.walk.tick())
    with pytest.raises(WrongState) as error:
        decide_withdrawal(withdrawal=asked, agrees=True, actor=officer, at=desk.walk.tick())
    assert error.value.code == "same_person"
    with pytest.raises(WrongState):
        ask_withdrawal(step=step, reason="Ещё раз.", actor=desk.publisher, at=desk.walk.tick())
    assert SECRET in Client().get("/ru/execution/").content.decode()
    assert decide_withdrawal(withdrawal=asked, agrees=False, actor=officer, at=desk.walk.tick()) is None
    assert withdrawn(desk, step).decided_at is not None


def test_the_reason_tells_no_number_and_is_not_empty(desk: Desk, step: MeasureStep) -> None:
    for reason in (" ", "ИИН 900101300017"):
        with pytest.raises(OperationError) as error:
            ask_withdrawal(step=step, reason=reason, actor=desk.publisher, at=desk.walk.tick())
        assert error.value.field == "reason"


def test_it_is_done_by_forms_and_by_nobody_else(desk: Desk, measure: Measure, step: MeasureStep) -> None:  # noqa: F811
    address = f"/en/desk/execution/{measure.public_id}/entries/{step.pk}/"
    for who in ("commissioner_officer", "clerk", "judge1"):
        assert browser(desk, who).get(address).status_code == 404
    officer, publisher = browser(desk, "execution_officer"), browser(desk, "publisher")
    assert officer.post(address, {"reason": ""}).status_code == 422
    assert officer.post(address, {"reason": "Personal data."}).status_code == 303
    assert address in publisher.get("/en/desk/execution/withdrawals/").content.decode()
    decide = f"/en/desk/execution/withdrawals/{StepWithdrawal.objects.get().public_id}/"
    officer.post(decide, {"decision": "agree"})
    assert StepWithdrawal.objects.filter(decided_at=None).exists()
    assert publisher.post(decide, {"decision": "agree"}).status_code == 303
    assert StepWithdrawal.objects.get().decided_by == desk.walk.cast.publisher
    seen = RecordedRead.objects.filter(subject=measure.subject, place="measure.withdraw").count()
    assert SECRET in publisher.get(address).content.decode()
    assert RecordedRead.objects.filter(subject=measure.subject, place="measure.withdraw").count() == seen + 1
    bodies = [event.body for event in Event.objects.filter(subject=measure.subject, name="measure.words_withdrawn")]
    assert (len(bodies), SECRET in str(bodies)) == (1, False)
    assert timezone.now() >= Event.objects.get(name="measure.words_withdrawn").at


def test_the_body_is_told_with_the_reason_and_never_the_words(desk: Desk, measure: Measure, step: MeasureStep) -> None:  # noqa: F811
    officer = Actor.of(desk.walk.cast.execution_officer)
    asked = ask_withdrawal(step=step, reason="Личные данные.", actor=officer, at=desk.walk.tick())
    told_by_mail = Notice.objects.filter(event="measure.words_withdrawn", channel="email")
    assert not told_by_mail.exists()
    decide_withdrawal(withdrawal=asked, agrees=True, actor=desk.publisher, at=desk.walk.tick())
    told_to = {notice.recipient for notice in told_by_mail.select_related("recipient")}
    assert told_to == {desk.walk.cast.commissioner_officer, desk.walk.cast.commissioner_head}
    for notice in told_by_mail:
        text = render(notice)
        assert "Личные данные." in text.body
        assert f"/measures/{measure.public_id}/" in text.body
        assert SECRET not in f"{text} {notice.context}"


def test_nobody_is_told_of_words_that_were_the_courts(desk: Desk, measure: Measure) -> None:  # noqa: F811
    officer = Actor.of(desk.walk.cast.execution_officer)
    own = confirm_measure(measure=measure, stage="introduced", note=NOTE, actor=officer, at=desk.walk.tick())
    withdrawn(desk, own)
    assert not Notice.objects.filter(event="measure.words_withdrawn").exists()


def test_the_words_that_name_the_act_are_withdrawn_with_those_of_an_entry(desk: Desk, measure: Measure) -> None:  # noqa: F811
    actor = Actor.of(desk.walk.cast.execution_officer)
    own = confirm_measure(
        measure=measure, stage="adopted", resulting_words=f"Закон, внесённый {SECRET}", actor=actor, at=desk.walk.tick()
    )
    begin_open_data(actor=desk.publisher, at=desk.walk.tick())
    make_files()
    before = everything_shown(desk, measure)
    assert {name for name, words in before.items() if SECRET in words} >= {
        f"/ru{measure.ruling.public_path}", "/kk/execution/", "/api/v1/measures/", "rulings.jsonl", "xlsx",
    }  # fmt: skip
    officer, publisher = browser(desk, "execution_officer"), browser(desk, "publisher")
    address = f"/en/desk/execution/{measure.public_id}/entries/{own.pk}/"
    assert officer.post(address, {"reason": "Personal data."}).status_code == 422
    assert officer.post(address, {"reason": "Personal data.", "with_act": "on"}).status_code == 303
    decide = f"/en/desk/execution/withdrawals/{StepWithdrawal.objects.get().public_id}/"
    assert publisher.post(decide, {"decision": "agree"}).status_code == 303
    make_files()
    after = everything_shown(desk, measure)
    assert [name for name, words in after.items() if SECRET in words] == []
    assert SECRET in publisher.get(address).content.decode()
    named = Measure.objects.get(pk=measure.pk)
    confirm_measure(
        measure=named, stage="in_force", resulting_words="Статья 5 Закона", actor=actor, at=desk.walk.tick()
    )
    assert "Статья 5 Закона" in Client().get("/ru/execution/").content.decode()
