"""When what was sent about a petition counts as received, and because of which rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from courtcase.law.models import ReceiptRule
from courtcase.law.queries import receipt_rules
from courtcase.law.receipt import HANDED_OVER, Received, received
from courtcase.law.time import court_day
from courtcase.notices.models import Notice
from courtcase.register.events import SENTENCES
from petitions.models import Letter, LetterDelivery, Petition

LEFT = frozenset({Notice.State.SENT, Notice.State.PRINTED})
OUTSIDE = (Notice.Channel.EMAIL, Notice.Channel.SMS, Notice.Channel.POST)
SHOWN = 50


@dataclass(frozen=True)
class Told:
    """A notice, what it told, and when it counts as received: None where it has not left, or did not arrive."""

    notice: Notice
    words: Promise | str
    received: Received | None


def received_by(notice: Notice, rules: Sequence[ReceiptRule]) -> Received | None:
    """Return when a notice counts as received by `rules`; None where it has not left, or did not arrive."""
    if notice.state not in LEFT or notice.settled_at is None:
        return None
    road = HANDED_OVER if notice.decision == "delivered" else notice.channel
    return received(road, court_day(notice.settled_at), rules)


def told_of(notices: Iterable[Notice]) -> list[Told]:
    """Return each notice beside when it counts as received, in their order."""
    rules = receipt_rules()
    return [Told(one, SENTENCES.get(one.event, ""), received_by(one, rules)) for one in notices]


def told_outside(petition: Petition) -> list[Told]:
    """Return what people outside the Court were last told of a petition, the newest first."""
    sent: QuerySet[Notice] = Notice.objects.filter(subject=petition.subject_id, channel__in=OUTSIDE)
    return told_of(sent.exclude(state=Notice.State.CANCELLED).prefetch_related("bounces").order_by("-pk")[:SHOWN])


def deliveries_of(letter: Letter) -> list[Told]:
    """Return every sending of a letter beside when it counts as received, the first one first."""
    return told_of(one.notice for one in letter.deliveries.select_related("notice").order_by("pk"))


def letters_received(letters: Iterable[Letter]) -> dict[int, Received]:
    """Return when each letter counts as received, by its id: by the first of its sendings that does."""
    sendings = LetterDelivery.objects.filter(letter__in=[one.pk for one in letters]).select_related("notice")
    rules = receipt_rules()
    found: dict[int, Received] = {}
    for one in sendings.order_by("pk"):
        came = received_by(one.notice, rules)
        if came is not None and (one.letter_id not in found or came.day < found[one.letter_id].day):
            found[one.letter_id] = came
    return found
