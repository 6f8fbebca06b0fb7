from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courtcase.law.models import Provision
from petitions.models import Petition
from petitions.workflow import State
from tests.documents.files import picture


def begin(client: Client) -> str:
    """Begin a draft as nobody in particular and return its address."""
    answer = client.post("/ru/petitions/new/", {"petitioner_kind": "citizen", "language": "ru"})
    assert answer.status_code == 302
    found = re.match(r"(/ru/petitions/[0-9a-f-]{36}/)write/who/", answer["Location"])
    assert found
    return found.group(1)


@pytest.mark.django_db
class TestFilingWithoutAnAccount:
    def test_the_guided_form_ends_with_a_code_and_a_paper_to_sign(self, client: Client) -> None:
        home = begin(client)
        petition = Petition.objects.get()
        provision = Provision.objects.filter(act__code="criminal-procedure-code-2014").order_by("sort_key")[0]
        right = Provision.objects.filter(act__code="constitution-1995", path="13")[0]
        pages: list[tuple[str, dict[str, object]]] = [
            ("you", {"full_name": "Үлгі Мысалқызы", "residence": "Астана", "region": "71", "email": "a@example.org"}),
            ("norm", {"provisions": [provision.pk], "provisions_typed": ""}),
            ("case", {"court": "Суд", "in_force_on": "02.04.2026", "adopted_on": "2026-03-02", "applied": "named"}),
            ("rights", {"rights": [right.pk]}),
            ("situation", {"situation": "Меня осудили. " * 10}),
            ("reasoning", {"reasoning": "Норма не даёт защитника. " * 10}),
            ("request", {"request": "Признать норму не соответствующей Конституции.", "participation": "written"}),
        ]
        client.post(f"{home}write/norm/find/", {"q": str(provision.act.short_ru), "provisions_typed": ""})
        for name, values in pages:
            shown = client.get(f"{home}write/{name}/")
            assert shown.status_code == 200, name
            version = shown.context["petition"].version
            answer = client.post(f"{home}write/{name}/", {**values, "version": version})
            assert answer.status_code == 302, (name, answer.context and answer.context["form"].errors)
        uploaded = SimpleUploadedFile("решение.png", picture(), content_type="image/png")
        answer = client.post(f"{home}write/attachments/", {"purpose": "judicial_act", "attachment": uploaded})
        assert answer.status_code == 302, answer.context["form"].errors
        check = client.get(f"{home}write/check/")
        assert check.status_code == 200
        answer = client.post(f"{home}write/check/", {"version": check.context["petition"].version})
        assert answer.status_code == 302, answer.context["form"].errors
        petition.refresh_from_db()
        assert petition.state == State.AWAITING_SIGNATURE
        signed = client.get(f"{home}sign/")
        code = signed.context["code"]
        assert code in signed.content.decode()
        paper = client.get(f"{home}paper.pdf")
        assert paper["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF")

        stranger = Client()
        assert stranger.get(home).status_code in {302, 404}
        found = stranger.post("/kk/petitions/track/", {"code": code.lower().replace("-", " ")})
        assert found.status_code == 302
        assert stranger.get(found["Location"]).status_code == 200
