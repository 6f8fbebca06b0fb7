"""What messages about requests on personal data say: gathered when one is sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from courtcase.notices.models import Notice
from courtcase.notices.registry import notice_context
from petitions.keeping.requests import said
from petitions.models import DataRequest, RequestRoad


def request_of(notice: Notice) -> DataRequest:
    """Return the request a notice is about."""
    return DataRequest.objects.select_related("data_key", "petition").get(subject=notice.subject_id)


@notice_context("data_request.asked")
def request_asked(notice: Notice) -> dict[str, Any]:
    """Return number and address of a request that waits."""
    request = request_of(notice)
    with override(notice.language):
        page = reverse("keeping:request", args=[request.public_id])
    return {"number": request.number, "page_url": settings.PUBLIC_ADDRESS + page}


@notice_context("data_request.answered")
def request_answered(notice: Notice) -> dict[str, Any]:
    """Return number and, by post, the answer itself; elsewhere the page that shows it to whoever asked."""
    request = request_of(notice)
    by_post = notice.channel == Notice.Channel.POST
    with override(notice.language):
        if request.road == RequestRoad.CODE and request.petition is not None:
            page = reverse("filing:data_requests", args=[request.petition.public_id])
        else:
            page = reverse("filing:my_requests")
    return {
        "number": request.number,
        "answer": said(request).answer if by_post else "",
        "page_url": "" if by_post else settings.PUBLIC_ADDRESS + page,
    }


@notice_context("account.unused")
def account_unused(notice: Notice) -> dict[str, Any]:
    """Return the page by which one keeps an account: the one where one signs in."""
    with override(notice.language):
        return {"page_url": settings.PUBLIC_ADDRESS + reverse("account_login")}
