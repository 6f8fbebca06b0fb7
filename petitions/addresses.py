"""Where a petitioner is written to: as the petition says, or as the petitioner wished later; the filed words stay."""

from __future__ import annotations

from courtcase.keys import operations as keys
from petitions.content import Person
from petitions.models import Petition

PURPOSE = "address"
# What a petitioner may change of where letters go.
FIELDS = ("residence", "phone", "email")


def seal_address(petition: Petition, changed: Person) -> bytes:
    """Return a changed address sealed with the petition's data key."""
    return keys.seal_json(petition.data_key, changed, purpose=PURPOSE)


def changed_address(petition: Petition) -> Person:
    """Return the address the petitioner wished later; empty where letters go where the petition says."""
    if petition.sealed_address is None:
        return Person()
    opened: Person = keys.open_json(petition.data_key, bytes(petition.sealed_address), purpose=PURPOSE)
    return opened


def on_file(petition: Petition, person: Person) -> Person:
    """Return `person`, as written in the petition, with the address that counts today."""
    return {**person, **changed_address(petition)}


def masked(channel: str, address: str) -> str:
    """Return as much of an e-mail or a telephone number as its owner needs to know it again, and no more."""
    if channel == "sms":
        return "…" + address[-2:]
    name, _at, domain = address.partition("@")
    return f"{name[:1]}…@{domain[:1]}…"
