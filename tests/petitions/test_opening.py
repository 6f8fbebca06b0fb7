"""The page of a petition asks little and always as much, however long the petition has lived."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions import access
from petitions.intake.history import SHOWN_AT_ONCE
from petitions.workflow import TABLE
from tests.petitions.long_life import assigned_often, long_lived
from tests.petitions.walk import Walk

MOST_STATEMENTS = 22


def clerk_of(walk: Walk) -> Client:
    """Return a browser in which the clerk is signed in."""
    client = Client()
    client.force_login(walk.cast.clerk)
    return client


@pytest.mark.django_db
class TestStatements:
    def test_are_few_and_as_many_for_a_long_life(self, walk: Walk) -> None:
        client = clerk_of(walk)
        counted = []
        for petition in (walk.submitted(), long_lived(walk)):
            client.get(f"/ru/intake/{petition.public_id}/")
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"/ru/intake/{petition.public_id}/").status_code == 200
            counted.append(len(asked))
        assert counted[0] == counted[1] <= MOST_STATEMENTS


@pytest.mark.django_db
class TestHistory:
    def test_shows_the_newest_and_leads_to_the_older(self, walk: Walk) -> None:
        petition = walk.registered()
        assigned_often(walk, petition, SHOWN_AT_ONCE + 5)
        every = Event.objects.filter(subject=petition.subject_id).count()
        client = clerk_of(walk)
        first = client.get(f"/en/intake/{petition.public_id}/")
        assert len(first.context["history"]) == SHOWN_AT_ONCE
        assert "Older events" in first.content.decode()
        older = client.get(f"/en/intake/{petition.public_id}/" + first.context["older"].partition("#")[0])
        assert len(older.context["history"]) == every - SHOWN_AT_ONCE
        assert older.context["older"] == ""
        assert older.context["history"][0].at < first.context["history"][-1].at

    def test_another_words_for_older_change_nothing(self, walk: Walk) -> None:
        petition = walk.registered()
        shown = clerk_of(walk).get(f"/en/intake/{petition.public_id}/?before=nonsense")
        assert len(shown.context["history"]) == Event.objects.filter(subject=petition.subject_id).count()


@pytest.mark.django_db
class TestAllowed:
    @pytest.mark.parametrize("key", ["clerk", "registrar", "chair", "judge1", "judge2", "petitioner", "stranger"])
    def test_says_of_all_what_may_says_of_each(self, walk: Walk, key: str) -> None:
        petition = walk.in_study()
        actor = Actor.of(getattr(walk.cast, key))
        actions = {transition.action for transition in TABLE} | {"study.read_report", "petition.examine"}
        each = {action for action in actions if access.may(actor, action, petition, walk.now)}
        with CaptureQueriesContext(connection) as asked:
            assert access.allowed(actor, actions, petition, walk.now) == each
        assert sum("petitions_petition" in query["sql"] for query in asked.captured_queries) <= 1
