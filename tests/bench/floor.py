"""The floor: the least a request or a task can do in this very server, under the same middleware."""

from __future__ import annotations

import secrets

from celery import shared_task
from django import forms
from django.core.files import uploadhandler
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from courtcase.people.permissions import public

TABLE = "bench_floor"
TEMPLATE = engines["django"].from_string("<!doctype html><title>Floor</title><p>{{ words }}</p>")

FRAMED = engines["django"].from_string('{% extends "base.html" %}{% block content %}<h1>{{ words }}</h1>{% endblock %}')


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


@require_GET
@public("health")
def framed(request: HttpRequest) -> HttpResponse:
    """Render a template that asks for nothing in the frame of every public page."""
    return HttpResponse(FRAMED.render({"words": "floor"}, request))


class UploadForm(forms.Form):
    """One file."""

    attachment = forms.FileField()


@csrf_exempt
@require_POST
@public("health")
def upload(request: HttpRequest) -> HttpResponse:
    """Store one file as Django's own handlers and storage do, and say so."""
    stock = ("MemoryFileUploadHandler", "TemporaryFileUploadHandler")
    request.upload_handlers = [getattr(uploadhandler, name)(request) for name in stock]
    return uploaded(request)


@csrf_protect
def uploaded(request: HttpRequest) -> HttpResponse:
    """Read the form after its handlers were chosen, its token too."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return HttpResponse("no", status=422)
    default_storage.save(f"bench/{secrets.token_hex(8)}", form.cleaned_data["attachment"])
    return HttpResponse("ok", content_type="text/plain")


@shared_task(name="tests.bench.empty")
def empty() -> None:
    """Do nothing."""
