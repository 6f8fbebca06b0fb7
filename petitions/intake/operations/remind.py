from __future__ import annotations

from datetime import date, datetime, timedelta

from courtcase.law.models import Clock
from courtcase.law.models.clocks import ClockState
from courtcase.law.time import court_day
from courtcase.notices.operations import owe_jobs, prepare_job
from courtcase.operations import operation
from courtcase.people.actors import Actor
from petitions.models import Petition, StudyAssignment
from petitions.telling import tell_petitioner, tell_staff

# How many days before a term's end whoever has to act is reminded of it.
DAYS_BEFORE: dict[str, tuple[int, ...]] = {"screening": (3, 1), "study": (7, 1), "cure": (7, 1)}
REMIND_JOB = "petitions.remind_of_term"


def owe_reminders(*, at: datetime) -> int:
    """Owe a job for every term that ends in as many days as its row says, once for each term and day; return how many."""
    today = court_day(at)
    jobs = []
    for term, days in DAYS_BEFORE.items():
        ends = {today + timedelta(days=day) for day in days}
        clocks = Clock.objects.filter(
            state=ClockState.OPEN, term__code=term, due_on__in=ends, subject__petition__isnull=False
        )
        for clock in clocks.order_by("pk").values_list("pk", flat=True):
            body = {"clock": clock, "day": today.isoformat()}
            jobs.append(prepare_job(kind=REMIND_JOB, subject=None, key=f"{REMIND_JOB}:{clock}:{today}", body=body))
    owe_jobs(jobs)
    return len(jobs)


@operation
def remind_of_term(*, clock_id: int, day: date, actor: Actor, at: datetime) -> bool:
    """Owe the reminder of one term, found on `day`, to whoever has to act; say whether there is still one.

    The clerk is reminded of screening, the named judges of the study, the petitioner of the month for corrections. A
    term that was closed or moved since is let be.
    """
    found = Clock.objects.select_related("term").filter(pk=clock_id, state=ClockState.OPEN).first()
    if found is None or (found.due_on - day).days not in DAYS_BEFORE[found.term.code]:
        return False
    related = Petition.objects.select_related("data_key", "subject", "account", "assignee")
    petition = related.get(subject=found.subject_id)
    remind(petition=petition, term=found.term.code, key=f"{found.term.code}:{found.due_on}:{day}", at=at)
    return True


def remind(*, petition: Petition, term: str, key: str, at: datetime) -> None:
    """Owe the reminder of one term to whoever has to act."""
    event = "petition.term_ends"
    if term == "cure":
        tell_petitioner(petition=petition, event=event, at=at, key=key)
    elif term == "study":
        for study in StudyAssignment.objects.filter(petition=petition, reported_at=None).select_related("judge"):
            tell_staff(petition=petition, account=study.judge, event=event, at=at, key=key)
    elif petition.assignee is not None:
        tell_staff(petition=petition, account=petition.assignee, event=event, at=at, key=key)
