"""Several judicial acts in one case, and what the readiness check makes of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from petitions.content import PetitionContent, open_content
from petitions.filing.papers import paper_data
from petitions.filing.readiness import readiness
from petitions.models import Petition
from petitions.versions import written_last
from tests.petitions.walk import Walk, words

TODAY = date(2026, 11, 1)
FIRST = {"court": "First court", "number": "1", "adopted_on": "02.02.2026", "in_force_on": "", "applied": "unknown"}
LAST = {"court": "Appeal", "number": "2", "adopted_on": "02.05.2026", "in_force_on": "02.05.2026", "applied": "named"}


def second(values: dict[str, str], place: int = 2) -> dict[str, str]:
    return {f"{name}_{place}": value for name, value in values.items()}


def met(code: str, content: PetitionContent, today: date = TODAY) -> bool | None:
    found = readiness(content=content, needs_own_case=True, attached=set(), today=today)
    return {one.code: one.met for one in found}[code]


@pytest.mark.django_db
class TestTheJudicialActs:
    @pytest.fixture(autouse=True)
    def draft(self, walk: Walk, client: Client) -> None:
        self.petition = walk.drafted(court_acts=[])
        self.client = client
        client.force_login(walk.cast.petitioner)
        self.page = f"/en/petitions/{self.petition.public_id}/write/case/"

    def send(self, **values: str) -> int:
        self.petition.refresh_from_db()
        self.answer = self.client.post(self.page, {"version": self.petition.version, **values})
        return self.answer.status_code

    def content(self) -> PetitionContent:
        self.petition = Petition.objects.select_related("data_key").get(pk=self.petition.pk)
        return open_content(self.petition, written_last(self.petition))

    def courts(self) -> list[str]:
        return [act["court"] for act in self.content()["court_acts"]]

    def test_several_are_written_and_the_latest_in_force_counts(self) -> None:
        assert self.send(**FIRST, **second(LAST)) == 302
        assert self.courts() == ["First court", "Appeal"]
        assert self.petition.own_case_day == date(2026, 5, 2)
        assert self.petition.year_ends_on == date(2027, 5, 2)

    def test_the_page_always_has_room_for_one_more(self) -> None:
        assert self.send(**FIRST, **second(LAST), **second(FIRST, 3)) == 302
        page = self.client.get(self.page).content.decode()
        assert 'name="court_4"' in page
        assert 'name="court_5"' not in page

    def test_one_is_taken_out(self) -> None:
        assert self.send(**FIRST, **second(LAST), remove_2="on") == 302
        assert self.courts() == ["First court"]

    def test_a_wrong_day_is_told_beside_its_act_and_everything_stays(self) -> None:
        wrong = {**LAST, "in_force_on": "01.01.2026"}
        assert self.send(**FIRST, **second(wrong)) == 422
        assert set(self.answer.context["form"].errors) == {"in_force_on_2"}
        body = self.answer.content.decode()
        assert "Appeal" in body
        assert "01.01.2026" in body

    def test_a_day_that_has_not_come_is_refused(self) -> None:
        assert self.send(**{**FIRST, "adopted_on": "02.02.2126"}) == 422
        assert set(self.answer.context["form"].errors) == {"adopted_on"}

    def test_the_paper_names_them_all(self) -> None:
        assert self.send(**FIRST, **second(LAST)) == 302
        printed = paper_data(self.petition, self.content())["sections"][0]["text"]
        assert "First court" in printed
        assert "Appeal" in printed


class TestReadiness:
    def test_one_court_that_applied_the_provision_is_enough(self) -> None:
        acts = [{"court": "A", "applied": "unknown"}, {"court": "B", "applied": "based"}]
        assert met("applied", words(court_acts=acts)) is True
        assert met("applied", words(court_acts=acts[:1])) is None
        assert met("applied", words(court_acts=[])) is False

    def test_every_act_names_its_court(self) -> None:
        assert met("court_act", words(court_acts=[{"court": "A"}, {"number": "2"}])) is False

    def test_between_both_readings_of_the_year_it_cannot_be_told(self) -> None:
        content = words()  # made on 02.03.2026, in force since 02.04.2026
        assert met("in_force", content) is True
        assert met("in_force", content, date(2027, 3, 20)) is None
        assert met("in_force", content, date(2027, 4, 3)) is False
        assert met("in_force", words(court_acts=[{"court": "A", "adopted_on": "2026-03-02"}])) is False
