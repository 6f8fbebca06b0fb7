"""What the law's rows still need: years of the working calendar, days and rules that nobody has confirmed."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.doctor.findings import Listed, Outcome, Words, check, look, well, wrong
from courtcase.law.models import CalendarDay, Edition, Ground, PetitionerKind, ReceiptRule, Rule, RuleRow, Series, Term
from courtcase.law.models.calendar import DayCertainty
from courtcase.law.time import court_day

KINDS: tuple[tuple[type[RuleRow], Words], ...] = (
    (Edition, _("editions")),
    (PetitionerKind, _("kinds of petitioner")),
    (Ground, _("grounds")),
    (Term, _("terms")),
    (Series, _("series of numbers")),
    (Rule, _("rules")),
    (ReceiptRule, _("rules of receipt")),
)


@check(
    "law.calendar",
    title=_("Working calendar"),
    measured=_("Days of this year and the next in the calendar, by how sure they are."),
    remedy=_(
        "Confirm each estimated day by the act that moved it: manage.py calendar_days. docs/operations.md says how."
    ),
    asks_database=True,
)
def calendar() -> Outcome:
    """See that terms can be counted: this year and the next are there, and no coming day is a guess."""
    today = court_day(timezone.now())
    counts: dict[str, Q] = {}
    for name, year in (("this", today.year), ("next", today.year + 1)):
        counts[name] = Q(day__year=year)
    ahead = Q(day__gte=today, day__year__lte=today.year + 1)
    seen = CalendarDay.objects.aggregate(
        last=Max("day"),
        this=Count("pk", filter=counts["this"]),
        next=Count("pk", filter=counts["next"]),
        estimated=Count("pk", filter=ahead & Q(certainty=DayCertainty.ESTIMATED)),
        unconfirmed=Count("pk", filter=ahead & ~Q(certainty=DayCertainty.CONFIRMED)),
    )
    load = _("Run: manage.py sync_law. Where it adds nothing, update the package holidays first.")
    if seen["this"] < days_in(today.year):
        words = _("The calendar lacks days of this year: %(missing)d; Monday to Friday are taken for working days.")
        return wrong(words, do=load, missing=days_in(today.year) - seen["this"])
    if seen["next"] < days_in(today.year + 1):
        return look(_("The calendar ends on %(last)s; terms reach into the next year."), do=load, last=seen["last"])
    words = _(
        "The calendar reaches to %(last)s; coming days estimated: %(estimated)d, not confirmed by the Court: %(unconfirmed)d."
    )
    state = look if seen["estimated"] else well
    return state(words, last=seen["last"], estimated=seen["estimated"], unconfirmed=seen["unconfirmed"])


def days_in(year: int) -> int:
    """Return how many days a year has."""
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


@check(
    "law.rules",
    title=_("Rules of law"),
    measured=_("Rows of law that stand and that nobody has confirmed, by kind."),
    remedy=_(
        "Have a lawyer compare them with the law, then: manage.py confirm_rule (docs/law.md). "
        "Until then they are cited to nobody as law."
    ),
    asks_database=True,
)
def rules() -> Outcome:
    """See which rules of law nobody has confirmed."""
    counted = [(name, model.objects.current().filter(confirmed_on=None).count()) for model, name in KINDS]
    left = tuple((name, count) for name, count in counted if count)
    if left:
        return look(_("Rules that nobody has confirmed: %(left)s."), left=Listed(left))
    return well(_("Every rule of law is confirmed."))
