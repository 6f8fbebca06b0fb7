"""The published roots: a page for people, JSON for their programs, and the proof that the register only grew."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from courtcase.frame.paging import before_of, cut
from courtcase.people.permissions import public, requires
from courtcase.register.models import DailyRoot, RecordedRead
from courtcase.register.proofs import FORMAT, HASH, consistency_proof
from courtcase.register.queries import newest_root

PAGE = 60


def roots_etag(request: HttpRequest, *args: Any, **keywords: Any) -> str:
    """Return what changes when the list does: its newest root, and the address with its page."""
    newest = newest_root()
    seen = f"{newest.day if newest else ''} {request.get_full_path()} {FORMAT}"
    return f'"{sha256(seen.encode()).hexdigest()[:32]}"'


@public("register.roots")
@require_safe
@cache_control(no_cache=True, public=True)
def roots_page(request: HttpRequest) -> HttpResponse:
    """Show the published roots, newest first, and how to check with them."""
    roots = DailyRoot.objects.order_by("-day").prefetch_related("stamps")
    before = parse_date(request.GET.get("before", "")[:10]) if is_day(request.GET.get("before", "")) else None
    found = list((roots.filter(day__lt=before) if before else roots)[: PAGE + 1])
    rows = [
        {
            "day": root.day,
            "tree_size": root.tree_size,
            "root": bytes(root.root_hash).hex(),
            "stamp": next(iter(root.stamps.all()), None),
        }
        for root in found[:PAGE]
    ]
    older = f"?before={found[PAGE - 1].day.isoformat()}" if len(found) > PAGE else ""
    return render(request, "register/roots.html", {"rows": rows, "older": older})


def is_day(word: str) -> bool:
    """Say whether a word of the address is a day of the calendar, written 2026-03-14."""
    try:
        return parse_date(word) is not None
    except ValueError:
        return False


@requires("audit.reads")
@require_safe
def reads_page(request: HttpRequest) -> HttpResponse:
    """Show the auditor who opened what of whom, newest first: numbers of subjects and accounts, never their words."""
    reads = RecordedRead.objects.select_related("subject", "account").order_by("-pk")
    before = before_of(request)
    found, following = cut(list((reads.filter(pk__lt=before) if before else reads)[: PAGE + 1]), PAGE)
    older = f"?before={following}" if following else ""
    return render(request, "register/reads.html", {"reads": found, "older": older})


@public("register.roots")
@require_safe
@cache_control(no_cache=True, public=True)
@condition(etag_func=roots_etag)
def roots_json(request: HttpRequest) -> HttpResponseBase:
    """Give out every published root, oldest first, in the form that `verify_register --roots` reads."""
    roots = [
        {
            "day": root.day.isoformat(),
            "tree_size": root.tree_size,
            "root": bytes(root.root_hash).hex(),
            "published_at": root.published_at.isoformat(),
        }
        for root in DailyRoot.objects.order_by("day")
    ]
    return JsonResponse({"format": FORMAT, "hash": HASH, "roots": roots}, json_dumps_params={"indent": 1})


@public("register.roots")
@require_safe
@cache_control(no_cache=True, public=True)
def consistency_json(request: HttpRequest, old_size: int, new_size: int) -> HttpResponse:
    """Give out the proof that the first `old_size` entries still begin the first `new_size`, both published sizes."""
    published = set(DailyRoot.objects.filter(tree_size__in=[old_size, new_size]).values_list("tree_size", flat=True))
    if old_size > new_size or not {old_size, new_size} <= published:
        return JsonResponse(
            {"title": "Name two published sizes, the smaller one first.", "status": 404},
            status=404,
            content_type="application/problem+json",
        )
    return JsonResponse(consistency_proof(old_size, new_size))
