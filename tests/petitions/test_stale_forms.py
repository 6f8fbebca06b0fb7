"""A form that went stale says who changed what meanwhile, shows both texts, and keeps what was typed."""

from __future__ import annotations

from typing import Any

import pytest

from courtcase.people.actors import Actor
from petitions.intake.operations.assign import assign_petition
from petitions.intake.operations.draft_routing import begin_draft, move_rung
from petitions.intake.operations.note_point import note_point
from petitions.intake.operations.save_view import rename_view, save_view
from petitions.letters.operations.configure import write_template
from petitions.letters.templates import template_in_use
from petitions.models import Finding, LetterKind
from tests.petitions.acts import signed_in
from tests.petitions.letters.returning import configured, prepared
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db


def stale_in(answer: Any) -> tuple[list[str], dict[str, tuple[str, str]]]:
    """Return who did something meanwhile, and of each field what stands now and what was typed; the page says both."""
    assert answer.status_code == 422
    page, stale = answer.content.decode(), answer.context["stale"]
    assert "What changed meanwhile" in page
    both = {
        text.label: (
            "".join(piece.text for piece in text.difference.older),
            "".join(p.text for p in text.difference.newer),
        )
        for text in stale.texts
    }
    assert all(one.who in page for one in stale.entries)
    return [one.who for one in stale.entries], both


def test_an_act_names_the_steps_since_and_their_authors(walk: Walk) -> None:
    petition = walk.screening()
    seen, other = petition.version, walk.cast.second_clerk
    head = Actor.of(walk.cast.head_of_intake)
    assign_petition(petition=petition, assignee=other, actor=head, at=walk.tick())
    clerk = signed_in(walk.cast.head_of_intake)
    mine = {"version": seen, "assignee": walk.cast.clerk.pk}
    answer = clerk.post(f"/en/intake/{petition.public_id}/assign/", mine)
    who, both = stale_in(answer)
    assert who == [walk.cast.head_of_intake.full_name]
    assert list(both.values()) == [(other.full_name, walk.cast.clerk.full_name)]
    assert str(answer.context["form"]["assignee"].value()) == str(walk.cast.clerk.pk)
    again = {"version": answer.context["form"]["version"].value(), "assignee": walk.cast.clerk.pk}
    assert clerk.post(f"/en/intake/{petition.public_id}/assign/", again).status_code == 302


def test_a_point_shows_both_notes(walk: Walk) -> None:
    petition = walk.screening()
    other = Actor.of(walk.cast.second_clerk)
    note_point(
        petition=petition,
        point="competence",
        finding=Finding.MET,
        note="A norm.",
        version=0,
        actor=other,
        at=walk.tick(),
    )
    sent = {"competence-finding": "not_met", "competence-note": "A judgment.", "competence-version": 0}
    answer = signed_in(walk.cast.clerk).post(f"/en/intake/{petition.public_id}/points/competence/", sent)
    who, both = stale_in(answer)
    assert who == [walk.cast.second_clerk.full_name]
    assert both["Note for colleagues"] == ("A norm.", "A judgment.")
    assert answer.context["form"]["note"].value() == "A judgment."


def test_a_return_shows_the_reason_of_the_one_that_waits(walk: Walk) -> None:
    configured(walk)
    petition = walk.screening()
    seen = petition.version
    waiting = prepared(walk, petition, key="second_clerk", why="He says himself that no court applied this provision.")
    mine = {
        "version": seen,
        "grounds": [waiting.grounds.get().pk],
        "explanation": "The judgment was set aside by another.",
    }
    answer = signed_in(walk.cast.clerk).post(f"/en/intake/{petition.public_id}/return/", mine)
    who, both = stale_in(answer)
    assert set(who) == {walk.cast.second_clerk.full_name}
    assert both["Why this case"] == ("He says himself that no court applied this provision.", mine["explanation"])


def test_the_text_of_a_letter_names_the_versions_since(walk: Walk) -> None:
    first = template_in_use(LetterKind.RETURN, "kk").text
    head = walk.cast.head_of_intake
    write_template(kind="return", language="kk", text=f"{first}\n\nҚош болыңыз.", actor=Actor.of(head), at=walk.tick())
    mine = {"version": 0, "text": f"{first}\n\nСау болыңыз.", "number": ""}
    who, both = stale_in(signed_in(head).post("/en/letters/texts/return/kk/", mine))
    assert who == [head.full_name]
    assert "Қош" in both["Text"][0]
    assert "Сау" in both["Text"][1]


def test_a_rule_of_the_draft_names_who_changed_the_draft(walk: Walk) -> None:
    walk.rules()
    head = Actor.of(walk.cast.head_of_intake)
    draft = begin_draft(actor=head, at=walk.tick())
    row = draft.rungs[0]
    move_rung(draft=draft, code=row["code"], up=False, version=draft.version, actor=head, at=walk.tick())
    mine = {"version": draft.version, "name_kk": "Басқа", "name_ru": "Иное", "name_en": "Another", "team": row["team"]}
    browser = signed_in(walk.cast.head_of_intake)
    answer = browser.post(f"/en/intake/routing/draft/rules/{row['code']}/", {**mine, "target": "team"})
    who, both = stale_in(answer)
    assert who == [walk.cast.head_of_intake.full_name]
    assert both["Name in English"] == (row["name"]["en"], "Another")
    button = browser.post("/en/intake/routing/draft/dry-run/", {"version": draft.version}, follow=True)
    assert walk.cast.head_of_intake.full_name in button.content.decode()


def test_a_shared_view_that_another_renamed_is_not_overwritten(walk: Walk) -> None:
    head = walk.cast.head_of_intake
    saved = save_view(name="Late", query="view=all", is_shared=True, actor=Actor.of(head), at=walk.tick())
    rename_view(saved=saved, name="Late ones", actor=Actor.of(head), at=walk.tick(), version=1)
    address = f"/en/intake/views/{saved.public_id}/"
    answer = signed_in(head).post(address, {"name": "All that is late", "version": 1})
    who, both = stale_in(answer)
    assert who == [head.full_name]
    assert both["Name of the view"] == ("Late ones", "All that is late")
    saved.refresh_from_db()
    assert saved.name == "Late ones"
    signed_in(head).post(address, {"name": "All that is late", "version": 2})
    saved.refresh_from_db()
    assert (saved.name, saved.version) == ("All that is late", 3)
