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


# What makes one more row, and the lists that hold it by their names: address, and who reads it. Lists of the same rows are
# asked one after the other while these lie there: making thirty rulings takes longer than reading them.
LISTS: dict[str, tuple[Callable[[Walk], object], dict[str, tuple[str, str]]]] = {
    "routed": (Walk.routed, {"the queue": ("/ru/intake/?view=all", "clerk")}),
    "withdrawn": (withdrawn, {"the archive": ("/ru/intake/archive/", "clerk")}),
    "on paper": (entered, {"incoming papers": ("/ru/letters/incoming/", "clerk")}),
    "forwarded": (sent_on, {"forwarded to us": ("/ru/petitions/institution/forwarded/", "commissioner_officer")}),
    "measures": (
        a_measure,
        {
            "measures we carry out": ("/ru/measures/", "prosecutor_officer"),
            "measures at the desk": ("/ru/desk/execution/", "execution_officer"),
            "what became of it": ("/ru/execution/", "petitioner"),
        },
    ),
    "filed": (Walk.filed, {"my petitions": ("/ru/petitions/mine/", "petitioner")}),
    "in study": (in_study, {"studies": ("/ru/proceedings/studies/?state=study", "chair")}),
    "cases": (
        a_case,
        {
            "cases": ("/ru/proceedings/cases/", "chair"),
            "sessions": ("/ru/proceedings/sessions/", "chair"),
            "the desk of rulings": ("/ru/desk/rulings/", "publisher"),
        },
    ),
    "reports": (
        lambda walk: a_report(),
        {"reports about pages": ("/ru/desk/page-reports/", "administrator")},
    ),
    "rulings": (
        a_ruling,
        {
            "published rulings": ("/ru/rulings/", "petitioner"),
            "rulings that are found": ("/ru/rulings/?q=норма", "petitioner"),
            "rulings by machine": ("/api/v1/rulings/", "petitioner"),
        },
    ),
}
SLOW = {"rulings"}


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


def compare(walk: Walk, rows: str, *, many: int) -> None:
    """Ask the lists of these rows when they are short and when they are long."""
    make, lists = LISTS[rows]
    walk.rules()
    for _number in range(FEW):
        make(walk)
    asked = {name: (reader(walk.cast, key), address) for name, (address, key) in lists.items()}
    few = {name: queries_of(*one) for name, one in asked.items()}
    for _number in range(many - FEW):
        make(walk)
    more = {name: queries_of(*one) for name, one in asked.items()}
    again = {
        name: [sql for sql in more[name] if more[name].count(sql) > few[name].count(sql)]
        for name in lists
        if len(more[name]) != len(few[name])
    }
    assert again == {}


@pytest.mark.django_db
class TestLists:
    @pytest.mark.parametrize("rows", sorted(set(LISTS) - SLOW))
    def test_ask_as_often_for_many(self, walk: Walk, rows: str) -> None:
        compare(walk, rows, many=10)

    @pytest.mark.faults
    @pytest.mark.parametrize("rows", sorted(LISTS))
    def test_ask_as_often_for_thirty(self, walk: Walk, rows: str) -> None:
        compare(walk, rows, many=MANY)


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
