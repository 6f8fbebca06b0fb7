"""Filed petitions that wait for their clerk: one of each sort filed by the operations, the others rows like it."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from itertools import cycle, islice
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from courtcase.notices.models import Job, Notice
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.people.operations import grant_role, register_account
from courtcase.people.roles import Role
from courtcase.register.models import Subject
from petitions.models import ContestedProvision, Petition, QueueEntry
from tests.cast import Cast
from tests.petitions.walk import Walk

Row = TypeVar("Row", bound=Model)

CLERKS = 10
TEAMS = ("citizens", "criminal")


def settle_in() -> tuple[list[Petition], list[Account]]:
    """Put the ladder in use and file a petition in each language; return them, and ten clerks of each team."""
    walk = Walk(Cast())
    walk.rules()
    clerks = [clerk(walk, team, number) for team in TEAMS for number in range(CLERKS)]
    filed = [walk.filed(language=language) for language in ("kk", "ru")]
    # What filing them owes is not measured.
    Job.objects.all().delete()
    Notice.objects.all().delete()
    return filed, clerks


def clerk(walk: Walk, team: str, number: int) -> Account:
    """Return a new clerk of a team."""
    by: dict[str, Any] = {"actor": Actor.system("bench"), "at": walk.cast.at}
    email = f"{team}-{number}@demo.court"
    account = register_account(email=email, full_name=f"Clerk {number}", language="ru", role=None, synthetic=True, **by)
    grant_role(account=account, role=Role.CLERK, reason="bench", team=walk.cast.team(team), **by)
    return account


def like(
    sorts: Sequence[Petition], count: int, *, clerks: Sequence[Account] = (), numbers: Sequence[str | None] = ()
) -> list[Petition]:
    """Write `count` more petitions like `sorts`, with their provisions and rows of the queue, and return them.

    With `clerks` they have theirs already, in turns; without, nobody has them. `numbers` are those of the register.
    """
    numbered = numbers or [None] * count
    whose = islice(cycle([one.pk for one in clerks] or [None]), count)
    subjects = Subject.objects.bulk_create([Subject(kind="petition") for _number in range(count)])
    made = [
        alike(
            sort,
            subject_id=subject.pk,
            public_id=uuid.uuid4(),
            code_digest=secrets.token_bytes(32),
            assignee_id=who,
            register_number=number,
        )
        for sort, subject, who, number in zip(cycle(sorts), subjects, whose, numbered, strict=False)
    ]
    Petition.objects.bulk_create(made, batch_size=2_000)
    contested = [list(one.contested.all()) for one in sorts]
    rows = [QueueEntry.objects.get(petition=one) for one in sorts]
    ContestedProvision.objects.bulk_create(
        [alike(norm, petition_id=one.pk) for one, norms in zip(made, cycle(contested), strict=False) for norm in norms],
        batch_size=2_000,
    )
    entries = [
        alike(row, petition_id=one.pk, assignee_id=one.assignee_id) for one, row in zip(made, cycle(rows), strict=False)
    ]
    QueueEntry.objects.bulk_create(entries, batch_size=2_000)
    return made


def alike(row: Row, **own: Any) -> Row:
    """Return an unsaved row like `row` but for its id and the values in `own`."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**values | {"id": None} | own)


def owe(kind: str, petitions: Sequence[Petition]) -> None:
    """Owe a job of `kind` about each petition, as an operation does, but wake nobody."""
    now = timezone.now()
    Job.objects.bulk_create(
        [
            Job(
                kind=kind, subject_id=one.subject_id, key=f"{kind}:{one.public_id}", not_before=now, next_attempt_at=now
            )
            for one in petitions
        ],
        batch_size=2_000,
    )
