"""The petitioner agrees that a petition may be opened to the body it is forwarded to, or takes that back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, WrongState, operation
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.forwarding import ASKED_IN, CONSENT, standing_consent, tell_body
from petitions.models import Forwarding, ForwardingConsent, Petition
from petitions.steps import lock_petition


@operation
def agree_to_forwarding(*, petition: Petition, actor: Actor, at: datetime) -> ForwardingConsent:
    """Agree; where the petition is forwarded already, the body is told that it can read it. Twice changes nothing.

    Raises NotAllowed, WrongState where it is not before the Apparatus any more.
    """
    locked = locked_for_consent(petition, actor, at)
    known = standing_consent(locked)
    if known is not None:
        return known
    given = ForwardingConsent.objects.create(petition=locked, given_at=at)
    record(subject=locked.subject, event="petition.forwarding_agreed", actor=actor, at=at, body={"consent": given.pk})
    forwarding = Forwarding.objects.filter(petition=locked, answer="").first()
    if forwarding is not None:
        tell_body(forwarding, locked, at=at)
    return given


@operation
def withdraw_consent(*, petition: Petition, actor: Actor, at: datetime) -> None:
    """Take the consent back: from now on the body reads nothing. Raises NotAllowed, WrongState where none stands."""
    locked = locked_for_consent(petition, actor, at)
    known = standing_consent(locked)
    if known is None:
        raise WrongState(_("You have not agreed, or took it back already."))
    known.withdrawn_at = at
    known.save()
    body = {"consent": known.pk}
    record(subject=locked.subject, event="petition.forwarding_consent_withdrawn", actor=actor, at=at, body=body)


def locked_for_consent(petition: Petition, actor: Actor, at: datetime) -> Petition:
    """Return the petition locked; raises NotAllowed, and WrongState where it cannot be forwarded and is not."""
    locked = lock_petition(petition=petition)
    if not access.may(actor, CONSENT, locked, at):
        raise NotAllowed()
    if locked.state not in ASKED_IN or locked.institution_id is not None:
        raise WrongState(_("This petition is not forwarded to another body any more."))
    return locked
