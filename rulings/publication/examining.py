"""What the doctor asks of publication: whether the files of open data are as new as they are said to be."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.doctor.findings import Outcome, check, look, well
from rulings.access import published
from rulings.models import OpenDataKind, OpenDataSet, OpenDataState

# They are made each night: a day, and half a day for a night that went badly.
STALE_AFTER = timedelta(hours=36)


@check(
    "open_data.files",
    title=_("Files of open data"),
    measured=_("When the files of the night that are given out were begun."),
    remedy=_("See that worker and beat run; then manage.py owed_work, which names the parts that are owed."),
    asks_database=True,
)
def open_data_files() -> Outcome:
    """Say whether the files of everything published are there, and of last night."""
    ready = OpenDataSet.objects.filter(kind=OpenDataKind.NIGHTLY, state=OpenDataState.READY).order_by("-pk")
    newest = ready.values_list("begun_at", flat=True).first()
    if newest is None:
        first = published().order_by("published_at").values_list("published_at", flat=True).first()
        if first is None or timezone.now() - first < STALE_AFTER:
            return well(_("Nothing was published long enough for files to be there."))
        return look(_("Rulings are published, and no files of open data are given out."))
    if timezone.now() - newest > STALE_AFTER:
        return look(_("The newest files of open data are of %(since)s."), since=newest)
    return well(_("The newest files of open data are of %(since)s."), since=newest)
