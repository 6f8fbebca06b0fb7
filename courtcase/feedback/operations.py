"""Report that something is wrong on a page, close a report with a word, and forget those whose term of keeping is over."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.feedback.content import opened, sealed, sealed_answer
from courtcase.feedback.models import PageReport
from courtcase.feedback.queries import answering_accounts
from courtcase.frame.layout import layout_version
from courtcase.frame.place import cleaned
from courtcase.keys.operations import new_data_key, shred_data_key
from courtcase.law.keeping import over_before
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.notices.operations import cancel_notice, owe_notice, owe_notices
from courtcase.operations import NotAllowed, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.permissions import may
from courtcase.register.models import Subject
from courtcase.register.operations import open_subject, record
from courtcase.register.queries import held

EVENTS = ("page_report.received", "page_report.answered")
BATCH = 500


@operation
def tell_of_page(
    *, what: str, email: str, page: str, language: str, width: int | None, actor: Actor, at: datetime
) -> PageReport:
    """Write down what is wrong on a page and tell those who answer for it, once a court day; return the report.

    `page` is cleaned once more; `email` may be empty; `width` is in pixels. Raises NotAllowed.
    """
    if not may(actor, "page_report.tell", at):
        raise NotAllowed
    data_key = new_data_key(at=at)
    report = PageReport.objects.create(
        subject=open_subject(kind="page_report", at=at),
        page=cleaned(page),
        language=language,
        layout=layout_version(),
        width=width,
        data_key=data_key,
        sealed=sealed(data_key, what=what, email=email),
        told_at=at,
    )
    # Who told it stands nowhere: the register would tie a person to the pages they read.
    record(subject=report.subject, event="page_report.received", actor=Actor.nobody(), at=at)
    if is_first_of_day(report, at):
        tell_staff(report.subject, at)
    return report


def is_first_of_day(report: PageReport, at: datetime) -> bool:
    """Say whether no other report came on this court day: the desk is told once a day, whoever floods it."""
    earlier = PageReport.objects.exclude(pk=report.pk).order_by("-pk").first()
    return earlier is None or court_day(earlier.told_at) != court_day(at)


def tell_staff(subject: Subject, at: datetime) -> None:
    """Owe everybody who answers reports a message on the site."""
    owe_notices(
        [
            {
                "subject": subject,
                "event": "page_report.received",
                "recipient": account,
                "channel": Notice.Channel.INAPP,
                "language": account.language,
            }
            for account in answering_accounts(at)
        ]
    )


@operation
def close_report(*, report: PageReport, answer: str, actor: Actor, at: datetime) -> PageReport:
    """Close a report with a word, and send the word to whoever left an address; return the report.

    Raises NotAllowed, or WrongState where it was closed meanwhile.
    """
    if not may(actor, "page_report.answer", at):
        raise NotAllowed
    found = PageReport.objects.select_related("subject", "data_key").select_for_update(of=("self",))
    fresh = found.get(pk=report.pk)
    if fresh.closed_at is not None:
        raise WrongState(_("Somebody has already closed this report."), field="answer")
    fresh.answer, fresh.closed_at, fresh.closed_by = sealed_answer(fresh, answer), at, actor.account
    fresh.save(update_fields=["answer", "closed_at", "closed_by"])
    record(subject=fresh.subject, event="page_report.closed", actor=actor, at=at)
    email = opened(fresh).email
    if email:
        owe_notice(
            subject=fresh.subject,
            event="page_report.answered",
            address={"email": email},
            channel=Notice.Channel.EMAIL,
            language=fresh.language,
            data_key=fresh.data_key,
        )
    return fresh


@operation
def forget_reports(*, actor: Actor, at: datetime) -> int:
    """Erase up to 500 reports older than the table of keeping says, and shred their keys; return how many.

    What stands under a legal hold stays, and so does everything where the table names no term. Raises NotAllowed for
    everybody but the system.
    """
    if not actor.is_system:
        raise NotAllowed
    before = over_before(PageReport.retention_code, at)
    if before is None:
        return 0
    old = PageReport.objects.filter(told_at__lt=before)
    # The subject too, and before it is asked about a hold: a hold that is just being placed locks it.
    rows = old.select_related("subject", "data_key").select_for_update(of=("self", "subject"), skip_locked=True)
    gone = [report for report in rows.order_by("told_at")[:BATCH] if not held(report.subject)]
    for report in gone:
        for event in EVENTS:
            cancel_notice(subject=report.subject, event=event, at=at)
        report.delete()
        shred_data_key(data_key=report.data_key)
    return len(gone)
