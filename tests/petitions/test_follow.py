"""The page on which a petition is followed, its status for ears, its days for a calendar."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override
from icalendar import Calendar

from courtcase.people.permissions import granted
from petitions.filing.aloud import spoken
from petitions.filing.queries import PETITIONER_STEPS, STEP_WORDS
from petitions.workflow import TABLE
from tests.petitions.test_receipt import reader
from tests.petitions.walk import Walk

PETITIONERS = ("account", "citizen", "holder", "representative")
# Steps of a petitioner that have pages of their own on the way to the Court.
ON_THE_WAY = {"submit", "sign_electronically", "sign_cure_electronically", "file_approved", "take_up_approved"}
# What one of several petitioners does by signing or leaving, whichever of these it then is.
OF_SEVERAL = {"sign_in_part", "file_without", "take_up_without", "withdraw_last"}


def test_every_step_of_a_petitioner_in_the_table_is_offered_somewhere() -> None:
    theirs = {row.name for row in TABLE if any((row.action, role) in granted() for role in PETITIONERS)}
    assert theirs == set(PETITIONER_STEPS) | ON_THE_WAY | OF_SEVERAL
    assert set(STEP_WORDS) == set(PETITIONER_STEPS)


@pytest.mark.django_db
class TestFollowing:
    @pytest.mark.parametrize(
        ("stage", "offered"),
        [
            ("submitted", {"reopen", "withdraw", "sign"}),
            ("filed", {"documents/add", "withdraw"}),
            ("screening", {"documents/add", "withdraw"}),
            ("returned", {"demand", "documents/add", "withdraw", "write/attachments"}),
            ("in_study", {"documents/add", "withdraw"}),
        ],
    )
    def test_the_page_offers_what_the_table_allows_in_each_state(
        self, walk: Walk, stage: str, offered: set[str]
    ) -> None:
        petition = getattr(walk, stage)()
        said = reader(walk).get(f"/en/petitions/{petition.public_id}/").content.decode()
        acts = ("reopen", "withdraw", "sign", "documents/add", "demand", "write/attachments")
        found = {act for act in acts if f'href="/en/petitions/{petition.public_id}/{act}/"' in said}
        assert found == offered

    def test_it_says_why_a_term_ends_when_it_ends(self, walk: Walk) -> None:
        petition = walk.registered()
        said = reader(walk).get(f"/en/petitions/{petition.public_id}/").content.decode()
        assert "Why this day?" in said
        assert "15 calendar days from" in said

    def test_it_counts_by_office_who_opened_it_and_names_nobody(self, walk: Walk) -> None:
        petition = walk.in_study()
        page = f"/en/petitions/{petition.public_id}/"
        assert "Nobody of the Court has opened it yet." in reader(walk).get(page).content.decode()
        for member in ("clerk", "clerk", "head_of_intake", "judge1", "chair"):
            assert reader(walk, member).get(f"/en/intake/{petition.public_id}/").status_code == 200
        answer = reader(walk).get(page)
        counted = {str(one.office): one.times for one in answer.context["opened"]}
        assert counted == {"Judges of the Court": 2, "Apparatus of the Court: intake": 3}
        assert walk.cast.clerk.full_name not in answer.content.decode()

    def test_one_s_own_looks_are_not_counted(self, walk: Walk) -> None:
        petition = walk.filed()
        reader(walk).get(f"/en/petitions/{petition.public_id}/paper.pdf")
        assert reader(walk).get(f"/en/petitions/{petition.public_id}/").context["opened"] == []


@pytest.mark.django_db
class TestAloudAndInTheCalendar:
    def test_the_status_is_said_in_each_language(self, walk: Walk) -> None:
        petition = walk.registered()
        for language, words in (
            ("kk", "2026 жылғы 16 қыркүйек"),
            ("ru", "16 сентября 2026 года"),
            ("en", "Its last day: 16 September 2026."),
        ):
            answer = reader(walk).get(f"/{language}/petitions/{petition.public_id}/aloud/")
            assert words in answer.content.decode()
        assert petition.register_number is not None
        with override("en"):
            assert spoken(petition.register_number) in answer.content.decode()

    def test_a_calendar_takes_the_days_and_learns_nothing_else(self, walk: Walk) -> None:
        petition = walk.registered()
        answer = reader(walk).get(f"/en/petitions/{petition.public_id}/terms.ics")
        assert answer["Content-Type"].startswith("text/calendar")
        (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
        assert event.decoded("dtstart").isoformat() == "2026-09-16"
        assert str(petition.register_number) in str(event["summary"])
        assert "Үлгі" not in answer.content.decode()

    @pytest.mark.parametrize("name", ["aloud/", "terms.ics"])
    def test_both_are_open_to_a_code_and_shut_to_strangers(self, walk: Walk, name: str) -> None:
        petition = walk.filed()
        holder = Client()
        holder.post("/en/petitions/track/", {"code": walk.codes[petition.pk], "number": ""})
        assert holder.get(f"/en/petitions/{petition.public_id}/{name}").status_code == 200
        assert reader(walk, "stranger").get(f"/en/petitions/{petition.public_id}/{name}").status_code == 404
        assert holder.post(f"/en/petitions/{petition.public_id}/{name}").status_code == 405


@pytest.mark.parametrize(
    ("number", "said"),
    [("7", "7"), ("12/2026", "12, slash, 2026"), ("12345", "123, 45"), ("4512-НП", "45, 12, hyphen, Н П"), ("", "")],
)
def test_numbers_are_dictated_in_groups(number: str, said: str) -> None:
    with override("en"):
        assert spoken(number) == said
