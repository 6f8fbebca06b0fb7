"""What the pages of webhooks show."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.notices.models import Job
from courtcase.people.models import Institution
from courtcase.register.events import sentence_of
from petitions.changes import TOLD_EVENTS
from petitions.models import Delivery, Webhook

SHOWN = 50
# Why a message was not taken, by the word that the outbox keeps of it.
REASONS: dict[str, Promise | str] = {
    "receiver_rests": _("it did not answer just before and is let be for a minute"),
    "name_unknown": _("its name leads nowhere"),
    "inner_address": _("its name leads to an inner network"),
    "unreachable": _("it cannot be reached"),
    "certificate_refused": _("its certificate is not valid for its name"),
    "tls_failed": _("no secure connection came to be"),
    "timed_out": _("it did not answer in time"),
    "broken_off": _("the connection broke off"),
    "no_http_answer": _("what it answered is no HTTP"),
    "port_not_allowed": _("its port is not called any more"),
}


@dataclass(frozen=True)
class Shown:
    """A message as the page shows it: what happened, and why it was not taken (empty: nothing is known against it)."""

    delivery: Delivery
    sentence: Promise | str
    reason: Promise | str


@dataclass(frozen=True)
class Told:
    """An address that is told: of what (nothing named: every step), and how many messages to it were given up."""

    webhook: Webhook
    sentences: list[Promise | str]
    given_up: int


def webhooks_of(institution: Institution) -> list[Told]:
    """Return the webhooks of an institution that work, newest first."""
    given_up = Count("deliveries", filter=Q(deliveries__job__state=Job.State.FAILED))
    working = Webhook.objects.filter(institution=institution, ended_at=None).annotate(given_up=given_up).order_by("-pk")
    return [Told(one, [sentence_of(name) for name in one.events], one.given_up) for one in working]


def deliveries_of(webhook: Webhook) -> list[Shown]:
    """Return the last messages to a webhook, newest first, those that were given up before all others."""
    newest = Delivery.objects.filter(webhook=webhook).select_related("event__subject__petition", "job").order_by("-pk")
    given_up = list(newest.filter(job__state=Job.State.FAILED)[:SHOWN])
    return [shown(one) for one in [*given_up, *newest.exclude(job__state=Job.State.FAILED)[:SHOWN]]]


def shown(delivery: Delivery) -> Shown:
    """Return a message with its words."""
    word = delivery.job.last_error.rpartition(" ")[2]
    status = word.removeprefix("answered_")
    reason = REASONS.get(word, _("something went wrong with us") if word else "")
    if status != word:
        reason = _("it answered %(status)s") % {"status": status}
    return Shown(delivery=delivery, sentence=sentence_of(delivery.event.name), reason=reason)


def choices_of_events() -> list[tuple[str, str | Promise]]:
    """Return the events one can be told of, each with its sentence."""
    return [(name, sentence_of(name)) for name in TOLD_EVENTS]
