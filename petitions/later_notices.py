"""Whether somebody who petitioned wishes to be written to when a norm of the petition falls by a later ruling.

Asked with a petition and changed on its page, or by a clerk for whoever writes or comes to the Court; never presumed.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from courtcase import rows
from courtcase.people.actors import Actor
from courtcase.register.operations import record
from petitions import access
from petitions.content import PetitionContent, open_content
from petitions.models import LaterNoticesConsent, Petition, Petitioner, PetitionVersion, ToldHow
from petitions.models.people import FIRST
from petitions.signatories import is_joint, remaining
from petitions.workflow import UNFILED
from petitions.writers import REPRESENTING

CHOOSES = "petition.later_notices"
EVENTS = {True: "petition.later_notices_agreed", False: "petition.later_notices_declined"}


def standing_later_notices(petition: Petition) -> LaterNoticesConsent | None:
    """Return the consent that stands; None where it was never given or was taken back."""
    return LaterNoticesConsent.objects.filter(petition=petition, withdrawn_at=None).first()


def wishes_later_notices() -> Q:
    """Return which petitions are written about later: those whose people agreed, and institutions', whose office it is."""
    agreed = LaterNoticesConsent.objects.filter(petition=OuterRef("pk"), withdrawn_at=None)
    one = Petitioner.objects.filter(petition=OuterRef("pk"), withdrawn_on=None, later_letters=True)
    return Q(institution__isnull=False) | Q(Exists(agreed)) | Q(Exists(one))


def is_wished(petition: Petition, petitioner: Petitioner | None = None) -> bool:
    """Say whether later letters are wished: by one of several petitioners, else as the petition says."""
    if petitioner is not None and petitioner.later_letters is not None:
        return petitioner.later_letters
    return standing_later_notices(petition) is not None


def wishing(petition: Petition) -> frozenset[str]:
    """Return the keys of those of several petitioners who are written to; nobody's where one petitions alone."""
    return frozenset(one.key for one in remaining(petition) if is_wished(petition, one))


def chooses_as(petition: Petition, actor: Actor, at: datetime) -> Petitioner | None:
    """Return for which of several petitioners alone the actor chooses.

    None: for the whole petition, as who petitions alone does, and who represents.
    """
    myself = access.petitioner_acting(actor, petition, at)
    if myself is not None or not is_joint(petition) or petition.writer in REPRESENTING:
        return myself
    is_own = Petition.objects.filter(access.own(actor, at), pk=petition.pk).exists()
    return petition.petitioners.get(key=FIRST) if is_own else None


def may_choose(petition: Petition, actor: Actor, at: datetime) -> bool:
    """Say whether the choice is the actor's to change: of a citizen's petition, once it is filed."""
    is_asked = petition.institution_id is None and petition.state not in UNFILED
    return is_asked and access.may(actor, CHOOSES, petition, at)


def set_choice(
    petition: Petition, *, wanted: bool, how: str, actor: Actor, at: datetime, petitioner: Petitioner | None = None
) -> bool:
    """Let the choice of a locked petition be `wanted`, told `how`, and record it; return whether anything changed.

    Of several petitioners it is that of `petitioner` alone; without one it is everybody's, whatever they chose before.
    """
    if petitioner is not None:
        return set_own_choice(petition, petitioner, wanted=wanted, how=how, actor=actor, at=at)
    otherwise = petition.petitioners.filter(later_letters=not wanted).update(later_letters=None)
    standing = standing_later_notices(petition)
    if wanted == (standing is not None) and not otherwise:
        return False
    if wanted and standing is None:
        standing = LaterNoticesConsent.objects.create(petition=petition, given_at=at, given_how=how)
    elif not wanted and standing is not None:
        standing.withdrawn_at, standing.withdrawn_how = at, how
        standing.save(update_fields=["withdrawn_at", "withdrawn_how"])
    body = {"consent": standing.pk if standing else None, "how": how}
    record(subject=petition.subject, event=EVENTS[wanted], actor=actor, at=at, body=body)
    return True


def set_own_choice(
    petition: Petition, petitioner: Petitioner, *, wanted: bool, how: str, actor: Actor, at: datetime
) -> bool:
    """Let the choice of one of several petitioners of a locked petition be `wanted`; return whether anything changed."""
    if is_wished(petition, petitioner) == wanted:
        return False
    petitioner.later_letters = wanted
    rows.update(petitioner, ["later_letters"])
    body = {"petitioner": petitioner.pk, "how": how}
    record(subject=petition.subject, event=EVENTS[wanted], actor=actor, at=at, body=body)
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
