"""The cache as it should be here: in Redis while Redis answers, in this process's own memory while it does not.

Django's own lets a Redis that is away break every page that counts tries (sign-in, codes). Here the counting goes on,
each process for itself, and nobody is kept out.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
Answer = TypeVar("Answer")
# How long Redis is left alone after it did not answer: a request asks many times, and must not wait each time.
PAUSE_SECONDS = 5.0


class ForgivingCache(BaseCache):
    """Redis, and beside it the memory of this process for as long as Redis is away."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.shared = RedisCache(server, params)
        self.own = LocMemCache("while-redis-is-away", {**params, "OPTIONS": {}})
        self.away_until = 0.0

    def ask(self, question: Callable[[BaseCache], Answer]) -> Answer:
        """Put `question` to Redis, or to our own memory where Redis does not answer."""
        if time.monotonic() >= self.away_until:
            try:
                return question(self.shared)
            except (RedisError, OSError) as error:
                self.away_until = time.monotonic() + PAUSE_SECONDS
                log.warning("cache_unreachable", error=type(error).__name__, pause_seconds=PAUSE_SECONDS)
        return question(self.own)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or `default` where there is none."""
        return self.ask(lambda cache: cache.get(key, default, version))

    def add(self, key: Any, value: Any, *arguments: Any, **keywords: Any) -> bool:
        """Keep the value unless there is one; say whether it was kept."""
        return self.ask(lambda cache: cache.add(key, value, *arguments, **keywords))

    def set(self, key: Any, value: Any, *arguments: Any, **keywords: Any) -> None:
        """Keep the value."""
        self.ask(lambda cache: cache.set(key, value, *arguments, **keywords))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Return the value increased by `delta`; raises ValueError where there is none."""
        return self.ask(lambda cache: cache.incr(key, delta, version))

    def touch(self, key: Any, *arguments: Any, **keywords: Any) -> bool:
        """Keep the value for longer; say whether there is one."""
        return self.ask(lambda cache: cache.touch(key, *arguments, **keywords))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget the value; say whether there was one."""
        return self.ask(lambda cache: cache.delete(key, version))

    def clear(self) -> None:
        """Forget everything."""
        self.ask(lambda cache: cache.clear())
