"""Who writes a petition: whoever petitions, somebody who helps, or a representative of one of the law's four kinds."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from petitions.content import Person, PetitionContent, petitioners_of, representatives_of

# At most so many represent one petition (art. 44(4)).
MOST_REPRESENTATIVES = 2


class Writer(TextChoices):
    """Who writes. Empty in a petition of an institution, and where nobody was asked: whoever petitions writes."""

    MYSELF = "myself", _("I, for myself")
    HELPER = "helper", _("I write, another person signs")
    ADVOCATE = "advocate", _("I represent, as an advocate")
    LEGAL_CONSULTANT = "legal_consultant", _("I represent, as a legal consultant of a chamber")
    LEGAL_REPRESENTATIVE = "legal_representative", _("I represent, as a legal representative")
    AUTHORISED_PERSON = "authorised_person", _("I represent, as an authorised person of an organisation")


# Writers who act for the petitioner, by right.
REPRESENTING = frozenset(Writer) - {Writer.MYSELF, Writer.HELPER}


@dataclass(frozen=True)
class Kind:
    """One of the law's four kinds of representative, and what proves the authority of one (art. 44(4))."""

    code: str
    label: Promise | str
    proof: Promise | str


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "advocate",
            _("Advocate"),
            _("The identity document and the written notice of representation."),
        ),
        Kind(
            "legal_consultant",
            _("Legal consultant"),
            _("The document of membership of a chamber of legal consultants."),
        ),
        Kind(
            "legal_representative",
            _("Legal representative"),
            _("The document that proves it: of a parent, an adopter, a guardian or a custodian, for example."),
        ),
        Kind(
            "authorised_person",
            _("Authorised person of an organisation"),
            _("The charter of the organisation and its registration."),
        ),
    )
}
HELPED = _(
    "Written by another person at the petitioner's wish. That person is no representative and has no rights in the case."
)


def signing(content: PetitionContent) -> list[Person]:
    """Return who signs: the representatives where one of them writes, everybody who petitions else."""
    represented = representatives_of(content)
    if content.get("writer") in REPRESENTING and represented:
        return list(represented)
    return petitioners_of(content)
