"""NCANode, where the Court runs it: the state's own library behind a REST address, asked about what ours does not know."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import structlog

from courtcase.signatures.calling import post
from courtcase.signatures.verdicts import Outcome, SignerVerdict, Verdict

logger = structlog.get_logger(__name__)
LONGEST_ANSWER = 1024 * 1024


def second_opinion(*, url: str, container: bytes, content: bytes, ours: Verdict) -> Verdict:
    """Return NCANode's verdict where it is sure and speaks of the same signers, else `ours`.

    It checks chain and revocation against what the state's library trusts. An address that does not answer changes nothing.
    """
    asked = {
        "revocationCheck": ["OCSP", "CRL"],
        "cms": base64.b64encode(container).decode(),
        "data": base64.b64encode(content).decode(),
    }
    try:
        told = json.loads(
            post(
                url.rstrip("/") + "/cms/verify",
                json.dumps(asked).encode(),
                content_type="application/json",
                longest=LONGEST_ANSWER,
            )
        )
        signers = [accepted(one, told) for one in ours.signers]
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        logger.warning("second_verifier_silent", error=type(error).__name__)
        return ours
    if told.get("valid") is not True or not signers or None in signers or len(told["signers"]) != len(signers):
        return ours
    return Verdict(Outcome.VALID, "", tuple(one for one in signers if one is not None), verified_by="ncanode")


def accepted(ours: SignerVerdict, told: dict[str, Any]) -> SignerVerdict | None:
    """Return our signer as valid where NCANode names the same one by the same certificate, in force and not revoked."""
    if ours.signer is None:
        return None
    if ours.outcome == Outcome.VALID:
        return ours
    for one in told["signers"]:
        certificate = one["certificates"][0]
        serial = f"{int(str(certificate['serialNumber']), 16):x}"
        revoked = any(check["revoked"] for check in certificate["revocations"])
        same = certificate["subject"].get("iin", "") == ours.signer.iin and serial == ours.certificate_serial
        if same and certificate["valid"] is True and certificate["revocations"] and not revoked:
            return replace(ours, outcome=Outcome.VALID, reason="", checks={**ours.checks, "second_verifier": "ncanode"})
    return None
