"""What keeps a judge from sitting on a day: another session to come, leave, a recusal from the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from django.db.models import Q
from django.utils.translation import gettext as _

from courtcase.people.leave import leaves_on
from courtcase.people.models import Account
from petitions.models import Case, Recusal, SittingMember


def conflicts(*, judges: Sequence[Account], day: date, starts_at: time | None, case: Case | None) -> list[str]:
    """Return a sentence for each judge who cannot sit on `day` at `starts_at` (None: the whole day), and why."""
    why = hindrances(judges=judges, day=day, starts_at=starts_at, case=case)
    return [words % {"name": judge.full_name} for judge in judges for who, words in why if judge.pk in who]


def free(*, judges: Sequence[Account], day: date, starts_at: time | None, case: Case | None) -> list[Account]:
    """Return those of the judges who can sit on `day` at `starts_at` (None: the whole day), in the order given."""
    hindered = set().union(*(who for who, _words in hindrances(judges=judges, day=day, starts_at=starts_at, case=case)))
    return [judge for judge in judges if judge.pk not in hindered]


def hindrances(
    *, judges: Sequence[Account], day: date, starts_at: time | None, case: Case | None
) -> list[tuple[set[int], str]]:
    """Return what keeps judges from sitting: the ids of those it keeps, and the sentence that says so of one by `name`."""
    ids = [judge.pk for judge in judges]
    hour = Q(sitting__starts_at=starts_at) | Q(sitting__starts_at=None) if starts_at else Q()
    sitting = set(
        SittingMember.objects.filter(
            hour, judge__in=ids, sitting__day=day, sitting__held_at=None, sitting__adjourned_at=None
        ).values_list("judge", flat=True)
    )
    away = set(leaves_on(day).filter(account__in=ids).values_list("account", flat=True))
    recused = set(
        Recusal.objects.filter(case=case, judge__in=ids, granted=True).values_list("judge", flat=True) if case else ()
    )
    return [
        (sitting, _("%(name)s sits in another session then.")),
        (away, _("%(name)s is away on that day.")),
        (recused, _("%(name)s is recused from this case.")),
    ]
