"""Webhooks of an institution: its head adds them, renews their secret, ends them, and has a failed delivery sent again."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from courtcase.keys.operations import decrypt, encrypt, new_data_key
from courtcase.notices.models import Job
from courtcase.notices.operations import prepare_job
from courtcase.notices.wake import wake
from courtcase.operations import NotAllowed, OperationError, WrongState, operation
from courtcase.outgoing import NotReached, checked_address
from courtcase.people.actors import Actor
from courtcase.people.models import Institution
from courtcase.people.operations.institutions import check_head, institution_subject
from courtcase.register.operations import record
from petitions.changes import TOLD_EVENTS, newest_position, sealed_steps
from petitions.models import Delivery, Webhook

JOB = "petitions.deliver"
PURPOSE = "webhook.secret"
PREFIX = "whsec_"
SECRET_BYTES = 32
CHANGEOVER = timedelta(hours=24)
MOST_WEBHOOKS = 10
AT_ONCE = 500
REFUSED = {
    "not_https": _("Only an address that begins with https:// is called."),
    "port_not_allowed": _("This port is not called. Use 443 or 8443."),
}


@dataclass(frozen=True)
class Added:
    """A webhook, and its secret, which is shown this once."""

    webhook: Webhook
    secret: str


@operation
def add_webhook(*, institution: Institution, address: str, events: Iterable[str], actor: Actor, at: datetime) -> Added:
    """Have an address told of the `events` (none named: every one) of the institution's petitions from now on.

    Raises NotAllowed unless the actor heads the institution, OperationError beside `address` or `events`.
    """
    check_head(institution=institution, actor=actor, at=at)
    told = checked(address)
    chosen = sorted(set(events))
    if not set(chosen) <= set(TOLD_EVENTS):
        raise OperationError(_("Choose from the list of events."), field="events", code="invalid")
    locked = Institution.objects.select_for_update(no_key=True, of=("self",)).get(pk=institution.pk)
    if Webhook.objects.filter(institution=locked, ended_at=None).count() >= MOST_WEBHOOKS:
        raise OperationError(_("At most 10 addresses can be told. End one first."), field="address", code="too_many")
    webhook, secret = Webhook(institution=locked, address=told, events=chosen), new_secret()
    webhook.data_key = new_data_key(at=at)
    webhook.sealed_secret = encrypt(secret.encode(), data_key=webhook.data_key, purpose=PURPOSE)
    webhook.position, webhook.made_by, webhook.made_at = newest_position(), actor.signed_in, at
    webhook.save(force_insert=True)
    record_webhook(webhook, event="institution.webhook_added", actor=actor, at=at)
    return Added(webhook=webhook, secret=secret)


@operation
def renew_secret(*, webhook: Webhook, actor: Actor, at: datetime) -> Added:
    """Give a webhook a new secret; for another day deliveries are signed with the one before, too.

    Raises NotAllowed, WrongState where it was ended.
    """
    locked, secret = lock_webhook(webhook=webhook, actor=actor, at=at), new_secret()
    locked.sealed_old_secret, locked.old_secret_ends_at = locked.sealed_secret, at + CHANGEOVER
    locked.sealed_secret = encrypt(secret.encode(), data_key=locked.data_key, purpose=PURPOSE)
    locked.save(update_fields=["sealed_secret", "sealed_old_secret", "old_secret_ends_at"])
    record_webhook(locked, event="institution.webhook_secret_renewed", actor=actor, at=at)
    return Added(webhook=locked, secret=secret)


@operation
def end_webhook(*, webhook: Webhook, actor: Actor, at: datetime) -> Webhook:
    """Tell an address nothing any more, not even what is owed already. Raises NotAllowed, WrongState where it was ended."""
    locked = lock_webhook(webhook=webhook, actor=actor, at=at)
    locked.ended_at = at
    locked.save(update_fields=["ended_at"])
    record_webhook(locked, event="institution.webhook_ended", actor=actor, at=at)
    return locked


@operation
def send_again(*, delivery: Delivery, actor: Actor, at: datetime) -> Delivery:
    """Owe a delivery anew that was given up. Raises NotAllowed, WrongState where it was not given up or the webhook ended."""
    lock_webhook(webhook=delivery.webhook, actor=actor, at=at)
    job = Job.objects.select_for_update(of=("self",)).get(pk=delivery.job_id)
    if job.state != Job.State.FAILED:
        raise WrongState(_("This message was not given up: there is nothing to send again."))
    job.state, job.attempts, job.next_attempt_at = Job.State.OWED, 0, at
    job.settled_at = job.lease_until = job.lease_token = None
    job.save(update_fields=["state", "attempts", "next_attempt_at", "settled_at", "lease_until", "lease_token"])
    wake()
    return delivery


def owe_deliveries(*, at: datetime) -> int:
    """Owe each webhook what the register has been given since it was last asked; return how many deliveries."""
    working = Webhook.objects.filter(ended_at=None).order_by("pk").values_list("pk", flat=True)
    return sum(owe_to(webhook_id=pk, at=at) for pk in working)


@operation
def owe_to(*, webhook_id: int, at: datetime) -> int:
    """Owe one webhook a batch of what happened after its place in the register, each once, and move its place on.

    Returns how many; 0 at once where another process does it.
    """
    mine = Webhook.objects.select_for_update(of=("self",), skip_locked=True).select_related("institution")
    webhook = mine.filter(pk=webhook_id, ended_at=None).first()
    newest = newest_position()
    if webhook is None or webhook.position >= newest:
        return 0
    steps = sealed_steps(webhook.institution, events=webhook.events).order_by("position")
    found = list(steps.filter(position__gt=webhook.position, position__lte=newest)[:AT_ONCE])
    jobs = Job.objects.bulk_create(
        prepare_job(
            kind=JOB,
            subject=entry.event.subject,
            key=f"{JOB}:{webhook.pk}:{entry.event_id}",
            not_before=at,
            body={"webhook": webhook.pk, "position": entry.position},
        )
        for entry in found
    )
    Delivery.objects.bulk_create(
        Delivery(webhook=webhook, event=entry.event, job=job) for entry, job in zip(found, jobs, strict=True)
    )
    webhook.position = found[-1].position if len(found) == AT_ONCE else newest
    webhook.save(update_fields=["position"])
    if found:
        wake()
    return len(found)


def checked(address: str) -> str:
    """Return an address that may be called, as typed; raises OperationError beside `address`."""
    typed = address.strip()
    try:
        checked_address(typed)
    except NotReached as error:
        message = REFUSED.get(error.reason, _("Write a whole address like https://example.kz/courtcase."))
        raise OperationError(message, field="address", code=error.reason) from error
    return typed


def new_secret() -> str:
    """Return a fresh secret, known for what it is where it is found."""
    return PREFIX + secrets.token_urlsafe(SECRET_BYTES)


def secrets_of(webhook: Webhook, at: datetime) -> list[bytes]:
    """Return the secrets a delivery at `at` is signed with, the present one first."""
    sealed = [webhook.sealed_secret, *([webhook.sealed_old_secret] if webhook.signs_with_old(at) else [])]
    return [decrypt(bytes(one or b""), data_key=webhook.data_key, purpose=PURPOSE) for one in sealed]


def lock_webhook(*, webhook: Webhook, actor: Actor, at: datetime) -> Webhook:
    """Return a webhook that works, locked. Raises NotAllowed unless the actor heads its institution, WrongState."""
    check_head(institution=webhook.institution, actor=actor, at=at)
    related = Webhook.objects.select_related("institution__subject", "data_key")
    locked = related.select_for_update(of=("self",)).filter(pk=webhook.pk).first()
    if locked is None:
        raise NotAllowed()
    if locked.ended_at is not None:
        raise WrongState(_("This address was ended already."))
    return locked


def record_webhook(webhook: Webhook, *, event: str, actor: Actor, at: datetime) -> None:
    """Record a fact about a webhook with its institution; the address stays in the row."""
    body = {"webhook": str(webhook.public_id), "events": ",".join(webhook.events)}
    record(subject=institution_subject(webhook.institution, at=at), event=event, actor=actor, at=at, body=body)
