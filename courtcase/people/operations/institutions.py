"""Institutions and the officers who act for them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.people.models import Institution, OfferOutcome, OfficerOffer, RoleGrant
from courtcase.people.models.officer_offer import OFFER_STANDS
from courtcase.people.operations.grants import end_grant, write_grant
from courtcase.people.permissions import ensure
from courtcase.people.plain_text import squeezed
from courtcase.people.queries import institutions_headed_by, valid_grants
from courtcase.people.roles import Role
from courtcase.register.operations import open_subject, record

if TYPE_CHECKING:
    from courtcase.register.models import Subject


@operation
def create_institution(
    *,
    name_kk: str,
    name_ru: str,
    name_en: str,
    kind: str,
    actor: Actor,
    at: datetime,
    address: str = "",
    bin: str = "",  # noqa: A002
    synthetic: bool = False,
) -> Institution:
    """Create an institution; `kind` is the code of a petitioner kind. Raises NotAllowed, OperationError(field="name_kk")."""
    ensure(actor, "administration.roles", at)
    names = {"name_kk": squeezed(name_kk), "name_ru": squeezed(name_ru), "name_en": squeezed(name_en)}
    for field, name in names.items():
        if not name or len(name) > 255:
            raise OperationError(_("Write the name in each language."), field=field, code="required")
    subject = open_subject(kind="institution", at=at)
    facts = {"kind": kind, "address": address, "bin": bin, "created_at": at, "synthetic": synthetic}
    institution = Institution(subject=subject, **names, **facts)
    institution.save(force_insert=True)
    record(subject=subject, event="institution.created", actor=actor, at=at, body={"kind": kind})
    return institution


@operation
def name_as_portal(*, institution: Institution, actor: Actor, at: datetime) -> Institution:
    """Note that an institution keeps a portal by which citizens file: programs its head lets in act for citizens.

    Raises NotAllowed, WrongState where it is noted already, or where programs of it act for the institution itself.
    """
    ensure(actor, "administration.roles", at)
    locked = Institution.objects.select_for_update(no_key=True, of=("self",)).get(pk=institution.pk)
    if locked.is_portal or locked.tokens.exists():
        raise WrongState(_("This institution is a portal already, or has programs that act for itself."))
    locked.is_portal = True
    locked.save(update_fields=["is_portal"])
    record(subject=institution_subject(locked, at=at), event="institution.named_portal", actor=actor, at=at, body={})
    return locked


@operation
def invite_officer(*, institution: Institution, email: str, actor: Actor, at: datetime) -> OfficerOffer:
    """Offer the owner of this e-mail to act for the head's institution; returns the offer.

    No account is looked for: whether there is one, and whose it is, the head does not learn. The person accepts after
    signing in. Raises NotAllowed, OperationError(field="email") where an offer waits already or was accepted.
    """
    check_head(institution=institution, actor=actor, at=at)
    address = email.strip().lower()
    acting = valid_grants(at).filter(institution=institution, account__email=address)
    if acting.exists():  # the head sees in the list who acts for the institution: this tells nothing new
        raise OperationError(_("This person already acts for the institution."), field="email", code="repeated")
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    waiting = institution.offers.filter(email=address, closed_at=None).first()
    if waiting is not None and waiting.stands(at):
        raise OperationError(_("An offer to this e-mail already waits for an answer."), field="email", code="repeated")
    if waiting is not None:
        close_offer(waiting, outcome=OfferOutcome.LAPSED, actor=actor, at=at)
    offer = OfficerOffer(institution=institution, email=address, offered_by=actor.signed_in, offered_at=at)
    offer.save(force_insert=True)
    record_offer(offer, event="institution.officer_offered", actor=actor, at=at)
    return offer


@operation
def accept_offer(*, offer: OfficerOffer, actor: Actor, at: datetime) -> RoleGrant:
    """Accept an offer made to one's own e-mail: from now on one is an officer. Returns the grant.

    Raises NotAllowed for another's offer, WrongState where it stands no more, also because whoever made it heads the
    institution no more.
    """
    locked = lock_offer(offer=offer, actor=actor, at=at)
    if not institutions_headed_by(Actor.of(locked.offered_by), at).filter(pk=locked.institution_id).exists():
        raise WrongState(_("This offer no longer stands."))
    grant = write_grant(
        account=actor.signed_in,
        role=Role.INSTITUTION_OFFICER,
        institution=locked.institution,
        reason="offered by the head and accepted",
        granted_by=locked.offered_by,
        actor=actor,
        at=at,
    )
    close_offer(locked, outcome=OfferOutcome.ACCEPTED, grant=grant, actor=actor, at=at)
    return grant


@operation
def decline_offer(*, offer: OfficerOffer, actor: Actor, at: datetime) -> OfficerOffer:
    """Decline an offer made to one's own e-mail. Raises NotAllowed, WrongState."""
    locked = lock_offer(offer=offer, actor=actor, at=at)
    return close_offer(locked, outcome=OfferOutcome.DECLINED, actor=actor, at=at)


