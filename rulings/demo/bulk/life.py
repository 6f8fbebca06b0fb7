"""One petition's life in memory: what `petitions.steps` and `petitions.telling` do, without the database.

Everything written is made by the functions the operations make it with; here is only the order in which they are called.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from courtcase.law.clocks import end, new_clock, start_of
from courtcase.law.models import Clock
from courtcase.law.models.clocks import ClockState
from courtcase.law.time import court_day
from courtcase.notices.operations import prepare_notice, seal_address
from courtcase.people.actors import Actor
from courtcase.people.models import Account
from courtcase.register.models import ContentSalt, Subject, SubjectKind
from courtcase.register.operations import prepare_event
from petitions.content import PetitionContent, seal_content
from petitions.filing.operations.save_draft import contest, set_columns
from petitions.filing.operations.start_draft import new_version
from petitions.models import Assignment, ClaimedRight, ContestedProvision, Petition, PetitionVersion
from petitions.steps import (
    archive_entry_of,
    assign_fields,
    changed_fields,
    has_queue_term,
    is_queued,
    queue_row,
    step_facts,
)
from petitions.telling import is_told_by_account, is_told_by_officers, to_account, to_petitioner, to_staff
from petitions.workflow import FINAL, Transition, transition_named
from rulings.demo.bulk.known import Known
from rulings.demo.outbox import settle
from rulings.demo.plan import Planned

EVENTS_A_STEP = 4  # the most that one step of the plan records


class TooManyEvents(Exception):
    """A step recorded more events than ids were kept for it: raise EVENTS_A_STEP."""


class Life:
    """A petition on its way: its rows so far, and what the next step has to know of the ones before."""

    def __init__(self, *, known: Known, planned: Planned, keep: Callable[[Model], None], until: datetime) -> None:
        """Take `keep`, which gives a row its id and lays it aside; notices due before `until` are settled."""
        self.known, self.planned, self.keep, self.until = known, planned, keep, until
        self.petition: Petition
        self.versions: list[PetitionVersion] = []
        self.content: PetitionContent = {}
        self.frozen: PetitionContent | None = None
        self.contested: list[ContestedProvision] = []
        self.rights: list[ClaimedRight] = []
        self.assignment: Assignment | None = None
        self.running: dict[str, Clock] = {}
        self.moved_at = datetime.min
        self.event_id = 0
        self.last_event_id = 0

    def open_subject(self, *, pk: int, at: datetime) -> Subject:
        """Return the subject of the petition, and lay it aside."""
        subject = Subject(pk=pk, kind=SubjectKind.PETITION, created_at=at)
        self.keep(subject)
        return subject

    def begin_step(self, *, first_event_id: int) -> None:
        """Let the next events have ids from `first_event_id` on."""
        self.event_id, self.last_event_id = first_event_id, first_event_id + EVENTS_A_STEP

    def record(
        self, event: str, *, actor: Actor, at: datetime, body: Mapping[str, Any], content: bytes | None = None
    ) -> None:
        """Write an event as `register.record` does."""
        fact, salt = prepare_event(
            subject=self.petition.subject, event=event, actor=actor, at=at, body=body, content=content
        )
        if self.event_id == self.last_event_id:
            raise TooManyEvents(event)
        fact.pk = self.event_id
        self.event_id += 1
        self.keep(fact)
        if salt is not None:
            self.keep(ContentSalt(event=fact, salt=salt))

    def take_step(
        self,
        step: str,
        *,
        actor: Actor,
        at: datetime,
        changes: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        without: Collection[str] = (),
        numbered: Mapping[str, Any] | None = None,
    ) -> None:
        """Take a transition as `steps.take_step` does."""
        petition, transition, before = self.petition, transition_named(step), self.petition.state
        if before not in transition.sources:
            raise ValueError(f"{self.planned.key} cannot {step} from {before}")
        assign_fields(petition, changed_fields(petition=petition, transition=transition, changes=changes or {}, at=at))
        self.move_clocks(transition, without=without, actor=actor, at=at)
        assign_fields(petition, numbered or {})
        self.moved_at = at
        facts = step_facts(petition=petition, before=before, body=body)
        self.record(transition.event, actor=actor, at=at, body=facts, content=content)

    def move_clocks(self, transition: Transition, *, without: Collection[str], actor: Actor, at: datetime) -> None:
        """Close and start clocks as `steps.move_clocks` does."""
        day = court_day(at)
        for clock in [clock for term, clock in self.running.items() if term in transition.stops]:
            event, facts = end(clock, day)
            self.record(event, actor=actor, at=at, body=facts)
            del self.running[clock.term.code]
        for code in (code for code in transition.starts if code not in without):
            term, due = self.known.due(code, day)
            clock = new_clock(subject=self.petition.subject, term=term, starts_on=day, due=due)
            self.keep(clock)
            self.running[code] = clock
            event, facts = start_of(clock)
            self.record(event, actor=actor, at=at, body=facts)

    def write(self, content: PetitionContent, *, at: datetime) -> None:
        """Seal the words of the version that is written, as `save_draft` does."""
        self.content = content
        self.versions[-1].sealed_content = seal_content(self.petition, content)
        self.versions[-1].saved_at = at
        self.petition.version += 1

    def new_version(self, *, at: datetime) -> None:
        """Begin a version."""
        number = len(self.versions) + 1
        self.versions.append(new_version(petition=self.petition, number=number, sealed_content=b"", at=at))

    def write_columns(self) -> None:
        """Write what lists and routing read beside the sealed words, as `write_columns` does with all of them."""
        petition, content = self.petition, self.content
        set_columns(petition=petition, content=content)
        self.contested = contest(petition=petition, content=content, known=self.known.provisions)
        chosen = (pk for pk in content.get("rights", []) if pk in self.known.provisions)
        self.rights = [ClaimedRight(petition=petition, provision_id=pk) for pk in chosen]

    def tell_petitioner(self, event: str, *, at: datetime) -> None:
        """Owe the petitioner a notice as `tell_petitioner` does."""
        for account in self.known.world.acting_for(self.planned):
            self.owe(to_account(petition=self.petition, account=account, event=event, not_before=at))
        if is_told_by_officers(self.petition):
            return
        words = self.content if self.frozen is None else self.frozen
        person = None if is_told_by_account(self.petition) else words.get("petitioner", {})
        told = to_petitioner(petition=self.petition, event=event, person=person, not_before=at)
        self.owe(told)

    def tell_staff(self, account: Account, event: str, *, at: datetime, key: str = "") -> None:
        """Owe a member of the Court a notice as `tell_staff` does."""
        self.owe(to_staff(petition=self.petition, account=account, event=event, at=at, key=key))

    def owe(self, told: dict[str, Any]) -> None:
        """Lay a notice aside, settled where its time is over."""
        notice = prepare_notice(**told)
        if told["address"] is not None:
            seal_address(notice, told["address"], self.petition.data_key)
        settle(notice, until=self.until)
        self.keep(notice)

    def end(self) -> None:
        """Lay aside what is known only at the end: versions, provisions, the row of the queue or of the archive."""
        petition = self.petition
        self.keep_all((*self.versions, *self.contested, *self.rights))
        if is_queued(petition.state):
            due = [clock.due_on for clock in self.running.values() if clock.state == ClockState.OPEN]
            term = min(due, default=None) if has_queue_term(petition.state) else None
            first = self.contested[0].provision_id if self.contested else None
            self.keep(queue_row(petition=petition, due_on=term, provision_id=first, at=self.moved_at))
        elif petition.state in FINAL:
            self.keep(archive_entry_of(petition))

    def keep_all(self, rows: Iterable[Model]) -> None:
        """Lay rows aside."""
        for row in rows:
            self.keep(row)
