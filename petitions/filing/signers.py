"""Whose signature counts for a petition: said before anybody signs, and asked of each certificate that did."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError
from courtcase.signatures.verdicts import Outcome, Signer, Verdict
from petitions.content import PetitionContent
from petitions.models import Petition

FIELD = "container"
# Why a signature that is good in itself is not one of this petition.
REFUSALS: dict[str, str | Promise] = {
    "no_iin": _(
        "Your petition does not name your IIN, so it cannot be told that you signed it. "
        "Choose “I want to change something”, write the IIN and sign the new document, or sign on paper."
    ),
    "other_person": _(
        "Somebody else signed: the IIN in the certificate is not the IIN in the petition. "
        "The petitioner signs with the petitioner's own key, or on paper."
    ),
    "no_bin": _("The Court does not know the BIN of your institution. Ask the Court to enter it, or sign on paper."),
    "other_institution": _(
        "The certificate is not one of your institution: its BIN is another, or it has none. "
        "Sign with the certificate of an officer of the institution."
    ),
    "waiting": _("The Court already has your signature and looks at it. You need not send it again."),
}


def refuse(code: str) -> OperationError:
    """Return the error beside the signature for a code of REFUSALS."""
    return OperationError(REFUSALS[code], field=FIELD, code=code)


def require_own(petition: Petition, content: PetitionContent, verdict: Verdict) -> None:
    """Raise OperationError unless one of the signers is the petitioner, or an officer of the institution that petitions.

    Where nobody could be read out of the container a person will look; the signature is not valid then either.
    """
    signers = [one.signer for one in verdict.signers if one.signer is not None]
    if not signers and verdict.outcome == Outcome.CANNOT_TELL:
        return
    if petition.institution is not None:
        require_officer(signers, petition.institution.bin)
        return
    iin = content.get("petitioner", {}).get("iin", "")
    if not iin:
        raise refuse("no_iin")
    if iin not in {one.iin for one in signers}:
        raise refuse("other_person")


def require_officer(signers: list[Signer], known_bin: str) -> None:
    """Raise OperationError unless one of the signers is an officer of the body with this BIN."""
    if not known_bin:
        raise refuse("no_bin")
    if known_bin not in {one.bin for one in signers}:
        raise refuse("other_institution")
