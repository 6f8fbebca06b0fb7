from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control

from courtcase.people.permissions import public
from petitions.keeping.table import grouped, what_is_kept
from petitions.methods import get_only


@public("page.privacy")
@get_only
@cache_control(no_cache=True, public=True)
def kept(request: HttpRequest) -> HttpResponse:
    """Say of each kind of personal data what it is for, by which article, how long it is kept, who sees it, how it ends.

    Grouped by whom it concerns, each kind folded; on paper all of it stands open.
    """
    rows = what_is_kept(timezone.now(), (get_language() or "kk")[:2])
    return render(request, "petitions/keeping/kept.html", {"groups": grouped(rows)})
