"""Every kind of key files on every road; what the library cannot verify is accepted on none of them."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courtcase.signatures import verification
from courtcase.signatures.models import Signature
from courtcase.signatures.verdicts import CannotTell
from petitions.filing import phone
from petitions.models import Petition
from petitions.workflow import State
from tests.petitions.signing import PERSON, Trusted, trusted
from tests.petitions.telephone import Telephone
from tests.petitions.test_sign_electronically import document, send
from tests.petitions.test_sign_electronically import petitioner as signed_in
from tests.petitions.test_sign_on_phone import BIN, address, opened
from tests.petitions.walk import Walk
from tests.signatures.authority import Holder, Key, Wish, container, ec_key, gost_key, issue, rsa_key

pytestmark = pytest.mark.django_db
KEYS: dict[str, Callable[[], Key]] = {"rsa": lambda: rsa_key(7), "ecdsa": ec_key, "gost": lambda: gost_key(512)}


@pytest.fixture
def court(tmp_path: Path, settings: Any) -> Trusted:
    settings.EGOV_MOBILE_BIN = BIN
    return trusted(tmp_path, settings)


def holder(court: Trusted, kind: str) -> Holder:
    """Return the petitioner with a key of this kind, whose certificate the trusted authority issued."""
    pattern = court.signer()
    fields = pattern.certificate["tbs_certificate"]["validity"]
    wish = Wish(since=fields["not_before"].native, until=fields["not_after"].native)
    return issue(KEYS[kind](), wish, issuer=court.root)


def by_file(client: Client, petition: Petition, signer: Holder) -> None:
    made = container(document(client, petition), signer)
    send(client, petition, SimpleUploadedFile("petition.pdf.p7s", made))


def by_ncalayer(client: Client, petition: Petition, signer: Holder) -> None:
    words = base64.b64encode(container(document(client, petition), signer)).decode()
    client.post(address(petition, "sign/ncalayer/"), {"version": petition.version, "container": words})


def by_telephone(client: Client, petition: Petition, signer: Holder) -> None:
    telephone = Telephone(signer)
    telephone.scan(phone.qr_text(opened(client, petition)))
    telephone.fetch()
    telephone.bring(telephone.sign())


ROADS = {"file": by_file, "ncalayer": by_ncalayer, "telephone": by_telephone}


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize("kind", KEYS)
def test_files_the_petition(walk: Walk, court: Trusted, kind: str, road: str) -> None:
    petition = walk.submitted(petitioner=PERSON)
    ROADS[road](signed_in(walk), petition, holder(court, kind))
    petition.refresh_from_db()
    assert petition.state == State.FILED
    assert Signature.objects.get().outcome == "valid"


@pytest.mark.parametrize("road", ROADS)
def test_what_cannot_be_verified_waits_for_a_clerk(
    walk: Walk, court: Trusted, road: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_arguments: Any, **_keywords: Any) -> None:
        raise CannotTell("unsupported_algorithm")

    monkeypatch.setattr(verification, "require_signature", unknown)
    petition = walk.submitted(petitioner=PERSON)
    ROADS[road](signed_in(walk), petition, holder(court, "ecdsa"))
    petition.refresh_from_db()
    assert petition.state == State.AWAITING_SIGNATURE
    assert Signature.objects.get().reason == "unsupported_algorithm"
