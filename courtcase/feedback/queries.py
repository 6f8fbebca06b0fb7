"""Reports about pages as the desk reads them, and who answers them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from courtcase.feedback.models import PageReport
from courtcase.observability.metrics import gauge
from courtcase.people.models import Account
from courtcase.people.permissions import matrix
from courtcase.people.queries import valid_grants


def reports(*, closed: bool, before: int | None = None) -> QuerySet[PageReport]:
    """Return the reports that wait, or those that are closed, the newest first; `before` is the id they lie below."""
    found = PageReport.objects.select_related("data_key", "closed_by").order_by("-pk")
    found = found.exclude(closed_at=None) if closed else found.filter(closed_at=None)
    return found if before is None else found.filter(pk__lt=before)


def answering_accounts(at: datetime) -> QuerySet[Account]:
    """Return the active accounts with a role to which the matrix gives the answering of reports."""
    roles = [row.role for row in matrix() if row.action == "page_report.answer"]
    holders = valid_grants(at).filter(role__in=roles).values("account")
    return Account.objects.filter(is_active=True, pk__in=holders).order_by("pk")


@gauge("page_reports_waiting", "Reports that something is wrong on a page, waiting to be closed with a word.")
def page_reports_waiting() -> float:
    """Return how many reports wait."""
    return float(PageReport.objects.filter(closed_at=None).count())
