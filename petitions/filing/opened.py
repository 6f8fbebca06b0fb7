"""How often, and by which office, a petition was opened: counted from the recorded reads, without a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.people.models import RoleGrant
from courtcase.people.roles import OF_INSTITUTION, Role
from courtcase.register.models import RecordedRead
from petitions.models import Petition

# The offices in the order they are told; an account of several is counted by the first it held when it last looked.
OFFICES: tuple[tuple[Promise | str, frozenset[str]], ...] = (
    (_("Judges of the Court"), frozenset({Role.JUDGE, Role.CHAIR, Role.DEPUTY_CHAIR})),
    (_("Assistants of judges"), frozenset({Role.ASSISTANT})),
    (_("Apparatus of the Court: intake"), frozenset({Role.CLERK, Role.HEAD_OF_INTAKE})),
    (_("Apparatus of the Court: registry"), frozenset({Role.REGISTRAR})),
    (_("Secretaries of sessions"), frozenset({Role.SECRETARY})),
    (_("Petitions Reception Centre"), frozenset({Role.CONSULTANT})),
    (_("The body to which it was forwarded"), frozenset(OF_INSTITUTION)),
    (_("Supervision: audit and data protection"), frozenset({Role.AUDITOR, Role.DATA_PROTECTION_OFFICER})),
)
OTHERS = _("Other offices of the Court")


@dataclass(frozen=True)
class Opened:
    """How often one office opened the petition, and when last."""

    office: Promise | str
    times: int
    last_at: datetime


def opened_by(petition: Petition) -> list[Opened]:
    """Return how often each office of the Court opened the petition or its case, in the order of the offices."""
    subjects = Q(subject=petition.subject_id)
    if petition.case is not None:
        subjects |= Q(subject=petition.case.subject_id)
    reads = RecordedRead.objects.filter(subjects, account__isnull=False).exclude(place="danger.read").order_by()
    counted = list(reads.values("account").annotate(times=Count("pk"), last_at=Max("at")))
    grants: dict[int, list[RoleGrant]] = {}
    for grant in RoleGrant.objects.filter(account__in=[row["account"] for row in counted]):
        grants.setdefault(grant.account_id, []).append(grant)
    found: dict[Promise | str, Opened] = {}
    for row in counted:
        office = office_of(grants.get(row["account"], []), row["last_at"])
        known = found.get(office, Opened(office, 0, row["last_at"]))
        found[office] = Opened(office, known.times + row["times"], max(known.last_at, row["last_at"]))
    return [found[office] for office in (*(office for office, _roles in OFFICES), OTHERS) if office in found]


def office_of(grants: list[RoleGrant], at: datetime) -> Promise | str:
    """Return the office of somebody with these grants at `at`."""
    held = {grant.role for grant in grants if grant.is_valid(at)}
    return next((office for office, roles in OFFICES if roles & held), OTHERS)
