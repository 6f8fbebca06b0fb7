"""Citations in the text of a draft: found when it is saved, decided by a person, kept when it is saved again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from courtcase.operations import NotAllowed, OperationError, StaleVersion
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from rulings.blocks import Block
from rulings.citing import Place, linked, sentence_around
from rulings.drafting.operations.decide_citations import confirm_certain, decide_citations
from rulings.drafting.operations.edit_draft import edit_draft
from rulings.drafting.operations.point_citation import add_citation, point_citation
from rulings.models import CitationState, Ruling, TextCitation
from tests.rulings.desk import Desk, norm

KEPT = ("final_draft",)
FIRST = "1. Суд применил статью 482 УПК и статью 15 договора."
SECOND = "2. Статья 9999 УПК и [статья 482 УПК](/norms/criminal-procedure-code-2014/482) упомянуты."
THIRD = "3. Заявитель ссылается на статью 6 настоящего Кодекса."
TEXT = "\n".join(("Вступление", "УСТАНОВИЛ:", FIRST, SECOND, THIRD))
WORDS = "статью 482 УПК"


@pytest.fixture
def draft(desk: Desk) -> Ruling:
    """Return a draft whose text cites."""
    ruling: Ruling = desk.shelf.pop("final_draft")
    return saved(desk, ruling, TEXT)


def saved(desk: Desk, ruling: Ruling, text: str) -> Ruling:
    """Return the draft with a Russian text."""
    return edit_draft(ruling=ruling, titles={}, texts={"ru": text}, actor=desk.secretary, at=desk.walk.tick())


def row(draft: Ruling, words: str = WORDS) -> TextCitation:
    """Return the citation of these words."""
    return draft.citations.get(words=words)


def confirm(desk: Desk, draft: Ruling, words: str = WORDS) -> TextCitation:
    """Confirm the citation of these words."""
    decide_citations(
        ruling=draft, confirmed=[row(draft, words).pk], rejected=[], actor=desk.secretary, at=desk.walk.tick()
    )
    return row(draft, words)


def test_saving_finds_what_is_known_what_is_not_and_leaves_links_alone(draft: Ruling) -> None:
    found = {one.words: (one.provision, one.certain, one.state, one.number) for one in draft.citations.all()}
    assert found == {
        WORDS: (norm(), True, "found", "1"),
        "Статья 9999 УПК": (None, False, "found", "2"),
        "статью 6 настоящего Кодекса": (None, False, "found", "3"),
    }


class TestSavingAgain:
    def test_keeps_decisions_where_paragraphs_move(self, desk: Desk, draft: Ruling) -> None:
        confirmed = confirm(desk, draft)
        saved(desk, draft, "Новый абзац со статьёй 482 УПК\n" + TEXT)
        kept = row(draft)
        assert (kept.pk, kept.state, kept.number) == (confirmed.pk, "confirmed", "1")
        assert kept.block != confirmed.block
        assert row(draft, "статьёй 482 УПК").state == "found"

    def test_keeps_decisions_where_the_paragraph_is_edited(self, desk: Desk, draft: Ruling) -> None:
        confirm(desk, draft)
        saved(desk, draft, TEXT.replace("Суд применил", "Как видно из дела, суд применил"))
        kept = row(draft)
        assert kept.state == "confirmed"
        text = draft.texts.get(language="ru").blocks[2]["runs"][0]["text"]
        assert text[kept.start : kept.end] == WORDS

    def test_never_overwrites_a_link_made_by_hand(self, desk: Desk, draft: Ruling) -> None:
        other = norm("489(1)6)")
        point_citation(citation=row(draft), to=other, actor=desk.secretary, at=desk.walk.tick())
        saved(desk, draft, TEXT + "\nЕщё.")
        assert (row(draft).provision, row(draft).state) == (other, "by_hand")
        assert draft.citations.count() == 3

    def test_a_link_waits_while_its_words_are_gone(self, desk: Desk, draft: Ruling) -> None:
        confirm(desk, draft)
        saved(desk, draft, TEXT.replace(FIRST, "1. Ничего."))
        assert (row(draft).block, row(draft).state) == ("", "confirmed")
        saved(desk, draft, TEXT)
        assert row(draft).block

    def test_what_was_rejected_is_not_found_anew(self, desk: Desk, draft: Ruling) -> None:
        decide_citations(
            ruling=draft, confirmed=[], rejected=[row(draft).pk], actor=desk.secretary, at=desk.walk.tick()
        )
        saved(desk, draft, TEXT)
        assert [one.state for one in draft.citations.filter(words=WORDS)] == ["rejected"]


class TestDeciding:
    def test_all_that_are_certain_at_once(self, desk: Desk, draft: Ruling) -> None:
        assert confirm_certain(ruling=draft, actor=desk.secretary, at=desk.walk.tick()) == 1
        assert sorted(draft.citations.values_list("state", flat=True)) == ["confirmed", "found", "found"]
        event = Event.objects.filter(subject=draft.subject).latest("pk")
        assert (event.name, event.body["confirmed"]) == ("ruling.citations_decided", 1)

    def test_what_leads_nowhere_cannot_be_confirmed(self, desk: Desk, draft: Ruling) -> None:
        with pytest.raises(OperationError):
            confirm(desk, draft, "Статья 9999 УПК")

    def test_whoever_may_not_edit_may_not_decide(self, desk: Desk, draft: Ruling) -> None:
        with pytest.raises(NotAllowed):
            confirm_certain(ruling=draft, actor=Actor.of(desk.walk.cast.clerk), at=desk.walk.tick())
        with pytest.raises(StaleVersion):
            confirm_certain(ruling=draft, actor=desk.secretary, at=desk.walk.tick(), version=1)

    def test_words_are_linked_by_hand_where_they_have_no_link(self, desk: Desk, draft: Ruling) -> None:
        block = row(draft, "Статья 9999 УПК").block
        facts: dict[str, Any] = {"ruling": draft, "language": "ru", "block": block, "to": norm()}
        made = add_citation(**facts, words="упомянуты", actor=desk.secretary, at=desk.walk.tick())
        assert (made.state, made.number) == (CitationState.BY_HAND, "2")
        for words in ("упомянуты", "нет таких слов", "статья 482 УПК"):
            with pytest.raises(OperationError):
                add_citation(**facts, words=words, actor=desk.secretary, at=desk.walk.tick())


class TestTheDesk:
    @pytest.fixture
    def secretary(self, desk: Desk, client: Client) -> Client:
        """Return a browser of the secretary."""
        client.force_login(desk.walk.cast.secretary)
        return client

    def test_shows_each_beside_its_sentence_and_takes_what_is_decided(self, secretary: Client, draft: Ruling) -> None:
        address = f"/en/desk/rulings/{draft.public_id}/links/"
        page = secretary.get(address).content.decode()
        assert f"1. Суд применил <mark>{WORDS}</mark>"[3:] in page
        assert "Leads nowhere" in page
        assert "In 1 citation nothing was guessed" in page
        guessed = row(draft, "статью 6 настоящего Кодекса")
        sent = {
            "version": draft.version,
            f"citation_{row(draft).pk}": "confirm",
            f"citation_{guessed.pk}": "reject",
        }
        assert secretary.post(address, sent).status_code == 303
        assert {row(draft).state, row(draft, guessed.words).state} == {"confirmed", "rejected"}
        assert secretary.post(address, {**sent, "version": 1}).status_code == 422

    def test_another_is_chosen_and_a_new_one_added(self, secretary: Client, draft: Ruling) -> None:
        one = row(draft, "Статья 9999 УПК")
        desk = f"/en/desk/rulings/{draft.public_id}/links/"
        assert "CPC" in secretary.get(f"{desk}{one.pk}/?q=482 УПК").content.decode().replace(
            "Criminal Procedure Code", "CPC"
        )
        to = f"norm:{norm().pk}"
        assert secretary.post(f"{desk}{one.pk}/", {"version": draft.version, "to": to}).status_code == 303
        draft.refresh_from_db()
        added: dict[str, Any] = {
            "version": draft.version,
            "to": to,
            "paragraph": f"ru:{row(draft).block}",
            "words": "Суд применил",
        }
        page = secretary.get(f"{desk}add/", {name: added[name] for name in ("paragraph", "words")} | {"q": "482 УПК"})
        assert f'value="{to}"' in page.content.decode()
        assert secretary.post(f"{desk}add/", added).status_code == 303
        assert row(draft, "Суд применил").state == "by_hand"
        draft.refresh_from_db()
        assert secretary.post(f"{desk}confirm/", {"version": draft.version}).status_code == 303
        assert row(draft).state == "confirmed"

    def test_is_sealed_to_all_others(self, desk: Desk, client: Client, draft: Ruling) -> None:
        client.force_login(desk.walk.cast.clerk)
        assert client.get(f"/en/desk/rulings/{draft.public_id}/links/").status_code == 404


def test_links_are_laid_over_runs_and_cells() -> None:
    block: Block = {
        "id": "p1",
        "kind": "table",
        "number": "",
        "rows": [[[{"text": "ab "}, {"text": "cd", "strong": True}], [{"text": "ef"}]]],
    }
    made = linked([block], {"p1": [Place(1, 4, "/norms/x/1"), Place(6, 8, "/norms/x/2")]})[0]["rows"][0]
    assert made[0] == [
        {"text": "a"},
        {"text": "b ", "link": "/norms/x/1"},
        {"text": "c", "strong": True, "link": "/norms/x/1"},
        {"text": "d", "strong": True},
    ]
    assert made[1] == [{"text": "ef", "link": "/norms/x/2"}]
    assert sentence_around("Раз. Два три. Четыре", 9, 12) == ("Два ", "три", ".")
