"""Reading the record."""

from __future__ import annotations

from django.db.models import QuerySet

from courtcase.register.models import DailyRoot, Event, LegalHold, SealedEntry, Subject


def held(subject: Subject) -> bool:
    """Say whether a legal hold stands on `subject`: then nothing of it may be erased."""
    return LegalHold.objects.filter(subject=subject, lifted_at__isnull=True).exists()


def held_subjects() -> QuerySet[LegalHold, int]:
    """Return the ids of the subjects on which a legal hold stands, for a sweeper to leave out."""
    return LegalHold.objects.filter(lifted_at__isnull=True).values_list("subject", flat=True)


def events_of(subject: Subject) -> list[Event]:
    """Return the events of `subject`, oldest first."""
    return list(Event.objects.filter(subject=subject).select_related("subject", "actor").order_by("pk"))


def position_of(event: Event) -> int | None:
    """Return the event's place in the register, from 0; None until it is sealed."""
    return SealedEntry.objects.filter(event=event).values_list("position", flat=True).first()


def tree_size() -> int:
    """Return how many events are sealed."""
    last = SealedEntry.objects.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def newest_root() -> DailyRoot | None:
    """Return the root published last; None before the first."""
    return DailyRoot.objects.order_by("-day").first()
