"""Whoever petitioned chooses whether the Court writes to them when a norm of the petition falls later."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.people.actors import Actor
from petitions import access
from petitions.later_notices import CHOOSES, chooses_as, set_choice
from petitions.models import Petition, Petitioner, ToldHow
from petitions.signatories import remaining
from petitions.steps import lock_petition
from petitions.workflow import UNFILED

BY_STAFF = (ToldHow.LETTER, ToldHow.DESK)


@operation
def choose_later_notices(
    *,
    petition: Petition,
    wanted: bool,
    actor: Actor,
    at: datetime,
    how: str = ToldHow.PAGE,
    petitioner: int | None = None,
) -> bool:
    """Agree to later letters, or take that back; return whether anything changed. Twice the same changes nothing.

    One of several petitioners chooses for themself alone, a representative for all of them; a clerk notes it for the one
    whose row (id) is `petitioner`, without it for all.

    `how` is the page for its own people; a clerk, who notes what a petitioner said, names the letter or the desk.
    Raises NotAllowed, OperationError beside `how` or `petitioner`, and WrongState for a petition that is not filed yet or
    is an institution's.
    """
    locked = lock_petition(petition=petition)
    if not access.may(actor, CHOOSES, locked, at):
        raise NotAllowed()
    if locked.institution_id is not None or locked.state in UNFILED:
        raise WrongState(_("This is asked of a citizen's petition once it is filed."))
    if is_own(locked, actor, at) != (how == ToldHow.PAGE) or how == ToldHow.PETITION:
        raise OperationError(_("Choose how the petitioner said it."), field="how")
    whose = chooses_as(locked, actor, at) if how == ToldHow.PAGE else named(locked, petitioner)
    return set_choice(locked, wanted=wanted, how=how, actor=actor, at=at, petitioner=whose)


def named(petition: Petition, petitioner: int | None) -> Petitioner | None:
    """Return the row whose choice a clerk notes; None: everybody's. Raises OperationError for one who left or is not here."""
    if petitioner is None:
        return None
    found = next((one for one in remaining(petition) if one.pk == petitioner), None)
    if found is None:
        raise OperationError(_("Choose who said it."), field="petitioner")
    return found


def is_own(petition: Petition, actor: Actor, at: datetime) -> bool:
    """Say whether the petition is the actor's own, by account or by code, or the actor's beside others."""
    if access.petitioner_acting(actor, petition, at) is not None:
        return True
    return Petition.objects.filter(access.own(actor, at), pk=petition.pk).exists()
