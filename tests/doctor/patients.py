"""What the tests of the doctor break: rows that are late, failed or stranded, and what a finding says of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone, translation

from courtcase.doctor.examination import answer
from courtcase.doctor.findings import CHECKS, Finding, State, finding
from courtcase.notices.models import Job, Notice
from courtcase.people.models import Account
from courtcase.register.operations import open_subject


def found(code: str) -> Finding:
    """Ask one check, here and now."""
    return finding(CHECKS[code], answer(CHECKS[code]))


def says(code: str) -> tuple[State, str]:
    """Return the state of one check and, in English, what is and what to do."""
    one = found(code)
    with translation.override("en"):
        return one.state, f"{one.what} | {one.do}"


def failed_job(number: int = 0, **values: Any) -> Job:
    """Leave a job that was given up."""
    known = {"kind": "documents.scan", "key": f"patient:{number}", "state": Job.State.FAILED, "last_error": "OSError"}
    return Job.objects.create(**{**known, **values})


def late_notice(number: int = 0, *, minutes: int = 30, **values: Any) -> Notice:
    """Leave a notice that was due some minutes ago."""
    person = Account.objects.create(email=f"patient{number}@example.org", full_name="Ерлан Пациент", synthetic=True)
    at = timezone.now() - timedelta(minutes=minutes)
    known = {
        "subject": open_subject(kind="petition", at=at), "event": "petition.registered", "recipient": person,
        "channel": Notice.Channel.EMAIL, "language": "kk", "key": f"patient-{number}", "not_before": at, "next_attempt_at": at,
    }  # fmt: skip
    return Notice.objects.create(**{**known, **values})
