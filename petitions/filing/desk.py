"""What stands on a representative's desk: clients, papers that prove authority, and the terms of all petitions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypedDict, cast
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from courtcase.keys import operations as keys
from courtcase.keys.models import DataKey
from courtcase.law.models import Clock
from courtcase.law.time import court_day
from courtcase.people.actors import Actor
from petitions import access
from petitions.content import Person, Representative
from petitions.filing.calendars import Entry, calendar_of
from petitions.filing.represented import names_of_represented
from petitions.models import Authority, Client, Petition
from petitions.own_numbers import suspended_cases
from petitions.terms import INTERNAL_TERMS, name_of
from petitions.workflow import FINAL, UNFILED

PURPOSE = "client"
SOON = timedelta(days=30)
MOST_TERMS = 300


class People(TypedDict):
    """Who is represented, and by whom: what a petition names of both."""

    person: Person
    representative: Representative


@dataclass(frozen=True)
class Row:
    """A client on the desk."""

    client: Client
    people: People
    proofs: list[Authority]


@dataclass(frozen=True)
class RunningTerm:
    """A term that runs for one of somebody's petitions; `title` names no person, for it goes into calendars of others.

    `represented` is whose petition it is, where a representative looks at the page; `path` leads to where it is explained.
    """

    code: str
    day: date
    title: str
    path: str
    petition: Petition | None = None
    represented: str = ""


def clients_of(actor: Actor) -> QuerySet[Client]:
    """Return the clients on the actor's desk, the newest first; nobody else's, whatever the actor may do else."""
    return Client.objects.filter(account=actor.account, closed_at=None).select_related("data_key").order_by("-pk")


def client_of(actor: Actor, public_id: UUID) -> Client | None:
    """Return the client of this public id on the actor's desk, None where there is none."""
    return clients_of(actor).filter(public_id=public_id).first()


def seal_people(data_key: DataKey, people: People) -> bytes:
    """Return what is written of a client sealed with its own data key."""
    return keys.seal_json(data_key, people, purpose=PURPOSE)


def people_of(client: Client) -> People:
    """Return what is written of a client."""
    return cast(People, keys.open_json(client.data_key, bytes(client.sealed_people), purpose=PURPOSE))


def desk_of(actor: Actor) -> list[Row]:
    """Return the desk: each client with the papers kept."""
    found = clients_of(actor)
    laid: dict[int, list[Authority]] = {}
    for proof in Authority.objects.filter(client__in=found.values("pk")).select_related("document"):
        laid.setdefault(proof.client_id, []).append(proof)
    return [Row(client, people_of(client), laid.get(client.pk, [])) for client in found]


def proofs_of(client: Client) -> list[Authority]:
    """Return the papers kept for a client, in the order they came."""
    return list(client.proofs.select_related("document"))


def is_expired(proof: Authority, today: date) -> bool:
    """Say whether a paper no longer holds on the legal day `today`."""
    return proof.valid_until is not None and proof.valid_until < today


def expires_soon(proof: Authority, today: date) -> bool:
    """Say whether a paper that still holds ends within the month."""
    return proof.valid_until is not None and today <= proof.valid_until <= today + SOON


def running_terms(actor: Actor, at: datetime) -> list[RunningTerm]:
    """Return every term that runs for the actor's petitions, the last days to file, and of papers kept; nearest first."""
    mine = access.petitions_for(actor, "petition.mine", at).exclude(state__in=FINAL).select_related("case", "data_key")
    petitions = list(mine.order_by("-pk")[:MOST_TERMS])
    by_subject = {one.subject_id: one for one in petitions}
    by_subject |= {one.case.subject_id: one for one in petitions if one.case is not None}
    clocks = Clock.objects.filter(subject__in=by_subject, closed_on=None).exclude(term__code__in=INTERNAL_TERMS)
    clocks = clocks.select_related("term")
    cases = suspended_cases(petitions)
    found = [term_of(clock, by_subject[clock.subject_id], cases) for clock in clocks]
    found += last_days(petitions)
    names = names_of_represented(one.petition for one in found if one.petition)
    told = [replace(one, represented=names.get(one.petition.pk, "")) for one in found if one.petition]
    told += ends_of_proofs(actor, court_day(at))
    return sorted(told, key=lambda one: (one.day, one.petition.pk if one.petition else 0, one.code))


def ends_of_proofs(actor: Actor, today: date) -> Iterator[RunningTerm]:
    """Yield the last days of the papers kept for the actor's clients; of those that ran out, the last month's."""
    kept = Authority.objects.filter(client__in=clients_of(actor).values("pk"), valid_until__gte=today - SOON)
    for proof in kept.select_related("client__data_key").order_by("valid_until", "pk")[:MOST_TERMS]:
        if proof.valid_until is not None:
            yield RunningTerm(
                code=f"proof-{proof.client.public_id}-{proof.pk}",
                day=proof.valid_until,
                title=_("Last day of a paper of authority"),
                path=reverse("filing:client", args=[proof.client.public_id]),
                represented=people_of(proof.client)["person"].get("full_name", ""),
            )


def page_of(petition: Petition) -> str:
    """Return the path of a petition's own page."""
    return reverse("filing:follow", args=[petition.public_id])


def term_of(clock: Clock, petition: Petition, cases: dict[int, str]) -> RunningTerm:
    """Return a running clock as a line of the list; to a court it names the case that was suspended, out of `cases`."""
    name = name_of(clock.term)
    title = with_case(named(name, petition), cases.get(petition.pk, ""))
    return RunningTerm(f"{petition.public_id}-{clock.term.code}", clock.due_on, title, page_of(petition), petition)


def with_case(title: str, suspended: str) -> str:
    """Return a title with the number of the suspended case, where there is one."""
    return _("%(title)s (suspended case %(number)s)") % {"title": title, "number": suspended} if suspended else title


def last_days(petitions: list[Petition]) -> Iterator[RunningTerm]:
    """Yield the last day of the year within which the law lets each petition that is not filed be filed."""
    for petition in petitions:
        if petition.state in UNFILED and petition.year_ends_on is not None:
            title = named(_("Last day to file"), petition)
            yield RunningTerm(f"{petition.public_id}-year", petition.year_ends_on, title, page_of(petition), petition)


def named(words: str, petition: Petition) -> str:
    """Return the name of a term with the petition it belongs to: its number, or when it was begun."""
    if petition.register_number:
        return _("%(term)s: petition No. %(number)s") % {"term": words, "number": petition.register_number}
    begun = court_day(petition.created_at).strftime("%d.%m.%Y")
    return _("%(term)s: petition begun on %(day)s") % {"term": words, "day": begun}


def calendar_of_terms(terms: list[RunningTerm], *, at: datetime) -> bytes:
    """Return the terms as one calendar file."""
    entries = [
        Entry(
            code=one.code,
            day=one.day,
            title=one.title,
            url=settings.PUBLIC_ADDRESS + one.path,
        )
        for one in terms
    ]
    return calendar_of(entries, name=_("Terms of my petitions"), at=at)
