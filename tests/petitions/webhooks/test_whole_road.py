"""The whole road of an institution: its program drafts, its head approves in the browser, a webhook tells it, it is filed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from courtcase.notices.working import work_off
from petitions.models import Petition
from petitions.workflow import State
from tests.petitions.api.conftest import ADDRESS, Program
from tests.petitions.walk import Walk
from tests.petitions.webhooks.conftest import hooked, owed
from tests.petitions.webhooks.receiver import Receiver
from tests.petitions.webhooks.test_delivering import is_genuine

pytestmark = pytest.mark.django_db


def approved_in_the_browser(walk: Walk, public_id: str) -> None:
    """Approve as the head does: open the page the letter leads to, and send the form that stands there."""
    head, page = Client(), f"/ru/petitions/{public_id}/approval/"
    head.force_login(walk.cast.commissioner_head)
    shown = head.get(page).content.decode()
    form = re.search(rf'<form[^>]*action="({page}approve/)".*?</form>', shown, re.DOTALL)
    assert form is not None
    version = re.search(r'name="version" value="(\d+)"', form.group(0))
    assert version is not None
    assert head.post(form.group(1), {"version": version.group(1)}).status_code == 302


def heard(receiver: Receiver, secret: str) -> list[dict[str, Any]]:
    """Have what is owed told, and return what the receiver heard since, each message verified."""
    before = len(receiver.got)
    owed()
    work_off()
    new = receiver.got[before:]
    assert all(is_genuine(got, secret) for got in new)
    return [json.loads(got.body) for got in new]


def test_a_program_drafts_the_head_approves_and_it_is_filed(walk: Walk, program: Program, receiver: Receiver) -> None:
    secret = hooked(walk, receiver.address, "petition.filing_approved", "petition.filed").secret
    told = program.begun()
    address = f"{ADDRESS}{told['public_id']}/"
    assert program.ask("post", f"{address}approval/", {"version": told["version"]}).status_code == 200
    assert heard(receiver, secret) == []
    approved_in_the_browser(walk, told["public_id"])
    (message,) = heard(receiver, secret)
    assert (message["event"], message["petition"]) == ("petition.filing_approved", told["public_id"])
    sent = {"version": program.ask("get", address).json()["version"]}
    first, again = (program.ask("post", f"{address}submit/", sent, HTTP_IDEMPOTENCY_KEY="send-1") for _turn in range(2))
    assert (first.status_code, first.json()["state"]) == (200, "filed"), first.content
    assert first.json() == again.json()
    (message,) = heard(receiver, secret)
    assert (message["event"], message["state"]) == ("petition.filed", "filed")
    assert Petition.objects.get().state == State.FILED
