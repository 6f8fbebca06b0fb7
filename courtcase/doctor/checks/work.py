"""Work owed: leases, jobs, messages to people, and what each day asks for. Counts and ages alone."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.doctor.findings import Outcome, check, look, not_set_up, well, wrong
from courtcase.law.time import COURT_ZONE, court_day
from courtcase.notices.leases import MAX_ATTEMPTS
from courtcase.notices.models import Bounce, Job, Notice
from courtcase.notices.queries import undelivered
from courtcase.notices.schedule import DAILY

LATE = timedelta(minutes=5)  # twice sixty seconds of a lease, and time to work off a burst
LATE_NOTICE = timedelta(minutes=10)
LATE_LETTER = timedelta(days=3)
MANY_CAME_BACK = 20


@check(
    "work.leases",
    title=_("Leases of work"),
    measured=_("Rows that are owed and held longer than a lease, or tried as often as allowed."),
    remedy=_("See that worker and beat run: the sweeper takes back what dead workers held."),
    asks_database=True,
)
def leases() -> Outcome:
    """See that nothing stays with a worker that died, and nothing is owed that nobody tries any more."""
    late = Q(lease_until__lt=timezone.now() - LATE)
    spent = Q(attempts__gte=MAX_ATTEMPTS) & (Q(lease_until=None) | late)
    expired = exhausted = held = 0
    for rows in (Job.objects.filter(state=Job.State.OWED), Notice.objects.filter(state=Notice.State.OWED)):
        found = rows.aggregate(
            late=Count("pk", filter=late),
            spent=Count("pk", filter=spent),
            held=Count("pk", filter=Q(lease_until__isnull=False)),
        )
        expired, exhausted, held = expired + found["late"], exhausted + found["spent"], held + found["held"]
    if expired or exhausted:
        words = _("Leases that ran out: %(expired)d; owed, but tried as often as allowed: %(exhausted)d.")
        return wrong(words, expired=expired, exhausted=exhausted)
    return well(_("No lease has run out; held now: %(held)d."), held=held)


@check(
    "work.jobs",
    title=_("Work owed to tasks"),
    measured=_("Jobs that failed, and how long ago the oldest one due became due."),
    remedy=_("Run: manage.py owed_work. It names kinds and errors; then: manage.py owed_work --again KIND"),
    asks_database=True,
)
def jobs() -> Outcome:
    """See that jobs are done soon and none was given up."""
    now = timezone.now()
    failed = Job.objects.filter(state=Job.State.FAILED).count()
    due = Job.objects.filter(state=Job.State.OWED, not_before__lte=now).aggregate(
        count=Count("pk"), oldest=Min("not_before")
    )
    minutes = int((now - due["oldest"]).total_seconds() // 60) if due["oldest"] else 0
    seen = {"failed": failed, "due": due["count"], "minutes": minutes}
    words = _("Jobs given up: %(failed)d; due: %(due)d, the oldest for %(minutes)d min.")
    if due["oldest"] and now - due["oldest"] > LATE:
        return wrong(words, **seen)
    return look(words, **seen) if failed else well(words, **seen)


@check(
    "work.notices",
    title=_("Messages to people"),
    measured=_(
        "Notices owed for more than ten minutes, undelivered, perhaps sent; letters owed for more than three days."
    ),
    remedy=_(
        "See that worker, mail and SMS work; then decide on the pages “Undelivered” and “Letters to print” of the desk."
    ),
    asks_database=True,
)
def notices() -> Outcome:
    """See that people are told; nothing is said of whom, or of what."""
    now = timezone.now()
    owed = Notice.objects.filter(state=Notice.State.OWED)
    unsent = owed.filter(not_before__lt=now - LATE_NOTICE).exclude(channel=Notice.Channel.POST).count()
    letters = owed.filter(not_before__lt=now - LATE_LETTER, channel=Notice.Channel.POST).count()
    lost = (
        undelivered()
        .order_by()
        .aggregate(
            undelivered=Count("pk", filter=Q(state=Notice.State.UNDELIVERED)),
            perhaps=Count("pk", filter=Q(state=Notice.State.PERHAPS_SENT)),
        )
    )
    words = _(
        "Not sent in time: %(unsent)d; not delivered: %(undelivered)d; perhaps sent: %(perhaps)d; letters to print: %(letters)d."
    )
    state = wrong if unsent else look if any(lost.values()) or letters else well
    return state(words, unsent=unsent, letters=letters, **lost)


@check(
    "work.came_back",
    title=_("E-mails that came back"),
    measured=_("E-mails that came back in the last seven days, for good and for now."),
    remedy=_(
        "Many at once mean that our mail server is refused: see its log and the list “Undelivered” of the desk. "
        "Where people gave wrong addresses, write to them by post."
    ),
    asks_database=True,
)
def came_back() -> Outcome:
    """See that few e-mails come back, and that we would learn of it."""
    if not settings.BOUNCE_DOMAIN:
        words = _("Nobody tells us when an e-mail comes back.")
        return not_set_up(words, do=_("Set COURTCASE_BOUNCE_DOMAIN and the mail server: docs/operations.md says how."))
    lately = Bounce.objects.filter(noted_at__gte=timezone.now() - timedelta(days=7))
    counted = lately.aggregate(
        final=Count("notice", filter=Q(is_final=True), distinct=True), late=Count("pk", filter=Q(is_final=False))
    )
    words = _("Came back for good: %(final)d; could not be delivered yet: %(late)d.")
    return (look if counted["final"] >= MANY_CAME_BACK else well)(words, **counted)


@check(
    "work.daily",
    title=_("The day's work"),
    measured=_("The jobs that each day of the Court owes, for today and yesterday."),
    remedy=_("See that beat and worker run; then run: manage.py owed_work"),
    asks_database=True,
)
def daily() -> Outcome:
    """See that what a day of the Court asks for was owed and done; the first hour of a day counts with the day before."""
    now = timezone.now()
    days = [court_day(now - timedelta(days=back)).isoformat() for back in (0, 1)]
    keys = {kind: [f"daily:{kind}:{day}" for day in days] for kind in DAILY.values()}
    rows = Job.objects.filter(key__in=[key for both in keys.values() for key in both]).values_list("key", "state")
    states = dict(rows)
    settled = now.astimezone(COURT_ZONE).hour >= 1
    wanted = [both[0] if settled else both[1] for both in keys.values()]
    unowed = sum(key not in states for key in wanted)
    undone = sum(states.get(both[1], Job.State.DONE) != Job.State.DONE for both in keys.values())
    if unowed or undone:
        words = _("Kinds of daily work nobody asked for: %(unowed)d; left from yesterday: %(undone)d; in all: %(all)d.")
        return look(words, unowed=unowed, undone=undone, all=len(keys))
    return well(_("All %(all)d kinds of daily work were asked for."), all=len(keys))
