"""One action on many petitions: chosen in the queue, looked at, begun once, done one by one, reported."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courtcase.notices.models import Job
from courtcase.notices.registry import job_handlers
from courtcase.people.actors import Actor
from courtcase.register.models import Event
from petitions.intake.operations.assign import assign_petition
from petitions.intake.operations.bulk import BULK_JOB, forget_bulk
from petitions.models import Assignment, BulkState, BulkWork, Petition
from petitions.workflow import State
from tests.petitions.test_receipt import reader
from tests.petitions.walk import Walk

CHOOSE = "/en/intake/bulk/choose/"


def work_off() -> None:
    """Do what is owed, as workers do, and every piece of it twice: none may be done twice."""
    for job in Job.objects.filter(kind=BULK_JOB).order_by("pk"):
        job_handlers[job.kind](job)
        job_handlers[job.kind](job)


def chosen(client: Client, kind: str, *petitions: Petition, query: str = "view=all", **given: object) -> str:
    """Choose petitions in the queue; return the address of the page that shows what would happen."""
    answer = client.post(
        f"{CHOOSE}?{query}", {"kind": kind, "petition": [str(one.public_id) for one in petitions], **given}
    )
    assert answer.status_code == 302
    return urlsplit(answer["Location"]).path


def text_of(client: Client, address: str) -> str:
    """Return the words of a page, without its marks."""
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def begin(client: Client, address: str) -> None:
    """Begin what is looked at."""
    version = BulkWork.objects.latest("pk").version
    assert client.post(f"{address}do/", {"version": version}).status_code == 302


@pytest.mark.django_db
class TestChoosing:
    def test_ticks_are_kept_from_page_to_page_and_all_that_match_are_exactly_those(
        self, walk: Walk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = [walk.registered() for _number in range(3)]
        walk.screening()
        monkeypatch.setattr("petitions.intake.keyset.PAGE", 2)
        client = reader(walk, "head_of_intake")
        query = "view=all&state=registered&order=newest"
        page = client.get(f"/en/intake/?{query}")
        assert "all 3 that match this view and filter" in page.content.decode()
        shown, onward = page.context["shown_ids"], page.context["pages"]["following"]
        ticks = {"page": shown, "petition": [str(made[2].public_id)], "keep": onward, "kind": "assign"}
        answer = client.post(f"{CHOOSE}?{query}", ticks)
        assert answer["Location"].endswith(onward)
        second = client.get(answer["Location"])
        assert "1 petition is ticked on other pages." in second.content.decode()
        both = {"page": second.context["shown_ids"], "kind": "assign", "petition": [str(made[0].public_id)]}
        assert client.post(f"{CHOOSE}?{query}", both).status_code == 302
        work = BulkWork.objects.latest("pk")
        assert [row.petition for row in work.rows.order_by("position")] == [made[2], made[0]]
        assert "ticked on other pages" not in client.get(f"/en/intake/?{query}").content.decode(), "they are used up"
        chosen(client, "assign", query=query, which="list", matched="3")
        assert {row.petition for row in BulkWork.objects.latest("pk").rows.all()} == set(made)
        client.post(f"{CHOOSE}?{query}", {"kind": "assign", "which": "list", "matched": "4"})
        assert "below stands exactly what matches now" in text_of(client, f"/en/intake/?{query}")
        client.post(f"{CHOOSE}?{query}", ticks)
        assert client.post(f"{CHOOSE}?{query}", {"page": "", "keep": "forget"})["Location"].endswith(query)
        assert client.get(f"/en/intake/?{query}").context["ticked"] == []


@pytest.mark.django_db
class TestAssigning:
    def test_the_queue_offers_it_and_nothing_is_done_before_it_was_looked_at(self, walk: Walk) -> None:
        first, second = walk.routed(), walk.routed()
        client = reader(walk, "head_of_intake")
        page = client.get("/en/intake/?view=all").content.decode()
        assert f'name="petition" value="{first.public_id}"' in page
        address = chosen(client, "assign", first, second)
        taker = walk.cast.head_of_intake
        assert "It is not said yet" in text_of(client, address)
        before = Assignment.objects.count()
        assert client.post(address, {"version": 1, "assignee": taker.pk}).status_code == 302
        assert text_of(client, address).count(f"Goes to {taker.full_name}") == 2
        assert (Assignment.objects.count(), Job.objects.filter(kind=BULK_JOB).count()) == (before, 0)

    def test_each_is_given_once_and_what_changed_is_left_alone_and_named(self, walk: Walk) -> None:
        chosen_ones = [walk.routed() for _number in range(3)]
        client, head, taker = reader(walk, "head_of_intake"), walk.cast.actor("head_of_intake"), walk.cast.second_clerk
        for one in chosen_ones:
            one.refresh_from_db()
            if one.assignee == taker:
                assign_petition(petition=one, assignee=walk.cast.clerk, actor=head, at=walk.tick())
        address = chosen(client, "assign", *chosen_ones)
        client.post(address, {"version": 1, "assignee": taker.pk})
        begin(client, address)
        moved = chosen_ones[1]
        assign_petition(petition=moved, assignee=walk.cast.head_of_intake, actor=head, at=walk.tick())
        assert "0 of 3 petitions" in text_of(client, address)
        work_off()
        given = [one.assignments.filter(assignee=taker, ended_at=None).count() for one in chosen_ones]
        assert given == [1, 0, 1]
        page = text_of(client, address)
        assert "1 petition was left alone" in page
        assert "It changed after you chose it." in page
        assert client.get(f"{address}state/").json()["next"]
        told = Event.objects.get(name="queue.bulk_begun")
        assert told.body == {"kind": "assign", "petitions": 3, "left": 0}

    def test_to_a_team_is_no_alarm(self, walk: Walk) -> None:
        petition = walk.routed()
        team = walk.cast.team("institutions")
        client = reader(walk, "clerk")
        address = chosen(client, "assign", petition)
        client.post(address, {"version": 1, "team": team.pk})
        assert team.name_en in text_of(client, address)
        begin(client, address)
        work_off()
        petition.refresh_from_db()
        assert (petition.team, petition.assignee) == (team, None)
        assert not Event.objects.filter(name="petition.unrouted").exists()

    def test_whoever_lost_the_office_meanwhile_does_nothing(self, walk: Walk) -> None:
        petition = walk.routed()
        client = reader(walk, "head_of_intake")
        address = chosen(client, "assign", petition)
        client.post(address, {"version": 1, "assignee": walk.cast.head_of_intake.pk})
        begin(client, address)
        walk.cast.head_of_intake.grants.update(revoked_at=timezone.now())
        work_off()
        row = BulkWork.objects.get().rows.get()
        assert (row.state, row.code) == (BulkState.LEFT, "not_allowed")


@pytest.mark.django_db
class TestRegistering:
    def test_gives_the_numbers_that_were_foretold_and_leaves_alone_what_has_one(self, walk: Walk) -> None:
        filed = [walk.routed() for _number in range(3)]
        has_one = walk.registered()
        client = reader(walk, "clerk")
        address = chosen(client, "register", *filed, has_one)
        foretold = re.findall(r"Gets the number (\S+), if", text_of(client, address))
        assert "It stands where this cannot be done." in text_of(client, address)
        begin(client, address)
        work_off()
        numbers = [Petition.objects.get(pk=one.pk).register_number for one in filed]
        assert numbers == foretold
        assert {Petition.objects.get(pk=one.pk).state for one in filed} == {State.REGISTERED}
        assert Event.objects.filter(name="petition.registered").count() == 4

    def test_all_of_the_list_and_all_of_the_page_can_be_chosen(self, walk: Walk) -> None:
        for _number in range(2):
            walk.routed()
        walk.routed(language="kk")
        client = reader(walk, "clerk")
        chosen(client, "register", query="view=all&language=ru", which="list")
        assert BulkWork.objects.latest("pk").rows.count() == 2
        page = client.get("/en/intake/?view=all").content.decode()
        ids = re.search(r'name="page" value="([^"]*)"', page)
        assert ids
        chosen(client, "register", which="page", page=ids[1])
        assert BulkWork.objects.latest("pk").rows.count() == 3


@pytest.mark.django_db
class TestThePage:
    def test_asks_as_often_for_many(self, walk: Walk) -> None:
        client = reader(walk, "head_of_intake")
        counts = []
        for many in (2, 8):
            address = chosen(client, "assign", *[walk.routed() for _number in range(many)])
            client.post(address, {"version": 1, "assignee": walk.cast.head_of_intake.pk})
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counts.append(len(captured.captured_queries))
        assert counts[0] == counts[1]

    def test_another_s_choice_is_not_found_and_none_ticked_says_so(self, walk: Walk) -> None:
        address = chosen(reader(walk, "clerk"), "register", walk.routed())
        assert reader(walk, "second_clerk").get(address).status_code == 404
        assert reader(walk, "judge1").post(CHOOSE, {"kind": "register"}).status_code == 404
        answer = reader(walk, "clerk").post(f"{CHOOSE}?view=all", {"kind": "register", "petition": ["x"]}, follow=True)
        assert "Tick at least one petition." in answer.content.decode()

    def test_a_choice_nobody_begins_is_forgotten(self, walk: Walk) -> None:
        chosen(reader(walk, "clerk"), "register", walk.routed())
        machine = Actor.system("tests")
        assert forget_bulk(actor=machine, at=timezone.now()) == 0
        assert forget_bulk(actor=machine, at=timezone.now() + timedelta(days=4)) == 1


@pytest.fixture
def walk(walk: Walk) -> Walk:
    """Return a walk with the rules of routing and the clerks in place."""
    walk.rules()
    _ = walk.cast.clerk, walk.cast.second_clerk, walk.cast.head_of_intake
    return walk
