"""What the texts of petitions' notices are told: numbers, dates and addresses, read when the notice is sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import override

from courtcase.law.models import Ground
from courtcase.law.queries import cite, nearest_due
from courtcase.law.references import article_in
from courtcase.law.time import COURT_ZONE, court_day
from courtcase.notices.models import Notice
from courtcase.notices.outcomes import NotTrueAnyMore
from courtcase.notices.registry import notice_context
from courtcase.notices.sending import address_of
from courtcase.people.actors import Actor
from petitions.content import open_text
from petitions.filing.operations.first_message import claim_message
from petitions.filing.papers import verification_page
from petitions.filing.receipts import ahead_of, contents_of, public_reference
from petitions.forwarding import TO_YOU, last_forwarding
from petitions.models import Letter, NormAlarm, Petition
from petitions.own_codes import own_code_of
from petitions.own_numbers import suspended_case_of
from petitions.terms import INTERNAL_TERMS, open_due
from petitions.workflow import UNFILED, WITHDRAWABLE, State
from petitions.writers import REPRESENTING

TELLING_EVENTS = (
    "petition.submitted",
    "petition.filed",
    "petition.registered",
    "petition.assigned",
    "petition.handed_over",
    "petition.given_back",
    "petition.taken_back",
    "petition.danger_raised",
    "petition.returned",
    "petition.return_objected",
    "petition.standing_undone",
    "petition.cure_submitted",
    "petition.cured",
    "petition.cure_lapsed",
    "petition.decision_demanded",
    "petition.return_upheld",
    "petition.return_overturned",
    "petition.passed_to_chair",
    "petition.study_begun",
    "petition.study_left",
    "petition.refused",
    "petition.accepted",
    "petition.decided",
    "petition.joined",
    "petition.severed",
    "petition.term_extended",
    "petition.suspended",
    "petition.resumed",
    "petition.terminated",
    "petition.forwarded",
    "petition.forwarding_taken",
    "petition.forwarding_not_ours",
    "petition.withdrawn",
    "petition.signed_in_part",
    "petition.petitioner_withdrew",
    "petition.answer_published",
    "petition.norm_fell",
    "petition.norm_changed",
    "petition.term_ends",
    "petition.term_near",
    "petition.term_ran_out",
    "petition.address_changed",
    "petition.code_reissued",
)


APPROVAL_EVENTS = (
    "petition.approval_asked",
    "petition.filing_approved",
    "petition.sent_back",
    "petition.approval_voided",
)


def petition_facts(notice: Notice) -> dict[str, Any]:
    """Return what every notice about a petition may say; raises Petition.DoesNotExist."""
    petition = Petition.objects.select_related("data_key", "subject", "case").get(subject=notice.subject_id)
    last_return = petition.returns.order_by("-pk").first()
    answer = petition.answers.order_by("-pk").first()
    forwarding = last_forwarding(petition)
    return {
        "petition": petition,
        "number": petition.register_number or "",
        "filed_on": petition.filed_on,
        "is_staff_copy": is_of_staff(notice),
        "is_represented": is_to_representative(notice, petition),
        "cure_until": open_due(petition.subject, "cure"),
        "screening_until": open_due(petition.subject, "screening"),
        "study_until": open_due(petition.subject, "study"),
        "ends_on": nearest_due(petition.subject, without=() if is_of_staff(notice) else INTERNAL_TERMS),
        "grounds": [ground_words(one, notice.language) for one in last_return.grounds.all()] if last_return else [],
        "explanation": open_text(petition, last_return.sealed_explanation) if last_return else "",
        "letter": letter_carried_by(notice, petition),
        "case": petition.case,
        "answer": answer,
        "answer_url": address(answer.public_path, notice.language) if answer and answer.public_path else "",
        "body": forwarding.body if forwarding else "",
        "suspended_case": "" if notice.channel == Notice.Channel.INAPP else suspended_case_of(petition),
        "tracking_url": tracking_address(petition, notice.language, by_code=bool(notice.context.get("petitioner"))),
        "is_helper": bool(notice.context.get("helper")),
        "own_code": own_code_of(petition, notice.context.get("petitioner", "")),
        "staff_url": staff_address(petition, notice.language),
    }


def is_of_staff(notice: Notice) -> bool:
    """Say whether a notice is read within the Court: only its members are told on the site."""
    return bool(notice.channel == Notice.Channel.INAPP)


def is_to_representative(notice: Notice, petition: Petition) -> bool:
    """Say whether a notice goes to the account of whoever represents the petitioner, who may represent others besides."""
    own = notice.recipient_id is not None and notice.recipient_id == petition.account_id
    return own and petition.writer in REPRESENTING and not is_of_staff(notice)


def letter_carried_by(notice: Notice, petition: Petition) -> str:
    """Return the words of the letter a notice carries; the empty string where it carries none."""
    letter = Letter.objects.filter(deliveries__notice=notice).only("sealed_text").first()
    return open_text(petition, letter.sealed_text) if letter is not None else ""


def ground_words(ground: Ground, language: str) -> dict[str, Any]:
    """Return what a letter says of a ground of return: its text, its article, how to cure it and where to go instead."""
    told = {name: getattr(ground, f"{name}_{language}") for name in ("text", "cure", "elsewhere")}
    return {**told, "article": article_in(ground.article, language), "confirmed": ground.citable}


def address(path: str, language: str) -> str:
    """Return the full address of a public path (without language prefix) in `language`."""
    return f"{settings.PUBLIC_ADDRESS}/{language}{path}"


def tracking_address(petition: Petition, language: str, *, by_code: bool = False) -> str:
    """Return where a petitioner follows the petition: the account's page, or the page that asks for the code."""
    with override(language):
        if petition.account_id and not petition.portal_id and not by_code:
            return settings.PUBLIC_ADDRESS + reverse("filing:follow", args=[petition.public_id])
        return settings.PUBLIC_ADDRESS + reverse("filing:track")


