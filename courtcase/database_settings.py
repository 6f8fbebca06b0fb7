"""Django's settings of one PostgreSQL connection; for the settings alone, so nothing of Django is imported."""

from __future__ import annotations

from collections.abc import Mapping

from environs import Env


def connection_settings(
    url: str, timeouts_ms: Mapping[str, int], *, kept_seconds: int, is_pooled: bool
) -> dict[str, object]:
    """Return the settings of a connection to `url`, kept for so many seconds, with PostgreSQL's timeouts in milliseconds.

    `is_pooled`: PgBouncer stands between and lends a session for one transaction. Then the timeouts are the role's
    (ALTER ROLE ... SET), for a session that many share takes none of its own, and a cursor of the server would be gone.
    """
    parsed: dict[str, object] = dict(Env().dj_db_url("COURTCASE_NO_SUCH_VARIABLE", url))
    parsed["ENGINE"] = "courtcase.postgresql"
    parsed["CONN_MAX_AGE"] = kept_seconds
    parsed["CONN_HEALTH_CHECKS"] = True
    options = dict(parsed.get("OPTIONS") or {})  # type: ignore[call-overload]
    options["connect_timeout"] = 3
    # A database machine that vanishes is noticed in half a minute, not after the quarter of an hour that TCP waits.
    options |= {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 4, "tcp_user_timeout": 30_000}
    if is_pooled:
        parsed["DISABLE_SERVER_SIDE_CURSORS"] = True
    else:
        options["options"] = " ".join(f"-c {name}={value}" for name, value in timeouts_ms.items())
    parsed["OPTIONS"] = options
    return parsed
