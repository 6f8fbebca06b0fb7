"""Petitions sent on to a body with an account: whether the petitioner agreed, who reads them there, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from courtcase.law.models import Referral
from courtcase.notices.operations import owe_notices
from courtcase.people.actors import Actor
from courtcase.people.models import Account, Institution
from courtcase.people.queries import accounts_acting_for
from petitions import access
from petitions.content import open_content, open_text
from petitions.models import Forwarding, ForwardingAnswer, ForwardingConsent, Petition
from petitions.telling import to_accounts
from petitions.versions import as_told
from petitions.workflow import FORWARDABLE, State

READ, ANSWER, CONSENT = "forwarding.read", "forwarding.answer", "petition.consent_forwarding"
TO_YOU = "petition.forwarded_to_you"
# While one of these it may still be forwarded, or is: then the question of consent has a sense.
ASKED_IN = FORWARDABLE | {State.FILED, State.FORWARDED}
PAGE = 30


def body_with_accounts(kind: str, at: datetime) -> tuple[Institution | None, list[Account]]:
    """Return the institution of this kind that has people here, with them; None where none has."""
    for body in Institution.objects.filter(kind=kind, is_portal=False).order_by("pk"):
        people = [one for one in accounts_acting_for(body.pk, at) if one.email]
        if people:
            return body, people
    return None, []


def institution_of(name: str, language: str, at: datetime) -> Institution | None:
    """Return the institution with people here that the referral called `name` in `language` stands for; None for others."""
    referral = Referral.objects.filter(**{f"name_{language}": name}).first()
    return body_with_accounts(referral.code, at)[0] if referral is not None else None


def standing_forwarding(petition: Petition) -> Forwarding | None:
    """Return the forwarding that stands; None where there was none, or every body sent the petition back."""
    sent = Forwarding.objects.filter(petition=petition).exclude(answer=ForwardingAnswer.NOT_OURS)
    return sent.select_related("forwarded_by").first()


def last_forwarding(petition: Petition) -> Forwarding | None:
    """Return the last time the petition was sent on; None where it never was."""
    return petition.forwardings.select_related("forwarded_by").order_by("-pk").first()


def sent_back_by(petition: Petition) -> set[str]:
    """Return the names of the bodies that answered that the petition is not theirs."""
    back = petition.forwardings.filter(answer=ForwardingAnswer.NOT_OURS)
    return set(back.values_list("body", flat=True))


def standing_consent(petition: Petition) -> ForwardingConsent | None:
    """Return the petitioner's consent to forwarding that stands; None where there is none or it was withdrawn.

    What was ticked in the petition itself is a consent of the day of filing, as yet unsaved (its `pk` is None).
    """
    last = ForwardingConsent.objects.filter(petition=petition).order_by("-pk").first()
    if last is not None:
        return last if last.withdrawn_at is None else None
    given_at = petition.filed_at or petition.submitted_at
    if given_at is None or not open_content(petition, as_told(petition)).get("may_forward"):
        return None
    return ForwardingConsent(petition=petition, given_at=given_at)


def open_to_body(forwarding: Forwarding, petition: Petition, *, at: datetime) -> None:
    """Tell the body of a petition just forwarded, where the petitioner agreed; a consent of the petition itself is kept now."""
    consent = standing_consent(petition) if forwarding.institution_id is not None else None
    if consent is None:
        return
    if consent.pk is None:
        consent.save(force_insert=True)
    tell_body(forwarding, petition, at=at)


def tell_body(forwarding: Forwarding, petition: Petition, *, at: datetime) -> None:
    """Owe the people of the body a message that says nothing of the petition but where to read it."""
    if forwarding.institution_id is None:
        return
    people = accounts_acting_for(forwarding.institution_id, at)
    key = f"forwarding:{forwarding.pk}:{int(at.timestamp())}"
    told = to_accounts(petition=petition, accounts=people, event=TO_YOU, not_before=at, key=key)
    owe_notices([{**one, "language": one["recipient"].language} for one in told])


def inbox(actor: Actor, at: datetime, *, before: int | None) -> list[Forwarding]:
    """Return up to a page (and one more) of what was forwarded to the actor's bodies and is open to them, newest first."""
    opened = access.petitions_for(actor, READ, at).values("pk")
    found = Forwarding.objects.filter(petition__in=opened).exclude(answer=ForwardingAnswer.NOT_OURS)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.select_related("petition").order_by("-pk")[: PAGE + 1])


@dataclass(frozen=True)
class Shown:
    """A forwarding as the petitioner's page shows it; `said` are the body's words, behind the second proof."""

    body: str
    at: datetime
    answer: str
    said: str
    waits_for_consent: bool
    came_back_at: datetime | None


def shown_to_petitioner(petition: Petition, *, proven: bool, agreed: bool) -> list[Shown]:
    """Return to whom a petition was sent on, for its own people and the Apparatus, the last first."""
    return [shown_as(petition, one, proven=proven, agreed=agreed) for one in petition.forwardings.order_by("-pk")]


def shown_as(petition: Petition, sent: Forwarding, *, proven: bool, agreed: bool) -> Shown:
    """Return one forwarding as a page shows it."""
    return Shown(
        body=sent.body,
        at=sent.forwarded_at,
        answer=str(ForwardingAnswer(sent.answer).label) if sent.answer else "",
        said=open_text(petition, sent.sealed_answer) if proven and sent.sealed_answer is not None else "",
        waits_for_consent=sent.institution_id is not None and not agreed and not sent.answer,
        came_back_at=sent.answered_at if sent.answer == ForwardingAnswer.NOT_OURS else None,
    )


def consent_facts(petition: Petition, actor: Actor, at: datetime, *, proven: bool) -> dict[str, object]:
    """Return what the petitioner's page says of forwarding: what became of it, and whether consent can be given or taken."""
    may = petition.state in ASKED_IN and petition.institution_id is None and access.may(actor, CONSENT, petition, at)
    asked = may or petition.state == State.FORWARDED
    consent = standing_consent(petition) if asked else None
    return {
        "forwardings": shown_to_petitioner(petition, proven=proven, agreed=consent is not None),
        "consent": consent,
        "may_consent": may,
    }
