"""Programs of institutions: petitions begun beforehand by the operations, and the calls by which they are submitted."""

from __future__ import annotations

import json
from typing import Any

from tests.bench.citizens import PARAGRAPH, now
from tests.bench.load import request


def call(path: str, secret: str, asked: dict[str, Any]) -> bytes:
    """Return the request by which a program sends JSON."""
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json", "Accept": "application/json"}
    return request(path, method="POST", headers=headers, body=json.dumps(asked).encode())


def submissions_by_program(count: int) -> list[bytes]:
    """Begin `count` petitions of the Commissioner by a program, approved by its head; return the calls that file them."""
    from courtcase.people.actors import Actor
    from courtcase.people.models import ApiScope
    from courtcase.people.operations import admit_program
    from petitions.api.operations import begin_petition
    from petitions.filing.operations.approve_filing import approve_filing
    from tests.cast import Cast

    cast = Cast()
    head, institution = cast.commissioner_head, cast.institution("commissioner")
    issued = admit_program(
        institution=institution, name="Bench", scopes=ApiScope.values, actor=Actor.of(head), at=now()
    )
    made = []
    for _number in range(count):
        petition, _is_new = begin_petition(
            institution=institution,
            language="ru",
            words=words_of_institution(),
            key="",
            actor=Actor.of(issued.token.account),
            at=now(),
        )
        approved = approve_filing(petition=petition, actor=Actor.of(head), at=now())
        asked = {"version": approved.version}
        made.append(call(f"/api/v1/petitions/{petition.public_id}/submit/", issued.secret, asked))
    return made


def words_of_institution() -> Any:
    """Return the words of a petition of an institution, of common length."""
    return {
        "petitioner": {"full_name": "Уполномоченный по правам человека", "residence": "Астана, Мәңгілік ел, 8"},
        "situation": PARAGRAPH * 20,
        "reasoning": PARAGRAPH * 20,
        "request": "Признать норму не соответствующей Конституции.",
    }
