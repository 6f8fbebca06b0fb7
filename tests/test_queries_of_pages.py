"""A page asks the database as often for thirty rows as for three."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courtcase.people.actors import Actor
from petitions.filing.operations.consent_forwarding import agree_to_forwarding
from petitions.filing.operations.follow_up import withdraw_petition
from petitions.intake.operations.assign import assign_petition
from petitions.intake.operations.enter_paper import enter_paper
from petitions.intake.operations.screen_petition import forward_petition
from petitions.models import Petition
from petitions.proceedings.operations.name_judges import name_judges
from rulings.models import Ruling
from tests.cast import Cast
from tests.documents.files import picture, upload
from tests.feedback.reported import a_report
from tests.petitions.walk import WHY, Walk, words
from tests.rulings.desk import Desk
from tests.rulings.measured import carried_out

FEW, MANY = 3, 30


def in_study(walk: Walk) -> Petition:
    """Return a petition that two judges study."""
    petition = walk.passed()
    judges = [walk.cast.judge1, walk.cast.judge2]
    name_judges(petition=petition, judges=judges, actor=Actor.of(walk.cast.chair), at=walk.tick())
    return petition


def withdrawn(walk: Walk) -> Petition:
    """Return a petition that is closed."""
    return withdraw_petition(petition=walk.filed(), actor=Actor.of(walk.cast.petitioner), at=walk.tick())


def entered(walk: Walk) -> Petition:
    """Return a petition that came on paper, numbered in the incoming register."""
    scan, registrar = upload("page.png", picture()), Actor.of(walk.cast.registrar)
    return enter_paper(content=words(), language="ru", scan=scan, actor=registrar, at=walk.tick())[0]


def a_case(walk: Walk) -> object:
    """Return a case with a rapporteur, which also leaves a session and a ruling."""
    return Desk(walk).case()


def a_ruling(walk: Walk) -> object:
    """Return a published ruling."""
    return Desk(walk).published()


def sent_on(walk: Walk) -> Petition:
    """Return a petition forwarded to the Commissioner with the petitioner's consent."""
    petition = walk.screening()
    agree_to_forwarding(petition=petition, actor=Actor.of(walk.cast.petitioner), at=walk.tick())
    to, clerk = walk.cast.institution("commissioner"), Actor.of(walk.cast.clerk)
    forward_petition(petition=petition, body="body", reason=WHY, institution=to, actor=clerk, at=walk.tick())
    return petition


def a_measure(walk: Walk) -> object:
    """Return a measure that the prosecutor's people carry out."""
    desk = Desk(walk)
    return carried_out(desk, Ruling.objects.filter(state="published").first() or desk.published())


# Each list: its address, who reads it, and what makes one more row of it.
LISTS: dict[str, tuple[str, str, Callable[[Walk], object]]] = {
    "the queue": ("/ru/intake/?view=all", "clerk", Walk.routed),
    "the archive": ("/ru/intake/archive/", "clerk", withdrawn),
    "incoming papers": ("/ru/letters/incoming/", "clerk", entered),
    "forwarded to us": ("/ru/petitions/institution/forwarded/", "commissioner_officer", sent_on),
    "measures we carry out": ("/ru/measures/", "prosecutor_officer", a_measure),
    "measures at the desk": ("/ru/desk/execution/", "execution_officer", a_measure),
    "what became of it": ("/ru/execution/", "petitioner", a_measure),
    "my petitions": ("/ru/petitions/mine/", "petitioner", Walk.filed),
    "studies": ("/ru/proceedings/studies/?state=study", "chair", in_study),
    "cases": ("/ru/proceedings/cases/", "chair", a_case),
    "sessions": ("/ru/proceedings/sessions/", "chair", a_case),
    "the desk of rulings": ("/ru/desk/rulings/", "publisher", a_case),
    "reports about pages": ("/ru/desk/page-reports/", "administrator", lambda walk: a_report()),
    "published rulings": ("/ru/rulings/", "petitioner", a_ruling),
    "rulings that are found": ("/ru/rulings/?q=норма", "petitioner", a_ruling),
    "rulings by machine": ("/api/v1/rulings/", "petitioner", a_ruling),
}
SLOW = {"published rulings", "rulings that are found", "rulings by machine"}


def reader(cast: Cast, key: str) -> Client:
    """Return a browser in which a member of the cast is signed in."""
    client = Client()
    client.force_login(getattr(cast, key))
    return client


def queries_of(client: Client, address: str) -> list[str]:
    """Return the queries a page asks, the page being warm."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [str(query["sql"]) for query in captured.captured_queries]


def compare(walk: Walk, name: str, *, many: int) -> None:
    """Ask a list when it is short and when it is long."""
    address, key, make = LISTS[name]
    walk.rules()
    for _number in range(FEW):
        make(walk)
    client = reader(walk.cast, key)
    few = queries_of(client, address)
    for _number in range(many - FEW):
        make(walk)
    more = queries_of(client, address)
    assert len(more) == len(few), "\n".join(sql for sql in more if more.count(sql) > few.count(sql))


@pytest.mark.django_db
class TestLists:
    @pytest.mark.parametrize("name", sorted(set(LISTS) - SLOW))
    def test_ask_as_often_for_many(self, walk: Walk, name: str) -> None:
        compare(walk, name, many=10)

    @pytest.mark.faults
    @pytest.mark.parametrize("name", sorted(LISTS))
    def test_ask_as_often_for_thirty(self, walk: Walk, name: str) -> None:
        compare(walk, name, many=MANY)


@pytest.mark.django_db
class TestPages:
    @pytest.mark.parametrize(("room", "key"), [("petitions", "petitioner"), ("intake", "clerk")])
    def test_a_petition_with_a_long_life_asks_as_often(self, walk: Walk, room: str, key: str) -> None:
        """Files, events, returns: as many as there are, they are read at once."""
        petition = walk.routed()
        client, address = reader(walk.cast, key), f"/ru/{room}/{petition.public_id}/"
        few = queries_of(client, address)
        for number in range(MANY):
            clerk = walk.cast.clerk if number % 2 else walk.cast.second_clerk
            assign_petition(petition=petition, assignee=clerk, actor=Actor.of(walk.cast.head_of_intake), at=walk.tick())
        more = queries_of(client, address)
        assert len(more) == len(few), "\n".join(sql for sql in more if more.count(sql) > few.count(sql))


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """Return a walk through the house with the cast."""
    return Walk(cast)
