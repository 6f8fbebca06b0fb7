"""This machine: its load, its memory, what it knows of the time in Almaty, and the files that hold our secrets."""

from __future__ import annotations

import importlib.metadata
import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courtcase.doctor.findings import Outcome, State, check, found, look, not_set_up, well, wrong
from courtcase.keys.files import key_files, missing_key_files, named, other_index_files
from courtcase.law import time as law_time
from courtcase.modes import SECRET_LENGTH

BUSY_A_PROCESSOR = 2.0
LEAST_MEMORY_PERCENT = 10
MEMORY = Path("/proc/meminfo")
OLD_KEY_DAYS = 400
OTHERS_BITS = 0o007  # of a file's mode: what those may who are neither its owner nor of its group, to which it is lent
MOUNTED = Path("/run/secrets")  # what is mounted there only the processes of one container see


@check(
    "machine.load",
    title=_("Load of this machine"),
    measured=_("The load of five minutes, by processor; memory that is available."),
    remedy=_("See what runs here beside Courtcase (top), or give it more processors and memory."),
)
def load() -> Outcome:
    """See that this machine has time and memory left."""
    busy = os.getloadavg()[1] / (os.cpu_count() or 1)
    memory = available_memory_percent()
    words = _("Load for each of %(processors)d processors: %(load)s; memory available: %(memory)d %%.")
    state = State.LOOK if busy > BUSY_A_PROCESSOR or memory < LEAST_MEMORY_PERCENT else State.WELL
    return found(state, words, load=busy, processors=os.cpu_count() or 1, memory=memory)


def available_memory_percent() -> int:
    """Return the share of memory that is available; 100 where the machine does not say."""
    if not MEMORY.exists():
        return 100
    lines = dict(line.split(":", 1) for line in MEMORY.read_text(encoding="ascii").splitlines() if ":" in line)
    return int(lines["MemAvailable"].split()[0]) * 100 // int(lines["MemTotal"].split()[0])


@check(
    "machine.time_zone",
    title=_("Time in Almaty"),
    measured=_("The offset of Asia/Almaty on 29.02.2024 and 01.03.2024, from the data that is in use."),
    remedy=_("Update the tzdata of the operating system, or set PYTHONTZPATH to nothing so that our own is used."),
)
def time_zone() -> Outcome:
    """See that a legal day is the right one: the zone moved from +06:00 to +05:00 on 1 March 2024."""
    wanted = [timedelta(hours=6), timedelta(hours=5)]
    days = [datetime(2024, 2, 29, 12, tzinfo=law_time.COURT_ZONE), datetime(2024, 3, 1, 12, tzinfo=law_time.COURT_ZONE)]
    version = importlib.metadata.version("tzdata")
    if [day.utcoffset() for day in days] != wanted:
        return wrong(_("The zone's data is older than 1 March 2024: legal days would be counted wrongly."))
    return well(_("Almaty is at +05:00 since 1 March 2024; our own tzdata is %(version)s."), version=version)


@check(
    "keys.files",
    title=_("Key files"),
    measured=_(
        "The files named by COURTCASE_KEY_FILES and COURTCASE_INDEX_KEY_FILE: content, mode, age of the current one."
    ),
    remedy=_(
        "Run: manage.py check. It names each file and what is wrong with it; bring back the right one from safekeeping."
    ),
)
def files() -> Outcome:
    """See that the key files are there, ours alone, and not too old."""
    if faults := missing_key_files():
        return wrong(
            _("Key files that cannot be used: %(faults)d. What they sealed cannot be read."), faults=len(faults)
        )
    key_files()
    paths = key_paths()
    if loose := sum(is_open_to_others(path) for path in paths):
        do = _("Run on each: chmod o= (what bin/make-secrets makes is right already).")
        return look(_("Key files that others on this machine may read: %(loose)d."), do=do, loose=loose)
    days = int(time.time() - paths[0].stat().st_mtime) // 86_400
    if days > OLD_KEY_DAYS:
        do = _("Make a new key, name it first in COURTCASE_KEY_FILES, and run: manage.py rotate_keys")
        return look(_("The current key is %(days)d d old."), do=do, days=days)
    return well(
        _("All %(count)d key files can be used; the current key is %(days)d d old."), count=len(paths), days=days
    )


def is_open_to_others(path: Path) -> bool:
    """Say whether others on this machine than owner and group may do anything with a key file."""
    return path.parent != MOUNTED and path.exists() and bool(path.stat().st_mode & OTHERS_BITS)


def key_paths() -> list[Path]:
    """Return the paths of the key files in use, the current one first, that of blind indexes last."""
    made = settings.DATA_DIR / "keys"
    paths = [named(entry)[1] for entry in settings.KEY_FILES] or [made / "kek-1.key"]
    index = Path(settings.INDEX_KEY_FILE) if settings.INDEX_KEY_FILE else made / "index.key"
    return [*paths, index, *map(Path, other_index_files())]


@check(
    "secret",
    title=_("Secret of sessions"),
    measured=_("Length of COURTCASE_SECRET_KEY, and whether it is a well-known one."),
    remedy=_(
        "Set COURTCASE_SECRET_KEY (or COURTCASE_SECRET_KEY_FILE) to 50 random characters; everybody signs in anew."
    ),
)
def secret() -> Outcome:
    """See that sessions and links are signed with a secret that is one."""
    is_known = settings.SECRET_KEY.startswith("not-secret")
    if is_known and not settings.IS_PRODUCTION:
        return not_set_up(_("The secret is a well-known one, which is right outside production alone."))
    if is_known or len(settings.SECRET_KEY) < SECRET_LENGTH:
        return wrong(_("The secret is too short or well known: sessions could be forged."))
    return well(_("The secret is long enough."))


@check(
    "headers.https",
    title=_("Browsers keep to https"),
    measured=_("For how long, and for which hosts, browsers are told so (HSTS)."),
    remedy=_("Where every host under the site's name speaks https: COURTCASE_HSTS_SUBDOMAINS=true, and restart."),
)
def https() -> Outcome:
    """Say whether hosts under the site's name are bound as well: the domain's owner decides, and should know."""
    days = settings.SECURE_HSTS_SECONDS // 86_400
    if not days:
        return not_set_up(_("Browsers are told nothing, which is right outside production alone."))
    if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS:
        return well(_("Browsers keep to https for %(days)d d, for this host and all hosts under it."), days=days)
    return not_set_up(_("Browsers keep to https for %(days)d d, for this host alone."), days=days)
