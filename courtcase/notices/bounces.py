"""Noting that an e-mail came back: for good, it was not delivered; for now, that is noted and nothing else."""

from __future__ import annotations

from datetime import datetime

import structlog

from courtcase.notices.models import Bounce, Notice
from courtcase.notices.operations import owe_job
from courtcase.notices.reports import Report
from courtcase.operations import operation

log = structlog.get_logger(__name__)
JOB = "notices.came_back"
CAN_COME_BACK = (Notice.State.SENT, Notice.State.PERHAPS_SENT)


@operation
def note_bounce(*, report: Report, at: datetime) -> bool:
    """Note that the e-mail of a notice came back; return whether it thereby counts as not delivered.

    The room that the notice is about learns it by a job. The same report again changes nothing, nor does one about a notice
    that is not there, or of which a person noted that it arrived.
    """
    notice = Notice.objects.select_for_update(of=("self",)).filter(public_id=report.notice).first()
    if notice is None or notice.channel != Notice.Channel.EMAIL:
        return False
    known = {"is_final": report.is_final, "noted_at": at}
    Bounce.objects.get_or_create(notice=notice, status=report.status, defaults=known)
    if not report.is_final or notice.state not in CAN_COME_BACK or notice.decision == "delivered":
        return False
    notice.state, notice.settled_at, notice.last_error = Notice.State.UNDELIVERED, at, f"came_back {report.status}"
    notice.save(update_fields=["state", "settled_at", "last_error"])
    body = {"notice": notice.pk, "status": report.status}
    key = f"{JOB}:{notice.pk}:{int(at.timestamp())}"
    owe_job(kind=JOB, subject=notice.subject, key=key, not_before=at, body=body)
    log.info("notice_came_back", notice_event=notice.event, id=notice.pk, status=report.status)
    return True
