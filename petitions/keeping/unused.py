"""Accounts that nobody uses and that nothing here depends on."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from courtcase.people.models import Account, RoleGrant
from courtcase.people.roles import Role
from courtcase.register.queries import held_subjects
from petitions.models import CaseParticipant, Client, DataRequest, Petition


def unused_before(instant: datetime) -> QuerySet[Account]:
    """Return the open accounts of citizens that were not used since an instant and from which nothing hangs.

    Not one that has a petition or a draft, a client on a desk, a request that waits, or a role other than a citizen's.
    """
    used = Q(last_login__lt=instant) | Q(last_login=None, created_at__lt=instant)
    here = {"account": OuterRef("pk")}
    other_roles = RoleGrant.objects.filter(**here, revoked_at=None).exclude(role=Role.CITIZEN)
    return (
        Account.objects.filter(used, is_active=True, email__isnull=False, subject__isnull=False)
        .exclude(subject__in=held_subjects())
        .filter(
            ~Exists(other_roles),
            ~Exists(Petition.objects.filter(**here)),
            ~Exists(Client.objects.filter(**here)),
            ~Exists(CaseParticipant.objects.filter(**here)),
            ~Exists(DataRequest.objects.filter(**here, outcome="")),
        )
        .order_by("pk")
    )
