"""What may stand in the addresses of a representative's desk and of the people a petition names."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from courtcase.people.actors import Actor
from petitions.filing.operations.desk import keep_client
from petitions.models import Client, Petition
from petitions.workflow import State
from tests.petitions.together import ADVOCATE, SECOND


def client_on_desk(actor: Actor) -> dict[str, object]:
    """Return a client on the actor's desk."""
    known = Client.objects.filter(account=actor.account, closed_at=None).first()
    made = known or keep_client(people={"person": SECOND, "representative": ADVOCATE}, actor=actor, at=timezone.now())
    return {"public_id": made.public_id}


def no_proof(actor: Actor) -> list[dict[str, object]]:
    """Return a paper of a client's that is not there."""
    return [{**client_on_desk(actor), "proof_id": 9**18}]


def persons(petitions: Mapping[str, Petition]) -> list[dict[str, object]]:
    """Return a petitioner and a representative of a draft, of a petition that is on its way, and nobody."""
    known = [("others", SECOND["key"]), ("representatives", ADVOCATE["key"]), ("others", "nobody")]
    named = [petitions[state].public_id for state in (State.DRAFT, State.SCREENING)]
    return [{"public_id": one, "group": group, "key": key} for group, key in known for one in named]
