"""Where a mail provider says that an e-mail came back: signed by the secret both know, and never told what we know."""

from __future__ import annotations

import hmac
import re
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from courtcase.notices.bounces import note_bounce
from courtcase.notices.reports import report_in_json, report_of
from courtcase.people.permissions import public

SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")
SECONDS = 300


@csrf_exempt
@require_POST
@never_cache
@public("notice.come_back")
def came_back(request: HttpRequest) -> HttpResponse:
    """Take in one report, as JSON or as the mail server's message; 204 whatever it names, 403 where it is not signed."""
    if not settings.BOUNCE_SECRET or not settings.BOUNCE_DOMAIN:
        raise Http404
    raw, at = request.body, timezone.now()
    if not is_signed(raw, request.headers.get("Courtcase-Signature", ""), at=at):
        return HttpResponse(status=403)
    report = report_of(raw) if request.content_type == "message/rfc822" else report_in_json(raw)
    if report is not None:
        note_bounce(report=report, at=at)
    return HttpResponse(status=204)


def is_signed(raw: bytes, header: str, *, at: datetime) -> bool:
    """Say whether the header holds the HMAC-SHA256 over instant, full stop and body, made within five minutes of `at`."""
    found = SIGNATURE.fullmatch(header)
    if found is None or abs(int(found.group(1)) - at.timestamp()) > SECONDS:
        return False
    mark = hmac.new(settings.BOUNCE_SECRET.encode(), f"{found.group(1)}.".encode() + raw, sha256).hexdigest()
    return hmac.compare_digest(mark, found.group(2))
