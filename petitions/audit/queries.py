"""What an auditor sees of petitions that were drawn: chains, terms and letters, never a word of what is in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from courtcase.law.models import Clock
from courtcase.register.models import DailyRoot, Event
from courtcase.register.proofs import receipt_proofs, verify_receipt
from petitions.models import AuditSample, Letter, Petition, ReadingRequest


def registered_between(first: date, last: date) -> QuerySet[Petition]:
    """Return the petitions registered from one legal day to another."""
    return Petition.objects.filter(registered_on__gte=first, registered_on__lte=last)


def drawn_by_seed(sample: AuditSample) -> list[Petition]:
    """Return what the seed draws: petitions in the order of SHA-256 of the seed and their public id, the first ones.

    Anybody with the seed and the ids of the period draws the same.
    """
    found = registered_between(sample.first_day, sample.last_day)
    digest = RawSQL("sha256((%s || petitions_petition.public_id::text)::bytea)", [sample.seed])
    return list(found.annotate(drawn=digest).order_by("drawn")[: sample.size])


@dataclass(frozen=True)
class Chain:
    """What checking the events of one petition found."""

    events: int
    published: int
    sealed: int
    waiting: int
    broken: int


@dataclass(frozen=True)
class Sampled:
    """One petition of a sample as its page shows it."""

    petition: Petition
    chain: Chain
    clocks: list[Clock]
    letters: list[Letter]
    asked: ReadingRequest | None


def sampled(sample: AuditSample, *, requests: Iterable[ReadingRequest]) -> list[Sampled]:
    """Return the petitions of a sample with their chains, terms and letters; as many statements for fifty as for one."""
    petitions = list(sample.petitions.select_related("subject").order_by("registered_on", "pk"))
    subjects = [one.subject_id for one in petitions]
    chains = chains_of(subjects)
    clocks: dict[int, list[Clock]] = defaultdict(list)
    for clock in Clock.objects.filter(subject__in=subjects).select_related("term").order_by("starts_on", "pk"):
        clocks[clock.subject_id].append(clock)
    letters: dict[int, list[Letter]] = defaultdict(list)
    for letter in Letter.objects.filter(petition__in=petitions).defer("sealed_parts", "sealed_text").order_by("pk"):
        letters[letter.petition_id].append(letter)
    asked = {one.petition_id: one for one in requests}
    return [
        Sampled(one, chains[one.subject_id], clocks[one.subject_id], letters[one.pk], asked.get(one.pk))
        for one in petitions
    ]


def chains_of(subjects: Sequence[int]) -> dict[int, Chain]:
    """Return for each subject what a check of its events finds: digests, places in the register, published roots."""
    events = list(Event.objects.filter(subject__in=subjects).select_related("subject", "actor").order_by("pk"))
    proofs = receipt_proofs(events)
    days = {proof["inclusion"]["day"] for proof in proofs if proof["sealed"]} - {None}
    roots = dict(DailyRoot.objects.filter(day__in=days).values_list("day", "root_hash"))
    known = {day.isoformat(): bytes(root) for day, root in roots.items()}
    found: dict[int, list[str]] = {subject: [] for subject in subjects}
    for event, proof in zip(events, proofs, strict=True):
        found[event.subject_id].append(standing_of(proof, known))
    return {
        subject: Chain(
            events=len(standings),
            published=standings.count("published"),
            sealed=standings.count("sealed"),
            waiting=standings.count("waiting"),
            broken=standings.count("broken"),
        )
        for subject, standings in found.items()
    }


def standing_of(proof: dict[str, object], roots: dict[str, bytes]) -> str:
    """Return how an event stands: "published" under a root of the public list, "sealed", "waiting", or "broken"."""
    inclusion = proof.get("inclusion")
    if not isinstance(inclusion, dict):
        return "waiting"
    day = inclusion["day"]
    root = roots[day] if day is not None else bytes.fromhex(inclusion["root"])
    if not verify_receipt(proof, root=root):
        return "broken"
    return "published" if day is not None else "sealed"


def requests_of(sample: AuditSample, account_id: int) -> list[ReadingRequest]:
    """Return the account's requests to read petitions of a sample, oldest first."""
    asked = ReadingRequest.objects.filter(asked_by=account_id, petition__in=sample.petitions.values("pk"))
    return list(asked.select_related("decided_by").order_by("pk"))


def waiting_requests() -> QuerySet[ReadingRequest]:
    """Return the requests that nobody decided yet, oldest first."""
    related = ("petition__data_key", "petition__subject", "asked_by")
    return ReadingRequest.objects.filter(outcome="").select_related(*related).order_by("asked_at", "pk")
