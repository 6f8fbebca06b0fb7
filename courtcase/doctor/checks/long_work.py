"""Long changes of data: how far each is, in rows."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.doctor.findings import Listed, Outcome, check, look, well
from courtcase.long_work.queries import Standing, standing

STILL = timedelta(minutes=10)


@check(
    "work.long",
    title=_("Long changes of data"),
    measured=_("Of each: rows done of how many, rows that could not be done, and whether a worker goes on with it."),
    remedy=_("Run: manage.py long_work. It names each; with a name it does that one to its end."),
    asks_database=True,
)
def long_work() -> Outcome:
    """See that what a release makes anew is made, or goes on."""
    all_works = list(standing())
    failed = sum(one.failed for one in all_works)
    under_way = [one for one in all_works if not one.is_finished]
    if not under_way:
        words = _("All %(all)d are finished; rows that could not be done: %(failed)d.")
        return (look if failed else well)(words, all=len(all_works), failed=failed)
    rows = Listed(tuple((one.work.title, one.looked_at) for one in under_way))
    total, still = sum(one.total for one in under_way), any(map(stands_still, under_way))
    words = _("Under way: %(rows)s, of %(total)d rows in all; could not be done: %(failed)d.")
    return (look if still or failed else well)(words, rows=rows, total=total, failed=failed)


def stands_still(one: Standing) -> bool:
    """Say whether nobody goes on with a work that is not finished, or its last piece was stopped by an error."""
    return bool(one.error) or one.touched_at is None or timezone.now() - one.touched_at > STILL
