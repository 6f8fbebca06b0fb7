"""What the texts of notices about a case are told, read when the notice is sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from courtcase.notices.models import Notice
from courtcase.notices.outcomes import NotTrueAnyMore
from courtcase.notices.registry import notice_context
from petitions.cases import open_words
from petitions.models import Case, InformationRequest, Sitting
from petitions.notices import changed_norm, petition_facts
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


@notice_context("case.norm_changed")
def norm_facts(notice: Notice) -> dict[str, Any]:
    """Return what became of a norm contested in a case, for members of the Court and for whoever takes part."""
    is_staff_copy = notice.channel == Notice.Channel.INAPP
    facts = staff_facts(notice) if is_staff_copy else participant_facts(notice)
    return facts | changed_norm(notice) | {"is_staff_copy": is_staff_copy}


@notice_context("case.recusal_decided")
@notice_context("case.rapporteur_left")
def staff_facts(notice: Notice) -> dict[str, Any]:
    """Return where a member of the Court reads the case a notice is about, and its number."""
    case = Case.objects.get(subject=notice.subject_id)
    return {"number": case.number, "staff_url": page(notice, "proceedings:case", case.public_id)}


def session_of(notice: Notice, case: Case | None, field: str) -> dict[str, Any]:
    """Return when and where the session is that a notice tells of: the one of the case that was last `field` (an instant)."""
    if case is None:
        raise NotTrueAnyMore(notice.event)
    sitting = case.sittings.exclude(**{field: None}).select_related("adjourned_to").latest(field)
    return {
        "day": sitting.day,
        "hour": sitting.starts_at,
        "place": sitting.place,
        "new_day": sitting.adjourned_to.day if sitting.adjourned_to else None,
    }


TOLD = {"summoned": "summoned_at", "adjourned": "adjourned_at"}


def of_participants(notice: Notice) -> dict[str, Any]:
    """Return what a participant is told of a session."""
    field = TOLD[notice.event.partition(".")[2]]
    case = Case.objects.get(subject=notice.subject_id)
    return participant_facts(notice) | session_of(notice, case, field)


def of_petitioners(notice: Notice) -> dict[str, Any]:
    """Return what a petitioner is told of a session."""
    facts = petition_facts(notice)
    return facts | session_of(notice, facts["case"], TOLD[notice.event.partition(".")[2]])


for told in TOLD:
    notice_context(f"case.{told}")(of_participants)
    notice_context(f"petition.{told}")(of_petitioners)


@notice_context("session.left")
@notice_context("session.adjourned")
def adjourned_facts(notice: Notice) -> dict[str, Any]:
    """Return which session was put off, for its bench, or is a judge's no longer."""
    sitting = Sitting.objects.select_related("adjourned_to").get(public_id=notice.context["sitting"])
    new_day = sitting.adjourned_to.day if sitting.adjourned_to else None
    url = page(notice, "proceedings:session", sitting.public_id)
    return {"day": sitting.day, "new_day": new_day, "staff_url": url}


def page(notice: Notice, name: str, *arguments: object) -> str:
    """Return the full address of a page in the language of the notice."""
    with override(notice.language):
        return settings.PUBLIC_ADDRESS + reverse(name, args=arguments)