def staff_address(petition: Petition, language: str) -> str:
    """Return where a member of the Court reads the petition."""
    with override(language):
        return settings.PUBLIC_ADDRESS + reverse("intake:petition", args=[petition.public_id])


def filed_facts(notice: Notice) -> dict[str, Any]:
    """Return what the notice of filing says: it is the receipt, for those who read letters and not pages."""
    facts = petition_facts(notice)
    petition = facts["petition"]
    return facts | {
        "received": localtime(petition.filed_at, COURT_ZONE) if petition.filed_at else None,
        "reference": public_reference(petition),
        "contents": contents_of(petition),
        "ahead": ahead_of(petition, at=notice.created_at),
        "verification_url": verification_page(notice.language),
    }


def fallen_facts(notice: Notice) -> dict[str, Any]:
    """Return what the letter says when a norm fell: which, by which ruling, and whether there is an own case to review."""
    facts = petition_facts(notice)
    petition = facts["petition"]
    told = petition.later_decisions.get(ruling_uuid=notice.context["ruling"])
    return facts | {
        "decision": told,
        "plain": told.plain_words.get(notice.language, []),
        "norm": cite(told.provision, notice.language),
        "decision_url": address(told.public_path, notice.language),
        "has_own_case": petition.own_case_day is not None,
        "is_office": petition.institution_id is not None,
    }


def changed_facts(notice: Notice) -> dict[str, Any]:
    """Return what is said when something became of a contested norm: which, what, by what, and what can be done now."""
    facts = petition_facts(notice)
    petition = facts["petition"]
    told = changed_norm(notice)
    return facts | told | {"is_in_case": petition.case_id is not None, "may_withdraw": petition.state in WITHDRAWABLE}


def changed_norm(notice: Notice) -> dict[str, Any]:
    """Return what became of a norm as the alarm says it that a notice names; raises NotTrueAnyMore where none is named."""
    found = NormAlarm.objects.filter(pk=notice.context.get("alarm"))
    alarm = found.select_related("provision__act", "provision__parent__parent__parent__parent").first()
    if alarm is None:
        raise NotTrueAnyMore(notice.event)
    norm = cite(alarm.provision, notice.language)
    return {"norm": norm, "change": alarm.change, "by": alarm.by, "since": alarm.day}


def unfiled_facts(notice: Notice) -> dict[str, Any]:
    """Return what a notice says that may go to an address only written down; raises NotTrueAnyMore where that had its one.

    What is filed is signed: from then on whoever petitions is written to as the petition says. An institution is known by
    its account or its program's token.
    """
    facts = petition_facts(notice)
    petition, channel = facts["petition"], notice.channel
    is_known = notice.recipient_id is not None or petition.institution_id is not None
    if petition.filed_at is not None or is_known or channel not in BY_WIRE:
        return facts
    claimed = claim_message(
        petition=petition,
        channel=channel,
        address=address_of(notice),
        key=notice.key,
        actor=Actor.system("notices"),
        at=timezone.now(),
    )
    if not claimed:
        raise NotTrueAnyMore(notice.event)
    return facts


