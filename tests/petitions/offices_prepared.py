"""What may stand in the addresses of institutions' pages: grants, offers, programs, webhooks and their messages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils import timezone

from courtcase.notices.models import Job
from courtcase.notices.operations import owe_job
from courtcase.people.actors import Actor
from courtcase.people.models import ApiToken, OfficerOffer, RoleGrant
from courtcase.people.operations import admit_program
from petitions.models import Delivery, Webhook
from petitions.webhooks.operations import JOB, add_webhook

if TYPE_CHECKING:
    from tests.petitions.prepared import Arguments, World


def grants(world: World) -> Arguments:
    """Return a grant of an institution, one of the Court, and one that is not there."""
    officer = RoleGrant.objects.filter(account=world.walk.cast.commissioner_officer)[0]
    clerk = RoleGrant.objects.filter(account=world.walk.cast.clerk)[0]
    return [{"grant_id": number} for number in (officer.pk, clerk.pk, 9**18)]


def offers(world: World) -> Arguments:
    """Return an offer of an institution, and one that is not there."""
    cast = world.walk.cast
    offer, _made = OfficerOffer.objects.get_or_create(
        institution=cast.institution("commissioner"),
        email=cast.stranger.email,
        closed_at=None,
        defaults={"offered_by": cast.commissioner_head, "offered_at": timezone.now()},
    )
    return [{"offer_id": number} for number in (offer.pk, 9**18)]


def tokens(world: World) -> Arguments:
    """Return a token of a program, and one that is not there."""
    cast = world.walk.cast
    institution = cast.institution("commissioner")
    head = Actor.of(cast.commissioner_head)
    known = ApiToken.objects.filter(institution=institution).order_by("pk").first()
    made = (
        known
        or admit_program(
            institution=institution, name="Канцелярия", scopes=["read"], actor=head, at=timezone.now()
        ).token
    )
    return [{"token_id": number} for number in (made.pk, 9**18)]


def webhook_of(world: World) -> Webhook:
    """Return a webhook of the Commissioner."""
    cast = world.walk.cast
    institution, head = cast.institution("commissioner"), Actor.of(cast.commissioner_head)
    known = Webhook.objects.filter(institution=institution, ended_at=None).first()
    address = "https://receiver.example/"
    at = timezone.now()
    return known or add_webhook(institution=institution, address=address, events=[], actor=head, at=at).webhook


def deliveries(world: World) -> Arguments:
    """Return a message to a webhook that was given up, and one that is not there."""
    webhook, event = webhook_of(world), world.petitions["filed"].subject.events.earliest("pk")
    known = Delivery.objects.filter(webhook=webhook).first()
    if known is None:
        job = owe_job(kind=JOB, subject=event.subject, key=f"{JOB}:prepared")
        Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED)
        known = Delivery.objects.create(webhook=webhook, event=event, job=job)
    return [{"public_id": webhook.public_id, "delivery_id": one} for one in (known.public_id, uuid4())]
