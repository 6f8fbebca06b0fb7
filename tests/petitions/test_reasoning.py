"""The page of the reasoning: written freely, answered, taken over from a Word file, with quotations; nothing is lost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courtcase.law.models import LegalPosition
from courtcase.law.models.acts import Outcome
from petitions.content import open_content
from petitions.models import Petition
from petitions.versions import written_last
from tests.cast import Cast
from tests.documents.test_wording import written
from tests.petitions.test_find_provision import COUNSEL, decide, provision
from tests.petitions.walk import Walk
from tests.rulings.desk import Desk


@pytest.mark.django_db
class TestTheReasoning:
    @pytest.fixture(autouse=True)
    def draft(self, walk: Walk, client: Client) -> None:
        self.petition = walk.drafted(provisions=[provision(*COUNSEL).pk], reasoning="Первое.")
        self.client = client
        client.force_login(walk.cast.petitioner)
        self.page = f"/ru/petitions/{self.petition.public_id}/write/reasoning/"

    def send(self, address: str = "", **values: object) -> int:
        self.petition.refresh_from_db()
        sent = {"version": self.petition.version, "reasoning": "Первое.", **values}
        self.answer = self.client.post(address or self.page, sent)
        return self.answer.status_code

    def text(self) -> str:
        petition = Petition.objects.get(pk=self.petition.pk)
        return open_content(petition, written_last(petition))["reasoning"]

    def test_a_text_alone_leads_on(self) -> None:
        assert self.send(reasoning="Одно.") == 302
        assert self.answer["Location"].endswith("/write/request/")
        assert self.text() == "Одно."

    def test_answers_are_put_together_after_it_and_shown(self) -> None:
        assert self.send(just="Справедливо.", forbids="Запрещает.") == 302
        assert self.answer["Location"].endswith("/write/reasoning/")
        assert self.text() == "Первое.\n\nЗапрещает.\n\nСправедливо."
        assert "Запрещает." in self.client.get(self.page).content.decode()

    def test_a_word_file_comes_after_what_was_written(self) -> None:
        file = SimpleUploadedFile("текст.docx", written(("Основание", 0), ("Довод", 1)))
        assert self.send(file=file) == 302
        assert self.text() == "Первое.\n\n1. Основание\n1.1. Довод"

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 nothing"])
    def test_a_bad_file_is_refused_beside_its_field_and_what_was_typed_stays(self, content: bytes) -> None:
        assert self.send(file=SimpleUploadedFile("a.docx", content), reasoning="Новое.", just="Так.") == 422
        assert set(self.answer.context["form"].errors) == {"file"}
        body = self.answer.content.decode()
        assert "Новое." in body
        assert "Так." in body
        assert self.text() == "Первое."

    def test_a_file_that_is_too_large_is_refused(self) -> None:
        big = SimpleUploadedFile("a.docx", b"0" * (5 * 1024 * 1024 + 1))
        assert self.send(file=big) == 422
        assert set(self.answer.context["form"].errors) == {"file"}

    def test_what_is_too_long_together_is_refused_and_kept(self) -> None:
        assert self.send(reasoning="а" * 190_000, just="б" * 15_000) == 422
        assert set(self.answer.context["form"].errors) == {"reasoning"}

    def test_an_earlier_decision_is_cited_with_number_date_and_address(self) -> None:
        decide(provision(*COUNSEL), Outcome.DOES_NOT_CONFORM)
        decision = provision(*COUNSEL).decided.get()
        shown = self.client.get(self.page).content.decode()
        assert f"quote/{decision.pk}/" in shown
        assert self.send(f"{self.page}quote/{decision.pk}/", reasoning="Моё.") == 302
        text = self.text()
        assert text.startswith("Моё.\n\n")
        for part in ("29-НП", "25.09.2023", "/ru/rulings/29", "УПК, статья 482"):
            assert part in text

    def test_a_point_is_quoted_word_by_word(self) -> None:
        decide(provision(*COUNSEL), Outcome.DOES_NOT_CONFORM)
        decision = provision(*COUNSEL).decided.get()
        LegalPosition.objects.create(
            ruling_uuid=decision.ruling_uuid, language="ru", position=1, anchor="p-7", text="1. Признать статью."
        )
        assert self.send(f"{self.page}quote/{decision.pk}/", point="p-7") == 302
        assert "«1. Признать статью.»" in self.text()
        assert "/ru/rulings/29#p-7" in self.text()
        assert self.send(f"{self.page}quote/{decision.pk}/", point="p-8") == 404
        assert self.send(f"{self.page}quote/{9**18}/") == 404

    def test_a_quotation_over_another_window_is_told_and_nothing_is_lost(self) -> None:
        decide(provision(*COUNSEL), Outcome.CONFORMS)
        decision = provision(*COUNSEL).decided.get()
        assert self.send(reasoning="Другое окно.") == 302
        sent = {"version": self.petition.version, "reasoning": "Это окно."}
        answer = self.client.post(f"{self.page}quote/{decision.pk}/", sent)
        assert answer.status_code == 422
        body = answer.content.decode()
        assert "Это окно." in body
        assert "Другое окно." in body
        assert self.text() == "Другое окно."

    def test_it_is_not_for_strangers_nor_by_reading(self, cast: Cast) -> None:
        decide(provision(*COUNSEL), Outcome.CONFORMS)
        address = f"{self.page}quote/{provision(*COUNSEL).decided.get().pk}/"
        assert self.client.get(address).status_code == 405
        self.client.force_login(cast.stranger)
        assert self.send(address) == 404


@pytest.mark.django_db
def test_publication_writes_what_can_be_quoted(walk: Walk) -> None:
    ruling = Desk(walk).published()
    points = LegalPosition.objects.filter(ruling_uuid=ruling.subject.uuid)
    assert points.filter(language="ru").exists()
    for point in points:
        text = ruling.texts.get(language=point.language)
        assert any(block["id"] == point.anchor and block["kind"] == "operative" for block in text.blocks)
