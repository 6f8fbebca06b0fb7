"""The numbers an institution gives: of its letter, and of the case a court suspended. They stand sealed, and are found again."""

from __future__ import annotations

from collections.abc import Iterable

from courtcase.keys import operations as keys
from petitions.content import SuspendedCase, open_content
from petitions.models import Petition, PetitionVersion

PURPOSE = "institution.number"


def number_index(number: str) -> bytes | None:
    """Return the blind index of a number, however its signs are set apart and whatever their case; None for no number."""
    plain = plain_number(number)
    return keys.blind_index(plain, PURPOSE) if plain else None


def numbers_asked(number: str) -> list[bytes]:
    """Return every blind index under which a number may stand; none for no number."""
    plain = plain_number(number)
    return keys.blind_indexes(plain, PURPOSE) if plain else []


def plain_number(number: str) -> str:
    """Return a number without what sets its signs apart, and without case."""
    return "".join(sign for sign in number if sign.isalnum()).casefold()


def suspended_cases(petitions: Iterable[Petition]) -> dict[int, str]:
    """Return by petition the number of the case a court suspended for it: by it the court finds its case.

    One statement, and none where no petition names a case; their data keys should be read already.
    """
    naming = {one.pk: one for one in petitions if one.suspended_index is not None}
    if not naming:
        return {}
    latest = PetitionVersion.objects.filter(petition__in=naming).order_by("petition", "-number").distinct("petition")
    found = {one.petition_id: open_content(naming[one.petition_id], one) for one in latest}
    return {pk: words.get("suspended_case", SuspendedCase()).get("number", "") for pk, words in found.items()}


def suspended_case_of(petition: Petition) -> str:
    """Return the number of the case a court suspended for its petition; the empty string for every other petition."""
    return suspended_cases([petition]).get(petition.pk, "")
