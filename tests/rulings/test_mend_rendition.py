"""What is shown of a ruling otherwise than signed: before publication, and by two persons after it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document as WordDocument

from courtcase.documents.models import Document
from courtcase.law.models import LegalPosition
from courtcase.notices.models import Job
from courtcase.operations import NotAllowed, OperationError, WrongState
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from courtcase.search.models import SearchDocument
from rulings.drafting.operations.edit_draft import edit_draft
from rulings.jobs import make_files_of_ruling
from rulings.models import Mending, MendingOutcome, Ruling, SignedText
from rulings.publication.formats import FORMATS
from rulings.publication.operations.anonymise import anonymise
from rulings.publication.operations.mend_rendition import ask_mending, decide_mending
from rulings.publication.personal import squeezed
from tests.documents.pdf_text import text_of
from tests.rulings.desk import TEXTS, TITLES, Desk

# Nobody's: the rules of publication do not know this form, so that it comes into the open as a mistake would.
LEAKED = "Ключевая-Утечкина"
SPOILT = {
    "kk": f"Кіріспе\nАНЫҚТАДЫ:\n1. Азамат {LEAKED} жүгінді.\nҚАУЛЫ ЕТЕДІ:\n1. {LEAKED} ісі бойынша норма сәйкес емес.",
    "ru": f"Вступление {LEAKED}\nУСТАНОВИЛ:\n1. Первое.\nПОСТАНОВЛЯЕТ:\n1. Признать норму не соответствующей.",
}


@pytest.fixture
def ruling(desk: Desk) -> Ruling:
    """Return a published ruling, files and all, that tells what nobody may read in its texts and a title."""
    draft = desk.complete(desk.final_draft(), texts=TEXTS | SPOILT)
    titles = TITLES | {"ru": f"О деле {LEAKED.upper()}"}
    draft = edit_draft(ruling=draft, titles=titles, texts={}, actor=desk.secretary, at=desk.walk.tick())
    published = desk.publish(desk.sign(draft))
    print_files(published)
    return published


def print_files(ruling: Ruling) -> None:
    """Let the task write the files that are owed."""
    for job in Job.objects.filter(kind="rulings.print", subject=ruling.subject):
        make_files_of_ruling(job)


def asked(desk: Desk, ruling: Ruling, **changes: Any) -> Mending:
    """Return a withdrawal the publisher asked for."""
    values = {"kind": "withdrawal", "passage": LEAKED.lower(), "reason": "Дербес дерек."} | changes
    return ask_mending(ruling=ruling, actor=desk.publisher, at=desk.walk.tick(), **values)


def bytes_of(answer: Any) -> bytes:
    """Return the body of an answer, streamed or not."""
    return b"".join(answer) if answer.streaming else answer.content


def everywhere(client: Client, ruling: Ruling) -> dict[str, str]:
    """Return everything anybody can read of the ruling, as text, by address."""
    places = [f"/{language}{ruling.public_path}" for language in ("kk", "ru", "en")]
    files = [
        f"{place}.{one.ending}" for place in places[:2] for one in FORMATS.values() if one.ending not in {"pdf", "docx"}
    ]
    lists = ["/ru/rulings/", "/ru/rulings/feed.atom", f"/ru/rulings/?q={LEAKED}", "/kk/rulings/?q=жүгінді", "/ru/"]
    api = [f"/api/v1/rulings/{ruling.public_id}/", "/api/v1/rulings/"]
    read = {}
    for address in (*places, *files, *lists, *api):
        answer = client.get(address)
        assert answer.status_code == 200, address
        read[address] = bytes_of(answer).decode()
    return read


class TestWithdrawal:
    def test_is_gone_everywhere_once_a_second_person_agrees(self, desk: Desk, ruling: Ruling, client: Client) -> None:
        before = everywhere(client, ruling)
        telling = {address for address, read in before.items() if LEAKED.casefold() in read.casefold()}
        assert len(telling) >= 10
        decide_mending(mending=asked(desk, ruling), agrees=True, actor=desk.secretary, at=desk.walk.tick())
        for address, read in everywhere(client, ruling).items():
            # The page of a search shows what was searched for.
            assert LEAKED.casefold() not in read.casefold() or address.endswith(f"?q={LEAKED}"), address
        assert "[үзінді алынды]" in everywhere(client, ruling)[f"/kk{ruling.public_path}"]
        assert "Дербес дерек." in everywhere(client, ruling)[f"/kk{ruling.public_path}.txt"]

    def test_files_are_made_anew_and_the_old_ones_are_gone(self, desk: Desk, ruling: Ruling, client: Client) -> None:
        old = set(Document.objects.filter(subject=ruling.subject).values_list("pk", flat=True))
        assert len(old) == 6
        pdf = f"/ru{ruling.public_path}.pdf"
        assert squeezed(LEAKED) in squeezed(text_of(bytes_of(client.get(pdf))))
        decide_mending(mending=asked(desk, ruling), agrees=True, actor=desk.secretary, at=desk.walk.tick())
        assert not Document.objects.filter(pk__in=old).exists()
        print_files(ruling)
        made = Document.objects.filter(subject=ruling.subject)
        assert made.count() == 6
        assert all(LEAKED not in one.filename for one in made)
        written = WordDocument(BytesIO(bytes_of(client.get(f"/kk{ruling.public_path}.docx"))))
        words = "\n".join(one.text for one in written.paragraphs)
        assert LEAKED not in words
        assert "[үзінді алынды]" in words
        printed = squeezed(text_of(bytes_of(client.get(pdf))))
        assert squeezed(LEAKED) not in printed
        assert squeezed("[фрагмент изъят]") in printed

    def test_search_and_points_to_quote_know_it_no_more(self, desk: Desk, ruling: Ruling) -> None:
        decide_mending(mending=asked(desk, ruling), agrees=True, actor=desk.secretary, at=desk.walk.tick())
        assert not LegalPosition.objects.filter(text__icontains=LEAKED).exists()
        assert all(
            "утечкин" not in str(row).casefold() for row in SearchDocument.objects.values_list("tokens", flat=True)
        )

    def test_what_was_signed_and_the_record_stay_as_they_were(self, desk: Desk, ruling: Ruling) -> None:
        signed = {one.pk: bytes(one.content) for one in SignedText.objects.filter(ruling=ruling)}
        decide_mending(mending=asked(desk, ruling), agrees=True, actor=desk.secretary, at=desk.walk.tick())
        assert {one.pk: bytes(one.content) for one in SignedText.objects.filter(ruling=ruling)} == signed
        assert LEAKED in ruling.texts.get(language="ru").blocks[0]["runs"][0]["text"]
        told = [str(event.body) for event in Event.objects.filter(subject=ruling.subject)]
        assert not [body for body in told if LEAKED.casefold() in body.casefold()]

    def test_a_measure_that_tells_it_is_mended_too(self, desk: Desk, ruling: Ruling, client: Client) -> None:
        measure = desk.measure(ruling)
        measure.what_ru = f"Вернуть {LEAKED} взысканное"
        measure.save(update_fields=["what_ru"])
        decide_mending(mending=asked(desk, ruling), agrees=True, actor=desk.secretary, at=desk.walk.tick())
        for address in (f"/ru{ruling.public_path}", "/ru/execution/", f"/api/v1/measures/{measure.public_id}/"):
            read = client.get(address).content.decode()
            assert LEAKED not in read, address
            assert "взысканное" in read, address

    def test_takes_two_persons(self, desk: Desk, ruling: Ruling, client: Client) -> None:
        mending = asked(desk, ruling)
        with pytest.raises(WrongState):
            decide_mending(mending=mending, agrees=True, actor=desk.publisher, at=desk.walk.tick())
        with pytest.raises(NotAllowed):
            decide_mending(mending=mending, agrees=True, actor=Actor.of(desk.walk.cast.clerk), at=desk.walk.tick())
        assert LEAKED in client.get(f"/kk{ruling.public_path}").content.decode()
        taken_back = decide_mending(mending=mending, agrees=False, actor=desk.publisher, at=desk.walk.tick())
        assert taken_back.outcome == MendingOutcome.REFUSED
        with pytest.raises(WrongState):
            decide_mending(mending=mending, agrees=True, actor=desk.secretary, at=desk.walk.tick())

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"passage": "аб"}, "passage"),
            ({"passage": "чего здесь нет"}, "passage"),
            ({"reason": ""}, "reason"),
            ({"reason": f"Назван {LEAKED}"}, "reason"),
            ({"reason": "ИИН 900101300017"}, "reason"),
            ({"kind": "correction", "instead": "x"}, "language"),
            ({"kind": "correction", "language": "ru"}, "instead"),
        ],
    )
    def test_what_is_wrong_is_said_beside_its_field(
        self, desk: Desk, ruling: Ruling, changes: dict[str, str], field: str
    ) -> None:
        with pytest.raises(OperationError) as refused:
            asked(desk, ruling, **changes)
        assert refused.value.field == field
        assert not ruling.mendings.exists()


def test_a_correction_is_made_in_its_language_alone(desk: Desk, ruling: Ruling, client: Client) -> None:
    mending = asked(
        desk, ruling, kind="correction", passage="Первое", language="ru", instead="Первое положение", reason="Описка."
    )
    decide_mending(mending=mending, agrees=True, actor=desk.secretary, at=desk.walk.tick())
    page = client.get(f"/ru{ruling.public_path}").content.decode()
    assert "Первое положение" in page
    assert "Описка." in page
    versions = dict(ruling.renditions.order_by("version").values_list("language", "version"))
    assert versions == {"kk": 1, "ru": 2}


class TestBeforePublication:
    NAMED = {
        "kk": "Кіріспе\nҚАУЛЫ ЕТЕДІ:\n1. Азамат Серікбаев Нұрлан Асқарұлы, ЖСН 900101300017.",
        "ru": "Вступление\nПОСТАНОВЛЯЕТ:\n1. Гражданин Иванов Иван Иванович и министр Ахметов А.А.",
    }
    DECIDED = {
        "Серікбаев Нұрлан Асқарұлы": "С.Н.А.",
        "900101300017": "[нөмір]",
        "Иванов Иван Иванович": "И.И.И.",
        "Ахметов А.А.": None,
    }

    def signed(self, desk: Desk) -> Ruling:
        """Return a signed ruling that names people."""
        return desk.sign(desk.complete(desk.final_draft(), texts=self.NAMED))

    def decide(self, desk: Desk, ruling: Ruling, decided: dict[str, str | None]) -> Ruling:
        """Let the publisher decide."""
        return anonymise(ruling=ruling, decided=decided, actor=desk.publisher, at=desk.walk.tick())

    def test_nothing_is_published_before_each_was_decided_on(self, desk: Desk) -> None:
        ruling = self.signed(desk)
        with pytest.raises(WrongState):
            desk.publish(ruling)
        some = {words: instead for words, instead in self.DECIDED.items() if "Иван" not in words}
        self.decide(desk, ruling, some)
        with pytest.raises(WrongState):
            desk.publish(ruling)

    def test_an_iin_cannot_stay(self, desk: Desk) -> None:
        with pytest.raises(OperationError) as refused:
            self.decide(desk, self.signed(desk), {"900101300017": None})
        assert str(refused.value.field).startswith("found")

    def test_what_is_shown_is_what_was_decided(self, desk: Desk, client: Client) -> None:
        ruling = self.signed(desk)
        self.decide(desk, ruling, self.DECIDED)
        published = desk.publish(ruling)
        kk = client.get(f"/kk{published.public_path}").content.decode()
        ru = client.get(f"/ru{published.public_path}").content.decode()
        assert "С.Н.А." in kk
        assert "900101300017" not in kk
        assert "И.И.И." in ru
        assert "Ахметов А.А." in ru
        assert "Имена и другие данные частных лиц заменены" in ru
