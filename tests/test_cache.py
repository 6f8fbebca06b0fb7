"""A Redis that is away is missed by nobody."""

from __future__ import annotations

import pytest

from courtcase import cache as room
from courtcase.cache import ForgivingCache
from tests.workers import free_port


def away() -> ForgivingCache:
    """Return a cache whose Redis is not there."""
    cache = ForgivingCache(f"redis://127.0.0.1:{free_port()}/0", {"OPTIONS": {"socket_connect_timeout": 0.2}})
    cache.clear()
    return cache


class TestAway:
    def test_keeps_in_its_own_memory(self) -> None:
        cache = away()
        assert cache.add("tries", 0, timeout=60)
        assert not cache.add("tries", 5, timeout=60)
        assert cache.incr("tries") == 1
        cache.set("other", "word", timeout=60)
        assert cache.get_many(["tries", "other", "none"]) == {"tries": 1, "other": "word"}
        assert cache.delete("other")
        assert cache.get("other", "nothing") == "nothing"
        with pytest.raises(ValueError, match="none"):
            cache.incr("none")

    def test_does_not_ask_again_at_once(self) -> None:
        cache = away()
        asked_at = cache.away_until
        cache.get("anything")
        assert cache.away_until == asked_at

    def test_comes_back(self, settings: object) -> None:
        cache = ForgivingCache(settings.REDIS_URL, {})  # type: ignore[attr-defined]
        cache.away_until = room.time.monotonic() + 60
        cache.set("test:comes-back", 1, timeout=60)
        cache.away_until = 0.0
        assert cache.get("test:comes-back") is None
