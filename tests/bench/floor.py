"""The floor: the least a request or a task can do in this very server, under the same middleware."""

from __future__ import annotations

from celery import shared_task
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.views.decorators.http import require_GET, require_POST

from courtcase.people.permissions import public

TABLE = "bench_floor"
TEMPLATE = engines["django"].from_string("<!doctype html><title>Floor</title><p>{{ words }}</p>")


@require_POST
@public("health")
def row(request: HttpRequest) -> HttpResponse:
    """Insert one row and say so."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (words) VALUES (%s)", ["floor"])  # noqa: S608 - a constant
    return HttpResponse("ok", content_type="text/plain")


@require_GET
@public("health")
def page(request: HttpRequest) -> HttpResponse:
    """Render a template that asks for nothing."""
    return HttpResponse(TEMPLATE.render({"words": "floor"}, request))


@shared_task(name="tests.bench.empty")
def empty() -> None:
    """Do nothing."""
