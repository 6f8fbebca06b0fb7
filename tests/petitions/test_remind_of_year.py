"""The last day of the year: by both readings of the law, beside every draft, and in three reminders."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from courtcase.law.time import add_months, court_day
from courtcase.notices import sending
from courtcase.notices.models import KeptMail, Notice
from courtcase.people.actors import Actor
from petitions.content import CourtAct, PetitionContent
from petitions.filing.operations.draft_link import send_draft_link, use_link_code
from petitions.filing.operations.follow_up import withdraw_petition
from petitions.filing.operations.help import make_help_code
from petitions.filing.operations.remind_of_year import EVENT, remind_of_year
from petitions.models import Petition
from petitions.year import YearTerm, latest_act, year_term
from tests.petitions.strangers import PHONE, nameless, person
from tests.petitions.walk import Walk

SYSTEM = Actor.system("tests")
# The walk's decision was made on 02.03.2026 and entered into force on 02.04.2026.
SAFE, OTHER = date(2027, 3, 2), date(2027, 4, 2)


def before(days: int) -> datetime:
    """Return noon of the day that lies `days` days before the safe last day."""
    return datetime.combine(SAFE - timedelta(days=days), time(7), tzinfo=UTC)


def act(adopted: str, in_force: str) -> CourtAct:
    return {"court": "A court", "adopted_on": adopted, "in_force_on": in_force}


def reminders(petition: Petition) -> int:
    return Notice.objects.filter(subject=petition.subject_id, event=EVENT).count()


class TestBothReadings:
    def test_the_earlier_one_is_the_safe_one(self) -> None:
        content: PetitionContent = {"court_acts": [act("2026-03-02", "2026-04-02")]}
        assert year_term(content) == YearTerm(earliest=SAFE, latest=OTHER)

    def test_one_known_date_is_both(self) -> None:
        assert year_term({"court_acts": [act("", "2026-04-02")]}) == YearTerm(OTHER, OTHER)
        assert year_term({"court_acts": [act("2026-03-02", "")]}) == YearTerm(SAFE, SAFE)
        assert year_term({"court_acts": [act("", "")]}) is None
        assert year_term({}) is None

    def test_the_act_that_entered_into_force_last_counts(self) -> None:
        first, cassation = act("2025-06-01", "2025-07-01"), act("2026-03-02", "2026-03-02")
        assert latest_act({"court_acts": [cassation, first]}) == cassation
        assert latest_act({"court_acts": [first, cassation]}) == cassation

    def test_between_the_two_days_it_is_in_dispute(self) -> None:
        term = YearTerm(SAFE, OTHER)
        assert [term.is_disputed(day) for day in (SAFE, SAFE + timedelta(1), OTHER, OTHER + timedelta(1))] == [
            False,
            True,
            True,
            False,
        ]
        assert not term.is_over(OTHER)
        assert term.is_over(OTHER + timedelta(1))


@pytest.mark.django_db
class TestReminders:
    def test_come_thirty_seven_and_one_days_before_each_once(self, walk: Walk) -> None:
        petition = walk.drafted()
        for days, told in ((31, 0), (30, 1), (30, 1), (8, 1), (7, 2), (2, 2), (1, 3), (0, 3), (-1, 3)):
            remind_of_year(actor=SYSTEM, at=before(days))
            assert reminders(petition) == told, days

    def test_a_day_on_which_nobody_worked_is_made_up_for(self, walk: Walk) -> None:
        petition = walk.drafted()
        remind_of_year(actor=SYSTEM, at=before(29))
        assert reminders(petition) == 1
        remind_of_year(actor=SYSTEM, at=before(28))
        assert reminders(petition) == 1

    def test_stop_with_the_signature_but_not_before(self, walk: Walk) -> None:
        unsigned, filed = walk.submitted(), walk.filed()
        remind_of_year(actor=SYSTEM, at=before(7))
        assert (reminders(unsigned), reminders(filed)) == (1, 0)

    def test_stop_with_withdrawal(self, walk: Walk) -> None:
        petition = walk.submitted()
        withdraw_petition(petition=petition, actor=walk.cast.actor("petitioner"), at=walk.tick())
        remind_of_year(actor=SYSTEM, at=before(7))
        assert reminders(petition) == 0

    def test_follow_a_last_day_that_changed(self, walk: Walk) -> None:
        petition = walk.drafted()
        remind_of_year(actor=SYSTEM, at=before(7))
        walk.changed(petition, court_acts=[act("2026-03-09", "2026-04-09")])
        remind_of_year(actor=SYSTEM, at=before(1))
        assert reminders(petition) == 1, "the new last day is eight days away"
        remind_of_year(actor=SYSTEM, at=before(0))
        assert reminders(petition) == 2

    def test_tell_nobody_at_an_address_nobody_confirmed(self, walk: Walk, client: Client) -> None:
        client.post("/ru/petitions/new/", {"petitioner_kind": "citizen", "language": "ru"})
        petition = Petition.objects.get()
        base = f"/ru/petitions/{petition.public_id}/write/"
        client.post(f"{base}you/", {"full_name": "Үлгі", "email": "a@example.org", "version": 1})
        client.post(f"{base}case/", {"adopted_on": "02.03.2026", "court": "Суд", "version": 2})
        petition.refresh_from_db()
        assert petition.year_ends_on == SAFE
        remind_of_year(actor=SYSTEM, at=before(7))
        assert reminders(petition) == 0

    def test_reach_the_address_that_opened_the_way_back_and_no_other(self, walk: Walk, mailoutbox: list[Any]) -> None:
        confirmed, unconfirmed = nameless_today(walk, days_left=7), nameless_today(walk, days_left=7)
        code = way_back_of(confirmed, "a@example.org", walk, mailoutbox)
        assert use_link_code(code=code, actor=Actor.nobody(), at=walk.tick())
        way_back_of(unconfirmed, "b@example.org", walk, mailoutbox)
        for _day in range(2):
            remind_of_year(actor=SYSTEM, at=timezone.now())
        assert (reminders(confirmed), reminders(unconfirmed)) == (1, 0)
        send(Notice.objects.get(event=EVENT))
        last = mailoutbox[-1]
        assert last.to == ["a@example.org"], "not the address that stands in the words"
        assert "Үлгі" not in last.subject + last.body
        assert Notice.objects.filter(subject=unconfirmed.subject_id).count() == 0
        assert [one.to for one in mailoutbox].count(["b@example.org"]) == 1, "one message, ever"

    def test_go_by_text_message_to_a_confirmed_telephone(self, walk: Walk, settings: Any) -> None:
        settings.IS_DEMO = True
        petition = nameless_today(walk, days_left=1)
        actor = Actor.holder(petition.subject_id)
        send_draft_link(petition=petition, channel="sms", address=PHONE, actor=actor, at=walk.tick())
        text = KeptMail.objects.get(channel="sms").text
        assert use_link_code(code=text.rpartition(" ")[2].strip(), actor=Actor.nobody(), at=walk.tick())
        remind_of_year(actor=SYSTEM, at=timezone.now())
        send(Notice.objects.get(event=EVENT, channel="sms"))
        assert KeptMail.objects.filter(channel="sms", to=PHONE).count() == 2

    def test_go_to_the_address_confirmed_last_alone(self, walk: Walk, mailoutbox: list[Any]) -> None:
        petition = nameless_today(walk, days_left=30)
        for address in ("old@example.org", "new@example.org"):
            code = way_back_of(petition, address, walk, mailoutbox)
            assert use_link_code(code=code, actor=Actor.nobody(), at=walk.tick())
        remind_of_year(actor=SYSTEM, at=timezone.now())
        send(Notice.objects.get(event=EVENT))
        assert mailoutbox[-1].to == ["new@example.org"]

    def test_name_the_day_and_nobody(self, walk: Walk, mailoutbox: list[Any]) -> None:
        petition = drafted_today(walk, days_left=7)
        remind_of_year(actor=SYSTEM, at=timezone.now())
        notice = Notice.objects.get(event=EVENT)
        assert notice.context == {"petition": str(petition.public_id)}
        send(notice)
        [message] = mailoutbox
        assert petition.year_ends_on is not None
        assert petition.year_ends_on.strftime("%d.%m.%Y") in message.subject
        assert "Үлгі" not in message.subject + message.body

    def test_are_taken_back_where_they_are_no_longer_true(self, walk: Walk, mailoutbox: list[Any]) -> None:
        petition = drafted_today(walk, days_left=7)
        remind_of_year(actor=SYSTEM, at=timezone.now())
        walk.submit(petition)
        withdraw_petition(petition=petition, actor=walk.cast.actor("petitioner"), at=walk.tick())
        notice = Notice.objects.get(event=EVENT)
        send(notice)
        notice.refresh_from_db()
        assert notice.state == Notice.State.CANCELLED
        assert not [message for message in mailoutbox if str(petition.public_id) in message.body]


def drafted_today(walk: Walk, *, days_left: int) -> Petition:
    """Return a draft whose year ends in `days_left` days by both readings."""
    last = court_day(timezone.now()) + timedelta(days=days_left)
    day = add_months(last, -12).isoformat()
    return walk.drafted(court_acts=[act(day, day)])


def nameless_today(walk: Walk, *, days_left: int) -> Petition:
    """Return a draft without an account, with another e-mail in its words, whose year ends in `days_left` days."""
    last = court_day(timezone.now()) + timedelta(days=days_left)
    day = add_months(last, -12).isoformat()
    draft = nameless(walk)
    return walk.write(draft, petitioner=person(), court_acts=[act(day, day)])


def way_back_of(petition: Petition, address: str, walk: Walk, mailoutbox: list[Any]) -> str:
    """Return the code of the way back that was sent to `address`."""
    actor = Actor.holder(petition.subject_id)
    send_draft_link(petition=petition, channel="email", address=address, actor=actor, at=walk.tick())
    return str(re.findall(r"#(\S+)", mailoutbox[-1].body)[0])


def send(notice: Notice) -> None:
    """Send a notice as a worker does that holds it."""
    notice.lease_token = notice.public_id
    notice.save(update_fields=["lease_token"])
    sending.send_notice(notice)


@pytest.mark.django_db
class TestThePages:
    def test_show_the_last_day_on_every_page_of_a_draft_and_in_the_list(self, walk: Walk, client: Client) -> None:
        petition = walk.drafted()
        client.force_login(walk.cast.petitioner)
        base = f"/en/petitions/{petition.public_id}/write/"
        names = ("you", "norm", "case", "rights", "situation", "reasoning", "request", "attachments", "check")
        for name in names:
            page = client.get(f"{base}{name}/").content.decode()
            assert "Saving does not stop this term." in page, name
            assert "2 March 2027" in page, name
            assert "2 April 2027" in page, name
        assert "last day 02.03.2027" in client.get("/en/petitions/mine/").content.decode()

    def test_show_it_wherever_a_draft_or_an_unsigned_petition_is_opened(self, walk: Walk, client: Client) -> None:
        draft, unsigned = walk.drafted(), walk.submitted()
        client.force_login(walk.cast.petitioner)
        pages = [(draft, name) for name in ("come-back", "help", "write/photograph", "write/others")]
        pages += [(unsigned, name) for name in ("", "sign", "reopen", "aloud", "withdraw")]
        for petition, name in pages:
            address = f"/en/petitions/{petition.public_id}/{name}/".replace("//", "/")
            assert "2 March 2027" in client.get(address).content.decode(), name
        assert "02.03.2027" in client.get("/en/petitions/terms/").content.decode()
        code = make_help_code(petition=draft, actor=walk.cast.actor("petitioner"), at=timezone.now())
        consultant = Client()
        consultant.force_login(walk.cast.consultant)
        opened = consultant.post("/en/petitions/help/", {"code": code}, follow=True)
        assert "2 March 2027" in opened.content.decode()
        filed = walk.filed()
        assert "2 March 2027" not in client.get(f"/en/petitions/{filed.public_id}/").content.decode()

    def test_say_how_to_learn_it_where_no_date_was_written(self, walk: Walk, client: Client) -> None:
        petition = walk.drafted(court_acts=[])
        client.force_login(walk.cast.petitioner)
        page = client.get(f"/en/petitions/{petition.public_id}/write/you/").content.decode()
        assert "your last day will stand here" in page

    def test_an_institution_has_no_year(self, walk: Walk, client: Client) -> None:
        client.force_login(walk.cast.commissioner_officer)
        client.post("/en/petitions/new/", {"petitioner_kind": "commissioner", "language": "ru"})
        petition = Petition.objects.get()
        page = client.get(f"/en/petitions/{petition.public_id}/write/you/").content.decode()
        assert "your last day" not in page

    def test_warn_when_it_is_over_and_let_file_all_the_same(self, walk: Walk, client: Client) -> None:
        petition = walk.drafted(court_acts=[act("2024-03-02", "2024-04-02")])
        client.force_login(walk.cast.petitioner)
        page = client.get(f"/en/petitions/{petition.public_id}/write/check/").content.decode()
        assert "2 April 2025" in page
        assert "You may still file" in page
