"""Reading what was proposed and destroyed, and what is held."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from courtcase import rows
from courtcase.law.time import court_day
from courtcase.register.models import LegalHold
from petitions.models import DataBlock, DataRequest, DisposalAct, LineOutcome, Petition
from petitions.numbers import printed_forms

PAGE = 30
STANDING_ON = """register_legalhold.subject_id = %s AND register_legalhold.lifted_at IS NULL
    ORDER BY register_legalhold.id"""


def acts(*, before: int | None = None) -> list[DisposalAct]:
    """Return a page of lists and one more, the newest first, older than id `before`, each with how many lines it has."""
    found = DisposalAct.objects.select_related("rule", "proposed_by", "decided_by").annotate(count=Count("lines"))
    return list((found.filter(pk__lt=before) if before else found).order_by("-pk")[: PAGE + 1])


def standing_holds() -> QuerySet[LegalHold]:
    """Return the holds that stand, the newest first, each with the petition it keeps, if it keeps one."""
    related = ("subject__petition", "subject__case", "placed_by")
    return LegalHold.objects.filter(lifted_at=None).select_related(*related).order_by("-pk")


def petition_numbered(number: str, at: datetime) -> Petition | None:
    """Return the petition of a register number, however it is typed; None where there is none that is kept."""
    forms = printed_forms(number, day=court_day(at))
    return Petition.objects.filter(register_number__in=forms, disposed_on=None).select_related("subject").first()


def holds_of(petition: Petition) -> list[LegalHold]:
    """Return the holds that stand on a petition, the oldest first."""
    return rows.read_all(LegalHold, STANDING_ON, [petition.subject_id], related=("placed_by",))


def standing_blocks() -> QuerySet[DataBlock]:
    """Return the blocks that stand, the newest first, each with its petition and request."""
    return DataBlock.objects.filter(lifted_at=None).select_related("petition", "request", "placed_by").order_by("-pk")


def request_numbered(number: str) -> DataRequest | None:
    """Return the request about personal data of this number; None where there is none."""
    return DataRequest.objects.filter(number__iexact=number.strip()).first()


def counted_outcomes(act: DisposalAct) -> dict[str, int]:
    """Return how many lines of a list were destroyed, how many were spared, and how many wait."""
    lines = act.lines.aggregate(
        disposed=Count("pk", filter=Q(outcome="disposed")),
        spared=Count("pk", filter=~Q(outcome__in=["", LineOutcome.DISPOSED])),
        waiting=Count("pk", filter=Q(outcome="")),
    )
    return {name: int(value) for name, value in lines.items()}
