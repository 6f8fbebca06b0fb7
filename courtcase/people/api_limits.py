"""How many requests a minute the API takes: of an address before anybody is known, and of a token once it is.

Counted in Redis by one script, so that any number of processes count together. While Redis does not answer nobody is
counted and nobody is kept out: a petition that cannot be filed in time is worse than a program that asks too often.
"""

from __future__ import annotations

import functools
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import redis
import structlog
from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from redis.commands.core import Script
from redis.exceptions import RedisError
from rest_framework.exceptions import Throttled

from courtcase.frame.problem_titles import title_of
from courtcase.people.requests import reader_address

log = structlog.get_logger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]
WINDOW_SECONDS = 60
TIMEOUT_SECONDS = 0.25
# How long Redis is left alone after it did not answer, so that a request is not kept waiting each time.
PAUSE_SECONDS = 5.0
COUNT = """
local used = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[1])
    left = tonumber(ARGV[1])
end
return {used, left}
"""
away = {"until": 0.0}


@dataclass(frozen=True)
class Allowance:
    """What somebody may still ask: the limit of a minute, how much of it is left, and in how many seconds it begins anew."""

    limit: int
    used: int
    reset: int

    @property
    def is_over(self) -> bool:
        """Say whether this request is one too many."""
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        """Return the header fields by which a program learns of it."""
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.reset),
        }
        return {**told, "Retry-After": str(self.reset)} if self.is_over else told


@functools.lru_cache(maxsize=2)
def script_of(url: str) -> Script:
    """Return the counting script, bound to a client that gives up quickly and that the process keeps."""
    client = redis.Redis.from_url(url, socket_connect_timeout=TIMEOUT_SECONDS, socket_timeout=TIMEOUT_SECONDS)
    return client.register_script(COUNT)


def counted(what: str, who: str, limit: int) -> Allowance | None:
    """Count one request of `who` against `limit` a minute; None where there is no limit, or Redis does not answer."""
    if limit <= 0 or not settings.REDIS_URL or time.monotonic() < away["until"]:
        return None
    key = f"api:{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    try:
        answer: Any = script_of(settings.REDIS_URL)(keys=[key], args=[WINDOW_SECONDS * 1000])
    except (RedisError, OSError) as error:
        away["until"] = time.monotonic() + PAUSE_SECONDS
        log.warning("requests_not_counted", error=type(error).__name__, pause_seconds=PAUSE_SECONDS)
        return None
    return Allowance(limit=limit, used=int(answer[0]), reset=-(-int(answer[1]) // 1000))


def count_token(request: HttpRequest, digest: bytes) -> None:
    """Count a request that came with the token of this digest. Raises Throttled for one too many."""
    allowance = counted("token", digest.hex(), settings.API_TOKEN_LIMIT)
    if allowance is None:
        return
    request.api_allowance = allowance  # type: ignore[attr-defined]
    if allowance.is_over:
        raise Throttled(detail=words_of(allowance))


def words_of(allowance: Allowance) -> str:
    """Return the sentence that refuses a request, in the active language."""
    return _("More than %(limit)s requests in a minute. Ask again in %(seconds)s seconds.") % {
        "limit": allowance.limit,
        "seconds": allowance.reset,
    }


class ApiLimitMiddleware:
    """Count every request to the API by its address before anything else is done, and tell programs what is left."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        allowance = counted("address", reader_address(request), settings.API_ADDRESS_LIMIT)
        is_over = allowance is not None and allowance.is_over
        response = refusal(allowance) if allowance and is_over else self.get_response(request)
        told: Allowance | None = getattr(request, "api_allowance", None) or allowance
        for name, value in (told.headers if told else {}).items():
            response[name] = value
        return response


def refusal(allowance: Allowance) -> HttpResponseBase:
    """Return the problem that an address is told which asks too often."""
    error = {"field": None, "code": "throttled", "detail": words_of(allowance)}
    problem = {
        "type": "about:blank",
        "title": title_of(429),
        "status": 429,
        "detail": error["detail"],
        "errors": [error],
    }
    return JsonResponse(problem, status=429, content_type="application/problem+json")
