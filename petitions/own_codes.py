"""The tracking code of each of several who petition together, beside the one of whoever filed.

It is made of the index key and the names of petition and person, so that a letter can tell it whenever it is written and
no row holds it; the row keeps its HMAC, to be found by.
"""

from __future__ import annotations

from courtcase.keys import operations as keys
from courtcase.register import receipt_code
from petitions.models import Petition, Petitioner


def own_code(petition: Petition, *, key: str, epoch: int, digest: bytes | memoryview | None = None) -> str:
    """Return the code of the petitioner called `key` in the words, after `epoch` earlier ones.

    One that was given keeps its `digest`: it tells which index key the code was made of. Without one, today's makes it.
    """
    seeds = keys.code_seeds(f"petitioner:{petition.public_id}:{key}:{epoch}")
    codes = [receipt_code.from_seed(seed) for seed in seeds]
    return next((code for code in codes if digest is not None and keys.is_code(code, digest)), codes[0])


def own_code_of(petition: Petition, key: str) -> str:
    """Return the present code of a petitioner; the empty string for the first, for one who left, and for nobody."""
    row = petition.petitioners.filter(key=key, withdrawn_on=None).first() if key else None
    return (
        ""
        if row is None or row.is_first
        else own_code(petition, key=row.key, epoch=row.code_epoch, digest=row.code_digest)
    )


def by_own_code(code: str) -> Petitioner | None:
    """Return the petitioner whose own code this is and who has not left; None for every other word."""
    parsed = receipt_code.parse(code)
    found = Petitioner.objects.filter(code_digest__in=keys.code_hmacs(parsed or ""), withdrawn_on=None)
    return found.select_related("petition").first() if parsed is not None else None
