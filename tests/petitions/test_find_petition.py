"""One box at the desk finds a petition by whatever is said of it, and keeps nothing of what was typed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courtcase.long_work.models import Progress
from courtcase.long_work.operations import begin_again, go_on
from courtcase.long_work.registry import works
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.filing.operations.change_address import change_address
from petitions.filing.operations.submit_petition import submit_cure
from petitions.intake import finding
from petitions.intake.finding import lists_of
from petitions.intake.marking import MADE, keys_of_name
from petitions.intake.operations.mark_petitions import WORK, mark_new, mark_next
from petitions.models import Mark, MarkKind, Petition, PetitionVersion
from tests.petitions.signing import PERSON
from tests.petitions.test_same import OTHER_ACT, plan_of
from tests.petitions.together import SECOND
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
FIND = "/en/intake/find/"


def desk(walk: Walk) -> Client:
    """Return a browser in which the registrar is signed in."""
    client = Client()
    client.force_login(walk.cast.registrar)
    return client


def test_a_number_or_a_code_leads_to_the_petition(walk: Walk) -> None:
    petition = walk.registered()
    petition.refresh_from_db()
    home = f"/en/intake/{petition.public_id}/"
    for typed in (str(petition.register_number), str(int(str(petition.register_number)[-6:])), walk.codes[petition.pk]):
        answer = desk(walk).post(FIND, {"code": typed})
        assert answer.status_code == 302, typed
        assert answer["Location"] == home
    assert desk(walk).post(FIND, {"code": "2026/999999"}).status_code == 422
    assert desk(walk).post(FIND, {"code": ""}).status_code == 422


def test_an_iin_finds_every_petition_of_the_person_and_no_draft(walk: Walk) -> None:
    found = [walk.confirm(walk.submit(walk.drafted(petitioner=PERSON))) for _number in range(2)]
    walk.drafted(petitioner=PERSON)
    iin = PERSON["iin"]
    with CaptureQueriesContext(connection) as asked:
        answer = desk(walk).post(FIND, {"code": f"{iin[:6]} {iin[6:]}"})
    assert answer.status_code == 200
    reading = [one["sql"] for one in asked.captured_queries if 'FROM "petitions_petition"' in one["sql"]]
    assert len(reading) == 2, "a line of the page asks for more than was read"
    assert [one.pk for one in answer.context["found"]] == [one.pk for one in reversed(found)]
    assert answer["Cache-Control"] == "private, no-store"
    stranger = Client()
    stranger.force_login(walk.cast.stranger)
    assert stranger.post(FIND, {"code": iin}).status_code == 404


NAMED = {**PERSON, "full_name": "Ахметов Қайрат Ғалымұлы", "phone": "+77015550142"}


def found(walk: Walk, typed: str) -> list[int] | str:
    """Return the petitions found by a word, newest first; the address gone to where there was one."""
    answer = desk(walk).post(FIND, {"code": typed})
    return str(answer["Location"]) if answer.status_code == 302 else [one.pk for one in answer.context["found"]]


def marked(walk: Walk, *, lately: bool = True) -> int:
    """Mark what was filed or corrected, as each minute does, or what has no marks, as each day does."""
    machine = Actor.system("tests")
    return (
        mark_new(actor=machine, at=walk.now)
        if lately
        else mark_next(after=0, limit=50, actor=machine, at=walk.now).done
    )


def test_a_name_a_telephone_and_an_act_lead_to_the_petition(walk: Walk) -> None:
    petition = walk.registered(petitioner=NAMED, court_acts=[OTHER_ACT])
    joint = walk.confirm(walk.submitted(others=[SECOND], petitioner={**PERSON, "full_name": "Басқа Адам"}))
    home = f"/en/intake/{petition.public_id}/"
    assert found(walk, "Ахметов") == []
    marked(walk)
    names = ("Ахметов", "ахметов кайрат", "Кайрат АХМЕТОВ", "Ахметов К. Г.", "Ғалымұлы Ахметов Қайрат", "галымулы к.")
    for typed in (*names, "8 (701) 555-01-42", "+77015550142", "№ 2-7 / 2026", "2-7/2026 Example city court"):
        assert found(walk, typed) == home, typed
    for typed in ("Ахметов Марат", "Ахметов М.", "Ахмет", "К. Г.", "8 701 555 01 43", "2-8/2026", "\x00", "'"):
        assert found(walk, typed) == [], typed
    assert found(walk, "Сынақ Мысалұлы") == f"/en/intake/{joint.public_id}/"


def test_a_telephone_given_later_is_found_too(walk: Walk) -> None:
    petition = walk.registered(petitioner=NAMED)
    marked(walk)
    owner = Actor.of(walk.cast.petitioner)
    change_address(
        petition=petition, residence="Astana, 2", phone="+77025550143", email="", actor=owner, at=walk.tick()
    )
    assert (marked(walk), marked(walk)) == (1, 0)
    for typed in ("87025550143", "87015550142"):
        assert found(walk, typed) == f"/en/intake/{petition.public_id}/"


def test_petitions_marked_before_are_marked_anew_and_found_meanwhile(walk: Walk) -> None:
    petition = walk.registered(petitioner=NAMED)
    marked(walk)
    Mark.objects.filter(kind=MarkKind.MADE).update(digest=MADE - 1)
    assert found(walk, "Ахметов") == f"/en/intake/{petition.public_id}/"
    assert marked(walk, lately=False) == 1
    assert marked(walk, lately=False) == 0


def test_a_corrected_petition_is_found_all_the_while_and_by_its_new_words_within_the_minute(walk: Walk) -> None:
    walk.now -= timedelta(days=20)
    petition = walk.returned(petitioner=NAMED, court_acts=[OTHER_ACT])
    marked(walk, lately=False)
    walk.now += timedelta(days=10)
    walk.changed(petition, petitioner=NAMED, court_acts=[{**OTHER_ACT, "number": "2-77/2026"}])
    submit_cure(petition=petition, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
    walk.confirm(petition)
    home = f"/en/intake/{petition.public_id}/"
    assert found(walk, "Ахметов") == home
    assert found(walk, "2-77/2026") == []
    assert (marked(walk), marked(walk)) == (1, 0)
    assert found(walk, "2-77/2026") == found(walk, "Ахметов") == home


def test_the_days_marking_goes_on_piece_by_piece_past_one_that_cannot_be_opened(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(works, WORK, replace(works[WORK], limit=2))
    petitions = [walk.filed() for _number in range(5)]
    PetitionVersion.objects.filter(petition=petitions[0]).update(sealed_content=b"broken")
    begin_again(name=WORK, actor=Actor.system("tests"), at=walk.now)
    assert go_on() == 2
    marks = Mark.objects.filter(kind=MarkKind.MADE, digest=MADE).order_by("petition").values_list("petition", flat=True)
    assert list(marks) == [one.pk for one in petitions[1:]]
    progress = Progress.objects.get(name=WORK)
    assert (progress.total, progress.looked_at, progress.failed) == (5, 5, 1)
    assert progress.finished_version == str(MADE)


def test_many_are_shown_by_pages_and_each_search_is_recorded_without_its_words(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PAGE", 2)
    made = [walk.filed(petitioner=NAMED).pk for _number in range(5)]
    marked(walk)
    shown: list[int] = []
    browser, after = desk(walk), ""
    for _page in range(3):
        answer = browser.post(FIND, {"code": "Ахметов", "after": after})
        shown += [one.pk for one in answer.context["found"]]
        after = answer.context["following"] or ""
    assert shown == made[::-1]
    assert after == ""
    searches = Event.objects.filter(name="petition.searched").order_by("pk")
    assert [(one.body["by"], one.body["found"], one.body["more"]) for one in searches] == [
        ("name,number", 2, True),
        ("name,number", 2, True),
        ("name,number", 1, False),
    ]
    assert all(one.subject == walk.cast.registrar.subject for one in searches)
    assert "хметов" not in json.dumps([one.body for one in searches], ensure_ascii=False)


def test_names_are_keyed_in_any_order_and_never_kept(walk: Walk) -> None:
    assert keys_of_name("Ахметов Қайрат") == keys_of_name("ҚАЙРАТ ахметов")
    assert keys_of_name("") == set()
    walk.filed(petitioner=NAMED)
    marked(walk)
    assert Mark.objects.filter(kind=MarkKind.NAME).count() == 12


def test_each_list_is_read_by_its_index(walk: Walk) -> None:
    walk.filed(petitioner=NAMED)
    asked = [
        dict(lists_of(typed, at=walk.now)) for typed in (PERSON["iin"], "87015550142", "1-1/2026", "Ахметов К. Г.")
    ]
    assert [len(lists) for lists in asked] == [2, 3, 2, 2]
    for rows in (rows for lists in asked for rows in lists.values()):
        plan = plan_of(rows.order_by("-found").values_list("found")[:51])
        assert "Seq Scan" not in plan, plan
    assert Petition.objects.exists()
