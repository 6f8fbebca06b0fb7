"""Whom a representative represents, by petition: shown to that representative alone, on pages behind their sign-in."""

from __future__ import annotations

from collections.abc import Iterable

from courtcase.people.models import Account
from petitions.content import open_content, petitioners_of
from petitions.models import Petition, PetitionVersion
from petitions.writers import REPRESENTING


def names_of_represented(petitions: Iterable[Petition]) -> dict[int, str]:
    """Return the names of those petitioned for by the petition's id, of petitions a representative writes or wrote.

    One statement however many there are; what was destroyed, or names nobody yet, is left out.
    """
    of_others = {one.pk: one for one in petitions if one.writer in REPRESENTING and one.disposed_on is None}
    if not of_others:
        return {}
    newest = PetitionVersion.objects.filter(petition__in=of_others.values()).order_by("petition", "-number")
    found: dict[int, str] = {}
    for version in newest.distinct("petition"):
        people = petitioners_of(open_content(of_others[version.petition_id], version))
        found[version.petition_id] = ", ".join(name for one in people if (name := one.get("full_name", "")))
    return {pk: names for pk, names in found.items() if names}


def represented_in(petition: Petition, account: Account | None) -> str:
    """Return whom `account` represents in a petition; the empty string for everybody but its representative."""
    is_own = account is not None and petition.account_id == account.pk
    return names_of_represented([petition]).get(petition.pk, "") if is_own else ""
