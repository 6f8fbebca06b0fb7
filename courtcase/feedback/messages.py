"""What messages about reports say: gathered when one is sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from courtcase.feedback.content import opened
from courtcase.feedback.models import PageReport
from courtcase.notices.models import Notice
from courtcase.notices.outcomes import NotTrueAnyMore
from courtcase.notices.registry import notice_context


@notice_context("page_report.received")
def report_received(notice: Notice) -> dict[str, Any]:
    """Return the address of the list."""
    with override(notice.language):
        return {"list_url": settings.PUBLIC_ADDRESS + reverse("feedback:list")}


@notice_context("page_report.answered")
def report_answered(notice: Notice) -> dict[str, Any]:
    """Return page and answer; raises NotTrueAnyMore where the report was erased meanwhile."""
    report = PageReport.objects.filter(subject=notice.subject_id).select_related("data_key").first()
    if report is None:
        raise NotTrueAnyMore
    return {"page": report.page, "answer": opened(report).answer}
