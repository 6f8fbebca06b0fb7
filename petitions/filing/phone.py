"""What the telephone and the waiting page are told: the two answers of eGov Mobile's protocol, and how a turn stands."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.documents.queries import open_document
from courtcase.signatures.models import PhoneSigning
from courtcase.signatures.verdicts import WORDS, Outcome
from petitions.filing.signers import REFUSALS
from petitions.models import Petition
from petitions.workflow import SIGNABLE

# Where the app is opened from a page on the telephone itself, and how it is known to both of its stores.
DEEP_LINK = "https://m.egov.kz/mobileSign?link={link}&isi=1476128386&ibi=kz.egov.mobile&apn=kz.mobile.mgov"
DESCRIPTION = _("Signing a petition to the Constitutional Court")
DOCUMENT_NAME = _("Petition to the Constitutional Court")
OWN_ID = 1


def about_address(turn: PhoneSigning) -> str:
    """Return the full address at which a telephone begins: it stands in the QR code and in the deep link."""
    return settings.PUBLIC_ADDRESS + reverse("egov_mobile_about", args=[turn.public_id])


def qr_text(turn: PhoneSigning) -> str:
    """Return what the QR code says to the app."""
    return f"mobileSign:{about_address(turn)}"


def deep_link(turn: PhoneSigning) -> str:
    """Return the link that opens the app on the telephone itself."""
    return DEEP_LINK.format(link=quote(about_address(turn), safe=""))


def about(turn: PhoneSigning, petition: Petition, token: str) -> dict[str, Any]:
    """Return what the app shows before it fetches the document: what for, until when, who asks, and where to go on."""
    names = settings.EGOV_MOBILE_NAMES
    return {
        "description": said(DESCRIPTION, petition.language),
        "expiry_date": timezone.localtime(turn.expires_at).isoformat(timespec="seconds"),
        "organisation": {
            "nameRu": names["ru"],
            "nameKz": names["kk"],
            "nameEn": names["en"],
            "bin": settings.EGOV_MOBILE_BIN,
        },
        "document": {
            "uri": settings.PUBLIC_ADDRESS + reverse("egov_mobile_document", args=[turn.public_id]),
            "auth_type": "Token",
            "auth_token": token,
        },
    }


def to_sign(turn: PhoneSigning) -> dict[str, Any]:
    """Return the exact bytes that are signed, as the app takes them."""
    with open_document(turn.signable.document) as file:
        content = base64.b64encode(file.read()).decode()
    return {
        "signMethod": "CMS_SIGN_ONLY",
        "documentsToSign": [
            {
                "id": OWN_ID,
                "nameRu": said(DOCUMENT_NAME, "ru"),
                "nameKz": said(DOCUMENT_NAME, "kk"),
                "nameEn": said(DOCUMENT_NAME, "en"),
                "meta": [{"name": "SHA-256", "value": turn.signable.document.sha256}],
                "document": {"file": {"mime": "@file/pdf", "data": content}},
            }
        ],
    }


def brought(body: bytes) -> bytes | None:
    """Return the container in what the app sent back: the same JSON, the signature where the data was. None: it is not that."""
    try:
        told = json.loads(body)
        (only,) = told["documentsToSign"]
        data = only["document"]["file"]["data"]
        if told["signMethod"] != "CMS_SIGN_ONLY" or str(only["id"]) != str(OWN_ID) or not isinstance(data, str):
            return None
        # Without white space: the app may break lines, as base64 in mails does.
        return base64.b64decode("".join(data.split()), validate=True) or None
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        return None


def said(words: str | Promise, language: str) -> str:
    """Return words in a language other than the page's."""
    with translation.override(language):
        return str(words)


def stands(turn: PhoneSigning, petition: Petition, at: datetime) -> tuple[str, str | Promise]:
    """Return how a turn stands, as a word for the page's script and as a sentence for its reader.

    "signed" ends the waiting, "over" needs a new turn; all others go on.
    """
    if turn.outcome == Outcome.VALID:
        return "signed", taken_in(petition)
    if petition.state not in SIGNABLE:  # signed by another road, opened again or withdrawn: its own page says which
        return "signed", _("The petition no longer waits for a signature.")
    if turn.outcome == Outcome.CANNOT_TELL:
        return "signed", _(
            "The Court has your signature. It could not be verified automatically: a clerk will look at it."
        )
    if turn.ended_at is not None or at >= turn.expires_at:
        return "over", _("The time of this code has run out. Ask for a new one: nothing is lost.")
    if turn.refused:
        return f"refused-{turn.refused}", refusal(turn.refused)
    if turn.fetched_at is not None:
        return "fetched", _("The telephone has the document. Sign it there.")
    return "waiting", _("We wait for your telephone.")


def taken_in(petition: Petition) -> str | Promise:
    """Return what a valid signature did: it filed the petition, or others have to sign too."""
    if petition.state in SIGNABLE:
        return _("The signature is valid. The petition is filed when everybody who petitions has signed.")
    return _("The signature is valid. The Court has your petition, signed.")


def refusal(code: str) -> str | Promise:
    """Return the sentence for a code of refusal."""
    return (
        WORDS.get(code) or REFUSALS.get(code) or _("The signature was not taken in. Try once more, or sign on paper.")
    )
