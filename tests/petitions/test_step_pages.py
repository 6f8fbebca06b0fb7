"""The pages of the guided form as such: going back keeps what stands in the fields, and rights are rights."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from courtcase.law.models import Act
from petitions.content import open_content
from petitions.filing.papers import paper_data
from petitions.models import Petition
from petitions.versions import written_last
from tests.petitions.walk import Walk


@pytest.mark.django_db
class TestAPage:
    @pytest.fixture(autouse=True)
    def draft(self, walk: Walk, client: Client) -> None:
        self.petition, self.client = walk.drafted(), client
        client.force_login(walk.cast.petitioner)
        self.base = f"/en/petitions/{self.petition.public_id}/write/"

    def test_going_back_keeps_what_was_typed(self) -> None:
        sent = {"situation": "Typed, and then back.", "version": self.petition.version, "then": "back"}
        answer = self.client.post(f"{self.base}situation/", sent)
        assert (answer.status_code, answer["Location"]) == (302, f"{self.base}rights/")
        petition = Petition.objects.select_related("data_key").get(pk=self.petition.pk)
        assert open_content(petition, written_last(petition))["situation"] == "Typed, and then back."

    def test_what_was_refused_may_be_left_without_it(self) -> None:
        sent = {"situation": "x" * 200_001, "version": self.petition.version, "then": "back"}
        answer = self.client.post(f"{self.base}situation/", sent)
        assert answer.status_code == 422
        assert f'href="{self.base}rights/"' in answer.content.decode()

    @pytest.mark.parametrize(
        ("name", "status"), [("123 !!!", 422), ("Ө. Қ’ызы-Ұлы", 302), ("O'Neill 2nd", 302), ("", 302)]
    )
    def test_a_name_has_letters(self, name: str, status: int) -> None:
        answer = self.client.post(f"{self.base}you/", {"full_name": name, "version": self.petition.version})
        assert answer.status_code == status
        assert ("Write the name in letters" in answer.content.decode()) is (status == 422)

    def test_the_check_says_whether_one_comes_to_a_session(self) -> None:
        sent = {"request": "Not in conformity.", "participation": "written", "version": self.petition.version}
        self.client.post(f"{self.base}request/", sent)
        assert "No, decide on my papers" in self.client.get(f"{self.base}check/").content.decode()

    def test_another_language_saves_and_comes_back_in_it(self) -> None:
        sent = {"situation": "Typed, then in Kazakh.", "version": self.petition.version, "then": "stay"}
        kazakh = f"/kk{self.base[3:]}situation/"
        answer = self.client.post(kazakh, sent)
        assert (answer.status_code, answer["Location"]) == (302, kazakh)
        assert "Typed, then in Kazakh." in self.client.get(kazakh).content.decode()

    @pytest.mark.parametrize(("then", "page"), [("leave", "/en/petitions/mine/"), ("help", "help/")])
    def test_a_way_out_saves_first(self, then: str, page: str) -> None:
        sent = {"situation": "Typed, and then away.", "version": self.petition.version, "then": then}
        answer = self.client.post(f"{self.base}situation/", sent)
        assert answer["Location"].endswith(page)
        assert "Typed, and then away." in self.client.get(f"{self.base}situation/").content.decode()

    def test_the_way_to_the_court_is_told_where_it_is_set_and_never_guessed(self, settings: Any) -> None:
        page = f"/en/petitions/{self.petition.public_id}/help/"
        assert "is not set on this site" in self.client.get(page).content.decode()
        settings.COURT_ADDRESS, settings.RECEPTION_TELEPHONE = "Example street 1, Astana", "+7 000 000 00 00"
        shown = self.client.get(page).content.decode()
        assert "Example street 1, Astana" in shown
        assert 'href="tel:+70000000000"' in shown
        assert "Example street 1, Astana" in paper_data(self.petition, {})["addressee"]

    def test_duties_and_who_may_petition_are_no_rights(self) -> None:
        page = self.client.get(f"{self.base}rights/").content.decode()
        assert "Equality before the law and the court" in page
        assert "article 78" not in page
        assert "article 35" not in page

    def test_it_is_said_that_the_list_is_of_the_constitution_before(self) -> None:
        for language, said in (("kk", "Қазір қолданыста: "), ("ru", "Действует "), ("en", "Now in force: ")):
            page = self.client.get(self.base.replace("/en/", f"/{language}/") + "rights/").content.decode()
            constitution = getattr(Act.objects.get(code="constitution-2026"), f"title_{language}")
            assert f"{said}{constitution}." in page
