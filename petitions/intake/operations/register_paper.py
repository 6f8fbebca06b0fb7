from __future__ import annotations

from datetime import datetime

from courtcase.law.series import next_number
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from petitions.content import seal_text
from petitions.intake.paper_days import PaperDays, counted
from petitions.models import IncomingKind, IncomingPaper, Petition

INCOMING = "incoming_letters"


def register_paper(
    *, petition: Petition, kind: IncomingKind, days: PaperDays, actor: Actor, at: datetime, signer: str = ""
) -> IncomingPaper:
    """Give a paper about a locked petition the next number of the incoming register.

    Called as the last thing of an operation: the series' row stays locked until its transaction ends.
    """
    counts, today = counted(days), court_day(at)
    return IncomingPaper.objects.create(
        petition=petition,
        kind=kind,
        sent_on=days.sent_on,
        handed_on=days.handed_on,
        received_on=days.received_on,
        counts_on=counts.day,
        counted_by=counts.rule,
        sealed_signer=seal_text(petition, signer) if signer else None,
        entered_by=actor.signed_in,
        entered_at=at,
        numbered_on=today,
        number=next_number(series_code=INCOMING, day=today).printed,
    )
