"""Who has a petition on its way is offered to add to it before beginning another, and is never kept from beginning."""

from __future__ import annotations

import pytest
from django.test import Client

from petitions.models import Petition
from tests.petitions.acts import signed_in
from tests.petitions.walk import Walk

pytestmark = pytest.mark.django_db
START = "/en/petitions/new/"


def test_adding_to_what_is_on_its_way_is_offered_beside_beginning_anew(walk: Walk) -> None:
    filed, registered = walk.filed(), walk.registered()
    walk.drafted()
    owner = signed_in(walk.cast.petitioner)
    answer = owner.get(START)
    assert [one.pk for one in answer.context["standing"]] == [registered.pk, filed.pk]
    page = answer.content.decode()
    assert f"Add to your petition {registered.register_number}" in page
    assert f"/en/petitions/{filed.public_id}/documents/add/" in page
    before = Petition.objects.count()
    assert owner.post(START, {"petitioner_kind": "citizen", "language": "ru"}).status_code == 302
    assert Petition.objects.count() == before + 1


def test_nothing_is_offered_to_others_and_of_what_is_not_filed(walk: Walk, client: Client) -> None:
    walk.submitted()
    assert signed_in(walk.cast.petitioner).get(START).context["standing"] == []
    walk.filed()
    assert signed_in(walk.cast.stranger).get(START).context["standing"] == []
    assert client.get(START).context["standing"] == []
