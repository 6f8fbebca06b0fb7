"""Pages of notices: what an account was told, what did not arrive, what is to be printed, and the kept mail of demo."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courtcase.notices import queries
from courtcase.notices.decisions import mark_delivered, mark_printed, mark_read, send_again
from courtcase.notices.models import KeptMail, Notice
from courtcase.notices.sending import opened_address
from courtcase.notices.texts import Text
from courtcase.notices.texts import render as render_notice
from courtcase.operations import OperationError
from courtcase.people.permissions import public, requires
from courtcase.register.operations import record_read

log = structlog.get_logger(__name__)
PER_PAGE = 25


@dataclass(frozen=True)
class Told:
    """A notice beside its text; `text` is None when it can no longer be rendered."""

    notice: Notice
    text: Text | None


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """Return the page of `rows` the query string asks for, the nearest one when it asks for nonsense."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def told(notice: Notice) -> Told:
    """Return the notice with its text; a room whose template fails must not take the whole list with it."""
    try:
        return Told(notice, render_notice(notice))
    except Exception:
        log.exception("notice_not_rendered", notice_event=notice.event, id=notice.pk)
        return Told(notice, None)


@require_safe
@requires("notice.mine")
def mine(request: HttpRequest) -> HttpResponse:
    """Show the account what it was told on this site."""
    account = request.actor.account  # type: ignore[attr-defined]
    if account is None:
        raise Http404
    page = page_of(request, queries.told_on_site(account, timezone.now()))
    return render(request, "notices/mine.html", {"page": page, "told": [told(notice) for notice in page]})


@require_POST
@requires("notice.mine")
def read_all(request: HttpRequest) -> HttpResponse:
    """Note that the account has read what it was told."""
    mark_read(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return redirect_after_post("notices:mine")


@require_safe
@requires("notice.undelivered")
def undelivered(request: HttpRequest) -> HttpResponse:
    """Show what did not arrive, or perhaps did not, for a person to decide."""
    return render(request, "notices/undelivered.html", {"page": page_of(request, queries.undelivered())})


@require_safe
@requires("notice.print_queue")
def print_queue(request: HttpRequest) -> HttpResponse:
    """Show the letters to print and hand over."""
    return render(request, "notices/print_queue.html", {"page": page_of(request, queries.to_print(timezone.now()))})


@require_safe
@requires("notice.print_queue")
def letter(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one letter as it is to be printed, with the address on it; that somebody saw it is recorded."""
    now = timezone.now()
    notice = get_object_or_404(queries.to_print(now), public_id=public_id)
    record_read(subject=notice.subject, place="notice.print_queue", actor=request.actor, at=now)  # type: ignore[attr-defined]
    address = opened_address(notice)
    name = notice.recipient.full_name if notice.recipient else address.get("name", "")
    lines = address.get("lines") or []
    lines = lines.splitlines() if isinstance(lines, str) else lines
    values = {"told": told(notice), "name": name, "lines": lines, "letter_language": notice.language}
    return render(request, "notices/letter.html", values)


@require_POST
@requires("notice.print_queue")
def printed(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note that a letter was printed and handed over."""
    return decide(request, public_id, mark_printed, done=_("Noted as printed and handed over."), then="print_queue")


@require_POST
@requires("notice.decide")
def resend(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Send a notice once more."""
    return decide(request, public_id, send_again, done=_("The notice will be sent again."), then="undelivered")


@require_POST
@requires("notice.decide")
def delivered(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note that the person was told in another way."""
    return decide(request, public_id, mark_delivered, done=_("Noted as delivered."), then="undelivered")


def decide(request: HttpRequest, public_id: uuid.UUID, operation: Any, *, done: str, then: str) -> HttpResponse:
    """Do one operation on one notice, say what came of it, and go back to the list."""
    notice = get_object_or_404(Notice, public_id=public_id)
    try:
        operation(notice=notice, actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    except OperationError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, done)
    return redirect_after_post(f"notices:{then}")


def redirect_after_post(name: str) -> HttpResponse:
    """Redirect so that the browser asks for the page by GET."""
    response = redirect(name)
    response.status_code = 303
    return response


@require_safe
@public("demo.mail")
def kept_mail(request: HttpRequest) -> HttpResponse:
    """Show the messages a demo kept instead of sending; anywhere but in a demo there is no such page."""
    if not settings.IS_DEMO:
        raise Http404
    return render(request, "notices/kept_mail.html", {"page": page_of(request, KeptMail.objects.order_by("-kept_at"))})
