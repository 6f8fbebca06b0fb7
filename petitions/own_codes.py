"""The tracking code of each of several who petition together, beside the one of whoever filed.

It is made of the index key and the names of petition and person, so that a letter can tell it whenever it is written and
no row holds it; the row keeps its HMAC, to be found by.
"""

from __future__ import annotations

from courtcase.keys import operations as keys
from courtcase.register import receipt_code
from petitions.models import Petition, Petitioner


def own_code(petition: Petition, *, key: str, epoch: int) -> str:
    """Return the code of the petitioner called `key` in the words, after `epoch` earlier ones."""
    return receipt_code.from_seed(keys.code_seed(f"petitioner:{petition.public_id}:{key}:{epoch}"))


def own_code_of(petition: Petition, key: str) -> str:
    """Return the present code of a petitioner; the empty string for the first, for one who left, and for nobody."""
    row = petition.petitioners.filter(key=key, withdrawn_on=None).first() if key else None
    return "" if row is None or row.is_first else own_code(petition, key=row.key, epoch=row.code_epoch)


def by_own_code(code: str) -> Petitioner | None:
    """Return the petitioner whose own code this is and who has not left; None for every other word."""
    parsed = receipt_code.parse(code)
    found = Petitioner.objects.filter(code_digest=keys.code_hmac(parsed or ""), withdrawn_on=None)
    return found.select_related("petition").first() if parsed is not None else None
