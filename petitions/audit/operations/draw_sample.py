from __future__ import annotations

import secrets
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import OperationError, operation
from courtcase.people.actors import Actor
from courtcase.people.operations.recording import record_account
from courtcase.people.permissions import ensure
from petitions.audit.queries import drawn_by_seed, registered_between
from petitions.models import AuditSample

MOST = 50
SEED_BYTES = 16


@operation
def draw_sample(*, first_day: date, last_day: date, size: int, actor: Actor, at: datetime) -> AuditSample:
    """Draw `size` petitions by chance from those registered in a period, and record seed, period and population.

    The seed is made here, so that nobody chooses what is drawn. Raises NotAllowed, OperationError beside `size`,
    `last_day` or about the whole.
    """
    ensure(actor, "audit.sample", at)
    if not 1 <= size <= MOST:
        raise OperationError(_("Between 1 and 50."), field="size")
    if last_day < first_day:
        raise OperationError(_("The last day comes before the first."), field="last_day")
    population = registered_between(first_day, last_day).count()
    if population == 0:
        raise OperationError(_("No petition was registered in these days."))
    sample = AuditSample.objects.create(
        first_day=first_day,
        last_day=last_day,
        size=size,
        seed=secrets.token_hex(SEED_BYTES),
        population=population,
        drawn_by=actor.signed_in,
        drawn_at=at,
    )
    sample.petitions.set(drawn_by_seed(sample))
    facts = {
        "sample": str(sample.public_id),
        "seed": sample.seed,
        "first_day": first_day.isoformat(),
        "last_day": last_day.isoformat(),
        "size": size,
        "population": population,
    }
    record_account(account=actor.signed_in, event="audit.sample_drawn", actor=actor, at=at, body=facts)
    return sample
