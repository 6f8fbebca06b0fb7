"""Where things are kept: documents, the disks beneath, and backups."""

from __future__ import annotations

import os
import secrets
import time
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.backup.drill import newest_report
from courtcase.backup.queries import newest_set
from courtcase.doctor.findings import Outcome, State, check, found, look, not_set_up, well, wrong
from courtcase.documents.storage import INCOMING, ORPHAN_AGE
from courtcase.embedded.place import place_for

GIGABYTE = 1024**3
OLD_BACKUP_HOURS, LOST_BACKUP_HOURS = 26, 72
OLD_DRILL_DAYS = 100  # a trial each quarter
# Below either figure: gigabytes free, percent free.
LOOK_AT, WRONG_AT = (5, 15), (1, 5)


@check(
    "documents.write",
    title=_("Store of files"),
    measured=_("A file of one line is written where uploads are, and removed again."),
    remedy=_(
        "Let the account that serves own the folder documents in COURTCASE_DATA_DIR, on a disk that can be written."
    ),
)
def write() -> Outcome:
    """See that an upload could be stored."""
    folder, name = Path(settings.MEDIA_ROOT) / INCOMING, f"doctor-{secrets.token_hex(8)}"
    probe = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.write_bytes(b"written by manage.py doctor\n")
        with probe.open("rb") as file:
            os.fsync(file.fileno())
    except OSError as error:
        return wrong(_("Files cannot be stored (%(error)s)."), error=os.strerror(error.errno or 0))
    finally:
        probe.unlink(missing_ok=True)
    return well(_("Files can be stored.")) if isinstance(default_storage, FileSystemStorage) else bucket(name)


def bucket(name: str) -> Outcome:
    """Return whether a probe can be put into the bucket of files and removed again; uploads pass through the folder."""
    try:
        default_storage.delete(default_storage.save(name, ContentFile(b"written by manage.py doctor\n")))
    except OSError as error:
        do = _("See that the server of COURTCASE_S3_ENDPOINT runs; mend COURTCASE_S3_BUCKET and the keys to it.")
        cause = type(error.__cause__ or error).__name__
        return wrong(_("The bucket of files cannot be written (%(error)s)."), do=do, error=cause)
    return well(_("Files can be stored."))


@check(
    "documents.disk",
    title=_("Disk of files"),
    measured=_("statvfs of the folder of documents."),
    remedy=_("Make room on the disk of COURTCASE_DATA_DIR, or move it to a larger one."),
)
def documents_disk() -> Outcome:
    """See that files have room."""
    return room_of(Path(settings.MEDIA_ROOT))


@check(
    "database.disk",
    title=_("Disk of the database"),
    measured=_("statvfs of the database's folder, where it lies on this machine."),
    remedy=_("Make room on the disk of the database, or move it to a larger one."),
)
def database_disk() -> Outcome:
    """See that the database has room, where its disk is ours to see."""
    folder = place_for(settings.DATA_DIR).postgres_data
    if settings.IS_PRODUCTION or not folder.exists():
        do = _("Watch that disk there: a full one stops every filing.")
        return not_set_up(_("The database's disk cannot be seen from here."), do=do)
    return room_of(folder)


def room_of(path: Path) -> Outcome:
    """Return what the room on the disk of `path`, or of the nearest folder above that exists, means."""
    while not path.exists():
        path = path.parent
    disk = os.statvfs(path)
    free, total = disk.f_bavail * disk.f_frsize, max(disk.f_blocks * disk.f_frsize, 1)
    percent = free * 100 // total
    inodes = disk.f_favail * 100 // disk.f_files if disk.f_files else 100
    words = _("Free: %(free)s GB, %(percent)d %%; entries for files free: %(inodes)d %%.")
    state = State.WELL
    for (gigabytes, least), verdict in ((LOOK_AT, State.LOOK), (WRONG_AT, State.WRONG)):
        if (free < gigabytes * GIGABYTE and percent < 50) or min(percent, inodes) < least:
            state = verdict
    return found(state, words, free=free / GIGABYTE, percent=percent, inodes=inodes)


@check(
    "documents.leftovers",
    title=_("Files that belong to nothing"),
    measured=_("Temporary files of uploads that are older than two days; the store itself is not walked."),
    remedy=_("Run: manage.py sweep_documents. Beat and worker do it every day where they run."),
)
def leftovers() -> Outcome:
    """See that interrupted uploads are swept."""
    folder, before = Path(settings.MEDIA_ROOT) / INCOMING, time.time() - ORPHAN_AGE.total_seconds() - 86_400
    old = sum(path.stat().st_mtime < before for path in folder.glob("*")) if folder.is_dir() else 0
    words = _("Temporary files that nobody swept: %(old)d.")
    return look(words, old=old) if old else well(words, old=old)


@check(
    "backup",
    title=_("Backups"),
    measured=_(
        "The manifests in COURTCASE_BACKUP_DIR: the newest whole set, when it ended, when it was last read through."
    ),
    remedy=_("Run: manage.py backup, and have it run every night (cron or a timer). docs/operations.md says how."),
)
def backup() -> Outcome:
    """See that there is a backup of yesterday or today, whole, and read through not long ago."""
    newest = newest_set()
    if newest is None:
        do = _("Run: manage.py backup, and have it run every night (cron or a timer). docs/operations.md says how.")
        return (wrong if settings.IS_PRODUCTION else not_set_up)(_("There is no backup."), do=do)
    hours = int((timezone.now() - newest.finished_at).total_seconds() // 3600)
    if not newest.verified:
        again = _("Run: manage.py backup, then have it read through: manage.py check_backup. docs/backup.md says how.")
        return wrong(_("The newest backup, %(hours)d h old, is not whole."), do=again, hours=hours)
    if hours > OLD_BACKUP_HOURS:
        state = wrong if hours > LOST_BACKUP_HOURS and settings.IS_PRODUCTION else look
        return state(_("The newest backup is %(hours)d h old."), hours=hours)
    if newest.checked_at is None:
        return well(_("The newest backup is %(hours)d h old; nobody has read it through yet."), hours=hours)
    return well(
        _("The newest backup is %(hours)d h old and was read through on %(day)s."), hours=hours, day=newest.checked_at
    )


@check(
    "backup.drill",
    title=_("Restoring on trial"),
    measured=_(
        "The newest report of manage.py restore_drill in COURTCASE_BACKUP_DIR: how old it is, and what it found."
    ),
    remedy=_("Run: manage.py restore_drill, as the owner; once a quarter at least. docs/backup.md says how."),
)
def drill() -> Outcome:
    """See that somebody has tried, not long ago, whether a backup can be restored."""
    report = newest_report()
    if report is None:
        return (look if settings.IS_PRODUCTION else not_set_up)(_("No backup was ever restored on trial."))
    began = datetime.fromisoformat(report.began_at)
    if not report.whole or report.running_register_leads_there is not True:
        do = _("Read the report in the folder drills of COURTCASE_BACKUP_DIR. Take another backup and try that.")
        return wrong(_("The trial of %(day)s failed."), do=do, day=began)
    days = (timezone.now() - began).days
    words = _("A backup was restored on trial %(days)d days ago, in %(seconds)d s.")
    return (look if days > OLD_DRILL_DAYS else well)(words, days=days, seconds=int(report.seconds))
