"""Figures for the operators: django-prometheus's own, and gauges registered by the rooms that know them."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

Measure = Callable[[], float]
gauges: dict[str, tuple[str, Measure]] = {}


def gauge(name: str, help_text: str) -> Callable[[Measure], Measure]:
    """Register the decorated function, asked at each scrape, as the gauge `courtcase_<name>`."""

    def register(measure: Measure) -> Measure:
        gauges[f"courtcase_{name}"] = (help_text, measure)
        return measure

    return register


class HouseCollector(Collector):
    """Asks every registered gauge; one that cannot be read now is left out, and the scrape goes on."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield a gauge for each registered measure that could be read."""
        for name, (help_text, measure) in sorted(gauges.items()):
            try:
                value = measure()
            except DatabaseError:
                continue
            yield GaugeMetricFamily(name, help_text, value=value)

    def describe(self) -> list[GaugeMetricFamily]:
        """Return nothing, so that registering asks no database."""
        return []


def register_collector() -> None:
    """Add the house's gauges to the process's registry, once."""
    names = REGISTRY._collector_to_names  # prometheus_client has no public question for this
    if not any(isinstance(collector, HouseCollector) for collector in names):
        REGISTRY.register(HouseCollector())


def may_scrape(request: HttpRequest) -> bool:
    """Say whether the caller holds the token, or sits on this machine and came through no proxy."""
    offered = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and hmac.compare_digest(offered.encode(), settings.METRICS_TOKEN.encode()):
        return True
    if request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded"):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with all figures in Prometheus's text form; 404 to whoever may not see them."""
    if not may_scrape(request):
        raise Http404
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