@operation
def withdraw_offer(*, offer: OfficerOffer, actor: Actor, at: datetime) -> OfficerOffer:
    """Take back an offer of the institution one heads. Raises NotAllowed, WrongState where it was answered."""
    check_head(institution=offer.institution, actor=actor, at=at)
    locked = OfficerOffer.objects.select_for_update(of=("self",)).select_related("institution").get(pk=offer.pk)
    if locked.closed_at is not None:
        raise WrongState(_("This offer no longer stands."))
    return close_offer(locked, outcome=OfferOutcome.WITHDRAWN, actor=actor, at=at)


@operation
def forget_offers(*, before: datetime) -> int:
    """Delete offers that were answered, or could be accepted no longer, before an instant; return how many.

    What was accepted stays with its grant.
    """
    lapsed = OfficerOffer.objects.filter(closed_at=None, offered_at__lt=before - OFFER_STANDS)
    answered = OfficerOffer.objects.filter(closed_at__lt=before, grant=None)
    return (lapsed | answered).delete()[0]


def lock_offer(*, offer: OfficerOffer, actor: Actor, at: datetime) -> OfficerOffer:
    """Return the offer locked; raises NotAllowed unless it was made to the actor, WrongState unless it stands."""
    related = OfficerOffer.objects.select_related("institution__subject", "offered_by")
    locked = related.select_for_update(of=("self",)).get(pk=offer.pk)
    ensure(actor, "account.settings", at)
    if locked.email != actor.signed_in.email:
        raise NotAllowed()
    if not locked.stands(at):
        raise WrongState(_("This offer no longer stands."))
    return locked


def close_offer(
    offer: OfficerOffer, *, outcome: OfferOutcome, actor: Actor, at: datetime, grant: RoleGrant | None = None
) -> OfficerOffer:
    """Write down what became of a locked offer, and record it."""
    offer.closed_at, offer.outcome, offer.grant = at, outcome, grant
    offer.save(update_fields=["closed_at", "outcome", "grant"])
    record_offer(offer, event="institution.offer_closed", actor=actor, at=at)
    return offer


def record_offer(offer: OfficerOffer, *, event: str, actor: Actor, at: datetime) -> None:
    """Record a fact about the offer with its institution; the e-mail stays in the row."""
    body = {"offer": offer.pk, "outcome": str(offer.outcome) or None}
    record(subject=institution_subject(offer.institution, at=at), event=event, actor=actor, at=at, body=body)


def institution_subject(institution: Institution, *, at: datetime) -> Subject:
    """Return what the record points at for an institution; opened here where a loader made it without one."""
    if institution.subject is None:
        institution.subject = open_subject(kind="institution", at=at)
        institution.save(update_fields=["subject"])
    return institution.subject


@operation
def revoke_officer(*, grant: RoleGrant, actor: Actor, at: datetime) -> RoleGrant:
    """Take an officer's role away; raises NotAllowed unless the actor heads the institution, WrongState when done already."""
    if grant.role != Role.INSTITUTION_OFFICER or grant.institution is None:
        raise NotAllowed()
    check_head(institution=grant.institution, actor=actor, at=at)
    return end_grant(grant=grant, reason="revoked by the head", actor=actor, at=at)


def check_head(*, institution: Institution, actor: Actor, at: datetime) -> None:
    """Raise NotAllowed unless the actor heads this institution at `at`."""
    ensure(actor, "institution.officers", at)
    if not institutions_headed_by(actor, at).filter(pk=institution.pk).exists():
        raise NotAllowed()
