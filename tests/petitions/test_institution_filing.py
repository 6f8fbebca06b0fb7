from __future__ import annotations

import re

import pytest
from django.test import Client

from courtcase.operations import NotAllowed
from petitions.filing.operations.start_draft import start_draft
from petitions.models import Petition
from tests.petitions.walk import Walk


@pytest.mark.django_db
class TestAnInstitutionFiles:
    def test_an_officer_is_not_asked_for_an_own_case(self, walk: Walk) -> None:
        client = Client()
        client.force_login(walk.cast.commissioner_officer)
        answer = client.post("/ru/petitions/new/", {"petitioner_kind": "commissioner", "language": "ru"})
        found = re.match(r"(/ru/petitions/[0-9a-f-]{36}/)write/you/", answer["Location"])
        assert found
        first = client.get(answer["Location"])
        assert first.context["form"]["full_name"].value() == walk.cast.institution("commissioner").name_ru
        assert client.get(f"{found.group(1)}write/case/").status_code == 404
        petition = Petition.objects.get()
        assert petition.institution == walk.cast.institution("commissioner")

    def test_the_head_sees_what_an_officer_began_and_another_institution_does_not(self, walk: Walk) -> None:
        officer, head, other = Client(), Client(), Client()
        officer.force_login(walk.cast.commissioner_officer)
        head.force_login(walk.cast.commissioner_head)
        other.force_login(walk.cast.prosecutor_officer)
        officer.post("/ru/petitions/new/", {"petitioner_kind": "commissioner", "language": "ru"})
        address = f"/ru/petitions/{Petition.objects.get().public_id}/write/you/"
        assert head.get(address).status_code == 200
        assert other.get(address).status_code == 404

    @pytest.mark.parametrize("member", ["stranger", "prosecutor_officer", "clerk", "administrator"])
    def test_nobody_else_begins_in_its_name(self, walk: Walk, member: str) -> None:
        institution = walk.cast.institution("commissioner")
        with pytest.raises(NotAllowed):
            start_draft(
                petitioner_kind=institution.kind,
                language="ru",
                institution=institution,
                actor=walk.cast.actor(member),
                at=walk.tick(),
            )
