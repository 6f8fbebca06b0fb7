"""Whose signature counts for a petition: said before anybody signs, and asked of each certificate that did."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError
from courtcase.signatures.verdicts import Outcome, Signer, Verdict
from petitions.content import Person, PetitionContent, key_of, petitioners_of, representatives_of
from petitions.models import Petition
from petitions.signatories import signed_for
from petitions.writers import signing

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
    "no_proof": _(
        "The paper that proves the representative's authority does not lie with the petition yet, so the representative's "
        "signature cannot be taken. Choose “I want to change something” and lay it with the petition, or sign on paper."
    ),
    "no_iin_of_representative": _(
        "The petition does not name the representative's IIN, so it cannot be told that the representative signed. "
        "Choose “I want to change something” and write it, or sign on paper."
    ),
    "no_bin": _("The Court does not know the BIN of your institution. Ask the Court to enter it, or sign on paper."),
    "other_institution": _(
        "The certificate is not one of your institution: its BIN is another, or it has none. "
        "Sign with the certificate of an officer of the institution."
    ),
    "waiting": _("The Court already has your signature and looks at it. You need not send it again."),
}


@dataclass(frozen=True)
class Asked:
    """Somebody whose electronic signature counts, and by which number the certificate is known as theirs.

    `lacks` is a code of REFUSALS where no certificate can be: then only paper is left to them.
    """

    kind: str
    name: str
    number: str
    lacks: str = ""

    @property
    def shown(self) -> str:
        """Return the end of the number: enough for its owner to know it again, too little for whoever looks on."""
        return f"…{self.number[-4:]}" if self.number else ""

    @property
    def refusal(self) -> str | Promise:
        """Return why no certificate of theirs can be taken; the empty string where one can."""
        return REFUSALS[self.lacks] if self.lacks else ""


def asked_of(petition: Petition, content: PetitionContent) -> list[Asked]:
    """Return whose certificate will be asked for, before anybody signs: by the rule that `require_own` holds them to.

    Those who sign as the petition is written come first.
    """
    if petition.institution is not None:
        known = petition.institution.bin
        return [Asked("institution", petition.institution.name_in(petition.language), known, "" if known else "no_bin")]
    represented = representatives_of(content)
    without = "" if not represented or is_proven(petition) else "no_proof"
    people = [asked("person", one, "") for one in petitioners_of(content)]
    speakers = [asked("representative", one, without) for one in represented]
    return [*speakers, *people] if speakers and signing(content) == represented else [*people, *speakers]


def asked(kind: str, person: Person, without: str) -> Asked:
    """Return one person as they are asked to sign; `without` is a code of what they lack besides an IIN."""
    iin = person.get("iin", "")
    lacks = without or ("" if iin else "no_iin" if kind == "person" else "no_iin_of_representative")
    return Asked(kind, person.get("full_name", ""), iin, lacks)


def require_possible(petition: Petition, content: PetitionContent) -> None:
    """Raise OperationError where no certificate of anybody could be taken: said before they sign, not after."""
    people = asked_of(petition, content)
    if all(one.lacks for one in people):
        raise refuse(people[0].lacks if people else "no_iin")


def is_proven(petition: Petition) -> bool:
    """Say whether a paper that proves the authority of a representative lies with the petition (art. 44(4))."""
    return petition.attachments.filter(purpose="proof", removed_at=None).exists()


def refuse(code: str) -> OperationError:
    """Return the error beside the signature for a code of REFUSALS."""
    return OperationError(REFUSALS[code], field=FIELD, code=code)


def require_own(petition: Petition, content: PetitionContent, verdict: Verdict) -> frozenset[str]:
    """Return the keys of the petitioners for whom the container signs; raise OperationError where it is for nobody.

    A petitioner signs in person, a representative whose authority is proven for all, an officer for the institution.
    Where nobody could be read out of the container a person will look; the signature is not valid then either.
    """
    signers = [one.signer for one in verdict.signers if one.signer is not None]
    people = petitioners_of(content)
    if not signers and verdict.outcome == Outcome.CANNOT_TELL:
        return frozenset()
    if petition.institution is not None:
        require_officer(signers, petition.institution.bin)
        return frozenset(key_of(one) for one in people)
    known = {one.iin for one in signers} - {""}
    proven = bool(representatives_of(content)) and is_proven(petition)
    signed = signed_for(content, iins=known, proven=proven)
    if not signed:
        wanted = asked_of(petition, content)
        named = next((one for one in wanted if one.number and one.number in known), None)
        raise refuse(named.lacks if named else "other_person" if any(one.number for one in wanted) else "no_iin")
    return signed


def require_officer(signers: list[Signer], known_bin: str) -> None:
    """Raise OperationError unless one of the signers is an officer of the body with this BIN."""
    if not known_bin:
        raise refuse("no_bin")
    if known_bin not in {one.bin for one in signers}:
        raise refuse("other_institution")
