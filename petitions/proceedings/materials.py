"""What must lie before the judges ahead of a session, what of it is missing, and who owes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from courtcase.frame.dates import court_date
from courtcase.law.models import Term
from courtcase.law.queries import term_on
from courtcase.law.terms import due_on
from courtcase.law.time import court_day
from courtcase.people.leave import leaves_on
from petitions.models import BenchKind, Case, Sitting
from petitions.proceedings.bench import QUORUM
from petitions.proceedings.queries import plan_of

TERM, SUMMONS = "materials_to_judges", "summons"


@dataclass(frozen=True)
class Missing:
    """One thing that is missing before a session, and who owes it."""

    what: str
    who: str | Promise


@dataclass(frozen=True)
class SummonsTerm:
    """Until when those who take part are summoned to a session, and by which row: it warns and stops nothing."""

    due_on: date
    term: Term

    def is_kept(self, sitting: Sitting, today: date) -> bool:
        """Say whether the summons of a session left in time, or still can on `today`."""
        left_on = court_day(sitting.summoned_at) if sitting.summoned_at else today
        return left_on <= self.due_on


@dataclass(frozen=True)
class Materials:
    """Until when the materials of a session are due, by which row of law, what is missing, and the term of the summons."""

    due_on: date
    term: Term
    missing: list[Missing]
    summons: SummonsTerm | None


def materials_of(sitting: Sitting, case: Case) -> Materials:
    """Return what is missing before a session on a case: the hard list, as many statements whatever its length."""
    term = term_on(TERM, sitting.day)
    missing = [*of_people(sitting, case), *of_bench(sitting), *of_papers(case)]
    return Materials(due_on(term, sitting.day).day, term, missing, summons_of(sitting))


def summons_of(sitting: Sitting) -> SummonsTerm | None:
    """Return the term of the summons to a session on a case; None for the written procedure, or where no row sets one."""
    if sitting.in_writing or sitting.case_id is None:
        return None
    term = summons_rule(sitting.day)
    return SummonsTerm(due_on(term, sitting.day).day, term) if term else None


def summons_rule(day: date) -> Term | None:
    """Return the row of the least time between summons and session that applies on `day`; None where there is none."""
    return Term.objects.on(day).filter(code=SUMMONS).first()


def too_late_to_summon(sitting: Sitting, today: date) -> str:
    """Return the warning that less time is left than the term of the summons asks; the empty string where enough is."""
    summons = summons_of(sitting)
    if summons is None or summons.is_kept(sitting, today):
        return ""
    words = _(
        "Less time is left than is set between summons and session. Last day for the summons: %(day)s. "
        "The session stands: put it off, or summon at once."
    )
    return words % {"day": court_date(summons.due_on)}


def of_people(sitting: Sitting, case: Case) -> list[Missing]:
    """Return what the Chair and the secretary of session still owe."""
    missing = []
    if not case.rapporteurs.filter(ended_at=None).exists():
        missing.append(Missing(_("A judge-rapporteur is named"), _("Chair")))
    if not sitting.in_writing and sitting.summoned_at is None:
        missing.append(Missing(_("Those who take part are summoned"), _("Secretary of session")))
    if sitting.starts_at is None and not sitting.in_writing:
        missing.append(Missing(_("The hour of the session"), _("Secretary of session")))
    return missing


def of_bench(sitting: Sitting) -> list[Missing]:
    """Return what the bench lacks: seats that a recusal left empty, whoever is away on the day, somebody who presides."""
    if sitting.held_at is not None or sitting.adjourned_at is not None:
        return []
    members = list(sitting.members.select_related("judge").order_by("pk"))
    away = set(
        leaves_on(sitting.day).filter(account__in=[one.judge_id for one in members]).values_list("account", flat=True)
    )
    words = _("Another judge in the place of %(name)s, who is away on that day")
    missing = [words % {"name": one.judge.full_name} for one in members if one.judge_id in away]
    if len(members) < QUORUM[BenchKind(sitting.bench)]:
        missing.append(_("A full bench: a seat is empty"))
    if not any(one.presides for one in members):
        missing.append(_("A judge who presides"))
    return [Missing(what, _("Secretary of session")) for what in missing]


def of_papers(case: Case) -> list[Missing]:
    """Return the answers of bodies and the steps of the plan that are still owed."""
    asked = case.requests.filter(answered_on=None).order_by("due_on")
    answers = [Missing(_("Answer to the request"), one.body) for one in asked]
    steps = [Missing(step.what, step.row.who.full_name) for step in plan_of(case) if step.row.done_at is None]
    return [*answers, *steps]
