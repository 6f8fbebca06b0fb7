"""The record and what guards it: seals, roots, the keys that rows were sealed with, and who may administer."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.doctor.findings import Outcome, check, look, not_set_up, well, wrong
from courtcase.keys.files import current_key, key_files
from courtcase.keys.models import DataKey
from courtcase.law.time import court_day
from courtcase.notices.queries import register_unsealed_age_seconds
from courtcase.people.queries import valid_grants
from courtcase.people.roles import Role
from courtcase.register.models import SealedEntry
from courtcase.register.queries import newest_root
from courtcase.witnesses.queries import named_without_anybody, witnesses_at

LATE_SEAL_SECONDS, LOST_SEAL_SECONDS = 120, 900
LATE_ROOT = timedelta(hours=1)  # a root is published within minutes of a day's beginning


@check(
    "register.seals",
    title=_("Sealing of the register"),
    measured=_("The age of the oldest event that has no place in the register yet."),
    remedy=_("See that beat and worker run; to seal now, run: manage.py seal_register"),
    asks_database=True,
)
def seals() -> Outcome:
    """See that events get their place soon."""
    seconds = int(register_unsealed_age_seconds())
    if seconds < LATE_SEAL_SECONDS:
        return well(_("Every event older than two minutes is sealed."))
    words = _("An event has waited for its seal for %(minutes)d min.")
    return (wrong if seconds > LOST_SEAL_SECONDS else look)(words, minutes=seconds // 60)


@check(
    "register.roots",
    title=_("Roots of the register"),
    measured=_("The day of the newest published root."),
    remedy=_("See that beat and worker run. To see that the record itself is whole, run: manage.py verify_register"),
    asks_database=True,
)
def roots() -> Outcome:
    """See that the root of each day is published."""
    today, root = court_day(timezone.now()), newest_root()
    if root is None:
        first = SealedEntry.objects.order_by("position").values_list("sealed_at", flat=True).first()
        if first is None or timezone.now() - first < timedelta(hours=1):
            return not_set_up(_("The register is new: it has no root yet."))
        return wrong(_("The register holds events, but no root was ever published."))
    if root.day < today - timedelta(days=1):
        return wrong(_("The newest root is that of %(day)s: yesterday's is missing."), day=root.day)
    if root.day < court_day(timezone.now() - LATE_ROOT):
        return look(_("The newest root is that of %(day)s: today's is late."), day=root.day)
    return well(_("The newest root is that of %(day)s, over %(size)d events."), day=root.day, size=root.tree_size)


@check(
    "register.witnesses",
    title=_("Witnesses of the register"),
    measured=_(
        "Who of COURTCASE_ROOT_WITNESSES has an e-mail address, and whether the newest root was sent and stamped."
    ),
    remedy=_(
        "Give the roles, register the institutions' officers, or name addresses outside the Court in COURTCASE_ROOT_WITNESSES."
    ),
    asks_database=True,
)
def witnesses() -> Outcome:
    """See that somebody outside keeps the roots: else whoever owns the database could rewrite all of it unseen."""
    now, root = timezone.now(), newest_root()
    count, absent = len(list(witnesses_at(now))), named_without_anybody(now)
    if not count:
        return look(_("Nobody outside keeps the roots: a rewritten register could not be told from the true one."))
    if root is not None and settings.TIMESTAMP_URL and root.published_at < now - LATE_ROOT and not root.stamps.exists():
        do = _(
            "See that COURTCASE_TIMESTAMP_URL answers, and that COURTCASE_TIMESTAMP_CERTIFICATES are those of its authority."
        )
        return look(_("The newest root, that of %(day)s, has no time stamp."), do=do, day=root.day)
    if absent:
        return look(
            _("Witnesses: %(count)d; nobody with an e-mail answers to: %(absent)s."),
            count=count,
            absent=", ".join(absent),
        )
    return well(_("Witnesses: %(count)d."), count=count)


@check(
    "keys.rows",
    title=_("Keys of what is sealed"),
    measured=_("The ids of key-encryption keys in the database beside those of the files."),
    remedy=_(
        "Bring back the file of each missing key and name it in COURTCASE_KEY_FILES; without it nobody reads what it sealed."
    ),
    asks_database=True,
)
def rows() -> Outcome:
    """See that every key a row was sealed with is still there."""
    known, used = {key.id for key in key_files()}, used_key_ids()
    if missing := sorted(used - known):
        words = _("Keys that rows were sealed with and no file holds: %(missing)s.")
        return wrong(words, missing=", ".join(missing))
    if old := used - {current_key().id}:
        do = _("Run: manage.py rotate_keys. Until it has ended, keep the older files.")
        return look(_("Rows are still sealed with older keys: %(old)s."), do=do, old=", ".join(sorted(old)))
    return well(_("Everything is sealed with the current key."))


def used_key_ids() -> set[str]:
    """Return the ids of the keys that wrap any row: one step through the index for each, however many rows there are."""
    found: set[str] = set()
    smallest = DataKey.objects.aggregate(smallest=Min("kek_id"))["smallest"]
    while smallest is not None:
        found.add(smallest)
        smallest = DataKey.objects.filter(kek_id__gt=smallest).aggregate(smallest=Min("kek_id"))["smallest"]
    return found


@check(
    "people.administrator",
    title=_("Administrator"),
    measured=_("Accounts that hold the role of administrator now."),
    remedy=_("Run: manage.py name_administrator"),
    asks_database=True,
)
def administrator() -> Outcome:
    """See that somebody can give roles."""
    count = valid_grants(timezone.now()).filter(role=Role.ADMINISTRATOR).values("account").distinct().count()
    if not count:
        return wrong(_("Nobody is administrator: nobody can give a role."))
    return well(_("Administrators: %(count)d."), count=count)