BY_WIRE = (Notice.Channel.EMAIL, Notice.Channel.SMS)
OTHERWISE = {
    "petition.filed": filed_facts,
    "petition.norm_fell": fallen_facts,
    "petition.norm_changed": changed_facts,
    **dict.fromkeys(("petition.submitted", "petition.withdrawn", "petition.petitioner_withdrew"), unfiled_facts),
}
for event in TELLING_EVENTS:
    notice_context(event)(OTHERWISE.get(event, petition_facts))


@notice_context("petition.year_ends")
def year_facts(notice: Notice) -> dict[str, Any]:
    """Return the last day to file a petition that is still written; raises NotTrueAnyMore where that is not so now."""
    petition = Petition.objects.get(subject=notice.subject_id)
    term = petition.year_term
    if petition.state not in UNFILED or term is None or term.earliest < court_day(timezone.now()):
        raise NotTrueAnyMore(notice.event)
    told = {"term": term, "is_of_another": petition.is_of_another, "is_helper": bool(notice.context.get("helper"))}
    return {**told, "tracking_url": tracking_address(petition, notice.language)}


def approval_facts(notice: Notice) -> dict[str, Any]:
    """Return what a notice about the head's approval says: where it is asked and given, and the last remark of the head."""
    petition = Petition.objects.select_related("data_key").get(subject=notice.subject_id)
    last = petition.approvals.order_by("-pk").first()
    with override(notice.language):
        page = reverse("filing:approval", args=[petition.public_id])
    return {
        "petition": petition,
        "remark": open_text(petition, last.sealed_remark) if last else "",
        "approval_url": settings.PUBLIC_ADDRESS + page,
    }


for event in APPROVAL_EVENTS:
    notice_context(event)(approval_facts)


@notice_context("petition.danger_forwarded")
def danger_facts(notice: Notice) -> dict[str, Any]:
    """Return the letter to the prosecutor, or where the office's people read the petition; nothing of the petition else."""
    petition = Petition.objects.select_related("data_key").get(subject=notice.subject_id)
    with override(notice.language):
        page = reverse("intake:forwarded", args=[petition.public_id])
    return {"letter": letter_carried_by(notice, petition), "forwarded_url": settings.PUBLIC_ADDRESS + page}


@notice_context(TO_YOU)
def forwarded_facts(notice: Notice) -> dict[str, Any]:
    """Return where the people of a body read what was forwarded to them; nothing of the petition else."""
    petition = Petition.objects.get(subject=notice.subject_id)
    with override(notice.language):
        page = reverse("filing:forwarded_to_us", args=[petition.public_id])
    return {"forwarded_url": settings.PUBLIC_ADDRESS + page}


@notice_context("session.called")
def session_facts(notice: Notice) -> dict[str, Any]:
    """Return the day of a called session and where the judge reads its agenda."""
    with override(notice.language):
        page = reverse("proceedings:session", args=[notice.context["sitting"]])
    return {"day": date.fromisoformat(notice.context["day"]), "staff_url": settings.PUBLIC_ADDRESS + page}


@notice_context("case.rapporteurs_named")
def case_facts(notice: Notice) -> dict[str, Any]:
    """Return where a judge-rapporteur reads the case."""
    with override(notice.language):
        page = reverse("proceedings:case", args=[notice.context["case"]])
    return {"staff_url": settings.PUBLIC_ADDRESS + page}


@notice_context("petition.draft_ends")
def draft_that_ends(notice: Notice) -> dict[str, Any]:
    """Return where a draft is found that will be erased; raises NotTrueAnyMore where it was filed or saved meanwhile."""
    petition = Petition.objects.get(subject=notice.subject_id)
    saved_at = petition.versions.aggregate(last=Max("saved_at"))["last"]
    if petition.state != State.DRAFT or saved_at is None or saved_at > notice.created_at:
        raise NotTrueAnyMore
    return {"tracking_url": tracking_address(petition, notice.language)}
