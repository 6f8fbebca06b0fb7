"""Redis: whether it answers, keeps what it holds, and never throws anything out to make room."""

from __future__ import annotations

import time
from typing import Any

import redis
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from courtcase import health
from courtcase.doctor.checks.database import drift
from courtcase.doctor.findings import NotExamined, Outcome, check, look, well, wrong

SLOW_MS = 200
FULL_PERCENT = 80


def info(section: str) -> dict[str, Any]:
    """Return a section of Redis's INFO. Raises NotExamined where no Redis is named, RedisError where none answers."""
    if not settings.REDIS_URL:
        raise NotExamined(_("This was not examined: REDIS_URL is not set."))
    with health.client() as connected:
        return dict(connected.info(section))  # type: ignore[arg-type]


@check(
    "redis.answers",
    title=_("Redis"),
    measured=_("PING, and the time to its answer."),
    remedy=_("See that Redis runs and that REDIS_URL names it. Nothing owed is lost meanwhile; it is done later."),
)
def answers() -> Outcome:
    """See that Redis answers, and how soon."""
    if not settings.REDIS_URL:
        return wrong(_("REDIS_URL is not set."))
    try:
        began = time.monotonic()
        health.check_redis()
    except redis.RedisError as error:
        return wrong(_("Redis does not answer (%(error)s)."), error=type(error).__name__)
    taken = (time.monotonic() - began) * 1000
    return (look if taken > SLOW_MS else well)(_("Redis answers in %(ms)s ms."), ms=taken)


@check(
    "redis.persistence",
    title=_("Redis keeps what it holds"),
    measured=_("INFO persistence of Redis."),
    remedy=_("Start Redis with: --appendonly yes"),
)
def persistence() -> Outcome:
    """See that Redis writes what it holds to its disk."""
    found = info("persistence")
    if not found.get("aof_enabled"):
        return look(
            _("Redis writes no append-only file: a restart forgets every wake-up, and work waits for the sweeper.")
        )
    if "err" in {found.get("aof_last_write_status"), found.get("aof_last_bgrewrite_status")}:
        full = _("See that the disk of Redis has room and can be written; its own log says more.")
        return wrong(_("Redis cannot write its append-only file."), do=full)
    return well(_("Redis writes an append-only file."))


@check(
    "redis.memory",
    title=_("Memory of Redis"),
    measured=_("INFO memory of Redis."),
    remedy=_("Start Redis with: --maxmemory-policy noeviction"),
)
def memory() -> Outcome:
    """See that a full Redis refuses rather than forgets, and is not nearly full."""
    found = info("memory")
    policy, used, most = found.get("maxmemory_policy"), found.get("used_memory", 0), found.get("maxmemory", 0)
    if policy != "noeviction":
        return wrong(_("A full Redis would throw things out (%(policy)s)."), policy=str(policy))
    if most and used * 100 >= most * FULL_PERCENT:
        more = _("Give Redis more memory: --maxmemory")
        return look(_("Redis uses %(percent)d %% of the memory it may use."), do=more, percent=used * 100 // most)
    return well(_("Redis uses %(size)s MB and throws nothing out."), size=used / 1024**2)


@check(
    "clock.redis",
    title=_("Clock of Redis"),
    measured=_("TIME of Redis beside this machine's clock."),
    remedy=_("Have both machines keep time by NTP: timedatectl set-ntp true (or chrony)."),
)
def clock() -> Outcome:
    """See that this machine and Redis agree about the time."""
    if not settings.REDIS_URL:
        raise NotExamined(_("This was not examined: REDIS_URL is not set."))
    with health.client() as connected:
        before = time.time()
        seconds, millionths = connected.time()  # type: ignore[misc]
        return drift(seconds + millionths / 1_000_000 - (before + time.time()) / 2)
