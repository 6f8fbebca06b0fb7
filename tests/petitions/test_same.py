"""What is the same in other petitions stands beside a petition: exact, newest first, counted truly, by indexes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection

from courtcase.people.actors import Actor
from petitions.intake.marking import KEPT_WORDS, act_digests, word_digests
from petitions.intake.operations.mark_petitions import mark_new
from petitions.intake.same import (
    FIND_PETITIONER,
    FIND_SAME,
    Same,
    asked_of,
    lists_for,
    lists_of,
    newest_of,
    newest_statement,
    same_as,
)
from petitions.models import Mark, Petition
from tests.petitions.acts import signed_in
from tests.petitions.walk import Walk, words

pytestmark = pytest.mark.django_db
IIN = "880101300123"
OTHER_IIN = "850101300015"
OTHER_ACT = {"court": "Example city court", "number": "2-7/2026", "adopted_on": "2026-03-09", "applied": "named"}


def marked(walk: Walk) -> int:
    """Mark what was filed."""
    return mark_new(actor=Actor.system("tests"), at=walk.now)


PERSON = {"full_name": "Үлгі Мысалқызы", "iin": IIN, "residence": "Astana, 1", "region": "71"}


def lists_on(walk: Walk, petition: Petition, *, by: str = "clerk") -> dict[str, Same]:
    """Return the lists that stand beside a petition, by their headings."""
    page = signed_in(getattr(walk.cast, by)).get(f"/en/intake/{petition.public_id}/")
    return {str(one.heading): one for one in page.context["same"]}


def test_the_same_act_is_found_however_it_is_spelled_and_another_is_not(walk: Walk) -> None:
    act = words()["court_acts"][0]
    first = walk.registered(provisions=[])
    spelled = {**act, "court": "EXAMPLE  district court", "number": "№ 1-1 / 2026", "adopted_on": ""}
    second = walk.registered(provisions=[], court_acts=[OTHER_ACT, spelled])
    walk.registered(provisions=[], court_acts=[OTHER_ACT])
    assert marked(walk) == 3
    assert marked(walk) == 0
    found = lists_on(walk, first)["The same judicial act"]
    assert [one.public_id for one in found.others] == [second.public_id]
    assert found.count == 1
    assert lists_on(walk, second)["The same judicial act"].count == 2


def test_the_newest_five_are_shown_and_all_are_counted(walk: Walk) -> None:
    made = [walk.filed() for _number in range(7)]
    walk.drafted()
    found = lists_on(walk, made[0])["The same provision"]
    assert [one.public_id for one in found.others] == [one.public_id for one in made[:1:-1]]
    assert found.count == 6


def test_the_same_petitioner_is_for_those_alone_who_may_ask(walk: Walk) -> None:
    first, second = walk.registered(petitioner=PERSON), walk.registered(petitioner=PERSON)
    found = lists_on(walk, first)["The same petitioner"]
    assert [one.public_id for one in found.others] == [second.public_id]
    assert "The same petitioner" not in lists_on(walk, first, by="registrar")
    assert "The same provision" in lists_on(walk, first, by="registrar")


def test_each_of_several_petitioners_counts(walk: Walk) -> None:
    other = {**PERSON, "key": "aa11", "full_name": "Сынақ Мысалұлы", "iin": OTHER_IIN}
    joint = walk.registered(petitioner=PERSON, others=[other], provisions=[], court_acts=[OTHER_ACT])
    first = walk.registered(petitioner=PERSON, provisions=[])
    second = walk.registered(petitioner={**PERSON, "iin": OTHER_IIN}, provisions=[], court_acts=[])
    found = lists_on(walk, joint)["The same petitioner"]
    assert [one.public_id for one in found.others] == [second.public_id, first.public_id]
    assert [one.public_id for one in lists_on(walk, second)["The same petitioner"].others] == [joint.public_id]


def test_a_judge_who_studies_it_is_shown_no_petition_of_others(walk: Walk) -> None:
    walk.filed()
    assert not lists_on(walk, walk.in_study(), by="judge1")


def test_nothing_that_was_written_can_be_read_from_the_marks(walk: Walk) -> None:
    content = words()
    walk.filed()
    marked(walk)
    stored = Mark.objects.filter(kind="word")
    assert 0 < stored.count() <= KEPT_WORDS
    assert {one.digest for one in stored} == set(word_digests(content, "ru"))
    assert len(act_digests(content)) == 2


def test_a_statement_built_for_one_petition_serves_every_other_like_it(walk: Walk) -> None:
    other = {**PERSON, "iin": OTHER_IIN}
    made = [(walk.filed(petitioner=who), words(petitioner=who)) for who in (PERSON, other, PERSON, other)]
    marked(walk)
    newest_statement.cache_clear()
    for petition, content in made:
        provisions = [one.provision_id for one in petition.contested.all() if one.provision_id]
        asked = asked_of(petition, content, provisions=provisions, may={FIND_SAME, FIND_PETITIONER})
        found = {code: [one.public_id for one in others] for code, others in newest_of(asked).items()}
        each = {code: rows.values_list(f"{way}public_id", f"{way}pk") for code, (rows, way) in lists_of(asked).items()}
        wanted = {code: [uuid for uuid, _pk in sorted(rows, key=lambda row: -row[1])] for code, rows in each.items()}
        assert found == wanted
        assert len(found) == 3
    assert newest_statement.cache_info().misses == 1
    assert newest_statement.cache_info().maxsize is not None


def test_each_list_is_read_by_its_index(walk: Walk) -> None:
    petition = walk.filed(petitioner=PERSON)
    content = words(petitioner=PERSON)
    provision = petition.contested.get().provision_id
    assert provision is not None
    lists = lists_for(petition, content, provisions=[provision], may={FIND_SAME, FIND_PETITIONER})
    assert len(lists) == 3
    for rows, way in lists.values():
        newest = rows.order_by("-petition_id" if way else "-pk")[:5]
        plan = plan_of(newest)
        assert "Seq Scan" not in plan, plan
    petition.further_petitioners = 1
    several = lists_for(petition, content, provisions=[], may={FIND_SAME, FIND_PETITIONER})
    assert all("Seq Scan" not in plan_of(rows.order_by("-pk")[:5]) for rows, _way in several.values())
    assert not same_as(petition, content, cited=[], may=set())


def plan_of(rows: Any) -> str:
    """Return how PostgreSQL would answer if it had to use an index wherever there is one."""
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
        return json.dumps(cursor.fetchone()[0])
