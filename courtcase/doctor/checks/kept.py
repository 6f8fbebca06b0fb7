"""What stands longer than the table of personal data allows, where only whoever runs the machines can end it."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.backup.sets import outlived
from courtcase.doctor.findings import Outcome, check, look, not_set_up, well
from courtcase.law.keeping import over_before


@check(
    "keeping.backups",
    title=_("Backups and their term of keeping"),
    measured=_("The age of every whole set in COURTCASE_BACKUP_DIR, against the period of the kind backup."),
    remedy=_("Run: manage.py backup --by-table, each night. Copies elsewhere are removed by hand, by the same period."),
    asks_database=True,
)
def old_backups() -> Outcome:
    """See that no set outlives the period: what was destroyed by law lives on in old sets."""
    before = over_before("backup", timezone.now())
    if before is None:
        return not_set_up(
            _("No period of keeping is confirmed for backups."),
            do=_("Have two persons set it: Keeping and destroying, Periods of keeping."),
        )
    old = len(outlived(before=before, mode=settings.MODE))
    words = _("Sets older than the table allows: %(old)d.")
    return look(words, old=old) if old else well(words, old=old)


@check(
    "keeping.logs",
    title=_("Logs and their term of keeping"),
    measured=_(
        "Whether a period of the kind logs is confirmed. The application writes to standard error and keeps no file."
    ),
    remedy=_("Give journald, the container runtime or the log host the period of the table, and the mail server too."),
    asks_database=True,
)
def old_logs() -> Outcome:
    """Say by which period whoever gathers the logs must end them."""
    before = over_before("logs", timezone.now())
    if before is None:
        return not_set_up(
            _("No period of keeping is confirmed for logs."),
            do=_("Have two persons set it: Keeping and destroying, Periods of keeping."),
        )
    days = (timezone.now() - before).days
    return well(_("Logs are kept for %(days)d days by the table; whoever gathers them ends them."), days=days)
