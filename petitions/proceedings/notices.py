"""What the texts of notices about a case are told, read when the notice is sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from courtcase.notices.models import Notice
from courtcase.notices.registry import notice_context
from petitions.cases import open_words
from petitions.models import Case, InformationRequest
from petitions.proceedings.docket import QUESTION_PURPOSE


@notice_context("case.information_requested")
def request_facts(notice: Notice) -> dict[str, Any]:
    """Return what the letter to a body says; raises InformationRequest.DoesNotExist."""
    asked = InformationRequest.objects.select_related("case__data_key").get(public_id=notice.context["request"])
    return {
        "number": asked.case.number,
        "body": asked.body,
        "due": asked.due_on,
        "question": open_words(asked.case, asked.sealed_question, purpose=QUESTION_PURPOSE),
    }


def participant_facts(notice: Notice) -> dict[str, Any]:
    """Return what a notice to somebody who takes part in a case says: its number and where its open papers stand."""
    case = Case.objects.get(subject=notice.subject_id)
    return {"number": case.number, "case_url": page(notice, "proceedings:my_case", case.public_id)}


for event in ("case.participant_admitted", "case.paper_opened"):
    notice_context(event)(participant_facts)


def page(notice: Notice, name: str, *arguments: object) -> str:
    """Return the full address of a page in the language of the notice."""
    with override(notice.language):
        return settings.PUBLIC_ADDRESS + reverse(name, args=arguments)
