"""Saved views of the queue: one's own and shared ones, counted truly, and never in the way of the page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courtcase.operations import NotAllowed, OperationError
from petitions.intake.operations.save_view import delete_view, save_view, share_view
from petitions.intake.saved import MOST
from petitions.models import SavedView
from tests.cast import Cast
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
LATE = "view=all&due=overdue"


def reader(cast: Cast, key: str) -> Client:
    """Return a browser in which a member of the cast is signed in."""
    client = Client()
    client.force_login(getattr(cast, key))
    return client


def saved(cast: Cast, key: str, name: str, query: str = LATE, *, is_shared: bool = False) -> SavedView:
    """Return a view that a member of the cast saved."""
    return save_view(name=name, query=query, is_shared=is_shared, actor=cast.actor(key), at=timezone.now())


def above(cast: Cast, key: str, address: str = "/en/intake/?view=all") -> dict[str, object]:
    """Return the saved views that stand above somebody's queue, with their counts."""
    answer = reader(cast, key).get(address)
    assert answer.status_code == 200
    return {one["label"]: one["count"] for one in answer.context["saved"]}


def test_the_filters_of_the_address_are_saved_and_counted(walk: Walk) -> None:
    walk.screening()
    walk.filed()
    client = reader(walk.cast, "clerk")
    given = {"name": " Late  ones ", "query": f"{LATE}&after=1~2&csrfmiddlewaretoken=x&state="}
    answer = client.post("/en/intake/views/save/", given)
    assert answer["Location"] == "/en/intake/?view=all&due=overdue"
    assert above(walk.cast, "clerk") == {"Late ones": 1}
    shown = client.get(answer["Location"])
    assert shown.context["count"] == 1
    assert [one["current"] for one in shown.context["saved"]] == [True]
    assert above(walk.cast, "second_clerk") == {}
    assert client.post("/en/intake/views/save/", given).status_code == 422, "a name stands once"


def test_the_head_shares_with_everybody_and_others_do_not(cast: Cast) -> None:
    view = saved(cast, "head_of_intake", "Everybody's", is_shared=True)
    assert above(cast, "clerk") == {"Everybody's": 0}
    with pytest.raises(NotAllowed):
        saved(cast, "clerk", "Mine", is_shared=True)
    own = saved(cast, "clerk", "Mine")
    with pytest.raises(NotAllowed):
        share_view(saved=own, is_shared=True, actor=cast.actor("clerk"), at=timezone.now())
    with pytest.raises(NotAllowed):
        delete_view(saved=view, actor=cast.actor("clerk"), at=timezone.now())
    client = reader(cast, "clerk")
    assert client.post(f"/en/intake/views/{view.public_id}/delete/").status_code == 404
    assert client.post(f"/en/intake/views/{own.public_id}/share/", {"is_shared": "yes"}).status_code == 404
    head = reader(cast, "head_of_intake")
    assert head.get(f"/en/intake/views/{own.public_id}/").status_code == 404, "another's own view is nobody else's"
    head.post(f"/en/intake/views/{view.public_id}/share/", {"is_shared": "no"})
    assert above(cast, "clerk") == {"Mine": 0}


def test_it_is_renamed_and_deleted(cast: Cast) -> None:
    view = saved(cast, "clerk", "Late")
    saved(cast, "clerk", "Other")
    client, address = reader(cast, "clerk"), f"/en/intake/views/{view.public_id}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "Other"}).status_code == 422
    assert client.post(address, {"name": " "}).status_code == 422
    assert client.post(address, {"name": "Very late"}).status_code == 302
    assert set(above(cast, "clerk")) == {"Other", "Very late"}
    client.post(f"{address}delete/")
    assert set(above(cast, "clerk")) == {"Other"}
    assert client.get("/en/intake/views/").status_code == 200


@pytest.mark.parametrize(
    "query", ["view=gone", "view=all&state=gone", "petitioner_kind=gone", "%%%&=&view", "q=" + "9" * 90]
)
def test_bad_filters_never_break_the_page(cast: Cast, query: str) -> None:
    view = saved(cast, "clerk", "Old")
    SavedView.objects.filter(pk=view.pk).update(query=query)
    counts = above(cast, "clerk")
    assert counts["Old"] in (None, 0)
    assert reader(cast, "clerk").get(f"/en/intake/?{query}").status_code == 200


def test_there_are_no_more_than_can_be_counted_and_the_page_asks_as_often(cast: Cast) -> None:
    client = reader(cast, "clerk")
    asked = []
    for number in range(MOST):
        saved(cast, "clerk", f"View {number}", f"view=all&age=10&language={('kk', 'ru')[number % 2]}")
        if number in (0, MOST - 1):
            client.get("/en/intake/")
            with CaptureQueriesContext(connection) as captured:
                client.get("/en/intake/")
            asked.append(len(captured))
    assert asked[0] == asked[1]
    with pytest.raises(OperationError):
        saved(cast, "clerk", "One more")
