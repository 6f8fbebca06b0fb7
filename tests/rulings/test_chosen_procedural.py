"""Procedural rulings: nobody reads one unless it was chosen for publication; then it is found wherever rulings are."""

from __future__ import annotations

import pytest
from django.test import Client

from courtcase.operations import OperationError
from rulings.models import Ruling
from rulings.publication.operations.make_open_data import begin_open_data
from rulings.publication.operations.order_publication import order_publication, publish_due
from tests.petitions.acts import signed_in
from tests.rulings.desk import TEXTS, Desk
from tests.rulings.open_data import make_files, taken

pytestmark = pytest.mark.django_db
NAMED = TEXTS | {"ru": f"{TEXTS['ru']}\nЗаявитель Иванов Иван Иванович."}


def refusal(desk: Desk) -> Ruling:
    """Return a signed refusal that names whoever petitioned."""
    return desk.sign(desk.complete(desk.draft("refusal"), NAMED))


def test_is_never_published_by_itself(desk: Desk, client: Client) -> None:
    ruling = refusal(desk)
    assert publish_due(at=desk.walk.tick()) == 0
    with pytest.raises(OperationError) as refused:
        order_publication(ruling=ruling, actor=desk.publisher, at=desk.walk.tick())
    assert refused.value.field == "chosen"
    assert client.get(f"/ru{ruling.public_path}").status_code == 404


def test_is_chosen_at_the_desk_and_anonymised_like_any_other(desk: Desk, client: Client) -> None:
    ruling = refusal(desk)
    publisher = signed_in(desk.walk.cast.publisher)
    page = f"/ru/desk/rulings/{ruling.public_id}"
    sent = {"version": ruling.version, "sure": "on", "despite": "Письма ушли."}
    assert "Иванов Иван Иванович" in publisher.get(f"{page}/persons/").content.decode()
    assert publisher.post(f"{page}/publish/", sent | {"chosen": "on"}).status_code == 422, "not anonymised yet"
    decided = {"found0": "instead", "found0_instead": "И.И.И."}
    assert publisher.post(f"{page}/persons/", {"version": ruling.version, **decided}).status_code == 303
    ruling.refresh_from_db()
    sent["version"] = ruling.version
    assert publisher.post(f"{page}/publish/", sent).status_code == 422, "not chosen"
    assert publisher.post(f"{page}/publish/", sent | {"chosen": "on"}).status_code == 303
    shown = client.get(f"/ru{ruling.public_path}").content.decode()
    assert "И.И.И." in shown
    assert "Иванов" not in shown


def test_is_found_wherever_rulings_are_and_among_decisions_not(desk: Desk, client: Client) -> None:
    ruling = desk.sign(desk.complete(desk.draft("refusal")))
    ordered = order_publication(
        ruling=ruling, chosen=True, despite="Письма ушли.", actor=desk.publisher, at=desk.walk.tick()
    )
    assert ordered.is_published
    path = ruling.public_path
    lists = ("/ru/rulings/?series=procedural", "/ru/rulings/?kind=refusal", "/ru/rulings/feed.atom?kind=refusal")
    for address in (*lists, "/ru/rulings/feed.atom", "/api/v1/rulings/?kind=refusal"):
        assert path in client.get(address).content.decode(), address
    for address in ("/ru/rulings/", "/ru/rulings/?kind=acceptance", "/ru/"):
        assert f'{path}"' not in client.get(address).content.decode(), address
    assert client.get(f"/kk{path}.xml").status_code == 200
    begin_open_data(actor=desk.publisher, at=desk.walk.tick())
    make_files()
    assert ",refusal," in taken(client, "rulings.csv").body.decode()
