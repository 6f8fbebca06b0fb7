"""What the doctor asks of routing: whether petitions rest where no rule took them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.doctor.findings import Outcome, check, look, well
from courtcase.law.calendar import working_days_after
from courtcase.law.time import court_day
from petitions.intake.default_queue import waiting


@check(
    "routing.default_queue",
    title=_("Petitions taken by no rule"),
    measured=_("How many stand in the default queue, and since when the oldest was filed."),
    remedy=_("The head of intake gives them to clerks, and looks at the rules of routing."),
    asks_database=True,
)
def default_queue() -> Outcome:
    """Say whether a petition has stood in the default queue for more working days than it may."""
    standing = waiting()
    oldest = standing.order_by("arrived_at").values_list("arrived_at", flat=True).first()
    if oldest is None:
        return well(_("None stands in the default queue."))
    days = working_days_after(court_day(oldest), court_day(timezone.now()))
    told: dict[str, Any] = {"count": standing.count(), "days": days, "since": oldest}
    if days <= settings.DEFAULT_QUEUE_DAYS:
        return well(_("Waiting in the default queue: %(count)d, the oldest since %(since)s."), **told)
    return look(
        _("Waiting in the default queue: %(count)d, the oldest since %(since)s: %(days)d working days."), **told
    )
