"""Whether somebody who petitioned wishes to be written to when a norm of the petition falls by a later ruling.

Asked with a petition and changed on its page, or by a clerk for whoever writes or comes to the Court; never presumed.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.content import PetitionContent, open_content
from petitions.models import LaterNoticesConsent, Petition, PetitionVersion, ToldHow
from petitions.workflow import UNFILED

CHOOSES = "petition.later_notices"


def standing_later_notices(petition: Petition) -> LaterNoticesConsent | None:
    """Return the consent that stands; None where it was never given or was taken back."""
    return LaterNoticesConsent.objects.filter(petition=petition, withdrawn_at=None).first()


def wishes_later_notices() -> Q:
    """Return which petitions are written about later: those whose people agreed, and institutions', whose office it is."""
    agreed = LaterNoticesConsent.objects.filter(petition=OuterRef("pk"), withdrawn_at=None)
    return Q(institution__isnull=False) | Q(Exists(agreed))


def may_choose(petition: Petition, actor: Actor, at: datetime) -> bool:
    """Say whether the choice is the actor's to change: of a citizen's petition, once it is filed."""
    is_asked = petition.institution_id is None and petition.state not in UNFILED
    return is_asked and access.may(actor, CHOOSES, petition, at)


def set_choice(petition: Petition, *, wanted: bool, how: str, actor: Actor, at: datetime) -> bool:
    """Let the choice of a locked petition be `wanted`, told `how`, and record it; return whether anything changed."""
    standing = standing_later_notices(petition)
    if wanted == (standing is not None):
        return False
    if standing is None:
        standing = LaterNoticesConsent.objects.create(petition=petition, given_at=at, given_how=how)
    else:
        standing.withdrawn_at, standing.withdrawn_how = at, how
        standing.save(update_fields=["withdrawn_at", "withdrawn_how"])
    event = "petition.later_notices_agreed" if wanted else "petition.later_notices_declined"
    record(subject=petition.subject, event=event, actor=actor, at=at, body={"consent": standing.pk, "how": how})
    return True


def take_from_words(
    petition: Petition, version: PetitionVersion, content: PetitionContent, *, actor: Actor, at: datetime
) -> None:
    """Go by what a version that was just frozen says of later letters, where it says something else than the one before.

    What was chosen on the page meanwhile is so not undone by a correction that says nothing new of it.
    """
    wanted, before = bool(content.get("later_notices")), False
    if version.number > 1:
        earlier = petition.versions.filter(number__lt=version.number, frozen_at__isnull=False).order_by("-number")
        last = earlier.first()
        before = last is not None and bool(open_content(petition, last).get("later_notices"))
    if wanted != before:
        set_choice(petition, wanted=wanted, how=ToldHow.PETITION, actor=actor, at=at)
