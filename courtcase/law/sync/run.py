from __future__ import annotations

from datetime import datetime

from courtcase.law.sync.acts import sync_acts, sync_correspondence, sync_lists, sync_provisions
from courtcase.law.sync.report import Report
from courtcase.law.sync.rules import sync_rules
from courtcase.law.sync.working_days import sync_calendar
from courtcase.operations import operation
from courtcase.people.actors import Actor


@operation
def sync_law(*, actor: Actor, at: datetime) -> Report:
    """Bring all rows of law into step with the data files, in one transaction, and report what was done.

    Running it again changes nothing. Rows are never removed: a rule that a file no longer holds stays.
    """
    report = Report()
    sync_lists(report=report)
    sync_acts(report=report)
    sync_provisions(report=report)
    sync_correspondence(report=report)
    sync_calendar(report=report)
    sync_rules(report=report, actor=actor, at=at)
    return report
